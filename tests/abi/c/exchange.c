// The exchange through the C ABI, as tests/abi/tests/exchange.rs calls it: two offices by relay, threads, folders.
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "careplan.h"

#define WANT(condition)                                                                    \
    do {                                                                                   \
        if (!(condition)) {                                                                \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);        \
            exit(EXIT_FAILURE);                                                            \
        }                                                                                  \
    } while (0)
#define OK(call) want_status(__LINE__, #call, (call), CPL_OK)
#define GIVES(status, call) want_status(__LINE__, #call, (call), (status))

static void want_status(int line, const char *what, uint32_t got, uint32_t wanted) {
    if (got != wanted) {
        fprintf(stderr, "line %d: %s gave %u, not %u\n", line, what, (unsigned)got, (unsigned)wanted);
        exit(EXIT_FAILURE);
    }
}

static cpl_error *failure;

// The failure of the call before, in full, where it was not expected.
static void tell_failure(void) {
    cpl_text text;
    if (failure && cpl_error_message(failure, CPL_LANG_EN, &text) == CPL_OK) {
        fprintf(stderr, "last failure: %.*s\n", (int)text.len, text.data);
    }
    cpl_error_free(failure);
    failure = NULL;
}

static int same(cpl_text text, const char *wanted) {
    return text.len == strlen(wanted) && memcmp(text.data, wanted, text.len) == 0;
}

static int begins(cpl_text text, const char *with) {
    return text.len >= strlen(with) && memcmp(text.data, with, strlen(with)) == 0;
}

static void keep(char *into, size_t size, cpl_text text) {
    WANT(text.len < size);
    memcpy(into, text.data, text.len);
    into[text.len] = 0;
}

static void rest_ms(long ms) {
    struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&pause, NULL);
}

static cpl_office *open_office(const char *folder) {
    cpl_office *office = NULL;
    uint32_t status = cpl_office_open(folder, strlen(folder), NULL, &office, &failure);
    tell_failure();
    OK(status);
    return office;
}

static cpl_set *read_set(char **files, int count) {
    cpl_document *documents[16] = {0};
    cpl_set *set = NULL;
    WANT(count <= 16);
    for (int i = 0; i < count; i++) OK(cpl_document_read_file(files[i], strlen(files[i]), NULL, &documents[i], NULL));
    OK(cpl_set_build((const cpl_document *const *)documents, (size_t)count, &set, NULL));
    for (int i = 0; i < count; i++) cpl_document_free(documents[i]);
    return set;
}

// Sends a set and keeps its id, of 36 characters. Files that go through a folder take no letter along.
static uint32_t put_with(cpl_office *office, const cpl_set *set, const char *subject, const char *body, uint32_t flags, char id[64]) {
    cpl_outgoing *outgoing = NULL;
    cpl_text text;
    uint32_t is_new = 0;
    OK(cpl_office_send(office, set, subject, strlen(subject), body, strlen(body), flags, &outgoing, NULL));
    OK(cpl_outgoing_id(outgoing, &text));
    OK(cpl_outgoing_is_new(outgoing, &is_new));
    keep(id, 64, text);
    cpl_outgoing_free(outgoing);
    return is_new;
}

static uint32_t put(cpl_office *office, const cpl_set *set, uint32_t flags, char id[64]) {
    return put_with(office, set, "件名", "本文", flags, id);
}

static cpl_sync_info sync_once(cpl_office *office) {
    cpl_sync_report *report = NULL;
    cpl_sync_info info = {0};
    info.struct_size = sizeof info;
    OK(cpl_office_sync(office, NULL, &report, NULL));
    OK(cpl_sync_report_get(report, &info));
    info.next.len = 0;
    info.next.data = NULL;
    cpl_sync_report_free(report);
    return info;
}

static size_t count_sent(cpl_office *office, const cpl_query *query) {
    cpl_sent *sent = NULL;
    size_t count = 0;
    OK(cpl_office_sent(office, query, &sent, NULL));
    OK(cpl_sent_count(sent, &count));
    cpl_sent_free(sent);
    return count;
}

static uint32_t sent_state(cpl_office *office, const char *id) {
    cpl_sent *sent = NULL;
    cpl_sent_info info = {0};
    info.struct_size = sizeof info;
    OK(cpl_office_sent_message(office, id, strlen(id), &sent, NULL));
    OK(cpl_sent_get(sent, 0, &info));
    cpl_sent_free(sent);
    return info.state;
}

// ---- callbacks ----

typedef struct {
    atomic_int calls, inside, in_order, slow_ms;
    atomic_ullong last;
    cpl_office *office;
} told;

static void on_event(void *context, const cpl_event *event) {
    told *to = context;
    WANT(event->struct_size == sizeof *event && event->message.len == 36 && event->at.len > 0);
    WANT(event->direction == CPL_DIRECTION_SENT || event->direction == CPL_DIRECTION_RECEIVED);
    atomic_fetch_add(&to->inside, 1);
    if (event->number <= atomic_load(&to->last)) atomic_store(&to->in_order, -1);
    atomic_store(&to->last, event->number);
    if (atomic_load(&to->slow_ms) > 0) rest_ms(atomic_load(&to->slow_ms));
    atomic_fetch_add(&to->calls, 1);
    atomic_fetch_sub(&to->inside, 1);
}

// Asks the office, and then takes itself away: neither may stand still.
static void on_event_once(void *context, const cpl_event *event) {
    told *to = context;
    (void)event;
    WANT(count_sent(to->office, NULL) > 0);
    OK(cpl_office_set_event_handler(to->office, NULL, NULL, NULL));
    atomic_fetch_add(&to->calls, 1);
}

static void on_log(void *context, const cpl_log_line *line) {
    atomic_int *lines = context;
    WANT(line->struct_size == sizeof *line && line->code.len > 0 && line->text_ja.len > 0 && line->text_en.len > 0);
    WANT(line->level >= CPL_LOG_ERROR && line->level <= CPL_LOG_DEBUG);
    if (same(line->code, "office_opened")) atomic_fetch_add(lines, 1);
    if (same(line->code, "sync_ended")) atomic_fetch_add(lines, 100);
}

typedef struct {
    cpl_office *office;
    atomic_int lines, inside;
} log_told;

