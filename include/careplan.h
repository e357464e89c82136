// careplan.h — C ABI of the Care Plan Link SDK (ケアプランデータ連携 SDK)
//
// Generated from sdk-ffi; do not edit. A test compares it with the sources. C99 and C++11.
//
// 約束ごと
//
// 名前: 関数と型は cpl_、定数は CPL_ で始まります。cpl_office_send のように「もの_すること」の順です。
// 状態: 関数は uint32_t の状態を返し、成功は CPL_OK（0）です（cpl_abi_version と、何も返さない cpl_…_free、
//   cpl_worker_stop を除く）。結果を受け取る引数には、成功したときだけ書き込みます。
//   最後の引数 cpl_error **error は NULL でもよく、失敗したときに説明（日本語・英語、次にすること）を受け取ります。
//   cpl_error_free で解放します。スレッドごとに残る状態はありません。
//   状態が誰の問題かは cpl_status_category で分かります。知らない番号の状態は、失敗として扱ってください。
// 文字列: UTF-8 です。渡すときはポインターと長さ（バイト数）、受け取るときは cpl_text です。終わりの 0 はありません。
//   長さが 0 ならポインターは NULL でもかまいません。ファイルの内容はバイト列のままで、変換しません。
// 寿命: 受け取った cpl_text と cpl_bytes は、問い合わせたハンドルのもので、そのハンドルを解放するまで使えます。
//   ハンドル（T ** の引数で受け取るもの）は呼び出した側のもので、それぞれの cpl_…_free で 1 回だけ解放します。NULL も渡せます。
//   ハンドルは互いに独立していて、どの順に解放してもかまいません。
// スレッド: ハンドルは作られたあと変わらず、複数のスレッドから同時に使えます。変わるもの（編集中のファイルなど）は
//   説明にそう書いてあり、同時に呼ぶと順番を待ちます。解放は、そのハンドルの呼び出しがすべて終わってからにしてください。
// 構造体: struct_size で始まります。呼び出す前に sizeof を入れてください。ライブラリが埋める構造体では、呼び出しのあと
//   埋めたバイト数が入ります。ライブラリに渡す構造体（const）は、説明で必要とされていなければ NULL が既定値で、使わない項目には 0 を入れます。
//   新しい項目は終わりにだけ加わります。
// 値: 説明にない値やフラグは CPL_BAD_ARGUMENT になります。
// 番号: 一覧の番号は 0 から、レコードの番号と項番は標準仕様と同じく 1 からです。
// 例外: ライブラリの内部の異常は CPL_PANIC として返り、呼び出し側のプログラムは止まりません。
// 個人情報: エラーの文には個人情報、パスワード、鍵を入れません。指摘（findings）は問題の値を別の項目に持ちます。
//
// Conventions
//
// Names: functions and types begin with cpl_, constants with CPL_; thing first, then what is done: cpl_office_send.
// Status: a call returns a uint32_t, CPL_OK (0) on success; only cpl_abi_version is no status, and cpl_…_free and
//   cpl_worker_stop return nothing. Out-parameters are written only on success. An optional last
//   parameter `cpl_error **error` (may be NULL) receives an owned error object on failure; free it with cpl_error_free.
//   Nothing is kept per thread. cpl_status_category says whose matter a status is. Treat a number you do not know as failure.
// Text is UTF-8: it goes in as a pointer and a length in bytes and comes out as cpl_text, without a terminating zero. A
//   pointer may be NULL where the length is 0. File content goes in and out as bytes, never converted.
// Lifetime: a cpl_text or cpl_bytes that a call hands out belongs to the handle it was asked of and stays valid until that
//   handle is freed. Handles (`T **` out-parameters) belong to the caller, who frees each exactly once with its own
//   cpl_…_free; NULL is allowed there. Handles are independent: free them in any order.
// Threads: a handle does not change after it was made, and several threads may use it at the same time. Those that do change,
//   such as a file being edited, say so; calls on them wait for each other. Free a handle only when no call on it is running.
// Structs begin with `struct_size`: set it to sizeof(struct) before every call. In structs that the library fills it says
//   afterwards how many bytes were filled: an older library fills fewer than a newer header has fields. Structs that the
//   caller fills come as `const`: NULL is the default unless the function says that it is needed, and so is 0 in what is not
//   set. New fields are only ever added at the
//   end; a library that is asked by a newer caller for what it does not know refuses with CPL_BAD_ARGUMENT.
// Values and flags that the header does not name are refused with CPL_BAD_ARGUMENT.
// Indexes of lists count from 0; record numbers and item numbers (項番) count from 1, as in the standard.
// Panics: no call lets one out; it comes back as CPL_PANIC.
// Personal data: error messages hold none, nor a password, key or token. Findings hold the offending value, apart.


#ifndef CAREPLAN_H
#define CAREPLAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif  // __cplusplus

// ==============================================================================================================
// 版と機能 / Version and capabilities
// ==============================================================================================================

// Version of this ABI. It only grows: a program that was built for an older one keeps working.
#define CPL_ABI_VERSION 1

// Version of the library that this header belongs to: the first part of MAJOR.MINOR.PATCH.
#define CPL_VERSION_MAJOR 0

// The second part.
#define CPL_VERSION_MINOR 1

// The third part.
#define CPL_VERSION_PATCH 0

// cpl_capabilities: messages through the relay, end to end.
#define CPL_CAPABILITY_RELAY 1

// cpl_capabilities: messages through folders, for another client to carry.
#define CPL_CAPABILITY_FOLDER 2

// cpl_capabilities: keys on tokens and cards (PKCS#11).
#define CPL_CAPABILITY_PKCS11 4

// cpl_capabilities: keys in the certificate store of Windows (証明書ストア).
#define CPL_CAPABILITY_WINDOWS_STORE 8

// The ABI version of the library that is loaded, not a status; compare it with CPL_ABI_VERSION of the header: the library
// must not be older.
uint32_t cpl_abi_version(void);

// 文字列: text that the library hands out, UTF-8, without a terminating zero. `data` is never NULL. It belongs to the
// handle that was asked, and ends with it.
typedef struct cpl_text {
    // The first byte.
    const char *data;
    // How many bytes.
    size_t len;
} cpl_text;

// Version of the library that is loaded, such as `0.1.0`. The text is static.
uint32_t cpl_version(struct cpl_text *text);

// What the library that is loaded can do here: CPL_CAPABILITY_… added up. Ignore bits that you do not know.
uint32_t cpl_capabilities(uint32_t *capabilities);

// ==============================================================================================================
// 状態 / Statuses
// ==============================================================================================================

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

// 中止: the caller ended the call with cpl_cancel_request. What was stored stays stored.
#define CPL_CANCELLED 6

// Not available on this system; cpl_capabilities says what is.
#define CPL_UNSUPPORTED 7

// A callback of cpl_office_sync or cpl_office_take asks for the same again, which would wait for itself.
#define CPL_CALLED_FROM_WITHIN 8

// A pointer is no handle of the kind that the parameter is for, or one that was freed, as far as that can be told: do not
// rely on it.
#define CPL_WRONG_HANDLE 9

// The library failed in a way that it should not; what was stored before stays stored, so look at the lists. Please report it.
#define CPL_PANIC 100

// The library failed for a reason that has no code of its own.
#define CPL_INTERNAL 101

// A file cannot be read.
#define CPL_FILE_UNREADABLE 200

// A file changed while it was being sealed; try again.
#define CPL_FILE_CHANGED 201

// A file cannot be written.
#define CPL_FILE_UNWRITABLE 202

// A file of this name is there already, and nothing is overwritten.
#define CPL_FILE_EXISTS 203

// The files are not a set of the standard; the error holds the findings.
#define CPL_SET_REFUSED 210

// A value, a file name or a record is not of the standard; the error holds the finding, which says what would be.
#define CPL_VALUE_REFUSED 220

// A file cannot be edited, or cannot be finished, because of errors in it; the error holds the findings.
#define CPL_DOCUMENT_REFUSED 221

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

// This machine's clock is ahead of the relay's: what it signs could not be verified by others.
#define CPL_CLOCK_AHEAD 305

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

// An access log was changed or cut off.
#define CPL_ACCESS_LOG_CHANGED 605

// Only what was taken can be acknowledged.
#define CPL_NOT_TAKEN 610

// The message is in a state in which this cannot be done.
#define CPL_WRONG_STATE 611

// The content of the message is no longer kept.
#define CPL_CONTENT_GONE 612

// The office has a worker already.
#define CPL_WORKER_RUNS 613

// The message has no receipt yet.
#define CPL_NO_RECEIPT 614

// The system gives no thread for the worker.
#define CPL_NO_THREAD 615

// Other files under the same stamp (作成日時) were sent to this receiver before.
#define CPL_STAMP_USED 616

// The receiver has stored a message that had ended by withdrawal, expiry or otherwise: two offices have to agree.
#define CPL_TAKEN_ALL_THE_SAME 617

// The folders for upload and downloads cannot be used, or hold something else than expected.
#define CPL_FOLDER 620

// 呼び出し側: a mistake in the call; the program must be mended.
#define CPL_CATEGORY_CALLER 1

// ファイル: a file or set, an own one or a partner's; the findings say what to mend.
#define CPL_CATEGORY_FILE 2

// 設定: the office's profile, certificate or account; its administrator mends it.
#define CPL_CATEGORY_SETUP 3

// 信頼: a seal, signature or certificate does not hold; nothing of it may be used.
#define CPL_CATEGORY_TRUST 4

// 通信: the relay or the way to it; trying again later may do.
#define CPL_CATEGORY_NETWORK 5

// 保存領域: the store of the office, or its disk.
#define CPL_CATEGORY_STORE 6

// 状態: the message, or the work, is in a state in which this cannot be done.
#define CPL_CATEGORY_STATE 7

// 内部: a mistake of this library; please report it.
#define CPL_CATEGORY_INTERNAL 8

// Name of a status, such as `CPL_SET_REFUSED`, for logs. The text is static. CPL_OUT_OF_RANGE for a number that this
// library does not know.
uint32_t cpl_status_name(uint32_t status,
                         struct cpl_text *name);

// Whose matter a status is: CPL_CATEGORY_…, or 0 for CPL_OK. CPL_OUT_OF_RANGE for a number that this library does not
// know.
uint32_t cpl_status_category(uint32_t status,
                             uint32_t *category);

// What a status says and what to do next, for the person at the screen, where there is no cpl_error: that one knows more
// (which file, which office, how long). The text is static. CPL_OUT_OF_RANGE for a number that this library does not know.
uint32_t cpl_status_message(uint32_t status,
                            uint32_t lang,
                            struct cpl_text *text);

// ==============================================================================================================
// 文字列とバイト列 / Text and bytes
// ==============================================================================================================

// Bytes that were made for the caller, such as a sealed message. Free it with cpl_blob_free.
typedef struct cpl_blob cpl_blob;

// バイト列: bytes that the library hands out. `data` is never NULL. They belong to the handle that was asked, and end
// with it.
typedef struct cpl_bytes {
    // The first byte.
    const uint8_t *data;
    // How many bytes.
    size_t len;
} cpl_bytes;

// The bytes. They belong to the blob.
uint32_t cpl_blob_bytes(const struct cpl_blob *blob, struct cpl_bytes *bytes);

// Frees a blob; NULL is allowed.
void cpl_blob_free(struct cpl_blob *blob);

// ==============================================================================================================
// 指摘 / Findings
// ==============================================================================================================

// 指摘コードの説明: what finding codes mean, in one language. Free it with cpl_codes_free.
typedef struct cpl_codes cpl_codes;

// A list of findings in one language. Free it with cpl_findings_free.
typedef struct cpl_findings cpl_findings;

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
    // Where in the file's bytes it begins.
    uint32_t place_from;
    // Where it ends; the same as place_from where no bytes can be pointed at.
    uint32_t place_to;
    // Stable code, such as CP2010.
    struct cpl_text code;
    // File name; empty for a finding on a set.
    struct cpl_text file;
    // 項目名; empty where item is 0.
    struct cpl_text item_name;
    // The offending value, which may be personal data; empty where there is none.
    struct cpl_text value;
    // What is wrong.
    struct cpl_text message;
    // How to mend it.
    struct cpl_text hint;
} cpl_finding;

// What one finding code means. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_code_info {
    // sizeof(cpl_code_info), set by the caller.
    uint32_t struct_size;
    // CPL_SEVERITY_… that it has by the standard profile.
    uint32_t severity;
    // Stable code, such as CP2010.
    struct cpl_text code;
    // Its name in programs, such as MandatoryEmpty.
    struct cpl_text name;
    // What findings of its block are about.
    struct cpl_text block;
    // What is wrong, with a word such as 〈項目名〉 where a finding names its item.
    struct cpl_text message;
    // How to mend it.
    struct cpl_text hint;
    // What it looks like, and where there is one right form, an arrow and that form.
    struct cpl_text example;
    // The section of the standard that it rests on.
    struct cpl_text source;
} cpl_code_info;

// Number of findings in the list.
uint32_t cpl_findings_count(const struct cpl_findings *findings, size_t *count);

// Number of errors, of warnings and of notes, those included that were too many to be listed.
uint32_t cpl_findings_severity_counts(const struct cpl_findings *findings,
                                      size_t *errors,
                                      size_t *warnings,
                                      size_t *notes);

// Fills `finding` with the finding at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_findings_get(const struct cpl_findings *findings, size_t index, struct cpl_finding *finding);

// Frees a list; NULL is allowed.
void cpl_findings_free(struct cpl_findings *findings);

// Explains the finding code `code`, such as CP2010, or all there are where it is empty. CPL_OUT_OF_RANGE for a code that
// this library does not know. Free the list with cpl_codes_free.
uint32_t cpl_codes_explain(const char *code,
                           size_t code_len,
                           uint32_t lang,
                           struct cpl_codes **codes);

// Number of codes in the list.
uint32_t cpl_codes_count(const struct cpl_codes *codes, size_t *count);

// Fills `info` with the code at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_codes_get(const struct cpl_codes *codes, size_t index, struct cpl_code_info *info);

// Frees a list; NULL is allowed.
void cpl_codes_free(struct cpl_codes *codes);

// ==============================================================================================================
// エラー / Errors
// ==============================================================================================================

// Why a call failed, in full. Free it with cpl_error_free.
typedef struct cpl_error cpl_error;

// 箇所: where in a file the cause of an error is. Set struct_size before the call. The texts belong to the error.
typedef struct cpl_place {
    // sizeof(cpl_place), set by the caller.
    uint32_t struct_size;
    // Data record, from 1; 0 where it is none.
    uint32_t record;
    // 項番, from 1; 0 where it is none.
    uint32_t item;
    // 0.
    uint32_t reserved;
    // File name, or path as the caller gave it; empty where it is none.
    struct cpl_text file;
    // 項目名; empty where item is 0.
    struct cpl_text item_name;
} cpl_place;

// The status that the call returned.
uint32_t cpl_error_status(const struct cpl_error *error, uint32_t *status);

// Stable code of what happened, one word such as `unknown_office`: finer than the status, for logs and for support. The
// text belongs to the error.
uint32_t cpl_error_code(const struct cpl_error *error,
                        struct cpl_text *code);

// What happened, for the person at the screen. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text belongs to the error.
uint32_t cpl_error_message(const struct cpl_error *error,
                           uint32_t lang,
                           struct cpl_text *text);

// What to do next, for the person at the screen. The text belongs to the error.
uint32_t cpl_error_hint(const struct cpl_error *error, uint32_t lang, struct cpl_text *text);

// 1 when the same call may succeed later without anybody changing anything, else 0.
uint32_t cpl_error_is_retryable(const struct cpl_error *error, uint32_t *is_retryable);

// Seconds to wait before trying again; 0 where nothing is said of that.
uint32_t cpl_error_retry_after(const struct cpl_error *error, uint64_t *seconds);

// Where the cause is, as far as that can be said: a file, a record of it, an item of that.
uint32_t cpl_error_place(const struct cpl_error *error, struct cpl_place *place);

// The findings of what was refused: a set, a document, a value; an empty list for other errors. Free it with cpl_findings_free.
uint32_t cpl_error_findings(const struct cpl_error *error,
                            uint32_t lang,
                            struct cpl_findings **findings);

// Frees an error; NULL is allowed.
void cpl_error_free(struct cpl_error *error);

// ==============================================================================================================
// レイアウト / Layouts
// ==============================================================================================================

// 標準仕様 3.x 版.
#define CPL_EDITION_3 3

// 標準仕様 4.0 版.
#define CPL_EDITION_40 40

// 標準仕様 4.1 版, the present one.
#define CPL_EDITION_41 41

// 居宅介護支援事業所 sends it: plans and slips.
#define CPL_SENDER_SUPPORT 1

// サービス事業所 sends it: actuals.
#define CPL_SENDER_SERVICE 2

// 介護予防支援 sends it: basic information and prevention plans.
#define CPL_SENDER_PREVENTION 3

// フリーテキスト.
#define CPL_VALUE_TEXT 1

// Digits only.
#define CPL_VALUE_INTEGER 2

// 99.99.
#define CPL_VALUE_DECIMAL2 3

// 年月 YYYYMM; 000000 too where the item allows it.
#define CPL_VALUE_MONTH 4

// 年月日 YYYYMMDD; 00000000 too where the item allows it.
#define CPL_VALUE_DATE 5

// 時刻 HHMM; 9999 too where the item allows it.
#define CPL_VALUE_TIME 6

// A code of a list: cpl_layout_code.
#define CPL_VALUE_CODE 7

// CSVバージョン.
#define CPL_VALUE_VERSION 8

// 保険者番号.
#define CPL_VALUE_INSURER 9

// 被保険者番号.
#define CPL_VALUE_INSURED 10

// 事業所番号.
#define CPL_VALUE_OFFICE 11

// サービス種類コード.
#define CPL_VALUE_SERVICE_KIND 12

// サービスコード, six characters.
#define CPL_VALUE_SERVICE_CODE 13

// TAISコード or 福祉用具届出コード.
#define CPL_VALUE_TAIS 14

// 郵便番号 NNN-NNNN.
#define CPL_VALUE_POSTAL 15

// 電話番号.
#define CPL_VALUE_PHONE 16

// 日割対象日: 31 characters 0 or 1.
#define CPL_VALUE_DAY_FLAGS 17

// Must be empty.
#define CPL_VALUE_UNUSED 18

// レコードレイアウト of one kind of file in one edition. Free it with cpl_layout_free.
typedef struct cpl_layout cpl_layout;

// ファイル種別: one kind of file. Set struct_size before the call. The texts are static.
typedef struct cpl_file_kind {
    // sizeof(cpl_file_kind), set by the caller.
    uint32_t struct_size;
    // CPL_SENDER_…
    uint32_t sender;
    // 1 when its file names carry the month, else 0.
    uint32_t has_month;
    // 1 when it has records, 0 for the image.
    uint32_t has_records;
    // The beginning of its file names, such as UPPLAN.
    struct cpl_text kind;
    // Its Japanese name.
    struct cpl_text name_ja;
} cpl_file_kind;

// セットの種別: one kind of set. Set struct_size before the call. The texts are static.
typedef struct cpl_set_kind {
    // sizeof(cpl_set_kind), set by the caller.
    uint32_t struct_size;
    // How many kinds of file must be there, each once: cpl_set_kind_file from 0 on.
    uint32_t file_count;
    // How many kinds of file may be there besides: the numbers that follow.
    uint32_t annex_count;
    // 0.
    uint32_t reserved;
    // Its identifier, such as use_slip.
    struct cpl_text kind;
    // Its Japanese name.
    struct cpl_text name_ja;
} cpl_set_kind;

// 項目: one item of a layout. Set struct_size before the call. The texts are static.
typedef struct cpl_item {
    // sizeof(cpl_item), set by the caller.
    uint32_t struct_size;
    // 項番, from 1.
    uint32_t no;
    // CPL_VALUE_…
    uint32_t value_type;
    // Most characters; 0 where the standard sets no limit.
    uint32_t max_length;
    // 必須: 1 when it may not be empty, else 0.
    uint32_t is_mandatory;
    // 1 when the type allows the value that stands for "none" too: 000000, 00000000 or 9999; else 0.
    uint32_t allows_none;
    // English identifier, such as target_month; unique within a layout, the same in all layouts that have the item.
    struct cpl_text identifier;
    // 項目名.
    struct cpl_text name_ja;
    // Name of its list of codes; empty where it has none.
    struct cpl_text code_list;
} cpl_item;

