//! What every pair of bytes is, and the code of every character.

use std::sync::LazyLock;

/// What a pair of bytes is, as far as reading and scanning care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// No character.
    Nothing,
    /// A character like any other.
    Plain,
    /// A character that has another, preferred code.
    OtherCode,
    /// 外字.
    Gaiji,
    /// The full-width blank.
    Blank,
    /// 〓.
    Geta,
    /// ■.
    BlackSquare,
    /// ゛ or ゜ standing alone.
    VoicingMark,
}

pub(super) struct Tables {
    pairs: Vec<Pair>,
    codes: Vec<u16>,
}

pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::build);

impl Tables {
    /// What a pair of bytes is; `Nothing` for a lead byte without a second byte.
    pub(super) fn pair(&self, lead: u8, trail: Option<u8>) -> Pair {
        let code = usize::from(lead) << 8 | usize::from(trail.unwrap_or(0));
        self.pairs.get(code).copied().unwrap_or(Pair::Nothing)
    }

    /// The code that a character is written with: one byte below 0x100, two bytes above. 外字 have none.
    pub(super) fn code(&self, character: char) -> Option<u16> {
        match character as u32 {
            ascii @ 0..=0x7F => Some(ascii as u16),
            kana @ 0xFF61..=0xFF9F => Some((kana - 0xFF61) as u16 + 0xA1),
            scalar => match self.codes.get(scalar as usize) {
                Some(0) | None => None,
                Some(&code) => Some(code),
            },
        }
    }

    fn build() -> Self {
        let mut tables = Self {
            pairs: vec![Pair::Nothing; 1 << 16],
            codes: vec![0; 1 << 16],
        };
        // NEC's selection of IBM's characters (ED, EE) comes last, so that every character gets the code that Windows writes.
        let leads = (0x81..=0x9Fu8).chain(0xE0..=0xEC).chain(0xEF..=0xFC);
        for lead in leads.chain(0xED..=0xEE) {
            for trail in 0x40..=0xFCu8 {
                tables.add(lead, trail);
            }
        }
        tables
    }

    fn add(&mut self, lead: u8, trail: u8) {
        let Some(character) = character(lead, trail) else {
            return;
        };
        let code = u16::from_be_bytes([lead, trail]);
        self.pairs[usize::from(code)] = match code {
            0xF040..=0xF9FC => Pair::Gaiji,
            _ => self.claim(character, code),
        };
    }

    /// Gives a character its code, unless it has one already.
    fn claim(&mut self, character: char, code: u16) -> Pair {
        match self.codes.get_mut(character as usize) {
            Some(free @ 0) => *free = code,
            _ => return Pair::OtherCode,
        }
        match code {
            0x8140 => Pair::Blank,
            0x81AC => Pair::Geta,
            0x81A1 => Pair::BlackSquare,
            0x814A | 0x814B => Pair::VoicingMark,
            _ => Pair::Plain,
        }
    }
}

/// The character of a pair of bytes, 外字 included.
pub(super) fn character(lead: u8, trail: u8) -> Option<char> {
    let row = match lead {
        0x81..=0x9F => lead - 0x81,
        0xE0..=0xFC => lead - 0xE0 + 31,
        _ => return None,
    };
    let unit = *CHARACTERS[usize::from(row)].get(usize::from(trail.checked_sub(0x40)?))?;
    char::from_u32(unit.into()).filter(|&character| character != '\0')
}

// Made of encoding_rs by build/ms932.rs.
include!(concat!(env!("OUT_DIR"), "/ms932.rs"));

#[cfg(test)]
mod tests {
    use encoding_rs::SHIFT_JIS;

    use super::*;

    fn every_pair() -> impl Iterator<Item = u16> {
        (0x81..=0x9Fu16)
            .chain(0xE0..=0xFC)
            .flat_map(|lead| (0x40..=0xFC).map(move |trail| lead << 8 | trail))
    }

    fn pair(code: u16) -> Pair {
        let [lead, trail] = code.to_be_bytes();
        TABLES.pair(lead, Some(trail))
    }

    fn encoding_rs_code(character: char) -> Option<u16> {
        match *SHIFT_JIS.encode(&character.to_string()).0 {
            [lead, trail] => Some(u16::from_be_bytes([lead, trail])),
            _ => None,
        }
    }

    #[test]
    fn every_character_has_the_code_that_windows_writes() {
        for code in every_pair().filter(|&code| !matches!(pair(code), Pair::Nothing | Pair::Gaiji))
        {
            let [lead, trail] = code.to_be_bytes();
            let character = character(lead, trail).unwrap();
            assert_eq!(
                TABLES.code(character),
                encoding_rs_code(character),
                "{code:04X}"
            );
            assert_eq!(
                TABLES.code(character) == Some(code),
                pair(code) != Pair::OtherCode,
                "{code:04X}"
            );
        }
    }

    #[test]
    fn the_398_codes_that_do_not_round_trip_are_known() {
        let other: Vec<_> = every_pair()
            .filter(|&code| pair(code) == Pair::OtherCode)
            .collect();
        assert_eq!(other.len(), 398);
        let within = |from: u16, to: u16| {
            other
                .iter()
                .filter(|code| (from..=to).contains(code))
                .count()
        };
        // NEC row 13, NEC's selection of IBM's characters, IBM's own.
        assert_eq!(
            [
                within(0x8740, 0x879C),
                within(0xED40, 0xEEFC),
                within(0xFA40, 0xFC4B)
            ],
            [9, 374, 15]
        );
        let gaiji = every_pair()
            .filter(|&code| pair(code) == Pair::Gaiji)
            .count();
        assert_eq!(gaiji, 1880);
    }
}
