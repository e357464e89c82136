use std::io::Write;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::certificate::Certificate;
use super::cms;
use super::container::{self, FileSource};
use super::error::EnvelopeError;
use super::identities::Identities;
use super::identity::Identity;
use super::manifest::Manifest;
use super::open::ContentDigest;
use super::trust::{Trust, TrustFault, TrustWarning, Use};
use crate::digest::{Hashed, sha256_hex};

/// A message as it leaves the house: nobody but the receivers and the sender can read any of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The sealed cover (CMS, DER).
    pub cover: Vec<u8>,
    /// The sealed content (CMS, DER).
    pub content: Vec<u8>,
    /// SHA-256 of the sealed content, lower-case hexadecimal.
    pub content_sha256: String,
    /// What will matter soon about the certificates that were used.
    pub warnings: Vec<TrustWarning>,
}

/// What [`seal_to`] leaves beside the content that it wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCover {
    /// The sealed cover (CMS, DER).
    pub cover: Vec<u8>,
    /// Size and digest of the sealed content.
    pub content: ContentDigest,
    /// What will matter soon about the certificates that were used.
    pub warnings: Vec<TrustWarning>,
}

/// What a sealed cover holds: the cover, and which content it belongs to.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoverNote<M> {
    pub format: String,
    pub cover: M,
    pub content: ContentDigest,
}

/// Signs as the newest identity and seals for `recipients`, whose certificates must be trusted and belong to receivers of
/// the cover; and for the sender's own certificates, so that what was sent can be shown again.
///
/// Give all current certificates of a receiver: while one is being renewed, either opens. `files` are the files of the
/// cover, name and bytes, in its order.
pub fn seal<M: Manifest>(
    identities: &Identities,
    trust: &Trust,
    recipients: &[Certificate],
    cover: &M,
    files: &[(&str, &[u8])],
) -> Result<Sealed, EnvelopeError> {
    let sealer = Sealer::new(identities, trust, recipients, cover)?;
    let content = sealer.seal_bytes(&container::pack(cover, files)?)?;
    let digest = ContentDigest {
        size: content.len() as u64,
        sha256: sha256_hex(&content),
    };
    Ok(Sealed {
        cover: sealer.seal_cover(cover, &digest)?,
        content,
        content_sha256: digest.sha256,
        warnings: sealer.warnings,
    })
}

/// The same for files of any size up to [`super::MAX_CONTENT_BYTES`] in constant memory: each is read three times, and the
/// sealed content is written while it is made. Where this fails, what was written is to be thrown away.
pub fn seal_to<M: Manifest>(
    identities: &Identities,
    trust: &Trust,
    recipients: &[Certificate],
    cover: &M,
    files: &[(&str, &dyn FileSource)],
    out: impl Write,
) -> Result<SealedCover, EnvelopeError> {
    let sealer = Sealer::new(identities, trust, recipients, cover)?;
    let container = container::measure_all(cover, files)?;
    let mut out = Hashed::new(out);
    sealer.seal_stream(&container, &mut out)?;
    let content = ContentDigest {
        size: out.size(),
        sha256: out.finish(),
    };
    Ok(SealedCover {
        cover: sealer.seal_cover(cover, &content)?,
        content,
        warnings: sealer.warnings,
    })
}

/// Who signs, and for whom.
struct Sealer {
    identity: Identity,
    recipients: Vec<Certificate>,
    warnings: Vec<TrustWarning>,
    at: Timestamp,
}

impl Sealer {
    fn new<M: Manifest>(
        identities: &Identities,
        trust: &Trust,
        recipients: &[Certificate],
        cover: &M,
    ) -> Result<Self, EnvelopeError> {
        let at = trust.now();
        let identity = identities.signer(at);
        check_parties(&identity, recipients, cover)?;
        // An own certificate that the receiver would refuse is better noticed here.
        let mut warnings = trust.check(identity.certificate(), Use::Signing)?.warnings;
        let (recipients, more) = usable(trust, recipients)?;
        warnings.extend(more);
        let own = identities.recipients(at).into_iter();
        let recipients = recipients
            .into_iter()
            .chain(own.filter(|own| !is_revoked(trust, own)));
        Ok(Self {
            identity,
            recipients: each_once(recipients),
            warnings: each_once(warnings),
            at,
        })
    }