// Number of kinds of file.
uint32_t cpl_file_kind_count(size_t *count);

// Fills `info` with the kind of file at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_file_kind_get(size_t index, struct cpl_file_kind *info);

// Number of kinds of set in an edition (CPL_EDITION_…).
uint32_t cpl_set_kind_count(uint32_t edition, size_t *count);

// Fills `info` with the kind of set at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_set_kind_get(uint32_t edition, size_t index, struct cpl_set_kind *info);

// The kind of file number `file`, from 0, of the kind of set at `index`, such as UPPLAN. The text is static.
uint32_t cpl_set_kind_file(uint32_t edition, size_t index, size_t file, struct cpl_text *kind);

// The Japanese name of サービス種類コード `code`, two characters. The text is static. CPL_OUT_OF_RANGE for a kind that the
// standard does not name.
uint32_t cpl_service_kind_name(const char *code,
                               size_t code_len,
                               struct cpl_text *name);

// The layout of a kind of file, such as UPPLAN, in an edition (CPL_EDITION_…). CPL_OUT_OF_RANGE for the image, and for a
// kind that the edition does not have. Free it with cpl_layout_free.
uint32_t cpl_layout_of_kind(const char *kind,
                            size_t kind_len,
                            uint32_t edition,
                            struct cpl_layout **layout);

// The kind of file that has this layout, such as UPPLAN. The text is static.
uint32_t cpl_layout_kind(const struct cpl_layout *layout, struct cpl_text *kind);

// Number of items.
uint32_t cpl_layout_item_count(const struct cpl_layout *layout, size_t *count);

// Fills `item` with item No. `no`, from 1. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_layout_item(const struct cpl_layout *layout, uint32_t no, struct cpl_item *item);

// 項番 of the item with a name: its English identifier, or else its 項目名 (the first one, where several have it).
// CPL_OUT_OF_RANGE when there is none.
uint32_t cpl_layout_find(const struct cpl_layout *layout,
                         const char *name,
                         size_t name_len,
                         uint32_t *no);

// Number of codes that item No. `no` may have; 0 where it has no list of codes.
uint32_t cpl_layout_code_count(const struct cpl_layout *layout, uint32_t no, size_t *count);

// The code at `index`, from 0, of item No. `no`, and its Japanese meaning; the standard gives none in English. The texts
// are static. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_layout_code(const struct cpl_layout *layout,
                         uint32_t no,
                         size_t index,
                         struct cpl_text *code,
                         struct cpl_text *meaning_ja);

// The Japanese meaning of a code of item No. `no`. The text is static. CPL_OUT_OF_RANGE for a code that it may not have.
uint32_t cpl_layout_code_meaning(const struct cpl_layout *layout,
                                 uint32_t no,
                                 const char *code,
                                 size_t code_len,
                                 struct cpl_text *meaning_ja);

// Frees a layout; NULL is allowed.
void cpl_layout_free(struct cpl_layout *layout);

// ==============================================================================================================
// 項目の一括参照 / Items in bulk
// ==============================================================================================================

// All items of all records of a document: item No. n of record r (both from 1) is
// `texts[first[r - 1] + n - 1]`, and record r has `first[r] - first[r - 1]` items. Set struct_size before the call. The
// arrays and texts belong to the document.
typedef struct cpl_items {
    // sizeof(cpl_items), set by the caller.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // The items, record by record.
    const struct cpl_text *texts;
    // How many items there are in all.
    size_t text_count;
    // Where in `texts` each record begins: record_count + 1 numbers, the last of which is text_count.
    const size_t *first;
    // Number of data records.
    size_t record_count;
} cpl_items;

// ==============================================================================================================
// ファイル / Documents
// ==============================================================================================================

// MS932, as the standard asks for.
#define CPL_ENCODING_MS932 1

// UTF-8, which is readable but wrong.
#define CPL_ENCODING_UTF8 2

// 標準: what the standard says; what it leaves unclear only warns.
#define CPL_PROFILE_STANDARD 0

// 厳格: a warning is an error too, unless the standard itself is unclear.
#define CPL_PROFILE_STRICT 1

// 寛容: what can be read without loss is no error.
#define CPL_PROFILE_LENIENT 2

// cpl_document_write: put it in the place of a file of the same name.
#define CPL_WRITE_REPLACE 1

// A file, read and checked. Free it with cpl_document_free.
typedef struct cpl_document cpl_document;

// How a file is read and checked. Set struct_size and put 0 in what you do not set.
typedef struct cpl_read_options {
    // sizeof(cpl_read_options).
    uint32_t struct_size;
    // CPL_PROFILE_…: how severe findings are.
    uint32_t profile;
    // Most threads that a large file (from 8 MB on) is read with, which end before the call does; 1 starts none. 0: as
    // many as the machine has, at most 8.
    uint32_t threads;
    // 0.
    uint32_t reserved;
} cpl_read_options;

// What a document is, by its name and its content. Set struct_size before the call. The texts belong to the document;
// those of the name are empty where it is not of the standard's form.
typedef struct cpl_document_info {
    // sizeof(cpl_document_info), set by the caller.
    uint32_t struct_size;
    // CPL_EDITION_… that it is of.
    uint32_t edition;
    // CPL_ENCODING_…
    uint32_t encoding;
    // 1 when the first line is a header, which does not count as a record, else 0.
    uint32_t has_header;
    // 1 when the file name is of the form of the standard, else 0.
    uint32_t has_standard_name;
    // 1 when there is a finding of severity CPL_SEVERITY_ERROR, else 0.
    uint32_t has_errors;
    // Number of data records.
    size_t record_count;
    // Number of bytes.
    size_t byte_count;
    // ファイル種別: the beginning of the name, such as UPPLAN; empty for other files.
    struct cpl_text kind;
    // Its Japanese name.
    struct cpl_text kind_name_ja;
    // 年月 YYYYMM, or 000000; empty where the kind has none in its name.
    struct cpl_text month;
    // 送信元の事業所番号.
    struct cpl_text sender;
    // 送信元のサービス種類コード; empty in names of 3.x, three characters in those of 4.0.
    struct cpl_text sender_kind;
    // 送信先の事業所番号; empty where it is addressed to nobody yet.
    struct cpl_text receiver;
    // 送信先のサービス種類コード.
    struct cpl_text receiver_kind;
    // 作成日時 YYYYMMDDHHMMSS.
    struct cpl_text stamp;
    // 枝番 of an image, four digits; empty for others.
    struct cpl_text branch;
} cpl_document_info;

// Reads and checks a file that is in memory. `name` is its file name without folders. The bytes are copied. `options` may be
// NULL.
//
// Only a mistake in the call fails: whatever is wrong with the file is told by cpl_document_findings.
uint32_t cpl_document_read(const char *name,
                           size_t name_len,
                           const uint8_t *content,
                           size_t content_len,
                           const struct cpl_read_options *options,
                           struct cpl_document **document,
                           struct cpl_error **error);

// Reads and checks a file on disk; `path` is UTF-8, its last part is the file name. `options` may be NULL.
uint32_t cpl_document_read_file(const char *path,
                                size_t path_len,
                                const struct cpl_read_options *options,
                                struct cpl_document **document,
                                struct cpl_error **error);

// The file name. The text belongs to the document.
uint32_t cpl_document_name(const struct cpl_document *document, struct cpl_text *name);

// The content, exactly as it came. The bytes belong to the document.
uint32_t cpl_document_bytes(const struct cpl_document *document, struct cpl_bytes *content);

// Fills `info` with what the document is, by its name and its content.
uint32_t cpl_document_get(const struct cpl_document *document, struct cpl_document_info *info);

// The layout of its records. CPL_OUT_OF_RANGE for the image and for files of no known kind. Free it with cpl_layout_free.
uint32_t cpl_document_layout(const struct cpl_document *document,
                             struct cpl_layout **layout);

// Number of data records.
uint32_t cpl_document_record_count(const struct cpl_document *document, size_t *count);

// All items of all records at once, decoded to UTF-8, without quotes; nothing is copied. They belong to the document. The
// first of these calls decodes, which takes about as long as reading the file did; those that follow cost nothing.
uint32_t cpl_document_items(const struct cpl_document *document,
                            struct cpl_items *items);

// Item No. `no`, from 1, of data record `record`, from 1. The text belongs to the document. CPL_OUT_OF_RANGE when there is
// no such record or item. Decodes the whole document at the first call, as cpl_document_items does.
uint32_t cpl_document_item(const struct cpl_document *document,
                           size_t record,
                           uint32_t no,
                           struct cpl_text *value);

// What there is to say about the file, in one language. Free the list with cpl_findings_free.
uint32_t cpl_document_findings(const struct cpl_document *document,
                               uint32_t lang,
                               struct cpl_findings **findings);

// Writes the document, under its own name, into a folder, which must be there. It is written under another name first, so
// that nobody reads half a file. `flags` is 0 or CPL_WRITE_REPLACE; without it, CPL_FILE_EXISTS where the name is taken.
uint32_t cpl_document_write(const struct cpl_document *document,
                            const char *folder,
                            size_t folder_len,
                            uint32_t flags,
                            struct cpl_error **error);

// Frees a document; NULL is allowed. A set or delivery that holds the same file keeps it.
void cpl_document_free(struct cpl_document *document);

// ==============================================================================================================
// レコード / Records
// ==============================================================================================================

// One data record, decoded to UTF-8. Free it with cpl_record_free; it may outlive the document.
typedef struct cpl_record cpl_record;

// Data record `number`, from 1, decoded. Free it with cpl_record_free. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_document_record(const struct cpl_document *document, size_t number, struct cpl_record **record);

// Number of items in the record; it can differ from the layout's in a faulty file.
uint32_t cpl_record_item_count(const struct cpl_record *record, size_t *count);

// The whole record at once: its items, decoded, without quotes. They belong to the record. `record_count` is 1.
uint32_t cpl_record_items(const struct cpl_record *record,
                          struct cpl_items *items);

// Value of item No. `no` of the layout, from 1, without quotes. The text belongs to the record.
uint32_t cpl_record_item(const struct cpl_record *record, uint32_t no, struct cpl_text *value);

// Value of the item with a name: its English identifier, such as target_month, or its 項目名. The text belongs to the
// record. CPL_OUT_OF_RANGE when the layout has no such item, or the record is too short to have it.
uint32_t cpl_record_item_named(const struct cpl_record *record,
                               const char *name,
                               size_t name_len,
                               struct cpl_text *value);

// The bytes of item No. `no`, from 1, as they stand in the file, with quotes. They belong to the record.
uint32_t cpl_record_item_bytes(const struct cpl_record *record, uint32_t no, struct cpl_bytes *bytes);

// 項目名 of item No. `no`, from 1. The text is static.
uint32_t cpl_record_item_name(const struct cpl_record *record, uint32_t no, struct cpl_text *name);

// Frees a record; NULL is allowed.
void cpl_record_free(struct cpl_record *record);

// ==============================================================================================================
// 作成と編集 / Making and editing
// ==============================================================================================================

// A file that is being made or edited: its name and its records. Unlike other handles it changes; calls on it from several
// threads wait for each other. Free it with cpl_file_draft_free.
typedef struct cpl_file_draft cpl_file_draft;

// A record that is being made or edited. Unlike other handles it changes; calls on it from several threads wait for each
// other. Free it with cpl_record_draft_free.
typedef struct cpl_record_draft cpl_record_draft;

// Begins a file without records, with a name of edition 4.1.
//
// `kind`: the beginning of the name, such as UPPLAN, but not UPKIHON_IMAGE, which has no records: see cpl_image_name.
// `month` (年月): YYYYMM for kinds whose names carry one, 000000 for UPHOSOKU of a care plan, else empty. `sender` and
// `receiver`: office number and service kind, NNNNNNNNNN_KK; the receiver may be empty while it is not chosen. `stamp`
// (作成日時): YYYYMMDDHHMMSS, the same for all files of a set.
//
// CPL_BAD_ARGUMENT for a part that is not of its form; CPL_VALUE_REFUSED for parts that no file name has together.
uint32_t cpl_file_draft_new(const char *kind,
                            size_t kind_len,
                            const char *month,
                            size_t month_len,
                            const char *sender,
                            size_t sender_len,
                            const char *receiver,
                            size_t receiver_len,
                            const char *stamp,
                            size_t stamp_len,
                            struct cpl_file_draft **draft,
                            struct cpl_error **error);

// Begins to edit a file as it was read. What is not edited keeps its bytes; the form becomes strict (MS932, CR LF, no
// header, quotes around free text only). The document stays as it is.
//
// CPL_DOCUMENT_REFUSED, with findings, for a file whose name or records cannot be read for certain; cpl_repair may help.
uint32_t cpl_file_draft_of(const struct cpl_document *document,
                           struct cpl_file_draft **draft,
                           struct cpl_error **error);

// 画像のファイル名: the name, of edition 4.1, of an image of a basic record (UPKIHON_IMAGE): UTF-8 in a blob. An image has no
// records and no draft: cpl_document_read makes a document of this name and the bytes of the JPEG file.
//
// `sender`, `receiver` and `stamp` are those of cpl_file_draft_new. `branch` (枝番): from 0 to 9999, another for each image
// of a set. CPL_BAD_ARGUMENT for a part that is not of its form, CPL_VALUE_REFUSED for parts that no file name has together.
// Free the name with cpl_blob_free.
uint32_t cpl_image_name(const char *sender,
                        size_t sender_len,
                        const char *receiver,
                        size_t receiver_len,
                        const char *stamp,
                        size_t stamp_len,
                        uint32_t branch,
                        struct cpl_blob **name,
                        struct cpl_error **error);

// The file name as it is now: UTF-8 in a blob. Free it with cpl_blob_free.
uint32_t cpl_file_draft_name(const struct cpl_file_draft *draft, struct cpl_blob **name);

// The layout of its records. Free it with cpl_layout_free.
uint32_t cpl_file_draft_layout(const struct cpl_file_draft *draft, struct cpl_layout **layout);

// Number of records.
uint32_t cpl_file_draft_record_count(const struct cpl_file_draft *draft, size_t *count);

// Gives the file another receiver (NNNNNNNNNN_KK) or another stamp (YYYYMMDDHHMMSS); what is empty stays as it is. Only
// for names of edition 4.1; cpl_upgrade makes those.
uint32_t cpl_file_draft_readdress(const struct cpl_file_draft *draft,
                                  const char *receiver,
                                  size_t receiver_len,
                                  const char *stamp,
                                  size_t stamp_len,
                                  struct cpl_error **error);

// Changes the month (YYYYMM, or 000000) in the file name and in every record.
uint32_t cpl_file_draft_set_month(const struct cpl_file_draft *draft,
                                  const char *month,
                                  size_t month_len,
                                  struct cpl_error **error);

// A copy of record `number`, from 1; or, for 0, a record that fits the file: with its version and month, and nothing else.
// It is not in the file until it is put there. CPL_OUT_OF_RANGE past the end. Free it with cpl_record_draft_free.
uint32_t cpl_file_draft_record(const struct cpl_file_draft *draft,
                               size_t number,
                               struct cpl_record_draft **record);

// Puts a copy of the record before record `number`, from 1; for 0, at the end. CPL_VALUE_REFUSED for a record of another
// kind, edition or month.
uint32_t cpl_file_draft_insert(const struct cpl_file_draft *draft,
                               size_t number,
                               const struct cpl_record_draft *record,
                               struct cpl_error **error);

// Puts a copy of the record in the place of record `number`, from 1.
uint32_t cpl_file_draft_replace(const struct cpl_file_draft *draft,
                                size_t number,
                                const struct cpl_record_draft *record,
                                struct cpl_error **error);

// Takes record `number`, from 1, out of the file.
uint32_t cpl_file_draft_remove(const struct cpl_file_draft *draft, size_t number);

// Makes a document of the file as it is now: MS932, CR LF, no header, free text quoted, the rest bare. The draft stays, and
// can be edited further. cpl_document_bytes gives the bytes, cpl_document_write writes the file.
//
// CPL_DOCUMENT_REFUSED, with findings, for a file with an empty mandatory item or any other error. Only a value that was
// read so and has not been set since is written even where it is wrong; the findings of the document tell it.
uint32_t cpl_file_draft_finish(const struct cpl_file_draft *draft,
                               struct cpl_document **document,
                               struct cpl_error **error);

// Begins a record as a copy of record `number`, from 1, of a document. CPL_VALUE_REFUSED for one whose items cannot be told
// for certain. Free it with cpl_record_draft_free.
uint32_t cpl_record_draft_of(const struct cpl_document *document,
                             size_t number,
                             struct cpl_record_draft **record,
                             struct cpl_error **error);

// Sets item No. `no`, from 1, to the text that it has in a file, without quotes; empty text empties it. Either all is right
// and it is set, or CPL_VALUE_REFUSED says why not and it stays as it was. Characters that MS932 lacks are refused:
// cpl_substitute tells what may be written for them.
uint32_t cpl_record_draft_set(const struct cpl_record_draft *record,
                              uint32_t no,
                              const char *value,
                              size_t value_len,
                              struct cpl_error **error);

// The same for the item with a name: its English identifier, such as target_month, or its 項目名.
uint32_t cpl_record_draft_set_named(const struct cpl_record_draft *record,
                                    const char *name,
                                    size_t name_len,
                                    const char *value,
                                    size_t value_len,
                                    struct cpl_error **error);

// Sets items No. 1 to No. `count` in one call; one whose `data` is NULL stays as it is. Either all are right and all are
// set, or none is, and CPL_VALUE_REFUSED tells of the first that is refused.
uint32_t cpl_record_draft_set_all(const struct cpl_record_draft *record,
                                  const struct cpl_text *values,
                                  size_t count,
                                  struct cpl_error **error);

// What item No. `no`, from 1, holds now, decoded: UTF-8 in a blob. Free it with cpl_blob_free.
uint32_t cpl_record_draft_text(const struct cpl_record_draft *record, uint32_t no, struct cpl_blob **value);

// Takes over what `other` holds in the items that both have by the same identifier, all but the CSVバージョン: actuals
// (実績) begin as a copy of the plan (予定).
uint32_t cpl_record_draft_take_over(const struct cpl_record_draft *record,
                                    const struct cpl_record_draft *other);

// Frees a record; NULL is allowed. What was put into a file stays there.
void cpl_record_draft_free(struct cpl_record_draft *record);

// Frees a file; NULL is allowed. Documents that were made of it stay.
void cpl_file_draft_free(struct cpl_file_draft *draft);

// ==============================================================================================================
// 文字の置き換え / Substitutions
// ==============================================================================================================

// cpl_substitution_options: a variation selector (異体字セレクタ) is not dropped, and か with its mark does not become が.
#define CPL_WITHOUT_COMPOSING 1

// cpl_substitution_options: no character is written as the same under another code point, such as 〜 as ～.
#define CPL_WITHOUT_LOOK_ALIKES 2

// cpl_substitution_options: no form that says the same (互換文字) is written, such as (21) for ㉑.
#define CPL_WITHOUT_COMPATIBILITY 4

// cpl_substitution_options: 国税庁 JIS縮退マップ is not used, which has 嘘 for 噓.
#define CPL_WITHOUT_NTA_SHRINK 8

// cpl_substitution_options: no 〓 stands for what nothing else replaces; the whole text is refused.
#define CPL_WITHOUT_LAST_RESORT 16

// 利用者の置換表: the caller's own table.
#define CPL_HOW_OWN_TABLE 1

// The same character under another code point, 〜 as ～.
#define CPL_HOW_LOOK_ALIKE 2

// Something that shows nothing, such as a variation selector, was dropped.
#define CPL_HOW_DROPPED 3

// A character and its marks were composed.
#define CPL_HOW_COMPOSED 4

// A form that says the same, (21) for ㉑.
#define CPL_HOW_COMPATIBILITY 5

// 国税庁 JIS縮退マップ.
#define CPL_HOW_NTA_SHRINK 6

// A visible 〓: a person must look.
#define CPL_HOW_LAST_RESORT 7

// Text that MS932 holds, and what was replaced to make it so. Free it with cpl_substituted_free.
typedef struct cpl_substituted cpl_substituted;

