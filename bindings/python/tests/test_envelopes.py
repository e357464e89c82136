"""An envelope from one office to another, without a profile and without a store."""

import gc
import os
import unittest
from pathlib import Path

import careplan_link as cp

from .test_local import SET

SANDBOX = os.environ.get("CAREPLAN_SANDBOX", "")
A, B = "5070022016", "5070100002"


def pem(office: str, name: str) -> bytes:
    return (Path(SANDBOX) / "offices" / office / name).read_bytes()


@unittest.skipUnless(SANDBOX, "no sandbox relay")
class Envelopes(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(self.nothing_is_left, cp.open_handles())
        self.trust = cp.Trust(pem(A, "trust.pem"))
        self.sender = cp.Identity.read_pair(pem(A, "certificate.pem"), pem(A, "private-key.pem"))
        self.receiver = cp.Identity.read(pem(B, "certificate.pem") + pem(B, "private-key.pem"))
        for handle in (self.trust, self.sender, self.receiver):
            self.addCleanup(handle.close)

    def nothing_is_left(self, before: int) -> None:
        gc.collect()
        self.assertEqual(cp.open_handles(), before)

    def sealed(self) -> cp.Sealed:
        with cp.Groups.of_folder(SET) as groups, groups.build(0) as message_set, self.receiver.certificate as recipient:
            return cp.seal([self.sender], self.trust, [recipient], message_set, "予定をお送りします", "九月分です")

    def test_sealing_and_opening(self) -> None:
        with self.sealed() as sealed:
            self.assertEqual((len(sealed.id), len(sealed.sha256)), (36, 64))
            self.assertEqual(len(sealed.warnings()), len(sealed.warnings(cp.Language.EN)))
            cover = cp.open_cover([self.receiver], self.trust, cp.Role.RECEIVER, sealed.cover)
            self.assertEqual((cover.info.subject, cover.files), ("予定をお送りします", []))
            opened = cp.open_sealed([self.receiver], self.trust, cp.Role.RECEIVER, sealed.content)
            self.assertEqual((opened.info.id, opened.info.sender, opened.info.body), (sealed.id, A, "九月分です"))
            self.assertEqual(opened.info.content_sha256, sealed.sha256)
            self.assertEqual(opened.signer.office, A)
            self.assertEqual({file.name: file.content for file in opened.files}, {p.name: p.read_bytes() for p in SET.glob("*.CSV")})
            self.assertEqual([document.name for document in opened.documents], [file.name for file in opened.files])
            own = cp.open_sealed([self.sender], self.trust, cp.Role.SENDER, sealed.content)
            self.assertEqual(own.info.id, sealed.id)

            signed = opened.receipt([self.receiver])
            receipt = cp.verify_receipt(self.trust, signed)
            self.assertEqual((receipt.info.message, receipt.signer.office), (sealed.id, B))
            with self.assertRaises(cp.CallerError):
                cover.receipt([self.receiver])
            evidence = cp.make_evidence([self.sender], self.trust, sealed.content, signed)
            message, receipt = cp.verify_evidence(self.trust, evidence)
            self.assertEqual((message.info.id, receipt.info.message), (sealed.id, sealed.id))

    def test_what_does_not_hold_is_refused(self) -> None:
        with self.sealed() as sealed:
            content = sealed.content
            spoilt = bytearray(content)
            spoilt[len(spoilt) // 2] ^= 1
            with self.assertRaises(cp.TrustError):
                cp.open_sealed([self.receiver], self.trust, cp.Role.RECEIVER, bytes(spoilt))
            with self.assertRaises(cp.TrustError):
                cp.open_sealed([self.sender], self.trust, cp.Role.RECEIVER, content)

    def test_certificates(self) -> None:
        certificate = self.receiver.certificate
        self.assertEqual(certificate.info.office, B)
        self.assertTrue(certificate.info.is_valid_now)
        self.assertGreater(certificate.info.days_left, 0)
        self.assertEqual(cp.Certificate.read(certificate.der).info, certificate.info)
        self.assertIsInstance(self.trust.check(certificate, cp.CertificateUse.SEALING), cp.Revocation)
        with cp.Trust(pem(A, "trust.pem"), expired_grace_days=0, at="2001-01-01T00:00:00Z") as past:
            with self.assertRaises(cp.TrustError):
                past.check(certificate, cp.CertificateUse.SIGNING)
        with self.assertRaises(cp.CarePlanError):
            cp.Trust(b"")
        with self.assertRaises(cp.CarePlanError):
            self.trust.add_crl(b"no list")
        with self.assertRaises(cp.FileRefused):
            cp.Identity.load(Path(SANDBOX) / "nothing.p12")
        with self.assertRaises(cp.SetupError):
            cp.Identity.read(b"no identity")
        with self.assertRaises(cp.CarePlanError):
            cp.Identity.from_store(cp.CertificateStore.CURRENT_USER, "00")


if __name__ == "__main__":
    unittest.main()
