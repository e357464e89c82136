"""Values and structs of the library as Python types. Generated from careplan.h; do not edit."""

from __future__ import annotations

from ctypes import string_at
from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Any, Optional


class OpenEnum(IntEnum):
    """An enum to which newer libraries may add; a value that is not known here is called UNKNOWN_n."""

    @classmethod
    def _missing_(cls, value: object) -> Optional[OpenEnum]:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        member._value_ = value
        return member


def text(value: Any) -> str:
    """A copy of a cpl_text."""
    return string_at(value.data, value.len).decode("utf-8") if value.len else ""


def raw(value: Any) -> bytes:
    """A copy of a cpl_bytes."""
    return string_at(value.data, value.len) if value.len else b""


class Status(OpenEnum):
    """CPL_OK and what follows it."""

    #: 成功.
    OK = 0
    #: A pointer that must not be NULL is NULL.
    NULL_POINTER = 1
    #: A text is not UTF-8.
    NOT_UTF8 = 2
    #: An argument has a value that the header does not name.
    BAD_ARGUMENT = 3
    #: There is no such record, item, finding or list entry.
    OUT_OF_RANGE = 4
    #: `struct_size` is smaller than the struct ever was.
    STRUCT_TOO_SMALL = 5
    #: 中止: the caller ended the call with cpl_cancel_request. What was stored stays stored.
    CANCELLED = 6
    #: Not available on this system; cpl_capabilities says what is.
    UNSUPPORTED = 7
    #: A callback of cpl_office_sync or cpl_office_take asks for the same again, which would wait for itself.
    CALLED_FROM_WITHIN = 8
    #: A pointer is no handle of the kind that the parameter is for, or one that was freed, as far as that can be told: do not
    #: rely on it.
    WRONG_HANDLE = 9
    #: The library failed in a way that it should not; what was stored before stays stored, so look at the lists. Please report it.
    PANIC = 100
    #: The library failed for a reason that has no code of its own.
    INTERNAL = 101
    #: A file cannot be read.
    FILE_UNREADABLE = 200
    #: A file changed while it was being sealed; try again.
    FILE_CHANGED = 201
    #: A file cannot be written.
    FILE_UNWRITABLE = 202
    #: A file of this name is there already, and nothing is overwritten.
    FILE_EXISTS = 203
    #: The files are not a set of the standard; the error holds the findings.
    SET_REFUSED = 210
    #: A value, a file name or a record is not of the standard; the error holds the finding, which says what would be.
    VALUE_REFUSED = 220
    #: A file cannot be edited, or cannot be finished, because of errors in it; the error holds the findings.
    DOCUMENT_REFUSED = 221
    #: A file of the profile cannot be read.
    PROFILE_UNREADABLE = 300
    #: profile.toml is not of the form that is expected, or the password file is empty.
    PROFILE_INVALID = 301
    #: Certificate or private key cannot be used, or do not belong together or to the office.
    IDENTITY_INVALID = 302
    #: The set is sent by another office than the profile's.
    NOT_SENDER = 303
    #: `[trust]` of the profile cannot be used: a revocation list, an OID, an issuer or the rule for the office number.
    TRUST_INVALID = 304
    #: This machine's clock is ahead of the relay's: what it signs could not be verified by others.
    CLOCK_AHEAD = 305
    #: Not an envelope, or cut off.
    ENVELOPE_MALFORMED = 400
    #: Not protected as required.
    ENVELOPE_WEAK = 401
    #: Sealed for another certificate or addressed to another office.
    ENVELOPE_NOT_FOR_US = 402
    #: Damaged or tampered with.
    ENVELOPE_TAMPERED = 403
    #: The signature is missing or does not hold.
    SIGNATURE_INVALID = 404
    #: A certificate is not to be trusted.
    CERTIFICATE_UNTRUSTED = 405
    #: A certificate has expired or is not valid yet.
    CERTIFICATE_EXPIRED = 406
    #: The signer is not the sender that the message names.
    WRONG_SENDER = 407
    #: The content, its files or a receipt are not what they should be.
    CONTENT_INVALID = 408
    #: Larger than may be sent.
    TOO_LARGE = 409
    #: A certificate was revoked.
    CERTIFICATE_REVOKED = 410
    #: Whether a certificate was revoked cannot be told, and the profile asks for certainty.
    REVOCATION_UNKNOWN = 411
    #: A certificate of a kind that the profile refuses.
    CERTIFICATE_KIND = 412
    #: The relay cannot be reached; try again.
    RELAY_UNREACHABLE = 500
    #: One side refused the other's certificate.
    RELAY_TLS = 501
    #: User id or password is wrong.
    WRONG_PASSWORD = 502
    #: The account is locked; cpl_error_retry_after says how long.
    ACCOUNT_LOCKED = 503
    #: The receiver is not in the directory.
    UNKNOWN_OFFICE = 504
    #: No such message for this office.
    UNKNOWN_MESSAGE = 505
    #: The message's id is in use for another one.
    CONFLICT = 506
    #: What arrived was damaged on its way; try again.
    RELAY_DAMAGED = 507
    #: The relay cannot answer now; try again.
    RELAY_UNAVAILABLE = 508
    #: The relay does not know this office's certificate.
    UNKNOWN_CERTIFICATE = 509
    #: The answer is not that of a relay, or of one that does not fit.
    RELAY_PROTOCOL = 510
    #: The relay settings of the profile cannot be used.
    RELAY_SETTINGS = 511
    #: The service is down for maintenance; cpl_error_retry_after says how long.
    RELAY_MAINTENANCE = 512
    #: The account's password must be changed first.
    PASSWORD_EXPIRED = 513
    #: The receiver does not take part in the exchange now.
    NOT_TAKING_PART = 514
    #: Too much is waiting at the relay, or too many calls; cpl_error_retry_after says how long to wait.
    RELAY_QUOTA = 515
    #: Another program, or another handle of this one, has the store of this office open.
    STORE_IN_USE = 600
    #: The disk is full; what was stored stays stored.
    DISK_FULL = 601
    #: The store is damaged or incomplete: put a backup back.
    STORE_DAMAGED = 602
    #: The store belongs to another office, or was made by a newer version.
    STORE_UNFIT = 603
    #: The store's folder cannot be used.
    STORE_UNUSABLE = 604
    #: An access log was changed or cut off.
    ACCESS_LOG_CHANGED = 605
    #: Only what was taken can be acknowledged.
    NOT_TAKEN = 610
    #: The message is in a state in which this cannot be done.
    WRONG_STATE = 611
    #: The content of the message is no longer kept.
    CONTENT_GONE = 612
    #: The office has a worker already.
    WORKER_RUNS = 613
    #: The message has no receipt yet.
    NO_RECEIPT = 614
    #: The system gives no thread for the worker.
    NO_THREAD = 615
    #: Other files under the same stamp (作成日時) were sent to this receiver before.
    STAMP_USED = 616
    #: The receiver has stored a message that had ended by withdrawal, expiry or otherwise: two offices have to agree.
    TAKEN_ALL_THE_SAME = 617
    #: The folders for upload and downloads cannot be used, or hold something else than expected.
    FOLDER = 620


