//! Full disks.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::Command;

use careplan_blackbox_tests::steps::letter;
use careplan_core::Control;
use careplan_relay::control::Deed;
use careplan_relay::faults::{Call, Rule, What};
use uuid::Uuid;

use super::world::{Size, World, side_by_side};

#[test]
fn a_relay_whose_disk_fills_up_at_any_call_keeps_what_it_has() {
    side_by_side([Size::Inline, Size::Parts], |size| {
        let mut world = World::warm(size);
        for call in [
            Call::Announce,
            Call::Part,
            Call::Commit,
            Call::Content,
            Call::Receipt,
        ] {
            if matches!(size, Size::Inline) && matches!(call, Call::Part | Call::Commit) {
                continue;
            }
            world.trial = format!("{size:?}, full from {call:?} on");
            world.add(Rule::new(What::Do(Deed::FillDisk)).on(call));
            world.put();
            world.put();
            world.pass();
            world.pass();
            assert!(world.hits() > 0, "{}", world.trial);
            let control = world.sandbox.control();
            control.clear_faults();
            control.perform(Deed::FreeDisk).unwrap();
            world.settle();
        }
        world.check_all();
    });
}

/// A small file system of its own, where this process may make one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(kilobytes: u32) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("careplan-disk-{}", Uuid::now_v7()));
        fs::create_dir(&folder).unwrap();
        let size = format!("size={kilobytes}k");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&folder)
            .output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(Self(folder));
        }
        fs::remove_dir(&folder).unwrap();
        None
    }

    /// Takes all the room but so many bytes.
    fn fill(&self, left: u64) {
        let path = self.0.join("filler");
        let mut file = fs::File::create(&path).unwrap();
        let block = [1; 4096];
        let mut written = 0;
        while file.write_all(&block).is_ok() {
            written += block.len() as u64;
        }
        file.set_len(written.saturating_sub(left)).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _unmounted = Command::new("umount").arg("-l").arg(&self.0).output();
        let _removed = fs::remove_dir(&self.0);
    }
}

#[test]
fn an_office_whose_disk_fills_up_loses_nothing_of_what_it_has() {
    let Some(disk) = SmallDisk::mount(16 * 1024) else {
        println!(
            "省略: 小さなファイルシステムを作れません / skipped: no small file system can be made here"
        );
        return;
    };
    let mut world = World::start_in(Size::Parts, Some(&disk.0.join("store")));
    world.put();
    world.settle();
    for left in [0, 8 << 10, 20 << 10, 40 << 10, 80 << 10, 160 << 10] {
        world.trial = format!("{left} bytes left");
        // What is in the store goes on when there is room again; what found no room was never promised.
        world.put();
        disk.fill(left);
        let control = Control::default();
        let refused = world.support.send_again(&world.set, &letter());
        if let Ok(outcome) = refused {
            world.sent.push(outcome.id);
        }
        world.support.sync(&control);
        world.service.sync(&control);
        world.store_what_came();
        world.service.sync(&control);
        world.support.sync(&control);
        disk.free();
        world.settle();
    }
    world.reopen();
    world.settle();
    world.check_all();
}
