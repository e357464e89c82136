use std::fmt;

use crate::finding::{Code, Receiver};
use crate::layout::{Edition, FileKind};
use crate::number::{Address, OfficeNumber, ServiceKind, Stamp, TargetMonth};

/// A file name, parsed.
///
/// Edition 4.1: `PREFIX[_YYYYMM]_<sender>_<kind>_<receiver>_<kind>_<YYYYMMDDHHMMSS>.CSV`; images end in
/// `_<4-digit branch>.jpg`. Edition 4.0 has a three-character service code in place of each kind, 3.x has none.
/// `Display` composes the strict form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FileName {
    /// What the file is.
    pub kind: FileKind,
    /// The month, for the kinds whose names carry one.
    pub month: Option<MonthPart>,
    /// 送信元.
    pub sender: Party,
    /// 送信先; `None` where the name leaves it empty or says 0000000000.
    pub receiver: Option<Party>,
    /// 作成日時.
    pub stamp: Stamp,
    /// 枝番 of an image, four digits.
    pub branch: Option<[u8; 4]>,
}

/// 送信元 or 送信先, as a file name gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Party {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// What stands behind the number; it tells the editions apart.
    pub code: PartyCode,
}

/// What stands behind an office number in a file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartyCode {
    /// Nothing: edition 3.x.
    None,
    /// A service code of three characters: edition 4.0. Which service it names is not public.
    Three([u8; 3]),
    /// サービス種類コード: edition 4.1.
    Kind(ServiceKind),
}

impl Party {
    /// Number and kind; `None` for the older editions, whose names have no kind.
    pub fn address(&self) -> Option<Address> {
        match self.code {
            PartyCode::Kind(kind) => Some(Address {
                number: self.number,
                kind,
            }),
            PartyCode::None | PartyCode::Three(_) => None,
        }
    }

    /// The edition whose names look like this.
    pub fn edition(&self) -> Edition {
        match self.code {
            PartyCode::None => Edition::V3,
            PartyCode::Three(_) => Edition::V40,
            PartyCode::Kind(_) => Edition::V41,
        }
    }

    fn parse(number: &str, code: &str) -> Option<Self> {
        let code = match code.len() {
            0 => PartyCode::None,
            3 => PartyCode::Three(three(code)?),
            _ => PartyCode::Kind(code.parse().ok()?),
        };
        let number = number.parse().ok()?;
        Some(Self { number, code })
    }
}

fn three(code: &str) -> Option<[u8; 3]> {
    let code: [u8; 3] = code.as_bytes().try_into().ok()?;
    let well_formed = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    code.iter().all(well_formed).then_some(code)
}

impl From<Address> for Party {
    fn from(address: Address) -> Self {
        Self {
            number: address.number,
            code: PartyCode::Kind(address.kind),
        }
    }
}

impl From<Party> for Receiver {
    fn from(party: Party) -> Self {
        let kind = party.address().map(|address| address.kind);
        Self {
            office: party.number,
            kind,
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            PartyCode::None => self.number.fmt(f),
            PartyCode::Three(code) => {
                write!(f, "{}_{}", self.number, String::from_utf8_lossy(&code))
            }
            PartyCode::Kind(kind) => write!(f, "{}_{kind}", self.number),
        }
    }
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

    /// The edition whose names look like this.
    pub fn edition(&self) -> Edition {
        self.sender.edition()
    }

    /// The form that names of a kind have in edition 4.1, for messages.
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
            None => write!(
                f,
                "_{}_0000000000{}_{}",
                self.sender,
                self.nobody(),
                self.stamp
            )?,
        }
        match self.branch {
            Some(branch) => write!(f, "_{}.jpg", String::from_utf8_lossy(&branch)),
            None => f.write_str(".CSV"),
        }
    }
}

