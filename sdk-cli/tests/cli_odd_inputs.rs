//! Files that are damaged, foreign, empty or huge, and readers that go away.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use careplan_core::text::decode;
use common::{Copy, careplan, run, sample, samples, with_item};

const HUGE: usize = 200 << 20;
/// Generous for a busy machine and a debug build; what must not happen is work that grows with the square of the size.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn utf8_is_named_and_nothing_else() {
    let run = Copy::of("UPPLAN", |bytes| decode(&bytes).into_owned().into_bytes()).lint_json();
    assert_eq!((run.code, run.codes()), (1, vec!["CP1104".to_owned()]));
}

#[test]
fn a_truncated_file_is_named() {
    let cut = |bytes: Vec<u8>| {
        let last = bytes[..bytes.len() - 2]
            .iter()
            .rposition(|&byte| byte == b'\n')
            .unwrap();
        bytes[..last + 20].to_vec()
    };
    let copy = Copy::of("UPPLAN", cut);
    let run = copy.lint_json();
    assert_eq!((run.code, run.codes()), (1, vec!["CP1109".to_owned()]));
    assert!(copy.lint_text("ja").stdout.contains("途中で切れています"));
}

#[test]
fn an_unknown_name_is_named() {
    let copy = Copy::named("month.csv", std::fs::read(sample("UPPLAN")).unwrap());
    let run = copy.lint_json();
    assert_eq!((run.code, run.codes()), (1, vec!["CP1001".to_owned()]));
}

#[test]
fn every_single_byte_may_be_damaged() {
    let original = std::fs::read(sample("UPHOSOKU")).unwrap();
    let (folder, name) = (tempfile::tempdir().unwrap(), sample("UPHOSOKU"));
    let mut paths = Vec::new();
    for (part, byte) in [0x00, 0x0D, 0x22, 0x2C, 0x81, 0xF0, 0xFF]
        .into_iter()
        .enumerate()
    {
        let mut bytes = original.clone();
        for at in (part * 11..bytes.len()).step_by(97) {
            bytes[at] = byte;
        }
        let path = folder
            .path()
            .join(part.to_string())
            .join(name.file_name().unwrap());
        std::fs::create_dir(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        paths.push(path);
    }
    for path in paths {
        let path = path.to_str().unwrap();
        for args in [["lint", path], ["show", path]] {
            let run = run(&args);
            assert!(run.code < 2, "{path} {}", run.stderr);
        }
    }
}

/// 200 MB: zero bytes are one item of one record; a quote that is never closed swallows many lines.
#[test]
fn huge_files_are_checked_in_good_time() {
    let name = sample("UPPLAN")
        .file_name()
        .unwrap()
        .to_str()
        .unwrap()
        .to_owned();
    let mut lines = b"202407,\"".to_vec();
    lines.resize(HUGE, b'a');
    for at in (100..HUGE).step_by(100) {
        lines[at] = b'\n';
    }
    for bytes in [vec![0; HUGE], lines] {
        let copy = Copy::named(&name, bytes);
        let start = Instant::now();
        let run = copy.lint_text("ja");
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stdout.len() < 10_000);
        assert!(start.elapsed() < PATIENCE, "{:?}", start.elapsed());
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(sample("UPPLAN").file_name().unwrap());
    // A hole in the file: it takes no room on the disk.
    File::create(&path).unwrap().set_len((1 << 30) + 1).unwrap();
    let path = path.to_str().unwrap();
    let lint = run(&["lint", "--format", "json", path]);
    assert_eq!((lint.code, lint.codes()), (1, vec!["CP1102".to_owned()]));
    assert!(lint.stdout.contains("1073741825"));
    let show = run(&["show", path]);
    assert_eq!((show.code, &*show.stdout), (2, ""));
    assert!(show.stderr.contains("1073741825"), "{}", show.stderr);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let copy = Copy::of("UPPLAN", |bytes| bytes.repeat(20));
    let (path, folder) = (copy.path.to_str().unwrap(), samples());
    for args in [
        ["lint", "--format=json", folder.to_str().unwrap()],
        ["show", "--format=json", path],
        ["show", "--format=text", path],
    ] {
        let mut child = careplan()
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert!(output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn a_closed_stderr_is_no_panic() {
    let mut child = careplan()
        .args(["lint", "missing.csv"])
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_checked() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"UPPLAN_\xFF\x1b.csv");
    File::create(folder.path().join(name))
        .unwrap()
        .write_all(b"1,2\r\n")
        .unwrap();
    for args in [&["lint", "--format", "json"][..], &["lint"], &["show"]] {
        let target = match args[0] {
            "show" => folder.path().join(name),
            _ => folder.path().to_owned(),
        };
        let output = careplan().args(args).arg(target).output().unwrap();
        assert!(output.status.code().unwrap() < 2, "{args:?}");
        assert!(!output.stdout.contains(&0x1B), "{args:?}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return;
    };
    let copy = Copy::of("UPPLAN", with_item(3, 3, b""));
    let output = careplan()
        .arg("show")
        .arg(&copy.path)
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("出力に書き込めません")
    );
}
