// C ABI の宣言。include/careplan.h から生成したものです。/ Declarations of the C ABI, generated from careplan.h; do not edit.
// Delphi (2009 以降 / and later) と Free Pascal。約束ごとは careplan.h の先頭にあります。/ The conventions stand at the head of careplan.h.
unit careplan;

{$IFDEF FPC}{$MODE DELPHI}{$PACKRECORDS C}{$ELSE}{$ALIGN 8}{$ENDIF}

interface

const
{$IFDEF MSWINDOWS}
  CPL_LIBRARY = 'careplan.dll';
{$ELSE}
  CPL_LIBRARY = 'careplan';
{$ENDIF}

  // Version of this ABI. It only grows: a program that was built for an older one keeps working.
  CPL_ABI_VERSION_OF_HEADER = 1;
  // Version of the library that this header belongs to: the first part of MAJOR.MINOR.PATCH.
  CPL_VERSION_MAJOR = 0;
  // The second part.
  CPL_VERSION_MINOR = 1;
  // The third part.
  CPL_VERSION_PATCH = 0;
  // cpl_capabilities: messages through the relay, end to end.
  CPL_CAPABILITY_RELAY = 1;
  // cpl_capabilities: messages through folders, for another client to carry.
  CPL_CAPABILITY_FOLDER = 2;
  // cpl_capabilities: keys on tokens and cards (PKCS#11).
  CPL_CAPABILITY_PKCS11 = 4;
  // cpl_capabilities: keys in the certificate store of Windows (証明書ストア).
  CPL_CAPABILITY_WINDOWS_STORE = 8;
  // 日本語.
  CPL_LANG_JA = 0;
  // English.
  CPL_LANG_EN = 1;
  // 注記: worth knowing; every importer reads it.
  CPL_SEVERITY_NOTE = 1;
  // 警告: legal or unclear in the standard, but some importer may stumble.
  CPL_SEVERITY_WARNING = 2;
  // エラー: against the standard; a strict importer refuses it.
  CPL_SEVERITY_ERROR = 3;
  // 成功.
  CPL_OK = 0;
  // A pointer that must not be NULL is NULL.
  CPL_NULL_POINTER = 1;
  // A text is not UTF-8.
  CPL_NOT_UTF8 = 2;
  // An argument has a value that the header does not name.
  CPL_BAD_ARGUMENT = 3;
  // There is no such record, item, finding or list entry.
  CPL_OUT_OF_RANGE = 4;
  // `struct_size` is smaller than the struct ever was.
  CPL_STRUCT_TOO_SMALL = 5;
  // 中止: the caller ended the call with cpl_cancel_request. What was stored stays stored.
  CPL_CANCELLED = 6;
  // Not available on this system; cpl_capabilities says what is.
  CPL_UNSUPPORTED = 7;
  // A callback of cpl_office_sync or cpl_office_take asks for the same again, which would wait for itself.
  CPL_CALLED_FROM_WITHIN = 8;
  // A pointer is no handle of the kind that the parameter is for, or one that was freed, as far as that can be told: do not
  // rely on it.
  CPL_WRONG_HANDLE = 9;
  // The library failed in a way that it should not; what was stored before stays stored, so look at the lists. Please report it.
  CPL_PANIC = 100;
  // The library failed for a reason that has no code of its own.
  CPL_INTERNAL = 101;
  // A file cannot be read.
  CPL_FILE_UNREADABLE = 200;
  // A file changed while it was being sealed; try again.
  CPL_FILE_CHANGED = 201;
  // A file cannot be written.
  CPL_FILE_UNWRITABLE = 202;
  // A file of this name is there already, and nothing is overwritten.
  CPL_FILE_EXISTS = 203;
  // The files are not a set of the standard; the error holds the findings.
  CPL_SET_REFUSED = 210;
  // A value, a file name or a record is not of the standard; the error holds the finding, which says what would be.
  CPL_VALUE_REFUSED = 220;
  // A file cannot be edited, or cannot be finished, because of errors in it; the error holds the findings.
  CPL_DOCUMENT_REFUSED = 221;
  // A file of the profile cannot be read.
  CPL_PROFILE_UNREADABLE = 300;
  // profile.toml is not of the form that is expected, or the password file is empty.
  CPL_PROFILE_INVALID = 301;
  // Certificate or private key cannot be used, or do not belong together or to the office.
  CPL_IDENTITY_INVALID = 302;
  // The set is sent by another office than the profile's.
  CPL_NOT_SENDER = 303;
  // `[trust]` of the profile cannot be used: a revocation list, an OID, an issuer or the rule for the office number.
  CPL_TRUST_INVALID = 304;
  // This machine's clock is ahead of the relay's: what it signs could not be verified by others.
  CPL_CLOCK_AHEAD = 305;
  // Not an envelope, or cut off.
  CPL_ENVELOPE_MALFORMED = 400;
  // Not protected as required.
  CPL_ENVELOPE_WEAK = 401;
  // Sealed for another certificate or addressed to another office.
  CPL_ENVELOPE_NOT_FOR_US = 402;
  // Damaged or tampered with.
  CPL_ENVELOPE_TAMPERED = 403;
  // The signature is missing or does not hold.
  CPL_SIGNATURE_INVALID = 404;
  // A certificate is not to be trusted.
  CPL_CERTIFICATE_UNTRUSTED = 405;
  // A certificate has expired or is not valid yet.
  CPL_CERTIFICATE_EXPIRED = 406;
  // The signer is not the sender that the message names.
  CPL_WRONG_SENDER = 407;
  // The content, its files or a receipt are not what they should be.
  CPL_CONTENT_INVALID = 408;
  // Larger than may be sent.
  CPL_TOO_LARGE = 409;
  // A certificate was revoked.
  CPL_CERTIFICATE_REVOKED = 410;
  // Whether a certificate was revoked cannot be told, and the profile asks for certainty.
  CPL_REVOCATION_UNKNOWN = 411;
  // A certificate of a kind that the profile refuses.
  CPL_CERTIFICATE_KIND = 412;
  // The relay cannot be reached; try again.
  CPL_RELAY_UNREACHABLE = 500;
  // One side refused the other's certificate.
  CPL_RELAY_TLS = 501;
  // User id or password is wrong.
  CPL_WRONG_PASSWORD = 502;
  // The account is locked; cpl_error_retry_after says how long.
  CPL_ACCOUNT_LOCKED = 503;
  // The receiver is not in the directory.
  CPL_UNKNOWN_OFFICE = 504;
  // No such message for this office.
  CPL_UNKNOWN_MESSAGE = 505;
  // The message's id is in use for another one.
  CPL_CONFLICT = 506;
  // What arrived was damaged on its way; try again.
  CPL_RELAY_DAMAGED = 507;
  // The relay cannot answer now; try again.
  CPL_RELAY_UNAVAILABLE = 508;
  // The relay does not know this office's certificate.
  CPL_UNKNOWN_CERTIFICATE = 509;
  // The answer is not that of a relay, or of one that does not fit.
  CPL_RELAY_PROTOCOL = 510;
  // The relay settings of the profile cannot be used.
  CPL_RELAY_SETTINGS = 511;
  // The service is down for maintenance; cpl_error_retry_after says how long.
  CPL_RELAY_MAINTENANCE = 512;
  // The account's password must be changed first.
  CPL_PASSWORD_EXPIRED = 513;
  // The receiver does not take part in the exchange now.
  CPL_NOT_TAKING_PART = 514;
  // Too much is waiting at the relay, or too many calls; cpl_error_retry_after says how long to wait.
  CPL_RELAY_QUOTA = 515;
  // Another program, or another handle of this one, has the store of this office open.
  CPL_STORE_IN_USE = 600;
  // The disk is full; what was stored stays stored.
  CPL_DISK_FULL = 601;
  // The store is damaged or incomplete: put a backup back.
  CPL_STORE_DAMAGED = 602;
  // The store belongs to another office, or was made by a newer version.
  CPL_STORE_UNFIT = 603;
  // The store's folder cannot be used.
  CPL_STORE_UNUSABLE = 604;
  // An access log was changed or cut off.
  CPL_ACCESS_LOG_CHANGED = 605;
  // Only what was taken can be acknowledged.
  CPL_NOT_TAKEN = 610;
  // The message is in a state in which this cannot be done.
  CPL_WRONG_STATE = 611;
  // The content of the message is no longer kept.
  CPL_CONTENT_GONE = 612;
  // The office has a worker already.
  CPL_WORKER_RUNS = 613;
  // The message has no receipt yet.
  CPL_NO_RECEIPT = 614;
  // The system gives no thread for the worker.
  CPL_NO_THREAD = 615;
  // Other files under the same stamp (作成日時) were sent to this receiver before.
  CPL_STAMP_USED = 616;
  // The receiver has stored a message that had ended by withdrawal, expiry or otherwise: two offices have to agree.
  CPL_TAKEN_ALL_THE_SAME = 617;
  // The folders for upload and downloads cannot be used, or hold something else than expected.
  CPL_FOLDER = 620;
  // 呼び出し側: a mistake in the call; the program must be mended.
  CPL_CATEGORY_CALLER = 1;
  // ファイル: a file or set, an own one or a partner's; the findings say what to mend.
  CPL_CATEGORY_FILE = 2;
  // 設定: the office's profile, certificate or account; its administrator mends it.
  CPL_CATEGORY_SETUP = 3;
  // 信頼: a seal, signature or certificate does not hold; nothing of it may be used.
  CPL_CATEGORY_TRUST = 4;
  // 通信: the relay or the way to it; trying again later may do.
  CPL_CATEGORY_NETWORK = 5;
  // 保存領域: the store of the office, or its disk.
  CPL_CATEGORY_STORE = 6;
  // 状態: the message, or the work, is in a state in which this cannot be done.
  CPL_CATEGORY_STATE = 7;
  // 内部: a mistake of this library; please report it.
  CPL_CATEGORY_INTERNAL = 8;
  // 標準仕様 3.x 版.
  CPL_EDITION_3 = 3;
  // 標準仕様 4.0 版.
  CPL_EDITION_40 = 40;
  // 標準仕様 4.1 版, the present one.
  CPL_EDITION_41 = 41;
  // 居宅介護支援事業所 sends it: plans and slips.
  CPL_SENDER_SUPPORT = 1;
  // サービス事業所 sends it: actuals.
  CPL_SENDER_SERVICE = 2;
  // 介護予防支援 sends it: basic information and prevention plans.
  CPL_SENDER_PREVENTION = 3;
  // フリーテキスト.
  CPL_VALUE_TEXT = 1;
  // Digits only.
  CPL_VALUE_INTEGER = 2;
  // 99.99.
  CPL_VALUE_DECIMAL2 = 3;
  // 年月 YYYYMM; 000000 too where the item allows it.
  CPL_VALUE_MONTH = 4;
  // 年月日 YYYYMMDD; 00000000 too where the item allows it.
  CPL_VALUE_DATE = 5;
  // 時刻 HHMM; 9999 too where the item allows it.
  CPL_VALUE_TIME = 6;
  // A code of a list: cpl_layout_code.
  CPL_VALUE_CODE = 7;
  // CSVバージョン.
  CPL_VALUE_VERSION = 8;
  // 保険者番号.
  CPL_VALUE_INSURER = 9;
  // 被保険者番号.
  CPL_VALUE_INSURED = 10;
  // 事業所番号.
  CPL_VALUE_OFFICE = 11;
  // サービス種類コード.
  CPL_VALUE_SERVICE_KIND = 12;
  // サービスコード, six characters.
  CPL_VALUE_SERVICE_CODE = 13;
  // TAISコード or 福祉用具届出コード.
  CPL_VALUE_TAIS = 14;
  // 郵便番号 NNN-NNNN.
  CPL_VALUE_POSTAL = 15;
  // 電話番号.
  CPL_VALUE_PHONE = 16;
  // 日割対象日: 31 characters 0 or 1.
  CPL_VALUE_DAY_FLAGS = 17;
  // Must be empty.
  CPL_VALUE_UNUSED = 18;
  // MS932, as the standard asks for.
  CPL_ENCODING_MS932 = 1;
  // UTF-8, which is readable but wrong.
  CPL_ENCODING_UTF8 = 2;
  // 標準: what the standard says; what it leaves unclear only warns.
  CPL_PROFILE_STANDARD = 0;
  // 厳格: a warning is an error too, unless the standard itself is unclear.
  CPL_PROFILE_STRICT = 1;
  // 寛容: what can be read without loss is no error.
  CPL_PROFILE_LENIENT = 2;
  // cpl_document_write: put it in the place of a file of the same name.
  CPL_WRITE_REPLACE = 1;
  // cpl_substitution_options: a variation selector (異体字セレクタ) is not dropped, and か with its mark does not become が.
  CPL_WITHOUT_COMPOSING = 1;
  // cpl_substitution_options: no character is written as the same under another code point, such as 〜 as ～.
  CPL_WITHOUT_LOOK_ALIKES = 2;
  // cpl_substitution_options: no form that says the same (互換文字) is written, such as (21) for ㉑.
  CPL_WITHOUT_COMPATIBILITY = 4;
  // cpl_substitution_options: 国税庁 JIS縮退マップ is not used, which has 嘘 for 噓.
  CPL_WITHOUT_NTA_SHRINK = 8;
  // cpl_substitution_options: no 〓 stands for what nothing else replaces; the whole text is refused.
  CPL_WITHOUT_LAST_RESORT = 16;
  // 利用者の置換表: the caller's own table.
  CPL_HOW_OWN_TABLE = 1;
  // The same character under another code point, 〜 as ～.
  CPL_HOW_LOOK_ALIKE = 2;
  // Something that shows nothing, such as a variation selector, was dropped.
  CPL_HOW_DROPPED = 3;
  // A character and its marks were composed.
  CPL_HOW_COMPOSED = 4;
  // A form that says the same, (21) for ㉑.
  CPL_HOW_COMPATIBILITY = 5;
  // 国税庁 JIS縮退マップ.
  CPL_HOW_NTA_SHRINK = 6;
  // A visible 〓: a person must look.
  CPL_HOW_LAST_RESORT = 7;
  // 送信: content goes to the relay.
  CPL_PHASE_UPLOAD = 1;
  // 受信: content comes from the relay.
  CPL_PHASE_DOWNLOAD = 2;
  // cpl_office_info: messages go through a relay (中継サーバー).
  CPL_WAY_RELAY = 1;
  // cpl_office_info: sets go out and come in through folders, for another client to carry.
  CPL_WAY_FOLDER = 2;
  // cpl_office_info: what the relay is for is not known yet, or there is none.
  CPL_ENVIRONMENT_UNKNOWN = 0;
  // cpl_office_info: テスト用.
  CPL_ENVIRONMENT_SANDBOX = 1;
  // cpl_office_info: 本番.
  CPL_ENVIRONMENT_PRODUCTION = 2;
  // cpl_office_send: send the set as a new message even if the same set is there already.
  CPL_SEND_AGAIN = 1;
  // cpl_query: the usual order, newest first for what was sent and oldest stamp first for what was received.
  CPL_ORDER_USUAL = 0;
  // cpl_query: newest first.
  CPL_ORDER_NEWEST_FIRST = 1;
  // cpl_query: oldest first.
  CPL_ORDER_OLDEST_FIRST = 2;
  // cpl_query, for cpl_office_sent: open the covers as well, so that the list shows subject, body and files. It takes one use
  // of the private key for each message. Received messages always come with their covers.
  CPL_QUERY_WITH_COVERS = 1;
  // cpl_query, for cpl_office_received: the states of messages that wait to be taken and acknowledged.
  CPL_RECEIVED_TO_TAKE = 14;
  // 送信待ち: kept here, on its way at the next opportunity.
  CPL_SENT_WAITING = 1;
  // 送信中: the relay knows it, not all of it is there.
  CPL_SENT_SENDING = 2;
  // 送信済: complete at the relay, offered to the receiver.
  CPL_SENT_AVAILABLE = 3;
  // 受領済: the receiver's receipt is here. Final.
  CPL_SENT_TAKEN = 4;
  // 取消. Final.
  CPL_SENT_WITHDRAWN = 5;
  // 期限切れ: nobody took it in time. Final.
  CPL_SENT_EXPIRED = 6;
  // 受取拒否: the receiver cannot or will not take it. Final.
  CPL_SENT_REJECTED = 7;
  // 送信失敗: it cannot be sent. Final.
  CPL_SENT_FAILED = 8;
  // 出力済: written into a folder for another client to send. Final here.
  CPL_SENT_HANDED_OVER = 9;
  // 受信中: offered by the relay, content not here yet.
  CPL_RECEIVED_OFFERED = 1;
  // 受信済: the sealed content is here.
  CPL_RECEIVED_FETCHED = 2;
  // 受領確定待ち: taken, not acknowledged.
  CPL_RECEIVED_HANDED = 3;
  // 取込済: acknowledged; the receipt is on its way.
  CPL_RECEIVED_ACKNOWLEDGED = 4;
  // 受領済: the relay has the receipt. Final.
  CPL_RECEIVED_TAKEN = 5;
  // 拒否中: refused here, the relay does not know yet.
  CPL_RECEIVED_REJECTING = 6;
  // 受取拒否. Final.
  CPL_RECEIVED_REJECTED = 7;
  // 取消 by the sender. Final.
  CPL_RECEIVED_WITHDRAWN = 8;
  // 期限切れ. Final.
  CPL_RECEIVED_EXPIRED = 9;
  // cpl_office_reject: it cannot be opened.
  CPL_REJECT_CANNOT_OPEN = 1;
  // cpl_office_reject: signature or certificate of the sender do not hold.
  CPL_REJECT_NOT_TRUSTED = 2;
  // cpl_office_reject: it is not what it says it is.
  CPL_REJECT_DAMAGED = 3;
  // cpl_office_reject: it is not for this office.
  CPL_REJECT_NOT_FOR_US = 4;
  // cpl_office_reject: a person refused it.
  CPL_REJECT_REFUSED = 5;
  // cpl_signer: nobody looked whether a certificate was revoked, because the profile says so.
  CPL_REVOCATION_NOT_CHECKED = 1;
  // cpl_signer: no certificate of the chain was revoked.
  CPL_REVOCATION_GOOD = 2;
  // cpl_signer: it cannot be told, and the profile takes that.
  CPL_REVOCATION_NOT_KNOWN = 3;
  // cpl_office_receipt: the receiver's receipt of a message that this office sent.
  CPL_RECEIPT_OF_SENT = 1;
  // cpl_office_receipt: the receipt that this office signed for a message it received.
  CPL_RECEIPT_OF_RECEIVED = 2;
  // A message that this office sent; its state is one of CPL_SENT_….
  CPL_DIRECTION_SENT = 1;
  // A message for this office; its state is one of CPL_RECEIVED_….
  CPL_DIRECTION_RECEIVED = 2;
  // エラー: somebody has to do something.
  CPL_LOG_ERROR = 1;
  // 警告: it goes on by itself, or will need somebody soon.
  CPL_LOG_WARNING = 2;
  // 情報: something was done.
  CPL_LOG_INFO = 3;
  // Steps, for the search for a fault.
  CPL_LOG_DEBUG = 4;
  // cpl_unfinished: it is being written, or another program holds it.
  CPL_PENDING_WRITING = 1;
  // cpl_unfinished: it has no content yet.
  CPL_PENDING_EMPTY = 2;
  // cpl_unfinished: the rest of its set may be on its way.
  CPL_PENDING_REST_OF_SET = 3;
  // cpl_unfinished: it cannot be read.
  CPL_PENDING_UNREADABLE = 4;
  // 失効の確認: nobody looks whether certificates were revoked.
  CPL_CRL_OFF = 0;
  // Revoked ones are refused; where no revocation list in force is at hand, that is only told.
  CPL_CRL_SOFT_FAIL = 1;
  // Revoked ones are refused, and those that no revocation list in force speaks of.
  CPL_CRL_HARD_FAIL = 2;
  // cpl_trust_check: its key signs.
  CPL_USE_SIGNING = 1;
  // cpl_trust_check: messages are sealed for its key.
  CPL_USE_SEALING = 2;
  // 現在のユーザー: the certificate store of the user who runs the program.
  CPL_STORE_CURRENT_USER = 1;
  // ローカル コンピューター: the certificate store of the machine.
  CPL_STORE_LOCAL_MACHINE = 2;
  // 受信: this office must be among the receivers.
  CPL_ROLE_RECEIVER = 1;
  // 送信済: this office must be the sender.
  CPL_ROLE_SENDER = 2;

