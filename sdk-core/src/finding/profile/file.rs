//! A profile as a TOML file.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::error::{CheckProfileError, Expected, Spot};
use super::{Base, Changes, CheckProfile, Code, Receiver, ReceiverRule, Severity};

/// Reads the text of a file.
pub(super) fn read(text: &str) -> Result<CheckProfile, CheckProfileError> {
    // An editor on Windows may have put a mark in front.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let ends = text.bytes().zip(0..).filter(|(byte, _)| *byte == b'\n');
    let line_ends: Vec<usize> = ends.map(|(_, at)| at).collect();
    let reader = Reader { line_ends };
    let root = DeTable::parse(text).map_err(|fault| CheckProfileError::NotToml {
        line: fault.span().map_or(1, |span| reader.line(span)),
    })?;
    reader.profile(root.get_ref())
}

type Key<'a> = Spanned<DeString<'a>>;
type Value<'a> = Spanned<DeValue<'a>>;

struct Reader {
    line_ends: Vec<usize>,
}

impl Reader {
    fn profile(&self, root: &DeTable<'_>) -> Result<CheckProfile, CheckProfileError> {
        let mut profile = CheckProfile::default();
        for (key, value) in root {
            let spot = self.spot(key);
            match &**key.get_ref() {
                "base" => {
                    let base = value.get_ref().as_str().and_then(Base::named);
                    profile.base = base.ok_or_else(|| spot.wrong(Expected::Base))?;
                }
                "severity" => profile.everywhere = self.changes(&spot, value)?,
                "receiver" => profile.receivers = self.receivers(&spot, value)?,
                _ => return Err(spot.unknown("base, severity, receiver")),
            }
        }
        Ok(profile)
    }

    fn changes(&self, spot: &Spot, value: &Value<'_>) -> Result<Changes, CheckProfileError> {
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| spot.wrong(Expected::Table))?;
        let change = |(key, value): (&Key<'_>, &Value<'_>)| {
            let spot = self.spot(key);
            let code = Code::from_number(key.get_ref()).ok_or_else(|| spot.unknown_code())?;
            let severity = value.get_ref().as_str().and_then(severity);
            Ok((
                code,
                severity.ok_or_else(|| spot.wrong(Expected::Severity))?,
            ))
        };
        table.iter().map(change).collect()
    }

    fn receivers(
        &self,
        spot: &Spot,
        value: &Value<'_>,
    ) -> Result<Vec<ReceiverRule>, CheckProfileError> {
        let array: Option<&DeArray<'_>> = value.get_ref().as_array();
        let array = array.ok_or_else(|| spot.wrong(Expected::Receivers))?;
        array
            .iter()
            .map(|entry| {
                let spot = spot.at(self.line(entry.span()));
                let table = entry.get_ref().as_table();
                self.receiver(&spot, table.ok_or_else(|| spot.wrong(Expected::Receivers))?)
            })
            .collect()
    }

    fn receiver(
        &self,
        spot: &Spot,
        table: &DeTable<'_>,
    ) -> Result<ReceiverRule, CheckProfileError> {
        let (mut office, mut kind, mut changes) = (None, None, None);
        for (key, value) in table {
            let spot = self.spot(key);
            let text = value.get_ref().as_str();
            match &**key.get_ref() {
                "office" => {
                    let number = text.and_then(|text| text.parse().ok());
                    office = Some(number.ok_or_else(|| spot.wrong(Expected::Office))?);
                }
                "kind" => {
                    let code = text.and_then(|text| text.parse().ok());
                    kind = Some(code.ok_or_else(|| spot.wrong(Expected::Kind))?);
                }
                "severity" => changes = Some(self.changes(&spot, value)?),
                _ => return Err(spot.unknown("office, kind, severity")),
            }
        }
        let office = office.ok_or_else(|| spot.lacks("office"))?;
        Ok(ReceiverRule {
            receiver: Receiver { office, kind },
            changes: changes.ok_or_else(|| spot.lacks("severity"))?,
        })
    }

    fn spot(&self, key: &Key<'_>) -> Spot {
        Spot::new(self.line(key.span()), key.get_ref())
    }

    fn line(&self, span: Range<usize>) -> usize {
        self.line_ends.partition_point(|&end| end < span.start) + 1
    }
}

