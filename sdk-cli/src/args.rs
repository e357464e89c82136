//! The command line. Help is in Japanese first, then in English.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;

use careplan_core::finding::Lang;
use careplan_core::number::ServiceKind;
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::envelope::args::{
    EXIT_CODES as ENVELOPE_EXIT_CODES, ExportArgs, IdentityCommand, OpenArgs, SealArgs, VerifyArgs,
};
use crate::office::args as office;
use crate::outcome::Outcome;
use crate::{mistake, output};

/// How help looks.
pub(crate) const TEMPLATE: &str =
    "{about-with-newline}\n使い方 / Usage: {usage}\n\n{all-args}{after-help}";

const EXIT_CODES: &str = "終了コード: 0 エラーなし、1 エラーあり、2 実行できず\n\
    Exit status: 0 no errors, 1 errors found, 2 could not run";

/// Heading of what may be left out.
pub(crate) const OPTIONS: &str = "オプション / Options";
/// Heading of what is worked on.
pub(crate) const ARGUMENTS: &str = "引数 / Arguments";

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "careplan",
    version,
    about = "ケアプランデータ（標準仕様 4.1）を確認、表示、交換します / Checks, shows and exchanges care-plan data (edition 4.1)",
    help_template = TEMPLATE,
    after_help = EXIT_CODES,
    subcommand_help_heading = "コマンド / Commands",
    subcommand_value_name = "COMMAND",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// 事業所のフォルダー（profile.toml のあるところ。環境変数 CAREPLAN_OFFICE でも指定できる）
    /// / The office's folder, where profile.toml is; also by the variable CAREPLAN_OFFICE
    #[arg(long, value_name = "DIR", help_heading = OPTIONS, verbatim_doc_comment)]
    office: Option<PathBuf>,
    /// 表示の言語: ja（既定）、en。コマンドの後でもよい / Language: ja (default) or en; also after the command
    #[arg(long = "lang", id = "lang_before", value_name = "ja|en", hide_possible_values = true, help_heading = OPTIONS)]
    lang: Option<LangName>,
    /// 使い方を表示 / Print this help
    #[arg(short, long, action = ArgAction::Help, help_heading = OPTIONS, global = true)]
    help: Option<bool>,
    /// 版を表示 / Print the version
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = OPTIONS)]
    version: Option<bool>,
}

/// What is to be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// ファイルを標準仕様に照らして確認 / Check files against the standard
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Lint(LintArgs),
    /// ファイルの内容を項目名つきで表示 / Show the records of a file with item names
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Show(ShowArgs),
    /// 文字コード、引用符、改行、名前などを安全に修正 / Mend encoding, quotes, line ends, names … safely
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Fix(FixArgs),
    /// 3.x 版、4.0 版のファイルを 4.1 版に変換 / Turn files of editions 3.x and 4.0 into 4.1
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Upgrade(UpgradeArgs),
    /// 指摘コードの意味と直し方を表示 / Explain a finding's code
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Explain(ExplainArgs),
    /// 見本の1か月をこのパソコンの中で送受信 / Exchange a sample month on this machine
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Demo(DemoArgs),
    /// フォルダーの中のセットを送信箱に入れる / Put the sets of folders into the outbox
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Send(Box<office::SendArgs>),
    /// 中継サーバー（またはフォルダー）と送受信 / Send and receive
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Sync(Box<office::SyncArgs>),
    /// 送信一覧と、1 件の詳細 / What was sent: the list, or one message
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Sent(Box<office::SentArgs>),
    /// 受信一覧と、1 件の詳細 / What came: the list, or one message
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Inbox(Box<office::InboxArgs>),
    /// 届いたファイルを検証し、フォルダーに保存 / Verify what came and store its files
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Take(Box<office::TakeArgs>),
    /// 受領を確定（ファイルを保存した後で） / Acknowledge, once the files are stored
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Ack(Box<office::AckArgs>),
    /// 届いたデータの受け取りを断る / Refuse what came
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Reject(Box<office::RejectArgs>),
    /// 送信を取り消す（相手が受け取る前） / Take back what was sent, until it is taken
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Withdraw(Box<office::WithdrawArgs>),
    /// 事業所の状態を表示 / How the office stands
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Status(Box<office::StatusArgs>),
    /// アクセス記録の表示、書き出し、検証 / Show, export or verify the access log
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Log(Box<office::LogArgs>),
    /// 送ったデータの証跡ファイルを作る / Make the evidence file of a message
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Evidence(Box<office::EvidenceArgs>),
    /// 保存データをバックアップ / Back up the store
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Backup(Box<office::BackupArgs>),
    /// バックアップを戻す / Put a backup back
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    Restore(Box<office::RestoreArgs>),
    /// 保存期間を過ぎたデータを消す / Let go of what is beyond its retention time
    #[command(help_template = TEMPLATE, after_help = office::EXIT_CODES, disable_help_flag = true)]
    CleanUp(Box<office::CleanUpArgs>),
    /// 電子証明書と秘密鍵を表示、確認 / Show and check certificates and keys
    #[command(subcommand, help_template = TEMPLATE, disable_help_flag = true, disable_help_subcommand = true,
        subcommand_help_heading = "コマンド / Commands", subcommand_value_name = "COMMAND")]
    Identity(Box<IdentityCommand>),
    /// ファイルに署名し、送信先だけが開ける封筒にする / Sign files and seal them for their receivers
    #[command(help_template = TEMPLATE, after_help = ENVELOPE_EXIT_CODES, disable_help_flag = true)]
    Seal(Box<SealArgs>),
    /// 封筒を検証し、開く / Verify an envelope and open it
    #[command(help_template = TEMPLATE, after_help = ENVELOPE_EXIT_CODES, disable_help_flag = true)]
    Open(Box<OpenArgs>),
    /// 送ったものと受領証から証跡ファイルを作る / Make an evidence file of what was sent and its receipt
    #[command(help_template = TEMPLATE, after_help = ENVELOPE_EXIT_CODES, disable_help_flag = true)]
    ExportEvidence(Box<ExportArgs>),
    /// 証跡ファイルを検証（通信も秘密鍵も不要） / Verify an evidence file, offline and without a key
    #[command(help_template = TEMPLATE, after_help = ENVELOPE_EXIT_CODES, disable_help_flag = true)]
    VerifyEvidence(Box<VerifyArgs>),
}

