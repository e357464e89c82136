use std::fmt;

use crate::finding::Code;
use crate::layout::FileKind;
use crate::number::{Address, Stamp, TargetMonth};

/// A file name of edition 4.1, parsed.
///
/// `PREFIX[_YYYYMM]_<sender>_<kind>_<receiver>_<kind>_<YYYYMMDDHHMMSS>.CSV`; images end in `_<4-digit branch>.jpg`.
/// `Display` composes the strict form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileName {
    /// What the file is.
    pub kind: FileKind,
    /// The month, for the kinds whose names carry one.
    pub month: Option<MonthPart>,
    /// 送信元.
    pub sender: Address,
    /// 送信先; `None` where the name leaves it empty or says 0000000000_00.
    pub receiver: Option<Address>,
    /// 作成日時.
    pub stamp: Stamp,
    /// 枝番 of an image, four digits.
    pub branch: Option<[u8; 4]>,
}

/// The month in a file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MonthPart {
    /// A month.
    Month(TargetMonth),
    /// 000000: the supplement of a care-plan set.
    Zero,
}

impl fmt::Display for MonthPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(month) => month.fmt(f),
            Self::Zero => f.write_str("000000"),
        }
    }
}

/// What is not as it should be in a file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameFault {
    /// The finding to report.
    pub code: Code,
    /// The part that is wrong, Japanese and English.
    pub part: (&'static str, &'static str),
}

impl FileName {
    /// Reads a file name (no folders). Readable slips give a name and faults; otherwise there are only faults.
    pub fn parse(name: &str) -> (Option<Self>, Vec<NameFault>) {
        let Some(kind) = FileKind::of_name(name) else {
            return (
                None,
                vec![NameFault {
                    code: Code::UnknownFileName,
                    part: ("種別", "kind"),
                }],
            );
        };
        match Parser::new(kind, name).run() {
            Ok((parsed, faults)) => (Some(parsed), faults),
            Err(fault) => (None, vec![fault]),
        }
    }

    /// The form that names of a kind have, for messages.
    pub fn form(kind: FileKind) -> String {
        let month = if kind.month_in_name() { "_YYYYMM" } else { "" };
        let end = if kind == FileKind::UpkihonImage {
            "_NNNN.jpg"
        } else {
            ".CSV"
        };
        format!("{kind}{month}_<送信元10桁>_<種類2桁>_<送信先10桁>_<種類2桁>_<YYYYMMDDHHMMSS>{end}")
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if let Some(month) = self.month {
            write!(f, "_{month}")?;
        }
        match self.receiver {
            Some(receiver) => write!(f, "_{}_{receiver}_{}", self.sender, self.stamp)?,
            None => write!(f, "_{}_0000000000_00_{}", self.sender, self.stamp)?,
        }
        match self.branch {
            Some(branch) => write!(f, "_{}.jpg", String::from_utf8_lossy(&branch)),
            None => f.write_str(".CSV"),
        }
    }
}

struct Parser<'a> {
    kind: FileKind,
    /// What follows `PREFIX_`, cut at the underscores, without the extension.
    parts: Vec<&'a str>,
    extension: &'a str,
    faults: Vec<NameFault>,
}

impl<'a> Parser<'a> {
    fn new(kind: FileKind, name: &'a str) -> Self {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let rest = stem.get(kind.prefix().len() + 1..).unwrap_or("");
        Self {
            kind,
            parts: rest.split('_').collect(),
            extension,
            faults: Vec::new(),
        }
    }

    fn run(mut self) -> Result<(FileName, Vec<NameFault>), NameFault> {
        self.check_extension()?;
        let branch = self.take_branch()?;
        let month = self.take_month()?;
        let stamp = self
            .parts
            .pop()
            .and_then(|part| part.parse().ok())
            .ok_or(wrong("作成日時", "stamp"))?;
        let (sender, receiver) = match self.parts[..] {
            [number, kind, receiver_number, receiver_kind] => (
                address(number, kind),
                self.receiver(receiver_number, receiver_kind)?,
            ),
            [number, kind] | [number, kind, ""] => {
                self.fault(Code::ReceiverMissing, "送信先", "receiver");
                (address(number, kind), None)
            }
            _ => return Err(wrong("送信元と送信先", "sender and receiver")),
        };
        let sender = sender.ok_or(wrong("送信元", "sender"))?;
        Ok((
            FileName {
                kind: self.kind,
                month,
                sender,
                receiver,
                stamp,
                branch,
            },
            self.faults,
        ))
    }

    fn check_extension(&mut self) -> Result<(), NameFault> {
        let expected = if self.kind == FileKind::UpkihonImage {
            "jpg"
        } else {
            "CSV"
        };
        if self.extension == expected {
            return Ok(());
        }
        // The rule for images says .jpg, its example .JPG: both are fine.
        if self.kind == FileKind::UpkihonImage && self.extension == "JPG" {
            return Ok(());
        }
        if !self.extension.eq_ignore_ascii_case(expected) {
            return Err(wrong("拡張子", "extension"));
        }
        self.fault(Code::ExtensionCase, "拡張子", "extension");
        Ok(())
    }

