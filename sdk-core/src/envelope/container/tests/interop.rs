//! Other programs read what is written here, and the other way round.

use std::io::{Cursor, Write};
use std::process::{Command, Stdio};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::*;

fn samples() -> Files {
    let rows = "202609,0000100000,あ,\r\n".repeat(9000).into_bytes();
    let noise = (0..70_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8);
    vec![
        ("manifest.json".into(), b"{}".to_vec()),
        ("rows.csv".into(), rows),
        ("noise".into(), noise.collect()),
        ("空.csv".into(), Vec::new()),
    ]
}

pub(super) fn by_zip_crate(container: &[u8]) -> zip::result::ZipResult<Files> {
    let mut archive = ZipArchive::new(Cursor::new(container))?;
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        files.push((entry.name()?.into_owned(), bytes));
    }
    Ok(files)
}

#[test]
fn the_zip_crate_reads_ours() {
    assert!(by_zip_crate(&packed(&samples())).unwrap() == samples());
}

#[test]
fn ours_reads_what_the_zip_crate_writes() {
    let options = SimpleFileOptions::DEFAULT;
    for options in [
        options,
        options.compression_method(CompressionMethod::Stored),
    ] {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in samples() {
            archive.start_file(name, options).unwrap();
            archive.write_all(&bytes).unwrap();
        }
        let container = archive.finish().unwrap().into_inner();
        assert!(entries_of(&container[..]).unwrap() == samples());
    }
}

/// Runs a Python program with some input and gives its output.
fn python(program: &str, input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(if cfg!(windows) { "python" } else { "python3" })
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    output.stdout
}

#[test]
fn python_reads_ours() {
    let program = "
import hashlib, io, sys, zipfile
archive = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()))
assert archive.testzip() is None
for info in archive.infolist():
    content = archive.read(info)
    print(ascii(info.filename)[1:-1], len(content), hashlib.sha256(content).hexdigest())
";
    let told = String::from_utf8(python(program, &packed(&samples()))).unwrap();
    let expected = samples().into_iter().map(|(name, bytes)| {
        let name = name.replace('空', "\\u7a7a");
        format!("{name} {} {}", bytes.len(), sha256_hex(&bytes))
    });
    assert!(told.lines().eq(expected), "{told}");
}

#[test]
fn ours_reads_what_python_writes() {
    let program = "
import io, sys, zipfile
out = io.BytesIO()
with zipfile.ZipFile(out, 'w') as archive:
    archive.writestr('stored', b'stored')
    archive.writestr('\\u7a7a.csv', b'x' * 100000, zipfile.ZIP_DEFLATED, 9)
sys.stdout.buffer.write(out.getvalue())
";
    let expected = vec![
        ("stored".to_owned(), b"stored".to_vec()),
        ("空.csv".to_owned(), vec![b'x'; 100_000]),
    ];
    assert!(entries_of(&python(program, b"")[..]).unwrap() == expected);
}
