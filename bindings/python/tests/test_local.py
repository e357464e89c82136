"""What needs no relay: files, records, edits, errors, handles."""

import gc
import os
import sys
import tempfile
import threading
import unittest
from pathlib import Path

import careplan_link as cp

SAMPLES = Path(os.environ.get("CAREPLAN_SAMPLES", Path(__file__).resolve().parents[3] / "samples" / "data"))
SET = SAMPLES / "sets" / "5070100002_11"
NAME = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV"


class Versions(unittest.TestCase):
    def test_library_fits(self) -> None:
        self.assertGreaterEqual(cp.abi_version(), 1)
        self.assertEqual(cp.version(), cp.__version__)

    def test_every_status_says_what_to_do(self) -> None:
        for status in cp.Status:
            for lang in cp.Language:
                self.assertTrue(cp.status_message(status, lang), status)
        self.assertTrue(cp.status_message(cp.Status.CLOCK_AHEAD).startswith("このパソコンの時計"))
        self.assertEqual(cp.status_message(99999), "")
        self.assertIn(cp.Capability.RELAY, cp.capabilities())

    def test_a_newer_value_is_no_error(self) -> None:
        self.assertEqual(cp.Severity(99), 99)
        self.assertEqual(cp.Severity(99).name, "UNKNOWN_99")


class Standard(unittest.TestCase):
    def test_kinds(self) -> None:
        self.assertGreaterEqual(len(cp.file_kinds()), 17)
        self.assertIn("use_slip", [kind.kind for kind in cp.set_kinds()])
        self.assertIn("UPPLAN", cp.set_kind_files(cp.Edition.V41, [k.kind for k in cp.set_kinds()].index("use_slip")))
        self.assertEqual(cp.service_kind_name("11"), "訪問介護")
        with self.assertRaises(KeyError):
            cp.service_kind_name("xx")

    def test_layout(self) -> None:
        layout = cp.Layout.of_kind("UPPLAN")
        self.assertEqual(layout.kind, "UPPLAN")
        no = layout.find("insurer_number")
        self.assertEqual(layout.item(no).identifier, "insurer_number")
        self.assertEqual([item.no for item in layout.items], list(range(1, len(layout.items) + 1)))
        coded = next(item for item in layout.items if item.code_list)
        for code, meaning in layout.codes(coded.no).items():
            self.assertEqual(layout.code_meaning(coded.no, code), meaning)
        with self.assertRaises(KeyError):
            layout.find("nothing")
        with self.assertRaises(cp.OutOfRange):
            layout.item(0)

    def test_codes(self) -> None:
        self.assertGreater(len(cp.explain()), 50)
        self.assertNotEqual(cp.explain("CP2010")[0].message, cp.explain("CP2010", cp.Language.EN)[0].message)


