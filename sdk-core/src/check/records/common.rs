//! What a record has in common with the one above it.

use wide::u8x16;

use crate::document::Record;

/// One bit, that of its No., for each item whose bytes are not those of the item above. Both records have the same number
/// of items.
///
/// Where a stretch of bytes is the same from the start of an item to a delimiter, all items in it are the same.
#[inline]
pub(in crate::check) fn differences(bytes: &[u8], record: Record<'_>, above: Record<'_>) -> u128 {
    let mut differences = 0;
    let (ends, ends_above) = (record.ends(), above.ends());
    let (Some(&end), true) = (ends.last(), ends.len() == ends_above.len()) else {
        return differences;
    };
    let record = &bytes[record.start() as usize..];
    let record = &record[..record.len().min(end as usize + 16)];
    let above = &bytes[above.start() as usize..];
    // Records of the same lengths share their ends, and most do.
    if std::ptr::eq(ends, ends_above) && record.len() == end as usize + 16 {
        return differences_of_aligned(ends, end, record, above);
    }
    let (mut start, mut start_above, mut index) = (0, 0, 0);
    while index < ends.len() {
        let same = common(&record[start as usize..], &above[start_above as usize..]) as u32;
        index = first_from(ends, index, start + same);
        if index == ends.len() {
            break;
        }
        // The last item of a file has no delimiter.
        let is_same = ends[index] == start + same && ends_above[index] == start_above + same;
        differences |= u128::from(!is_same) << (index + 1);
        (start, start_above) = (ends[index] + 1, ends_above[index] + 1);
        index += 1;
    }
    differences
}

/// The same for two records whose items all have the same lengths, with 16 bytes more than they have.
#[inline]
fn differences_of_aligned(ends: &[u32], end: u32, record: &[u8], above: &[u8]) -> u128 {
    let (mut differences, mut index, mut base) = (0, 0, 0);
    for (left, right) in record.as_chunks().0.iter().zip(above.as_chunks().0) {
        let equal = u8x16::new(*left).simd_eq(u8x16::new(*right)).to_bitmask();
        let mut unequal = !equal & 0xFFFF;
        while unequal != 0 {
            let at = base + unequal.trailing_zeros();
            if at >= end {
                return differences;
            }
            index = first_from(ends, index, at);
            differences |= 1 << (index + 1);
            // The rest of the item says nothing more.
            unequal &= !up_to(ends[index] - base);
        }
        base += 16;
    }
    differences
}

/// The lowest bits, so many of 16.
#[inline]
fn up_to(bits: u32) -> u32 {
    (1 << bits.min(16)) - 1
}

/// The first item from `index` on that ends at `offset` or later. Most of the time it is far.
#[inline]
fn first_from(ends: &[u32], mut index: usize, offset: u32) -> usize {
    while ends.get(index + 7).is_some_and(|end| *end < offset) {
        index += 8;
    }
    while ends.get(index).is_some_and(|end| *end < offset) {
        index += 1;
    }
    index
}

/// How many bytes the two have in common at their beginnings.
#[inline]
fn common(left: &[u8], right: &[u8]) -> usize {
    let mut same = 0;
    for (left, right) in left.as_chunks().0.iter().zip(right.as_chunks().0) {
        let equal = u8x16::new(*left).simd_eq(u8x16::new(*right)).to_bitmask();
        if equal != 0xFFFF {
            return same + equal.trailing_ones() as usize;
        }
        same += 16;
    }
    same + common_bytes(&left[same..], &right[same..])
}

/// The same for the last bytes of a file.
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
