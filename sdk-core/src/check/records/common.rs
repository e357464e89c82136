//! What a record has in common with the one above it.

use wide::u8x16;

use crate::document::Record;

/// One bit, that of its No., for each item whose bytes are not those of the item above. Both records have the same number
/// of items.
///
/// Where a stretch of bytes is the same from the start of an item to a delimiter, all items in it are the same.
#[inline]
pub(super) fn differences(bytes: &[u8], record: Record<'_>, above: Record<'_>) -> u128 {
    let mut differences = 0;
    let (ends, ends_above) = (record.ends(), above.ends());
    let (Some(&end), true) = (ends.last(), ends.len() == ends_above.len()) else {
        return differences;
    };
    let (mut start, mut start_above) = (record.place().start, above.place().start);
    let mut index = 0;
    while index < ends.len() {
        let same = common(bytes, start as usize, start_above as usize, end as usize) as u32;
        let differs_at = start + same;
        while index < ends.len() && ends[index] < differs_at {
            index += 1;
        }
        if index == ends.len() {
            break;
        }
        // The last item of a file has no delimiter.
        let is_same = ends[index] == differs_at && ends_above[index] == start_above + same;
        differences |= u128::from(!is_same) << (index + 1);
        (start, start_above) = (ends[index] + 1, ends_above[index] + 1);
        index += 1;
    }
    differences
}

/// How many bytes from `a` and from `b` on are the same, looking no further than just past `end`.
#[inline]
fn common(bytes: &[u8], a: usize, b: usize, end: usize) -> usize {
    let mut same = 0;
    while a + same <= end {
        let (Some(left), Some(right)) = (chunk(bytes, a + same), chunk(bytes, b + same)) else {
            return same + common_bytes(&bytes[a + same..], &bytes[b + same..]);
        };
        let equal = u8x16::new(*left).simd_eq(u8x16::new(*right)).to_bitmask();
        if equal != 0xFFFF {
            return same + equal.trailing_ones() as usize;
        }
        same += 16;
    }
    same
}

#[inline]
fn chunk(bytes: &[u8], from: usize) -> Option<&[u8; 16]> {
    bytes.get(from..)?.first_chunk()
}

/// The same for the last bytes of a file.
#[cold]
fn common_bytes(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::Document;

    proptest! {
        #[test]
        fn differences_are_those_of_the_items(
            rows in proptest::collection::vec(proptest::collection::vec("[ab]{0,3}|a{14,18}|\"[ab,\r\n]{0,9}\"", 4), 2),
            end in "(\r\n)?|\n",
        ) {
            let text = rows[0].join(",") + "\r\n" + &rows[1].join(",") + &end;
            let document = Document::read("UPPLAN_", text.into_bytes());
            if let (Some(above), Some(record)) = (document.record(1), document.record(2)) {
                let expected = record.fields().zip(above.fields()).enumerate();
                let expected = expected.fold(0, |bits, (index, (a, b))| bits | u128::from(a.raw != b.raw) << (index + 1));
                prop_assert_eq!(differences(document.bytes(), record, above), expected);
            }
        }
    }
}
