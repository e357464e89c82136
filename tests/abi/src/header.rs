//! The header: how it is made from the sources, and what is in it.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;

use crate::root;

/// One declaration of the header with the comment above it.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it declares.
    pub name: String,
    /// Comment and declaration.
    pub text: String,
}

/// One exported function.
#[derive(Debug, Clone)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// `uint32_t` or `void`.
    pub returns: String,
    /// Its parameters, such as `const char *name`, as type and name.
    pub parameters: Vec<(String, String)>,
}

/// A struct that is not opaque.
#[derive(Debug, Clone)]
pub struct Struct {
    /// Its name.
    pub name: String,
    /// Type and name of each field.
    pub fields: Vec<(String, String)>,
}

/// `include/careplan.h` as the sources of sdk-ffi give it: what cbindgen makes, sorted into the chapters of
/// `sdk-ffi/chapters.txt`, the sizes of the structs behind it, and the twins for stdcall at its end.
pub fn generated() -> String {
    let crate_dir = root().join("sdk-ffi");
    let config = cbindgen::Config::from_file(crate_dir.join("cbindgen.toml")).unwrap();
    let mut made = Vec::new();
    cbindgen::generate_with_config(&crate_dir, config)
        .unwrap()
        .write(&mut made);
    let made = String::from_utf8(made).unwrap();
    let (head, body) = made
        .split_once("#ifdef __cplusplus\nextern \"C\" {\n#endif // __cplusplus\n")
        .unwrap();
    let (body, foot) = body.split_once("\n#ifdef __cplusplus\n").unwrap();
    let (head, before) = head.split_once("#include <stdint.h>\n").unwrap();
    let mut blocks = blocks(before);
    blocks.extend(self::blocks(body));
    let sizes = sizes(&structs(&blocks));
    crate::stdcall::with_twins(&format!(
        "{head}#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif  // __cplusplus\n{}{sizes}\n#ifdef __cplusplus\n{foot}",
        chapters(blocks)
    ))
}

/// The declarations of a header, in its order.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        let part = part.trim_matches('\n');
        let declaration: Vec<_> = part
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let declaration = declaration.join(" ");
        if declaration.is_empty()
            || declaration.starts_with("#if")
            || declaration.starts_with("#endif")
        {
            continue;
        }
        blocks.push(Block {
            name: name(&declaration).to_owned(),
            text: part.to_owned(),
        });
    }
    blocks
}

/// The functions among declarations.
pub fn functions(blocks: &[Block]) -> Vec<Function> {
    blocks.iter().filter_map(function).collect()
}

/// The structs among declarations.
pub fn structs(blocks: &[Block]) -> Vec<Struct> {
    let with_fields = blocks.iter().filter(|block| block.text.contains("{\n"));
    with_fields
        .map(|block| {
            let body = block
                .text
                .split_once("{\n")
                .unwrap()
                .1
                .rsplit_once('}')
                .unwrap()
                .0;
            let lines = body
                .lines()
                .map(str::trim)
                .filter(|line| !line.starts_with("//") && !line.is_empty());
            Struct {
                name: block.name.clone(),
                fields: lines
                    .map(|line| variable(line.trim_end_matches(';')))
                    .collect(),
            }
        })
        .collect()
}

/// How large a struct is: bytes of its own, and words (4 or 8 bytes). A struct with padding is refused: its layout would not
/// be the same with every compiler.
pub fn size_of(name: &str, structs: &[Struct]) -> (usize, usize) {
    let known = structs
        .iter()
        .find(|one| one.name == name)
        .unwrap_or_else(|| panic!("{name} is no struct"));
    let (mut bytes, mut words) = (0, 0);
    for (kind, field) in &known.fields {
        let (more_bytes, more_words, align) = match kind
            .trim_start_matches("const ")
            .trim_start_matches("struct ")
        {
            _ if kind.contains('*') || kind.ends_with("_fn") => (0, 1, 0),
            "size_t" => (0, 1, 0),
            "uint32_t" | "int32_t" => (4, 0, 4),
            "uint64_t" | "int64_t" => (8, 0, 8),
            nested => {
                let (bytes, words) = size_of(nested, structs);
                (bytes, words, 0)
            }
        };
        for word in [4, 8] {
            // What holds a 64-bit number is aligned to 8 on 64 bits and on 32-bit Windows.
            let align = if align == 0 { word } else { align };
            assert_eq!(
                (bytes + words * word) % align,
                0,
                "{name}.{field} needs padding with words of {word} bytes"
            );
        }
        bytes += more_bytes;
        words += more_words;
    }
    let wide = known
        .fields
        .iter()
        .any(|(kind, _)| kind.contains("int64_t"));
    for word in [4, 8] {
        let widest = if wide {
            8
        } else if words > 0 {
            word
        } else {
            4
        };
        assert_eq!(
            (bytes + words * word) % widest,
            0,
            "{name} needs padding at its end with words of {word} bytes"
        );
    }
    (bytes, words)
}

