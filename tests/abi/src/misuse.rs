//! A C program that calls every function of the header wrongly, made from the header: new functions are in it by themselves.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::header::Function;

/// Calls each function with NULL everywhere, with zeros, with huge lengths and numbers, without and with good handles, from
/// two threads at once. It exits with 1 where a wrong call succeeds, or a failed one wrote into an out-parameter.
pub fn program(functions: &[Function]) -> String {
    let frees = frees(functions);
    let mut calls = String::new();
    let mut count = 0;
    for function in functions
        .iter()
        .filter(|function| function.name != "cpl_abi_version")
    {
        for variant in &VARIANTS {
            if function.returns == "uint32_t" {
                calls.push_str(&call(function, variant, &frees));
                count += 1;
            } else if variant.wrong {
                // Left alone: all of them are used again.
                let other = if function.name == "cpl_cancel_free" {
                    "document"
                } else {
                    "cancel"
                };
                let kind = &function.parameters[0].0;
                let _ = writeln!(
                    calls,
                    "    if (good) {}(({kind})(void *)good->{other});",
                    function.name
                );
                count += 1;
            } else if !variant.outs && !variant.handles {
                let _ = writeln!(calls, "    {}(NULL);", function.name);
                count += 1;
            }
        }
    }
    format!(
        "{PREAMBLE}\nstatic void all_calls(const handles *good) {{\n    (void)good;\n{calls}}}\n{}",
        MAIN.replace("@COUNT@", &count.to_string())
    )
}

/// Makes each function that gives a status panic inside; the status must be CPL_PANIC, and the error object must say so.
pub fn panics(functions: &[Function]) -> String {
    let mut calls = String::new();
    let with_status = functions
        .iter()
        .filter(|function| function.returns == "uint32_t" && function.name != "cpl_abi_version");
    let mut count = 0;
    for function in with_status {
        let has_error = function
            .parameters
            .last()
            .is_some_and(|(kind, _)| kind.contains("cpl_error **"));
        let arguments = function
            .parameters
            .iter()
            .map(|(kind, _)| match kind.as_str() {
                kind if kind.contains("cpl_error **") => "&error",
                kind if kind.contains('*') || kind.ends_with("_fn") => "NULL",
                _ => "0",
            });
        let arguments: Vec<_> = arguments.collect();
        let _ = writeln!(
            calls,
            "    panics(\"{0}\", (cpl_inject_panic(1), {0}({1})), {2});",
            function.name,
            arguments.join(", "),
            u32::from(has_error)
        );
        count += 1;
    }
    // Where nothing can be told, the panic must be gone and nothing else with it.
    for function in functions
        .iter()
        .filter(|function| function.returns == "void")
    {
        let _ = writeln!(
            calls,
            "    cpl_inject_panic(1); {0}(NULL); is_over(\"{0}\");",
            function.name
        );
        count += 1;
    }
    PANICS
        .replace("@CALLS@", &calls)
        .replace("@COUNT@", &count.to_string())
}

struct Variant {
    /// Out-parameters point somewhere.
    outs: bool,
    /// Handles are good where the program knows how to make one.
    handles: bool,
    /// Text and bytes that come in: pointer and length.
    text: (&'static str, &'static str),
    size: &'static str,
    number: &'static str,
    /// No call like this can succeed.
    fails: bool,
    /// Handles are good ones of another kind.
    wrong: bool,
}

const VARIANTS: [Variant; 10] = [
    Variant {
        outs: false,
        handles: false,
        text: ("NULL", "0"),
        size: "0",
        number: "0",
        fails: true,
        wrong: false,
    },
    Variant {
        outs: false,
        handles: false,
        text: ("NULL", "SIZE_MAX"),
        size: "SIZE_MAX",
        number: "UINT32_MAX",
        fails: true,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: false,
        text: ("(const void *)\"x\"", "SIZE_MAX"),
        size: "SIZE_MAX",
        number: "UINT32_MAX",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: false,
        text: ("NULL", "0"),
        size: "0",
        number: "0",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: false,
        text: ("NULL", "SIZE_MAX / 2 + 1"),
        size: "1",
        number: "1",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: false,
        handles: true,
        text: ("NULL", "0"),
        size: "0",
        number: "0",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: true,
        text: ("(const void *)\"\\xff\"", "1"),
        size: "1",
        number: "1",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: true,
        text: ("(const void *)\"x\"", "1"),
        size: "SIZE_MAX",
        number: "UINT32_MAX",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: true,
        text: ("(const void *)\"x\"", "SIZE_MAX"),
        size: "SIZE_MAX / sizeof(void *)",
        number: "0",
        fails: false,
        wrong: false,
    },
    Variant {
        outs: true,
        handles: true,
        text: ("(const void *)\"x\"", "1"),
        size: "0",
        number: "0",
        fails: false,
        wrong: true,
    },
];

