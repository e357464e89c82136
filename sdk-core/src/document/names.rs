use super::{FileName, MonthPart, Party};
use crate::finding::{Code, Finding};
use crate::layout::FileKind;
use crate::number::{Address, Stamp};

/// Makes the file names of a set in the form of edition 4.1: all of them share sender, receiver and stamp.
///
/// ```
/// use careplan_core::document::{FileNames, MonthPart};
/// use careplan_core::layout::FileKind;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let names = FileNames::new("5070022016_43".parse()?, Some("5070100002_11".parse()?), "20260826093000".parse()?);
/// let plan = names.of_month(FileKind::Upplan, MonthPart::Month("202609".parse()?))?;
/// assert_eq!(plan.to_string(), "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV");
/// assert!(names.without_month(FileKind::Upplan).is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileNames {
    sender: Address,
    receiver: Option<Address>,
    stamp: Stamp,
}

impl FileNames {
    /// `receiver`: `None` where it is not chosen yet; the names then say 0000000000_00.
    pub fn new(sender: Address, receiver: Option<Address>, stamp: Stamp) -> Self {
        Self {
            sender,
            receiver,
            stamp,
        }
    }

    /// The name of a file of a kind that carries the month in its name. 000000 is only for UPHOSOKU of a care-plan set.
    pub fn of_month(&self, kind: FileKind, month: MonthPart) -> Result<FileName, Finding> {
        self.name(kind, Some(month), None)
    }

    /// The name of a file of a kind without a month in its name.
    pub fn without_month(&self, kind: FileKind) -> Result<FileName, Finding> {
        self.name(kind, None, None)
    }

    /// The name of an image, UPKIHON_IMAGE. `branch`: 枝番, at most four digits.
    pub fn image(&self, branch: u16) -> Result<FileName, Finding> {
        let digit = |place| b'0' + (branch / place % 10) as u8;
        if branch > 9999 {
            return Err(wrong(FileKind::UpkihonImage, ("枝番", "branch number")));
        }
        let branch = [digit(1000), digit(100), digit(10), digit(1)];
        self.name(FileKind::UpkihonImage, None, Some(branch))
    }

    fn name(
        &self,
        kind: FileKind,
        month: Option<MonthPart>,
        branch: Option<[u8; 4]>,
    ) -> Result<FileName, Finding> {
        let name = FileName {
            kind,
            month,
            sender: self.sender.into(),
            receiver: self.receiver.map(Party::from),
            stamp: self.stamp,
            branch,
        };
        name.verify()?;
        Ok(name)
    }
}

impl FileName {
    /// Refuses a combination of parts that no file name has, such as a kind with a month in its name and no month.
    pub fn verify(&self) -> Result<(), Finding> {
        let zero = self.month == Some(MonthPart::Zero);
        if self.month.is_some() != self.kind.month_in_name()
            || zero && self.kind != FileKind::Uphosoku
        {
            return Err(wrong(self.kind, ("年月", "month")));
        }
        let digits = |branch: [u8; 4]| branch.iter().all(u8::is_ascii_digit);
        let is_image = self.kind == FileKind::UpkihonImage;
        if self.branch.is_some() != is_image || !self.branch.is_none_or(digits) {
            return Err(wrong(self.kind, ("枝番", "branch number")));
        }
        if self.sender.number.is_nobody() {
            return Err(wrong(self.kind, ("送信元", "sender")));
        }
        let chosen =
            |party: Party| !party.number.is_nobody() && party.edition() == self.sender.edition();
        if !self.receiver.is_none_or(chosen) {
            return Err(wrong(self.kind, ("送信先", "receiver")));
        }
        // What is left to be wrong, such as a code that is not of its form, shows when the name is read back.
        match Self::parse(&self.to_string()).0 {
            Some(read) if read == *self => Ok(()),
            _ => Err(wrong(self.kind, ("送信元と送信先", "sender and receiver"))),
        }
    }
}

/// The finding on a part of a name that is being made.
pub(crate) fn wrong(kind: FileKind, (ja, en): (&str, &str)) -> Finding {
    Finding::new(Code::MalformedFileName, "".into())
        .with_both("part", ja, en)
        .with("form", FileName::form(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Lang;

    fn names() -> FileNames {
        FileNames::new(
            "5070022016_43".parse().unwrap(),
            Some("5070100002_11".parse().unwrap()),
            "20260826093000".parse().unwrap(),
        )
    }

    fn month() -> MonthPart {
        MonthPart::Month("202609".parse().unwrap())
    }

    #[test]
    fn every_kind_has_exactly_one_way_to_its_name() {
        for kind in FileKind::ALL {
            let ways = [
                names().of_month(kind, month()),
                names().without_month(kind),
                names().image(12),
            ];
            let made: Vec<_> = ways
                .into_iter()
                .flatten()
                .filter(|name| name.kind == kind)
                .collect();
            assert_eq!(made.len(), 1, "{kind}");
            let (read, faults) = FileName::parse(&made[0].to_string());
            assert_eq!((read.as_ref(), faults), (Some(&made[0]), vec![]));
        }
    }

    #[test]
    fn the_month_zero_is_for_the_supplement_only() {
        assert!(
            names()
                .of_month(FileKind::Uphosoku, MonthPart::Zero)
                .is_ok()
        );
        let refused = names().of_month(FileKind::Upplan, MonthPart::Zero);
        let message = refused.unwrap_err().message(Lang::En);
        assert!(message.contains("month"), "{message}");
    }

    #[test]
    fn branches_have_four_digits() {
        let name = names().image(7).unwrap().to_string();
        assert!(name.ends_with("_20260826093000_0007.jpg"), "{name}");
        assert!(names().image(10_000).is_err());
    }

    #[test]
    fn a_receiver_that_is_nobody_is_not_a_receiver() {
        let nobody = FileNames::new(
            "5070022016_43".parse().unwrap(),
            Some("0000000000_00".parse().unwrap()),
            "20260826093000".parse().unwrap(),
        );
        assert!(nobody.without_month(FileKind::Up1kyo).is_err());
        let open = FileNames {
            receiver: None,
            ..nobody
        };
        let name = open.without_month(FileKind::Up1kyo).unwrap().to_string();
        assert_eq!(
            name,
            "UP1KYO_5070022016_43_0000000000_00_20260826093000.CSV"
        );
    }

    #[test]
    fn a_sender_that_is_nobody_is_no_sender() {
        let nobody = FileNames {
            sender: "0000000000_43".parse().unwrap(),
            ..names()
        };
        let refused = nobody.without_month(FileKind::Up1kyo).unwrap_err();
        assert!(refused.message(Lang::En).contains("sender"));
    }
}
