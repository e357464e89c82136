//! `careplan lint` for people.
#![allow(clippy::unwrap_used)]

mod common;

use careplan_core::text::{decode, encode};
use common::{Copy, run, samples, with_item};

#[test]
fn the_faulty_item_is_underlined_below_its_line() {
    let copy = Copy::of(
        "UPPLAN",
        with_item(3, 7, &encode("\"吉\u{8868}\"x").unwrap()),
    );
    let text = copy.lint_text("ja").stdout;
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].starts_with("エラー[CP1203] ") && lines[0].ends_with(".CSV:3 データ 3 件目"),
        "{text}"
    );
    assert!(
        text.contains("× 閉じた「\"」の後ろに文字があります。"),
        "{text}"
    );
    assert!(text.contains("ヒント: 項目全体を"), "{text}");
    let at = lines
        .iter()
        .position(|line| line.starts_with(" 3 │ "))
        .unwrap();
    // 吉 and 表 take two columns each; the mark stands below the x.
    let before = lines[at].find("\"x,").unwrap() + 1;
    let columns = lines[at][..before]
        .chars()
        .map(|c| if c > '\u{2FFF}' { 2 } else { 1 })
        .sum::<usize>();
    let mark = lines[at + 1].chars().position(|c| c == '┬').unwrap();
    assert_eq!(mark, columns, "{text}");
    assert!(lines[at + 2].contains("╰── No. 7 "), "{text}");
}

#[test]
fn english_is_there_on_request() {
    let copy = Copy::of("UPPLAN", with_item(3, 3, b""));
    let text = copy.lint_text("en").stdout;
    assert!(
        text.starts_with("error[CP2010] ") && text.contains(".CSV:3 record 3\n"),
        "{text}"
    );
    assert!(
        text.contains("The mandatory item 被保険者番号 is empty."),
        "{text}"
    );
    assert!(text.contains("hint: Fill it in"), "{text}");
    assert!(
        text.ends_with("Files checked: 1. Errors: 1, warnings: 0, notes: 0.\n"),
        "{text}"
    );
}

#[test]
fn line_numbers_count_lines_and_not_records() {
    let damage = |bytes: Vec<u8>| {
        // The first record has an item of two lines.
        with_item(1, 7, b"\"a\r\nb\"")(with_item(3, 3, b"")(bytes))
    };
    let text = Copy::of("UPPLAN", damage).lint_text("ja").stdout;
    assert!(text.contains(".CSV:4 データ 3 件目"), "{text}");
}

#[test]
fn a_fault_in_every_line_is_shown_three_times_and_counted() {
    let copy = Copy::of("UPPLAN", |bytes| {
        let bytes = (1..=150).fold(bytes, |bytes, record| with_item(record, 2, b"X")(bytes));
        with_item(60, 3, b"")(bytes)
    });
    let text = copy.lint_text("ja").stdout;
    assert_eq!(copy.lint_json().json().len(), 151);
    assert_eq!(text.matches("エラー[CP2037]").count(), 4, "{text}");
    assert!(
        text.contains("No. 2 保険者番号: 同じ指摘がほかに 147 件あります（--all ですべて表示）"),
        "{text}"
    );
    // Other faults are not buried.
    assert_eq!(text.matches("エラー[CP2010]").count(), 1, "{text}");
    let path = copy.path.to_str().unwrap();
    let all = run(&["lint", "--all", path]).stdout;
    assert_eq!(all.matches("エラー[").count(), 151);
    assert!(!all.contains("--all"), "{all}");
}

#[test]
fn at_most_a_hundred_findings_are_shown_and_the_rest_is_counted() {
    let copy = Copy::of("UPSIKYU", |bytes| {
        // Every item of a record wrong: three findings a column.
        let lines = bytes.split_inclusive(|&byte| byte == b'\n');
        let broken = |line: &[u8]| {
            let items = line.split(|&byte| byte == b',').count();
            [vec!["\u{8}"; items].join(","), "\r\n".into()].concat()
        };
        let broken: Vec<String> = lines.take(5).map(broken).collect();
        broken.concat().into_bytes()
    });
    let text = copy.lint_text("ja").stdout;
    let shown = text
        .lines()
        .filter(|line| line.contains(" データ "))
        .count();
    assert_eq!(shown, 100, "{text}");
    assert!(text.contains("件の指摘があります（--all で、1 ファイル 1 万件まで表示します）"));
}