// Synchronises at every line. What it does itself it is not told of, or this would have no end.
static void on_log_again(void *context, const cpl_log_line *line) {
    log_told *told = context;
    uint32_t status;
    (void)line;
    WANT(atomic_fetch_add(&told->inside, 1) == 0);
    status = cpl_office_sync(told->office, NULL, NULL, NULL);
    WANT(status == CPL_OK || status == CPL_CALLED_FROM_WITHIN);
    atomic_fetch_add(&told->lines, 1);
    atomic_fetch_sub(&told->inside, 1);
}

// What a progress callback is given.
typedef struct {
    cpl_office *office;
    atomic_int calls;
} parts_told;

static void on_progress(void *context, const cpl_progress *progress) {
    parts_told *parts = context;
    char id[64];
    cpl_delivery *delivery = NULL;
    snprintf(id, sizeof id, "%.*s", (int)progress->message.len, progress->message.data);
    // It may ask, and is told that it would wait for itself.
    WANT(count_sent(parts->office, NULL) == 0);
    GIVES(CPL_CALLED_FROM_WITHIN, cpl_office_sync(parts->office, NULL, NULL, NULL));
    GIVES(CPL_CALLED_FROM_WITHIN, cpl_office_take(parts->office, id, strlen(id), NULL, &delivery, NULL));
    WANT(progress->struct_size == sizeof *progress && progress->done <= progress->total && progress->message.len == 36);
    WANT(progress->phase == CPL_PHASE_UPLOAD || progress->phase == CPL_PHASE_DOWNLOAD);
    atomic_fetch_add(&parts->calls, 1);
}

// ---- by relay ----

static void asking(cpl_office *a) {
    cpl_relay *relay = NULL;
    cpl_relay_info info = {0};
    info.struct_size = sizeof info;
    OK(cpl_office_ask_relay(a, NULL, &relay, NULL));
    OK(cpl_relay_get(relay, &info));
    WANT(info.environment == CPL_ENVIRONMENT_SANDBOX && info.protocol_version == 1 && info.retention_days > 0);
    WANT(info.max_content_bytes > 0 && info.server_time.len > 0 && info.down_from.len == 0);
    cpl_relay_free(relay);
}

static void own_certificate(cpl_office *a) {
    cpl_certificate *own = NULL;
    cpl_certificate_info info = {0};
    size_t count = 0;
    info.struct_size = sizeof info;
    OK(cpl_office_certificate_count(a, &count));
    OK(cpl_office_certificate(a, 0, &own, NULL));
    OK(cpl_certificate_get(own, &info));
    WANT(count == 1 && same(info.office, "5070022016") && info.is_valid_now == 1);
    GIVES(CPL_OUT_OF_RANGE, cpl_office_certificate(a, 1, &own, NULL));
    cpl_certificate_free(own);
}

static void opening(const char *a_folder, cpl_office **a) {
    static atomic_int lines;
    static log_told again_told;
    cpl_office *again = NULL;
    cpl_office_options options = {0};
    cpl_office_info info = {0};
    options.struct_size = sizeof options;
    options.log_level = CPL_LOG_DEBUG;
    options.log = on_log;
    options.log_context = &lines;
    OK(cpl_office_open(a_folder, strlen(a_folder), &options, a, NULL));
    WANT(atomic_load(&lines) == 1);
    OK(cpl_office_set_log_handler(*a, CPL_LOG_DEBUG, on_log, &lines));
    WANT(sync_once(*a).is_complete == 1 && atomic_load(&lines) == 101);
    OK(cpl_office_set_log_handler(*a, CPL_LOG_ERROR, on_log, &lines));
    WANT(sync_once(*a).is_complete == 1 && atomic_load(&lines) == 101);
    again_told.office = *a;
    OK(cpl_office_set_log_handler(*a, CPL_LOG_DEBUG, on_log_again, &again_told));
    WANT(sync_once(*a).is_complete == 1 && atomic_load(&again_told.lines) > 1);
    OK(cpl_office_set_log_handler(*a, 0, NULL, NULL));
    GIVES(CPL_BAD_ARGUMENT, cpl_office_set_log_handler(*a, 9, on_log, NULL));
    options.log_level = 9;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_open(a_folder, strlen(a_folder), &options, &again, NULL));
    GIVES(CPL_STORE_IN_USE, cpl_office_open(a_folder, strlen(a_folder), NULL, &again, &failure));
    cpl_error_free(failure);
    failure = NULL;
    info.struct_size = sizeof info;
    OK(cpl_office_get(*a, &info));
    WANT(same(info.number, "5070022016") && same(info.kinds, "43") && info.name.len > 0 && info.way == CPL_WAY_RELAY);
    WANT(info.has_identity == 1 && info.environment == CPL_ENVIRONMENT_UNKNOWN && begins(info.relay_url, "https://"));
    WANT(begins(info.folder, a_folder) && begins(info.store_folder, a_folder));
    asking(*a);
    OK(cpl_office_get(*a, &info));
    WANT(info.environment == CPL_ENVIRONMENT_SANDBOX);
    own_certificate(*a);
    OK(cpl_office_set_actor(*a, "事務 一郎", strlen("事務 一郎")));
    OK(cpl_office_reload_identities(*a, NULL));
    OK(cpl_office_reload_account(*a, NULL));
    OK(cpl_office_reload_crls(*a, NULL));
    GIVES(CPL_TRUST_INVALID, cpl_office_add_crl(*a, (const uint8_t *)"x", 1, NULL, NULL));
}

