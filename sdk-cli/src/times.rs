//! Times for programs: UTC, always to the millisecond, so that texts of them compare as the times do.

use jiff::Timestamp;
use serde::{Serialize, Serializer};

/// A time.
pub fn exact<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    text(*at).serialize(serializer)
}

/// A time, or null.
pub fn optional<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    at.map(text).serialize(serializer)
}

/// 2026-09-26T00:30:00.000Z.
pub fn text(at: Timestamp) -> String {
    format!("{at:.3}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_has_three_decimals() {
        for (given, expected) in [
            ("2026-09-26T00:30:00Z", "2026-09-26T00:30:00.000Z"),
            ("2026-09-26T00:30:00.1234567Z", "2026-09-26T00:30:00.123Z"),
        ] {
            assert_eq!(text(given.parse().unwrap()), expected);
        }
    }
}
