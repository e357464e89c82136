Attribute VB_Name = "CarePlan"
' C ABI の宣言 (VB6、32 ビットの VBA)。include/careplan.h から生成したものです。/ Declarations of the C ABI for VB6 and
' 32-bit VBA, generated from careplan.h; do not edit. Save as CP932 with CR LF before use, see README.md.
' ポインターは Long。NULL は 0&。構造体を NULL にできる引数には VarPtr(...) を渡します。
' Pointers are Long, NULL is 0&; a struct that may be NULL is passed as VarPtr(...).
Option Explicit

Public Const CPL_ABI_VERSION As Long = 1&
Public Const CPL_VERSION_MAJOR As Long = 0&
Public Const CPL_VERSION_MINOR As Long = 1&
Public Const CPL_VERSION_PATCH As Long = 0&
Public Const CPL_CAPABILITY_RELAY As Long = 1&
Public Const CPL_CAPABILITY_FOLDER As Long = 2&
Public Const CPL_CAPABILITY_PKCS11 As Long = 4&
Public Const CPL_CAPABILITY_WINDOWS_STORE As Long = 8&
Public Const CPL_LANG_JA As Long = 0&
Public Const CPL_LANG_EN As Long = 1&
Public Const CPL_SEVERITY_NOTE As Long = 1&
Public Const CPL_SEVERITY_WARNING As Long = 2&
Public Const CPL_SEVERITY_ERROR As Long = 3&
Public Const CPL_OK As Long = 0&
Public Const CPL_NULL_POINTER As Long = 1&
Public Const CPL_NOT_UTF8 As Long = 2&
Public Const CPL_BAD_ARGUMENT As Long = 3&
Public Const CPL_OUT_OF_RANGE As Long = 4&
Public Const CPL_STRUCT_TOO_SMALL As Long = 5&
Public Const CPL_CANCELLED As Long = 6&
Public Const CPL_UNSUPPORTED As Long = 7&
Public Const CPL_CALLED_FROM_WITHIN As Long = 8&
Public Const CPL_WRONG_HANDLE As Long = 9&
Public Const CPL_PANIC As Long = 100&
Public Const CPL_INTERNAL As Long = 101&
Public Const CPL_FILE_UNREADABLE As Long = 200&
Public Const CPL_FILE_CHANGED As Long = 201&
Public Const CPL_FILE_UNWRITABLE As Long = 202&
Public Const CPL_FILE_EXISTS As Long = 203&
Public Const CPL_SET_REFUSED As Long = 210&
Public Const CPL_VALUE_REFUSED As Long = 220&
Public Const CPL_DOCUMENT_REFUSED As Long = 221&
Public Const CPL_PROFILE_UNREADABLE As Long = 300&
Public Const CPL_PROFILE_INVALID As Long = 301&
Public Const CPL_IDENTITY_INVALID As Long = 302&
Public Const CPL_NOT_SENDER As Long = 303&
Public Const CPL_TRUST_INVALID As Long = 304&
Public Const CPL_CLOCK_AHEAD As Long = 305&
Public Const CPL_ENVELOPE_MALFORMED As Long = 400&
Public Const CPL_ENVELOPE_WEAK As Long = 401&
Public Const CPL_ENVELOPE_NOT_FOR_US As Long = 402&
Public Const CPL_ENVELOPE_TAMPERED As Long = 403&
Public Const CPL_SIGNATURE_INVALID As Long = 404&
Public Const CPL_CERTIFICATE_UNTRUSTED As Long = 405&
Public Const CPL_CERTIFICATE_EXPIRED As Long = 406&
Public Const CPL_WRONG_SENDER As Long = 407&
Public Const CPL_CONTENT_INVALID As Long = 408&
Public Const CPL_TOO_LARGE As Long = 409&
Public Const CPL_CERTIFICATE_REVOKED As Long = 410&
Public Const CPL_REVOCATION_UNKNOWN As Long = 411&
Public Const CPL_CERTIFICATE_KIND As Long = 412&
Public Const CPL_RELAY_UNREACHABLE As Long = 500&
Public Const CPL_RELAY_TLS As Long = 501&
Public Const CPL_WRONG_PASSWORD As Long = 502&
Public Const CPL_ACCOUNT_LOCKED As Long = 503&
Public Const CPL_UNKNOWN_OFFICE As Long = 504&
Public Const CPL_UNKNOWN_MESSAGE As Long = 505&
Public Const CPL_CONFLICT As Long = 506&
Public Const CPL_RELAY_DAMAGED As Long = 507&
Public Const CPL_RELAY_UNAVAILABLE As Long = 508&
Public Const CPL_UNKNOWN_CERTIFICATE As Long = 509&
Public Const CPL_RELAY_PROTOCOL As Long = 510&
Public Const CPL_RELAY_SETTINGS As Long = 511&
Public Const CPL_RELAY_MAINTENANCE As Long = 512&
Public Const CPL_PASSWORD_EXPIRED As Long = 513&
Public Const CPL_NOT_TAKING_PART As Long = 514&
Public Const CPL_RELAY_QUOTA As Long = 515&
Public Const CPL_STORE_IN_USE As Long = 600&
Public Const CPL_DISK_FULL As Long = 601&
Public Const CPL_STORE_DAMAGED As Long = 602&
Public Const CPL_STORE_UNFIT As Long = 603&
Public Const CPL_STORE_UNUSABLE As Long = 604&
Public Const CPL_ACCESS_LOG_CHANGED As Long = 605&
Public Const CPL_NOT_TAKEN As Long = 610&
Public Const CPL_WRONG_STATE As Long = 611&
Public Const CPL_CONTENT_GONE As Long = 612&
Public Const CPL_WORKER_RUNS As Long = 613&
Public Const CPL_NO_RECEIPT As Long = 614&
Public Const CPL_NO_THREAD As Long = 615&
Public Const CPL_STAMP_USED As Long = 616&
Public Const CPL_TAKEN_ALL_THE_SAME As Long = 617&
Public Const CPL_FOLDER As Long = 620&
Public Const CPL_CATEGORY_CALLER As Long = 1&
Public Const CPL_CATEGORY_FILE As Long = 2&
Public Const CPL_CATEGORY_SETUP As Long = 3&
Public Const CPL_CATEGORY_TRUST As Long = 4&
Public Const CPL_CATEGORY_NETWORK As Long = 5&
Public Const CPL_CATEGORY_STORE As Long = 6&
Public Const CPL_CATEGORY_STATE As Long = 7&
Public Const CPL_CATEGORY_INTERNAL As Long = 8&
Public Const CPL_EDITION_3 As Long = 3&
Public Const CPL_EDITION_40 As Long = 40&
Public Const CPL_EDITION_41 As Long = 41&
Public Const CPL_SENDER_SUPPORT As Long = 1&
Public Const CPL_SENDER_SERVICE As Long = 2&
Public Const CPL_SENDER_PREVENTION As Long = 3&
Public Const CPL_VALUE_TEXT As Long = 1&
Public Const CPL_VALUE_INTEGER As Long = 2&
Public Const CPL_VALUE_DECIMAL2 As Long = 3&
Public Const CPL_VALUE_MONTH As Long = 4&
Public Const CPL_VALUE_DATE As Long = 5&
Public Const CPL_VALUE_TIME As Long = 6&
Public Const CPL_VALUE_CODE As Long = 7&
Public Const CPL_VALUE_VERSION As Long = 8&
Public Const CPL_VALUE_INSURER As Long = 9&
Public Const CPL_VALUE_INSURED As Long = 10&
Public Const CPL_VALUE_OFFICE As Long = 11&
Public Const CPL_VALUE_SERVICE_KIND As Long = 12&
Public Const CPL_VALUE_SERVICE_CODE As Long = 13&
Public Const CPL_VALUE_TAIS As Long = 14&
Public Const CPL_VALUE_POSTAL As Long = 15&
Public Const CPL_VALUE_PHONE As Long = 16&
Public Const CPL_VALUE_DAY_FLAGS As Long = 17&
Public Const CPL_VALUE_UNUSED As Long = 18&
Public Const CPL_ENCODING_MS932 As Long = 1&
Public Const CPL_ENCODING_UTF8 As Long = 2&
Public Const CPL_PROFILE_STANDARD As Long = 0&
Public Const CPL_PROFILE_STRICT As Long = 1&
Public Const CPL_PROFILE_LENIENT As Long = 2&
Public Const CPL_WRITE_REPLACE As Long = 1&
Public Const CPL_WITHOUT_COMPOSING As Long = 1&
Public Const CPL_WITHOUT_LOOK_ALIKES As Long = 2&
Public Const CPL_WITHOUT_COMPATIBILITY As Long = 4&
Public Const CPL_WITHOUT_NTA_SHRINK As Long = 8&
Public Const CPL_WITHOUT_LAST_RESORT As Long = 16&
Public Const CPL_HOW_OWN_TABLE As Long = 1&
Public Const CPL_HOW_LOOK_ALIKE As Long = 2&
Public Const CPL_HOW_DROPPED As Long = 3&
Public Const CPL_HOW_COMPOSED As Long = 4&
Public Const CPL_HOW_COMPATIBILITY As Long = 5&
Public Const CPL_HOW_NTA_SHRINK As Long = 6&
Public Const CPL_HOW_LAST_RESORT As Long = 7&
Public Const CPL_PHASE_UPLOAD As Long = 1&
Public Const CPL_PHASE_DOWNLOAD As Long = 2&
Public Const CPL_WAY_RELAY As Long = 1&
Public Const CPL_WAY_FOLDER As Long = 2&
Public Const CPL_ENVIRONMENT_UNKNOWN As Long = 0&
Public Const CPL_ENVIRONMENT_SANDBOX As Long = 1&
Public Const CPL_ENVIRONMENT_PRODUCTION As Long = 2&
Public Const CPL_SEND_AGAIN As Long = 1&
Public Const CPL_ORDER_USUAL As Long = 0&
Public Const CPL_ORDER_NEWEST_FIRST As Long = 1&
Public Const CPL_ORDER_OLDEST_FIRST As Long = 2&
Public Const CPL_QUERY_WITH_COVERS As Long = 1&
Public Const CPL_RECEIVED_TO_TAKE As Long = 14&
Public Const CPL_SENT_WAITING As Long = 1&
Public Const CPL_SENT_SENDING As Long = 2&
Public Const CPL_SENT_AVAILABLE As Long = 3&
Public Const CPL_SENT_TAKEN As Long = 4&
Public Const CPL_SENT_WITHDRAWN As Long = 5&
Public Const CPL_SENT_EXPIRED As Long = 6&
Public Const CPL_SENT_REJECTED As Long = 7&
Public Const CPL_SENT_FAILED As Long = 8&
Public Const CPL_SENT_HANDED_OVER As Long = 9&
Public Const CPL_RECEIVED_OFFERED As Long = 1&
Public Const CPL_RECEIVED_FETCHED As Long = 2&
Public Const CPL_RECEIVED_HANDED As Long = 3&
Public Const CPL_RECEIVED_ACKNOWLEDGED As Long = 4&
Public Const CPL_RECEIVED_TAKEN As Long = 5&
Public Const CPL_RECEIVED_REJECTING As Long = 6&
Public Const CPL_RECEIVED_REJECTED As Long = 7&
Public Const CPL_RECEIVED_WITHDRAWN As Long = 8&
Public Const CPL_RECEIVED_EXPIRED As Long = 9&
Public Const CPL_REJECT_CANNOT_OPEN As Long = 1&
Public Const CPL_REJECT_NOT_TRUSTED As Long = 2&
Public Const CPL_REJECT_DAMAGED As Long = 3&
Public Const CPL_REJECT_NOT_FOR_US As Long = 4&
Public Const CPL_REJECT_REFUSED As Long = 5&
Public Const CPL_REVOCATION_NOT_CHECKED As Long = 1&
Public Const CPL_REVOCATION_GOOD As Long = 2&
Public Const CPL_REVOCATION_NOT_KNOWN As Long = 3&
Public Const CPL_RECEIPT_OF_SENT As Long = 1&
Public Const CPL_RECEIPT_OF_RECEIVED As Long = 2&
Public Const CPL_DIRECTION_SENT As Long = 1&
Public Const CPL_DIRECTION_RECEIVED As Long = 2&
Public Const CPL_LOG_ERROR As Long = 1&
Public Const CPL_LOG_WARNING As Long = 2&
Public Const CPL_LOG_INFO As Long = 3&
Public Const CPL_LOG_DEBUG As Long = 4&
Public Const CPL_PENDING_WRITING As Long = 1&
Public Const CPL_PENDING_EMPTY As Long = 2&
Public Const CPL_PENDING_REST_OF_SET As Long = 3&
Public Const CPL_PENDING_UNREADABLE As Long = 4&
Public Const CPL_CRL_OFF As Long = 0&
Public Const CPL_CRL_SOFT_FAIL As Long = 1&
Public Const CPL_CRL_HARD_FAIL As Long = 2&
Public Const CPL_USE_SIGNING As Long = 1&
Public Const CPL_USE_SEALING As Long = 2&
Public Const CPL_STORE_CURRENT_USER As Long = 1&
Public Const CPL_STORE_LOCAL_MACHINE As Long = 2&
Public Const CPL_ROLE_RECEIVER As Long = 1&
Public Const CPL_ROLE_SENDER As Long = 2&

