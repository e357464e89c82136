use std::sync::Arc;

use super::compose::{Named, best_match, check_agreement, check_composition, speaker};
use crate::check::{self, CheckedDocument};
use crate::finding::{CheckProfile, Code, Finding, Findings, Receiver, Severity};
use crate::layout::{Edition, SetKind, SetKindInfo};
use crate::number::{Address, Stamp};

/// 送信の単位: files of one stamp, one sender and one receiver that together are a set of the standard, free of errors.
///
/// There is no other way to make one than [`MessageSet::build`], so whatever holds a set may send it.
#[derive(Debug, Clone)]
pub struct MessageSet {
    kind: SetKind,
    sender: Address,
    receiver: Address,
    stamp: Stamp,
    documents: Vec<Arc<CheckedDocument>>,
    findings: Findings,
}

impl MessageSet {
    /// Builds a set, or says with findings why these files are none.
    ///
    /// The rules between its files are asked too: an error of theirs refuses the set, a warning does not.
    ///
    /// Of each file the findings count that it was checked with. What a profile said there holds.
    pub fn build(documents: Vec<Arc<CheckedDocument>>) -> Result<Self, Findings> {
        Self::build_with(documents, &CheckProfile::standard())
    }

    /// The same, with the rules between its files under a profile. Which files make a set, and that they agree in
    /// sender, receiver, stamp and month, is for no profile to change.
    pub fn build_with(
        documents: Vec<Arc<CheckedDocument>>,
        profile: &CheckProfile,
    ) -> Result<Self, Findings> {
        let mut findings = Findings::default();
        check_contents(&documents, &mut findings);
        let named = names(&documents, &mut findings);
        let Some(info) = best_match(Edition::CURRENT, &named) else {
            // Files of an older edition may well be a set of their edition, and files of other names one under the right
            // ones; what to do with them is told.
            let told = [Code::SetOfOlderEdition, Code::SetNameUnusable];
            if !findings.iter().any(|finding| told.contains(&finding.code)) {
                findings.push(Finding::new(Code::SetUnknown, "".into()));
            }
            return Err(findings.finish());
        };
        check_composition(info, &named, named.len() == documents.len(), &mut findings);
        check_addressed(info, &named, &mut findings);
        let lead = speaker(info, &named).map(Named::shared);
        if let Some(lead) = lead {
            check_agreement(info, lead, &named, &mut findings);
        }
        // What a refused file holds says nothing about the others.
        if !findings.has_errors() {
            let files: Vec<_> = documents.iter().map(|checked| checked.document()).collect();
            let receiver = lead.and_then(|lead| lead.receiver).map(Receiver::from);
            profile.rate(&mut findings, receiver);
            check::set::check(info.kind, &files, &mut findings);
        }
        let parts = lead.and_then(|lead| {
            Some((
                lead.sender.address()?,
                lead.receiver?.address()?,
                lead.stamp,
            ))
        });
        match parts {
            Some((sender, receiver, stamp)) if !findings.has_errors() => Ok(Self {
                kind: info.kind,
                sender,
                receiver,
                stamp,
                documents,
                findings: findings.finish(),
            }),
            _ => Err(findings.finish()),
        }
    }

    /// Which set of the standard it is.
    pub fn kind(&self) -> SetKind {
        self.kind
    }

    /// 送信元.
    pub fn sender(&self) -> Address {
        self.sender
    }

    /// 送信先.
    pub fn receiver(&self) -> Address {
        self.receiver
    }

    /// 作成日時, the same for all files.
    pub fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// The files.
    pub fn documents(&self) -> &[Arc<CheckedDocument>] {
        &self.documents
    }

    /// What there is to say about its files against each other; no errors. Each file has findings of its own besides.
    pub fn findings(&self) -> &Findings {
        &self.findings
    }
}

/// A file with errors refuses the set; what to mend in it is told along with that.
fn check_contents(documents: &[Arc<CheckedDocument>], findings: &mut Findings) {
    for document in documents {
        let errors = document.findings().errors();
        if errors == 0 {
            continue;
        }
        // A bad name refuses the file by itself.
        if document.document().file_name().is_some() {
            let name = document.document().name().clone();
            findings.push(Finding::new(Code::SetHasErrors, name).with("count", errors));
        }
        let errors = document
            .findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.for_each(|error| findings.push(error.clone()));
    }
}