#[test]
fn long_records_are_cut_to_a_readable_width() {
    let value = encode(&format!("\"{}\"", "前後".repeat(2000))).unwrap();
    let copy = Copy::of("UPHOSOKU", |bytes| {
        with_item(2, 7, b"9")(with_item(2, 6, &value)(bytes))
    });
    let text = copy.lint_text("ja").stdout;
    let line = text.lines().find(|line| line.starts_with(" 2 │ ")).unwrap();
    let columns = line
        .chars()
        .map(|c| if c > '\u{2FFF}' { 2 } else { 1 })
        .sum::<usize>();
    assert!(
        (60..=110).contains(&columns) && line.contains('…'),
        "{columns}: {line}"
    );
}

#[test]
fn nothing_steers_the_terminal() {
    let copy = Copy::of("UPPLAN", with_item(3, 8, b"\x1b[31m1\x07"));
    let text = copy.lint_text("ja").stdout;
    assert!(text.contains("␛[31m1␇"), "{text}");
    assert!(!text.contains('\x1b') && !text.contains('\x07'));
}

#[test]
fn notes_are_shown_and_summed_up() {
    let run = run(&["lint", samples().join("export").to_str().unwrap()]);
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout.matches("注記[CP1004]").count(), 3);
    let summary = "確認したファイル 3 件（セット 1 組）: エラー 0 件、警告 0 件、注記 3 件\n";
    assert!(run.stdout.ends_with(summary), "{}", run.stdout);
}

#[test]
fn a_copy_made_on_the_desktop_is_recognised() {
    let original = common::sample("UPPLAN");
    let stem = original.file_stem().unwrap().to_str().unwrap();
    let bytes = std::fs::read(&original).unwrap();
    let copy = Copy::named(&format!("{stem} - コピー.CSV"), bytes);
    let text = copy.lint_text("ja").stdout;
    assert!(text.contains("「- コピー」はコピーの印です"), "{text}");
}

#[test]
fn many_findings_end_with_their_kinds_and_the_next_step() {
    let copy = Copy::of("UPPLAN", |bytes| {
        let bytes = with_item(3, 3, b"")(bytes);
        let text = decode(&bytes).replace('"', "").replace("\r\n", "\n");
        encode(&text).unwrap()
    });
    let text = copy.lint_text("ja").stdout;
    let end = &text[text.find("指摘の内訳:\n").unwrap()..];
    let lines: Vec<&str> = end.lines().collect();
    assert!(
        lines[1].starts_with("  エラー  CP2010      1 件  必須項目「〈項目名〉」が空です。"),
        "{end}"
    );
    assert!(lines[2].starts_with("  警告    CP1205 "), "{end}");
    assert!(
        end.contains("careplan fix で安全に直せるものがあります"),
        "{end}"
    );
    assert!(lines.last().unwrap().starts_with("確認したファイル 1 件"));

    let few = Copy::of("UPPLAN", with_item(3, 3, b""))
        .lint_text("ja")
        .stdout;
    assert!(
        !few.contains("指摘の内訳") && !few.contains("careplan fix"),
        "{few}"
    );
}

#[test]
fn packed_files_are_to_be_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let zip = folder.path().join("UP.ZIP");
    std::fs::write(&zip, b"PK").unwrap();
    let in_folder = run(&["lint", folder.path().to_str().unwrap()]);
    assert_eq!(in_folder.code, 2);
    assert!(
        in_folder.stderr.contains("展開してから"),
        "{}",
        in_folder.stderr
    );
    let named = run(&["lint", zip.to_str().unwrap()]);
    assert!(named.stdout.contains("展開してから"), "{}", named.stdout);
}