// How characters are replaced. Set struct_size and put 0 in what you do not set. All is copied.
typedef struct cpl_substitution_options {
    // sizeof(cpl_substitution_options).
    uint32_t struct_size;
    // Steps that are left out: CPL_WITHOUT_…, added up; 0 for none.
    uint32_t without;
    // 利用者の置換表: what the caller's own table replaces, such as 外字 (U+E000 and so on) or 𠮷, UTF-8; NULL for no table. Each
    // is one or several characters, and begins with one that MS932 lacks; of several that fit, the longest wins.
    const struct cpl_text *own_originals;
    // What is written for each of them, in the same order; text that MS932 holds.
    const struct cpl_text *own_replacements;
    // How many entries the table has: elements of own_originals and of own_replacements.
    size_t own_count;
} cpl_substitution_options;

// One replacement. Set struct_size before the call. The texts belong to the handle that was asked.
typedef struct cpl_substitution {
    // sizeof(cpl_substitution), set by the caller.
    uint32_t struct_size;
    // CPL_HOW_…: the step that replaced it; where it took several, the most drastic one.
    uint32_t how;
    // Which character (code point) of the given text it begins at, from 1.
    size_t position;
    // What stood there, a character with its marks, which may be personal data.
    struct cpl_text original;
    // What stands there now; empty for what shows nothing.
    struct cpl_text replacement;
    // 置き換え方: the step, for people.
    struct cpl_text text;
} cpl_substitution;

// 文字の置き換え: replaces the characters of a text, UTF-8, that MS932 lacks, such as 〜 (U+301C), − (U+2212) or 𠮷, and tells
// each replacement; show them to a person. cpl_record_draft_set takes the new text as far as the item allows its characters.
// What MS932 holds is never touched. Nothing is guessed: what no step knows becomes 〓. `options` may be NULL: all steps, no table.
//
// CPL_VALUE_REFUSED, with CPL_WITHOUT_LAST_RESORT only, where nothing replaces a character; the message says which.
// CPL_BAD_ARGUMENT for an entry of the table that cannot be used. Free the result with cpl_substituted_free.
uint32_t cpl_substitute(const char *text,
                        size_t text_len,
                        const struct cpl_substitution_options *options,
                        struct cpl_substituted **substituted,
                        struct cpl_error **error);

// The new text; the given one where nothing had to be replaced. It belongs to the result.
uint32_t cpl_substituted_text(const struct cpl_substituted *substituted, struct cpl_text *text);

// Number of replacements; 0 where MS932 holds the whole text.
uint32_t cpl_substituted_count(const struct cpl_substituted *substituted, size_t *count);

// Fills `substitution` with the replacement at `index`, from 0, in the order of the text; `lang` is CPL_LANG_… for what is
// for people. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_substituted_get(const struct cpl_substituted *substituted,
                             size_t index,
                             uint32_t lang,
                             struct cpl_substitution *substitution);

// Frees a result; NULL is allowed.
void cpl_substituted_free(struct cpl_substituted *substituted);

// ==============================================================================================================
// 修正と版の変換 / Repairs and upgrades
// ==============================================================================================================

// A file after its repairs, and what was changed. Free it with cpl_repaired_free.
typedef struct cpl_repaired cpl_repaired;

// Files that were brought to edition 4.1, and what there is to say. Free it with cpl_upgraded_free.
typedef struct cpl_upgraded cpl_upgraded;

// One kind of change that a repair made to a file or to an item. Set struct_size before the call. The texts belong to the
// handle that was asked.
typedef struct cpl_change {
    // sizeof(cpl_change), set by the caller.
    uint32_t struct_size;
    // The first data record of the old file where it was done, from 1; 0 on the whole file.
    uint32_t record;
    // 項番, from 1; 0 on a whole file or record.
    uint32_t item;
    // In how many places it was done.
    uint32_t count;
    // Stable code of what was done, such as line_ends.
    struct cpl_text code;
    // 項目名; empty where item is 0.
    struct cpl_text item_name;
    // What was done, for people.
    struct cpl_text text;
    // For a replaced character: what stood there, which may be personal data; else empty.
    struct cpl_text original;
    // For a replaced character: what stands there now.
    struct cpl_text replacement;
} cpl_change;

// Applies the repairs that are safe (修正): line ends, quotes, encoding, the form of dates and names, and so on; no value
// is guessed. The document stays as it is. Free the result with cpl_repaired_free.
uint32_t cpl_repair(const struct cpl_document *document,
                    struct cpl_repaired **repaired,
                    struct cpl_error **error);

// The repaired file, read and checked. Free it with cpl_document_free; it may outlive the result.
uint32_t cpl_repaired_document(const struct cpl_repaired *repaired, struct cpl_document **document);

// Number of changes; 0 for a file that needs nothing.
uint32_t cpl_repaired_count(const struct cpl_repaired *repaired, size_t *count);

// Fills `change` with the change at `index`, from 0, in one language. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_repaired_get(const struct cpl_repaired *repaired,
                          size_t index,
                          uint32_t lang,
                          struct cpl_change *change);

// Why some repairs could not be done, and what to do, for people; empty where nothing stood in the way. The text is static.
uint32_t cpl_repaired_obstacle(const struct cpl_repaired *repaired,
                               uint32_t lang,
                               struct cpl_text *text);

// Frees a result; NULL is allowed.
void cpl_repaired_free(struct cpl_repaired *repaired);

// Brings files of editions 3.x and 4.0 to 4.1 (版の変換), set by set; each set whole or not at all. Files of 4.1 pass
// through. The documents stay as they are.
//
// `sender_kind` and `receiver_kind` (サービス種類コード, two characters) are for names that do not tell them; where they are
// empty they are derived if that can be done for certain. What could not be done is told by cpl_upgraded_findings, not by
// an error. Free the result with cpl_upgraded_free.
uint32_t cpl_upgrade(const struct cpl_document *const *documents,
                     size_t count,
                     const char *sender_kind,
                     size_t sender_kind_len,
                     const char *receiver_kind,
                     size_t receiver_kind_len,
                     struct cpl_upgraded **upgraded,
                     struct cpl_error **error);

// Number of files of edition 4.1 that came out.
uint32_t cpl_upgraded_count(const struct cpl_upgraded *upgraded, size_t *count);

// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the result.
uint32_t cpl_upgraded_document(const struct cpl_upgraded *upgraded,
                               size_t index,
                               struct cpl_document **document);

// The name of the old file that the file at `index`, from 0, was made of. The text belongs to the result.
uint32_t cpl_upgraded_source(const struct cpl_upgraded *upgraded, size_t index, struct cpl_text *name);

// Number of changes to the file at `index`, from 0; 0 for one that was of 4.1 already.
uint32_t cpl_upgraded_change_count(const struct cpl_upgraded *upgraded, size_t index, size_t *count);

// Change number `change`, from 0, to the file at `index`, for people. The text belongs to the result.
uint32_t cpl_upgraded_change(const struct cpl_upgraded *upgraded,
                             size_t index,
                             size_t change,
                             uint32_t lang,
                             struct cpl_text *text);

// Why sets were refused, where service kinds come from, and what a person must supply. Free it with cpl_findings_free.
uint32_t cpl_upgraded_findings(const struct cpl_upgraded *upgraded,
                               uint32_t lang,
                               struct cpl_findings **findings);

// Frees a result; NULL is allowed.
void cpl_upgraded_free(struct cpl_upgraded *upgraded);

// ==============================================================================================================
// セット / Sets
// ==============================================================================================================

// Files sorted into the sets that they were made for. Free it with cpl_groups_free.
typedef struct cpl_groups cpl_groups;

// Files of one stamp that are a set of the standard, free of errors. Free it with cpl_set_free.
typedef struct cpl_set cpl_set;

// What a set, or a group of files that may be one, is. Set struct_size before the call. The texts belong to the handle that
// was asked.
typedef struct cpl_set_info {
    // sizeof(cpl_set_info), set by the caller.
    uint32_t struct_size;
    // CPL_EDITION_… of its files.
    uint32_t edition;
    // 1 when its findings, or those of a file of it, hold an error: it cannot be sent as it is. 0 for a set.
    uint32_t has_errors;
    // 0.
    uint32_t reserved;
    // Number of files.
    size_t document_count;
    // セットの種別, such as use_slip or actuals; empty for files that no set has.
    struct cpl_text kind;
    // Its Japanese name.
    struct cpl_text kind_name_ja;
    // 送信元の事業所番号.
    struct cpl_text sender;
    // 送信元のサービス種類コード.
    struct cpl_text sender_kind;
    // 送信先の事業所番号; empty where it is addressed to nobody yet.
    struct cpl_text receiver;
    // 送信先のサービス種類コード.
    struct cpl_text receiver_kind;
    // 作成日時 YYYYMMDDHHMMSS.
    struct cpl_text stamp;
    // 対象年月 YYYYMM; empty for sets without one.
    struct cpl_text month;
} cpl_set_info;

// Builds a set from `count` documents, which stay the caller's. Each file counts by the profile that it was read with, the
// files against each other by CPL_PROFILE_STANDARD; a group of cpl_group_folder takes another.
//
// CPL_SET_REFUSED when they are no set or hold errors; cpl_error_findings says what to mend.
uint32_t cpl_set_build(const struct cpl_document *const *documents,
                       size_t count,
                       struct cpl_set **set,
                       struct cpl_error **error);

// Fills `info` with what the set is.
uint32_t cpl_set_get(const struct cpl_set *set, struct cpl_set_info *info);

// Number of files.
uint32_t cpl_set_document_count(const struct cpl_set *set, size_t *count);

// The file at `index`, from 0. Free it with cpl_document_free; it may outlive the set.
uint32_t cpl_set_document(const struct cpl_set *set, size_t index, struct cpl_document **document);

// What there is to say about its files against each other: warnings and notes. Each file has findings of its own besides.
// Free the list with cpl_findings_free.
uint32_t cpl_set_findings(const struct cpl_set *set,
                          uint32_t lang,
                          struct cpl_findings **findings);

// Frees a set; NULL is allowed.
void cpl_set_free(struct cpl_set *set);

// Sorts `count` documents, which stay the caller's, into the sets that they were made for: files that share stamp, sender,
// receiver and month. A file that differs in one of these joins the set that lacks it, where there is only one such set.
// The files are rated against each other by CPL_PROFILE_STANDARD. Free the result with cpl_groups_free.
uint32_t cpl_group(const struct cpl_document *const *documents,
                   size_t count,
                   struct cpl_groups **groups,
                   struct cpl_error **error);

// The same for the files of a folder, without its subfolders, that end in .csv or .jpg, whatever their case. They are read
// in the order of their names. `options` may be NULL; their profile holds for each file, for the files of a group against each
// other, and for cpl_groups_build. Free the result with cpl_groups_free.
uint32_t cpl_group_folder(const char *folder,
                          size_t folder_len,
                          const struct cpl_read_options *options,
                          struct cpl_groups **groups,
                          struct cpl_error **error);

// Number of groups, in the order of their first files.
uint32_t cpl_groups_count(const struct cpl_groups *groups, size_t *count);

// Fills `info` with what the group at `index`, from 0, is, or was most likely meant to be. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_groups_get(const struct cpl_groups *groups,
                        size_t index,
                        struct cpl_set_info *info);

// File number `document_index`, from 0, of the group at `index`. Free it with cpl_document_free; it may outlive the groups.
uint32_t cpl_groups_document(const struct cpl_groups *groups,
                             size_t index,
                             size_t document_index,
                             struct cpl_document **document);

// What there is to say about the group as a set: what is missing, and its files against each other. Each file has findings
// of its own besides, and a file that belongs to no set has only those. Free the list with cpl_findings_free.
uint32_t cpl_groups_findings(const struct cpl_groups *groups,
                             size_t index,
                             uint32_t lang,
                             struct cpl_findings **findings);

// Builds a set of the group at `index`, from 0, as cpl_set_build does, by the profile of the groups. Free it with cpl_set_free.
uint32_t cpl_groups_build(const struct cpl_groups *groups,
                          size_t index,
                          struct cpl_set **set,
                          struct cpl_error **error);

// Frees groups; NULL is allowed.
void cpl_groups_free(struct cpl_groups *groups);

// ==============================================================================================================
// 中断と進み具合 / Cancelling and progress
// ==============================================================================================================

// 送信: content goes to the relay.
#define CPL_PHASE_UPLOAD 1

// 受信: content comes from the relay.
#define CPL_PHASE_DOWNLOAD 2

// 中止: ends long calls from another thread. Free it with cpl_cancel_free when no call uses it any more.
typedef struct cpl_cancel cpl_cancel;

// 進捗: how far a transfer is. It and its text are there as long as the callback runs.
typedef struct cpl_progress {
    // Bytes of this struct that the library filled.
    uint32_t struct_size;
    // CPL_PHASE_…
    uint32_t phase;
    // Bytes so far.
    uint64_t done;
    // Bytes in all.
    uint64_t total;
    // Id of the message.
    struct cpl_text message;
} cpl_progress;

// Is told how far a call is. It comes on the thread that made the call, several times a second at most for each part, and
// must return quickly. It may call the library, but must not throw (C++) nor jump out; cpl_office_sync from within
// cpl_office_sync, and cpl_office_take of the message that is being fetched, are CPL_CALLED_FROM_WITHIN.
typedef void (*cpl_progress_fn)(void *context, const struct cpl_progress *progress);

// What a caller of a long call may hand in. Zero all of it and set struct_size; NULL in its place is the same as neither
// a switch nor a callback.
typedef struct cpl_control {
    // sizeof(cpl_control), set by the caller.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // Ends the call; may be NULL. The same switch may be given to several calls.
    const struct cpl_cancel *cancel;
    // Is told how far the call is; may be NULL.
    cpl_progress_fn progress;
    // First argument of progress.
    void *context;
} cpl_control;

// Makes a switch that is not thrown.
uint32_t cpl_cancel_new(struct cpl_cancel **cancel);

// Throws the switch, from any thread: the calls that it was given to come back with CPL_CANCELLED within about a second, and
// so does every call that it is given to later. What was stored stays stored, and goes on with the next cpl_office_sync.
uint32_t cpl_cancel_request(const struct cpl_cancel *cancel);

// 1 when the switch was thrown, else 0.
uint32_t cpl_cancel_is_requested(const struct cpl_cancel *cancel, uint32_t *is_requested);

// Frees a switch; NULL is allowed. No call may be using it.
void cpl_cancel_free(struct cpl_cancel *cancel);

// ==============================================================================================================
// 事業所 / Offices
// ==============================================================================================================

// cpl_office_info: messages go through a relay (中継サーバー).
#define CPL_WAY_RELAY 1

// cpl_office_info: sets go out and come in through folders, for another client to carry.
#define CPL_WAY_FOLDER 2

// cpl_office_info: what the relay is for is not known yet, or there is none.
#define CPL_ENVIRONMENT_UNKNOWN 0

// cpl_office_info: テスト用.
#define CPL_ENVIRONMENT_SANDBOX 1

// cpl_office_info: 本番.
#define CPL_ENVIRONMENT_PRODUCTION 2

// 事業所: its profile, its store on this machine and its way to other offices. Free it with cpl_office_free.
//
// One handle at a time, in one program, may have the store of an office open (CPL_STORE_IN_USE). A worker keeps the office
// open until both are freed. Any thread may call, several at once; only cpl_office_sync waits for another that is under way.
typedef struct cpl_office cpl_office;

// A line of the log. It and its texts are there as long as the callback runs.
typedef struct cpl_log_line {
    // Bytes of this struct that the library filled.
    uint32_t struct_size;
    // CPL_LOG_…
    uint32_t level;
    // When, RFC 3339 in UTC.
    struct cpl_text at;
    // Stable, one word: office_opened, store_migrated, sync_began, sync_ended, worker_started, worker_stopped, worker_waits,
    // renewal_due, cleaned_up, or the code of what did not go well, as cpl_error_code gives it.
    struct cpl_text code;
    // Id of the message that it is about; empty where it is none.
    struct cpl_text message;
    // In Japanese.
    struct cpl_text text_ja;
    // In English.
    struct cpl_text text_en;
} cpl_log_line;

// Is told what an office does, on the threads that do it: those of callers and of the worker, several at once. It may call
// the library, but must not throw (C++) nor jump out. What it does itself it is not told of.
typedef void (*cpl_log_fn)(void *context, const struct cpl_log_line *line);

// What a program may give when it opens an office. Zero all of it and set struct_size; NULL in its place gives nothing.
typedef struct cpl_office_options {
    // sizeof(cpl_office_options), set by the caller.
    uint32_t struct_size;
    // How much the log callback is told: CPL_LOG_…, 0 for CPL_LOG_INFO.
    uint32_t log_level;
    // Password of the account at the relay, instead of password_file of `[relay]` in profile.toml; may be NULL.
    const char *relay_password;
    // Bytes of relay_password.
    size_t relay_password_len;
    // Password or PIN of the private keys, instead of password_file of `[identity]` in profile.toml; may be NULL.
    const char *key_password;
    // Bytes of key_password.
    size_t key_password_len;
    // Is told what the office does, the opening included, see cpl_office_set_log_handler; may be NULL.
    cpl_log_fn log;
    // First argument of log.
    void *log_context;
} cpl_office_options;

// What an office is. Set struct_size before the call. The texts belong to the office.
typedef struct cpl_office_info {
    // sizeof(cpl_office_info), set by the caller.
    uint32_t struct_size;
    // CPL_WAY_…
    uint32_t way;
    // CPL_ENVIRONMENT_…: what the relay said it is for, once this handle has asked it (cpl_office_ask_relay, or
    // cpl_office_sync where something is sent).
    uint32_t environment;
    // 1 when it has a certificate and a key, so that it can sign and open; 0 for an office that uses folders without.
    uint32_t has_identity;
    // 事業所番号, ten characters.
    struct cpl_text number;
    // 事業所名.
    struct cpl_text name;
    // サービス種類コード, one or more, with commas between.
    struct cpl_text kinds;
    // The profile folder, as it was given.
    struct cpl_text folder;
    // The folder of the store, absolute.
    struct cpl_text store_folder;
    // Address of the relay; empty for an office that uses folders.
    struct cpl_text relay_url;
} cpl_office_info;

// Opens the office of a profile folder (profile.toml and the files that it names) and its store, which is made at the first
// time. Uses no network and starts no thread. `options` may be NULL.
//
// CPL_STORE_IN_USE when another program, or another handle, has it open. Free it with cpl_office_free.
uint32_t cpl_office_open(const char *folder,
                         size_t folder_len,
                         const struct cpl_office_options *options,
                         struct cpl_office **office,
                         struct cpl_error **error);

// 事業所番号, ten characters. The text belongs to the office.
uint32_t cpl_office_number(const struct cpl_office *office, struct cpl_text *number);

// Fills `info` with what the office is.
uint32_t cpl_office_get(const struct cpl_office *office, struct cpl_office_info *info);

// Number of certificates (電子証明書) that this office itself has in its profile; 0 for an office that uses folders without.
uint32_t cpl_office_certificate_count(const struct cpl_office *office,
                                      size_t *count);

// 電子証明書 of an office, without its private key. Free it with cpl_certificate_free.
typedef struct cpl_certificate cpl_certificate;

// The certificate at `index`, from 0, that this office itself has, newest first: when it ends, and what people compare.
// CPL_OUT_OF_RANGE past the end. Free it with cpl_certificate_free; it may outlive the office.
uint32_t cpl_office_certificate(const struct cpl_office *office,
                                size_t index,
                                struct cpl_certificate **certificate,
                                struct cpl_error **error);

// 操作者: who is named in the access log from now on, for the whole office: the host's own name of its user. It is the office
// number at first.
uint32_t cpl_office_set_actor(const struct cpl_office *office,
                              const char *name,
                              size_t name_len);

// Reads profile.toml and the identities that it names again, so that a renewed certificate (電子証明書の更新) needs no
// restart, with a worker or without. Where that fails, everything stays as it was.
uint32_t cpl_office_reload_identities(const struct cpl_office *office,
                                      struct cpl_error **error);

// Reads the password of the relay again: it was changed, or the relay had refused it (CPL_WRONG_PASSWORD).
uint32_t cpl_office_reload_account(const struct cpl_office *office, struct cpl_error **error);

// Hands over the password of the relay, for a program that keeps it itself: it goes before the one in a file of the profile,
// and is forgotten with this handle. The next call to the relay tries it.
uint32_t cpl_office_set_password(const struct cpl_office *office,
                                 const char *password,
                                 size_t password_len,
                                 struct cpl_error **error);

// Reads the files and the folder of revocation lists (失効リスト) that the profile names again.
uint32_t cpl_office_reload_crls(const struct cpl_office *office, struct cpl_error **error);