static void directory(cpl_office *a) {
    cpl_directory *found = NULL;
    cpl_directory_entry entry = {0};
    cpl_certificate *certificate = NULL;
    cpl_certificate_info facts = {0};
    size_t count = 0;
    uint32_t more = 7;
    facts.struct_size = sizeof facts;
    entry.struct_size = sizeof entry;
    OK(cpl_office_find_office(a, "5070100002", 10, NULL, &found, NULL));
    OK(cpl_directory_count(found, &count));
    OK(cpl_directory_get(found, 0, &entry));
    WANT(count == 1 && same(entry.number, "5070100002") && entry.takes_part == 1 && entry.certificate_count >= 1);
    WANT(entry.certificate_status == CPL_OK && entry.certificate_not_after.len > 0 && same(entry.kinds, "11"));
    GIVES(CPL_OUT_OF_RANGE, cpl_directory_get(found, 1, &entry));
    OK(cpl_directory_certificate(found, 0, 0, &certificate, NULL));
    OK(cpl_certificate_get(certificate, &facts));
    WANT(same(facts.office, "5070100002") && facts.is_valid_now == 1);
    GIVES(CPL_OUT_OF_RANGE, cpl_directory_certificate(found, 0, entry.certificate_count, &certificate, NULL));
    GIVES(CPL_OUT_OF_RANGE, cpl_directory_certificate(found, 1, 0, &certificate, NULL));
    cpl_certificate_free(certificate);
    cpl_directory_free(found);
    OK(cpl_office_search_offices(a, "訪問", strlen("訪問"), NULL, 0, 10, NULL, &found, NULL));
    OK(cpl_directory_count(found, &count));
    OK(cpl_directory_has_more(found, &more));
    WANT(count == 1 && more == 0);
    cpl_directory_free(found);
    GIVES(CPL_BAD_ARGUMENT, cpl_office_find_office(a, "x", 1, NULL, &found, NULL));
    GIVES(CPL_UNKNOWN_OFFICE, cpl_office_find_office(a, "5070200018", 10, NULL, &found, NULL));
}

static void queries(cpl_office *a) {
    struct {
        cpl_query known;
        unsigned char newer[8];
    } larger;
    cpl_query query;
    cpl_sent *sent = NULL;
    memset(&query, 0, sizeof query);
    query.struct_size = sizeof query;
    WANT(count_sent(a, NULL) == 1 && count_sent(a, &query) == 1);
    query.states = 1u << CPL_SENT_WAITING;
    query.partner = "5070100002";
    query.partner_len = 10;
    query.month = "202609";
    query.month_len = 6;
    query.limit = 5;
    WANT(count_sent(a, &query) == 1);
    query.states = 1u << CPL_SENT_TAKEN;
    WANT(count_sent(a, &query) == 0);
    query.states = 0;
    query.insurer = "990015";
    query.insurer_len = 6;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_sent(a, &query, &sent, NULL));
    query.insured = "0000000000";
    query.insured_len = 10;
    WANT(count_sent(a, &query) == 0);
    query.states = 1;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_sent(a, &query, &sent, NULL));
    query.states = 0;
    query.order = 3;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_sent(a, &query, &sent, NULL));
    memset(&larger, 0, sizeof larger);
    larger.known.struct_size = sizeof larger;
    WANT(count_sent(a, &larger.known) == 1);
    larger.newer[7] = 1;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_sent(a, &larger.known, &sent, NULL));
    query.struct_size = 4;
    GIVES(CPL_STRUCT_TOO_SMALL, cpl_office_sent(a, &query, &sent, NULL));
}

static void receive(cpl_office *b, const char *id, int files) {
    parts_told parts = {b, 0};
    cpl_query to_take = {0};
    cpl_received *received = NULL;
    cpl_received_info info = {0};
    cpl_ids *ids = NULL;
    cpl_delivery *delivery = NULL;
    cpl_delivery_info about = {0};
    cpl_signer signer = {0};
    cpl_cover_file file = {0};
    cpl_step step = {0};
    cpl_receipt *receipt = NULL;
    cpl_control control = {0};
    cpl_text text;
    size_t count = 0;
    control.struct_size = sizeof control;
    control.progress = on_progress;
    control.context = &parts;
    OK(cpl_office_sync(b, &control, NULL, NULL));
    to_take.struct_size = sizeof to_take;
    to_take.states = CPL_RECEIVED_TO_TAKE;
    OK(cpl_office_received(b, &to_take, &received, NULL));
    OK(cpl_received_count(received, &count));
    WANT(count == 1);
    info.struct_size = sizeof info;
    OK(cpl_received_get(received, 0, &info));
    WANT(same(info.id, id) && info.state == CPL_RECEIVED_FETCHED && info.cover_status == CPL_OK && info.size > 0);
    WANT(same(info.sender, "5070022016_43") && same(info.receiver, "5070100002_11") && info.content_kept == 1);
    WANT(same(info.subject, "件名") && same(info.body, "本文") && info.set.len > 0 && info.set_name.len > 0);
    WANT(info.file_count == (uint32_t)files && info.suggested_rejection == 0 && info.reason.code.len == 0);
    file.struct_size = sizeof file;
    OK(cpl_received_file(received, 0, 0, &file));
    WANT(file.size > 0 && file.sha256.len == 64 && file.name.len > 0);
    GIVES(CPL_OUT_OF_RANGE, cpl_received_file(received, 0, (size_t)files, &file));
    step.struct_size = sizeof step;
    OK(cpl_received_step_count(received, 0, &count));
    OK(cpl_received_step(received, 0, count - 1, &step));
    WANT(step.state == CPL_RECEIVED_FETCHED && step.at.len > 0);
    OK(cpl_received_state_name(CPL_RECEIVED_TAKEN, CPL_LANG_JA, &text));
    WANT(same(text, "受領済"));
    cpl_received_free(received);

    OK(cpl_office_find_ids(b, CPL_DIRECTION_RECEIVED, id + 30, 6, &ids, NULL));
    OK(cpl_ids_count(ids, &count));
    OK(cpl_ids_get(ids, 0, &text));
    WANT(count == 1 && same(text, id));
    cpl_ids_free(ids);

    GIVES(CPL_NOT_TAKEN, cpl_office_acknowledge(b, id, 36, NULL));
    OK(cpl_office_take(b, id, 36, &control, &delivery, NULL));
    about.struct_size = sizeof about;
    OK(cpl_delivery_get(delivery, &about));
    WANT(same(about.id, id) && same(about.subject, "件名") && about.is_signed == 1 && about.sealed_at.len > 0);
    OK(cpl_delivery_document_count(delivery, &count));
    WANT(count == (size_t)files && about.document_count == (uint32_t)files);
    signer.struct_size = sizeof signer;
    OK(cpl_delivery_signer(delivery, &signer));
    WANT(same(signer.office, "5070022016") && signer.fingerprint.len == 64 && signer.certificate.len > 0);
    WANT(signer.subject.len > 0 && signer.not_after.len > 0 && signer.revocation != 0);
    cpl_delivery_free(delivery);

    GIVES(CPL_NO_RECEIPT, cpl_office_receipt(b, CPL_RECEIPT_OF_RECEIVED, id, 36, &receipt, NULL));
    OK(cpl_office_acknowledge(b, id, 36, NULL));
    OK(cpl_office_acknowledge(b, id, 36, NULL));
    OK(cpl_office_receipt(b, CPL_RECEIPT_OF_RECEIVED, id, 36, &receipt, NULL));
    cpl_receipt_free(receipt);
    WANT(sync_once(b).receipts == 1);
    OK(cpl_office_received_message(b, id, 36, &received, NULL));
    OK(cpl_received_get(received, 0, &info));
    WANT(info.state == CPL_RECEIVED_TAKEN && info.is_final == 1 && same(info.month, "202609"));
    cpl_received_free(received);
}