class Category(OpenEnum):
    """CPL_CATEGORY_…."""

    #: 呼び出し側: a mistake in the call; the program must be mended.
    CALLER = 1
    #: ファイル: a file or set, an own one or a partner's; the findings say what to mend.
    FILE = 2
    #: 設定: the office's profile, certificate or account; its administrator mends it.
    SETUP = 3
    #: 信頼: a seal, signature or certificate does not hold; nothing of it may be used.
    TRUST = 4
    #: 通信: the relay or the way to it; trying again later may do.
    NETWORK = 5
    #: 保存領域: the store of the office, or its disk.
    STORE = 6
    #: 状態: the message, or the work, is in a state in which this cannot be done.
    STATE = 7
    #: 内部: a mistake of this library; please report it.
    INTERNAL = 8


class Language(OpenEnum):
    """CPL_LANG_…."""

    #: 日本語.
    JA = 0
    #: English.
    EN = 1


class Severity(OpenEnum):
    """CPL_SEVERITY_…."""

    #: 注記: worth knowing; every importer reads it.
    NOTE = 1
    #: 警告: legal or unclear in the standard, but some importer may stumble.
    WARNING = 2
    #: エラー: against the standard; a strict importer refuses it.
    ERROR = 3


class Edition(OpenEnum):
    """CPL_EDITION_…."""

    #: 標準仕様 3.x 版.
    V3 = 3
    #: 標準仕様 4.0 版.
    V40 = 40
    #: 標準仕様 4.1 版, the present one.
    V41 = 41


class Encoding(OpenEnum):
    """CPL_ENCODING_…."""

    #: MS932, as the standard asks for.
    MS932 = 1
    #: UTF-8, which is readable but wrong.
    UTF8 = 2


class CheckProfile(OpenEnum):
    """CPL_PROFILE_…."""

    #: 標準: what the standard says; what it leaves unclear only warns.
    STANDARD = 0
    #: 厳格: a warning is an error too, unless the standard itself is unclear.
    STRICT = 1
    #: 寛容: what can be read without loss is no error.
    LENIENT = 2


class ValueType(OpenEnum):
    """CPL_VALUE_…."""

    #: フリーテキスト.
    TEXT = 1
    #: Digits only.
    INTEGER = 2
    #: 99.99.
    DECIMAL2 = 3
    #: 年月 YYYYMM; 000000 too where the item allows it.
    MONTH = 4
    #: 年月日 YYYYMMDD; 00000000 too where the item allows it.
    DATE = 5
    #: 時刻 HHMM; 9999 too where the item allows it.
    TIME = 6
    #: A code of a list: cpl_layout_code.
    CODE = 7
    #: CSVバージョン.
    VERSION = 8
    #: 保険者番号.
    INSURER = 9
    #: 被保険者番号.
    INSURED = 10
    #: 事業所番号.
    OFFICE = 11
    #: サービス種類コード.
    SERVICE_KIND = 12
    #: サービスコード, six characters.
    SERVICE_CODE = 13
    #: TAISコード or 福祉用具届出コード.
    TAIS = 14
    #: 郵便番号 NNN-NNNN.
    POSTAL = 15
    #: 電話番号.
    PHONE = 16
    #: 日割対象日: 31 characters 0 or 1.
    DAY_FLAGS = 17
    #: Must be empty.
    UNUSED = 18


class SenderRole(OpenEnum):
    """CPL_SENDER_…."""

    #: 居宅介護支援事業所 sends it: plans and slips.
    SUPPORT = 1
    #: サービス事業所 sends it: actuals.
    SERVICE = 2
    #: 介護予防支援 sends it: basic information and prevention plans.
    PREVENTION = 3


class SentState(OpenEnum):
    """CPL_SENT_…."""

    #: 送信待ち: kept here, on its way at the next opportunity.
    WAITING = 1
    #: 送信中: the relay knows it, not all of it is there.
    SENDING = 2
    #: 送信済: complete at the relay, offered to the receiver.
    AVAILABLE = 3
    #: 受領済: the receiver's receipt is here. Final.
    TAKEN = 4
    #: 取消. Final.
    WITHDRAWN = 5
    #: 期限切れ: nobody took it in time. Final.
    EXPIRED = 6
    #: 受取拒否: the receiver cannot or will not take it. Final.
    REJECTED = 7
    #: 送信失敗: it cannot be sent. Final.
    FAILED = 8
    #: 出力済: written into a folder for another client to send. Final here.
    HANDED_OVER = 9


class ReceivedState(OpenEnum):
    """CPL_RECEIVED_…."""

    #: 受信中: offered by the relay, content not here yet.
    OFFERED = 1
    #: 受信済: the sealed content is here.
    FETCHED = 2
    #: 受領確定待ち: taken, not acknowledged.
    HANDED = 3
    #: 取込済: acknowledged; the receipt is on its way.
    ACKNOWLEDGED = 4
    #: 受領済: the relay has the receipt. Final.
    TAKEN = 5
    #: 拒否中: refused here, the relay does not know yet.
    REJECTING = 6
    #: 受取拒否. Final.
    REJECTED = 7
    #: 取消 by the sender. Final.
    WITHDRAWN = 8
    #: 期限切れ. Final.
    EXPIRED = 9


class Direction(OpenEnum):
    """CPL_DIRECTION_…."""

    #: A message that this office sent; its state is one of CPL_SENT_….
    SENT = 1
    #: A message for this office; its state is one of CPL_RECEIVED_….
    RECEIVED = 2


class Rejection(OpenEnum):
    """CPL_REJECT_…."""

    #: cpl_office_reject: it cannot be opened.
    CANNOT_OPEN = 1
    #: cpl_office_reject: signature or certificate of the sender do not hold.
    NOT_TRUSTED = 2
    #: cpl_office_reject: it is not what it says it is.
    DAMAGED = 3
    #: cpl_office_reject: it is not for this office.
    NOT_FOR_US = 4
    #: cpl_office_reject: a person refused it.
    REFUSED = 5


class ReceiptOf(OpenEnum):
    """CPL_RECEIPT_OF_…."""

    #: cpl_office_receipt: the receiver's receipt of a message that this office sent.
    SENT = 1
    #: cpl_office_receipt: the receipt that this office signed for a message it received.
    RECEIVED = 2


class Revocation(OpenEnum):
    """CPL_REVOCATION_…."""

    #: cpl_signer: nobody looked whether a certificate was revoked, because the profile says so.
    NOT_CHECKED = 1
    #: cpl_signer: no certificate of the chain was revoked.
    GOOD = 2
    #: cpl_signer: it cannot be told, and the profile takes that.
    NOT_KNOWN = 3


class Pending(OpenEnum):
    """CPL_PENDING_…."""

    #: cpl_unfinished: it is being written, or another program holds it.
    WRITING = 1
    #: cpl_unfinished: it has no content yet.
    EMPTY = 2
    #: cpl_unfinished: the rest of its set may be on its way.
    REST_OF_SET = 3
    #: cpl_unfinished: it cannot be read.
    UNREADABLE = 4


class Phase(OpenEnum):
    """CPL_PHASE_…."""

    #: 送信: content goes to the relay.
    UPLOAD = 1
    #: 受信: content comes from the relay.
    DOWNLOAD = 2


