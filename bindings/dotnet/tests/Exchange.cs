using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CarePlanLink;

// Offices, and what goes between them.
static partial class Tests
{
    static Office OpenSender(OfficeOptions options = null) { return Office.Open(Path.Combine(profiles, Sender), options); }

    static Office OpenReceiver(OfficeOptions options = null) { return Office.Open(Path.Combine(profiles, Receiver), options); }

    static string SendSet(Office office, string subject)
    {
        Document[] documents = ReadSet();
        try
        {
            using (MessageSet set = MessageSet.Build(documents)) return office.Send(set, subject, "本文です。\n二行目", true).Id;
        }
        finally
        {
            DisposeAll(documents);
        }
    }

    static void WrongInputOfOffices()
    {
        var unreadable = Throws<CarePlanSetupException>(() => Office.Open(Path.Combine(scratch, "ない プロファイル")));
        Equal(Status.ProfileUnreadable, unreadable.Code);
        using (Office office = OpenSender())
        {
            Refused<CarePlanStoreException>(Status.StoreInUse, () => OpenSender());
            Refused<CarePlanStateException>(Status.UnknownMessage, () => office.SentMessage(Guid.NewGuid().ToString()));
            Refused<CarePlanCallerException>(Status.BadArgument, () => office.Take("これは番号ではない"));
            Refused<CarePlanCallerException>(Status.BadArgument, () => office.Sent(new SentQuery { Order = (MessageOrder)9 }));
            Refused<CarePlanCallerException>(Status.BadArgument, () => office.Events(0, 0).Dispose(), () => office.Reject(Guid.NewGuid().ToString(), (RejectReason)77));
            Throws<CarePlanException>(() => office.VerifyEvidence(Encoding.ASCII.GetBytes("no evidence")));
            Throws<CarePlanException>(() => Office.VerifyAccessLog(Encoding.ASCII.GetBytes("no log")));
        }
        using (Office office = OpenReceiver())
        {
            Document[] documents = ReadSet();
            using (MessageSet set = MessageSet.Build(documents))
                Refused<CarePlanFileException>(Status.NotSender, () => office.Send(set));
            DisposeAll(documents);
        }
    }

    static void Refused<T>(Status status, Action before, Action action) where T : CarePlanException
    {
        before();
        Refused<T>(status, action);
    }