    fn take_branch(&mut self) -> Result<Option<[u8; 4]>, NameFault> {
        if self.kind != FileKind::UpkihonImage {
            return Ok(None);
        }
        self.parts
            .pop()
            .and_then(|part| part.as_bytes().try_into().ok())
            .filter(|branch: &[u8; 4]| branch.iter().all(u8::is_ascii_digit))
            .map(Some)
            .ok_or(wrong("枝番", "branch number"))
    }

    fn take_month(&mut self) -> Result<Option<MonthPart>, NameFault> {
        if !self.kind.month_in_name() {
            return Ok(None);
        }
        if self.parts.is_empty() {
            return Err(wrong("年月", "month"));
        }
        match self.parts.remove(0) {
            // Only the supplement of a care-plan set has no month.
            "000000" if self.kind == FileKind::Uphosoku => Ok(Some(MonthPart::Zero)),
            part => part
                .parse()
                .map(|month| Some(MonthPart::Month(month)))
                .map_err(|_| wrong("年月", "month")),
        }
    }

    fn receiver(&mut self, number: &str, kind: &str) -> Result<Option<Address>, NameFault> {
        if number.is_empty() && kind.is_empty() {
            self.fault(Code::ReceiverMissing, "送信先", "receiver");
            return Ok(None);
        }
        let receiver = address(number, kind).ok_or(wrong("送信先", "receiver"))?;
        if receiver.number.is_nobody() {
            self.fault(Code::NotAddressed, "送信先", "receiver");
            return Ok(None);
        }
        Ok(Some(receiver))
    }

    fn fault(&mut self, code: Code, ja: &'static str, en: &'static str) {
        self.faults.push(NameFault {
            code,
            part: (ja, en),
        });
    }
}

fn address(number: &str, kind: &str) -> Option<Address> {
    Some(Address {
        number: number.parse().ok()?,
        kind: kind.parse().ok()?,
    })
}

fn wrong(ja: &'static str, en: &'static str) -> NameFault {
    NameFault {
        code: Code::MalformedFileName,
        part: (ja, en),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAN: &str = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

    fn codes(name: &str) -> Vec<Code> {
        FileName::parse(name)
            .1
            .iter()
            .map(|fault| fault.code)
            .collect()
    }

    #[test]
    fn strict_names_come_back_as_they_were() {
        for name in [
            PLAN,
            "UPHOSOKU_000000_5070022016_43_5070100002_11_20260826093000.CSV",
            "UP1KYO_5070022016_43_5070100002_11_20260826093000.CSV",
            "UPKIHON_SUB1_5070022016_43_5070100002_11_20260826093000.CSV",
            "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg",
        ] {
            let (parsed, faults) = FileName::parse(name);
            assert_eq!(
                (parsed.map(|n| n.to_string()), faults),
                (Some(name.to_owned()), vec![])
            );
        }
    }

    #[test]
    fn readable_slips_give_a_name_and_a_fault() {
        for (name, code) in [
            (PLAN.replace(".CSV", ".csv"), Code::ExtensionCase),
            (
                PLAN.replace("5070100002_11", "0000000000_00"),
                Code::NotAddressed,
            ),
            (PLAN.replace("5070100002_11", "_"), Code::ReceiverMissing),
            (PLAN.replace("_5070100002_11", ""), Code::ReceiverMissing),
        ] {
            let (parsed, faults) = FileName::parse(&name);
            assert!(parsed.is_some(), "{name}");
            assert_eq!(
                faults.iter().map(|f| f.code).collect::<Vec<_>>(),
                [code],
                "{name}"
            );
        }
    }

    #[test]
    fn other_names_are_refused_with_the_part_that_is_wrong() {
        for (name, part) in [
            (PLAN.replace("202609", "202613"), "month"),
            (PLAN.replace("202609", "000000"), "month"),
            (PLAN.replace("20260826093000", "20260231093000"), "stamp"),
            (PLAN.replace("20260826093000", "202608260930000"), "stamp"),
            (PLAN.replace("5070022016", "507002201"), "sender"),
            (PLAN.replace("5070100002", "507010000X"), "receiver"),
            (PLAN.replace(".CSV", ".TXT"), "extension"),
            (PLAN.replace(".CSV", ""), "extension"),
            (
                "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000.jpg".into(),
                "branch number",
            ),
            ("UPPLAN_.CSV".into(), "month"),
        ] {
            let (parsed, faults) = FileName::parse(&name);
            assert!(parsed.is_none(), "{name}");
            assert_eq!(
                faults.iter().map(|f| f.part.1).collect::<Vec<_>>(),
                [part],
                "{name}"
            );
        }
        assert_eq!(codes("plan.csv"), [Code::UnknownFileName]);
    }

    proptest! {
        #[test]
        fn no_name_panics_and_what_parses_clean_comes_back(name in "(UPPLAN|UPHOSOKU|UPKIHON_IMAGE|UP1KYO)?[_0-9A-Z.あ]{0,60}") {
            if let (Some(parsed), faults) = FileName::parse(&name)
                && faults.is_empty() && !name.ends_with(".JPG") {
                prop_assert_eq!(parsed.to_string(), name);
            }
        }
    }
}
