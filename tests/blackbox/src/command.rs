//! The system's `openssl` command: what another party, without this SDK, makes of an envelope or puts into one.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use careplan_relay::IssuedIdentity;
use tempfile::TempDir;

/// RSA-OAEP with SHA-256, as the envelope asks for.
pub const OAEP: &[&str] = &[
    "-aes-256-gcm",
    "-keyopt",
    "rsa_padding_mode:oaep",
    "-keyopt",
    "rsa_oaep_md:sha256",
];

/// ECDH with SHA-256 and AES-256 key wrap, as the envelope asks for.
pub const ECDH: &[&str] = &[
    "-aes-256-gcm",
    "-keyopt",
    "ecdh_kdf_md:sha256",
    "-aes256-wrap",
];

/// A signature with the attributes that the envelope asks for.
pub const CADES: &[&str] = &["-cades", "-md", "sha256"];

/// How PKCS#12 files are protected: today, by older systems with TripleDES, and by Windows for long with RC2.
pub const PKCS12: [&[&str]; 3] = [
    &[],
    &[
        "-keypbe",
        "PBE-SHA1-3DES",
        "-certpbe",
        "PBE-SHA1-3DES",
        "-macalg",
        "sha1",
    ],
    &["-legacy"],
];

const END: &str = "-----END CERTIFICATE-----";

/// Runs `openssl cms` in a folder of its own.
#[derive(Debug)]
pub struct OpenSsl {
    dir: TempDir,
}

impl Default for OpenSsl {
    fn default() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { dir }
    }
}

impl OpenSsl {
    /// Takes the seal off.
    pub fn decrypt(&self, sealed: &[u8], receiver: &IssuedIdentity) -> Vec<u8> {
        let (certificate, key) = self.identity("receiver", receiver);
        self.cms(
            &["-decrypt", "-inform", "DER", "-binary"],
            &[("-recip", &certificate), ("-inkey", &key)],
            sealed,
        )
    }

    /// Verifies the signature against an authority and gives what was signed.
    pub fn verify(&self, signed: &[u8], ca_pem: &str) -> Vec<u8> {
        let ca = self.file("ca.pem", ca_pem.as_bytes());
        self.cms(
            &[
                "-verify",
                "-inform",
                "DER",
                "-binary",
                "-purpose",
                "smimesign",
            ],
            &[("-CAfile", &ca)],
            signed,
        )
    }

    /// The folder of its files.
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// Signs as all of these, with the content inside.
    pub fn sign(&self, content: &[u8], signers: &[&IssuedIdentity]) -> Vec<u8> {
        self.sign_with(content, signers, CADES)
    }

    /// The same with other options than [`CADES`].
    pub fn sign_with(
        &self,
        content: &[u8],
        signers: &[&IssuedIdentity],
        options: &[&str],
    ) -> Vec<u8> {
        let mut files = Vec::new();
        for (index, signer) in signers.iter().enumerate() {
            let (certificate, key) = self.identity(&format!("signer{index}"), signer);
            files.extend([("-signer", certificate), ("-inkey", key)]);
            // `-signer` takes the first certificate of its file only.
            if let Some((_, intermediates)) = signer.certificate_pem.split_once(END) {
                let name = format!("intermediates{index}.pem");
                if !intermediates.trim().is_empty() {
                    files.push(("-certfile", self.file(&name, intermediates.as_bytes())));
                }
            }
        }
        let files: Vec<_> = files.iter().map(|(option, file)| (*option, file)).collect();
        let start = ["-sign", "-binary", "-nodetach", "-outform", "DER"];
        self.cms(&[&start[..], options].concat(), &files, content)
    }

    /// Seals for a receiver with these options, such as [`OAEP`].
    pub fn encrypt(&self, data: &[u8], receiver: &IssuedIdentity, options: &[&str]) -> Vec<u8> {
        let (certificate, _) = self.identity("receiver", receiver);
        // -keyopt belongs to the -recip before it.
        let (cipher, key_options) = options.split_first().unwrap();
        let recipient = ["-recip", certificate.to_str().unwrap()];
        let start = ["-encrypt", "-binary", "-outform", "DER", cipher];
        self.cms(&[&start[..], &recipient, key_options].concat(), &[], data)
    }

    /// The identity as a PKCS#12 file, with options such as those of [`PKCS12`].
    pub fn pkcs12(&self, issued: &IssuedIdentity, password: &str, options: &[&str]) -> Vec<u8> {
        let (certificate, key) = self.identity("exported", issued);
        let (file, password) = (
            self.dir.path().join("exported.p12"),
            self.file("password", password.as_bytes()),
        );
        let mut command = Command::new("openssl");
        command.args(["pkcs12", "-export"]).args(options);
        for (option, file) in [("-in", &certificate), ("-inkey", &key), ("-out", &file)] {
            command.arg(option).arg(file);
        }
        let run = command
            .arg("-passout")
            .arg(format!("file:{}", password.display()))
            .output();
        let run = run.expect("the openssl command is installed");
        assert!(run.status.success(), "{run:?}");
        fs::read(file).unwrap()
    }

    /// What is in an envelope, as text.
    pub fn print(&self, cms: &[u8]) -> String {
        let options = ["-cmsout", "-print", "-inform", "DER", "-noout"];
        String::from_utf8(self.cms(&options, &[], cms)).unwrap()
    }

    fn cms(&self, options: &[&str], files: &[(&str, &PathBuf)], input: &[u8]) -> Vec<u8> {
        let (input, output) = (self.file("input", input), self.dir.path().join("output"));
        let run = Command::new("openssl")
            .arg("cms")
            .args(options)
            .args(
                files
                    .iter()
                    .flat_map(|(option, file)| [option.as_ref(), file.as_os_str()]),
            )
            .arg("-in")
            .arg(&input)
            .arg("-out")
            .arg(&output)
            .output()
            .expect("the openssl command is installed");
        let errors = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "openssl cms {options:?}: {errors}");
        // -print writes to standard output.
        if run.stdout.is_empty() {
            fs::read(output).unwrap()
        } else {
            run.stdout
        }
    }

    fn identity(&self, name: &str, issued: &IssuedIdentity) -> (PathBuf, PathBuf) {
        (
            self.file(&format!("{name}.pem"), issued.certificate_pem.as_bytes()),
            self.file(
                &format!("{name}-key.pem"),
                issued.private_key_pem.as_bytes(),
            ),
        )
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}
