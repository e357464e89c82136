"""主な仕事をひととおり: 送信側の事業所がセットを送り、受信側の事業所が受け取って確認し、受領を返す。

The main job: one office sends a set, another takes it, verifies it and acknowledges it.

    PYTHONPATH=bindings/python CAREPLAN_LIBRARY=lib/libcareplan.so.1 \
        python3 samples/python/main.py 送信側プロファイル 受信側プロファイル ファイル...
"""

import sys
from typing import Iterable, List

import careplan_link as cp


def show(findings: Iterable[cp.Finding]) -> None:
    for f in findings:
        place = f" {f.record}件目" if f.record else ""
        place += f" 項番{f.item}" if f.item else ""
        print(f"  {f.code} {f.file}{place}: {f.message} {f.hint}", file=sys.stderr)


def send(office: cp.Office, documents: List[cp.Document]) -> None:
    for document in documents:
        show(document.findings())
    with cp.MessageSet.build(documents) as message_set:
        with office.send(message_set, subject="予定をお送りします") as outgoing:
            # 保存したデータは失われません。次の送受信で送られます。/ It stays stored and goes out with the next sync.
            office.sync_all()
            # 同じセットをもう一度渡しても、二重には送られません。/ The same set again is the message that is there already.
            print("送信しました:" if outgoing.is_new else "前に送った同じセットです:", outgoing.id)


def import_document(document: cp.Document) -> None:
    """Shows a file as the care software would import it."""
    records = document.records
    first = f"（1件目の保険者番号 {records[0][1]}）" if records else ""
    print(f"  {document.name}: {len(records)} 件{first}")
    show(document.findings())


def take_all(office: cp.Office, sent: List[cp.Document]) -> bool:
    office.sync_all()
    inbox = office.received(cp.Query(states=cp.TO_TAKE))
    print(f"受信できるデータ: {len(inbox)} 件")
    contents = {document.name: document.content for document in sent}
    same = 0
    for message in inbox:
        print(f"「{message.subject}」送信元 {message.sender}")
        with office.take(message.id) as delivery:
            for document in delivery.documents:
                import_document(document)
                same += contents.get(document.name) == document.content
        # 実際のソフトでは、ここで自分のデータベースに保存し終えてから受領を返します。
        # Real software stores the files in its own database here, and acknowledges only when that is done.
        office.acknowledge(message.id)
    office.sync_all()
    print(f"送ったものと同じファイル: {same} / {len(sent)}")
    return same == len(sent)


def was_taken(office: cp.Office) -> bool:
    office.sync_all()
    for message in office.sent():
        if message.state == cp.SentState.TAKEN and message.has_receipt:
            print(f"相手が受領しました: {message.taken_at}")
            return True
    return False


def main(arguments: List[str]) -> int:
    if len(arguments) < 4:
        print(f"使い方: {arguments[0]} 送信側プロファイル 受信側プロファイル ファイル...", file=sys.stderr)
        return 2
    try:
        with cp.Office(arguments[1]) as sender, cp.Office(arguments[2]) as receiver:
            documents = [cp.Document.read(path) for path in arguments[3:]]
            send(sender, documents)
            return 0 if take_all(receiver, documents) and was_taken(sender) else 1
    except cp.CarePlanError as error:
        print(f"CPL_{error.status.name}: {error.message()}\n  → {error.next_step()}", file=sys.stderr)
        show(error.findings())
        if error.is_retryable:
            print("  （あとでもう一度実行できます）", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