static void was_taken(cpl_office *a, const char *id, int files) {
    cpl_sent *sent = NULL;
    cpl_sent_info info = {0};
    cpl_query query = {0};
    cpl_step step = {0};
    cpl_cover_file file = {0};
    cpl_text text;
    size_t count = 0;
    WANT(sync_once(a).taken == 1);
    OK(cpl_office_sent_message(a, id, 36, &sent, NULL));
    info.struct_size = sizeof info;
    OK(cpl_sent_get(sent, 0, &info));
    WANT(info.state == CPL_SENT_TAKEN && info.is_final == 1 && info.has_receipt == 1 && info.receipt_status == CPL_OK);
    WANT(same(info.taken_by, "5070100002") && info.taken_at.len > 0 && same(info.receiver, "5070100002_11"));
    WANT(info.has_cover == 1 && same(info.subject, "件名") && info.file_count == (uint32_t)files && info.content_kept == 1);
    OK(cpl_sent_step_count(sent, 0, &count));
    WANT(count >= 3);
    step.struct_size = sizeof step;
    OK(cpl_sent_step(sent, 0, 0, &step));
    WANT(step.state == CPL_SENT_WAITING);
    GIVES(CPL_OUT_OF_RANGE, cpl_sent_step(sent, 0, count, &step));
    GIVES(CPL_OUT_OF_RANGE, cpl_sent_step(sent, 1, 0, &step));
    file.struct_size = sizeof file;
    OK(cpl_sent_file(sent, 0, (size_t)files - 1, &file));
    OK(cpl_sent_state_name(info.state, CPL_LANG_JA, &text));
    WANT(same(text, "受領済"));
    GIVES(CPL_BAD_ARGUMENT, cpl_sent_state_name(0, CPL_LANG_JA, &text));
    cpl_sent_free(sent);
    // A list has covers only where they are asked for.
    query.struct_size = sizeof query;
    for (query.flags = 0; query.flags <= CPL_QUERY_WITH_COVERS; query.flags++) {
        OK(cpl_office_sent(a, &query, &sent, NULL));
        OK(cpl_sent_get(sent, 0, &info));
        WANT(info.has_cover == query.flags && (info.subject.len > 0) == (query.flags == CPL_QUERY_WITH_COVERS));
        cpl_sent_free(sent);
    }
    GIVES(CPL_BAD_ARGUMENT, cpl_office_sent(a, &query, &sent, NULL));
}

static void proofs(cpl_office *a, cpl_office *b, const char *id, int files) {
    cpl_receipt *receipt = NULL;
    cpl_receipt_info info = {0};
    cpl_signer signer = {0};
    cpl_blob *evidence = NULL;
    cpl_delivery *message = NULL;
    cpl_bytes bytes;
    size_t count = 0;
    uint8_t *changed;
    info.struct_size = sizeof info;
    signer.struct_size = sizeof signer;
    OK(cpl_office_receipt(a, CPL_RECEIPT_OF_SENT, id, 36, &receipt, NULL));
    OK(cpl_receipt_get(receipt, &info));
    OK(cpl_receipt_signer(receipt, &signer));
    OK(cpl_receipt_bytes(receipt, &bytes));
    WANT(same(info.message, id) && same(info.sender, "5070022016") && same(info.receiver, "5070100002"));
    WANT(same(signer.office, "5070100002") && bytes.len > 100 && info.signed_sha256.len == 64);
    cpl_receipt_free(receipt);
    GIVES(CPL_BAD_ARGUMENT, cpl_office_receipt(a, 3, id, 36, &receipt, NULL));
    GIVES(CPL_UNKNOWN_MESSAGE, cpl_office_receipt(a, CPL_RECEIPT_OF_RECEIVED, id, 36, &receipt, NULL));

    OK(cpl_office_export_evidence(a, id, 36, &evidence, NULL));
    OK(cpl_blob_bytes(evidence, &bytes));
    OK(cpl_office_verify_evidence(b, bytes.data, bytes.len, &message, &receipt, NULL));
    OK(cpl_delivery_document_count(message, &count));
    OK(cpl_receipt_get(receipt, &info));
    WANT(count == (size_t)files && same(info.message, id));
    cpl_delivery_free(message);
    cpl_receipt_free(receipt);
    OK(cpl_office_verify_evidence(b, bytes.data, bytes.len, NULL, NULL, NULL));
    changed = malloc(bytes.len);
    WANT(changed);
    memcpy(changed, bytes.data, bytes.len);
    changed[bytes.len / 2] ^= 1;
    WANT(cpl_office_verify_evidence(b, changed, bytes.len, NULL, NULL, NULL) / 100 == 4);
    free(changed);
    cpl_blob_free(evidence);

    OK(cpl_office_open_sent(a, id, 36, &message, NULL));
    OK(cpl_delivery_document_count(message, &count));
    WANT(count == (size_t)files);
    cpl_delivery_free(message);
}

