"""The office: its store, its way to other offices, and what it sent and received."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from ctypes import byref, c_char_p, c_uint32, c_uint64, c_void_p, cast, pointer
from typing import Any, Callable, Iterator, List, NamedTuple, Optional, Tuple, Union

from . import _abi
from ._library import (
    Blob,
    Findings,
    Handle,
    Text,
    View,
    call,
    fill,
    get_bytes,
    get_large,
    get_number,
    get_size,
    get_text,
    given,
    make,
    sized,
    take,
)
from .documents import WRITE_REPLACE, Document, MessageSet
from .types import (
    AccessEntry,
    AccessHeadInfo,
    CertificateInfo,
    CoverFile,
    DeliveryInfo,
    Direction,
    DirectoryEntry,
    Event,
    Language,
    LogLevel,
    LogLine,
    OfficeInfo,
    Order,
    OverviewInfo,
    Progress,
    ReceiptInfo,
    ReceiptOf,
    ReceivedInfo,
    ReceivedState,
    Refused,
    Rejection,
    RelayInfo,
    SentInfo,
    SentState,
    Signer,
    Step,
    SyncInfo,
    SyncProblem,
    Unfinished,
)

_QUERY_WITH_COVERS = 1
_SEND_AGAIN = 1

#: The states of messages that wait to be taken and acknowledged.
TO_TAKE = (ReceivedState.OFFERED, ReceivedState.FETCHED, ReceivedState.HANDED)


class Cancel(Handle):
    """中止: ends long calls from another thread."""

    _free = "cpl_cancel_free"

    def __init__(self) -> None:
        out = c_void_p()
        call("cpl_cancel_new", byref(out))
        assert out.value is not None
        super().__init__(out.value)

    def request(self) -> None:
        """From any thread: calls that were given this raise Cancelled within about a second."""
        call("cpl_cancel_request", self)

    @property
    def is_requested(self) -> bool:
        """Whether it was asked for."""
        return bool(get_number("cpl_cancel_is_requested", self))


class Query(NamedTuple):
    """検索条件: which messages a list shows; what stays as it is asks for all."""

    states: Tuple[Union[SentState, ReceivedState], ...] = ()
    partner: str = ""
    month: str = ""
    set: str = ""
    insurer: str = ""
    insured: str = ""
    since: str = ""
    until: str = ""
    order: Order = Order.USUAL
    limit: int = 0
    offset: int = 0
    #: For what was sent: open the covers too.
    with_covers: bool = False


class SentList(Handle, View[SentInfo]):
    """送信済一覧."""

    _free = "cpl_sent_free"

    def _size(self) -> int:
        return get_size("cpl_sent_count", self)

    def _at(self, index: int) -> SentInfo:
        return SentInfo.of(fill(_abi.cpl_sent_info, "cpl_sent_get", self, index))

    def steps(self, index: int) -> List[Step]:
        """履歴 of the message at `index`, oldest first."""
        count = get_size("cpl_sent_step_count", self, index)
        return [Step.of(fill(_abi.cpl_step, "cpl_sent_step", self, index, at)) for at in range(count)]

    def files(self, index: int) -> List[CoverFile]:
        """The files that its cover names, where the list has covers."""
        return [CoverFile.of(fill(_abi.cpl_cover_file, "cpl_sent_file", self, index, at)) for at in range(self[index].file_count)]


class ReceivedList(Handle, View[ReceivedInfo]):
    """受信一覧."""

    _free = "cpl_received_free"

    def _size(self) -> int:
        return get_size("cpl_received_count", self)

    def _at(self, index: int) -> ReceivedInfo:
        return ReceivedInfo.of(fill(_abi.cpl_received_info, "cpl_received_get", self, index))

    def steps(self, index: int) -> List[Step]:
        """履歴 of the message at `index`, oldest first."""
        count = get_size("cpl_received_step_count", self, index)
        return [Step.of(fill(_abi.cpl_step, "cpl_received_step", self, index, at)) for at in range(count)]

    def files(self, index: int) -> List[CoverFile]:
        """The files that its cover names."""
        return [
            CoverFile.of(fill(_abi.cpl_cover_file, "cpl_received_file", self, index, at))
            for at in range(self[index].file_count)
        ]


def state_name(state: Union[SentState, ReceivedState], lang: Language = Language.JA) -> str:
    """What a state is called before people, such as 取込済."""
    return get_text("cpl_sent_state_name" if isinstance(state, SentState) else "cpl_received_state_name", state, lang)


class Outgoing(Handle):
    """A message that is kept for sending."""

    _free = "cpl_outgoing_free"

    def __repr__(self) -> str:
        return f"Outgoing(id={self.id!r}, is_new={self.is_new})"

    @property
    def id(self) -> str:
        """Id of the message."""
        return get_text("cpl_outgoing_id", self)

    @property
    def is_new(self) -> bool:
        """False where the same set was there already."""
        return bool(get_number("cpl_outgoing_is_new", self))


class Delivery(Handle):
    """A message that was opened and verified."""

    _free = "cpl_delivery_free"

    @property
    def info(self) -> DeliveryInfo:
        """送付状: what it says of itself."""
        return DeliveryInfo.of(fill(_abi.cpl_delivery_info, "cpl_delivery_get", self))

    @property
    def signer(self) -> Signer:
        """Who signed it; OutOfRange for what came through a folder, unsigned."""
        return Signer.of(fill(_abi.cpl_signer, "cpl_delivery_signer", self))

    @property
    def documents(self) -> List[Document]:
        """Its files, byte for byte as they were sent."""
        count = get_size("cpl_delivery_document_count", self)
        return [make(Document, "cpl_delivery_document", self, index) for index in range(count)]


class Receipt(Handle):
    """受領証: a verified receipt."""

    _free = "cpl_receipt_free"

    @property
    def info(self) -> ReceiptInfo:
        """What it states."""
        return ReceiptInfo.of(fill(_abi.cpl_receipt_info, "cpl_receipt_get", self))

    @property
    def signer(self) -> Signer:
        """Who signed it."""
        return Signer.of(fill(_abi.cpl_signer, "cpl_receipt_signer", self))

    @property
    def signed_bytes(self) -> bytes:
        """It as it was signed, CMS in DER."""
        return get_bytes("cpl_receipt_bytes", self)


class Certificate(Handle):
    """電子証明書 of an office, without its private key."""

    _free = "cpl_certificate_free"

    @classmethod
    def read(cls, content: bytes, office_rule: str = "") -> Certificate:
        """PEM (with any intermediates behind it) or DER. Nothing is trusted by that. `office_rule`: where it names its office;
        empty: subject.serialNumber."""
        return make(cls, "cpl_certificate_read", content, office_rule)

    @property
    def info(self) -> CertificateInfo:
        """What it says of itself, judged by the clock of this machine."""
        return CertificateInfo.of(fill(_abi.cpl_certificate_info, "cpl_certificate_get", self))

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return get_bytes("cpl_certificate_der", self)


class _Relay(Handle):
    _free = "cpl_relay_free"

    def info(self) -> RelayInfo:
        return RelayInfo.of(fill(_abi.cpl_relay_info, "cpl_relay_get", self))


class SyncReport(Handle):
    """What one pass did."""

    _free = "cpl_sync_report_free"

    @property
    def info(self) -> SyncInfo:
        """In numbers."""
        return SyncInfo.of(fill(_abi.cpl_sync_info, "cpl_sync_report_get", self))

    @property
    def problems(self) -> List[SyncProblem]:
        """What did not go well, at most 100."""
        count = get_size("cpl_sync_report_problem_count", self)
        return [SyncProblem.of(fill(_abi.cpl_sync_problem, "cpl_sync_report_problem", self, index)) for index in range(count)]


class Overview(Handle):
    """How an office stood when it was asked."""

    _free = "cpl_overview_free"

    @property
    def info(self) -> OverviewInfo:
        """What there is to say."""
        return OverviewInfo.of(fill(_abi.cpl_overview_info, "cpl_overview_get", self))

    def count(self, state: Union[SentState, ReceivedState]) -> int:
        """How many messages stood in a state."""
        direction = Direction.SENT if isinstance(state, SentState) else Direction.RECEIVED
        return get_large("cpl_overview_count", self, direction, state)


class Directory(Handle, View[DirectoryEntry]):
    """Offices that were found, by number."""

    _free = "cpl_directory_free"

    def _size(self) -> int:
        return get_size("cpl_directory_count", self)

    def _at(self, index: int) -> DirectoryEntry:
        return DirectoryEntry.of(fill(_abi.cpl_directory_entry, "cpl_directory_get", self, index))

    @property
    def has_more(self) -> bool:
        """Whether more follow after the last one's number."""
        return bool(get_number("cpl_directory_has_more", self))

    def certificates(self, index: int) -> List[Certificate]:
        """送信先の電子証明書: all certificates of the office at `index`, newest first, as seal() wants them."""
        count = self[index].certificate_count
        return [make(Certificate, "cpl_directory_certificate", self, index, at) for at in range(count)]


