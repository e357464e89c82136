//! 国税庁 JIS縮退マップ (National Tax Agency, CC BY 4.0): characters of JIS X 0213 that MS932 lacks, and what official
//! registers write instead. The table is `standard/nta-shrink.csv`; its head names source, licence and what was left out.

use std::sync::LazyLock;

/// What the map writes for a character that MS932 lacks.
pub(super) fn shrink(character: char) -> Option<&'static str> {
    let table = &*TABLE;
    table
        .binary_search_by_key(&character, |&(known, _)| known)
        .ok()
        .and_then(|index| table.get(index))
        .map(|&(_, replacement)| replacement)
}

static TABLE: LazyLock<Vec<(char, &'static str)>> = LazyLock::new(|| {
    let mut table: Vec<_> = include_str!("../../standard/nta-shrink.csv")
        .lines()
        .filter_map(row)
        .collect();
    table.sort_unstable();
    table
});

/// `U+3402,㐂,喜`. The comments and the header have no `U+` in front.
fn row(line: &'static str) -> Option<(char, &'static str)> {
    let mut items = line.strip_prefix("U+")?.split(',').skip(1);
    Some((items.next()?.chars().next()?, items.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{encode, holds};

    #[test]
    fn every_row_is_read_and_does_what_it_says() {
        let rows = include_str!("../../standard/nta-shrink.csv")
            .lines()
            .filter(|line| line.starts_with("U+"));
        let mut count = 0;
        for line in rows {
            count += 1;
            let items: Vec<_> = line.split(',').collect();
            let character = items[1].chars().next().unwrap();
            assert_eq!(items[0], format!("U+{:04X}", character as u32));
            assert_eq!(items.len(), 3, "{line}");
            assert_eq!(shrink(character), Some(items[2]), "{line}");
            assert!(!holds(character), "{line}");
            assert!(!items[2].is_empty() && encode(items[2]).is_ok(), "{line}");
        }
        assert_eq!((count, TABLE.len()), (934, 934));
    }

    #[test]
    fn names_shrink_as_registers_write_them() {
        for (name, written) in [
            ('𠮟', "叱"),
            ('麴', "麹"),
            ('噓', "嘘"),
            ('頰', "頬"),
            ('ゔ', "ヴ"),
        ] {
            assert_eq!(shrink(name), Some(written));
        }
        // Not in the map, or not in need of it.
        for other in ['𠮷', '髙', '﨑', 'あ', 'a', '®'] {
            assert_eq!(shrink(other), None, "{other}");
        }
    }
}