static void access_log(cpl_office *a, const char *id) {
    cpl_access_query query = {0};
    cpl_access_log *log = NULL;
    cpl_access_entry entry = {0};
    cpl_access_head *head = NULL;
    cpl_access_head_info info = {0};
    cpl_blob *exported = NULL;
    cpl_bytes bytes;
    cpl_text text;
    size_t count = 0;
    uint8_t *changed;
    entry.struct_size = sizeof entry;
    info.struct_size = sizeof info;
    OK(cpl_office_access_log(a, NULL, &log, NULL));
    OK(cpl_access_log_count(log, &count));
    OK(cpl_access_log_get(log, 0, &entry));
    WANT(count >= 2 && entry.number == 1 && same(entry.actor, "事務 一郎") && same(entry.operation, "send"));
    WANT(same(entry.message, id) && same(entry.outcome, "ok") && entry.person_count > 0 && entry.hash.len == 64);
    OK(cpl_access_log_person(log, 0, 0, &text));
    WANT(text.len == 64);
    GIVES(CPL_OUT_OF_RANGE, cpl_access_log_person(log, 0, entry.person_count, &text));
    cpl_access_log_free(log);
    query.struct_size = sizeof query;
    query.after = 1;
    query.limit = 1;
    OK(cpl_office_access_log(a, &query, &log, NULL));
    OK(cpl_access_log_count(log, &count));
    WANT(count == 1);
    cpl_access_log_free(log);
    query.since = "yesterday";
    query.since_len = 9;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_access_log(a, &query, &log, NULL));

    OK(cpl_office_verify_access_log(a, &head, NULL));
    OK(cpl_access_head_get(head, &info));
    WANT(info.entries >= 2 && same(info.office, "5070022016") && info.hash.len == 64);
    cpl_access_head_free(head);
    OK(cpl_office_export_access_log(a, &exported, &head, NULL));
    cpl_access_head_free(head);
    OK(cpl_blob_bytes(exported, &bytes));
    OK(cpl_access_log_verify(bytes.data, bytes.len, NULL, NULL));
    changed = malloc(bytes.len);
    WANT(changed);
    memcpy(changed, bytes.data, bytes.len);
    changed[bytes.len / 2] ^= 1;
    GIVES(CPL_ACCESS_LOG_CHANGED, cpl_access_log_verify(changed, bytes.len, NULL, &failure));
    WANT(failure != NULL);
    cpl_error_free(failure);
    failure = NULL;
    free(changed);
    cpl_blob_free(exported);

    GIVES(CPL_BAD_ARGUMENT, cpl_office_export_access_log_file(a, "", 0, 0, NULL, NULL));
    GIVES(CPL_BAD_ARGUMENT, cpl_office_export_access_log_file(a, "x", 1, 2, NULL, NULL));
    GIVES(CPL_FILE_UNWRITABLE, cpl_office_export_access_log_file(a, "no/such/folder", 14, 0, NULL, &failure));
    WANT(failure != NULL);
    cpl_error_free(failure);
    failure = NULL;
}

static void withdraw_and_reject(cpl_office *a, cpl_office *b, const cpl_set *set, const char *taken) {
    char id[64];
    cpl_sent *sent = NULL;
    cpl_sent_info info = {0};
    cpl_overview *overview = NULL;
    cpl_overview_info stands = {0};
    uint64_t count = 0;
    info.struct_size = sizeof info;
    WANT(put(a, set, CPL_SEND_AGAIN, id) == 1);
    OK(cpl_office_withdraw(a, id, 36, NULL));
    WANT(sent_state(a, id) == CPL_SENT_WITHDRAWN);
    OK(cpl_office_withdraw(a, id, 36, NULL));
    GIVES(CPL_WRONG_STATE, cpl_office_withdraw(a, taken, 36, NULL));
    GIVES(CPL_UNKNOWN_MESSAGE, cpl_office_withdraw(b, id, 36, NULL));
    GIVES(CPL_BAD_ARGUMENT, cpl_office_withdraw(a, "id", 2, NULL));

    WANT(put(a, set, CPL_SEND_AGAIN, id) == 1);
    WANT(sync_once(a).sent == 1 && sync_once(b).fetched == 1);
    GIVES(CPL_BAD_ARGUMENT, cpl_office_reject(b, id, 36, 6, NULL));
    OK(cpl_office_reject(b, id, 36, CPL_REJECT_REFUSED, NULL));
    WANT(sync_once(b).rejections == 1 && sync_once(a).ended == 1);
    OK(cpl_office_sent_message(a, id, 36, &sent, NULL));
    OK(cpl_sent_get(sent, 0, &info));
    WANT(info.state == CPL_SENT_REJECTED && same(info.reason.code, "refused"));
    WANT(info.reason.message_ja.len > 0 && info.reason.hint_ja.len > 0 && info.reason.message_en.len > 0);
    cpl_sent_free(sent);

    OK(cpl_office_overview(a, &overview, NULL));
    stands.struct_size = sizeof stands;
    OK(cpl_overview_get(overview, &stands));
    WANT(stands.worker_runs == 0 && stands.last_sync_complete == 1 && stands.last_sync_at.len > 0);
    WANT(stands.oldest_waiting.len == 0 && stands.has_clock_skew == 1);
    OK(cpl_overview_count(overview, CPL_DIRECTION_SENT, CPL_SENT_TAKEN, &count));
    WANT(count == 1);
    OK(cpl_overview_count(overview, CPL_DIRECTION_SENT, CPL_SENT_REJECTED, &count));
    WANT(count == 1);
    GIVES(CPL_BAD_ARGUMENT, cpl_overview_count(overview, CPL_DIRECTION_RECEIVED, 10, &count));
    cpl_overview_free(overview);
}

static void events_by_asking(cpl_office *a, const char *id) {
    cpl_events *events = NULL;
    cpl_event event = {0};
    size_t count = 0, rest = 0;
    event.struct_size = sizeof event;
    OK(cpl_office_events(a, 0, 0, &events, NULL));
    OK(cpl_events_count(events, &count));
    OK(cpl_events_get(events, 0, &event));
    WANT(count >= 3 && same(event.message, id) && event.state == CPL_SENT_WAITING && event.direction == CPL_DIRECTION_SENT);
    GIVES(CPL_OUT_OF_RANGE, cpl_events_get(events, count, &event));
    uint64_t first = event.number;
    cpl_events_free(events);
    OK(cpl_office_events(a, first, 2, &events, NULL));
    OK(cpl_events_count(events, &rest));
    OK(cpl_events_get(events, 0, &event));
    WANT(rest == 2 && event.number > first);
    cpl_events_free(events);
}

static void maintenance(cpl_office **a, const char *a_folder, const char *backup) {
    cpl_blob *moved = NULL;
    cpl_bytes path;
    uint64_t contents = 7, messages = 7;
    size_t before = count_sent(*a, NULL);
    OK(cpl_office_clean_up(*a, &contents, &messages, NULL));
    WANT(contents == 0 && messages == 0);
    OK(cpl_office_clean_up(*a, NULL, NULL, NULL));
    OK(cpl_office_backup(*a, backup, strlen(backup), NULL));
    GIVES(CPL_STORE_UNUSABLE, cpl_office_backup(*a, backup, strlen(backup), NULL));
    GIVES(CPL_STORE_IN_USE, cpl_office_restore(a_folder, strlen(a_folder), backup, strlen(backup), NULL, NULL));
    cpl_office_free(*a);
    OK(cpl_office_restore(a_folder, strlen(a_folder), backup, strlen(backup), &moved, NULL));
    OK(cpl_blob_bytes(moved, &path));
    WANT(path.len > 0);
    cpl_blob_free(moved);
    *a = open_office(a_folder);
    WANT(count_sent(*a, NULL) == before);
}