Public Type TCplText
    data As Long
    len_ As Long
End Type

Public Type TCplBytes
    data As Long
    len_ As Long
End Type

Public Type TCplReason
    code As TCplText
    message_ja As TCplText
    hint_ja As TCplText
    message_en As TCplText
    hint_en As TCplText
End Type

Public Type TCplFinding
    struct_size As Long
    severity As Long
    record As Long
    item As Long
    place_from As Long
    place_to As Long
    code As TCplText
    file As TCplText
    item_name As TCplText
    value As TCplText
    message As TCplText
    hint As TCplText
End Type

Public Type TCplCodeInfo
    struct_size As Long
    severity As Long
    code As TCplText
    name_ As TCplText
    block As TCplText
    message As TCplText
    hint As TCplText
    example As TCplText
    source As TCplText
End Type

Public Type TCplPlace
    struct_size As Long
    record As Long
    item As Long
    reserved As Long
    file As TCplText
    item_name As TCplText
End Type

Public Type TCplFileKind
    struct_size As Long
    sender As Long
    has_month As Long
    has_records As Long
    kind As TCplText
    name_ja As TCplText
End Type

Public Type TCplSetKind
    struct_size As Long
    file_count As Long
    annex_count As Long
    reserved As Long
    kind As TCplText
    name_ja As TCplText
End Type

Public Type TCplItem
    struct_size As Long
    no As Long
    value_type As Long
    max_length As Long
    is_mandatory As Long
    allows_none As Long
    identifier As TCplText
    name_ja As TCplText
    code_list As TCplText
End Type

Public Type TCplItems
    struct_size As Long
    reserved As Long
    texts As Long
    text_count As Long
    first As Long
    record_count As Long
End Type

Public Type TCplReadOptions
    struct_size As Long
    profile As Long
    threads As Long
    reserved As Long
End Type

Public Type TCplDocumentInfo
    struct_size As Long
    edition As Long
    encoding As Long
    has_header As Long
    has_standard_name As Long
    has_errors As Long
    record_count As Long
    byte_count As Long
    kind As TCplText
    kind_name_ja As TCplText
    month As TCplText
    sender As TCplText
    sender_kind As TCplText
    receiver As TCplText
    receiver_kind As TCplText
    stamp As TCplText
    branch As TCplText
End Type

Public Type TCplSubstitutionOptions
    struct_size As Long
    without As Long
    own_originals As Long
    own_replacements As Long
    own_count As Long
End Type

Public Type TCplSubstitution
    struct_size As Long
    how As Long
    position As Long
    original As TCplText
    replacement As TCplText
    text_ As TCplText
End Type

Public Type TCplChange
    struct_size As Long
    record As Long
    item As Long
    count As Long
    code As TCplText
    item_name As TCplText
    text_ As TCplText
    original As TCplText
    replacement As TCplText
