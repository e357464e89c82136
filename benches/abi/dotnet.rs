//! The same file through bindings/dotnet, on mono.

use std::env::current_exe;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use careplan_bench::run;

/// `rust` is what Rust takes for so many items. The program reads the first 100,000 records.
pub(crate) fn items(name: &str, bytes: &[u8], (rust, count): (Duration, usize)) {
    for tool in ["mono", "mcs"] {
        let there = Command::new(tool).arg("--version").output();
        if !there.is_ok_and(|output| output.status.success()) {
            println!(".NET: {tool} is not here, left out");
            return;
        }
    }
    let bindings = Path::new(env!("CARGO_MANIFEST_DIR")).join("../bindings/dotnet");
    let folder = tempfile::tempdir().unwrap();
    let (at, file) = (folder.path(), folder.path().join(name));
    run(Command::new(bindings.join("compile.sh")).arg(at));
    let (library, program) = (at.join("CarePlanLink.dll"), at.join("Items.exe"));
    run(Command::new("mcs")
        .args(["-nologo", "-optimize"])
        .arg(format!("-out:{}", program.display()))
        .arg(format!("-r:{}", library.display()))
        .arg(bindings.join("benches/Items.cs")));
    let native = current_exe().unwrap().with_file_name("libcareplan.so");
    fs::copy(native, at.join("libcareplan.so")).unwrap();
    fs::write(&file, bytes).unwrap();
    let told = run(Command::new("mono").arg(&program).arg(&file).arg("15"));
    let [all, call, read] = ["decode_and_items_ms=", "call_ns=", "items="].map(|word| {
        let values = told
            .split_whitespace()
            .filter_map(|part| part.strip_prefix(word));
        values
            .map(|value| value.parse::<f64>().unwrap())
            .fold(f64::INFINITY, f64::min)
    });
    println!(
        ".NET on mono, every item a string {all:.1} ms: {:.2} × Rust (at most 3); {call:.0} ns a call",
        all / read / (rust.as_secs_f64() * 1e3 / count as f64)
    );
}
