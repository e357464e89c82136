//! The code lists of the standard as enums. Whether a code is legal in an item is the item's type.

use std::borrow::Cow;

use super::value::{Sealed, Value};

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$code_doc:meta])* $variant:ident = $code:literal, $meaning:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$code_doc])* $variant,)* }

        impl $name {
            /// Every code, in the order of the standard.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code in a file.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// What it means, in Japanese.
            pub const fn meaning_ja(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }

            /// What a code of a file means; `None` when the list does not have it.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }

        impl Sealed for $name {}
        impl Value for $name {
            type Given<'a> = Self;

            fn given(&self) -> Self {
                *self
            }

            fn to_text<'a>(value: Self) -> Cow<'a, str> {
                value.code().into()
            }

            fn of_text(text: &str) -> Option<Self> {
                Self::from_code(text)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/codes.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{CodeList, FileKind, ValueType};

    fn list(kind: FileKind, ident: &str) -> &'static CodeList {
        match kind.layout().unwrap().item(ident).unwrap().value {
            ValueType::Code(list) => list,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_enum_has_the_codes_and_meanings_of_its_list() {
        let levels: Vec<_> = CareLevel::ALL
            .iter()
            .map(|level| (level.code(), level.meaning_ja()))
            .collect();
        assert_eq!(levels, list(FileKind::Up1kyo, "care_level").codes);
        assert_eq!(CareLevel::from_code("21"), Some(CareLevel::Care1));
        assert_eq!(CareLevel::from_code("01"), None);
        assert_eq!(Flag::DoesNotApply.code(), "0");
        assert_eq!(Sex::Male.meaning_ja(), "男性");
    }
}
