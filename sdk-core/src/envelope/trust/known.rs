//! Chains that were verified before. An office hears from the same senders again and again, a cover and a content each time:
//! reading their certificates and verifying their authorities anew would take as long as the rest of opening a small message.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use openssl::error::ErrorStack;
use openssl::sha::{Sha256, sha256};
use openssl::x509::X509;

use crate::envelope::certificate::timestamp;

/// Of so many certificates; the oldest goes first.
const MOST: usize = 256;

#[derive(Default)]
pub(super) struct Known {
    chains: Mutex<VecDeque<Chain>>,
}

struct Chain {
    /// SHA-256 of the certificate that begins it.
    certificate: [u8; 32],
    /// SHA-256 of those that came with it.
    others: [u8; 32],
    chain: Vec<X509>,
    /// All of its certificates are in their time.
    from: Timestamp,
    until: Timestamp,
}

impl Known {
    /// The certificate of this DER, if a chain of it was verified.
    pub fn certificate(&self, der: &[u8]) -> Option<X509> {
        let wanted = sha256(der);
        let chains = self.lock();
        let found = chains.iter().find(|known| known.certificate == wanted)?;
        found.chain.first().cloned()
    }

    /// The verified chain of a certificate that came with these others, if it is in its time.
    pub fn chain(
        &self,
        certificate: &X509,
        others: &[X509],
        at: Timestamp,
    ) -> Result<Option<Vec<X509>>, ErrorStack> {
        let (certificate, others) = digests(certificate, others)?;
        let fits = |known: &&Chain| {
            known.certificate == certificate
                && known.others == others
                && known.from <= at
                && at <= known.until
        };
        Ok(self
            .lock()
            .iter()
            .find(fits)
            .map(|known| known.chain.clone()))
    }

    /// Remembers a chain that OpenSSL has verified.
    pub fn remember(
        &self,
        certificate: &X509,
        others: &[X509],
        chain: &[X509],
    ) -> Result<(), ErrorStack> {
        let (certificate, others) = digests(certificate, others)?;
        let Some((from, until)) = time_of(chain) else {
            return Ok(());
        };
        let mut chains = self.lock();
        chains.retain(|known| known.certificate != certificate);
        if chains.len() == MOST {
            chains.pop_front();
        }
        chains.push_back(Chain {
            certificate,
            others,
            chain: chain.to_vec(),
            from,
            until,
        });
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Chain>> {
        // Each entry is whole, even where a thread died holding the lock.
        self.chains.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn digests(certificate: &X509, others: &[X509]) -> Result<([u8; 32], [u8; 32]), ErrorStack> {
    let mut together = Sha256::new();
    for other in others {
        // DER says itself where it ends, so two lists never look alike.
        together.update(&other.to_der()?);
    }
    Ok((sha256(&certificate.to_der()?), together.finish()))
}

/// When all of these are in their time.
fn time_of(chain: &[X509]) -> Option<(Timestamp, Timestamp)> {
    let mut times = chain.iter().map(|certificate| {
        let from = timestamp(certificate.not_before()).ok()?;
        Some((from, timestamp(certificate.not_after()).ok()?))
    });
    let first = times.next()??;
    times.try_fold(first, |(from, until), time| {
        let (other_from, other_until) = time?;
        Some((from.max(other_from), until.min(other_until)))
    })
}
