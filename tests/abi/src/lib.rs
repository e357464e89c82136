//! Black-box checks of the C ABI: the header, the shared library, the C and C++ programs that use it.
//!
//! Shared code of the tests in `tests/`. It panics where a test should fail.
#![allow(clippy::panic, clippy::unwrap_used)]

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::{env, fs};

use careplan_relay::{OfficeSpec, Server, init};

pub mod golden;
pub mod header;
pub mod japanese;
pub mod misuse;
pub mod reference;
pub mod stdcall;

/// The repository.
pub fn root() -> &'static Path {
    const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    Path::new(HERE)
}

/// Builds the shared library as a vendor would, and returns the folder that holds it.
pub fn library_folder() -> PathBuf {
    static BUILD: Once = Once::new();
    BUILD.call_once(|| {
        run(cargo("build").args(["--package", "careplan-ffi"]));
    });
    root().join("target/debug")
}

/// Cargo at the root, as if a person had called it: what the cargo of the tests tells them about their own package would make
/// it build again what other packages derive from that (ring, and all that is above it).
pub fn cargo(command: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        let foreign = |prefix| name.to_string_lossy().starts_with(prefix);
        if foreign("CARGO_PKG_") || foreign("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    cargo
        .args([command, "--quiet", "--locked"])
        .current_dir(root());
    cargo
}

/// Runs a command that must succeed; gives its standard output.
pub fn run(command: &mut Command) -> String {
    match command.output() {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).into_owned()
        }
        Ok(output) => panic!(
            "{command:?}: {}\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!("{command:?} cannot be run: {error}"),
    }
}

/// What `compile` makes, and how.
#[derive(Debug, Clone, Copy)]
pub struct Compiler {
    /// `cc` or `c++`.
    pub program: &'static str,
    /// Options besides the warnings.
    pub options: &'static [&'static str],
}

/// C11 without extensions.
pub const C: Compiler = Compiler {
    program: "cc",
    options: &["-std=c11"],
};
/// The same under AddressSanitizer, leaks included.
pub const C_ASAN: Compiler = Compiler {
    program: "cc",
    options: &[
        "-std=c11",
        "-g",
        "-fsanitize=address",
        "-fno-omit-frame-pointer",
    ],
};
/// C++17.
pub const CXX: Compiler = Compiler {
    program: "c++",
    options: &["-std=c++17"],
};

/// Compiles a program against header and shared library, every warning an error.
pub fn compile(source: &Path, into: &Path, compiler: Compiler) -> PathBuf {
    let library = library_folder();
    let program = into.join("program");
    let mut command = Command::new(compiler.program);
    command
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror"])
        .args(compiler.options);
    command
        .arg("-I")
        .arg(root().join("include"))
        .arg(source)
        .arg("-o")
        .arg(&program);
    command
        .arg("-L")
        .arg(&library)
        .arg(format!("-Wl,-rpath,{}", library.display()))
        .arg("-lcareplan");
    run(&mut command);
    program
}

/// A relay with the two offices of [`sample_set`] on a free port.
pub struct Sandbox {
    folder: tempfile::TempDir,
    server: Server,
}

impl Sandbox {
    /// Makes the offices and starts the relay.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!(
            "https://localhost:{}",
            listener.local_addr().unwrap().port()
        );
        let office = |number: &str, kind: &str, name: &str| OfficeSpec {
            number: number.parse().unwrap(),
            kinds: vec![kind.parse().unwrap()],
            name: name.to_owned(),
        };
        let offices = [
            office("5070022016", "43", "ケアプランセンターつなぐ"),
            office("5070100002", "11", "訪問介護事業所第1"),
        ];
        init(folder.path(), &offices, &url).unwrap();
        let server = Server::start(folder.path(), listener).unwrap();
        Self { folder, server }
    }

    /// The profile folder of an office.
    pub fn profile(&self, number: &str) -> PathBuf {
        self.folder.path().join("offices").join(number)
    }

    /// Stops the relay; the profiles stay.
    pub fn stop(self) -> tempfile::TempDir {
        self.server.stop();
        self.folder
    }
}

/// The three files of a set of the sample month, from the first to the second office of [`Sandbox`].
pub fn sample_set() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("samples/data/sets/5070100002_11")).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}
