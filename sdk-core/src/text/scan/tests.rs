use proptest::prelude::*;

use super::*;
use crate::text::{check, decode, encode};

/// Position, length and kind of the notes on a text.
fn notes(text: &str) -> Vec<(usize, usize, NoteKind)> {
    notes_of(&encode(text).unwrap())
}

fn notes_of(bytes: &[u8]) -> Vec<(usize, usize, NoteKind)> {
    scan(bytes)
        .map(|note| (note.position, note.length, note.kind))
        .collect()
}

#[test]
fn ordinary_text_gives_no_note() {
    for text in [
        "",
        "訪問介護 週2回（月・木）9:00～10:00",
        "本人「まだ家で暮らしたい。」\r\n家族「元気ですか?」",
        "①入浴　②排泄　Ⅲ ㈱ 髙橋 﨑",
        "お元気ですか?はい。",
        "本当??",
        "痛みはない?大丈夫",
        "http://example.jp/?id=1&name=2",
        "A&B, 50&#; &#x; &#12345678;",
        "■入浴\r\n■排泄",
        "食事■自立□介助",
        "゛ の記号",
    ] {
        if text == "本当??" {
            // Kanji and two question marks: rather noted than missed.
            assert_eq!(notes(text), [(3, 2, NoteKind::QuestionMarks)]);
        } else {
            assert_eq!(notes(text), [], "{text}");
        }
    }
}

#[test]
fn control_characters_are_named() {
    assert_eq!(
        notes("a\t\tb\x1A\0\x7F\r\n"),
        [
            (2, 2, NoteKind::Tab),
            (5, 1, NoteKind::Control { code: 0x1A }),
            (6, 1, NoteKind::Control { code: 0 }),
            (7, 1, NoteKind::Control { code: 0x7F }),
        ]
    );
}

#[test]
fn blanks_are_odd_at_the_ends_only() {
    use NoteKind::{LeadingBlank, OnlyBlanks, TrailingBlank};
    assert_eq!(
        notes(" 　あ い　 "),
        [(1, 2, LeadingBlank), (6, 2, TrailingBlank)]
    );
    assert_eq!(notes("　"), [(1, 1, OnlyBlanks)]);
    assert_eq!(notes("  　"), [(1, 3, OnlyBlanks)]);
    // The last two bytes of ァ@ are those of a full-width blank.
    assert_eq!(notes_of(b"\x83\x81\x40"), []);
}

#[test]
fn faulty_bytes_and_gaiji_are_named_where_they_are() {
    use NoteKind::{Gaiji, NotMs932};
    assert_eq!(
        notes_of(b"\x82\xA0\xF0\x40\xF9\xFC"),
        [
            (2, 1, Gaiji { code: 0xF040 }),
            (3, 1, Gaiji { code: 0xF9FC })
        ]
    );
    assert_eq!(
        notes_of(b"\x82 a\x80\xFF\x85\xA0b\x82"),
        [
            (1, 1, NotMs932),
            (4, 1, NotMs932),
            (5, 1, NotMs932),
            (6, 1, NotMs932),
            (8, 1, NotMs932)
        ]
    );
}

#[test]
fn codes_that_windows_does_not_write_are_named() {
    let note = |code, usual| vec![(1, 1, NoteKind::OtherCode { code, usual })];
    // 髙 and 﨑 of NEC's selection, Ⅰ of IBM, ∪ of NEC's row 13; the same characters as Windows writes them.
    assert_eq!(notes_of(b"\xEE\xE0"), note(0xEEE0, 0xFBFC));
    assert_eq!(notes_of(b"\xED\x95"), note(0xED95, 0xFAB1));
    assert_eq!(notes_of(b"\xFA\x4A"), note(0xFA4A, 0x8754));
    assert_eq!(notes_of(b"\x87\x9C"), note(0x879C, 0x81BE));
    assert_eq!(notes("髙﨑Ⅰ∪"), []);
}

