"""Files, their records and layouts, and the sets that they make."""

from __future__ import annotations

import os
from ctypes import byref, c_char_p, c_uint32, c_void_p, cast, string_at
from typing import Any, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _abi
from ._library import Blob, Findings, Handle, Text, View, call, fill, get_bytes, get_number, get_size, get_text, make, sized
from .errors import OutOfRange
from .types import (
    Change,
    CheckProfile,
    CodeInfo,
    DocumentInfo,
    Edition,
    FileKind,
    Item,
    Language,
    SetInfo,
    SetKind,
    Substitution,
    WithoutStep,
)

#: The items of a record, in order: item No. n (項番) is row[n - 1].
Row = Tuple[str, ...]

WRITE_REPLACE = 1


def _options(profile: CheckProfile, threads: int) -> _abi.cpl_read_options:
    options = sized(_abi.cpl_read_options)
    options.profile = profile
    options.threads = threads
    return options  # type: ignore[no-any-return]


class Layout(Handle):
    """レコードレイアウト of one kind of file in one edition."""

    _free = "cpl_layout_free"

    @classmethod
    def of_kind(cls, kind: str, edition: Edition = Edition.V41) -> Layout:
        """The layout of a kind such as UPPLAN; OutOfRange where the edition has none."""
        return make(cls, "cpl_layout_of_kind", kind, edition)

    @property
    def kind(self) -> str:
        """The kind of file that has this layout."""
        return get_text("cpl_layout_kind", self)

    @property
    def items(self) -> List[Item]:
        """Its items; the first one has the number 1."""
        return [self.item(no + 1) for no in range(get_size("cpl_layout_item_count", self))]

    def item(self, no: int) -> Item:
        """Item No. `no`, from 1."""
        return Item.of(fill(_abi.cpl_item, "cpl_layout_item", self, no))

    def find(self, name: str) -> int:
        """項番 of the item with a name, English identifier or 項目名; KeyError where there is none."""
        try:
            return get_number("cpl_layout_find", self, name)
        except OutOfRange:
            raise KeyError(name) from None

    def codes(self, no: int) -> Mapping[str, str]:
        """The codes that an item may have, with their Japanese meanings."""
        codes = {}
        for index in range(get_size("cpl_layout_code_count", self, no)):
            code, meaning = _abi.cpl_text(), _abi.cpl_text()
            call("cpl_layout_code", self, no, index, byref(code), byref(meaning))
            codes[_text(code)] = _text(meaning)
        return codes

    def code_meaning(self, no: int, code: str) -> str:
        """The Japanese meaning of a code of an item."""
        return get_text("cpl_layout_code_meaning", self, no, code)


class Record(Handle):
    """One data record, decoded."""

    _free = "cpl_record_free"

    def __len__(self) -> int:
        return get_size("cpl_record_item_count", self)

    def __getitem__(self, item: Union[int, str]) -> str:
        """By 項番, from 1, or by name: English identifier or 項目名."""
        try:
            if isinstance(item, str):
                return get_text("cpl_record_item_named", self, item)
            return get_text("cpl_record_item", self, item)
        except OutOfRange:
            raise (KeyError(item) if isinstance(item, str) else IndexError(item)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.items)

    @property
    def items(self) -> Row:
        """All of them in one call."""
        items = fill(_abi.cpl_items, "cpl_record_items", self)
        return tuple(_text(items.texts[at]) for at in range(items.text_count))

    def item_bytes(self, no: int) -> bytes:
        """Item No. `no` as it stands in the file, with quotes."""
        return get_bytes("cpl_record_item_bytes", self, no)

    def item_name(self, no: int) -> str:
        """項目名 of item No. `no`."""
        return get_text("cpl_record_item_name", self, no)


