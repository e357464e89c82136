//! The sample month inside this program: one support office, its service offices, their plans and actuals.

use std::sync::Arc;

use careplan_core::check::CheckedDocument;
use careplan_core::message::MessageSet;
use careplan_core::number::{Address, OfficeNumber, ServiceKind, TargetMonth};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::error::DemoError;

static SETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../samples/data/sets");
static ACTUALS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../samples/data/actuals");
const TRUTH: &str = include_str!("../../../samples/data/truth.json");

/// 居宅介護支援.
const SUPPORT_KIND: &str = "43";
const SUPPORT_NAME: &str = "ケアプランセンターつなぐ";

/// What truth.json says of the offices.
#[derive(Deserialize)]
struct Truth {
    month: TargetMonth,
    support: OfficeNumber,
    offices: Vec<(OfficeNumber, ServiceKind, String)>,
}

/// A month of one support office.
pub(super) struct SampleMonth {
    pub month: TargetMonth,
    pub support: Partner,
    pub offices: Vec<SampleOffice>,
}

/// Who takes part.
pub(super) struct Partner {
    pub number: OfficeNumber,
    pub kind: ServiceKind,
    pub name: String,
}

/// A service office, what it is to receive and what it answers.
pub(super) struct SampleOffice {
    pub partner: Partner,
    pub plan: Files,
    pub actuals: Files,
}

/// The files of one set: names and bytes.
pub(super) struct Files(Vec<(&'static str, &'static [u8])>);

impl SampleMonth {
    /// The month that was built in.
    pub(super) fn embedded() -> Result<Self, DemoError> {
        let truth: Truth =
            serde_json::from_str(TRUTH).map_err(|error| DemoError::Sample(error.to_string()))?;
        let kind = SUPPORT_KIND
            .parse()
            .map_err(|_| DemoError::Sample(SUPPORT_KIND.to_owned()))?;
        let offices = truth.offices.into_iter().map(SampleOffice::embedded);
        Ok(Self {
            month: truth.month,
            support: Partner {
                number: truth.support,
                kind,
                name: SUPPORT_NAME.to_owned(),
            },
            offices: offices.collect::<Result<_, _>>()?,
        })
    }
}

impl SampleOffice {
    fn embedded(
        (number, kind, name): (OfficeNumber, ServiceKind, String),
    ) -> Result<Self, DemoError> {
        let folder = Address { number, kind }.to_string();
        Ok(Self {
            partner: Partner { number, kind, name },
            plan: Files::embedded(&SETS, &folder)?,
            actuals: Files::embedded(&ACTUALS, &folder)?,
        })
    }
}

impl Files {
    fn embedded(of: &'static Dir<'static>, folder: &str) -> Result<Self, DemoError> {
        let folder = of
            .get_dir(folder)
            .ok_or_else(|| DemoError::Sample(folder.to_owned()))?;
        let files = folder.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?;
            Some((name, file.contents()))
        });
        Ok(Self(files.collect()))
    }

    /// The set that these files are.
    pub(super) fn set(&self) -> Result<MessageSet, DemoError> {
        let documents = self
            .0
            .iter()
            .map(|(name, bytes)| Arc::new(CheckedDocument::read(name, bytes.to_vec())));
        MessageSet::build(documents.collect()).map_err(DemoError::Refused)
    }

    /// Whether these are the same files: the same names, and under each name the same bytes.
    pub(super) fn are_identical(&self, received: &[Arc<CheckedDocument>]) -> bool {
        let is_here = |checked: &Arc<CheckedDocument>| {
            let document = checked.document();
            self.0.contains(&(&**document.name(), document.bytes()))
        };
        self.0.len() == received.len() && received.iter().all(is_here)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_whole_and_may_be_sent() {
        let month = SampleMonth::embedded().unwrap();
        assert_eq!(month.offices.len(), 18);
        for office in &month.offices {
            for files in [&office.plan, &office.actuals] {
                let set = files.set().unwrap();
                assert!(files.are_identical(set.documents()));
            }
        }
    }

    #[test]
    fn other_bytes_and_other_names_are_not_identical() {
        let files = Files(vec![("a", b"1"), ("b", b"2")]);
        let received =
            |name: &str, bytes: &[u8]| Arc::new(CheckedDocument::read(name, bytes.into()));
        let a = received("a", b"1");
        assert!(files.are_identical(&[a.clone(), received("b", b"2")]));
        assert!(!files.are_identical(&[a.clone(), received("b", b"3")]));
        assert!(!files.are_identical(&[a.clone(), received("c", b"2")]));
        assert!(!files.are_identical(&[a]));
    }
}