/// `off` is `Some(None)`.
fn severity(name: &str) -> Option<Option<Severity>> {
    Some(match name {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        "off" => None,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::explain::Explain;
    use crate::finding::Lang;

    const GOOD: &str = "base = \"strict\"\n\n[severity]\nCP1106 = \"off\"\ncp1107 = \"error\"\n\n\
        [[receiver]]\noffice = \"5070100002\"\nkind = \"11\"\nseverity = { CP1205 = \"note\" }\n\
        [[receiver]]\noffice = \"5070100002\"\n[receiver.severity]\nCP1205 = \"warning\"\n";

    #[test]
    fn a_file_says_base_codes_and_receivers() {
        for text in [
            GOOD.to_owned(),
            format!("\u{FEFF}{}", GOOD.replace('\n', "\r\n")),
        ] {
            let profile = read(&text).unwrap();
            let receiver = |kind: &str| Receiver {
                office: "5070100002".parse().unwrap(),
                kind: kind.parse().ok(),
            };
            assert_eq!(profile.severity(Code::LineEnding, None), None);
            assert_eq!(
                profile.severity(Code::NoFinalLineEnd, None),
                Some(Severity::Error)
            );
            assert_eq!(
                profile.severity(Code::HeaderRow, None),
                Some(Severity::Error)
            );
            let quotes = |kind| profile.severity(Code::QuoteMissing, Some(receiver(kind)));
            assert_eq!(quotes("11"), Some(Severity::Note));
            assert_eq!(quotes("13"), Some(Severity::Warning));
        }
        assert_eq!(read("").unwrap(), CheckProfile::standard());
    }

    #[test]
    fn a_fault_names_line_key_and_what_is_allowed() {
        let cases = [
            ("base", "bas", "1 行目", "base, severity, receiver"),
            (
                "\"strict\"",
                "\"hard\"",
                "1 行目",
                "standard、strict、lenient",
            ),
            (
                "\"off\"",
                "\"none\"",
                "「CP1106」",
                "error、warning、note、off",
            ),
            ("\"off\"", "0", "4 行目", "error、warning、note、off"),
            ("CP1106", "CP1160", "4 行目", "CP1106"),
            ("5070100002", "507010000", "8 行目", "10 文字"),
            ("\"11\"", "\"訪問\"", "9 行目", "2 文字"),
            ("kind", "kinds", "9 行目", "office, kind, severity"),
            (
                "office = \"5070100002\"\nkind",
                "kind",
                "7 行目",
                "「office」",
            ),
            ("[severity]", "[severity", "3 行目", "TOML"),
            ("[[receiver]]", "[receiver]", "11 行目", "TOML"),
        ];
        for (good, bad, place, allowed) in cases {
            let fault = read(&GOOD.replacen(good, bad, 1)).unwrap_err();
            let said = format!("{} {}", fault.message(Lang::Ja), fault.hint(Lang::Ja));
            assert!(
                said.contains(place) && said.contains(allowed),
                "{bad}: {said}"
            );
            assert!(!fault.to_string().is_empty() && !fault.hint(Lang::En).is_empty());
        }
        let fault = read("severity = 1").unwrap_err().message(Lang::Ja);
        assert!(fault.contains("[severity]"), "{fault}");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,80}", at in 0usize..200) {
            let _ = read(&text);
            let at = (0..=at.min(GOOD.len())).rev().find(|&at| GOOD.is_char_boundary(at)).unwrap();
            let _ = read(&format!("{}{text}{}", &GOOD[..at], &GOOD[at..]));
        }
    }
}
