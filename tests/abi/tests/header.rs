//! The committed header is the one that the sources give, and keeps its promises.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use careplan_abi_tests::golden;
use careplan_abi_tests::header::{blocks, functions, generated, size_of, structs};
use careplan_abi_tests::{library_folder, root, run};

fn committed() -> String {
    fs::read_to_string(root().join("include/careplan.h")).unwrap()
}

/// What the header declares, the two lines of C++ around it left out.
fn declarations() -> Vec<careplan_abi_tests::header::Block> {
    let header = committed();
    let (_, body) = header.split_once("#endif  // __cplusplus\n").unwrap();
    let (body, _) = body.split_once("#if defined(__cplusplus)").unwrap();
    blocks(body)
}

fn declared() -> BTreeSet<String> {
    functions(&declarations())
        .into_iter()
        .map(|function| function.name)
        .collect()
}

/// `CAREPLAN_UPDATE=1 cargo test -p careplan-abi-tests --test header` writes the header and the list of exports anew.
#[test]
fn the_header_is_that_of_the_sources() {
    let generated = generated();
    let path = root().join("include/careplan.h");
    if std::env::var_os("CAREPLAN_UPDATE").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    assert!(
        committed() == generated,
        "include/careplan.h is not that of sdk-ffi: run this test with CAREPLAN_UPDATE=1 and commit the header"
    );
}

/// sdk-ffi/exports.txt only grows: what a program was linked against stays there. Taking a name out of it by hand is what
/// breaks the promise of docs/abi.md.
#[test]
fn no_export_is_ever_lost() {
    let path = root().join("sdk-ffi/exports.txt");
    let listed = fs::read_to_string(&path).unwrap_or_default();
    let mut listed: BTreeSet<String> = listed.lines().map(str::to_owned).collect();
    let exports: BTreeSet<_> = functions(&blocks(&generated()))
        .into_iter()
        .map(|function| function.name)
        .collect();
    let lost: Vec<_> = listed.difference(&exports).collect();
    assert!(
        lost.is_empty(),
        "exports that were there are gone: {lost:?}"
    );
    if std::env::var_os("CAREPLAN_UPDATE").is_some() {
        listed.extend(exports.clone());
        let lines: Vec<_> = listed.iter().map(|name| format!("{name}\n")).collect();
        fs::write(&path, lines.concat()).unwrap();
    }
    assert_eq!(
        listed, exports,
        "new exports: run this test with CAREPLAN_UPDATE=1 and commit sdk-ffi/exports.txt"
    );
}

/// sdk-ffi/abi.txt only grows: signatures, constants, fields and the names of stdcall stay as a program was built with them.
/// Changing a line of it by hand is what breaks the promise of docs/abi.md.
#[test]
fn nothing_that_programs_were_built_with_ever_changes() {
    let path = root().join("sdk-ffi/abi.txt");
    let listed = golden::read(&fs::read_to_string(&path).unwrap_or_default());
    let now = golden::of(&declarations(), &committed());
    let broken = golden::broken(&listed, &now);
    assert!(broken.is_empty(), "no longer what it was: {broken:?}");
    if std::env::var_os("CAREPLAN_UPDATE").is_some() {
        fs::write(&path, golden::written(&now)).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        golden::written(&now) == written,
        "additions to the ABI: run this test with CAREPLAN_UPDATE=1 and commit sdk-ffi/abi.txt"
    );
}

/// What a program can link is what the header declares, and nothing else.
#[test]
fn the_library_exports_what_the_header_declares() {
    let library = library_folder().join("libcareplan.so");
    let symbols = run(Command::new("nm")
        .args(["--dynamic", "--defined-only", "--format=posix"])
        .arg(library));
    let exported: BTreeSet<String> = symbols
        .lines()
        .filter_map(|line| line.split(' ').next().map(str::to_owned))
        .collect();
    let declared: BTreeSet<_> = functions(&blocks(&generated()))
        .into_iter()
        .map(|function| function.name)
        .collect();
    assert!(declared.len() > 100, "{declared:?}");
    assert_eq!(exported, declared);
}

#[test]
fn everything_in_the_header_is_documented() {
    for block in declarations() {
        assert!(
            block.text.starts_with("//"),
            "{} has no documentation",
            block.name
        );
        if !block.text.contains("{\n") {
            continue;
        }
        let mut lines = block
            .text
            .lines()
            .skip_while(|line| !line.ends_with('{'))
            .skip(1)
            .peekable();
        let mut above = "";
        while let Some(line) = lines.next_if(|line| !line.starts_with('}')) {
            let is_field = !line.trim_start().starts_with("//");
            assert!(
                !is_field || above.trim_start().starts_with("//"),
                "{}: {line} has no documentation",
                block.name
            );
            above = line;
        }
    }
}

