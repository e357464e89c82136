//! The command lines of the commands of an office.

use std::path::PathBuf;

use careplan_core::exchange::{Person, Query};
use careplan_core::layout::SetKind;
use careplan_core::number::{OfficeNumber, TargetMonth};
use careplan_core::relay::wire::RejectionReason;
use careplan_core::store::{ReceivedState, SentState};
use clap::{Args, ValueEnum};
use jiff::Timestamp;

use super::values;
use crate::args::{ARGUMENTS, OPTIONS, Style};

const FILTERS: &str = "絞り込み / Filters";

/// What the exit status means for all of them.
pub(crate) const EXIT_CODES: &str = "終了コード: 0 成功、1 確認の結果として断った、または正常に終わらなかったものがある、2 実行できず（通信、ディスク、使用中、引数など）\n\
    Exit status: 0 done, 1 something was refused or did not end well, 2 could not run (network, disk, in use, arguments …)";

/// Whose store and profile.
#[derive(Debug, Args)]
pub struct OfficeArg {
    /// 事業所のフォルダー（profile.toml のあるところ。環境変数 CAREPLAN_OFFICE でも指定できる）
    /// / The office's folder, where profile.toml is; also by the variable CAREPLAN_OFFICE
    #[arg(long, value_name = "DIR", help_heading = OPTIONS, verbatim_doc_comment)]
    pub office: Option<PathBuf>,
    /// ほかのプログラムが保存データを使用中のとき、待つ秒数（既定 10） / Seconds to wait while another program uses the store (default 10)
    #[arg(long, value_name = "SECONDS", default_value_t = 10, hide_default_value = true,
        value_parser = clap::value_parser!(u16).range(0..=3600), help_heading = OPTIONS)]
    pub wait: u16,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan send`.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// 送るセットの入ったフォルダー（ファイルを並べてもよい）。セットごとに確認し、エラーのあるセットだけ送らない
    /// / Folders with the sets to send, or files. Each set is checked by itself; one with errors is refused, the others go
    #[arg(required = true, value_name = "FOLDER", help_heading = ARGUMENTS, verbatim_doc_comment)]
    pub paths: Vec<PathBuf>,
    /// 件名（暗号化され、送信先だけが読める） / Subject; only the receiver can read it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, help_heading = OPTIONS)]
    pub subject: String,
    /// 本文（暗号化され、送信先だけが読める） / Text; only the receiver can read it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, help_heading = OPTIONS)]
    pub text: String,
    /// 送信済みと同じセットでも、新しいデータとしてもう一度送る / Send it as a new message even if the same set was sent before
    #[arg(long, help_heading = OPTIONS)]
    pub again: bool,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan sync`.
#[derive(Debug, Args)]
pub struct SyncArgs {
    /// Ctrl-C まで動き続け、変化を表示 / Go on until Ctrl-C and tell what happens
    #[arg(long, help_heading = OPTIONS)]
    pub watch: bool,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// Which messages, whatever their direction.
#[derive(Debug, Args)]
pub struct Filters {
    /// 相手の事業所番号 / The other office
    #[arg(long, value_name = "NUMBER", help_heading = FILTERS)]
    pub partner: Option<OfficeNumber>,
    /// 対象年月（202609 または 2026-09。受信は取り込んだ後のもの） / Month, such as 202609; of received messages once they were taken
    #[arg(long, value_name = "YYYYMM", value_parser = values::month, help_heading = FILTERS)]
    pub month: Option<TargetMonth>,
    /// 利用者（保険者番号:被保険者番号。受信は取り込んだ後のもの） / Person; of received messages once they were taken
    #[arg(long, value_name = "INSURER:INSURED", value_parser = values::person, help_heading = FILTERS)]
    pub person: Option<Person>,
    /// セットの種類（use_slip など。日本語の名前でもよい） / Kind of set, such as use_slip
    #[arg(long, value_name = "SET", value_parser = values::set, help_heading = FILTERS)]
    pub set: Option<SetKind>,
    /// この日時から（2026-09-01 または RFC 3339） / From this day or time on
    #[arg(long, value_name = "TIME", value_parser = values::time, help_heading = FILTERS)]
    pub since: Option<Timestamp>,
    /// この日まで（日だけならその日を含む。日時ならそれより前） / Up to this day, which counts, or before this time
    #[arg(long, value_name = "TIME", value_parser = values::until, help_heading = FILTERS)]
    pub until: Option<Timestamp>,
    /// 件数の上限 / At most so many
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true, help_heading = FILTERS)]
    pub limit: u32,
}

