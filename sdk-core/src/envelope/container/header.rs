use super::bad;
use crate::envelope::error::EnvelopeError;

pub(super) const LOCAL: [u8; 4] = *b"PK\x03\x04";
pub(super) const CENTRAL: [u8; 4] = *b"PK\x01\x02";
pub(super) const END: [u8; 4] = *b"PK\x05\x06";

/// Lengths without signature, name and extra fields (APPNOTE 4.3.7, 4.3.12, 4.3.16).
pub(super) const LOCAL_BYTES: usize = 26;
pub(super) const CENTRAL_BYTES: usize = 42;
pub(super) const END_BYTES: usize = 18;

/// The same with the signature.
pub(super) const fn with_signature(length: usize) -> u64 {
    4 + length as u64
}

/// 2.0: deflate (APPNOTE 4.4.3). The upper byte says FAT, which has no rights and no links.
const VERSION: u16 = 20;
/// 1980-01-01, the first day that ZIP knows; when something was sealed stands on the cover.
const DATE: u16 = 0x0021;

/// APPNOTE 4.4.4: how hard deflate tried, and that the name is UTF-8. All other flags change how an entry is read.
const ALLOWED_FLAGS: u16 = EFFORT | UTF8;
const EFFORT: u16 = 0b110;
const UTF8: u16 = 1 << 11;

/// Deflate spends at least 2 bits on 258 bytes.
const MOST_EXPANSION: u64 = 1032;

/// How the bytes of an entry stand in the container (APPNOTE 4.4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Stored = 0,
    Deflated = 8,
}

/// What local header and central directory both say of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub name: String,
    pub flags: u16,
    pub method: Method,
    pub crc: u32,
    pub packed: u32,
    pub size: u32,
}

impl Header {
    pub fn deflated(name: &str, crc: u32, packed: u32, size: u32) -> Self {
        Self {
            name: name.to_owned(),
            flags: if name.is_ascii() { 0 } else { UTF8 },
            method: Method::Deflated,
            crc,
            packed,
            size,
        }
    }

    /// Local header as bytes.
    pub fn local(&self) -> Vec<u8> {
        let mut bytes = LOCAL.to_vec();
        self.put_shared(&mut bytes);
        bytes.extend(self.name.as_bytes());
        bytes
    }

    /// Entry of the central directory as bytes.
    pub fn central(&self, offset: u32) -> Vec<u8> {
        let mut bytes = CENTRAL.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        self.put_shared(&mut bytes);
        // No comment, disk 0, no attributes.
        bytes.extend([0; 10]);
        bytes.extend(offset.to_le_bytes());
        bytes.extend(self.name.as_bytes());
        bytes
    }

    fn put_shared(&self, bytes: &mut Vec<u8>) {
        for field in [VERSION, self.flags, self.method as u16, 0, DATE] {
            bytes.extend(field.to_le_bytes());
        }
        for field in [self.crc, self.packed, self.size] {
            bytes.extend(field.to_le_bytes());
        }
        // Names are at most 255 bytes.
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend([0; 2]);
    }
}

