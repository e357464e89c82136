// 主な仕事をひととおり: 送信側の事業所がセットを送り、受信側の事業所が受け取って確認し、受領を返す。
// The main job: one office sends a set, another takes it, verifies it and acknowledges it.
//
//   cc -std=c11 -I include samples/c/main.c -L lib -lcareplan -Wl,-rpath,'$ORIGIN/lib' -o sample
//   ./sample 送信側プロファイル 受信側プロファイル ファイル...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "careplan.h"
#include "utf8.h"

enum { MAX_FILES = 16 };

static void print_findings(const cpl_findings *findings) {
    size_t count = 0;
    if (cpl_findings_count(findings, &count) != CPL_OK) return;
    for (size_t i = 0; i < count; i++) {
        cpl_finding finding;
        finding.struct_size = sizeof finding;
        if (cpl_findings_get(findings, i, &finding) != CPL_OK) return;
        fprintf(stderr, "  %.*s %.*s", (int)finding.code.len, finding.code.data, (int)finding.file.len, finding.file.data);
        if (finding.record > 0) fprintf(stderr, " %u件目", (unsigned)finding.record);
        if (finding.item > 0) fprintf(stderr, " 項番%u", (unsigned)finding.item);
        fprintf(stderr, ": %.*s %.*s\n", (int)finding.message.len, finding.message.data, (int)finding.hint.len, finding.hint.data);
    }
}

// Says in full what went wrong, and frees the error.
static int fail(const char *what, cpl_error *error) {
    cpl_text text;
    uint32_t status = 0, retryable = 0;
    cpl_findings *findings = NULL;
    if (cpl_error_status(error, &status) == CPL_OK) fprintf(stderr, "%s: エラー %u\n", what, (unsigned)status);
    if (cpl_error_message(error, CPL_LANG_JA, &text) == CPL_OK) fprintf(stderr, "  %.*s\n", (int)text.len, text.data);
    if (cpl_error_hint(error, CPL_LANG_JA, &text) == CPL_OK) fprintf(stderr, "  → %.*s\n", (int)text.len, text.data);
    if (cpl_error_findings(error, CPL_LANG_JA, &findings) == CPL_OK) print_findings(findings);
    if (cpl_error_is_retryable(error, &retryable) == CPL_OK && retryable) fprintf(stderr, "  （あとでもう一度実行できます）\n");
    cpl_findings_free(findings);
    cpl_error_free(error);
    return EXIT_FAILURE;
}

static int send_set(const cpl_office *office, cpl_document *const *documents, size_t count) {
    static const char subject[] = "予定をお送りします";
    cpl_error *error = NULL;
    cpl_set *set = NULL;
    cpl_outgoing *outgoing = NULL;
    int result = EXIT_SUCCESS;
    if (cpl_set_build((const cpl_document *const *)documents, count, &set, &error) != CPL_OK) {
        result = fail("セットの作成", error);
    } else if (cpl_office_send(office, set, subject, strlen(subject), NULL, 0, 0, &outgoing, &error) != CPL_OK) {
        result = fail("送信データの保存", error);
    } else if (cpl_office_sync(office, NULL, NULL, &error) != CPL_OK) {
        // 保存したデータは失われません。次の送受信で送られます。/ It stays stored and goes out with the next sync.
        result = fail("送信", error);
    } else {
        // 同じセットをもう一度渡しても、二重には送られません。/ The same set again is the message that is there already.
        cpl_text id;
        uint32_t is_new;
        if (cpl_outgoing_id(outgoing, &id) == CPL_OK && cpl_outgoing_is_new(outgoing, &is_new) == CPL_OK)
            printf("%s: %.*s\n", is_new ? "送信しました" : "前に送った同じセットです", (int)id.len, id.data);
    }
    cpl_outgoing_free(outgoing);
    cpl_set_free(set);
    return result;
}

static int same_bytes(const cpl_document *taken, cpl_document *const *sent, size_t count) {
    cpl_text name, sent_name;
    cpl_bytes bytes, sent_bytes;
    if (cpl_document_name(taken, &name) != CPL_OK) return 0;
    if (cpl_document_bytes(taken, &bytes) != CPL_OK) return 0;
    for (size_t i = 0; i < count; i++) {
        if (cpl_document_name(sent[i], &sent_name) != CPL_OK) return 0;
        if (cpl_document_bytes(sent[i], &sent_bytes) != CPL_OK) return 0;
        if (name.len == sent_name.len && memcmp(name.data, sent_name.data, name.len) == 0) {
            return bytes.len == sent_bytes.len && memcmp(bytes.data, sent_bytes.data, bytes.len) == 0;
        }
    }
    return 0;
}

// Shows a file as the care software would import it: its records, item by item.
static void import_document(const cpl_document *document) {
    cpl_text name, value;
    size_t records = 0;
    cpl_record *record = NULL;
    if (cpl_document_name(document, &name) != CPL_OK) return;
    if (cpl_document_record_count(document, &records) != CPL_OK) return;
    printf("  %.*s: %zu 件", (int)name.len, name.data, records);
    if (cpl_document_record(document, 1, &record) == CPL_OK) {
        if (cpl_record_item(record, 2, &value) == CPL_OK) {
            printf("（1件目の保険者番号 %.*s）", (int)value.len, value.data);
        }
        cpl_record_free(record);
    }
    printf("\n");
}

