//! The committed page of findings is the one that the catalogue gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pages;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use careplan_core::finding::{CheckProfile, Code, Lang, Severity};

const PAGES: [(Lang, &str); 2] = [(Lang::Ja, "findings.ja.md"), (Lang::En, "findings.md")];

/// `CAREPLAN_UPDATE=1 cargo test -p careplan-core --test findings_page` writes the pages anew.
#[test]
fn the_pages_are_those_of_the_catalogue() {
    for (lang, name) in PAGES {
        pages::assert_committed(name, &Page { lang }.text());
    }
}

#[test]
fn every_code_has_an_entry_that_can_be_linked() {
    for (lang, name) in PAGES {
        let page = Page { lang }.text();
        for code in Code::ALL {
            let number = code.as_str();
            let entry = page.split(&format!("\n### {number}\n")).nth(1);
            let entry = entry.unwrap_or_else(|| panic!("{name} lacks {number}"));
            let entry = entry.split("\n#").next().unwrap();
            let link = format!("](#{})", number.to_lowercase());
            assert_eq!(page.matches(&link).count(), 1, "{number}");
            for part in [
                code.readable_message(lang),
                code.readable_hint(lang),
                code.example().to_owned(),
                code.source(lang).to_owned(),
            ] {
                assert!(entry.contains(&part), "{number}: {part}");
            }
        }
    }
}

struct Page {
    lang: Lang,
}

impl Page {
    fn text(&self) -> String {
        let mut page = self.pick(INTRO_JA, INTRO_EN).to_owned();
        let blocks = blocks();
        for codes in blocks.values() {
            self.index(&mut page, codes);
        }
        for codes in blocks.values() {
            writeln!(page, "\n## {}", codes[0].block(self.lang)).unwrap();
            codes.iter().for_each(|code| self.entry(&mut page, *code));
        }
        page
    }

    fn index(&self, page: &mut String, codes: &[Code]) {
        let head = self.pick("| コード | 程度 | 内容 |", "| Code | Severity | Meaning |");
        let block = codes[0].block(self.lang);
        writeln!(page, "\n**{block}**\n\n{head}\n|---|---|---|").unwrap();
        for code in codes {
            let number = code.as_str();
            writeln!(
                page,
                "| [{number}](#{}) | {} | {} |",
                number.to_lowercase(),
                self.severity(code.severity()),
                code.readable_message(self.lang).replace('|', "\\|")
            )
            .unwrap();
        }
    }

    fn entry(&self, page: &mut String, code: Code) {
        let labels = self.pick(
            ["程度", "内容", "直し方", "例", "出典"],
            ["Severity", "Meaning", "How to mend", "Example", "Source"],
        );
        let example = code.example();
        assert!(!example.contains('`'), "{}", code.as_str());
        let values = [
            self.severities(code),
            code.readable_message(self.lang),
            code.readable_hint(self.lang),
            format!("`{example}`"),
            code.source(self.lang).to_owned(),
        ];
        writeln!(page, "\n### {}\n", code.as_str()).unwrap();
        for (label, value) in labels.iter().zip(values) {
            writeln!(page, "- **{label}**: {value}").unwrap();
        }
    }

    /// Where a profile of the SDK says otherwise than the catalogue, that stands behind it.
    fn severities(&self, code: Code) -> String {
        let own = code.severity();
        let mut text = self.severity(own).to_owned();
        for name in CheckProfile::NAMES {
            let profile = CheckProfile::named(name).unwrap();
            let severity = profile.severity(code, None).unwrap();
            if severity != own {
                let severity = self.severity(severity);
                text += &self.pick(
                    format!("（`{name}` では{severity}）"),
                    format!(" (`{name}`: {severity})"),
                );
            }
        }
        text
    }

    fn severity(&self, severity: Severity) -> &'static str {
        self.pick(severity.name_ja(), severity.as_str())
    }

    fn pick<T>(&self, ja: T, en: T) -> T {
        self.lang.pick(ja, en)
    }
}

/// The codes by the first four characters of their numbers.
fn blocks() -> BTreeMap<&'static str, Vec<Code>> {
    let mut blocks: BTreeMap<_, Vec<Code>> = BTreeMap::new();
    for &code in Code::ALL {
        blocks.entry(&code.as_str()[..4]).or_default().push(code);
    }
    blocks
}

const INTRO_JA: &str = "# 指摘の一覧

[English](findings.md)

確認で出る指摘のすべてです。`careplan explain CP2010` でも同じ内容を表示できます。〈…〉 には、指摘のときに実際の値や名前が入ります。

- **エラー**: 標準仕様に反しています。厳密なソフトは取り込みません。エラーのあるファイルは送れません。
- **警告**: 標準仕様には反しないか、標準仕様が明確ではありませんが、取り込めないソフトがあります。
- **注記**: 知っておくとよいことです。

程度は確認プロファイルで変えられます。`careplan lint --profile` に `standard`（下の表のとおり）、`strict`（標準仕様が不明確なもの以外、警告をすべてエラーにする）、
`lenient`（失われるものなく読み取れるものを警告にする）のどれか、または TOML ファイルを指定します。

```toml
base = \"standard\"          # standard、strict、lenient

[severity]
CP1106 = \"error\"           # error、warning、note、off（指摘しない）

[[receiver]]                # この送信先のソフトだけ
office = \"5070100002\"
kind = \"11\"                # 省略すると、すべてのサービス種類
severity = { CP1205 = \"error\" }
```

エラーを軽くしたり off にしたりすると、相手のソフトが取り込めないファイルが通ることがあります。そうしてよいかは、プロファイルを書く人が判断してください。

<!-- このページは指摘のカタログから作っています。直すときは sdk-core/findings/ を直し、CAREPLAN_UPDATE=1 cargo test -p careplan-core --test findings_page を実行します。 -->

## 目次
";

const INTRO_EN: &str = "# Findings

[日本語](findings.ja.md)

Everything that a check may say. `careplan explain CP2010` shows the same. ‹…› stands for a value or name that the finding fills in.

- **error**: against the standard; a strict importer refuses it. A file with errors cannot be sent.
- **warning**: legal, or unclear in the standard, but some importer may stumble.
- **note**: worth knowing.

A check profile changes severities. `careplan lint --profile` takes `standard` (as below), `strict` (every warning is an error, except where the standard is unclear),
`lenient` (what can be read without loss is a warning), or a TOML file:

```toml
base = \"standard\"          # standard, strict, lenient

[severity]
CP1106 = \"error\"           # error, warning, note, off (not told)

[[receiver]]                # only for this partner
office = \"5070100002\"
kind = \"11\"                # without it, every kind of service
severity = { CP1205 = \"error\" }
```

To make less of an error, or to turn it off, may let a file through that the partner's importer refuses. That is the decision of whoever writes the profile.

<!-- This page is made from the catalogue of findings. Change sdk-core/findings/ and run CAREPLAN_UPDATE=1 cargo test -p careplan-core --test findings_page. -->

## Contents
";
