// careplan.hpp — ケアプランデータ連携 SDK の C++17 ラッパー / C++17 wrapper of the Care Plan Link SDK
//
// 約束ごと / Conventions
//
// ヘッダーだけ / Header only: include it and link careplan. It adds nothing to careplan.h but C++: what a call does, its
//   units and its statuses are told there, at the function cpl_… of the same name.
// 結果 / Results: a call that can fail returns careplan::result<T>, which holds a value or an error. No exception is
//   thrown and none is needed; value() of a failed result ends the program (std::abort), so ask first. A program that
//   likes exceptions calls or_throw().
// 所有 / Ownership: a handle (office, document, findings, …) is a move-only object that frees itself. One that was moved
//   from, or made empty, may be destroyed and assigned to; calls on it give status::null_pointer or empty values.
// 寿命 / Lifetime: a std::string_view or careplan::bytes belongs to the object that was asked, and ends with it, but not
//   when that object is moved. Make a std::string of what shall live longer. An object that a list hands out (record,
//   document) is independent of the list; a struct (finding, received_info, …) holds views of the list.
//     for (const auto &m : office.sent().value()) use(m.subject);      // right: the list lives as long as the loop
//     for (const auto &f : office.sent().value().files(0)) ...         // WRONG: the list is gone, its files are asked for
// 文字列 / Text in is UTF-8, also paths; it is used during the call only.
// スレッド / Threads: as in careplan.h: const calls on one object from several threads are allowed; moving or destroying
//   it is not while a call runs.
// コールバック / Callbacks: lambdas for progress, events and log. An exception that leaves one is swallowed, as it may
//   not cross the library. What a lambda refers to must live until it is taken away, or office and worker are gone.
// 番号 / Indexes of lists count from 0; records and items (項番) count from 1, as in the standard.
#ifndef CAREPLAN_HPP
#define CAREPLAN_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define CAREPLAN_EXCEPTIONS 1
#include <stdexcept>
#else
#define CAREPLAN_EXCEPTIONS 0
#endif

#include "careplan.h"

#if defined(__MINGW32__) && !defined(_GLIBCXX_HAS_GTHREADS)
#error "careplan.hpp: std::mutex がありません。POSIX スレッドの MinGW（g++-posix）を使ってください / std::mutex is missing: use a MinGW with POSIX threads (g++-posix)"
#endif

