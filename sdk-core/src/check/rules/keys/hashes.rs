//! Which of many 64-bit numbers occur more than once.

use std::collections::HashSet;

use crate::threads;

/// So many bits say in which part a number stands.
const PART_BITS: u32 = 4;
const PARTS: usize = 1 << PART_BITS;

/// The numbers of some records, in parts by their first bits. Equal numbers are in the same part, so each part is looked
/// through by itself, several at the same time, and what that takes fits into the processor's cache.
#[derive(Default)]
pub(in crate::check::rules) struct Hashes(Box<[Vec<u64>; PARTS]>);

impl Hashes {
    #[inline]
    pub fn push(&mut self, hash: u64) {
        self.0[(hash >> (64 - PART_BITS)) as usize].push(hash);
    }
}

/// The numbers that occur more than once in all lists together, found on so many threads.
pub(super) fn repeated(lists: &[Hashes], threads: usize) -> HashSet<u64> {
    let parts: Vec<usize> = (0..PARTS).collect();
    let repeated = threads::in_turn(&parts, threads, |&part| {
        let hashes = lists.iter().flat_map(|list| &list.0[part]).copied();
        repeated_of(hashes)
    });
    repeated.into_iter().flatten().collect()
}

/// The same within one part. Sorting all of them would take longer than all else that is done with them; so only those are
/// sorted that share the place in a large table of bits with another one.
fn repeated_of(hashes: impl Iterator<Item = u64> + Clone) -> Vec<u64> {
    let count = hashes.clone().count();
    let mut seen = Bits::for_many(count);
    let mut shared = Bits::for_many(count);
    let mut is_any = false;
    hashes.clone().for_each(|hash| {
        if seen.insert(hash) {
            shared.insert(hash);
            is_any = true;
        }
    });
    if !is_any {
        return Vec::new();
    }
    let mut suspects: Vec<u64> = hashes.filter(|hash| shared.contains(*hash)).collect();
    suspects.sort_unstable();
    let pairs = suspects.windows(2).filter(|pair| pair[0] == pair[1]);
    pairs.map(|pair| pair[0]).collect()
}

/// A bit for each beginning of a number, behind the bits that are the same in the whole part.
struct Bits {
    bits: Vec<u64>,
    shift: u32,
}

impl Bits {
    /// With room enough that few of so many numbers have the same bit.
    fn for_many(count: usize) -> Self {
        let words = (count / 4).next_power_of_two();
        Self {
            bits: vec![0; words],
            shift: 58 - words.trailing_zeros(),
        }
    }

    /// True if it was there.
    #[inline]
    fn insert(&mut self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        let was = self.bits[word];
        self.bits[word] |= bit;
        was & bit != 0
    }

    #[inline]
    fn contains(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.bits[word] & bit != 0
    }

    #[inline]
    fn place(&self, hash: u64) -> (usize, u64) {
        let place = hash << PART_BITS >> self.shift;
        ((place >> 6) as usize, 1 << (place & 63))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_there_twice_is_found(
            // Some that differ in the first or last bits only, and any.
            numbers in proptest::collection::vec(prop_oneof![0..40_u64, (0..40_u64).prop_map(|n| n << 58), any::<u64>()], 0..200),
            cut in 0..200_usize,
            threads in 1..4_usize,
        ) {
            let (first, second) = numbers.split_at(cut.min(numbers.len()));
            let lists = [first, second].map(|numbers| {
                let mut hashes = Hashes::default();
                numbers.iter().for_each(|number| hashes.push(*number));
                hashes
            });
            let mut seen = HashSet::new();
            let expected: HashSet<u64> = numbers.iter().copied().filter(|number| !seen.insert(*number)).collect();
            prop_assert_eq!(repeated(&lists, threads), expected);
        }
    }
}
