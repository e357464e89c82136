// careplan.h — C ABI of the Care Plan Link SDK (ケアプランデータ連携 SDK)
//
// Generated from sdk-ffi; do not edit. A test compares it with the sources.
//
// 約束ごと / Conventions
//
// 状態 / Status: every call returns a uint32_t, CPL_OK (0) on success. Out-parameters are written only on success.
//   An optional last parameter `cpl_error **error` (may be NULL) receives an owned error object on failure; free it
//   with cpl_error_free. Nothing is kept per thread.
// 文字列 / Text goes in and out as UTF-8: a pointer and a length in bytes, without a terminating zero. A pointer may
//   be NULL where the length is 0. File content goes in and out as bytes, never converted.
// 寿命 / Lifetime: a `const char *` or `const uint8_t *` that a call hands out belongs to the handle it was asked of
//   and stays valid until that handle is freed. Handles (`T *` out-parameters) belong to the caller, who frees each
//   exactly once with its own cpl_…_free; NULL is allowed there. Handles are independent: free them in any order.
// スレッド / Threads: a handle does not change after it was made. Several threads may use the same handle at the same
//   time; free it only when no call on it is running. Calls on an office block while they talk to the relay.
// 構造体 / Structs that are filled by the library begin with `struct_size`: set it to sizeof(struct) before every call.
//   After it, struct_size says how many bytes were filled: an older library fills fewer than a newer header has fields.
//   New fields are only ever added at the end.
// 番号 / Indexes of lists count from 0; record numbers and item numbers (項番) count from 1, as in the standard.
// 例外 / No call lets a panic out: it comes back as CPL_PANIC.
// 個人情報 / Error messages hold no personal data, password, key or token. Findings hold the offending value, apart.


#ifndef CAREPLAN_H
#define CAREPLAN_H

#include <stddef.h>
#include <stdint.h>

// cpl_office_reject: it cannot be opened.
#define CPL_REJECT_CANNOT_OPEN 1

// cpl_office_reject: signature or certificate of the sender do not hold.
#define CPL_REJECT_NOT_TRUSTED 2

// cpl_office_reject: it is not what it says it is.
#define CPL_REJECT_DAMAGED 3

// cpl_office_reject: it is not for this office.
#define CPL_REJECT_NOT_FOR_US 4

// cpl_office_reject: a person refused it.
#define CPL_REJECT_REFUSED 5

// cpl_office_send: send the set as a new message even if the same set is there already.
#define CPL_SEND_AGAIN 1

// 受信待ち: offered by the relay, content not here yet.
#define CPL_RECEIVED_OFFERED 1

// 受信済: the sealed content is here.
#define CPL_RECEIVED_FETCHED 2

// 受領確定待ち: taken, not acknowledged.
#define CPL_RECEIVED_HANDED 3

// 取込済: acknowledged; the receipt is on its way.
#define CPL_RECEIVED_ACKNOWLEDGED 4

// 受領済: the relay has the receipt. Final.
#define CPL_RECEIVED_TAKEN 5

// 拒否中: refused here, the relay does not know yet.
#define CPL_RECEIVED_REJECTING 6

// 受取拒否. Final.
#define CPL_RECEIVED_REJECTED 7

// 取消 by the sender. Final.
#define CPL_RECEIVED_WITHDRAWN 8

// 期限切れ. Final.
#define CPL_RECEIVED_EXPIRED 9

// 送信待ち: kept here, on its way at the next opportunity.
#define CPL_SENT_WAITING 1

// 送信中: the relay knows it, not all of it is there.
#define CPL_SENT_SENDING 2

// 送信済: complete at the relay, offered to the receiver.
#define CPL_SENT_AVAILABLE 3

// 受領済: the receiver's receipt is here. Final.
#define CPL_SENT_TAKEN 4

// 取消. Final.
#define CPL_SENT_WITHDRAWN 5

// 期限切れ: nobody took it in time. Final.
#define CPL_SENT_EXPIRED 6