class Folder(Handle):
    """What the last look into the folder of downloads found."""

    _free = "cpl_folder_free"

    @property
    def looked_at(self) -> str:
        """When; empty where there was none."""
        return get_text("cpl_folder_looked_at", self)

    @property
    def refused(self) -> List[Refused]:
        """受け取れないファイル: groups of files that are no set for this office."""
        count = get_size("cpl_folder_refused_count", self)
        return [Refused.of(fill(_abi.cpl_refused, "cpl_folder_refused", self, index)) for index in range(count)]

    def refused_files(self, index: int) -> List[str]:
        """Paths of the files of the group at `index`."""
        return [get_text("cpl_folder_refused_file", self, index, file) for file in range(self.refused[index].file_count)]

    def refused_findings(self, index: int, lang: Language = Language.JA) -> Findings:
        """What is wrong with the group at `index`."""
        return make(Findings, "cpl_folder_refused_findings", self, index, lang)

    @property
    def unfinished(self) -> List[Unfinished]:
        """途中のファイル: files that are left for later."""
        count = get_size("cpl_folder_unfinished_count", self)
        return [Unfinished.of(fill(_abi.cpl_unfinished, "cpl_folder_unfinished", self, index)) for index in range(count)]


class AccessLog(Handle, View[AccessEntry]):
    """Entries of the access log, oldest first."""

    _free = "cpl_access_log_free"

    def _size(self) -> int:
        return get_size("cpl_access_log_count", self)

    def _at(self, index: int) -> AccessEntry:
        return AccessEntry.of(fill(_abi.cpl_access_entry, "cpl_access_log_get", self, index))

    def persons(self, index: int) -> List[str]:
        """The keyed hashes of the persons of the entry at `index`."""
        return [get_text("cpl_access_log_person", self, index, person) for person in range(self[index].person_count)]


