//! Makes text of the standard out of any text, and says what it changed.

mod report;

use std::collections::BTreeMap;

pub use report::{Change, How, OwnEntryError, Refused, Substituted};

use super::look_alike::look_alike;
use super::normal::{compatible, composed, follows, is_invisible};
use super::shrink::shrink;
use super::{encode, holds};

/// 文字の置き換え: what is written for characters that MS932 cannot hold.
///
/// Text that MS932 holds is never touched. For the rest the steps are tried in this order; each replacement is reported as
/// a [`Change`]:
///
/// 1. the caller's own table ([`own`](Self::own));
/// 2. [`Step::Compose`]: variation selectors (IVS) and other invisible characters go, か + U+3099 → が;
/// 3. [`Step::LookAlike`]: the same character under another code point, 〜 → ～;
/// 4. [`Step::Compatibility`]: a form that says the same, ㉑ → (21), ﬁ → fi, ü → u;
/// 5. [`Step::NtaShrink`]: 国税庁 JIS縮退マップ, 噓 → 嘘;
/// 6. the [`LastResort`]: a visible 〓, or none.
///
/// 外字 (private use, U+E000 and so on) mean something on the sender's machine only, so nothing but the caller's table can
/// replace them before the last resort. 𠮷 and other characters that no table names end there too, and so does what would
/// say something else (10² never becomes 102): nothing is guessed.
///
/// ```
/// use careplan_core::text::Substitutions;
///
/// let substitutions = Substitutions::new().own("𠮷", "吉")?;
/// let done = substitutions.apply("𠮷野〜噓")?;
/// assert_eq!(done.text, "吉野～嘘");
/// assert_eq!(done.changes.len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Substitutions {
    own: BTreeMap<String, String>,
    /// Characters of the longest original of `own`.
    longest: usize,
    without: Vec<Step>,
    last_resort: LastResort,
}

/// 置き換えの手順: a step that a caller can turn off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// Dropping what shows nothing, and composing (NFC).
    Compose,
    /// The same character under another code point.
    LookAlike,
    /// Compatibility forms (NFKC and the like).
    Compatibility,
    /// 国税庁 JIS縮退マップ.
    NtaShrink,
}

/// 最後の手段: what happens to a character that no step replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LastResort {
    /// A visible 〓 (U+3013).
    #[default]
    Geta,
    /// The whole text is refused.
    Refuse,
}

impl Default for Substitutions {
    fn default() -> Self {
        Self::new()
    }
}

impl Substitutions {
    /// All steps, no table of the caller's, 〓 as last resort.
    pub fn new() -> Self {
        Self {
            own: BTreeMap::new(),
            longest: 0,
            without: Vec::new(),
            last_resort: LastResort::default(),
        }
    }

    /// Adds an entry to the caller's own table: an original of one or several characters (a 外字, or a character with its
    /// variation selector), and what is written for it. Of several entries that fit, the longest wins.
    ///
    /// The original must begin with something that MS932 cannot hold; the replacement must be something that it can.
    pub fn own(mut self, original: &str, replacement: &str) -> Result<Self, OwnEntryError> {
        match first_cluster(original) {
            "" => return Err(OwnEntryError::Empty),
            first if first.chars().all(holds) => return Err(OwnEntryError::NotNeeded),
            _ => {}
        }
        encode(replacement).map_err(|_| OwnEntryError::NotMs932)?;
        self.longest = self.longest.max(original.chars().count());
        self.own.insert(original.to_owned(), replacement.to_owned());
        Ok(self)
    }

    /// Turns a step off.
    pub fn without(mut self, step: Step) -> Self {
        self.without.push(step);
        self
    }

    /// Sets the last resort.
    pub fn last_resort(mut self, last_resort: LastResort) -> Self {
        self.last_resort = last_resort;
        self
    }

    /// Replaces what MS932 cannot hold. The result always encodes. The error, with [`LastResort::Refuse`] only, is the first
    /// character that nothing replaces.
    pub fn apply(&self, text: &str) -> Result<Substituted, Refused> {
        let mut done = Substituted::default();
        let (mut rest, mut position) = (text, 1);
        while !rest.is_empty() {
            let taken = self.take(rest, position, &mut done)?;
            position += taken.chars().count();
            rest = rest.get(taken.len()..).unwrap_or_default();
        }
        Ok(done)
    }