type
  // Bytes that were made for the caller, such as a sealed message. Free it with cpl_blob_free.
  PCplBlob = type Pointer;
  PPCplBlob = ^PCplBlob;
  // 指摘コードの説明: what finding codes mean, in one language. Free it with cpl_codes_free.
  PCplCodes = type Pointer;
  PPCplCodes = ^PCplCodes;
  // A list of findings in one language. Free it with cpl_findings_free.
  PCplFindings = type Pointer;
  PPCplFindings = ^PCplFindings;
  // Why a call failed, in full. Free it with cpl_error_free.
  PCplError = type Pointer;
  PPCplError = ^PCplError;
  // レコードレイアウト of one kind of file in one edition. Free it with cpl_layout_free.
  PCplLayout = type Pointer;
  PPCplLayout = ^PCplLayout;
  // A file, read and checked. Free it with cpl_document_free.
  PCplDocument = type Pointer;
  PPCplDocument = ^PCplDocument;
  // One data record, decoded to UTF-8. Free it with cpl_record_free; it may outlive the document.
  PCplRecord = type Pointer;
  PPCplRecord = ^PCplRecord;
  // A file that is being made or edited: its name and its records. Unlike other handles it changes; calls on it from several
  // threads wait for each other. Free it with cpl_file_draft_free.
  PCplFileDraft = type Pointer;
  PPCplFileDraft = ^PCplFileDraft;
  // A record that is being made or edited. Unlike other handles it changes; calls on it from several threads wait for each
  // other. Free it with cpl_record_draft_free.
  PCplRecordDraft = type Pointer;
  PPCplRecordDraft = ^PCplRecordDraft;
  // Text that MS932 holds, and what was replaced to make it so. Free it with cpl_substituted_free.
  PCplSubstituted = type Pointer;
  PPCplSubstituted = ^PCplSubstituted;
  // A file after its repairs, and what was changed. Free it with cpl_repaired_free.
  PCplRepaired = type Pointer;
  PPCplRepaired = ^PCplRepaired;
  // Files that were brought to edition 4.1, and what there is to say. Free it with cpl_upgraded_free.
  PCplUpgraded = type Pointer;
  PPCplUpgraded = ^PCplUpgraded;
  // Files sorted into the sets that they were made for. Free it with cpl_groups_free.
  PCplGroups = type Pointer;
  PPCplGroups = ^PCplGroups;
  // Files of one stamp that are a set of the standard, free of errors. Free it with cpl_set_free.
  PCplSet = type Pointer;
  PPCplSet = ^PCplSet;
  // 中止: ends long calls from another thread. Free it with cpl_cancel_free when no call uses it any more.
  PCplCancel = type Pointer;
  PPCplCancel = ^PCplCancel;
  // 事業所: its profile, its store on this machine and its way to other offices. Free it with cpl_office_free.
  //
  // One handle at a time, in one program, may have the store of an office open (CPL_STORE_IN_USE). A worker keeps the office
  // open until both are freed. Any thread may call, several at once; only cpl_office_sync waits for another that is under way.
  PCplOffice = type Pointer;
  PPCplOffice = ^PCplOffice;
  // 電子証明書 of an office, without its private key. Free it with cpl_certificate_free.
  PCplCertificate = type Pointer;
  PPCplCertificate = ^PCplCertificate;
  // A message that is kept for sending. Free it with cpl_outgoing_free; the message stays.
  PCplOutgoing = type Pointer;
  PPCplOutgoing = ^PCplOutgoing;
  // What one pass did. Free it with cpl_sync_report_free.
  PCplSyncReport = type Pointer;
  PPCplSyncReport = ^PCplSyncReport;
  // Sends and receives in the background. Stop and free it with cpl_worker_stop.
  PCplWorker = type Pointer;
  PPCplWorker = ^PCplWorker;
  // Messages that an office sent. Free it with cpl_sent_free.
  PCplSent = type Pointer;
  PPCplSent = ^PCplSent;
  // Messages for an office. Free it with cpl_received_free.
  PCplReceived = type Pointer;
  PPCplReceived = ^PCplReceived;
  // A message that was opened and verified. Free it with cpl_delivery_free.
  PCplDelivery = type Pointer;
  PPCplDelivery = ^PCplDelivery;
  // A verified receipt. Free it with cpl_receipt_free.
  PCplReceipt = type Pointer;
  PPCplReceipt = ^PCplReceipt;
  // Ids of messages. Free it with cpl_ids_free.
  PCplIds = type Pointer;
  PPCplIds = ^PCplIds;
  // Events, oldest first. Free it with cpl_events_free.
  PCplEvents = type Pointer;
  PPCplEvents = ^PCplEvents;
  // What the last look into the folder of downloads found. Free it with cpl_folder_free.
  PCplFolder = type Pointer;
  PPCplFolder = ^PCplFolder;
  // Offices that were found, by number. Free it with cpl_directory_free.
  PCplDirectory = type Pointer;
  PPCplDirectory = ^PCplDirectory;
  // What a relay said of itself. Free it with cpl_relay_free.
  PCplRelay = type Pointer;
  PPCplRelay = ^PCplRelay;
  // How an office stood when it was asked. Free it with cpl_overview_free.
  PCplOverview = type Pointer;
  PPCplOverview = ^PCplOverview;
  // The end of a verified access log. Free it with cpl_access_head_free.
  PCplAccessHead = type Pointer;
  PPCplAccessHead = ^PCplAccessHead;
  // Entries of the access log, oldest first. Free it with cpl_access_log_free.
  PCplAccessLog = type Pointer;
  PPCplAccessLog = ^PCplAccessLog;
  // 電子証明書と秘密鍵: a certificate of an office with its private key, in memory, on a token or in a store. Free it with
  // cpl_identity_free.
  PCplIdentity = type Pointer;
  PPCplIdentity = ^PCplIdentity;
  // The authorities whose certificates are trusted, and the rules by which a certificate is judged. cpl_trust_add_crl changes
  // it; several threads may use it meanwhile. Free it with cpl_trust_free.
  PCplTrust = type Pointer;
  PPCplTrust = ^PCplTrust;
  // 電子証明書の一覧: certificates that a person may choose from. Free it with cpl_certificates_free.
  PCplCertificates = type Pointer;
  PPCplCertificates = ^PCplCertificates;
  // A message, or its cover, that was opened: everything about it has been verified. Free it with cpl_opened_free.
  PCplOpened = type Pointer;
  PPCplOpened = ^PCplOpened;
  // A message as it leaves the house: nobody but the receivers and the sender can read any of it. Free it with
  // cpl_sealed_free.
  PCplSealed = type Pointer;
  PPCplSealed = ^PCplSealed;
  PCplText = ^TCplText;
  PCplBytes = ^TCplBytes;
  PCplReason = ^TCplReason;
  PCplFinding = ^TCplFinding;
  PCplCodeInfo = ^TCplCodeInfo;
  PCplPlace = ^TCplPlace;
  PCplFileKind = ^TCplFileKind;
  PCplSetKind = ^TCplSetKind;
  PCplItem = ^TCplItem;
  PCplItems = ^TCplItems;
  PCplReadOptions = ^TCplReadOptions;
  PCplDocumentInfo = ^TCplDocumentInfo;
  PCplSubstitutionOptions = ^TCplSubstitutionOptions;
  PCplSubstitution = ^TCplSubstitution;
  PCplChange = ^TCplChange;
  PCplSetInfo = ^TCplSetInfo;
  PCplProgress = ^TCplProgress;
  PCplControl = ^TCplControl;
  PCplLogLine = ^TCplLogLine;
  PCplOfficeOptions = ^TCplOfficeOptions;
  PCplOfficeInfo = ^TCplOfficeInfo;
  PCplSyncInfo = ^TCplSyncInfo;
  PCplSyncProblem = ^TCplSyncProblem;
  PCplQuery = ^TCplQuery;
  PCplStep = ^TCplStep;
  PCplCoverFile = ^TCplCoverFile;
  PCplSentInfo = ^TCplSentInfo;
  PCplReceivedInfo = ^TCplReceivedInfo;
  PCplDeliveryInfo = ^TCplDeliveryInfo;
  PCplSigner = ^TCplSigner;
  PCplReceiptInfo = ^TCplReceiptInfo;
  PCplEvent = ^TCplEvent;
  PCplRefused = ^TCplRefused;
  PCplUnfinished = ^TCplUnfinished;
  PCplDirectoryEntry = ^TCplDirectoryEntry;
  PCplRelayInfo = ^TCplRelayInfo;
  PCplOverviewInfo = ^TCplOverviewInfo;
  PCplAccessQuery = ^TCplAccessQuery;
  PCplAccessEntry = ^TCplAccessEntry;
  PCplAccessHeadInfo = ^TCplAccessHeadInfo;
  PCplCertificateInfo = ^TCplCertificateInfo;
  PCplTrustOptions = ^TCplTrustOptions;
  PCplOpenedInfo = ^TCplOpenedInfo;
  // Is told how far a call is. It comes on the thread that made the call, several times a second at most for each part, and
  // must return quickly. It may call the library, but must not throw (C++) nor jump out; cpl_office_sync from within
  // cpl_office_sync, and cpl_office_take of the message that is being fetched, are CPL_CALLED_FROM_WITHIN.
  TCplProgressFn = procedure(Context: Pointer; const Value: PCplProgress); cdecl;
  // Is told what an office does, on the threads that do it: those of callers and of the worker, several at once. It may call
  // the library, but must not throw (C++) nor jump out. What it does itself it is not told of.
  TCplLogFn = procedure(Context: Pointer; const Value: PCplLogLine); cdecl;
  // Is told of events, one at a time and in their order, on the thread on which they happen or are found: a caller's or the
  // worker's. It may call the library, but must not throw (C++) nor jump out.
  TCplEventFn = procedure(Context: Pointer; const Value: PCplEvent); cdecl;
  // 文字列: text that the library hands out, UTF-8, without a terminating zero. `data` is never NULL. It belongs to the
  // handle that was asked, and ends with it.
  TCplText = record
    // The first byte.
    data: PAnsiChar;
    // How many bytes.
    len: NativeUInt;
  end;
  // バイト列: bytes that the library hands out. `data` is never NULL. They belong to the handle that was asked, and end
  // with it.
  TCplBytes = record
    // The first byte.
    data: PByte;
    // How many bytes.
    len: NativeUInt;
  end;
  // 理由: why something failed, was rejected or waits. All empty where there is nothing to say.
  TCplReason = record
    // Stable code, one word such as unknown_office.
    code: TCplText;
    // 何が起きたか, in Japanese.
    message_ja: TCplText;
    // 次に何をするか, in Japanese.
    hint_ja: TCplText;
    // What happened, in English.
    message_en: TCplText;
    // What to do next, in English.
    hint_en: TCplText;
  end;
  // One finding. Set struct_size before the call. The texts belong to the list that was asked.
  TCplFinding = record
    // sizeof(cpl_finding), set by the caller.
    struct_size: UInt32;
    // CPL_SEVERITY_…
    severity: UInt32;
    // Data record, from 1; 0 for a finding on a whole file or set.
    record_: UInt32;
    // 項番 of the layout, from 1; 0 for a finding on a whole record, file or set.
    item: UInt32;
    // Where in the file's bytes it begins.
    place_from: UInt32;
    // Where it ends; the same as place_from where no bytes can be pointed at.
    place_to: UInt32;
    // Stable code, such as CP2010.
    code: TCplText;
    // File name; empty for a finding on a set.
    file_: TCplText;
    // 項目名; empty where item is 0.
    item_name: TCplText;
    // The offending value, which may be personal data; empty where there is none.
    value: TCplText;
    // What is wrong.
    message: TCplText;
    // How to mend it.
    hint: TCplText;
  end;
  // What one finding code means. Set struct_size before the call. The texts belong to the list that was asked.
  TCplCodeInfo = record
    // sizeof(cpl_code_info), set by the caller.
    struct_size: UInt32;
    // CPL_SEVERITY_… that it has by the standard profile.
    severity: UInt32;
    // Stable code, such as CP2010.
    code: TCplText;
    // Its name in programs, such as MandatoryEmpty.
    name: TCplText;
    // What findings of its block are about.
    block: TCplText;
    // What is wrong, with a word such as 〈項目名〉 where a finding names its item.
    message: TCplText;
    // How to mend it.
    hint: TCplText;
    // What it looks like, and where there is one right form, an arrow and that form.
    example: TCplText;
    // The section of the standard that it rests on.
    source: TCplText;
  end;
  // 箇所: where in a file the cause of an error is. Set struct_size before the call. The texts belong to the error.
  TCplPlace = record
    // sizeof(cpl_place), set by the caller.
    struct_size: UInt32;
    // Data record, from 1; 0 where it is none.
    record_: UInt32;
    // 項番, from 1; 0 where it is none.
    item: UInt32;
    // 0.
    reserved: UInt32;
    // File name, or path as the caller gave it; empty where it is none.
    file_: TCplText;
    // 項目名; empty where item is 0.
    item_name: TCplText;
  end;
  // ファイル種別: one kind of file. Set struct_size before the call. The texts are static.
  TCplFileKind = record
    // sizeof(cpl_file_kind), set by the caller.
    struct_size: UInt32;
    // CPL_SENDER_…
    sender: UInt32;
    // 1 when its file names carry the month, else 0.
    has_month: UInt32;
    // 1 when it has records, 0 for the image.
    has_records: UInt32;
    // The beginning of its file names, such as UPPLAN.
    kind: TCplText;
    // Its Japanese name.
    name_ja: TCplText;
  end;
  // セットの種別: one kind of set. Set struct_size before the call. The texts are static.
  TCplSetKind = record
    // sizeof(cpl_set_kind), set by the caller.
    struct_size: UInt32;
    // How many kinds of file must be there, each once: cpl_set_kind_file from 0 on.
    file_count: UInt32;
    // How many kinds of file may be there besides: the numbers that follow.
    annex_count: UInt32;
    // 0.
    reserved: UInt32;
    // Its identifier, such as use_slip.
    kind: TCplText;
    // Its Japanese name.
    name_ja: TCplText;
  end;
  // 項目: one item of a layout. Set struct_size before the call. The texts are static.
  TCplItem = record
    // sizeof(cpl_item), set by the caller.
    struct_size: UInt32;
    // 項番, from 1.
    no: UInt32;
    // CPL_VALUE_…
    value_type: UInt32;
    // Most characters; 0 where the standard sets no limit.
    max_length: UInt32;
    // 必須: 1 when it may not be empty, else 0.
    is_mandatory: UInt32;
    // 1 when the type allows the value that stands for "none" too: 000000, 00000000 or 9999; else 0.
    allows_none: UInt32;
    // English identifier, such as target_month; unique within a layout, the same in all layouts that have the item.
    identifier: TCplText;
    // 項目名.
    name_ja: TCplText;
    // Name of its list of codes; empty where it has none.
    code_list: TCplText;
  end;
  // All items of all records of a document: item No. n of record r (both from 1) is
  // `texts[first[r - 1] + n - 1]`, and record r has `first[r] - first[r - 1]` items. Set struct_size before the call. The
  // arrays and texts belong to the document.
  TCplItems = record
    // sizeof(cpl_items), set by the caller.
    struct_size: UInt32;
    // 0.
    reserved: UInt32;
    // The items, record by record.
    texts: PCplText;
    // How many items there are in all.
    text_count: NativeUInt;
    // Where in `texts` each record begins: record_count + 1 numbers, the last of which is text_count.
    first: PNativeUInt;
    // Number of data records.
    record_count: NativeUInt;
  end;
  // How a file is read and checked. Set struct_size and put 0 in what you do not set.
  TCplReadOptions = record
    // sizeof(cpl_read_options).
    struct_size: UInt32;
    // CPL_PROFILE_…: how severe findings are.
    profile: UInt32;
    // Most threads that a large file (from 8 MB on) is read with, which end before the call does; 1 starts none. 0: as
    // many as the machine has, at most 8.
    threads: UInt32;
    // 0.
    reserved: UInt32;
  end;
  // What a document is, by its name and its content. Set struct_size before the call. The texts belong to the document;
  // those of the name are empty where it is not of the standard's form.
  TCplDocumentInfo = record
    // sizeof(cpl_document_info), set by the caller.
    struct_size: UInt32;
    // CPL_EDITION_… that it is of.
    edition: UInt32;
    // CPL_ENCODING_…
    encoding: UInt32;
    // 1 when the first line is a header, which does not count as a record, else 0.
    has_header: UInt32;
    // 1 when the file name is of the form of the standard, else 0.
    has_standard_name: UInt32;
    // 1 when there is a finding of severity CPL_SEVERITY_ERROR, else 0.
    has_errors: UInt32;
    // Number of data records.
    record_count: NativeUInt;
    // Number of bytes.
    byte_count: NativeUInt;
    // ファイル種別: the beginning of the name, such as UPPLAN; empty for other files.
    kind: TCplText;
    // Its Japanese name.
    kind_name_ja: TCplText;
    // 年月 YYYYMM, or 000000; empty where the kind has none in its name.
    month: TCplText;
    // 送信元の事業所番号.
    sender: TCplText;
    // 送信元のサービス種類コード; empty in names of 3.x, three characters in those of 4.0.
    sender_kind: TCplText;
    // 送信先の事業所番号; empty where it is addressed to nobody yet.
    receiver: TCplText;
    // 送信先のサービス種類コード.
    receiver_kind: TCplText;
    // 作成日時 YYYYMMDDHHMMSS.
    stamp: TCplText;
    // 枝番 of an image, four digits; empty for others.
    branch: TCplText;
  end;
  // How characters are replaced. Set struct_size and put 0 in what you do not set. All is copied.
  TCplSubstitutionOptions = record
    // sizeof(cpl_substitution_options).
    struct_size: UInt32;
    // Steps that are left out: CPL_WITHOUT_…, added up; 0 for none.
    without: UInt32;
    // 利用者の置換表: what the caller's own table replaces, such as 外字 (U+E000 and so on) or 𠮷, UTF-8; NULL for no table. Each
    // is one or several characters, and begins with one that MS932 lacks; of several that fit, the longest wins.
    own_originals: PCplText;
    // What is written for each of them, in the same order; text that MS932 holds.
    own_replacements: PCplText;
    // How many entries the table has: elements of own_originals and of own_replacements.
    own_count: NativeUInt;
  end;
  // One replacement. Set struct_size before the call. The texts belong to the handle that was asked.
  TCplSubstitution = record
    // sizeof(cpl_substitution), set by the caller.
    struct_size: UInt32;
    // CPL_HOW_…: the step that replaced it; where it took several, the most drastic one.
    how: UInt32;
    // Which character (code point) of the given text it begins at, from 1.
    position: NativeUInt;
    // What stood there, a character with its marks, which may be personal data.
    original: TCplText;
    // What stands there now; empty for what shows nothing.
    replacement: TCplText;
    // 置き換え方: the step, for people.
    text: TCplText;
  end;
  // One kind of change that a repair made to a file or to an item. Set struct_size before the call. The texts belong to the
  // handle that was asked.
  TCplChange = record
    // sizeof(cpl_change), set by the caller.
    struct_size: UInt32;
    // The first data record of the old file where it was done, from 1; 0 on the whole file.
    record_: UInt32;
    // 項番, from 1; 0 on a whole file or record.
    item: UInt32;
    // In how many places it was done.
    count: UInt32;
    // Stable code of what was done, such as line_ends.
    code: TCplText;
    // 項目名; empty where item is 0.
    item_name: TCplText;
    // What was done, for people.
    text: TCplText;
    // For a replaced character: what stood there, which may be personal data; else empty.
    original: TCplText;
    // For a replaced character: what stands there now.
    replacement: TCplText;
  end;
  // What a set, or a group of files that may be one, is. Set struct_size before the call. The texts belong to the handle that
  // was asked.
  TCplSetInfo = record
    // sizeof(cpl_set_info), set by the caller.
    struct_size: UInt32;
    // CPL_EDITION_… of its files.
    edition: UInt32;
    // 1 when its findings, or those of a file of it, hold an error: it cannot be sent as it is. 0 for a set.
    has_errors: UInt32;
    // 0.
    reserved: UInt32;
    // Number of files.
    document_count: NativeUInt;
    // セットの種別, such as use_slip or actuals; empty for files that no set has.
    kind: TCplText;
    // Its Japanese name.
    kind_name_ja: TCplText;
    // 送信元の事業所番号.
    sender: TCplText;
    // 送信元のサービス種類コード.
    sender_kind: TCplText;
    // 送信先の事業所番号; empty where it is addressed to nobody yet.
    receiver: TCplText;
    // 送信先のサービス種類コード.
    receiver_kind: TCplText;
    // 作成日時 YYYYMMDDHHMMSS.
    stamp: TCplText;
    // 対象年月 YYYYMM; empty for sets without one.
    month: TCplText;
  end;
  // 進捗: how far a transfer is. It and its text are there as long as the callback runs.
  TCplProgress = record
    // Bytes of this struct that the library filled.
    struct_size: UInt32;
    // CPL_PHASE_…
    phase: UInt32;
    // Bytes so far.
    done: UInt64;
    // Bytes in all.
    total: UInt64;
    // Id of the message.
    message: TCplText;
  end;
  // What a caller of a long call may hand in. Zero all of it and set struct_size; NULL in its place is the same as neither
  // a switch nor a callback.
  TCplControl = record
    // sizeof(cpl_control), set by the caller.
    struct_size: UInt32;
    // 0.
    reserved: UInt32;
    // Ends the call; may be NULL. The same switch may be given to several calls.
    cancel: PCplCancel;
    // Is told how far the call is; may be NULL.
    progress: TCplProgressFn;
    // First argument of progress.
    context: Pointer;
  end;
  // A line of the log. It and its texts are there as long as the callback runs.
  TCplLogLine = record
    // Bytes of this struct that the library filled.
    struct_size: UInt32;
    // CPL_LOG_…
    level: UInt32;
    // When, RFC 3339 in UTC.
    at: TCplText;
    // Stable, one word: office_opened, store_migrated, sync_began, sync_ended, worker_started, worker_stopped, worker_waits,
    // renewal_due, cleaned_up, or the code of what did not go well, as cpl_error_code gives it.
    code: TCplText;
    // Id of the message that it is about; empty where it is none.
    message: TCplText;
    // In Japanese.
    text_ja: TCplText;
    // In English.
    text_en: TCplText;
  end;
  // What a program may give when it opens an office. Zero all of it and set struct_size; NULL in its place gives nothing.
  TCplOfficeOptions = record
    // sizeof(cpl_office_options), set by the caller.
    struct_size: UInt32;
    // How much the log callback is told: CPL_LOG_…, 0 for CPL_LOG_INFO.
    log_level: UInt32;
    // Password of the account at the relay, instead of password_file of `[relay]` in profile.toml; may be NULL.
    relay_password: PAnsiChar;
    // Bytes of relay_password.
    relay_password_len: NativeUInt;
    // Password or PIN of the private keys, instead of password_file of `[identity]` in profile.toml; may be NULL.
    key_password: PAnsiChar;
    // Bytes of key_password.
    key_password_len: NativeUInt;
    // Is told what the office does, the opening included, see cpl_office_set_log_handler; may be NULL.
    log: TCplLogFn;
    // First argument of log.
    log_context: Pointer;
  end;
  // What an office is. Set struct_size before the call. The texts belong to the office.
  TCplOfficeInfo = record
    // sizeof(cpl_office_info), set by the caller.
    struct_size: UInt32;
    // CPL_WAY_…
    way: UInt32;
    // CPL_ENVIRONMENT_…: what the relay said it is for, once this handle has asked it (cpl_office_ask_relay, or
    // cpl_office_sync where something is sent).
    environment: UInt32;
    // 1 when it has a certificate and a key, so that it can sign and open; 0 for an office that uses folders without.
    has_identity: UInt32;
    // 事業所番号, ten characters.
    number: TCplText;
    // 事業所名.
    name: TCplText;
    // サービス種類コード, one or more, with commas between.
    kinds: TCplText;
    // The profile folder, as it was given.
    folder: TCplText;
    // The folder of the store, absolute.
    store_folder: TCplText;
    // Address of the relay; empty for an office that uses folders.
    relay_url: TCplText;
  end;
  // What one pass did: numbers of messages where a field does not say otherwise. Set struct_size before the call. The text belongs to the report.
  TCplSyncInfo = record
    // sizeof(cpl_sync_info), set by the caller.
    struct_size: UInt32;
    // 1 when the pass went through to its end, else 0.
    is_complete: UInt32;
    // CPL_OK, or the status of what ended the pass before its end.
    ended_by: UInt32;
    // 送信: complete at the relay now.
    sent: UInt32;
    // Own messages whose receipt came.
    taken: UInt32;
    // Own messages that were withdrawn.
    withdrawn: UInt32;
    // Own messages that ended otherwise: failed, expired, rejected.
    ended: UInt32;
    // Sets that lie in the folder for upload now, after they had been left half-way.
    handed_over: UInt32;
    // Messages for this office that were offered for the first time.
    offered: UInt32;
    // 受信: contents that came.
    fetched: UInt32;
    // Receipts that were handed in.
    receipts: UInt32;
    // Rejections that were handed in.
    rejections: UInt32;
    // What did not go well, all of it; of more than 100 the first are listed.
    problems: UInt32;
    // Groups of files in the folder of downloads that are no set for this office, see cpl_office_folder.
    refused: UInt32;
    // Files in the folder of downloads that are left for later, see cpl_office_folder.
    unfinished: UInt32;
    // 0.
    reserved: UInt32;
    // When something is to be done again by itself, RFC 3339 in UTC; empty where nothing waits.
    next: TCplText;
  end;
  // One thing that did not go well. Set struct_size before the call. The texts belong to the report.
  TCplSyncProblem = record
    // sizeof(cpl_sync_problem), set by the caller.
    struct_size: UInt32;
    // Its status, such as CPL_RELAY_UNREACHABLE.
    status: UInt32;
    // 1 when it goes on by itself without anybody changing anything, else 0.
    is_retryable: UInt32;
    // 0.
    reserved: UInt32;
    // Seconds to wait before trying again; 0 where nothing is said of that.
    retry_after: UInt64;
    // Id of the message; empty where it is about the connection or the store as a whole.
    message: TCplText;
    // What happened and what to do.
    reason: TCplReason;
  end;
  // 検索条件: which messages a list shows; everything that is given must fit. Zero all of it and set struct_size; what stays
  // zero, and NULL in its place, asks for all.
  TCplQuery = record
    // sizeof(cpl_query), set by the caller.
    struct_size: UInt32;
    // 0 or CPL_QUERY_…
    flags: UInt32;
    // States as bits: the sum of 1 << CPL_SENT_… or of 1 << CPL_RECEIVED_…; 0 for all.
    states: UInt32;
    // CPL_ORDER_…
    order: UInt32;
    // At most so many; 0 for all.
    limit: UInt32;
    // Leave out so many.
    offset: UInt32;
    // 相手先: office number of ten characters.
    partner: PAnsiChar;
    // Bytes of partner.
    partner_len: NativeUInt;
    // 対象年月, YYYYMM. A received message has it, its set and its persons in the index only once it was taken first.
    month: PAnsiChar;
    // Bytes of month.
    month_len: NativeUInt;
    // Kind of set, such as use_slip.
    set_: PAnsiChar;
    // Bytes of set.
    set_len: NativeUInt;
    // 保険者番号 of a person whose data it holds; goes together with insured.
    insurer: PAnsiChar;
    // Bytes of insurer.
    insurer_len: NativeUInt;
    // 被保険者番号 of that person.
    insured: PAnsiChar;
    // Bytes of insured.
    insured_len: NativeUInt;
    // Put into the store from this time on, RFC 3339.
    since: PAnsiChar;
    // Bytes of since.
    since_len: NativeUInt;
    // Put into the store before this time, RFC 3339.
    until_: PAnsiChar;
    // Bytes of until.
    until_len: NativeUInt;
  end;
  // 履歴: one state of a message. Set struct_size before the call. The text belongs to the list that was asked.
  TCplStep = record
    // sizeof(cpl_step), set by the caller.
    struct_size: UInt32;
    // CPL_SENT_… or CPL_RECEIVED_…
    state: UInt32;
    // When it began, RFC 3339 in UTC.
    at: TCplText;
  end;
  // A file that a cover names. Set struct_size before the call. The texts belong to the list that was asked.
  TCplCoverFile = record
    // sizeof(cpl_cover_file), set by the caller.
    struct_size: UInt32;
    // 0.
    reserved: UInt32;
    // Bytes of the file.
    size: UInt64;
    // File name of the standard.
    name: TCplText;
    // SHA-256 of the file, 64 lower-case hexadecimal digits.
    sha256: TCplText;
  end;
  // One sent message. Set struct_size before the call. The texts belong to the list that was asked.
  TCplSentInfo = record
    // sizeof(cpl_sent_info), set by the caller.
    struct_size: UInt32;
    // CPL_SENT_…
    state: UInt32;
    // 1 when nothing will change any more, else 0.
    is_final: UInt32;
    // 1 when its withdrawal is wanted and not done yet, else 0.
    is_withdrawing: UInt32;
    // 1 when there is a receipt and it holds, else 0.
    has_receipt: UInt32;
    // CPL_OK, or why the receipt does not hold.
    receipt_status: UInt32;
    // 1 when the content is still kept here, so that cpl_office_open_sent can show it, else 0.
    content_kept: UInt32;
    // 1 when the cover was asked for and could be opened: subject, body and files are filled then. Else 0.
    has_cover: UInt32;
    // CPL_OK, or why the cover cannot be opened.
    cover_status: UInt32;
    // Number of files that the cover names; 0 without one.
    file_count: UInt32;
    // Size of the sealed content, in bytes.
    size: UInt64;
    // Id of the message.
    id: TCplText;
    // 送信元: own office number and kind, NNNNNNNNNN_KK.
    sender: TCplText;
    // 送信先: office number and kind, NNNNNNNNNN_KK.
    receiver: TCplText;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    stamp: TCplText;
    // Kind of set, such as use_slip or actuals.
    set_: TCplText;
    // Its Japanese name. The text is static.
    set_name: TCplText;
    // 対象年月, YYYYMM; empty where the files are not all of one month.
    month: TCplText;
    // When cpl_office_send kept it, RFC 3339 in UTC.
    created_at: TCplText;
    // When the present state began, RFC 3339 in UTC.
    since: TCplText;
    // When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    next_attempt: TCplText;
    // Why it failed, was rejected, or waits.
    reason: TCplReason;
    // 受領日時: when the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    taken_at: TCplText;
    // 事業所番号 of who signed the receipt; empty without one.
    taken_by: TCplText;
    // 件名; empty without a cover.
    subject: TCplText;
    // 本文; empty without a cover.
    body: TCplText;
  end;
  // One received message. Set struct_size before the call. The texts belong to the list that was asked.
  TCplReceivedInfo = record
    // sizeof(cpl_received_info), set by the caller.
    struct_size: UInt32;
    // CPL_RECEIVED_…
    state: UInt32;
    // 1 when nothing will change any more, else 0.
    is_final: UInt32;
    // 1 when the content is kept here, else 0.
    content_kept: UInt32;
    // CPL_OK, or why the cover cannot be opened; set, set_name, subject, body and files are empty then, and cover_fault says more.
    cover_status: UInt32;
    // CPL_REJECT_… that fits where the cover cannot be opened; 0 where it can.
    suggested_rejection: UInt32;
    // Number of files that the cover names.
    file_count: UInt32;
    // 0.
    reserved: UInt32;
    // Size of the sealed content, in bytes.
    size: UInt64;
    // Id for cpl_office_take.
    id: TCplText;
    // 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    sender: TCplText;
    // 送信先: own office number and kind, NNNNNNNNNN_KK; empty when the cover cannot be opened.
    receiver: TCplText;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    stamp: TCplText;
    // Kind of set, such as use_slip or actuals.
    set_: TCplText;
    // Its Japanese name. The text is static.
    set_name: TCplText;
    // 対象年月, YYYYMM, once it was taken; empty before, and where the files are not all of one month.
    month: TCplText;
    // When the sender sealed it, as it says, RFC 3339 in UTC.
    sealed_at: TCplText;
    // When the present state began, RFC 3339 in UTC.
    since: TCplText;
    // When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    next_attempt: TCplText;
    // Why it is rejected, could not be opened, or waits.
    reason: TCplReason;
    // Why the cover cannot be opened.
    cover_fault: TCplReason;
    // 件名.
    subject: TCplText;
    // 本文.
    body: TCplText;
  end;
  // 送付状: what a message says of itself, verified. Set struct_size before the call. The texts belong to the delivery.
  TCplDeliveryInfo = record
    // sizeof(cpl_delivery_info), set by the caller.
    struct_size: UInt32;
    // Number of files.
    document_count: UInt32;
    // 1 when it is signed, 0 for what came through a folder.
    is_signed: UInt32;
    // 0.
    reserved: UInt32;
    // Id of the message.
    id: TCplText;
    // 送信元: office number and kind, NNNNNNNNNN_KK.
    sender: TCplText;
    // 送信先: office number and kind, NNNNNNNNNN_KK.
    receiver: TCplText;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    stamp: TCplText;
    // Kind of set, such as use_slip or actuals.
    set_: TCplText;
    // Its Japanese name. The text is static.
    set_name: TCplText;
    // 件名.
    subject: TCplText;
    // 本文.
    body: TCplText;
    // When the sender sealed it, as it says, RFC 3339 in UTC.
    sealed_at: TCplText;
    // Name and version of the software that sealed it.
    software: TCplText;
  end;
  // 署名者: who signed, when, and the certificate that proves it; trusted, or the call that verified it would have failed.
  // Set struct_size before the call. The texts belong to the handle that was asked.
  TCplSigner = record
    // sizeof(cpl_signer), set by the caller.
    struct_size: UInt32;
    // CPL_REVOCATION_…
    revocation: UInt32;
    // How many warnings there are about the certificate; it is trusted all the same.
    warning_count: UInt32;
    // 0.
    reserved: UInt32;
    // 事業所番号 of the signer, as its certificate says.
    office: TCplText;
    // When, as the signer says, RFC 3339 in UTC.
    signed_at: TCplText;
    // 主体者 of the certificate.
    subject: TCplText;
    // 発行者.
    issuer: TCplText;
    // シリアル番号, hexadecimal.
    serial: TCplText;
    // First second of its validity, RFC 3339 in UTC.
    not_before: TCplText;
    // Last second of its validity, RFC 3339 in UTC.
    not_after: TCplText;
    // SHA-256 of the certificate, 64 lower-case hexadecimal digits: what people compare.
    fingerprint: TCplText;
    // The certificate in DER, as bytes.
    certificate: TCplBytes;
    // The warnings in Japanese, one a line.
    warnings_ja: TCplText;
    // The warnings in English, one a line.
    warnings_en: TCplText;
  end;
  // 受領証: what a receipt states. Set struct_size before the call. The texts belong to the receipt.
  TCplReceiptInfo = record
    // sizeof(cpl_receipt_info), set by the caller.
    struct_size: UInt32;
    // 0.
    reserved: UInt32;
    // Id of the message.
    message: TCplText;
    // 事業所番号 of who sent it.
    sender: TCplText;
    // 事業所番号 of who took it; the signer.
    receiver: TCplText;
    // 受領日時: when it was taken, RFC 3339 in UTC.
    taken_at: TCplText;
    // SHA-256 of the sealed content that was taken, 64 lower-case hexadecimal digits.
    content_sha256: TCplText;
    // SHA-256 of the signed content in it, 64 lower-case hexadecimal digits.
    signed_sha256: TCplText;
  end;
  // 出来事: one change of state of one message. Set struct_size before cpl_events_get. The texts belong to the list that was
  // asked; in a callback they are there as long as it runs.
  TCplEvent = record
    // sizeof(cpl_event), set by the caller.
    struct_size: UInt32;
    // CPL_DIRECTION_…
    direction: UInt32;
    // The state that began: CPL_SENT_… or CPL_RECEIVED_…
    state: UInt32;
    // 0.
    reserved: UInt32;
    // Number of the event in this store, ascending.
    number: UInt64;
    // Id of the message.
    message: TCplText;
    // When, RFC 3339 in UTC.
    at: TCplText;
  end;
  // 受け取れないファイル: files that are no set for this office. Set struct_size before the call. The text belongs to the folder.
  TCplRefused = record
    // sizeof(cpl_refused), set by the caller.
    struct_size: UInt32;
    // Number of files.
    file_count: UInt32;
    // The same as long as names and contents of the files stay the same.
    id: TCplText;
  end;
  // 途中のファイル: a file that is left for later. Set struct_size before the call. The text belongs to the folder.
  TCplUnfinished = record
    // sizeof(cpl_unfinished), set by the caller.
    struct_size: UInt32;
    // CPL_PENDING_…
    why: UInt32;
    // Path of the file.
    file_: TCplText;
  end;
  // One office of the directory. Set struct_size before the call. The texts belong to the list that was asked.
  TCplDirectoryEntry = record
    // sizeof(cpl_directory_entry), set by the caller.
    struct_size: UInt32;
    // 1 when it takes part now, 0 when nothing can be sent to it.
    takes_part: UInt32;
    // Number of its certificates; during a renewal there are two.
    certificate_count: UInt32;
    // CPL_OK, or why its certificates cannot be read.
    certificate_status: UInt32;
    // 事業所番号, ten characters.
    number: TCplText;
    // 事業所名.
    name: TCplText;
    // サービス種類コード, one or more, with commas between.
    kinds: TCplText;
    // CSVバージョン that it accepts, newest first, with commas between, such as 4.1.
    editions: TCplText;
    // Last second of the validity of the certificate that ends last, RFC 3339 in UTC; empty without one.
    certificate_not_after: TCplText;
  end;
  // What a relay says of itself. Set struct_size before the call. The texts belong to the handle that was asked.
  TCplRelayInfo = record
    // sizeof(cpl_relay_info), set by the caller.
    struct_size: UInt32;
    // CPL_ENVIRONMENT_…
    environment: UInt32;
    // Version of the protocol that it speaks.
    protocol_version: UInt32;
    // 保管期間: days until a message that nobody took expires.
    retention_days: UInt32;
    // Largest sealed content, in bytes.
    max_content_bytes: UInt64;
    // The relay's clock, RFC 3339 in UTC.
    server_time: TCplText;
    // 保守: from when it will be down, or is, RFC 3339 in UTC; empty where nothing is planned.
    down_from: TCplText;
    // Until when.
    down_until: TCplText;
  end;
  // How an office stands. Set struct_size before the call. The texts belong to the overview.
  TCplOverviewInfo = record
    // sizeof(cpl_overview_info), set by the caller.
    struct_size: UInt32;
    // 1 when a worker runs, else 0.
    worker_runs: UInt32;
    // 1 when the last pass went through to its end, 0 when it did not or there was none.
    last_sync_complete: UInt32;
    // How many things did not go well in it.
    last_sync_problems: UInt32;
    // 1 when the office's certificate must be renewed soon, or has ended; else 0.
    is_renewal_due: UInt32;
    // 1 when clock_skew_seconds is known, else 0.
    has_clock_skew: UInt32;
    // Whole days until the certificate ends, negative when it has ended; 0 where is_renewal_due is 0.
    renewal_days_left: Int64;
    // The relay's clock less this machine's, in seconds.
    clock_skew_seconds: Int64;
    // Since when the oldest message waits that is not complete at the relay, RFC 3339 in UTC; empty where none does.
    oldest_waiting: TCplText;
    // When the last pass ended, also of an earlier run of the program, RFC 3339 in UTC; empty where there was none.
    last_sync_at: TCplText;
    // What ended the last pass, or else did not go well first.
    last_sync_reason: TCplReason;
    // Last second of the certificate's validity where it must be renewed soon, RFC 3339 in UTC; else empty.
    renewal_not_after: TCplText;
    // When the password of the relay must be changed, as the last login told, RFC 3339 in UTC; else empty.
    password_expires_at: TCplText;
  end;
  // Which entries of the access log; everything that is given must fit. Zero all of it and set struct_size; NULL in its place
  // asks for all.
  TCplAccessQuery = record
    // sizeof(cpl_access_query), set by the caller.
    struct_size: UInt32;
    // At most so many; 0 for all.
    limit: UInt32;
    // Behind the entry of this number.
    after: UInt64;
    // 保険者番号 of a person whose data it was about; goes together with insured.
    insurer: PAnsiChar;
    // Bytes of insurer.
    insurer_len: NativeUInt;
    // 被保険者番号 of that person.
    insured: PAnsiChar;
    // Bytes of insured.
    insured_len: NativeUInt;
    // From this time on, RFC 3339.
    since: PAnsiChar;
    // Bytes of since.
    since_len: NativeUInt;
    // Before this time, RFC 3339.
    until_: PAnsiChar;
    // Bytes of until.
    until_len: NativeUInt;
  end;
  // One entry. Set struct_size before the call. The texts belong to the list that was asked.
  TCplAccessEntry = record
    // sizeof(cpl_access_entry), set by the caller.
    struct_size: UInt32;
    // Number of persons whose data it was about.
    person_count: UInt32;
    // From 1, without a gap.
    number: UInt64;
    // When, RFC 3339 in UTC.
    at: TCplText;
    // Who: what cpl_office_set_actor said, or the office number.
    actor: TCplText;
    // What was done: a stable word such as send, take, acknowledge, open_sent, export_log.
    operation: TCplText;
    // Id of the message; empty where it is about none.
    message: TCplText;
    // ok, or the stable code of the error.
    outcome: TCplText;
    // SHA-256 over the hash of the entry before and this one, 64 lower-case hexadecimal digits.
    hash: TCplText;
  end;
  // What to note elsewhere, so that a log that was written anew shows. Set struct_size before the call. The texts belong to the
  // head.
  TCplAccessHeadInfo = record
    // sizeof(cpl_access_head_info), set by the caller.
    struct_size: UInt32;
    // 0.
    reserved: UInt32;
    // Number of entries.
    entries: UInt64;
    // 事業所番号 of the office whose log it is.
    office: TCplText;
    // Hash of the last entry, 64 lower-case hexadecimal digits.
    hash: TCplText;
  end;
  // What a certificate says of itself. Set struct_size before the call. The texts belong to the certificate.
  TCplCertificateInfo = record
    // sizeof(cpl_certificate_info), set by the caller.
    struct_size: UInt32;
    // 更新時期: 1 from 90 days before its end on, else 0.
    is_renewal_due: UInt32;
    // 1 when its time has begun and is not over, else 0.
    is_valid_now: UInt32;
    // Whole days until its end; negative when it is over.
    days_left: Int32;
    // 事業所番号 that it names.
    office: TCplText;
    // 主体者, such as `C=JP, CN=…`.
    subject: TCplText;
    // 発行者.
    issuer: TCplText;
    // シリアル番号, hexadecimal.
    serial: TCplText;
    // SHA-256 拇印, lower-case hexadecimal: what people compare.
    fingerprint: TCplText;
    // Kind and size of its key, such as `RSA-2048` or `EC P-256`.
    algorithm: TCplText;
    // First second of its validity, RFC 3339 in UTC.
    not_before: TCplText;
    // Last second of its validity, RFC 3339 in UTC.
    not_after: TCplText;
  end;
  // Whom to trust. Set struct_size and put 0 in what you do not set. All is copied.
  TCplTrustOptions = record
    // sizeof(cpl_trust_options).
    struct_size: UInt32;
    // CPL_CRL_OFF, CPL_CRL_SOFT_FAIL or CPL_CRL_HARD_FAIL.
    revocation: UInt32;
    // 1: expired_grace_days is set; 0: 92 days.
    has_expired_grace: UInt32;
    // How many days after the end of a certificate a message is taken that was signed before it, at most 65535.
    expired_grace_days: UInt32;
    // The trusted certificates (ルート証明書), PEM, or one in DER. At least one is needed.
    roots: PByte;
    // Bytes of roots.
    roots_len: NativeUInt;
    // Intermediate certificates (中間証明書), for messages that come without; NULL for none.
    intermediates: PByte;
    // Bytes of intermediates.
    intermediates_len: NativeUInt;
    // Revocation lists (失効リスト), PEM or DER; NULL for none.
    crls: PByte;
    // Bytes of crls.
    crls_len: NativeUInt;
    // Where certificates name their office, such as `subject.serialNumber` (which it is for NULL) or
    // `subject.CN: kyotaku-{office}`; UTF-8.
    office_rule: PAnsiChar;
    // Bytes of office_rule.
    office_rule_len: NativeUInt;
    // Judges as if it were this time, RFC 3339, UTF-8: for tests, and to look at the past. NULL: now.
    at: PAnsiChar;
    // Bytes of at.
    at_len: NativeUInt;
  end;
  // What an opened message says of itself; the sender is the signer. Set struct_size before the call. The texts belong to the
  // handle that was asked.
  TCplOpenedInfo = record
    // sizeof(cpl_opened_info), set by the caller.
    struct_size: UInt32;
    // Number of files; 0 for a cover.
    file_count: UInt32;
    // Id of the message, a UUID in its text form.
    id: TCplText;
    // 送信元の事業所番号.
    sender: TCplText;
    // 送信元のサービス種類コード; empty for files that are no set.
    sender_kind: TCplText;
    // 送信先の事業所番号, the first one.
    receiver: TCplText;
    // 送信先のサービス種類コード; empty for files that are no set.
    receiver_kind: TCplText;
    // 作成日時 of the set, YYYYMMDDHHMMSS; empty for files that are no set.
    stamp: TCplText;
    // セットの種別, such as use_slip; empty for files that are no set.
    set_: TCplText;
    // 件名; free text of the sender.
    subject: TCplText;
    // 本文; free text of the sender.
    body: TCplText;
    // When the message was made, RFC 3339 in UTC, as the sender says.
    created_at: TCplText;
    // Software that made it.
    software: TCplText;
    // SHA-256 of the sealed content, lower-case hexadecimal; empty in evidence.
    content_sha256: TCplText;
  end;