/// End of central directory as bytes.
pub(super) fn end(entries: u16, directory_bytes: u32, directory_at: u32) -> Vec<u8> {
    let mut bytes = END.to_vec();
    bytes.extend([0; 4]);
    bytes.extend(entries.to_le_bytes());
    bytes.extend(entries.to_le_bytes());
    bytes.extend(directory_bytes.to_le_bytes());
    bytes.extend(directory_at.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

/// What precedes name and extra fields in a local header, and in the middle of an entry of the central directory.
/// Versions and times of other writers say nothing about the content.
pub(super) struct Fixed {
    flags: u16,
    method: Method,
    crc: u32,
    packed: u32,
    size: u32,
    pub name_bytes: usize,
    pub extra_bytes: usize,
}

impl Fixed {
    pub fn parse(bytes: &[u8; LOCAL_BYTES]) -> Result<Self, EnvelopeError> {
        let flags = u16_at(bytes, 2);
        if flags & !ALLOWED_FLAGS != 0 {
            return Err(bad("ZIP: flags"));
        }
        let method = match u16_at(bytes, 4) {
            0 => Method::Stored,
            8 => Method::Deflated,
            _ => return Err(bad("ZIP: method")),
        };
        let fixed = Self {
            flags,
            method,
            crc: u32_at(bytes, 10),
            packed: u32_at(bytes, 14),
            size: u32_at(bytes, 18),
            name_bytes: u16_at(bytes, 22).into(),
            extra_bytes: u16_at(bytes, 24).into(),
        };
        fixed.check_sizes()?;
        Ok(fixed)
    }

    fn check_sizes(&self) -> Result<(), EnvelopeError> {
        let (packed, size) = (u64::from(self.packed), u64::from(self.size));
        let possible = match self.method {
            Method::Stored => packed == size,
            Method::Deflated => size <= packed * MOST_EXPANSION,
        };
        if possible {
            Ok(())
        } else {
            Err(bad("ZIP: sizes"))
        }
    }

    /// Puts the name to it; without the flag only ASCII means the same to everybody.
    pub fn named(self, name: Vec<u8>) -> Result<Header, EnvelopeError> {
        let name = String::from_utf8(name).map_err(|_| bad("ZIP: name"))?;
        if self.flags & UTF8 == 0 && !name.is_ascii() {
            return Err(bad("ZIP: name"));
        }
        Ok(Header {
            name,
            flags: self.flags,
            method: self.method,
            crc: self.crc,
            packed: self.packed,
            size: self.size,
        })
    }
}

/// The fields of the central directory that the local header has not.
pub(super) struct CentralOnly {
    pub offset: u32,
}

impl CentralOnly {
    pub fn parse(bytes: &[u8; CENTRAL_BYTES]) -> Result<Self, EnvelopeError> {
        let (comment_bytes, disk) = (u16_at(bytes, 28), u16_at(bytes, 30));
        if comment_bytes != 0 || disk != 0 {
            return Err(bad("ZIP: comment or disk"));
        }
        // A link or a folder would be unpacked as such by others: FAT's folder bit below, Unix' file type above.
        let attributes = u32_at(bytes, 34);
        if attributes & 0x10 != 0 || !matches!(attributes >> 28, 0 | 8) {
            return Err(bad("ZIP: not a file"));
        }
        Ok(Self {
            offset: u32_at(bytes, 38),
        })
    }
}

/// End of central directory.
#[derive(PartialEq, Eq)]
pub(super) struct End {
    pub entries: u16,
    pub directory_bytes: u32,
    pub directory_at: u32,
}

impl End {
    pub fn parse(bytes: &[u8; END_BYTES]) -> Result<Self, EnvelopeError> {
        let entries = u16_at(bytes, 6);
        // Disks, and a comment that could hold another container.
        if u32_at(bytes, 0) != 0 || u16_at(bytes, 4) != entries || u16_at(bytes, 16) != 0 {
            return Err(bad("ZIP: comment or disk"));
        }
        Ok(Self {
            entries,
            directory_bytes: u32_at(bytes, 8),
            directory_at: u32_at(bytes, 12),
        })
    }
}

/// Extra fields (APPNOTE 4.5.1) are passed over, except those that would give an entry other sizes or another name, and
/// what another reader would take for the way to another central directory: it looks for that right before the end
/// (APPNOTE 4.3.15), where the extra fields of the last entry stand.
pub(super) fn check_extra(mut fields: &[u8]) -> Result<(), EnvelopeError> {
    const ZIP64: u16 = 0x0001;
    const UNICODE_NAME: u16 = 0x7075;
    const ZIP64_END_LOCATOR: &[u8] = b"PK\x06\x07";
    const FAULT: EnvelopeError = bad("ZIP: extra field");
    if fields.windows(4).any(|bytes| bytes == ZIP64_END_LOCATOR) {
        return Err(FAULT);
    }
    while !fields.is_empty() {
        let (head, rest) = fields.split_at_checked(4).ok_or(FAULT)?;
        if matches!(u16_at(head, 0), ZIP64 | UNICODE_NAME) {
            return Err(FAULT);
        }
        fields = rest.get(usize::from(u16_at(head, 2))..).ok_or(FAULT)?;
    }
    Ok(())
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}
