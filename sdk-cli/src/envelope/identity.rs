//! `careplan identity`: what a certificate says, and whether it can be used.

use std::path::Path;

use careplan_core::envelope::{
    AnyManifest, CertificateDetails, EnvelopeError, Identities, Identity, OPENS_AFTER_END_DAYS,
    RenewalDue, Role, Trust, Use, open, seal,
};
use careplan_core::exchange::{Profile, Secrets};
use careplan_core::finding::Lang;
use careplan_core::message::{FileEntry, Parcel};
use careplan_core::number::OfficeNumber;
use jiff::Timestamp;
use serde::Serialize;

use super::args::{CheckIdentityArgs, IdentityCommand, ShowIdentityArgs};
use super::fault::Fault;
use super::identities::{self, KeyPlace, Named};
use super::report::{self, Lines, Report, Said, time};
use super::trust;
use crate::outcome::Outcome;

/// Runs the command.
pub fn run(office: Option<&Path>, command: &IdentityCommand) -> Outcome {
    match command {
        IdentityCommand::Show(args) => report::finish(show(office, args), args.style),
        IdentityCommand::Check(args) => report::finish(check(office, args), args.style),
    }
}

/// The identities of an office's profile.
fn of_profile(profile: &Profile) -> Result<Vec<Named>, Fault> {
    let identities = profile
        .identities(&Secrets::new())
        .map_err(Fault::setting)?;
    Ok(identities.into_iter().map(Named::of_profile).collect())
}

/// The office's profile, where no identity is named.
fn profile(office: Option<&Path>) -> Result<Profile, Fault> {
    let folder = crate::office::named(office).map_err(|_| {
        Fault::could_not_run(
            "どの電子証明書か分かりません。\n--identity で電子証明書を指定するか、--office フォルダー（または環境変数 CAREPLAN_OFFICE）で事業所を指定してください。",
            "no certificate is named.\nName one with --identity, or an office with --office DIR or the variable CAREPLAN_OFFICE.",
        )
    })?;
    let profile = Profile::load(&folder).map_err(Fault::setting)?;
    match profile.has_papers() {
        true => Ok(profile),
        false => Err(Fault::could_not_run(
            "この事業所の profile.toml には [identity] がありません（フォルダーで受け渡す事業所です）。\n電子証明書は要りません。",
            "profile.toml of this office has no [identity]: it uses folders.\nIt needs no certificate.",
        )),
    }
}

fn show(office: Option<&Path>, args: &ShowIdentityArgs) -> Result<IdentityReport, Fault> {
    let named = match args.identity.identity.is_empty() {
        true => of_profile(&profile(office)?)?,
        false => identities::load_named(&args.identity, &args.rule.rule(), true)?,
    };
    let now = Timestamp::now();
    let certificates = named.iter().map(|named| CertificateReport::of(named, now));
    Ok(IdentityReport {
        certificates: certificates.collect::<Result<_, _>>()?,
        usable: None,
        warnings: Vec::new(),
    })
}

fn check(office: Option<&Path>, args: &CheckIdentityArgs) -> Result<IdentityReport, Fault> {
    let lang = args.style.lang();
    let (named, trust) = match args.identity.identity.is_empty() {
        true => {
            let profile = profile(office)?;
            let trust = match args.trust.trust.is_empty() {
                true => profile.trust().map_err(Fault::setting)?,
                false => trust::load(&args.trust)?,
            };
            (of_profile(&profile)?, trust)
        }
        false => (
            identities::load_named(&args.identity, &args.trust.rule.rule(), false)?,
            trust::load(&args.trust)?,
        ),
    };
    let now = trust.now();
    let all = named.iter().filter_map(|named| named.identity.clone());
    let identities = Identities::new(all.collect())?;
    let signer = identities.signer(now);
    let mut report = IdentityReport {
        certificates: Vec::new(),
        usable: Some(false),
        warnings: Vec::new(),
    };
    for named in &named {
        let mut certificate = CertificateReport::of(named, now)?;
        if let Some(identity) = &named.identity {
            let judged = judge(identity, &trust, now, lang);
            if identity.certificate() == signer.certificate() {
                report.usable = Some(judged.state == State::Usable);
            }
            certificate.judged = Some(judged);
        }
        report.certificates.push(certificate);
    }
    if let Some(due) = identities.renewal_due(now) {
        report.warnings.push(renewal(&due, lang));
    }
    report
        .warnings
        .extend(trust.crl_notes().iter().map(|note| Said::of(note, lang)));
    Ok(report)
}