// 受取拒否: the receiver cannot or will not take it. Final.
#define CPL_SENT_REJECTED 7

// 送信失敗: it cannot be sent. Final.
#define CPL_SENT_FAILED 8

// 出力済: written into a folder for another client to send. Final here.
#define CPL_SENT_HANDED_OVER 9

// 日本語.
#define CPL_LANG_JA 0

// English.
#define CPL_LANG_EN 1

// 注記: worth knowing; every importer reads it.
#define CPL_SEVERITY_NOTE 1

// 警告: legal or unclear in the standard, but some importer may stumble.
#define CPL_SEVERITY_WARNING 2

// エラー: against the standard; a strict importer refuses it.
#define CPL_SEVERITY_ERROR 3

// 成功.
#define CPL_OK 0

// A pointer that must not be NULL is NULL.
#define CPL_NULL_POINTER 1

// A text is not UTF-8.
#define CPL_NOT_UTF8 2

// An argument has a value that the header does not name.
#define CPL_BAD_ARGUMENT 3

// There is no such record, item, finding or list entry.
#define CPL_OUT_OF_RANGE 4

// `struct_size` is smaller than the struct ever was.
#define CPL_STRUCT_TOO_SMALL 5

// The library failed in a way that it should not; nothing was changed. Please report it.
#define CPL_PANIC 100

// The library failed for a reason that has no code of its own.
#define CPL_INTERNAL 101

// A file cannot be read.
#define CPL_FILE_UNREADABLE 200

// A file changed while it was being sealed; try again.
#define CPL_FILE_CHANGED 201

// The files are not a set of the standard; the error holds the findings.
#define CPL_SET_REFUSED 210

// A file of the profile cannot be read.
#define CPL_PROFILE_UNREADABLE 300

// profile.toml is not of the form that is expected, or the password file is empty.
#define CPL_PROFILE_INVALID 301

// Certificate or private key cannot be used, or do not belong together or to the office.
#define CPL_IDENTITY_INVALID 302

// The set is sent by another office than the profile's.
#define CPL_NOT_SENDER 303

// `[trust]` of the profile cannot be used: a revocation list, an OID, an issuer or the rule for the office number.
#define CPL_TRUST_INVALID 304

// Not an envelope, or cut off.
#define CPL_ENVELOPE_MALFORMED 400

// Not protected as required.
#define CPL_ENVELOPE_WEAK 401

// Sealed for another certificate or addressed to another office.
#define CPL_ENVELOPE_NOT_FOR_US 402

// Damaged or tampered with.
#define CPL_ENVELOPE_TAMPERED 403

// The signature is missing or does not hold.
#define CPL_SIGNATURE_INVALID 404

// A certificate is not to be trusted.
#define CPL_CERTIFICATE_UNTRUSTED 405

// A certificate has expired or is not valid yet.
#define CPL_CERTIFICATE_EXPIRED 406

// The signer is not the sender that the message names.
#define CPL_WRONG_SENDER 407

// The content, its files or a receipt are not what they should be.
#define CPL_CONTENT_INVALID 408

// Larger than may be sent.
#define CPL_TOO_LARGE 409

// A certificate was revoked.
#define CPL_CERTIFICATE_REVOKED 410

// Whether a certificate was revoked cannot be told, and the profile asks for certainty.
#define CPL_REVOCATION_UNKNOWN 411

// A certificate of a kind that the profile refuses.
#define CPL_CERTIFICATE_KIND 412

// The relay cannot be reached; try again.
#define CPL_RELAY_UNREACHABLE 500

// One side refused the other's certificate.
#define CPL_RELAY_TLS 501

// User id or password is wrong.
#define CPL_WRONG_PASSWORD 502

// The account is locked; cpl_error_retry_after says how long.
#define CPL_ACCOUNT_LOCKED 503

// The receiver is not in the directory.
#define CPL_UNKNOWN_OFFICE 504

// No such message for this office.
#define CPL_UNKNOWN_MESSAGE 505

// The message's id is in use for another one.
#define CPL_CONFLICT 506

