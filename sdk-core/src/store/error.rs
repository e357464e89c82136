use std::io;

use rusqlite::ffi;

use super::log::LogFault;
use crate::explain::{Explain, Explanation, explain, io_cause, io_kind};
use crate::finding::Lang;
use crate::number::OfficeNumber;

/// Why the store cannot do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another process, or another handle of this one, has it open; on Windows also another program that has one of its files.
    #[error("the store is in use by another program, or opened twice by this one")]
    InUse,
    /// It belongs to another office.
    #[error("the store belongs to office {0}")]
    OtherOffice(OfficeNumber),
    /// Made by a newer version of this software.
    #[error("the store was made by a newer version (schema {0})")]
    Newer(i64),
    /// No space left on the disk. What was stored stays stored.
    #[error("the disk is full")]
    DiskFull,
    /// No space left on the disk of the folder that a copy is made in.
    #[error("the disk of the backup's folder is full")]
    TargetFull,
    /// The folder that a copy is to be made in cannot be made.
    #[error("the backup's folder cannot be made: {}", io_cause(*.0, Lang::En))]
    Target(io::ErrorKind),
    /// A backup is to be made in the folder of the store, or is that folder.
    #[error("the backup's folder is the store's own folder, or in it")]
    InsideStore,
    /// There is no store.db in the folder.
    #[error("the folder is no backup: it has no store.db")]
    NoBackup,
    /// The database of a backup is damaged.
    #[error("the backup is damaged")]
    DamagedBackup,
    /// The database is damaged, or is no store.
    #[error("the store is damaged")]
    Damaged,
    /// The file of the person key is gone. A new one would leave every earlier reference of a person without a match.
    #[error("the store's person key (person.key) is missing")]
    NoPersonKey,
    /// The file of the person key is not the one that this store was made with.
    #[error("the store's person key (person.key) belongs to another store")]
    WrongPersonKey,
    /// The access log is not as it was written.
    #[error(transparent)]
    Log(LogFault),
    /// There is no such message.
    #[error("there is no such message in the store")]
    UnknownMessage,
    /// The message is in a state in which this cannot be done.
    #[error("the message is in a state in which this cannot be done")]
    WrongState,
    /// A file or folder cannot be used.
    #[error("the store's folder cannot be used: {}", io_cause(*.0, Lang::En))]
    Io(io::ErrorKind),
    /// OpenSSL failed.
    #[error("the cryptographic library failed")]
    Crypto,
    /// SQLite failed in another way; its result code.
    #[error("the database failed (code {0})")]
    Database(i32),
}

impl StoreError {
    /// Whether the same call may succeed later, once the other program has ended or the disk has space.
    pub fn is_retryable(&self) -> bool {
        matches!(self, Self::InUse | Self::DiskFull | Self::TargetFull)
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match io_kind(&error) {
            io::ErrorKind::ResourceBusy => Self::InUse,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io(kind),
        }
    }
}

impl From<LogFault> for StoreError {
    fn from(fault: LogFault) -> Self {
        Self::Log(fault)
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error;
        match error {
            Error::SqliteFailure(failure, _) => of_code(failure.extended_code),
            // A value that is not of its form, or a row that must be there and is not.
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::InvalidColumnType(..)
            | Error::Utf8Error(..)
            | Error::QueryReturnedNoRows => Self::Damaged,
            Error::InvalidPath(_) | Error::NulError(_) => Self::Io(io::ErrorKind::InvalidFilename),
            _ => Self::Database(ffi::SQLITE_ERROR),
        }
    }
}

/// What an (extended) result code of SQLite says.
fn of_code(code: i32) -> StoreError {
    match code {
        // Space for the shared index of the write-ahead log is taken when the database is opened.
        ffi::SQLITE_IOERR_SHMSIZE => StoreError::DiskFull,
        ffi::SQLITE_READONLY_DIRECTORY => StoreError::Io(io::ErrorKind::PermissionDenied),
        _ => match code & 0xff {
            ffi::SQLITE_FULL => StoreError::DiskFull,
            ffi::SQLITE_CORRUPT | ffi::SQLITE_NOTADB => StoreError::Damaged,
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => StoreError::InUse,
            ffi::SQLITE_READONLY | ffi::SQLITE_PERM => {
                StoreError::Io(io::ErrorKind::PermissionDenied)
            }
            _ => StoreError::Database(code),
        },
    }
}