class AccessQuery(NamedTuple):
    """Which entries of the access log; what stays as it is asks for all."""

    after: int = 0
    limit: int = 0
    insurer: str = ""
    insured: str = ""
    since: str = ""
    until: str = ""


class _AccessHead(Handle):
    _free = "cpl_access_head_free"

    def info(self) -> AccessHeadInfo:
        return AccessHeadInfo.of(fill(_abi.cpl_access_head_info, "cpl_access_head_get", self))


class _Events(Handle, View[Event]):
    _free = "cpl_events_free"

    def _size(self) -> int:
        return get_size("cpl_events_count", self)

    def _at(self, index: int) -> Event:
        return Event.of(fill(_abi.cpl_event, "cpl_events_get", self, index))


class _Ids(Handle, View[str]):
    _free = "cpl_ids_free"

    def _size(self) -> int:
        return get_size("cpl_ids_count", self)

    def _at(self, index: int) -> str:
        return get_text("cpl_ids_get", self, index)


ProgressHandler = Callable[[Progress], object]
EventHandler = Callable[[Event], object]
LogHandler = Callable[[LogLine], object]


class Office(Handle):
    """事業所: its profile, its store on this machine and its way to other offices.

    Handlers are called on the threads on which things happen. An exception that leaves one goes to sys.unraisablehook; one
    that leaves a progress handler ends the call, which then raises it.
    """

    _free = "cpl_office_free"

    def __init__(
        self,
        folder: Text,
        relay_password: str = "",
        key_password: str = "",
        log: Optional[LogHandler] = None,
        log_level: LogLevel = LogLevel.INFO,
    ) -> None:
        options = sized(_abi.cpl_office_options)
        options.log_level = log_level
        kept = [_put(options, "relay_password", relay_password), _put(options, "key_password", key_password)]
        trampoline = _trampoline(_abi.cpl_log_fn, _abi.cpl_log_line, LogLine, log)
        # What the library may call lives as long as the office: a handler may run while it is exchanged, even exchange itself.
        self._trampolines: List[Any] = [trampoline]
        if log is not None:
            options.log = trampoline
        out = c_void_p()
        call("cpl_office_open", folder, byref(options), byref(out))
        del kept
        assert out.value is not None
        super().__init__(out.value)

    @property
    def number(self) -> str:
        """事業所番号."""
        return get_text("cpl_office_number", self)

    @property
    def info(self) -> OfficeInfo:
        """What it is."""
        return OfficeInfo.of(fill(_abi.cpl_office_info, "cpl_office_get", self))

    @property
    def certificates(self) -> List[Certificate]:
        """電子証明書 that the office itself has in its profile, newest first; each may outlive the office."""
        count = get_size("cpl_office_certificate_count", self)
        return [make(Certificate, "cpl_office_certificate", self, index) for index in range(count)]

    def ask_relay(self, cancel: Optional[Cancel] = None) -> RelayInfo:
        """接続の確認: asks the relay what it is; needs no login."""
        with _control(cancel, None) as c, make(_Relay, "cpl_office_ask_relay", self, c) as relay:
            return relay.info()

    def set_actor(self, name: str) -> None:
        """操作者 in the access log from now on."""
        call("cpl_office_set_actor", self, name)

    # 送信 / sending

    def send(self, message_set: MessageSet, subject: str = "", body: str = "", again: bool = False) -> Outgoing:
        """Keeps the set for sending: sync() or a worker sends it. Works without a network."""
        return make(Outgoing, "cpl_office_send", self, message_set, subject, body, _SEND_AGAIN if again else 0)

    def withdraw(self, id: str) -> None:
        """取消."""
        call("cpl_office_withdraw", self, id)

    def sent(self, query: Query = Query()) -> SentList:
        """送信済一覧, newest first."""
        with _query(query) as c:
            return make(SentList, "cpl_office_sent", self, c)

    def sent_message(self, id: str) -> SentList:
        """One message as a list of one, with its cover."""
        return make(SentList, "cpl_office_sent_message", self, id)

    def open_sent(self, id: str) -> Delivery:
        """What was sent, while its content is kept."""
        return make(Delivery, "cpl_office_open_sent", self, id)

    # 送受信 / exchange

    def sync(self, cancel: Optional[Cancel] = None, progress: Optional[ProgressHandler] = None) -> SyncReport:
        """Sends and receives once. It raises only where there was no pass; the report tells what did not go well."""
        with _control(cancel, progress) as c:
            return make(SyncReport, "cpl_office_sync", self, c)

    def sync_all(self, cancel: Optional[Cancel] = None, progress: Optional[ProgressHandler] = None) -> None:
        """The same, but raises the first thing that did not go well."""
        with _control(cancel, progress) as c:
            call("cpl_office_sync", self, c, None)

    def start_worker(self) -> Worker:
        """自動送受信: sends and receives in the background until it is closed."""
        worker = make(Worker, "cpl_worker_start", self)
        worker._office = self
        return worker

    def wake(self) -> None:
        """Has the worker try now what it waits with."""
        call("cpl_office_wake", self)

    # 受信 / receiving

    def received(self, query: Query = Query()) -> ReceivedList:
        """受信一覧, oldest stamp first: the order in which messages are to be taken."""
        with _query(query) as c:
            return make(ReceivedList, "cpl_office_received", self, c)

    def received_message(self, id: str) -> ReceivedList:
        """One message as a list of one."""
        return make(ReceivedList, "cpl_office_received_message", self, id)

    def take(self, id: str, cancel: Optional[Cancel] = None, progress: Optional[ProgressHandler] = None) -> Delivery:
        """取込: opens and verifies a message; fetches it first if it is not here yet."""
        with _control(cancel, progress) as c:
            return make(Delivery, "cpl_office_take", self, id, c)

    def acknowledge(self, id: str) -> None:
        """取込の確定: call it only when the files are stored in the caller's own database."""
        call("cpl_office_acknowledge", self, id)

    def reject(self, id: str, reason: Rejection) -> None:
        """受取拒否."""
        call("cpl_office_reject", self, id, reason)

    # 受領証と証跡 / receipts and evidence

    def receipt(self, which: ReceiptOf, id: str) -> Receipt:
        """The receipt of a message, verified."""
        return make(Receipt, "cpl_office_receipt", self, which, id)

    def export_evidence(self, id: str) -> bytes:
        """証跡: message and receipt in one file that anybody can verify. It holds the files in clear."""
        with make(Blob, "cpl_office_export_evidence", self, id) as blob:
            return blob.bytes()

    def verify_evidence(self, evidence: bytes) -> Tuple[Delivery, Receipt]:
        """Verifies an evidence file by the certificates that this office trusts."""
        message, receipt = c_void_p(), c_void_p()
        call("cpl_office_verify_evidence", self, evidence, byref(message), byref(receipt))
        return take(Delivery, message), take(Receipt, receipt)

    # 状況 / how it stands

    def overview(self) -> Overview:
        """For a person who looks at it; uses no network."""
        return make(Overview, "cpl_office_overview", self)

    def events(self, after: int = 0, limit: int = 0) -> List[Event]:
        """Every change of every message from behind event number `after`."""
        with make(_Events, "cpl_office_events", self, after, limit) as events:
            return list(events)

    def on_event(self, handler: Optional[EventHandler]) -> None:
        """Is told of every change of every message from now on; None ends it."""
        trampoline = _trampoline(_abi.cpl_event_fn, _abi.cpl_event, Event, handler)
        self._trampolines.append(trampoline)
        call("cpl_office_set_event_handler", self, trampoline, None)

    def on_log(self, handler: Optional[LogHandler], level: LogLevel = LogLevel.INFO) -> None:
        """Is told what the office does, several threads at once; None ends it."""
        trampoline = _trampoline(_abi.cpl_log_fn, _abi.cpl_log_line, LogLine, handler)
        self._trampolines.append(trampoline)
        call("cpl_office_set_log_handler", self, level, trampoline, None)

    def find_ids(self, direction: Direction, part: str) -> List[str]:
        """The ids that begin or end with these digits."""
        with make(_Ids, "cpl_office_find_ids", self, direction, part) as ids:
            return list(ids)

    def folder(self) -> Folder:
        """What the last sync found in the folder of downloads besides the sets."""
        return make(Folder, "cpl_office_folder", self)

    # 宛先 / the directory

    def find_office(self, number: str, cancel: Optional[Cancel] = None) -> DirectoryEntry:
        """Asks the relay for the office of a number."""
        with _control(cancel, None) as c, make(Directory, "cpl_office_find_office", self, number, c) as found:
            return found[0]

    def find_certificates(self, number: str, cancel: Optional[Cancel] = None) -> List[Certificate]:
        """送信先の電子証明書: asks the relay for all certificates of the office of a number, as seal() wants them."""
        with _control(cancel, None) as c, make(Directory, "cpl_office_find_office", self, number, c) as found:
            return found.certificates(0)

    def search_offices(self, name: str, after: str = "", limit: int = 100, cancel: Optional[Cancel] = None) -> Directory:
        """Asks the relay for offices whose name holds `name`."""
        with _control(cancel, None) as c:
            return make(Directory, "cpl_office_search_offices", self, name, after, limit, c)

    # アクセス記録 / the access log

    def access_log(self, query: AccessQuery = AccessQuery()) -> AccessLog:
        """Entries of the access log."""
        c = sized(_abi.cpl_access_query)
        c.after, c.limit = query.after, query.limit
        kept = [_put(c, name, getattr(query, name)) for name in ("insurer", "insured", "since", "until")]
        log = make(AccessLog, "cpl_office_access_log", self, byref(c))
        del kept
        return log

    def export_access_log(self) -> Tuple[bytes, AccessHeadInfo]:
        """The whole log as JSON lines, and its end."""
        log, head = c_void_p(), c_void_p()
        call("cpl_office_export_access_log", self, byref(log), byref(head))
        with take(Blob, log) as blob, take(_AccessHead, head) as end:
            return blob.bytes(), end.info()

    def export_access_log_to(self, path: Text, replace: bool = False) -> AccessHeadInfo:
        """The same into a file, in a folder that must be there; gives its end."""
        with make(_AccessHead, "cpl_office_export_access_log_file", self, path, WRITE_REPLACE if replace else 0) as head:
            return head.info()

    def verify_access_log(self) -> AccessHeadInfo:
        """Verifies the log in the store."""
        with make(_AccessHead, "cpl_office_verify_access_log", self) as head:
            return head.info()

    # 保守 / upkeep

    def backup(self, folder: Text) -> None:
        """A copy of the store in a folder that is not there yet."""
        call("cpl_office_backup", self, folder)

    def clean_up(self) -> Tuple[int, int]:
        """整理: how many contents and how many messages were let go."""
        contents, messages = c_uint64(), c_uint64()
        call("cpl_office_clean_up", self, byref(contents), byref(messages))
        return contents.value, messages.value

    def reload_identities(self) -> None:
        """Reads profile.toml and the identities again, after a renewal."""
        call("cpl_office_reload_identities", self)

    def reload_account(self) -> None:
        """Reads the password of the relay again."""
        call("cpl_office_reload_account", self)

    def set_password(self, password: str) -> None:
        """Another password of the relay."""
        call("cpl_office_set_password", self, password)

    def reload_crls(self) -> None:
        """Reads the revocation lists again."""
        call("cpl_office_reload_crls", self)

    def add_crl(self, crl: bytes) -> int:
        """Takes newer revocation lists; how many were new."""
        added = c_uint32()
        call("cpl_office_add_crl", self, crl, byref(added))
        return added.value


