//! Finds offices by a part of their name, however many there are.
//!
//! Held in memory: pairs of neighbouring characters lead to the offices whose names hold them. A name in Japanese may be
//! looked for by two characters, which is too short for the databases' own indexes of three.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use careplan_core::number::OfficeNumber;
use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization;

/// The index that is in use.
#[derive(Default)]
pub(super) struct NamesInUse {
    current: RwLock<Arc<Names>>,
    making: Mutex<()>,
}

impl NamesInUse {
    /// The index of this version. While somebody else is making it the one before will do, if there is one.
    pub(super) fn of_version<E>(
        &self,
        version: i64,
        make: impl FnOnce() -> Result<Names, E>,
    ) -> Result<Arc<Names>, E> {
        let known = self.current();
        if known.version == version {
            return Ok(known);
        }
        let _making = match self.making.try_lock() {
            Ok(making) => making,
            Err(_) if known.version != 0 => return Ok(known),
            Err(_) => self.making.lock().unwrap_or_else(PoisonError::into_inner),
        };
        let known = self.current();
        if known.version == version {
            return Ok(known);
        }
        let names = Arc::new(make()?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = names.clone();
        Ok(names)
    }

    fn current(&self) -> Arc<Names> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Names of all offices at one version of the directory.
#[derive(Default)]
pub(super) struct Names {
    version: i64,
    /// By number.
    offices: Vec<(OfficeNumber, Box<str>)>,
    /// Places in `offices`, ascending.
    singles: HashMap<char, Vec<u32>, RandomState>,
    pairs: HashMap<(char, char), Vec<u32>, RandomState>,
}

impl Names {
    /// The index of these offices.
    pub(super) fn new(
        version: i64,
        offices: impl IntoIterator<Item = (OfficeNumber, String)>,
    ) -> Self {
        let mut offices: Vec<_> = offices
            .into_iter()
            .map(|(number, name)| (number, folded(&name).into_boxed_str()))
            .collect();
        offices.sort_unstable_by_key(|(number, _)| *number);
        let mut names = Self {
            version,
            ..Self::default()
        };
        for (place, (_, name)) in (0u32..).zip(&offices) {
            for one in name.chars() {
                add(names.singles.entry(one).or_default(), place);
            }
            for pair in neighbours(name) {
                add(names.pairs.entry(pair).or_default(), place);
            }
        }
        names.offices = offices;
        names
    }

    /// Offices after a number whose name holds this text, by number, at most so many.
    pub(super) fn find(
        &self,
        text: &str,
        after: Option<OfficeNumber>,
        limit: usize,
    ) -> Vec<OfficeNumber> {
        let text = folded(text);
        let first = after.map_or(0, |after| {
            self.offices.partition_point(|(number, _)| *number <= after)
        });
        let all: Box<dyn Iterator<Item = usize> + '_> = match self.rarest(&text) {
            None => Box::new(first..self.offices.len()),
            Some(places) => {
                let begin = places.partition_point(|&place| (place as usize) < first);
                Box::new(places[begin..].iter().map(|&place| place as usize))
            }
        };
        all.filter_map(|place| self.offices.get(place))
            .filter(|(_, name)| name.contains(&text))
            .take(limit)
            .map(|(number, _)| *number)
            .collect()
    }

    /// The shortest list of offices among which all that hold the text are; none for an empty text.
    fn rarest(&self, text: &str) -> Option<&[u32]> {
        let single = text
            .chars()
            .next()
            .map(|one| self.singles.get(&one).map_or(&[][..], Vec::as_slice));
        neighbours(text)
            .map(|pair| self.pairs.get(&pair).map_or(&[][..], Vec::as_slice))
            .min_by_key(|places| places.len())
            .or(single)
    }
}

/// A name may hold the same pair twice.
fn add(places: &mut Vec<u32>, place: u32) {
    if places.last() != Some(&place) {
        places.push(place);
    }
}

fn neighbours(text: &str) -> impl Iterator<Item = (char, char)> + '_ {
    text.chars().zip(text.chars().skip(1))
}

/// Full and half width, upper and lower case, with and without spaces are the same.
fn folded(text: &str) -> String {
    text.nfkc()
        .filter(|one| !one.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::office::synthetic_offices;

    fn names(names: &[&str]) -> (Names, Vec<OfficeNumber>) {
        let mut numbers: Vec<_> = synthetic_offices(names.len())
            .iter()
            .map(|office| office.number)
            .collect();
        numbers.sort_unstable();
        let pairs = numbers
            .iter()
            .copied()
            .zip(names.iter().map(|&name| name.to_owned()));
        (Names::new(1, pairs.collect::<Vec<_>>()), numbers)
    }

    #[test]
    fn a_part_of_the_name_is_enough_in_any_width() {
        let (index, numbers) = names(&["ケアプランつなぐ", "訪問看護ABC", "ケア 渋谷"]);
        assert_eq!(index.find("ｹｱ", None, 10), [numbers[0], numbers[2]]);
        assert_eq!(index.find("ａｂｃ", None, 10), [numbers[1]]);
        assert_eq!(index.find("ケア渋谷", None, 10), [numbers[2]]);
        assert_eq!(index.find("護", None, 10), [numbers[1]]);
        assert!(index.find("護訪", None, 10).is_empty());
        assert!(index.find("無", None, 10).is_empty());
    }

    #[test]
    fn an_empty_text_is_in_every_name_and_pages_go_on_after_a_number() {
        let (index, numbers) = names(&["あ", "あい", "いあ"]);
        assert_eq!(index.find("", None, 2), numbers[..2]);
        assert_eq!(index.find(" ", Some(numbers[1]), 2), numbers[2..]);
        assert_eq!(index.find("あ", Some(numbers[0]), 10), numbers[1..]);
        assert!(index.find("あ", Some(numbers[2]), 10).is_empty());
    }
}