class LogLevel(OpenEnum):
    """CPL_LOG_…."""

    #: エラー: somebody has to do something.
    ERROR = 1
    #: 警告: it goes on by itself, or will need somebody soon.
    WARNING = 2
    #: 情報: something was done.
    INFO = 3
    #: Steps, for the search for a fault.
    DEBUG = 4


class Way(OpenEnum):
    """CPL_WAY_…."""

    #: cpl_office_info: messages go through a relay (中継サーバー).
    RELAY = 1
    #: cpl_office_info: sets go out and come in through folders, for another client to carry.
    FOLDER = 2


class Environment(OpenEnum):
    """CPL_ENVIRONMENT_…."""

    #: cpl_office_info: what the relay is for is not known yet, or there is none.
    UNKNOWN = 0
    #: cpl_office_info: テスト用.
    SANDBOX = 1
    #: cpl_office_info: 本番.
    PRODUCTION = 2


class Order(OpenEnum):
    """CPL_ORDER_…."""

    #: cpl_query: the usual order, newest first for what was sent and oldest stamp first for what was received.
    USUAL = 0
    #: cpl_query: newest first.
    NEWEST_FIRST = 1
    #: cpl_query: oldest first.
    OLDEST_FIRST = 2


class CertificateStore(OpenEnum):
    """CPL_STORE_…."""

    #: 現在のユーザー: the certificate store of the user who runs the program.
    CURRENT_USER = 1
    #: ローカル コンピューター: the certificate store of the machine.
    LOCAL_MACHINE = 2


class RevocationRule(OpenEnum):
    """CPL_CRL_…."""

    #: 失効の確認: nobody looks whether certificates were revoked.
    OFF = 0
    #: Revoked ones are refused; where no revocation list in force is at hand, that is only told.
    SOFT_FAIL = 1
    #: Revoked ones are refused, and those that no revocation list in force speaks of.
    HARD_FAIL = 2


class CertificateUse(OpenEnum):
    """CPL_USE_…."""

    #: cpl_trust_check: its key signs.
    SIGNING = 1
    #: cpl_trust_check: messages are sealed for its key.
    SEALING = 2


class Role(OpenEnum):
    """CPL_ROLE_…."""

    #: 受信: this office must be among the receivers.
    RECEIVER = 1
    #: 送信済: this office must be the sender.
    SENDER = 2


class SubstitutionHow(OpenEnum):
    """CPL_HOW_…."""

    #: 利用者の置換表: the caller's own table.
    OWN_TABLE = 1
    #: The same character under another code point, 〜 as ～.
    LOOK_ALIKE = 2
    #: Something that shows nothing, such as a variation selector, was dropped.
    DROPPED = 3
    #: A character and its marks were composed.
    COMPOSED = 4
    #: A form that says the same, (21) for ㉑.
    COMPATIBILITY = 5
    #: 国税庁 JIS縮退マップ.
    NTA_SHRINK = 6
    #: A visible 〓: a person must look.
    LAST_RESORT = 7


class WithoutStep(IntFlag):
    """CPL_WITHOUT_…."""

    #: cpl_substitution_options: a variation selector (異体字セレクタ) is not dropped, and か with its mark does not become が.
    COMPOSING = 1
    #: cpl_substitution_options: no character is written as the same under another code point, such as 〜 as ～.
    LOOK_ALIKES = 2
    #: cpl_substitution_options: no form that says the same (互換文字) is written, such as (21) for ㉑.
    COMPATIBILITY = 4
    #: cpl_substitution_options: 国税庁 JIS縮退マップ is not used, which has 嘘 for 噓.
    NTA_SHRINK = 8
    #: cpl_substitution_options: no 〓 stands for what nothing else replaces; the whole text is refused.
    LAST_RESORT = 16


class Capability(IntFlag):
    """CPL_CAPABILITY_…."""

    #: cpl_capabilities: messages through the relay, end to end.
    RELAY = 1
    #: cpl_capabilities: messages through folders, for another client to carry.
    FOLDER = 2
    #: cpl_capabilities: keys on tokens and cards (PKCS#11).
    PKCS11 = 4
    #: cpl_capabilities: keys in the certificate store of Windows (証明書ストア).
    WINDOWS_STORE = 8


@dataclass(frozen=True)
class Reason:
    """理由: why something failed, was rejected or waits. All empty where there is nothing to say."""

    #: Stable code, one word such as unknown_office.
    code: str
    #: 何が起きたか, in Japanese.
    message_ja: str
    #: 次に何をするか, in Japanese.
    hint_ja: str
    #: What happened, in English.
    message_en: str
    #: What to do next, in English.
    hint_en: str

    @classmethod
    def of(cls, c: Any) -> Reason:
        """Copies the C struct."""
        return cls(
            code=text(c.code),
            message_ja=text(c.message_ja),
            hint_ja=text(c.hint_ja),
            message_en=text(c.message_en),
            hint_en=text(c.hint_en),
        )

    def message(self, lang: Language = Language.JA) -> str:
        """What happened, in one language."""
        return self.message_ja if lang == Language.JA else self.message_en

    def hint(self, lang: Language = Language.JA) -> str:
        """What to do next, in one language."""
        return self.hint_ja if lang == Language.JA else self.hint_en


@dataclass(frozen=True)
class Finding:
    """One finding."""

    #: CPL_SEVERITY_…
    severity: Severity
    #: Data record, from 1; 0 for a finding on a whole file or set.
    record: int
    #: 項番 of the layout, from 1; 0 for a finding on a whole record, file or set.
    item: int
    #: Where in the file's bytes it begins.
    place_from: int
    #: Where it ends; the same as place_from where no bytes can be pointed at.
    place_to: int
    #: Stable code, such as CP2010.
    code: str
    #: File name; empty for a finding on a set.
    file: str
    #: 項目名; empty where item is 0.
    item_name: str
    #: The offending value, which may be personal data; empty where there is none.
    value: str
    #: What is wrong.
    message: str
    #: How to mend it.
    hint: str

    @classmethod
    def of(cls, c: Any) -> Finding:
        """Copies the C struct."""
        return cls(
            severity=Severity(c.severity),
            record=int(c.record),
            item=int(c.item),
            place_from=int(c.place_from),
            place_to=int(c.place_to),
            code=text(c.code),
            file=text(c.file),
            item_name=text(c.item_name),
            value=text(c.value),
            message=text(c.message),
            hint=text(c.hint),
        )


@dataclass(frozen=True)
class CodeInfo:
    """What one finding code means."""

    #: CPL_SEVERITY_… that it has by the standard profile.
    severity: Severity
    #: Stable code, such as CP2010.
    code: str
    #: Its name in programs, such as MandatoryEmpty.
    name: str
    #: What findings of its block are about.
    block: str
    #: What is wrong, with a word such as 〈項目名〉 where a finding names its item.
    message: str
    #: How to mend it.
    hint: str
    #: What it looks like, and where there is one right form, an arrow and that form.
    example: str
    #: The section of the standard that it rests on.
    source: str

    @classmethod
    def of(cls, c: Any) -> CodeInfo:
        """Copies the C struct."""
        return cls(
            severity=Severity(c.severity),
            code=text(c.code),
            name=text(c.name),
            block=text(c.block),
            message=text(c.message),
            hint=text(c.hint),
            example=text(c.example),
            source=text(c.source),
        )