// What arrived was damaged on its way; try again.
#define CPL_RELAY_DAMAGED 507

// The relay cannot answer now; try again.
#define CPL_RELAY_UNAVAILABLE 508

// The relay does not know this office's certificate.
#define CPL_UNKNOWN_CERTIFICATE 509

// The answer is not that of a relay, or of one that does not fit.
#define CPL_RELAY_PROTOCOL 510

// The relay settings of the profile cannot be used.
#define CPL_RELAY_SETTINGS 511

// The service is down for maintenance; cpl_error_retry_after says how long.
#define CPL_RELAY_MAINTENANCE 512

// The account's password must be changed first.
#define CPL_PASSWORD_EXPIRED 513

// The receiver does not take part in the exchange now.
#define CPL_NOT_TAKING_PART 514

// Too much is waiting at the relay, or too many calls; cpl_error_retry_after says how long to wait.
#define CPL_RELAY_QUOTA 515

// Another program, or another handle of this one, has the store of this office open.
#define CPL_STORE_IN_USE 600

// The disk is full; what was stored stays stored.
#define CPL_DISK_FULL 601

// The store is damaged or incomplete: put a backup back.
#define CPL_STORE_DAMAGED 602

// The store belongs to another office, or was made by a newer version.
#define CPL_STORE_UNFIT 603

// The store's folder cannot be used.
#define CPL_STORE_UNUSABLE 604

// Only what was taken can be acknowledged.
#define CPL_NOT_TAKEN 610

// The message is in a state in which this cannot be done.
#define CPL_WRONG_STATE 611

// The content of the message is no longer kept.
#define CPL_CONTENT_GONE 612

// The office has a worker already.
#define CPL_WORKER_RUNS 613

// The folders for upload and downloads cannot be used, or hold something else than expected.
#define CPL_FOLDER 620

// Version of this ABI. It only grows: a program that was built for an older one keeps working.
#define CPL_ABI_VERSION 1

// A message that was fetched, opened and verified. Free it with cpl_delivery_free.
typedef struct cpl_delivery cpl_delivery;

// A file, read and checked. Free it with cpl_document_free.
typedef struct cpl_document cpl_document;

// Why a call failed, in full. Free it with cpl_error_free.
typedef struct cpl_error cpl_error;

// A list of findings in one language. Free it with cpl_findings_free.
typedef struct cpl_findings cpl_findings;

// One office: its profile, its store on this machine and its connection to the relay. Free it with cpl_office_free.
//
// One program at a time may have the store of an office open (CPL_STORE_IN_USE). A worker keeps the office open until both
// are freed.
typedef struct cpl_office cpl_office;

// A message that is kept for sending. Free it with cpl_outgoing_free; the message stays.
typedef struct cpl_outgoing cpl_outgoing;

// Messages that wait to be taken and acknowledged, in the order of their stamps. Free it with cpl_received_free.
typedef struct cpl_received cpl_received;

// One data record, decoded to UTF-8. Free it with cpl_record_free.
typedef struct cpl_record cpl_record;

// Messages that an office sent, oldest first. Free it with cpl_sent_free.
typedef struct cpl_sent cpl_sent;

// Files of one stamp that are a set of the standard. Free it with cpl_set_free.
typedef struct cpl_set cpl_set;

// Sends and receives in the background. Stop and free it with cpl_worker_stop.
typedef struct cpl_worker cpl_worker;

// One finding. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_finding {
    // sizeof(cpl_finding), set by the caller.
    uint32_t struct_size;
    // CPL_SEVERITY_…
    uint32_t severity;
    // Data record, from 1; 0 for a finding on a whole file or set.
    uint32_t record;
    // 項番 of the layout, from 1; 0 for a finding on a whole record, file or set.
    uint32_t item;
    // Stable code, such as CP2010.
    const char *code;
    // Bytes of code.
    size_t code_len;
    // File name; empty for a finding on a set.
    const char *file;
    // Bytes of file.
    size_t file_len;
    // 項目名; empty where item is 0.
    const char *item_name;
    // Bytes of item_name.
    size_t item_name_len;
    // The offending value, which may be personal data; empty where there is none.
    const char *value;
    // Bytes of value.
    size_t value_len;
    // What is wrong.
    const char *message;
    // Bytes of message.
    size_t message_len;
    // How to mend it.
    const char *hint;
    // Bytes of hint.
    size_t hint_len;
} cpl_finding;

