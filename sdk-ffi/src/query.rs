//! What a list is to show.
#![allow(unsafe_code)] // `unsafe impl` of the layouts; each says why it holds.

use std::ffi::c_char;
use std::mem::size_of;

use careplan_core::exchange::{Person, Query};
use careplan_core::layout::SetKind;
use careplan_core::store::Order;
use safer_ffi::derive_ReprC;

use crate::boundary::{Given32, take_struct, text};
use crate::error::Failure;
use crate::shown::asked;
use crate::status::*;

/// cpl_query: the usual order, newest first for what was sent and oldest stamp first for what was received.
pub const CPL_ORDER_USUAL: u32 = 0;
/// cpl_query: newest first.
pub const CPL_ORDER_NEWEST_FIRST: u32 = 1;
/// cpl_query: oldest first.
pub const CPL_ORDER_OLDEST_FIRST: u32 = 2;

/// cpl_query, for cpl_office_sent: open the covers as well, so that the list shows subject, body and files. It takes one use
/// of the private key for each message. Received messages always come with their covers.
pub const CPL_QUERY_WITH_COVERS: u32 = 1;

/// cpl_query, for cpl_office_received: the states of messages that wait to be taken and acknowledged.
pub const CPL_RECEIVED_TO_TAKE: u32 = 14;

/// 検索条件: which messages a list shows; everything that is given must fit. Zero all of it and set struct_size; what stays
/// zero, and NULL in its place, asks for all.
#[derive_ReprC]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cpl_query {
    /// sizeof(cpl_query), set by the caller.
    pub struct_size: u32,
    /// 0 or CPL_QUERY_…
    pub flags: u32,
    /// States as bits: the sum of 1 << CPL_SENT_… or of 1 << CPL_RECEIVED_…; 0 for all.
    pub states: u32,
    /// CPL_ORDER_…
    pub order: u32,
    /// At most so many; 0 for all.
    pub limit: u32,
    /// Leave out so many.
    pub offset: u32,
    /// 相手先: office number of ten characters.
    pub partner: *const c_char,
    /// Bytes of partner.
    pub partner_len: usize,
    /// 対象年月, YYYYMM. A received message has it, its set and its persons in the index only once it was taken first.
    pub month: *const c_char,
    /// Bytes of month.
    pub month_len: usize,
    /// Kind of set, such as use_slip.
    pub set: *const c_char,
    /// Bytes of set.
    pub set_len: usize,
    /// 保険者番号 of a person whose data it holds; goes together with insured.
    pub insurer: *const c_char,
    /// Bytes of insurer.
    pub insurer_len: usize,
    /// 被保険者番号 of that person.
    pub insured: *const c_char,
    /// Bytes of insured.
    pub insured_len: usize,
    /// Put into the store from this time on, RFC 3339.
    pub since: *const c_char,
    /// Bytes of since.
    pub since_len: usize,
    /// Put into the store before this time, RFC 3339.
    pub until: *const c_char,
    /// Bytes of until.
    pub until_len: usize,
}

// SAFETY: repr(C); the first field is struct_size; the others are numbers and raw pointers.
unsafe impl Given32 for cpl_query {
    const SMALLEST: usize = size_of::<Self>();
}

/// A state that a list can be asked for.
pub(crate) trait Asked: Copy + Sized + 'static {
    const ALL: &'static [Self];
    fn number(self) -> u32;
}

/// What the caller asks for, and whether with covers.
pub(crate) fn query<S: Asked>(query: *const cpl_query) -> Result<(Query<S>, bool), Failure> {
    let Some(given) = take_struct(query)? else {
        return Ok((Query::default(), false));
    };
    let bad = || Failure::of(CPL_BAD_ARGUMENT);
    if given.flags & !CPL_QUERY_WITH_COVERS != 0 {
        return Err(bad());
    }
    let set = match text(given.set, given.set_len)? {
        "" => None,
        ident => Some(SetKind::from_ident(ident).ok_or_else(bad)?),
    };
    let query = Query {
        partner: asked(given.partner, given.partner_len)?,
        month: asked(given.month, given.month_len)?,
        person: person(
            (given.insurer, given.insurer_len),
            (given.insured, given.insured_len),
        )?,
        set,
        states: states(given.states)?,
        since: asked(given.since, given.since_len)?,
        until: asked(given.until, given.until_len)?,
        order: match given.order {
            CPL_ORDER_USUAL => None,
            CPL_ORDER_NEWEST_FIRST => Some(Order::NewestFirst),
            CPL_ORDER_OLDEST_FIRST => Some(Order::OldestFirst),
            _ => return Err(bad()),
        },
        limit: given.limit,
        offset: given.offset,
    };
    Ok((query, given.flags & CPL_QUERY_WITH_COVERS != 0))
}

/// 保険者番号 and 被保険者番号, both or neither.
pub(crate) fn person(
    insurer: (*const c_char, usize),
    insured: (*const c_char, usize),
) -> Result<Option<Person>, Failure> {
    match (asked(insurer.0, insurer.1)?, asked(insured.0, insured.1)?) {
        (Some(insurer), Some(insured)) => Ok(Some(Person { insurer, insured })),
        (None, None) => Ok(None),
        _ => Err(Failure::of(CPL_BAD_ARGUMENT)),
    }
}

fn states<S: Asked>(bits: u32) -> Result<Vec<S>, Failure> {
    let known = S::ALL.iter().map(|state| 1 << state.number()).sum::<u32>();
    if bits & !known != 0 {
        return Err(Failure::of(CPL_BAD_ARGUMENT));
    }
    let wanted = S::ALL.iter().copied();
    Ok(wanted
        .filter(|state| bits & (1 << state.number()) != 0)
        .collect())
}

#[cfg(test)]
mod tests {
    use careplan_core::store::{ReceivedState, SentState};

    use super::*;

    fn numbers<S: Asked>(bits: u32) -> Result<Vec<u32>, u32> {
        let states = states::<S>(bits).map_err(|failure| failure.status)?;
        Ok(states.into_iter().map(Asked::number).collect())
    }

    #[test]
    fn states_are_bits_of_their_numbers() {
        assert_eq!(
            numbers::<ReceivedState>(CPL_RECEIVED_TO_TAKE),
            Ok(vec![1, 2, 3])
        );
        assert_eq!(
            numbers::<SentState>(1 << crate::CPL_SENT_TAKEN),
            Ok(vec![4])
        );
        assert_eq!(numbers::<SentState>(0), Ok(vec![]));
        for unknown in [1, 1 << 10, u32::MAX] {
            assert_eq!(numbers::<SentState>(unknown), Err(CPL_BAD_ARGUMENT));
        }
    }

    #[test]
    fn a_person_has_both_numbers() {
        let of = |text: &'static str| (text.as_ptr().cast::<c_char>(), text.len());
        let status = |insurer, insured| {
            person(of(insurer), of(insured))
                .map(|person| person.is_some())
                .map_err(|failure| failure.status)
        };
        assert_eq!(status("", ""), Ok(false));
        assert_eq!(status("990015", "0000000001"), Ok(true));
        assert_eq!(status("990015", ""), Err(CPL_BAD_ARGUMENT));
        assert_eq!(status("", "0000000001"), Err(CPL_BAD_ARGUMENT));
        assert_eq!(status("x", "0000000001"), Err(CPL_BAD_ARGUMENT));
    }
}
