use rustls::pki_types::CertificateDer;

use crate::envelope::CertificateDetails;
use crate::relay::error::ServerCertificate;
use crate::relay::wire::Environment;

/// What a certificate says of itself, made fit for people's eyes.
pub(super) fn server_certificate(der: &CertificateDer<'_>) -> Option<ServerCertificate> {
    let (details, names) = CertificateDetails::with_names(der).ok()?;
    Some(ServerCertificate {
        subject: tidy(&details.subject),
        issuer: tidy(&details.issuer),
        not_before: details.not_before,
        not_after: details.not_after,
        names: names.iter().take(10).map(|name| tidy(name)).collect(),
    })
}

/// Without anything that a stranger could do to a screen or a log.
pub(super) fn tidy(text: &str) -> String {
    let visible = text
        .chars()
        .filter(|c| !c.is_control() && !is_invisible(*c));
    visible.take(200).collect()
}

/// Marks that turn the direction of text or take no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// What a certificate of this issuer seems to be for, where the relay's authorities seem to be for something else. Only names
/// tell: nothing in a certificate says for which environment it is.
pub(in crate::relay) fn mix_up(issuer: &str, authorities: &[String]) -> Option<Environment> {
    let of = |name: &str| match is_for_tests(name) {
        true => Environment::Sandbox,
        false => Environment::Production,
    };
    let seen = of(issuer);
    let differs = !authorities.is_empty() && authorities.iter().all(|own| of(own) != seen);
    differs.then_some(seen)
}

fn is_for_tests(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let english = words.any(|word| matches!(word, "test" | "testing" | "sandbox" | "staging"));
    english
        || ["テスト", "試験", "検証", "サンドボックス"]
            .iter()
            .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_strangers_are_made_harmless() {
        assert_eq!(tidy("CN=a\r\n\u{1b}[31mb\u{202e}c"), "CN=a[31mbc");
        assert_eq!(tidy(&"長".repeat(1000)).chars().count(), 200);
    }

    #[test]
    fn test_and_production_are_told_apart_by_the_names_of_authorities() {
        let sandbox = ["CN=Care Plan Link Sandbox CA".to_owned()];
        let production = ["CN=Care Exchange Root 1".to_owned()];
        assert_eq!(
            mix_up("CN=ケアプランテスト認証局", &production),
            Some(Environment::Sandbox)
        );
        assert_eq!(
            mix_up(&production[0], &sandbox),
            Some(Environment::Production)
        );
        // A contest is no test.
        assert_eq!(mix_up("CN=Contest Authority", &production), None);
        assert_eq!(mix_up("CN=Test CA", &sandbox), None);
        assert_eq!(mix_up("CN=Test CA", &[]), None);
    }
}