static int take_all(const cpl_office *office, cpl_document *const *sent, size_t sent_count) {
    cpl_error *error = NULL;
    cpl_received *received = NULL;
    cpl_query to_take = {0};
    size_t messages = 0;
    int result = EXIT_SUCCESS;
    if (cpl_office_sync(office, NULL, NULL, &error) != CPL_OK) return fail("受信", error);
    to_take.struct_size = sizeof to_take;
    to_take.states = CPL_RECEIVED_TO_TAKE;
    if (cpl_office_received(office, &to_take, &received, &error) != CPL_OK) return fail("受信一覧", error);
    if (cpl_received_count(received, &messages) != CPL_OK) messages = 0;
    printf("受信できるデータ: %zu 件\n", messages);
    for (size_t i = 0; i < messages && result == EXIT_SUCCESS; i++) {
        cpl_received_info info;
        cpl_delivery *delivery = NULL;
        size_t files = 0, same = 0;
        info.struct_size = sizeof info;
        if (cpl_received_get(received, i, &info) != CPL_OK) break;
        printf("「%.*s」送信元 %.*s\n", (int)info.subject.len, info.subject.data, (int)info.sender.len, info.sender.data);
        if (cpl_office_take(office, info.id.data, info.id.len, NULL, &delivery, &error) != CPL_OK) {
            result = fail("受信", error);
            break;
        }
        if (cpl_delivery_document_count(delivery, &files) != CPL_OK) files = 0;
        for (size_t j = 0; j < files; j++) {
            cpl_document *document = NULL;
            cpl_findings *findings = NULL;
            if (cpl_delivery_document(delivery, j, &document) != CPL_OK) break;
            import_document(document);
            if (cpl_document_findings(document, CPL_LANG_JA, &findings) == CPL_OK) print_findings(findings);
            same += same_bytes(document, sent, sent_count) ? 1 : 0;
            cpl_findings_free(findings);
            cpl_document_free(document);
        }
        printf("送ったものと同じファイル: %zu / %zu\n", same, files);
        if (same != files || files != sent_count) result = EXIT_FAILURE;
        // 実際のソフトでは、ここで自分のデータベースに保存し終えてから受領を返します。
        // Real software stores the files in its own database here, and acknowledges only when that is done.
        else if (cpl_office_acknowledge(office, info.id.data, info.id.len, &error) != CPL_OK) result = fail("受領", error);
        else if (cpl_office_sync(office, NULL, NULL, &error) != CPL_OK) result = fail("受領の通知", error);
        cpl_delivery_free(delivery);
    }
    cpl_received_free(received);
    return messages > 0 ? result : EXIT_FAILURE;
}

static int was_taken(const cpl_office *office) {
    cpl_error *error = NULL;
    cpl_sent *sent = NULL;
    cpl_sent_info info;
    size_t count = 0;
    int result = EXIT_FAILURE;
    if (cpl_office_sync(office, NULL, NULL, &error) != CPL_OK) return fail("受領証の受信", error);
    if (cpl_office_sent(office, NULL, &sent, &error) != CPL_OK) return fail("送信済一覧", error);
    info.struct_size = sizeof info;
    if (cpl_sent_count(sent, &count) == CPL_OK && count > 0 && cpl_sent_get(sent, 0, &info) == CPL_OK) {
        if (info.state == CPL_SENT_TAKEN && info.has_receipt == 1) {
            printf("相手が受領しました: %.*s\n", (int)info.taken_at.len, info.taken_at.data);
            result = EXIT_SUCCESS;
        }
    }
    cpl_sent_free(sent);
    return result;
}

int main(int argc, char **argv) {
    cpl_error *error = NULL;
    cpl_office *sender = NULL, *receiver = NULL;
    cpl_document *documents[MAX_FILES] = {0};
    size_t count = 0;
    int result = EXIT_SUCCESS;
    argv = utf8_arguments(&argc, argv);
    if (argc < 4 || argc - 3 > MAX_FILES) {
        fprintf(stderr, "使い方: %s 送信側プロファイル 受信側プロファイル ファイル...\n", argv[0]);
        return 2;
    }
    if (cpl_office_open(argv[1], strlen(argv[1]), NULL, &sender, &error) != CPL_OK) result = fail(argv[1], error);
    else if (cpl_office_open(argv[2], strlen(argv[2]), NULL, &receiver, &error) != CPL_OK) result = fail(argv[2], error);
    for (int i = 3; i < argc && result == EXIT_SUCCESS; i++) {
        if (cpl_document_read_file(argv[i], strlen(argv[i]), NULL, &documents[count], &error) != CPL_OK) {
            result = fail(argv[i], error);
        } else {
            count++;
        }
    }
    if (result == EXIT_SUCCESS) result = send_set(sender, documents, count);
    if (result == EXIT_SUCCESS) result = take_all(receiver, documents, count);
    if (result == EXIT_SUCCESS) result = was_taken(sender);
    for (size_t i = 0; i < count; i++) cpl_document_free(documents[i]);
    cpl_office_free(receiver);
    cpl_office_free(sender);
    return result;
}