fn names<'a>(documents: &'a [Arc<CheckedDocument>], findings: &mut Findings) -> Vec<Named<'a>> {
    let mut named = Vec::new();
    for document in documents.iter().map(|checked| checked.document()) {
        match Named::of(document) {
            Some(name) if document.edition() != Edition::CURRENT => {
                let finding = name.finding(Code::SetOfOlderEdition);
                findings.push(finding.with("edition", document.edition()));
            }
            Some(name) => named.push(name),
            None => findings.push(Finding::new(Code::SetNameUnusable, document.name().clone())),
        }
    }
    named
}

fn check_addressed(info: &SetKindInfo, named: &[Named<'_>], findings: &mut Findings) {
    let own = named.iter().filter(|name| info.has(name.kind()));
    let nobody = own.filter(|name| name.parsed.receiver.is_none());
    nobody.for_each(|name| findings.push(name.finding(Code::SetNotAddressed)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Lang;
    use crate::layout::{FileKind, Item};

    const TAIL: &str = "5070022016_43_5070100002_11_20260826093000.CSV";

    /// A file of a kind with one record that has every mandatory item; table 7 has its grand total too.
    fn file(name: &str) -> Arc<CheckedDocument> {
        let kind = FileKind::of_name(name).unwrap();
        let mut writer = crate::document::Writer::new(kind).unwrap();
        writer.record(&row(name, &[])).unwrap();
        if kind == FileKind::Upsikyu {
            let total = [
                ("service_code", "999999"),
                ("service_office", "9999999999"),
                ("units", "0"),
                ("count", "0"),
            ];
            writer.record(&row(name, &total)).unwrap();
        }
        let checked = CheckedDocument::read(name, writer.into_bytes());
        assert!(!checked.findings().has_errors(), "{:?}", checked.findings());
        Arc::new(checked)
    }

    fn row(name: &str, special: &[(&str, &str)]) -> Vec<String> {
        let zero = name.contains("_000000_");
        let items = FileKind::of_name(name).unwrap().layout().unwrap().items;
        let value = |item: &Item| {
            let special = special.iter().find(|(ident, _)| *ident == item.ident);
            match item.ident {
                _ if special.is_some() => special.unwrap().1,
                "csv_version" => "202407",
                "insurer_number" => "505826",
                "insured_number" => "0000100000",
                "target_month" if zero => "000000",
                "target_month" => "202609",
                "user_name" | "user_name_kana" | "planner_name" | "support_office_name" => "名",
                "planning_office" | "support_office" => "5070022016",
                "service_office" if name.starts_with("UPJSK") => "5070022016",
                "service_office" => "5070100002",
                "care_plan_date" if name.starts_with("UPHOSOKU") && !zero => "00000000",
                "service_code" => "111111",
                "sex" | "units" | "count" => "1",
                "over_30_days" => "0",
                _ if item.mandatory && item.max_length == 8 => "20260901",
                _ if item.mandatory && item.max_length == 4 => "0900",
                _ => "",
            }
        };
        items.iter().map(|item| value(item).to_owned()).collect()
    }

    fn build(names: &[String]) -> Result<MessageSet, Vec<Code>> {
        MessageSet::build(names.iter().map(|name| file(name)).collect())
            .map_err(|findings| findings.iter().map(|finding| finding.code).collect())
    }

    fn slip_names() -> Vec<String> {
        ["UPPLAN", "UPSIKYU", "UPHOSOKU"]
            .map(|kind| format!("{kind}_202609_{TAIL}"))
            .into()
    }

    #[test]
    fn the_sets_of_the_standard_are_sets() {
        let set = build(&slip_names()).unwrap();
        assert_eq!(
            (set.kind(), set.receiver().to_string()),
            (SetKind::UseSlip, "5070100002_11".into())
        );
        let actuals = build(&[format!("UPJSK_202609_{TAIL}")]).unwrap();
        assert_eq!(actuals.kind(), SetKind::Actuals);
        let plan = ["UP1KYO_", "UP2KYO_", "UP3KYO_", "UPHOSOKU_000000_"]
            .map(|kind| format!("{kind}{TAIL}"));
        assert_eq!(build(&plan).unwrap().kind(), SetKind::CarePlan);
    }

    #[test]
    fn what_is_missing_or_mixed_is_refused_and_named() {
        let mut names = slip_names();
        assert_eq!(build(&names[..2]).err(), Some(vec![Code::SetIncomplete]));
        names[1] = names[1].replace("093000", "093001");
        assert_eq!(build(&names).err(), Some(vec![Code::SetMixedStamp]));
        names[1] = slip_names()[1]
            .replace("202609_", "202610_")
            .replace("UPSIKYU_202610", "UPHOSOKU_000000");
        assert!(build(&names).err().unwrap().contains(&Code::SetIncomplete));

        let mut names = slip_names();
        names.push(format!("UPJSK_202609_{TAIL}"));
        assert_eq!(build(&names).err(), Some(vec![Code::FileNotInSet]));
        names[3] = names[0].clone();
        assert_eq!(build(&names).err(), Some(vec![Code::SetDuplicateKind]));
        names.truncate(3);
        names[2] = names[2].replace("5070100002_11", "5070100002_13");
        assert_eq!(build(&names).err(), Some(vec![Code::SetMixedReceiver]));
        names[2] = slip_names()[2].replace("5070022016_43", "5070022016_46");
        assert_eq!(build(&names).err(), Some(vec![Code::SetMixedSender]));
        let nobody: Vec<_> = slip_names()
            .iter()
            .map(|n| n.replace("5070100002_11", "0000000000_00"))
            .collect();
        assert_eq!(build(&nobody).err(), Some(vec![Code::SetNotAddressed; 3]));
        assert_eq!(build(&[]).err(), Some(vec![Code::SetUnknown]));
    }

    #[test]
    fn the_odd_one_out_is_named_wherever_it_stands() {
        let mut names = slip_names();
        names[0] = names[0].replace("5070022016_43", "5070022016_46");
        let findings =
            MessageSet::build(names.iter().map(|name| file(name)).collect()).unwrap_err();
        let told: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code, finding.file.to_string()))
            .collect();
        assert_eq!(told, [(Code::SetMixedSender, names[0].clone())]);
    }

    #[test]
    fn what_a_profile_lets_through_can_be_sent() {
        let names = slip_names();
        let with_mark = |name: &String, profile: &CheckProfile| {
            let plain = file(name);
            let bytes = [b"\xEF\xBB\xBF", plain.document().bytes()].concat();
            Arc::new(CheckedDocument::read_with_profile(name, bytes, profile))
        };
        let build = |profile: &CheckProfile| {
            let files = names.iter().map(|name| with_mark(name, profile)).collect();
            MessageSet::build_with(files, profile)
        };
        assert!(build(&CheckProfile::standard()).is_err());
        assert_eq!(
            build(&CheckProfile::lenient()).unwrap().kind(),
            SetKind::UseSlip
        );
        // But never an incomplete set.
        let off = CheckProfile::lenient().with(Code::SetIncomplete, None);
        let two: Vec<_> = names[..2]
            .iter()
            .map(|name| with_mark(name, &off))
            .collect();
        assert!(MessageSet::build_with(two, &off).is_err());
    }

    #[test]
    fn a_file_with_errors_cannot_be_sent() {
        let names = slip_names();
        let mut documents: Vec<_> = names.iter().map(|name| file(name)).collect();
        documents[0] = Arc::new(CheckedDocument::read(&names[0], b"202407\r\n".to_vec()));
        let findings = MessageSet::build(documents).unwrap_err();
        let told: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(told, [Code::SetHasErrors, Code::ColumnCount]);
        assert!(
            findings
                .iter()
                .next()
                .unwrap()
                .message(Lang::En)
                .contains('1')
        );
    }
}