/// `careplan lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// ファイルまたはフォルダー。フォルダーは中の CSV と家族構成の画像を確認し、作成日時などが同じファイルをセットとしても確認（足りないファイルはエラー）。
    /// ファイルを指定したときは、セットがそろっていなくてもエラーにしない。
    /// text と json には利用者の氏名などの値が表示される（sarif には入らない）
    /// / Files or folders. In folders, CSV files and family images are checked, by themselves and as sets (a missing file is an error);
    /// files that are named one by one need not be whole sets.
    /// Text and json show values such as names of people; sarif does not
    #[arg(required = true, value_name = "PATH", help_heading = ARGUMENTS, verbatim_doc_comment)]
    pub paths: Vec<PathBuf>,
    /// 指摘の程度: standard（既定）、strict、lenient、または TOML ファイル / Severities: standard (default), strict, lenient, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = "standard", hide_default_value = true, help_heading = OPTIONS)]
    pub profile: PathBuf,
    /// 同じ指摘もまとめずに、すべて表示 / Show every finding, also many of the same kind
    #[arg(long, help_heading = OPTIONS)]
    pub all: bool,
    /// 出力の形式: text（既定）、json（1 行に 1 件）、sarif（2.1.0） / Form of the output: text (default), json (one object a line) or sarif (2.1.0)
    #[arg(long, value_name = "text|json|sarif", default_value = "text", hide_default_value = true,
        hide_possible_values = true, help_heading = OPTIONS)]
    pub format: LintFormat,
    /// The language of what people read.
    #[command(flatten)]
    pub language: Language,
}

