//! How bad each finding is, for everybody or for one receiver.

mod error;
mod file;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

pub use error::CheckProfileError;

use super::{Code, Findings, Severity};
use crate::number::{Address, OfficeNumber, ServiceKind};

/// 確認プロファイル: how bad each finding is, and for which receiver.
///
/// There are three to begin with, and a TOML file may change any of them:
///
/// | name | what it is for |
/// |---|---|
/// | `standard` | the severities of the catalogue |
/// | `strict` | every warning is an error, except where the standard itself is unclear: for testing one's own export |
/// | `lenient` | what can be read without loss is a warning: for taking in what others export |
///
/// ```toml
/// base = "standard"          # or strict, lenient
///
/// [severity]
/// CP1106 = "error"           # error, warning, note or off
///
/// [[receiver]]
/// office = "5070100002"      # this partner's importer …
/// kind = "11"                # … for this kind of service; may be left out
/// severity = { CP1205 = "error" }
/// ```
///
/// What is said of a receiver outweighs `[severity]`, and what is said of a receiver with its kind outweighs both.
///
/// How many findings were not listed ([`Code::MoreFindings`]) is always told.
///
/// A profile that turns an error off, or makes less of it, lets a file through that a strict importer refuses: the
/// file counts as free of errors, and a set may be sent with it. That is the decision of whoever writes the profile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CheckProfile {
    base: Base,
    everywhere: Changes,
    receivers: Vec<ReceiverRule>,
}

/// `None` is off: such a finding is not told.
type Changes = BTreeMap<Code, Option<Severity>>;

#[derive(Debug, Clone, PartialEq, Eq)]
struct ReceiverRule {
    receiver: Receiver,
    changes: Changes,
}

/// Whom a file is for, as its name says: 事業所番号, and サービス種類コード where the edition's names have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Receiver {
    /// 事業所番号.
    pub office: OfficeNumber,
    /// サービス種類コード; in a profile, `None` stands for every kind.
    pub kind: Option<ServiceKind>,
}

impl CheckProfile {
    /// Names of the profiles that need no file.
    pub const NAMES: [&str; 3] = ["standard", "strict", "lenient"];

    /// The severities of the catalogue.
    pub fn standard() -> Self {
        Self::default()
    }

    /// Every warning is an error, except where the standard itself is unclear.
    pub fn strict() -> Self {
        Self::on(Base::Strict)
    }

    /// What can be read without loss is a warning.
    pub fn lenient() -> Self {
        Self::on(Base::Lenient)
    }

    /// The profile of one of [`Self::NAMES`].
    pub fn named(name: &str) -> Option<Self> {
        Base::named(name).map(Self::on)
    }

    /// Reads a profile file (TOML in UTF-8, with or without a byte order mark).
    pub fn load(path: &Path) -> Result<Self, CheckProfileError> {
        let unreadable = |cause| CheckProfileError::Unreadable { cause };
        let bytes = fs::read(path).map_err(|error| unreadable(crate::io_kind(&error)))?;
        let text =
            String::from_utf8(bytes).map_err(|_| unreadable(std::io::ErrorKind::InvalidData))?;
        Self::from_toml(&text)
    }

    /// Reads a profile from the text of a file.
    pub fn from_toml(text: &str) -> Result<Self, CheckProfileError> {
        file::read(text)
    }

    /// Sets the severity of a finding for everybody; `None` turns it off.
    #[must_use]
    pub fn with(mut self, code: Code, severity: Option<Severity>) -> Self {
        self.everywhere.insert(code, severity);
        self
    }

    /// Sets the severity of a finding for a receiver, or for all kinds of its office; `None` turns it off.
    #[must_use]
    pub fn with_receiver(
        mut self,
        receiver: Receiver,
        code: Code,
        severity: Option<Severity>,
    ) -> Self {
        let changes = Changes::from([(code, severity)]);
        self.receivers.push(ReceiverRule { receiver, changes });
        self
    }

    /// How bad a finding is in a file for this receiver; `None` where it is not told.
    pub fn severity(&self, code: Code, receiver: Option<Receiver>) -> Option<Severity> {
        let own = receiver.and_then(|receiver| self.for_receiver(code, receiver));
        let changed = own.or_else(|| self.everywhere.get(&code).copied());
        changed.unwrap_or_else(|| Some(self.base.severity(code)))
    }