    static void TheMainJob()
    {
        using (Office sender = OpenSender())
        using (Office receiver = OpenReceiver())
        {
            Equal(Sender, sender.Number);
            sender.SetActor("担当 花子");
            var phases = new HashSet<TransferPhase>();
            long done = 0;
            var progress = new Immediate<TransferProgress>(at =>
            {
                phases.Add(at.Phase);
                done = Math.Max(done, at.Done);
                True(at.Done <= at.Total && at.Message.Length > 0, "progress");
            });
            string subject = "予定をお送りします " + Guid.NewGuid();
            string id = SendSet(sender, subject);
            Equal(SentState.Waiting, sender.SentMessage(id).State);
            SyncReport report = sender.SyncAsync(CancellationToken.None, progress).Result.ThrowIfFailed();
            True(report.IsComplete && report.Sent == 1, "sent");
            True(phases.Contains(TransferPhase.Upload) && done > 0, "progress " + phases.Count + " " + done);

            receiver.Sync(CancellationToken.None, progress).ThrowIfFailed();
            True(phases.Contains(TransferPhase.Download), "progress of receiving");
            using (NativeList<ReceivedMessage> list = receiver.Received(new ReceivedQuery { ToTake = true, Partner = Sender }))
            {
                ReceivedMessage message = list.Single(one => one.Id == id);
                True(message.Subject == subject && message.Body.Contains("二行目") && message.Files.Count == 3, "cover");
                True(message.Steps.Count > 0 && message.CoverStatus == Status.Ok && message.Reason == null && message.StateName.Length > 0, "entry");
                True(message.SealedAt > DateTimeOffset.UtcNow.AddHours(-1), "time " + message.SealedAt);
            }
            Refused<CarePlanStateException>(Status.NotTaken, () => receiver.Acknowledge(id));
            using (Delivery delivery = receiver.TakeAsync(id).Result)
            {
                True(delivery.Info.Sender.StartsWith(Sender) && delivery.Info.Subject == subject, "delivery");
                True(delivery.Signer.Office == Sender && delivery.Signer.Certificate.Length > 100 && delivery.Signer.Fingerprint.Length == 64, "signer");
                foreach (Document document in delivery.Documents)
                    True(File.ReadAllBytes(SetFiles.Single(file => Path.GetFileName(file) == document.Name)).SequenceEqual(document.GetContent()), "same bytes");
            }
            receiver.Acknowledge(id);
            receiver.Acknowledge(id);
            Equal(1, receiver.Sync().ThrowIfFailed().Receipts);
            Equal(ReceivedState.Taken, receiver.ReceivedMessage(id).State);
            Equal("202609", receiver.ReceivedMessage(id).Month);
            Equal(id, receiver.Receipt(ReceiptKind.Received, id).Message);

            Refused<CarePlanStateException>(Status.NoReceipt, () => sender.Receipt(ReceiptKind.Sent, id));
            sender.Sync().ThrowIfFailed();
            SentMessage sent = sender.SentMessage(id);
            True(sent.State == SentState.Taken && sent.HasReceipt && sent.TakenBy == Receiver && sent.TakenAt != null && sent.HasCover, "taken");
            True(sent.Steps.Select(step => step.State).Contains(SentState.Available) && sent.IsFinal, "steps");
            using (NativeList<SentMessage> list = sender.Sent(new SentQuery { States = new[] { SentState.Taken }, WithCovers = true, Limit = 1000 }))
                Equal(subject, list.Single(one => one.Id == id).Subject);
            Receipt receipt = sender.Receipt(ReceiptKind.Sent, id);
            True(receipt.Receiver == Receiver && receipt.Signer.Office == Receiver && receipt.Content.Length > 0, "receipt");
            using (Delivery opened = sender.OpenSent(id)) Equal(3, opened.Documents.Count);
            byte[] evidence = sender.ExportEvidence(id);
            using (Evidence verified = sender.VerifyEvidence(evidence)) Equal(id, verified.Receipt.Message);
            // One bit of what is stored in the ZIP.
            var changed = 0;
            for (int at = evidence.Length / 4; at < evidence.Length / 4 + 3; at++)
            {
                var tampered = (byte[])evidence.Clone();
                tampered[at] ^= 1;
                try { sender.VerifyEvidence(tampered).Dispose(); }
                catch (CarePlanTrustException) { changed++; }
            }
            Equal(3, changed, "tampered evidence");
            True(sender.FindIds(Direction.Sent, id.Substring(id.Length - 12)).Contains(id), "found by digits");
            True(sender.GetOverview().SentCounts[SentState.Taken] > 0, "overview");
        }
    }

    static void RejectAndWithdraw()
    {
        using (Office sender = OpenSender())
        using (Office receiver = OpenReceiver())
        {
            string rejected = SendSet(sender, "拒否"), withdrawn = SendSet(sender, "取消");
            sender.Withdraw(withdrawn);
            Equal(SentState.Withdrawn, sender.SentMessage(withdrawn).State);
            sender.Sync().ThrowIfFailed();
            receiver.Sync().ThrowIfFailed();
            receiver.Reject(rejected, RejectReason.Refused);
            receiver.Sync().ThrowIfFailed();
            sender.Sync().ThrowIfFailed();
            SentMessage message = sender.SentMessage(rejected);
            True(message.State == SentState.Rejected && message.Reason != null && message.Reason.Message.Length > 0, "rejected");
            Refused<CarePlanStateException>(Status.WrongState, () => sender.Withdraw(rejected));
            // The same set again is the message that is there.
            Document[] documents = ReadSet();
            using (MessageSet set = MessageSet.Build(documents))
            {
                Outgoing first = sender.Send(set), second = sender.Send(set);
                True(first.Id == second.Id && !second.IsNew, "the same message");
                if (first.IsNew) sender.Withdraw(first.Id);
            }
            DisposeAll(documents);
        }
    }

