//! The version resource of careplan.dll: what Explorer shows under 詳細 / Details.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=WINDRES");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    let (source, object) = (folder.join("version.rc"), folder.join("version.o"));
    fs::write(&source, script()?)?;
    let windres = windres()?;
    let made = Command::new(&windres)
        .args(["--codepage", "65001", "--input"])
        .arg(&source)
        .args(["--output-format", "coff", "--output"])
        .arg(&object)
        .status();
    match made {
        Ok(status) if status.success() => {
            println!("cargo::rustc-link-arg-cdylib={}", object.display());
        }
        // For tests on Windows itself it does without; tests/windows/build.sh refuses such a DLL.
        _ => {
            println!("cargo::warning={windres} is not there: careplan.dll gets no version resource")
        }
    }
    Ok(())
}

/// The resource compiler of binutils for the target.
fn windres() -> Result<String, env::VarError> {
    if let Ok(given) = env::var("WINDRES") {
        return Ok(given);
    }
    let architecture = env::var("CARGO_CFG_TARGET_ARCH")?;
    let prefix = if architecture == "x86" {
        "i686"
    } else {
        &architecture
    };
    Ok(format!("{prefix}-w64-mingw32-windres"))
}

/// 0411 is Japanese, 04B0 (1200) Unicode.
fn script() -> Result<String, env::VarError> {
    let text = env::var("CARGO_PKG_VERSION")?;
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION_{name}"));
    let numbers = format!("{},{},{},0", part("MAJOR")?, part("MINOR")?, part("PATCH")?);
    Ok(format!(
        r#"#pragma code_page(65001)
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEFLAGSMASK 0x3FL
FILEFLAGS 0
FILEOS 0x40004L
FILETYPE 2
FILESUBTYPE 0
BEGIN
    BLOCK "StringFileInfo"
    BEGIN
        BLOCK "041104B0"
        BEGIN
            VALUE "CompanyName", "The Care Plan Link SDK authors"
            VALUE "FileDescription", "ケアプランデータ連携 SDK (Care Plan Link SDK)"
            VALUE "FileVersion", "{text}"
            VALUE "InternalName", "careplan"
            VALUE "LegalCopyright", "The Care Plan Link SDK authors. MIT OR Apache-2.0"
            VALUE "OriginalFilename", "careplan.dll"
            VALUE "ProductName", "ケアプランデータ連携 SDK"
            VALUE "ProductVersion", "{text}"
        END
    END
    BLOCK "VarFileInfo"
    BEGIN
        VALUE "Translation", 0x0411, 0x04B0
    END
END
"#
    ))
}