/// Sorts declarations into chapters; what a declaration needs and a later chapter declares comes before it.
fn chapters(blocks: Vec<Block>) -> String {
    let modules = modules();
    let headings = headings();
    let mut by_chapter: BTreeMap<usize, Vec<&Block>> = BTreeMap::new();
    for block in &blocks {
        let module = modules
            .get(&block.name)
            .unwrap_or_else(|| panic!("{} is in no module", block.name));
        let place = headings
            .iter()
            .position(|heading| heading.0 == *module)
            .unwrap_or(headings.len());
        by_chapter.entry(place).or_default().push(block);
    }
    let mut writer = Writer {
        blocks: &blocks,
        written: BTreeSet::new(),
        out: String::new(),
    };
    for (place, blocks) in by_chapter {
        let (ja, en) = headings
            .get(place)
            .map_or(("そのほか", "Others"), |(_, ja, en)| (ja, en));
        let _ = write!(
            writer.out,
            "\n// {}\n// {ja} / {en}\n// {}\n",
            "=".repeat(110),
            "=".repeat(110)
        );
        blocks.into_iter().for_each(|block| writer.write(block));
    }
    writer.out
}

struct Writer<'a> {
    blocks: &'a [Block],
    written: BTreeSet<&'a str>,
    out: String,
}

impl<'a> Writer<'a> {
    fn write(&mut self, block: &'a Block) {
        if !self.written.insert(&block.name) {
            return;
        }
        let code = block
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let words: BTreeSet<_> = code
            .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
            .collect();
        // Functions need types only; a type never needs a function.
        let needed = self
            .blocks
            .iter()
            .filter(|other| words.contains(other.name.as_str()) && other.text.contains("typedef "));
        needed.for_each(|other| self.write(other));
        let _ = write!(self.out, "\n{}\n", block.text);
    }
}

/// Which module of sdk-ffi declares what.
fn modules() -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    for entry in fs::read_dir(root().join("sdk-ffi/src")).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for line in fs::read_to_string(&path).unwrap().lines() {
            for start in [
                "pub const ",
                "pub struct ",
                "pub type ",
                "pub extern \"C\" fn ",
            ] {
                if let Some(rest) = line.strip_prefix(start) {
                    let end = rest
                        .find(|c: char| !c.is_alphanumeric() && c != '_')
                        .unwrap_or(rest.len());
                    modules.insert(rest[..end].to_owned(), module.clone());
                }
            }
        }
    }
    modules
}

fn headings() -> Vec<(String, String, String)> {
    let text = fs::read_to_string(root().join("sdk-ffi/chapters.txt")).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .map(|line| {
            let parts: Vec<_> = line.split('|').map(|part| part.trim().to_owned()).collect();
            let [module, ja, en] = <[String; 3]>::try_from(parts).unwrap();
            (module, ja, en)
        })
        .collect()
}

/// Asserts, at compile time of whoever includes the header, that compiler and library agree on every struct.
fn sizes(structs: &[Struct]) -> String {
    let mut out = format!(
        "\n// {}\n// 構造体の大きさ / Sizes of the structs, 32-bit and 64-bit\n// {}\n\n",
        "=".repeat(110),
        "=".repeat(110)
    );
    out.push_str(
        "#if defined(__cplusplus)\n#define CPL_STATIC_ASSERT_(name, condition) static_assert(condition, #name)\n\
         #elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L\n\
         #define CPL_STATIC_ASSERT_(name, condition) _Static_assert(condition, #name)\n\
         #else\n#define CPL_STATIC_ASSERT_(name, condition) typedef char name##_size_is_right_[(condition) ? 1 : -1]\n#endif\n",
    );
    for one in structs {
        let (bytes, words) = size_of(&one.name, structs);
        let _ = writeln!(
            out,
            "CPL_STATIC_ASSERT_({0}, sizeof({0}) == {bytes} + {words} * sizeof(void *));",
            one.name
        );
    }
    out.push_str("#undef CPL_STATIC_ASSERT_\n");
    out
}

fn name(declaration: &str) -> &str {
    let word = |text: &str| -> usize {
        text.find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(text.len())
    };
    if let Some(rest) = declaration.strip_prefix("#define ") {
        return &rest[..word(rest)];
    }
    if let Some((_, rest)) = declaration
        .split_once("(*cpl_")
        .filter(|_| declaration.starts_with("typedef"))
    {
        let start = declaration.len() - rest.len() - "cpl_".len();
        return &declaration[start..start + word(&declaration[start..])];
    }
    if let Some(rest) = declaration.strip_prefix("typedef struct ") {
        return &rest[..word(rest)];
    }
    let before = declaration.split('(').next().unwrap_or_default();
    before
        .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default()
}

fn function(block: &Block) -> Option<Function> {
    let code: Vec<_> = block
        .text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(str::trim)
        .collect();
    let code = code.join(" ");
    let returns = ["uint32_t", "void"]
        .into_iter()
        .find(|kind| code.starts_with(&format!("{kind} cpl_")))?;
    let parameters = code.split_once('(')?.1.rsplit_once(')')?.0;
    let parameters = parameters
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty() && *one != "void");
    Some(Function {
        name: block.name.clone(),
        returns: returns.to_owned(),
        parameters: parameters.map(variable).collect(),
    })
}

/// Type and name of `const char *name`.
fn variable(text: &str) -> (String, String) {
    let at = text.rfind([' ', '*']).map_or(0, |at| at + 1);
    (text[..at].trim().to_owned(), text[at..].to_owned())
}