// One offered message. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_received_info {
    // sizeof(cpl_received_info), set by the caller.
    uint32_t struct_size;
    // CPL_OK, or why the cover cannot be opened; set, subject and body are empty then.
    uint32_t cover_status;
    // Size of the sealed content, in bytes.
    uint64_t size;
    // CPL_RECEIVED_…
    uint32_t state;
    // 0.
    uint32_t reserved;
    // Id for cpl_office_take.
    const char *id;
    // Bytes of id.
    size_t id_len;
    // 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    const char *sender;
    // Bytes of sender.
    size_t sender_len;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    const char *stamp;
    // Bytes of stamp.
    size_t stamp_len;
    // Kind of set, such as use_slip or actuals.
    const char *set;
    // Bytes of set.
    size_t set_len;
    // 件名.
    const char *subject;
    // Bytes of subject.
    size_t subject_len;
    // 本文.
    const char *body;
    // Bytes of body.
    size_t body_len;
} cpl_received_info;

// One sent message. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_sent_info {
    // sizeof(cpl_sent_info), set by the caller.
    uint32_t struct_size;
    // CPL_SENT_…
    uint32_t state;
    // 1 when there is a receipt and it holds, else 0.
    uint32_t has_receipt;
    // CPL_OK, or why the receipt does not hold.
    uint32_t receipt_status;
    // Id of the message.
    const char *id;
    // Bytes of id.
    size_t id_len;
    // 送信先の事業所番号.
    const char *receiver;
    // Bytes of receiver.
    size_t receiver_len;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    const char *stamp;
    // Bytes of stamp.
    size_t stamp_len;
    // When the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    const char *taken_at;
    // Bytes of taken_at.
    size_t taken_at_len;
} cpl_sent_info;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Opens the message `id` and verifies seal, signature, certificate, sender, receiver and files; fetches it first if it is
// not here yet. It may be taken again as long as its content is kept.
uint32_t cpl_office_take(const struct cpl_office *office,
                         const char *id,
                         size_t id_len,
                         struct cpl_delivery **delivery,
                         struct cpl_error **error);

// Number of files in the message.
uint32_t cpl_delivery_document_count(const struct cpl_delivery *delivery, size_t *count);

// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the delivery.
uint32_t cpl_delivery_document(const struct cpl_delivery *delivery,
                               size_t index,
                               struct cpl_document **document);

// States, signed, that the message `id` has been stored in the caller's own database. Call it only when that is true: the
// relay may then let go of the content. The receipt is kept in the store and handed in by the next cpl_office_sync.
// Acknowledging twice is the same as once. CPL_NOT_TAKEN for a message that was not taken before.
uint32_t cpl_office_acknowledge(const struct cpl_office *office,
                                const char *id,
                                size_t id_len,
                                struct cpl_error **error);

// Refuses the message `id`, for one of the reasons CPL_REJECT_…; the sender sees the reason.
uint32_t cpl_office_reject(const struct cpl_office *office,
                           const char *id,
                           size_t id_len,
                           uint32_t reason,
                           struct cpl_error **error);

// Frees a delivery; NULL is allowed.
void cpl_delivery_free(struct cpl_delivery *delivery);

// Reads and checks a file that is in memory. `name` is its file name without folders. The bytes are copied.
//
// Only a mistake in the call fails: whatever is wrong with the file is told by cpl_document_findings.
uint32_t cpl_document_read(const char *name,
                           size_t name_len,
                           const uint8_t *content,
                           size_t content_len,
                           struct cpl_document **document,
                           struct cpl_error **error);