class Records(View[Row]):
    """All records of a document, as rows of text. Indexes count from 0."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._items = fill(_abi.cpl_items, "cpl_document_items", document)

    def _size(self) -> int:
        return int(self._items.record_count)

    def _at(self, index: int) -> Row:
        # The texts belong to the document, which may not be closed meanwhile.
        self._document._enter()
        try:
            texts = self._items.texts
            return tuple(_text(texts[at]) for at in range(self._items.first[index], self._items.first[index + 1]))
        finally:
            self._document._leave()


class Document(Handle):
    """A file, read and checked."""

    _free = "cpl_document_free"

    @classmethod
    def read(
        cls, path: Text, profile: CheckProfile = CheckProfile.STANDARD, threads: int = 0
    ) -> Document:
        """Reads a file on disk. What is wrong with its content is told by findings(), not by an error."""
        return make(cls, "cpl_document_read_file", path, byref(_options(profile, threads)))

    @classmethod
    def of(
        cls, name: str, content: bytes, profile: CheckProfile = CheckProfile.STANDARD, threads: int = 0
    ) -> Document:
        """Reads a file that is in memory; `name` is its file name without folders."""
        return make(cls, "cpl_document_read", name, content, byref(_options(profile, threads)))

    @property
    def name(self) -> str:
        """The file name."""
        return get_text("cpl_document_name", self)

    @property
    def content(self) -> bytes:
        """The content, exactly as it came."""
        return get_bytes("cpl_document_bytes", self)

    @property
    def info(self) -> DocumentInfo:
        """What it is, by its name and its content."""
        return DocumentInfo.of(fill(_abi.cpl_document_info, "cpl_document_get", self))

    @property
    def layout(self) -> Layout:
        """The layout of its records; OutOfRange for the image and for files of no known kind."""
        return make(Layout, "cpl_document_layout", self)

    @property
    def records(self) -> Records:
        """All records with all their items."""
        return Records(self)

    def __len__(self) -> int:
        """Number of data records."""
        return get_size("cpl_document_record_count", self)

    def __bool__(self) -> bool:
        return True

    def record(self, number: int) -> Record:
        """Data record `number`, from 1."""
        return make(Record, "cpl_document_record", self, number)

    def item(self, record: int, no: int) -> str:
        """Item No. `no` of data record `record`, both from 1."""
        return get_text("cpl_document_item", self, record, no)

    def findings(self, lang: Language = Language.JA) -> Findings:
        """What there is to say about the file."""
        return make(Findings, "cpl_document_findings", self, lang)

    def write(self, folder: Text, replace: bool = False) -> None:
        """Writes it under its own name into a folder, which must be there."""
        call("cpl_document_write", self, folder, WRITE_REPLACE if replace else 0)

    def repair(self) -> Repaired:
        """Applies the repairs that are safe (修正); the document stays as it is."""
        return make(Repaired, "cpl_repair", self)

    def edit(self) -> FileDraft:
        """Begins to edit it; the document stays as it is."""
        return make(FileDraft, "cpl_file_draft_of", self)


class Repaired(Handle):
    """A file after its repairs."""

    _free = "cpl_repaired_free"

    @property
    def document(self) -> Document:
        """The repaired file, read and checked."""
        return make(Document, "cpl_repaired_document", self)

    def changes(self, lang: Language = Language.JA) -> List[Change]:
        """What was changed."""
        count = get_size("cpl_repaired_count", self)
        return [Change.of(fill(_abi.cpl_change, "cpl_repaired_get", self, index, lang)) for index in range(count)]

    def obstacle(self, lang: Language = Language.JA) -> str:
        """Why some repairs could not be done; empty where nothing stood in the way."""
        return get_text("cpl_repaired_obstacle", self, lang)


class Upgraded(Handle):
    """Files that were brought to edition 4.1 (版の変換)."""

    _free = "cpl_upgraded_free"

    @classmethod
    def of(cls, documents: Sequence[Document], sender_kind: str = "", receiver_kind: str = "") -> Upgraded:
        """Set by set; each set whole or not at all."""
        with pointers(documents) as array:
            return make(cls, "cpl_upgrade", array, len(documents), sender_kind, receiver_kind)

    def __len__(self) -> int:
        return get_size("cpl_upgraded_count", self)

    def document(self, index: int) -> Document:
        """The file at `index`, from 0."""
        return make(Document, "cpl_upgraded_document", self, index)

    def source(self, index: int) -> str:
        """The name of the old file."""
        return get_text("cpl_upgraded_source", self, index)

    def changes(self, index: int, lang: Language = Language.JA) -> List[str]:
        """What was changed in the file at `index`."""
        count = get_size("cpl_upgraded_change_count", self, index)
        return [get_text("cpl_upgraded_change", self, index, change, lang) for change in range(count)]

    def findings(self, lang: Language = Language.JA) -> Findings:
        """Why sets were refused, and what a person must supply."""
        return make(Findings, "cpl_upgraded_findings", self, lang)


class RecordDraft(Handle):
    """A record that is being made or edited."""

    _free = "cpl_record_draft_free"

    @classmethod
    def of(cls, document: Document, number: int) -> RecordDraft:
        """A copy of record `number`, from 1."""
        return make(cls, "cpl_record_draft_of", document, number)

    def __getitem__(self, no: int) -> str:
        with make(Blob, "cpl_record_draft_text", self, no) as blob:
            return blob.bytes().decode("utf-8")

    def __setitem__(self, item: Union[int, str], value: str) -> None:
        """By 項番, from 1, or by name. FileRefused says why a value is refused; the item stays as it was."""
        call("cpl_record_draft_set_named" if isinstance(item, str) else "cpl_record_draft_set", self, item, value)

    def set_all(self, values: Sequence[Optional[str]]) -> None:
        """Items No. 1 to No. len(values); None leaves one as it is."""
        encoded = [None if value is None else value.encode("utf-8") for value in values]
        call("cpl_record_draft_set_all", self, _array(encoded), len(values))

    def take_over(self, other: RecordDraft) -> None:
        """実績 begin as a copy of the plan (予定): takes over the items that both have."""
        call("cpl_record_draft_take_over", self, other)


class Substituted(Handle):
    """文字の置き換え: text that MS932 holds, and what was replaced to make it so."""

    _free = "cpl_substituted_free"

    @classmethod
    def of(cls, text: str, own: Optional[Mapping[str, str]] = None, without: WithoutStep = WithoutStep(0)) -> Substituted:
        """Replaces the characters that MS932 lacks; show the replacements to a person. `own` (利用者の置換表): what is written for
        characters of the caller's own, such as 外字; `without`: steps to leave out. FileRefused, with WithoutStep.LAST_RESORT
        only, where nothing replaces a character."""
        table = own or {}
        originals = [original.encode("utf-8") for original in table]
        replacements = [replacement.encode("utf-8") for replacement in table.values()]
        options = sized(_abi.cpl_substitution_options)
        options.without = without
        options.own_originals, options.own_replacements = _array(originals), _array(replacements)
        options.own_count = len(table)
        return make(cls, "cpl_substitute", text, byref(options))

    @property
    def text(self) -> str:
        """The new text; the given one where nothing had to be replaced."""
        return get_text("cpl_substituted_text", self)

    def changes(self, lang: Language = Language.JA) -> List[Substitution]:
        """Every replacement, in the order of the text."""
        count = get_size("cpl_substituted_count", self)
        read = (fill(_abi.cpl_substitution, "cpl_substituted_get", self, index, lang) for index in range(count))
        return [Substitution.of(change) for change in read]


class FileDraft(Handle):
    """A file that is being made or edited. len() of it is its number of records."""

    _free = "cpl_file_draft_free"

    @classmethod
    def new(cls, kind: str, month: str, sender: str, receiver: str, stamp: str) -> FileDraft:
        """Begins a file without records; the arguments make its name."""
        return make(cls, "cpl_file_draft_new", kind, month, sender, receiver, stamp)

    @property
    def name(self) -> str:
        """The file name as it is now."""
        with make(Blob, "cpl_file_draft_name", self) as blob:
            return blob.bytes().decode("utf-8")

    @property
    def layout(self) -> Layout:
        """The layout of its records."""
        return make(Layout, "cpl_file_draft_layout", self)

    def __len__(self) -> int:
        return get_size("cpl_file_draft_record_count", self)

    def __bool__(self) -> bool:
        return True

    def readdress(self, receiver: str = "", stamp: str = "") -> None:
        """Gives it another receiver or stamp; what is empty stays."""
        call("cpl_file_draft_readdress", self, receiver, stamp)

    def set_month(self, month: str) -> None:
        """Changes the month in the name and in every record."""
        call("cpl_file_draft_set_month", self, month)

    def record(self, number: int = 0) -> RecordDraft:
        """A copy of a record, from 1; for 0 a new one that fits the file."""
        return make(RecordDraft, "cpl_file_draft_record", self, number)

    def insert(self, record: RecordDraft, number: int = 0) -> None:
        """Puts a copy before record `number`, from 1; for 0 at the end."""
        call("cpl_file_draft_insert", self, number, record)

    def replace(self, number: int, record: RecordDraft) -> None:
        """Puts a copy in the place of record `number`."""
        call("cpl_file_draft_replace", self, number, record)

    def remove(self, number: int) -> None:
        """Takes record `number` out."""
        call("cpl_file_draft_remove", self, number)

    def finish(self) -> Document:
        """Makes a document of the file as it is now; FileRefused, with findings, where it is not right."""
        return make(Document, "cpl_file_draft_finish", self)


class MessageSet(Handle):
    """Files of one stamp that are a set of the standard, free of errors."""

    _free = "cpl_set_free"

    @classmethod
    def build(cls, documents: Sequence[Document]) -> MessageSet:
        """FileRefused, with findings, when they are no set or hold errors."""
        with pointers(documents) as array:
            return make(cls, "cpl_set_build", array, len(documents))

    @property
    def info(self) -> SetInfo:
        """What it is."""
        return SetInfo.of(fill(_abi.cpl_set_info, "cpl_set_get", self))

    @property
    def documents(self) -> List[Document]:
        """Its files."""
        return [make(Document, "cpl_set_document", self, index) for index in range(get_size("cpl_set_document_count", self))]

    def findings(self, lang: Language = Language.JA) -> Findings:
        """What there is to say about its files against each other."""
        return make(Findings, "cpl_set_findings", self, lang)


class Groups(Handle, View[SetInfo]):
    """Files sorted into the sets that they were made for."""

    _free = "cpl_groups_free"

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Groups:
        """Sorts documents."""
        with pointers(documents) as array:
            return make(cls, "cpl_group", array, len(documents))

    @classmethod
    def of_folder(cls, folder: Text, profile: CheckProfile = CheckProfile.STANDARD, threads: int = 0) -> Groups:
        """Reads and sorts the files of a folder."""
        return make(cls, "cpl_group_folder", folder, byref(_options(profile, threads)))

    def _size(self) -> int:
        return get_size("cpl_groups_count", self)

    def _at(self, index: int) -> SetInfo:
        return SetInfo.of(fill(_abi.cpl_set_info, "cpl_groups_get", self, index))

    def documents(self, index: int) -> List[Document]:
        """The files of the group at `index`."""
        return [make(Document, "cpl_groups_document", self, index, at) for at in range(self[index].document_count)]

    def findings(self, index: int, lang: Language = Language.JA) -> Findings:
        """What there is to say about the group as a set."""
        return make(Findings, "cpl_groups_findings", self, index, lang)

    def build(self, index: int) -> MessageSet:
        """Builds a set of the group at `index`."""
        return make(MessageSet, "cpl_groups_build", self, index)


class _Codes(Handle, View[CodeInfo]):
    _free = "cpl_codes_free"

    def _size(self) -> int:
        return get_size("cpl_codes_count", self)

    def _at(self, index: int) -> CodeInfo:
        return CodeInfo.of(fill(_abi.cpl_code_info, "cpl_codes_get", self, index))


def explain(code: str = "", lang: Language = Language.JA) -> List[CodeInfo]:
    """Explains one finding code, or all there are."""
    with make(_Codes, "cpl_codes_explain", code, lang) as codes:
        return list(codes)


def image_name(sender: str, receiver: str, stamp: str, branch: int) -> str:
    """画像のファイル名 of an image of a basic record (UPKIHON_IMAGE); Document.of makes a document of it and the bytes. `branch`
    (枝番): 0 to 9999."""
    with make(Blob, "cpl_image_name", sender, receiver, stamp, branch) as blob:
        return blob.bytes().decode("utf-8")


def file_kinds() -> List[FileKind]:
    """The kinds of file of the standard."""
    return [FileKind.of(fill(_abi.cpl_file_kind, "cpl_file_kind_get", index)) for index in range(get_size("cpl_file_kind_count"))]


def set_kinds(edition: Edition = Edition.V41) -> List[SetKind]:
    """The kinds of set of an edition."""
    count = get_size("cpl_set_kind_count", edition)
    return [SetKind.of(fill(_abi.cpl_set_kind, "cpl_set_kind_get", edition, index)) for index in range(count)]


def set_kind_files(edition: Edition, index: int) -> List[str]:
    """The kinds of file of the kind of set at `index`: those that must be there, then those that may be."""
    kind = SetKind.of(fill(_abi.cpl_set_kind, "cpl_set_kind_get", edition, index))
    return [get_text("cpl_set_kind_file", edition, index, file) for file in range(kind.file_count + kind.annex_count)]


def service_kind_name(code: str) -> str:
    """The Japanese name of a サービス種類コード; KeyError where there is none."""
    try:
        return get_text("cpl_service_kind_name", code)
    except OutOfRange:
        raise KeyError(code) from None


class pointers:
    """Handles as an array of C, in use as long as the call runs."""

    def __init__(self, handles: Sequence[Handle]) -> None:
        self._handles = handles
        self._entered: List[Handle] = []

    def __enter__(self) -> object:
        array = (c_void_p * len(self._handles))()
        try:
            for at, handle in enumerate(self._handles):
                array[at] = handle._enter()
                self._entered.append(handle)
        except BaseException:
            self.__exit__()
            raise
        return array

    def __exit__(self, *_: object) -> None:
        for handle in self._entered:
            handle._leave()


def _array(values: Sequence[Optional[bytes]]) -> Any:
    """Texts as an array of C; `values` must outlive it."""
    array = (_abi.cpl_text * len(values))()
    for text, value in zip(array, values):
        text.data = None if value is None else cast(c_char_p(value), c_void_p)
        text.len = len(value or b"")
    return array


def _text(value: _abi.cpl_text) -> str:
    return string_at(value.data, value.len).decode("utf-8") if value.len else ""