@dataclass(frozen=True)
class Place:
    """箇所: where in a file the cause of an error is."""

    #: Data record, from 1; 0 where it is none.
    record: int
    #: 項番, from 1; 0 where it is none.
    item: int
    #: File name, or path as the caller gave it; empty where it is none.
    file: str
    #: 項目名; empty where item is 0.
    item_name: str

    @classmethod
    def of(cls, c: Any) -> Place:
        """Copies the C struct."""
        return cls(
            record=int(c.record),
            item=int(c.item),
            file=text(c.file),
            item_name=text(c.item_name),
        )


@dataclass(frozen=True)
class FileKind:
    """ファイル種別: one kind of file."""

    #: CPL_SENDER_…
    sender: SenderRole
    #: 1 when its file names carry the month, else 0.
    has_month: bool
    #: 1 when it has records, 0 for the image.
    has_records: bool
    #: The beginning of its file names, such as UPPLAN.
    kind: str
    #: Its Japanese name.
    name_ja: str

    @classmethod
    def of(cls, c: Any) -> FileKind:
        """Copies the C struct."""
        return cls(
            sender=SenderRole(c.sender),
            has_month=bool(c.has_month),
            has_records=bool(c.has_records),
            kind=text(c.kind),
            name_ja=text(c.name_ja),
        )


@dataclass(frozen=True)
class SetKind:
    """セットの種別: one kind of set."""

    #: How many kinds of file must be there, each once: cpl_set_kind_file from 0 on.
    file_count: int
    #: How many kinds of file may be there besides: the numbers that follow.
    annex_count: int
    #: Its identifier, such as use_slip.
    kind: str
    #: Its Japanese name.
    name_ja: str

    @classmethod
    def of(cls, c: Any) -> SetKind:
        """Copies the C struct."""
        return cls(
            file_count=int(c.file_count),
            annex_count=int(c.annex_count),
            kind=text(c.kind),
            name_ja=text(c.name_ja),
        )


@dataclass(frozen=True)
class Item:
    """項目: one item of a layout."""

    #: 項番, from 1.
    no: int
    #: CPL_VALUE_…
    value_type: ValueType
    #: Most characters; 0 where the standard sets no limit.
    max_length: int
    #: 必須: 1 when it may not be empty, else 0.
    is_mandatory: bool
    #: 1 when the type allows the value that stands for "none" too: 000000, 00000000 or 9999; else 0.
    allows_none: bool
    #: English identifier, such as target_month; unique within a layout, the same in all layouts that have the item.
    identifier: str
    #: 項目名.
    name_ja: str
    #: Name of its list of codes; empty where it has none.
    code_list: str

    @classmethod
    def of(cls, c: Any) -> Item:
        """Copies the C struct."""
        return cls(
            no=int(c.no),
            value_type=ValueType(c.value_type),
            max_length=int(c.max_length),
            is_mandatory=bool(c.is_mandatory),
            allows_none=bool(c.allows_none),
            identifier=text(c.identifier),
            name_ja=text(c.name_ja),
            code_list=text(c.code_list),
        )


@dataclass(frozen=True)
class DocumentInfo:
    """What a document is, by its name and its content."""

    #: CPL_EDITION_… that it is of.
    edition: Edition
    #: CPL_ENCODING_…
    encoding: Encoding
    #: 1 when the first line is a header, which does not count as a record, else 0.
    has_header: bool
    #: 1 when the file name is of the form of the standard, else 0.
    has_standard_name: bool
    #: 1 when there is a finding of severity CPL_SEVERITY_ERROR, else 0.
    has_errors: bool
    #: Number of data records.
    record_count: int
    #: Number of bytes.
    byte_count: int
    #: ファイル種別: the beginning of the name, such as UPPLAN; empty for other files.
    kind: str
    #: Its Japanese name.
    kind_name_ja: str
    #: 年月 YYYYMM, or 000000; empty where the kind has none in its name.
    month: str
    #: 送信元の事業所番号.
    sender: str
    #: 送信元のサービス種類コード; empty in names of 3.x, three characters in those of 4.0.
    sender_kind: str
    #: 送信先の事業所番号; empty where it is addressed to nobody yet.
    receiver: str
    #: 送信先のサービス種類コード.
    receiver_kind: str
    #: 作成日時 YYYYMMDDHHMMSS.
    stamp: str
    #: 枝番 of an image, four digits; empty for others.
    branch: str

    @classmethod
    def of(cls, c: Any) -> DocumentInfo:
        """Copies the C struct."""
        return cls(
            edition=Edition(c.edition),
            encoding=Encoding(c.encoding),
            has_header=bool(c.has_header),
            has_standard_name=bool(c.has_standard_name),
            has_errors=bool(c.has_errors),
            record_count=int(c.record_count),
            byte_count=int(c.byte_count),
            kind=text(c.kind),
            kind_name_ja=text(c.kind_name_ja),
            month=text(c.month),
            sender=text(c.sender),
            sender_kind=text(c.sender_kind),
            receiver=text(c.receiver),
            receiver_kind=text(c.receiver_kind),
            stamp=text(c.stamp),
            branch=text(c.branch),
        )


@dataclass(frozen=True)
class Substitution:
    """One replacement."""

    #: CPL_HOW_…: the step that replaced it; where it took several, the most drastic one.
    how: SubstitutionHow
    #: Which character (code point) of the given text it begins at, from 1.
    position: int
    #: What stood there, a character with its marks, which may be personal data.
    original: str
    #: What stands there now; empty for what shows nothing.
    replacement: str
    #: 置き換え方: the step, for people.
    text: str

    @classmethod
    def of(cls, c: Any) -> Substitution:
        """Copies the C struct."""
        return cls(
            how=SubstitutionHow(c.how),
            position=int(c.position),
            original=text(c.original),
            replacement=text(c.replacement),
            text=text(c.text),
        )


@dataclass(frozen=True)
class Change:
    """One kind of change that a repair made to a file or to an item."""

    #: The first data record of the old file where it was done, from 1; 0 on the whole file.
    record: int
    #: 項番, from 1; 0 on a whole file or record.
    item: int
    #: In how many places it was done.
    count: int
    #: Stable code of what was done, such as line_ends.
    code: str
    #: 項目名; empty where item is 0.
    item_name: str
    #: What was done, for people.
    text: str
    #: For a replaced character: what stood there, which may be personal data; else empty.
    original: str
    #: For a replaced character: what stands there now.
    replacement: str

    @classmethod
    def of(cls, c: Any) -> Change:
        """Copies the C struct."""
        return cls(
            record=int(c.record),
            item=int(c.item),
            count=int(c.count),
            code=text(c.code),
            item_name=text(c.item_name),
            text=text(c.text),
            original=text(c.original),
            replacement=text(c.replacement),
        )


