//! The `openssl` command of this machine: another version, by other hands, than the library that is linked.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

use super::fixture::{AUTHORITY, Office};

pub(super) struct OpenSsl(TempDir);

impl OpenSsl {
    /// Nothing where there is no such command.
    pub fn found() -> Option<Self> {
        let version = Command::new("openssl").arg("version").output().ok()?;
        let is_3 = version.stdout.starts_with(b"OpenSSL 3");
        is_3.then(|| Self(tempfile::tempdir().unwrap()))
    }

    /// Runs `openssl cms` over these bytes.
    pub fn cms(&self, options: &[&str], input: &[u8]) -> Vec<u8> {
        let (input, output) = (self.file("in", input), self.0.path().join("out"));
        let mut command = Command::new("openssl");
        command.current_dir(self.0.path()).arg("cms").args(options);
        let run = command.arg("-in").arg(&input).arg("-out").arg(&output);
        let run = run.output().unwrap();
        let errors = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "openssl cms {options:?}: {errors}");
        fs::read(output).unwrap()
    }

    /// Signs with the content inside.
    pub fn sign(&self, from: &Office, options: &[&str], content: &[u8]) -> Vec<u8> {
        self.identity(from);
        let fixed = ["-sign", "-binary", "-nodetach", "-outform", "DER"];
        let signer = ["-signer", "certificate.pem", "-inkey", "key.pem"];
        self.cms(&[&fixed[..], &signer, options].concat(), content)
    }

    /// Encrypts; the last options belong to the recipient.
    pub fn encrypt(&self, to: &Office, options: &[&str], for_it: &[&str], data: &[u8]) -> Vec<u8> {
        self.identity(to);
        let fixed = ["-encrypt", "-binary", "-outform", "DER"];
        let recipient = ["-recip", "certificate.pem"];
        self.cms(&[&fixed[..], options, &recipient, for_it].concat(), data)
    }

    /// Decrypts and verifies: the content.
    pub fn open(&self, sealed: &[u8], to: &Office) -> Vec<u8> {
        self.identity(to);
        let recipient = ["-recip", "certificate.pem", "-inkey", "key.pem"];
        let decrypt = ["-decrypt", "-binary", "-inform", "DER"];
        let signed = self.cms(&[&decrypt[..], &recipient].concat(), sealed);
        self.file("ca.pem", &AUTHORITY.0.to_pem().unwrap());
        let verify = ["-verify", "-binary", "-inform", "DER", "-cades"];
        let trust = ["-CAfile", "ca.pem", "-purpose", "any"];
        self.cms(&[&verify[..], &trust].concat(), &signed)
    }

    fn identity(&self, office: &Office) {
        self.file("certificate.pem", &office.x509.to_pem().unwrap());
        self.file("key.pem", &office.key.private_key_to_pem_pkcs8().unwrap());
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}
