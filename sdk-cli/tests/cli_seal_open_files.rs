//! What `careplan seal` and `careplan open` read and write: nothing of value is replaced.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;

use common::house::House;

#[test]
fn nothing_is_overwritten() {
    let house = House::new();
    house.write("a.txt", "1");
    house.write("b.txt", "2");
    assert_eq!(house.seal(&["-o", "out.cms", "a.txt", "b.txt"]).code, 0);
    house.refuses(2, "out.cms はすでにあります", || {
        house.seal(&["-o", "out.cms", "a.txt"])
    });
    house.refuses(2, "すでにあります", || {
        house.seal(&["-o", "x.cms", "--cover-out", "b.txt", "a.txt"])
    });
    fs::create_dir(house.file("in")).unwrap();
    house.write("in/b.txt", "mine");
    house.refuses(2, "b.txt はすでにあります", || {
        house.open(&["-o", "in", "out.cms"])
    });
    house.write("receipt", "mine");
    house.refuses(2, "receipt はすでにあります", || {
        house.open(&["-o", "new", "--receipt-out", "receipt", "out.cms"])
    });
    house.refuses(2, "すでにあります", || {
        house.open(&["-o", "a.txt", "out.cms"])
    });
    assert_eq!(house.seal(&["--force", "-o", "out.cms", "a.txt"]).code, 0);
    // Into a folder with other files.
    assert_eq!(house.open(&["-o", "in", "out.cms"]).code, 0);
    assert_eq!(house.read("in/b.txt"), b"mine");
}

/// A key that is gone cannot be made again.
#[test]
fn what_a_command_reads_is_not_replaced_even_by_force() {
    let house = House::new();
    house.write("a.txt", "1");
    #[cfg(unix)]
    std::os::unix::fs::symlink("support.p12", house.file("link.cms")).unwrap();
    let inputs = [
        "a.txt",
        "support.p12",
        "./support.p12",
        "service.pem",
        "ca.pem",
        "link.cms",
    ];
    for target in inputs {
        if !house.file(target).exists() {
            continue;
        }
        house.refuses(2, "読み込むファイル", || {
            house.seal(&["--force", "-o", target, "a.txt"])
        });
        house.refuses(2, "読み込むファイル", || {
            house.seal(&["--force", "-o", "out.cms", "--cover-out", target, "a.txt"])
        });
    }
    fs::create_dir(house.file("folder")).unwrap();
    for cover in ["out.cms", "./out.cms", "folder/../out.cms"] {
        house.refuses(2, "同じファイル", || {
            house.seal(&["--force", "-o", "out.cms", "--cover-out", cover, "a.txt"])
        });
    }
    house.refuses(2, "すでにあります", || {
        house.seal(&["--force", "-o", "folder", "a.txt"])
    });
}

/// Devices are not files: as an administrator, they could be replaced.
#[cfg(unix)]
#[test]
fn a_device_or_socket_is_not_replaced() {
    let house = House::new();
    house.write("a.txt", "1");
    let _socket = std::os::unix::net::UnixListener::bind(house.file("socket")).unwrap();
    house.refuses(2, "すでにあります", || {
        house.seal(&["--force", "-o", "socket", "a.txt"])
    });
}

#[test]
fn names_that_cannot_be_used_are_refused() {
    let house = House::new();
    for name in ["a.txt", "NUL.txt"] {
        house.write(name, "1");
    }
    fs::create_dir(house.file("sub")).unwrap();
    house.write("sub/A.TXT", "2");
    house.refuses(2, "ファイル名", || {
        house.seal(&["-o", "out.cms", "a.txt", "sub/A.TXT"])
    });
    house.refuses(2, "ファイル名", || {
        house.seal(&["-o", "out.cms", "NUL.txt"])
    });
    house.refuses(2, "フォルダー", || {
        house.seal(&["-o", "out.cms", "sub"])
    });
    house.refuses(2, "書き込めません", || {
        house.seal(&["-o", "no/such/out.cms", "a.txt"])
    });
}