// Reads and checks a file on disk; `path` is UTF-8, its last part is the file name.
uint32_t cpl_document_read_file(const char *path,
                                size_t path_len,
                                struct cpl_document **document,
                                struct cpl_error **error);

// The file name. The text belongs to the document.
uint32_t cpl_document_name(const struct cpl_document *document, const char **name, size_t *name_len);

// The content, exactly as it came. The bytes belong to the document.
uint32_t cpl_document_bytes(const struct cpl_document *document,
                            const uint8_t **content,
                            size_t *content_len);

// Number of data records.
uint32_t cpl_document_record_count(const struct cpl_document *document, size_t *count);

// Data record `number`, from 1, decoded. Free it with cpl_record_free. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_document_record(const struct cpl_document *document, size_t number, struct cpl_record **record);

// What there is to say about the file, in one language. Free the list with cpl_findings_free.
uint32_t cpl_document_findings(const struct cpl_document *document,
                               uint32_t lang,
                               struct cpl_findings **findings);

// Frees a document; NULL is allowed. A set or delivery that holds the same file keeps it.
void cpl_document_free(struct cpl_document *document);

// The status that the call returned.
uint32_t cpl_error_status(const struct cpl_error *error, uint32_t *status);

// What happened, for the person at the screen. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text belongs to the error.
uint32_t cpl_error_message(const struct cpl_error *error,
                           uint32_t lang,
                           const char **text,
                           size_t *text_len);

// What to do next, for the person at the screen. The text belongs to the error.
uint32_t cpl_error_hint(const struct cpl_error *error, uint32_t lang, const char **text, size_t *text_len);

// 1 when the same call may succeed later without anybody changing anything, else 0.
uint32_t cpl_error_is_retryable(const struct cpl_error *error, uint32_t *is_retryable);

// Seconds to wait before trying again; 0 where nothing is said of that.
uint32_t cpl_error_retry_after(const struct cpl_error *error, uint64_t *seconds);

// The findings of a refused set; an empty list for other errors. Free it with cpl_findings_free.
uint32_t cpl_error_findings(const struct cpl_error *error, uint32_t lang, struct cpl_findings **findings);

// Frees an error; NULL is allowed.
void cpl_error_free(struct cpl_error *error);

// Number of findings in the list.
uint32_t cpl_findings_count(const struct cpl_findings *findings, size_t *count);

// Number of errors and of warnings, those included that were too many to be listed.
uint32_t cpl_findings_severity_counts(const struct cpl_findings *findings, size_t *errors, size_t *warnings);

// Fills `finding` with the finding at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_findings_get(const struct cpl_findings *findings, size_t index, struct cpl_finding *finding);

// Frees a list; NULL is allowed.
void cpl_findings_free(struct cpl_findings *findings);

// Opens the office of a profile folder (profile.toml and the files that it names) and its store. Nothing is sent yet.
uint32_t cpl_office_open(const char *folder,
                         size_t folder_len,
                         struct cpl_office **office,
                         struct cpl_error **error);

// 事業所番号, ten characters. The text belongs to the office.
uint32_t cpl_office_number(const struct cpl_office *office, const char **number, size_t *number_len);

// Signs the set, seals it and keeps it in the store: after CPL_OK it is sent by cpl_office_sync or a worker, over crashes,
// restarts and lost networks, until it is taken or ends in another final state. Works without a network.
//
// The same set again is the message that is there already (cpl_outgoing_is_new gives 0), so a program that crashed may
// simply repeat the call. `flags` is 0 or CPL_SEND_AGAIN. Subject (件名) and text (本文) may be empty. `outgoing` may be
// NULL.
uint32_t cpl_office_send(const struct cpl_office *office,
                         const struct cpl_set *set,
                         const char *subject,
                         size_t subject_len,
                         const char *body,
                         size_t body_len,
                         uint32_t flags,
                         struct cpl_outgoing **outgoing,
                         struct cpl_error **error);