    /// The cover alone, small, so that a list can be shown without the contents.
    fn seal_cover<M: Manifest>(
        &self,
        cover: &M,
        content: &ContentDigest,
    ) -> Result<Vec<u8>, EnvelopeError> {
        let note = CoverNote {
            format: cover.cover_format().into(),
            cover: cover.clone(),
            content: content.clone(),
        };
        let note = serde_json::to_vec(&note).map_err(|_| EnvelopeError::BadContent("cover"))?;
        self.seal_bytes(&note)
    }

    fn seal_bytes(&self, content: &[u8]) -> Result<Vec<u8>, EnvelopeError> {
        let recipients: Vec<_> = self.recipients.iter().collect();
        cms::seal(&self.identity, &recipients, content, self.at)
    }

    fn seal_stream(
        &self,
        container: &container::MeasuredContainer<'_>,
        out: impl Write,
    ) -> Result<(), EnvelopeError> {
        let recipients: Vec<_> = self.recipients.iter().collect();
        let content = |out: &mut dyn Write| container.write(out);
        let length = container.length();
        cms::seal_stream(&self.identity, &recipients, length, content, self.at, out)
    }
}

fn check_parties<M: Manifest>(
    identity: &Identity,
    recipients: &[Certificate],
    cover: &M,
) -> Result<(), EnvelopeError> {
    if identity.office() != cover.sender() {
        return Err(EnvelopeError::WrongSender {
            signer: identity.office(),
            sender: cover.sender(),
        });
    }
    let receivers = cover.receivers();
    let offices: Vec<_> = recipients.iter().map(Certificate::office).collect();
    if receivers.is_empty() || offices.iter().any(|office| !receivers.contains(office)) {
        return Err(EnvelopeError::NotReceiver);
    }
    // Whoever is named as a receiver must be able to open it.
    match receivers
        .into_iter()
        .find(|office| !offices.contains(office))
    {
        Some(office) => Err(EnvelopeError::NoCertificate { office }),
        None => Ok(()),
    }
}

/// Those of the recipients that can be sealed for. One that has ended, has not begun or was revoked is left out while another
/// of the same office is good: that is what a renewal looks like. Every other fault is an error.
fn usable(
    trust: &Trust,
    recipients: &[Certificate],
) -> Result<(Vec<Certificate>, Vec<TrustWarning>), EnvelopeError> {
    let (mut good, mut warnings, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for recipient in recipients {
        match trust.check(recipient, Use::Sealing) {
            Ok(verdict) => {
                good.push(recipient.clone());
                warnings.extend(verdict.warnings);
            }
            Err(error) if is_of_renewal(&error) => left_out.push((recipient.office(), error)),
            Err(error) => return Err(error),
        }
    }
    let has_none = |office| good.iter().all(|recipient| recipient.office() != office);
    match left_out.into_iter().find(|(office, _)| has_none(*office)) {
        Some((_, error)) => Err(error),
        None => Ok((good, warnings)),
    }
}

/// Whether its key may be in wrong hands, which must not get anything new to open. Nothing else keeps an own certificate from
/// opening what was sent.
fn is_revoked(trust: &Trust, own: &Certificate) -> bool {
    [Use::Sealing, Use::Signing].into_iter().any(|what_for| {
        matches!(
            trust.check(own, what_for),
            Err(EnvelopeError::Untrusted {
                fault: TrustFault::Revoked { .. },
                ..
            })
        )
    })
}

fn is_of_renewal(error: &EnvelopeError) -> bool {
    matches!(
        error,
        EnvelopeError::Untrusted {
            fault: TrustFault::Expired | TrustFault::NotYetValid | TrustFault::Revoked { .. },
            ..
        }
    )
}

/// Few enough to compare each with each.
fn each_once<T: PartialEq>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for item in items {
        if !once.contains(&item) {
            once.push(item);
        }
    }
    once
}
