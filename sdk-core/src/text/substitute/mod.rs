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
        let (mut rest, mut position, mut cluster) = (text, 1, "");
        while !rest.is_empty() {
            // What an own entry leaves of a character with its marks is not looked for again: there may be many marks.
            if cluster.is_empty() {
                cluster = first_cluster(rest);
            }
            let taken = self.take(rest, cluster, position, &mut done)?;
            position += taken.chars().count();
            rest = rest.get(taken.len()..).unwrap_or_default();
            cluster = cluster.get(taken.len()..).unwrap_or_default();
        }
        Ok(done)
    }

    /// Deals with the beginning of `rest` and returns how much of it that was.
    fn take<'t>(
        &self,
        rest: &'t str,
        cluster: &'t str,
        position: usize,
        done: &mut Substituted,
    ) -> Result<&'t str, Refused> {
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
mod tests;