/// The types of handles that `handles` in the program has, with the name of the field.
const HANDLES: [&str; 27] = [
    "document",
    "record",
    "findings",
    "codes",
    "layout",
    "file_draft",
    "record_draft",
    "repaired",
    "upgraded",
    "groups",
    "error",
    "cancel",
    // Only where the program is given a profile.
    "office",
    "set",
    "trust",
    "identity",
    "certificate",
    "outgoing",
    "sync_report",
    "sent",
    "received",
    "events",
    "overview",
    "blob",
    "access_head",
    "sealed",
    "opened",
];

fn call(function: &Function, variant: &Variant, frees: &BTreeMap<String, String>) -> String {
    let mut before = String::new();
    let mut after = String::new();
    let mut arguments = Vec::new();
    let (mut followed, mut has_wrong) = (false, false);
    for (place, (kind, name)) in function.parameters.iter().enumerate() {
        let next_is_length = function
            .parameters
            .get(place + 1)
            .is_some_and(|(kind, next)| {
                kind == "size_t"
                    && (next.ends_with("_len") || next == "count" || next.ends_with("_count"))
            });
        let bare = kind
            .trim_start_matches("const ")
            .trim_start_matches("struct ");
        let argument = match bare {
            "uint32_t" => variant.number.to_owned(),
            "uint64_t" | "int64_t" | "int32_t" => "0".to_owned(),
            "size_t" if followed => variant.text.1.to_owned(),
            "size_t" => variant.size.to_owned(),
            _ if bare.ends_with("**") && !kind.starts_with("const ") => {
                let free = frees.get(bare.trim_end_matches(" **"));
                if variant.outs {
                    let _ = write!(before, "{} out_{name} = NULL; ", kind.replace("**", "*"));
                    let free = free
                        .map(String::as_str)
                        .unwrap_or_else(|| panic!("{kind} has no free"));
                    let _ = write!(
                        after,
                        " if (status == CPL_OK || out_{name} != NULL) {free}(out_{name});"
                    );
                    format!("&out_{name}")
                } else {
                    "NULL".to_owned()
                }
            }
            // Text, bytes and arrays that come in.
            _ if kind.starts_with("const ") && next_is_length => match variant.text.0 {
                // An array of handles must hold some; a length that no memory has is refused before one is looked at.
                pointer if bare.contains("cpl_") && !variant.text.1.starts_with("SIZE_MAX") => {
                    let _ = pointer;
                    "NULL".to_owned()
                }
                pointer => pointer.to_owned(),
            },
            // Structs that come in.
            _ if kind.starts_with("const struct") && !is_handle(bare, frees) => {
                if variant.outs { "&zeros" } else { "NULL" }.to_owned()
            }
            _ if is_handle(bare, frees) => {
                let field = bare.trim_start_matches("cpl_").trim_end_matches(" *");
                if variant.wrong {
                    has_wrong = true;
                    let other = if field == "cancel" {
                        "document"
                    } else {
                        "cancel"
                    };
                    format!("({kind})(void *)good->{other}")
                } else if variant.handles && HANDLES.contains(&field) {
                    format!("good->{field}")
                } else {
                    "NULL".to_owned()
                }
            }
            _ if bare.ends_with('*') && bare != "void *" => {
                if variant.outs {
                    let _ = write!(before, "memset(out[{place}], 0x5a, sizeof out[{place}]); ");
                    let _ = write!(
                        after,
                        " unchanged(\"{}\", status, out[{place}]);",
                        function.name
                    );
                    format!("(void *)out[{place}]")
                } else {
                    "NULL".to_owned()
                }
            }
            _ => "NULL".to_owned(),
        };
        followed = next_is_length;
        // A pointer of another kind is fine for C where it comes from void.
        let cast = if argument == "&zeros" {
            format!("({kind})(const void *)&zeros")
        } else {
            argument
        };
        arguments.push(cast);
    }
    format!(
        "    {{ {before}uint32_t status = {}({}); {}{after} (void)status; }}\n",
        function.name,
        arguments.join(", "),
        if variant.fails {
            format!("refused(\"{}\", status);", function.name)
        } else if has_wrong {
            format!("wrong(\"{}\", status);", function.name)
        } else {
            String::new()
        },
    )
}

fn is_handle(bare: &str, frees: &BTreeMap<String, String>) -> bool {
    frees.contains_key(bare.trim_end_matches(" *"))
}