static void by_relay(const char *a_folder, const char *b_folder, const char *backup, char **files, int count) {
    char id[64], again[64];
    told to = {0};
    cpl_office *a = NULL, *b = open_office(b_folder);
    cpl_set *set = read_set(files, count);
    opening(a_folder, &a);
    directory(a);
    OK(cpl_office_set_event_handler(a, on_event, &to, NULL));
    WANT(put(a, set, 0, id) == 1 && put(a, set, 0, again) == 0 && strcmp(id, again) == 0);
    WANT(atomic_load(&to.calls) == 1);
    GIVES(CPL_NOT_SENDER, cpl_office_send(b, set, NULL, 0, NULL, 0, 0, NULL, NULL));
    GIVES(CPL_BAD_ARGUMENT, cpl_office_send(a, set, NULL, 0, NULL, 0, 2, NULL, NULL));
    queries(a);
    cpl_sync_info done = sync_once(a);
    WANT(done.sent == 1 && done.is_complete == 1 && done.problems == 0 && done.ended_by == CPL_OK);
    receive(b, id, count);
    was_taken(a, id, count);
    WANT(atomic_load(&to.calls) >= 3 && atomic_load(&to.in_order) == 0);
    OK(cpl_office_set_event_handler(a, NULL, NULL, NULL));
    proofs(a, b, id, count);
    access_log(a, id);
    events_by_asking(a, id);
    withdraw_and_reject(a, b, set, id);
    maintenance(&a, a_folder, backup);
    cpl_set_free(set);
    cpl_office_free(a);
    cpl_office_free(b);
}

// ---- several threads ----

typedef struct {
    cpl_office *office;
    const cpl_set *set;
    atomic_int stop;
} shared;

static void *ask_on(void *context) {
    shared *with = context;
    while (!atomic_load(&with->stop)) {
        cpl_overview *overview = NULL;
        cpl_received *received = NULL;
        cpl_events *events = NULL;
        count_sent(with->office, NULL);
        OK(cpl_office_overview(with->office, &overview, NULL));
        OK(cpl_office_received(with->office, NULL, &received, NULL));
        OK(cpl_office_events(with->office, 0, 10, &events, NULL));
        cpl_overview_free(overview);
        cpl_received_free(received);
        cpl_events_free(events);
    }
    return NULL;
}

static void *send_on(void *context) {
    shared *with = context;
    char id[64];
    for (int i = 0; i < 15; i++) {
        put(with->office, with->set, CPL_SEND_AGAIN, id);
        OK(cpl_office_wake(with->office));
    }
    return NULL;
}

static void *sync_on(void *context) {
    shared *with = context;
    for (int i = 0; i < 5; i++) OK(cpl_office_sync(with->office, NULL, NULL, NULL));
    return NULL;
}

// Takes what comes, until told to stop.
static void *take_on(void *context) {
    shared *with = context;
    while (!atomic_load(&with->stop)) {
        parts_told parts = {with->office, 0};
        cpl_query to_take = {0};
        cpl_received *received = NULL;
        cpl_control control = {0};
        size_t count = 0;
        control.struct_size = sizeof control;
        control.progress = on_progress;
        control.context = &parts;
        to_take.struct_size = sizeof to_take;
        to_take.states = CPL_RECEIVED_TO_TAKE;
        OK(cpl_office_sync(with->office, &control, NULL, NULL));
        OK(cpl_office_received(with->office, &to_take, &received, NULL));
        OK(cpl_received_count(received, &count));
        for (size_t i = 0; i < count; i++) {
            cpl_received_info info = {0};
            cpl_delivery *delivery = NULL;
            info.struct_size = sizeof info;
            OK(cpl_received_get(received, i, &info));
            OK(cpl_office_take(with->office, info.id.data, info.id.len, &control, &delivery, NULL));
            OK(cpl_office_acknowledge(with->office, info.id.data, info.id.len, NULL));
            cpl_delivery_free(delivery);
        }
        cpl_received_free(received);
    }
    return NULL;
}

static void wait_for(atomic_int *calls, int least) {
    for (int i = 0; i < 600 && atomic_load(calls) < least; i++) rest_ms(100);
    WANT(atomic_load(calls) >= least);
}

static void two_threads(const char *a_folder, const char *b_folder, char **files, int count) {
    char id[64];
    told to = {0}, once = {0};
    cpl_office *a = open_office(a_folder), *b = open_office(b_folder);
    cpl_set *set = read_set(files, count);
    shared with = {a, set, 0}, there = {b, NULL, 0};
    cpl_worker *worker = NULL, *second = NULL;
    pthread_t asking, sending, passing, taking;
    atomic_int lines = 0;

    // A worker tells by callback, on its own thread, while others use the same handle.
    OK(cpl_office_set_event_handler(a, on_event, &to, NULL));
    OK(cpl_office_set_log_handler(a, CPL_LOG_DEBUG, on_log, &lines));
    OK(cpl_worker_start(a, &worker, NULL));
    GIVES(CPL_WORKER_RUNS, cpl_worker_start(a, &second, NULL));
    WANT(pthread_create(&asking, NULL, ask_on, &with) == 0);
    WANT(pthread_create(&sending, NULL, send_on, &with) == 0);
    WANT(pthread_create(&passing, NULL, sync_on, &with) == 0);
    WANT(pthread_create(&taking, NULL, take_on, &there) == 0);
    pthread_join(sending, NULL);
    pthread_join(passing, NULL);
    // Each message waits, is sent, and is available.
    wait_for(&to.calls, 3 * 15);
    atomic_store(&with.stop, 1);
    pthread_join(asking, NULL);
    atomic_store(&there.stop, 1);
    pthread_join(taking, NULL);
    OK(cpl_office_set_log_handler(a, 0, NULL, NULL));
    WANT(atomic_load(&lines) >= 100);
    WANT(atomic_load(&to.in_order) == 0);
    WANT(count_sent(a, NULL) == 15);

    // Taken away, the handler neither runs nor will run, whatever goes on.
    atomic_store(&to.slow_ms, 100);
    for (int round = 0; round < 5; round++) {
        OK(cpl_office_set_event_handler(a, on_event, &to, NULL));
        int before = atomic_load(&to.calls);
        pthread_t other;
        shared more = {a, set, 0};
        WANT(pthread_create(&other, NULL, send_on, &more) == 0);
        wait_for(&to.calls, before + 1);
        OK(cpl_office_set_event_handler(a, NULL, NULL, NULL));
        WANT(atomic_load(&to.inside) == 0);
        int calls = atomic_load(&to.calls);
        pthread_join(other, NULL);
        rest_ms(200);
        WANT(atomic_load(&to.calls) == calls);
    }

    // From within, it asks the office and takes itself away.
    once.office = a;
    OK(cpl_office_set_event_handler(a, on_event_once, &once, NULL));
    put(a, set, CPL_SEND_AGAIN, id);
    wait_for(&once.calls, 1);
    put(a, set, CPL_SEND_AGAIN, id);
    rest_ms(300);
    WANT(atomic_load(&once.calls) == 1);
    // A worker outlives the handle of its office.
    cpl_office_free(a);
    cpl_worker_stop(worker);
    WANT(sync_once(b).is_complete == 1);
    cpl_office_free(b);
    cpl_set_free(set);
}