namespace careplan {

/// Bytes that the library hands out: a view, like std::span<const std::uint8_t>.
class bytes {
public:
    constexpr bytes() noexcept = default;
    constexpr bytes(const std::uint8_t *data, std::size_t size) noexcept : data_(data), size_(size) {}
    /// The bytes of a text or of a std::string that holds a file.
    explicit bytes(std::string_view text) noexcept : data_(reinterpret_cast<const std::uint8_t *>(text.data())), size_(text.size()) {}
    constexpr const std::uint8_t *data() const noexcept { return data_; }
    constexpr std::size_t size() const noexcept { return size_; }
    constexpr bool empty() const noexcept { return size_ == 0; }
    constexpr const std::uint8_t *begin() const noexcept { return data_; }
    constexpr const std::uint8_t *end() const noexcept { return data_ + size_; }
    constexpr std::uint8_t operator[](std::size_t index) const noexcept { return data_[index]; }
    /// The same bytes as text.
    std::string_view text() const noexcept { return {reinterpret_cast<const char *>(data_), size_}; }
    friend bool operator==(bytes a, bytes b) noexcept { return a.text() == b.text(); }
    friend bool operator!=(bytes a, bytes b) noexcept { return !(a == b); }

private:
    const std::uint8_t *data_ = nullptr;
    std::size_t size_ = 0;
};

namespace detail {
/// The C struct of one of the structs below.
template <class T> struct c_type;
inline std::string_view lift(const cpl_text &c) noexcept { return {c.data, c.len}; }
inline bytes lift(const cpl_bytes &c) noexcept { return {c.data, c.len}; }
}  // namespace detail

// <generated> by bindings/generate.py from careplan.h; do not edit.

/// CPL_OK and what follows it.
enum class status : std::uint32_t {
    /// 成功.
    ok = CPL_OK,
    /// A pointer that must not be NULL is NULL.
    null_pointer = CPL_NULL_POINTER,
    /// A text is not UTF-8.
    not_utf8 = CPL_NOT_UTF8,
    /// An argument has a value that the header does not name.
    bad_argument = CPL_BAD_ARGUMENT,
    /// There is no such record, item, finding or list entry.
    out_of_range = CPL_OUT_OF_RANGE,
    /// `struct_size` is smaller than the struct ever was.
    struct_too_small = CPL_STRUCT_TOO_SMALL,
    /// 中止: the caller ended the call with cpl_cancel_request. What was stored stays stored.
    cancelled = CPL_CANCELLED,
    /// Not available on this system; cpl_capabilities says what is.
    unsupported = CPL_UNSUPPORTED,
    /// A callback of cpl_office_sync or cpl_office_take asks for the same again, which would wait for itself.
    called_from_within = CPL_CALLED_FROM_WITHIN,
    /// A pointer is no handle of the kind that the parameter is for, or one that was freed, as far as that can be told: do not
    /// rely on it.
    wrong_handle = CPL_WRONG_HANDLE,
    /// The library failed in a way that it should not; what was stored before stays stored, so look at the lists. Please report it.
    panic = CPL_PANIC,
    /// The library failed for a reason that has no code of its own.
    internal = CPL_INTERNAL,
    /// A file cannot be read.
    file_unreadable = CPL_FILE_UNREADABLE,
    /// A file changed while it was being sealed; try again.
    file_changed = CPL_FILE_CHANGED,
    /// A file cannot be written.
    file_unwritable = CPL_FILE_UNWRITABLE,
    /// A file of this name is there already, and nothing is overwritten.
    file_exists = CPL_FILE_EXISTS,
    /// The files are not a set of the standard; the error holds the findings.
    set_refused = CPL_SET_REFUSED,
    /// A value, a file name or a record is not of the standard; the error holds the finding, which says what would be.
    value_refused = CPL_VALUE_REFUSED,
    /// A file cannot be edited, or cannot be finished, because of errors in it; the error holds the findings.
    document_refused = CPL_DOCUMENT_REFUSED,
    /// A file of the profile cannot be read.
    profile_unreadable = CPL_PROFILE_UNREADABLE,
    /// profile.toml is not of the form that is expected, or the password file is empty.
    profile_invalid = CPL_PROFILE_INVALID,
    /// Certificate or private key cannot be used, or do not belong together or to the office.
    identity_invalid = CPL_IDENTITY_INVALID,
    /// The set is sent by another office than the profile's.
    not_sender = CPL_NOT_SENDER,
    /// `[trust]` of the profile cannot be used: a revocation list, an OID, an issuer or the rule for the office number.
    trust_invalid = CPL_TRUST_INVALID,
    /// This machine's clock is ahead of the relay's: what it signs could not be verified by others.
    clock_ahead = CPL_CLOCK_AHEAD,
    /// Not an envelope, or cut off.
    envelope_malformed = CPL_ENVELOPE_MALFORMED,
    /// Not protected as required.
    envelope_weak = CPL_ENVELOPE_WEAK,
    /// Sealed for another certificate or addressed to another office.
    envelope_not_for_us = CPL_ENVELOPE_NOT_FOR_US,
    /// Damaged or tampered with.
    envelope_tampered = CPL_ENVELOPE_TAMPERED,
    /// The signature is missing or does not hold.
    signature_invalid = CPL_SIGNATURE_INVALID,
    /// A certificate is not to be trusted.
    certificate_untrusted = CPL_CERTIFICATE_UNTRUSTED,
    /// A certificate has expired or is not valid yet.
    certificate_expired = CPL_CERTIFICATE_EXPIRED,
    /// The signer is not the sender that the message names.
    wrong_sender = CPL_WRONG_SENDER,
    /// The content, its files or a receipt are not what they should be.
    content_invalid = CPL_CONTENT_INVALID,
    /// Larger than may be sent.
    too_large = CPL_TOO_LARGE,
    /// A certificate was revoked.
    certificate_revoked = CPL_CERTIFICATE_REVOKED,
    /// Whether a certificate was revoked cannot be told, and the profile asks for certainty.
    revocation_unknown = CPL_REVOCATION_UNKNOWN,
    /// A certificate of a kind that the profile refuses.
    certificate_kind = CPL_CERTIFICATE_KIND,
    /// The relay cannot be reached; try again.
    relay_unreachable = CPL_RELAY_UNREACHABLE,
    /// One side refused the other's certificate.
    relay_tls = CPL_RELAY_TLS,
    /// User id or password is wrong.
    wrong_password = CPL_WRONG_PASSWORD,
    /// The account is locked; cpl_error_retry_after says how long.
    account_locked = CPL_ACCOUNT_LOCKED,
    /// The receiver is not in the directory.
    unknown_office = CPL_UNKNOWN_OFFICE,
    /// No such message for this office.
    unknown_message = CPL_UNKNOWN_MESSAGE,
    /// The message's id is in use for another one.
    conflict = CPL_CONFLICT,
    /// What arrived was damaged on its way; try again.
    relay_damaged = CPL_RELAY_DAMAGED,
    /// The relay cannot answer now; try again.
    relay_unavailable = CPL_RELAY_UNAVAILABLE,
    /// The relay does not know this office's certificate.
    unknown_certificate = CPL_UNKNOWN_CERTIFICATE,
    /// The answer is not that of a relay, or of one that does not fit.
    relay_protocol = CPL_RELAY_PROTOCOL,
    /// The relay settings of the profile cannot be used.
    relay_settings = CPL_RELAY_SETTINGS,
    /// The service is down for maintenance; cpl_error_retry_after says how long.
    relay_maintenance = CPL_RELAY_MAINTENANCE,
    /// The account's password must be changed first.
    password_expired = CPL_PASSWORD_EXPIRED,
    /// The receiver does not take part in the exchange now.
    not_taking_part = CPL_NOT_TAKING_PART,
    /// Too much is waiting at the relay, or too many calls; cpl_error_retry_after says how long to wait.
    relay_quota = CPL_RELAY_QUOTA,
    /// Another program, or another handle of this one, has the store of this office open.
    store_in_use = CPL_STORE_IN_USE,
    /// The disk is full; what was stored stays stored.
    disk_full = CPL_DISK_FULL,
    /// The store is damaged or incomplete: put a backup back.
    store_damaged = CPL_STORE_DAMAGED,
    /// The store belongs to another office, or was made by a newer version.
    store_unfit = CPL_STORE_UNFIT,
    /// The store's folder cannot be used.
    store_unusable = CPL_STORE_UNUSABLE,
    /// An access log was changed or cut off.
    access_log_changed = CPL_ACCESS_LOG_CHANGED,
    /// Only what was taken can be acknowledged.
    not_taken = CPL_NOT_TAKEN,
    /// The message is in a state in which this cannot be done.
    wrong_state = CPL_WRONG_STATE,
    /// The content of the message is no longer kept.
    content_gone = CPL_CONTENT_GONE,
    /// The office has a worker already.
    worker_runs = CPL_WORKER_RUNS,
    /// The message has no receipt yet.
    no_receipt = CPL_NO_RECEIPT,
    /// The system gives no thread for the worker.
    no_thread = CPL_NO_THREAD,
    /// Other files under the same stamp (作成日時) were sent to this receiver before.
    stamp_used = CPL_STAMP_USED,
    /// The receiver has stored a message that had ended by withdrawal, expiry or otherwise: two offices have to agree.
    taken_all_the_same = CPL_TAKEN_ALL_THE_SAME,
    /// The folders for upload and downloads cannot be used, or hold something else than expected.
    folder = CPL_FOLDER,
};

/// CPL_CATEGORY_….
enum class category : std::uint32_t {
    /// 呼び出し側: a mistake in the call; the program must be mended.
    caller = CPL_CATEGORY_CALLER,
    /// ファイル: a file or set, an own one or a partner's; the findings say what to mend.
    file = CPL_CATEGORY_FILE,
    /// 設定: the office's profile, certificate or account; its administrator mends it.
    setup = CPL_CATEGORY_SETUP,
    /// 信頼: a seal, signature or certificate does not hold; nothing of it may be used.
    trust = CPL_CATEGORY_TRUST,
    /// 通信: the relay or the way to it; trying again later may do.
    network = CPL_CATEGORY_NETWORK,
    /// 保存領域: the store of the office, or its disk.
    store = CPL_CATEGORY_STORE,
    /// 状態: the message, or the work, is in a state in which this cannot be done.
    state = CPL_CATEGORY_STATE,
    /// 内部: a mistake of this library; please report it.
    internal = CPL_CATEGORY_INTERNAL,
};

/// CPL_LANG_….
enum class language : std::uint32_t {
    /// 日本語.
    ja = CPL_LANG_JA,
    /// English.
    en = CPL_LANG_EN,
};

/// CPL_SEVERITY_….
enum class severity : std::uint32_t {
    /// 注記: worth knowing; every importer reads it.
    note = CPL_SEVERITY_NOTE,
    /// 警告: legal or unclear in the standard, but some importer may stumble.
    warning = CPL_SEVERITY_WARNING,
    /// エラー: against the standard; a strict importer refuses it.
    error = CPL_SEVERITY_ERROR,
};

/// CPL_EDITION_….
enum class edition : std::uint32_t {
    /// 標準仕様 3.x 版.
    v3 = CPL_EDITION_3,
    /// 標準仕様 4.0 版.
    v40 = CPL_EDITION_40,
    /// 標準仕様 4.1 版, the present one.
    v41 = CPL_EDITION_41,
};

/// CPL_ENCODING_….
enum class encoding : std::uint32_t {
    /// MS932, as the standard asks for.
    ms932 = CPL_ENCODING_MS932,
    /// UTF-8, which is readable but wrong.
    utf8 = CPL_ENCODING_UTF8,
};

/// CPL_PROFILE_….
enum class check_profile : std::uint32_t {
    /// 標準: what the standard says; what it leaves unclear only warns.
    standard = CPL_PROFILE_STANDARD,
    /// 厳格: a warning is an error too, unless the standard itself is unclear.
    strict = CPL_PROFILE_STRICT,
    /// 寛容: what can be read without loss is no error.
    lenient = CPL_PROFILE_LENIENT,
};

/// CPL_VALUE_….
enum class value_type : std::uint32_t {
    /// フリーテキスト.
    text = CPL_VALUE_TEXT,
    /// Digits only.
    integer = CPL_VALUE_INTEGER,
    /// 99.99.
    decimal2 = CPL_VALUE_DECIMAL2,
    /// 年月 YYYYMM; 000000 too where the item allows it.
    month = CPL_VALUE_MONTH,
    /// 年月日 YYYYMMDD; 00000000 too where the item allows it.
    date = CPL_VALUE_DATE,
    /// 時刻 HHMM; 9999 too where the item allows it.
    time = CPL_VALUE_TIME,
    /// A code of a list: cpl_layout_code.
    code = CPL_VALUE_CODE,
    /// CSVバージョン.
    version = CPL_VALUE_VERSION,
    /// 保険者番号.
    insurer = CPL_VALUE_INSURER,
    /// 被保険者番号.
    insured = CPL_VALUE_INSURED,
    /// 事業所番号.
    office = CPL_VALUE_OFFICE,
    /// サービス種類コード.
    service_kind = CPL_VALUE_SERVICE_KIND,
    /// サービスコード, six characters.
    service_code = CPL_VALUE_SERVICE_CODE,
    /// TAISコード or 福祉用具届出コード.
    tais = CPL_VALUE_TAIS,
    /// 郵便番号 NNN-NNNN.
    postal = CPL_VALUE_POSTAL,
    /// 電話番号.
    phone = CPL_VALUE_PHONE,
    /// 日割対象日: 31 characters 0 or 1.
    day_flags = CPL_VALUE_DAY_FLAGS,
    /// Must be empty.
    unused = CPL_VALUE_UNUSED,
};

/// CPL_SENDER_….
enum class sender_role : std::uint32_t {
    /// 居宅介護支援事業所 sends it: plans and slips.
    support = CPL_SENDER_SUPPORT,
    /// サービス事業所 sends it: actuals.
    service = CPL_SENDER_SERVICE,
    /// 介護予防支援 sends it: basic information and prevention plans.
    prevention = CPL_SENDER_PREVENTION,
};

/// CPL_SENT_….
enum class sent_state : std::uint32_t {
    /// 送信待ち: kept here, on its way at the next opportunity.
    waiting = CPL_SENT_WAITING,
    /// 送信中: the relay knows it, not all of it is there.
    sending = CPL_SENT_SENDING,
    /// 送信済: complete at the relay, offered to the receiver.
    available = CPL_SENT_AVAILABLE,
    /// 受領済: the receiver's receipt is here. Final.
    taken = CPL_SENT_TAKEN,
    /// 取消. Final.
    withdrawn = CPL_SENT_WITHDRAWN,
    /// 期限切れ: nobody took it in time. Final.
    expired = CPL_SENT_EXPIRED,
    /// 受取拒否: the receiver cannot or will not take it. Final.
    rejected = CPL_SENT_REJECTED,
    /// 送信失敗: it cannot be sent. Final.
    failed = CPL_SENT_FAILED,
    /// 出力済: written into a folder for another client to send. Final here.
    handed_over = CPL_SENT_HANDED_OVER,
};

/// CPL_RECEIVED_….
enum class received_state : std::uint32_t {
    /// 受信中: offered by the relay, content not here yet.
    offered = CPL_RECEIVED_OFFERED,
    /// 受信済: the sealed content is here.
    fetched = CPL_RECEIVED_FETCHED,
    /// 受領確定待ち: taken, not acknowledged.
    handed = CPL_RECEIVED_HANDED,
    /// 取込済: acknowledged; the receipt is on its way.
    acknowledged = CPL_RECEIVED_ACKNOWLEDGED,
    /// 受領済: the relay has the receipt. Final.
    taken = CPL_RECEIVED_TAKEN,
    /// 拒否中: refused here, the relay does not know yet.
    rejecting = CPL_RECEIVED_REJECTING,
    /// 受取拒否. Final.
    rejected = CPL_RECEIVED_REJECTED,
    /// 取消 by the sender. Final.
    withdrawn = CPL_RECEIVED_WITHDRAWN,
    /// 期限切れ. Final.
    expired = CPL_RECEIVED_EXPIRED,
};

/// CPL_DIRECTION_….
enum class direction : std::uint32_t {
    /// A message that this office sent; its state is one of CPL_SENT_….
    sent = CPL_DIRECTION_SENT,
    /// A message for this office; its state is one of CPL_RECEIVED_….
    received = CPL_DIRECTION_RECEIVED,
};

/// CPL_REJECT_….
enum class rejection : std::uint32_t {
    /// cpl_office_reject: it cannot be opened.
    cannot_open = CPL_REJECT_CANNOT_OPEN,
    /// cpl_office_reject: signature or certificate of the sender do not hold.
    not_trusted = CPL_REJECT_NOT_TRUSTED,
    /// cpl_office_reject: it is not what it says it is.
    damaged = CPL_REJECT_DAMAGED,
    /// cpl_office_reject: it is not for this office.
    not_for_us = CPL_REJECT_NOT_FOR_US,
    /// cpl_office_reject: a person refused it.
    refused = CPL_REJECT_REFUSED,
};

/// CPL_RECEIPT_OF_….
enum class receipt_of : std::uint32_t {
    /// cpl_office_receipt: the receiver's receipt of a message that this office sent.
    sent = CPL_RECEIPT_OF_SENT,
    /// cpl_office_receipt: the receipt that this office signed for a message it received.
    received = CPL_RECEIPT_OF_RECEIVED,
};

/// CPL_REVOCATION_….
enum class revocation : std::uint32_t {
    /// cpl_signer: nobody looked whether a certificate was revoked, because the profile says so.
    not_checked = CPL_REVOCATION_NOT_CHECKED,
    /// cpl_signer: no certificate of the chain was revoked.
    good = CPL_REVOCATION_GOOD,
    /// cpl_signer: it cannot be told, and the profile takes that.
    not_known = CPL_REVOCATION_NOT_KNOWN,
};

/// CPL_PENDING_….
enum class pending : std::uint32_t {
    /// cpl_unfinished: it is being written, or another program holds it.
    writing = CPL_PENDING_WRITING,
    /// cpl_unfinished: it has no content yet.
    empty = CPL_PENDING_EMPTY,
    /// cpl_unfinished: the rest of its set may be on its way.
    rest_of_set = CPL_PENDING_REST_OF_SET,
    /// cpl_unfinished: it cannot be read.
    unreadable = CPL_PENDING_UNREADABLE,
};

/// CPL_PHASE_….
enum class phase : std::uint32_t {
    /// 送信: content goes to the relay.
    upload = CPL_PHASE_UPLOAD,
    /// 受信: content comes from the relay.
    download = CPL_PHASE_DOWNLOAD,
};

/// CPL_LOG_….
enum class log_level : std::uint32_t {
    /// エラー: somebody has to do something.
    error = CPL_LOG_ERROR,
    /// 警告: it goes on by itself, or will need somebody soon.
    warning = CPL_LOG_WARNING,
    /// 情報: something was done.
    info = CPL_LOG_INFO,
    /// Steps, for the search for a fault.
    debug = CPL_LOG_DEBUG,
};

/// CPL_WAY_….
enum class way : std::uint32_t {
    /// cpl_office_info: messages go through a relay (中継サーバー).
    relay = CPL_WAY_RELAY,
    /// cpl_office_info: sets go out and come in through folders, for another client to carry.
    folder = CPL_WAY_FOLDER,
};

/// CPL_ENVIRONMENT_….
enum class environment : std::uint32_t {
    /// cpl_office_info: what the relay is for is not known yet, or there is none.
    unknown = CPL_ENVIRONMENT_UNKNOWN,
    /// cpl_office_info: テスト用.
    sandbox = CPL_ENVIRONMENT_SANDBOX,
    /// cpl_office_info: 本番.
    production = CPL_ENVIRONMENT_PRODUCTION,
};

/// CPL_ORDER_….
enum class order : std::uint32_t {
    /// cpl_query: the usual order, newest first for what was sent and oldest stamp first for what was received.
    usual = CPL_ORDER_USUAL,
    /// cpl_query: newest first.
    newest_first = CPL_ORDER_NEWEST_FIRST,
    /// cpl_query: oldest first.
    oldest_first = CPL_ORDER_OLDEST_FIRST,
};

/// CPL_STORE_….
enum class certificate_store : std::uint32_t {
    /// 現在のユーザー: the certificate store of the user who runs the program.
    current_user = CPL_STORE_CURRENT_USER,
    /// ローカル コンピューター: the certificate store of the machine.
    local_machine = CPL_STORE_LOCAL_MACHINE,
};

/// CPL_CRL_….
enum class revocation_rule : std::uint32_t {
    /// 失効の確認: nobody looks whether certificates were revoked.
    off = CPL_CRL_OFF,
    /// Revoked ones are refused; where no revocation list in force is at hand, that is only told.
    soft_fail = CPL_CRL_SOFT_FAIL,
    /// Revoked ones are refused, and those that no revocation list in force speaks of.
    hard_fail = CPL_CRL_HARD_FAIL,
};

/// CPL_USE_….
enum class certificate_use : std::uint32_t {
    /// cpl_trust_check: its key signs.
    signing = CPL_USE_SIGNING,
    /// cpl_trust_check: messages are sealed for its key.
    sealing = CPL_USE_SEALING,
};

/// CPL_ROLE_….
enum class role : std::uint32_t {
    /// 受信: this office must be among the receivers.
    receiver = CPL_ROLE_RECEIVER,
    /// 送信済: this office must be the sender.
    sender = CPL_ROLE_SENDER,
};

/// CPL_HOW_….
enum class substitution_how : std::uint32_t {
    /// 利用者の置換表: the caller's own table.
    own_table = CPL_HOW_OWN_TABLE,
    /// The same character under another code point, 〜 as ～.
    look_alike = CPL_HOW_LOOK_ALIKE,
    /// Something that shows nothing, such as a variation selector, was dropped.
    dropped = CPL_HOW_DROPPED,
    /// A character and its marks were composed.
    composed = CPL_HOW_COMPOSED,
    /// A form that says the same, (21) for ㉑.
    compatibility = CPL_HOW_COMPATIBILITY,
    /// 国税庁 JIS縮退マップ.
    nta_shrink = CPL_HOW_NTA_SHRINK,
    /// A visible 〓: a person must look.
    last_resort = CPL_HOW_LAST_RESORT,
};

/// Bits, CPL_WITHOUT_….
namespace without_step {
/// cpl_substitution_options: a variation selector (異体字セレクタ) is not dropped, and か with its mark does not become が.
constexpr std::uint32_t composing = CPL_WITHOUT_COMPOSING;
/// cpl_substitution_options: no character is written as the same under another code point, such as 〜 as ～.
constexpr std::uint32_t look_alikes = CPL_WITHOUT_LOOK_ALIKES;
/// cpl_substitution_options: no form that says the same (互換文字) is written, such as (21) for ㉑.
constexpr std::uint32_t compatibility = CPL_WITHOUT_COMPATIBILITY;
/// cpl_substitution_options: 国税庁 JIS縮退マップ is not used, which has 嘘 for 噓.
constexpr std::uint32_t nta_shrink = CPL_WITHOUT_NTA_SHRINK;
/// cpl_substitution_options: no 〓 stands for what nothing else replaces; the whole text is refused.
constexpr std::uint32_t last_resort = CPL_WITHOUT_LAST_RESORT;
}  // namespace without_step

/// Bits, CPL_CAPABILITY_….
namespace capability {
/// cpl_capabilities: messages through the relay, end to end.
constexpr std::uint32_t relay = CPL_CAPABILITY_RELAY;
/// cpl_capabilities: messages through folders, for another client to carry.
constexpr std::uint32_t folder = CPL_CAPABILITY_FOLDER;
/// cpl_capabilities: keys on tokens and cards (PKCS#11).
constexpr std::uint32_t pkcs11 = CPL_CAPABILITY_PKCS11;
/// cpl_capabilities: keys in the certificate store of Windows (証明書ストア).
constexpr std::uint32_t windows_store = CPL_CAPABILITY_WINDOWS_STORE;
}  // namespace capability

/// 理由: why something failed, was rejected or waits. All empty where there is nothing to say.
struct reason {
    /// Stable code, one word such as unknown_office.
    std::string_view code{};
    /// 何が起きたか, in Japanese.
    std::string_view message_ja{};
    /// 次に何をするか, in Japanese.
    std::string_view hint_ja{};
    /// What happened, in English.
    std::string_view message_en{};
    /// What to do next, in English.
    std::string_view hint_en{};
    /// What happened, in one language.
    std::string_view message(language lang) const noexcept { return lang == language::ja ? message_ja : message_en; }
    /// What to do next, in one language.
    std::string_view hint(language lang) const noexcept { return lang == language::ja ? hint_ja : hint_en; }
};

namespace detail {
inline reason lift(const cpl_reason &c) noexcept {
    reason out;
    out.code = lift(c.code);
    out.message_ja = lift(c.message_ja);
    out.hint_ja = lift(c.hint_ja);
    out.message_en = lift(c.message_en);
    out.hint_en = lift(c.hint_en);
    return out;
}
template <> struct c_type<reason> { using type = cpl_reason; };
}  // namespace detail

/// One finding. The texts belong to the list that was asked.
struct finding {
    /// CPL_SEVERITY_…
    careplan::severity severity{};
    /// Data record, from 1; 0 for a finding on a whole file or set.
    std::uint32_t record{};
    /// 項番 of the layout, from 1; 0 for a finding on a whole record, file or set.
    std::uint32_t item{};
    /// Where in the file's bytes it begins.
    std::uint32_t place_from{};
    /// Where it ends; the same as place_from where no bytes can be pointed at.
    std::uint32_t place_to{};
    /// Stable code, such as CP2010.
    std::string_view code{};
    /// File name; empty for a finding on a set.
    std::string_view file{};
    /// 項目名; empty where item is 0.
    std::string_view item_name{};
    /// The offending value, which may be personal data; empty where there is none.
    std::string_view value{};
    /// What is wrong.
    std::string_view message{};
    /// How to mend it.
    std::string_view hint{};
};

namespace detail {
inline finding lift(const cpl_finding &c) noexcept {
    finding out;
    out.severity = static_cast<careplan::severity>(c.severity);
    out.record = c.record;
    out.item = c.item;
    out.place_from = c.place_from;
    out.place_to = c.place_to;
    out.code = lift(c.code);
    out.file = lift(c.file);
    out.item_name = lift(c.item_name);
    out.value = lift(c.value);
    out.message = lift(c.message);
    out.hint = lift(c.hint);
    return out;
}
template <> struct c_type<finding> { using type = cpl_finding; };
}  // namespace detail

/// What one finding code means. The texts belong to the list that was asked.
struct code_info {
    /// CPL_SEVERITY_… that it has by the standard profile.
    careplan::severity severity{};
    /// Stable code, such as CP2010.
    std::string_view code{};
    /// Its name in programs, such as MandatoryEmpty.
    std::string_view name{};
    /// What findings of its block are about.
    std::string_view block{};
    /// What is wrong, with a word such as 〈項目名〉 where a finding names its item.
    std::string_view message{};
    /// How to mend it.
    std::string_view hint{};
    /// What it looks like, and where there is one right form, an arrow and that form.
    std::string_view example{};
    /// The section of the standard that it rests on.
    std::string_view source{};
};

namespace detail {
inline code_info lift(const cpl_code_info &c) noexcept {
    code_info out;
    out.severity = static_cast<careplan::severity>(c.severity);
    out.code = lift(c.code);
    out.name = lift(c.name);
    out.block = lift(c.block);
    out.message = lift(c.message);
    out.hint = lift(c.hint);
    out.example = lift(c.example);
    out.source = lift(c.source);
    return out;
}
template <> struct c_type<code_info> { using type = cpl_code_info; };
}  // namespace detail

/// 箇所: where in a file the cause of an error is. The texts belong to the error.
struct place {
    /// Data record, from 1; 0 where it is none.
    std::uint32_t record{};
    /// 項番, from 1; 0 where it is none.
    std::uint32_t item{};
    /// File name, or path as the caller gave it; empty where it is none.
    std::string_view file{};
    /// 項目名; empty where item is 0.
    std::string_view item_name{};
};

namespace detail {
inline place lift(const cpl_place &c) noexcept {
    place out;
    out.record = c.record;
    out.item = c.item;
    out.file = lift(c.file);
    out.item_name = lift(c.item_name);
    return out;
}
template <> struct c_type<place> { using type = cpl_place; };
}  // namespace detail

/// ファイル種別: one kind of file. The texts are static.
struct file_kind {
    /// CPL_SENDER_…
    careplan::sender_role sender{};
    /// 1 when its file names carry the month, else 0.
    bool has_month{};
    /// 1 when it has records, 0 for the image.
    bool has_records{};
    /// The beginning of its file names, such as UPPLAN.
    std::string_view kind{};
    /// Its Japanese name.
    std::string_view name_ja{};
};

namespace detail {
inline file_kind lift(const cpl_file_kind &c) noexcept {
    file_kind out;
    out.sender = static_cast<careplan::sender_role>(c.sender);
    out.has_month = c.has_month != 0;
    out.has_records = c.has_records != 0;
    out.kind = lift(c.kind);
    out.name_ja = lift(c.name_ja);
    return out;
}
template <> struct c_type<file_kind> { using type = cpl_file_kind; };
}  // namespace detail

/// セットの種別: one kind of set. The texts are static.
struct set_kind {
    /// How many kinds of file must be there, each once: cpl_set_kind_file from 0 on.
    std::uint32_t file_count{};
    /// How many kinds of file may be there besides: the numbers that follow.
    std::uint32_t annex_count{};
    /// Its identifier, such as use_slip.
    std::string_view kind{};
    /// Its Japanese name.
    std::string_view name_ja{};
};

namespace detail {
inline set_kind lift(const cpl_set_kind &c) noexcept {
    set_kind out;
    out.file_count = c.file_count;
    out.annex_count = c.annex_count;
    out.kind = lift(c.kind);
    out.name_ja = lift(c.name_ja);
    return out;
}
template <> struct c_type<set_kind> { using type = cpl_set_kind; };
}  // namespace detail

/// 項目: one item of a layout. The texts are static.
struct item {
    /// 項番, from 1.
    std::uint32_t no{};
    /// CPL_VALUE_…
    careplan::value_type value_type{};
    /// Most characters; 0 where the standard sets no limit.
    std::uint32_t max_length{};
    /// 必須: 1 when it may not be empty, else 0.
    bool is_mandatory{};
    /// 1 when the type allows the value that stands for "none" too: 000000, 00000000 or 9999; else 0.
    bool allows_none{};
    /// English identifier, such as target_month; unique within a layout, the same in all layouts that have the item.
    std::string_view identifier{};
    /// 項目名.
    std::string_view name_ja{};
    /// Name of its list of codes; empty where it has none.
    std::string_view code_list{};
};

namespace detail {
inline item lift(const cpl_item &c) noexcept {
    item out;
    out.no = c.no;
    out.value_type = static_cast<careplan::value_type>(c.value_type);
    out.max_length = c.max_length;
    out.is_mandatory = c.is_mandatory != 0;
    out.allows_none = c.allows_none != 0;
    out.identifier = lift(c.identifier);
    out.name_ja = lift(c.name_ja);
    out.code_list = lift(c.code_list);
    return out;
}
template <> struct c_type<item> { using type = cpl_item; };
}  // namespace detail

/// What a document is, by its name and its content. The texts belong to the document;
/// those of the name are empty where it is not of the standard's form.
struct document_info {
    /// CPL_EDITION_… that it is of.
    careplan::edition edition{};
    /// CPL_ENCODING_…
    careplan::encoding encoding{};
    /// 1 when the first line is a header, which does not count as a record, else 0.
    bool has_header{};
    /// 1 when the file name is of the form of the standard, else 0.
    bool has_standard_name{};
    /// 1 when there is a finding of severity CPL_SEVERITY_ERROR, else 0.
    bool has_errors{};
    /// Number of data records.
    std::size_t record_count{};
    /// Number of bytes.
    std::size_t byte_count{};
    /// ファイル種別: the beginning of the name, such as UPPLAN; empty for other files.
    std::string_view kind{};
    /// Its Japanese name.
    std::string_view kind_name_ja{};
    /// 年月 YYYYMM, or 000000; empty where the kind has none in its name.
    std::string_view month{};
    /// 送信元の事業所番号.
    std::string_view sender{};
    /// 送信元のサービス種類コード; empty in names of 3.x, three characters in those of 4.0.
    std::string_view sender_kind{};
    /// 送信先の事業所番号; empty where it is addressed to nobody yet.
    std::string_view receiver{};
    /// 送信先のサービス種類コード.
    std::string_view receiver_kind{};
    /// 作成日時 YYYYMMDDHHMMSS.
    std::string_view stamp{};
    /// 枝番 of an image, four digits; empty for others.
    std::string_view branch{};
};

namespace detail {
inline document_info lift(const cpl_document_info &c) noexcept {
    document_info out;
    out.edition = static_cast<careplan::edition>(c.edition);
    out.encoding = static_cast<careplan::encoding>(c.encoding);
    out.has_header = c.has_header != 0;
    out.has_standard_name = c.has_standard_name != 0;
    out.has_errors = c.has_errors != 0;
    out.record_count = c.record_count;
    out.byte_count = c.byte_count;
    out.kind = lift(c.kind);
    out.kind_name_ja = lift(c.kind_name_ja);
    out.month = lift(c.month);
    out.sender = lift(c.sender);
    out.sender_kind = lift(c.sender_kind);
    out.receiver = lift(c.receiver);
    out.receiver_kind = lift(c.receiver_kind);
    out.stamp = lift(c.stamp);
    out.branch = lift(c.branch);
    return out;
}
template <> struct c_type<document_info> { using type = cpl_document_info; };
}  // namespace detail

/// One replacement. The texts belong to the handle that was asked.
struct substitution {
    /// CPL_HOW_…: the step that replaced it; where it took several, the most drastic one.
    careplan::substitution_how how{};
    /// Which character (code point) of the given text it begins at, from 1.
    std::size_t position{};
    /// What stood there, a character with its marks, which may be personal data.
    std::string_view original{};
    /// What stands there now; empty for what shows nothing.
    std::string_view replacement{};
    /// 置き換え方: the step, for people.
    std::string_view text{};
};

namespace detail {
inline substitution lift(const cpl_substitution &c) noexcept {
    substitution out;
    out.how = static_cast<careplan::substitution_how>(c.how);
    out.position = c.position;
    out.original = lift(c.original);
    out.replacement = lift(c.replacement);
    out.text = lift(c.text);
    return out;
}
template <> struct c_type<substitution> { using type = cpl_substitution; };
}  // namespace detail

/// One kind of change that a repair made to a file or to an item. The texts belong to the
/// handle that was asked.
struct change {
    /// The first data record of the old file where it was done, from 1; 0 on the whole file.
    std::uint32_t record{};
    /// 項番, from 1; 0 on a whole file or record.
    std::uint32_t item{};
    /// In how many places it was done.
    std::uint32_t count{};
    /// Stable code of what was done, such as line_ends.
    std::string_view code{};
    /// 項目名; empty where item is 0.
    std::string_view item_name{};
    /// What was done, for people.
    std::string_view text{};
    /// For a replaced character: what stood there, which may be personal data; else empty.
    std::string_view original{};
    /// For a replaced character: what stands there now.
    std::string_view replacement{};
};

namespace detail {
inline change lift(const cpl_change &c) noexcept {
    change out;
    out.record = c.record;
    out.item = c.item;
    out.count = c.count;
    out.code = lift(c.code);
    out.item_name = lift(c.item_name);
    out.text = lift(c.text);
    out.original = lift(c.original);
    out.replacement = lift(c.replacement);
    return out;
}
template <> struct c_type<change> { using type = cpl_change; };
}  // namespace detail

/// What a set, or a group of files that may be one, is. The texts belong to the handle that
/// was asked.
struct set_info {
    /// CPL_EDITION_… of its files.
    careplan::edition edition{};
    /// 1 when its findings, or those of a file of it, hold an error: it cannot be sent as it is. 0 for a set.
    bool has_errors{};
    /// Number of files.
    std::size_t document_count{};
    /// セットの種別, such as use_slip or actuals; empty for files that no set has.
    std::string_view kind{};
    /// Its Japanese name.
    std::string_view kind_name_ja{};
    /// 送信元の事業所番号.
    std::string_view sender{};
    /// 送信元のサービス種類コード.
    std::string_view sender_kind{};
    /// 送信先の事業所番号; empty where it is addressed to nobody yet.
    std::string_view receiver{};
    /// 送信先のサービス種類コード.
    std::string_view receiver_kind{};
    /// 作成日時 YYYYMMDDHHMMSS.
    std::string_view stamp{};
    /// 対象年月 YYYYMM; empty for sets without one.
    std::string_view month{};
};

namespace detail {
inline set_info lift(const cpl_set_info &c) noexcept {
    set_info out;
    out.edition = static_cast<careplan::edition>(c.edition);
    out.has_errors = c.has_errors != 0;
    out.document_count = c.document_count;
    out.kind = lift(c.kind);
    out.kind_name_ja = lift(c.kind_name_ja);
    out.sender = lift(c.sender);
    out.sender_kind = lift(c.sender_kind);
    out.receiver = lift(c.receiver);
    out.receiver_kind = lift(c.receiver_kind);
    out.stamp = lift(c.stamp);
    out.month = lift(c.month);
    return out;
}
template <> struct c_type<set_info> { using type = cpl_set_info; };
}  // namespace detail

/// 進捗: how far a transfer is. It and its text are there as long as the callback runs.
struct progress {
    /// CPL_PHASE_…
    careplan::phase phase{};
    /// Bytes so far.
    std::uint64_t done{};
    /// Bytes in all.
    std::uint64_t total{};
    /// Id of the message.
    std::string_view message{};
};

namespace detail {
inline progress lift(const cpl_progress &c) noexcept {
    progress out;
    out.phase = static_cast<careplan::phase>(c.phase);
    out.done = c.done;
    out.total = c.total;
    out.message = lift(c.message);
    return out;
}
template <> struct c_type<progress> { using type = cpl_progress; };
}  // namespace detail

/// A line of the log. It and its texts are there as long as the callback runs.
struct log_line {
    /// CPL_LOG_…
    careplan::log_level level{};
    /// When, RFC 3339 in UTC.
    std::string_view at{};
    /// Stable, one word: office_opened, store_migrated, sync_began, sync_ended, worker_started, worker_stopped, worker_waits,
    /// renewal_due, cleaned_up, or the code of what did not go well, as cpl_error_code gives it.
    std::string_view code{};
    /// Id of the message that it is about; empty where it is none.
    std::string_view message{};
    /// In Japanese.
    std::string_view text_ja{};
    /// In English.
    std::string_view text_en{};
};

namespace detail {
inline log_line lift(const cpl_log_line &c) noexcept {
    log_line out;
    out.level = static_cast<careplan::log_level>(c.level);
    out.at = lift(c.at);
    out.code = lift(c.code);
    out.message = lift(c.message);
    out.text_ja = lift(c.text_ja);
    out.text_en = lift(c.text_en);
    return out;
}
template <> struct c_type<log_line> { using type = cpl_log_line; };
}  // namespace detail

/// What an office is. The texts belong to the office.
struct office_info {
    /// CPL_WAY_…
    careplan::way way{};
    /// CPL_ENVIRONMENT_…: what the relay said it is for, once this handle has asked it (cpl_office_ask_relay, or
    /// cpl_office_sync where something is sent).
    careplan::environment environment{};
    /// 1 when it has a certificate and a key, so that it can sign and open; 0 for an office that uses folders without.
    bool has_identity{};
    /// 事業所番号, ten characters.
    std::string_view number{};
    /// 事業所名.
    std::string_view name{};
    /// サービス種類コード, one or more, with commas between.
    std::string_view kinds{};
    /// The profile folder, as it was given.
    std::string_view folder{};
    /// The folder of the store, absolute.
    std::string_view store_folder{};
    /// Address of the relay; empty for an office that uses folders.
    std::string_view relay_url{};
};

namespace detail {
inline office_info lift(const cpl_office_info &c) noexcept {
    office_info out;
    out.way = static_cast<careplan::way>(c.way);
    out.environment = static_cast<careplan::environment>(c.environment);
    out.has_identity = c.has_identity != 0;
    out.number = lift(c.number);
    out.name = lift(c.name);
    out.kinds = lift(c.kinds);
    out.folder = lift(c.folder);
    out.store_folder = lift(c.store_folder);
    out.relay_url = lift(c.relay_url);
    return out;
}
template <> struct c_type<office_info> { using type = cpl_office_info; };
}  // namespace detail

/// What one pass did: numbers of messages where a field does not say otherwise. The text belongs to the report.
struct sync_info {
    /// 1 when the pass went through to its end, else 0.
    bool is_complete{};
    /// CPL_OK, or the status of what ended the pass before its end.
    careplan::status ended_by{};
    /// 送信: complete at the relay now.
    std::uint32_t sent{};
    /// Own messages whose receipt came.
    std::uint32_t taken{};
    /// Own messages that were withdrawn.
    std::uint32_t withdrawn{};
    /// Own messages that ended otherwise: failed, expired, rejected.
    std::uint32_t ended{};
    /// Sets that lie in the folder for upload now, after they had been left half-way.
    std::uint32_t handed_over{};
    /// Messages for this office that were offered for the first time.
    std::uint32_t offered{};
    /// 受信: contents that came.
    std::uint32_t fetched{};
    /// Receipts that were handed in.
    std::uint32_t receipts{};
    /// Rejections that were handed in.
    std::uint32_t rejections{};
    /// What did not go well, all of it; of more than 100 the first are listed.
    std::uint32_t problems{};
    /// Groups of files in the folder of downloads that are no set for this office, see cpl_office_folder.
    std::uint32_t refused{};
    /// Files in the folder of downloads that are left for later, see cpl_office_folder.
    std::uint32_t unfinished{};
    /// When something is to be done again by itself, RFC 3339 in UTC; empty where nothing waits.
    std::string_view next{};
};

namespace detail {
inline sync_info lift(const cpl_sync_info &c) noexcept {
    sync_info out;
    out.is_complete = c.is_complete != 0;
    out.ended_by = static_cast<careplan::status>(c.ended_by);
    out.sent = c.sent;
    out.taken = c.taken;
    out.withdrawn = c.withdrawn;
    out.ended = c.ended;
    out.handed_over = c.handed_over;
    out.offered = c.offered;
    out.fetched = c.fetched;
    out.receipts = c.receipts;
    out.rejections = c.rejections;
    out.problems = c.problems;
    out.refused = c.refused;
    out.unfinished = c.unfinished;
    out.next = lift(c.next);
    return out;
}
template <> struct c_type<sync_info> { using type = cpl_sync_info; };
}  // namespace detail

/// One thing that did not go well. The texts belong to the report.
struct sync_problem {
    /// Its status, such as CPL_RELAY_UNREACHABLE.
    careplan::status status{};
    /// 1 when it goes on by itself without anybody changing anything, else 0.
    bool is_retryable{};
    /// Seconds to wait before trying again; 0 where nothing is said of that.
    std::uint64_t retry_after{};
    /// Id of the message; empty where it is about the connection or the store as a whole.
    std::string_view message{};
    /// What happened and what to do.
    careplan::reason reason{};
};

namespace detail {
inline sync_problem lift(const cpl_sync_problem &c) noexcept {
    sync_problem out;
    out.status = static_cast<careplan::status>(c.status);
    out.is_retryable = c.is_retryable != 0;
    out.retry_after = c.retry_after;
    out.message = lift(c.message);
    out.reason = lift(c.reason);
    return out;
}
template <> struct c_type<sync_problem> { using type = cpl_sync_problem; };
}  // namespace detail

/// 履歴: one state of a message. The text belongs to the list that was asked.
struct step {
    /// CPL_SENT_… or CPL_RECEIVED_…
    std::uint32_t state{};
    /// When it began, RFC 3339 in UTC.
    std::string_view at{};
};

namespace detail {
inline step lift(const cpl_step &c) noexcept {
    step out;
    out.state = c.state;
    out.at = lift(c.at);
    return out;
}
template <> struct c_type<step> { using type = cpl_step; };
}  // namespace detail

/// A file that a cover names. The texts belong to the list that was asked.
struct cover_file {
    /// Bytes of the file.
    std::uint64_t size{};
    /// File name of the standard.
    std::string_view name{};
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    std::string_view sha256{};
};

namespace detail {
inline cover_file lift(const cpl_cover_file &c) noexcept {
    cover_file out;
    out.size = c.size;
    out.name = lift(c.name);
    out.sha256 = lift(c.sha256);
    return out;
}
template <> struct c_type<cover_file> { using type = cpl_cover_file; };
}  // namespace detail

/// One sent message. The texts belong to the list that was asked.
struct sent_info {
    /// CPL_SENT_…
    careplan::sent_state state{};
    /// 1 when nothing will change any more, else 0.
    bool is_final{};
    /// 1 when its withdrawal is wanted and not done yet, else 0.
    bool is_withdrawing{};
    /// 1 when there is a receipt and it holds, else 0.
    bool has_receipt{};
    /// CPL_OK, or why the receipt does not hold.
    careplan::status receipt_status{};
    /// 1 when the content is still kept here, so that cpl_office_open_sent can show it, else 0.
    bool content_kept{};
    /// 1 when the cover was asked for and could be opened: subject, body and files are filled then. Else 0.
    bool has_cover{};
    /// CPL_OK, or why the cover cannot be opened.
    careplan::status cover_status{};
    /// Number of files that the cover names; 0 without one.
    std::uint32_t file_count{};
    /// Size of the sealed content, in bytes.
    std::uint64_t size{};
    /// Id of the message.
    std::string_view id{};
    /// 送信元: own office number and kind, NNNNNNNNNN_KK.
    std::string_view sender{};
    /// 送信先: office number and kind, NNNNNNNNNN_KK.
    std::string_view receiver{};
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    std::string_view stamp{};
    /// Kind of set, such as use_slip or actuals.
    std::string_view set{};
    /// Its Japanese name. The text is static.
    std::string_view set_name{};
    /// 対象年月, YYYYMM; empty where the files are not all of one month.
    std::string_view month{};
    /// When cpl_office_send kept it, RFC 3339 in UTC.
    std::string_view created_at{};
    /// When the present state began, RFC 3339 in UTC.
    std::string_view since{};
    /// When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    std::string_view next_attempt{};
    /// Why it failed, was rejected, or waits.
    careplan::reason reason{};
    /// 受領日時: when the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    std::string_view taken_at{};
    /// 事業所番号 of who signed the receipt; empty without one.
    std::string_view taken_by{};
    /// 件名; empty without a cover.
    std::string_view subject{};
    /// 本文; empty without a cover.
    std::string_view body{};
};

namespace detail {
inline sent_info lift(const cpl_sent_info &c) noexcept {
    sent_info out;
    out.state = static_cast<careplan::sent_state>(c.state);
    out.is_final = c.is_final != 0;
    out.is_withdrawing = c.is_withdrawing != 0;
    out.has_receipt = c.has_receipt != 0;
    out.receipt_status = static_cast<careplan::status>(c.receipt_status);
    out.content_kept = c.content_kept != 0;
    out.has_cover = c.has_cover != 0;
    out.cover_status = static_cast<careplan::status>(c.cover_status);
    out.file_count = c.file_count;
    out.size = c.size;
    out.id = lift(c.id);
    out.sender = lift(c.sender);
    out.receiver = lift(c.receiver);
    out.stamp = lift(c.stamp);
    out.set = lift(c.set);
    out.set_name = lift(c.set_name);
    out.month = lift(c.month);
    out.created_at = lift(c.created_at);
    out.since = lift(c.since);
    out.next_attempt = lift(c.next_attempt);
    out.reason = lift(c.reason);
    out.taken_at = lift(c.taken_at);
    out.taken_by = lift(c.taken_by);
    out.subject = lift(c.subject);
    out.body = lift(c.body);
    return out;
}
template <> struct c_type<sent_info> { using type = cpl_sent_info; };
}  // namespace detail

/// One received message. The texts belong to the list that was asked.
struct received_info {
    /// CPL_RECEIVED_…
    careplan::received_state state{};
    /// 1 when nothing will change any more, else 0.
    bool is_final{};
    /// 1 when the content is kept here, else 0.
    bool content_kept{};
    /// CPL_OK, or why the cover cannot be opened; set, set_name, subject, body and files are empty then, and cover_fault says more.
    careplan::status cover_status{};
    /// CPL_REJECT_… that fits where the cover cannot be opened; 0 where it can.
    careplan::rejection suggested_rejection{};
    /// Number of files that the cover names.
    std::uint32_t file_count{};
    /// Size of the sealed content, in bytes.
    std::uint64_t size{};
    /// Id for cpl_office_take.
    std::string_view id{};
    /// 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    std::string_view sender{};
    /// 送信先: own office number and kind, NNNNNNNNNN_KK; empty when the cover cannot be opened.
    std::string_view receiver{};
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    std::string_view stamp{};
    /// Kind of set, such as use_slip or actuals.
    std::string_view set{};
    /// Its Japanese name. The text is static.
    std::string_view set_name{};
    /// 対象年月, YYYYMM, once it was taken; empty before, and where the files are not all of one month.
    std::string_view month{};
    /// When the sender sealed it, as it says, RFC 3339 in UTC.
    std::string_view sealed_at{};
    /// When the present state began, RFC 3339 in UTC.
    std::string_view since{};
    /// When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    std::string_view next_attempt{};
    /// Why it is rejected, could not be opened, or waits.
    careplan::reason reason{};
    /// Why the cover cannot be opened.
    careplan::reason cover_fault{};
    /// 件名.
    std::string_view subject{};
    /// 本文.
    std::string_view body{};
};

namespace detail {
inline received_info lift(const cpl_received_info &c) noexcept {
    received_info out;
    out.state = static_cast<careplan::received_state>(c.state);
    out.is_final = c.is_final != 0;
    out.content_kept = c.content_kept != 0;
    out.cover_status = static_cast<careplan::status>(c.cover_status);
    out.suggested_rejection = static_cast<careplan::rejection>(c.suggested_rejection);
    out.file_count = c.file_count;
    out.size = c.size;
    out.id = lift(c.id);
    out.sender = lift(c.sender);
    out.receiver = lift(c.receiver);
    out.stamp = lift(c.stamp);
    out.set = lift(c.set);
    out.set_name = lift(c.set_name);
    out.month = lift(c.month);
    out.sealed_at = lift(c.sealed_at);
    out.since = lift(c.since);
    out.next_attempt = lift(c.next_attempt);
    out.reason = lift(c.reason);
    out.cover_fault = lift(c.cover_fault);
    out.subject = lift(c.subject);
    out.body = lift(c.body);
    return out;
}
template <> struct c_type<received_info> { using type = cpl_received_info; };
}  // namespace detail

/// 送付状: what a message says of itself, verified. The texts belong to the delivery.
struct delivery_info {
    /// Number of files.
    std::uint32_t document_count{};
    /// 1 when it is signed, 0 for what came through a folder.
    bool is_signed{};
    /// Id of the message.
    std::string_view id{};
    /// 送信元: office number and kind, NNNNNNNNNN_KK.
    std::string_view sender{};
    /// 送信先: office number and kind, NNNNNNNNNN_KK.
    std::string_view receiver{};
    /// 作成日時 of the set, YYYYMMDDHHMMSS.
    std::string_view stamp{};
    /// Kind of set, such as use_slip or actuals.
    std::string_view set{};
    /// Its Japanese name. The text is static.
    std::string_view set_name{};
    /// 件名.
    std::string_view subject{};
    /// 本文.
    std::string_view body{};
    /// When the sender sealed it, as it says, RFC 3339 in UTC.
    std::string_view sealed_at{};
    /// Name and version of the software that sealed it.
    std::string_view software{};
};

namespace detail {
inline delivery_info lift(const cpl_delivery_info &c) noexcept {
    delivery_info out;
    out.document_count = c.document_count;
    out.is_signed = c.is_signed != 0;
    out.id = lift(c.id);
    out.sender = lift(c.sender);
    out.receiver = lift(c.receiver);
    out.stamp = lift(c.stamp);
    out.set = lift(c.set);
    out.set_name = lift(c.set_name);
    out.subject = lift(c.subject);
    out.body = lift(c.body);
    out.sealed_at = lift(c.sealed_at);
    out.software = lift(c.software);
    return out;
}
template <> struct c_type<delivery_info> { using type = cpl_delivery_info; };
}  // namespace detail

/// 署名者: who signed, when, and the certificate that proves it; trusted, or the call that verified it would have failed. The texts belong to the handle that was asked.
struct signer {
    /// CPL_REVOCATION_…
    careplan::revocation revocation{};
    /// How many warnings there are about the certificate; it is trusted all the same.
    std::uint32_t warning_count{};
    /// 事業所番号 of the signer, as its certificate says.
    std::string_view office{};
    /// When, as the signer says, RFC 3339 in UTC.
    std::string_view signed_at{};
    /// 主体者 of the certificate.
    std::string_view subject{};
    /// 発行者.
    std::string_view issuer{};
    /// シリアル番号, hexadecimal.
    std::string_view serial{};
    /// First second of its validity, RFC 3339 in UTC.
    std::string_view not_before{};
    /// Last second of its validity, RFC 3339 in UTC.
    std::string_view not_after{};
    /// SHA-256 of the certificate, 64 lower-case hexadecimal digits: what people compare.
    std::string_view fingerprint{};
    /// The certificate in DER, as bytes.
    careplan::bytes certificate{};
    /// The warnings in Japanese, one a line.
    std::string_view warnings_ja{};
    /// The warnings in English, one a line.
    std::string_view warnings_en{};
};

namespace detail {
inline signer lift(const cpl_signer &c) noexcept {
    signer out;
    out.revocation = static_cast<careplan::revocation>(c.revocation);
    out.warning_count = c.warning_count;
    out.office = lift(c.office);
    out.signed_at = lift(c.signed_at);
    out.subject = lift(c.subject);
    out.issuer = lift(c.issuer);
    out.serial = lift(c.serial);
    out.not_before = lift(c.not_before);
    out.not_after = lift(c.not_after);
    out.fingerprint = lift(c.fingerprint);
    out.certificate = lift(c.certificate);
    out.warnings_ja = lift(c.warnings_ja);
    out.warnings_en = lift(c.warnings_en);
    return out;
}
template <> struct c_type<signer> { using type = cpl_signer; };
}  // namespace detail

/// 受領証: what a receipt states. The texts belong to the receipt.
struct receipt_info {
    /// Id of the message.
    std::string_view message{};
    /// 事業所番号 of who sent it.
    std::string_view sender{};
    /// 事業所番号 of who took it; the signer.
    std::string_view receiver{};
    /// 受領日時: when it was taken, RFC 3339 in UTC.
    std::string_view taken_at{};
    /// SHA-256 of the sealed content that was taken, 64 lower-case hexadecimal digits.
    std::string_view content_sha256{};
    /// SHA-256 of the signed content in it, 64 lower-case hexadecimal digits.
    std::string_view signed_sha256{};
};

namespace detail {
inline receipt_info lift(const cpl_receipt_info &c) noexcept {
    receipt_info out;
    out.message = lift(c.message);
    out.sender = lift(c.sender);
    out.receiver = lift(c.receiver);
    out.taken_at = lift(c.taken_at);
    out.content_sha256 = lift(c.content_sha256);
    out.signed_sha256 = lift(c.signed_sha256);
    return out;
}
template <> struct c_type<receipt_info> { using type = cpl_receipt_info; };
}  // namespace detail

/// 出来事: one change of state of one message. The texts belong to the list that was
/// asked; in a callback they are there as long as it runs.
struct event {
    /// CPL_DIRECTION_…
    careplan::direction direction{};
    /// The state that began: CPL_SENT_… or CPL_RECEIVED_…
    std::uint32_t state{};
    /// Number of the event in this store, ascending.
    std::uint64_t number{};
    /// Id of the message.
    std::string_view message{};
    /// When, RFC 3339 in UTC.
    std::string_view at{};
};

namespace detail {
inline event lift(const cpl_event &c) noexcept {
    event out;
    out.direction = static_cast<careplan::direction>(c.direction);
    out.state = c.state;
    out.number = c.number;
    out.message = lift(c.message);
    out.at = lift(c.at);
    return out;
}
template <> struct c_type<event> { using type = cpl_event; };
}  // namespace detail

/// 受け取れないファイル: files that are no set for this office. The text belongs to the folder.
struct refused {
    /// Number of files.
    std::uint32_t file_count{};
    /// The same as long as names and contents of the files stay the same.
    std::string_view id{};
};

namespace detail {
inline refused lift(const cpl_refused &c) noexcept {
    refused out;
    out.file_count = c.file_count;
    out.id = lift(c.id);
    return out;
}
template <> struct c_type<refused> { using type = cpl_refused; };
}  // namespace detail

/// 途中のファイル: a file that is left for later. The text belongs to the folder.
struct unfinished {
    /// CPL_PENDING_…
    careplan::pending why{};
    /// Path of the file.
    std::string_view file{};
};

namespace detail {
inline unfinished lift(const cpl_unfinished &c) noexcept {
    unfinished out;
    out.why = static_cast<careplan::pending>(c.why);
    out.file = lift(c.file);
    return out;
}
template <> struct c_type<unfinished> { using type = cpl_unfinished; };
}  // namespace detail

/// One office of the directory. The texts belong to the list that was asked.
struct directory_entry {
    /// 1 when it takes part now, 0 when nothing can be sent to it.
    bool takes_part{};
    /// Number of its certificates; during a renewal there are two.
    std::uint32_t certificate_count{};
    /// CPL_OK, or why its certificates cannot be read.
    careplan::status certificate_status{};
    /// 事業所番号, ten characters.
    std::string_view number{};
    /// 事業所名.
    std::string_view name{};
    /// サービス種類コード, one or more, with commas between.
    std::string_view kinds{};
    /// CSVバージョン that it accepts, newest first, with commas between, such as 4.1.
    std::string_view editions{};
    /// Last second of the validity of the certificate that ends last, RFC 3339 in UTC; empty without one.
    std::string_view certificate_not_after{};
};

namespace detail {
inline directory_entry lift(const cpl_directory_entry &c) noexcept {
    directory_entry out;
    out.takes_part = c.takes_part != 0;
    out.certificate_count = c.certificate_count;
    out.certificate_status = static_cast<careplan::status>(c.certificate_status);
    out.number = lift(c.number);
    out.name = lift(c.name);
    out.kinds = lift(c.kinds);
    out.editions = lift(c.editions);
    out.certificate_not_after = lift(c.certificate_not_after);
    return out;
}
template <> struct c_type<directory_entry> { using type = cpl_directory_entry; };
}  // namespace detail

/// What a relay says of itself. The texts belong to the handle that was asked.
struct relay_info {
    /// CPL_ENVIRONMENT_…
    careplan::environment environment{};
    /// Version of the protocol that it speaks.
    std::uint32_t protocol_version{};
    /// 保管期間: days until a message that nobody took expires.
    std::uint32_t retention_days{};
    /// Largest sealed content, in bytes.
    std::uint64_t max_content_bytes{};
    /// The relay's clock, RFC 3339 in UTC.
    std::string_view server_time{};
    /// 保守: from when it will be down, or is, RFC 3339 in UTC; empty where nothing is planned.
    std::string_view down_from{};
    /// Until when.
    std::string_view down_until{};
};

namespace detail {
inline relay_info lift(const cpl_relay_info &c) noexcept {
    relay_info out;
    out.environment = static_cast<careplan::environment>(c.environment);
    out.protocol_version = c.protocol_version;
    out.retention_days = c.retention_days;
    out.max_content_bytes = c.max_content_bytes;
    out.server_time = lift(c.server_time);
    out.down_from = lift(c.down_from);
    out.down_until = lift(c.down_until);
    return out;
}
template <> struct c_type<relay_info> { using type = cpl_relay_info; };
}  // namespace detail

/// How an office stands. The texts belong to the overview.
struct overview_info {
    /// 1 when a worker runs, else 0.
    bool worker_runs{};
    /// 1 when the last pass went through to its end, 0 when it did not or there was none.
    bool last_sync_complete{};
    /// How many things did not go well in it.
    std::uint32_t last_sync_problems{};
    /// 1 when the office's certificate must be renewed soon, or has ended; else 0.
    bool is_renewal_due{};
    /// 1 when clock_skew_seconds is known, else 0.
    bool has_clock_skew{};
    /// Whole days until the certificate ends, negative when it has ended; 0 where is_renewal_due is 0.
    std::int64_t renewal_days_left{};
    /// The relay's clock less this machine's, in seconds.
    std::int64_t clock_skew_seconds{};
    /// Since when the oldest message waits that is not complete at the relay, RFC 3339 in UTC; empty where none does.
    std::string_view oldest_waiting{};
    /// When the last pass ended, also of an earlier run of the program, RFC 3339 in UTC; empty where there was none.
    std::string_view last_sync_at{};
    /// What ended the last pass, or else did not go well first.
    careplan::reason last_sync_reason{};
    /// Last second of the certificate's validity where it must be renewed soon, RFC 3339 in UTC; else empty.
    std::string_view renewal_not_after{};
    /// When the password of the relay must be changed, as the last login told, RFC 3339 in UTC; else empty.
    std::string_view password_expires_at{};
};

namespace detail {
inline overview_info lift(const cpl_overview_info &c) noexcept {
    overview_info out;
    out.worker_runs = c.worker_runs != 0;
    out.last_sync_complete = c.last_sync_complete != 0;
    out.last_sync_problems = c.last_sync_problems;
    out.is_renewal_due = c.is_renewal_due != 0;
    out.has_clock_skew = c.has_clock_skew != 0;
    out.renewal_days_left = c.renewal_days_left;
    out.clock_skew_seconds = c.clock_skew_seconds;
    out.oldest_waiting = lift(c.oldest_waiting);
    out.last_sync_at = lift(c.last_sync_at);
    out.last_sync_reason = lift(c.last_sync_reason);
    out.renewal_not_after = lift(c.renewal_not_after);
    out.password_expires_at = lift(c.password_expires_at);
    return out;
}
template <> struct c_type<overview_info> { using type = cpl_overview_info; };
}  // namespace detail

/// One entry. The texts belong to the list that was asked.
struct access_entry {
    /// Number of persons whose data it was about.
    std::uint32_t person_count{};
    /// From 1, without a gap.
    std::uint64_t number{};
    /// When, RFC 3339 in UTC.
    std::string_view at{};
    /// Who: what cpl_office_set_actor said, or the office number.
    std::string_view actor{};
    /// What was done: a stable word such as send, take, acknowledge, open_sent, export_log.
    std::string_view operation{};
    /// Id of the message; empty where it is about none.
    std::string_view message{};
    /// ok, or the stable code of the error.
    std::string_view outcome{};
    /// SHA-256 over the hash of the entry before and this one, 64 lower-case hexadecimal digits.
    std::string_view hash{};
};

namespace detail {
inline access_entry lift(const cpl_access_entry &c) noexcept {
    access_entry out;
    out.person_count = c.person_count;
    out.number = c.number;
    out.at = lift(c.at);
    out.actor = lift(c.actor);
    out.operation = lift(c.operation);
    out.message = lift(c.message);
    out.outcome = lift(c.outcome);
    out.hash = lift(c.hash);
    return out;
}
template <> struct c_type<access_entry> { using type = cpl_access_entry; };
}  // namespace detail

/// What to note elsewhere, so that a log that was written anew shows. The texts belong to the
/// head.
struct access_head_info {
    /// Number of entries.
    std::uint64_t entries{};
    /// 事業所番号 of the office whose log it is.
    std::string_view office{};
    /// Hash of the last entry, 64 lower-case hexadecimal digits.
    std::string_view hash{};
};

namespace detail {
inline access_head_info lift(const cpl_access_head_info &c) noexcept {
    access_head_info out;
    out.entries = c.entries;
    out.office = lift(c.office);
    out.hash = lift(c.hash);
    return out;
}
template <> struct c_type<access_head_info> { using type = cpl_access_head_info; };
}  // namespace detail

/// What a certificate says of itself. The texts belong to the certificate.
struct certificate_info {
    /// 更新時期: 1 from 90 days before its end on, else 0.
    bool is_renewal_due{};
    /// 1 when its time has begun and is not over, else 0.
    bool is_valid_now{};
    /// Whole days until its end; negative when it is over.
    std::int32_t days_left{};
    /// 事業所番号 that it names.
    std::string_view office{};
    /// 主体者, such as `C=JP, CN=…`.
    std::string_view subject{};
    /// 発行者.
    std::string_view issuer{};
    /// シリアル番号, hexadecimal.
    std::string_view serial{};
    /// SHA-256 拇印, lower-case hexadecimal: what people compare.
    std::string_view fingerprint{};
    /// Kind and size of its key, such as `RSA-2048` or `EC P-256`.
    std::string_view algorithm{};
    /// First second of its validity, RFC 3339 in UTC.
    std::string_view not_before{};
    /// Last second of its validity, RFC 3339 in UTC.
    std::string_view not_after{};
};

namespace detail {
inline certificate_info lift(const cpl_certificate_info &c) noexcept {
    certificate_info out;
    out.is_renewal_due = c.is_renewal_due != 0;
    out.is_valid_now = c.is_valid_now != 0;
    out.days_left = c.days_left;
    out.office = lift(c.office);
    out.subject = lift(c.subject);
    out.issuer = lift(c.issuer);
    out.serial = lift(c.serial);
    out.fingerprint = lift(c.fingerprint);
    out.algorithm = lift(c.algorithm);
    out.not_before = lift(c.not_before);
    out.not_after = lift(c.not_after);
    return out;
}
template <> struct c_type<certificate_info> { using type = cpl_certificate_info; };
}  // namespace detail

/// What an opened message says of itself; the sender is the signer. The texts belong to the
/// handle that was asked.
struct opened_info {
    /// Number of files; 0 for a cover.
    std::uint32_t file_count{};
    /// Id of the message, a UUID in its text form.
    std::string_view id{};
    /// 送信元の事業所番号.
    std::string_view sender{};
    /// 送信元のサービス種類コード; empty for files that are no set.
    std::string_view sender_kind{};
    /// 送信先の事業所番号, the first one.
    std::string_view receiver{};
    /// 送信先のサービス種類コード; empty for files that are no set.
    std::string_view receiver_kind{};
    /// 作成日時 of the set, YYYYMMDDHHMMSS; empty for files that are no set.
    std::string_view stamp{};
    /// セットの種別, such as use_slip; empty for files that are no set.
    std::string_view set{};
    /// 件名; free text of the sender.
    std::string_view subject{};
    /// 本文; free text of the sender.
    std::string_view body{};
    /// When the message was made, RFC 3339 in UTC, as the sender says.
    std::string_view created_at{};
    /// Software that made it.
    std::string_view software{};
    /// SHA-256 of the sealed content, lower-case hexadecimal; empty in evidence.
    std::string_view content_sha256{};
};

namespace detail {
inline opened_info lift(const cpl_opened_info &c) noexcept {
    opened_info out;
    out.file_count = c.file_count;
    out.id = lift(c.id);
    out.sender = lift(c.sender);
    out.sender_kind = lift(c.sender_kind);
    out.receiver = lift(c.receiver);
    out.receiver_kind = lift(c.receiver_kind);
    out.stamp = lift(c.stamp);
    out.set = lift(c.set);
    out.subject = lift(c.subject);
    out.body = lift(c.body);
    out.created_at = lift(c.created_at);
    out.software = lift(c.software);
    out.content_sha256 = lift(c.content_sha256);
    return out;
}
template <> struct c_type<opened_info> { using type = cpl_opened_info; };
}  // namespace detail

// </generated>

class findings;

// ---- エラーと結果 / errors and results

/// What a status says and what to do next, where there is no error object; empty for a number that the library does not know.
inline std::string_view message_of(status of, language lang = language::ja) noexcept {
    cpl_text text{"", 0};
    cpl_status_message(static_cast<std::uint32_t>(of), static_cast<std::uint32_t>(lang), &text);
    return detail::lift(text);
}

/// Why a call failed. Its texts belong to it.
class error {
public:
    error(careplan::status status, cpl_error *raw) noexcept : status_(status), raw_(raw) {}
    error(error &&other) noexcept : status_(other.status_), raw_(std::exchange(other.raw_, nullptr)) {}
    error &operator=(error &&other) noexcept {
        std::swap(status_, other.status_);
        std::swap(raw_, other.raw_);
        return *this;
    }
    ~error() { cpl_error_free(raw_); }

