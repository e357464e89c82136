use std::fmt::Write;

/// SHA-256 (FIPS 180-4) as lower-case hexadecimal, the form in which digests stand in covers, on the wire and in receipts.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&openssl::sha::sha256(bytes))
}

/// A digest as lower-case hexadecimal.
pub(crate) fn hex(digest: &[u8]) -> String {
    digest
        .iter()
        .fold(String::with_capacity(2 * digest.len()), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