/// Judges a certificate and, where it is trusted, seals something with the key and opens it again.
fn judge(identity: &Identity, trust: &Trust, now: Timestamp, lang: Lang) -> Judged {
    let certificate = identity.certificate();
    let mut judged = Judged {
        state: State::Unusable,
        revocation: None,
        revocation_state: None,
        error: None,
        warnings: Vec::new(),
    };
    let verdict = trust.check(certificate, Use::Signing).and_then(|verdict| {
        trust.check(certificate, Use::Sealing)?;
        try_out(identity, trust)?;
        Ok(verdict)
    });
    match verdict {
        Ok(verdict) => {
            judged.state = State::Usable;
            judged.revocation = Some(verdict.revocation.text(lang));
            judged.revocation_state = Some(verdict.revocation.as_str());
            judged.warnings = Said::all(&verdict.warnings, lang);
        }
        Err(error) => {
            let past = -certificate.days_left(now);
            if (1..=OPENS_AFTER_END_DAYS).contains(&past) {
                judged.state = State::OpensOnly;
            }
            judged.error = Some(Said::of(&error, lang));
        }
    }
    judged
}

/// Only the key itself can tell that it signs and opens.
fn try_out(identity: &Identity, trust: &Trust) -> Result<(), EnvelopeError> {
    const NAME: &str = "check.txt";
    const CONTENT: &[u8] = b"careplan identity check";
    let office = identity.office();
    let file = FileEntry::of_bytes(NAME, CONTENT);
    let parcel = Parcel::new(office, vec![office], vec![file]);
    let own = Identities::from(identity.clone());
    let recipient = [identity.certificate().clone()];
    let sealed = seal(&own, trust, &recipient, &parcel, &[(NAME, CONTENT)])?;
    open::<AnyManifest>(&own, trust, Role::Sender, &sealed.content).map(drop)
}

/// That a certificate must be renewed.
pub(crate) fn renewal(due: &RenewalDue, lang: Lang) -> Said {
    let (days, end) = (due.days_left, time(due.not_after));
    let message = match (lang, days < 0) {
        (Lang::Ja, false) => format!("電子証明書の有効期限まで、あと {days} 日です（{end}）。"),
        (Lang::Ja, true) => format!("電子証明書の有効期限が切れています（{end}）。"),
        (Lang::En, false) => format!("the certificate ends in {days} days ({end})."),
        (Lang::En, true) => format!("the certificate has ended ({end})."),
    };
    let hint = "新しい電子証明書の発行を受けてください。古いものも、届いている封筒を開くために --identity に残してください。";
    let hint_en = "Have a new one issued, and keep the old one as another --identity for envelopes that wait.";
    Said {
        message,
        hint: lang.pick(hint, hint_en).to_owned(),
    }
}

/// What a certificate can be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    Usable,
    /// Ended not long ago: what was sealed for it is opened.
    OpensOnly,
    Unusable,
}

#[derive(Serialize)]
struct Judged {
    state: State,
    revocation: Option<String>,
    revocation_state: Option<&'static str>,
    error: Option<Said>,
    warnings: Vec<Said>,
}

#[derive(Serialize)]
struct IdentityReport {
    certificates: Vec<CertificateReport>,
    /// Whether this office can sign, seal and open now; null where nobody asked.
    usable: Option<bool>,
    warnings: Vec<Said>,
}

/// The keys are a promise to whoever reads them.
#[derive(Serialize)]
struct CertificateReport {
    office: OfficeNumber,
    subject: String,
    issuer: String,
    serial: String,
    #[serde(serialize_with = "crate::times::exact")]
    not_before: Timestamp,
    #[serde(serialize_with = "crate::times::exact")]
    not_after: Timestamp,
    days_left: i64,
    algorithm: String,
    key: &'static str,
    key_usages: Vec<&'static str>,
    purposes: Vec<String>,
    policies: Vec<String>,
    fingerprint: String,
    chain: Vec<ChainReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    judged: Option<Judged>,
}

#[derive(Serialize)]
struct ChainReport {
    subject: String,
    issuer: String,
    #[serde(serialize_with = "crate::times::exact")]
    not_after: Timestamp,
}