    /// What the call returned.
    careplan::status status() const noexcept { return status_; }
    /// Whose matter it is.
    careplan::category category() const noexcept {
        std::uint32_t c = CPL_CATEGORY_INTERNAL;
        cpl_status_category(static_cast<std::uint32_t>(status_), &c);
        return static_cast<careplan::category>(c);
    }
    /// Name of the status, such as CPL_SET_REFUSED.
    std::string_view name() const noexcept {
        cpl_text text{"", 0};
        cpl_status_name(static_cast<std::uint32_t>(status_), &text);
        return detail::lift(text);
    }
    /// Stable code of what happened, finer than the status; its name where the call tells no more.
    std::string_view code() const noexcept {
        cpl_text text{"", 0};
        return cpl_error_code(raw_, &text) == CPL_OK ? detail::lift(text) : name();
    }
    /// What happened, for the person at the screen; where the call tells no more, what the status says, with the next step.
    std::string_view message(language lang = language::ja) const noexcept {
        cpl_text text{"", 0};
        return cpl_error_message(raw_, static_cast<std::uint32_t>(lang), &text) == CPL_OK ? detail::lift(text) : message_of(status_, lang);
    }
    /// What to do next, for the person at the screen; empty where message() says it already.
    std::string_view next_step(language lang = language::ja) const noexcept {
        cpl_text text{"", 0};
        cpl_error_hint(raw_, static_cast<std::uint32_t>(lang), &text);
        return detail::lift(text);
    }
    /// Whether the same call may succeed later without anybody changing anything.
    bool is_retryable() const noexcept {
        std::uint32_t is = 0;
        cpl_error_is_retryable(raw_, &is);
        return is != 0;
    }
    /// How long to wait before that; 0 where nothing is said of it.
    std::chrono::seconds retry_after() const noexcept {
        std::uint64_t seconds = 0;
        cpl_error_retry_after(raw_, &seconds);
        return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(seconds));
    }
    /// Where the cause is, as far as that can be said.
    careplan::place place() const noexcept {
        cpl_place c{};
        c.struct_size = sizeof c;
        cpl_error_place(raw_, &c);
        return detail::lift(c);
    }
    /// The findings of what was refused; an empty list for other errors.
    careplan::findings findings(language lang = language::ja) const noexcept;
    /// For calls of the C ABI that have no wrapper here.
    const cpl_error *get() const noexcept { return raw_; }

private:
    careplan::status status_;
    cpl_error *raw_;
};

