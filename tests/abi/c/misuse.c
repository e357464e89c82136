// Calls of the library that are wrong in one way each. Exits with 1 at the first answer that is not as promised.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "careplan.h"

#define EXPECT(call, status)                                                            \
    do {                                                                                \
        uint32_t got = (call);                                                          \
        if (got != (status)) {                                                          \
            fprintf(stderr, "line %d: %s gave %u\n", __LINE__, #call, (unsigned)got);    \
            exit(1);                                                                    \
        }                                                                               \
    } while (0)
#define NAME "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV"
#define CONTENT "202407,505826,0000100000,202609\r\n"

static cpl_document *document(void) {
    cpl_document *made = NULL;
    EXPECT(cpl_document_read(NAME, strlen(NAME), (const uint8_t *)CONTENT, strlen(CONTENT), NULL, &made, NULL), CPL_OK);
    return made;
}

static void null_pointers(void) {
    cpl_error *error = NULL;
    cpl_document *doc = NULL;
    size_t count = 77;
    cpl_text text;
    uint32_t number = 0;
    EXPECT(cpl_document_read(NULL, 3, NULL, 0, NULL, &doc, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_document_read("a", 1, NULL, 3, NULL, &doc, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_document_read("a", 1, NULL, 0, NULL, NULL, &error), CPL_NULL_POINTER);
    EXPECT(cpl_error_status(error, &number), CPL_OK);
    EXPECT(number == CPL_NULL_POINTER ? CPL_OK : 1, CPL_OK);
    EXPECT(cpl_error_message(error, CPL_LANG_JA, &text), CPL_OK);
    EXPECT(text.len > 0 ? CPL_OK : 1, CPL_OK);
    cpl_error_free(error);
    count = 77;
    EXPECT(cpl_document_record_count(NULL, &count), CPL_NULL_POINTER);
    EXPECT(count == 77 ? CPL_OK : 1, CPL_OK);  // out-parameters are written only on success
    EXPECT(cpl_office_open(NULL, 0, NULL, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_send(NULL, NULL, NULL, 0, NULL, 0, 0, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_sync(NULL, NULL, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_withdraw(NULL, NULL, 0, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_reject(NULL, NULL, 0, CPL_REJECT_REFUSED, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_worker_start(NULL, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_received(NULL, NULL, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_take(NULL, NULL, 0, NULL, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_acknowledge(NULL, NULL, 0, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_office_sent(NULL, NULL, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_findings_get(NULL, 0, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_set_build(NULL, 1, NULL, NULL), CPL_NULL_POINTER);
    EXPECT(cpl_version(NULL), CPL_NULL_POINTER);
    cpl_document_free(NULL);
    cpl_error_free(NULL);
    cpl_findings_free(NULL);
    cpl_office_free(NULL);
    cpl_outgoing_free(NULL);
    cpl_worker_stop(NULL);
    cpl_received_free(NULL);
    cpl_record_free(NULL);
    cpl_sent_free(NULL);
    cpl_set_free(NULL);
    cpl_delivery_free(NULL);
}

static void bad_arguments(void) {
    cpl_document *doc = NULL;
    cpl_findings *findings = NULL;
    cpl_record *record = NULL;
    cpl_text text;
    cpl_finding finding;
    cpl_office *office = NULL;
    cpl_error *error = NULL;
    cpl_set *set = NULL;
    const cpl_document *holes[2] = {NULL, NULL};
    EXPECT(cpl_document_read("\xff", 1, NULL, 0, NULL, &doc, NULL), CPL_NOT_UTF8);
    EXPECT(cpl_document_read("a", SIZE_MAX, NULL, 0, NULL, &doc, NULL), CPL_BAD_ARGUMENT);
    doc = document();
    EXPECT(cpl_document_findings(doc, 7, &findings), CPL_BAD_ARGUMENT);
    EXPECT(cpl_document_record(doc, 0, &record), CPL_OUT_OF_RANGE);
    EXPECT(cpl_document_record(doc, 2, &record), CPL_OUT_OF_RANGE);
    EXPECT(cpl_document_record(doc, 1, &record), CPL_OK);
    EXPECT(cpl_record_item(record, 0, &text), CPL_OUT_OF_RANGE);
    EXPECT(cpl_record_item(record, 5, &text), CPL_OUT_OF_RANGE);
    EXPECT(cpl_record_item(record, 4, &text), CPL_OK);
    EXPECT(text.len == 6 && memcmp(text.data, "202609", 6) == 0 ? CPL_OK : 1, CPL_OK);
    EXPECT(cpl_record_item_name(record, 4, &text), CPL_OK);
    cpl_record_free(record);
    EXPECT(cpl_document_findings(doc, CPL_LANG_EN, &findings), CPL_OK);
    finding.struct_size = sizeof finding;
    EXPECT(cpl_findings_get(findings, 0, &finding), CPL_OUT_OF_RANGE);
    cpl_findings_free(findings);
    EXPECT(cpl_set_build(holes, 2, &set, &error), CPL_NULL_POINTER);
    cpl_error_free(error);
    cpl_document_free(doc);
    EXPECT(cpl_office_open("no such folder", 14, NULL, &office, &error), CPL_PROFILE_UNREADABLE);
    cpl_error_free(error);
    EXPECT(cpl_document_read_file("no such file", 12, NULL, &doc, &error), CPL_FILE_UNREADABLE);
    cpl_error_free(error);
}

// An older program has a smaller struct: no byte past its end is written. A newer one has a larger: the rest stays.
static void struct_sizes(void) {
    cpl_document *doc = NULL;
    cpl_findings *findings = NULL;
    struct { cpl_finding known; unsigned char rest[16]; } larger;
    EXPECT(cpl_document_read("x.csv", 5, NULL, 0, NULL, &doc, NULL), CPL_OK);
    EXPECT(cpl_document_findings(doc, CPL_LANG_JA, &findings), CPL_OK);
    memset(&larger, 0x5a, sizeof larger);
    larger.known.struct_size = 8;
    EXPECT(cpl_findings_get(findings, 0, &larger.known), CPL_STRUCT_TOO_SMALL);
    larger.known.struct_size = sizeof larger;
    EXPECT(cpl_findings_get(findings, 0, &larger.known), CPL_OK);
    EXPECT(larger.known.struct_size == sizeof larger.known ? CPL_OK : 1, CPL_OK);
    EXPECT(larger.rest[0] == 0x5a && larger.rest[15] == 0x5a ? CPL_OK : 1, CPL_OK);
    EXPECT(memcmp(larger.known.code.data, "CP1001", 6) == 0 ? CPL_OK : 1, CPL_OK);
    cpl_findings_free(findings);
    cpl_document_free(doc);
}

// Two results in one place: the last one stays, and nothing else happens.
static void same_place_twice(void) {
    cpl_document *doc = document();
    cpl_findings *findings = NULL;
    size_t count = 77;
    EXPECT(cpl_document_findings(doc, CPL_LANG_JA, &findings), CPL_OK);
    EXPECT(cpl_findings_severity_counts(findings, &count, &count, &count), CPL_OK);
    EXPECT(count == 0 ? CPL_OK : 1, CPL_OK);
    cpl_findings_free(findings);
    cpl_document_free(doc);
}

int main(void) {
    null_pointers();
    bad_arguments();
    struct_sizes();
    same_place_twice();
    printf("all right\n");
    return 0;
}
