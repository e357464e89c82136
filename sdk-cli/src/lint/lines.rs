//! Line numbers of places in a file.

/// The numbers of the lines, from 1, in which these offsets lie. `offsets` must be sorted.
///
/// All are found in one pass, so that a hundred findings in a large file cost no more than one.
pub(super) fn numbers(bytes: &[u8], offsets: &[usize]) -> Vec<usize> {
    let (mut line, mut seen) = (1, 0);
    let count_to = |&offset: &usize| {
        let offset = offset.clamp(seen, bytes.len());
        line += ends(bytes, seen, offset);
        seen = offset;
        line
    };
    offsets.iter().map(count_to).collect()
}

/// Line ends (CR LF, LF or CR) that are complete before `to`.
fn ends(bytes: &[u8], from: usize, to: usize) -> usize {
    let mut count = 0;
    for at in from..to {
        // Byte by byte is right: in MS932 neither CR nor LF is ever part of another character.
        match bytes[at] {
            b'\n' => count += 1,
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_line_end_counts_once() {
        let bytes = b"a\r\nb\nc\rd\r\n";
        assert_eq!(
            numbers(bytes, &[0, 1, 3, 5, 7, 10, 99]),
            [1, 1, 2, 3, 4, 5, 5]
        );
    }
}
