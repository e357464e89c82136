//! Which part of a content is asked for (RFC 9110, section 14).

use axum::http::{HeaderMap, header};

/// What to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    Whole,
    /// From one byte up to another, which is not included.
    Part(u64, u64),
    /// Bytes that are not there.
    Beyond,
}

/// Reads `Range` and `If-Range` of a request for so many bytes. What is not understood, and more than one range, is answered
/// with the whole.
pub(super) fn wanted(headers: &HeaderMap, size: u64, tag: &str) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let unchanged = headers
        .get(header::IF_RANGE)
        .is_none_or(|value| value.to_str().is_ok_and(|known| known.trim() == tag));
    match text(header::RANGE).filter(|_| unchanged) {
        Some(range) => read(range, size).unwrap_or(Wanted::Whole),
        None => Wanted::Whole,
    }
}

fn read(range: &str, size: u64) -> Option<Wanted> {
    let (unit, range) = range.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    if first.is_empty() {
        let length = number(last)?.min(size);
        return Some(match length {
            0 => Wanted::Beyond,
            _ => Wanted::Part(size - length, size),
        });
    }
    let first = number(first)?;
    let last = match last {
        "" => u64::MAX,
        last => number(last)?,
    };
    if last < first {
        return None;
    }
    Some(match first < size {
        true => Wanted::Part(first, last.saturating_add(1).min(size)),
        false => Wanted::Beyond,
    })
}

/// Digits and nothing else; more than fit are as good as no end.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ask(range: &str, if_range: Option<&str>) -> Wanted {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, range.parse().unwrap());
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, tag.parse().unwrap());
        }
        wanted(&headers, 100, "\"tag\"")
    }

    #[test]
    fn one_range_of_bytes_is_understood() {
        assert_eq!(wanted(&HeaderMap::new(), 100, ""), Wanted::Whole);
        assert_eq!(ask("bytes=0-9", None), Wanted::Part(0, 10));
        assert_eq!(ask("bytes=90-", None), Wanted::Part(90, 100));
        assert_eq!(ask("bytes=90-1000", None), Wanted::Part(90, 100));
        assert_eq!(ask("bytes=-10", None), Wanted::Part(90, 100));
        assert_eq!(ask("bytes=-1000", None), Wanted::Part(0, 100));
        for beyond in ["bytes=100-", "bytes=-0", "bytes=99999999999999999999-"] {
            assert_eq!(ask(beyond, None), Wanted::Beyond, "{beyond}");
        }
        for odd in [
            "lines=1-2",
            "bytes=9-1",
            "bytes=0-1,5-6",
            "bytes=a-b",
            "bytes",
            "bytes=+1-2",
        ] {
            assert_eq!(ask(odd, None), Wanted::Whole, "{odd}");
        }
    }

    #[test]
    fn another_content_is_sent_whole() {
        assert_eq!(ask("bytes=0-9", Some("\"tag\"")), Wanted::Part(0, 10));
        assert_eq!(ask("bytes=0-9", Some("\"other\"")), Wanted::Whole);
        assert_eq!(ask("bytes=0-9", Some("W/\"tag\"")), Wanted::Whole);
    }
}