// Takes newer revocation lists (失効リスト), PEM or DER, and keeps them in the folder of the profile where there is one. `added`
// gets how many were new and may be NULL. CPL_TRUST_INVALID for one that cannot be used.
uint32_t cpl_office_add_crl(const struct cpl_office *office,
                            const uint8_t *crl,
                            size_t crl_len,
                            uint32_t *added,
                            struct cpl_error **error);

// Closes an office; NULL is allowed. A worker that runs keeps it open, and goes on calling the callbacks that were set. Where
// the system is still looking up the name of a host, this waits for that, one second at most.
void cpl_office_free(struct cpl_office *office);

// ==============================================================================================================
// 送信 / Sending
// ==============================================================================================================

// cpl_office_send: send the set as a new message even if the same set is there already.
#define CPL_SEND_AGAIN 1

// A message that is kept for sending. Free it with cpl_outgoing_free; the message stays.
typedef struct cpl_outgoing cpl_outgoing;

// Signs the set, seals it and keeps it in the store: after CPL_OK it is sent by cpl_office_sync or a worker, over crashes,
// restarts and lost networks, until it is taken or ends in another final state. Works without a network. An office that uses
// folders writes the files into its folder for upload.
//
// The same set again is the message that is there already (cpl_outgoing_is_new gives 0), so a program that crashed may
// simply repeat the call; its subject and text stay as they were. `flags` is 0 or CPL_SEND_AGAIN. Subject (件名) and text
// (本文) may be empty. `outgoing` may be NULL. CPL_NOT_SENDER when the set is another office's.
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
uint32_t cpl_outgoing_id(const struct cpl_outgoing *outgoing, struct cpl_text *id);

// Frees a message; NULL is allowed.
void cpl_outgoing_free(struct cpl_outgoing *outgoing);

// 取消: withdraws a sent message. One that has not left yet is withdrawn at once; others by the next cpl_office_sync, if the
// receiver has not taken them before: cpl_office_sent shows how it ended. CPL_WRONG_STATE when it has ended already.
uint32_t cpl_office_withdraw(const struct cpl_office *office,
                             const char *id,
                             size_t id_len,
                             struct cpl_error **error);

// ==============================================================================================================
// 送受信 / Synchronising
// ==============================================================================================================

// What one pass did. Free it with cpl_sync_report_free.
typedef struct cpl_sync_report cpl_sync_report;

// Sends and receives in the background. Stop and free it with cpl_worker_stop.
typedef struct cpl_worker cpl_worker;

// What one pass did: numbers of messages where a field does not say otherwise. Set struct_size before the call. The text belongs to the report.
typedef struct cpl_sync_info {
    // sizeof(cpl_sync_info), set by the caller.
    uint32_t struct_size;
    // 1 when the pass went through to its end, else 0.
    uint32_t is_complete;
    // CPL_OK, or the status of what ended the pass before its end.
    uint32_t ended_by;
    // 送信: complete at the relay now.
    uint32_t sent;
    // Own messages whose receipt came.
    uint32_t taken;
    // Own messages that were withdrawn.
    uint32_t withdrawn;
    // Own messages that ended otherwise: failed, expired, rejected.
    uint32_t ended;
    // Sets that lie in the folder for upload now, after they had been left half-way.
    uint32_t handed_over;
    // Messages for this office that were offered for the first time.
    uint32_t offered;
    // 受信: contents that came.
    uint32_t fetched;
    // Receipts that were handed in.
    uint32_t receipts;
    // Rejections that were handed in.
    uint32_t rejections;
    // What did not go well, all of it; of more than 100 the first are listed.
    uint32_t problems;
    // Groups of files in the folder of downloads that are no set for this office, see cpl_office_folder.
    uint32_t refused;
    // Files in the folder of downloads that are left for later, see cpl_office_folder.
    uint32_t unfinished;
    // 0.
    uint32_t reserved;
    // When something is to be done again by itself, RFC 3339 in UTC; empty where nothing waits.
    struct cpl_text next;
} cpl_sync_info;

// 理由: why something failed, was rejected or waits. All empty where there is nothing to say.
typedef struct cpl_reason {
    // Stable code, one word such as unknown_office.
    struct cpl_text code;
    // 何が起きたか, in Japanese.
    struct cpl_text message_ja;
    // 次に何をするか, in Japanese.
    struct cpl_text hint_ja;
    // What happened, in English.
    struct cpl_text message_en;
    // What to do next, in English.
    struct cpl_text hint_en;
} cpl_reason;

// One thing that did not go well. Set struct_size before the call. The texts belong to the report.
typedef struct cpl_sync_problem {
    // sizeof(cpl_sync_problem), set by the caller.
    uint32_t struct_size;
    // Its status, such as CPL_RELAY_UNREACHABLE.
    uint32_t status;
    // 1 when it goes on by itself without anybody changing anything, else 0.
    uint32_t is_retryable;
    // 0.
    uint32_t reserved;
    // Seconds to wait before trying again; 0 where nothing is said of that.
    uint64_t retry_after;
    // Id of the message; empty where it is about the connection or the store as a whole.
    struct cpl_text message;
    // What happened and what to do.
    struct cpl_reason reason;
} cpl_sync_problem;

// 送受信: sends and receives once: hands over what waits, fetches what has arrived, hands in receipts and takes those that
// came. One message that cannot be handled does not hold up the others. After an error nothing is lost: what waits stays in the store, and the next call
// goes on. Passes of one office run one after the other.
//
// With `report` NULL, the call returns the status of the first thing that did not go well. With a report it returns CPL_OK
// whenever there was a pass, and the report tells what did not go well: look at cpl_sync_info.ended_by and problems. A
// call that was ended by `control` returns CPL_CANCELLED in both cases. Free the report with cpl_sync_report_free.
uint32_t cpl_office_sync(const struct cpl_office *office,
                         const struct cpl_control *control,
                         struct cpl_sync_report **report,
                         struct cpl_error **error);

// Fills `info` with what the pass did.
uint32_t cpl_sync_report_get(const struct cpl_sync_report *report, struct cpl_sync_info *info);

// Number of problems that are listed, at most 100.
uint32_t cpl_sync_report_problem_count(const struct cpl_sync_report *report, size_t *count);

// Fills `problem` with the problem at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_sync_report_problem(const struct cpl_sync_report *report,
                                 size_t index,
                                 struct cpl_sync_problem *problem);

// Frees a report; NULL is allowed.
void cpl_sync_report_free(struct cpl_sync_report *report);

// 自動送受信: sends and receives in threads of its own from now on, at once when there is news. What goes wrong it tries again,
// later each time; cpl_office_overview tells how it stands. CPL_WORKER_RUNS where the office has one already.
uint32_t cpl_worker_start(const struct cpl_office *office,
                          struct cpl_worker **worker,
                          struct cpl_error **error);

// Has the worker of the office try now what it waits with, such as after the network came back; without a worker nothing
// happens. Sending, acknowledging and the like wake it by themselves.
uint32_t cpl_office_wake(const struct cpl_office *office);

// Stops the worker, waits for its threads, which takes a second or two at most, and frees it; NULL is allowed. Callbacks may
// come until it returns, so do not hold a lock that they need. From within a callback it does not wait for its own thread,
// which tells no more events but may still write lines of log: end the log before with cpl_office_set_log_handler, unless
// what its context points to stays.
void cpl_worker_stop(struct cpl_worker *worker);

// ==============================================================================================================
// 一覧の条件 / Queries
// ==============================================================================================================

// cpl_query: the usual order, newest first for what was sent and oldest stamp first for what was received.
#define CPL_ORDER_USUAL 0

// cpl_query: newest first.
#define CPL_ORDER_NEWEST_FIRST 1

// cpl_query: oldest first.
#define CPL_ORDER_OLDEST_FIRST 2

// cpl_query, for cpl_office_sent: open the covers as well, so that the list shows subject, body and files. It takes one use
// of the private key for each message. Received messages always come with their covers.
#define CPL_QUERY_WITH_COVERS 1

// cpl_query, for cpl_office_received: the states of messages that wait to be taken and acknowledged.
#define CPL_RECEIVED_TO_TAKE 14

// 検索条件: which messages a list shows; everything that is given must fit. Zero all of it and set struct_size; what stays
// zero, and NULL in its place, asks for all.
typedef struct cpl_query {
    // sizeof(cpl_query), set by the caller.
    uint32_t struct_size;
    // 0 or CPL_QUERY_…
    uint32_t flags;
    // States as bits: the sum of 1 << CPL_SENT_… or of 1 << CPL_RECEIVED_…; 0 for all.
    uint32_t states;
    // CPL_ORDER_…
    uint32_t order;
    // At most so many; 0 for all.
    uint32_t limit;
    // Leave out so many.
    uint32_t offset;
    // 相手先: office number of ten characters.
    const char *partner;
    // Bytes of partner.
    size_t partner_len;
    // 対象年月, YYYYMM. A received message has it, its set and its persons in the index only once it was taken first.
    const char *month;
    // Bytes of month.
    size_t month_len;
    // Kind of set, such as use_slip.
    const char *set;
    // Bytes of set.
    size_t set_len;
    // 保険者番号 of a person whose data it holds; goes together with insured.
    const char *insurer;
    // Bytes of insurer.
    size_t insurer_len;
    // 被保険者番号 of that person.
    const char *insured;
    // Bytes of insured.
    size_t insured_len;
    // Put into the store from this time on, RFC 3339.
    const char *since;
    // Bytes of since.
    size_t since_len;
    // Put into the store before this time, RFC 3339.
    const char *until;
    // Bytes of until.
    size_t until_len;
} cpl_query;

// ==============================================================================================================
// 一覧に共通のもの / What lists share
// ==============================================================================================================

// 履歴: one state of a message. Set struct_size before the call. The text belongs to the list that was asked.
typedef struct cpl_step {
    // sizeof(cpl_step), set by the caller.
    uint32_t struct_size;
    // CPL_SENT_… or CPL_RECEIVED_…
    uint32_t state;
    // When it began, RFC 3339 in UTC.
    struct cpl_text at;
} cpl_step;

// A file that a cover names. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_cover_file {
    // sizeof(cpl_cover_file), set by the caller.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // Bytes of the file.
    uint64_t size;
    // File name of the standard.
    struct cpl_text name;
    // SHA-256 of the file, 64 lower-case hexadecimal digits.
    struct cpl_text sha256;
} cpl_cover_file;

// ==============================================================================================================
// 送信済 / Sent messages
// ==============================================================================================================

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

// Messages that an office sent. Free it with cpl_sent_free.
typedef struct cpl_sent cpl_sent;

// One sent message. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_sent_info {
    // sizeof(cpl_sent_info), set by the caller.
    uint32_t struct_size;
    // CPL_SENT_…
    uint32_t state;
    // 1 when nothing will change any more, else 0.
    uint32_t is_final;
    // 1 when its withdrawal is wanted and not done yet, else 0.
    uint32_t is_withdrawing;
    // 1 when there is a receipt and it holds, else 0.
    uint32_t has_receipt;
    // CPL_OK, or why the receipt does not hold.
    uint32_t receipt_status;
    // 1 when the content is still kept here, so that cpl_office_open_sent can show it, else 0.
    uint32_t content_kept;
    // 1 when the cover was asked for and could be opened: subject, body and files are filled then. Else 0.
    uint32_t has_cover;
    // CPL_OK, or why the cover cannot be opened.
    uint32_t cover_status;
    // Number of files that the cover names; 0 without one.
    uint32_t file_count;
    // Size of the sealed content, in bytes.
    uint64_t size;
    // Id of the message.
    struct cpl_text id;
    // 送信元: own office number and kind, NNNNNNNNNN_KK.
    struct cpl_text sender;
    // 送信先: office number and kind, NNNNNNNNNN_KK.
    struct cpl_text receiver;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    struct cpl_text stamp;
    // Kind of set, such as use_slip or actuals.
    struct cpl_text set;
    // Its Japanese name. The text is static.
    struct cpl_text set_name;
    // 対象年月, YYYYMM; empty where the files are not all of one month.
    struct cpl_text month;
    // When cpl_office_send kept it, RFC 3339 in UTC.
    struct cpl_text created_at;
    // When the present state began, RFC 3339 in UTC.
    struct cpl_text since;
    // When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    struct cpl_text next_attempt;
    // Why it failed, was rejected, or waits.
    struct cpl_reason reason;
    // 受領日時: when the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    struct cpl_text taken_at;
    // 事業所番号 of who signed the receipt; empty without one.
    struct cpl_text taken_by;
    // 件名; empty without a cover.
    struct cpl_text subject;
    // 本文; empty without a cover.
    struct cpl_text body;
} cpl_sent_info;

// What this office sent, as the store knows it since the last cpl_office_sync, with verified receipts; newest first. `query`
// may be NULL for all. Uses no network. Free the list with cpl_sent_free.
uint32_t cpl_office_sent(const struct cpl_office *office,
                         const struct cpl_query *query,
                         struct cpl_sent **sent,
                         struct cpl_error **error);

// The message `id` as a list of one, with its cover. CPL_UNKNOWN_MESSAGE where there is none. Free it with cpl_sent_free.
uint32_t cpl_office_sent_message(const struct cpl_office *office,
                                 const char *id,
                                 size_t id_len,
                                 struct cpl_sent **sent,
                                 struct cpl_error **error);

// Number of messages in the list.
uint32_t cpl_sent_count(const struct cpl_sent *sent, size_t *count);

// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_sent_get(const struct cpl_sent *sent, size_t index, struct cpl_sent_info *info);

// 履歴: how many states the message at `index` has had.
uint32_t cpl_sent_step_count(const struct cpl_sent *sent, size_t index, size_t *count);

// Fills `info` with state number `step`, from 0 for the oldest, of the message at `index`.
uint32_t cpl_sent_step(const struct cpl_sent *sent, size_t index, size_t step, struct cpl_step *info);

// Fills `info` with file number `file`, from 0, that the cover of the message at `index` names. CPL_OUT_OF_RANGE past the end
// and where the list has no cover.
uint32_t cpl_sent_file(const struct cpl_sent *sent,
                       size_t index,
                       size_t file,
                       struct cpl_cover_file *info);

// What a state CPL_SENT_… is called before people, such as 受領済. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text is static.
uint32_t cpl_sent_state_name(uint32_t state,
                             uint32_t lang,
                             struct cpl_text *name);

// Frees a list; NULL is allowed.
void cpl_sent_free(struct cpl_sent *sent);

// ==============================================================================================================
// 受信一覧 / Received messages
// ==============================================================================================================

// 受信中: offered by the relay, content not here yet.
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

// Messages for an office. Free it with cpl_received_free.
typedef struct cpl_received cpl_received;

// One received message. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_received_info {
    // sizeof(cpl_received_info), set by the caller.
    uint32_t struct_size;
    // CPL_RECEIVED_…
    uint32_t state;
    // 1 when nothing will change any more, else 0.
    uint32_t is_final;
    // 1 when the content is kept here, else 0.
    uint32_t content_kept;
    // CPL_OK, or why the cover cannot be opened; set, set_name, subject, body and files are empty then, and cover_fault says more.
    uint32_t cover_status;
    // CPL_REJECT_… that fits where the cover cannot be opened; 0 where it can.
    uint32_t suggested_rejection;
    // Number of files that the cover names.
    uint32_t file_count;
    // 0.
    uint32_t reserved;
    // Size of the sealed content, in bytes.
    uint64_t size;
    // Id for cpl_office_take.
    struct cpl_text id;
    // 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    struct cpl_text sender;
    // 送信先: own office number and kind, NNNNNNNNNN_KK; empty when the cover cannot be opened.
    struct cpl_text receiver;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    struct cpl_text stamp;
    // Kind of set, such as use_slip or actuals.
    struct cpl_text set;
    // Its Japanese name. The text is static.
    struct cpl_text set_name;
    // 対象年月, YYYYMM, once it was taken; empty before, and where the files are not all of one month.
    struct cpl_text month;
    // When the sender sealed it, as it says, RFC 3339 in UTC.
    struct cpl_text sealed_at;
    // When the present state began, RFC 3339 in UTC.
    struct cpl_text since;
    // When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    struct cpl_text next_attempt;
    // Why it is rejected, could not be opened, or waits.
    struct cpl_reason reason;
    // Why the cover cannot be opened.
    struct cpl_reason cover_fault;
    // 件名.
    struct cpl_text subject;
    // 本文.
    struct cpl_text body;
} cpl_received_info;

// What came for this office, as the store knows it since the last cpl_office_sync; oldest stamp first, the order in which
// messages are to be taken. `query` may be NULL for all; its states CPL_RECEIVED_TO_TAKE give what waits to be taken and
// acknowledged. Uses no network. Free the list with cpl_received_free.
uint32_t cpl_office_received(const struct cpl_office *office,
                             const struct cpl_query *query,
                             struct cpl_received **received,
                             struct cpl_error **error);

// The message `id` as a list of one. CPL_UNKNOWN_MESSAGE where there is none. Free it with cpl_received_free.
uint32_t cpl_office_received_message(const struct cpl_office *office,
                                     const char *id,
                                     size_t id_len,
                                     struct cpl_received **received,
                                     struct cpl_error **error);

// Number of messages in the list.
uint32_t cpl_received_count(const struct cpl_received *received, size_t *count);

// Fills `info` with the message at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_received_get(const struct cpl_received *received, size_t index, struct cpl_received_info *info);

// 履歴: how many states the message at `index` has had.
uint32_t cpl_received_step_count(const struct cpl_received *received, size_t index, size_t *count);

// Fills `info` with state number `step`, from 0 for the oldest, of the message at `index`.
uint32_t cpl_received_step(const struct cpl_received *received,
                           size_t index,
                           size_t step,
                           struct cpl_step *info);

// Fills `info` with file number `file`, from 0, that the cover of the message at `index` names. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_received_file(const struct cpl_received *received,
                           size_t index,
                           size_t file,
                           struct cpl_cover_file *info);

// What a state CPL_RECEIVED_… is called before people, such as 取込済. `lang` is CPL_LANG_JA or CPL_LANG_EN. The text is
// static.
uint32_t cpl_received_state_name(uint32_t state,
                                 uint32_t lang,
                                 struct cpl_text *name);

// Frees a list; NULL is allowed.
void cpl_received_free(struct cpl_received *received);

// ==============================================================================================================
// 受信データ / Deliveries
// ==============================================================================================================

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

// A message that was opened and verified. Free it with cpl_delivery_free.
typedef struct cpl_delivery cpl_delivery;

// 送付状: what a message says of itself, verified. Set struct_size before the call. The texts belong to the delivery.
typedef struct cpl_delivery_info {
    // sizeof(cpl_delivery_info), set by the caller.
    uint32_t struct_size;
    // Number of files.
    uint32_t document_count;
    // 1 when it is signed, 0 for what came through a folder.
    uint32_t is_signed;
    // 0.
    uint32_t reserved;
    // Id of the message.
    struct cpl_text id;
    // 送信元: office number and kind, NNNNNNNNNN_KK.
    struct cpl_text sender;
    // 送信先: office number and kind, NNNNNNNNNN_KK.
    struct cpl_text receiver;
    // 作成日時 of the set, YYYYMMDDHHMMSS.
    struct cpl_text stamp;
    // Kind of set, such as use_slip or actuals.
    struct cpl_text set;
    // Its Japanese name. The text is static.
    struct cpl_text set_name;
    // 件名.
    struct cpl_text subject;
    // 本文.
    struct cpl_text body;
    // When the sender sealed it, as it says, RFC 3339 in UTC.
    struct cpl_text sealed_at;
    // Name and version of the software that sealed it.
    struct cpl_text software;
} cpl_delivery_info;

// 取込: opens the message `id` and verifies seal, signature, certificate, sender, receiver and files; fetches it first if it is
// not here yet. It may be taken again as long as its content is kept. Free it with cpl_delivery_free.
//
// The caller stores the files in its own database and then calls cpl_office_acknowledge. What does not hold is told by the
// statuses of the 400 block; cpl_office_reject tells the sender.
uint32_t cpl_office_take(const struct cpl_office *office,
                         const char *id,
                         size_t id_len,
                         const struct cpl_control *control,
                         struct cpl_delivery **delivery,
                         struct cpl_error **error);

// Opens a message that this office sent, while its content is kept: what was sent can be shown again. CPL_CONTENT_GONE
// afterwards. Free it with cpl_delivery_free.
uint32_t cpl_office_open_sent(const struct cpl_office *office,
                              const char *id,
                              size_t id_len,
                              struct cpl_delivery **delivery,
                              struct cpl_error **error);

