// 主な仕事をひととおり: 送信側の事業所がセットを送り、受信側の事業所が受け取って確認し、受領を返す。
// The main job: one office sends a set, another takes it, verifies it and acknowledges it.
//
//   mcs -out:Sample.exe -r:CarePlanLink.dll samples/dotnet/console/Program.cs
//   Sample.exe 送信側プロファイル 受信側プロファイル ファイル...
//   Sample.exe --send 送信側プロファイル 件名 ファイル...       送信だけ / only sends
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CarePlanLink;

static class Program
{
    static int Main(string[] arguments)
    {
        // 日本語版 Windows の画面は、ふだんは UTF-8 ではありません。/ The console of a Japanese Windows is not UTF-8 by itself.
        try { Console.OutputEncoding = new UTF8Encoding(false); }
        catch (IOException) { }
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
        if (arguments.Length < 3)
        {
            Console.WriteLine("使い方: Sample.exe 送信側プロファイル 受信側プロファイル ファイル...");
            return 2;
        }
        // Ctrl-C で中止します。保存したデータは失われません。/ Ctrl-C ends it; what was stored stays stored.
        using (var cancel = new CancellationTokenSource())
        {
            Console.CancelKeyPress += (sender, key) =>
            {
                key.Cancel = true;
                cancel.Cancel();
            };
            try
            {
                Run(arguments, cancel.Token).GetAwaiter().GetResult();
                return 0;
            }
            catch (CarePlanException error)
            {
                Explain(error);
            }
            catch (OperationCanceledException)
            {
                Console.WriteLine("中止しました。");
            }
            return 1;
        }
    }

    static async Task Run(string[] arguments, CancellationToken token)
    {
        if (arguments[0] == "--send")
        {
            using (Office office = Office.Open(arguments[1])) await SendSet(office, arguments[2], arguments.Skip(3), token);
            return;
        }
        string[] files = arguments.Skip(2).ToArray();
        using (Office sender = Office.Open(arguments[0]))
        using (Office receiver = Office.Open(arguments[1]))
        {
            string id = await SendSet(sender, "予定をお送りします", files, token);
            await TakeAll(receiver, files, token);
            await ShowReceipt(sender, id, token);
        }
    }

    // ファイルを読み取り、検査し、セットにして送ります。/ Reads the files, checks them, makes a set of them, sends it.
    static async Task<string> SendSet(Office office, string subject, IEnumerable<string> files, CancellationToken token)
    {
        var documents = new List<Document>();
        try
        {
            foreach (string file in files)
            {
                Document document = Document.ReadFile(file);
                documents.Add(document);
                ShowFindings(document);
            }
            using (MessageSet set = MessageSet.Build(documents))
            {
                SetInfo info = set.Info;
                Console.WriteLine("セット: {0}（{1} ファイル）送信先 {2}_{3}", info.KindNameJa, info.DocumentCount, info.Receiver, info.ReceiverKind);
                var sent = office.Send(set, subject, "よろしくお願いします。");
                // 送信に失敗しても、データは残り、次の送受信で送られます。/ If this fails, it stays stored and goes out with the next one.
                (await office.SyncAsync(token, new Bar())).ThrowIfFailed();
                // 同じセットをもう一度渡しても、二重には送られません。/ The same set again is the message that is there already.
                Console.WriteLine(sent.IsNew ? "送信しました: {0}" : "前に送った同じセットです: {0}", sent.Id);
                return sent.Id;
            }
        }
        finally
        {
            foreach (Document document in documents) document.Dispose();
        }
    }

    // 届いたデータを一覧にし、取り込み、保存してから受領を返します。/ Lists what came, takes it, stores it, then acknowledges it.
    static async Task TakeAll(Office office, string[] sent, CancellationToken token)
    {
        (await office.SyncAsync(token, new Bar())).ThrowIfFailed();
        using (NativeList<ReceivedMessage> messages = office.Received(new ReceivedQuery { ToTake = true }))
        {
            Console.WriteLine("受信できるデータ: {0} 件", messages.Count);
            foreach (ReceivedMessage message in messages)
            {
                Console.WriteLine("「{0}」送信元 {1} {2} {3}", message.Subject, message.Sender, message.SetName, message.StateName);
                using (Delivery delivery = await office.TakeAsync(message.Id, token))
                {
                    Console.WriteLine("署名者: {0}（{1:yyyy-MM-dd HH:mm} 署名）", delivery.Signer.Office, delivery.Signer.SignedAt);
                    int same = delivery.Documents.Count(document => Import(document, sent));
                    Console.WriteLine("送ったものと同じファイル: {0} / {1}", same, delivery.Documents.Count);
                    if (same != delivery.Documents.Count) throw new InvalidDataException("ファイルが違います");
                    // 実際のソフトでは、ここで自分のデータベースに保存し終えてから受領を返します。
                    // Real software stores the files in its own database here, and acknowledges only when that is done.
                    office.Acknowledge(message.Id);
                }
            }
        }
        (await office.SyncAsync(token)).ThrowIfFailed();
    }

    // レコードと項目を順に見ます。/ Goes through records and items.
    static bool Import(Document document, string[] sent)
    {
        var persons = new HashSet<string>();
        long items = 0;
        foreach (Record record in document.Records)
        {
            items += record.Count();
            persons.Add(record["insured_number"]);
        }
        Console.WriteLine("  {0} {1}: {2} 件、{3} 項目、{4} 人", document.Info.KindNameJa, document.Name, document.Records.Count, items, persons.Count);
        ShowFindings(document);
        string file = sent.FirstOrDefault(path => Path.GetFileName(path) == document.Name);
        return file != null && File.ReadAllBytes(file).SequenceEqual(document.GetContent());
    }

    static async Task ShowReceipt(Office office, string id, CancellationToken token)
    {
        (await office.SyncAsync(token)).ThrowIfFailed();
        Receipt receipt = office.Receipt(ReceiptKind.Sent, id);
        Console.WriteLine("相手が受領しました: {0:yyyy-MM-dd HH:mm}（{1}）", receipt.TakenAt, receipt.Signer.Office);
    }

    static void ShowFindings(Document document)
    {
        using (FindingList findings = document.Findings())
            foreach (Finding finding in findings) Console.WriteLine("  " + finding);
    }

    // 何が起きて、次に何をするか。/ What happened and what to do next.
    static void Explain(CarePlanException error)
    {
        Console.WriteLine("エラー {0} {1}", (int)error.Code, error.Name);
        Console.WriteLine("  " + error.Message);
        Console.WriteLine("  → " + error.NextStep);
        foreach (Finding finding in error.Findings) Console.WriteLine("  " + finding);
        if (error.IsRetryable) Console.WriteLine("  （あとでもう一度実行できます）");
    }

    // 進捗を表示します。/ Shows how far it is.
    sealed class Bar : IProgress<TransferProgress>
    {
        public void Report(TransferProgress progress)
        {
            string what = progress.Phase == TransferPhase.Upload ? "送信中" : "受信中";
            if (progress.Done == progress.Total) Console.WriteLine("{0} {1} バイト", what, progress.Total);
        }
    }
}