#if CAREPLAN_EXCEPTIONS
/// What or_throw() throws. The error is shared, as exceptions are copied.
class exception : public std::runtime_error {
public:
    explicit exception(careplan::error &&e)
        : std::runtime_error(std::string(e.name()) + ": " + std::string(e.message())), error_(std::make_shared<careplan::error>(std::move(e))) {}
    const careplan::error &error() const noexcept { return *error_; }

private:
    std::shared_ptr<careplan::error> error_;
};
#endif

/// A value, or why there is none. Move-only; ask before taking one of the two: `if (auto r = …) use(*r); else tell(r.error());`
template <class T> class [[nodiscard]] result {
public:
    using value_type = T;
    result(T value) noexcept : held_(std::in_place_index<0>, std::move(value)) {}
    result(careplan::error why) noexcept : held_(std::in_place_index<1>, std::move(why)) {}

    bool has_value() const noexcept { return held_.index() == 0; }
    explicit operator bool() const noexcept { return has_value(); }
    T &value() & noexcept { return *must(std::get_if<0>(&held_)); }
    const T &value() const & noexcept { return *must(std::get_if<0>(&held_)); }
    /// By value, so that a loop over it keeps it.
    T value() && noexcept { return std::move(*must(std::get_if<0>(&held_))); }
    T &operator*() & noexcept { return value(); }
    const T &operator*() const & noexcept { return value(); }
    T operator*() && noexcept { return std::move(*this).value(); }
    T *operator->() noexcept { return &value(); }
    const T *operator->() const noexcept { return &value(); }
    template <class U> T value_or(U &&other) && {
        return has_value() ? std::move(*this).value() : static_cast<T>(std::forward<U>(other));
    }
    careplan::error &error() & noexcept { return *must(std::get_if<1>(&held_)); }
    const careplan::error &error() const & noexcept { return *must(std::get_if<1>(&held_)); }
    careplan::error &&error() && noexcept { return std::move(*must(std::get_if<1>(&held_))); }
    /// CPL_OK or the status of the error.
    careplan::status status() const noexcept { return has_value() ? careplan::status::ok : error().status(); }
    /// Goes on with the value, or hands the error on: `f` takes T&& and returns a result.
    template <class F> auto and_then(F &&f) && -> decltype(f(std::declval<T &&>())) {
        if (has_value()) return std::forward<F>(f)(std::move(*this).value());
        return std::move(*this).error();
    }
#if CAREPLAN_EXCEPTIONS
    /// The value; throws careplan::exception where there is none.
    T or_throw() && {
        if (!has_value()) throw careplan::exception(std::move(*this).error());
        return std::move(*this).value();
    }
#endif

private:
    template <class P> static P must(P pointer) noexcept {
        if (pointer == nullptr) std::abort();
        return pointer;
    }
    std::variant<T, careplan::error> held_;
};

