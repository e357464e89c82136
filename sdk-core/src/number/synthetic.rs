//! 架空の番号: made-up numbers for tests and samples, which no office, insurer or person has.
//!
//! Each is a function of an index alone, so a test says the same on every run and every machine. The numbers are
//! well-formed and their check digits are right, so they pass every check. No prefecture has the codes 48 to 99, so
//! they can never be taken for somebody real.

use super::{InsuredNumber, InsurerNumber, OfficeNumber, digits};

/// How many different offices there are.
pub const OFFICES: u32 = PREFECTURES * PER_PREFECTURE;
/// How many different insurers there are.
pub const INSURERS: u32 = PREFECTURES * 1_000;
/// How many different persons there are, insured and on public assistance alone each.
pub const PERSONS: u32 = 1_000_000_000;

/// 48 to 98. 99 is left out although it is unused: 9999999999 is the office of the grand total.
const PREFECTURES: u32 = 51;
const FIRST_PREFECTURE: u32 = 48;
/// District 2 + number 4.
const PER_PREFECTURE: u32 = 1_000_000;

/// 事業所番号 of made-up office `index`; after [`OFFICES`] they begin again. The class is 7, 居宅サービス.
///
/// ```
/// use careplan_core::number::synthetic;
///
/// let office = synthetic::office(0);
/// assert_eq!(office.as_str(), "4870000009");
/// assert!(office.check_digit_holds());
/// ```
pub fn office(index: u32) -> OfficeNumber {
    let [a, b] = prefecture(index);
    let [c, d, e, f, g, h] = digits(index / PREFECTURES);
    OfficeNumber::complete([a, b, b'7', c, d, e, f, g, h])
}

/// 保険者番号 of made-up insurer `index`; after [`INSURERS`] they begin again.
pub fn insurer(index: u32) -> InsurerNumber {
    let [a, b] = prefecture(index);
    let [c, d, e] = digits(index / PREFECTURES);
    InsurerNumber::complete([a, b, c, d, e])
}

/// 被保険者番号 of made-up person `index`: 9 and nine digits; after [`PERSONS`] they begin again.
///
/// The number says nothing without an insurer, so use it with a made-up [`insurer`].
pub fn insured(index: u32) -> InsuredNumber {
    InsuredNumber::of(b'9', index)
}

/// Number of a made-up person on 生活保護 (public assistance) alone: H and nine digits.
pub fn public_assistance(index: u32) -> InsuredNumber {
    InsuredNumber::of(b'H', index)
}

fn prefecture(index: u32) -> [u8; 2] {
    digits(FIRST_PREFECTURE + index % PREFECTURES)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn neighbours_differ() {
        let offices: HashSet<_> = (0..5000).map(office).collect();
        let insurers: HashSet<_> = (0..INSURERS).map(insurer).collect();
        let persons: HashSet<_> = (0..5000)
            .flat_map(|index| [insured(index), public_assistance(index)])
            .collect();
        assert_eq!(
            (offices.len(), insurers.len(), persons.len()),
            (5000, INSURERS as usize, 10_000)
        );
    }

    #[test]
    fn they_begin_again_after_the_last() {
        assert_eq!(office(OFFICES), office(0));
        assert_eq!(insurer(INSURERS), insurer(0));
        assert_eq!(insured(PERSONS), insured(0));
    }

    proptest! {
        #[test]
        fn made_up_numbers_are_well_formed_and_nobodys(index: u32) {
            let office = office(index);
            prop_assert_eq!(OfficeNumber::from_bytes(office.as_str().as_bytes()), Ok(office));
            prop_assert!(office.check_digit_holds());
            prop_assert!(("48".."99").contains(&&office.as_str()[..2]));

            let insurer = insurer(index);
            prop_assert_eq!(InsurerNumber::from_bytes(insurer.as_str().as_bytes()), Ok(insurer));
            prop_assert!(insurer.check_digit_holds());
            prop_assert!(("48".."99").contains(&&insurer.as_str()[..2]));

            let person = insured(index);
            prop_assert!(InsuredNumber::from_bytes(person.as_str().as_bytes()) == Ok(person));
            prop_assert!(!person.is_public_assistance_only());
            prop_assert!(public_assistance(index).is_public_assistance_only());
        }
    }
}