class Documents(unittest.TestCase):
    def test_reading(self) -> None:
        with cp.Document.read(SET / NAME) as document:
            self.assertEqual(document.name, NAME)
            self.assertEqual(document.content, (SET / NAME).read_bytes())
            self.assertFalse(document.info.has_errors)
            self.assertFalse(document.findings().has_errors)
            rows = document.records
            self.assertEqual(len(rows), len(document))
            for number, row in enumerate(rows, start=1):
                self.assertEqual(document.record(number).items, row)
            self.assertEqual(rows[-1], rows[len(rows) - 1])
            self.assertEqual(document.record(1)["insurer_number"], document.item(1, document.layout.find("insurer_number")))
            with self.assertRaises(cp.OutOfRange):
                document.record(len(document) + 1)
            with self.assertRaises(IndexError):
                rows[len(rows)]
            with self.assertRaises(KeyError):
                document.record(1)["nothing"]

    def test_findings(self) -> None:
        content = (SET / NAME).read_bytes().replace(b"20", b"x0", 1)
        document = cp.Document.of(NAME, content)
        japanese, english = document.findings(), document.findings(cp.Language.EN)
        self.assertTrue(japanese.has_errors)
        self.assertEqual(len(japanese), len(english))
        self.assertEqual(japanese[0].code, english[0].code)
        self.assertNotEqual(japanese[0].message, english[0].message)
        with self.assertRaises(cp.FileRefused) as refused:
            cp.MessageSet.build([document])
        self.assertEqual(refused.exception.status, cp.Status.SET_REFUSED)
        self.assertTrue(refused.exception.findings())
        self.assertTrue(refused.exception.next_step(cp.Language.EN))

    def test_editing(self) -> None:
        with tempfile.TemporaryDirectory() as folder, cp.Document.read(SET / NAME) as document:
            with document.edit() as draft:
                record = draft.record(1)
                with self.assertRaises(cp.FileRefused) as refused:
                    record["insurer_number"] = "x"
                self.assertEqual(refused.exception.status, cp.Status.VALUE_REFUSED)
                no = draft.layout.find("insurer_number")
                record[no] = record[no]
                record.set_all([None, record[2]])
                draft.replace(1, record)
                draft.insert(record)
                self.assertEqual(len(draft), len(document) + 1)
                draft.remove(len(draft))
                finished = draft.finish()
            self.assertEqual(finished.content, document.content)
            finished.write(folder)
            with self.assertRaises(cp.CarePlanError) as there:
                finished.write(folder)
            self.assertEqual(there.exception.status, cp.Status.FILE_EXISTS)
            finished.write(folder, replace=True)
            self.assertEqual((Path(folder) / NAME).read_bytes(), document.content)
            self.assertEqual(cp.FileDraft.new("UPPLAN", "202609", "5070022016_43", "5070100002_11", "20260826093000").name, NAME)
            self.assertEqual(document.repair().changes(), [])
            self.assertEqual(len(cp.Upgraded.of([document])), 1)

    def test_images_have_a_name(self) -> None:
        name = cp.image_name("5070022016_43", "5070100002_11", "20260826093000", 7)
        with cp.Document.of(name, b"\xff\xd8\xff\xd9") as image:
            self.assertEqual((image.info.kind, image.info.branch), ("UPKIHON_IMAGE", "0007"))
        with self.assertRaises(cp.FileRefused):
            cp.image_name("5070022016_43", "", "20260826093000", 10000)

    def test_characters_are_replaced(self) -> None:
        with cp.Substituted.of("𠮷野〜") as done:
            self.assertEqual(done.text, "〓野～")
            first, second = done.changes(cp.Language.EN)
            self.assertEqual((first.how, first.position, first.original), (cp.SubstitutionHow.LAST_RESORT, 1, "𠮷"))
            self.assertEqual((second.how, second.position, second.replacement), (cp.SubstitutionHow.LOOK_ALIKE, 3, "～"))
        with cp.Substituted.of("𠮷野\ue000〜", {"𠮷": "吉", "\ue000": "外"}, cp.WithoutStep.LOOK_ALIKES) as done:
            self.assertEqual(done.text, "吉野外〓")
        with self.assertRaises(cp.FileRefused):
            cp.Substituted.of("𠮷", without=cp.WithoutStep.LAST_RESORT)
        with self.assertRaises(cp.CallerError):
            cp.Substituted.of("", {"あ": "い"})

    @unittest.skipIf(sys.platform == "win32", "there it has a store")
    def test_the_store_is_that_of_windows(self) -> None:
        with self.assertRaises(cp.CarePlanError) as refused:
            cp.store_certificates(cp.CertificateStore.CURRENT_USER)
        self.assertEqual(refused.exception.status, cp.Status.UNSUPPORTED)

    def test_japanese_paths(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            there = Path(folder) / "利用票 2026年9月" / ("長" * 60)
            there.mkdir(parents=True)
            with cp.Document.read(SET / NAME) as document:
                document.write(there)
            self.assertEqual(len(cp.Groups.of_folder(there)), 1)
            with cp.Document.read(there / NAME) as document:
                self.assertEqual(document.name, NAME)


class Handles(unittest.TestCase):
    def test_closed_handles_say_so(self) -> None:
        document = cp.Document.read(SET / NAME)
        rows = document.records
        document.close()
        document.close()
        with self.assertRaises(ValueError):
            _ = document.name
        with self.assertRaises(ValueError):
            _ = rows[0]

    def test_a_file_that_is_not_there(self) -> None:
        with self.assertRaises(cp.FileRefused) as missing:
            cp.Document.read("no/such/file.csv")
        self.assertIn("CPL_FILE_UNREADABLE", str(missing.exception))
        self.assertNotEqual(missing.exception.message(), missing.exception.message(cp.Language.EN))
        with self.assertRaises(cp.SetupError):
            cp.Office("no/such/office")

    def test_nothing_leaks(self) -> None:
        gc.collect()
        before, size = cp.open_handles(), 0
        for turn in range(60):
            document = cp.Document.read(SET / NAME)
            list(document.records)
            list(document.findings())
            document.record(1).items
            with self.assertRaises(cp.FileRefused):
                cp.MessageSet.build([document])
            del document
            if turn == 20:
                size = resident()
        gc.collect()
        self.assertEqual(cp.open_handles(), before)
        self.assertLess(resident(), size + 8_000_000)

    def test_threads(self) -> None:
        failed = []
        with cp.Document.read(SET / NAME) as document:

            def work() -> None:
                try:
                    for _ in range(20):
                        self.assertEqual(len(list(document.records)), len(document))
                except BaseException as error:
                    failed.append(error)

            threads = [threading.Thread(target=work) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(failed, [])


def resident() -> int:
    """Bytes of memory of this process; 0 where that cannot be told."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


if __name__ == "__main__":
    unittest.main()