impl Explain for StoreError {
    fn explanation(&self) -> Explanation {
        let en = self.to_string();
        match self {
            Self::InUse => explain(
                "この事業所の保存データは、別のプログラムが使用中です（このプログラムの別の処理のこともあります）。",
                "同じ事業所の連携プログラムがほかで動いていないか確認し、終了してからもう一度実行してください。1 つのプログラムの中では、1 回だけ開いて使い回します。",
                en,
                "See whether another program works with this office; end it and try again. Within one program, open it once and share the handle.",
            ),
            Self::OtherOffice(office) => explain(
                format!("この保存データは別の事業所（{office}）のものです。"),
                "プロファイルの事業所番号と、保存データのフォルダーの場所を確認してください。",
                en,
                "Check the profile's office number and the folder of the store.",
            ),
            Self::Newer(version) => explain(
                format!("保存データは新しい版のソフトで作られています（形式 {version}）。"),
                "ソフトを最新の版に更新してください。",
                en,
                "Update this software.",
            ),
            Self::DiskFull => explain(
                "保存データ（store フォルダー）のあるディスクに空きがありません。これまでに保存したデータは失われていません。",
                "不要なファイルを消して空きを作り、もう一度実行してください。",
                "the disk of the store is full; what was stored is not lost",
                "Make space on that disk and try again.",
            ),
            Self::TargetFull => explain(
                "バックアップ先のディスクに空きがありません。保存データはそのままです。",
                "バックアップ先に空きを作るか、別のディスクを指定してください。",
                en,
                "Make space there, or name a folder on another disk. The store is as it was.",
            ),
            Self::Target(kind) => explain(
                format!(
                    "バックアップ先のフォルダーを作れません（{}）。",
                    io_cause(*kind, Lang::Ja)
                ),
                "バックアップ先の場所、書き込む権限、ディスクの接続を確認してください。",
                en,
                "Check the place of the backup's folder, that it may be written, and that its disk is connected.",
            ),
            Self::InsideStore => explain(
                "保存データのフォルダー（store）そのもの、またはその中は、バックアップの場所にできません。",
                "別のディスクのフォルダーを指定してください。",
                en,
                "Name a folder elsewhere, best on another disk.",
            ),
            Self::NoBackup => explain(
                "指定したフォルダーはバックアップではありません（store.db がありません）。",
                "バックアップを作ったときのフォルダー（store.db と person.key があるもの）を指定してください。",
                en,
                "Name the folder that a backup was made in; it has store.db and person.key.",
            ),
            Self::DamagedBackup => explain(
                "このバックアップは壊れているため、戻せません。今の保存データはそのままです。",
                "ひとつ前のバックアップを指定してください。",
                en,
                "Take an older backup. The store is as it was.",
            ),
            Self::Damaged => explain(
                "保存データ（store.db）が壊れています。",
                "このフォルダーは消さずに残し、直近のバックアップを戻してください。",
                "the store (store.db) is damaged",
                "Keep this folder as it is, and restore the latest backup.",
            ),
            Self::NoPersonKey => explain(
                "利用者の照合に使う鍵ファイル（person.key）がありません。",
                "バックアップの person.key を保存データのフォルダーに戻してください。新しい鍵では以前の記録と照合できません。",
                en,
                "Put person.key of a backup back into the store's folder; with a new key earlier records would match nobody.",
            ),
            Self::WrongPersonKey => explain(
                "利用者の照合に使う鍵ファイル（person.key）が、この保存データのものではありません。",
                "store.db と同じバックアップの person.key を戻してください。",
                en,
                "Restore person.key from the same backup as store.db.",
            ),
            Self::Log(fault) => fault.explanation(),
            Self::UnknownMessage => explain(
                "指定されたデータは保存されていません。",
                "一覧で番号（ID）を確認してください。保存期間を過ぎたデータは消去されています。",
                en,
                "Check the id in the list; messages beyond the retention time are gone.",
            ),
            Self::WrongState => explain(
                "このデータは、今の状態ではこの操作ができません。",
                "一覧で今の状態を確認してください。",
                en,
                "Look at the message's state in the list.",
            ),
            Self::Io(io::ErrorKind::AlreadyExists) => explain(
                "指定した場所には、すでに同じ名前のフォルダーまたはファイルがあります。",
                "上書きはしません。まだない名前を指定してください。",
                "there is a folder or file of this name already",
                "Nothing is replaced; give a name that is not there yet.",
            ),
            Self::Io(io::ErrorKind::Unsupported) => explain(
                "このフォルダーのあるディスクには、データを安全に保存できません。",
                "保存データのフォルダーは、ネットワーク上ではなく、このパソコンのディスクに置いてください。",
                "the disk of the store's folder cannot keep a database safely",
                "Put the store's folder on a disk of this machine, not on a network drive.",
            ),
            Self::Io(kind) => explain(
                format!(
                    "保存データのフォルダーを使えません（{}）。",
                    io_cause(*kind, Lang::Ja)
                ),
                "フォルダーの場所と、読み書きの権限を確認してください。",
                en,
                "Check the folder's place, and that it may be read and written.",
            ),
            Self::Crypto => explain(
                "暗号ライブラリーの処理に失敗しました。",
                "プログラムを終了し、もう一度実行してください。",
                en,
                "End the program and try again.",
            ),
            Self::Database(code) => explain(
                format!("保存データの読み書きに失敗しました（SQLite のコード {code}）。"),
                "ディスクに異常がないか確認してください。続くときは、このコードを添えて問い合わせてください。",
                en,
                "Check the disk; if it persists, ask for help and give this code.",
            ),
        }
    }
}
