//! The command lines of the commands for envelopes. Passwords are never part of them: other users of a machine see command lines.

use std::path::{Path, PathBuf};

use careplan_core::envelope::OfficeRule;
use clap::{Args, Subcommand, ValueEnum};

use crate::args::{ARGUMENTS, OPTIONS, Style, TEMPLATE};

const IDENTITY: &str = "電子証明書と秘密鍵 / Certificate and private key";
const TRUST: &str = "信頼 / Trust";

/// What the exit status means for all of them.
pub(crate) const EXIT_CODES: &str = "終了コード: 0 成功、1 検証の結果として拒否（証明書、署名、あて先、改ざんなど）、2 実行できず（ファイル、パスワード、引数など）\n\
    Exit status: 0 done, 1 refused (certificate, signature, address, tampering …), 2 could not run (files, password, arguments …)";

/// `careplan identity`.
#[derive(Debug, Subcommand)]
pub enum IdentityCommand {
    /// 電子証明書の内容を表示（秘密鍵の中身は表示しない） / Show the certificate; never the private key
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Show(ShowIdentityArgs),
    /// 署名・暗号化・復号に使えるか確認し、実際に試す / Check that it can sign, seal and open, and try it
    #[command(help_template = TEMPLATE, after_help = EXIT_CODES, disable_help_flag = true)]
    Check(CheckIdentityArgs),
}

/// `careplan identity show`.
#[derive(Debug, Args)]
pub struct ShowIdentityArgs {
    /// Whose certificate.
    #[command(flatten)]
    pub identity: IdentityArgs,
    /// Where it names its office.
    #[command(flatten)]
    pub rule: RuleArgs,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan identity check`.
#[derive(Debug, Args)]
pub struct CheckIdentityArgs {
    /// Whose certificate.
    #[command(flatten)]
    pub identity: IdentityArgs,
    /// Whom it must chain to.
    #[command(flatten)]
    pub trust: TrustArgs,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan seal`.
#[derive(Debug, Args)]
pub struct SealArgs {
    /// 送るファイル。標準仕様の 1 つのセットなら、セットとして確認して封入。それ以外はファイルとして封入
    /// / The files. One set of the standard is checked and sealed as such; anything else as plain files
    #[arg(required = true, value_name = "FILE", help_heading = ARGUMENTS, verbatim_doc_comment)]
    pub files: Vec<PathBuf>,
    /// Who signs.
    #[command(flatten)]
    pub identity: IdentityArgs,
    /// Whom the certificates must chain to.
    #[command(flatten)]
    pub trust: TrustArgs,
    /// 送信先の電子証明書（PEM または DER）。更新の時期は新旧の両方を指定 / Receiver's certificate, PEM or DER; name old and new while one is renewed
    #[arg(long, required = true, value_name = "CERT.pem", help_heading = OPTIONS)]
    pub to: Vec<PathBuf>,
    /// 封筒（CMS、DER）を書き込むファイル / The envelope (CMS, DER)
    #[arg(short, long, value_name = "OUT.cms", help_heading = OPTIONS)]
    pub out: PathBuf,
    /// 送付状だけの封筒も書き込む / Write the sealed cover too
    #[arg(long, value_name = "FILE", help_heading = OPTIONS)]
    pub cover_out: Option<PathBuf>,
    /// 件名（封筒の中に入る） / Subject, inside the envelope
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, help_heading = OPTIONS)]
    pub subject: String,
    /// 本文（封筒の中に入る） / Text, inside the envelope
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true, help_heading = OPTIONS)]
    pub text: String,
    /// 同じ名前のファイルがあれば置き換える / Replace files that are there
    #[arg(long, help_heading = OPTIONS)]
    pub force: bool,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan open`.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// 封筒（CMS、DER） / The envelope (CMS, DER)
    #[arg(value_name = "IN.cms", help_heading = ARGUMENTS)]
    pub file: PathBuf,
    /// Who opens.
    #[command(flatten)]
    pub identity: IdentityArgs,
    /// Whom the sender's certificate must chain to.
    #[command(flatten)]
    pub trust: TrustArgs,
    /// ファイルを書き込むフォルダー（なければ作成。同じ名前のファイルがあれば何も書き込まない）
    /// / Folder for the files; made if missing. Nothing is written if a name is taken
    #[arg(short, long, value_name = "DIR", help_heading = OPTIONS, verbatim_doc_comment)]
    pub out: PathBuf,
    /// 自分が送ったものを開く / Open what this office itself sent
    #[arg(long, conflicts_with = "receipt_out", help_heading = OPTIONS)]
    pub sent: bool,
    /// 保存が終わってから受領証に署名し、このファイルに書き込む / Sign a receipt once the files are stored, and write it here
    #[arg(long, value_name = "FILE", help_heading = OPTIONS)]
    pub receipt_out: Option<PathBuf>,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan export-evidence`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 自分が送った封筒 / The envelope that this office sent
    #[arg(value_name = "IN.cms", help_heading = ARGUMENTS)]
    pub file: PathBuf,
    /// その受領証 / Its receipt
    #[arg(value_name = "RECEIPT", help_heading = ARGUMENTS)]
    pub receipt: PathBuf,
    /// Who sent it.
    #[command(flatten)]
    pub identity: IdentityArgs,
    /// Whom the certificates must chain to.
    #[command(flatten)]
    pub trust: TrustArgs,
    /// 証跡ファイル（中身は暗号化されない。個人情報を含む） / The evidence file; not encrypted, holds personal data
    #[arg(short, long, value_name = "OUT.zip", help_heading = OPTIONS)]
    pub out: PathBuf,
    /// 同じ名前のファイルがあれば置き換える / Replace a file that is there
    #[arg(long, help_heading = OPTIONS)]
    pub force: bool,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// `careplan verify-evidence`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 証跡ファイル / The evidence file
    #[arg(value_name = "EVIDENCE.zip", help_heading = ARGUMENTS)]
    pub file: PathBuf,
    /// Whom the certificates must chain to.
    #[command(flatten)]
    pub trust: TrustArgs,
    /// 検証できたファイルをこのフォルダーに書き込む / Write the verified files into this folder
    #[arg(short, long, value_name = "DIR", help_heading = OPTIONS)]
    pub out: Option<PathBuf>,
    /// How the result is written.
    #[command(flatten)]
    pub style: Style,
}

