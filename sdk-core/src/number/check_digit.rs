//! 検査数字 of 事業所番号 and 保険者番号 (standard, "Numbers"): modulus 10, weights 2, 1, 2, 1 … from the right.

/// The check digit, as ASCII, of the characters before it. They are digits or, in an office number, a class letter.
pub(super) fn check_digit(body: &[u8]) -> u8 {
    let sum: u32 = body
        .iter()
        .rev()
        .zip([2, 1].into_iter().cycle())
        .map(|(&character, weight)| digit_sum(value(character) * weight))
        .sum();
    // A remainder of 10 is below 10, so nothing is cut off.
    b'0' + ((10 - sum % 10) % 10) as u8
}

fn digit_sum(product: u32) -> u32 {
    product / 10 + product % 10
}

/// A digit counts itself; letters count on from A = 10 without I, O and Q, up to Z = 32.
fn value(character: u8) -> u32 {
    let skipped = b"IOQ".iter().filter(|&&letter| letter < character).count() as u32;
    match character {
        b'0'..=b'9' => u32::from(character - b'0'),
        b'A'..=b'Z' => u32::from(character - b'A') + 10 - skipped,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_from_10_to_32_without_i_o_q() {
        assert_eq!(b"09AHJNPRZ".map(value), [0, 9, 10, 17, 18, 22, 23, 24, 32]);
    }
}