@dataclass(frozen=True)
class SetInfo:
    """What a set, or a group of files that may be one, is."""

    #: CPL_EDITION_… of its files.
    edition: Edition
    #: 1 when its findings, or those of a file of it, hold an error: it cannot be sent as it is. 0 for a set.
    has_errors: bool
    #: Number of files.
    document_count: int
    #: セットの種別, such as use_slip or actuals; empty for files that no set has.
    kind: str
    #: Its Japanese name.
    kind_name_ja: str
    #: 送信元の事業所番号.
    sender: str
    #: 送信元のサービス種類コード.
    sender_kind: str
    #: 送信先の事業所番号; empty where it is addressed to nobody yet.
    receiver: str
    #: 送信先のサービス種類コード.
    receiver_kind: str
    #: 作成日時 YYYYMMDDHHMMSS.
    stamp: str
    #: 対象年月 YYYYMM; empty for sets without one.
    month: str

    @classmethod
    def of(cls, c: Any) -> SetInfo:
        """Copies the C struct."""
        return cls(
            edition=Edition(c.edition),
            has_errors=bool(c.has_errors),
            document_count=int(c.document_count),
            kind=text(c.kind),
            kind_name_ja=text(c.kind_name_ja),
            sender=text(c.sender),
            sender_kind=text(c.sender_kind),
            receiver=text(c.receiver),
            receiver_kind=text(c.receiver_kind),
            stamp=text(c.stamp),
            month=text(c.month),
        )


@dataclass(frozen=True)
class Progress:
    """進捗: how far a transfer is."""

    #: CPL_PHASE_…
    phase: Phase
    #: Bytes so far.
    done: int
    #: Bytes in all.
    total: int
    #: Id of the message.
    message: str

    @classmethod
    def of(cls, c: Any) -> Progress:
        """Copies the C struct."""
        return cls(
            phase=Phase(c.phase),
            done=int(c.done),
            total=int(c.total),
            message=text(c.message),
        )


@dataclass(frozen=True)
class LogLine:
    """A line of the log."""

    #: CPL_LOG_…
    level: LogLevel
    #: When, RFC 3339 in UTC.
    at: str
    #: Stable, one word: office_opened, store_migrated, sync_began, sync_ended, worker_started, worker_stopped, worker_waits,
    #: renewal_due, cleaned_up, or the code of what did not go well, as cpl_error_code gives it.
    code: str
    #: Id of the message that it is about; empty where it is none.
    message: str
    #: In Japanese.
    text_ja: str
    #: In English.
    text_en: str

    @classmethod
    def of(cls, c: Any) -> LogLine:
        """Copies the C struct."""
        return cls(
            level=LogLevel(c.level),
            at=text(c.at),
            code=text(c.code),
            message=text(c.message),
            text_ja=text(c.text_ja),
            text_en=text(c.text_en),
        )


@dataclass(frozen=True)
class OfficeInfo:
    """What an office is."""

    #: CPL_WAY_…
    way: Way
    #: CPL_ENVIRONMENT_…: what the relay said it is for, once this handle has asked it (cpl_office_ask_relay, or
    #: cpl_office_sync where something is sent).
    environment: Environment
    #: 1 when it has a certificate and a key, so that it can sign and open; 0 for an office that uses folders without.
    has_identity: bool
    #: 事業所番号, ten characters.
    number: str
    #: 事業所名.
    name: str
    #: サービス種類コード, one or more, with commas between.
    kinds: str
    #: The profile folder, as it was given.
    folder: str
    #: The folder of the store, absolute.
    store_folder: str
    #: Address of the relay; empty for an office that uses folders.
    relay_url: str

    @classmethod
    def of(cls, c: Any) -> OfficeInfo:
        """Copies the C struct."""
        return cls(
            way=Way(c.way),
            environment=Environment(c.environment),
            has_identity=bool(c.has_identity),
            number=text(c.number),
            name=text(c.name),
            kinds=text(c.kinds),
            folder=text(c.folder),
            store_folder=text(c.store_folder),
            relay_url=text(c.relay_url),
        )


@dataclass(frozen=True)
class SyncInfo:
    """What one pass did: numbers of messages where a field does not say otherwise."""

    #: 1 when the pass went through to its end, else 0.
    is_complete: bool
    #: CPL_OK, or the status of what ended the pass before its end.
    ended_by: Status
    #: 送信: complete at the relay now.
    sent: int
    #: Own messages whose receipt came.
    taken: int
    #: Own messages that were withdrawn.
    withdrawn: int
    #: Own messages that ended otherwise: failed, expired, rejected.
    ended: int
    #: Sets that lie in the folder for upload now, after they had been left half-way.
    handed_over: int
    #: Messages for this office that were offered for the first time.
    offered: int
    #: 受信: contents that came.
    fetched: int
    #: Receipts that were handed in.
    receipts: int
    #: Rejections that were handed in.
    rejections: int
    #: What did not go well, all of it; of more than 100 the first are listed.
    problems: int
    #: Groups of files in the folder of downloads that are no set for this office, see cpl_office_folder.
    refused: int
    #: Files in the folder of downloads that are left for later, see cpl_office_folder.
    unfinished: int
    #: When something is to be done again by itself, RFC 3339 in UTC; empty where nothing waits.
    next: str

    @classmethod
    def of(cls, c: Any) -> SyncInfo:
        """Copies the C struct."""
        return cls(
            is_complete=bool(c.is_complete),
            ended_by=Status(c.ended_by),
            sent=int(c.sent),
            taken=int(c.taken),
            withdrawn=int(c.withdrawn),
            ended=int(c.ended),
            handed_over=int(c.handed_over),
            offered=int(c.offered),
            fetched=int(c.fetched),
            receipts=int(c.receipts),
            rejections=int(c.rejections),
            problems=int(c.problems),
            refused=int(c.refused),
            unfinished=int(c.unfinished),
            next=text(c.next),
        )


@dataclass(frozen=True)
class SyncProblem:
    """One thing that did not go well."""

    #: Its status, such as CPL_RELAY_UNREACHABLE.
    status: Status
    #: 1 when it goes on by itself without anybody changing anything, else 0.
    is_retryable: bool
    #: Seconds to wait before trying again; 0 where nothing is said of that.
    retry_after: int
    #: Id of the message; empty where it is about the connection or the store as a whole.
    message: str
    #: What happened and what to do.
    reason: Reason

    @classmethod
    def of(cls, c: Any) -> SyncProblem:
        """Copies the C struct."""
        return cls(
            status=Status(c.status),
            is_retryable=bool(c.is_retryable),
            retry_after=int(c.retry_after),
            message=text(c.message),
            reason=Reason.of(c.reason),
        )


@dataclass(frozen=True)
class Step:
    """履歴: one state of a message."""

    #: CPL_SENT_… or CPL_RECEIVED_…
    state: int
    #: When it began, RFC 3339 in UTC.
    at: str

    @classmethod
    def of(cls, c: Any) -> Step:
        """Copies the C struct."""
        return cls(
            state=int(c.state),
            at=text(c.at),
        )


