//! The stdcall twins of the exports, for VB6, VBA and others on 32-bit Windows: made from the sources of sdk-ffi.
//!
//! Every export `cpl_X` has a twin `cpls_X`. A callback would be called by the C convention, which such a host does not
//! have: exports that take one have no twin, and a struct that holds one is refused where the callback is set.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::root;

/// An exported function as the sources declare it.
#[derive(Debug)]
struct Export {
    name: String,
    /// Name and type of each parameter.
    parameters: Vec<(String, String)>,
    returns: String,
}

/// Structs that may hold a callback, by name, with the field.
type Holders = BTreeMap<String, String>;

/// `sdk-ffi/src/stdcall.rs`.
pub fn twins() -> String {
    let sources = sources();
    let (exports, holders) = (exports(&sources), holders(&sources));
    let mut text = HEAD.to_owned();
    let mut checked = BTreeSet::new();
    for export in exports.iter().filter(|export| export.has_twin()) {
        export.write_twin(&holders, &mut text);
        checked.extend(export.holding(&holders).map(|(_, kind)| kind));
    }
    for kind in checked {
        let check = CHECK.replace("KIND", kind).replace("FIELD", &holders[kind]);
        text.push_str(&check);
    }
    text
}

/// The header with the declarations of the twins at its end, for who defines CPL_STDCALL.
pub fn with_twins(header: &str) -> String {
    let mut declared: Vec<(usize, String)> = exports(&sources())
        .iter()
        .filter(|export| export.has_twin())
        .map(|export| declaration(header, &export.name))
        .collect();
    declared.sort();
    let mut section = SECTION.to_owned();
    for (_, declared) in declared {
        section.push_str(&declared.replacen(" cpl_", " __stdcall cpls_", 1));
        section.push('\n');
    }
    section.push_str("#endif\n\n");
    const END: &str = "#ifdef __cplusplus\n}  // extern \"C\"";
    assert_eq!(header.matches(END).count(), 1, "the end of the header");
    header.replace(END, &format!("{section}{END}"))
}

const HEAD: &str = r#"// Generated from the other modules; do not edit. A test compares it (tests/abi/src/stdcall.rs, where the reasons stand).
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpls_, which nobody else uses.

use std::ffi::*;

use crate::*;
"#;

/// A struct that is not as it should be is told by the export itself.
const CHECK: &str = r#"
/// A host with stdcall cannot be called back.
fn no_callback_in_KIND(given: *const KIND) -> Result<(), Failure> {
    match boundary::take_struct(given) {
        Ok(Some(KIND { FIELD: Some(_), .. })) => Err(Failure::of(CPL_BAD_ARGUMENT)),
        _ => Ok(()),
    }
}
"#;

const SECTION: &str = "#if defined(CPL_STDCALL) && defined(_WIN32) && !defined(_WIN64)
// 32-bit Windows, stdcall: define CPL_STDCALL before this file is included. The DLL exports these names as they stand here,
// without decoration, for VB6, VBA and others that have no C convention. Each does what the function without the s does.
// Those that take a callback are missing, as a callback has the C convention: ask for states and lists at intervals instead.
// A struct in which a callback is set gives CPL_BAD_ARGUMENT.
";

impl Export {
    fn has_twin(&self) -> bool {
        !self.parameters.iter().any(|(_, kind)| is_callback(kind))
    }