    /// The findings with the severities of this profile, without those that are off.
    ///
    /// Better check with the profile at once ([`crate::check::check_with`]): of a file with more than
    /// [`Findings::MOST`] findings, those that are only counted keep their severities here.
    #[must_use]
    pub fn apply(&self, findings: Findings, receiver: Option<Receiver>) -> Findings {
        findings.rerated(self.rating(receiver))
    }

    /// An empty list that rates what is added to it.
    pub(crate) fn findings(&self, receiver: Option<Receiver>) -> Findings {
        let mut findings = Findings::default();
        self.rate(&mut findings, receiver);
        findings
    }

    /// From here on the list rates what is added to it.
    pub(crate) fn rate(&self, findings: &mut Findings, receiver: Option<Receiver>) {
        findings.set_rating((!self.is_standard()).then(|| self.rating(receiver)));
    }

    fn on(base: Base) -> Self {
        Self {
            base,
            ..Self::default()
        }
    }

    /// Findings come with the severities of the catalogue, so that there is nothing to do.
    fn is_standard(&self) -> bool {
        *self == Self::default()
    }

    fn rating(&self, receiver: Option<Receiver>) -> Rating {
        let severity = |code: &Code| self.severity(*code, receiver);
        Rating(Code::ALL.iter().map(severity).collect())
    }

    /// The last word on a code for a receiver: rules that name the kind before those that do not.
    fn for_receiver(&self, code: Code, receiver: Receiver) -> Option<Option<Severity>> {
        let said = |kind: Option<ServiceKind>| {
            let same = Receiver { kind, ..receiver };
            let rules = self.receivers.iter().rev();
            rules
                .filter(|rule| rule.receiver == same)
                .find_map(|rule| rule.changes.get(&code).copied())
        };
        receiver
            .kind
            .and_then(|kind| said(Some(kind)))
            .or_else(|| said(None))
    }
}

impl From<Address> for Receiver {
    fn from(address: Address) -> Self {
        Self {
            office: address.number,
            kind: Some(address.kind),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Base {
    #[default]
    Standard,
    Strict,
    Lenient,
}

impl Base {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "standard" => Self::Standard,
            "strict" => Self::Strict,
            "lenient" => Self::Lenient,
            _ => return None,
        })
    }

    fn severity(self, code: Code) -> Severity {
        match self {
            Self::Standard => code.severity(),
            Self::Strict => code.strict_severity(),
            Self::Lenient => code.lenient_severity(),
        }
    }
}

/// The severity of every code, in the order of the catalogue; `None` is off.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rating(Arc<[Option<Severity>]>);

