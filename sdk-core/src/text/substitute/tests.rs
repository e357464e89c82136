use proptest::prelude::*;

use super::*;

fn all(text: &str) -> Substituted {
    Substitutions::new().apply(text).unwrap()
}

#[test]
fn each_step_replaces_what_it_is_for() {
    for (text, written, how) in [
        ("8〜10時", "8～10時", How::LookAlike),
        ("−5", "－5", How::LookAlike),
        ("—‖", "―∥", How::LookAlike),
        ("¢£¬¥‾", "￠￡￢￥￣", How::LookAlike),
        ("⻑い", "長い", How::LookAlike),
        ("\u{C5}", "\u{212B}", How::LookAlike),
        ("葛\u{E0100}城", "葛城", How::Dropped),
        ("a\u{200B}b\u{FEFF}", "ab", How::Dropped),
        ("か\u{3099}は\u{309A}", "がぱ", How::Composed),
        ("\u{FA30}\u{F92C}", "侮郎", How::Composed),
        ("㉑入浴", "(21)入浴", How::Compatibility),
        ("ﬁ½㎖", "fi1/2ml", How::Compatibility),
        (
            "Mu\u{308}ller, Müller",
            "Muller, Muller",
            How::Compatibility,
        ),
        ("x\u{30C}", "x", How::Compatibility),
        ("あ\u{3099}", "あ゛", How::Compatibility),
        ("⼀⽇", "一日", How::Compatibility),
        ("噓𠮟", "嘘叱", How::NtaShrink),
        ("𠮷😀\u{E000}", "〓〓〓", How::LastResort),
        ("𠮷\u{E0100}", "〓", How::LastResort),
        ("か\u{301}", "か〓", How::LastResort),
    ] {
        let done = all(text);
        assert_eq!(done.text, written, "{text}");
        let most = done.changes.iter().map(|change| change.how).max();
        assert_eq!(most, Some(how), "{text}");
    }
}

#[test]
fn nothing_runs_into_the_digits_beside_it() {
    for (text, written) in [
        ("m²", "m2"),
        ("10²", "10〓"),
        ("1½杯", "1〓杯"),
        ("½2", "〓2"),
        ("１²", "１〓"),
        ("第㉑条", "第(21)条"),
        ("1❷", "1(2)"),
        ("㉑㉒", "(21)(22)"),
    ] {
        assert_eq!(all(text).text, written);
    }
    let shrunk = Substitutions::new().without(Step::Compatibility);
    assert_eq!(shrunk.apply("㉑").unwrap().text, "２１");
    assert_eq!(shrunk.apply("1㉑").unwrap().text, "1〓");
}

#[test]
fn changes_say_where_and_what() {
    let done = all("髙橋〜葛\u{E0100}\r\n𠮷");
    assert_eq!(done.text, "髙橋～葛\r\n〓");
    let changes: Vec<_> = done
        .changes
        .iter()
        .map(|c| (c.position, &*c.original, &*c.replacement, c.how))
        .collect();
    assert_eq!(
        changes,
        [
            (3, "〜", "～", How::LookAlike),
            (4, "葛\u{E0100}", "葛", How::Dropped),
            (8, "𠮷", "〓", How::LastResort),
        ]
    );
}

#[test]
fn the_callers_table_comes_first_and_its_longest_entry_wins() {
    let substitutions = Substitutions::new()
        .own("\u{E000}", "崎")
        .and_then(|s| s.own("〜", "から"))
        .and_then(|s| s.own("葛\u{E0100}", "葛〔異体字〕"))
        .and_then(|s| s.own("\u{E000}\u{E001}", "山崎"))
        .and_then(|s| s.own("😀", ""))
        .unwrap();
    let done = substitutions
        .apply("\u{E000}\u{E000}\u{E001}葛\u{E0100}葛\u{E0101}1〜2😀\u{E001}")
        .unwrap();
    assert_eq!(done.text, "崎山崎葛〔異体字〕葛1から2〓");
    assert_eq!(done.changes.len(), 7);
    assert_eq!(done.changes[6].position, 12);
}