/// Done, or why not.
template <> class [[nodiscard]] result<void> {
public:
    using value_type = void;
    result() noexcept = default;
    result(careplan::error why) noexcept : error_(std::move(why)) {}
    bool has_value() const noexcept { return !error_.has_value(); }
    explicit operator bool() const noexcept { return has_value(); }
    const careplan::error &error() const & noexcept {
        if (!error_) std::abort();
        return *error_;
    }
    careplan::error &&error() && noexcept {
        if (!error_) std::abort();
        return std::move(*error_);
    }
    careplan::status status() const noexcept { return error_ ? error_->status() : careplan::status::ok; }
    template <class F> auto and_then(F &&f) && -> decltype(f()) {
        if (has_value()) return std::forward<F>(f)();
        return std::move(*this).error();
    }
#if CAREPLAN_EXCEPTIONS
    void or_throw() && {
        if (error_) throw careplan::exception(std::move(*error_));
    }
#endif

private:
    std::optional<careplan::error> error_;
};

namespace detail {

/// Owns a handle of the C ABI.
template <class Raw, void (*Free)(Raw *)> class handle {
public:
    using raw_type = Raw;
    handle() noexcept = default;
    /// Takes over a handle.
    explicit handle(Raw *raw) noexcept : raw_(raw) {}
    handle(handle &&other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
    handle &operator=(handle &&other) noexcept {
        if (this != &other) {
            reset();
            raw_ = std::exchange(other.raw_, nullptr);
        }
        return *this;
    }
    ~handle() { reset(); }
    /// For calls of the C ABI that have no wrapper here.
    Raw *get() const noexcept { return raw_; }
    /// Gives the handle away; it is the caller's to free.
    Raw *release() noexcept { return std::exchange(raw_, nullptr); }
    explicit operator bool() const noexcept { return raw_ != nullptr; }
    /// Frees it now.
    void reset() noexcept {
        if (raw_ != nullptr) Free(std::exchange(raw_, nullptr));
    }

private:
    Raw *raw_ = nullptr;
};

inline result<void> done(std::uint32_t status, cpl_error *why = nullptr) noexcept {
    if (status == CPL_OK) return {};
    return error(static_cast<careplan::status>(status), why);
}

/// `call` gets a place for an error.
template <class F> result<void> run(F &&call) {
    cpl_error *why = nullptr;
    const std::uint32_t status = call(&why);
    return done(status, why);
}

/// `call` gets a place for a handle and one for an error.
template <class Handle, class F> result<Handle> make(F &&call) {
    typename Handle::raw_type *raw = nullptr;
    cpl_error *why = nullptr;
    const std::uint32_t status = call(&raw, &why);
    if (status != CPL_OK) return error(static_cast<careplan::status>(status), why);
    return Handle(raw);
}

/// `call` gets a place for a number, text, bytes or flag of the C ABI.
template <class C, class F> auto get(F &&call) -> result<decltype(lift(std::declval<C>()))> {
    C c{};
    const std::uint32_t status = call(&c);
    if (status != CPL_OK) return error(static_cast<careplan::status>(status), nullptr);
    return lift(c);
}

/// `call` gets a struct to fill.
template <class Info, class F> result<Info> fill(F &&call) {
    typename c_type<Info>::type c{};
    c.struct_size = sizeof c;
    const std::uint32_t status = call(&c);
    if (status != CPL_OK) return error(static_cast<careplan::status>(status), nullptr);
    return lift(c);
}

template <class N, class F> N number(F &&call) {
    N n = 0;
    call(&n);
    return n;
}

/// Walks over anything with operator[].
template <class List> class index_iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = decltype(std::declval<const List &>()[0]);
    using difference_type = std::ptrdiff_t;
    using reference = value_type;
    using pointer = void;
    index_iterator(const List *list, std::size_t at) noexcept : list_(list), at_(at) {}
    value_type operator*() const { return (*list_)[at_]; }
    index_iterator &operator++() noexcept {
        ++at_;
        return *this;
    }
    index_iterator operator++(int) noexcept {
        index_iterator old = *this;
        ++at_;
        return old;
    }
    friend bool operator==(const index_iterator &a, const index_iterator &b) noexcept { return a.at_ == b.at_; }
    friend bool operator!=(const index_iterator &a, const index_iterator &b) noexcept { return a.at_ != b.at_; }

private:
    const List *list_;
    std::size_t at_;
};

/// A view of `size` things, each of which is asked for when it is looked at. It refers to the object that gave it.
template <class F> class range {
public:
    range(std::size_t size, F item) : size_(size), item_(std::move(item)) {}
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    auto operator[](std::size_t index) const { return item_(index); }
    auto begin() const noexcept { return index_iterator<range>(this, 0); }
    auto end() const noexcept { return index_iterator<range>(this, size_); }

private:
    std::size_t size_;
    F item_;
};
template <class F> range(std::size_t, F) -> range<F>;

template <class Info, class F> Info fill_or_empty(F &&call) {
    auto filled = fill<Info>(std::forward<F>(call));
    return filled ? *filled : Info{};
}

template <class Handle, class F> Handle make_or_empty(F &&call) {
    typename Handle::raw_type *raw = nullptr;
    return call(&raw) == CPL_OK ? Handle(raw) : Handle();
}

/// A list handle. `list[i]` past the end is an empty struct; `at` tells it.
template <class Raw, void (*Free)(Raw *), class Info, std::uint32_t (*Count)(const Raw *, std::size_t *),
          std::uint32_t (*Get)(const Raw *, std::size_t, typename c_type<Info>::type *)>
class list : public handle<Raw, Free> {
public:
    using handle<Raw, Free>::handle;
    using value_type = Info;
    std::size_t size() const noexcept {
        return number<std::size_t>([&](auto *n) { return Count(this->get(), n); });
    }
    bool empty() const noexcept { return size() == 0; }
    Info operator[](std::size_t index) const {
        return fill_or_empty<Info>([&](auto *c) { return Get(this->get(), index, c); });
    }
    result<Info> at(std::size_t index) const {
        return fill<Info>([&](auto *c) { return Get(this->get(), index, c); });
    }
    auto begin() const noexcept { return index_iterator<list>(this, 0); }
    auto end() const noexcept { return index_iterator<list>(this, size()); }
};

inline void put(std::string_view text, const char *&data, std::size_t &len) noexcept {
    data = text.data();
    len = text.size();
}

inline std::uint32_t raw(language lang) noexcept { return static_cast<std::uint32_t>(lang); }

/// Runs a callback without letting anything out.
template <class F, class Info> void shielded(const F &f, const Info &info) noexcept {
#if CAREPLAN_EXCEPTIONS
    try {
        f(info);
    } catch (...) {
    }
#else
    f(info);
#endif
}

/// The struct of a callback, also from a library that fills less of it.
template <class Info> Info lift_sized(const typename c_type<Info>::type *given) noexcept {
    typename c_type<Info>::type c{};
    std::memcpy(&c, given, given->struct_size < sizeof c ? given->struct_size : sizeof c);
    return lift(c);
}

/// Where a handler stands that may be exchanged while it runs.
template <class Info> class slot {
public:
    using function = std::function<void(const Info &)>;
    std::shared_ptr<const function> exchange(std::shared_ptr<const function> f) {
        const std::lock_guard<std::mutex> held(mutex_);
        std::swap(f, function_);
        return f;
    }
    static void call(void *context, const typename c_type<Info>::type *given) noexcept {
        auto *self = static_cast<slot *>(context);
        std::shared_ptr<const function> f;
        {
            const std::lock_guard<std::mutex> held(self->mutex_);
            f = self->function_;
        }
        if (f && *f) shielded(*f, lift_sized<Info>(given));
    }

private:
    std::mutex mutex_;
    std::shared_ptr<const function> function_;
};

}  // namespace detail

/// Bytes that were made for the caller.
class blob : public detail::handle<cpl_blob, cpl_blob_free> {
public:
    using handle::handle;
    careplan::bytes bytes() const noexcept {
        cpl_bytes c{};
        cpl_blob_bytes(get(), &c);
        return detail::lift(c);
    }
    std::string_view text() const noexcept { return bytes().text(); }
};

// ---- 中止と進捗 / cancellation and progress

/// 中止: ends long calls from another thread. Must live as long as calls use it. Made without memory it is empty, and does nothing.
class cancel_token : public detail::handle<cpl_cancel, cpl_cancel_free> {
public:
    cancel_token() noexcept : handle(made()) {}
    /// From any thread: calls that use it come back with status::cancelled.
    void request() const noexcept { cpl_cancel_request(get()); }
    bool is_requested() const noexcept {
        return detail::number<std::uint32_t>([&](auto *n) { return cpl_cancel_is_requested(get(), n); }) != 0;
    }

private:
    static cpl_cancel *made() noexcept {
        cpl_cancel *raw = nullptr;
        cpl_cancel_new(&raw);
        return raw;
    }
};

/// What a long call may be given.
struct control {
    /// Ends the call; may be null.
    const cancel_token *cancel = nullptr;
    /// Is told how far the call is, on the thread that made it. May be empty.
    std::function<void(const progress &)> on_progress{};
};

namespace detail {
inline void tell_progress(void *context, const cpl_progress *given) noexcept {
    shielded(static_cast<const control *>(context)->on_progress, lift_sized<progress>(given));
}
inline cpl_control lower(const control &given) noexcept {
    cpl_control c{};
    c.struct_size = sizeof c;
    c.cancel = given.cancel != nullptr ? given.cancel->get() : nullptr;
    if (given.on_progress) {
        c.progress = tell_progress;
        c.context = const_cast<control *>(&given);
    }
    return c;
}
}  // namespace detail

// ---- 指摘 / findings

/// A list of findings in one language.
class findings : public detail::list<cpl_findings, cpl_findings_free, finding, cpl_findings_count, cpl_findings_get> {
public:
    using list::list;
    /// How many of a severity, those included that were too many to be listed.
    std::size_t count(severity which) const noexcept {
        std::size_t errors = 0, warnings = 0, notes = 0;
        cpl_findings_severity_counts(get(), &errors, &warnings, &notes);
        return which == severity::error ? errors : which == severity::warning ? warnings : notes;
    }
    bool has_errors() const noexcept { return count(severity::error) > 0; }
};

inline findings error::findings(language lang) const noexcept {
    return detail::make_or_empty<careplan::findings>([&](auto **out) { return cpl_error_findings(raw_, detail::raw(lang), out); });
}

/// What finding codes mean.
using codes = detail::list<cpl_codes, cpl_codes_free, code_info, cpl_codes_count, cpl_codes_get>;

/// Explains one finding code, or all for an empty one.
inline result<codes> explain(std::string_view code = {}, language lang = language::ja) {
    return detail::make<codes>([&](auto **out, auto **) { return cpl_codes_explain(code.data(), code.size(), detail::raw(lang), out); });
}

// ---- 標準のレイアウト / layouts of the standard

/// レコードレイアウト of one kind of file in one edition.
class layout : public detail::handle<cpl_layout, cpl_layout_free> {
public:
    using handle::handle;
    static result<layout> of_kind(std::string_view kind, edition in = edition::v41) {
        return detail::make<layout>([&](auto **out, auto **) {
            return cpl_layout_of_kind(kind.data(), kind.size(), static_cast<std::uint32_t>(in), out);
        });
    }
    std::string_view kind() const noexcept {
        cpl_text c{"", 0};
        cpl_layout_kind(get(), &c);
        return detail::lift(c);
    }
    /// Its items in order; the first one has the number 1.
    auto items() const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_layout_item_count(get(), n); });
        return detail::range(size, [raw = get()](std::size_t index) {
            return detail::fill_or_empty<careplan::item>([&](auto *c) { return cpl_layout_item(raw, static_cast<std::uint32_t>(index + 1), c); });
        });
    }
    result<careplan::item> item(std::uint32_t no) const {
        return detail::fill<careplan::item>([&](auto *c) { return cpl_layout_item(get(), no, c); });
    }
    /// 項番 of the item with a name, English identifier or 項目名; nothing where there is none.
    std::optional<std::uint32_t> find(std::string_view name) const noexcept {
        std::uint32_t no = 0;
        return cpl_layout_find(get(), name.data(), name.size(), &no) == CPL_OK ? std::optional(no) : std::nullopt;
    }
    /// The codes that an item may have, with their Japanese meanings.
    auto codes(std::uint32_t no) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_layout_code_count(get(), no, n); });
        return detail::range(size, [raw = get(), no](std::size_t index) {
            cpl_text code{"", 0}, meaning{"", 0};
            cpl_layout_code(raw, no, index, &code, &meaning);
            return std::pair(detail::lift(code), detail::lift(meaning));
        });
    }
    result<std::string_view> code_meaning(std::uint32_t no, std::string_view code) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_layout_code_meaning(get(), no, code.data(), code.size(), c); });
    }
};

/// The kinds of file of the standard.
inline auto file_kinds() noexcept {
    return detail::range(detail::number<std::size_t>(cpl_file_kind_count), [](std::size_t index) {
        return detail::fill_or_empty<file_kind>([&](auto *c) { return cpl_file_kind_get(index, c); });
    });
}

/// The kinds of set of an edition.
inline auto set_kinds(edition in = edition::v41) noexcept {
    const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_set_kind_count(static_cast<std::uint32_t>(in), n); });
    return detail::range(size, [in](std::size_t index) {
        return detail::fill_or_empty<set_kind>([&](auto *c) { return cpl_set_kind_get(static_cast<std::uint32_t>(in), index, c); });
    });
}

/// The kind of file number `file` of a kind of set.
inline result<std::string_view> set_kind_file(edition in, std::size_t index, std::size_t file) {
    return detail::get<cpl_text>([&](auto *c) { return cpl_set_kind_file(static_cast<std::uint32_t>(in), index, file, c); });
}

/// The Japanese name of a サービス種類コード.
inline result<std::string_view> service_kind_name(std::string_view code) {
    return detail::get<cpl_text>([&](auto *c) { return cpl_service_kind_name(code.data(), code.size(), c); });
}

// ---- ファイル / documents

/// The items of one record: a view.
class row {
public:
    row(const cpl_text *first, std::size_t size) noexcept : first_(first), size_(size) {}
    std::size_t size() const noexcept { return size_; }
    /// Item No. `no`, from 1; empty past the end.
    std::string_view item(std::size_t no) const noexcept {
        return no >= 1 && no <= size_ ? detail::lift(first_[no - 1]) : std::string_view();
    }
    /// The same from 0, for loops.
    std::string_view operator[](std::size_t index) const noexcept { return item(index + 1); }
    auto begin() const noexcept { return detail::index_iterator<row>(this, 0); }
    auto end() const noexcept { return detail::index_iterator<row>(this, size_); }

private:
    const cpl_text *first_;
    std::size_t size_;
};

/// All items of all records: a view of rows, without a copy.
class rows {
public:
    explicit rows(const cpl_items &c) noexcept : c_(c) {}
    std::size_t size() const noexcept { return c_.record_count; }
    bool empty() const noexcept { return size() == 0; }
    /// Record `number`, from 1; empty past the end.
    row record(std::size_t number) const noexcept {
        if (number < 1 || number > size()) return row(nullptr, 0);
        return row(c_.texts + c_.first[number - 1], c_.first[number] - c_.first[number - 1]);
    }
    /// The same from 0, for loops.
    row operator[](std::size_t index) const noexcept { return record(index + 1); }
    auto begin() const noexcept { return detail::index_iterator<rows>(this, 0); }
    auto end() const noexcept { return detail::index_iterator<rows>(this, size()); }

private:
    cpl_items c_;
};

namespace detail {
inline rows lift(const cpl_items &c) noexcept { return rows(c); }
}  // namespace detail