class Worker(Handle):
    """自動送受信. close() stops it and waits for its threads, a second or two at most."""

    _free = "cpl_worker_stop"

    # It goes on calling the handlers of the office, which must live as long.
    _office: Office

    def stop(self) -> None:
        """The same as close()."""
        self.close()


def restore(profile: Text, backup: Text) -> str:
    """復元: puts a backup back; the path of the folder that the store before is in now, empty where there was none."""
    with make(Blob, "cpl_office_restore", profile, backup) as moved:
        return moved.bytes().decode("utf-8")


def verify_access_log(log: bytes) -> AccessHeadInfo:
    """Verifies an exported access log, of any office and without a profile."""
    with make(_AccessHead, "cpl_access_log_verify", log) as head:
        return head.info()


def _put(struct: Any, name: str, value: str) -> bytes:
    """Sets pointer and length of a text in a struct; the result must live as long as the struct is used."""
    encoded = value.encode("utf-8")
    setattr(struct, name, cast(c_char_p(encoded), c_void_p) if encoded else None)
    setattr(struct, f"{name}_len", len(encoded))
    return encoded


@contextmanager
def _query(query: Query) -> Iterator[object]:
    c = sized(_abi.cpl_query)
    c.flags = _QUERY_WITH_COVERS if query.with_covers else 0
    for state in query.states:
        c.states |= 1 << state
    c.order, c.limit, c.offset = query.order, query.limit, query.offset
    kept = [_put(c, name, getattr(query, name)) for name in ("partner", "month", "set", "insurer", "insured", "since", "until")]
    yield byref(c)
    del kept


