//! docs/reference.md and docs/reference.ja.md, made from the header: its comments in its chapters, an index by function, and
//! every status with its words.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use crate::header::{Block, blocks};
use crate::japanese::Japanese;
use crate::root;

/// The language of a page: what the header says, or the Japanese of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// 日本語.
    Ja,
    /// English.
    En,
}

/// One page.
pub fn page(lang: Lang) -> String {
    let header = fs::read_to_string(root().join("include/careplan.h")).unwrap();
    Page::of(lang, &header).text(&header)
}

struct Chapter {
    heading: String,
    blocks: Vec<Block>,
}

struct Page {
    lang: Lang,
    chapters: Vec<Chapter>,
    /// What has an entry of its own.
    entries: BTreeSet<String>,
    japanese: Japanese,
}

impl Page {
    fn of(lang: Lang, header: &str) -> Self {
        let (_, body) = header.split_once("#endif  // __cplusplus\n").unwrap();
        let (body, _) = body.split_once("#if defined(__cplusplus)").unwrap();
        let line = format!("// {}\n", "=".repeat(110));
        let parts: Vec<_> = body.split(line.as_str()).skip(1).collect();
        let chapters = parts.chunks_exact(2).map(|part| {
            let (ja, en) = part[0].trim_start_matches("// ").split_once(" / ").unwrap();
            let heading = match lang {
                Lang::Ja => ja,
                Lang::En => en,
            };
            Chapter {
                heading: heading.trim().to_owned(),
                blocks: blocks(part[1]),
            }
        });
        // The last one is the sizes of the structs, which compilers read.
        let mut chapters: Vec<_> = chapters.collect();
        chapters.retain(|chapter| !chapter.blocks.is_empty());
        let entries = chapters
            .iter()
            .flat_map(|chapter| &chapter.blocks)
            .filter(|block| !is_constant(block))
            .map(|block| block.name.clone());
        let entries = entries.collect();
        let japanese = match lang {
            Lang::Ja => Japanese::read(),
            Lang::En => Japanese::default(),
        };
        Self {
            lang,
            chapters,
            entries,
            japanese,
        }
    }

    fn text(&self, header: &str) -> String {
        let mut out = self.pick(INTRO_JA, INTRO_EN).to_owned();
        let _ = writeln!(out, "\n## {}\n", self.pick("約束ごと", "Conventions"));
        conventions(header, self.lang)
            .iter()
            .for_each(|each| self.item(&mut out, each));
        self.contents(&mut out);
        for chapter in &self.chapters {
            let _ = writeln!(out, "\n## {}", chapter.heading);
            self.chapter(&mut out, &chapter.blocks);
        }
        self.statuses(&mut out);
        self.index(&mut out);
        out
    }

    fn item(&self, out: &mut String, text: &str) {
        let _ = writeln!(out, "- {}", self.linked(text));
    }

    fn contents(&self, out: &mut String) {
        let _ = writeln!(out, "\n## {}\n", self.pick("章", "Chapters"));
        let all = (self.chapters.iter().map(|chapter| chapter.heading.as_str()))
            .chain([self.statuses_heading(), self.index_heading()]);
        for heading in all {
            let anchor = heading.to_lowercase().replace(' ', "-");
            let _ = writeln!(out, "- [{heading}](#{anchor})");
        }
    }

    fn chapter(&self, out: &mut String, blocks: &[Block]) {
        let mut in_table = false;
        for block in blocks {
            if !is_constant(block) {
                in_table = false;
                self.entry(out, block);
                continue;
            }
            if !in_table {
                let head = self.pick("定数 | 値 | 意味", "Constant | Value | Meaning");
                let _ = writeln!(out, "\n| {head} |\n|---|---|---|");
                in_table = true;
            }
            let value = code(block).rsplit(' ').next().unwrap().to_owned();
            let about = self.cell(&self.about(block).join(" "));
            let _ = writeln!(out, "| `{}` | {value} | {about} |", block.name);
        }
    }

    fn entry(&self, out: &mut String, block: &Block) {
        let _ = writeln!(out, "\n### {}\n", block.name);
        let code = code(block);
        if let Some((_, fields)) = code.split_once("{\n") {
            for paragraph in self.about(block) {
                let _ = writeln!(out, "{}\n", self.linked(&paragraph));
            }
            self.fields(out, fields, block);
            return;
        }
        if code.contains('(') {
            let _ = writeln!(out, "```c\n{}\n```\n", plain(&code));
        }
        let text: Vec<_> = self
            .about(block)
            .iter()
            .map(|paragraph| self.linked(paragraph))
            .collect();
        let _ = writeln!(out, "{}", text.join("\n\n"));
    }