/// Which function frees which type.
fn frees(functions: &[Function]) -> BTreeMap<String, String> {
    let frees = functions
        .iter()
        .filter(|function| function.returns == "void" && function.parameters.len() == 1);
    frees
        .map(|function| {
            let kind = function.parameters[0]
                .0
                .trim_start_matches("struct ")
                .trim_end_matches(" *");
            (kind.to_owned(), function.name.clone())
        })
        .collect()
}

const PREAMBLE: &str = r##"// Made from careplan.h by tests/abi/src/misuse.rs.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "careplan.h"

typedef struct {
    cpl_document *document;
    cpl_record *record;
    cpl_findings *findings;
    cpl_codes *codes;
    cpl_layout *layout;
    cpl_file_draft *file_draft;
    cpl_record_draft *record_draft;
    cpl_repaired *repaired;
    cpl_upgraded *upgraded;
    cpl_groups *groups;
    cpl_error *error;
    cpl_cancel *cancel;
    cpl_office *office;
    cpl_set *set;
    cpl_trust *trust;
    cpl_identity *identity;
    cpl_certificate *certificate;
    cpl_outgoing *outgoing;
    cpl_sync_report *sync_report;
    cpl_sent *sent;
    cpl_received *received;
    cpl_events *events;
    cpl_overview *overview;
    cpl_blob *blob;
    cpl_access_head *access_head;
    cpl_sealed *sealed;
    cpl_opened *opened;
} handles;

static const uint64_t zeros[512];

// Each thread has places of its own to write to.
#define out ((uint64_t (*)[512])places)
static __thread uint64_t places[16][512];

static void refused(const char *call, uint32_t status) {
    if (status == CPL_OK) {
        fprintf(stderr, "%s succeeded with NULL everywhere\n", call);
        exit(1);
    }
}

static void wrong(const char *call, uint32_t status) {
    if (status == CPL_OK || status == CPL_PANIC) {
        fprintf(stderr, "%s with a handle of another kind gave %u\n", call, (unsigned)status);
        exit(1);
    }
}

static void unchanged(const char *call, uint32_t status, const uint64_t *place) {
    size_t i;
    if (status == CPL_OK) return;
    for (i = 0; i < 512; i++) {
        if (place[i] != 0x5a5a5a5a5a5a5a5aULL) {
            fprintf(stderr, "%s failed with %u and wrote into an out-parameter\n", call, (unsigned)status);
            exit(1);
        }
    }
}

static void must(uint32_t status, int line) {
    if (status != CPL_OK) {
        fprintf(stderr, "line %d: status %u\n", line, (unsigned)status);
        exit(1);
    }
}
#define MUST(call) must((call), __LINE__)
"##;

const MAIN: &str = r##"
static void *in_thread(void *good) {
    all_calls(good);
    return NULL;
}

#define NAME "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV"
#define CONTENT "202407,505826,0000100000,202609\n"

static uint8_t *file_of(const char *folder, const char *name, size_t *len) {
    static uint8_t content[3][1 << 14];
    static int next = 0;
    uint8_t *into = content[next++ % 3];
    char path[4096];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    if (file == NULL) exit(1);
    *len = fread(into, 1, sizeof content[0], file);
    fclose(file);
    return into;
}

// What needs the profile of an office, whose relay is not there, and the files of a set.
static void with_profile(handles *good, const char *profile, char **files, int count) {
    cpl_document *documents[8];
    const cpl_identity *own[1];
    const cpl_certificate *recipients[1];
    cpl_trust_options options;
    cpl_bytes content;
    size_t first_len, second_len;
    const uint8_t *first, *second;
    int i;
    if (count > 8) count = 8;
    for (i = 0; i < count; i++) MUST(cpl_document_read_file(files[i], strlen(files[i]), NULL, &documents[i], NULL));
    MUST(cpl_set_build((const cpl_document *const *)documents, (size_t)count, &good->set, NULL));
    for (i = 0; i < count; i++) cpl_document_free(documents[i]);
    MUST(cpl_office_open(profile, strlen(profile), NULL, &good->office, NULL));
    MUST(cpl_office_send(good->office, good->set, NULL, 0, NULL, 0, 0, &good->outgoing, NULL));
    MUST(cpl_office_sync(good->office, NULL, &good->sync_report, NULL));
    MUST(cpl_office_sent(good->office, NULL, &good->sent, NULL));
    MUST(cpl_office_received(good->office, NULL, &good->received, NULL));
    MUST(cpl_office_events(good->office, 0, 10, &good->events, NULL));
    MUST(cpl_office_overview(good->office, &good->overview, NULL));
    MUST(cpl_office_export_access_log(good->office, &good->blob, &good->access_head, NULL));
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.roots = file_of(profile, "trust.pem", &options.roots_len);
    MUST(cpl_trust_new(&options, &good->trust, NULL));
    first = file_of(profile, "certificate.pem", &first_len);
    second = file_of(profile, "private-key.pem", &second_len);
    MUST(cpl_identity_read_pair(first, first_len, second, second_len, NULL, 0, NULL, 0, &good->identity, NULL));
    first = file_of(profile, "../5070100002/certificate.pem", &first_len);
    MUST(cpl_certificate_read(first, first_len, NULL, 0, &good->certificate, NULL));
    own[0] = good->identity;
    recipients[0] = good->certificate;
    MUST(cpl_seal(own, 1, good->trust, recipients, 1, good->set, NULL, 0, NULL, 0, &good->sealed, NULL));
    MUST(cpl_sealed_content(good->sealed, &content));
    MUST(cpl_open(own, 1, good->trust, CPL_ROLE_SENDER, content.data, content.len, &good->opened, NULL));
}

