"""Certificates, trust and envelopes, for programs that carry messages themselves; Office.send does all of it."""

from __future__ import annotations

from ctypes import byref, c_char_p, c_size_t, c_void_p, cast
from typing import List, NamedTuple, Optional, Sequence, Tuple

from . import _abi
from ._library import Blob, Handle, Text, View, call, fill, get_bytes, get_number, get_size, get_text, make, sized, take
from .documents import Document, MessageSet, pointers
from .office import Certificate, Receipt
from .types import (
    CertificateInfo,
    CertificateStore,
    CertificateUse,
    Language,
    OpenedInfo,
    Revocation,
    RevocationRule,
    Role,
    Signer,
    raw,
    text,
)


class Identity(Handle):
    """電子証明書と秘密鍵: a certificate of an office with its private key, in memory, on a token or in a store.

    `office_rule` (事業所番号の場所): where the certificate names its office, as in Trust; empty: subject.serialNumber.
    """

    _free = "cpl_identity_free"

    @classmethod
    def load(cls, source: Text, password: str = "", office_rule: str = "") -> Identity:
        """Of a file, PEM or PKCS#12, or of a token where `source` is a PKCS#11 URI; take that from the administrator only."""
        return make(cls, "cpl_identity_load", source, password, office_rule)

    @classmethod
    def read(cls, content: bytes, password: str = "", office_rule: str = "") -> Identity:
        """PEM with certificates and private key, or PKCS#12."""
        return make(cls, "cpl_identity_read", content, password, office_rule)

    @classmethod
    def read_pair(cls, certificates: bytes, private_key: bytes, password: str = "", office_rule: str = "") -> Identity:
        """PEM, certificates and private key apart."""
        return make(cls, "cpl_identity_read_pair", certificates, private_key, password, office_rule)

    @classmethod
    def from_store(cls, store: CertificateStore, thumbprint: str, office_rule: str = "") -> Identity:
        """In the certificate store of Windows (証明書ストア); Status.UNSUPPORTED on other systems."""
        return make(cls, "cpl_identity_from_store", store, thumbprint, office_rule)

    @property
    def certificate(self) -> Certificate:
        """Its certificate, which may outlive it."""
        return make(Certificate, "cpl_identity_certificate", self)


class _Certificates(Handle, View[CertificateInfo]):
    _free = "cpl_certificates_free"

    def _size(self) -> int:
        return get_size("cpl_certificates_count", self)

    def _at(self, index: int) -> CertificateInfo:
        return CertificateInfo.of(fill(_abi.cpl_certificate_info, "cpl_certificates_get", self, index))


def store_certificates(store: CertificateStore, office_rule: str = "") -> List[CertificateInfo]:
    """The certificates in the certificate store of Windows (証明書ストア) that have a private key and name an office; the
    fingerprint of one is for Identity.from_store. Status.UNSUPPORTED on other systems."""
    with make(_Certificates, "cpl_store_certificates", store, office_rule) as certificates:
        return list(certificates)


class Trust(Handle):
    """The authorities whose certificates are trusted, and the rules by which a certificate is judged."""

    _free = "cpl_trust_free"

    def __init__(
        self,
        roots: bytes,
        intermediates: bytes = b"",
        crls: bytes = b"",
        revocation: RevocationRule = RevocationRule.OFF,
        expired_grace_days: Optional[int] = None,
        office_rule: str = "",
        at: str = "",
    ) -> None:
        """Certificates and lists are PEM or DER; `at`, RFC 3339, judges as if it were that time."""
        options = sized(_abi.cpl_trust_options)
        options.revocation = revocation
        if expired_grace_days is not None:
            options.has_expired_grace, options.expired_grace_days = 1, expired_grace_days
        given = {"roots": roots, "intermediates": intermediates, "crls": crls}
        given.update(office_rule=office_rule.encode("utf-8"), at=at.encode("utf-8"))
        for name, content in given.items():
            # ctypes keeps no reference for a c_void_p: `given` does until the call is over.
            setattr(options, name, cast(c_char_p(content), c_void_p) if content else None)
            setattr(options, f"{name}_len", len(content))
        out = c_void_p()
        call("cpl_trust_new", byref(options), byref(out))
        del given
        assert out.value is not None
        super().__init__(out.value)

    def add_crl(self, crls: bytes) -> int:
        """Takes newer revocation lists (失効リスト); how many were new."""
        added = c_size_t()
        call("cpl_trust_add_crl", self, crls, byref(added))
        return added.value

    def check(self, certificate: Certificate, use: CertificateUse) -> Revocation:
        """Judges a certificate as it is now; TrustError where it is not to be trusted for that use."""
        return Revocation(get_number("cpl_trust_check", self, certificate, use))