End Type

Public Type TCplSetInfo
    struct_size As Long
    edition As Long
    has_errors As Long
    reserved As Long
    document_count As Long
    kind As TCplText
    kind_name_ja As TCplText
    sender As TCplText
    sender_kind As TCplText
    receiver As TCplText
    receiver_kind As TCplText
    stamp As TCplText
    month As TCplText
End Type

Public Type TCplProgress
    struct_size As Long
    phase As Long
    done As Currency
    total As Currency
    message As TCplText
End Type

Public Type TCplControl
    struct_size As Long
    reserved As Long
    cancel As Long
    progress As Long
    context As Long
End Type

Public Type TCplLogLine
    struct_size As Long
    level As Long
    at As TCplText
    code As TCplText
    message As TCplText
    text_ja As TCplText
    text_en As TCplText
End Type

Public Type TCplOfficeOptions
    struct_size As Long
    log_level As Long
    relay_password As Long
    relay_password_len As Long
    key_password As Long
    key_password_len As Long
    log As Long
    log_context As Long
End Type

Public Type TCplOfficeInfo
    struct_size As Long
    way As Long
    environment As Long
    has_identity As Long
    number As TCplText
    name_ As TCplText
    kinds As TCplText
    folder As TCplText
    store_folder As TCplText
    relay_url As TCplText
End Type

Public Type TCplSyncInfo
    struct_size As Long
    is_complete As Long
    ended_by As Long
    sent As Long
    taken As Long
    withdrawn As Long
    ended As Long
    handed_over As Long
    offered As Long
    fetched As Long
    receipts As Long
    rejections As Long
    problems As Long
    refused As Long
    unfinished As Long
    reserved As Long
    next_ As TCplText
End Type

Public Type TCplSyncProblem
    struct_size As Long
    status As Long
    is_retryable As Long
    reserved As Long
    retry_after As Currency
    message As TCplText
    reason As TCplReason
End Type

Public Type TCplQuery
    struct_size As Long
    flags As Long
    states As Long
    order As Long
    limit As Long
    offset As Long
    partner As Long
    partner_len As Long
    month As Long
    month_len As Long
    set_ As Long
    set_len As Long
    insurer As Long
    insurer_len As Long
    insured As Long
    insured_len As Long
    since As Long
    since_len As Long
    until_ As Long
    until_len As Long
End Type

Public Type TCplStep
    struct_size As Long
    state As Long
    at As TCplText
End Type

Public Type TCplCoverFile
    struct_size As Long
    reserved As Long
    size As Currency
    name_ As TCplText
    sha256 As TCplText
End Type

Public Type TCplSentInfo
    struct_size As Long
    state As Long
    is_final As Long
    is_withdrawing As Long
    has_receipt As Long
    receipt_status As Long
    content_kept As Long
    has_cover As Long
    cover_status As Long
    file_count As Long
    size As Currency
    id As TCplText
    sender As TCplText
    receiver As TCplText
    stamp As TCplText
    set_ As TCplText
    set_name As TCplText
    month As TCplText
    created_at As TCplText
    since As TCplText
    next_attempt As TCplText
    reason As TCplReason
    taken_at As TCplText
    taken_by As TCplText
    subject As TCplText
    body As TCplText
End Type

Public Type TCplReceivedInfo
    struct_size As Long
    state As Long
    is_final As Long
    content_kept As Long
    cover_status As Long
    suggested_rejection As Long
    file_count As Long
    reserved As Long
    size As Currency
    id As TCplText
    sender As TCplText
    receiver As TCplText
    stamp As TCplText
    set_ As TCplText
    set_name As TCplText
    month As TCplText
    sealed_at As TCplText
    since As TCplText
    next_attempt As TCplText
    reason As TCplReason
    cover_fault As TCplReason
    subject As TCplText
    body As TCplText
End Type

Public Type TCplDeliveryInfo
    struct_size As Long
    document_count As Long
    is_signed As Long
    reserved As Long
    id As TCplText
    sender As TCplText
    receiver As TCplText
    stamp As TCplText
    set_ As TCplText
    set_name As TCplText
    subject As TCplText
    body As TCplText
    sealed_at As TCplText
    software As TCplText
End Type

Public Type TCplSigner
    struct_size As Long
    revocation As Long
    warning_count As Long
    reserved As Long
    office As TCplText
    signed_at As TCplText
    subject As TCplText
    issuer As TCplText
    serial As TCplText
    not_before As TCplText
    not_after As TCplText
    fingerprint As TCplText
    certificate As TCplBytes
    warnings_ja As TCplText
    warnings_en As TCplText
End Type

Public Type TCplReceiptInfo
    struct_size As Long
    reserved As Long
    message As TCplText
    sender As TCplText
    receiver As TCplText
    taken_at As TCplText
    content_sha256 As TCplText
    signed_sha256 As TCplText
End Type

Public Type TCplEvent
    struct_size As Long
    direction As Long
    state As Long
    reserved As Long
    number As Currency
    message As TCplText
    at As TCplText
End Type

Public Type TCplRefused
    struct_size As Long
    file_count As Long
    id As TCplText
End Type

Public Type TCplUnfinished
    struct_size As Long
    why As Long
    file As TCplText
End Type

Public Type TCplDirectoryEntry
    struct_size As Long
    takes_part As Long
    certificate_count As Long
    certificate_status As Long
    number As TCplText
    name_ As TCplText
    kinds As TCplText
    editions As TCplText
    certificate_not_after As TCplText
End Type

Public Type TCplRelayInfo
    struct_size As Long
    environment As Long
    protocol_version As Long
    retention_days As Long
    max_content_bytes As Currency
    server_time As TCplText
    down_from As TCplText
    down_until As TCplText
End Type

Public Type TCplOverviewInfo
    struct_size As Long
    worker_runs As Long
    last_sync_complete As Long
    last_sync_problems As Long
    is_renewal_due As Long
    has_clock_skew As Long
    renewal_days_left As Currency
    clock_skew_seconds As Currency
    oldest_waiting As TCplText
    last_sync_at As TCplText
    last_sync_reason As TCplReason
    renewal_not_after As TCplText
    password_expires_at As TCplText
End Type

Public Type TCplAccessQuery
    struct_size As Long
    limit As Long
    after As Currency
    insurer As Long
    insurer_len As Long
    insured As Long
    insured_len As Long
    since As Long
    since_len As Long
    until_ As Long
    until_len As Long
End Type

Public Type TCplAccessEntry
    struct_size As Long
    person_count As Long
    number As Currency
    at As TCplText
    actor As TCplText
    operation As TCplText
    message As TCplText
    outcome As TCplText
    hash As TCplText
End Type

Public Type TCplAccessHeadInfo
    struct_size As Long
    reserved As Long
    entries As Currency
    office As TCplText
    hash As TCplText
End Type

Public Type TCplCertificateInfo
    struct_size As Long
    is_renewal_due As Long
    is_valid_now As Long
    days_left As Long
    office As TCplText
    subject As TCplText
    issuer As TCplText
    serial As TCplText
    fingerprint As TCplText
    algorithm As TCplText
    not_before As TCplText
    not_after As TCplText
End Type

Public Type TCplTrustOptions
    struct_size As Long
    revocation As Long
    has_expired_grace As Long
    expired_grace_days As Long
    roots As Long
    roots_len As Long
    intermediates As Long
    intermediates_len As Long
    crls As Long
    crls_len As Long
    office_rule As Long
    office_rule_len As Long
    at As Long
    at_len As Long
End Type

Public Type TCplOpenedInfo
    struct_size As Long
    file_count As Long
    id As TCplText
    sender As TCplText
    sender_kind As TCplText
    receiver As TCplText
    receiver_kind As TCplText
    stamp As TCplText
    set_ As TCplText
    subject As TCplText
    body As TCplText
    created_at As TCplText
    software As TCplText
    content_sha256 As TCplText
End Type

