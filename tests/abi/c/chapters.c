// What each chapter is for, apart from an office:
// chapters FOLDER_OF_A_SET EMPTY_FOLDER SENDER_PROFILE RECEIVER_PROFILE FOLDER_OF_A_SET_WITH_A_WARNING
// Exits with 1 at the first answer that is not as promised.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "careplan.h"

static const char *at = "";

static void fail(const char *what, int line, unsigned status, const cpl_error *error) {
    cpl_text text;
    fprintf(stderr, "%s, line %d: %s gave %u\n", at, line, what, status);
    if (error && cpl_error_message(error, CPL_LANG_EN, &text) == CPL_OK) fprintf(stderr, "%.*s\n", (int)text.len, text.data);
    exit(1);
}
#define OK(call)                                                         \
    do {                                                                 \
        uint32_t got = (call);                                           \
        if (got != CPL_OK) fail(#call, __LINE__, (unsigned)got, error);  \
    } while (0)
#define GIVES(call, expected)                                            \
    do {                                                                 \
        uint32_t got = (call);                                           \
        if (got != (expected)) fail(#call, __LINE__, (unsigned)got, error); \
    } while (0)
#define TRUE(condition)                                                  \
    do {                                                                 \
        if (!(condition)) fail(#condition, __LINE__, 0, error);          \
    } while (0)
#define TEXT(literal) (literal), (sizeof(literal) - 1)
#define BYTES(literal) (const uint8_t *)(literal), (sizeof(literal) - 1)

static cpl_error *error = NULL;

static int is(cpl_text text, const char *expected) {
    return text.len == strlen(expected) && memcmp(text.data, expected, text.len) == 0;
}

static const char NAME[] = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
static const char CONTENT[] = "202407,505826,0000100000,202609\r\n202407,505826,\"0000100018\",202609\r\n";

static cpl_document *deletion(const char *content) {
    cpl_document *document = NULL;
    OK(cpl_document_read(TEXT(NAME), (const uint8_t *)content, strlen(content), NULL, &document, &error));
    return document;
}

static void versions(void) {
    cpl_text text;
    uint32_t bits = 0, category = 0;
    at = "versions";
    TRUE(cpl_abi_version() == CPL_ABI_VERSION);
    OK(cpl_version(&text));
    TRUE(text.len >= 5);
    OK(cpl_capabilities(&bits));
    TRUE(bits & CPL_CAPABILITY_RELAY && bits & CPL_CAPABILITY_FOLDER);
    OK(cpl_status_name(CPL_SET_REFUSED, &text));
    TRUE(is(text, "CPL_SET_REFUSED"));
    OK(cpl_status_category(CPL_SET_REFUSED, &category));
    TRUE(category == CPL_CATEGORY_FILE);
    OK(cpl_status_category(CPL_OK, &category));
    TRUE(category == 0);
    GIVES(cpl_status_name(99999, &text), CPL_OUT_OF_RANGE);
    /* Where a status has a name it has words, and the other way round. */
    for (uint32_t status = 0; status < 1000; status++) {
        cpl_text ja, en;
        uint32_t named = cpl_status_name(status, &text);
        GIVES(cpl_status_message(status, CPL_LANG_JA, &ja), named);
        GIVES(cpl_status_message(status, CPL_LANG_EN, &en), named);
        TRUE(named != CPL_OK || (ja.len > 10 && en.len >= 5));
    }
    OK(cpl_status_message(CPL_STAMP_USED, CPL_LANG_EN, &text));
    GIVES(cpl_status_message(CPL_STAMP_USED, 2, &text), CPL_BAD_ARGUMENT);
}

static void codes(void) {
    cpl_codes *one = NULL, *all = NULL;
    cpl_code_info info;
    size_t count = 0;
    at = "codes";
    info.struct_size = sizeof info;
    OK(cpl_codes_explain(TEXT("CP2010"), CPL_LANG_EN, &one));
    OK(cpl_codes_count(one, &count));
    TRUE(count == 1);
    OK(cpl_codes_get(one, 0, &info));
    TRUE(is(info.code, "CP2010") && info.message.len > 0 && info.hint.len > 0 && info.source.len > 0);
    GIVES(cpl_codes_get(one, 1, &info), CPL_OUT_OF_RANGE);
    GIVES(cpl_codes_explain(TEXT("CP0000"), CPL_LANG_EN, &all), CPL_OUT_OF_RANGE);
    OK(cpl_codes_explain(NULL, 0, CPL_LANG_JA, &all));
    OK(cpl_codes_count(all, &count));
    TRUE(count > 50);
    cpl_codes_free(all);
    cpl_codes_free(one);
}

static void layouts(void) {
    cpl_layout *layout = NULL;
    cpl_item item;
    cpl_file_kind kind;
    cpl_set_kind set;
    cpl_text text, meaning;
    size_t count = 0, codes_of_item = 0;
    uint32_t no = 0, same = 0;
    at = "layouts";
    item.struct_size = sizeof item;
    kind.struct_size = sizeof kind;
    set.struct_size = sizeof set;
    OK(cpl_file_kind_count(&count));
    TRUE(count == 18);
    OK(cpl_file_kind_get(0, &kind));
    TRUE(is(kind.kind, "UPHOSOKU") && kind.has_records == 1 && kind.has_month == 1);
    GIVES(cpl_file_kind_get(18, &kind), CPL_OUT_OF_RANGE);
    OK(cpl_set_kind_count(CPL_EDITION_41, &count));
    TRUE(count == 11);
    OK(cpl_set_kind_get(CPL_EDITION_41, 0, &set));
    OK(cpl_set_kind_file(CPL_EDITION_41, 0, 0, &text));
    TRUE(set.file_count > 0 && text.len > 0);
    GIVES(cpl_set_kind_count(7, &count), CPL_BAD_ARGUMENT);
    OK(cpl_service_kind_name(TEXT("17"), &text));
    TRUE(is(text, "福祉用具貸与"));
    OK(cpl_layout_of_kind(TEXT("UPHOSOKU"), CPL_EDITION_41, &layout));
    OK(cpl_layout_kind(layout, &text));
    TRUE(is(text, "UPHOSOKU"));
    OK(cpl_layout_item_count(layout, &count));
    OK(cpl_layout_find(layout, TEXT("target_month"), &no));
    OK(cpl_layout_item(layout, no, &item));
    TRUE(is(item.identifier, "target_month") && item.value_type == CPL_VALUE_MONTH && item.allows_none == 1);
    OK(cpl_layout_find(layout, item.name_ja.data, item.name_ja.len, &same));
    TRUE(same == no);
    GIVES(cpl_layout_find(layout, TEXT("no_such_item"), &no), CPL_OUT_OF_RANGE);
    OK(cpl_layout_find(layout, TEXT("sex"), &no));
    OK(cpl_layout_code_count(layout, no, &codes_of_item));
    TRUE(codes_of_item >= 2);
    OK(cpl_layout_code(layout, no, 0, &text, &meaning));
    TRUE(text.len > 0 && meaning.len > 0);
    OK(cpl_layout_code_meaning(layout, no, text.data, text.len, &meaning));
    GIVES(cpl_layout_code_meaning(layout, no, TEXT("Z"), &meaning), CPL_OUT_OF_RANGE);
    GIVES(cpl_layout_item(layout, (uint32_t)count + 1, &item), CPL_OUT_OF_RANGE);
    cpl_layout_free(layout);
}

// Everything that one call gives at once is what the calls for each item give.
static void items(const cpl_groups *groups) {
    size_t i, records = 0, r;
    cpl_set_info group;
    at = "items";
    group.struct_size = sizeof group;
    OK(cpl_groups_get(groups, 0, &group));
    for (i = 0; i < group.document_count; i++) {
        cpl_document *document = NULL;
        cpl_items all;
        cpl_document_info info;
        all.struct_size = sizeof all;
        info.struct_size = sizeof info;
        OK(cpl_groups_document(groups, 0, i, &document));
        OK(cpl_document_items(document, &all));
        OK(cpl_document_get(document, &info));
        OK(cpl_document_record_count(document, &records));
        TRUE(all.record_count == records && info.record_count == records && records > 0);
        TRUE(all.first[0] == 0 && all.first[records] == all.text_count);
        TRUE(is(info.sender, "5070022016") && is(info.sender_kind, "43") && is(info.stamp, "20260826093000"));
        TRUE(is(info.month, "202609") && info.has_standard_name == 1 && info.edition == CPL_EDITION_41);
        for (r = 1; r <= records; r++) {
            cpl_record *record = NULL;
            cpl_items of_record;
            cpl_text value, same;
            cpl_bytes raw;
            uint32_t no;
            of_record.struct_size = sizeof of_record;
            OK(cpl_document_record(document, r, &record));
            OK(cpl_record_items(record, &of_record));
            TRUE(of_record.record_count == 1 && of_record.text_count == all.first[r] - all.first[r - 1]);
            for (no = 1; no <= of_record.text_count; no++) {
                const cpl_text *bulk = &all.texts[all.first[r - 1] + no - 1];
                OK(cpl_record_item(record, no, &value));
                OK(cpl_document_item(document, r, no, &same));
                OK(cpl_record_item_bytes(record, no, &raw));
                TRUE(value.len == bulk->len && memcmp(value.data, bulk->data, value.len) == 0);
                TRUE(same.data == bulk->data && same.len == bulk->len);
            }
            OK(cpl_record_item_named(record, TEXT("insurer_number"), &value));
            OK(cpl_record_item(record, 2, &same));
            TRUE(value.data == same.data);
            OK(cpl_record_item_named(record, TEXT("保険者番号"), &value));
            TRUE(value.data == same.data);
            GIVES(cpl_record_item(record, (uint32_t)of_record.text_count + 1, &value), CPL_OUT_OF_RANGE);
            GIVES(cpl_document_item(document, r, (uint32_t)of_record.text_count + 1, &value), CPL_OUT_OF_RANGE);
            cpl_record_free(record);
        }
        GIVES(cpl_document_item(document, records + 1, 1, &(cpl_text){NULL, 0}), CPL_OUT_OF_RANGE);
        cpl_document_free(document);
    }
}

static void options(void) {
    cpl_document *document = NULL;
    struct { cpl_read_options known; uint64_t beyond; } newer;
    at = "options";
    memset(&newer, 0, sizeof newer);
    newer.known.struct_size = sizeof newer;
    newer.known.profile = CPL_PROFILE_LENIENT;
    newer.known.threads = 1;
    OK(cpl_document_read(TEXT(NAME), BYTES(CONTENT), &newer.known, &document, &error));
    cpl_document_free(document);
    newer.beyond = 1;  // asked by a newer program for what this library does not know
    GIVES(cpl_document_read(TEXT(NAME), BYTES(CONTENT), &newer.known, &document, NULL), CPL_BAD_ARGUMENT);
    newer.beyond = 0;
    newer.known.profile = 9;
    GIVES(cpl_document_read(TEXT(NAME), BYTES(CONTENT), &newer.known, &document, NULL), CPL_BAD_ARGUMENT);
    newer.known.struct_size = 8;
    GIVES(cpl_document_read(TEXT(NAME), BYTES(CONTENT), &newer.known, &document, NULL), CPL_STRUCT_TOO_SMALL);
}

static void editing(const char *folder) {
    cpl_document *document = deletion(CONTENT), *edited = NULL, *made = NULL;
    cpl_file_draft *draft = NULL, *fresh = NULL;
    cpl_record_draft *record = NULL, *empty = NULL;
    cpl_blob *blob = NULL;
    cpl_bytes bytes;
    cpl_place place;
    cpl_findings *findings = NULL;
    cpl_text text, values[4];
    size_t count = 0;
    at = "editing";
    place.struct_size = sizeof place;
    OK(cpl_file_draft_of(document, &draft, &error));
    OK(cpl_file_draft_record_count(draft, &count));
    TRUE(count == 2);
    OK(cpl_file_draft_record(draft, 2, &record));
    OK(cpl_record_draft_set_named(record, TEXT("insured_number"), TEXT("0000100026"), &error));
    OK(cpl_record_draft_text(record, 3, &blob));
    OK(cpl_blob_bytes(blob, &bytes));
    TRUE(bytes.len == 10 && memcmp(bytes.data, "0000100026", 10) == 0);
    cpl_blob_free(blob);
    GIVES(cpl_record_draft_set(record, 3, TEXT("花子"), &error), CPL_VALUE_REFUSED);
    OK(cpl_error_place(error, &place));
    TRUE(place.item == 3 && place.item_name.len > 0);
    OK(cpl_error_code(error, &text));
    TRUE(text.len == 6 && memcmp(text.data, "CP", 2) == 0);
    OK(cpl_error_findings(error, CPL_LANG_JA, &findings));
    OK(cpl_findings_count(findings, &count));
    TRUE(count == 1);
    cpl_findings_free(findings);
    cpl_error_free(error);
    error = NULL;
    OK(cpl_file_draft_replace(draft, 2, record, &error));
    OK(cpl_file_draft_record(draft, 0, &empty));
    OK(cpl_record_draft_take_over(empty, record));
    memset(values, 0, sizeof values);
    values[2].data = "0000100034";
    values[2].len = 10;
    OK(cpl_record_draft_set_all(empty, values, 4, &error));
    OK(cpl_file_draft_insert(draft, 0, empty, &error));
    OK(cpl_file_draft_remove(draft, 1));
    GIVES(cpl_file_draft_remove(draft, 3), CPL_OUT_OF_RANGE);
    OK(cpl_file_draft_readdress(draft, NULL, 0, TEXT("20260827090000"), &error));
    OK(cpl_file_draft_set_month(draft, TEXT("202610"), &error));
    OK(cpl_file_draft_name(draft, &blob));
    OK(cpl_blob_bytes(blob, &bytes));
    TRUE(bytes.len == sizeof NAME - 1 && memcmp(bytes.data, "DLTPLAN_202610_5070022016_43_5070100002_11_20260827090000.CSV", bytes.len) == 0);
    cpl_blob_free(blob);
    OK(cpl_file_draft_finish(draft, &edited, &error));
    OK(cpl_document_bytes(edited, &bytes));
    TRUE(bytes.len == 66 && memcmp(bytes.data, "202407,505826,0000100026,202610\r\n202407,505826,0000100034,202610\r\n", 66) == 0);
    OK(cpl_document_write(edited, folder, strlen(folder), 0, &error));
    GIVES(cpl_document_write(edited, folder, strlen(folder), 0, &error), CPL_FILE_EXISTS);
    OK(cpl_error_place(error, &place));
    TRUE(is(place.file, "DLTPLAN_202610_5070022016_43_5070100002_11_20260827090000.CSV"));
    cpl_error_free(error);
    error = NULL;
    OK(cpl_document_write(edited, folder, strlen(folder), CPL_WRITE_REPLACE, &error));
    GIVES(cpl_document_write(edited, TEXT("no such folder"), 0, NULL), CPL_FILE_UNWRITABLE);
    OK(cpl_file_draft_new(TEXT("DLTPLAN"), TEXT("202609"), TEXT("5070022016_43"), TEXT("5070100002_11"),
                          TEXT("20260826093000"), &fresh, &error));
    cpl_record_draft_free(empty);
    OK(cpl_file_draft_record(fresh, 0, &empty));
    OK(cpl_file_draft_insert(fresh, 0, empty, &error));
    GIVES(cpl_file_draft_finish(fresh, &made, &error), CPL_DOCUMENT_REFUSED);
    cpl_error_free(error);
    error = NULL;
    GIVES(cpl_file_draft_new(TEXT("UPKIHON"), TEXT("202609"), TEXT("5070022016_43"), NULL, 0, TEXT("20260826093000"), &fresh, NULL),
          CPL_VALUE_REFUSED);
    cpl_record_draft_free(empty);
    cpl_record_draft_free(record);
    cpl_file_draft_free(fresh);
    cpl_file_draft_free(draft);
    cpl_document_free(edited);
    cpl_document_free(document);
}

// An image has a name and bytes, and no records.
static void images(void) {
    static const char IMAGE[] = "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0007.jpg";
    cpl_blob *name = NULL;
    cpl_bytes bytes;
    cpl_document *document = NULL;
    cpl_document_info info;
    at = "images";
    info.struct_size = sizeof info;
    OK(cpl_image_name(TEXT("5070022016_43"), TEXT("5070100002_11"), TEXT("20260826093000"), 7, &name, &error));
    OK(cpl_blob_bytes(name, &bytes));
    TRUE(bytes.len == sizeof IMAGE - 1 && memcmp(bytes.data, IMAGE, bytes.len) == 0);
    OK(cpl_document_read((const char *)bytes.data, bytes.len, BYTES("\xff\xd8\xff\xd9"), NULL, &document, &error));
    OK(cpl_document_get(document, &info));
    TRUE(info.has_standard_name == 1 && is(info.kind, "UPKIHON_IMAGE") && is(info.branch, "0007"));
    cpl_document_free(document);
    cpl_blob_free(name);
    name = NULL;
    GIVES(cpl_image_name(TEXT("5070022016_43"), NULL, 0, TEXT("20260826093000"), 10000, &name, NULL), CPL_VALUE_REFUSED);
    GIVES(cpl_image_name(TEXT("5070022016_43"), NULL, 0, TEXT("20260826093000"), 65536, &name, NULL), CPL_BAD_ARGUMENT);
    GIVES(cpl_image_name(TEXT("5070022016"), NULL, 0, TEXT("20260826093000"), 1, &name, NULL), CPL_BAD_ARGUMENT);
    TRUE(name == NULL);
}

static void substitutions(void) {
    cpl_substituted *done = NULL;
    cpl_substitution step;
    cpl_substitution_options options;
    cpl_text original = {"𠮷", 4}, replacement = {"吉", 3}, text;
    size_t count = 0;
    at = "substitutions";
    step.struct_size = sizeof step;
    OK(cpl_substitute(TEXT("𠮷野〜−"), NULL, &done, &error));
    OK(cpl_substituted_text(done, &text));
    TRUE(is(text, "〓野～－"));
    OK(cpl_substituted_count(done, &count));
    TRUE(count == 3);
    OK(cpl_substituted_get(done, 0, CPL_LANG_JA, &step));
    TRUE(step.how == CPL_HOW_LAST_RESORT && step.position == 1 && is(step.original, "𠮷") && is(step.replacement, "〓"));
    OK(cpl_substituted_get(done, 1, CPL_LANG_EN, &step));
    TRUE(step.how == CPL_HOW_LOOK_ALIKE && step.position == 3 && is(step.text, "same character, other code point"));
    GIVES(cpl_substituted_get(done, 3, CPL_LANG_EN, &step), CPL_OUT_OF_RANGE);
    GIVES(cpl_substituted_get(done, 0, 9, &step), CPL_BAD_ARGUMENT);
    cpl_substituted_free(done);
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.own_originals = &original;
    options.own_replacements = &replacement;
    options.own_count = 1;
    options.without = CPL_WITHOUT_LOOK_ALIKES;
    OK(cpl_substitute(TEXT("𠮷野〜"), &options, &done, &error));
    OK(cpl_substituted_text(done, &text));
    TRUE(is(text, "吉野〓"));
    OK(cpl_substituted_get(done, 0, CPL_LANG_EN, &step));
    TRUE(step.how == CPL_HOW_OWN_TABLE);
    cpl_substituted_free(done);
    done = NULL;
    options.without |= CPL_WITHOUT_LAST_RESORT;
    GIVES(cpl_substitute(TEXT("𠮷野〜"), &options, &done, &error), CPL_VALUE_REFUSED);
    OK(cpl_error_message(error, CPL_LANG_EN, &text));
    TRUE(text.len > 11 && memcmp(text.data, "character 3", 11) == 0);
    cpl_error_free(error);
    error = NULL;
    options.without = 32;
    GIVES(cpl_substitute(TEXT("𠮷野"), &options, &done, NULL), CPL_BAD_ARGUMENT);
    options.without = 0;
    replacement = original;
    GIVES(cpl_substitute(TEXT("𠮷野"), &options, &done, &error), CPL_BAD_ARGUMENT);
    OK(cpl_error_code(error, &text));
    TRUE(is(text, "own_entry"));
    cpl_error_free(error);
    error = NULL;
    TRUE(done == NULL);
}

static void repairs_and_upgrades(void) {
    static const char OLD[] = "DLTPLAN_202609_5070022016_5070100002_20260826093000.CSV";
    cpl_document *faulty = deletion("202407,=\"505826\",0000100000,2026/09\n"), *mended = NULL, *old = NULL, *upgraded_document = NULL;
    cpl_repaired *repaired = NULL;
    cpl_upgraded *upgraded = NULL;
    const cpl_document *one[1];
    cpl_change change;
    cpl_bytes bytes;
    cpl_text text;
    size_t count = 0;
    at = "repairs";
    change.struct_size = sizeof change;
    OK(cpl_repair(faulty, &repaired, &error));
    OK(cpl_repaired_count(repaired, &count));
    TRUE(count == 3);
    OK(cpl_repaired_get(repaired, 0, CPL_LANG_EN, &change));
    TRUE(is(change.code, "line_ends") && change.text.len > 0);
    OK(cpl_repaired_obstacle(repaired, CPL_LANG_JA, &text));
    TRUE(text.len == 0);
    OK(cpl_repaired_document(repaired, &mended));
    OK(cpl_document_bytes(mended, &bytes));
    TRUE(bytes.len == 33 && memcmp(bytes.data, "202407,505826,0000100000,202609\r\n", 33) == 0);
    OK(cpl_document_read(TEXT(OLD), BYTES("202208,505826,0000100000,202609\r\n"), NULL, &old, &error));
    one[0] = old;
    OK(cpl_upgrade(one, 1, NULL, 0, TEXT("11"), &upgraded, &error));
    OK(cpl_upgraded_count(upgraded, &count));
    TRUE(count == 1);
    OK(cpl_upgraded_source(upgraded, 0, &text));
    TRUE(is(text, OLD));
    OK(cpl_upgraded_change_count(upgraded, 0, &count));
    TRUE(count == 2);
    OK(cpl_upgraded_change(upgraded, 0, 1, CPL_LANG_JA, &text));
    OK(cpl_upgraded_document(upgraded, 0, &upgraded_document));
    OK(cpl_document_name(upgraded_document, &text));
    TRUE(is(text, NAME));
    cpl_document_free(upgraded_document);
    cpl_upgraded_free(upgraded);
    cpl_document_free(old);
    cpl_document_free(mended);
    cpl_repaired_free(repaired);
    cpl_document_free(faulty);
}

static cpl_set *sets(const cpl_groups *groups) {
    cpl_set *set = NULL;
    cpl_set_info group, info;
    cpl_findings *findings = NULL;
    cpl_document *document = NULL;
    size_t count = 0;
    at = "sets";
    group.struct_size = info.struct_size = sizeof info;
    OK(cpl_groups_count(groups, &count));
    TRUE(count == 1);
    OK(cpl_groups_get(groups, 0, &group));
    TRUE(is(group.kind, "use_slip") && group.document_count == 3 && group.has_errors == 0);
    OK(cpl_groups_findings(groups, 0, CPL_LANG_JA, &findings));
    cpl_findings_free(findings);
    OK(cpl_groups_build(groups, 0, &set, &error));
    OK(cpl_set_get(set, &info));
    TRUE(is(info.kind, "use_slip") && is(info.month, "202609") && is(info.receiver, "5070100002") && is(info.receiver_kind, "11"));
    OK(cpl_set_document_count(set, &count));
    TRUE(count == 3);
    OK(cpl_set_document(set, 2, &document));
    GIVES(cpl_set_document(set, 3, &document), CPL_OUT_OF_RANGE);
    OK(cpl_set_findings(set, CPL_LANG_EN, &findings));
    cpl_findings_free(findings);
    cpl_document_free(document);
    return set;
}

// The profile that a folder is read with holds for its files against each other too.
static void profiles(const char *folder) {
    cpl_read_options options;
    cpl_groups *groups = NULL;
    cpl_set_info group;
    cpl_set *set = NULL;
    at = "profiles";
    group.struct_size = sizeof group;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    OK(cpl_group_folder(folder, strlen(folder), &options, &groups, &error));
    OK(cpl_groups_get(groups, 0, &group));
    TRUE(is(group.kind, "use_slip") && group.has_errors == 0);
    OK(cpl_groups_build(groups, 0, &set, &error));
    cpl_set_free(set);
    cpl_groups_free(groups);
    set = NULL;
    options.profile = CPL_PROFILE_STRICT;
    OK(cpl_group_folder(folder, strlen(folder), &options, &groups, &error));
    OK(cpl_groups_get(groups, 0, &group));
    TRUE(is(group.kind, "use_slip") && group.has_errors == 1);
    GIVES(cpl_groups_build(groups, 0, &set, NULL), CPL_SET_REFUSED);
    TRUE(set == NULL);
    cpl_groups_free(groups);
}

static size_t read_into(const char *folder, const char *name, uint8_t *bytes, size_t room) {
    char path[4096];
    FILE *file;
    size_t length;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    TRUE(file != NULL);
    length = fread(bytes, 1, room, file);
    fclose(file);
    return length;
}

static cpl_identity *identity(const char *profile) {
    static uint8_t certificate[65536], key[65536];
    size_t certificate_len = read_into(profile, "certificate.pem", certificate, sizeof certificate);
    size_t key_len = read_into(profile, "private-key.pem", key, sizeof key);
    cpl_identity *made = NULL;
    OK(cpl_identity_read_pair(certificate, certificate_len, key, key_len, NULL, 0, NULL, 0, &made, &error));
    return made;
}

static void envelopes(const cpl_set *set, const char *sender_profile, const char *receiver_profile) {
    static uint8_t roots[65536];
    const cpl_identity *sender[1], *receiver[1];
    const cpl_certificate *recipients[1];
    cpl_identity *own = identity(sender_profile), *theirs = identity(receiver_profile), *none = NULL;
    cpl_certificate *certificate = NULL, *again = NULL, *other = NULL;
    cpl_certificate_info facts;
    cpl_trust_options options;
    cpl_trust *trust = NULL;
    cpl_sealed *sealed = NULL;
    cpl_opened *opened = NULL, *cover = NULL, *proved = NULL;
    cpl_opened_info info;
    cpl_signer signer;
    cpl_receipt *receipt = NULL, *stated = NULL;
    cpl_receipt_info states;
    cpl_document *document = NULL;
    cpl_blob *signed_receipt = NULL, *evidence = NULL;
    cpl_bytes content, sealed_cover, bytes, der;
    cpl_text text, name;
    uint32_t revocation = 99;
    at = "envelopes";
    facts.struct_size = sizeof facts;
    info.struct_size = sizeof info;
    signer.struct_size = sizeof signer;
    states.struct_size = sizeof states;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.roots = roots;
    options.roots_len = read_into(sender_profile, "trust.pem", roots, sizeof roots);
    OK(cpl_trust_new(&options, &trust, &error));
    sender[0] = own;
    receiver[0] = theirs;
    OK(cpl_identity_certificate(theirs, &certificate, &error));
    OK(cpl_certificate_get(certificate, &facts));
    TRUE(is(facts.office, "5070100002") && facts.is_valid_now == 1 && facts.fingerprint.len == 64 && facts.days_left > 0);
    OK(cpl_certificate_der(certificate, &der));
    OK(cpl_certificate_read(der.data, der.len, NULL, 0, &again, &error));
    OK(cpl_certificate_read(der.data, der.len, TEXT("subject.CN"), &other, &error));
    cpl_certificate_free(other);
    other = NULL;
    GIVES(cpl_certificate_read(der.data, der.len, TEXT("subject.CN: kyotaku-{office}"), &other, NULL), CPL_CERTIFICATE_UNTRUSTED);
    GIVES(cpl_certificate_read(der.data, der.len, TEXT("somewhere"), &other, NULL), CPL_TRUST_INVALID);
    OK(cpl_trust_check(trust, again, CPL_USE_SEALING, &revocation, &error));
    TRUE(revocation == CPL_REVOCATION_NOT_CHECKED);
    GIVES(cpl_trust_check(trust, again, 9, &revocation, NULL), CPL_BAD_ARGUMENT);
    recipients[0] = again;
    OK(cpl_seal(sender, 1, trust, recipients, 1, set, TEXT("予定です"), NULL, 0, &sealed, &error));
    OK(cpl_sealed_content(sealed, &content));
    OK(cpl_sealed_cover(sealed, &sealed_cover));
    OK(cpl_open(receiver, 1, trust, CPL_ROLE_RECEIVER, content.data, content.len, &opened, &error));
    OK(cpl_opened_get(opened, &info));
    OK(cpl_sealed_id(sealed, &text));
    TRUE(info.file_count == 3 && is(info.subject, "予定です") && is(info.set, "use_slip"));
    TRUE(text.len == info.id.len && memcmp(text.data, info.id.data, text.len) == 0);
    OK(cpl_sealed_sha256(sealed, &text));
    TRUE(text.len == 64 && memcmp(text.data, info.content_sha256.data, 64) == 0);
    OK(cpl_opened_signer(opened, &signer));
    TRUE(is(signer.office, "5070022016"));
    OK(cpl_opened_file(opened, 0, &name, &bytes));
    OK(cpl_opened_document(opened, 0, &document, &error));
    OK(cpl_document_name(document, &text));
    TRUE(text.len == name.len && memcmp(text.data, name.data, text.len) == 0);
    OK(cpl_open_cover(receiver, 1, trust, CPL_ROLE_RECEIVER, sealed_cover.data, sealed_cover.len, &cover, &error));
    GIVES(cpl_opened_receipt(cover, receiver, 1, &signed_receipt, NULL), CPL_BAD_ARGUMENT);
    GIVES(cpl_open(sender, 1, trust, CPL_ROLE_RECEIVER, content.data, content.len, &proved, NULL), CPL_ENVELOPE_NOT_FOR_US);
    GIVES(cpl_open(receiver, 1, trust, CPL_ROLE_RECEIVER, content.data, content.len / 2, &proved, NULL), CPL_ENVELOPE_MALFORMED);
    OK(cpl_opened_receipt(opened, receiver, 1, &signed_receipt, &error));
    OK(cpl_blob_bytes(signed_receipt, &bytes));
    OK(cpl_receipt_verify(trust, bytes.data, bytes.len, &receipt, &error));
    OK(cpl_receipt_get(receipt, &states));
    TRUE(is(states.receiver, "5070100002") && is(states.sender, "5070022016"));
    OK(cpl_evidence_make(sender, 1, trust, content.data, content.len, bytes.data, bytes.len, &evidence, &error));
    OK(cpl_blob_bytes(evidence, &bytes));
    OK(cpl_evidence_verify(trust, bytes.data, bytes.len, &proved, &stated, &error));
    OK(cpl_opened_get(proved, &info));
    TRUE(info.file_count == 3);
    GIVES(cpl_evidence_verify(trust, bytes.data, bytes.len / 2, NULL, NULL, NULL), CPL_CONTENT_INVALID);
    GIVES(cpl_identity_read(BYTES("no identity"), NULL, 0, NULL, 0, &none, NULL), CPL_IDENTITY_INVALID);
    GIVES(cpl_identity_load(TEXT("no such file.p12"), NULL, 0, NULL, 0, &none, NULL), CPL_FILE_UNREADABLE);
    GIVES(cpl_identity_load(TEXT("no such file.p12"), NULL, 0, TEXT("somewhere"), &none, NULL), CPL_TRUST_INVALID);
    cpl_receipt_free(stated);
    cpl_receipt_free(receipt);
    cpl_opened_free(proved);
    cpl_opened_free(cover);
    cpl_opened_free(opened);
    cpl_sealed_free(sealed);
    cpl_blob_free(evidence);
    cpl_blob_free(signed_receipt);
    cpl_document_free(document);
    cpl_certificate_free(again);
    cpl_certificate_free(certificate);
    cpl_trust_free(trust);
    cpl_identity_free(theirs);
    cpl_identity_free(own);
}

static void store(void) {
    cpl_certificates *all = NULL;
    cpl_certificate_info facts;
    cpl_identity *chosen = NULL;
    size_t count = 0;
    at = "store";
    facts.struct_size = sizeof facts;
    GIVES(cpl_store_certificates(9, NULL, 0, &all, NULL), CPL_BAD_ARGUMENT);
    GIVES(cpl_store_certificates(CPL_STORE_CURRENT_USER, TEXT("somewhere"), &all, NULL), CPL_TRUST_INVALID);
#if defined(_WIN32)
    OK(cpl_store_certificates(CPL_STORE_CURRENT_USER, NULL, 0, &all, &error));
    OK(cpl_certificates_count(all, &count));
    if (count > 0) {
        OK(cpl_certificates_get(all, 0, &facts));
        TRUE(facts.office.len == 10);
        OK(cpl_identity_from_store(CPL_STORE_CURRENT_USER, facts.fingerprint.data, facts.fingerprint.len, NULL, 0, &chosen, &error));
    }
    GIVES(cpl_certificates_get(all, count, &facts), CPL_OUT_OF_RANGE);
#else
    GIVES(cpl_store_certificates(CPL_STORE_CURRENT_USER, NULL, 0, &all, NULL), CPL_UNSUPPORTED);
    GIVES(cpl_certificates_count(all, &count), CPL_NULL_POINTER);
    GIVES(cpl_certificates_get(all, 0, &facts), CPL_NULL_POINTER);
    GIVES(cpl_identity_from_store(CPL_STORE_CURRENT_USER, TEXT("00"), NULL, 0, &chosen, NULL), CPL_UNSUPPORTED);
#endif
    cpl_identity_free(chosen);
    cpl_certificates_free(all);
}

int main(int argc, char **argv) {
    cpl_groups *groups = NULL;
    cpl_set *set;
    if (argc != 6) return 2;
    versions();
    codes();
    layouts();
    options();
    editing(argv[2]);
    images();
    substitutions();
    repairs_and_upgrades();
    OK(cpl_group_folder(argv[1], strlen(argv[1]), NULL, &groups, &error));
    items(groups);
    set = sets(groups);
    profiles(argv[5]);
    envelopes(set, argv[3], argv[4]);
    store();
    cpl_set_free(set);
    cpl_groups_free(groups);
    printf("all right\n");
    return 0;
}