/// One data record, decoded. It may outlive its document.
class record : public detail::handle<cpl_record, cpl_record_free> {
public:
    using handle::handle;
    std::size_t size() const noexcept {
        return detail::number<std::size_t>([&](auto *n) { return cpl_record_item_count(get(), n); });
    }
    /// Value of item No. `no`, from 1.
    result<std::string_view> item(std::uint32_t no) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_record_item(get(), no, c); });
    }
    /// Value of the item with a name: English identifier or 項目名.
    result<std::string_view> item(std::string_view name) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_record_item_named(get(), name.data(), name.size(), c); });
    }
    result<careplan::bytes> item_bytes(std::uint32_t no) const {
        return detail::get<cpl_bytes>([&](auto *c) { return cpl_record_item_bytes(get(), no, c); });
    }
    result<std::string_view> item_name(std::uint32_t no) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_record_item_name(get(), no, c); });
    }
    /// All its items.
    row items() const noexcept {
        cpl_items c{};
        c.struct_size = sizeof c;
        return cpl_record_items(get(), &c) == CPL_OK ? rows(c).record(1) : row(nullptr, 0);
    }
};

/// How a file is read and checked.
struct read_options {
    check_profile profile = check_profile::standard;
    /// Most threads for a large file; 0: as many as the machine has.
    std::uint32_t threads = 0;
};

namespace detail {
inline cpl_read_options lower(const read_options &given) noexcept {
    cpl_read_options c{};
    c.struct_size = sizeof c;
    c.profile = static_cast<std::uint32_t>(given.profile);
    c.threads = given.threads;
    return c;
}
}  // namespace detail

/// A file, read and checked.
class document : public detail::handle<cpl_document, cpl_document_free> {
public:
    using handle::handle;
    /// Reads a file that is in memory.
    static result<document> read(std::string_view name, careplan::bytes content, const read_options &options = {}) {
        const auto c = detail::lower(options);
        return detail::make<document>([&](auto **out, auto **why) {
            return cpl_document_read(name.data(), name.size(), content.data(), content.size(), &c, out, why);
        });
    }
    /// Reads a file on disk.
    static result<document> read_file(std::string_view path, const read_options &options = {}) {
        const auto c = detail::lower(options);
        return detail::make<document>([&](auto **out, auto **why) { return cpl_document_read_file(path.data(), path.size(), &c, out, why); });
    }
    std::string_view name() const noexcept {
        cpl_text c{"", 0};
        cpl_document_name(get(), &c);
        return detail::lift(c);
    }
    /// The content, exactly as it came.
    careplan::bytes content() const noexcept {
        cpl_bytes c{};
        cpl_document_bytes(get(), &c);
        return detail::lift(c);
    }
    result<document_info> info() const {
        return detail::fill<document_info>([&](auto *c) { return cpl_document_get(get(), c); });
    }
    result<careplan::layout> layout() const {
        return detail::make<careplan::layout>([&](auto **out, auto **) { return cpl_document_layout(get(), out); });
    }
    std::size_t record_count() const noexcept {
        return detail::number<std::size_t>([&](auto *n) { return cpl_document_record_count(get(), n); });
    }
    /// All records with all their items, in one call without copying.
    result<rows> records() const {
        cpl_items c{};
        c.struct_size = sizeof c;
        const std::uint32_t status = cpl_document_items(get(), &c);
        if (status != CPL_OK) return careplan::error(static_cast<careplan::status>(status), nullptr);
        return rows(c);
    }
    result<careplan::record> record(std::size_t number) const {
        return detail::make<careplan::record>([&](auto **out, auto **) { return cpl_document_record(get(), number, out); });
    }
    result<std::string_view> item(std::size_t record, std::uint32_t no) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_document_item(get(), record, no, c); });
    }
    careplan::findings findings(language lang = language::ja) const noexcept {
        return detail::make_or_empty<careplan::findings>([&](auto **out) { return cpl_document_findings(get(), detail::raw(lang), out); });
    }
    /// Writes it under its own name into a folder, which must be there.
    result<void> write(std::string_view folder, bool replace = false) const {
        return detail::run([&](auto **why) {
            return cpl_document_write(get(), folder.data(), folder.size(), replace ? CPL_WRITE_REPLACE : 0, why);
        });
    }
};

namespace detail {
inline std::vector<const cpl_document *> pointers(const std::vector<document> &documents) {
    std::vector<const cpl_document *> raw;
    raw.reserve(documents.size());
    for (const auto &d : documents) raw.push_back(d.get());
    return raw;
}
}  // namespace detail

/// A file after its repairs (修正).
class repaired : public detail::handle<cpl_repaired, cpl_repaired_free> {
public:
    using handle::handle;
    static result<repaired> of(const careplan::document &document) {
        return detail::make<repaired>([&](auto **out, auto **why) { return cpl_repair(document.get(), out, why); });
    }
    result<careplan::document> document() const {
        return detail::make<careplan::document>([&](auto **out, auto **) { return cpl_repaired_document(get(), out); });
    }
    auto changes(language lang = language::ja) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_repaired_count(get(), n); });
        return detail::range(size, [raw = get(), lang](std::size_t index) {
            return detail::fill_or_empty<change>([&](auto *c) { return cpl_repaired_get(raw, index, detail::raw(lang), c); });
        });
    }
    /// Why some repairs could not be done; empty where nothing stood in the way.
    std::string_view obstacle(language lang = language::ja) const noexcept {
        cpl_text c{"", 0};
        cpl_repaired_obstacle(get(), detail::raw(lang), &c);
        return detail::lift(c);
    }
};

/// Files that were brought to edition 4.1 (版の変換).
class upgraded : public detail::handle<cpl_upgraded, cpl_upgraded_free> {
public:
    using handle::handle;
    static result<upgraded> of(const std::vector<document> &documents, std::string_view sender_kind = {}, std::string_view receiver_kind = {}) {
        const auto raw = detail::pointers(documents);
        return detail::make<upgraded>([&](auto **out, auto **why) {
            return cpl_upgrade(raw.data(), raw.size(), sender_kind.data(), sender_kind.size(), receiver_kind.data(), receiver_kind.size(), out, why);
        });
    }
    auto documents() const noexcept {
        return detail::range(size(), [raw = get()](std::size_t index) {
            return detail::make_or_empty<document>([&](auto **out) { return cpl_upgraded_document(raw, index, out); });
        });
    }
    std::size_t size() const noexcept {
        return detail::number<std::size_t>([&](auto *n) { return cpl_upgraded_count(get(), n); });
    }
    /// The name of the old file.
    result<std::string_view> source(std::size_t index) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_upgraded_source(get(), index, c); });
    }
    auto changes(std::size_t index, language lang = language::ja) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_upgraded_change_count(get(), index, n); });
        return detail::range(size, [raw = get(), index, lang](std::size_t change) {
            cpl_text c{"", 0};
            cpl_upgraded_change(raw, index, change, detail::raw(lang), &c);
            return detail::lift(c);
        });
    }
    careplan::findings findings(language lang = language::ja) const noexcept {
        return detail::make_or_empty<careplan::findings>([&](auto **out) { return cpl_upgraded_findings(get(), detail::raw(lang), out); });
    }
};

/// How characters are replaced. Texts must live until the call returns.
struct substitution_options {
    /// 利用者の置換表: what is written for characters of the caller's own, such as 外字: original and replacement.
    std::vector<std::pair<std::string_view, std::string_view>> own{};
    /// Steps that are left out: without_step::…, added up.
    std::uint32_t without = 0;
};

/// 文字の置き換え: text that MS932 holds, and what was replaced to make it so.
class substituted : public detail::handle<cpl_substituted, cpl_substituted_free> {
public:
    using handle::handle;
    /// Replaces the characters that MS932 lacks; show the replacements to a person. status::value_refused, with
    /// without_step::last_resort only, where nothing replaces a character.
    static result<substituted> of(std::string_view text, const substitution_options &options = {}) {
        std::vector<cpl_text> originals, replacements;
        for (const auto &[original, replacement] : options.own) {
            originals.push_back({original.data(), original.size()});
            replacements.push_back({replacement.data(), replacement.size()});
        }
        cpl_substitution_options c{};
        c.struct_size = sizeof c;
        c.without = options.without;
        c.own_originals = originals.data();
        c.own_replacements = replacements.data();
        c.own_count = originals.size();
        return detail::make<substituted>([&](auto **out, auto **why) { return cpl_substitute(text.data(), text.size(), &c, out, why); });
    }
    /// The new text; the given one where nothing had to be replaced.
    std::string_view text() const noexcept {
        cpl_text c{"", 0};
        cpl_substituted_text(get(), &c);
        return detail::lift(c);
    }
    auto changes(language lang = language::ja) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_substituted_count(get(), n); });
        return detail::range(size, [raw = get(), lang](std::size_t index) {
            return detail::fill_or_empty<substitution>([&](auto *c) { return cpl_substituted_get(raw, index, detail::raw(lang), c); });
        });
    }
};

/// A record that is being made or edited.
class record_draft : public detail::handle<cpl_record_draft, cpl_record_draft_free> {
public:
    using handle::handle;
    static result<record_draft> of(const document &document, std::size_t number) {
        return detail::make<record_draft>([&](auto **out, auto **why) { return cpl_record_draft_of(document.get(), number, out, why); });
    }
    result<void> set(std::uint32_t no, std::string_view value) {
        return detail::run([&](auto **why) { return cpl_record_draft_set(get(), no, value.data(), value.size(), why); });
    }
    result<void> set(std::string_view name, std::string_view value) {
        return detail::run([&](auto **why) {
            return cpl_record_draft_set_named(get(), name.data(), name.size(), value.data(), value.size(), why);
        });
    }
    /// Items No. 1 to No. values.size(); nothing leaves an item as it is.
    result<void> set_all(const std::vector<std::optional<std::string_view>> &values) {
        std::vector<cpl_text> raw;
        raw.reserve(values.size());
        for (const auto &v : values) raw.push_back(v ? cpl_text{v->data() != nullptr ? v->data() : "", v->size()} : cpl_text{nullptr, 0});
        return detail::run([&](auto **why) { return cpl_record_draft_set_all(get(), raw.data(), raw.size(), why); });
    }
    result<std::string> text(std::uint32_t no) const {
        auto made = detail::make<blob>([&](auto **out, auto **) { return cpl_record_draft_text(get(), no, out); });
        if (!made) return std::move(made).error();
        return std::string(made->text());
    }
    /// 実績 begin as a copy of the plan (予定).
    result<void> take_over(const record_draft &other) { return detail::done(cpl_record_draft_take_over(get(), other.get())); }
};

/// A file that is being made or edited.
class file_draft : public detail::handle<cpl_file_draft, cpl_file_draft_free> {
public:
    using handle::handle;
    static result<file_draft> begin(std::string_view kind, std::string_view month, std::string_view sender, std::string_view receiver,
                                    std::string_view stamp) {
        return detail::make<file_draft>([&](auto **out, auto **why) {
            return cpl_file_draft_new(kind.data(), kind.size(), month.data(), month.size(), sender.data(), sender.size(), receiver.data(),
                                      receiver.size(), stamp.data(), stamp.size(), out, why);
        });
    }
    static result<file_draft> of(const document &document) {
        return detail::make<file_draft>([&](auto **out, auto **why) { return cpl_file_draft_of(document.get(), out, why); });
    }
    std::string name() const {
        return std::string(detail::make_or_empty<blob>([&](auto **out) { return cpl_file_draft_name(get(), out); }).text());
    }
    result<careplan::layout> layout() const {
        return detail::make<careplan::layout>([&](auto **out, auto **) { return cpl_file_draft_layout(get(), out); });
    }
    std::size_t record_count() const noexcept {
        return detail::number<std::size_t>([&](auto *n) { return cpl_file_draft_record_count(get(), n); });
    }
    result<void> readdress(std::string_view receiver, std::string_view stamp) {
        return detail::run([&](auto **why) {
            return cpl_file_draft_readdress(get(), receiver.data(), receiver.size(), stamp.data(), stamp.size(), why);
        });
    }
    result<void> set_month(std::string_view month) {
        return detail::run([&](auto **why) { return cpl_file_draft_set_month(get(), month.data(), month.size(), why); });
    }
    /// A copy of a record, from 1; for 0 a new one that fits the file.
    result<record_draft> record(std::size_t number = 0) const {
        return detail::make<record_draft>([&](auto **out, auto **) { return cpl_file_draft_record(get(), number, out); });
    }
    /// Puts a copy before record `number`, from 1; for 0 at the end.
    result<void> insert(const record_draft &record, std::size_t number = 0) {
        return detail::run([&](auto **why) { return cpl_file_draft_insert(get(), number, record.get(), why); });
    }
    result<void> replace(std::size_t number, const record_draft &record) {
        return detail::run([&](auto **why) { return cpl_file_draft_replace(get(), number, record.get(), why); });
    }
    result<void> remove(std::size_t number) { return detail::done(cpl_file_draft_remove(get(), number)); }
    /// Makes a document of the file as it is now.
    result<document> finish() const {
        return detail::make<document>([&](auto **out, auto **why) { return cpl_file_draft_finish(get(), out, why); });
    }
};

// ---- セット / sets

/// 画像のファイル名 of an image of a basic record (UPKIHON_IMAGE); document::read makes a document of it and the bytes. `branch`
/// (枝番): 0 to 9999.
inline result<std::string> image_name(std::string_view sender, std::string_view receiver, std::string_view stamp, std::uint32_t branch) {
    auto name = detail::make<blob>([&](auto **out, auto **why) {
        return cpl_image_name(sender.data(), sender.size(), receiver.data(), receiver.size(), stamp.data(), stamp.size(), branch, out, why);
    });
    if (!name) return std::move(name).error();
    return std::string(name->text());
}

/// Files of one stamp that are a set of the standard, free of errors.
class message_set : public detail::handle<cpl_set, cpl_set_free> {
public:
    using handle::handle;
    static result<message_set> build(const std::vector<document> &documents) {
        const auto raw = detail::pointers(documents);
        return detail::make<message_set>([&](auto **out, auto **why) { return cpl_set_build(raw.data(), raw.size(), out, why); });
    }
    result<set_info> info() const {
        return detail::fill<set_info>([&](auto *c) { return cpl_set_get(get(), c); });
    }
    auto documents() const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_set_document_count(get(), n); });
        return detail::range(size, [raw = get()](std::size_t index) {
            return detail::make_or_empty<document>([&](auto **out) { return cpl_set_document(raw, index, out); });
        });
    }
    careplan::findings findings(language lang = language::ja) const noexcept {
        return detail::make_or_empty<careplan::findings>([&](auto **out) { return cpl_set_findings(get(), detail::raw(lang), out); });
    }
};

/// Files sorted into the sets that they were made for.
class groups : public detail::list<cpl_groups, cpl_groups_free, set_info, cpl_groups_count, cpl_groups_get> {
public:
    using list::list;
    static result<groups> of(const std::vector<document> &documents) {
        const auto raw = detail::pointers(documents);
        return detail::make<groups>([&](auto **out, auto **why) { return cpl_group(raw.data(), raw.size(), out, why); });
    }
    static result<groups> of_folder(std::string_view folder, const read_options &options = {}) {
        const auto c = detail::lower(options);
        return detail::make<groups>([&](auto **out, auto **why) { return cpl_group_folder(folder.data(), folder.size(), &c, out, why); });
    }
    auto documents(std::size_t index) const {
        return detail::range((*this)[index].document_count, [raw = get(), index](std::size_t number) {
            return detail::make_or_empty<document>([&](auto **out) { return cpl_groups_document(raw, index, number, out); });
        });
    }
    careplan::findings findings(std::size_t index, language lang = language::ja) const noexcept {
        return detail::make_or_empty<careplan::findings>([&](auto **out) { return cpl_groups_findings(get(), index, detail::raw(lang), out); });
    }
    result<message_set> build(std::size_t index) const {
        return detail::make<message_set>([&](auto **out, auto **why) { return cpl_groups_build(get(), index, out, why); });
    }
};

// ---- 一覧 / lists

/// The bit of a state in query::states.
constexpr std::uint32_t bit(sent_state state) noexcept { return 1U << static_cast<std::uint32_t>(state); }
constexpr std::uint32_t bit(received_state state) noexcept { return 1U << static_cast<std::uint32_t>(state); }
/// What waits to be taken and acknowledged.
constexpr std::uint32_t to_take = CPL_RECEIVED_TO_TAKE;

/// 検索条件: what stays empty asks for all. The texts must live until the call returns.
struct query {
    /// Bits of states: bit(…) | bit(…), or to_take.
    std::uint32_t states = 0;
    careplan::order order = careplan::order::usual;
    std::uint32_t limit = 0;
    std::uint32_t offset = 0;
    /// For what was sent: open the covers too.
    bool with_covers = false;
    std::string_view partner{}, month{}, set{}, insurer{}, insured{}, since{}, until{};
};

/// Which entries of the access log; what stays empty asks for all.
struct access_query {
    std::uint32_t limit = 0;
    std::uint64_t after = 0;
    std::string_view insurer{}, insured{}, since{}, until{};
};

namespace detail {
inline cpl_query lower(const query &q) noexcept {
    cpl_query c{};
    c.struct_size = sizeof c;
    c.flags = q.with_covers ? CPL_QUERY_WITH_COVERS : 0;
    c.states = q.states;
    c.order = static_cast<std::uint32_t>(q.order);
    c.limit = q.limit;
    c.offset = q.offset;
    detail::put(q.partner, c.partner, c.partner_len);
    detail::put(q.month, c.month, c.month_len);
    detail::put(q.set, c.set, c.set_len);
    detail::put(q.insurer, c.insurer, c.insurer_len);
    detail::put(q.insured, c.insured, c.insured_len);
    detail::put(q.since, c.since, c.since_len);
    detail::put(q.until, c.until, c.until_len);
    return c;
}
inline cpl_access_query lower(const access_query &q) noexcept {
    cpl_access_query c{};
    c.struct_size = sizeof c;
    c.limit = q.limit;
    c.after = q.after;
    detail::put(q.insurer, c.insurer, c.insurer_len);
    detail::put(q.insured, c.insured, c.insured_len);
    detail::put(q.since, c.since, c.since_len);
    detail::put(q.until, c.until, c.until_len);
    return c;
}
}  // namespace detail

/// 受信一覧.
class received : public detail::list<cpl_received, cpl_received_free, received_info, cpl_received_count, cpl_received_get> {
public:
    using list::list;
    /// 履歴 of the message at `index`, oldest first.
    auto steps(std::size_t index) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_received_step_count(get(), index, n); });
        return detail::range(size, [raw = get(), index](std::size_t number) {
            return detail::fill_or_empty<step>([&](auto *c) { return cpl_received_step(raw, index, number, c); });
        });
    }
    /// The files that its cover names.
    auto files(std::size_t index) const {
        return detail::range((*this)[index].file_count, [raw = get(), index](std::size_t number) {
            return detail::fill_or_empty<cover_file>([&](auto *c) { return cpl_received_file(raw, index, number, c); });
        });
    }
};