/// `careplan fix`.
#[derive(Debug, Args)]
pub struct FixArgs {
    /// ファイルまたはフォルダー。値を推測で変えることはない。--out も --in-place もなければ、修正の内容を表示するだけ
    /// / Files or folders. No value is ever guessed. Without --out and --in-place nothing is written
    #[arg(required = true, value_name = "PATH", help_heading = ARGUMENTS, verbatim_doc_comment)]
    pub paths: Vec<PathBuf>,
    /// 修正したファイルをこのフォルダーに書き込む（修正のないファイルはコピー） / Write into this folder; files that need nothing are copied
    #[arg(long, value_name = "DIR", help_heading = OPTIONS)]
    pub out: Option<PathBuf>,
    /// 元のファイルを置き換える / Replace the files
    #[arg(long, conflicts_with = "out", help_heading = OPTIONS)]
    pub in_place: bool,
    /// MS932 にない文字や外字も、近い文字か「〓」に置き換える（元には戻せません。置き換えた文字を表示）
    /// / Replace characters that MS932 lacks, and 外字, by similar ones or 〓; shows them; cannot be undone
    #[arg(long, help_heading = OPTIONS, verbatim_doc_comment)]
    pub substitute: bool,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan upgrade`.
#[derive(Debug, Args)]
pub struct UpgradeArgs {
    /// ファイルまたはフォルダー（セットのファイルをすべて） / Files or folders, with all files of each set
    #[arg(required = true, value_name = "PATH", help_heading = ARGUMENTS)]
    pub paths: Vec<PathBuf>,
    /// 変換したファイルを書き込むフォルダー / Folder for the new files
    #[arg(long, value_name = "DIR", help_heading = OPTIONS)]
    pub out: PathBuf,
    /// 送信元のサービス種類コード（明細から分からないとき） / Service kind of the sender, where the rows do not tell
    #[arg(long, value_name = "KK", help_heading = OPTIONS)]
    pub sender_kind: Option<ServiceKind>,
    /// 送信先のサービス種類コード（明細から分からないとき） / Service kind of the receiver, where the rows do not tell
    #[arg(long, value_name = "KK", help_heading = OPTIONS)]
    pub receiver_kind: Option<ServiceKind>,
    /// 同じ指摘もまとめずに、すべて表示 / Show every finding, also many of the same kind
    #[arg(long, help_heading = OPTIONS)]
    pub all: bool,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// 指摘コード（CP2010 など。先頭だけでもよい。省略するとすべて） / The code, such as CP2010, or its beginning; all codes without it
    #[arg(value_name = "CODE", help_heading = ARGUMENTS)]
    pub code: Option<String>,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// ファイル / The file
    #[arg(value_name = "FILE", help_heading = ARGUMENTS)]
    pub file: PathBuf,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// How a result is written.
#[derive(Debug, Clone, Copy, Args)]
pub struct Style {
    /// 出力の形式: text（既定）、json（1 行に 1 件） / Form of the output: text (default) or json (one object a line)
    #[arg(long, value_name = "text|json", default_value = "text", hide_default_value = true,
        hide_possible_values = true, help_heading = OPTIONS)]
    pub format: Format,
    /// The language of what people read.
    #[command(flatten)]
    language: Language,
}

/// The language of what people read.
#[derive(Debug, Clone, Copy, Args)]
pub struct Language {
    /// 表示の言語: ja（既定）、en / Language: ja (default) or en
    #[arg(long, value_name = "ja|en", hide_possible_values = true, help_heading = OPTIONS)]
    lang: Option<LangName>,
}

impl Style {
    /// The language of what people read.
    pub fn lang(self) -> Lang {
        self.language.lang()
    }
}

impl Language {
    /// The language, as the core knows it.
    pub fn lang(self) -> Lang {
        self.lang
            .or_else(|| BEFORE.get().copied())
            .map_or(Lang::Ja, LangName::lang)
    }
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// The form of the output of `lint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LintFormat {
    /// For people.
    Text,
    /// For programs, one object a line.
    Json,
    /// For code scanning services and editors.
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangName {
    Ja,
    En,
}

impl LangName {
    fn lang(self) -> Lang {
        match self {
            Self::Ja => Lang::Ja,
            Self::En => Lang::En,
        }
    }
}

/// The language that was named in front of the command.
static BEFORE: OnceLock<LangName> = OnceLock::new();

/// Reads the command line: what is to be done, and the office's folder where it was named in front of it. The error is how the run ends: help was asked for, or the arguments are wrong.
pub fn parse() -> Result<(Command, Option<PathBuf>), Outcome> {
    let given = command().try_get_matches();
    match given.and_then(|given| Cli::from_arg_matches(&given)) {
        Ok(cli) => {
            if let Some(lang) = cli.lang {
                // There is one command line, so this is set once.
                let _ = BEFORE.set(lang);
            }
            Ok((cli.command, cli.office))
        }
        Err(error) => Err(answer(&error)),
    }
}

/// The definition. `identity` goes without `--identity` and `--trust` where it is about an office's own profile.
fn command() -> clap::Command {
    let optional = |argument: clap::Arg| argument.required(false);
    Cli::command().mut_subcommand("identity", |identity| {
        identity
            .mut_subcommand("show", |show| show.mut_arg("identity", optional))
            .mut_subcommand("check", |check| {
                check
                    .mut_arg("identity", optional)
                    .mut_arg("trust", optional)
            })
    })
}

/// Prints help to stdout, or what is wrong to stderr. Whoever closed the stream does not want to read it.
fn answer(error: &clap::Error) -> Outcome {
    if !error.use_stderr() {
        let _ = error.print();
        return Outcome::Fine;
    }
    let lang = language_asked_for();
    let wrong = lang.pick("引数が正しくありません。", "the arguments are not valid.");
    match mistake::told(error, lang) {
        Some(text) => output::complain(format_args!("{wrong}\n{text}")),
        None => {
            output::complain(wrong);
            let _ = error.print();
        }
    }
    Outcome::Failed
}

/// The language, where the command line as a whole cannot be read.
fn language_asked_for() -> Lang {
    let given: Vec<_> = std::env::args_os().collect();
    let value = |at: usize| given.get(at + 1).is_some_and(|value| value == "en");
    let is_english = |(at, word): (usize, &OsString)| match word.to_str() {
        Some("--lang=en") => true,
        Some("--lang") => value(at),
        _ => false,
    };
    match given.iter().enumerate().any(is_english) {
        true => Lang::En,
        false => Lang::Ja,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }
}
