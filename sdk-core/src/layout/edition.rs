use std::fmt;

/// 版: an edition of the standard, as far as its files differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// 3.0 to 3.2, and what came before: nine layouts, no service kinds in file names.
    V3,
    /// 4.0: the layouts of 4.1, three-character service codes in file names.
    V40,
    /// 4.1, the present edition.
    V41,
}

/// CSVバージョン of each edition, and whether the columns of that version are known.
const VERSIONS: [(&str, Edition, bool); 5] = [
    ("201910", Edition::V3, false),
    ("202003", Edition::V3, false),
    ("202208", Edition::V3, true),
    ("202504", Edition::V40, true),
    ("202407", Edition::V41, true),
];

impl Edition {
    /// The present edition, which is the one to write.
    pub const CURRENT: Self = Self::V41;

    /// The CSVバージョン that files of this edition carry.
    pub fn csv_version(self) -> &'static str {
        match self {
            Self::V3 => "202208",
            Self::V40 => "202504",
            Self::V41 => "202407",
        }
    }

    /// The edition with a CSVバージョン; `None` for a version that never existed.
    pub fn of_version(version: &[u8]) -> Option<Self> {
        let known = VERSIONS
            .iter()
            .find(|(known, ..)| known.as_bytes() == version);
        known.map(|(_, edition, _)| *edition)
    }

    /// Whether it is not public which columns files of this version have; they are read by the layout of 3.x.
    pub fn columns_are_unknown(version: &[u8]) -> bool {
        VERSIONS
            .iter()
            .any(|(known, _, columns)| known.as_bytes() == version && !columns)
    }

    /// Whether both have the same record layouts.
    pub fn shares_layouts_with(self, other: Self) -> bool {
        (self == Self::V3) == (other == Self::V3)
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V3 => "3.x",
            Self::V40 => "4.0",
            Self::V41 => "4.1",
        })
    }
}