/// 送信済一覧.
class sent : public detail::list<cpl_sent, cpl_sent_free, sent_info, cpl_sent_count, cpl_sent_get> {
public:
    using list::list;
    auto steps(std::size_t index) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_sent_step_count(get(), index, n); });
        return detail::range(size, [raw = get(), index](std::size_t number) {
            return detail::fill_or_empty<step>([&](auto *c) { return cpl_sent_step(raw, index, number, c); });
        });
    }
    auto files(std::size_t index) const {
        return detail::range((*this)[index].file_count, [raw = get(), index](std::size_t number) {
            return detail::fill_or_empty<cover_file>([&](auto *c) { return cpl_sent_file(raw, index, number, c); });
        });
    }
};

/// What a state is called before people, such as 取込済.
inline std::string_view name_of(received_state state, language lang = language::ja) noexcept {
    cpl_text c{"", 0};
    cpl_received_state_name(static_cast<std::uint32_t>(state), detail::raw(lang), &c);
    return detail::lift(c);
}
inline std::string_view name_of(sent_state state, language lang = language::ja) noexcept {
    cpl_text c{"", 0};
    cpl_sent_state_name(static_cast<std::uint32_t>(state), detail::raw(lang), &c);
    return detail::lift(c);
}

class certificate;

using events = detail::list<cpl_events, cpl_events_free, event, cpl_events_count, cpl_events_get>;

/// Ids of messages.
class ids : public detail::handle<cpl_ids, cpl_ids_free> {
public:
    using handle::handle;
    std::size_t size() const noexcept {
        return detail::number<std::size_t>([&](auto *n) { return cpl_ids_count(get(), n); });
    }
    std::string_view operator[](std::size_t index) const noexcept {
        cpl_text c{"", 0};
        cpl_ids_get(get(), index, &c);
        return detail::lift(c);
    }
    auto begin() const noexcept { return detail::index_iterator<ids>(this, 0); }
    auto end() const noexcept { return detail::index_iterator<ids>(this, size()); }
};

/// Offices that were found, by number.
class directory : public detail::list<cpl_directory, cpl_directory_free, directory_entry, cpl_directory_count, cpl_directory_get> {
public:
    using list::list;
    bool has_more() const noexcept {
        return detail::number<std::uint32_t>([&](auto *n) { return cpl_directory_has_more(get(), n); }) != 0;
    }
    /// 送信先の電子証明書: all certificates of the office at `index`, newest first, as sealed::seal wants them;
    /// status::out_of_range where it has none.
    result<std::vector<certificate>> certificates(std::size_t index) const;
};

/// What the last look into the folder of downloads found.
class folder : public detail::handle<cpl_folder, cpl_folder_free> {
public:
    using handle::handle;
    std::string_view looked_at() const noexcept {
        cpl_text c{"", 0};
        cpl_folder_looked_at(get(), &c);
        return detail::lift(c);
    }
    auto refused_groups() const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_folder_refused_count(get(), n); });
        return detail::range(size, [raw = get()](std::size_t index) {
            return detail::fill_or_empty<refused>([&](auto *c) { return cpl_folder_refused(raw, index, c); });
        });
    }
    result<std::string_view> refused_file(std::size_t index, std::size_t file) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_folder_refused_file(get(), index, file, c); });
    }
    careplan::findings refused_findings(std::size_t index, language lang = language::ja) const noexcept {
        return detail::make_or_empty<careplan::findings>([&](auto **out) { return cpl_folder_refused_findings(get(), index, detail::raw(lang), out); });
    }
    auto unfinished_files() const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_folder_unfinished_count(get(), n); });
        return detail::range(size, [raw = get()](std::size_t index) {
            return detail::fill_or_empty<unfinished>([&](auto *c) { return cpl_folder_unfinished(raw, index, c); });
        });
    }
};

/// Entries of the access log, oldest first.
class access_log : public detail::list<cpl_access_log, cpl_access_log_free, access_entry, cpl_access_log_count, cpl_access_log_get> {
public:
    using list::list;
    /// The keyed hash of person number `person`, from 0, of the entry at `index`.
    result<std::string_view> person(std::size_t index, std::size_t person) const {
        return detail::get<cpl_text>([&](auto *c) { return cpl_access_log_person(get(), index, person, c); });
    }
};

/// The end of a verified access log.
class access_head : public detail::handle<cpl_access_head, cpl_access_head_free> {
public:
    using handle::handle;
    /// Verifies an exported access log, of any office and without a profile.
    static result<access_head> verify(careplan::bytes log) {
        return detail::make<access_head>([&](auto **out, auto **why) { return cpl_access_log_verify(log.data(), log.size(), out, why); });
    }
    result<access_head_info> info() const {
        return detail::fill<access_head_info>([&](auto *c) { return cpl_access_head_get(get(), c); });
    }
};

// ---- 電子証明書 / certificates and trust

/// 電子証明書 of an office, without its private key.
class certificate : public detail::handle<cpl_certificate, cpl_certificate_free> {
public:
    using handle::handle;
    /// PEM (with any intermediates behind it) or DER. Nothing is trusted by that.
    /// `office_rule`: where it names its office; empty: subject.serialNumber.
    static result<certificate> read(careplan::bytes content, std::string_view office_rule = {}) {
        return detail::make<certificate>([&](auto **out, auto **why) {
            return cpl_certificate_read(content.data(), content.size(), office_rule.data(), office_rule.size(), out, why);
        });
    }
    result<certificate_info> info() const {
        return detail::fill<certificate_info>([&](auto *c) { return cpl_certificate_get(get(), c); });
    }
    careplan::bytes der() const noexcept {
        cpl_bytes c{};
        cpl_certificate_der(get(), &c);
        return detail::lift(c);
    }
};

inline result<std::vector<certificate>> directory::certificates(std::size_t index) const {
    std::vector<certificate> all;
    const std::size_t size = (*this)[index].certificate_count;
    for (std::size_t at = 0; at < size || all.empty(); ++at) {
        auto one = detail::make<certificate>([&](auto **out, auto **why) { return cpl_directory_certificate(get(), index, at, out, why); });
        if (!one) return std::move(one).error();
        all.push_back(std::move(one).value());
    }
    return all;
}

/// What certificates say of themselves. The texts belong to the list.
using stored_certificates = detail::list<cpl_certificates, cpl_certificates_free, certificate_info, cpl_certificates_count, cpl_certificates_get>;

/// The certificates in the certificate store of Windows (証明書ストア) that have a private key and name an office; the fingerprint
/// of one is for identity::from_store. status::unsupported on other systems.
inline result<stored_certificates> store_certificates(certificate_store store, std::string_view office_rule = {}) {
    return detail::make<stored_certificates>([&](auto **out, auto **why) {
        return cpl_store_certificates(static_cast<std::uint32_t>(store), office_rule.data(), office_rule.size(), out, why);
    });
}

/// 電子証明書と秘密鍵: a certificate of an office with its private key, in memory, on a token or in a store. `office_rule`
/// (事業所番号の場所): where the certificate names its office, as in trust_options; empty: subject.serialNumber.
class identity : public detail::handle<cpl_identity, cpl_identity_free> {
public:
    using handle::handle;
    /// Of a file, PEM or PKCS#12, or of a token where `source` is a PKCS#11 URI; take that from the administrator only.
    static result<identity> load(std::string_view source, std::string_view password = {}, std::string_view office_rule = {}) {
        return detail::make<identity>([&](auto **out, auto **why) {
            return cpl_identity_load(source.data(), source.size(), password.data(), password.size(), office_rule.data(), office_rule.size(),
                                     out, why);
        });
    }
    /// PEM with certificates and private key, or PKCS#12.
    static result<identity> read(careplan::bytes content, std::string_view password = {}, std::string_view office_rule = {}) {
        return detail::make<identity>([&](auto **out, auto **why) {
            return cpl_identity_read(content.data(), content.size(), password.data(), password.size(), office_rule.data(), office_rule.size(),
                                     out, why);
        });
    }
    /// PEM, certificates and private key apart.
    static result<identity> read_pair(careplan::bytes certificates, careplan::bytes private_key, std::string_view password = {},
                                      std::string_view office_rule = {}) {
        return detail::make<identity>([&](auto **out, auto **why) {
            return cpl_identity_read_pair(certificates.data(), certificates.size(), private_key.data(), private_key.size(), password.data(),
                                          password.size(), office_rule.data(), office_rule.size(), out, why);
        });
    }
    /// In the certificate store of Windows (証明書ストア); status::unsupported on other systems.
    static result<identity> from_store(certificate_store store, std::string_view thumbprint, std::string_view office_rule = {}) {
        return detail::make<identity>([&](auto **out, auto **why) {
            return cpl_identity_from_store(static_cast<std::uint32_t>(store), thumbprint.data(), thumbprint.size(), office_rule.data(),
                                           office_rule.size(), out, why);
        });
    }
    /// Its certificate, which may outlive it.
    result<careplan::certificate> certificate() const {
        return detail::make<careplan::certificate>([&](auto **out, auto **why) { return cpl_identity_certificate(get(), out, why); });
    }
};

/// Whom to trust. Texts and bytes must live until the call returns.
struct trust_options {
    /// ルート証明書, PEM, or one in DER. At least one is needed.
    careplan::bytes roots{};
    /// 中間証明書, for messages that come without.
    careplan::bytes intermediates{};
    /// 失効リスト, PEM or DER.
    careplan::bytes crls{};
    revocation_rule revocation = revocation_rule::off;
    /// How many days after the end of a certificate a message is taken that was signed before it; 92 where nothing is said.
    std::optional<std::uint32_t> expired_grace_days{};
    /// Where certificates name their office; empty: subject.serialNumber.
    std::string_view office_rule{};
    /// Judges as if it were this time, RFC 3339; empty: now.
    std::string_view at{};
};

/// The authorities whose certificates are trusted, and the rules by which a certificate is judged.
class trust : public detail::handle<cpl_trust, cpl_trust_free> {
public:
    using handle::handle;
    static result<trust> of(const trust_options &options) {
        cpl_trust_options c{};
        c.struct_size = sizeof c;
        c.revocation = static_cast<std::uint32_t>(options.revocation);
        c.has_expired_grace = options.expired_grace_days ? 1 : 0;
        c.expired_grace_days = options.expired_grace_days.value_or(0);
        c.roots = options.roots.data(), c.roots_len = options.roots.size();
        c.intermediates = options.intermediates.data(), c.intermediates_len = options.intermediates.size();
        c.crls = options.crls.data(), c.crls_len = options.crls.size();
        detail::put(options.office_rule, c.office_rule, c.office_rule_len);
        detail::put(options.at, c.at, c.at_len);
        return detail::make<trust>([&](auto **out, auto **why) { return cpl_trust_new(&c, out, why); });
    }
    /// Takes newer revocation lists (失効リスト); gives how many were new.
    result<std::size_t> add_crl(careplan::bytes crls) const {
        std::size_t added = 0;
        auto taken = detail::run([&](auto **why) { return cpl_trust_add_crl(get(), crls.data(), crls.size(), &added, why); });
        if (!taken) return std::move(taken).error();
        return added;
    }
    /// Judges a certificate as it is now; an error of category::trust where it is not to be trusted for that use.
    result<revocation> check(const certificate &judged, certificate_use use) const {
        std::uint32_t c = 0;
        auto held = detail::run([&](auto **why) { return cpl_trust_check(get(), judged.get(), static_cast<std::uint32_t>(use), &c, why); });
        if (!held) return std::move(held).error();
        return static_cast<careplan::revocation>(c);
    }
};

// ---- 封緘と開封 / envelopes: for programs that carry messages themselves; office::send does all of it

namespace detail {
/// Handles as an array of C.
template <class Handle> std::vector<const typename Handle::raw_type *> raws(const std::vector<Handle> &handles) {
    std::vector<const typename Handle::raw_type *> raw;
    raw.reserve(handles.size());
    for (const auto &one : handles) raw.push_back(one.get());
    return raw;
}
}  // namespace detail

/// A message as it leaves the house: nobody but the receivers and the sender can read any of it.
class sealed : public detail::handle<cpl_sealed, cpl_sealed_free> {
public:
    using handle::handle;
    /// Signs a set as the newest of the identities (of one office, old and new) and seals it for all current certificates of
    /// the receiver, and for the sender's own.
    static result<sealed> seal(const std::vector<identity> &own, const trust &trusted, const std::vector<certificate> &recipients,
                               const message_set &set, std::string_view subject = {}, std::string_view body = {}) {
        const auto from = detail::raws(own);
        const auto to = detail::raws(recipients);
        return detail::make<sealed>([&](auto **out, auto **why) {
            return cpl_seal(from.data(), from.size(), trusted.get(), to.data(), to.size(), set.get(), subject.data(), subject.size(),
                            body.data(), body.size(), out, why);
        });
    }
    std::string_view id() const noexcept { return text(cpl_sealed_id); }
    /// CMS, DER.
    careplan::bytes content() const noexcept { return der(cpl_sealed_content); }
    /// CMS, DER: who, to whom and which files, for lists.
    careplan::bytes cover() const noexcept { return der(cpl_sealed_cover); }
    /// SHA-256 of the content, lower-case hexadecimal.
    std::string_view sha256() const noexcept { return text(cpl_sealed_sha256); }
    /// About the certificates that were used, for people.
    auto warnings(language lang = language::ja) const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_sealed_warning_count(get(), n); });
        return detail::range(size, [raw = get(), lang](std::size_t index) {
            cpl_text c{"", 0};
            cpl_sealed_warning(raw, index, detail::raw(lang), &c);
            return detail::lift(c);
        });
    }

private:
    template <class F> std::string_view text(F of) const noexcept {
        cpl_text c{"", 0};
        of(get(), &c);
        return detail::lift(c);
    }
    template <class F> careplan::bytes der(F of) const noexcept {
        cpl_bytes c{};
        of(get(), &c);
        return detail::lift(c);
    }
};

/// A file of an opened message.
struct opened_file {
    std::string_view name{};
    careplan::bytes content{};
};

/// A message, or its cover, that was opened: everything about it has been verified.
class opened : public detail::handle<cpl_opened, cpl_opened_free> {
public:
    using handle::handle;
    /// Opens a sealed content with one of the identities (of one office, old and new).
    static result<opened> open(const std::vector<identity> &own, const trust &trusted, role as, careplan::bytes content) {
        const auto raw = detail::raws(own);
        return detail::make<opened>([&](auto **out, auto **why) {
            return cpl_open(raw.data(), raw.size(), trusted.get(), static_cast<std::uint32_t>(as), content.data(), content.size(), out, why);
        });
    }
    /// The same for a sealed cover: all but the files.
    static result<opened> open_cover(const std::vector<identity> &own, const trust &trusted, role as, careplan::bytes cover) {
        const auto raw = detail::raws(own);
        return detail::make<opened>([&](auto **out, auto **why) {
            return cpl_open_cover(raw.data(), raw.size(), trusted.get(), static_cast<std::uint32_t>(as), cover.data(), cover.size(), out, why);
        });
    }
    result<opened_info> info() const {
        return detail::fill<opened_info>([&](auto *c) { return cpl_opened_get(get(), c); });
    }
    result<careplan::signer> signer() const {
        return detail::fill<careplan::signer>([&](auto *c) { return cpl_opened_signer(get(), c); });
    }
    /// Name and bytes of a file.
    result<opened_file> file(std::size_t index) const {
        cpl_text name{"", 0};
        cpl_bytes content{};
        auto found = detail::done(cpl_opened_file(get(), index, &name, &content));
        if (!found) return std::move(found).error();
        return opened_file{detail::lift(name), detail::lift(content)};
    }
    /// A file, read and checked; it may outlive the message.
    result<careplan::document> document(std::size_t index) const {
        return detail::make<careplan::document>([&](auto **out, auto **why) { return cpl_opened_document(get(), index, out, why); });
    }
    /// 受領証 (CMS, DER): states that the message has been stored. Call it only when that is true.
    result<blob> receipt(const std::vector<identity> &own) const {
        const auto raw = detail::raws(own);
        return detail::make<blob>([&](auto **out, auto **why) { return cpl_opened_receipt(get(), raw.data(), raw.size(), out, why); });
    }
};

// ---- 送ったもの、受け取ったもの / messages

/// A message that is kept for sending.
class outgoing : public detail::handle<cpl_outgoing, cpl_outgoing_free> {
public:
    using handle::handle;
    /// False where the same set was there already.
    bool is_new() const noexcept {
        return detail::number<std::uint32_t>([&](auto *n) { return cpl_outgoing_is_new(get(), n); }) != 0;
    }
    std::string_view id() const noexcept {
        cpl_text c{"", 0};
        cpl_outgoing_id(get(), &c);
        return detail::lift(c);
    }
};

/// A message that was opened and verified.
class delivery : public detail::handle<cpl_delivery, cpl_delivery_free> {
public:
    using handle::handle;
    result<delivery_info> info() const {
        return detail::fill<delivery_info>([&](auto *c) { return cpl_delivery_get(get(), c); });
    }
    /// Who signed it; status::out_of_range for what came through a folder, unsigned.
    result<careplan::signer> signer() const {
        return detail::fill<careplan::signer>([&](auto *c) { return cpl_delivery_signer(get(), c); });
    }
    auto documents() const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_delivery_document_count(get(), n); });
        return detail::range(size, [raw = get()](std::size_t index) {
            return detail::make_or_empty<document>([&](auto **out) { return cpl_delivery_document(raw, index, out); });
        });
    }
};

/// 受領証: a verified receipt.
class receipt : public detail::handle<cpl_receipt, cpl_receipt_free> {
public:
    using handle::handle;
    /// Verifies a receipt. Whether it is the one of a certain message is for the caller to compare.
    static result<receipt> verify(const trust &trusted, careplan::bytes signed_receipt) {
        return detail::make<receipt>([&](auto **out, auto **why) {
            return cpl_receipt_verify(trusted.get(), signed_receipt.data(), signed_receipt.size(), out, why);
        });
    }
    result<receipt_info> info() const {
        return detail::fill<receipt_info>([&](auto *c) { return cpl_receipt_get(get(), c); });
    }
    result<careplan::signer> signer() const {
        return detail::fill<careplan::signer>([&](auto *c) { return cpl_receipt_signer(get(), c); });
    }
    careplan::bytes signed_bytes() const noexcept {
        cpl_bytes c{};
        cpl_receipt_bytes(get(), &c);
        return detail::lift(c);
    }
};