    /// Parameters that come in as a struct with a callback, with the struct.
    fn holding<'a>(&'a self, holders: &'a Holders) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.parameters.iter().filter_map(|(name, kind)| {
            let kind = kind.strip_prefix("*const ")?;
            holders.contains_key(kind).then_some((&**name, kind))
        })
    }

    fn write_twin(&self, holders: &Holders, text: &mut String) {
        let Self { name, returns, .. } = self;
        let twin = name.replacen("cpl_", "cpls_", 1);
        let names: Vec<&str> = self.parameters.iter().map(|(name, _)| &**name).collect();
        let parameters: String = self
            .parameters
            .iter()
            .map(|(name, kind)| format!("    {name}: {kind},\n"))
            .collect();
        let open = if parameters.is_empty() { "" } else { "\n" };
        let _ = write!(
            text,
            "\n#[unsafe(no_mangle)]\npub extern \"stdcall\" fn {twin}({open}{parameters}){returns} {{\n"
        );
        let error = match names.last() {
            Some(&"error") => "error",
            _ => "std::ptr::null_mut()",
        };
        for (holding, kind) in self.holding(holders) {
            let _ = writeln!(
                text,
                "    let status = boundary::call({error}, || no_callback_in_{kind}({holding}));\n    \
                 if status != CPL_OK {{\n        return status;\n    }}"
            );
        }
        let _ = writeln!(text, "    {name}({})\n}}", names.join(", "));
    }
}

/// The modules of sdk-ffi in the order of their names, without the generated one.
fn sources() -> Vec<String> {
    let mut files = Vec::new();
    collect(&root().join("sdk-ffi/src"), &mut files);
    files.retain(|file| !file.ends_with("stdcall.rs"));
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn exports(sources: &[String]) -> Vec<Export> {
    const BEGIN: &str = "pub extern \"C\" fn cpl_";
    let found = sources.iter().flat_map(|source| {
        // A declaration inside of a comment or a macro does not begin its line.
        let begins = source.match_indices(BEGIN);
        begins
            .filter(|(at, _)| *at == 0 || source[..*at].ends_with('\n'))
            .map(|(at, _)| export(&source[at + BEGIN.len() - "cpl_".len()..]))
    });
    found.collect()
}

/// `cpl_x(name: kind, …) -> u32 { …`
fn export(text: &str) -> Export {
    let (signature, _) = text.split_once('{').unwrap();
    let (name, rest) = signature.split_once('(').unwrap();
    let (parameters, returns) = rest.rsplit_once(')').unwrap();
    let parameters = split_outside(parameters)
        .into_iter()
        .filter_map(|parameter| parameter.split_once(':'))
        .map(|(name, kind)| {
            let kind: Vec<&str> = kind.split_whitespace().collect();
            (name.trim().to_owned(), kind.join(" "))
        })
        .collect();
    Export {
        name: name.to_owned(),
        parameters,
        returns: returns.trim_end().to_owned(),
    }
}

/// At commas that are in no bracket.
fn split_outside(text: &str) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, character) in text.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' if !text[..at].ends_with('-') => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

fn holders(sources: &[String]) -> Holders {
    let mut found = BTreeMap::new();
    for source in sources {
        for text in source.split("\npub struct cpl_").skip(1) {
            let Some((name, body)) = text.split_once(" {\n") else {
                continue;
            };
            let body = body.split("\n}").next().unwrap_or_default();
            let fields = body.lines().map(str::trim);
            for (field, kind) in
                fields.filter_map(|line| line.strip_prefix("pub ")?.split_once(':'))
            {
                if is_callback(kind) {
                    found.insert(format!("cpl_{name}"), field.to_owned());
                }
            }
        }
    }
    found
}

fn is_callback(kind: &str) -> bool {
    kind.contains("extern \"C\" fn")
        || words(kind).any(|word| word.starts_with("cpl_") && word.ends_with("_fn"))
}

fn words(kind: &str) -> impl Iterator<Item = &str> {
    kind.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// What the header says of an export, on one line, and where.
fn declaration(header: &str, name: &str) -> (usize, String) {
    let at = header.find(&format!(" {name}("));
    let at = at.unwrap_or_else(|| panic!("{name} is not in the header"));
    let begin = header[..at].rfind('\n').map_or(0, |at| at + 1);
    let (declared, _) = header[begin..].split_once(';').unwrap();
    let words: Vec<&str> = declared.split_whitespace().collect();
    (begin, format!("{};", words.join(" ")))
}