    static void EventsAndLog()
    {
        var lines = new List<LogLine>();
        var failures = new List<Exception>();
        using (Office sender = OpenSender(new OfficeOptions { LogLevel = LogLevel.Debug, Log = line => { lock (lines) lines.Add(line); } }))
        {
            True(lines.Any(line => line.Code == "office_opened" && line.Text.Length > 0), "log of the opening");
            var seen = new List<MessageEvent>();
            EventHandler<MessageEvent> collect = (from, what) => { True(from == sender, "sender of the event"); seen.Add(what); };
            sender.CallbackFailed += failures.Add;
            sender.MessageChanged += collect;
            long last = 0;
            using (NativeList<MessageEvent> events = sender.Events()) if (events.Count > 0) last = events[events.Count - 1].Number;
            // The delegates live only in the library now.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            string id = SendSet(sender, "出来事");
            sender.Sync().ThrowIfFailed();
            True(seen.Any(one => one.Message == id && one.SentState == SentState.Available && one.ReceivedState == ReceivedState.None), "event");
            using (NativeList<MessageEvent> events = sender.Events(last))
                True(events.Select(one => one.Number).SequenceEqual(seen.Select(one => one.Number)), "the same events, kept");
            sender.MessageChanged -= collect;
            int count = seen.Count;
            sender.MessageChanged += (from, what) => { throw new InvalidOperationException("handler"); };
            sender.SetLogHandler(LogLevel.Info, null);
            int logged = lines.Count;
            sender.Withdraw(id);
            sender.Sync().ThrowIfFailed();
            Equal(count, seen.Count);
            Equal(logged, lines.Count);
            True(failures.Count > 0 && failures.All(one => one is InvalidOperationException), "failures of handlers");
            Equal(0, failures.Count(one => one.Message != "handler"));
        }
    }

    static void Cancellation()
    {
        using (Office sender = OpenSender())
        {
            var thrown = new CancellationToken(true);
            Equal(thrown, Throws<OperationCanceledException>(() => sender.Sync(thrown)).CancellationToken);
            True(sender.SyncAsync(thrown).IsCanceled || Soon(() => sender.SyncAsync(thrown).IsCanceled), "cancelled at once");
            string id = SendSet(sender, "中止");
            Fault("{\"on\": {}, \"what\": \"hang\"}", () =>
            {
                using (var source = new CancellationTokenSource())
                {
                    Task<SyncReport> pass = sender.SyncAsync(source.Token);
                    Thread.Sleep(700);
                    True(!pass.IsCompleted, "it waits for the relay");
                    source.Cancel();
                    True(Soon(() => pass.IsCompleted), "it ends");
                    Equal(TaskStatus.Canceled, pass.Status);
                }
                using (var source = new CancellationTokenSource(300))
                    Throws<OperationCanceledException>(() => sender.FindOffice(Receiver, source.Token));
            });
            Equal(SentState.Waiting, sender.SentMessage(id).State, "it stays stored");
            sender.Withdraw(id);
            sender.Sync().ThrowIfFailed();
        }
    }

    static void ProgressThatThrows()
    {
        using (Office sender = OpenSender())
        {
            string id = SendSet(sender, "進捗");
            var failing = new Immediate<TransferProgress>(at => { throw new InvalidOperationException("progress"); });
            Equal("progress", Throws<InvalidOperationException>(() => sender.Sync(CancellationToken.None, failing)).Message);
            sender.Withdraw(id);
            sender.Sync().ThrowIfFailed();
        }
    }

    static void NetworkTrouble()
    {
        using (Office sender = OpenSender())
        {
            string id = SendSet(sender, "通信");
            Fault("{\"on\": {}, \"what\": {\"unavailable\": {\"retry_after\": 60}}}", () =>
            {
                SyncReport report = sender.Sync();
                True(!report.IsComplete && report.EndedBy != Status.Ok && report.Problems.Count > 0, "told by the report");
                var error = Throws<CarePlanNetworkException>(() => report.ThrowIfFailed());
                True(error.Code == report.EndedBy && error.IsRetryable && error.NextStep.Length > 0, "thrown: " + error);
                Throws<CarePlanNetworkException>(() => sender.FindOffice("5070200018"));
            });
            Refused<CarePlanStateException>(Status.UnknownOffice, () => sender.FindOffice("0000000000"));
            sender.Withdraw(id);
            sender.Sync().ThrowIfFailed();
        }
    }

