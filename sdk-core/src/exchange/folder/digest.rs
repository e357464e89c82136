//! The same set is the same message, on every scan and on every machine.

use openssl::sha::Sha256;
use uuid::Uuid;

use super::name::strict;
use crate::digest::hex;
use crate::message::FileEntry;

/// SHA-256 over names and digests of the files of a set, whatever their order and however their names are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SetDigest([u8; 32]);

impl SetDigest {
    pub(super) fn of(files: &[FileEntry]) -> Self {
        let mut lines: Vec<_> = files
            .iter()
            .map(|file| format!("{} {} {}\n", file.sha256, file.size, strict(&file.name)))
            .collect();
        lines.sort();
        let mut sha256 = Sha256::new();
        sha256.update(b"careplan folder set 1\n");
        lines.iter().for_each(|line| sha256.update(line.as_bytes()));
        Self(sha256.finish())
    }

    /// UUIDv8 (RFC 9562) of its first bytes.
    pub(super) fn id(&self) -> Uuid {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&self.0[..16]);
        bytes[6] = bytes[6] & 0x0F | 0x80;
        bytes[8] = bytes[8] & 0x3F | 0x80;
        Uuid::from_bytes(bytes)
    }

    pub(super) fn to_hex(self) -> String {
        hex(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";

    #[test]
    fn order_and_writing_of_names_do_not_count_and_everything_else_does() {
        let other = PLAN.replace("UPPLAN", "UPSIKYU");
        let digest = |files: [(&str, &str); 2]| {
            SetDigest::of(&files.map(|(name, text)| FileEntry::of_bytes(name, text.as_bytes())))
        };
        let set = digest([(PLAN, "a"), (&other, "b")]);
        let small = PLAN.replace(".CSV", ".csv");
        assert_eq!(set, digest([(&other, "b"), (&small, "a")]));
        assert_ne!(set, digest([(PLAN, "b"), (&other, "a")]));
        assert_ne!(set, digest([(PLAN, "a"), (&other, "c")]));
        assert_eq!(set.id().get_version_num(), 8);
        assert_eq!(set.id().get_variant(), uuid::Variant::RFC4122);
        assert_eq!(set.id(), digest([(&other, "b"), (PLAN, "a")]).id());
    }
}