    /// What the header says above a declaration, in the language of the page.
    fn about(&self, block: &Block) -> Vec<String> {
        match self.lang {
            Lang::Ja => self.japanese.paragraphs(&block.name),
            Lang::En => None,
        }
        .unwrap_or_else(|| paragraphs(&block.text))
    }

    fn fields(&self, out: &mut String, fields: &str, block: &Block) {
        let head = self.pick("項目 | 型 | 意味", "Field | Type | Meaning");
        let _ = writeln!(out, "| {head} |\n|---|---|---|");
        let (_, inside) = block.text.split_once("{\n").unwrap();
        let mut about = String::new();
        for line in inside.lines().map(str::trim) {
            if let Some(comment) = line.strip_prefix("//") {
                about = format!("{about} {}", comment.trim());
            } else if fields.contains(line) && line.ends_with(';') && !line.starts_with('}') {
                let line = plain(line.trim_end_matches(';'));
                let at = line.rfind([' ', '*']).unwrap() + 1;
                let (kind, name) = (line[..at].trim(), &line[at..]);
                if let Some(text) = self.japanese.paragraphs(&format!("{}.{name}", block.name)) {
                    about = text.join(" ");
                }
                let _ = writeln!(
                    out,
                    "| `{name}` | {} | {} |",
                    self.linked_type(kind),
                    self.cell(about.trim())
                );
                about.clear();
            }
        }
    }

    fn statuses(&self, out: &mut String) {
        let _ = writeln!(out, "\n## {}\n", self.statuses_heading());
        let intro = self.pick(
            "エラーオブジェクトがないときに `cpl_status_message` が返す文です。`cpl_error` があれば、その文の方が詳しく書かれています。",
            "What `cpl_status_message` says where there is no error object; a `cpl_error` knows more.",
        );
        let head = self.pick(
            "番号 | 状態 | 分類 | 何が起きたか | 次に何をするか",
            "Number | Status | Category | What happened | What to do",
        );
        let _ = writeln!(
            out,
            "{}\n\n| {head} |\n|---|---|---|---|---|",
            self.linked(intro)
        );
        let number_of = |name: &str| -> String {
            let all = self.chapters.iter().flat_map(|chapter| &chapter.blocks);
            let mut named = all.filter(|block| block.name == name).map(code);
            let declared = named
                .next()
                .unwrap_or_else(|| panic!("{name} is no constant"));
            declared.rsplit(' ').next().unwrap().to_owned()
        };
        for [name, category, ja, hint_ja, en, hint_en] in status_table() {
            let [said, hint] = match self.lang {
                Lang::Ja => [ja, hint_ja],
                Lang::En => [en, hint_en],
            };
            let category = category.trim_start_matches("CPL_CATEGORY_");
            let _ = writeln!(
                out,
                "| {} | `{name}` | {category} | {} | {} |",
                number_of(&name),
                self.cell(&said),
                self.cell(&hint)
            );
        }
    }

    fn index(&self, out: &mut String) {
        let head = self.pick("関数 | 何をするか", "Function | What it does");
        let _ = writeln!(
            out,
            "\n## {}\n\n| {head} |\n|---|---|",
            self.index_heading()
        );
        let all = self.chapters.iter().flat_map(|chapter| &chapter.blocks);
        let functions = all.filter(|block| {
            let code = code(block);
            code.starts_with("uint32_t ") || code.starts_with("void ")
        });
        let mut functions: Vec<_> = functions.collect();
        functions.sort_by(|one, next| one.name.cmp(&next.name));
        for block in functions {
            let text = self.about(block).join(" ");
            let end = if text.contains('。') { "。" } else { ". " };
            let first = text.split_inclusive(end).next();
            let first = first.unwrap_or_default().trim();
            let about = self.cell(first.trim_end_matches(['.', '。']));
            let _ = writeln!(out, "| [`{0}`](#{0}) | {about} |", block.name);
        }
    }