// Fills `info` with what the message says of itself.
uint32_t cpl_delivery_get(const struct cpl_delivery *delivery, struct cpl_delivery_info *info);

// 署名者: who signed, when, and the certificate that proves it; trusted, or the call that verified it would have failed.
// Set struct_size before the call. The texts belong to the handle that was asked.
typedef struct cpl_signer {
    // sizeof(cpl_signer), set by the caller.
    uint32_t struct_size;
    // CPL_REVOCATION_…
    uint32_t revocation;
    // How many warnings there are about the certificate; it is trusted all the same.
    uint32_t warning_count;
    // 0.
    uint32_t reserved;
    // 事業所番号 of the signer, as its certificate says.
    struct cpl_text office;
    // When, as the signer says, RFC 3339 in UTC.
    struct cpl_text signed_at;
    // 主体者 of the certificate.
    struct cpl_text subject;
    // 発行者.
    struct cpl_text issuer;
    // シリアル番号, hexadecimal.
    struct cpl_text serial;
    // First second of its validity, RFC 3339 in UTC.
    struct cpl_text not_before;
    // Last second of its validity, RFC 3339 in UTC.
    struct cpl_text not_after;
    // SHA-256 of the certificate, 64 lower-case hexadecimal digits: what people compare.
    struct cpl_text fingerprint;
    // The certificate in DER, as bytes.
    struct cpl_bytes certificate;
    // The warnings in Japanese, one a line.
    struct cpl_text warnings_ja;
    // The warnings in English, one a line.
    struct cpl_text warnings_en;
} cpl_signer;

// Fills `signer` with who signed the message. CPL_OUT_OF_RANGE for what came through a folder, unsigned.
uint32_t cpl_delivery_signer(const struct cpl_delivery *delivery, struct cpl_signer *signer);

// Number of files in the message.
uint32_t cpl_delivery_document_count(const struct cpl_delivery *delivery, size_t *count);

// The file at `index`, from 0, byte for byte as it was sent, read and checked. Free it with cpl_document_free; it may outlive
// the delivery.
uint32_t cpl_delivery_document(const struct cpl_delivery *delivery,
                               size_t index,
                               struct cpl_document **document);

// Frees a delivery; NULL is allowed.
void cpl_delivery_free(struct cpl_delivery *delivery);

// 取込の確定: states, signed, that the message `id` has been stored in the caller's own database. Call it only when that is
// true: the relay may then let go of the content. The receipt (受領証) is kept in the store and handed in by the next
// cpl_office_sync. Acknowledging twice is the same as once. CPL_NOT_TAKEN for a message that was not taken before.
uint32_t cpl_office_acknowledge(const struct cpl_office *office,
                                const char *id,
                                size_t id_len,
                                struct cpl_error **error);

// 受取拒否: refuses the message `id`, for one of the reasons CPL_REJECT_…; the sender sees the reason. The next cpl_office_sync
// tells the relay.
uint32_t cpl_office_reject(const struct cpl_office *office,
                           const char *id,
                           size_t id_len,
                           uint32_t reason,
                           struct cpl_error **error);

// ==============================================================================================================
// 署名者 / Signers
// ==============================================================================================================

// cpl_signer: nobody looked whether a certificate was revoked, because the profile says so.
#define CPL_REVOCATION_NOT_CHECKED 1

// cpl_signer: no certificate of the chain was revoked.
#define CPL_REVOCATION_GOOD 2

// cpl_signer: it cannot be told, and the profile takes that.
#define CPL_REVOCATION_NOT_KNOWN 3

// ==============================================================================================================
// 受領証と証跡 / Receipts and evidence
// ==============================================================================================================

// cpl_office_receipt: the receiver's receipt of a message that this office sent.
#define CPL_RECEIPT_OF_SENT 1

// cpl_office_receipt: the receipt that this office signed for a message it received.
#define CPL_RECEIPT_OF_RECEIVED 2

// A verified receipt. Free it with cpl_receipt_free.
typedef struct cpl_receipt cpl_receipt;

// 受領証: what a receipt states. Set struct_size before the call. The texts belong to the receipt.
typedef struct cpl_receipt_info {
    // sizeof(cpl_receipt_info), set by the caller.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // Id of the message.
    struct cpl_text message;
    // 事業所番号 of who sent it.
    struct cpl_text sender;
    // 事業所番号 of who took it; the signer.
    struct cpl_text receiver;
    // 受領日時: when it was taken, RFC 3339 in UTC.
    struct cpl_text taken_at;
    // SHA-256 of the sealed content that was taken, 64 lower-case hexadecimal digits.
    struct cpl_text content_sha256;
    // SHA-256 of the signed content in it, 64 lower-case hexadecimal digits.
    struct cpl_text signed_sha256;
} cpl_receipt_info;

// The receipt of the message `id`, verified. `which` is CPL_RECEIPT_OF_…. CPL_NO_RECEIPT as long as there is none;
// CPL_CONTENT_INVALID where it does not hold. Free it with cpl_receipt_free.
uint32_t cpl_office_receipt(const struct cpl_office *office,
                            uint32_t which,
                            const char *id,
                            size_t id_len,
                            struct cpl_receipt **receipt,
                            struct cpl_error **error);

// Fills `info` with what the receipt states.
uint32_t cpl_receipt_get(const struct cpl_receipt *receipt, struct cpl_receipt_info *info);

// Fills `signer` with who signed the receipt.
uint32_t cpl_receipt_signer(const struct cpl_receipt *receipt, struct cpl_signer *signer);

// The receipt as it was signed, CMS SignedData in DER; empty for one that cpl_office_verify_evidence gave. The bytes belong
// to the receipt.
uint32_t cpl_receipt_bytes(const struct cpl_receipt *receipt,
                           struct cpl_bytes *bytes);

// Frees a receipt; NULL is allowed.
void cpl_receipt_free(struct cpl_receipt *receipt);

// 証跡: a message that was sent and taken and its receipt in one file (ZIP) that anybody can verify, offline and years later,
// with cpl_office_verify_evidence, `careplan verify-evidence` or `openssl cms`. It holds the files in clear: keep it as they
// are kept. CPL_NO_RECEIPT before it was taken, CPL_CONTENT_GONE when its content is no longer kept.
uint32_t cpl_office_export_evidence(const struct cpl_office *office,
                                    const char *id,
                                    size_t id_len,
                                    struct cpl_blob **evidence,
                                    struct cpl_error **error);

// Verifies an evidence file by the certificates that this office trusts: both signatures, both certificates as they were when
// they signed, the files, and that the receipt is for exactly this message. Gives the message and the receipt that are in
// it; each may be NULL. Statuses of the 400 block tell what does not hold.
uint32_t cpl_office_verify_evidence(const struct cpl_office *office,
                                    const uint8_t *evidence,
                                    size_t evidence_len,
                                    struct cpl_delivery **message,
                                    struct cpl_receipt **receipt,
                                    struct cpl_error **error);

// ==============================================================================================================
// 番号の一覧 / Lists of ids
// ==============================================================================================================

// Ids of messages. Free it with cpl_ids_free.
typedef struct cpl_ids cpl_ids;

// The ids of messages that begin or end with these digits, for a person who types a part of one; `direction` is
// CPL_DIRECTION_SENT or CPL_DIRECTION_RECEIVED. Ids begin with their time, so their ends tell apart what was sent at once.
// Free the list with cpl_ids_free.
uint32_t cpl_office_find_ids(const struct cpl_office *office,
                             uint32_t direction,
                             const char *part,
                             size_t part_len,
                             struct cpl_ids **ids,
                             struct cpl_error **error);

// Number of ids in the list.
uint32_t cpl_ids_count(const struct cpl_ids *ids, size_t *count);

// The id at `index`, from 0. CPL_OUT_OF_RANGE past the end. The text belongs to the list.
uint32_t cpl_ids_get(const struct cpl_ids *ids, size_t index, struct cpl_text *id);

// Frees a list; NULL is allowed.
void cpl_ids_free(struct cpl_ids *ids);

// ==============================================================================================================
// 通知 / Events
// ==============================================================================================================

// A message that this office sent; its state is one of CPL_SENT_….
#define CPL_DIRECTION_SENT 1

// A message for this office; its state is one of CPL_RECEIVED_….
#define CPL_DIRECTION_RECEIVED 2

// Events, oldest first. Free it with cpl_events_free.
typedef struct cpl_events cpl_events;

// 出来事: one change of state of one message. Set struct_size before cpl_events_get. The texts belong to the list that was
// asked; in a callback they are there as long as it runs.
typedef struct cpl_event {
    // sizeof(cpl_event), set by the caller.
    uint32_t struct_size;
    // CPL_DIRECTION_…
    uint32_t direction;
    // The state that began: CPL_SENT_… or CPL_RECEIVED_…
    uint32_t state;
    // 0.
    uint32_t reserved;
    // Number of the event in this store, ascending.
    uint64_t number;
    // Id of the message.
    struct cpl_text message;
    // When, RFC 3339 in UTC.
    struct cpl_text at;
} cpl_event;

// Is told of events, one at a time and in their order, on the thread on which they happen or are found: a caller's or the
// worker's. It may call the library, but must not throw (C++) nor jump out.
typedef void (*cpl_event_fn)(void *context, const struct cpl_event *event);

// Sets who is told of every change of every message from now on. `handler` NULL ends it.
//
// When this returns, the handler before neither runs nor will run: what its context points to may be freed. It waits for
// one that runs, so do not hold a lock that the handler needs; called from within the handler it does not wait, and that one
// runs to its end. What happened before, or while the program did not run, cpl_office_events tells.
uint32_t cpl_office_set_event_handler(const struct cpl_office *office,
                                      cpl_event_fn handler,
                                      void *context,
                                      struct cpl_error **error);

// Every change of every message from behind event number `after` (0 for the first), at most `limit` of them (0 for all). They
// are kept with the messages: a program that notes the number of the last one it has seen misses none. Free the list with
// cpl_events_free.
uint32_t cpl_office_events(const struct cpl_office *office,
                           uint64_t after,
                           uint32_t limit,
                           struct cpl_events **events,
                           struct cpl_error **error);

// Number of events in the list.
uint32_t cpl_events_count(const struct cpl_events *events, size_t *count);

// Fills `event` with the event at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_events_get(const struct cpl_events *events, size_t index, struct cpl_event *event);

// Frees a list; NULL is allowed.
void cpl_events_free(struct cpl_events *events);

// ==============================================================================================================
// ログ / Log
// ==============================================================================================================

// エラー: somebody has to do something.
#define CPL_LOG_ERROR 1

// 警告: it goes on by itself, or will need somebody soon.
#define CPL_LOG_WARNING 2

// 情報: something was done.
#define CPL_LOG_INFO 3

// Steps, for the search for a fault.
#define CPL_LOG_DEBUG 4

// Sets who is told what the office does, up to `level` (CPL_LOG_…, 0 for CPL_LOG_INFO). `handler` NULL ends it.
//
// When this returns, the handler before neither runs nor will run: what its context points to may be freed. It waits for
// one that runs, so do not hold a lock that the handler needs; called from within the handler it does not wait, and calls
// that have begun, also on other threads, run to their end.
uint32_t cpl_office_set_log_handler(const struct cpl_office *office,
                                    uint32_t level,
                                    cpl_log_fn handler,
                                    void *context);

// ==============================================================================================================
// フォルダー / Folders
// ==============================================================================================================

// cpl_unfinished: it is being written, or another program holds it.
#define CPL_PENDING_WRITING 1

// cpl_unfinished: it has no content yet.
#define CPL_PENDING_EMPTY 2

// cpl_unfinished: the rest of its set may be on its way.
#define CPL_PENDING_REST_OF_SET 3

// cpl_unfinished: it cannot be read.
#define CPL_PENDING_UNREADABLE 4

// What the last look into the folder of downloads found. Free it with cpl_folder_free.
typedef struct cpl_folder cpl_folder;

// 受け取れないファイル: files that are no set for this office. Set struct_size before the call. The text belongs to the folder.
typedef struct cpl_refused {
    // sizeof(cpl_refused), set by the caller.
    uint32_t struct_size;
    // Number of files.
    uint32_t file_count;
    // The same as long as names and contents of the files stay the same.
    struct cpl_text id;
} cpl_refused;

// 途中のファイル: a file that is left for later. Set struct_size before the call. The text belongs to the folder.
typedef struct cpl_unfinished {
    // sizeof(cpl_unfinished), set by the caller.
    uint32_t struct_size;
    // CPL_PENDING_…
    uint32_t why;
    // Path of the file.
    struct cpl_text file;
} cpl_unfinished;

// What the last cpl_office_sync, or the worker, found in the folder of downloads besides the sets, which stand in
// cpl_office_received. Empty before the first one, and for an office that uses a relay. Free it with cpl_folder_free.
uint32_t cpl_office_folder(const struct cpl_office *office,
                           struct cpl_folder **folder,
                           struct cpl_error **error);

// When that look was, RFC 3339 in UTC; empty where there was none. The text belongs to the folder.
uint32_t cpl_folder_looked_at(const struct cpl_folder *folder, struct cpl_text *at);

// Number of groups of files that are no set for this office.
uint32_t cpl_folder_refused_count(const struct cpl_folder *folder, size_t *count);

// Fills `refused` with the group at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_folder_refused(const struct cpl_folder *folder, size_t index, struct cpl_refused *refused);

// Path of file number `file`, from 0, of the group at `index`. The text belongs to the folder.
uint32_t cpl_folder_refused_file(const struct cpl_folder *folder,
                                 size_t index,
                                 size_t file,
                                 struct cpl_text *path);

// What is wrong with the group at `index`, in one language. Free the list with cpl_findings_free.
uint32_t cpl_folder_refused_findings(const struct cpl_folder *folder,
                                     size_t index,
                                     uint32_t lang,
                                     struct cpl_findings **findings);

// Number of files that are left for later.
uint32_t cpl_folder_unfinished_count(const struct cpl_folder *folder, size_t *count);

// Fills `unfinished` with the file at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_folder_unfinished(const struct cpl_folder *folder,
                               size_t index,
                               struct cpl_unfinished *unfinished);

// Frees it; NULL is allowed.
void cpl_folder_free(struct cpl_folder *folder);

// ==============================================================================================================
// 事業所の検索 / Directory
// ==============================================================================================================

// Offices that were found, by number. Free it with cpl_directory_free.
typedef struct cpl_directory cpl_directory;

// One office of the directory. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_directory_entry {
    // sizeof(cpl_directory_entry), set by the caller.
    uint32_t struct_size;
    // 1 when it takes part now, 0 when nothing can be sent to it.
    uint32_t takes_part;
    // Number of its certificates; during a renewal there are two.
    uint32_t certificate_count;
    // CPL_OK, or why its certificates cannot be read.
    uint32_t certificate_status;
    // 事業所番号, ten characters.
    struct cpl_text number;
    // 事業所名.
    struct cpl_text name;
    // サービス種類コード, one or more, with commas between.
    struct cpl_text kinds;
    // CSVバージョン that it accepts, newest first, with commas between, such as 4.1.
    struct cpl_text editions;
    // Last second of the validity of the certificate that ends last, RFC 3339 in UTC; empty without one.
    struct cpl_text certificate_not_after;
} cpl_directory_entry;

// Asks the relay for the office of a number (ten characters): its name, whether it takes part, its certificates, as a list of
// one. What it says is remembered, so that a message for that office can be sealed without the relay for a day.
// CPL_UNKNOWN_OFFICE where there is none. Free the list with cpl_directory_free.
uint32_t cpl_office_find_office(const struct cpl_office *office,
                                const char *number,
                                size_t number_len,
                                const struct cpl_control *control,
                                struct cpl_directory **directory,
                                struct cpl_error **error);

// Asks the relay for offices whose name holds `name`: at most `limit` of them (0: as many as the relay gives; it may give
// fewer, cpl_directory_has_more tells), by number from behind `after`, which is empty for the first. CPL_RELAY_SETTINGS for an
// office that uses folders. Free the list with cpl_directory_free.
uint32_t cpl_office_search_offices(const struct cpl_office *office,
                                   const char *name,
                                   size_t name_len,
                                   const char *after,
                                   size_t after_len,
                                   uint32_t limit,
                                   const struct cpl_control *control,
                                   struct cpl_directory **directory,
                                   struct cpl_error **error);

// Number of offices in the list.
uint32_t cpl_directory_count(const struct cpl_directory *directory, size_t *count);

// 1 when more offices follow after the last one's number, else 0.
uint32_t cpl_directory_has_more(const struct cpl_directory *directory, uint32_t *has_more);

// Fills `entry` with the office at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_directory_get(const struct cpl_directory *directory,
                           size_t index,
                           struct cpl_directory_entry *entry);

// 送信先の電子証明書: certificate number `certificate_index`, from 0, of the office at `index`: the newest first, as many as
// certificate_count says. cpl_seal wants all of them, since nobody knows which key the receiver opens with; it judges them.
// The office number is read by the rule in the profile of the office that asked. Free it with cpl_certificate_free; it may
// outlive the list.
//
// CPL_OUT_OF_RANGE past the end of either; where they cannot be read, the status in certificate_status.
uint32_t cpl_directory_certificate(const struct cpl_directory *directory,
                                   size_t index,
                                   size_t certificate_index,
                                   struct cpl_certificate **certificate,
                                   struct cpl_error **error);

// Frees a list; NULL is allowed.
void cpl_directory_free(struct cpl_directory *directory);

// ==============================================================================================================
// 中継サーバー / Relay
// ==============================================================================================================

// What a relay said of itself. Free it with cpl_relay_free.
typedef struct cpl_relay cpl_relay;

// What a relay says of itself. Set struct_size before the call. The texts belong to the handle that was asked.
typedef struct cpl_relay_info {
    // sizeof(cpl_relay_info), set by the caller.
    uint32_t struct_size;
    // CPL_ENVIRONMENT_…
    uint32_t environment;
    // Version of the protocol that it speaks.
    uint32_t protocol_version;
    // 保管期間: days until a message that nobody took expires.
    uint32_t retention_days;
    // Largest sealed content, in bytes.
    uint64_t max_content_bytes;
    // The relay's clock, RFC 3339 in UTC.
    struct cpl_text server_time;
    // 保守: from when it will be down, or is, RFC 3339 in UTC; empty where nothing is planned.
    struct cpl_text down_from;
    // Until when.
    struct cpl_text down_until;
} cpl_relay_info;

// 接続の確認: asks the relay what it is. A program may test with it whether the relay can be reached; needs no login.
// CPL_RELAY_SETTINGS for an office that uses folders. Free the answer with cpl_relay_free.
uint32_t cpl_office_ask_relay(const struct cpl_office *office,
                              const struct cpl_control *control,
                              struct cpl_relay **relay,
                              struct cpl_error **error);

// Fills `info` with what the relay said.
uint32_t cpl_relay_get(const struct cpl_relay *relay, struct cpl_relay_info *info);

// Frees an answer; NULL is allowed.
void cpl_relay_free(struct cpl_relay *relay);

// ==============================================================================================================
// 概況 / Overview
// ==============================================================================================================

// How an office stood when it was asked. Free it with cpl_overview_free.
typedef struct cpl_overview cpl_overview;

// How an office stands. Set struct_size before the call. The texts belong to the overview.
typedef struct cpl_overview_info {
    // sizeof(cpl_overview_info), set by the caller.
    uint32_t struct_size;
    // 1 when a worker runs, else 0.
    uint32_t worker_runs;
    // 1 when the last pass went through to its end, 0 when it did not or there was none.
    uint32_t last_sync_complete;
    // How many things did not go well in it.
    uint32_t last_sync_problems;
    // 1 when the office's certificate must be renewed soon, or has ended; else 0.
    uint32_t is_renewal_due;
    // 1 when clock_skew_seconds is known, else 0.
    uint32_t has_clock_skew;
    // Whole days until the certificate ends, negative when it has ended; 0 where is_renewal_due is 0.
    int64_t renewal_days_left;
    // The relay's clock less this machine's, in seconds.
    int64_t clock_skew_seconds;
    // Since when the oldest message waits that is not complete at the relay, RFC 3339 in UTC; empty where none does.
    struct cpl_text oldest_waiting;
    // When the last pass ended, also of an earlier run of the program, RFC 3339 in UTC; empty where there was none.
    struct cpl_text last_sync_at;
    // What ended the last pass, or else did not go well first.
    struct cpl_reason last_sync_reason;
    // Last second of the certificate's validity where it must be renewed soon, RFC 3339 in UTC; else empty.
    struct cpl_text renewal_not_after;
    // When the password of the relay must be changed, as the last login told, RFC 3339 in UTC; else empty.
    struct cpl_text password_expires_at;
} cpl_overview_info;