impl Rating {
    pub(super) fn severity(&self, code: Code) -> Option<Severity> {
        // Variants stand in the order of the catalogue.
        self.0.get(code as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CheckedDocument;
    use crate::finding::{Finding, Lang};

    const NAME: &str = "DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
    const FLOOD: u32 = 20_000;

    fn receiver(office: &str, kind: Option<&str>) -> Receiver {
        Receiver {
            office: office.parse().unwrap(),
            kind: kind.map(|kind| kind.parse().unwrap()),
        }
    }

    fn told(profile: &CheckProfile, bytes: &[u8]) -> Vec<(Code, Severity)> {
        let checked = CheckedDocument::read_with_profile(NAME, bytes.to_vec(), profile);
        let findings = checked.findings().iter();
        findings.map(|f| (f.code, f.severity)).collect()
    }

    #[test]
    fn codes_count_in_the_order_of_the_catalogue() {
        assert!(
            Code::ALL
                .iter()
                .enumerate()
                .all(|(at, code)| *code as usize == at)
        );
    }

    #[test]
    fn the_three_profiles_rate_the_same_file() {
        // UTF-8 with LF.
        let bytes = "202407,505826,0000100000,202609\n".as_bytes();
        let bytes = [b"\xEF\xBB\xBF", bytes].concat();
        let [standard, strict, lenient] = CheckProfile::NAMES.map(|name| {
            let profile = CheckProfile::named(name).unwrap();
            told(&profile, &bytes)
        });
        use Severity::{Error, Warning};
        assert_eq!(
            standard,
            [(Code::ByteOrderMark, Error), (Code::LineEnding, Warning)]
        );
        assert_eq!(
            strict,
            [(Code::ByteOrderMark, Error), (Code::LineEnding, Error)]
        );
        assert_eq!(
            lenient,
            [(Code::ByteOrderMark, Warning), (Code::LineEnding, Warning)]
        );
    }

    #[test]
    fn strict_makes_no_less_and_lenient_no_more_of_anything() {
        for &code in Code::ALL {
            let own = code.severity();
            assert!(code.strict_severity() >= own, "{}", code.as_str());
            assert!(code.lenient_severity() <= own, "{}", code.as_str());
            let source = code.source(Lang::Ja);
            let unclear = ["判読不能", "相違", "不明"];
            if own == Severity::Warning && unclear.iter().any(|mark| source.contains(mark)) {
                let strict = code.strict_severity();
                assert_eq!(strict, Severity::Warning, "{}", code.as_str());
            }
        }
    }

    #[test]
    fn what_is_said_of_a_receiver_outweighs_what_is_said_of_all() {
        let profile = CheckProfile::standard()
            .with(Code::LineEnding, None)
            .with_receiver(
                receiver("5070100002", Some("11")),
                Code::LineEnding,
                Some(Severity::Error),
            )
            .with_receiver(
                receiver("5070100002", None),
                Code::LineEnding,
                Some(Severity::Note),
            );
        let rated = |receiver| profile.severity(Code::LineEnding, receiver);
        assert_eq!(rated(None), None);
        assert_eq!(rated(Some(receiver("5070100093", Some("11")))), None);
        assert_eq!(
            rated(Some(receiver("5070100002", Some("11")))),
            Some(Severity::Error)
        );
        assert_eq!(
            rated(Some(receiver("5070100002", Some("13")))),
            Some(Severity::Note)
        );
        assert_eq!(
            rated(Some(receiver("5070100002", None))),
            Some(Severity::Note)
        );
        assert_eq!(
            told(&profile, b"202407,505826,0000100000,202609\n"),
            [(Code::LineEnding, Severity::Error)]
        );
    }

    #[test]
    fn a_flood_is_counted_as_rated() {
        let line = |person| format!("202407,,{person:010},202609\r\n");
        let bytes = (0..FLOOD).map(line).collect::<String>().into_bytes();
        let profile = CheckProfile::standard().with(Code::MandatoryEmpty, Some(Severity::Warning));
        let checked = CheckedDocument::read_with_profile(NAME, bytes.clone(), &profile);
        let found = checked.findings();
        assert_eq!(
            (found.errors(), found.warnings(), found.len()),
            (0, FLOOD as usize, Findings::MOST + 1)
        );
        let off = CheckProfile::standard().with(Code::MandatoryEmpty, None);
        assert_eq!(told(&off, &bytes), []);
    }

    #[test]
    fn findings_can_be_rated_afterwards() {
        let mut findings = Findings::default();
        for record in 1..=FLOOD {
            findings.push(Finding::new(Code::MandatoryEmpty, "x".into()).at_record(record));
        }
        findings.push(Finding::new(Code::QuoteUnneeded, "x".into()));
        let profile = CheckProfile::standard()
            .with(Code::MandatoryEmpty, Some(Severity::Note))
            .with(Code::QuoteUnneeded, None);
        let rated = profile.apply(findings.finish(), None);
        // Those that were counted only stay what they were.
        let (listed, counted) = (Findings::MOST, FLOOD as usize - Findings::MOST);
        assert_eq!(
            (rated.errors(), rated.notes(), rated.len()),
            (counted, listed + 1, listed + 1)
        );
        let few = [
            Code::MandatoryEmpty,
            Code::QuoteUnneeded,
            Code::ByteOrderMark,
        ];
        let mut findings = Findings::default();
        few.iter()
            .for_each(|code| findings.push(Finding::new(*code, "x".into())));
        let rated = profile.apply(findings.finish(), None);
        assert_eq!((rated.errors(), rated.notes(), rated.len()), (1, 1, 2));
    }
}