    fn statuses_heading(&self) -> &'static str {
        self.pick("状態の一覧", "All statuses")
    }

    fn index_heading(&self) -> &'static str {
        self.pick("関数の索引", "Index of functions")
    }

    fn pick<'a>(&self, ja: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    fn cell(&self, text: &str) -> String {
        self.linked(text).replace('|', "\\|")
    }

    /// Names of the header are links to their entries, or at least code.
    fn linked(&self, text: &str) -> String {
        let mut out = String::new();
        for (place, part) in text.split('`').enumerate() {
            if place % 2 == 1 {
                out.push_str(&self.name(part));
                continue;
            }
            let mut rest = part;
            while let Some(at) = rest.find(['c', 'C']) {
                let (before, from) = rest.split_at(at);
                let end = from.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '…'));
                let (word, behind) = from.split_at(end.unwrap_or(from.len()));
                let begins = !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
                out.push_str(before);
                match begins && (word.starts_with("cpl_") || word.starts_with("CPL_")) {
                    true => out.push_str(&self.name(word)),
                    false => out.push_str(word),
                }
                rest = behind;
            }
            out.push_str(rest);
        }
        out
    }

    fn name(&self, name: &str) -> String {
        match self.entries.contains(name) {
            true => format!("[`{name}`](#{name})"),
            false => format!("`{name}`"),
        }
    }

    fn linked_type(&self, kind: &str) -> String {
        let word = kind
            .trim_start_matches("const ")
            .trim_end_matches(['*', ' ']);
        match self.entries.contains(word) {
            true => format!("[`{kind}`](#{word})"),
            false => format!("`{kind}`"),
        }
    }
}

/// The sentences at the head of the header, each with the lines that go on with it.
fn conventions(header: &str, lang: Lang) -> Vec<String> {
    let (ja, en) = header.split_once("// Conventions\n").unwrap();
    let text = match lang {
        Lang::Ja => {
            ja.split_once("// 約束ごと")
                .unwrap()
                .1
                .split_once('\n')
                .unwrap()
                .1
        }
        Lang::En => en.split_once("\n\n").unwrap().0,
    };
    let mut all: Vec<String> = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("// ")) {
        match (line.strip_prefix("  "), all.last_mut()) {
            (Some(more), Some(last)) => {
                if lang == Lang::En {
                    last.push(' ');
                }
                last.push_str(more.trim());
            }
            _ => all.push(line.trim().to_owned()),
        }
    }
    all
}

/// Name, category and the four texts of each status, from where they are written down.
fn status_table() -> Vec<[String; 6]> {
    let source = fs::read_to_string(root().join("sdk-ffi/src/status_table.rs")).unwrap();
    let (_, table) = source.split_once("\nstatuses! {\n").unwrap();
    let (table, _) = table.split_once("\n}\n").unwrap();
    let rows = table.split("    CPL_").filter(|row| !row.trim().is_empty());
    rows.map(|row| {
        let (names, texts) = row.split_once('\n').unwrap();
        let (name, category) = names.split_once(' ').unwrap();
        let mut texts = texts.split('"').skip(1).step_by(2);
        let mut text = || texts.next().unwrap().to_owned();
        [
            format!("CPL_{name}"),
            category.to_owned(),
            text(),
            text(),
            text(),
            text(),
        ]
    })
    .collect()
}

fn is_constant(block: &Block) -> bool {
    code(block).starts_with("#define ")
}

/// A declaration without its comments.
fn code(block: &Block) -> String {
    let lines = block.text.lines();
    let code: Vec<_> = lines
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    code.join("\n")
}

/// C as people write it: the types are typedefs, so `struct` says nothing.
fn plain(code: &str) -> String {
    code.replace("struct ", "")
}

/// The comment above a declaration, a paragraph each.
fn paragraphs(text: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    for line in text.lines().map_while(|line| line.strip_prefix("//")) {
        match (line.trim(), all.last_mut()) {
            ("", _) => all.push(String::new()),
            (line, Some(last)) if last.is_empty() => last.push_str(line),
            (line, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => {}
        }
    }
    all.retain(|paragraph| !paragraph.is_empty());
    all
}

const INTRO_JA: &str = "# C ABI リファレンス

[English](reference.md)

[include/careplan.h](../include/careplan.h) の関数、構造体、定数の一覧です。ヘッダーの説明は英語で、ここにあるのはその日本語です。初めての方は[10 分で最初の送受信](ten-minutes.ja.md)から、スレッド・コールバック・メモリーの扱いは[呼び出しの決まり](calling.ja.md)、変わらないことは [C ABI とその約束](abi.ja.md)をお読みください。

<!-- ヘッダーから作ったページです。CAREPLAN_UPDATE=1 cargo test -p careplan-abi-tests --test reference で書き直します。 -->
";

const INTRO_EN: &str = "# C ABI reference

[日本語](reference.ja.md)

The functions, structs and constants of [include/careplan.h](../include/careplan.h). Begin with [ten minutes to the first message](ten-minutes.md); [calling](calling.md) tells of threads, callbacks and memory, and [the C ABI and its promise](abi.md) of what stays as it is.

<!-- Made from the header: CAREPLAN_UPDATE=1 cargo test -p careplan-abi-tests --test reference writes it anew. -->
";