// How the office stands, for a person who looks at it. Uses no network. Free it with cpl_overview_free.
uint32_t cpl_office_overview(const struct cpl_office *office,
                             struct cpl_overview **overview,
                             struct cpl_error **error);

// Fills `info` with how the office stood.
uint32_t cpl_overview_get(const struct cpl_overview *overview, struct cpl_overview_info *info);

// How many messages stood in a state: CPL_SENT_… for `direction` CPL_DIRECTION_SENT, CPL_RECEIVED_… for
// CPL_DIRECTION_RECEIVED.
uint32_t cpl_overview_count(const struct cpl_overview *overview,
                            uint32_t direction,
                            uint32_t state,
                            uint64_t *count);

// Frees an overview; NULL is allowed.
void cpl_overview_free(struct cpl_overview *overview);

// ==============================================================================================================
// アクセス記録 / Access log
// ==============================================================================================================

// The end of a verified access log. Free it with cpl_access_head_free.
typedef struct cpl_access_head cpl_access_head;

// Entries of the access log, oldest first. Free it with cpl_access_log_free.
typedef struct cpl_access_log cpl_access_log;

// Which entries of the access log; everything that is given must fit. Zero all of it and set struct_size; NULL in its place
// asks for all.
typedef struct cpl_access_query {
    // sizeof(cpl_access_query), set by the caller.
    uint32_t struct_size;
    // At most so many; 0 for all.
    uint32_t limit;
    // Behind the entry of this number.
    uint64_t after;
    // 保険者番号 of a person whose data it was about; goes together with insured.
    const char *insurer;
    // Bytes of insurer.
    size_t insurer_len;
    // 被保険者番号 of that person.
    const char *insured;
    // Bytes of insured.
    size_t insured_len;
    // From this time on, RFC 3339.
    const char *since;
    // Bytes of since.
    size_t since_len;
    // Before this time, RFC 3339.
    const char *until;
    // Bytes of until.
    size_t until_len;
} cpl_access_query;

// One entry. Set struct_size before the call. The texts belong to the list that was asked.
typedef struct cpl_access_entry {
    // sizeof(cpl_access_entry), set by the caller.
    uint32_t struct_size;
    // Number of persons whose data it was about.
    uint32_t person_count;
    // From 1, without a gap.
    uint64_t number;
    // When, RFC 3339 in UTC.
    struct cpl_text at;
    // Who: what cpl_office_set_actor said, or the office number.
    struct cpl_text actor;
    // What was done: a stable word such as send, take, acknowledge, open_sent, export_log.
    struct cpl_text operation;
    // Id of the message; empty where it is about none.
    struct cpl_text message;
    // ok, or the stable code of the error.
    struct cpl_text outcome;
    // SHA-256 over the hash of the entry before and this one, 64 lower-case hexadecimal digits.
    struct cpl_text hash;
} cpl_access_entry;

// What to note elsewhere, so that a log that was written anew shows. Set struct_size before the call. The texts belong to the
// head.
typedef struct cpl_access_head_info {
    // sizeof(cpl_access_head_info), set by the caller.
    uint32_t struct_size;
    // 0.
    uint32_t reserved;
    // Number of entries.
    uint64_t entries;
    // 事業所番号 of the office whose log it is.
    struct cpl_text office;
    // Hash of the last entry, 64 lower-case hexadecimal digits.
    struct cpl_text hash;
} cpl_access_head_info;

// Entries of the access log. The persons are keyed hashes that only this store can compare. `query` may be NULL for all. Free
// the list with cpl_access_log_free.
uint32_t cpl_office_access_log(const struct cpl_office *office,
                               const struct cpl_access_query *query,
                               struct cpl_access_log **log,
                               struct cpl_error **error);

// Number of entries in the list.
uint32_t cpl_access_log_count(const struct cpl_access_log *log, size_t *count);

// Fills `entry` with the entry at `index`, from 0. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_access_log_get(const struct cpl_access_log *log, size_t index, struct cpl_access_entry *entry);

// The keyed hash of person number `person`, from 0, of the entry at `index`, 64 lower-case hexadecimal digits. The text
// belongs to the list.
uint32_t cpl_access_log_person(const struct cpl_access_log *log,
                               size_t index,
                               size_t person,
                               struct cpl_text *reference);

// Frees a list; NULL is allowed.
void cpl_access_log_free(struct cpl_access_log *log);

// The whole access log as JSON lines with its chain of hashes, for an inspection; that it was exported is logged behind it, and
// stands in the next export. `head` may be NULL. A log of years may be large: cpl_office_export_access_log_file does not
// hold it in memory. Free the log with cpl_blob_free, the head with cpl_access_head_free.
uint32_t cpl_office_export_access_log(const struct cpl_office *office,
                                      struct cpl_blob **log,
                                      struct cpl_access_head **head,
                                      struct cpl_error **error);

// The same into the file `path`, UTF-8, in a folder that must be there. It is written under another name first, so that nobody
// reads half a log. `flags` is 0 or CPL_WRITE_REPLACE; without it, CPL_FILE_EXISTS where the name is taken. CPL_FILE_UNWRITABLE
// where the system refuses it. `head` may be NULL; free it with cpl_access_head_free.
uint32_t cpl_office_export_access_log_file(const struct cpl_office *office,
                                           const char *path,
                                           size_t path_len,
                                           uint32_t flags,
                                           struct cpl_access_head **head,
                                           struct cpl_error **error);

// Verifies the access log in the store: every entry follows from the one before, and none is missing. CPL_ACCESS_LOG_CHANGED
// where that is not so. `head` may be NULL; free it with cpl_access_head_free.
uint32_t cpl_office_verify_access_log(const struct cpl_office *office,
                                      struct cpl_access_head **head,
                                      struct cpl_error **error);

// Verifies an exported access log, of any office and without a profile. CPL_ACCESS_LOG_CHANGED where it was changed or cut
// off. `head` may be NULL; free it with cpl_access_head_free.
uint32_t cpl_access_log_verify(const uint8_t *log,
                               size_t log_len,
                               struct cpl_access_head **head,
                               struct cpl_error **error);

// Fills `info` with the end of the log.
uint32_t cpl_access_head_get(const struct cpl_access_head *head, struct cpl_access_head_info *info);

// Frees a head; NULL is allowed.
void cpl_access_head_free(struct cpl_access_head *head);

// ==============================================================================================================
// 保守 / Maintenance
// ==============================================================================================================

// バックアップ: a copy of the store in a folder that is not there yet, also while the office is in use.
uint32_t cpl_office_backup(const struct cpl_office *office,
                           const char *folder,
                           size_t folder_len,
                           struct cpl_error **error);

// 復元: puts a backup back as the store of the office of a profile folder, which nobody may have open (CPL_STORE_IN_USE). The
// backup is checked first, and stays. What was there is not deleted: `moved_to`, which may be NULL, gets the path of the
// folder that it is in now, as UTF-8; empty where there was nothing.
//
// What was sent after the backup is not known here any more; what was received and not yet acknowledged then, or came later
// and is still at the relay, is offered once more.
uint32_t cpl_office_restore(const char *profile,
                            size_t profile_len,
                            const char *backup,
                            size_t backup_len,
                            struct cpl_blob **moved_to,
                            struct cpl_error **error);

// 整理: lets go of contents, and later of messages, that are final for longer than the profile says. The worker does it daily.
// `contents` and `messages` get how many of each, and may be NULL.
uint32_t cpl_office_clean_up(const struct cpl_office *office,
                             uint64_t *contents,
                             uint64_t *messages,
                             struct cpl_error **error);

// ==============================================================================================================
// 電子証明書 / Certificates and trust
// ==============================================================================================================

// 失効の確認: nobody looks whether certificates were revoked.
#define CPL_CRL_OFF 0

// Revoked ones are refused; where no revocation list in force is at hand, that is only told.
#define CPL_CRL_SOFT_FAIL 1

// Revoked ones are refused, and those that no revocation list in force speaks of.
#define CPL_CRL_HARD_FAIL 2

// cpl_trust_check: its key signs.
#define CPL_USE_SIGNING 1

// cpl_trust_check: messages are sealed for its key.
#define CPL_USE_SEALING 2

// 電子証明書と秘密鍵: a certificate of an office with its private key, in memory, on a token or in a store. Free it with
// cpl_identity_free.
typedef struct cpl_identity cpl_identity;

// The authorities whose certificates are trusted, and the rules by which a certificate is judged. cpl_trust_add_crl changes
// it; several threads may use it meanwhile. Free it with cpl_trust_free.
typedef struct cpl_trust cpl_trust;

// What a certificate says of itself. Set struct_size before the call. The texts belong to the certificate.
typedef struct cpl_certificate_info {
    // sizeof(cpl_certificate_info), set by the caller.
    uint32_t struct_size;
    // 更新時期: 1 from 90 days before its end on, else 0.
    uint32_t is_renewal_due;
    // 1 when its time has begun and is not over, else 0.
    uint32_t is_valid_now;
    // Whole days until its end; negative when it is over.
    int32_t days_left;
    // 事業所番号 that it names.
    struct cpl_text office;
    // 主体者, such as `C=JP, CN=…`.
    struct cpl_text subject;
    // 発行者.
    struct cpl_text issuer;
    // シリアル番号, hexadecimal.
    struct cpl_text serial;
    // SHA-256 拇印, lower-case hexadecimal: what people compare.
    struct cpl_text fingerprint;
    // Kind and size of its key, such as `RSA-2048` or `EC P-256`.
    struct cpl_text algorithm;
    // First second of its validity, RFC 3339 in UTC.
    struct cpl_text not_before;
    // Last second of its validity, RFC 3339 in UTC.
    struct cpl_text not_after;
} cpl_certificate_info;

// Whom to trust. Set struct_size and put 0 in what you do not set. All is copied.
typedef struct cpl_trust_options {
    // sizeof(cpl_trust_options).
    uint32_t struct_size;
    // CPL_CRL_OFF, CPL_CRL_SOFT_FAIL or CPL_CRL_HARD_FAIL.
    uint32_t revocation;
    // 1: expired_grace_days is set; 0: 92 days.
    uint32_t has_expired_grace;
    // How many days after the end of a certificate a message is taken that was signed before it, at most 65535.
    uint32_t expired_grace_days;
    // The trusted certificates (ルート証明書), PEM, or one in DER. At least one is needed.
    const uint8_t *roots;
    // Bytes of roots.
    size_t roots_len;
    // Intermediate certificates (中間証明書), for messages that come without; NULL for none.
    const uint8_t *intermediates;
    // Bytes of intermediates.
    size_t intermediates_len;
    // Revocation lists (失効リスト), PEM or DER; NULL for none.
    const uint8_t *crls;
    // Bytes of crls.
    size_t crls_len;
    // Where certificates name their office, such as `subject.serialNumber` (which it is for NULL) or
    // `subject.CN: kyotaku-{office}`; UTF-8.
    const char *office_rule;
    // Bytes of office_rule.
    size_t office_rule_len;
    // Judges as if it were this time, RFC 3339, UTF-8: for tests, and to look at the past. NULL: now.
    const char *at;
    // Bytes of at.
    size_t at_len;
} cpl_trust_options;

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
uint32_t cpl_identity_load(const char *source,
                           size_t source_len,
                           const char *password,
                           size_t password_len,
                           const char *office_rule,
                           size_t office_rule_len,
                           struct cpl_identity **identity,
                           struct cpl_error **error);

// Reads an identity from memory: PEM with certificates and private key, or PKCS#12. `password` may be empty. Of it
// nothing is kept but certificates and key. `office_rule` is that of cpl_identity_load. Free the identity with cpl_identity_free.
uint32_t cpl_identity_read(const uint8_t *content,
                           size_t content_len,
                           const char *password,
                           size_t password_len,
                           const char *office_rule,
                           size_t office_rule_len,
                           struct cpl_identity **identity,
                           struct cpl_error **error);

// Reads an identity from memory, PEM, certificates and private key apart. `password` may be empty. `office_rule` is
// that of cpl_identity_load. Free the identity with cpl_identity_free.
uint32_t cpl_identity_read_pair(const uint8_t *certificates,
                                size_t certificates_len,
                                const uint8_t *private_key,
                                size_t private_key_len,
                                const char *password,
                                size_t password_len,
                                const char *office_rule,
                                size_t office_rule_len,
                                struct cpl_identity **identity,
                                struct cpl_error **error);

// Its certificate. Free it with cpl_certificate_free; it may outlive the identity.
uint32_t cpl_identity_certificate(const struct cpl_identity *identity,
                                  struct cpl_certificate **certificate,
                                  struct cpl_error **error);

// Frees an identity and forgets its key; NULL is allowed.
void cpl_identity_free(struct cpl_identity *identity);

// Reads the certificate of an office, PEM (with any intermediates behind it) or DER. Nothing is trusted by that.
// `office_rule` is that of cpl_identity_load. CPL_CERTIFICATE_UNTRUSTED where it names no office there, CPL_TRUST_INVALID for a
// rule that cannot be read. Free it with cpl_certificate_free.
uint32_t cpl_certificate_read(const uint8_t *content,
                              size_t content_len,
                              const char *office_rule,
                              size_t office_rule_len,
                              struct cpl_certificate **certificate,
                              struct cpl_error **error);

// Fills `info` with what the certificate says of itself, judged by the clock of this machine.
uint32_t cpl_certificate_get(const struct cpl_certificate *certificate, struct cpl_certificate_info *info);

// The certificate in DER. The bytes belong to the certificate.
uint32_t cpl_certificate_der(const struct cpl_certificate *certificate, struct cpl_bytes *der);

// Frees a certificate; NULL is allowed.
void cpl_certificate_free(struct cpl_certificate *certificate);

// Whom to trust, apart from a profile. `options` is needed: without roots nobody is trusted. CPL_TRUST_INVALID or
// CPL_IDENTITY_INVALID when something in it cannot be used. Free it with cpl_trust_free.
uint32_t cpl_trust_new(const struct cpl_trust_options *options,
                       struct cpl_trust **trust,
                       struct cpl_error **error);

// Takes newer revocation lists, PEM or DER. `added` may be NULL; it is told how many were new. They count only where
// `revocation` of the options was not CPL_CRL_OFF (0).
uint32_t cpl_trust_add_crl(const struct cpl_trust *trust,
                           const uint8_t *crls,
                           size_t crls_len,
                           size_t *added,
                           struct cpl_error **error);

// Judges a certificate as it is now: chain, time, strength, revocation, and that it may be used for `use_for` (CPL_USE_…).
// CPL_OK when it is trusted; `revocation` is then CPL_REVOCATION_…. What is wrong with it is of CPL_CATEGORY_TRUST.
uint32_t cpl_trust_check(const struct cpl_trust *trust,
                         const struct cpl_certificate *certificate,
                         uint32_t use_for,
                         uint32_t *revocation,
                         struct cpl_error **error);

// Frees trust; NULL is allowed.
void cpl_trust_free(struct cpl_trust *trust);

// ==============================================================================================================
// 証明書ストア / Certificate store of Windows
// ==============================================================================================================

// 現在のユーザー: the certificate store of the user who runs the program.
#define CPL_STORE_CURRENT_USER 1

// ローカル コンピューター: the certificate store of the machine.
#define CPL_STORE_LOCAL_MACHINE 2

// 電子証明書の一覧: certificates that a person may choose from. Free it with cpl_certificates_free.
typedef struct cpl_certificates cpl_certificates;

// 証明書ストア: the personal certificates (個人) in the certificate store of Windows that have a private key and name an office,
// of whatever age; the one that began last comes first. No key is opened and nothing is trusted by that. `store` is
// CPL_STORE_…, `office_rule` that of cpl_identity_load. CPL_UNSUPPORTED on other systems. Free the list with
// cpl_certificates_free.
uint32_t cpl_store_certificates(uint32_t store,
                                const char *office_rule,
                                size_t office_rule_len,
                                struct cpl_certificates **certificates,
                                struct cpl_error **error);

// Number of certificates.
uint32_t cpl_certificates_count(const struct cpl_certificates *certificates, size_t *count);

// Fills `info` with what the certificate at `index`, from 0, says of itself: office, subject, end and so on. Its texts belong
// to the list. cpl_identity_from_store takes its fingerprint. CPL_OUT_OF_RANGE past the end.
uint32_t cpl_certificates_get(const struct cpl_certificates *certificates,
                              size_t index,
                              struct cpl_certificate_info *info);

// Frees a list; NULL is allowed.
void cpl_certificates_free(struct cpl_certificates *certificates);

// The identity in the certificate store of Windows (証明書ストア, 個人) with the thumbprint (拇印) `thumbprint`,
// hexadecimal, SHA-1 as Windows shows it or SHA-256. `store` is CPL_STORE_…, `office_rule` that of cpl_identity_load.
// CPL_UNSUPPORTED on other systems. Free the identity with cpl_identity_free.
uint32_t cpl_identity_from_store(uint32_t store,
                                 const char *thumbprint,
                                 size_t thumbprint_len,
                                 const char *office_rule,
                                 size_t office_rule_len,
                                 struct cpl_identity **identity,
                                 struct cpl_error **error);

// ==============================================================================================================
// 封緘と開封 / Envelopes
// ==============================================================================================================

// 受信: this office must be among the receivers.
#define CPL_ROLE_RECEIVER 1

// 送信済: this office must be the sender.
#define CPL_ROLE_SENDER 2

// A message, or its cover, that was opened: everything about it has been verified. Free it with cpl_opened_free.
typedef struct cpl_opened cpl_opened;

// A message as it leaves the house: nobody but the receivers and the sender can read any of it. Free it with
// cpl_sealed_free.
typedef struct cpl_sealed cpl_sealed;

// What an opened message says of itself; the sender is the signer. Set struct_size before the call. The texts belong to the
// handle that was asked.
typedef struct cpl_opened_info {
    // sizeof(cpl_opened_info), set by the caller.
    uint32_t struct_size;
    // Number of files; 0 for a cover.
    uint32_t file_count;
    // Id of the message, a UUID in its text form.
    struct cpl_text id;
    // 送信元の事業所番号.
    struct cpl_text sender;
    // 送信元のサービス種類コード; empty for files that are no set.
    struct cpl_text sender_kind;
    // 送信先の事業所番号, the first one.
    struct cpl_text receiver;
    // 送信先のサービス種類コード; empty for files that are no set.
    struct cpl_text receiver_kind;
    // 作成日時 of the set, YYYYMMDDHHMMSS; empty for files that are no set.
    struct cpl_text stamp;
    // セットの種別, such as use_slip; empty for files that are no set.
    struct cpl_text set;
    // 件名; free text of the sender.
    struct cpl_text subject;
    // 本文; free text of the sender.
    struct cpl_text body;
    // When the message was made, RFC 3339 in UTC, as the sender says.
    struct cpl_text created_at;
    // Software that made it.
    struct cpl_text software;
    // SHA-256 of the sealed content, lower-case hexadecimal; empty in evidence.
    struct cpl_text content_sha256;
} cpl_opened_info;

// Signs a set as the newest of the identities (of one office, old and new) and seals it for the certificates of the
// receiver, which must be trusted, and for the sender's own. Give all current certificates of the receiver. Subject (件名)
// and body (本文) may be empty.
//
// This is for programs that carry messages themselves; cpl_office_send does all of it. Free the result with
// cpl_sealed_free.
uint32_t cpl_seal(const struct cpl_identity *const *own,
                  size_t own_count,
                  const struct cpl_trust *trust,
                  const struct cpl_certificate *const *recipients,
                  size_t recipient_count,
                  const struct cpl_set *set,
                  const char *subject,
                  size_t subject_len,
                  const char *body,
                  size_t body_len,
                  struct cpl_sealed **sealed,
                  struct cpl_error **error);

// Id of the message, a UUID in its text form. The text belongs to the message.
uint32_t cpl_sealed_id(const struct cpl_sealed *sealed, struct cpl_text *id);

// The sealed content (CMS, DER). The bytes belong to the message.
uint32_t cpl_sealed_content(const struct cpl_sealed *sealed, struct cpl_bytes *content);

// The sealed cover (CMS, DER): who, to whom and which files, for lists. The bytes belong to the message.
uint32_t cpl_sealed_cover(const struct cpl_sealed *sealed, struct cpl_bytes *cover);