#[test]
fn half_width_kana_are_named_once_per_run() {
    assert_eq!(
        notes("ﾔﾏﾀﾞ ﾊﾅ山ｺ"),
        [
            (1, 4, NoteKind::HalfWidthKana),
            (6, 2, NoteKind::HalfWidthKana),
            (9, 1, NoteKind::HalfWidthKana)
        ]
    );
}

#[test]
fn question_marks_in_place_of_characters_are_told_from_questions() {
    let odd = |text: &str| !notes(text).is_empty();
    for lost in [
        "?橋太郎",
        "吉?太郎",
        "吉??",
        "??",
        "???",
        "山田 ?子",
        "さとう??はな",
        "吉?さん",
        "㈱??",
    ] {
        assert!(odd(lost), "{lost}");
    }
    for question in [
        "?",
        "元気ですか?",
        "元気ですか??",
        "元気ですか?はい",
        "便秘?",
        "OK??",
        "何?\r\nはい",
        "いいね? 山",
        "why?なぜ",
    ] {
        assert!(!odd(question), "{question}");
    }
    assert_eq!(notes("吉???さん"), [(2, 3, NoteKind::QuestionMarks)]);
}

#[test]
fn traces_of_replacement_are_named() {
    use NoteKind::{BlackSquare, Geta, LooseVoicingMark, NumericReference};
    assert_eq!(
        notes("&#39641;橋 &#x9AD9;"),
        [(1, 8, NumericReference), (11, 8, NumericReference)]
    );
    assert_eq!(notes("〓〓橋〓"), [(1, 2, Geta), (4, 1, Geta)]);
    assert_eq!(notes("吉■太郎"), [(2, 1, BlackSquare)]);
    assert_eq!(
        notes("か゛は゜ア゛漢゛"),
        [
            (2, 1, LooseVoicingMark),
            (4, 1, LooseVoicingMark),
            (6, 1, LooseVoicingMark)
        ]
    );
}

/// Bytes that are rich in what is noted.
fn odd_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b" ".to_vec()),
        Just(b"\x81\x40".to_vec()),
        Just(b"?".to_vec()),
        Just(b"&#1234;".to_vec()),
        Just(b"\x81\xAC".to_vec()),
        Just(b"\x81\xA1".to_vec()),
        Just(b"\x81\xA0".to_vec()),
        Just(b"\x82\xA9\x81\x4A".to_vec()),
        Just(b"\x88\x9F".to_vec()),
        any::<[u8; 2]>().prop_map(|bytes| bytes.to_vec()),
        any::<u8>().prop_map(|byte| vec![byte]),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn illegal_notes_are_what_check_finds(bytes in odd_bytes()) {
        let illegal = scan(&bytes)
            .any(|note| matches!(note.kind, NoteKind::NotMs932 | NoteKind::Gaiji { .. }));
        prop_assert_eq!(illegal, check(&bytes).is_err());
    }

    #[test]
    fn notes_are_in_order_and_within_the_text(bytes in odd_bytes()) {
        let characters = decode(&bytes).chars().count();
        let mut next = 1;
        for note in scan(&bytes) {
            prop_assert!(note.length > 0 && note.position >= next, "{:?}", note);
            next = note.position + note.length;
        }
        prop_assert!(next <= characters + 1);
    }

    #[test]
    fn positions_are_those_of_the_decoded_text(bytes in odd_bytes()) {
        let characters: Vec<_> = decode(&bytes).chars().collect();
        for note in scan(&bytes) {
            let at = characters[note.position - 1];
            match note.kind {
                NoteKind::NotMs932 => prop_assert!(matches!(at, '\u{FFFD}' | '\u{80}'), "{:?}", note),
                NoteKind::Gaiji { .. } => prop_assert!((0xE000..=0xE757).contains(&(at as u32))),
                NoteKind::Geta => prop_assert_eq!(at, '〓'),
                NoteKind::QuestionMarks => prop_assert_eq!(at, '?'),
                NoteKind::NumericReference => prop_assert_eq!(at, '&'),
                _ => {}
            }
        }
    }
}