@dataclass(frozen=True)
class CoverFile:
    """A file that a cover names."""

    #: Bytes of the file.
    size: int
    #: File name of the standard.
    name: str
    #: SHA-256 of the file, 64 lower-case hexadecimal digits.
    sha256: str

    @classmethod
    def of(cls, c: Any) -> CoverFile:
        """Copies the C struct."""
        return cls(
            size=int(c.size),
            name=text(c.name),
            sha256=text(c.sha256),
        )


@dataclass(frozen=True)
class SentInfo:
    """One sent message."""

    #: CPL_SENT_…
    state: SentState
    #: 1 when nothing will change any more, else 0.
    is_final: bool
    #: 1 when its withdrawal is wanted and not done yet, else 0.
    is_withdrawing: bool
    #: 1 when there is a receipt and it holds, else 0.
    has_receipt: bool
    #: CPL_OK, or why the receipt does not hold.
    receipt_status: Status
    #: 1 when the content is still kept here, so that cpl_office_open_sent can show it, else 0.
    content_kept: bool
    #: 1 when the cover was asked for and could be opened: subject, body and files are filled then. Else 0.
    has_cover: bool
    #: CPL_OK, or why the cover cannot be opened.
    cover_status: Status
    #: Number of files that the cover names; 0 without one.
    file_count: int
    #: Size of the sealed content, in bytes.
    size: int
    #: Id of the message.
    id: str
    #: 送信元: own office number and kind, NNNNNNNNNN_KK.
    sender: str
    #: 送信先: office number and kind, NNNNNNNNNN_KK.
    receiver: str
    #: 作成日時 of the set, YYYYMMDDHHMMSS.
    stamp: str
    #: Kind of set, such as use_slip or actuals.
    set: str
    #: Its Japanese name. The text is static.
    set_name: str
    #: 対象年月, YYYYMM; empty where the files are not all of one month.
    month: str
    #: When cpl_office_send kept it, RFC 3339 in UTC.
    created_at: str
    #: When the present state began, RFC 3339 in UTC.
    since: str
    #: When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    next_attempt: str
    #: Why it failed, was rejected, or waits.
    reason: Reason
    #: 受領日時: when the receiver took it by its own signed receipt, RFC 3339 in UTC; empty without one.
    taken_at: str
    #: 事業所番号 of who signed the receipt; empty without one.
    taken_by: str
    #: 件名; empty without a cover.
    subject: str
    #: 本文; empty without a cover.
    body: str

    @classmethod
    def of(cls, c: Any) -> SentInfo:
        """Copies the C struct."""
        return cls(
            state=SentState(c.state),
            is_final=bool(c.is_final),
            is_withdrawing=bool(c.is_withdrawing),
            has_receipt=bool(c.has_receipt),
            receipt_status=Status(c.receipt_status),
            content_kept=bool(c.content_kept),
            has_cover=bool(c.has_cover),
            cover_status=Status(c.cover_status),
            file_count=int(c.file_count),
            size=int(c.size),
            id=text(c.id),
            sender=text(c.sender),
            receiver=text(c.receiver),
            stamp=text(c.stamp),
            set=text(c.set),
            set_name=text(c.set_name),
            month=text(c.month),
            created_at=text(c.created_at),
            since=text(c.since),
            next_attempt=text(c.next_attempt),
            reason=Reason.of(c.reason),
            taken_at=text(c.taken_at),
            taken_by=text(c.taken_by),
            subject=text(c.subject),
            body=text(c.body),
        )


@dataclass(frozen=True)
class ReceivedInfo:
    """One received message."""

    #: CPL_RECEIVED_…
    state: ReceivedState
    #: 1 when nothing will change any more, else 0.
    is_final: bool
    #: 1 when the content is kept here, else 0.
    content_kept: bool
    #: CPL_OK, or why the cover cannot be opened; set, set_name, subject, body and files are empty then, and cover_fault says more.
    cover_status: Status
    #: CPL_REJECT_… that fits where the cover cannot be opened; 0 where it can.
    suggested_rejection: Rejection
    #: Number of files that the cover names.
    file_count: int
    #: Size of the sealed content, in bytes.
    size: int
    #: Id for cpl_office_take.
    id: str
    #: 送信元: office number and kind, NNNNNNNNNN_KK; the number alone when the cover cannot be opened.
    sender: str
    #: 送信先: own office number and kind, NNNNNNNNNN_KK; empty when the cover cannot be opened.
    receiver: str
    #: 作成日時 of the set, YYYYMMDDHHMMSS.
    stamp: str
    #: Kind of set, such as use_slip or actuals.
    set: str
    #: Its Japanese name. The text is static.
    set_name: str
    #: 対象年月, YYYYMM, once it was taken; empty before, and where the files are not all of one month.
    month: str
    #: When the sender sealed it, as it says, RFC 3339 in UTC.
    sealed_at: str
    #: When the present state began, RFC 3339 in UTC.
    since: str
    #: When it is tried next, RFC 3339 in UTC; empty where nothing is to be done.
    next_attempt: str
    #: Why it is rejected, could not be opened, or waits.
    reason: Reason
    #: Why the cover cannot be opened.
    cover_fault: Reason
    #: 件名.
    subject: str
    #: 本文.
    body: str

    @classmethod
    def of(cls, c: Any) -> ReceivedInfo:
        """Copies the C struct."""
        return cls(
            state=ReceivedState(c.state),
            is_final=bool(c.is_final),
            content_kept=bool(c.content_kept),
            cover_status=Status(c.cover_status),
            suggested_rejection=Rejection(c.suggested_rejection),
            file_count=int(c.file_count),
            size=int(c.size),
            id=text(c.id),
            sender=text(c.sender),
            receiver=text(c.receiver),
            stamp=text(c.stamp),
            set=text(c.set),
            set_name=text(c.set_name),
            month=text(c.month),
            sealed_at=text(c.sealed_at),
            since=text(c.since),
            next_attempt=text(c.next_attempt),
            reason=Reason.of(c.reason),
            cover_fault=Reason.of(c.cover_fault),
            subject=text(c.subject),
            body=text(c.body),
        )


@dataclass(frozen=True)
class DeliveryInfo:
    """送付状: what a message says of itself, verified."""

    #: Number of files.
    document_count: int
    #: 1 when it is signed, 0 for what came through a folder.
    is_signed: bool
    #: Id of the message.
    id: str
    #: 送信元: office number and kind, NNNNNNNNNN_KK.
    sender: str
    #: 送信先: office number and kind, NNNNNNNNNN_KK.
    receiver: str
    #: 作成日時 of the set, YYYYMMDDHHMMSS.
    stamp: str
    #: Kind of set, such as use_slip or actuals.
    set: str
    #: Its Japanese name. The text is static.
    set_name: str
    #: 件名.
    subject: str
    #: 本文.
    body: str
    #: When the sender sealed it, as it says, RFC 3339 in UTC.
    sealed_at: str
    #: Name and version of the software that sealed it.
    software: str

    @classmethod
    def of(cls, c: Any) -> DeliveryInfo:
        """Copies the C struct."""
        return cls(
            document_count=int(c.document_count),
            is_signed=bool(c.is_signed),
            id=text(c.id),
            sender=text(c.sender),
            receiver=text(c.receiver),
            stamp=text(c.stamp),
            set=text(c.set),
            set_name=text(c.set_name),
            subject=text(c.subject),
            body=text(c.body),
            sealed_at=text(c.sealed_at),
            software=text(c.software),
        )