int main(int argc, char **argv) {
    handles good;
    const cpl_document *one[1];
    pthread_t threads[2];
    int i;
    memset(&good, 0, sizeof good);
    MUST(cpl_document_read(NAME, strlen(NAME), (const uint8_t *)CONTENT, strlen(CONTENT), NULL, &good.document, NULL));
    one[0] = good.document;
    MUST(cpl_document_record(good.document, 1, &good.record));
    MUST(cpl_document_findings(good.document, CPL_LANG_JA, &good.findings));
    MUST(cpl_codes_explain("CP2010", 6, CPL_LANG_JA, &good.codes));
    MUST(cpl_document_layout(good.document, &good.layout));
    MUST(cpl_file_draft_of(good.document, &good.file_draft, NULL));
    MUST(cpl_file_draft_record(good.file_draft, 1, &good.record_draft));
    MUST(cpl_repair(good.document, &good.repaired, NULL));
    MUST(cpl_upgrade(one, 1, NULL, 0, NULL, 0, &good.upgraded, NULL));
    MUST(cpl_group(one, 1, &good.groups, NULL));
    MUST(cpl_cancel_new(&good.cancel));
    if (cpl_set_build(NULL, 0, (cpl_set **)NULL, &good.error) == CPL_OK) return 1;
    if (argc > 2) with_profile(&good, argv[1], argv + 2, argc - 2);
    all_calls(&good);
    for (i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, in_thread, &good) != 0) return 1;
    }
    for (i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    cpl_opened_free(good.opened);
    cpl_sealed_free(good.sealed);
    cpl_access_head_free(good.access_head);
    cpl_blob_free(good.blob);
    cpl_overview_free(good.overview);
    cpl_events_free(good.events);
    cpl_received_free(good.received);
    cpl_sent_free(good.sent);
    cpl_sync_report_free(good.sync_report);
    cpl_outgoing_free(good.outgoing);
    cpl_certificate_free(good.certificate);
    cpl_identity_free(good.identity);
    cpl_trust_free(good.trust);
    cpl_set_free(good.set);
    cpl_office_free(good.office);
    cpl_cancel_free(good.cancel);
    cpl_error_free(good.error);
    cpl_groups_free(good.groups);
    cpl_upgraded_free(good.upgraded);
    cpl_repaired_free(good.repaired);
    cpl_record_draft_free(good.record_draft);
    cpl_file_draft_free(good.file_draft);
    cpl_layout_free(good.layout);
    cpl_codes_free(good.codes);
    cpl_findings_free(good.findings);
    cpl_record_free(good.record);
    cpl_document_free(good.document);
    printf("%d wrong calls\n", @COUNT@);
    return 0;
}
"##;

const PANICS: &str = r##"// Made from careplan.h by tests/abi/src/misuse.rs.
#include <stdio.h>
#include <stdlib.h>

#include "careplan.h"

// Only in a library that was built with the feature panic-injection.
#ifdef __cplusplus
extern "C"
#endif
void cpl_inject_panic(uint32_t calls);

static cpl_error *error = NULL;

static void panics(const char *call, uint32_t status, int has_error) {
    uint32_t told = 0;
    cpl_inject_panic(0);
    if (status != CPL_PANIC) {
        fprintf(stderr, "%s panicked and gave %u\n", call, (unsigned)status);
        exit(1);
    }
    if (has_error && (cpl_error_status(error, &told) != CPL_OK || told != CPL_PANIC)) {
        fprintf(stderr, "%s panicked and its error says %u\n", call, (unsigned)told);
        exit(1);
    }
    cpl_error_free(error);
    error = NULL;
}

// Had the call not taken the panic, the next one would.
static void is_over(const char *call) {
    cpl_text version;
    if (cpl_version(&version) != CPL_OK) {
        fprintf(stderr, "%s did not panic\n", call);
        exit(1);
    }
}

int main(void) {
@CALLS@    printf("%d panics\n", @COUNT@);
    return 0;
}
"##;
