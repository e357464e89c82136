//! A folder with an authority, two offices and their files, for the commands that seal and open.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use careplan_relay::ca::{Crl, Revocation};
use careplan_relay::{CertificateSpec, IssuedIdentity, OfficeSpec, TestCa, Validity};
use tempfile::TempDir;

use super::{Run, samples};

/// The support office of the samples: it sends.
pub const SUPPORT: &str = "5070022016";
/// The service office that receives.
pub const SERVICE: &str = "5070100002";
/// An office that has nothing to do with it.
pub const THIRD: &str = "5070300115";
/// Must not show up anywhere.
pub const PASSWORD: &str = "test-only-Himitsu-4711";
/// The variable that it is in.
pub const VARIABLE: &str = "CAREPLAN_TEST_PASSWORD";

/// A folder in which commands run.
pub struct House {
    folder: TempDir,
    pub ca: TestCa,
    pub support: IssuedIdentity,
}

/// The certificate of an office is to be like this.
pub fn spec(number: &str) -> CertificateSpec {
    CertificateSpec::office(&OfficeSpec {
        number: number.parse().unwrap(),
        kinds: vec!["43".parse().unwrap()],
        name: "試験事業所".to_owned(),
    })
}

/// A command with an identity that trusts `ca.pem`; to `NAME.p12` belongs the password.
pub fn command_as<'a>(command: &'a str, identity: &'a str) -> Vec<&'a str> {
    let mut arguments = vec![command, "--trust", "ca.pem", "--identity", identity];
    if identity.ends_with(".p12") {
        arguments.extend(["--password-env", VARIABLE]);
    }
    arguments
}

impl House {
    /// `ca.pem`; `support.p12` with a password; `service.pem`, `service.key`; `service-both.pem`; `third.pem`, `third.key`.
    pub fn new() -> Self {
        let ca = TestCa::create("CLI test CA").unwrap();
        let support = ca.issue(&spec(SUPPORT)).unwrap();
        let house = Self {
            folder: tempfile::tempdir().unwrap(),
            ca,
            support,
        };
        house.write("ca.pem", house.ca.certificate_pem().unwrap());
        house.identity("support", &house.support);
        house.pkcs12("support", &[]);
        for (name, number) in [("service", SERVICE), ("third", THIRD)] {
            house.identity(name, &house.ca.issue(&spec(number)).unwrap());
        }
        house
    }

    /// Writes `NAME.pem`, `NAME.key` and both in `NAME-both.pem`.
    pub fn identity(&self, name: &str, issued: &IssuedIdentity) {
        let (certificate, key) = (&issued.certificate_pem, &issued.private_key_pem);
        self.write(&format!("{name}.pem"), certificate);
        self.write(&format!("{name}.key"), key);
        self.write(&format!("{name}-both.pem"), format!("{key}{certificate}"));
    }

    /// `NAME.p12` of `NAME.pem` and `NAME.key`, by the system's `openssl`.
    pub fn pkcs12(&self, name: &str, options: &[&str]) {
        let (pem, key) = (format!("{name}.pem"), format!("{name}.key"));
        let out = format!("{name}.p12");
        let password = format!("env:{VARIABLE}");
        let start = [
            "pkcs12", "-export", "-in", &pem, "-inkey", &key, "-out", &out,
        ];
        let run = Command::new("openssl")
            .args(start)
            .args(["-passout", &password])
            .args(options)
            .env(VARIABLE, PASSWORD)
            .current_dir(self.path())
            .output();
        let run = run.unwrap();
        assert!(run.status.success(), "{run:?}");
    }

    /// A list of the authority that revokes some, issued `age` seconds ago.
    pub fn crl(&self, revoked: &[&IssuedIdentity], age: i64) -> Crl {
        let now = Validity::default().not_before + 3600;
        let at = |identity| Revocation {
            identity,
            at: now - age - 60,
            reason: None,
        };
        let revoked: Vec<_> = revoked.iter().copied().map(at).collect();
        self.ca
            .crl(&revoked, now - age, Some(now + 86_400))
            .unwrap()
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.file(name), content).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.file(name)).unwrap()
    }

    /// Copies a sample set in and gives the names of its files.
    pub fn set(&self) -> Vec<String> {
        let folder = samples().join("sets/5070100002_11");
        let mut names: Vec<String> = Vec::new();
        for file in folder.read_dir().unwrap() {
            let file = file.unwrap();
            let name = file.file_name().to_str().unwrap().to_owned();
            fs::copy(file.path(), self.file(&name)).unwrap();
            names.push(name);
        }
        names.sort();
        names
    }

    /// Everything in the folder and below it, with what files hold.
    pub fn everything(&self) -> Vec<(PathBuf, Option<Vec<u8>>)> {
        fn walk(folder: &Path, all: &mut Vec<(PathBuf, Option<Vec<u8>>)>) {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                all.push((path.clone(), fs::read(&path).ok()));
                if path.is_dir() {
                    walk(&path, all);
                }
            }
        }
        let mut all = Vec::new();
        walk(self.path(), &mut all);
        all.sort();
        all
    }

    /// The program, not yet started, with the password in its environment.
    pub fn command<S: AsRef<OsStr>>(&self, args: &[S]) -> Command {
        let mut command = super::careplan();
        command
            .args(args)
            .current_dir(self.path())
            .env(VARIABLE, PASSWORD)
            .stdin(Stdio::null());
        command
    }

    /// Runs the program. Neither password nor key may show.
    pub fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Run {
        let output = self.command(args).output().unwrap();
        let run = Run {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        self.assert_no_secret(&run);
        run
    }

    fn assert_no_secret(&self, run: &Run) {
        for text in [&run.stdout, &run.stderr] {
            assert!(!text.contains(PASSWORD), "{text}");
            assert!(!text.contains("PRIVATE KEY"), "{text}");
            let key = self.support.private_key_pem.lines().nth(3).unwrap();
            assert!(!text.contains(key), "{text}");
        }
    }

    /// `careplan seal` of the support office for the service office, with these more arguments.
    pub fn seal(&self, more: &[&str]) -> Run {
        self.seal_as("support.p12", &["service.pem"], more)
    }

    /// `careplan open` of the service office, with these more arguments.
    pub fn open(&self, more: &[&str]) -> Run {
        self.open_as("service-both.pem", more)
    }

    /// `careplan seal` with this identity for these certificates.
    pub fn seal_as(&self, identity: &str, to: &[&str], more: &[&str]) -> Run {
        let to: Vec<_> = to.iter().flat_map(|to| ["--to", *to]).collect();
        self.run(&[&command_as("seal", identity), &to[..], more].concat())
    }

    /// `careplan open` with this identity.
    pub fn open_as(&self, identity: &str, more: &[&str]) -> Run {
        self.run(&[&command_as("open", identity), more].concat())
    }

    /// Runs what must fail with this code, say these words and change nothing.
    #[track_caller]
    pub fn refuses(&self, code: i32, words: &str, run: impl FnOnce() -> Run) {
        let before = self.everything();
        let run = run();
        assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
        assert_eq!(run.stdout, "");
        assert!(before == self.everything(), "something was left behind");
    }
}