impl FileName {
    /// What stands behind the number of a receiver who is not chosen yet.
    fn nobody(&self) -> &'static str {
        match self.edition() {
            Edition::V3 => "",
            Edition::V40 => "_000",
            Edition::V41 => "_00",
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
        self.refuse_extra_zeros()?;
        let stamp = self
            .parts
            .pop()
            .and_then(|part| part.parse().ok())
            .ok_or(wrong("作成日時", "stamp"))?;
        let (sender, receiver) = self.take_parties()?;
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

    /// Sender and receiver are what is left; how many parts there are, and how long, depends on the edition.
    fn take_parties(&mut self) -> Result<(Party, Option<Party>), NameFault> {
        let (sender, receiver) = match self.parts[..] {
            [number, receiver] if receiver.is_empty() || receiver.len() > 3 => {
                ((number, ""), Some((receiver, "")))
            }
            [number] => ((number, ""), None),
            [number, code] | [number, code, ""] => ((number, code), None),
            [number, code, receiver, receiver_code] => {
                ((number, code), Some((receiver, receiver_code)))
            }
            _ => return Err(wrong("送信元と送信先", "sender and receiver")),
        };
        let sender = Party::parse(sender.0, sender.1).ok_or(wrong("送信元", "sender"))?;
        if sender.number.is_nobody() {
            self.fault(Code::SenderIsNobody, "送信元", "sender");
        }
        let receiver = match receiver {
            Some((number, code)) => self.receiver(number, code)?,
            None => {
                self.fault(Code::ReceiverMissing, "送信先", "receiver");
                None
            }
        };
        match receiver {
            Some(receiver) if receiver.edition() != sender.edition() => {
                Err(wrong("送信元と送信先", "sender and receiver"))
            }
            _ => Ok((sender, receiver)),
        }
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

    /// An example of the standard gives UPKIHON the 000000 that only names with a month may have.
    fn refuse_extra_zeros(&self) -> Result<(), NameFault> {
        match self.parts.first() {
            Some(&"000000") if !self.kind.month_in_name() => Err(NameFault {
                code: Code::NameWithExtraZeros,
                part: ("年月", "month"),
            }),
            _ => Ok(()),
        }
    }

    fn receiver(&mut self, number: &str, code: &str) -> Result<Option<Party>, NameFault> {
        if number.is_empty() && code.is_empty() {
            self.fault(Code::ReceiverMissing, "送信先", "receiver");
            return Ok(None);
        }
        let receiver = Party::parse(number, code).ok_or(wrong("送信先", "receiver"))?;
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
    fn zeros_that_do_not_belong_there_are_named() {
        for kind in ["UPKIHON", "UPKIHON_SUB1", "UP1KYO"] {
            let name = format!("{kind}_000000_5070022016_43_5070100002_11_20260826093000.CSV");
            assert_eq!(codes(&name), [Code::NameWithExtraZeros], "{name}");
        }
        assert_eq!(
            codes(&PLAN.replace("202609", "000000")),
            [Code::MalformedFileName]
        );
        let nobody = PLAN.replace("5070022016_43", "0000000000_43");
        assert_eq!(codes(&nobody), [Code::SenderIsNobody]);
    }

    #[test]
    fn strict_names_come_back_as_they_were() {
        for name in [
            PLAN,
            "UPHOSOKU_000000_5070022016_43_5070100002_11_20260826093000.CSV",
            "UP1KYO_5070022016_43_5070100002_11_20260826093000.CSV",
            "UPKIHON_SUB1_5070022016_43_5070100002_11_20260826093000.CSV",
            "UPKIHON_IMAGE_5070022016_43_5070100002_11_20260826093000_0001.jpg",
            "UPPLAN_202609_5070022016_5070100002_20260826093000.CSV",
            "UP1KYO_5070022016_5070100002_20260826093000.CSV",
            "UPPLAN_202609_5070022016_431_5070100002_11A_20260826093000.CSV",
        ] {
            let (parsed, faults) = FileName::parse(name);
            assert_eq!(
                (parsed.map(|n| n.to_string()), faults),
                (Some(name.to_owned()), vec![])
            );
        }
    }

    #[test]
    fn the_parties_tell_the_editions_apart() {
        for (parties, edition) in [
            ("5070022016_43_5070100002_11", Some(Edition::V41)),
            ("5070022016_43", Some(Edition::V41)),
            ("5070022016_43__", Some(Edition::V41)),
            ("5070022016_431_5070100002_111", Some(Edition::V40)),
            ("5070022016_431", Some(Edition::V40)),
            ("5070022016_5070100002", Some(Edition::V3)),
            ("5070022016_0000000000", Some(Edition::V3)),
            ("5070022016_", Some(Edition::V3)),
            ("5070022016", Some(Edition::V3)),
            ("5070022016_43_5070100002_111", None),
            ("5070022016_43_5070100002", None),
            ("5070022016_5070100002_11", None),
        ] {
            let (parsed, _) =
                FileName::parse(&format!("UPPLAN_202609_{parties}_20260826093000.CSV"));
            assert_eq!(parsed.map(|name| name.edition()), edition, "{parties}");
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