// 1 when the message was made by this call, 0 when the same set was there already.
uint32_t cpl_outgoing_is_new(const struct cpl_outgoing *outgoing, uint32_t *is_new);

// Id of the message, a UUID in its text form. The text belongs to the message.
uint32_t cpl_outgoing_id(const struct cpl_outgoing *outgoing, const char **id, size_t *id_len);

// Withdraws a sent message. One that has not left yet is withdrawn at once; others by the next cpl_office_sync, if the
// receiver has not taken them before: cpl_office_sent shows how it ended.
uint32_t cpl_office_withdraw(const struct cpl_office *office,
                             const char *id,
                             size_t id_len,
                             struct cpl_error **error);

// Sends and receives once: hands over what waits, fetches what has arrived, brings receipts. One message that cannot be
// handled does not hold up the others; the error is that of the first.
//
// After an error nothing is lost: what waits stays in the store, and the next call goes on.
uint32_t cpl_office_sync(const struct cpl_office *office,
                         struct cpl_error **error);

// Sends and receives in a thread of its own from now on, at once when there is news.
uint32_t cpl_worker_start(const struct cpl_office *office,
                          struct cpl_worker **worker,
                          struct cpl_error **error);

// Stops the worker, waits for its thread, which takes a second at most, and frees it; NULL is allowed.
void cpl_worker_stop(struct cpl_worker *worker);

// Frees a message; NULL is allowed.
void cpl_outgoing_free(struct cpl_outgoing *outgoing);

// Closes an office; NULL is allowed.
void cpl_office_free(struct cpl_office *office);

// What waits to be taken and acknowledged, as the store knows it since the last cpl_office_sync. Free the list with
// cpl_received_free.
uint32_t cpl_office_received(const struct cpl_office *office,
                             struct cpl_received **received,
                             struct cpl_error **error);

// Number of messages in the list.
uint32_t cpl_received_count(const struct cpl_received *received, size_t *count);

// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_received_get(const struct cpl_received *received, size_t index, struct cpl_received_info *info);

// Frees a list; NULL is allowed.
void cpl_received_free(struct cpl_received *received);

// Number of items in the record; it can differ from the layout's in a faulty file.
uint32_t cpl_record_item_count(const struct cpl_record *record, size_t *count);

// Value of item No. `no` of the layout, from 1, without quotes. The text belongs to the record.
uint32_t cpl_record_item(const struct cpl_record *record, uint32_t no, const char **value, size_t *value_len);

// 項目名 of item No. `no`, from 1. The text is static.
uint32_t cpl_record_item_name(const struct cpl_record *record,
                              uint32_t no,
                              const char **name,
                              size_t *name_len);

// Frees a record; NULL is allowed.
void cpl_record_free(struct cpl_record *record);

// Everything that this office sent, as the store knows it since the last cpl_office_sync, with verified receipts. Free the
// list with cpl_sent_free.
uint32_t cpl_office_sent(const struct cpl_office *office,
                         struct cpl_sent **sent,
                         struct cpl_error **error);

// Number of messages in the list.
uint32_t cpl_sent_count(const struct cpl_sent *sent, size_t *count);

// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_sent_get(const struct cpl_sent *sent, size_t index, struct cpl_sent_info *info);

// Frees a list; NULL is allowed.
void cpl_sent_free(struct cpl_sent *sent);

// Builds a set from `count` documents, which stay the caller's.
//
// CPL_SET_REFUSED when they are no set or hold errors; cpl_error_findings says what to mend.
uint32_t cpl_set_build(const struct cpl_document *const *documents,
                       size_t count,
                       struct cpl_set **set,
                       struct cpl_error **error);

// Frees a set; NULL is allowed.
void cpl_set_free(struct cpl_set *set);

// The ABI version of the library that is loaded; compare it with CPL_ABI_VERSION of the header.
uint32_t cpl_abi_version(void);

// Version of the library, such as `0.1.0`. The text is static.
uint32_t cpl_version(const char **text, size_t *text_len);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CAREPLAN_H */
