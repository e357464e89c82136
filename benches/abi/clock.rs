//! The time of the processor for this thread, to the nanosecond: what the system tells of it in /proc moves by clock ticks.

use std::time::Duration;

/// Only differences mean anything. The wall clock where it is not Linux on 64 bits.
pub(crate) fn thread_time() -> Duration {
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    return linux::thread_time();
    #[cfg(not(all(target_os = "linux", target_pointer_width = "64")))]
    return careplan_bench::thread_time();
}

#[cfg(all(target_os = "linux", target_pointer_width = "64"))]
mod linux {
    use std::time::Duration;

    #[repr(C)]
    struct Time {
        seconds: i64,
        nanoseconds: i64,
    }

    unsafe extern "C" {
        fn clock_gettime(clock: i32, time: *mut Time) -> i32;
    }

    const THREAD: i32 = 3;

    pub(super) fn thread_time() -> Duration {
        let mut time = Time {
            seconds: 0,
            nanoseconds: 0,
        };
        // SAFETY: `time` is a timespec of Linux on 64 bits, and lives as long as the call.
        assert_eq!(unsafe { clock_gettime(THREAD, &mut time) }, 0);
        Duration::new(time.seconds as u64, time.nanoseconds as u32)
    }
}
