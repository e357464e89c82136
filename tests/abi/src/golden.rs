//! What a program that was built with the header relies on, a line each: signatures, constants, the fields of structs, and
//! the names that callers of stdcall link to.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;

use crate::header::{Block, functions, structs};

/// By name; `cpl_office_open` or `CPL_OK` or, with the bytes of its arguments, `cpls_office_open@20`.
pub type Golden = BTreeMap<String, String>;

/// Of a header: its declarations, and its whole text for the twins.
pub fn of(declarations: &[Block], header: &str) -> Golden {
    let mut golden = Golden::new();
    for function in functions(declarations) {
        let kinds: Vec<_> = function
            .parameters
            .iter()
            .map(|(kind, _)| kind.as_str())
            .collect();
        let line = format!("{} ({})", function.returns, kinds.join(", "));
        golden.insert(function.name, line);
    }
    for one in structs(declarations) {
        let fields = one
            .fields
            .iter()
            .map(|(kind, name)| format!("{kind} {name}; "));
        golden.insert(one.name, format!("{{ {}}}", fields.collect::<String>()));
    }
    for block in declarations {
        let code: Vec<_> = block
            .text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let code = code.join(" ");
        if let Some(constant) = code.strip_prefix("#define ") {
            let (name, value) = constant.split_once(' ').unwrap();
            // The version is what changes with every release.
            if !name.starts_with("CPL_VERSION_") {
                golden.insert(name.to_owned(), value.trim().to_owned());
            }
        } else if let Some(callback) = code.strip_prefix("typedef void (*") {
            let (name, parameters) = callback.split_once(')').unwrap();
            golden.insert(
                name.to_owned(),
                format!("void (*){}", parameters.trim_end_matches(';')),
            );
        }
    }
    golden.extend(twins(header));
    golden
}

fn twins(header: &str) -> impl Iterator<Item = (String, String)> {
    header.lines().filter_map(|line| {
        let (returns, rest) = line.split_once(" __stdcall ")?;
        let (name, parameters) = rest.strip_suffix(");")?.split_once('(')?;
        let bytes: usize = parameters
            .split(", ")
            .filter(|parameter| *parameter != "void")
            .map(|parameter| match parameter {
                wide if wide.starts_with("uint64_t ") || wide.starts_with("int64_t ") => 8,
                _ => 4,
            })
            .sum();
        Some((format!("{name}@{bytes}"), returns.to_owned()))
    })
}

/// One line each, sorted by name.
pub fn written(golden: &Golden) -> String {
    golden
        .iter()
        .map(|(name, what)| format!("{name}: {what}\n"))
        .collect()
}

/// What was written.
pub fn read(text: &str) -> Golden {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, what)| (name.to_owned(), what.to_owned()))
        .collect()
}

/// What of `before` is not kept: gone, or another than it was. A struct may have more fields at its end.
pub fn broken<'a>(before: &'a Golden, now: &Golden) -> Vec<&'a str> {
    let kept = |name: &str, what: &str| {
        now.get(name).is_some_and(|now| {
            now == what || (what.starts_with('{') && now.starts_with(what.trim_end_matches('}')))
        })
    };
    let broken = before.iter().filter(|(name, what)| !kept(name, what));
    broken.map(|(name, _)| name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::header::blocks;

    const BEFORE: &str = "// a\n#define CPL_A 1\n\n// s\ntypedef struct cpl_s {\n    // x\n    uint32_t x;\n} cpl_s;\n\n\
        // f\nuint32_t cpl_f(const struct cpl_s *s, size_t *n);\n";

    fn golden(text: &str) -> Golden {
        of(
            &blocks(text),
            "uint32_t __stdcall cpls_f(const struct cpl_s *s, uint64_t n);\n",
        )
    }

    #[test]
    fn additions_keep_it_and_changes_break_it() {
        let before = golden(BEFORE);
        assert_eq!(read(&written(&before)), before);
        assert!(before.contains_key("cpls_f@12"), "{before:?}");
        let with = |from: &str, to: &str| golden(&BEFORE.replace(from, to));
        let grown = with("uint32_t x;\n", "uint32_t x;\n    // y\n    uint32_t y;\n");
        assert!(broken(&before, &grown).is_empty());
        assert_eq!(broken(&grown, &before), ["cpl_s"]);
        assert_eq!(broken(&before, &with("CPL_A 1", "CPL_A 2")), ["CPL_A"]);
        assert_eq!(
            broken(&before, &with("size_t *n", "uint32_t *n")),
            ["cpl_f"]
        );
        assert_eq!(
            broken(&before, &with("uint32_t x;", "uint64_t x;")),
            ["cpl_s"]
        );
        assert_eq!(broken(&before, &with("cpl_f(", "cpl_g(")), ["cpl_f"]);
    }
}
