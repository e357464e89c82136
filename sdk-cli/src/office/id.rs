//! Ids as people type them: all of it, or a part that only one message has.

use careplan_core::exchange::{ExchangeError, Office};
use uuid::Uuid;

use crate::envelope::fault::Fault;
use crate::terminal_text;

/// Digits of a part, at least.
const LEAST: usize = 4;
/// Digits that lists show. Ids begin with their time, so it is the end that tells apart what was sent at once.
const SHOWN: usize = 8;

/// The end of an id, as lists show it.
pub(super) fn short(id: Uuid) -> String {
    let text = id.simple().to_string();
    text[text.len() - SHOWN..].to_owned()
}

/// The sent message that is meant.
pub(super) fn sent(office: &Office, given: &str) -> Result<Uuid, Fault> {
    meant(given, |part| office.find_sent(part))
}

/// The received message that is meant.
pub(super) fn received(office: &Office, given: &str) -> Result<Uuid, Fault> {
    meant(given, |part| office.find_received(part))
}

fn meant(
    given: &str,
    find: impl Fn(&str) -> Result<Vec<Uuid>, ExchangeError>,
) -> Result<Uuid, Fault> {
    if let Ok(id) = given.parse() {
        return Ok(id);
    }
    let shown = terminal_text::visible(given);
    let digits = given.bytes().filter(u8::is_ascii_hexdigit).count();
    let is_part = given
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    if !is_part || digits < LEAST {
        return Err(Fault::could_not_run(
            format!(
                "「{shown}」は番号ではありません。\n一覧に表示される番号（0～9 と a～f）を {LEAST} 文字以上で指定してください。"
            ),
            format!(
                "\"{shown}\" is not an id.\nGive {LEAST} or more of the digits (0-9, a-f) that the lists show."
            ),
        ));
    }
    let found = find(given)?;
    match found.as_slice() {
        [] => Err(no_such(&shown)),
        [id] => Ok(*id),
        several => Err(ambiguous(&shown, several)),
    }
}

fn no_such(shown: &str) -> Fault {
    Fault::could_not_run(
        format!(
            "「{shown}」で始まる、または終わる番号のデータはありません。\n途中の部分では指定できません。一覧の番号を確認してください（送ったものは careplan sent、届いたものは careplan inbox）。"
        ),
        format!(
            "there is no such message: \"{shown}\" is no beginning or end of an id.\nA part from the middle does not count; careplan sent and careplan inbox list the ids."
        ),
    )
}

fn ambiguous(shown: &str, several: &[Uuid]) -> Fault {
    let count = several.len();
    let ids: Vec<_> = several.iter().take(5).map(|id| format!("  {id}")).collect();
    let (ids, more) = (ids.join("\n"), if count > 5 { "\n  …" } else { "" });
    Fault::could_not_run(
        format!(
            "「{shown}」に当てはまるデータが {count} 件あります。もっと長く指定してください。\n{ids}{more}"
        ),
        format!("\"{shown}\" may be any of {count} messages; give more digits.\n{ids}{more}"),
    )
}

#[cfg(test)]
mod tests {
    use careplan_core::finding::Lang;

    use super::*;

    fn in_list(given: &str) -> Result<Uuid, String> {
        let ids = [
            "01990000-0000-7000-8000-0000abcd0001",
            "01990000-0000-7000-8000-0000abcd1001",
        ];
        let ids = ids.map(|id| id.parse::<Uuid>().unwrap());
        let find = |part: &str| {
            let has = |id: &&Uuid| id.simple().to_string().ends_with(part);
            Ok(ids.iter().filter(has).copied().collect())
        };
        meant(given, find).map_err(|fault| fault.describe(Lang::En))
    }

    #[test]
    fn a_part_must_be_of_one_message_only() {
        assert_eq!(short(in_list("abcd0001").unwrap()), "abcd0001");
        assert!(in_list("1001").is_ok());
        assert!(in_list("beef").unwrap_err().contains("no such message"));
        let whole = "01990000-0000-7000-8000-000000000009";
        assert_eq!(in_list(whole).unwrap().to_string(), whole);
    }

    #[test]
    fn what_is_no_id_or_could_be_several_is_told() {
        assert!(in_list("001").unwrap_err().contains("is not an id"));
        assert!(in_list("0xyz1").unwrap_err().contains("is not an id"));
        let several = meant("0001", |_| Ok(vec![Uuid::nil(), Uuid::max()])).unwrap_err();
        assert!(several.describe(Lang::Ja).contains("2 件"));
    }
}
