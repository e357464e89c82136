//! A key for every item of every layout of edition 4.1 that may hold something (識別子 must be empty and has none).

use jiff::civil::Date;

use super::{DatePart, Decimal2, Key, ServiceTime, codes};
use crate::document::MonthPart;
use crate::layout::{Edition, FileKind};
use crate::number::{
    DayFlags, InsuredNumber, InsurerNumber, OfficeNumber, ServiceCode, ServiceKind, Tais,
    TargetMonth, TimeOfDay,
};

include!(concat!(env!("OUT_DIR"), "/items.rs"));
