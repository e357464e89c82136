"""Loads the shared library, calls it, and owns its handles."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections import Counter
from ctypes import CDLL, byref, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path
from typing import Any, ClassVar, Iterator, List, Optional, Sequence, Tuple, Type, TypeVar, Union, overload

from . import _abi
from .errors import CarePlanError, LibraryNotFound, class_of
from .types import Category, Finding, Language, Place, Status, raw, text

Text = Union[str, "os.PathLike[str]"]
T = TypeVar("T")
H = TypeVar("H", bound="Handle")

_loading = threading.Lock()
_library: Optional[CDLL] = None
_counting = threading.Lock()
_open: Counter[str] = Counter()


def library() -> CDLL:
    """The library; it is loaded at the first call."""
    global _library
    if _library is None:
        with _loading:
            if _library is None:
                _library = _load()
    return _library


def open_handles() -> int:
    """How many handles are not freed: for tests of leaks."""
    with _counting:
        return sum(_open.values())


def _load() -> CDLL:
    tried: List[str] = []
    for name in _candidates():
        try:
            loaded = CDLL(name)
        except OSError as error:
            tried.append(f"  {name}: {error}")
            continue
        try:
            _abi.bind(loaded)
            version = int(loaded.cpl_abi_version())
        except AttributeError as error:
            raise LibraryNotFound(f"{name} は古い版です。新しい版に替えてください / is too old, please replace it: {error}") from error
        if version < _abi.ABI_VERSION:
            raise LibraryNotFound(f"{name} は古い版です (ABI {version})。新しい版に替えてください / is too old, please replace it")
        return loaded
    bits = 64 if sys.maxsize > 2**32 else 32
    raise LibraryNotFound(
        f"careplan のライブラリーを読み込めません。この Python は {bits} ビットです。環境変数 CAREPLAN_LIBRARY に {bits} ビット版のファイルの場所を"
        f"設定してください / cannot load the careplan library; this Python has {bits} bits: set CAREPLAN_LIBRARY to the path of one that has too\n"
        + "\n".join(tried)
    )


def _candidates() -> Iterator[str]:
    given = os.environ.get("CAREPLAN_LIBRARY")
    if given:
        yield given
        return
    if sys.platform == "win32":
        names = ["careplan.dll"]
    elif sys.platform == "darwin":
        names = ["libcareplan.1.dylib", "libcareplan.dylib"]
    else:
        names = [f"libcareplan.so.{_abi.ABI_VERSION}", "libcareplan.so"]
    beside = Path(__file__).resolve().parent / "lib"
    yield from (str(beside / name) for name in names if (beside / name).exists())
    yield from names


class Handle:
    """Owns a handle of the library. It is freed by close(), at the end of a with block, or with the object.

    Closing while another thread is in a call on it waits for nothing: the last call that ends frees it.
    """

    _free: ClassVar[str]

    def __init__(self, pointer: int) -> None:
        self._pointer: Optional[int] = pointer
        self._using = 0
        self._closing = False
        self._guard = threading.Lock()
        with _counting:
            _open[type(self).__name__] += 1

    def close(self) -> None:
        """Frees it. Closing twice is the same as once."""
        with self._guard:
            self._closing = True
            pointer = self._pointer if self._using == 0 else None
            if pointer is not None:
                self._pointer = None
        if pointer is not None:
            self._release(pointer)

    def _enter(self) -> int:
        with self._guard:
            if self._closing or self._pointer is None:
                raise ValueError(f"{type(self).__name__} は閉じています / is closed")
            self._using += 1
            return self._pointer

    def _leave(self) -> None:
        with self._guard:
            self._using -= 1
            pointer = self._pointer if self._closing and self._using == 0 else None
            if pointer is not None:
                self._pointer = None
        if pointer is not None:
            self._release(pointer)

    def _release(self, pointer: int) -> None:
        getattr(library(), self._free)(pointer)
        with _counting:
            _open[type(self).__name__] -= 1

    def __enter__(self: H) -> H:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        # Where making it failed, or the interpreter is going down, there is nothing to free.
        if getattr(self, "_pointer", None) is not None and _counting is not None:
            self.close()


class Blob(Handle):
    """Bytes that were made for the caller."""

    _free = "cpl_blob_free"

    def bytes(self) -> bytes:
        """A copy of them."""
        return get_bytes("cpl_blob_bytes", self)


def call(name: str, *arguments: Any) -> None:
    """Calls an export and raises what it tells. Handles, text and bytes are passed as what C wants of them."""
    function = getattr(library(), name)
    error = c_void_p()
    used: List[Handle] = []
    passed: List[Any] = []
    try:
        for argument in arguments:
            if isinstance(argument, Handle):
                passed.append(argument._enter())
                used.append(argument)
            elif isinstance(argument, (str, os.PathLike)):
                encoded = os.fspath(argument).encode("utf-8")
                passed += [encoded, len(encoded)]
            elif isinstance(argument, (bytes, bytearray, memoryview)):
                content = bytes(argument)
                passed += [content, len(content)]
            else:
                passed.append(argument)
        if name in _abi.TELL_ERRORS:
            passed.append(byref(error))
        status = function(*passed)
    finally:
        for handle in used:
            handle._leave()
    if status != 0:
        raise _error(status, error)


def make(kind: Type[H], name: str, *arguments: Any) -> H:
    """Calls an export whose last argument, or last but the error, is a place for a handle."""
    out = c_void_p()
    call(name, *arguments, byref(out))
    return kind(_pointer(out))


def take(kind: Type[H], out: c_void_p) -> H:
    """A handle that a call has put into `out`."""
    return kind(_pointer(out))


def _pointer(out: c_void_p) -> int:
    if out.value is None:
        raise RuntimeError("no handle")
    return out.value


def get_text(name: str, *arguments: Any) -> str:
    """Calls an export whose last argument is a cpl_text."""
    out = _abi.cpl_text()
    call(name, *arguments, byref(out))
    return text(out)


def get_bytes(name: str, *arguments: Any) -> bytes:
    """Calls an export whose last argument is a cpl_bytes."""
    out = _abi.cpl_bytes()
    call(name, *arguments, byref(out))
    return raw(out)


def get_size(name: str, *arguments: Any) -> int:
    """Calls an export whose last argument is a size_t."""
    out = c_size_t()
    call(name, *arguments, byref(out))
    return out.value


def get_number(name: str, *arguments: Any) -> int:
    """Calls an export whose last argument is a uint32_t."""
    out = c_uint32()
    call(name, *arguments, byref(out))
    return out.value


def get_large(name: str, *arguments: Any) -> int:
    """Calls an export whose last argument is a uint64_t."""
    out = c_uint64()
    call(name, *arguments, byref(out))
    return out.value


def fill(kind: Any, name: str, *arguments: Any) -> Any:
    """Calls an export whose last argument is a struct to fill, of the ctypes class `kind`."""
    out = sized(kind)
    call(name, *arguments, byref(out))
    return out


def sized(kind: Any) -> Any:
    """An empty struct with struct_size."""
    out = kind()
    out.struct_size = ctypes.sizeof(out)
    return out


def given(kind: Any, address: int) -> Any:
    """A copy of the struct of a callback, also from a library that fills less of it."""
    out = kind()
    size = min(ctypes.sizeof(out), c_uint32.from_address(address).value)
    ctypes.memmove(byref(out), address, size)
    return out


class View(Sequence[T]):
    """A list of which each entry is asked for when it is looked at."""

    def _size(self) -> int:
        raise NotImplementedError

    def _at(self, index: int) -> T:
        raise NotImplementedError

    def __len__(self) -> int:
        return self._size()

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> List[T]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[T, List[T]]:
        if isinstance(index, slice):
            return [self._at(at) for at in range(*index.indices(self._size()))]
        size = self._size()
        at = index + size if index < 0 else index
        if not 0 <= at < size:
            raise IndexError(index)
        return self._at(at)

    def __iter__(self) -> Iterator[T]:
        for index in range(self._size()):
            yield self._at(index)


class Findings(Handle, View[Finding]):
    """A list of findings in one language."""

    _free = "cpl_findings_free"

    def _size(self) -> int:
        return get_size("cpl_findings_count", self)

    def _at(self, index: int) -> Finding:
        return Finding.of(fill(_abi.cpl_finding, "cpl_findings_get", self, index))

    @property
    def counts(self) -> Tuple[int, int, int]:
        """Number of errors, warnings and notes, those included that were too many to be listed."""
        numbers = [c_size_t(), c_size_t(), c_size_t()]
        call("cpl_findings_severity_counts", self, *(byref(number) for number in numbers))
        return numbers[0].value, numbers[1].value, numbers[2].value

    @property
    def has_errors(self) -> bool:
        """Whether there is an error among them."""
        return self.counts[0] > 0


def status_message(status: int, lang: Language = Language.JA) -> str:
    """What a status says and what to do next; empty for a number that the library does not know."""
    out = _abi.cpl_text()
    return text(out) if library().cpl_status_message(status, lang, byref(out)) == Status.OK else ""


class _Error(Handle):
    _free = "cpl_error_free"


def _error(number: int, pointer: c_void_p) -> CarePlanError:
    status = Status(number)
    try:
        category = Category(get_number("cpl_status_category", number))
    except CarePlanError:
        category = Category.INTERNAL
    kind = class_of(status, category)
    if pointer.value is None:
        name = f"CPL_{status.name}"
        empty = {Language.JA: "", Language.EN: ""}
        return kind(status, category, name, {lang: status_message(number, lang) or name for lang in Language}, empty)
    with _Error(pointer.value) as error:
        messages = {lang: get_text("cpl_error_message", error, lang) for lang in Language}
        next_steps = {lang: get_text("cpl_error_hint", error, lang) for lang in Language}
        findings = {}
        for lang in Language:
            with make(Findings, "cpl_error_findings", error, lang) as found:
                findings[lang] = tuple(found)
        return kind(
            status,
            category,
            get_text("cpl_error_code", error),
            messages,
            next_steps,
            bool(get_number("cpl_error_is_retryable", error)),
            get_large("cpl_error_retry_after", error),
            Place.of(fill(_abi.cpl_place, "cpl_error_place", error)),
            findings,
        )