// ---- a relay that never answers ----

static void *throw_later(void *context) {
    rest_ms(400);
    OK(cpl_cancel_request(context));
    return NULL;
}

static void cancelling(const char *folder, const char *password, char **files, int count) {
    char id[64];
    cpl_office_options options = {0};
    cpl_office *office = NULL;
    cpl_set *set = read_set(files, count);
    cpl_cancel *cancel = NULL;
    cpl_control control = {0};
    cpl_sync_report *report = NULL;
    cpl_directory *found = NULL;
    pthread_t other;
    time_t begin;
    uint32_t thrown = 7;
    // What cannot be opened is named as the caller gave it.
    cpl_error *error = NULL;
    cpl_place place = {0};
    place.struct_size = sizeof place;
    GIVES(CPL_PROFILE_UNREADABLE, cpl_office_open("nowhere", 7, NULL, &office, &error));
    OK(cpl_error_place(error, &place));
    WANT(place.file.len == 7 && memcmp(place.file.data, "nowhere", 7) == 0);
    cpl_error_free(error);
    // The password stands in no file of this profile.
    GIVES(CPL_PROFILE_INVALID, cpl_office_open(folder, strlen(folder), NULL, &office, NULL));
    options.struct_size = sizeof options;
    options.relay_password = password;
    options.relay_password_len = strlen(password);
    OK(cpl_office_open(folder, strlen(folder), &options, &office, NULL));
    OK(cpl_office_set_password(office, password, strlen(password), NULL));
    put(office, set, 0, id);
    OK(cpl_cancel_new(&cancel));
    OK(cpl_cancel_is_requested(cancel, &thrown));
    WANT(thrown == 0);
    control.struct_size = sizeof control;
    control.cancel = cancel;
    control.reserved = 1;
    GIVES(CPL_BAD_ARGUMENT, cpl_office_sync(office, &control, &report, NULL));
    control.reserved = 0;
    begin = time(NULL);
    WANT(pthread_create(&other, NULL, throw_later, cancel) == 0);
    GIVES(CPL_CANCELLED, cpl_office_sync(office, &control, &report, &failure));
    WANT(time(NULL) - begin < 5 && report == NULL && failure != NULL);
    cpl_error_free(failure);
    failure = NULL;
    pthread_join(other, NULL);
    OK(cpl_cancel_is_requested(cancel, &thrown));
    WANT(thrown == 1);
    GIVES(CPL_CANCELLED, cpl_office_sync(office, &control, NULL, NULL));
    GIVES(CPL_CANCELLED, cpl_office_find_office(office, "5070100002", 10, &control, &found, NULL));
    cpl_cancel_free(cancel);
    WANT(sent_state(office, id) == CPL_SENT_WAITING || sent_state(office, id) == CPL_SENT_SENDING);
    cpl_set_free(set);
    cpl_office_free(office);
}

// ---- a relay that is not there ----

static void without_relay(const char *folder, char **files, int count) {
    char id[64];
    cpl_office *office = open_office(folder);
    cpl_set *set = read_set(files, count);
    cpl_sync_report *report = NULL;
    cpl_sync_info info = {0};
    cpl_sync_problem problem = {0};
    size_t listed = 0;
    put(office, set, 0, id);
    GIVES(CPL_RELAY_UNREACHABLE, cpl_office_sync(office, NULL, NULL, NULL));
    OK(cpl_office_sync(office, NULL, &report, NULL));
    info.struct_size = sizeof info;
    OK(cpl_sync_report_get(report, &info));
    WANT(info.is_complete == 0 && info.ended_by == CPL_RELAY_UNREACHABLE && info.problems >= 1);
    OK(cpl_sync_report_problem_count(report, &listed));
    problem.struct_size = sizeof problem;
    OK(cpl_sync_report_problem(report, listed - 1, &problem));
    WANT(problem.status == CPL_RELAY_UNREACHABLE && problem.is_retryable == 1);
    WANT(problem.reason.code.len > 0 && problem.reason.message_ja.len > 0 && problem.reason.hint_en.len > 0);
    GIVES(CPL_OUT_OF_RANGE, cpl_sync_report_problem(report, listed, &problem));
    cpl_sync_report_free(report);
    cpl_set_free(set);
    cpl_office_free(office);
}

// ---- by folders ----