#[test]
fn entries_that_could_not_work_are_refused() {
    let own = |original, replacement| Substitutions::new().own(original, replacement).err();
    assert_eq!(own("", "x"), Some(OwnEntryError::Empty));
    assert_eq!(own("髙", "高"), Some(OwnEntryError::NotNeeded));
    assert_eq!(own("𠮷", "𠮷"), Some(OwnEntryError::NotMs932));
    assert_eq!(own("𠮷", "\u{E000}"), Some(OwnEntryError::NotMs932));
    assert_eq!(own("葛\u{E0100}", "葛"), None);
}

#[test]
fn steps_can_be_turned_off() {
    for (step, text, written) in [
        (Step::LookAlike, "〜", "〓"),
        (Step::Compose, "葛\u{E0100}", "葛〓"),
        (Step::Compatibility, "ﬁ", "〓"),
        (Step::NtaShrink, "噓", "〓"),
    ] {
        let done = Substitutions::new().without(step).apply(text).unwrap();
        assert_eq!(done.text, written, "{step:?}");
        assert_eq!(done.changes[0].how, How::LastResort);
    }
}

#[test]
fn the_last_resort_can_be_refused() {
    let strict = Substitutions::new().last_resort(LastResort::Refuse);
    assert_eq!(strict.apply("噓〜").unwrap().text, "嘘～");
    assert_eq!(strict.apply("〜吉𠮷"), Err(Refused { position: 3 }));
}

#[test]
fn debug_and_errors_show_no_text() {
    let done = all("秘密〜𠮷");
    let error = Substitutions::new()
        .last_resort(LastResort::Refuse)
        .apply("秘密𠮷")
        .unwrap_err();
    let shown = format!("{done:?} {error:?} {error}");
    assert!(!shown.contains(['秘', '〜', '～', '𠮷']), "{shown}");
}

/// Text that is rich in what the steps are for.
fn odd_text() -> impl Strategy<Value = String> {
    let odd = "[〜−—‖¢£¬¥‾か\u{3099}\u{309A}\u{301}葛\u{E0100}\u{FE0F}\u{200B}㉑²½ﬁ噓𠮷\u{E000}ü⻑⼀Å髙1a]{0,12}";
    prop_oneof![odd, "\\PC*", any::<String>()]
}

fn any_substitutions() -> impl Strategy<Value = Substitutions> {
    let steps = [
        Step::Compose,
        Step::LookAlike,
        Step::Compatibility,
        Step::NtaShrink,
    ];
    proptest::sample::subsequence(steps.to_vec(), 0..=4).prop_map(|steps| {
        steps
            .into_iter()
            .fold(Substitutions::new(), Substitutions::without)
            .own("\u{E000}", "外")
            .unwrap()
    })
}

proptest! {
    #[test]
    fn what_comes_out_encodes(text in odd_text(), substitutions in any_substitutions()) {
        let done = substitutions.apply(&text).unwrap();
        prop_assert!(encode(&done.text).is_ok());
        let again = substitutions.apply(&done.text).unwrap();
        prop_assert_eq!((again.text, again.changes), (done.text, vec![]));
    }

    #[test]
    fn what_encodes_is_not_touched(text in odd_text(), substitutions in any_substitutions()) {
        let done = substitutions.apply(&text).unwrap();
        prop_assert_eq!(done.changes.is_empty(), encode(&text).is_ok());
        if encode(&text).is_ok() {
            prop_assert_eq!(done.text, text);
        }
    }

    #[test]
    fn the_changes_are_all_that_changed(text in odd_text(), substitutions in any_substitutions()) {
        let done = substitutions.apply(&text).unwrap();
        let characters: Vec<_> = text.chars().collect();
        let (mut redone, mut next) = (String::new(), 0);
        for change in &done.changes {
            redone.extend(&characters[next..change.position - 1]);
            let original: Vec<_> = change.original.chars().collect();
            next = change.position - 1 + original.len();
            prop_assert_eq!(&characters[change.position - 1..next], &original[..]);
            redone.push_str(&change.replacement);
        }
        redone.extend(&characters[next..]);
        prop_assert_eq!(redone, done.text);
    }

    #[test]
    fn refusing_is_the_same_as_never_writing_geta(text in odd_text()) {
        let strict = Substitutions::new().last_resort(LastResort::Refuse).apply(&text);
        let done = all(&text);
        let first = done.changes.iter().find(|change| change.how == How::LastResort);
        match first {
            None => prop_assert_eq!(strict, Ok(done)),
            Some(change) => prop_assert_eq!(strict, Err(Refused { position: change.position })),
        }
    }
}