impl CertificateReport {
    fn of(named: &Named, now: Timestamp) -> Result<Self, EnvelopeError> {
        let certificate = &named.certificate;
        let CertificateDetails {
            subject,
            issuer,
            serial,
            not_before,
            not_after,
            fingerprint,
            key_usages,
            purposes,
            policies,
        } = certificate.details()?;
        let chain = certificate.chain_details()?.into_iter();
        Ok(Self {
            office: certificate.office(),
            subject,
            issuer,
            serial,
            not_before,
            not_after,
            days_left: certificate.days_left(now),
            algorithm: certificate.algorithm().to_string(),
            key: match named.place {
                KeyPlace::File => "file",
                KeyPlace::Token => "token",
                KeyPlace::Nowhere => "none",
                KeyPlace::Profile => "profile",
            },
            key_usages,
            purposes,
            policies,
            fingerprint,
            chain: chain.map(ChainReport::from).collect(),
            judged: None,
        })
    }

    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let office = self.office;
        lines.title(
            &format!("事業所 {office} の電子証明書"),
            &format!("Certificate of office {office}"),
        );
        lines.item("主体者", "Subject", &self.subject);
        lines.item("発行者", "Issuer", &self.issuer);
        lines.item("シリアル番号", "Serial number", &self.serial);
        let validity = format!("{} – {}", time(self.not_before), time(self.not_after));
        lines.item("有効期間", "Validity", validity);
        let left = self.days_left;
        let left = lang.pick(format!("{left} 日"), format!("{left} days"));
        lines.item("残り", "Left", left);
        lines.item("鍵の種類", "Algorithm", &self.algorithm);
        lines.item("秘密鍵の場所", "Private key", self.place(lang));
        for (ja, en, list) in [
            ("鍵の用途", "Key usage", usages(&self.key_usages, lang)),
            (
                "拡張用途",
                "Extended key usage",
                purposes(&self.purposes, lang),
            ),
            ("ポリシー", "Policies", self.policies.join(", ")),
        ] {
            let unsaid = lang.pick("（記載なし）", "(not said)");
            lines.item(ja, en, if list.is_empty() { unsaid } else { &list });
        }
        lines.item("SHA-256", "SHA-256", &self.fingerprint);
        for above in &self.chain {
            let above = format!("{} – {}", above.subject, time(above.not_after));
            lines.item("中間証明書", "Intermediate", above);
        }
        if let Some(judged) = &self.judged {
            lines.append(judged.text(lang));
        }
        lines
    }

    fn place(&self, lang: Lang) -> &'static str {
        match self.key {
            "file" => lang.pick("ファイル", "file"),
            "token" => lang.pick("トークン（PKCS#11）", "token (PKCS#11)"),
            "profile" => lang.pick("profile.toml に書いたところ", "where profile.toml says"),
            _ => lang.pick("なし（証明書だけ）", "none (certificate only)"),
        }
    }
}

fn usages(words: &[&'static str], lang: Lang) -> String {
    let name = |word: &&'static str| match (lang, *word) {
        (Lang::En, word) => word,
        (_, "digitalSignature") => "署名",
        (_, "nonRepudiation" | "contentCommitment") => "否認防止",
        (_, "keyEncipherment") => "鍵の暗号化",
        (_, "dataEncipherment") => "データの暗号化",
        (_, "keyAgreement") => "鍵の合意",
        (_, "keyCertSign") => "証明書への署名",
        (_, "cRLSign") => "失効リストへの署名",
        (_, word) => word,
    };
    let words: Vec<_> = words.iter().map(name).collect();
    words.join(lang.pick("、", ", "))
}

fn purposes(words: &[String], lang: Lang) -> String {
    let name = |word: &String| match (lang, word.as_str()) {
        (Lang::En, word) => word.to_owned(),
        (_, "clientAuth") => "クライアント認証".to_owned(),
        (_, "serverAuth") => "サーバー認証".to_owned(),
        (_, "emailProtection") => "電子メールの保護".to_owned(),
        (_, "codeSigning") => "プログラムへの署名".to_owned(),
        (_, "timeStamping") => "タイムスタンプ".to_owned(),
        (_, word) => word.to_owned(),
    };
    let words: Vec<_> = words.iter().map(name).collect();
    words.join(lang.pick("、", ", "))
}

impl Judged {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        let state = match self.state {
            State::Usable => lang.pick(
                "署名、暗号化、復号に使えます（実際に試しました）",
                "signs, seals and opens (tried)",
            ),
            State::OpensOnly => lang.pick(
                "届いている封筒を開くことだけに使えます",
                "only opens what was sealed for it",
            ),
            State::Unusable => lang.pick("使えません", "cannot be used"),
        };
        lines.item("判定", "Result", state);
        if let Some(error) = &self.error {
            lines.warning(&format!("{} {}", error.message, error.hint));
        }
        if let Some(revocation) = &self.revocation {
            lines.item("失効", "Revocation", revocation);
        }
        lines.warnings(&self.warnings);
        lines
    }
}

impl From<CertificateDetails> for ChainReport {
    fn from(details: CertificateDetails) -> Self {
        Self {
            subject: details.subject,
            issuer: details.issuer,
            not_after: details.not_after,
        }
    }
}

impl Report for IdentityReport {
    fn text(&self, lang: Lang) -> Lines {
        let mut lines = Lines::new(lang);
        for certificate in &self.certificates {
            lines.append(certificate.text(lang));
        }
        lines.warnings(&self.warnings);
        lines
    }

    fn outcome(&self) -> Outcome {
        match self.usable {
            Some(false) => Outcome::Errors,
            _ => Outcome::Fine,
        }
    }
}
