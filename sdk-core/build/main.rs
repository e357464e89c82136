//! Turns the tables of standard/, the catalogue of findings/ and the characters of MS932 into Rust, so that a wrong table
//! does not compile and reading costs no start-up.

mod catalogue;
mod keys;
mod ms932;
mod tables;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=standard");
    println!("cargo::rerun-if-changed=findings");
    generate("tables.rs", tables::write)?;
    generate("catalogue.rs", catalogue::write)?;
    generate("ms932.rs", ms932::characters)?;
    generate("codes.rs", keys::codes)?;
    generate("items.rs", keys::items)
}

fn generate(name: &str, write: fn(&mut String) -> Result<()>) -> Result<()> {
    let mut code = String::new();
    write(&mut code)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join(name), code)?;
    Ok(())
}
