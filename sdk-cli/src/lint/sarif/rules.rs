//! The catalogue of findings as rules of a tool.

use careplan_core::finding::{Code, Lang};

use super::level;
use super::model::{Configuration, Driver, Help, Message, Rule, Tool};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// This program and every code of the catalogue.
pub(super) fn tool(lang: Lang) -> Tool {
    Tool {
        driver: Driver {
            name: "careplan",
            version: VERSION,
            semantic_version: VERSION,
            language: lang.pick("ja", "en"),
            rules: Code::ALL.iter().map(|code| rule(*code, lang)).collect(),
        },
    }
}

/// Where the rule of a code stands among those of the tool.
pub(super) fn index(code: Code) -> usize {
    Code::ALL.partition_point(|other| *other < code)
}

fn rule(code: Code, lang: Lang) -> Rule {
    let message = |lang| code.readable_message(lang);
    let text = |text| Message { text };
    Rule {
        id: code.as_str(),
        name: code.name(),
        short_description: text(message(lang)),
        full_description: text(format!("{} / {}", message(Lang::Ja), message(Lang::En))),
        default_configuration: Configuration {
            level: level(code.severity()),
        },
        help: help(code),
    }
}

/// Japanese and English, whatever language was asked for: whoever opens the log may be somebody else.
fn help(code: Code) -> Help {
    let (ja, en) = (code.readable_hint(Lang::Ja), code.readable_hint(Lang::En));
    let sources = (code.source(Lang::Ja), code.source(Lang::En));
    Help {
        text: format!("{ja} / {en}"),
        markdown: format!(
            "**直し方**: {ja}\n\n**How to mend**: {en}\n\n**例 / Example**: `{}`\n\n**出典 / Source**: {} / {}",
            code.example(),
            sources.0,
            sources.1
        ),
    }
}