// The ABI version of the library that is loaded, not a status; compare it with CPL_ABI_VERSION of the header: the library
// must not be older.
function cpl_abi_version: UInt32; cdecl; external CPL_LIBRARY;
// Version of the library that is loaded, such as `0.1.0`. The text is static.
function cpl_version(AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// What the library that is loaded can do here: CPL_CAPABILITY_… added up. Ignore bits that you do not know.
function cpl_capabilities(ACapabilities: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Name of a status, such as `CPL_SET_REFUSED`, for logs. The text is static. CPL_OUT_OF_RANGE for a number that this
// library does not know.
function cpl_status_name(AStatus: UInt32; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Whose matter a status is: CPL_CATEGORY_…, or 0 for CPL_OK. CPL_OUT_OF_RANGE for a number that this library does not
// know.
function cpl_status_category(AStatus: UInt32; ACategory: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// What a status says and what to do next, for the person at the screen, where there is no cpl_error: that one knows more
// (which file, which office, how long). The text is static. CPL_OUT_OF_RANGE for a number that this library does not know.
function cpl_status_message(AStatus: UInt32; ALang: UInt32; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The bytes. They belong to the blob.
function cpl_blob_bytes(ABlob: PCplBlob; ABytes: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// Frees a blob; NULL is allowed.
procedure cpl_blob_free(ABlob: PCplBlob); cdecl; external CPL_LIBRARY;
// Number of findings in the list.
function cpl_findings_count(AFindings: PCplFindings; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Number of errors, of warnings and of notes, those included that were too many to be listed.
function cpl_findings_severity_counts(AFindings: PCplFindings; AErrors: PNativeUInt; AWarnings: PNativeUInt; ANotes: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `finding` with the finding at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_findings_get(AFindings: PCplFindings; AIndex: NativeUInt; AFinding: PCplFinding): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_findings_free(AFindings: PCplFindings); cdecl; external CPL_LIBRARY;
// Explains the finding code `code`, such as CP2010, or all there are where it is empty. CPL_OUT_OF_RANGE for a code that
// this library does not know. Free the list with cpl_codes_free.
function cpl_codes_explain(ACode: PAnsiChar; ACodeLen: NativeUInt; ALang: UInt32; ACodes: PPCplCodes): UInt32; cdecl; external CPL_LIBRARY;
// Number of codes in the list.
function cpl_codes_count(ACodes: PCplCodes; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with the code at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_codes_get(ACodes: PCplCodes; AIndex: NativeUInt; AInfo: PCplCodeInfo): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_codes_free(ACodes: PCplCodes); cdecl; external CPL_LIBRARY;
// The status that the call returned.
function cpl_error_status(AError: PCplError; AStatus: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Stable code of what happened, one word such as `unknown_office`: finer than the status, for logs and for support. The
// text belongs to the error.
function cpl_error_code(AError: PCplError; ACode: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// What happened, for the person at the screen. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text belongs to the error.
function cpl_error_message(AError: PCplError; ALang: UInt32; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// What to do next, for the person at the screen. The text belongs to the error.
function cpl_error_hint(AError: PCplError; ALang: UInt32; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// 1 when the same call may succeed later without anybody changing anything, else 0.
function cpl_error_is_retryable(AError: PCplError; AIsRetryable: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Seconds to wait before trying again; 0 where nothing is said of that.
function cpl_error_retry_after(AError: PCplError; ASeconds: PUInt64): UInt32; cdecl; external CPL_LIBRARY;
// Where the cause is, as far as that can be said: a file, a record of it, an item of that.
function cpl_error_place(AError: PCplError; APlace: PCplPlace): UInt32; cdecl; external CPL_LIBRARY;
// The findings of what was refused: a set, a document, a value; an empty list for other errors. Free it with cpl_findings_free.
function cpl_error_findings(AError: PCplError; ALang: UInt32; AFindings: PPCplFindings): UInt32; cdecl; external CPL_LIBRARY;
// Frees an error; NULL is allowed.
procedure cpl_error_free(AError: PCplError); cdecl; external CPL_LIBRARY;
// Number of kinds of file.
function cpl_file_kind_count(ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with the kind of file at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_file_kind_get(AIndex: NativeUInt; AInfo: PCplFileKind): UInt32; cdecl; external CPL_LIBRARY;
// Number of kinds of set in an edition (CPL_EDITION_…).
function cpl_set_kind_count(AEdition: UInt32; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with the kind of set at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_set_kind_get(AEdition: UInt32; AIndex: NativeUInt; AInfo: PCplSetKind): UInt32; cdecl; external CPL_LIBRARY;
// The kind of file number `file`, from 0, of the kind of set at `index`, such as UPPLAN. The text is static.
function cpl_set_kind_file(AEdition: UInt32; AIndex: NativeUInt; AFile: NativeUInt; AKind: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The Japanese name of サービス種類コード `code`, two characters. The text is static. CPL_OUT_OF_RANGE for a kind that the
// standard does not name.
function cpl_service_kind_name(ACode: PAnsiChar; ACodeLen: NativeUInt; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The layout of a kind of file, such as UPPLAN, in an edition (CPL_EDITION_…). CPL_OUT_OF_RANGE for the image, and for a
// kind that the edition does not have. Free it with cpl_layout_free.
function cpl_layout_of_kind(AKind: PAnsiChar; AKindLen: NativeUInt; AEdition: UInt32; ALayout: PPCplLayout): UInt32; cdecl; external CPL_LIBRARY;
// The kind of file that has this layout, such as UPPLAN. The text is static.
function cpl_layout_kind(ALayout: PCplLayout; AKind: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Number of items.
function cpl_layout_item_count(ALayout: PCplLayout; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `item` with item No. `no`, from 1. CPL_OUT_OF_RANGE past the end.
function cpl_layout_item(ALayout: PCplLayout; ANo: UInt32; AItem: PCplItem): UInt32; cdecl; external CPL_LIBRARY;
// 項番 of the item with a name: its English identifier, or else its 項目名 (the first one, where several have it).
// CPL_OUT_OF_RANGE when there is none.
function cpl_layout_find(ALayout: PCplLayout; AName: PAnsiChar; ANameLen: NativeUInt; ANo: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Number of codes that item No. `no` may have; 0 where it has no list of codes.
function cpl_layout_code_count(ALayout: PCplLayout; ANo: UInt32; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The code at `index`, from 0, of item No. `no`, and its Japanese meaning; the standard gives none in English. The texts
// are static. CPL_OUT_OF_RANGE past the end.
function cpl_layout_code(ALayout: PCplLayout; ANo: UInt32; AIndex: NativeUInt; ACode: PCplText; AMeaningJa: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The Japanese meaning of a code of item No. `no`. The text is static. CPL_OUT_OF_RANGE for a code that it may not have.
function cpl_layout_code_meaning(ALayout: PCplLayout; ANo: UInt32; ACode: PAnsiChar; ACodeLen: NativeUInt; AMeaningJa: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a layout; NULL is allowed.
procedure cpl_layout_free(ALayout: PCplLayout); cdecl; external CPL_LIBRARY;
// Reads and checks a file that is in memory. `name` is its file name without folders. The bytes are copied. `options` may be
// NULL.
//
// Only a mistake in the call fails: whatever is wrong with the file is told by cpl_document_findings.
function cpl_document_read(AName: PAnsiChar; ANameLen: NativeUInt; AContent: PByte; AContentLen: NativeUInt; AOptions: PCplReadOptions; ADocument: PPCplDocument; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Reads and checks a file on disk; `path` is UTF-8, its last part is the file name. `options` may be NULL.
function cpl_document_read_file(APath: PAnsiChar; APathLen: NativeUInt; AOptions: PCplReadOptions; ADocument: PPCplDocument; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The file name. The text belongs to the document.
function cpl_document_name(ADocument: PCplDocument; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The content, exactly as it came. The bytes belong to the document.
function cpl_document_bytes(ADocument: PCplDocument; AContent: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the document is, by its name and its content.
function cpl_document_get(ADocument: PCplDocument; AInfo: PCplDocumentInfo): UInt32; cdecl; external CPL_LIBRARY;
// The layout of its records. CPL_OUT_OF_RANGE for the image and for files of no known kind. Free it with cpl_layout_free.
function cpl_document_layout(ADocument: PCplDocument; ALayout: PPCplLayout): UInt32; cdecl; external CPL_LIBRARY;
// Number of data records.
function cpl_document_record_count(ADocument: PCplDocument; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// All items of all records at once, decoded to UTF-8, without quotes; nothing is copied. They belong to the document. The
// first of these calls decodes, which takes about as long as reading the file did; those that follow cost nothing.
function cpl_document_items(ADocument: PCplDocument; AItems: PCplItems): UInt32; cdecl; external CPL_LIBRARY;
// Item No. `no`, from 1, of data record `record`, from 1. The text belongs to the document. CPL_OUT_OF_RANGE when there is
// no such record or item. Decodes the whole document at the first call, as cpl_document_items does.
function cpl_document_item(ADocument: PCplDocument; ARecord: NativeUInt; ANo: UInt32; AValue: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// What there is to say about the file, in one language. Free the list with cpl_findings_free.
function cpl_document_findings(ADocument: PCplDocument; ALang: UInt32; AFindings: PPCplFindings): UInt32; cdecl; external CPL_LIBRARY;
// Writes the document, under its own name, into a folder, which must be there. It is written under another name first, so
// that nobody reads half a file. `flags` is 0 or CPL_WRITE_REPLACE; without it, CPL_FILE_EXISTS where the name is taken.
function cpl_document_write(ADocument: PCplDocument; AFolder: PAnsiChar; AFolderLen: NativeUInt; AFlags: UInt32; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Frees a document; NULL is allowed. A set or delivery that holds the same file keeps it.
procedure cpl_document_free(ADocument: PCplDocument); cdecl; external CPL_LIBRARY;
// Data record `number`, from 1, decoded. Free it with cpl_record_free. CPL_OUT_OF_RANGE past the end.
function cpl_document_record(ADocument: PCplDocument; ANumber: NativeUInt; ARecord: PPCplRecord): UInt32; cdecl; external CPL_LIBRARY;
// Number of items in the record; it can differ from the layout's in a faulty file.
function cpl_record_item_count(ARecord: PCplRecord; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The whole record at once: its items, decoded, without quotes. They belong to the record. `record_count` is 1.
function cpl_record_items(ARecord: PCplRecord; AItems: PCplItems): UInt32; cdecl; external CPL_LIBRARY;
// Value of item No. `no` of the layout, from 1, without quotes. The text belongs to the record.
function cpl_record_item(ARecord: PCplRecord; ANo: UInt32; AValue: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Value of the item with a name: its English identifier, such as target_month, or its 項目名. The text belongs to the
// record. CPL_OUT_OF_RANGE when the layout has no such item, or the record is too short to have it.
function cpl_record_item_named(ARecord: PCplRecord; AName: PAnsiChar; ANameLen: NativeUInt; AValue: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The bytes of item No. `no`, from 1, as they stand in the file, with quotes. They belong to the record.
function cpl_record_item_bytes(ARecord: PCplRecord; ANo: UInt32; ABytes: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// 項目名 of item No. `no`, from 1. The text is static.
function cpl_record_item_name(ARecord: PCplRecord; ANo: UInt32; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a record; NULL is allowed.
procedure cpl_record_free(ARecord: PCplRecord); cdecl; external CPL_LIBRARY;
// Begins a file without records, with a name of edition 4.1.
//
// `kind`: the beginning of the name, such as UPPLAN, but not UPKIHON_IMAGE, which has no records: see cpl_image_name.
// `month` (年月): YYYYMM for kinds whose names carry one, 000000 for UPHOSOKU of a care plan, else empty. `sender` and
// `receiver`: office number and service kind, NNNNNNNNNN_KK; the receiver may be empty while it is not chosen. `stamp`
// (作成日時): YYYYMMDDHHMMSS, the same for all files of a set.
//
// CPL_BAD_ARGUMENT for a part that is not of its form; CPL_VALUE_REFUSED for parts that no file name has together.
function cpl_file_draft_new(AKind: PAnsiChar; AKindLen: NativeUInt; AMonth: PAnsiChar; AMonthLen: NativeUInt; ASender: PAnsiChar; ASenderLen: NativeUInt; AReceiver: PAnsiChar; AReceiverLen: NativeUInt; AStamp: PAnsiChar; AStampLen: NativeUInt; ADraft: PPCplFileDraft; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Begins to edit a file as it was read. What is not edited keeps its bytes; the form becomes strict (MS932, CR LF, no
// header, quotes around free text only). The document stays as it is.
//
// CPL_DOCUMENT_REFUSED, with findings, for a file whose name or records cannot be read for certain; cpl_repair may help.
function cpl_file_draft_of(ADocument: PCplDocument; ADraft: PPCplFileDraft; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 画像のファイル名: the name, of edition 4.1, of an image of a basic record (UPKIHON_IMAGE): UTF-8 in a blob. An image has no
// records and no draft: cpl_document_read makes a document of this name and the bytes of the JPEG file.
//
// `sender`, `receiver` and `stamp` are those of cpl_file_draft_new. `branch` (枝番): from 0 to 9999, another for each image
// of a set. CPL_BAD_ARGUMENT for a part that is not of its form, CPL_VALUE_REFUSED for parts that no file name has together.
// Free the name with cpl_blob_free.
function cpl_image_name(ASender: PAnsiChar; ASenderLen: NativeUInt; AReceiver: PAnsiChar; AReceiverLen: NativeUInt; AStamp: PAnsiChar; AStampLen: NativeUInt; ABranch: UInt32; AName: PPCplBlob; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The file name as it is now: UTF-8 in a blob. Free it with cpl_blob_free.
function cpl_file_draft_name(ADraft: PCplFileDraft; AName: PPCplBlob): UInt32; cdecl; external CPL_LIBRARY;
// The layout of its records. Free it with cpl_layout_free.
function cpl_file_draft_layout(ADraft: PCplFileDraft; ALayout: PPCplLayout): UInt32; cdecl; external CPL_LIBRARY;
// Number of records.
function cpl_file_draft_record_count(ADraft: PCplFileDraft; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Gives the file another receiver (NNNNNNNNNN_KK) or another stamp (YYYYMMDDHHMMSS); what is empty stays as it is. Only
// for names of edition 4.1; cpl_upgrade makes those.
function cpl_file_draft_readdress(ADraft: PCplFileDraft; AReceiver: PAnsiChar; AReceiverLen: NativeUInt; AStamp: PAnsiChar; AStampLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Changes the month (YYYYMM, or 000000) in the file name and in every record.
function cpl_file_draft_set_month(ADraft: PCplFileDraft; AMonth: PAnsiChar; AMonthLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// A copy of record `number`, from 1; or, for 0, a record that fits the file: with its version and month, and nothing else.
// It is not in the file until it is put there. CPL_OUT_OF_RANGE past the end. Free it with cpl_record_draft_free.
function cpl_file_draft_record(ADraft: PCplFileDraft; ANumber: NativeUInt; ARecord: PPCplRecordDraft): UInt32; cdecl; external CPL_LIBRARY;
// Puts a copy of the record before record `number`, from 1; for 0, at the end. CPL_VALUE_REFUSED for a record of another
// kind, edition or month.
function cpl_file_draft_insert(ADraft: PCplFileDraft; ANumber: NativeUInt; ARecord: PCplRecordDraft; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Puts a copy of the record in the place of record `number`, from 1.
function cpl_file_draft_replace(ADraft: PCplFileDraft; ANumber: NativeUInt; ARecord: PCplRecordDraft; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Takes record `number`, from 1, out of the file.
function cpl_file_draft_remove(ADraft: PCplFileDraft; ANumber: NativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Makes a document of the file as it is now: MS932, CR LF, no header, free text quoted, the rest bare. The draft stays, and
// can be edited further. cpl_document_bytes gives the bytes, cpl_document_write writes the file.
//
// CPL_DOCUMENT_REFUSED, with findings, for a file with an empty mandatory item or any other error. Only a value that was
// read so and has not been set since is written even where it is wrong; the findings of the document tell it.
function cpl_file_draft_finish(ADraft: PCplFileDraft; ADocument: PPCplDocument; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Begins a record as a copy of record `number`, from 1, of a document. CPL_VALUE_REFUSED for one whose items cannot be told
// for certain. Free it with cpl_record_draft_free.
function cpl_record_draft_of(ADocument: PCplDocument; ANumber: NativeUInt; ARecord: PPCplRecordDraft; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Sets item No. `no`, from 1, to the text that it has in a file, without quotes; empty text empties it. Either all is right
// and it is set, or CPL_VALUE_REFUSED says why not and it stays as it was. Characters that MS932 lacks are refused:
// cpl_substitute tells what may be written for them.
function cpl_record_draft_set(ARecord: PCplRecordDraft; ANo: UInt32; AValue: PAnsiChar; AValueLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The same for the item with a name: its English identifier, such as target_month, or its 項目名.
function cpl_record_draft_set_named(ARecord: PCplRecordDraft; AName: PAnsiChar; ANameLen: NativeUInt; AValue: PAnsiChar; AValueLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Sets items No. 1 to No. `count` in one call; one whose `data` is NULL stays as it is. Either all are right and all are
// set, or none is, and CPL_VALUE_REFUSED tells of the first that is refused.
function cpl_record_draft_set_all(ARecord: PCplRecordDraft; AValues: PCplText; ACount: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// What item No. `no`, from 1, holds now, decoded: UTF-8 in a blob. Free it with cpl_blob_free.
function cpl_record_draft_text(ARecord: PCplRecordDraft; ANo: UInt32; AValue: PPCplBlob): UInt32; cdecl; external CPL_LIBRARY;
// Takes over what `other` holds in the items that both have by the same identifier, all but the CSVバージョン: actuals
// (実績) begin as a copy of the plan (予定).
function cpl_record_draft_take_over(ARecord: PCplRecordDraft; AOther: PCplRecordDraft): UInt32; cdecl; external CPL_LIBRARY;
// Frees a record; NULL is allowed. What was put into a file stays there.
procedure cpl_record_draft_free(ARecord: PCplRecordDraft); cdecl; external CPL_LIBRARY;
// Frees a file; NULL is allowed. Documents that were made of it stay.
procedure cpl_file_draft_free(ADraft: PCplFileDraft); cdecl; external CPL_LIBRARY;
// 文字の置き換え: replaces the characters of a text, UTF-8, that MS932 lacks, such as 〜 (U+301C), − (U+2212) or 𠮷, and tells
// each replacement; show them to a person. cpl_record_draft_set takes the new text as far as the item allows its characters.
// What MS932 holds is never touched. Nothing is guessed: what no step knows becomes 〓. `options` may be NULL: all steps, no table.
//
// CPL_VALUE_REFUSED, with CPL_WITHOUT_LAST_RESORT only, where nothing replaces a character; the message says which.
// CPL_BAD_ARGUMENT for an entry of the table that cannot be used. Free the result with cpl_substituted_free.
function cpl_substitute(AText: PAnsiChar; ATextLen: NativeUInt; AOptions: PCplSubstitutionOptions; ASubstituted: PPCplSubstituted; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The new text; the given one where nothing had to be replaced. It belongs to the result.
function cpl_substituted_text(ASubstituted: PCplSubstituted; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Number of replacements; 0 where MS932 holds the whole text.
function cpl_substituted_count(ASubstituted: PCplSubstituted; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `substitution` with the replacement at `index`, from 0, in the order of the text; `lang` is CPL_LANG_… for what is
// for people. CPL_OUT_OF_RANGE past the end.
function cpl_substituted_get(ASubstituted: PCplSubstituted; AIndex: NativeUInt; ALang: UInt32; ASubstitution: PCplSubstitution): UInt32; cdecl; external CPL_LIBRARY;
// Frees a result; NULL is allowed.
procedure cpl_substituted_free(ASubstituted: PCplSubstituted); cdecl; external CPL_LIBRARY;
// Applies the repairs that are safe (修正): line ends, quotes, encoding, the form of dates and names, and so on; no value
// is guessed. The document stays as it is. Free the result with cpl_repaired_free.
function cpl_repair(ADocument: PCplDocument; ARepaired: PPCplRepaired; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The repaired file, read and checked. Free it with cpl_document_free; it may outlive the result.
function cpl_repaired_document(ARepaired: PCplRepaired; ADocument: PPCplDocument): UInt32; cdecl; external CPL_LIBRARY;
// Number of changes; 0 for a file that needs nothing.
function cpl_repaired_count(ARepaired: PCplRepaired; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `change` with the change at `index`, from 0, in one language. CPL_OUT_OF_RANGE past the end.
function cpl_repaired_get(ARepaired: PCplRepaired; AIndex: NativeUInt; ALang: UInt32; AChange: PCplChange): UInt32; cdecl; external CPL_LIBRARY;
// Why some repairs could not be done, and what to do, for people; empty where nothing stood in the way. The text is static.
function cpl_repaired_obstacle(ARepaired: PCplRepaired; ALang: UInt32; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a result; NULL is allowed.
procedure cpl_repaired_free(ARepaired: PCplRepaired); cdecl; external CPL_LIBRARY;
// Brings files of editions 3.x and 4.0 to 4.1 (版の変換), set by set; each set whole or not at all. Files of 4.1 pass
// through. The documents stay as they are.
//
// `sender_kind` and `receiver_kind` (サービス種類コード, two characters) are for names that do not tell them; where they are
// empty they are derived if that can be done for certain. What could not be done is told by cpl_upgraded_findings, not by
// an error. Free the result with cpl_upgraded_free.
function cpl_upgrade(ADocuments: PPCplDocument; ACount: NativeUInt; ASenderKind: PAnsiChar; ASenderKindLen: NativeUInt; AReceiverKind: PAnsiChar; AReceiverKindLen: NativeUInt; AUpgraded: PPCplUpgraded; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of files of edition 4.1 that came out.
function cpl_upgraded_count(AUpgraded: PCplUpgraded; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the result.
function cpl_upgraded_document(AUpgraded: PCplUpgraded; AIndex: NativeUInt; ADocument: PPCplDocument): UInt32; cdecl; external CPL_LIBRARY;
// The name of the old file that the file at `index`, from 0, was made of. The text belongs to the result.
function cpl_upgraded_source(AUpgraded: PCplUpgraded; AIndex: NativeUInt; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Number of changes to the file at `index`, from 0; 0 for one that was of 4.1 already.
function cpl_upgraded_change_count(AUpgraded: PCplUpgraded; AIndex: NativeUInt; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Change number `change`, from 0, to the file at `index`, for people. The text belongs to the result.
function cpl_upgraded_change(AUpgraded: PCplUpgraded; AIndex: NativeUInt; AChange: NativeUInt; ALang: UInt32; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Why sets were refused, where service kinds come from, and what a person must supply. Free it with cpl_findings_free.
function cpl_upgraded_findings(AUpgraded: PCplUpgraded; ALang: UInt32; AFindings: PPCplFindings): UInt32; cdecl; external CPL_LIBRARY;
// Frees a result; NULL is allowed.
procedure cpl_upgraded_free(AUpgraded: PCplUpgraded); cdecl; external CPL_LIBRARY;
// Builds a set from `count` documents, which stay the caller's. Each file counts by the profile that it was read with, the
// files against each other by CPL_PROFILE_STANDARD; a group of cpl_group_folder takes another.
//
// CPL_SET_REFUSED when they are no set or hold errors; cpl_error_findings says what to mend.
function cpl_set_build(ADocuments: PPCplDocument; ACount: NativeUInt; ASet: PPCplSet; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the set is.
function cpl_set_get(ASet: PCplSet; AInfo: PCplSetInfo): UInt32; cdecl; external CPL_LIBRARY;
// Number of files.
function cpl_set_document_count(ASet: PCplSet; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The file at `index`, from 0. Free it with cpl_document_free; it may outlive the set.
function cpl_set_document(ASet: PCplSet; AIndex: NativeUInt; ADocument: PPCplDocument): UInt32; cdecl; external CPL_LIBRARY;
// What there is to say about its files against each other: warnings and notes. Each file has findings of its own besides.
// Free the list with cpl_findings_free.
function cpl_set_findings(ASet: PCplSet; ALang: UInt32; AFindings: PPCplFindings): UInt32; cdecl; external CPL_LIBRARY;
// Frees a set; NULL is allowed.
procedure cpl_set_free(ASet: PCplSet); cdecl; external CPL_LIBRARY;
// Sorts `count` documents, which stay the caller's, into the sets that they were made for: files that share stamp, sender,
// receiver and month. A file that differs in one of these joins the set that lacks it, where there is only one such set.
// The files are rated against each other by CPL_PROFILE_STANDARD. Free the result with cpl_groups_free.
function cpl_group(ADocuments: PPCplDocument; ACount: NativeUInt; AGroups: PPCplGroups; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The same for the files of a folder, without its subfolders, that end in .csv or .jpg, whatever their case. They are read
// in the order of their names. `options` may be NULL; their profile holds for each file, for the files of a group against each
// other, and for cpl_groups_build. Free the result with cpl_groups_free.
function cpl_group_folder(AFolder: PAnsiChar; AFolderLen: NativeUInt; AOptions: PCplReadOptions; AGroups: PPCplGroups; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of groups, in the order of their first files.
function cpl_groups_count(AGroups: PCplGroups; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the group at `index`, from 0, is, or was most likely meant to be. CPL_OUT_OF_RANGE past the end.
function cpl_groups_get(AGroups: PCplGroups; AIndex: NativeUInt; AInfo: PCplSetInfo): UInt32; cdecl; external CPL_LIBRARY;
// File number `document_index`, from 0, of the group at `index`. Free it with cpl_document_free; it may outlive the groups.
function cpl_groups_document(AGroups: PCplGroups; AIndex: NativeUInt; ADocumentIndex: NativeUInt; ADocument: PPCplDocument): UInt32; cdecl; external CPL_LIBRARY;
// What there is to say about the group as a set: what is missing, and its files against each other. Each file has findings
// of its own besides, and a file that belongs to no set has only those. Free the list with cpl_findings_free.
function cpl_groups_findings(AGroups: PCplGroups; AIndex: NativeUInt; ALang: UInt32; AFindings: PPCplFindings): UInt32; cdecl; external CPL_LIBRARY;
// Builds a set of the group at `index`, from 0, as cpl_set_build does, by the profile of the groups. Free it with cpl_set_free.
function cpl_groups_build(AGroups: PCplGroups; AIndex: NativeUInt; ASet: PPCplSet; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Frees groups; NULL is allowed.
procedure cpl_groups_free(AGroups: PCplGroups); cdecl; external CPL_LIBRARY;
// Makes a switch that is not thrown.
function cpl_cancel_new(ACancel: PPCplCancel): UInt32; cdecl; external CPL_LIBRARY;
// Throws the switch, from any thread: the calls that it was given to come back with CPL_CANCELLED within about a second, and
// so does every call that it is given to later. What was stored stays stored, and goes on with the next cpl_office_sync.
function cpl_cancel_request(ACancel: PCplCancel): UInt32; cdecl; external CPL_LIBRARY;
// 1 when the switch was thrown, else 0.
function cpl_cancel_is_requested(ACancel: PCplCancel; AIsRequested: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Frees a switch; NULL is allowed. No call may be using it.
procedure cpl_cancel_free(ACancel: PCplCancel); cdecl; external CPL_LIBRARY;
// Opens the office of a profile folder (profile.toml and the files that it names) and its store, which is made at the first
// time. Uses no network and starts no thread. `options` may be NULL.
//
// CPL_STORE_IN_USE when another program, or another handle, has it open. Free it with cpl_office_free.
function cpl_office_open(AFolder: PAnsiChar; AFolderLen: NativeUInt; AOptions: PCplOfficeOptions; AOffice: PPCplOffice; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 事業所番号, ten characters. The text belongs to the office.
function cpl_office_number(AOffice: PCplOffice; ANumber: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the office is.
function cpl_office_get(AOffice: PCplOffice; AInfo: PCplOfficeInfo): UInt32; cdecl; external CPL_LIBRARY;
// Number of certificates (電子証明書) that this office itself has in its profile; 0 for an office that uses folders without.
function cpl_office_certificate_count(AOffice: PCplOffice; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The certificate at `index`, from 0, that this office itself has, newest first: when it ends, and what people compare.
// CPL_OUT_OF_RANGE past the end. Free it with cpl_certificate_free; it may outlive the office.
function cpl_office_certificate(AOffice: PCplOffice; AIndex: NativeUInt; ACertificate: PPCplCertificate; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 操作者: who is named in the access log from now on, for the whole office: the host's own name of its user. It is the office
// number at first.
function cpl_office_set_actor(AOffice: PCplOffice; AName: PAnsiChar; ANameLen: NativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Reads profile.toml and the identities that it names again, so that a renewed certificate (電子証明書の更新) needs no
// restart, with a worker or without. Where that fails, everything stays as it was.
function cpl_office_reload_identities(AOffice: PCplOffice; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Reads the password of the relay again: it was changed, or the relay had refused it (CPL_WRONG_PASSWORD).
function cpl_office_reload_account(AOffice: PCplOffice; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Hands over the password of the relay, for a program that keeps it itself: it goes before the one in a file of the profile,
// and is forgotten with this handle. The next call to the relay tries it.
function cpl_office_set_password(AOffice: PCplOffice; APassword: PAnsiChar; APasswordLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Reads the files and the folder of revocation lists (失効リスト) that the profile names again.
function cpl_office_reload_crls(AOffice: PCplOffice; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Takes newer revocation lists (失効リスト), PEM or DER, and keeps them in the folder of the profile where there is one. `added`
// gets how many were new and may be NULL. CPL_TRUST_INVALID for one that cannot be used.
function cpl_office_add_crl(AOffice: PCplOffice; ACrl: PByte; ACrlLen: NativeUInt; AAdded: PUInt32; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Closes an office; NULL is allowed. A worker that runs keeps it open, and goes on calling the callbacks that were set. Where
// the system is still looking up the name of a host, this waits for that, one second at most.
procedure cpl_office_free(AOffice: PCplOffice); cdecl; external CPL_LIBRARY;
// Signs the set, seals it and keeps it in the store: after CPL_OK it is sent by cpl_office_sync or a worker, over crashes,
// restarts and lost networks, until it is taken or ends in another final state. Works without a network. An office that uses
// folders writes the files into its folder for upload.
//
// The same set again is the message that is there already (cpl_outgoing_is_new gives 0), so a program that crashed may
// simply repeat the call; its subject and text stay as they were. `flags` is 0 or CPL_SEND_AGAIN. Subject (件名) and text
// (本文) may be empty. `outgoing` may be NULL. CPL_NOT_SENDER when the set is another office's.
function cpl_office_send(AOffice: PCplOffice; ASet: PCplSet; ASubject: PAnsiChar; ASubjectLen: NativeUInt; ABody: PAnsiChar; ABodyLen: NativeUInt; AFlags: UInt32; AOutgoing: PPCplOutgoing; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 1 when the message was made by this call, 0 when the same set was there already.
function cpl_outgoing_is_new(AOutgoing: PCplOutgoing; AIsNew: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Id of the message, a UUID in its text form. The text belongs to the message.
function cpl_outgoing_id(AOutgoing: PCplOutgoing; AId: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a message; NULL is allowed.
procedure cpl_outgoing_free(AOutgoing: PCplOutgoing); cdecl; external CPL_LIBRARY;
// 取消: withdraws a sent message. One that has not left yet is withdrawn at once; others by the next cpl_office_sync, if the
// receiver has not taken them before: cpl_office_sent shows how it ended. CPL_WRONG_STATE when it has ended already.
function cpl_office_withdraw(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 送受信: sends and receives once: hands over what waits, fetches what has arrived, hands in receipts and takes those that
// came. One message that cannot be handled does not hold up the others. After an error nothing is lost: what waits stays in the store, and the next call
// goes on. Passes of one office run one after the other.
//
// With `report` NULL, the call returns the status of the first thing that did not go well. With a report it returns CPL_OK
// whenever there was a pass, and the report tells what did not go well: look at cpl_sync_info.ended_by and problems. A
// call that was ended by `control` returns CPL_CANCELLED in both cases. Free the report with cpl_sync_report_free.
function cpl_office_sync(AOffice: PCplOffice; AControl: PCplControl; AReport: PPCplSyncReport; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the pass did.
function cpl_sync_report_get(AReport: PCplSyncReport; AInfo: PCplSyncInfo): UInt32; cdecl; external CPL_LIBRARY;
// Number of problems that are listed, at most 100.
function cpl_sync_report_problem_count(AReport: PCplSyncReport; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `problem` with the problem at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_sync_report_problem(AReport: PCplSyncReport; AIndex: NativeUInt; AProblem: PCplSyncProblem): UInt32; cdecl; external CPL_LIBRARY;
// Frees a report; NULL is allowed.
procedure cpl_sync_report_free(AReport: PCplSyncReport); cdecl; external CPL_LIBRARY;
// 自動送受信: sends and receives in threads of its own from now on, at once when there is news. What goes wrong it tries again,
// later each time; cpl_office_overview tells how it stands. CPL_WORKER_RUNS where the office has one already.
function cpl_worker_start(AOffice: PCplOffice; AWorker: PPCplWorker; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Has the worker of the office try now what it waits with, such as after the network came back; without a worker nothing
// happens. Sending, acknowledging and the like wake it by themselves.
function cpl_office_wake(AOffice: PCplOffice): UInt32; cdecl; external CPL_LIBRARY;
// Stops the worker, waits for its threads, which takes a second or two at most, and frees it; NULL is allowed. Callbacks may
// come until it returns, so do not hold a lock that they need. From within a callback it does not wait for its own thread,
// which tells no more events but may still write lines of log: end the log before with cpl_office_set_log_handler, unless
// what its context points to stays.
procedure cpl_worker_stop(AWorker: PCplWorker); cdecl; external CPL_LIBRARY;
// What this office sent, as the store knows it since the last cpl_office_sync, with verified receipts; newest first. `query`
// may be NULL for all. Uses no network. Free the list with cpl_sent_free.
function cpl_office_sent(AOffice: PCplOffice; AQuery: PCplQuery; ASent: PPCplSent; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The message `id` as a list of one, with its cover. CPL_UNKNOWN_MESSAGE where there is none. Free it with cpl_sent_free.
function cpl_office_sent_message(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; ASent: PPCplSent; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of messages in the list.
function cpl_sent_count(ASent: PCplSent; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_sent_get(ASent: PCplSent; AIndex: NativeUInt; AInfo: PCplSentInfo): UInt32; cdecl; external CPL_LIBRARY;
// 履歴: how many states the message at `index` has had.
function cpl_sent_step_count(ASent: PCplSent; AIndex: NativeUInt; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with state number `step`, from 0 for the oldest, of the message at `index`.
function cpl_sent_step(ASent: PCplSent; AIndex: NativeUInt; AStep: NativeUInt; AInfo: PCplStep): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with file number `file`, from 0, that the cover of the message at `index` names. CPL_OUT_OF_RANGE past the end
// and where the list has no cover.
function cpl_sent_file(ASent: PCplSent; AIndex: NativeUInt; AFile: NativeUInt; AInfo: PCplCoverFile): UInt32; cdecl; external CPL_LIBRARY;
// What a state CPL_SENT_… is called before people, such as 受領済. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text is static.
function cpl_sent_state_name(AState: UInt32; ALang: UInt32; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_sent_free(ASent: PCplSent); cdecl; external CPL_LIBRARY;
// What came for this office, as the store knows it since the last cpl_office_sync; oldest stamp first, the order in which
// messages are to be taken. `query` may be NULL for all; its states CPL_RECEIVED_TO_TAKE give what waits to be taken and
// acknowledged. Uses no network. Free the list with cpl_received_free.
function cpl_office_received(AOffice: PCplOffice; AQuery: PCplQuery; AReceived: PPCplReceived; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The message `id` as a list of one. CPL_UNKNOWN_MESSAGE where there is none. Free it with cpl_received_free.
function cpl_office_received_message(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; AReceived: PPCplReceived; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of messages in the list.
function cpl_received_count(AReceived: PCplReceived; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_received_get(AReceived: PCplReceived; AIndex: NativeUInt; AInfo: PCplReceivedInfo): UInt32; cdecl; external CPL_LIBRARY;
// 履歴: how many states the message at `index` has had.
function cpl_received_step_count(AReceived: PCplReceived; AIndex: NativeUInt; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with state number `step`, from 0 for the oldest, of the message at `index`.
function cpl_received_step(AReceived: PCplReceived; AIndex: NativeUInt; AStep: NativeUInt; AInfo: PCplStep): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with file number `file`, from 0, that the cover of the message at `index` names. CPL_OUT_OF_RANGE past the end.
function cpl_received_file(AReceived: PCplReceived; AIndex: NativeUInt; AFile: NativeUInt; AInfo: PCplCoverFile): UInt32; cdecl; external CPL_LIBRARY;
// What a state CPL_RECEIVED_… is called before people, such as 取込済. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text is
// static.
function cpl_received_state_name(AState: UInt32; ALang: UInt32; AName: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_received_free(AReceived: PCplReceived); cdecl; external CPL_LIBRARY;
// 取込: opens the message `id` and verifies seal, signature, certificate, sender, receiver and files; fetches it first if it is
// not here yet. It may be taken again as long as its content is kept. Free it with cpl_delivery_free.
//
// The caller stores the files in its own database and then calls cpl_office_acknowledge. What does not hold is told by the
// statuses of the 400 block; cpl_office_reject tells the sender.
function cpl_office_take(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; AControl: PCplControl; ADelivery: PPCplDelivery; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Opens a message that this office sent, while its content is kept: what was sent can be shown again. CPL_CONTENT_GONE
// afterwards. Free it with cpl_delivery_free.
function cpl_office_open_sent(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; ADelivery: PPCplDelivery; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the message says of itself.
function cpl_delivery_get(ADelivery: PCplDelivery; AInfo: PCplDeliveryInfo): UInt32; cdecl; external CPL_LIBRARY;
// Fills `signer` with who signed the message. CPL_OUT_OF_RANGE for what came through a folder, unsigned.
function cpl_delivery_signer(ADelivery: PCplDelivery; ASigner: PCplSigner): UInt32; cdecl; external CPL_LIBRARY;
// Number of files in the message.
function cpl_delivery_document_count(ADelivery: PCplDelivery; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The file at `index`, from 0, byte for byte as it was sent, read and checked. Free it with cpl_document_free; it may outlive
// the delivery.
function cpl_delivery_document(ADelivery: PCplDelivery; AIndex: NativeUInt; ADocument: PPCplDocument): UInt32; cdecl; external CPL_LIBRARY;
// Frees a delivery; NULL is allowed.
procedure cpl_delivery_free(ADelivery: PCplDelivery); cdecl; external CPL_LIBRARY;
// 取込の確定: states, signed, that the message `id` has been stored in the caller's own database. Call it only when that is
// true: the relay may then let go of the content. The receipt (受領証) is kept in the store and handed in by the next
// cpl_office_sync. Acknowledging twice is the same as once. CPL_NOT_TAKEN for a message that was not taken before.
function cpl_office_acknowledge(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 受取拒否: refuses the message `id`, for one of the reasons CPL_REJECT_…; the sender sees the reason. The next cpl_office_sync
// tells the relay.
function cpl_office_reject(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; AReason: UInt32; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The receipt of the message `id`, verified. `which` is CPL_RECEIPT_OF_…. CPL_NO_RECEIPT as long as there is none;
// CPL_CONTENT_INVALID where it does not hold. Free it with cpl_receipt_free.
function cpl_office_receipt(AOffice: PCplOffice; AWhich: UInt32; AId: PAnsiChar; AIdLen: NativeUInt; AReceipt: PPCplReceipt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the receipt states.
function cpl_receipt_get(AReceipt: PCplReceipt; AInfo: PCplReceiptInfo): UInt32; cdecl; external CPL_LIBRARY;
// Fills `signer` with who signed the receipt.
function cpl_receipt_signer(AReceipt: PCplReceipt; ASigner: PCplSigner): UInt32; cdecl; external CPL_LIBRARY;
// The receipt as it was signed, CMS SignedData in DER; empty for one that cpl_office_verify_evidence gave. The bytes belong
// to the receipt.
function cpl_receipt_bytes(AReceipt: PCplReceipt; ABytes: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// Frees a receipt; NULL is allowed.
procedure cpl_receipt_free(AReceipt: PCplReceipt); cdecl; external CPL_LIBRARY;
// 証跡: a message that was sent and taken and its receipt in one file (ZIP) that anybody can verify, offline and years later,
// with cpl_office_verify_evidence, `careplan verify-evidence` or `openssl cms`. It holds the files in clear: keep it as they
// are kept. CPL_NO_RECEIPT before it was taken, CPL_CONTENT_GONE when its content is no longer kept.
function cpl_office_export_evidence(AOffice: PCplOffice; AId: PAnsiChar; AIdLen: NativeUInt; AEvidence: PPCplBlob; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Verifies an evidence file by the certificates that this office trusts: both signatures, both certificates as they were when
// they signed, the files, and that the receipt is for exactly this message. Gives the message and the receipt that are in
// it; each may be NULL. Statuses of the 400 block tell what does not hold.
function cpl_office_verify_evidence(AOffice: PCplOffice; AEvidence: PByte; AEvidenceLen: NativeUInt; AMessage: PPCplDelivery; AReceipt: PPCplReceipt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The ids of messages that begin or end with these digits, for a person who types a part of one; `direction` is
// CPL_DIRECTION_SENT or CPL_DIRECTION_RECEIVED. Ids begin with their time, so their ends tell apart what was sent at once.
// Free the list with cpl_ids_free.
function cpl_office_find_ids(AOffice: PCplOffice; ADirection: UInt32; APart: PAnsiChar; APartLen: NativeUInt; AIds: PPCplIds; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of ids in the list.
function cpl_ids_count(AIds: PCplIds; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The id at `index`, from 0. CPL_OUT_OF_RANGE past the end. The text belongs to the list.
function cpl_ids_get(AIds: PCplIds; AIndex: NativeUInt; AId: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_ids_free(AIds: PCplIds); cdecl; external CPL_LIBRARY;
// Sets who is told of every change of every message from now on. `handler` NULL ends it.
//
// When this returns, the handler before neither runs nor will run: what its context points to may be freed. It waits for
// one that runs, so do not hold a lock that the handler needs; called from within the handler it does not wait, and that one
// runs to its end. What happened before, or while the program did not run, cpl_office_events tells.
function cpl_office_set_event_handler(AOffice: PCplOffice; AHandler: TCplEventFn; AContext: Pointer; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Every change of every message from behind event number `after` (0 for the first), at most `limit` of them (0 for all). They
// are kept with the messages: a program that notes the number of the last one it has seen misses none. Free the list with
// cpl_events_free.
function cpl_office_events(AOffice: PCplOffice; AAfter: UInt64; ALimit: UInt32; AEvents: PPCplEvents; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of events in the list.
function cpl_events_count(AEvents: PCplEvents; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `event` with the event at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_events_get(AEvents: PCplEvents; AIndex: NativeUInt; AEvent: PCplEvent): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_events_free(AEvents: PCplEvents); cdecl; external CPL_LIBRARY;
// Sets who is told what the office does, up to `level` (CPL_LOG_…, 0 for CPL_LOG_INFO). `handler` NULL ends it.
//
// When this returns, the handler before neither runs nor will run: what its context points to may be freed. It waits for
// one that runs, so do not hold a lock that the handler needs; called from within the handler it does not wait, and calls
// that have begun, also on other threads, run to their end.
function cpl_office_set_log_handler(AOffice: PCplOffice; ALevel: UInt32; AHandler: TCplLogFn; AContext: Pointer): UInt32; cdecl; external CPL_LIBRARY;
// What the last cpl_office_sync, or the worker, found in the folder of downloads besides the sets, which stand in
// cpl_office_received. Empty before the first one, and for an office that uses a relay. Free it with cpl_folder_free.
function cpl_office_folder(AOffice: PCplOffice; AFolder: PPCplFolder; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// When that look was, RFC 3339 in UTC; empty where there was none. The text belongs to the folder.
function cpl_folder_looked_at(AFolder: PCplFolder; AAt: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Number of groups of files that are no set for this office.
function cpl_folder_refused_count(AFolder: PCplFolder; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `refused` with the group at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_folder_refused(AFolder: PCplFolder; AIndex: NativeUInt; ARefused: PCplRefused): UInt32; cdecl; external CPL_LIBRARY;
// Path of file number `file`, from 0, of the group at `index`. The text belongs to the folder.
function cpl_folder_refused_file(AFolder: PCplFolder; AIndex: NativeUInt; AFile: NativeUInt; APath: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// What is wrong with the group at `index`, in one language. Free the list with cpl_findings_free.
function cpl_folder_refused_findings(AFolder: PCplFolder; AIndex: NativeUInt; ALang: UInt32; AFindings: PPCplFindings): UInt32; cdecl; external CPL_LIBRARY;
// Number of files that are left for later.
function cpl_folder_unfinished_count(AFolder: PCplFolder; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `unfinished` with the file at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_folder_unfinished(AFolder: PCplFolder; AIndex: NativeUInt; AUnfinished: PCplUnfinished): UInt32; cdecl; external CPL_LIBRARY;
// Frees it; NULL is allowed.
procedure cpl_folder_free(AFolder: PCplFolder); cdecl; external CPL_LIBRARY;
// Asks the relay for the office of a number (ten characters): its name, whether it takes part, its certificates, as a list of
// one. What it says is remembered, so that a message for that office can be sealed without the relay for a day.
// CPL_UNKNOWN_OFFICE where there is none. Free the list with cpl_directory_free.
function cpl_office_find_office(AOffice: PCplOffice; ANumber: PAnsiChar; ANumberLen: NativeUInt; AControl: PCplControl; ADirectory: PPCplDirectory; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Asks the relay for offices whose name holds `name`: at most `limit` of them (0: as many as the relay gives; it may give
// fewer, cpl_directory_has_more tells), by number from behind `after`, which is empty for the first. CPL_RELAY_SETTINGS for an
// office that uses folders. Free the list with cpl_directory_free.
function cpl_office_search_offices(AOffice: PCplOffice; AName: PAnsiChar; ANameLen: NativeUInt; AAfter: PAnsiChar; AAfterLen: NativeUInt; ALimit: UInt32; AControl: PCplControl; ADirectory: PPCplDirectory; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of offices in the list.
function cpl_directory_count(ADirectory: PCplDirectory; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// 1 when more offices follow after the last one's number, else 0.
function cpl_directory_has_more(ADirectory: PCplDirectory; AHasMore: PUInt32): UInt32; cdecl; external CPL_LIBRARY;
// Fills `entry` with the office at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_directory_get(ADirectory: PCplDirectory; AIndex: NativeUInt; AEntry: PCplDirectoryEntry): UInt32; cdecl; external CPL_LIBRARY;
// 送信先の電子証明書: certificate number `certificate_index`, from 0, of the office at `index`: the newest first, as many as
// certificate_count says. cpl_seal wants all of them, since nobody knows which key the receiver opens with; it judges them.
// The office number is read by the rule in the profile of the office that asked. Free it with cpl_certificate_free; it may
// outlive the list.
//
// CPL_OUT_OF_RANGE past the end of either; where they cannot be read, the status in certificate_status.
function cpl_directory_certificate(ADirectory: PCplDirectory; AIndex: NativeUInt; ACertificateIndex: NativeUInt; ACertificate: PPCplCertificate; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_directory_free(ADirectory: PCplDirectory); cdecl; external CPL_LIBRARY;
// 接続の確認: asks the relay what it is. A program may test with it whether the relay can be reached; needs no login.
// CPL_RELAY_SETTINGS for an office that uses folders. Free the answer with cpl_relay_free.
function cpl_office_ask_relay(AOffice: PCplOffice; AControl: PCplControl; ARelay: PPCplRelay; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the relay said.
function cpl_relay_get(ARelay: PCplRelay; AInfo: PCplRelayInfo): UInt32; cdecl; external CPL_LIBRARY;
// Frees an answer; NULL is allowed.
procedure cpl_relay_free(ARelay: PCplRelay); cdecl; external CPL_LIBRARY;
// How the office stands, for a person who looks at it. Uses no network. Free it with cpl_overview_free.
function cpl_office_overview(AOffice: PCplOffice; AOverview: PPCplOverview; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with how the office stood.
function cpl_overview_get(AOverview: PCplOverview; AInfo: PCplOverviewInfo): UInt32; cdecl; external CPL_LIBRARY;
// How many messages stood in a state: CPL_SENT_… for `direction` CPL_DIRECTION_SENT, CPL_RECEIVED_… for
// CPL_DIRECTION_RECEIVED.
function cpl_overview_count(AOverview: PCplOverview; ADirection: UInt32; AState: UInt32; ACount: PUInt64): UInt32; cdecl; external CPL_LIBRARY;
// Frees an overview; NULL is allowed.
procedure cpl_overview_free(AOverview: PCplOverview); cdecl; external CPL_LIBRARY;
// Entries of the access log. The persons are keyed hashes that only this store can compare. `query` may be NULL for all. Free
// the list with cpl_access_log_free.
function cpl_office_access_log(AOffice: PCplOffice; AQuery: PCplAccessQuery; ALog: PPCplAccessLog; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of entries in the list.
function cpl_access_log_count(ALog: PCplAccessLog; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `entry` with the entry at `index`, from 0. CPL_OUT_OF_RANGE past the end.
function cpl_access_log_get(ALog: PCplAccessLog; AIndex: NativeUInt; AEntry: PCplAccessEntry): UInt32; cdecl; external CPL_LIBRARY;
// The keyed hash of person number `person`, from 0, of the entry at `index`, 64 lower-case hexadecimal digits. The text
// belongs to the list.
function cpl_access_log_person(ALog: PCplAccessLog; AIndex: NativeUInt; APerson: NativeUInt; AReference: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_access_log_free(ALog: PCplAccessLog); cdecl; external CPL_LIBRARY;
// The whole access log as JSON lines with its chain of hashes, for an inspection; that it was exported is logged behind it, and
// stands in the next export. `head` may be NULL. A log of years may be large: cpl_office_export_access_log_file does not
// hold it in memory. Free the log with cpl_blob_free, the head with cpl_access_head_free.
function cpl_office_export_access_log(AOffice: PCplOffice; ALog: PPCplBlob; AHead: PPCplAccessHead; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The same into the file `path`, UTF-8, in a folder that must be there. It is written under another name first, so that nobody
// reads half a log. `flags` is 0 or CPL_WRITE_REPLACE; without it, CPL_FILE_EXISTS where the name is taken. CPL_FILE_UNWRITABLE
// where the system refuses it. `head` may be NULL; free it with cpl_access_head_free.
function cpl_office_export_access_log_file(AOffice: PCplOffice; APath: PAnsiChar; APathLen: NativeUInt; AFlags: UInt32; AHead: PPCplAccessHead; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Verifies the access log in the store: every entry follows from the one before, and none is missing. CPL_ACCESS_LOG_CHANGED
// where that is not so. `head` may be NULL; free it with cpl_access_head_free.
function cpl_office_verify_access_log(AOffice: PCplOffice; AHead: PPCplAccessHead; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Verifies an exported access log, of any office and without a profile. CPL_ACCESS_LOG_CHANGED where it was changed or cut
// off. `head` may be NULL; free it with cpl_access_head_free.
function cpl_access_log_verify(ALog: PByte; ALogLen: NativeUInt; AHead: PPCplAccessHead; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with the end of the log.
function cpl_access_head_get(AHead: PCplAccessHead; AInfo: PCplAccessHeadInfo): UInt32; cdecl; external CPL_LIBRARY;
// Frees a head; NULL is allowed.
procedure cpl_access_head_free(AHead: PCplAccessHead); cdecl; external CPL_LIBRARY;
// バックアップ: a copy of the store in a folder that is not there yet, also while the office is in use.
function cpl_office_backup(AOffice: PCplOffice; AFolder: PAnsiChar; AFolderLen: NativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 復元: puts a backup back as the store of the office of a profile folder, which nobody may have open (CPL_STORE_IN_USE). The
// backup is checked first, and stays. What was there is not deleted: `moved_to`, which may be NULL, gets the path of the
// folder that it is in now, as UTF-8; empty where there was nothing.
//
// What was sent after the backup is not known here any more; what was received and not yet acknowledged then, or came later
// and is still at the relay, is offered once more.
function cpl_office_restore(AProfile: PAnsiChar; AProfileLen: NativeUInt; ABackup: PAnsiChar; ABackupLen: NativeUInt; AMovedTo: PPCplBlob; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// 整理: lets go of contents, and later of messages, that are final for longer than the profile says. The worker does it daily.
// `contents` and `messages` get how many of each, and may be NULL.
function cpl_office_clean_up(AOffice: PCplOffice; AContents: PUInt64; AMessages: PUInt64; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Reads an identity from a file, PEM or PKCS#12 (the content decides, not the name), or from a token where `source` is a
// PKCS#11 URI (`pkcs11:…`, RFC 7512). `password` is that of the file or the PIN of the token; it may be empty. `source` is
// UTF-8.
//
// `office_rule` (事業所番号の場所): where the certificate names its office, such as `subject.serialNumber`, which it is for
// empty text, or `subject.CN: kyotaku-{office}`; the same as office_rule in cpl_trust_options. CPL_TRUST_INVALID for a rule
// that cannot be read.
//
// The module that a PKCS#11 URI names is foreign code, which runs in this process with all its rights: take the URI from
// the administrator only.
//
// CPL_FILE_UNREADABLE where the file cannot be read; CPL_IDENTITY_INVALID where its content, the password, the PIN or the
// token cannot be used; CPL_CERTIFICATE_UNTRUSTED where the certificate names no office, or its key is too weak.
// cpl_error_code says more. Free the identity with cpl_identity_free.
function cpl_identity_load(ASource: PAnsiChar; ASourceLen: NativeUInt; APassword: PAnsiChar; APasswordLen: NativeUInt; AOfficeRule: PAnsiChar; AOfficeRuleLen: NativeUInt; AIdentity: PPCplIdentity; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Reads an identity from memory: PEM with certificates and private key, or PKCS#12. `password` may be empty. Of it
// nothing is kept but certificates and key. `office_rule` is that of cpl_identity_load. Free the identity with cpl_identity_free.
function cpl_identity_read(AContent: PByte; AContentLen: NativeUInt; APassword: PAnsiChar; APasswordLen: NativeUInt; AOfficeRule: PAnsiChar; AOfficeRuleLen: NativeUInt; AIdentity: PPCplIdentity; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Reads an identity from memory, PEM, certificates and private key apart. `password` may be empty. `office_rule` is
// that of cpl_identity_load. Free the identity with cpl_identity_free.
function cpl_identity_read_pair(ACertificates: PByte; ACertificatesLen: NativeUInt; APrivateKey: PByte; APrivateKeyLen: NativeUInt; APassword: PAnsiChar; APasswordLen: NativeUInt; AOfficeRule: PAnsiChar; AOfficeRuleLen: NativeUInt; AIdentity: PPCplIdentity; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Its certificate. Free it with cpl_certificate_free; it may outlive the identity.
function cpl_identity_certificate(AIdentity: PCplIdentity; ACertificate: PPCplCertificate; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Frees an identity and forgets its key; NULL is allowed.
procedure cpl_identity_free(AIdentity: PCplIdentity); cdecl; external CPL_LIBRARY;
// Reads the certificate of an office, PEM (with any intermediates behind it) or DER. Nothing is trusted by that.
// `office_rule` is that of cpl_identity_load. CPL_CERTIFICATE_UNTRUSTED where it names no office there, CPL_TRUST_INVALID for a
// rule that cannot be read. Free it with cpl_certificate_free.
function cpl_certificate_read(AContent: PByte; AContentLen: NativeUInt; AOfficeRule: PAnsiChar; AOfficeRuleLen: NativeUInt; ACertificate: PPCplCertificate; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the certificate says of itself, judged by the clock of this machine.
function cpl_certificate_get(ACertificate: PCplCertificate; AInfo: PCplCertificateInfo): UInt32; cdecl; external CPL_LIBRARY;
// The certificate in DER. The bytes belong to the certificate.
function cpl_certificate_der(ACertificate: PCplCertificate; ADer: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// Frees a certificate; NULL is allowed.
procedure cpl_certificate_free(ACertificate: PCplCertificate); cdecl; external CPL_LIBRARY;
// Whom to trust, apart from a profile. `options` is needed: without roots nobody is trusted. CPL_TRUST_INVALID or
// CPL_IDENTITY_INVALID when something in it cannot be used. Free it with cpl_trust_free.
function cpl_trust_new(AOptions: PCplTrustOptions; ATrust: PPCplTrust; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Takes newer revocation lists, PEM or DER. `added` may be NULL; it is told how many were new. They count only where
// `revocation` of the options was not CPL_CRL_OFF (0).
function cpl_trust_add_crl(ATrust: PCplTrust; ACrls: PByte; ACrlsLen: NativeUInt; AAdded: PNativeUInt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Judges a certificate as it is now: chain, time, strength, revocation, and that it may be used for `use_for` (CPL_USE_…).
// CPL_OK when it is trusted; `revocation` is then CPL_REVOCATION_…. What is wrong with it is of CPL_CATEGORY_TRUST.
function cpl_trust_check(ATrust: PCplTrust; ACertificate: PCplCertificate; AUseFor: UInt32; ARevocation: PUInt32; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Frees trust; NULL is allowed.
procedure cpl_trust_free(ATrust: PCplTrust); cdecl; external CPL_LIBRARY;
// 証明書ストア: the personal certificates (個人) in the certificate store of Windows that have a private key and name an office,
// of whatever age; the one that began last comes first. No key is opened and nothing is trusted by that. `store` is
// CPL_STORE_…, `office_rule` that of cpl_identity_load. CPL_UNSUPPORTED on other systems. Free the list with
// cpl_certificates_free.
function cpl_store_certificates(AStore: UInt32; AOfficeRule: PAnsiChar; AOfficeRuleLen: NativeUInt; ACertificates: PPCplCertificates; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Number of certificates.
function cpl_certificates_count(ACertificates: PCplCertificates; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the certificate at `index`, from 0, says of itself: office, subject, end and so on. Its texts belong
// to the list. cpl_identity_from_store takes its fingerprint. CPL_OUT_OF_RANGE past the end.
function cpl_certificates_get(ACertificates: PCplCertificates; AIndex: NativeUInt; AInfo: PCplCertificateInfo): UInt32; cdecl; external CPL_LIBRARY;
// Frees a list; NULL is allowed.
procedure cpl_certificates_free(ACertificates: PCplCertificates); cdecl; external CPL_LIBRARY;
// The identity in the certificate store of Windows (証明書ストア, 個人) with the thumbprint (拇印) `thumbprint`,
// hexadecimal, SHA-1 as Windows shows it or SHA-256. `store` is CPL_STORE_…, `office_rule` that of cpl_identity_load.
// CPL_UNSUPPORTED on other systems. Free the identity with cpl_identity_free.
function cpl_identity_from_store(AStore: UInt32; AThumbprint: PAnsiChar; AThumbprintLen: NativeUInt; AOfficeRule: PAnsiChar; AOfficeRuleLen: NativeUInt; AIdentity: PPCplIdentity; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Signs a set as the newest of the identities (of one office, old and new) and seals it for the certificates of the
// receiver, which must be trusted, and for the sender's own. Give all current certificates of the receiver. Subject (件名)
// and body (本文) may be empty.
//
// This is for programs that carry messages themselves; cpl_office_send does all of it. Free the result with
// cpl_sealed_free.
function cpl_seal(AOwn: PPCplIdentity; AOwnCount: NativeUInt; ATrust: PCplTrust; ARecipients: PPCplCertificate; ARecipientCount: NativeUInt; ASet: PCplSet; ASubject: PAnsiChar; ASubjectLen: NativeUInt; ABody: PAnsiChar; ABodyLen: NativeUInt; ASealed: PPCplSealed; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Id of the message, a UUID in its text form. The text belongs to the message.
function cpl_sealed_id(ASealed: PCplSealed; AId: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// The sealed content (CMS, DER). The bytes belong to the message.
function cpl_sealed_content(ASealed: PCplSealed; AContent: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// The sealed cover (CMS, DER): who, to whom and which files, for lists. The bytes belong to the message.
function cpl_sealed_cover(ASealed: PCplSealed; ACover: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// SHA-256 of the sealed content, lower-case hexadecimal. The text belongs to the message.
function cpl_sealed_sha256(ASealed: PCplSealed; ASha256: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Number of warnings about the certificates that were used.
function cpl_sealed_warning_count(ASealed: PCplSealed; ACount: PNativeUInt): UInt32; cdecl; external CPL_LIBRARY;
// The warning at `index`, from 0, for people. The text belongs to the message.
function cpl_sealed_warning(ASealed: PCplSealed; AIndex: NativeUInt; ALang: UInt32; AText: PCplText): UInt32; cdecl; external CPL_LIBRARY;
// Frees a message; NULL is allowed.
procedure cpl_sealed_free(ASealed: PCplSealed); cdecl; external CPL_LIBRARY;
// Opens a sealed content with one of the identities (of one office, old and new) and verifies seal, signature, certificate,
// sender, receiver and files. Nothing is released before all of that holds. `role` is CPL_ROLE_…. What is wrong with it is of
// CPL_CATEGORY_TRUST. Free the result with cpl_opened_free.
function cpl_open(AOwn: PPCplIdentity; AOwnCount: NativeUInt; ATrust: PCplTrust; ARole: UInt32; AContent: PByte; AContentLen: NativeUInt; AOpened: PPCplOpened; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// The same for a sealed cover: all but the files, which are elsewhere.
function cpl_open_cover(AOwn: PPCplIdentity; AOwnCount: NativeUInt; ATrust: PCplTrust; ARole: UInt32; ACover: PByte; ACoverLen: NativeUInt; AOpened: PPCplOpened; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `info` with what the message says of itself.
function cpl_opened_get(AOpened: PCplOpened; AInfo: PCplOpenedInfo): UInt32; cdecl; external CPL_LIBRARY;
// Name and bytes of the file at `index`, from 0. They belong to the message.
function cpl_opened_file(AOpened: PCplOpened; AIndex: NativeUInt; AName: PCplText; AContent: PCplBytes): UInt32; cdecl; external CPL_LIBRARY;
// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the message.
function cpl_opened_document(AOpened: PCplOpened; AIndex: NativeUInt; ADocument: PPCplDocument; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Fills `signer` with who signed the message.
function cpl_opened_signer(AOpened: PCplOpened; ASigner: PCplSigner): UInt32; cdecl; external CPL_LIBRARY;
// 受領証: states, signed by the newest of the identities, that the message has been stored. Call it only when that is true.
// CPL_BAD_ARGUMENT for a cover. Free the receipt (CMS, DER) with cpl_blob_free.
function cpl_opened_receipt(AOpened: PCplOpened; AOwn: PPCplIdentity; AOwnCount: NativeUInt; AReceipt: PPCplBlob; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Frees a message; NULL is allowed.
procedure cpl_opened_free(AOpened: PCplOpened); cdecl; external CPL_LIBRARY;
// Verifies a receipt: signature, certificate as it was when it signed, and that the signer is who it names as receiver.
// Whether it is the receipt of a certain message is for the caller to compare. Free the result with cpl_receipt_free.
function cpl_receipt_verify(ATrust: PCplTrust; ASigned: PByte; ASignedLen: NativeUInt; AReceipt: PPCplReceipt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Makes an evidence file (送達の証拠) of a sealed content that this office sent and its receipt, for an inspection: a ZIP
// file that anybody who trusts the certificates can verify. It holds the files in the clear. Free it with cpl_blob_free.
function cpl_evidence_make(AOwn: PPCplIdentity; AOwnCount: NativeUInt; ATrust: PCplTrust; AContent: PByte; AContentLen: NativeUInt; AReceipt: PByte; AReceiptLen: NativeUInt; AEvidence: PPCplBlob; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;
// Verifies an evidence file: both signatures, both certificates as they were when they signed, and that message, files and
// receipt belong together. Gives the message and the receipt that are in it; each may be NULL. Free them with cpl_opened_free
// and cpl_receipt_free.
function cpl_evidence_verify(ATrust: PCplTrust; AEvidence: PByte; AEvidenceLen: NativeUInt; AMessage: PPCplOpened; AReceipt: PPCplReceipt; AError: PPCplError): UInt32; cdecl; external CPL_LIBRARY;

implementation

end.