@dataclass(frozen=True)
class Signer:
    """署名者: who signed, when, and the certificate that proves it; trusted, or the call that verified it would have failed."""

    #: CPL_REVOCATION_…
    revocation: Revocation
    #: How many warnings there are about the certificate; it is trusted all the same.
    warning_count: int
    #: 事業所番号 of the signer, as its certificate says.
    office: str
    #: When, as the signer says, RFC 3339 in UTC.
    signed_at: str
    #: 主体者 of the certificate.
    subject: str
    #: 発行者.
    issuer: str
    #: シリアル番号, hexadecimal.
    serial: str
    #: First second of its validity, RFC 3339 in UTC.
    not_before: str
    #: Last second of its validity, RFC 3339 in UTC.
    not_after: str
    #: SHA-256 of the certificate, 64 lower-case hexadecimal digits: what people compare.
    fingerprint: str
    #: The certificate in DER, as bytes.
    certificate: bytes
    #: The warnings in Japanese, one a line.
    warnings_ja: str
    #: The warnings in English, one a line.
    warnings_en: str

    @classmethod
    def of(cls, c: Any) -> Signer:
        """Copies the C struct."""
        return cls(
            revocation=Revocation(c.revocation),
            warning_count=int(c.warning_count),
            office=text(c.office),
            signed_at=text(c.signed_at),
            subject=text(c.subject),
            issuer=text(c.issuer),
            serial=text(c.serial),
            not_before=text(c.not_before),
            not_after=text(c.not_after),
            fingerprint=text(c.fingerprint),
            certificate=raw(c.certificate),
            warnings_ja=text(c.warnings_ja),
            warnings_en=text(c.warnings_en),
        )


@dataclass(frozen=True)
class ReceiptInfo:
    """受領証: what a receipt states."""

    #: Id of the message.
    message: str
    #: 事業所番号 of who sent it.
    sender: str
    #: 事業所番号 of who took it; the signer.
    receiver: str
    #: 受領日時: when it was taken, RFC 3339 in UTC.
    taken_at: str
    #: SHA-256 of the sealed content that was taken, 64 lower-case hexadecimal digits.
    content_sha256: str
    #: SHA-256 of the signed content in it, 64 lower-case hexadecimal digits.
    signed_sha256: str

    @classmethod
    def of(cls, c: Any) -> ReceiptInfo:
        """Copies the C struct."""
        return cls(
            message=text(c.message),
            sender=text(c.sender),
            receiver=text(c.receiver),
            taken_at=text(c.taken_at),
            content_sha256=text(c.content_sha256),
            signed_sha256=text(c.signed_sha256),
        )


@dataclass(frozen=True)
class Event:
    """出来事: one change of state of one message."""

    #: CPL_DIRECTION_…
    direction: Direction
    #: The state that began: CPL_SENT_… or CPL_RECEIVED_…
    state: int
    #: Number of the event in this store, ascending.
    number: int
    #: Id of the message.
    message: str
    #: When, RFC 3339 in UTC.
    at: str

    @classmethod
    def of(cls, c: Any) -> Event:
        """Copies the C struct."""
        return cls(
            direction=Direction(c.direction),
            state=int(c.state),
            number=int(c.number),
            message=text(c.message),
            at=text(c.at),
        )


@dataclass(frozen=True)
class Refused:
    """受け取れないファイル: files that are no set for this office."""

    #: Number of files.
    file_count: int
    #: The same as long as names and contents of the files stay the same.
    id: str

    @classmethod
    def of(cls, c: Any) -> Refused:
        """Copies the C struct."""
        return cls(
            file_count=int(c.file_count),
            id=text(c.id),
        )


@dataclass(frozen=True)
class Unfinished:
    """途中のファイル: a file that is left for later."""

    #: CPL_PENDING_…
    why: Pending
    #: Path of the file.
    file: str

    @classmethod
    def of(cls, c: Any) -> Unfinished:
        """Copies the C struct."""
        return cls(
            why=Pending(c.why),
            file=text(c.file),
        )


@dataclass(frozen=True)
class DirectoryEntry:
    """One office of the directory."""

    #: 1 when it takes part now, 0 when nothing can be sent to it.
    takes_part: bool
    #: Number of its certificates; during a renewal there are two.
    certificate_count: int
    #: CPL_OK, or why its certificates cannot be read.
    certificate_status: Status
    #: 事業所番号, ten characters.
    number: str
    #: 事業所名.
    name: str
    #: サービス種類コード, one or more, with commas between.
    kinds: str
    #: CSVバージョン that it accepts, newest first, with commas between, such as 4.1.
    editions: str
    #: Last second of the validity of the certificate that ends last, RFC 3339 in UTC; empty without one.
    certificate_not_after: str

    @classmethod
    def of(cls, c: Any) -> DirectoryEntry:
        """Copies the C struct."""
        return cls(
            takes_part=bool(c.takes_part),
            certificate_count=int(c.certificate_count),
            certificate_status=Status(c.certificate_status),
            number=text(c.number),
            name=text(c.name),
            kinds=text(c.kinds),
            editions=text(c.editions),
            certificate_not_after=text(c.certificate_not_after),
        )


@dataclass(frozen=True)
class RelayInfo:
    """What a relay says of itself."""

    #: CPL_ENVIRONMENT_…
    environment: Environment
    #: Version of the protocol that it speaks.
    protocol_version: int
    #: 保管期間: days until a message that nobody took expires.
    retention_days: int
    #: Largest sealed content, in bytes.
    max_content_bytes: int
    #: The relay's clock, RFC 3339 in UTC.
    server_time: str
    #: 保守: from when it will be down, or is, RFC 3339 in UTC; empty where nothing is planned.
    down_from: str
    #: Until when.
    down_until: str

    @classmethod
    def of(cls, c: Any) -> RelayInfo:
        """Copies the C struct."""
        return cls(
            environment=Environment(c.environment),
            protocol_version=int(c.protocol_version),
            retention_days=int(c.retention_days),
            max_content_bytes=int(c.max_content_bytes),
            server_time=text(c.server_time),
            down_from=text(c.down_from),
            down_until=text(c.down_until),
        )


