use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a program to its end with this input. Gives what it wrote, or why it did not succeed.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Result<String, String> {
    let name = command.get_program().to_owned();
    let failed = |reason: &dyn std::fmt::Display| format!("{}: {reason}", name.display());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;
    // A program that does not start as it should may end without reading.
    let _unread = child.stdin.take().unwrap().write_all(input);
    let run = child.wait_with_output().map_err(|error| failed(&error))?;
    if run.status.success() {
        Ok(String::from_utf8(run.stdout).unwrap())
    } else {
        Err(failed(&String::from_utf8_lossy(&run.stderr)))
    }
}