/// What an evidence file (証跡) holds.
struct evidence {
    delivery message;
    careplan::receipt receipt;
};

/// What an evidence file that was verified without a profile holds.
struct opened_evidence {
    opened message;
    careplan::receipt receipt;
};

/// Makes an evidence file (送達の証拠) of a sealed content that this office sent and its receipt. It holds the files in the clear.
inline result<blob> make_evidence(const std::vector<identity> &own, const trust &trusted, careplan::bytes content, careplan::bytes receipt) {
    const auto raw = detail::raws(own);
    return detail::make<blob>([&](auto **out, auto **why) {
        return cpl_evidence_make(raw.data(), raw.size(), trusted.get(), content.data(), content.size(), receipt.data(), receipt.size(), out, why);
    });
}

/// Verifies an evidence file.
inline result<opened_evidence> verify_evidence(const trust &trusted, careplan::bytes evidence) {
    cpl_opened *message = nullptr;
    cpl_receipt *receipt = nullptr;
    auto verified = detail::run([&](auto **why) {
        return cpl_evidence_verify(trusted.get(), evidence.data(), evidence.size(), &message, &receipt, why);
    });
    if (!verified) return std::move(verified).error();
    return opened_evidence{opened(message), careplan::receipt(receipt)};
}

/// What one pass did.
class sync_report : public detail::handle<cpl_sync_report, cpl_sync_report_free> {
public:
    using handle::handle;
    result<sync_info> info() const {
        return detail::fill<sync_info>([&](auto *c) { return cpl_sync_report_get(get(), c); });
    }
    auto problems() const noexcept {
        const auto size = detail::number<std::size_t>([&](auto *n) { return cpl_sync_report_problem_count(get(), n); });
        return detail::range(size, [raw = get()](std::size_t index) {
            return detail::fill_or_empty<sync_problem>([&](auto *c) { return cpl_sync_report_problem(raw, index, c); });
        });
    }
};

/// How an office stood when it was asked.
class overview : public detail::handle<cpl_overview, cpl_overview_free> {
public:
    using handle::handle;
    result<overview_info> info() const {
        return detail::fill<overview_info>([&](auto *c) { return cpl_overview_get(get(), c); });
    }
    std::uint64_t count(sent_state state) const noexcept { return count(CPL_DIRECTION_SENT, static_cast<std::uint32_t>(state)); }
    std::uint64_t count(received_state state) const noexcept { return count(CPL_DIRECTION_RECEIVED, static_cast<std::uint32_t>(state)); }

private:
    std::uint64_t count(std::uint32_t direction, std::uint32_t state) const noexcept {
        return detail::number<std::uint64_t>([&](auto *n) { return cpl_overview_count(get(), direction, state, n); });
    }
};

/// What a relay said of itself.
class relay : public detail::handle<cpl_relay, cpl_relay_free> {
public:
    using handle::handle;
    result<relay_info> info() const {
        return detail::fill<relay_info>([&](auto *c) { return cpl_relay_get(get(), c); });
    }
};

// ---- 事業所 / the office

using log_handler = std::function<void(const log_line &)>;
using event_handler = std::function<void(const event &)>;

/// What a program may give when it opens an office. The texts must live until the call returns.
struct office_options {
    std::string_view relay_password{}, key_password{};
    careplan::log_level log_level = careplan::log_level::info;
    /// Is told what the office does, on the threads that do it. May be empty.
    log_handler log{};
};

namespace detail {
/// The handlers of an office; a worker keeps them too, as it may outlive the office.
struct handlers {
    slot<event> events;
    slot<log_line> log;
};
}  // namespace detail

/// What was cleaned up (整理).
struct cleaned {
    std::uint64_t contents = 0;
    std::uint64_t messages = 0;
};

/// 事業所: its profile, its store on this machine and its way to other offices.
class office {
public:
    office() noexcept = default;
    /// Opens the office of a profile folder.
    static result<office> open(std::string_view folder, office_options options = {}) {
        auto handlers = std::make_shared<detail::handlers>();
        cpl_office_options c{};
        c.struct_size = sizeof c;
        c.log_level = static_cast<std::uint32_t>(options.log_level);
        detail::put(options.relay_password, c.relay_password, c.relay_password_len);
        detail::put(options.key_password, c.key_password, c.key_password_len);
        if (options.log) {
            handlers->log.exchange(std::make_shared<const log_handler>(std::move(options.log)));
            c.log = detail::slot<log_line>::call;
            c.log_context = &handlers->log;
        }
        auto opened = detail::make<raw>([&](auto **out, auto **why) { return cpl_office_open(folder.data(), folder.size(), &c, out, why); });
        if (!opened) return std::move(opened).error();
        return office(std::move(handlers), std::move(*opened));
    }
    office(office &&) noexcept = default;
    office &operator=(office &&other) noexcept {
        raw_ = std::move(other.raw_);
        handlers_ = std::move(other.handlers_);
        return *this;
    }
    cpl_office *get() const noexcept { return raw_.get(); }
    explicit operator bool() const noexcept { return static_cast<bool>(raw_); }
    /// Closes it now. A worker that runs keeps its store open.
    void close() noexcept {
        raw_.reset();
        handlers_.reset();
    }

    std::string_view number() const noexcept {
        cpl_text c{"", 0};
        cpl_office_number(get(), &c);
        return detail::lift(c);
    }
    result<office_info> info() const {
        return detail::fill<office_info>([&](auto *c) { return cpl_office_get(get(), c); });
    }
    /// 電子証明書 that the office itself has in its profile, newest first; each may outlive the office.
    std::size_t certificate_count() const noexcept {
        return detail::number<std::size_t>([&](auto *n) { return cpl_office_certificate_count(get(), n); });
    }
    result<careplan::certificate> certificate(std::size_t index) const {
        return detail::make<careplan::certificate>([&](auto **out, auto **why) { return cpl_office_certificate(get(), index, out, why); });
    }
    /// 接続の確認: asks the relay what it is; needs no login.
    result<careplan::relay> ask_relay(const control &with = {}) const {
        const auto c = detail::lower(with);
        return detail::make<careplan::relay>([&](auto **out, auto **why) { return cpl_office_ask_relay(get(), &c, out, why); });
    }
    /// 操作者 in the access log from now on.
    result<void> set_actor(std::string_view name) const { return detail::done(cpl_office_set_actor(get(), name.data(), name.size())); }

    // 送信 / sending
    result<careplan::outgoing> send(const message_set &set, std::string_view subject = {}, std::string_view body = {}, bool again = false) const {
        return detail::make<careplan::outgoing>([&](auto **out, auto **why) {
            return cpl_office_send(get(), set.get(), subject.data(), subject.size(), body.data(), body.size(), again ? CPL_SEND_AGAIN : 0, out, why);
        });
    }
    /// 取消.
    result<void> withdraw(std::string_view id) const {
        return detail::run([&](auto **why) { return cpl_office_withdraw(get(), id.data(), id.size(), why); });
    }
    /// 送信済一覧.
    result<careplan::sent> sent(const query &which = {}) const {
        const auto c = detail::lower(which);
        return detail::make<careplan::sent>([&](auto **out, auto **why) { return cpl_office_sent(get(), &c, out, why); });
    }
    /// One message as a list of one, with its cover.
    result<careplan::sent> sent_message(std::string_view id) const {
        return detail::make<careplan::sent>([&](auto **out, auto **why) { return cpl_office_sent_message(get(), id.data(), id.size(), out, why); });
    }
    result<delivery> open_sent(std::string_view id) const {
        return detail::make<delivery>([&](auto **out, auto **why) { return cpl_office_open_sent(get(), id.data(), id.size(), out, why); });
    }

    // 送受信 / exchange
    /// Sends and receives once. It fails only where there was no pass; look at the report for what did not go well.
    result<sync_report> sync(const control &given = {}) const {
        const auto c = detail::lower(given);
        return detail::make<sync_report>([&](auto **out, auto **why) { return cpl_office_sync(get(), &c, out, why); });
    }
    /// The same for programs that want all or an error: fails with the first thing that did not go well.
    result<void> sync_all(const control &given = {}) const {
        const auto c = detail::lower(given);
        return detail::run([&](auto **why) { return cpl_office_sync(get(), &c, nullptr, why); });
    }
    /// Has the worker try now what it waits with.
    void wake() const noexcept { cpl_office_wake(get()); }

    // 受信 / receiving
    result<careplan::received> received(const query &which = {}) const {
        const auto c = detail::lower(which);
        return detail::make<careplan::received>([&](auto **out, auto **why) { return cpl_office_received(get(), &c, out, why); });
    }
    result<careplan::received> received_message(std::string_view id) const {
        return detail::make<careplan::received>([&](auto **out, auto **why) {
            return cpl_office_received_message(get(), id.data(), id.size(), out, why);
        });
    }
    /// 取込: opens and verifies a message; fetches it first if it is not here yet.
    result<delivery> take(std::string_view id, const control &given = {}) const {
        const auto c = detail::lower(given);
        return detail::make<delivery>([&](auto **out, auto **why) { return cpl_office_take(get(), id.data(), id.size(), &c, out, why); });
    }
    /// 取込の確定: call it only when the files are stored in the caller's own database.
    result<void> acknowledge(std::string_view id) const {
        return detail::run([&](auto **why) { return cpl_office_acknowledge(get(), id.data(), id.size(), why); });
    }
    /// 受取拒否.
    result<void> reject(std::string_view id, rejection reason) const {
        return detail::run([&](auto **why) { return cpl_office_reject(get(), id.data(), id.size(), static_cast<std::uint32_t>(reason), why); });
    }

    // 受領証と証跡 / receipts and evidence
    result<careplan::receipt> receipt(receipt_of which, std::string_view id) const {
        return detail::make<careplan::receipt>([&](auto **out, auto **why) {
            return cpl_office_receipt(get(), static_cast<std::uint32_t>(which), id.data(), id.size(), out, why);
        });
    }
    result<blob> export_evidence(std::string_view id) const {
        return detail::make<blob>([&](auto **out, auto **why) { return cpl_office_export_evidence(get(), id.data(), id.size(), out, why); });
    }
    result<evidence> verify_evidence(careplan::bytes file) const {
        cpl_delivery *message = nullptr;
        cpl_receipt *receipt = nullptr;
        auto verified = detail::run([&](auto **why) { return cpl_office_verify_evidence(get(), file.data(), file.size(), &message, &receipt, why); });
        if (!verified) return std::move(verified).error();
        return evidence{delivery(message), careplan::receipt(receipt)};
    }

    // 状況 / how it stands
    result<careplan::overview> overview() const {
        return detail::make<careplan::overview>([&](auto **out, auto **why) { return cpl_office_overview(get(), out, why); });
    }
    result<careplan::events> events(std::uint64_t after = 0, std::uint32_t limit = 0) const {
        return detail::make<careplan::events>([&](auto **out, auto **why) { return cpl_office_events(get(), after, limit, out, why); });
    }
    /// Is told of every change of every message from now on; an empty one ends it. When this returns, the one before
    /// neither runs nor will run, unless this was called from within it.
    result<void> on_event(event_handler handler) const {
        if (!handlers_) return detail::done(CPL_NULL_POINTER);
        const bool some = static_cast<bool>(handler);
        auto old = handlers_->events.exchange(some ? std::make_shared<const event_handler>(std::move(handler)) : nullptr);
        auto set = detail::run([&](auto **why) {
            return cpl_office_set_event_handler(get(), some ? detail::slot<event>::call : nullptr, &handlers_->events, why);
        });
        if (!set) handlers_->events.exchange(std::move(old));
        return set;
    }
    /// Is told what the office does, on the threads that do it, several at once; an empty one ends it.
    result<void> on_log(log_handler handler, careplan::log_level level = careplan::log_level::info) const {
        if (!handlers_) return detail::done(CPL_NULL_POINTER);
        const bool some = static_cast<bool>(handler);
        auto old = handlers_->log.exchange(some ? std::make_shared<const log_handler>(std::move(handler)) : nullptr);
        auto set = detail::done(cpl_office_set_log_handler(get(), static_cast<std::uint32_t>(level), some ? detail::slot<log_line>::call : nullptr, &handlers_->log));
        if (!set) handlers_->log.exchange(std::move(old));
        return set;
    }
    /// `direction` and a part of an id that a person typed.
    result<ids> find_ids(direction where, std::string_view part) const {
        return detail::make<ids>([&](auto **out, auto **why) {
            return cpl_office_find_ids(get(), static_cast<std::uint32_t>(where), part.data(), part.size(), out, why);
        });
    }
    result<careplan::folder> folder() const {
        return detail::make<careplan::folder>([&](auto **out, auto **why) { return cpl_office_folder(get(), out, why); });
    }

    // 宛先 / the directory
    result<directory> find_office(std::string_view number, const control &given = {}) const {
        const auto c = detail::lower(given);
        return detail::make<directory>([&](auto **out, auto **why) {
            return cpl_office_find_office(get(), number.data(), number.size(), &c, out, why);
        });
    }
    result<directory> search_offices(std::string_view name, std::string_view after = {}, std::uint32_t limit = 100, const control &given = {}) const {
        const auto c = detail::lower(given);
        return detail::make<directory>([&](auto **out, auto **why) {
            return cpl_office_search_offices(get(), name.data(), name.size(), after.data(), after.size(), limit, &c, out, why);
        });
    }

    // アクセス記録 / the access log
    result<careplan::access_log> access_log(const access_query &which = {}) const {
        const auto c = detail::lower(which);
        return detail::make<careplan::access_log>([&](auto **out, auto **why) { return cpl_office_access_log(get(), &c, out, why); });
    }
    /// The whole log as JSON lines, and its end.
    result<std::pair<blob, access_head>> export_access_log() const {
        cpl_blob *log = nullptr;
        cpl_access_head *head = nullptr;
        auto exported = detail::run([&](auto **why) { return cpl_office_export_access_log(get(), &log, &head, why); });
        if (!exported) return std::move(exported).error();
        return std::pair(blob(log), access_head(head));
    }
    /// The same into a file, in a folder that must be there.
    result<access_head> export_access_log(std::string_view path, bool replace = false) const {
        return detail::make<access_head>([&](auto **out, auto **why) {
            return cpl_office_export_access_log_file(get(), path.data(), path.size(), replace ? CPL_WRITE_REPLACE : 0, out, why);
        });
    }
    result<access_head> verify_access_log() const {
        return detail::make<access_head>([&](auto **out, auto **why) { return cpl_office_verify_access_log(get(), out, why); });
    }

    // 保守 / upkeep
    result<void> backup(std::string_view to) const {
        return detail::run([&](auto **why) { return cpl_office_backup(get(), to.data(), to.size(), why); });
    }
    /// 復元; gives the path of the folder that the store before is in now, empty where there was none.
    static result<std::string> restore(std::string_view profile, std::string_view backup) {
        auto moved = detail::make<blob>([&](auto **out, auto **why) {
            return cpl_office_restore(profile.data(), profile.size(), backup.data(), backup.size(), out, why);
        });
        if (!moved) return std::move(moved).error();
        return std::string(moved->text());
    }
    result<cleaned> clean_up() const {
        cleaned count;
        auto tidy = detail::run([&](auto **why) { return cpl_office_clean_up(get(), &count.contents, &count.messages, why); });
        if (!tidy) return std::move(tidy).error();
        return count;
    }
    result<void> reload_identities() const {
        return detail::run([&](auto **why) { return cpl_office_reload_identities(get(), why); });
    }
    result<void> reload_account() const {
        return detail::run([&](auto **why) { return cpl_office_reload_account(get(), why); });
    }
    result<void> set_password(std::string_view password) const {
        return detail::run([&](auto **why) { return cpl_office_set_password(get(), password.data(), password.size(), why); });
    }
    result<void> reload_crls() const {
        return detail::run([&](auto **why) { return cpl_office_reload_crls(get(), why); });
    }
    /// How many of the revocation lists were new.
    result<std::uint32_t> add_crl(careplan::bytes crl) const {
        std::uint32_t added = 0;
        auto taken = detail::run([&](auto **why) { return cpl_office_add_crl(get(), crl.data(), crl.size(), &added, why); });
        if (!taken) return std::move(taken).error();
        return added;
    }

private:
    friend class worker;
    using raw = detail::handle<cpl_office, cpl_office_free>;
    office(std::shared_ptr<detail::handlers> handlers, raw handle) noexcept : handlers_(std::move(handlers)), raw_(std::move(handle)) {}
    // Behind raw_ in destruction: callbacks may come until the office is closed.
    std::shared_ptr<detail::handlers> handlers_;
    raw raw_;
};

/// 自動送受信: sends and receives in the background until it is destroyed. It keeps the store of the office open.
class worker {
public:
    worker() noexcept = default;
    static result<worker> start(const office &of) {
        auto started = detail::make<raw>([&](auto **out, auto **why) { return cpl_worker_start(of.get(), out, why); });
        if (!started) return std::move(started).error();
        return worker(of.handlers_, std::move(*started));
    }
    worker(worker &&) noexcept = default;
    worker &operator=(worker &&other) noexcept {
        raw_ = std::move(other.raw_);
        handlers_ = std::move(other.handlers_);
        return *this;
    }
    explicit operator bool() const noexcept { return static_cast<bool>(raw_); }
    /// Stops it and waits for its threads, a second or two at most.
    void stop() noexcept {
        raw_.reset();
        handlers_.reset();
    }

private:
    using raw = detail::handle<cpl_worker, cpl_worker_stop>;
    worker(std::shared_ptr<detail::handlers> handlers, raw handle) noexcept : handlers_(std::move(handlers)), raw_(std::move(handle)) {}
    std::shared_ptr<detail::handlers> handlers_;
    raw raw_;
};

// ---- 版 / versions

/// The ABI version of the library that is loaded.
inline std::uint32_t abi_version() noexcept { return cpl_abi_version(); }
/// Whether the library that is loaded is not older than this header.
inline bool is_fit() noexcept { return abi_version() >= CPL_ABI_VERSION; }
inline std::string_view version() noexcept {
    cpl_text c{"", 0};
    cpl_version(&c);
    return detail::lift(c);
}
/// capability::… added up.
inline std::uint32_t capabilities() noexcept { return detail::number<std::uint32_t>(cpl_capabilities); }

}  // namespace careplan

#endif