@dataclass(frozen=True)
class OverviewInfo:
    """How an office stands."""

    #: 1 when a worker runs, else 0.
    worker_runs: bool
    #: 1 when the last pass went through to its end, 0 when it did not or there was none.
    last_sync_complete: bool
    #: How many things did not go well in it.
    last_sync_problems: int
    #: 1 when the office's certificate must be renewed soon, or has ended; else 0.
    is_renewal_due: bool
    #: 1 when clock_skew_seconds is known, else 0.
    has_clock_skew: bool
    #: Whole days until the certificate ends, negative when it has ended; 0 where is_renewal_due is 0.
    renewal_days_left: int
    #: The relay's clock less this machine's, in seconds.
    clock_skew_seconds: int
    #: Since when the oldest message waits that is not complete at the relay, RFC 3339 in UTC; empty where none does.
    oldest_waiting: str
    #: When the last pass ended, also of an earlier run of the program, RFC 3339 in UTC; empty where there was none.
    last_sync_at: str
    #: What ended the last pass, or else did not go well first.
    last_sync_reason: Reason
    #: Last second of the certificate's validity where it must be renewed soon, RFC 3339 in UTC; else empty.
    renewal_not_after: str
    #: When the password of the relay must be changed, as the last login told, RFC 3339 in UTC; else empty.
    password_expires_at: str

    @classmethod
    def of(cls, c: Any) -> OverviewInfo:
        """Copies the C struct."""
        return cls(
            worker_runs=bool(c.worker_runs),
            last_sync_complete=bool(c.last_sync_complete),
            last_sync_problems=int(c.last_sync_problems),
            is_renewal_due=bool(c.is_renewal_due),
            has_clock_skew=bool(c.has_clock_skew),
            renewal_days_left=int(c.renewal_days_left),
            clock_skew_seconds=int(c.clock_skew_seconds),
            oldest_waiting=text(c.oldest_waiting),
            last_sync_at=text(c.last_sync_at),
            last_sync_reason=Reason.of(c.last_sync_reason),
            renewal_not_after=text(c.renewal_not_after),
            password_expires_at=text(c.password_expires_at),
        )


@dataclass(frozen=True)
class AccessEntry:
    """One entry."""

    #: Number of persons whose data it was about.
    person_count: int
    #: From 1, without a gap.
    number: int
    #: When, RFC 3339 in UTC.
    at: str
    #: Who: what cpl_office_set_actor said, or the office number.
    actor: str
    #: What was done: a stable word such as send, take, acknowledge, open_sent, export_log.
    operation: str
    #: Id of the message; empty where it is about none.
    message: str
    #: ok, or the stable code of the error.
    outcome: str
    #: SHA-256 over the hash of the entry before and this one, 64 lower-case hexadecimal digits.
    hash: str

    @classmethod
    def of(cls, c: Any) -> AccessEntry:
        """Copies the C struct."""
        return cls(
            person_count=int(c.person_count),
            number=int(c.number),
            at=text(c.at),
            actor=text(c.actor),
            operation=text(c.operation),
            message=text(c.message),
            outcome=text(c.outcome),
            hash=text(c.hash),
        )


@dataclass(frozen=True)
class AccessHeadInfo:
    """What to note elsewhere, so that a log that was written anew shows."""

    #: Number of entries.
    entries: int
    #: 事業所番号 of the office whose log it is.
    office: str
    #: Hash of the last entry, 64 lower-case hexadecimal digits.
    hash: str

    @classmethod
    def of(cls, c: Any) -> AccessHeadInfo:
        """Copies the C struct."""
        return cls(
            entries=int(c.entries),
            office=text(c.office),
            hash=text(c.hash),
        )


@dataclass(frozen=True)
class CertificateInfo:
    """What a certificate says of itself."""

    #: 更新時期: 1 from 90 days before its end on, else 0.
    is_renewal_due: bool
    #: 1 when its time has begun and is not over, else 0.
    is_valid_now: bool
    #: Whole days until its end; negative when it is over.
    days_left: int
    #: 事業所番号 that it names.
    office: str
    #: 主体者, such as `C=JP, CN=…`.
    subject: str
    #: 発行者.
    issuer: str
    #: シリアル番号, hexadecimal.
    serial: str
    #: SHA-256 拇印, lower-case hexadecimal: what people compare.
    fingerprint: str
    #: Kind and size of its key, such as `RSA-2048` or `EC P-256`.
    algorithm: str
    #: First second of its validity, RFC 3339 in UTC.
    not_before: str
    #: Last second of its validity, RFC 3339 in UTC.
    not_after: str

    @classmethod
    def of(cls, c: Any) -> CertificateInfo:
        """Copies the C struct."""
        return cls(
            is_renewal_due=bool(c.is_renewal_due),
            is_valid_now=bool(c.is_valid_now),
            days_left=int(c.days_left),
            office=text(c.office),
            subject=text(c.subject),
            issuer=text(c.issuer),
            serial=text(c.serial),
            fingerprint=text(c.fingerprint),
            algorithm=text(c.algorithm),
            not_before=text(c.not_before),
            not_after=text(c.not_after),
        )


@dataclass(frozen=True)
class OpenedInfo:
    """What an opened message says of itself; the sender is the signer."""

    #: Number of files; 0 for a cover.
    file_count: int
    #: Id of the message, a UUID in its text form.
    id: str
    #: 送信元の事業所番号.
    sender: str
    #: 送信元のサービス種類コード; empty for files that are no set.
    sender_kind: str
    #: 送信先の事業所番号, the first one.
    receiver: str
    #: 送信先のサービス種類コード; empty for files that are no set.
    receiver_kind: str
    #: 作成日時 of the set, YYYYMMDDHHMMSS; empty for files that are no set.
    stamp: str
    #: セットの種別, such as use_slip; empty for files that are no set.
    set: str
    #: 件名; free text of the sender.
    subject: str
    #: 本文; free text of the sender.
    body: str
    #: When the message was made, RFC 3339 in UTC, as the sender says.
    created_at: str
    #: Software that made it.
    software: str
    #: SHA-256 of the sealed content, lower-case hexadecimal; empty in evidence.
    content_sha256: str

    @classmethod
    def of(cls, c: Any) -> OpenedInfo:
        """Copies the C struct."""
        return cls(
            file_count=int(c.file_count),
            id=text(c.id),
            sender=text(c.sender),
            sender_kind=text(c.sender_kind),
            receiver=text(c.receiver),
            receiver_kind=text(c.receiver_kind),
            stamp=text(c.stamp),
            set=text(c.set),
            subject=text(c.subject),
            body=text(c.body),
            created_at=text(c.created_at),
            software=text(c.software),
            content_sha256=text(c.content_sha256),
        )


__all__ = [
    "AccessEntry",
    "AccessHeadInfo",
    "Capability",
    "Category",
    "CertificateInfo",
    "CertificateStore",
    "CertificateUse",
    "Change",
    "CheckProfile",
    "CodeInfo",
    "CoverFile",
    "DeliveryInfo",
    "Direction",
    "DirectoryEntry",
    "DocumentInfo",
    "Edition",
    "Encoding",
    "Environment",
    "Event",
    "FileKind",
    "Finding",
    "Item",
    "Language",
    "LogLevel",
    "LogLine",
    "OfficeInfo",
    "OpenedInfo",
    "Order",
    "OverviewInfo",
    "Pending",
    "Phase",
    "Place",
    "Progress",
    "Reason",
    "ReceiptInfo",
    "ReceiptOf",
    "ReceivedInfo",
    "ReceivedState",
    "Refused",
    "Rejection",
    "RelayInfo",
    "Revocation",
    "RevocationRule",
    "Role",
    "SenderRole",
    "SentInfo",
    "SentState",
    "SetInfo",
    "SetKind",
    "Severity",
    "Signer",
    "Status",
    "Step",
    "Substitution",
    "SubstitutionHow",
    "SyncInfo",
    "SyncProblem",
    "Unfinished",
    "ValueType",
    "Way",
    "WithoutStep",
]