    static void WorkerRuns()
    {
        using (Office sender = OpenSender())
        using (Office receiver = OpenReceiver())
        {
            var arrived = new List<string>();
            receiver.MessageChanged += (from, what) => { lock (arrived) if (what.ReceivedState == ReceivedState.Fetched) arrived.Add(what.Message); };
            using (Worker sending = sender.StartWorker())
            using (Worker receiving = receiver.StartWorker())
            {
                Equal(sender, sending.Office);
                True(sender.GetOverview().WorkerRuns, "overview");
                Refused<CarePlanStateException>(Status.WorkerRuns, () => sender.StartWorker());
                string id = SendSet(sender, "自動");
                sender.Wake();
                True(Soon(() => { lock (arrived) return arrived.Contains(id); }), "it arrives by itself");
                receiver.Take(id).Dispose();
                receiver.Acknowledge(id);
                True(Soon(() => sender.SentMessage(id).State == SentState.Taken), "its receipt comes by itself");
            }
            // Again, and left to the office.
            sender.StartWorker();
        }
    }

    static void Upkeep()
    {
        string backup = Path.Combine(scratch, "バックアップ " + Guid.NewGuid());
        using (Office sender = OpenSender())
        {
            OfficeInfo info = sender.Info;
            True(info.Way == Way.Relay && info.HasIdentity && info.Name == "ケアプランセンターつなぐ" && info.RelayUrl.StartsWith("https:"), "info");
            DirectoryEntry entry = sender.FindOfficeAsync(Receiver).Result;
            True(entry.Name == "訪問介護事業所第1" && entry.TakesPart && entry.CertificateStatus == Status.Ok, "directory");
            using (DirectoryList found = sender.SearchOffices("訪問", 1)) True(found.Count == 1 && found.HasMore, "search");
            foreach (Certificate certificate in sender.FindCertificates(Receiver))
                using (certificate) Equal(Receiver, certificate.Info.Office);
            sender.ReloadIdentities();
            sender.ReloadAccount();
            sender.ReloadCrls();
            Throws<CarePlanException>(() => sender.AddCrl(Encoding.ASCII.GetBytes("no list")));
            long contents, messages;
            sender.CleanUp(out contents, out messages);
            FolderLook look = sender.Folder();
            True(look.LookedAt == null && look.Refused.Count == 0 && look.Unfinished.Count == 0, "folder");
            using (NativeList<AccessEntry> log = sender.AccessLog(new AccessQuery { Since = DateTimeOffset.UtcNow.AddHours(-1) }))
            {
                True(log.Count > 0 && log.Any(one => one.Operation == "send" && one.Persons.Count > 0), "access log");
                True(log.Any(one => one.Actor == "担当 花子"), "actor");
            }
            AccessHead head;
            byte[] exported = sender.ExportAccessLog(out head);
            Equal(head.Hash, Office.VerifyAccessLog(exported).Hash);
            True(sender.VerifyAccessLog().Entries >= head.Entries && head.Office == Sender, "head");
            string file = backup + ".jsonl";
            Equal(sender.ExportAccessLog(file).Hash, Office.VerifyAccessLog(File.ReadAllBytes(file)).Hash);
            Refused<CarePlanFileException>(Status.FileExists, () => sender.ExportAccessLog(file));
            True(sender.ExportAccessLog(file, true).Entries > head.Entries, "replaced");
            exported[exported.Length / 2] ^= 1;
            True(Throws<CarePlanException>(() => Office.VerifyAccessLog(exported)).Code != Status.Ok, "changed log");
            sender.Backup(backup);
            Refused<CarePlanStoreException>(Status.StoreInUse, () => Office.Restore(Path.Combine(profiles, Sender), backup));
        }
        True(Directory.Exists(Office.Restore(Path.Combine(profiles, Sender), backup)), "what was there is kept");
        OpenSender().Dispose();
    }

