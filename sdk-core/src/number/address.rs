use std::fmt;
use std::str::FromStr;

use super::{NumberError, OfficeNumber, ServiceKind, serde_as_text};

/// Who sends or receives a set: 事業所番号 and サービス種類コード together, as file names carry them.
///
/// One office number may hold several kinds; a file belongs to one of them. The text form is `NNNNNNNNNN_KK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// 事業所番号.
    pub number: OfficeNumber,
    /// サービス種類コード.
    pub kind: ServiceKind,
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.number, self.kind)
    }
}

impl FromStr for Address {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let (number, kind) = text.split_once('_').ok_or(NumberError {
            what: "office and kind (事業所番号とサービス種類コード)",
            expected: "office number, underscore, service kind",
        })?;
        Ok(Self {
            number: number.parse()?,
            kind: kind.parse()?,
        })
    }
}
serde_as_text!(Address);
