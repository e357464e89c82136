"""The main job against a sandbox relay: packaging/with-sandbox.sh names it."""

import gc
import json
import os
import shutil
import sys
import tempfile
import threading
import time
import unittest
import urllib.request
from pathlib import Path
from typing import Any, List

import careplan_link as cp

from .test_local import SET

SANDBOX = os.environ.get("CAREPLAN_SANDBOX", "")
A, B = "5070022016", "5070100002"


def control(path: str, body: Any) -> None:
    request = urllib.request.Request(
        f"http://{os.environ['CAREPLAN_CONTROL']}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).read()


@unittest.skipUnless(SANDBOX, "no sandbox relay")
class Exchange(unittest.TestCase):
    def setUp(self) -> None:
        self.addCleanup(self.nothing_is_left, cp.open_handles())
        # Profiles of its own for each test, in a folder with a Japanese name.
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.offices = Path(folder.name) / "事業所"
        shutil.copytree(f"{SANDBOX}/offices", self.offices)
        self.sender = cp.Office(self.offices / A)
        self.receiver = cp.Office(self.offices / B)
        self.addCleanup(self.receiver.close)
        self.addCleanup(self.sender.close)
        self.addCleanup(control, "/reset", {})

    def nothing_is_left(self, before: int) -> None:
        gc.collect()
        self.assertEqual(cp.open_handles(), before)

    def send(self, again: bool = True) -> str:
        with cp.Groups.of_folder(SET) as groups, groups.build(0) as message_set:
            with self.sender.send(message_set, subject="予定をお送りします", body="九月分です", again=again) as outgoing:
                return outgoing.id

    def test_main_job(self) -> None:
        events: List[cp.Event] = []
        self.sender.on_event(events.append)
        id = self.send()
        progress: List[cp.Progress] = []
        report = self.sender.sync(progress=progress.append)
        self.assertTrue(report.info.is_complete, report.problems)
        self.assertEqual(report.info.sent, 1)
        self.assertEqual((progress[-1].phase, progress[-1].message), (cp.Phase.UPLOAD, id))
        self.assertTrue(any(event.message == id for event in events))

        self.receiver.sync_all()
        waiting = self.receiver.received(cp.Query(states=cp.TO_TAKE, partner=A))
        self.assertEqual([message.id for message in waiting], [id])
        self.assertEqual(waiting[0].subject, "予定をお送りします")
        self.assertEqual(len(waiting.files(0)), len(list(SET.glob("*.CSV"))))
        self.assertEqual(cp.state_name(waiting[0].state), "受信済（未取込）")
        with self.assertRaises(cp.StateError):
            self.receiver.acknowledge(id)
        delivery = self.receiver.take(id)
        self.assertEqual(delivery.info.body, "九月分です")
        self.assertEqual(delivery.signer.office, A)
        for document in delivery.documents:
            self.assertEqual(document.content, (SET / document.name).read_bytes())
        self.receiver.acknowledge(id)
        self.receiver.sync_all()
        self.assertEqual(self.receiver.receipt(cp.ReceiptOf.RECEIVED, id).info.sender, A)

        with self.sender.start_worker():
            with self.assertRaises(cp.StateError):
                self.sender.start_worker()
            self.wait(lambda: self.sender.sent_message(id)[0].state == cp.SentState.TAKEN)
        sent = self.sender.sent_message(id)
        self.assertTrue(sent[0].has_receipt)
        self.assertEqual(sent.steps(0)[-1].state, cp.SentState.TAKEN)
        self.assertGreaterEqual(self.sender.overview().count(cp.SentState.TAKEN), 1)
        self.assertEqual(self.sender.find_ids(cp.Direction.SENT, id), [id])
        self.assertEqual(self.sender.events()[-1].message, id)

        evidence = self.sender.export_evidence(id)
        message, receipt = self.receiver.verify_evidence(evidence)
        self.assertEqual((message.info.id, receipt.info.message), (id, id))
        spoilt = bytearray(evidence)
        spoilt[len(spoilt) // 2] ^= 1
        with self.assertRaises(cp.TrustError):
            self.receiver.verify_evidence(bytes(spoilt))

        log, end = self.sender.export_access_log()
        self.assertEqual(cp.verify_access_log(log), end)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "記録.jsonl"
            end = self.sender.export_access_log_to(path)
            self.assertEqual(cp.verify_access_log(path.read_bytes()), end)
            with self.assertRaises(cp.FileRefused):
                self.sender.export_access_log_to(path)
            self.assertGreater(self.sender.export_access_log_to(path, replace=True).entries, end.entries)
            self.assertEqual([each.name for each in Path(folder).iterdir()], [path.name])
        self.assertTrue(any(entry.operation == "send" for entry in self.sender.access_log(cp.AccessQuery(limit=50))))
        self.sender.on_event(None)

    def test_the_relay_and_the_certificates(self) -> None:
        relay = self.sender.ask_relay()
        self.assertEqual(relay.environment, cp.Environment.SANDBOX)
        self.assertEqual(self.sender.info.environment, cp.Environment.SANDBOX)
        self.assertGreater(relay.max_content_bytes, 0)
        self.assertTrue(relay.server_time)
        self.assertEqual([certificate.info.office for certificate in self.sender.certificates], [A])

    def test_offices_are_found(self) -> None:
        self.assertTrue(self.sender.find_office(B).takes_part)
        self.assertEqual([certificate.info.office for certificate in self.sender.find_certificates(B)], [B])
        self.assertIn(B, [office.number for office in self.sender.search_offices("事業所")])
        with self.assertRaises(cp.StateError) as unknown:
            self.sender.find_office("9999999999")
        self.assertEqual(unknown.exception.status, cp.Status.UNKNOWN_OFFICE)

    def test_cancellation(self) -> None:
        self.send()
        control("/faults", {"on": {"call": "part"}, "what": "hang", "phase": "before"})
        with cp.Cancel() as cancel:
            timer = threading.Timer(0.5, cancel.request)
            timer.start()
            began = time.monotonic()
            with self.assertRaises(cp.Cancelled):
                self.sender.sync(cancel=cancel)
            self.assertLess(time.monotonic() - began, 10)
            timer.join()

    def test_an_exception_in_a_progress_handler_ends_the_call(self) -> None:
        self.send()

        def stop(_: cp.Progress) -> None:
            raise RuntimeError("stop")

        with self.assertRaisesRegex(RuntimeError, "stop"):
            self.sender.sync(progress=stop)

    def test_an_exception_in_an_event_handler_is_told_and_goes_no_further(self) -> None:
        told: List[Any] = []
        before, sys.unraisablehook = sys.unraisablehook, told.append
        try:
            def fail(_: cp.Event) -> None:
                raise RuntimeError("in a handler")

            self.sender.on_event(fail)
            self.send()
            self.sender.on_event(None)
        finally:
            sys.unraisablehook = before
        self.assertTrue(any(isinstance(what.exc_value, RuntimeError) for what in told))

    def test_a_handler_may_take_itself_away(self) -> None:
        seen: List[cp.Event] = []

        def once(event: cp.Event) -> None:
            seen.append(event)
            self.sender.on_event(None)

        self.sender.on_event(once)
        self.send()
        self.sender.sync_all()
        self.assertEqual(len(seen), 1)

    def test_relay_faults_are_told(self) -> None:
        self.send()
        control("/do", {"maintenance": {"seconds": 600}})
        with self.assertRaises(cp.NetworkError) as down:
            self.sender.sync_all()
        self.assertEqual(down.exception.status, cp.Status.RELAY_MAINTENANCE)
        self.assertTrue(down.exception.is_retryable)
        self.assertGreater(down.exception.retry_after, 0)

    def test_backup_and_log(self) -> None:
        with self.assertRaises(cp.StoreError):
            cp.Office(self.offices / A)
        with tempfile.TemporaryDirectory() as folder:
            self.sender.set_actor("窓口 花子")
            self.sender.backup(Path(folder) / "控え")
            self.sender.close()
            self.assertTrue(cp.restore(self.offices / A, Path(folder) / "控え"))
            lines: List[cp.LogLine] = []
            with cp.Office(self.offices / A, log=lines.append, log_level=cp.LogLevel.DEBUG) as office:
                self.assertEqual(office.number, A)
                self.assertEqual(office.info.way, cp.Way.RELAY)
            self.assertTrue(lines and lines[0].text_ja)

    def wait(self, done: Any) -> None:
        for _ in range(200):
            if done():
                return
            time.sleep(0.05)
        self.fail("it did not happen")


if __name__ == "__main__":
    unittest.main()
