"""Errors, one class for each category of careplan.h, so that a caller can tell whose matter one is."""

from __future__ import annotations

from typing import Mapping, Optional, Tuple, Type

from .types import Category, Finding, Language, Place, Status


class CarePlanError(Exception):
    """Why a call failed. str() of it is for the person at the screen, in Japanese, and holds no personal data."""

    def __init__(
        self,
        status: Status,
        category: Category,
        code: str,
        messages: Mapping[Language, str],
        next_steps: Mapping[Language, str],
        is_retryable: bool = False,
        retry_after: int = 0,
        place: Optional[Place] = None,
        findings: Mapping[Language, Tuple[Finding, ...]] = {},
    ) -> None:
        self.status = status
        self.category = category
        #: Stable code of what happened, finer than the status.
        self.code = code
        #: Whether the same call may succeed later without anybody changing anything.
        self.is_retryable = is_retryable
        #: Seconds to wait before that; 0 where nothing is said of it.
        self.retry_after = retry_after
        #: Where the cause is, as far as that can be said.
        self.place = place
        self._messages = messages
        self._next_steps = next_steps
        self._findings = findings
        super().__init__(f"{self.message()} {self.next_step()}".strip() + f" [CPL_{status.name}]")

    def message(self, lang: Language = Language.JA) -> str:
        """What happened, for the person at the screen."""
        return self._messages[lang]

    def next_step(self, lang: Language = Language.JA) -> str:
        """What to do next, for the person at the screen."""
        return self._next_steps[lang]

    def findings(self, lang: Language = Language.JA) -> Tuple[Finding, ...]:
        """The findings of what was refused; empty for other errors."""
        return self._findings.get(lang, ())


class CallerError(CarePlanError):
    """呼び出し側: a mistake in the call."""


class OutOfRange(CallerError, IndexError):
    """There is no such record, item or entry."""


class Cancelled(CallerError):
    """中止: the caller ended the call."""


class FileRefused(CarePlanError):
    """ファイル: a file or set, an own one or a partner's; the findings say what to mend."""


class SetupError(CarePlanError):
    """設定: the office's profile, certificate or account."""


class TrustError(CarePlanError):
    """信頼: a seal, signature or certificate does not hold; nothing of it may be used."""


class NetworkError(CarePlanError):
    """通信: the relay or the way to it; trying again later may do."""


class StoreError(CarePlanError):
    """保存領域: the store of the office, or its disk."""


class StateError(CarePlanError):
    """状態: the message, or the work, is in a state in which this cannot be done."""


class InternalError(CarePlanError):
    """内部: a mistake of the library; please report it."""


class LibraryNotFound(ImportError):
    """The shared library cannot be loaded; the message says what to do."""


_BY_CATEGORY: Mapping[Category, Type[CarePlanError]] = {
    Category.CALLER: CallerError,
    Category.FILE: FileRefused,
    Category.SETUP: SetupError,
    Category.TRUST: TrustError,
    Category.NETWORK: NetworkError,
    Category.STORE: StoreError,
    Category.STATE: StateError,
    Category.INTERNAL: InternalError,
}


def class_of(status: Status, category: Category) -> Type[CarePlanError]:
    """The class for a status."""
    if status == Status.OUT_OF_RANGE:
        return OutOfRange
    if status == Status.CANCELLED:
        return Cancelled
    return _BY_CATEGORY.get(category, InternalError)