    /// Deals with the beginning of `rest` and returns how much of it that was.
    fn take<'t>(
        &self,
        rest: &'t str,
        position: usize,
        done: &mut Substituted,
    ) -> Result<&'t str, Refused> {
        let cluster = first_cluster(rest);
        if cluster.chars().all(holds) {
            done.text.push_str(cluster);
            return Ok(cluster);
        }
        if let Some((original, replacement)) = self.own_entry(rest) {
            done.change(position, original, replacement, How::OwnTable);
            return Ok(original);
        }
        let after = rest
            .get(cluster.len()..)
            .and_then(|after| after.chars().next());
        let neighbours = (done.text.chars().next_back(), after);
        let (replacement, how) = self
            .replace(cluster, neighbours)
            .ok_or(Refused { position })?;
        done.change(position, cluster, &replacement, how);
        Ok(cluster)
    }

    /// The longest entry of the caller's table that `text` begins with.
    fn own_entry<'t>(&self, text: &'t str) -> Option<(&'t str, &str)> {
        let mut found = None;
        for (offset, character) in text.char_indices().take(self.longest) {
            let original = text.get(..offset + character.len_utf8())?;
            if let Some(replacement) = self.own.get(original) {
                found = Some((original, replacement.as_str()));
            }
        }
        found
    }

    /// What is written for a character with its marks, and the most drastic step that it took.
    fn replace(
        &self,
        cluster: &str,
        neighbours: (Option<char>, Option<char>),
    ) -> Option<(String, How)> {
        let (visible, mut how) = match self.has(Step::Compose) {
            true => visible_and_composed(cluster),
            false => (cluster.to_owned(), How::LookAlike),
        };
        let mut written = String::new();
        for character in visible.chars() {
            if holds(character) {
                written.push(character);
                continue;
            }
            let before = written.chars().next_back();
            let form = self.form(character, before, (before.or(neighbours.0), neighbours.1));
            let (form, step) = match form {
                Some(form) => form,
                None if self.last_resort == LastResort::Refuse => return None,
                // One 〓 stands for a character and its marks.
                None if before == Some(GETA) => (String::new(), How::LastResort),
                None => (GETA.to_string(), How::LastResort),
            };
            written.push_str(&form);
            how = how.max(step);
        }
        Some((written, how))
    }

    /// What the first step that knows a character writes for it; `base` is what it is a mark of.
    fn form(
        &self,
        character: char,
        base: Option<char>,
        neighbours: (Option<char>, Option<char>),
    ) -> Option<(String, How)> {
        if let Some(known) = look_alike(character).filter(|_| self.has(Step::LookAlike)) {
            return Some((known.to_string(), How::LookAlike));
        }
        let fits = |form: &String| !runs_into_digits(form, neighbours);
        if self.has(Step::Compatibility) {
            // x̌ has no composed form.
            if follows(character) && base.is_some_and(|base| base.is_ascii_alphabetic()) {
                return Some((String::new(), How::Compatibility));
            }
            if let Some(form) = compatible(character).filter(fits) {
                return Some((form, How::Compatibility));
            }
        }
        shrink(character)
            .filter(|_| self.has(Step::NtaShrink))
            .map(str::to_owned)
            .filter(fits)
            .map(|form| (form, How::NtaShrink))
    }

    fn has(&self, step: Step) -> bool {
        !self.without.contains(&step)
    }
}

const GETA: char = '〓';

/// The first character with the marks that follow it.
fn first_cluster(text: &str) -> &str {
    let end = text
        .char_indices()
        .skip(1)
        .find(|&(_, character)| !follows(character))
        .map_or(text.len(), |(offset, _)| offset);
    text.get(..end).unwrap_or(text)
}

fn visible_and_composed(cluster: &str) -> (String, How) {
    let visible: String = cluster.chars().filter(|&c| !is_invisible(c)).collect();
    let mut how = How::LookAlike;
    if visible.len() < cluster.len() {
        how = How::Dropped;
    }
    // Å (U+212B) is text of the standard and its composed form is not.
    if visible.chars().all(holds) {
        return (visible, how);
    }
    let composed = composed(&visible);
    if composed != visible {
        how = How::Composed;
    }
    (composed, how)
}

/// 10² would become 102, and 1½ 11/2.
fn runs_into_digits(form: &str, (before, after): (Option<char>, Option<char>)) -> bool {
    let digit = |character: Option<char>| {
        character.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    digit(before) && digit(form.chars().next()) || digit(form.chars().next_back()) && digit(after)
}

#[cfg(test)]
mod tests {
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
}