// SHA-256 of the sealed content, lower-case hexadecimal. The text belongs to the message.
uint32_t cpl_sealed_sha256(const struct cpl_sealed *sealed, struct cpl_text *sha256);

// Number of warnings about the certificates that were used.
uint32_t cpl_sealed_warning_count(const struct cpl_sealed *sealed, size_t *count);

// The warning at `index`, from 0, for people. The text belongs to the message.
uint32_t cpl_sealed_warning(const struct cpl_sealed *sealed,
                            size_t index,
                            uint32_t lang,
                            struct cpl_text *text);

// Frees a message; NULL is allowed.
void cpl_sealed_free(struct cpl_sealed *sealed);

// Opens a sealed content with one of the identities (of one office, old and new) and verifies seal, signature, certificate,
// sender, receiver and files. Nothing is released before all of that holds. `role` is CPL_ROLE_…. What is wrong with it is of
// CPL_CATEGORY_TRUST. Free the result with cpl_opened_free.
uint32_t cpl_open(const struct cpl_identity *const *own,
                  size_t own_count,
                  const struct cpl_trust *trust,
                  uint32_t role,
                  const uint8_t *content,
                  size_t content_len,
                  struct cpl_opened **opened,
                  struct cpl_error **error);

// The same for a sealed cover: all but the files, which are elsewhere.
uint32_t cpl_open_cover(const struct cpl_identity *const *own,
                        size_t own_count,
                        const struct cpl_trust *trust,
                        uint32_t role,
                        const uint8_t *cover,
                        size_t cover_len,
                        struct cpl_opened **opened,
                        struct cpl_error **error);

// Fills `info` with what the message says of itself.
uint32_t cpl_opened_get(const struct cpl_opened *opened, struct cpl_opened_info *info);

// Name and bytes of the file at `index`, from 0. They belong to the message.
uint32_t cpl_opened_file(const struct cpl_opened *opened,
                         size_t index,
                         struct cpl_text *name,
                         struct cpl_bytes *content);

// The file at `index`, from 0, read and checked. Free it with cpl_document_free; it may outlive the message.
uint32_t cpl_opened_document(const struct cpl_opened *opened,
                             size_t index,
                             struct cpl_document **document,
                             struct cpl_error **error);

// Fills `signer` with who signed the message.
uint32_t cpl_opened_signer(const struct cpl_opened *opened, struct cpl_signer *signer);

// 受領証: states, signed by the newest of the identities, that the message has been stored. Call it only when that is true.
// CPL_BAD_ARGUMENT for a cover. Free the receipt (CMS, DER) with cpl_blob_free.
uint32_t cpl_opened_receipt(const struct cpl_opened *opened,
                            const struct cpl_identity *const *own,
                            size_t own_count,
                            struct cpl_blob **receipt,
                            struct cpl_error **error);

// Frees a message; NULL is allowed.
void cpl_opened_free(struct cpl_opened *opened);

// Verifies a receipt: signature, certificate as it was when it signed, and that the signer is who it names as receiver.
// Whether it is the receipt of a certain message is for the caller to compare. Free the result with cpl_receipt_free.
uint32_t cpl_receipt_verify(const struct cpl_trust *trust,
                            const uint8_t *signed_,
                            size_t signed_len,
                            struct cpl_receipt **receipt,
                            struct cpl_error **error);

// Makes an evidence file (送達の証拠) of a sealed content that this office sent and its receipt, for an inspection: a ZIP
// file that anybody who trusts the certificates can verify. It holds the files in the clear. Free it with cpl_blob_free.
uint32_t cpl_evidence_make(const struct cpl_identity *const *own,
                           size_t own_count,
                           const struct cpl_trust *trust,
                           const uint8_t *content,
                           size_t content_len,
                           const uint8_t *receipt,
                           size_t receipt_len,
                           struct cpl_blob **evidence,
                           struct cpl_error **error);

// Verifies an evidence file: both signatures, both certificates as they were when they signed, and that message, files and
// receipt belong together. Gives the message and the receipt that are in it; each may be NULL. Free them with cpl_opened_free
// and cpl_receipt_free.
uint32_t cpl_evidence_verify(const struct cpl_trust *trust,
                             const uint8_t *evidence,
                             size_t evidence_len,
                             struct cpl_opened **message,
                             struct cpl_receipt **receipt,
                             struct cpl_error **error);

// ==============================================================================================================
// 構造体の大きさ / Sizes of the structs, 32-bit and 64-bit
// ==============================================================================================================

#if defined(__cplusplus)
#define CPL_STATIC_ASSERT_(name, condition) static_assert(condition, #name)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CPL_STATIC_ASSERT_(name, condition) _Static_assert(condition, #name)
#else
#define CPL_STATIC_ASSERT_(name, condition) typedef char name##_size_is_right_[(condition) ? 1 : -1]
#endif
CPL_STATIC_ASSERT_(cpl_access_query, sizeof(cpl_access_query) == 16 + 8 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_text, sizeof(cpl_text) == 0 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_access_entry, sizeof(cpl_access_entry) == 16 + 12 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_access_head_info, sizeof(cpl_access_head_info) == 16 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_change, sizeof(cpl_change) == 16 + 10 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_progress, sizeof(cpl_progress) == 24 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_control, sizeof(cpl_control) == 8 + 3 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_delivery_info, sizeof(cpl_delivery_info) == 16 + 20 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_bytes, sizeof(cpl_bytes) == 0 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_signer, sizeof(cpl_signer) == 16 + 22 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_directory_entry, sizeof(cpl_directory_entry) == 16 + 10 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_read_options, sizeof(cpl_read_options) == 16 + 0 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_document_info, sizeof(cpl_document_info) == 24 + 20 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_items, sizeof(cpl_items) == 8 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_opened_info, sizeof(cpl_opened_info) == 8 + 24 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_place, sizeof(cpl_place) == 16 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_event, sizeof(cpl_event) == 24 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_finding, sizeof(cpl_finding) == 24 + 12 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_code_info, sizeof(cpl_code_info) == 8 + 14 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_refused, sizeof(cpl_refused) == 8 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_unfinished, sizeof(cpl_unfinished) == 8 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_certificate_info, sizeof(cpl_certificate_info) == 16 + 16 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_trust_options, sizeof(cpl_trust_options) == 16 + 10 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_file_kind, sizeof(cpl_file_kind) == 16 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_set_kind, sizeof(cpl_set_kind) == 16 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_item, sizeof(cpl_item) == 24 + 6 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_log_line, sizeof(cpl_log_line) == 8 + 10 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_office_options, sizeof(cpl_office_options) == 8 + 6 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_office_info, sizeof(cpl_office_info) == 16 + 12 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_reason, sizeof(cpl_reason) == 0 + 10 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_overview_info, sizeof(cpl_overview_info) == 40 + 18 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_receipt_info, sizeof(cpl_receipt_info) == 8 + 12 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_query, sizeof(cpl_query) == 24 + 14 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_received_info, sizeof(cpl_received_info) == 40 + 44 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_step, sizeof(cpl_step) == 8 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_cover_file, sizeof(cpl_cover_file) == 16 + 4 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_relay_info, sizeof(cpl_relay_info) == 24 + 6 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_sent_info, sizeof(cpl_sent_info) == 48 + 38 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_set_info, sizeof(cpl_set_info) == 16 + 17 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_substitution_options, sizeof(cpl_substitution_options) == 8 + 3 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_substitution, sizeof(cpl_substitution) == 8 + 7 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_sync_info, sizeof(cpl_sync_info) == 64 + 2 * sizeof(void *));
CPL_STATIC_ASSERT_(cpl_sync_problem, sizeof(cpl_sync_problem) == 24 + 12 * sizeof(void *));
#undef CPL_STATIC_ASSERT_