    // Messages that a program carries itself.
    static void Envelopes()
    {
        Func<string, string, byte[]> file = (office, name) => File.ReadAllBytes(Path.Combine(profiles, office, name));
        var options = new TrustOptions { Roots = file(Sender, "trust.pem") };
        Document[] documents = ReadSet();
        using (Identity from = Identity.ReadPair(file(Sender, "certificate.pem"), file(Sender, "private-key.pem")))
        using (Identity to = Identity.ReadPair(file(Receiver, "certificate.pem"), file(Receiver, "private-key.pem")))
        using (Certificate certificate = Certificate.Read(file(Receiver, "certificate.pem")))
        using (Certificate own = to.GetCertificate())
        using (var trust = new Trust(options))
        using (MessageSet set = MessageSet.Build(documents))
        {
            CertificateInfo info = certificate.Info;
            True(info.Office == Receiver && info.IsValidNow && info.DaysLeft > 0 && info.Fingerprint == own.Info.Fingerprint, "certificate");
            True(own.GetDer().SequenceEqual(certificate.GetDer()), "DER");
            Equal(Revocation.NotChecked, trust.Judge(certificate, CertificateUse.Sealing));
            SealedMessage message = SealedMessage.Seal(new[] { from }, trust, new[] { certificate }, set, "件名", "本文");
            True(message.Id.Length == 36 && message.Sha256.Length == 64 && message.Warnings != null, "sealed");
            using (OpenedMessage cover = OpenedMessage.OpenCover(new[] { to }, trust, OpenerRole.Receiver, message.Cover))
                True(cover.Info.Subject == "件名" && cover.Info.FileCount == 0, "cover");
            byte[] receipt;
            using (OpenedMessage opened = OpenedMessage.Open(new[] { to }, trust, OpenerRole.Receiver, message.Content))
            {
                True(opened.Info.Id == message.Id && opened.Info.FileCount == 3 && opened.Signer.Office == Sender, "opened");
                using (Document document = opened.GetDocument(0))
                    True(opened.GetFile(0).Key == document.Name && opened.GetFile(0).Value.SequenceEqual(document.GetContent()), "file");
                receipt = opened.SignReceipt(new[] { to });
            }
            Equal(message.Id, trust.VerifyReceipt(receipt).Message);
            byte[] evidence = SealedMessage.MakeEvidence(new[] { from }, trust, message.Content, receipt);
            Receipt proof;
            using (OpenedMessage proven = trust.VerifyEvidence(evidence, out proof)) Equal(proof.Message, proven.Info.Id);
            message.Content[message.Content.Length / 2] ^= 1;
            Throws<CarePlanTrustException>(() => OpenedMessage.Open(new[] { to }, trust, OpenerRole.Receiver, message.Content));
            Throws<CarePlanException>(() => trust.AddCrl(Encoding.ASCII.GetBytes("no list")));
        }
        DisposeAll(documents);
        Throws<CarePlanFileException>(() => Identity.Load(Path.Combine(profiles, Sender, "ない.p12"), "x"));
        Throws<CarePlanSetupException>(() => Identity.Read(Encoding.ASCII.GetBytes("no identity")));
        Throws<CarePlanException>(() => new Trust(new TrustOptions()));
        if (Environment.OSVersion.Platform != PlatformID.Win32NT)
            Refused<CarePlanCallerException>(Status.Unsupported, () => Identity.FromStore(CertificateStore.CurrentUser, new string('0', 40)));
        using (Office office = OpenSender())
        {
            IReadOnlyList<Certificate> certificates = office.GetCertificates();
            Equal(Sender, certificates.Single().Info.Office);
            DisposeAll(certificates);
            RelayInfo relay = office.AskRelayAsync().Result;
            True(relay.Environment == RelayEnvironment.Sandbox && relay.ServerTime > DateTimeOffset.UtcNow.AddHours(-1) && relay.DownFrom == null, "relay");
        }
    }

    // Office, worker, handler: all forgotten; the collector closes them, and the office can be opened again.
    static void ForgottenOffice()
    {
        OnOtherThread(() =>
        {
            Office office = OpenSender(new OfficeOptions { Log = line => { } });
            office.MessageChanged += (from, what) => GC.KeepAlive(office);
            office.StartWorker();
        });
        True(Soon(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return CarePlan.OpenHandles == 0;
        }), "all is freed");
        OpenSender().Dispose();
    }

    sealed class Immediate<T> : IProgress<T>
    {
        readonly Action<T> report;

        internal Immediate(Action<T> report) { this.report = report; }

        public void Report(T value) { report(value); }
    }
}