static void by_folder(const char *a_folder, const char *b_folder, char **files, int count) {
    char id[64];
    cpl_office *a = open_office(a_folder), *b = open_office(b_folder);
    cpl_office_info office = {0};
    cpl_set *set = read_set(files, count);
    cpl_received *received = NULL;
    cpl_received_info info = {0};
    cpl_delivery *delivery = NULL;
    cpl_signer signer = {0};
    cpl_folder *look = NULL;
    cpl_refused refused = {0};
    cpl_unfinished unfinished = {0};
    cpl_findings *findings = NULL;
    cpl_receipt *receipt = NULL;
    cpl_directory *found = NULL;
    cpl_text text;
    size_t groups = 0, left = 0, all = 0;
    office.struct_size = sizeof office;
    info.struct_size = sizeof info;
    signer.struct_size = sizeof signer;
    OK(cpl_office_get(a, &office));
    WANT(office.way == CPL_WAY_FOLDER && office.has_identity == 0 && office.relay_url.len == 0);
    OK(cpl_office_folder(b, &look, NULL));
    OK(cpl_folder_looked_at(look, &text));
    WANT(text.len == 0);
    cpl_folder_free(look);
    GIVES(CPL_FOLDER, cpl_office_send(a, set, "件名", strlen("件名"), NULL, 0, 0, NULL, NULL));
    WANT(put_with(a, set, "", "", 0, id) == 1 && sent_state(a, id) == CPL_SENT_HANDED_OVER);
    WANT(cpl_office_find_office(a, "5070100002", 10, NULL, &found, NULL) == CPL_RELAY_SETTINGS);

    cpl_sync_info done = sync_once(b);
    WANT(done.offered == 1 && done.refused == 1 && done.unfinished == 1);
    OK(cpl_office_received(b, NULL, &received, NULL));
    OK(cpl_received_count(received, &all));
    OK(cpl_received_get(received, 0, &info));
    WANT(all == 1 && info.state == CPL_RECEIVED_FETCHED && info.file_count == (uint32_t)count);
    keep(id, sizeof id, info.id);
    cpl_received_free(received);
    OK(cpl_office_take(b, id, 36, NULL, &delivery, NULL));
    GIVES(CPL_OUT_OF_RANGE, cpl_delivery_signer(delivery, &signer));
    OK(cpl_delivery_document_count(delivery, &all));
    WANT(all == (size_t)count);
    cpl_delivery_free(delivery);
    OK(cpl_office_acknowledge(b, id, 36, NULL));
    OK(cpl_office_received_message(b, id, 36, &received, NULL));
    OK(cpl_received_get(received, 0, &info));
    WANT(info.state == CPL_RECEIVED_TAKEN);
    cpl_received_free(received);
    GIVES(CPL_NO_RECEIPT, cpl_office_receipt(b, CPL_RECEIPT_OF_RECEIVED, id, 36, &receipt, NULL));

    OK(cpl_office_folder(b, &look, NULL));
    OK(cpl_folder_looked_at(look, &text));
    OK(cpl_folder_refused_count(look, &groups));
    OK(cpl_folder_unfinished_count(look, &left));
    WANT(text.len > 0 && groups == 1 && left == 1);
    refused.struct_size = sizeof refused;
    unfinished.struct_size = sizeof unfinished;
    OK(cpl_folder_refused(look, 0, &refused));
    OK(cpl_folder_refused_file(look, 0, 0, &text));
    OK(cpl_folder_refused_findings(look, 0, CPL_LANG_JA, &findings));
    OK(cpl_findings_count(findings, &all));
    WANT(refused.file_count == 1 && refused.id.len == 36 && text.len > 0 && all > 0);
    GIVES(CPL_OUT_OF_RANGE, cpl_folder_refused_file(look, 0, 1, &text));
    OK(cpl_folder_unfinished(look, 0, &unfinished));
    WANT(unfinished.why == CPL_PENDING_EMPTY && unfinished.file.len > 0);
    cpl_findings_free(findings);
    cpl_folder_free(look);
    cpl_set_free(set);
    cpl_office_free(a);
    cpl_office_free(b);
}

// ---- a certificate that was revoked ----

static cpl_bytes file_of(const char *path, uint8_t *into, size_t room) {
    cpl_bytes read = {into, 0};
    FILE *file = fopen(path, "rb");
    WANT(file != NULL);
    read.len = fread(into, 1, room, file);
    fclose(file);
    return read;
}

static void revoked(const char *ca, const char *certificate, const char *crl) {
    static uint8_t roots[1 << 14], its[1 << 14], list[1 << 14];
    cpl_bytes read = file_of(ca, roots, sizeof roots);
    cpl_trust_options options = {0};
    cpl_trust *trust = NULL;
    cpl_certificate *office = NULL;
    uint32_t revocation = 99;
    size_t added = 99;
    options.struct_size = sizeof options;
    options.revocation = CPL_CRL_SOFT_FAIL;
    options.roots = read.data;
    options.roots_len = read.len;
    OK(cpl_trust_new(&options, &trust, NULL));
    read = file_of(certificate, its, sizeof its);
    OK(cpl_certificate_read(read.data, read.len, NULL, 0, &office, NULL));
    OK(cpl_trust_check(trust, office, CPL_USE_SEALING, &revocation, NULL));
    WANT(revocation == CPL_REVOCATION_NOT_KNOWN);
    read = file_of(crl, list, sizeof list);
    OK(cpl_trust_add_crl(trust, read.data, read.len, &added, NULL));
    WANT(added == 1);
    OK(cpl_trust_add_crl(trust, read.data, read.len, &added, NULL));
    WANT(added == 0);
    GIVES(CPL_CERTIFICATE_REVOKED, cpl_trust_check(trust, office, CPL_USE_SEALING, &revocation, NULL));
    WANT(revocation == CPL_REVOCATION_NOT_KNOWN);
    cpl_certificate_free(office);
    cpl_trust_free(trust);
}

int main(int argc, char **argv) {
    const char *part = argc > 1 ? argv[1] : "";
    if (strcmp(part, "relay") == 0 && argc > 5) by_relay(argv[2], argv[3], argv[4], argv + 5, argc - 5);
    else if (strcmp(part, "threads") == 0 && argc > 4) two_threads(argv[2], argv[3], argv + 4, argc - 4);
    else if (strcmp(part, "cancel") == 0 && argc > 4) cancelling(argv[2], argv[3], argv + 4, argc - 4);
    else if (strcmp(part, "away") == 0 && argc > 3) without_relay(argv[2], argv + 3, argc - 3);
    else if (strcmp(part, "folder") == 0 && argc > 4) by_folder(argv[2], argv[3], argv + 4, argc - 4);
    else if (strcmp(part, "revoked") == 0 && argc > 4) revoked(argv[2], argv[3], argv[4]);
    else return 2;
    printf("all right\n");
    return EXIT_SUCCESS;
}