/// Whose key and certificate.
#[derive(Debug, Args)]
pub struct IdentityArgs {
    /// .p12・.pfx、証明書と秘密鍵を含む PEM、または pkcs11: の URI。新旧を何度でも指定できる
    /// / .p12 or .pfx, PEM with certificate and key, or a pkcs11: URI; several times for old and new
    #[arg(long, required = true, value_name = "FILE|URI", help_heading = IDENTITY, verbatim_doc_comment)]
    pub identity: Vec<String>,
    /// 秘密鍵が別の PEM ファイルのとき。秘密鍵の入っていない --identity に、書いた順に使う
    /// / Private key in a PEM file of its own, for the --identity without one, in their order
    #[arg(long, value_name = "KEY.pem", help_heading = IDENTITY, verbatim_doc_comment)]
    pub key: Vec<PathBuf>,
    /// パスワード（PIN）の入った環境変数の名前。1 つなら全部に、--identity と同じ数なら順に使う
    /// / Environment variable with the password or PIN: one for all, or one for each --identity in their order
    #[arg(long, value_name = "VAR", conflicts_with = "password_file", help_heading = IDENTITY, verbatim_doc_comment)]
    pub password_env: Vec<String>,
    /// パスワード（PIN）だけを 1 行に書いたファイル。数は --password-env と同じ / File with nothing but the password or PIN, counted as --password-env
    #[arg(long, value_name = "FILE", help_heading = IDENTITY)]
    pub password_file: Vec<PathBuf>,
}