/// What a call says of itself must be enough to use it: how long a result lives, who frees it.
#[test]
fn what_is_handed_out_says_whose_it_is() {
    let declarations = declarations();
    for function in functions(&declarations) {
        let block = declarations
            .iter()
            .find(|block| block.name == function.name)
            .unwrap();
        let doc: Vec<_> = block
            .text
            .lines()
            .filter(|line| line.starts_with("//"))
            .map(|line| line.trim_start_matches('/').trim())
            .collect();
        let doc = doc.join(" ");
        for (kind, name) in &function.parameters {
            let hands_text = kind == "struct cpl_text *" || kind == "struct cpl_bytes *";
            if hands_text {
                assert!(
                    doc.contains("elong") || doc.contains("static"),
                    "{}: whose is {name}?",
                    function.name
                );
            }
        }
    }
}

/// Only what every language can call: numbers and pointers in, a status or nothing out; the error comes last.
#[test]
fn signatures_are_regular() {
    for function in functions(&declarations()) {
        for (kind, name) in &function.parameters {
            let scalar = matches!(
                kind.as_str(),
                "uint32_t" | "uint64_t" | "size_t" | "int64_t"
            );
            assert!(
                scalar || kind.ends_with('*') || kind.ends_with("_fn"),
                "{}: {kind} {name}",
                function.name
            );
        }
        let error = function
            .parameters
            .iter()
            .position(|(kind, _)| kind == "struct cpl_error **");
        assert!(
            error.is_none_or(|place| place + 1 == function.parameters.len()),
            "{}",
            function.name
        );
    }
}

/// Structs of the caller and of the library begin with their size, but for those that never grow, because others hold them.
#[test]
fn structs_can_grow() {
    let structs = structs(&declarations());
    assert!(structs.len() > 10);
    for one in &structs {
        let (_, first) = &one.fields[0];
        assert!(
            first == "struct_size"
                || ["cpl_text", "cpl_bytes", "cpl_reason"].contains(&one.name.as_str()),
            "{}",
            one.name
        );
        assert!(
            size_of(&one.name, &structs).0.is_multiple_of(8),
            "{} would have padding",
            one.name
        );
    }
}

/// What others hold by value can never grow, so it has no size of its own; what has one is held by nobody.
#[test]
fn structs_that_others_hold_never_grow() {
    let structs = structs(&declarations());
    let fields_of = |name: &str| -> Vec<&str> {
        let one = structs.iter().find(|one| one.name == name).unwrap();
        one.fields.iter().map(|(_, field)| field.as_str()).collect()
    };
    assert_eq!(fields_of("cpl_text"), ["data", "len"]);
    assert_eq!(fields_of("cpl_bytes"), ["data", "len"]);
    assert_eq!(
        fields_of("cpl_reason"),
        ["code", "message_ja", "hint_ja", "message_en", "hint_en"]
    );
    for (kind, field) in structs.iter().flat_map(|one| &one.fields) {
        let held = kind
            .strip_prefix("struct ")
            .filter(|kind| !kind.contains('*'));
        assert!(
            held.is_none_or(|held| ["cpl_text", "cpl_bytes", "cpl_reason"].contains(&held)),
            "{kind} {field}"
        );
    }
}

fn syntax_is_fine(compiler: &str, options: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join(if compiler.contains('+') {
        "header.cpp"
    } else {
        "header.c"
    });
    // Twice: it guards itself.
    fs::write(
        &source,
        "#include \"careplan.h\"\n#include \"careplan.h\"\nint main(void) { return 0; }\n",
    )
    .unwrap();
    let mut command = Command::new(compiler);
    command
        .args(["-fsyntax-only", "-pedantic", "-Wall", "-Wextra", "-Werror"])
        .args(options);
    run(command.arg("-I").arg(root().join("include")).arg(source));
}

fn is_there(compiler: &str) -> bool {
    Command::new(compiler)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The sizes of the structs are asserted in the header itself.
#[test]
fn it_is_c99_c11_and_cpp_on_64_and_32_bits() {
    for (compiler, standards) in [
        ("gcc", ["-std=c99", "-std=c11", "-std=c17"]),
        ("g++", ["-std=c++11", "-std=c++17", "-std=c++20"]),
    ] {
        for standard in standards {
            syntax_is_fine(compiler, &[standard, "-Wconversion", "-Wshadow"]);
        }
    }
    for (compiler, standard) in [
        ("i686-w64-mingw32-gcc", "-std=c99"),
        ("i686-w64-mingw32-g++", "-std=c++17"),
        ("x86_64-w64-mingw32-gcc", "-std=c99"),
        ("x86_64-w64-mingw32-g++", "-std=c++17"),
    ] {
        if is_there(compiler) {
            syntax_is_fine(compiler, &[standard]);
        } else {
            eprintln!("{compiler} is not here: not tried");
        }
    }
}

#[test]
fn versions_come_from_one_source() {
    let header = committed();
    let value = |name: &str| -> String {
        let (_, rest) = header.split_once(&format!("#define {name} ")).unwrap();
        rest.lines().next().unwrap().to_owned()
    };
    let version = ["MAJOR", "MINOR", "PATCH"]
        .map(|part| value(&format!("CPL_VERSION_{part}")))
        .join(".");
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    assert_eq!(value("CPL_ABI_VERSION"), "1");
    assert!(declared().contains("cpl_abi_version"));
}