impl Filters {
    /// Those that are in one of these states, too.
    pub(super) fn query<S: Copy>(&self, states: &[S]) -> Query<S> {
        Query {
            partner: self.partner,
            month: self.month,
            person: self.person,
            set: self.set,
            states: states.to_vec(),
            since: self.since,
            until: self.until,
            limit: self.limit,
            ..Query::default()
        }
    }
}

/// `careplan sent`.
#[derive(Debug, Args)]
pub struct SentArgs {
    /// 1 件の詳細を見るときの番号。一意なら、先頭か末尾の 4 文字以上でよい / Id of one message, or its beginning or end (4 or more)
    #[arg(value_name = "ID", conflicts_with_all = ["partner", "month", "person", "set", "since", "until", "limit", "state"], help_heading = ARGUMENTS)]
    pub id: Option<String>,
    /// 状態（何度でも。waiting、taken など。日本語でもよい） / State, such as waiting or taken; may stand several times
    #[arg(long, value_name = "STATE", value_parser = values::sent_state, help_heading = FILTERS)]
    pub state: Vec<SentState>,
    /// Which others.
    #[command(flatten)]
    pub filters: Filters,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan inbox`.
#[derive(Debug, Args)]
pub struct InboxArgs {
    /// 1 件の詳細を見るときの番号。一意なら、先頭か末尾の 4 文字以上でよい / Id of one message, or its beginning or end (4 or more)
    #[arg(value_name = "ID", conflicts_with_all = ["partner", "month", "person", "set", "since", "until", "limit", "state"], help_heading = ARGUMENTS)]
    pub id: Option<String>,
    /// 状態（何度でも。fetched、taken など。日本語でもよい） / State, such as fetched or taken; may stand several times
    #[arg(long, value_name = "STATE", value_parser = values::received_state, help_heading = FILTERS)]
    pub state: Vec<ReceivedState>,
    /// Which others.
    #[command(flatten)]
    pub filters: Filters,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan take`.
#[derive(Debug, Args)]
pub struct TakeArgs {
    /// 取り込むデータの番号 / Ids of the messages
    #[arg(value_name = "ID", required_unless_present = "all", help_heading = ARGUMENTS)]
    pub ids: Vec<String>,
    /// 受領を確定していないものすべて（作成日時の古い順） / All that are not acknowledged, oldest first
    #[arg(long, conflicts_with = "ids", help_heading = OPTIONS)]
    pub all: bool,
    /// ファイルを保存するフォルダー（なければ作成。内容の異なる同じ名前のファイルは上書きしない）
    /// / Folder for the files; made if missing. A file of the same name with another content is never overwritten
    #[arg(short, long, value_name = "DIR", help_heading = OPTIONS, verbatim_doc_comment)]
    pub out: PathBuf,
    /// ファイルがディスクに確定した後で、受領も確定 / Acknowledge, too, once the files are on the disk
    #[arg(long, help_heading = OPTIONS)]
    pub ack: bool,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan ack`.
#[derive(Debug, Args)]
pub struct AckArgs {
    /// 保存の終わったデータの番号 / Ids of the messages whose files are stored
    #[arg(required = true, value_name = "ID", help_heading = ARGUMENTS)]
    pub ids: Vec<String>,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan reject`.
#[derive(Debug, Args)]
pub struct RejectArgs {
    /// 断るデータの番号 / Id of the message
    #[arg(value_name = "ID", help_heading = ARGUMENTS)]
    pub id: String,
    /// 理由: refused（内容により断る）、cannot_open（復号できない）、not_trusted（署名・証明書を確認できない）、damaged（壊れている）、not_for_us（宛先違い）。送信元に伝わる
    /// / Reason, which the sender is told: refused, cannot_open, not_trusted, damaged, not_for_us
    #[arg(long, value_name = "REASON", hide_possible_values = true, help_heading = OPTIONS, verbatim_doc_comment)]
    pub reason: ReasonName,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// Why a message is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum ReasonName {
    /// A person refused it.
    Refused,
    /// Sealed for a certificate that is gone.
    CannotOpen,
    /// The sender's signature or certificate does not hold.
    NotTrusted,
    /// Not what it says it is.
    Damaged,
    /// Meant for another office.
    NotForUs,
}

impl From<ReasonName> for RejectionReason {
    fn from(name: ReasonName) -> Self {
        match name {
            ReasonName::Refused => Self::Refused,
            ReasonName::CannotOpen => Self::CannotOpen,
            ReasonName::NotTrusted => Self::NotTrusted,
            ReasonName::Damaged => Self::Damaged,
            ReasonName::NotForUs => Self::NotForUs,
        }
    }
}

/// `careplan withdraw`.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// 取り消すデータの番号 / Id of the message
    #[arg(value_name = "ID", help_heading = ARGUMENTS)]
    pub id: String,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan log`.
#[derive(Debug, Args)]
pub struct LogArgs {
    /// この利用者（保険者番号:被保険者番号）に関するもの / About this person
    #[arg(long, value_name = "INSURER:INSURED", value_parser = values::person, help_heading = FILTERS)]
    pub person: Option<Person>,
    /// この日時から（2026-09-01 または RFC 3339） / From this day or time on
    #[arg(long, value_name = "TIME", value_parser = values::time, help_heading = FILTERS)]
    pub since: Option<Timestamp>,
    /// この日まで（日だけならその日を含む。日時ならそれより前） / Up to this day, which counts, or before this time
    #[arg(long, value_name = "TIME", value_parser = values::until, help_heading = FILTERS)]
    pub until: Option<Timestamp>,
    /// 新しいものからこの件数だけ / Only the latest N
    #[arg(long, value_name = "N", help_heading = FILTERS)]
    pub limit: Option<usize>,
    /// 記録のすべてを、検証できる形でファイルに書き出す / Write the whole log into a file that can be verified
    #[arg(long, value_name = "FILE", conflicts_with_all = ["person", "since", "until", "limit", "verify"], help_heading = OPTIONS)]
    pub export: Option<PathBuf>,
    /// 書き出したファイルを検証（事業所の指定は要らない） / Verify an exported file; needs no office
    #[arg(long, value_name = "FILE", conflicts_with_all = ["person", "since", "until", "limit"], help_heading = OPTIONS)]
    pub verify: Option<PathBuf>,
    /// 以前に控えた「件数:ハッシュ」が、その記録の中にあることも確認 / Also that the head noted earlier is part of it
    #[arg(long, value_name = "ENTRIES:HASH", requires = "verify", value_parser = values::head, help_heading = OPTIONS)]
    pub noted: Option<(u64, String)>,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// 受領されたデータの番号 / Id of a message that was taken
    #[arg(value_name = "ID", help_heading = ARGUMENTS)]
    pub id: String,
    /// 証跡ファイル（中身は暗号化されない。個人情報を含む） / The evidence file; not encrypted, holds personal data
    #[arg(short, long, value_name = "OUT.zip", help_heading = OPTIONS)]
    pub out: PathBuf,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// バックアップのフォルダー（新しく作る） / Folder of the backup; it is made
    #[arg(value_name = "DEST", help_heading = ARGUMENTS)]
    pub to: PathBuf,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// careplan backup が作ったフォルダー / A folder that careplan backup made
    #[arg(value_name = "BACKUP", help_heading = ARGUMENTS)]
    pub from: PathBuf,
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}

/// `careplan clean-up`.
#[derive(Debug, Args)]
pub struct CleanUpArgs {
    /// Whose.
    #[command(flatten)]
    pub own: OfficeArg,
}
