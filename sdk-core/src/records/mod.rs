//! Records and files being made or edited, item by item, and written strictly.
//!
//! A [`Draft`] is one record, a [`FileDraft`] one file. [`items`] has a typed key for every item of every layout, so that
//! a date is set as a date and an office as an office number; callers that know items at run time only set them as text.
//! Either way a wrong value is refused at the setter, with the finding that the checker has for it.
//!
//! Writing a file:
//!
//! ```
//! use careplan_core::document::{FileNames, MonthPart};
//! use careplan_core::layout::FileKind;
//! use careplan_core::records::items::upplan;
//! use careplan_core::records::{FileDraft, ServiceTime, codes};
//! use jiff::civil::date;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (support, service) = ("5070022016_43".parse()?, "5070100002_11".parse()?);
//! let names = FileNames::new(support, Some(service), "20260826093000".parse()?);
//! let month = MonthPart::Month("202609".parse()?);
//! let mut file = FileDraft::new(names.of_month(FileKind::Upplan, month)?)?;
//!
//! let mut record = file.draft(); // has its version and month already
//! record
//!     .set(upplan::INSURER_NUMBER, "505826".parse()?)?
//!     .set(upplan::INSURED_NUMBER, "0000100000".parse()?)?
//!     .set(upplan::CREATED_ON, date(2026, 8, 26))?
//!     .set(upplan::PLANNING_OFFICE, support.number)?
//!     .set(upplan::PLANNER_NAME, "介護支援専門員1")?
//!     .set(upplan::UNITS, 244)?
//!     .set(upplan::SERVICE_DATE, date(2026, 9, 1))?
//!     .set(upplan::SERVICE_FROM, ServiceTime::At("0900".parse()?))?
//!     .set(upplan::SERVICE_TO, ServiceTime::At("1000".parse()?))?
//!     .set(upplan::COUNT, 1)?
//!     .set(upplan::SERVICE_CODE, "111111".parse()?)?
//!     .set(upplan::SERVICE_OFFICE, service.number)?
//!     .set(upplan::OVER_30_DAYS, codes::Flag::DoesNotApply)?;
//! // A count of three digits does not fit, and the record stays as it was.
//! let refused = record.set(upplan::COUNT, 100).unwrap_err();
//! assert_eq!(refused.code.as_str(), "CP2020");
//! file.push(&record)?;
//!
//! let written = file.finish()?;
//! assert!(written.findings().is_empty());
//! let end = b",1,111111,,,\"\",,5070100002,\"\",,0,,\r\n";
//! assert!(written.document().bytes().ends_with(end));
//! # Ok(())
//! # }
//! ```
//!
//! Editing one item of a file that was read:
//!
//! ```
//! use careplan_core::document::Document;
//! use careplan_core::number::ServiceKind;
//! use careplan_core::records::FileDraft;
//! use careplan_core::records::items::dltjsk;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let name = "DLTJSK_202609_5070100002_11_5070022016_43_20261001100000.CSV";
//! let read = Document::read(name, b"202407,505826,0000100000,202609,5070100002,11\r\n".to_vec());
//! let mut file = FileDraft::of(&read)?;
//! let kind: ServiceKind = "13".parse()?;
//! file.edit(1, |record| record.set(dltjsk::SERVICE_KIND, kind).map(drop))?;
//!
//! let edited = file.finish()?;
//! assert_eq!(edited.document().bytes(), b"202407,505826,0000100000,202609,5070100002,13\r\n");
//! # Ok(())
//! # }
//! ```
//!
//! A name that MS932 cannot hold is refused; what to write in its place is for the caller to decide, and to tell:
//!
//! ```
//! use careplan_core::layout::FileKind;
//! use careplan_core::records::Draft;
//! use careplan_core::text::Substitutions;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut record = Draft::new(FileKind::Uphosoku).ok_or("a kind with records")?;
//! let refused = record.set_text("user_name", "\u{20BB7}田 花子").unwrap_err();
//! assert_eq!(refused.code.as_str(), "CP2301");
//! let written = Substitutions::new().apply("\u{20BB7}田 花子")?;
//! record.set_text("user_name", &written.text)?;
//! assert_eq!(written.changes.len(), 1);
//! # Ok(())
//! # }
//! ```

pub mod codes;
mod draft;
mod file;
pub mod items;
mod key;
#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod testing;
mod value;

pub use draft::Draft;
pub use file::FileDraft;
pub use key::{ItemName, Key};
pub use value::{DatePart, Decimal2, ServiceTime, Value};