Public Declare Function cpls_abi_version Lib "careplan.dll" () As Long
Public Declare Function cpls_version Lib "careplan.dll" (ByRef aText As TCplText) As Long
Public Declare Function cpls_capabilities Lib "careplan.dll" (ByRef aCapabilities As Long) As Long
Public Declare Function cpls_status_name Lib "careplan.dll" (ByVal aStatus As Long, ByRef aName As TCplText) As Long
Public Declare Function cpls_status_category Lib "careplan.dll" (ByVal aStatus As Long, ByRef aCategory As Long) As Long
Public Declare Function cpls_status_message Lib "careplan.dll" (ByVal aStatus As Long, ByVal aLang As Long, ByRef aText As TCplText) As Long
Public Declare Function cpls_blob_bytes Lib "careplan.dll" (ByVal aBlob As Long, ByRef aBytes As TCplBytes) As Long
Public Declare Sub cpls_blob_free Lib "careplan.dll" (ByVal aBlob As Long)
Public Declare Function cpls_findings_count Lib "careplan.dll" (ByVal aFindings As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_findings_severity_counts Lib "careplan.dll" (ByVal aFindings As Long, ByRef aErrors As Long, ByRef aWarnings As Long, ByRef aNotes As Long) As Long
Public Declare Function cpls_findings_get Lib "careplan.dll" (ByVal aFindings As Long, ByVal aIndex As Long, ByRef aFinding As TCplFinding) As Long
Public Declare Sub cpls_findings_free Lib "careplan.dll" (ByVal aFindings As Long)
Public Declare Function cpls_codes_explain Lib "careplan.dll" (ByVal aCode As Long, ByVal aCodeLen As Long, ByVal aLang As Long, ByRef aCodes As Long) As Long
Public Declare Function cpls_codes_count Lib "careplan.dll" (ByVal aCodes As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_codes_get Lib "careplan.dll" (ByVal aCodes As Long, ByVal aIndex As Long, ByRef aInfo As TCplCodeInfo) As Long
Public Declare Sub cpls_codes_free Lib "careplan.dll" (ByVal aCodes As Long)
Public Declare Function cpls_error_status Lib "careplan.dll" (ByVal aError As Long, ByRef aStatus As Long) As Long
Public Declare Function cpls_error_code Lib "careplan.dll" (ByVal aError As Long, ByRef aCode As TCplText) As Long
Public Declare Function cpls_error_message Lib "careplan.dll" (ByVal aError As Long, ByVal aLang As Long, ByRef aText As TCplText) As Long
Public Declare Function cpls_error_hint Lib "careplan.dll" (ByVal aError As Long, ByVal aLang As Long, ByRef aText As TCplText) As Long
Public Declare Function cpls_error_is_retryable Lib "careplan.dll" (ByVal aError As Long, ByRef aIsRetryable As Long) As Long
Public Declare Function cpls_error_retry_after Lib "careplan.dll" (ByVal aError As Long, ByRef aSeconds As Currency) As Long
Public Declare Function cpls_error_place Lib "careplan.dll" (ByVal aError As Long, ByRef aPlace As TCplPlace) As Long
Public Declare Function cpls_error_findings Lib "careplan.dll" (ByVal aError As Long, ByVal aLang As Long, ByRef aFindings As Long) As Long
Public Declare Sub cpls_error_free Lib "careplan.dll" (ByVal aError As Long)
Public Declare Function cpls_file_kind_count Lib "careplan.dll" (ByRef aCount As Long) As Long
Public Declare Function cpls_file_kind_get Lib "careplan.dll" (ByVal aIndex As Long, ByRef aInfo As TCplFileKind) As Long
Public Declare Function cpls_set_kind_count Lib "careplan.dll" (ByVal aEdition As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_set_kind_get Lib "careplan.dll" (ByVal aEdition As Long, ByVal aIndex As Long, ByRef aInfo As TCplSetKind) As Long
Public Declare Function cpls_set_kind_file Lib "careplan.dll" (ByVal aEdition As Long, ByVal aIndex As Long, ByVal aFile As Long, ByRef aKind As TCplText) As Long
Public Declare Function cpls_service_kind_name Lib "careplan.dll" (ByVal aCode As Long, ByVal aCodeLen As Long, ByRef aName As TCplText) As Long
Public Declare Function cpls_layout_of_kind Lib "careplan.dll" (ByVal aKind As Long, ByVal aKindLen As Long, ByVal aEdition As Long, ByRef aLayout As Long) As Long
Public Declare Function cpls_layout_kind Lib "careplan.dll" (ByVal aLayout As Long, ByRef aKind As TCplText) As Long
Public Declare Function cpls_layout_item_count Lib "careplan.dll" (ByVal aLayout As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_layout_item Lib "careplan.dll" (ByVal aLayout As Long, ByVal aNo As Long, ByRef aItem As TCplItem) As Long
Public Declare Function cpls_layout_find Lib "careplan.dll" (ByVal aLayout As Long, ByVal aName As Long, ByVal aNameLen As Long, ByRef aNo As Long) As Long
Public Declare Function cpls_layout_code_count Lib "careplan.dll" (ByVal aLayout As Long, ByVal aNo As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_layout_code Lib "careplan.dll" (ByVal aLayout As Long, ByVal aNo As Long, ByVal aIndex As Long, ByRef aCode As TCplText, ByRef aMeaningJa As TCplText) As Long
Public Declare Function cpls_layout_code_meaning Lib "careplan.dll" (ByVal aLayout As Long, ByVal aNo As Long, ByVal aCode As Long, ByVal aCodeLen As Long, ByRef aMeaningJa As TCplText) As Long
Public Declare Sub cpls_layout_free Lib "careplan.dll" (ByVal aLayout As Long)
Public Declare Function cpls_document_read Lib "careplan.dll" (ByVal aName As Long, ByVal aNameLen As Long, ByVal aContent As Long, ByVal aContentLen As Long, ByVal aOptions As Long, ByRef aDocument As Long, ByRef aError As Long) As Long
Public Declare Function cpls_document_read_file Lib "careplan.dll" (ByVal aPath As Long, ByVal aPathLen As Long, ByVal aOptions As Long, ByRef aDocument As Long, ByRef aError As Long) As Long
Public Declare Function cpls_document_name Lib "careplan.dll" (ByVal aDocument As Long, ByRef aName As TCplText) As Long
Public Declare Function cpls_document_bytes Lib "careplan.dll" (ByVal aDocument As Long, ByRef aContent As TCplBytes) As Long
Public Declare Function cpls_document_get Lib "careplan.dll" (ByVal aDocument As Long, ByRef aInfo As TCplDocumentInfo) As Long
Public Declare Function cpls_document_layout Lib "careplan.dll" (ByVal aDocument As Long, ByRef aLayout As Long) As Long
Public Declare Function cpls_document_record_count Lib "careplan.dll" (ByVal aDocument As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_document_items Lib "careplan.dll" (ByVal aDocument As Long, ByRef aItems As TCplItems) As Long
Public Declare Function cpls_document_item Lib "careplan.dll" (ByVal aDocument As Long, ByVal aRecord As Long, ByVal aNo As Long, ByRef aValue As TCplText) As Long
Public Declare Function cpls_document_findings Lib "careplan.dll" (ByVal aDocument As Long, ByVal aLang As Long, ByRef aFindings As Long) As Long
Public Declare Function cpls_document_write Lib "careplan.dll" (ByVal aDocument As Long, ByVal aFolder As Long, ByVal aFolderLen As Long, ByVal aFlags As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_document_free Lib "careplan.dll" (ByVal aDocument As Long)
Public Declare Function cpls_document_record Lib "careplan.dll" (ByVal aDocument As Long, ByVal aNumber As Long, ByRef aRecord As Long) As Long
Public Declare Function cpls_record_item_count Lib "careplan.dll" (ByVal aRecord As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_record_items Lib "careplan.dll" (ByVal aRecord As Long, ByRef aItems As TCplItems) As Long
Public Declare Function cpls_record_item Lib "careplan.dll" (ByVal aRecord As Long, ByVal aNo As Long, ByRef aValue As TCplText) As Long
Public Declare Function cpls_record_item_named Lib "careplan.dll" (ByVal aRecord As Long, ByVal aName As Long, ByVal aNameLen As Long, ByRef aValue As TCplText) As Long
Public Declare Function cpls_record_item_bytes Lib "careplan.dll" (ByVal aRecord As Long, ByVal aNo As Long, ByRef aBytes As TCplBytes) As Long
Public Declare Function cpls_record_item_name Lib "careplan.dll" (ByVal aRecord As Long, ByVal aNo As Long, ByRef aName As TCplText) As Long
Public Declare Sub cpls_record_free Lib "careplan.dll" (ByVal aRecord As Long)
Public Declare Function cpls_file_draft_new Lib "careplan.dll" (ByVal aKind As Long, ByVal aKindLen As Long, ByVal aMonth As Long, ByVal aMonthLen As Long, ByVal aSender As Long, ByVal aSenderLen As Long, ByVal aReceiver As Long, ByVal aReceiverLen As Long, ByVal aStamp As Long, ByVal aStampLen As Long, ByRef aDraft As Long, ByRef aError As Long) As Long
Public Declare Function cpls_file_draft_of Lib "careplan.dll" (ByVal aDocument As Long, ByRef aDraft As Long, ByRef aError As Long) As Long
Public Declare Function cpls_image_name Lib "careplan.dll" (ByVal aSender As Long, ByVal aSenderLen As Long, ByVal aReceiver As Long, ByVal aReceiverLen As Long, ByVal aStamp As Long, ByVal aStampLen As Long, ByVal aBranch As Long, ByRef aName As Long, ByRef aError As Long) As Long
Public Declare Function cpls_file_draft_name Lib "careplan.dll" (ByVal aDraft As Long, ByRef aName As Long) As Long
Public Declare Function cpls_file_draft_layout Lib "careplan.dll" (ByVal aDraft As Long, ByRef aLayout As Long) As Long
Public Declare Function cpls_file_draft_record_count Lib "careplan.dll" (ByVal aDraft As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_file_draft_readdress Lib "careplan.dll" (ByVal aDraft As Long, ByVal aReceiver As Long, ByVal aReceiverLen As Long, ByVal aStamp As Long, ByVal aStampLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_file_draft_set_month Lib "careplan.dll" (ByVal aDraft As Long, ByVal aMonth As Long, ByVal aMonthLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_file_draft_record Lib "careplan.dll" (ByVal aDraft As Long, ByVal aNumber As Long, ByRef aRecord As Long) As Long
Public Declare Function cpls_file_draft_insert Lib "careplan.dll" (ByVal aDraft As Long, ByVal aNumber As Long, ByVal aRecord As Long, ByRef aError As Long) As Long
Public Declare Function cpls_file_draft_replace Lib "careplan.dll" (ByVal aDraft As Long, ByVal aNumber As Long, ByVal aRecord As Long, ByRef aError As Long) As Long
Public Declare Function cpls_file_draft_remove Lib "careplan.dll" (ByVal aDraft As Long, ByVal aNumber As Long) As Long
Public Declare Function cpls_file_draft_finish Lib "careplan.dll" (ByVal aDraft As Long, ByRef aDocument As Long, ByRef aError As Long) As Long
Public Declare Function cpls_record_draft_of Lib "careplan.dll" (ByVal aDocument As Long, ByVal aNumber As Long, ByRef aRecord As Long, ByRef aError As Long) As Long
Public Declare Function cpls_record_draft_set Lib "careplan.dll" (ByVal aRecord As Long, ByVal aNo As Long, ByVal aValue As Long, ByVal aValueLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_record_draft_set_named Lib "careplan.dll" (ByVal aRecord As Long, ByVal aName As Long, ByVal aNameLen As Long, ByVal aValue As Long, ByVal aValueLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_record_draft_set_all Lib "careplan.dll" (ByVal aRecord As Long, ByVal aValues As Long, ByVal aCount As Long, ByRef aError As Long) As Long
Public Declare Function cpls_record_draft_text Lib "careplan.dll" (ByVal aRecord As Long, ByVal aNo As Long, ByRef aValue As Long) As Long
Public Declare Function cpls_record_draft_take_over Lib "careplan.dll" (ByVal aRecord As Long, ByVal aOther As Long) As Long
Public Declare Sub cpls_record_draft_free Lib "careplan.dll" (ByVal aRecord As Long)
Public Declare Sub cpls_file_draft_free Lib "careplan.dll" (ByVal aDraft As Long)
Public Declare Function cpls_substitute Lib "careplan.dll" (ByVal aText As Long, ByVal aTextLen As Long, ByVal aOptions As Long, ByRef aSubstituted As Long, ByRef aError As Long) As Long
Public Declare Function cpls_substituted_text Lib "careplan.dll" (ByVal aSubstituted As Long, ByRef aText As TCplText) As Long
Public Declare Function cpls_substituted_count Lib "careplan.dll" (ByVal aSubstituted As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_substituted_get Lib "careplan.dll" (ByVal aSubstituted As Long, ByVal aIndex As Long, ByVal aLang As Long, ByRef aSubstitution As TCplSubstitution) As Long
Public Declare Sub cpls_substituted_free Lib "careplan.dll" (ByVal aSubstituted As Long)
Public Declare Function cpls_repair Lib "careplan.dll" (ByVal aDocument As Long, ByRef aRepaired As Long, ByRef aError As Long) As Long
Public Declare Function cpls_repaired_document Lib "careplan.dll" (ByVal aRepaired As Long, ByRef aDocument As Long) As Long
Public Declare Function cpls_repaired_count Lib "careplan.dll" (ByVal aRepaired As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_repaired_get Lib "careplan.dll" (ByVal aRepaired As Long, ByVal aIndex As Long, ByVal aLang As Long, ByRef aChange As TCplChange) As Long
Public Declare Function cpls_repaired_obstacle Lib "careplan.dll" (ByVal aRepaired As Long, ByVal aLang As Long, ByRef aText As TCplText) As Long
Public Declare Sub cpls_repaired_free Lib "careplan.dll" (ByVal aRepaired As Long)
Public Declare Function cpls_upgrade Lib "careplan.dll" (ByVal aDocuments As Long, ByVal aCount As Long, ByVal aSenderKind As Long, ByVal aSenderKindLen As Long, ByVal aReceiverKind As Long, ByVal aReceiverKindLen As Long, ByRef aUpgraded As Long, ByRef aError As Long) As Long
Public Declare Function cpls_upgraded_count Lib "careplan.dll" (ByVal aUpgraded As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_upgraded_document Lib "careplan.dll" (ByVal aUpgraded As Long, ByVal aIndex As Long, ByRef aDocument As Long) As Long
Public Declare Function cpls_upgraded_source Lib "careplan.dll" (ByVal aUpgraded As Long, ByVal aIndex As Long, ByRef aName As TCplText) As Long
Public Declare Function cpls_upgraded_change_count Lib "careplan.dll" (ByVal aUpgraded As Long, ByVal aIndex As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_upgraded_change Lib "careplan.dll" (ByVal aUpgraded As Long, ByVal aIndex As Long, ByVal aChange As Long, ByVal aLang As Long, ByRef aText As TCplText) As Long
Public Declare Function cpls_upgraded_findings Lib "careplan.dll" (ByVal aUpgraded As Long, ByVal aLang As Long, ByRef aFindings As Long) As Long
Public Declare Sub cpls_upgraded_free Lib "careplan.dll" (ByVal aUpgraded As Long)
Public Declare Function cpls_set_build Lib "careplan.dll" (ByVal aDocuments As Long, ByVal aCount As Long, ByRef aSet As Long, ByRef aError As Long) As Long
Public Declare Function cpls_set_get Lib "careplan.dll" (ByVal aSet As Long, ByRef aInfo As TCplSetInfo) As Long
Public Declare Function cpls_set_document_count Lib "careplan.dll" (ByVal aSet As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_set_document Lib "careplan.dll" (ByVal aSet As Long, ByVal aIndex As Long, ByRef aDocument As Long) As Long
Public Declare Function cpls_set_findings Lib "careplan.dll" (ByVal aSet As Long, ByVal aLang As Long, ByRef aFindings As Long) As Long
Public Declare Sub cpls_set_free Lib "careplan.dll" (ByVal aSet As Long)
Public Declare Function cpls_group Lib "careplan.dll" (ByVal aDocuments As Long, ByVal aCount As Long, ByRef aGroups As Long, ByRef aError As Long) As Long
Public Declare Function cpls_group_folder Lib "careplan.dll" (ByVal aFolder As Long, ByVal aFolderLen As Long, ByVal aOptions As Long, ByRef aGroups As Long, ByRef aError As Long) As Long
Public Declare Function cpls_groups_count Lib "careplan.dll" (ByVal aGroups As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_groups_get Lib "careplan.dll" (ByVal aGroups As Long, ByVal aIndex As Long, ByRef aInfo As TCplSetInfo) As Long
Public Declare Function cpls_groups_document Lib "careplan.dll" (ByVal aGroups As Long, ByVal aIndex As Long, ByVal aDocumentIndex As Long, ByRef aDocument As Long) As Long
Public Declare Function cpls_groups_findings Lib "careplan.dll" (ByVal aGroups As Long, ByVal aIndex As Long, ByVal aLang As Long, ByRef aFindings As Long) As Long
Public Declare Function cpls_groups_build Lib "careplan.dll" (ByVal aGroups As Long, ByVal aIndex As Long, ByRef aSet As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_groups_free Lib "careplan.dll" (ByVal aGroups As Long)
Public Declare Function cpls_cancel_new Lib "careplan.dll" (ByRef aCancel As Long) As Long
Public Declare Function cpls_cancel_request Lib "careplan.dll" (ByVal aCancel As Long) As Long
Public Declare Function cpls_cancel_is_requested Lib "careplan.dll" (ByVal aCancel As Long, ByRef aIsRequested As Long) As Long
Public Declare Sub cpls_cancel_free Lib "careplan.dll" (ByVal aCancel As Long)
Public Declare Function cpls_office_open Lib "careplan.dll" (ByVal aFolder As Long, ByVal aFolderLen As Long, ByVal aOptions As Long, ByRef aOffice As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_number Lib "careplan.dll" (ByVal aOffice As Long, ByRef aNumber As TCplText) As Long
Public Declare Function cpls_office_get Lib "careplan.dll" (ByVal aOffice As Long, ByRef aInfo As TCplOfficeInfo) As Long
Public Declare Function cpls_office_certificate_count Lib "careplan.dll" (ByVal aOffice As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_office_certificate Lib "careplan.dll" (ByVal aOffice As Long, ByVal aIndex As Long, ByRef aCertificate As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_set_actor Lib "careplan.dll" (ByVal aOffice As Long, ByVal aName As Long, ByVal aNameLen As Long) As Long
Public Declare Function cpls_office_reload_identities Lib "careplan.dll" (ByVal aOffice As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_reload_account Lib "careplan.dll" (ByVal aOffice As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_set_password Lib "careplan.dll" (ByVal aOffice As Long, ByVal aPassword As Long, ByVal aPasswordLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_reload_crls Lib "careplan.dll" (ByVal aOffice As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_add_crl Lib "careplan.dll" (ByVal aOffice As Long, ByVal aCrl As Long, ByVal aCrlLen As Long, ByRef aAdded As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_office_free Lib "careplan.dll" (ByVal aOffice As Long)
Public Declare Function cpls_office_send Lib "careplan.dll" (ByVal aOffice As Long, ByVal aSet As Long, ByVal aSubject As Long, ByVal aSubjectLen As Long, ByVal aBody As Long, ByVal aBodyLen As Long, ByVal aFlags As Long, ByRef aOutgoing As Long, ByRef aError As Long) As Long
Public Declare Function cpls_outgoing_is_new Lib "careplan.dll" (ByVal aOutgoing As Long, ByRef aIsNew As Long) As Long
Public Declare Function cpls_outgoing_id Lib "careplan.dll" (ByVal aOutgoing As Long, ByRef aId As TCplText) As Long
Public Declare Sub cpls_outgoing_free Lib "careplan.dll" (ByVal aOutgoing As Long)
Public Declare Function cpls_office_withdraw Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_sync Lib "careplan.dll" (ByVal aOffice As Long, ByVal aControl As Long, ByRef aReport As Long, ByRef aError As Long) As Long
Public Declare Function cpls_sync_report_get Lib "careplan.dll" (ByVal aReport As Long, ByRef aInfo As TCplSyncInfo) As Long
Public Declare Function cpls_sync_report_problem_count Lib "careplan.dll" (ByVal aReport As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_sync_report_problem Lib "careplan.dll" (ByVal aReport As Long, ByVal aIndex As Long, ByRef aProblem As TCplSyncProblem) As Long
Public Declare Sub cpls_sync_report_free Lib "careplan.dll" (ByVal aReport As Long)
Public Declare Function cpls_worker_start Lib "careplan.dll" (ByVal aOffice As Long, ByRef aWorker As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_wake Lib "careplan.dll" (ByVal aOffice As Long) As Long
Public Declare Sub cpls_worker_stop Lib "careplan.dll" (ByVal aWorker As Long)
Public Declare Function cpls_office_sent Lib "careplan.dll" (ByVal aOffice As Long, ByVal aQuery As Long, ByRef aSent As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_sent_message Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aSent As Long, ByRef aError As Long) As Long
Public Declare Function cpls_sent_count Lib "careplan.dll" (ByVal aSent As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_sent_get Lib "careplan.dll" (ByVal aSent As Long, ByVal aIndex As Long, ByRef aInfo As TCplSentInfo) As Long
Public Declare Function cpls_sent_step_count Lib "careplan.dll" (ByVal aSent As Long, ByVal aIndex As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_sent_step Lib "careplan.dll" (ByVal aSent As Long, ByVal aIndex As Long, ByVal aStep As Long, ByRef aInfo As TCplStep) As Long
Public Declare Function cpls_sent_file Lib "careplan.dll" (ByVal aSent As Long, ByVal aIndex As Long, ByVal aFile As Long, ByRef aInfo As TCplCoverFile) As Long
Public Declare Function cpls_sent_state_name Lib "careplan.dll" (ByVal aState As Long, ByVal aLang As Long, ByRef aName As TCplText) As Long
Public Declare Sub cpls_sent_free Lib "careplan.dll" (ByVal aSent As Long)
Public Declare Function cpls_office_received Lib "careplan.dll" (ByVal aOffice As Long, ByVal aQuery As Long, ByRef aReceived As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_received_message Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aReceived As Long, ByRef aError As Long) As Long
Public Declare Function cpls_received_count Lib "careplan.dll" (ByVal aReceived As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_received_get Lib "careplan.dll" (ByVal aReceived As Long, ByVal aIndex As Long, ByRef aInfo As TCplReceivedInfo) As Long
Public Declare Function cpls_received_step_count Lib "careplan.dll" (ByVal aReceived As Long, ByVal aIndex As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_received_step Lib "careplan.dll" (ByVal aReceived As Long, ByVal aIndex As Long, ByVal aStep As Long, ByRef aInfo As TCplStep) As Long
Public Declare Function cpls_received_file Lib "careplan.dll" (ByVal aReceived As Long, ByVal aIndex As Long, ByVal aFile As Long, ByRef aInfo As TCplCoverFile) As Long
Public Declare Function cpls_received_state_name Lib "careplan.dll" (ByVal aState As Long, ByVal aLang As Long, ByRef aName As TCplText) As Long
Public Declare Sub cpls_received_free Lib "careplan.dll" (ByVal aReceived As Long)
Public Declare Function cpls_office_take Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByVal aControl As Long, ByRef aDelivery As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_open_sent Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aDelivery As Long, ByRef aError As Long) As Long
Public Declare Function cpls_delivery_get Lib "careplan.dll" (ByVal aDelivery As Long, ByRef aInfo As TCplDeliveryInfo) As Long
Public Declare Function cpls_delivery_signer Lib "careplan.dll" (ByVal aDelivery As Long, ByRef aSigner As TCplSigner) As Long
Public Declare Function cpls_delivery_document_count Lib "careplan.dll" (ByVal aDelivery As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_delivery_document Lib "careplan.dll" (ByVal aDelivery As Long, ByVal aIndex As Long, ByRef aDocument As Long) As Long
Public Declare Sub cpls_delivery_free Lib "careplan.dll" (ByVal aDelivery As Long)
Public Declare Function cpls_office_acknowledge Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_reject Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByVal aReason As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_receipt Lib "careplan.dll" (ByVal aOffice As Long, ByVal aWhich As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aReceipt As Long, ByRef aError As Long) As Long
Public Declare Function cpls_receipt_get Lib "careplan.dll" (ByVal aReceipt As Long, ByRef aInfo As TCplReceiptInfo) As Long
Public Declare Function cpls_receipt_signer Lib "careplan.dll" (ByVal aReceipt As Long, ByRef aSigner As TCplSigner) As Long
Public Declare Function cpls_receipt_bytes Lib "careplan.dll" (ByVal aReceipt As Long, ByRef aBytes As TCplBytes) As Long
Public Declare Sub cpls_receipt_free Lib "careplan.dll" (ByVal aReceipt As Long)
Public Declare Function cpls_office_export_evidence Lib "careplan.dll" (ByVal aOffice As Long, ByVal aId As Long, ByVal aIdLen As Long, ByRef aEvidence As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_verify_evidence Lib "careplan.dll" (ByVal aOffice As Long, ByVal aEvidence As Long, ByVal aEvidenceLen As Long, ByRef aMessage As Long, ByRef aReceipt As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_find_ids Lib "careplan.dll" (ByVal aOffice As Long, ByVal aDirection As Long, ByVal aPart As Long, ByVal aPartLen As Long, ByRef aIds As Long, ByRef aError As Long) As Long
Public Declare Function cpls_ids_count Lib "careplan.dll" (ByVal aIds As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_ids_get Lib "careplan.dll" (ByVal aIds As Long, ByVal aIndex As Long, ByRef aId As TCplText) As Long
Public Declare Sub cpls_ids_free Lib "careplan.dll" (ByVal aIds As Long)
Public Declare Function cpls_office_events Lib "careplan.dll" (ByVal aOffice As Long, ByVal aAfter As Currency, ByVal aLimit As Long, ByRef aEvents As Long, ByRef aError As Long) As Long
Public Declare Function cpls_events_count Lib "careplan.dll" (ByVal aEvents As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_events_get Lib "careplan.dll" (ByVal aEvents As Long, ByVal aIndex As Long, ByRef aEvent As TCplEvent) As Long
Public Declare Sub cpls_events_free Lib "careplan.dll" (ByVal aEvents As Long)
Public Declare Function cpls_office_folder Lib "careplan.dll" (ByVal aOffice As Long, ByRef aFolder As Long, ByRef aError As Long) As Long
Public Declare Function cpls_folder_looked_at Lib "careplan.dll" (ByVal aFolder As Long, ByRef aAt As TCplText) As Long
Public Declare Function cpls_folder_refused_count Lib "careplan.dll" (ByVal aFolder As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_folder_refused Lib "careplan.dll" (ByVal aFolder As Long, ByVal aIndex As Long, ByRef aRefused As TCplRefused) As Long
Public Declare Function cpls_folder_refused_file Lib "careplan.dll" (ByVal aFolder As Long, ByVal aIndex As Long, ByVal aFile As Long, ByRef aPath As TCplText) As Long
Public Declare Function cpls_folder_refused_findings Lib "careplan.dll" (ByVal aFolder As Long, ByVal aIndex As Long, ByVal aLang As Long, ByRef aFindings As Long) As Long
Public Declare Function cpls_folder_unfinished_count Lib "careplan.dll" (ByVal aFolder As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_folder_unfinished Lib "careplan.dll" (ByVal aFolder As Long, ByVal aIndex As Long, ByRef aUnfinished As TCplUnfinished) As Long
Public Declare Sub cpls_folder_free Lib "careplan.dll" (ByVal aFolder As Long)
Public Declare Function cpls_office_find_office Lib "careplan.dll" (ByVal aOffice As Long, ByVal aNumber As Long, ByVal aNumberLen As Long, ByVal aControl As Long, ByRef aDirectory As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_search_offices Lib "careplan.dll" (ByVal aOffice As Long, ByVal aName As Long, ByVal aNameLen As Long, ByVal aAfter As Long, ByVal aAfterLen As Long, ByVal aLimit As Long, ByVal aControl As Long, ByRef aDirectory As Long, ByRef aError As Long) As Long
Public Declare Function cpls_directory_count Lib "careplan.dll" (ByVal aDirectory As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_directory_has_more Lib "careplan.dll" (ByVal aDirectory As Long, ByRef aHasMore As Long) As Long
Public Declare Function cpls_directory_get Lib "careplan.dll" (ByVal aDirectory As Long, ByVal aIndex As Long, ByRef aEntry As TCplDirectoryEntry) As Long
Public Declare Function cpls_directory_certificate Lib "careplan.dll" (ByVal aDirectory As Long, ByVal aIndex As Long, ByVal aCertificateIndex As Long, ByRef aCertificate As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_directory_free Lib "careplan.dll" (ByVal aDirectory As Long)
Public Declare Function cpls_office_ask_relay Lib "careplan.dll" (ByVal aOffice As Long, ByVal aControl As Long, ByRef aRelay As Long, ByRef aError As Long) As Long
Public Declare Function cpls_relay_get Lib "careplan.dll" (ByVal aRelay As Long, ByRef aInfo As TCplRelayInfo) As Long
Public Declare Sub cpls_relay_free Lib "careplan.dll" (ByVal aRelay As Long)
Public Declare Function cpls_office_overview Lib "careplan.dll" (ByVal aOffice As Long, ByRef aOverview As Long, ByRef aError As Long) As Long
Public Declare Function cpls_overview_get Lib "careplan.dll" (ByVal aOverview As Long, ByRef aInfo As TCplOverviewInfo) As Long
Public Declare Function cpls_overview_count Lib "careplan.dll" (ByVal aOverview As Long, ByVal aDirection As Long, ByVal aState As Long, ByRef aCount As Currency) As Long
Public Declare Sub cpls_overview_free Lib "careplan.dll" (ByVal aOverview As Long)
Public Declare Function cpls_office_access_log Lib "careplan.dll" (ByVal aOffice As Long, ByVal aQuery As Long, ByRef aLog As Long, ByRef aError As Long) As Long
Public Declare Function cpls_access_log_count Lib "careplan.dll" (ByVal aLog As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_access_log_get Lib "careplan.dll" (ByVal aLog As Long, ByVal aIndex As Long, ByRef aEntry As TCplAccessEntry) As Long
Public Declare Function cpls_access_log_person Lib "careplan.dll" (ByVal aLog As Long, ByVal aIndex As Long, ByVal aPerson As Long, ByRef aReference As TCplText) As Long
Public Declare Sub cpls_access_log_free Lib "careplan.dll" (ByVal aLog As Long)
Public Declare Function cpls_office_export_access_log Lib "careplan.dll" (ByVal aOffice As Long, ByRef aLog As Long, ByRef aHead As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_export_access_log_file Lib "careplan.dll" (ByVal aOffice As Long, ByVal aPath As Long, ByVal aPathLen As Long, ByVal aFlags As Long, ByRef aHead As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_verify_access_log Lib "careplan.dll" (ByVal aOffice As Long, ByRef aHead As Long, ByRef aError As Long) As Long
Public Declare Function cpls_access_log_verify Lib "careplan.dll" (ByVal aLog As Long, ByVal aLogLen As Long, ByRef aHead As Long, ByRef aError As Long) As Long
Public Declare Function cpls_access_head_get Lib "careplan.dll" (ByVal aHead As Long, ByRef aInfo As TCplAccessHeadInfo) As Long
Public Declare Sub cpls_access_head_free Lib "careplan.dll" (ByVal aHead As Long)
Public Declare Function cpls_office_backup Lib "careplan.dll" (ByVal aOffice As Long, ByVal aFolder As Long, ByVal aFolderLen As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_restore Lib "careplan.dll" (ByVal aProfile As Long, ByVal aProfileLen As Long, ByVal aBackup As Long, ByVal aBackupLen As Long, ByRef aMovedTo As Long, ByRef aError As Long) As Long
Public Declare Function cpls_office_clean_up Lib "careplan.dll" (ByVal aOffice As Long, ByRef aContents As Currency, ByRef aMessages As Currency, ByRef aError As Long) As Long
Public Declare Function cpls_identity_load Lib "careplan.dll" (ByVal aSource As Long, ByVal aSourceLen As Long, ByVal aPassword As Long, ByVal aPasswordLen As Long, ByVal aOfficeRule As Long, ByVal aOfficeRuleLen As Long, ByRef aIdentity As Long, ByRef aError As Long) As Long
Public Declare Function cpls_identity_read Lib "careplan.dll" (ByVal aContent As Long, ByVal aContentLen As Long, ByVal aPassword As Long, ByVal aPasswordLen As Long, ByVal aOfficeRule As Long, ByVal aOfficeRuleLen As Long, ByRef aIdentity As Long, ByRef aError As Long) As Long
Public Declare Function cpls_identity_read_pair Lib "careplan.dll" (ByVal aCertificates As Long, ByVal aCertificatesLen As Long, ByVal aPrivateKey As Long, ByVal aPrivateKeyLen As Long, ByVal aPassword As Long, ByVal aPasswordLen As Long, ByVal aOfficeRule As Long, ByVal aOfficeRuleLen As Long, ByRef aIdentity As Long, ByRef aError As Long) As Long
Public Declare Function cpls_identity_certificate Lib "careplan.dll" (ByVal aIdentity As Long, ByRef aCertificate As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_identity_free Lib "careplan.dll" (ByVal aIdentity As Long)
Public Declare Function cpls_certificate_read Lib "careplan.dll" (ByVal aContent As Long, ByVal aContentLen As Long, ByVal aOfficeRule As Long, ByVal aOfficeRuleLen As Long, ByRef aCertificate As Long, ByRef aError As Long) As Long
Public Declare Function cpls_certificate_get Lib "careplan.dll" (ByVal aCertificate As Long, ByRef aInfo As TCplCertificateInfo) As Long
Public Declare Function cpls_certificate_der Lib "careplan.dll" (ByVal aCertificate As Long, ByRef aDer As TCplBytes) As Long
Public Declare Sub cpls_certificate_free Lib "careplan.dll" (ByVal aCertificate As Long)
Public Declare Function cpls_trust_new Lib "careplan.dll" (ByVal aOptions As Long, ByRef aTrust As Long, ByRef aError As Long) As Long
Public Declare Function cpls_trust_add_crl Lib "careplan.dll" (ByVal aTrust As Long, ByVal aCrls As Long, ByVal aCrlsLen As Long, ByRef aAdded As Long, ByRef aError As Long) As Long
Public Declare Function cpls_trust_check Lib "careplan.dll" (ByVal aTrust As Long, ByVal aCertificate As Long, ByVal aUseFor As Long, ByRef aRevocation As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_trust_free Lib "careplan.dll" (ByVal aTrust As Long)
Public Declare Function cpls_store_certificates Lib "careplan.dll" (ByVal aStore As Long, ByVal aOfficeRule As Long, ByVal aOfficeRuleLen As Long, ByRef aCertificates As Long, ByRef aError As Long) As Long
Public Declare Function cpls_certificates_count Lib "careplan.dll" (ByVal aCertificates As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_certificates_get Lib "careplan.dll" (ByVal aCertificates As Long, ByVal aIndex As Long, ByRef aInfo As TCplCertificateInfo) As Long
Public Declare Sub cpls_certificates_free Lib "careplan.dll" (ByVal aCertificates As Long)
Public Declare Function cpls_identity_from_store Lib "careplan.dll" (ByVal aStore As Long, ByVal aThumbprint As Long, ByVal aThumbprintLen As Long, ByVal aOfficeRule As Long, ByVal aOfficeRuleLen As Long, ByRef aIdentity As Long, ByRef aError As Long) As Long
Public Declare Function cpls_seal Lib "careplan.dll" (ByVal aOwn As Long, ByVal aOwnCount As Long, ByVal aTrust As Long, ByVal aRecipients As Long, ByVal aRecipientCount As Long, ByVal aSet As Long, ByVal aSubject As Long, ByVal aSubjectLen As Long, ByVal aBody As Long, ByVal aBodyLen As Long, ByRef aSealed As Long, ByRef aError As Long) As Long
Public Declare Function cpls_sealed_id Lib "careplan.dll" (ByVal aSealed As Long, ByRef aId As TCplText) As Long
Public Declare Function cpls_sealed_content Lib "careplan.dll" (ByVal aSealed As Long, ByRef aContent As TCplBytes) As Long
Public Declare Function cpls_sealed_cover Lib "careplan.dll" (ByVal aSealed As Long, ByRef aCover As TCplBytes) As Long
Public Declare Function cpls_sealed_sha256 Lib "careplan.dll" (ByVal aSealed As Long, ByRef aSha256 As TCplText) As Long
Public Declare Function cpls_sealed_warning_count Lib "careplan.dll" (ByVal aSealed As Long, ByRef aCount As Long) As Long
Public Declare Function cpls_sealed_warning Lib "careplan.dll" (ByVal aSealed As Long, ByVal aIndex As Long, ByVal aLang As Long, ByRef aText As TCplText) As Long
Public Declare Sub cpls_sealed_free Lib "careplan.dll" (ByVal aSealed As Long)
Public Declare Function cpls_open Lib "careplan.dll" (ByVal aOwn As Long, ByVal aOwnCount As Long, ByVal aTrust As Long, ByVal aRole As Long, ByVal aContent As Long, ByVal aContentLen As Long, ByRef aOpened As Long, ByRef aError As Long) As Long
Public Declare Function cpls_open_cover Lib "careplan.dll" (ByVal aOwn As Long, ByVal aOwnCount As Long, ByVal aTrust As Long, ByVal aRole As Long, ByVal aCover As Long, ByVal aCoverLen As Long, ByRef aOpened As Long, ByRef aError As Long) As Long
Public Declare Function cpls_opened_get Lib "careplan.dll" (ByVal aOpened As Long, ByRef aInfo As TCplOpenedInfo) As Long
Public Declare Function cpls_opened_file Lib "careplan.dll" (ByVal aOpened As Long, ByVal aIndex As Long, ByRef aName As TCplText, ByRef aContent As TCplBytes) As Long
Public Declare Function cpls_opened_document Lib "careplan.dll" (ByVal aOpened As Long, ByVal aIndex As Long, ByRef aDocument As Long, ByRef aError As Long) As Long
Public Declare Function cpls_opened_signer Lib "careplan.dll" (ByVal aOpened As Long, ByRef aSigner As TCplSigner) As Long
Public Declare Function cpls_opened_receipt Lib "careplan.dll" (ByVal aOpened As Long, ByVal aOwn As Long, ByVal aOwnCount As Long, ByRef aReceipt As Long, ByRef aError As Long) As Long
Public Declare Sub cpls_opened_free Lib "careplan.dll" (ByVal aOpened As Long)
Public Declare Function cpls_receipt_verify Lib "careplan.dll" (ByVal aTrust As Long, ByVal aSigned As Long, ByVal aSignedLen As Long, ByRef aReceipt As Long, ByRef aError As Long) As Long
Public Declare Function cpls_evidence_make Lib "careplan.dll" (ByVal aOwn As Long, ByVal aOwnCount As Long, ByVal aTrust As Long, ByVal aContent As Long, ByVal aContentLen As Long, ByVal aReceipt As Long, ByVal aReceiptLen As Long, ByRef aEvidence As Long, ByRef aError As Long) As Long
Public Declare Function cpls_evidence_verify Lib "careplan.dll" (ByVal aTrust As Long, ByVal aEvidence As Long, ByVal aEvidenceLen As Long, ByRef aMessage As Long, ByRef aReceipt As Long, ByRef aError As Long) As Long
