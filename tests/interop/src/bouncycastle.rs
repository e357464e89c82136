//! BouncyCastle's CMS, through the small program in `java/`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use careplan_relay::IssuedIdentity;
use tempfile::TempDir;

use crate::program::run;

/// Where Debian's packages libbcprov-java, libbcpkix-java and libbcutil-java put them.
const JARS: [&str; 3] = [
    "/usr/share/java/bcprov.jar",
    "/usr/share/java/bcpkix.jar",
    "/usr/share/java/bcutil.jar",
];

/// The compiled program.
#[derive(Debug)]
pub struct BouncyCastle {
    class_path: String,
}

/// What it found in an envelope.
#[derive(Debug)]
pub struct Found {
    /// The signed content.
    pub content: Vec<u8>,
    facts: BTreeMap<String, String>,
}

impl Found {
    /// What it said under a name; empty if it said nothing.
    pub fn fact(&self, name: &str) -> &str {
        self.facts.get(name).map_or("", String::as_str)
    }
}

impl BouncyCastle {
    /// Compiles the program into a folder, once for each test program, or says why that is not possible here.
    pub fn find(folder: &Path) -> Result<&'static Self, &'static str> {
        static FOUND: OnceLock<Result<BouncyCastle, String>> = OnceLock::new();
        FOUND
            .get_or_init(|| Self::compile(folder))
            .as_ref()
            .map_err(String::as_str)
    }

    fn compile(classes: &Path) -> Result<Self, String> {
        if let Some(missing) = JARS.iter().find(|jar| !Path::new(jar).exists()) {
            return Err(format!("{missing} is not there"));
        }
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("java/Envelope.java");
        let jars = JARS.join(":");
        let mut javac = Command::new("javac");
        javac
            .args(["-encoding", "UTF-8", "-nowarn", "-cp", &jars, "-d"])
            .arg(classes)
            .arg(source);
        run(&mut javac, b"")?;
        Ok(Self {
            class_path: format!("{jars}:{}", classes.display()),
        })
    }

    /// Opens an envelope as its receiver and verifies it against an authority.
    pub fn open(&self, sealed: &[u8], receiver: &IssuedIdentity, ca_pem: &str) -> Found {
        let files = Files::new(sealed, receiver, ca_pem);
        let said = self.run("open", &files);
        let facts = said.lines().map(|line| {
            let (name, value) = line.split_once('=').unwrap();
            (name.to_owned(), value.to_owned())
        });
        Found {
            facts: facts.collect(),
            content: files.output(),
        }
    }

    /// Signs content as the signer and seals it for the receiver.
    pub fn seal(
        &self,
        content: &[u8],
        signer: &IssuedIdentity,
        receiver: &IssuedIdentity,
    ) -> Vec<u8> {
        let files = Files::new(content, signer, &receiver.certificate_pem);
        self.run("seal", &files);
        files.output()
    }

    fn run(&self, what: &str, files: &Files) -> String {
        let mut java = Command::new("java");
        java.args(["-cp", &self.class_path, "Envelope", what])
            .current_dir(files.dir.path())
            .args(["input", "certificate.pem", "key.pem", "other.pem", "output"]);
        run(&mut java, b"").unwrap()
    }
}

/// What the program reads and writes.
struct Files {
    dir: TempDir,
}

impl Files {
    fn new(input: &[u8], identity: &IssuedIdentity, other_pem: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, bytes) in [
            ("input", input),
            ("certificate.pem", identity.certificate_pem.as_bytes()),
            ("key.pem", identity.private_key_pem.as_bytes()),
            ("other.pem", other_pem.as_bytes()),
        ] {
            fs::write(dir.path().join(name), bytes).unwrap();
        }
        Self { dir }
    }

    fn output(&self) -> Vec<u8> {
        fs::read(self.dir.path().join("output")).unwrap()
    }
}
