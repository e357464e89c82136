/// Bytes from the first 1A or 00 after the last line on; old programs and fixed-size buffers leave them.
pub(crate) fn end_padding(bytes: &[u8]) -> usize {
    let is_padding = |byte: &u8| matches!(byte, 0x1A | 0);
    let tail = bytes
        .iter()
        .rposition(|byte| !is_padding(byte) && !matches!(byte, b'\r' | b'\n'))
        .map_or(0, |last| last + 1);
    let start = bytes[tail..].iter().position(is_padding);
    start.map_or(0, |start| bytes.len() - tail - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_what_follows_the_last_line() {
        for (bytes, expected) in [
            (&b"a\r\n"[..], 0),
            (b"a\r\n\x1A", 1),
            (b"a\r\n\0\0\0", 3),
            (b"a\x1A\r\n", 3),
            (b"a\r\n\r\n\x1A\r\n", 3),
            (b"a\x1Ab\r\n", 0),
            (b"\x1A", 1),
            (b"", 0),
        ] {
            assert_eq!(end_padding(bytes), expected, "{bytes:?}");
        }
    }
}