/// Where certificates name their office.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// 証明書のどこに事業所番号があるか（既定 subject.serialNumber。例: "subject.CN: kyotaku-{office}"）
    /// / Where certificates name their office; default subject.serialNumber
    #[arg(long, value_name = "RULE", value_parser = office_rule, help_heading = TRUST, verbatim_doc_comment)]
    pub office_rule: Option<OfficeRule>,
}

/// Whose certificates are trusted, and how they are judged.
#[derive(Debug, Args)]
pub struct TrustArgs {
    /// 信頼する認証局（ルート）の証明書、PEM または DER / Trusted roots, PEM or DER
    #[arg(long, required = true, value_name = "CA.pem", help_heading = TRUST)]
    pub trust: Vec<PathBuf>,
    /// 中間認証局の証明書、PEM または DER / Intermediate certificates, PEM or DER
    #[arg(long, value_name = "FILE", help_heading = TRUST)]
    pub intermediate: Vec<PathBuf>,
    /// 失効リスト、PEM または DER / Revocation list, PEM or DER
    #[arg(long, value_name = "FILE", help_heading = TRUST)]
    pub crl: Vec<PathBuf>,
    /// 失効リスト（*.crl、*.pem）のフォルダー / Folder of revocation lists (*.crl, *.pem)
    #[arg(long, value_name = "DIR", help_heading = TRUST)]
    pub crl_folder: Option<PathBuf>,
    /// 失効の確認: off、soft（リストがなければ警告）、hard（リストがなければ拒否）。既定は、失効リストの指定があれば soft、なければ off
    /// / Revocation: off, soft (warn without a list), hard (refuse without a list); default soft where a list is named, else off
    #[arg(long, value_name = "off|soft|hard", hide_possible_values = true, help_heading = TRUST, verbatim_doc_comment)]
    pub revocation: Option<RevocationName>,
    /// Where certificates name their office.
    #[command(flatten)]
    pub rule: RuleArgs,
    /// 使ってはならない種類の証明書を、ポリシーの OID で拒否 / Refuse a kind of certificate by its policy
    #[arg(long, value_name = "OID=名称", help_heading = TRUST)]
    pub refuse_policy: Vec<String>,
    /// 使ってはならない種類の証明書を、発行者（CN=…,O=…,C=JP）で拒否 / Refuse a kind of certificate by its issuer
    #[arg(long, value_name = "CN=…,O=…", help_heading = TRUST)]
    pub refuse_issuer: Vec<String>,
    /// 期限切れ後、期限内に署名されたものを受け取る日数（既定 92） / Days after expiry in which earlier messages are taken (default 92)
    #[arg(long, value_name = "DAYS", help_heading = TRUST)]
    pub expired_grace: Option<u16>,
}

/// How revocation is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RevocationName {
    /// Not.
    Off,
    /// Unknown is a warning.
    Soft,
    /// Unknown is refused.
    Hard,
}

impl IdentityArgs {
    /// Files that are read; none of them may be replaced, keys least of all.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let identities = self.identity.iter().map(Path::new);
        let others = self.key.iter().chain(&self.password_file);
        identities.chain(others.map(PathBuf::as_path))
    }
}

impl TrustArgs {
    /// Files that are read.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let files = self.trust.iter().chain(&self.intermediate).chain(&self.crl);
        files.map(PathBuf::as_path)
    }
}

impl RuleArgs {
    /// The rule, or the usual one.
    pub fn rule(&self) -> OfficeRule {
        self.office_rule.clone().unwrap_or_default()
    }
}

fn office_rule(text: &str) -> Result<OfficeRule, String> {
    use careplan_core::Explain;
    use careplan_core::finding::Lang;
    text.parse::<OfficeRule>().map_err(|error| {
        let (ja, en) = (error.message(Lang::Ja), error.message(Lang::En));
        format!("{ja} {} / {en}", error.hint(Lang::Ja))
    })
}
