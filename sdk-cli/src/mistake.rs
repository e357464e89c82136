//! What is wrong with a command line, in the language of whoever typed it.

use careplan_core::finding::Lang;
use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::terminal_text;

/// What is wrong and what to do; `None` where clap itself has to tell.
pub fn told(error: &Error, lang: Lang) -> Option<String> {
    let what = match lang {
        Lang::Ja => japanese(error)?,
        Lang::En => return english(error),
    };
    Some(format!("{what}{}", usage(error, lang)))
}

fn japanese(error: &Error) -> Option<String> {
    let argument = first(error, ContextKind::InvalidArg);
    let value = first(error, ContextKind::InvalidValue).filter(|value| !value.is_empty());
    Some(match error.kind() {
        ErrorKind::MissingRequiredArgument => {
            let missing = all(error, ContextKind::InvalidArg);
            format!("必要な引数がありません: {}", missing.join("、"))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let argument = argument?;
            let known = all(error, ContextKind::ValidValue);
            let mut text = match value {
                Some(value) => format!("「{value}」は {argument} の値として正しくありません。"),
                None => format!("{argument} の値がありません。"),
            };
            if let Some(why) = half(error, Lang::Ja) {
                text += &format!("\n{why}");
            }
            if !known.is_empty() {
                text += &format!("\n使える値: {}", known.join("、"));
            }
            text
        }
        ErrorKind::UnknownArgument => {
            let mut text = format!("{} という引数はありません。", argument?);
            if let Some(near) = first(error, ContextKind::SuggestedArg) {
                text += &format!("{near} ではありませんか。");
            }
            text
        }
        ErrorKind::InvalidSubcommand => {
            let given = first(error, ContextKind::InvalidSubcommand)?;
            let mut text = format!("「{given}」というコマンドはありません。");
            if let Some(near) = first(error, ContextKind::SuggestedSubcommand) {
                text += &format!("{near} ではありませんか。");
            }
            text
        }
        ErrorKind::MissingSubcommand => "コマンドを指定してください。".to_owned(),
        ErrorKind::ArgumentConflict => {
            let others = all(error, ContextKind::PriorArg);
            let others = match others.is_empty() {
                true => "ほかの引数".to_owned(),
                false => others.join("、"),
            };
            match Some(&others) == argument.as_ref() {
                true => format!("{others} は 1 度しか指定できません。"),
                false => format!("{} と {others} は同時に指定できません。", argument?),
            }
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("{} の値の数が正しくありません。", argument?)
        }
        _ => return None,
    })
}

/// As clap tells it, but with the English half of our own words only.
fn english(error: &Error) -> Option<String> {
    let why = half(error, Lang::En)?;
    let argument = first(error, ContextKind::InvalidArg)?;
    let value = first(error, ContextKind::InvalidValue)?;
    let what = format!("\"{value}\" is no value for {argument}.\n{why}");
    Some(format!("{what}{}", usage(error, Lang::En)))
}

/// What our own readers of values say, Japanese and English with a stroke between them.
fn half(error: &Error, lang: Lang) -> Option<String> {
    let why = std::error::Error::source(error)?.to_string();
    let (ja, en) = why.split_once(" / ")?;
    Some(lang.pick(ja, en).to_owned())
}

fn usage(error: &Error, lang: Lang) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let help = lang.pick(
        "使い方の詳細は --help で表示できます。",
        "--help tells more.",
    );
    match usage.is_empty() {
        true => format!("\n{help}"),
        false => format!("\n{}: {usage}\n{help}", lang.pick("使い方", "Usage")),
    }
}

fn first(error: &Error, kind: ContextKind) -> Option<String> {
    all(error, kind).into_iter().next()
}

fn all(error: &Error, kind: ContextKind) -> Vec<String> {
    let texts = match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
        _ => Vec::new(),
    };
    let shown = texts
        .iter()
        .map(|text| terminal_text::visible(text).into_owned());
    shown.collect()
}