#if defined(CPL_STDCALL) && defined(_WIN32) && !defined(_WIN64)
// 32-bit Windows, stdcall: define CPL_STDCALL before this file is included. The DLL exports these names as they stand here,
// without decoration, for VB6, VBA and others that have no C convention. Each does what the function without the s does.
// Those that take a callback are missing, as a callback has the C convention: ask for states and lists at intervals instead.
// A struct in which a callback is set gives CPL_BAD_ARGUMENT.
uint32_t __stdcall cpls_abi_version(void);
uint32_t __stdcall cpls_version(struct cpl_text *text);
uint32_t __stdcall cpls_capabilities(uint32_t *capabilities);
uint32_t __stdcall cpls_status_name(uint32_t status, struct cpl_text *name);
uint32_t __stdcall cpls_status_category(uint32_t status, uint32_t *category);
uint32_t __stdcall cpls_status_message(uint32_t status, uint32_t lang, struct cpl_text *text);
uint32_t __stdcall cpls_blob_bytes(const struct cpl_blob *blob, struct cpl_bytes *bytes);
void __stdcall cpls_blob_free(struct cpl_blob *blob);
uint32_t __stdcall cpls_findings_count(const struct cpl_findings *findings, size_t *count);
uint32_t __stdcall cpls_findings_severity_counts(const struct cpl_findings *findings, size_t *errors, size_t *warnings, size_t *notes);
uint32_t __stdcall cpls_findings_get(const struct cpl_findings *findings, size_t index, struct cpl_finding *finding);
void __stdcall cpls_findings_free(struct cpl_findings *findings);
uint32_t __stdcall cpls_codes_explain(const char *code, size_t code_len, uint32_t lang, struct cpl_codes **codes);
uint32_t __stdcall cpls_codes_count(const struct cpl_codes *codes, size_t *count);
uint32_t __stdcall cpls_codes_get(const struct cpl_codes *codes, size_t index, struct cpl_code_info *info);
void __stdcall cpls_codes_free(struct cpl_codes *codes);
uint32_t __stdcall cpls_error_status(const struct cpl_error *error, uint32_t *status);
uint32_t __stdcall cpls_error_code(const struct cpl_error *error, struct cpl_text *code);
uint32_t __stdcall cpls_error_message(const struct cpl_error *error, uint32_t lang, struct cpl_text *text);
uint32_t __stdcall cpls_error_hint(const struct cpl_error *error, uint32_t lang, struct cpl_text *text);
uint32_t __stdcall cpls_error_is_retryable(const struct cpl_error *error, uint32_t *is_retryable);
uint32_t __stdcall cpls_error_retry_after(const struct cpl_error *error, uint64_t *seconds);
uint32_t __stdcall cpls_error_place(const struct cpl_error *error, struct cpl_place *place);
uint32_t __stdcall cpls_error_findings(const struct cpl_error *error, uint32_t lang, struct cpl_findings **findings);
void __stdcall cpls_error_free(struct cpl_error *error);
uint32_t __stdcall cpls_file_kind_count(size_t *count);
uint32_t __stdcall cpls_file_kind_get(size_t index, struct cpl_file_kind *info);
uint32_t __stdcall cpls_set_kind_count(uint32_t edition, size_t *count);
uint32_t __stdcall cpls_set_kind_get(uint32_t edition, size_t index, struct cpl_set_kind *info);
uint32_t __stdcall cpls_set_kind_file(uint32_t edition, size_t index, size_t file, struct cpl_text *kind);
uint32_t __stdcall cpls_service_kind_name(const char *code, size_t code_len, struct cpl_text *name);
uint32_t __stdcall cpls_layout_of_kind(const char *kind, size_t kind_len, uint32_t edition, struct cpl_layout **layout);
uint32_t __stdcall cpls_layout_kind(const struct cpl_layout *layout, struct cpl_text *kind);
uint32_t __stdcall cpls_layout_item_count(const struct cpl_layout *layout, size_t *count);
uint32_t __stdcall cpls_layout_item(const struct cpl_layout *layout, uint32_t no, struct cpl_item *item);
uint32_t __stdcall cpls_layout_find(const struct cpl_layout *layout, const char *name, size_t name_len, uint32_t *no);
uint32_t __stdcall cpls_layout_code_count(const struct cpl_layout *layout, uint32_t no, size_t *count);
uint32_t __stdcall cpls_layout_code(const struct cpl_layout *layout, uint32_t no, size_t index, struct cpl_text *code, struct cpl_text *meaning_ja);
uint32_t __stdcall cpls_layout_code_meaning(const struct cpl_layout *layout, uint32_t no, const char *code, size_t code_len, struct cpl_text *meaning_ja);
void __stdcall cpls_layout_free(struct cpl_layout *layout);
uint32_t __stdcall cpls_document_read(const char *name, size_t name_len, const uint8_t *content, size_t content_len, const struct cpl_read_options *options, struct cpl_document **document, struct cpl_error **error);
uint32_t __stdcall cpls_document_read_file(const char *path, size_t path_len, const struct cpl_read_options *options, struct cpl_document **document, struct cpl_error **error);
uint32_t __stdcall cpls_document_name(const struct cpl_document *document, struct cpl_text *name);
uint32_t __stdcall cpls_document_bytes(const struct cpl_document *document, struct cpl_bytes *content);
uint32_t __stdcall cpls_document_get(const struct cpl_document *document, struct cpl_document_info *info);
uint32_t __stdcall cpls_document_layout(const struct cpl_document *document, struct cpl_layout **layout);
uint32_t __stdcall cpls_document_record_count(const struct cpl_document *document, size_t *count);
uint32_t __stdcall cpls_document_items(const struct cpl_document *document, struct cpl_items *items);
uint32_t __stdcall cpls_document_item(const struct cpl_document *document, size_t record, uint32_t no, struct cpl_text *value);
uint32_t __stdcall cpls_document_findings(const struct cpl_document *document, uint32_t lang, struct cpl_findings **findings);
uint32_t __stdcall cpls_document_write(const struct cpl_document *document, const char *folder, size_t folder_len, uint32_t flags, struct cpl_error **error);
void __stdcall cpls_document_free(struct cpl_document *document);
uint32_t __stdcall cpls_document_record(const struct cpl_document *document, size_t number, struct cpl_record **record);
uint32_t __stdcall cpls_record_item_count(const struct cpl_record *record, size_t *count);
uint32_t __stdcall cpls_record_items(const struct cpl_record *record, struct cpl_items *items);
uint32_t __stdcall cpls_record_item(const struct cpl_record *record, uint32_t no, struct cpl_text *value);
uint32_t __stdcall cpls_record_item_named(const struct cpl_record *record, const char *name, size_t name_len, struct cpl_text *value);
uint32_t __stdcall cpls_record_item_bytes(const struct cpl_record *record, uint32_t no, struct cpl_bytes *bytes);
uint32_t __stdcall cpls_record_item_name(const struct cpl_record *record, uint32_t no, struct cpl_text *name);
void __stdcall cpls_record_free(struct cpl_record *record);
uint32_t __stdcall cpls_file_draft_new(const char *kind, size_t kind_len, const char *month, size_t month_len, const char *sender, size_t sender_len, const char *receiver, size_t receiver_len, const char *stamp, size_t stamp_len, struct cpl_file_draft **draft, struct cpl_error **error);
uint32_t __stdcall cpls_file_draft_of(const struct cpl_document *document, struct cpl_file_draft **draft, struct cpl_error **error);
uint32_t __stdcall cpls_image_name(const char *sender, size_t sender_len, const char *receiver, size_t receiver_len, const char *stamp, size_t stamp_len, uint32_t branch, struct cpl_blob **name, struct cpl_error **error);
uint32_t __stdcall cpls_file_draft_name(const struct cpl_file_draft *draft, struct cpl_blob **name);
uint32_t __stdcall cpls_file_draft_layout(const struct cpl_file_draft *draft, struct cpl_layout **layout);
uint32_t __stdcall cpls_file_draft_record_count(const struct cpl_file_draft *draft, size_t *count);
uint32_t __stdcall cpls_file_draft_readdress(const struct cpl_file_draft *draft, const char *receiver, size_t receiver_len, const char *stamp, size_t stamp_len, struct cpl_error **error);
uint32_t __stdcall cpls_file_draft_set_month(const struct cpl_file_draft *draft, const char *month, size_t month_len, struct cpl_error **error);
uint32_t __stdcall cpls_file_draft_record(const struct cpl_file_draft *draft, size_t number, struct cpl_record_draft **record);
uint32_t __stdcall cpls_file_draft_insert(const struct cpl_file_draft *draft, size_t number, const struct cpl_record_draft *record, struct cpl_error **error);
uint32_t __stdcall cpls_file_draft_replace(const struct cpl_file_draft *draft, size_t number, const struct cpl_record_draft *record, struct cpl_error **error);
uint32_t __stdcall cpls_file_draft_remove(const struct cpl_file_draft *draft, size_t number);
uint32_t __stdcall cpls_file_draft_finish(const struct cpl_file_draft *draft, struct cpl_document **document, struct cpl_error **error);
uint32_t __stdcall cpls_record_draft_of(const struct cpl_document *document, size_t number, struct cpl_record_draft **record, struct cpl_error **error);
uint32_t __stdcall cpls_record_draft_set(const struct cpl_record_draft *record, uint32_t no, const char *value, size_t value_len, struct cpl_error **error);
uint32_t __stdcall cpls_record_draft_set_named(const struct cpl_record_draft *record, const char *name, size_t name_len, const char *value, size_t value_len, struct cpl_error **error);
uint32_t __stdcall cpls_record_draft_set_all(const struct cpl_record_draft *record, const struct cpl_text *values, size_t count, struct cpl_error **error);
uint32_t __stdcall cpls_record_draft_text(const struct cpl_record_draft *record, uint32_t no, struct cpl_blob **value);
uint32_t __stdcall cpls_record_draft_take_over(const struct cpl_record_draft *record, const struct cpl_record_draft *other);
void __stdcall cpls_record_draft_free(struct cpl_record_draft *record);
void __stdcall cpls_file_draft_free(struct cpl_file_draft *draft);
uint32_t __stdcall cpls_substitute(const char *text, size_t text_len, const struct cpl_substitution_options *options, struct cpl_substituted **substituted, struct cpl_error **error);
uint32_t __stdcall cpls_substituted_text(const struct cpl_substituted *substituted, struct cpl_text *text);
uint32_t __stdcall cpls_substituted_count(const struct cpl_substituted *substituted, size_t *count);
uint32_t __stdcall cpls_substituted_get(const struct cpl_substituted *substituted, size_t index, uint32_t lang, struct cpl_substitution *substitution);
void __stdcall cpls_substituted_free(struct cpl_substituted *substituted);
uint32_t __stdcall cpls_repair(const struct cpl_document *document, struct cpl_repaired **repaired, struct cpl_error **error);
uint32_t __stdcall cpls_repaired_document(const struct cpl_repaired *repaired, struct cpl_document **document);
uint32_t __stdcall cpls_repaired_count(const struct cpl_repaired *repaired, size_t *count);
uint32_t __stdcall cpls_repaired_get(const struct cpl_repaired *repaired, size_t index, uint32_t lang, struct cpl_change *change);
uint32_t __stdcall cpls_repaired_obstacle(const struct cpl_repaired *repaired, uint32_t lang, struct cpl_text *text);
void __stdcall cpls_repaired_free(struct cpl_repaired *repaired);
uint32_t __stdcall cpls_upgrade(const struct cpl_document *const *documents, size_t count, const char *sender_kind, size_t sender_kind_len, const char *receiver_kind, size_t receiver_kind_len, struct cpl_upgraded **upgraded, struct cpl_error **error);
uint32_t __stdcall cpls_upgraded_count(const struct cpl_upgraded *upgraded, size_t *count);
uint32_t __stdcall cpls_upgraded_document(const struct cpl_upgraded *upgraded, size_t index, struct cpl_document **document);
uint32_t __stdcall cpls_upgraded_source(const struct cpl_upgraded *upgraded, size_t index, struct cpl_text *name);
uint32_t __stdcall cpls_upgraded_change_count(const struct cpl_upgraded *upgraded, size_t index, size_t *count);
uint32_t __stdcall cpls_upgraded_change(const struct cpl_upgraded *upgraded, size_t index, size_t change, uint32_t lang, struct cpl_text *text);
uint32_t __stdcall cpls_upgraded_findings(const struct cpl_upgraded *upgraded, uint32_t lang, struct cpl_findings **findings);
void __stdcall cpls_upgraded_free(struct cpl_upgraded *upgraded);
uint32_t __stdcall cpls_set_build(const struct cpl_document *const *documents, size_t count, struct cpl_set **set, struct cpl_error **error);
uint32_t __stdcall cpls_set_get(const struct cpl_set *set, struct cpl_set_info *info);
uint32_t __stdcall cpls_set_document_count(const struct cpl_set *set, size_t *count);
uint32_t __stdcall cpls_set_document(const struct cpl_set *set, size_t index, struct cpl_document **document);
uint32_t __stdcall cpls_set_findings(const struct cpl_set *set, uint32_t lang, struct cpl_findings **findings);
void __stdcall cpls_set_free(struct cpl_set *set);
uint32_t __stdcall cpls_group(const struct cpl_document *const *documents, size_t count, struct cpl_groups **groups, struct cpl_error **error);
uint32_t __stdcall cpls_group_folder(const char *folder, size_t folder_len, const struct cpl_read_options *options, struct cpl_groups **groups, struct cpl_error **error);
uint32_t __stdcall cpls_groups_count(const struct cpl_groups *groups, size_t *count);
uint32_t __stdcall cpls_groups_get(const struct cpl_groups *groups, size_t index, struct cpl_set_info *info);
uint32_t __stdcall cpls_groups_document(const struct cpl_groups *groups, size_t index, size_t document_index, struct cpl_document **document);
uint32_t __stdcall cpls_groups_findings(const struct cpl_groups *groups, size_t index, uint32_t lang, struct cpl_findings **findings);
uint32_t __stdcall cpls_groups_build(const struct cpl_groups *groups, size_t index, struct cpl_set **set, struct cpl_error **error);
void __stdcall cpls_groups_free(struct cpl_groups *groups);
uint32_t __stdcall cpls_cancel_new(struct cpl_cancel **cancel);
uint32_t __stdcall cpls_cancel_request(const struct cpl_cancel *cancel);
uint32_t __stdcall cpls_cancel_is_requested(const struct cpl_cancel *cancel, uint32_t *is_requested);
void __stdcall cpls_cancel_free(struct cpl_cancel *cancel);
uint32_t __stdcall cpls_office_open(const char *folder, size_t folder_len, const struct cpl_office_options *options, struct cpl_office **office, struct cpl_error **error);
uint32_t __stdcall cpls_office_number(const struct cpl_office *office, struct cpl_text *number);
uint32_t __stdcall cpls_office_get(const struct cpl_office *office, struct cpl_office_info *info);
uint32_t __stdcall cpls_office_certificate_count(const struct cpl_office *office, size_t *count);
uint32_t __stdcall cpls_office_certificate(const struct cpl_office *office, size_t index, struct cpl_certificate **certificate, struct cpl_error **error);
uint32_t __stdcall cpls_office_set_actor(const struct cpl_office *office, const char *name, size_t name_len);
uint32_t __stdcall cpls_office_reload_identities(const struct cpl_office *office, struct cpl_error **error);
uint32_t __stdcall cpls_office_reload_account(const struct cpl_office *office, struct cpl_error **error);
uint32_t __stdcall cpls_office_set_password(const struct cpl_office *office, const char *password, size_t password_len, struct cpl_error **error);
uint32_t __stdcall cpls_office_reload_crls(const struct cpl_office *office, struct cpl_error **error);
uint32_t __stdcall cpls_office_add_crl(const struct cpl_office *office, const uint8_t *crl, size_t crl_len, uint32_t *added, struct cpl_error **error);
void __stdcall cpls_office_free(struct cpl_office *office);
uint32_t __stdcall cpls_office_send(const struct cpl_office *office, const struct cpl_set *set, const char *subject, size_t subject_len, const char *body, size_t body_len, uint32_t flags, struct cpl_outgoing **outgoing, struct cpl_error **error);
uint32_t __stdcall cpls_outgoing_is_new(const struct cpl_outgoing *outgoing, uint32_t *is_new);
uint32_t __stdcall cpls_outgoing_id(const struct cpl_outgoing *outgoing, struct cpl_text *id);
void __stdcall cpls_outgoing_free(struct cpl_outgoing *outgoing);
uint32_t __stdcall cpls_office_withdraw(const struct cpl_office *office, const char *id, size_t id_len, struct cpl_error **error);
uint32_t __stdcall cpls_office_sync(const struct cpl_office *office, const struct cpl_control *control, struct cpl_sync_report **report, struct cpl_error **error);
uint32_t __stdcall cpls_sync_report_get(const struct cpl_sync_report *report, struct cpl_sync_info *info);
uint32_t __stdcall cpls_sync_report_problem_count(const struct cpl_sync_report *report, size_t *count);
uint32_t __stdcall cpls_sync_report_problem(const struct cpl_sync_report *report, size_t index, struct cpl_sync_problem *problem);
void __stdcall cpls_sync_report_free(struct cpl_sync_report *report);
uint32_t __stdcall cpls_worker_start(const struct cpl_office *office, struct cpl_worker **worker, struct cpl_error **error);
uint32_t __stdcall cpls_office_wake(const struct cpl_office *office);
void __stdcall cpls_worker_stop(struct cpl_worker *worker);
uint32_t __stdcall cpls_office_sent(const struct cpl_office *office, const struct cpl_query *query, struct cpl_sent **sent, struct cpl_error **error);
uint32_t __stdcall cpls_office_sent_message(const struct cpl_office *office, const char *id, size_t id_len, struct cpl_sent **sent, struct cpl_error **error);
uint32_t __stdcall cpls_sent_count(const struct cpl_sent *sent, size_t *count);
uint32_t __stdcall cpls_sent_get(const struct cpl_sent *sent, size_t index, struct cpl_sent_info *info);
uint32_t __stdcall cpls_sent_step_count(const struct cpl_sent *sent, size_t index, size_t *count);
uint32_t __stdcall cpls_sent_step(const struct cpl_sent *sent, size_t index, size_t step, struct cpl_step *info);
uint32_t __stdcall cpls_sent_file(const struct cpl_sent *sent, size_t index, size_t file, struct cpl_cover_file *info);
uint32_t __stdcall cpls_sent_state_name(uint32_t state, uint32_t lang, struct cpl_text *name);
void __stdcall cpls_sent_free(struct cpl_sent *sent);
uint32_t __stdcall cpls_office_received(const struct cpl_office *office, const struct cpl_query *query, struct cpl_received **received, struct cpl_error **error);
uint32_t __stdcall cpls_office_received_message(const struct cpl_office *office, const char *id, size_t id_len, struct cpl_received **received, struct cpl_error **error);
uint32_t __stdcall cpls_received_count(const struct cpl_received *received, size_t *count);
uint32_t __stdcall cpls_received_get(const struct cpl_received *received, size_t index, struct cpl_received_info *info);
uint32_t __stdcall cpls_received_step_count(const struct cpl_received *received, size_t index, size_t *count);
uint32_t __stdcall cpls_received_step(const struct cpl_received *received, size_t index, size_t step, struct cpl_step *info);
uint32_t __stdcall cpls_received_file(const struct cpl_received *received, size_t index, size_t file, struct cpl_cover_file *info);
uint32_t __stdcall cpls_received_state_name(uint32_t state, uint32_t lang, struct cpl_text *name);
void __stdcall cpls_received_free(struct cpl_received *received);
uint32_t __stdcall cpls_office_take(const struct cpl_office *office, const char *id, size_t id_len, const struct cpl_control *control, struct cpl_delivery **delivery, struct cpl_error **error);
uint32_t __stdcall cpls_office_open_sent(const struct cpl_office *office, const char *id, size_t id_len, struct cpl_delivery **delivery, struct cpl_error **error);
uint32_t __stdcall cpls_delivery_get(const struct cpl_delivery *delivery, struct cpl_delivery_info *info);
uint32_t __stdcall cpls_delivery_signer(const struct cpl_delivery *delivery, struct cpl_signer *signer);
uint32_t __stdcall cpls_delivery_document_count(const struct cpl_delivery *delivery, size_t *count);
uint32_t __stdcall cpls_delivery_document(const struct cpl_delivery *delivery, size_t index, struct cpl_document **document);
void __stdcall cpls_delivery_free(struct cpl_delivery *delivery);
uint32_t __stdcall cpls_office_acknowledge(const struct cpl_office *office, const char *id, size_t id_len, struct cpl_error **error);
uint32_t __stdcall cpls_office_reject(const struct cpl_office *office, const char *id, size_t id_len, uint32_t reason, struct cpl_error **error);
uint32_t __stdcall cpls_office_receipt(const struct cpl_office *office, uint32_t which, const char *id, size_t id_len, struct cpl_receipt **receipt, struct cpl_error **error);
uint32_t __stdcall cpls_receipt_get(const struct cpl_receipt *receipt, struct cpl_receipt_info *info);
uint32_t __stdcall cpls_receipt_signer(const struct cpl_receipt *receipt, struct cpl_signer *signer);
uint32_t __stdcall cpls_receipt_bytes(const struct cpl_receipt *receipt, struct cpl_bytes *bytes);
void __stdcall cpls_receipt_free(struct cpl_receipt *receipt);
uint32_t __stdcall cpls_office_export_evidence(const struct cpl_office *office, const char *id, size_t id_len, struct cpl_blob **evidence, struct cpl_error **error);
uint32_t __stdcall cpls_office_verify_evidence(const struct cpl_office *office, const uint8_t *evidence, size_t evidence_len, struct cpl_delivery **message, struct cpl_receipt **receipt, struct cpl_error **error);
uint32_t __stdcall cpls_office_find_ids(const struct cpl_office *office, uint32_t direction, const char *part, size_t part_len, struct cpl_ids **ids, struct cpl_error **error);
uint32_t __stdcall cpls_ids_count(const struct cpl_ids *ids, size_t *count);
uint32_t __stdcall cpls_ids_get(const struct cpl_ids *ids, size_t index, struct cpl_text *id);
void __stdcall cpls_ids_free(struct cpl_ids *ids);
uint32_t __stdcall cpls_office_events(const struct cpl_office *office, uint64_t after, uint32_t limit, struct cpl_events **events, struct cpl_error **error);
uint32_t __stdcall cpls_events_count(const struct cpl_events *events, size_t *count);
uint32_t __stdcall cpls_events_get(const struct cpl_events *events, size_t index, struct cpl_event *event);
void __stdcall cpls_events_free(struct cpl_events *events);
uint32_t __stdcall cpls_office_folder(const struct cpl_office *office, struct cpl_folder **folder, struct cpl_error **error);
uint32_t __stdcall cpls_folder_looked_at(const struct cpl_folder *folder, struct cpl_text *at);
uint32_t __stdcall cpls_folder_refused_count(const struct cpl_folder *folder, size_t *count);
uint32_t __stdcall cpls_folder_refused(const struct cpl_folder *folder, size_t index, struct cpl_refused *refused);
uint32_t __stdcall cpls_folder_refused_file(const struct cpl_folder *folder, size_t index, size_t file, struct cpl_text *path);
uint32_t __stdcall cpls_folder_refused_findings(const struct cpl_folder *folder, size_t index, uint32_t lang, struct cpl_findings **findings);
uint32_t __stdcall cpls_folder_unfinished_count(const struct cpl_folder *folder, size_t *count);
uint32_t __stdcall cpls_folder_unfinished(const struct cpl_folder *folder, size_t index, struct cpl_unfinished *unfinished);
void __stdcall cpls_folder_free(struct cpl_folder *folder);
uint32_t __stdcall cpls_office_find_office(const struct cpl_office *office, const char *number, size_t number_len, const struct cpl_control *control, struct cpl_directory **directory, struct cpl_error **error);
uint32_t __stdcall cpls_office_search_offices(const struct cpl_office *office, const char *name, size_t name_len, const char *after, size_t after_len, uint32_t limit, const struct cpl_control *control, struct cpl_directory **directory, struct cpl_error **error);
uint32_t __stdcall cpls_directory_count(const struct cpl_directory *directory, size_t *count);
uint32_t __stdcall cpls_directory_has_more(const struct cpl_directory *directory, uint32_t *has_more);
uint32_t __stdcall cpls_directory_get(const struct cpl_directory *directory, size_t index, struct cpl_directory_entry *entry);
uint32_t __stdcall cpls_directory_certificate(const struct cpl_directory *directory, size_t index, size_t certificate_index, struct cpl_certificate **certificate, struct cpl_error **error);
void __stdcall cpls_directory_free(struct cpl_directory *directory);
uint32_t __stdcall cpls_office_ask_relay(const struct cpl_office *office, const struct cpl_control *control, struct cpl_relay **relay, struct cpl_error **error);
uint32_t __stdcall cpls_relay_get(const struct cpl_relay *relay, struct cpl_relay_info *info);
void __stdcall cpls_relay_free(struct cpl_relay *relay);
uint32_t __stdcall cpls_office_overview(const struct cpl_office *office, struct cpl_overview **overview, struct cpl_error **error);
uint32_t __stdcall cpls_overview_get(const struct cpl_overview *overview, struct cpl_overview_info *info);
uint32_t __stdcall cpls_overview_count(const struct cpl_overview *overview, uint32_t direction, uint32_t state, uint64_t *count);
void __stdcall cpls_overview_free(struct cpl_overview *overview);
uint32_t __stdcall cpls_office_access_log(const struct cpl_office *office, const struct cpl_access_query *query, struct cpl_access_log **log, struct cpl_error **error);
uint32_t __stdcall cpls_access_log_count(const struct cpl_access_log *log, size_t *count);
uint32_t __stdcall cpls_access_log_get(const struct cpl_access_log *log, size_t index, struct cpl_access_entry *entry);
uint32_t __stdcall cpls_access_log_person(const struct cpl_access_log *log, size_t index, size_t person, struct cpl_text *reference);
void __stdcall cpls_access_log_free(struct cpl_access_log *log);
uint32_t __stdcall cpls_office_export_access_log(const struct cpl_office *office, struct cpl_blob **log, struct cpl_access_head **head, struct cpl_error **error);
uint32_t __stdcall cpls_office_export_access_log_file(const struct cpl_office *office, const char *path, size_t path_len, uint32_t flags, struct cpl_access_head **head, struct cpl_error **error);
uint32_t __stdcall cpls_office_verify_access_log(const struct cpl_office *office, struct cpl_access_head **head, struct cpl_error **error);
uint32_t __stdcall cpls_access_log_verify(const uint8_t *log, size_t log_len, struct cpl_access_head **head, struct cpl_error **error);
uint32_t __stdcall cpls_access_head_get(const struct cpl_access_head *head, struct cpl_access_head_info *info);
void __stdcall cpls_access_head_free(struct cpl_access_head *head);
uint32_t __stdcall cpls_office_backup(const struct cpl_office *office, const char *folder, size_t folder_len, struct cpl_error **error);
uint32_t __stdcall cpls_office_restore(const char *profile, size_t profile_len, const char *backup, size_t backup_len, struct cpl_blob **moved_to, struct cpl_error **error);
uint32_t __stdcall cpls_office_clean_up(const struct cpl_office *office, uint64_t *contents, uint64_t *messages, struct cpl_error **error);
uint32_t __stdcall cpls_identity_load(const char *source, size_t source_len, const char *password, size_t password_len, const char *office_rule, size_t office_rule_len, struct cpl_identity **identity, struct cpl_error **error);
uint32_t __stdcall cpls_identity_read(const uint8_t *content, size_t content_len, const char *password, size_t password_len, const char *office_rule, size_t office_rule_len, struct cpl_identity **identity, struct cpl_error **error);
uint32_t __stdcall cpls_identity_read_pair(const uint8_t *certificates, size_t certificates_len, const uint8_t *private_key, size_t private_key_len, const char *password, size_t password_len, const char *office_rule, size_t office_rule_len, struct cpl_identity **identity, struct cpl_error **error);
uint32_t __stdcall cpls_identity_certificate(const struct cpl_identity *identity, struct cpl_certificate **certificate, struct cpl_error **error);
void __stdcall cpls_identity_free(struct cpl_identity *identity);
uint32_t __stdcall cpls_certificate_read(const uint8_t *content, size_t content_len, const char *office_rule, size_t office_rule_len, struct cpl_certificate **certificate, struct cpl_error **error);
uint32_t __stdcall cpls_certificate_get(const struct cpl_certificate *certificate, struct cpl_certificate_info *info);
uint32_t __stdcall cpls_certificate_der(const struct cpl_certificate *certificate, struct cpl_bytes *der);
void __stdcall cpls_certificate_free(struct cpl_certificate *certificate);
uint32_t __stdcall cpls_trust_new(const struct cpl_trust_options *options, struct cpl_trust **trust, struct cpl_error **error);
uint32_t __stdcall cpls_trust_add_crl(const struct cpl_trust *trust, const uint8_t *crls, size_t crls_len, size_t *added, struct cpl_error **error);
uint32_t __stdcall cpls_trust_check(const struct cpl_trust *trust, const struct cpl_certificate *certificate, uint32_t use_for, uint32_t *revocation, struct cpl_error **error);
void __stdcall cpls_trust_free(struct cpl_trust *trust);
uint32_t __stdcall cpls_store_certificates(uint32_t store, const char *office_rule, size_t office_rule_len, struct cpl_certificates **certificates, struct cpl_error **error);
uint32_t __stdcall cpls_certificates_count(const struct cpl_certificates *certificates, size_t *count);
uint32_t __stdcall cpls_certificates_get(const struct cpl_certificates *certificates, size_t index, struct cpl_certificate_info *info);
void __stdcall cpls_certificates_free(struct cpl_certificates *certificates);
uint32_t __stdcall cpls_identity_from_store(uint32_t store, const char *thumbprint, size_t thumbprint_len, const char *office_rule, size_t office_rule_len, struct cpl_identity **identity, struct cpl_error **error);
uint32_t __stdcall cpls_seal(const struct cpl_identity *const *own, size_t own_count, const struct cpl_trust *trust, const struct cpl_certificate *const *recipients, size_t recipient_count, const struct cpl_set *set, const char *subject, size_t subject_len, const char *body, size_t body_len, struct cpl_sealed **sealed, struct cpl_error **error);
uint32_t __stdcall cpls_sealed_id(const struct cpl_sealed *sealed, struct cpl_text *id);
uint32_t __stdcall cpls_sealed_content(const struct cpl_sealed *sealed, struct cpl_bytes *content);
uint32_t __stdcall cpls_sealed_cover(const struct cpl_sealed *sealed, struct cpl_bytes *cover);
uint32_t __stdcall cpls_sealed_sha256(const struct cpl_sealed *sealed, struct cpl_text *sha256);
uint32_t __stdcall cpls_sealed_warning_count(const struct cpl_sealed *sealed, size_t *count);
uint32_t __stdcall cpls_sealed_warning(const struct cpl_sealed *sealed, size_t index, uint32_t lang, struct cpl_text *text);
void __stdcall cpls_sealed_free(struct cpl_sealed *sealed);
uint32_t __stdcall cpls_open(const struct cpl_identity *const *own, size_t own_count, const struct cpl_trust *trust, uint32_t role, const uint8_t *content, size_t content_len, struct cpl_opened **opened, struct cpl_error **error);
uint32_t __stdcall cpls_open_cover(const struct cpl_identity *const *own, size_t own_count, const struct cpl_trust *trust, uint32_t role, const uint8_t *cover, size_t cover_len, struct cpl_opened **opened, struct cpl_error **error);
uint32_t __stdcall cpls_opened_get(const struct cpl_opened *opened, struct cpl_opened_info *info);
uint32_t __stdcall cpls_opened_file(const struct cpl_opened *opened, size_t index, struct cpl_text *name, struct cpl_bytes *content);
uint32_t __stdcall cpls_opened_document(const struct cpl_opened *opened, size_t index, struct cpl_document **document, struct cpl_error **error);
uint32_t __stdcall cpls_opened_signer(const struct cpl_opened *opened, struct cpl_signer *signer);
uint32_t __stdcall cpls_opened_receipt(const struct cpl_opened *opened, const struct cpl_identity *const *own, size_t own_count, struct cpl_blob **receipt, struct cpl_error **error);
void __stdcall cpls_opened_free(struct cpl_opened *opened);
uint32_t __stdcall cpls_receipt_verify(const struct cpl_trust *trust, const uint8_t *signed_, size_t signed_len, struct cpl_receipt **receipt, struct cpl_error **error);
uint32_t __stdcall cpls_evidence_make(const struct cpl_identity *const *own, size_t own_count, const struct cpl_trust *trust, const uint8_t *content, size_t content_len, const uint8_t *receipt, size_t receipt_len, struct cpl_blob **evidence, struct cpl_error **error);
uint32_t __stdcall cpls_evidence_verify(const struct cpl_trust *trust, const uint8_t *evidence, size_t evidence_len, struct cpl_opened **message, struct cpl_receipt **receipt, struct cpl_error **error);
#endif

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CAREPLAN_H */