@contextmanager
def _control(cancel: Optional[Cancel], progress: Optional[ProgressHandler]) -> Iterator[object]:
    if cancel is None and progress is None:
        yield None
        return
    failed: List[BaseException] = []
    switch = cancel or Cancel()

    def tell(_context: object, address: int) -> None:
        if failed or progress is None:
            return
        try:
            progress(Progress.of(given(_abi.cpl_progress, address)))
        except BaseException as error:
            failed.append(error)
            switch.request()

    trampoline = _abi.cpl_progress_fn(tell)
    c = sized(_abi.cpl_control)
    c.cancel = switch._enter()
    if progress is not None:
        c.progress = trampoline
    try:
        yield pointer(c)
    except Exception:
        if not failed:
            raise
    finally:
        switch._leave()
        if cancel is None:
            switch.close()
    if failed:
        raise failed[0]


def _trampoline(kind: Any, struct: Any, shown: Any, handler: Optional[Callable[[Any], object]]) -> Any:
    if handler is None:
        return kind()

    def tell(_context: object, address: int) -> None:
        try:
            handler(shown.of(given(struct, address)))
        except BaseException:
            _report(handler)

    return kind(tell)


class _Unraisable(NamedTuple):
    exc_type: Any
    exc_value: Any
    exc_traceback: Any
    err_msg: str
    object: Any


def _report(handler: object) -> None:
    kind, value, traceback = sys.exc_info()
    sys.unraisablehook(_Unraisable(kind, value, traceback, "Exception ignored in a handler", handler))  # type: ignore[arg-type]