class Sealed(Handle):
    """A message as it leaves the house: nobody but the receivers and the sender can read any of it."""

    _free = "cpl_sealed_free"

    @property
    def id(self) -> str:
        """Id of the message."""
        return get_text("cpl_sealed_id", self)

    @property
    def content(self) -> bytes:
        """The sealed content, CMS in DER."""
        return get_bytes("cpl_sealed_content", self)

    @property
    def cover(self) -> bytes:
        """The sealed cover, CMS in DER: who, to whom and which files, for lists."""
        return get_bytes("cpl_sealed_cover", self)

    @property
    def sha256(self) -> str:
        """SHA-256 of the content, lower-case hexadecimal."""
        return get_text("cpl_sealed_sha256", self)

    def warnings(self, lang: Language = Language.JA) -> List[str]:
        """About the certificates that were used, for people."""
        count = get_size("cpl_sealed_warning_count", self)
        return [get_text("cpl_sealed_warning", self, index, lang) for index in range(count)]


class OpenedFile(NamedTuple):
    """A file of an opened message."""

    name: str
    content: bytes


class Opened(Handle):
    """A message, or its cover, that was opened: everything about it has been verified."""

    _free = "cpl_opened_free"

    @property
    def info(self) -> OpenedInfo:
        """What it says of itself; the sender is the signer."""
        return OpenedInfo.of(fill(_abi.cpl_opened_info, "cpl_opened_get", self))

    @property
    def signer(self) -> Signer:
        """Who signed it."""
        return Signer.of(fill(_abi.cpl_signer, "cpl_opened_signer", self))

    @property
    def files(self) -> List[OpenedFile]:
        """Its files, byte for byte as they were sealed; none for a cover."""
        return [self._file(index) for index in range(self.info.file_count)]

    def _file(self, index: int) -> OpenedFile:
        name, content = _abi.cpl_text(), _abi.cpl_bytes()
        call("cpl_opened_file", self, index, byref(name), byref(content))
        return OpenedFile(text(name), raw(content))

    @property
    def documents(self) -> List[Document]:
        """Its files, read and checked."""
        return [make(Document, "cpl_opened_document", self, index) for index in range(self.info.file_count)]

    def receipt(self, own: Sequence[Identity]) -> bytes:
        """受領証 (CMS, DER): states that the message has been stored. Call it only when that is true."""
        with pointers(own) as identities, make(Blob, "cpl_opened_receipt", self, identities, len(own)) as blob:
            return blob.bytes()


def seal(
    own: Sequence[Identity],
    trust: Trust,
    recipients: Sequence[Certificate],
    message_set: MessageSet,
    subject: str = "",
    body: str = "",
) -> Sealed:
    """Signs a set as the newest of the identities (of one office, old and new) and seals it for all current certificates of
    the receiver, and for the sender's own."""
    with pointers(own) as identities, pointers(recipients) as certificates:
        return make(
            Sealed, "cpl_seal", identities, len(own), trust, certificates, len(recipients), message_set, subject, body
        )


def open_sealed(own: Sequence[Identity], trust: Trust, role: Role, content: bytes) -> Opened:
    """Opens a sealed content with one of the identities (of one office, old and new); TrustError where anything does not hold."""
    with pointers(own) as identities:
        return make(Opened, "cpl_open", identities, len(own), trust, role, content)


def open_cover(own: Sequence[Identity], trust: Trust, role: Role, cover: bytes) -> Opened:
    """The same for a sealed cover: all but the files."""
    with pointers(own) as identities:
        return make(Opened, "cpl_open_cover", identities, len(own), trust, role, cover)


def verify_receipt(trust: Trust, signed: bytes) -> Receipt:
    """Verifies a receipt. Whether it is the one of a certain message is for the caller to compare."""
    return make(Receipt, "cpl_receipt_verify", trust, signed)


def make_evidence(own: Sequence[Identity], trust: Trust, content: bytes, receipt: bytes) -> bytes:
    """送達の証拠: an evidence file of a sealed content that this office sent and its receipt. It holds the files in the clear."""
    with pointers(own) as identities, make(Blob, "cpl_evidence_make", identities, len(own), trust, content, receipt) as blob:
        return blob.bytes()


def verify_evidence(trust: Trust, evidence: bytes) -> Tuple[Opened, Receipt]:
    """Verifies an evidence file."""
    message, receipt = c_void_p(), c_void_p()
    call("cpl_evidence_verify", trust, evidence, byref(message), byref(receipt))
    return take(Opened, message), take(Receipt, receipt)
