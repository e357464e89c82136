"""ケアプランデータ連携 SDK を Python から使う / the Care Plan Link SDK for Python.

    import careplan_link as cp

    with cp.Office("profile") as office, cp.Groups.of_folder("sets") as groups:
        office.send(groups.build(0), subject="予定をお送りします")
        office.sync_all()

What a call does, its units and its errors are told in include/careplan.h, at the function cpl_… of the same name.
Indexes of lists count from 0; records and items (項番) count from 1, as in the standard.
"""

from ._library import Findings, Handle, get_number, get_text, library, open_handles, status_message
from .documents import (
    Document,
    FileDraft,
    Groups,
    Layout,
    MessageSet,
    Record,
    RecordDraft,
    Records,
    Repaired,
    Row,
    Substituted,
    Upgraded,
    explain,
    file_kinds,
    image_name,
    service_kind_name,
    set_kind_files,
    set_kinds,
)
from .envelopes import (
    Identity,
    Opened,
    OpenedFile,
    Sealed,
    Trust,
    make_evidence,
    open_cover,
    open_sealed,
    seal,
    store_certificates,
    verify_evidence,
    verify_receipt,
)
from .errors import (
    CallerError,
    Cancelled,
    CarePlanError,
    FileRefused,
    InternalError,
    LibraryNotFound,
    NetworkError,
    OutOfRange,
    SetupError,
    StateError,
    StoreError,
    TrustError,
)
from .office import (
    TO_TAKE,
    AccessLog,
    AccessQuery,
    Cancel,
    Certificate,
    Delivery,
    Directory,
    Folder,
    Office,
    Outgoing,
    Overview,
    Query,
    Receipt,
    ReceivedList,
    SentList,
    SyncReport,
    Worker,
    restore,
    state_name,
    verify_access_log,
)
from .types import *  # noqa: F403
from .types import Capability

__version__ = "0.1.0"


def abi_version() -> int:
    """The ABI version of the library that is loaded."""
    return int(library().cpl_abi_version())


def version() -> str:
    """Version of the library that is loaded."""
    return get_text("cpl_version")


def capabilities() -> Capability:
    """What the library that is loaded can do here."""
    return Capability(get_number("cpl_capabilities"))
