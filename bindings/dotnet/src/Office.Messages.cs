using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    public sealed unsafe partial class Office
    {
        /// <summary>
        /// 送信: signs the set, seals it and keeps it in the store: it is sent by <see cref="Sync"/> or a worker, over crashes and
        /// lost networks. Works without a network. The same set again is the message that is there already.
        /// </summary>
        /// <param name="set">セット.</param>
        /// <param name="subject">件名; may be empty.</param>
        /// <param name="body">本文; may be empty.</param>
        /// <param name="again">再送: as a new message even if the same set is there already.</param>
        public Outgoing Send(MessageSet set, string subject = null, string body = null, bool again = false)
        {
            if (set == null) throw new ArgumentNullException("set");
            IntPtr native, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var content = set.Handle.Hold())
            using (var s = new Pinned(Utf8.In(subject)))
            using (var b = new Pinned(Utf8.In(body)))
                Check.Ok(Native.cpl_office_send(held.Ptr, content.Ptr, s.Data, s.Length, b.Data, b.Length,
                    again ? Native.CPL_SEND_AGAIN : 0, &native, &error), error);
            using (var outgoing = new OutgoingHandle(native))
            using (var held = outgoing.Hold())
            {
                cpl_text id;
                uint isNew;
                Check.Ok(Native.cpl_outgoing_id(held.Ptr, &id));
                Check.Ok(Native.cpl_outgoing_is_new(held.Ptr, &isNew));
                return new Outgoing(Utf8.Of(id), isNew != 0);
            }
        }

        /// <summary>
        /// 送受信: sends and receives once. One message that cannot be handled does not hold up the others: look at EndedBy and
        /// Problems of the report, or call <see cref="SyncReport.ThrowIfFailed"/>. After an error nothing is lost.
        /// </summary>
        public SyncReport Sync(CancellationToken token = default(CancellationToken), IProgress<TransferProgress> progress = null)
        {
            IntPtr report, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var control = new Control(token, progress))
            using (var cancel = control.Hold())
            {
                var native = control.For(cancel);
                control.Ok(Native.cpl_office_sync(held.Ptr, &native, &report, &error), error);
            }
            return SyncReport.Take(report);
        }

        /// <summary>送受信 in the background; see <see cref="Sync"/>.</summary>
        public Task<SyncReport> SyncAsync(CancellationToken token = default(CancellationToken), IProgress<TransferProgress> progress = null)
        {
            return Control.Run(() => Sync(token, progress), token);
        }

        /// <summary>取消: withdraws a sent message; the next <see cref="Sync"/> tells the relay.</summary>
        public void Withdraw(string id)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_withdraw(held.Ptr, i.Data, i.Length, &error), error);
        }

        /// <summary>送信済一覧, as the store knows it since the last <see cref="Sync"/>. Uses no network.</summary>
        /// <param name="query">検索条件; null for all.</param>
        public NativeList<SentMessage> Sent(SentQuery query = null)
        {
            IntPtr sent, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var native = new NativeQuery(query))
            fixed (cpl_query* q = &native.Message)
                Check.Ok(Native.cpl_office_sent(held.Ptr, q, &sent, &error), error);
            return CarePlanLink.SentMessage.List(sent);
        }

        /// <summary>送信済の 1 件, with its cover. <see cref="Status.UnknownMessage"/> where there is none.</summary>
        public SentMessage SentMessage(string id)
        {
            IntPtr sent, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_sent_message(held.Ptr, i.Data, i.Length, &sent, &error), error);
            using (var list = CarePlanLink.SentMessage.List(sent)) return list[0];
        }

        /// <summary>受信一覧, as the store knows it since the last <see cref="Sync"/>; oldest stamp first. Uses no network.</summary>
        /// <param name="query">検索条件; null for all.</param>
        public NativeList<ReceivedMessage> Received(ReceivedQuery query = null)
        {
            IntPtr received, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var native = new NativeQuery(query))
            fixed (cpl_query* q = &native.Message)
                Check.Ok(Native.cpl_office_received(held.Ptr, q, &received, &error), error);
            return CarePlanLink.ReceivedMessage.List(received);
        }

        /// <summary>受信の 1 件. <see cref="Status.UnknownMessage"/> where there is none.</summary>
        public ReceivedMessage ReceivedMessage(string id)
        {
            IntPtr received, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_received_message(held.Ptr, i.Data, i.Length, &received, &error), error);
            using (var list = CarePlanLink.ReceivedMessage.List(received)) return list[0];
        }

        /// <summary>
        /// 取込: opens a message and verifies seal, signature, certificate, sender, receiver and files; fetches it first if it is
        /// not here yet. Store the files in your own database, then call <see cref="Acknowledge"/>.
        /// <see cref="CarePlanTrustException"/> tells what does not hold.
        /// </summary>
        public Delivery Take(string id, CancellationToken token = default(CancellationToken), IProgress<TransferProgress> progress = null)
        {
            IntPtr delivery, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
            using (var control = new Control(token, progress))
            using (var cancel = control.Hold())
            {
                var native = control.For(cancel);
                control.Ok(Native.cpl_office_take(held.Ptr, i.Data, i.Length, &native, &delivery, &error), error);
            }
            return new Delivery(new DeliveryHandle(delivery));
        }

        /// <summary>取込 in the background; see <see cref="Take"/>.</summary>
        public Task<Delivery> TakeAsync(string id, CancellationToken token = default(CancellationToken), IProgress<TransferProgress> progress = null)
        {
            return Control.Run(() => Take(id, token, progress), token);
        }

        /// <summary>送信内容の表示: opens a message that this office sent, while its content is kept.</summary>
        public Delivery OpenSent(string id)
        {
            IntPtr delivery, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_open_sent(held.Ptr, i.Data, i.Length, &delivery, &error), error);
            return new Delivery(new DeliveryHandle(delivery));
        }

        /// <summary>
        /// 取込の確定: states, signed, that the message has been stored in your own database. Call it only when that is true. The
        /// next <see cref="Sync"/> hands in the receipt (受領証).
        /// </summary>
        public void Acknowledge(string id)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_acknowledge(held.Ptr, i.Data, i.Length, &error), error);
        }

        /// <summary>受取拒否: refuses a message; the sender sees the reason.</summary>
        public void Reject(string id, RejectReason reason)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_reject(held.Ptr, i.Data, i.Length, (uint)reason, &error), error);
        }

        /// <summary>受領証 of a message, verified. <see cref="Status.NoReceipt"/> as long as there is none.</summary>
        public Receipt Receipt(ReceiptKind which, string id)
        {
            IntPtr receipt, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_receipt(held.Ptr, (uint)which, i.Data, i.Length, &receipt, &error), error);
            return CarePlanLink.Receipt.Take(receipt);
        }

        /// <summary>証跡の書き出し: a message that was sent and taken and its receipt in one file (ZIP). It holds the files in clear.</summary>
        public byte[] ExportEvidence(string id)
        {
            IntPtr blob, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var i = new Pinned(Utf8.In(id)))
                Check.Ok(Native.cpl_office_export_evidence(held.Ptr, i.Data, i.Length, &blob, &error), error);
            return Utf8.Take(blob);
        }

        /// <summary>証跡の検証 by the certificates that this office trusts. The evidence that comes back is to be disposed.</summary>
        public Evidence VerifyEvidence(byte[] evidence)
        {
            if (evidence == null) throw new ArgumentNullException("evidence");
            IntPtr message, receipt, error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* e = evidence)
                Check.Ok(Native.cpl_office_verify_evidence(held.Ptr, e, (UIntPtr)evidence.Length, &message, &receipt, &error), error);
            return new Evidence(new Delivery(new DeliveryHandle(message)), CarePlanLink.Receipt.Take(receipt));
        }

        /// <summary>番号の一部から探す: ids of messages that begin or end with these digits.</summary>
        public IReadOnlyList<string> FindIds(Direction direction, string part)
        {
            IntPtr native, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var p = new Pinned(Utf8.In(part)))
                Check.Ok(Native.cpl_office_find_ids(held.Ptr, (uint)direction, p.Data, p.Length, &native, &error), error);
            using (var own = new IdsHandle(native))
            using (var held = own.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_ids_count(held.Ptr, &count));
                var ids = new string[checked((int)count)];
                for (int index = 0; index < ids.Length; index++)
                {
                    cpl_text id;
                    Check.Ok(Native.cpl_ids_get(held.Ptr, (UIntPtr)index, &id));
                    ids[index] = Utf8.Of(id);
                }
                return ids;
            }
        }
    }

    /// <summary>送信待ちのデータ: a message that is kept for sending.</summary>
    public sealed class Outgoing
    {
        internal Outgoing(string id, bool isNew)
        {
            Id = id;
            IsNew = isNew;
        }

        /// <summary>メッセージの番号, a UUID.</summary>
        public string Id { get; private set; }

        /// <summary>True when it was made by this call (新規), false when the same set was there already.</summary>
        public bool IsNew { get; private set; }
    }

    public sealed partial class SentMessage
    {
        /// <summary>履歴: the states that it has had, oldest first.</summary>
        public IReadOnlyList<StateStep<SentState>> Steps { get; private set; }

        /// <summary>ファイル that the cover names; empty without a cover.</summary>
        public IReadOnlyList<CoverFile> Files { get; private set; }

        /// <summary>状態の名前, such as 受領済, in the language of the user interface.</summary>
        public string StateName { get { return CarePlan.NameOf(State); } }

        internal static unsafe NativeList<SentMessage> List(IntPtr sent)
        {
            return new NativeList<SentMessage>(new SentHandle(sent),
                list =>
                {
                    UIntPtr count;
                    Check.Ok(Native.cpl_sent_count(list, &count));
                    return checked((int)count);
                },
                Read);
        }

        static unsafe SentMessage Read(IntPtr list, int index)
        {
            var at = (UIntPtr)index;
            var info = new cpl_sent_info { struct_size = (uint)sizeof(cpl_sent_info) };
            Check.Ok(Native.cpl_sent_get(list, at, &info));
            var message = new SentMessage(&info);
            UIntPtr count;
            Check.Ok(Native.cpl_sent_step_count(list, at, &count));
            var steps = new StateStep<SentState>[checked((int)count)];
            for (int number = 0; number < steps.Length; number++)
            {
                var step = new cpl_step { struct_size = (uint)sizeof(cpl_step) };
                Check.Ok(Native.cpl_sent_step(list, at, (UIntPtr)number, &step));
                steps[number] = new StateStep<SentState>((SentState)step.state, Utf8.Time(step.at).GetValueOrDefault());
            }
            var files = new CoverFile[message.FileCount];
            for (int number = 0; number < files.Length; number++)
            {
                var file = new cpl_cover_file { struct_size = (uint)sizeof(cpl_cover_file) };
                Check.Ok(Native.cpl_sent_file(list, at, (UIntPtr)number, &file));
                files[number] = new CoverFile(&file);
            }
            message.Steps = steps;
            message.Files = files;
            return message;
        }
    }

    public sealed partial class ReceivedMessage
    {
        /// <summary>履歴: the states that it has had, oldest first.</summary>
        public IReadOnlyList<StateStep<ReceivedState>> Steps { get; private set; }

        /// <summary>ファイル that the cover names; empty where the cover cannot be opened.</summary>
        public IReadOnlyList<CoverFile> Files { get; private set; }

        /// <summary>状態の名前, such as 取込済, in the language of the user interface.</summary>
        public string StateName { get { return CarePlan.NameOf(State); } }

        internal static unsafe NativeList<ReceivedMessage> List(IntPtr received)
        {
            return new NativeList<ReceivedMessage>(new ReceivedHandle(received),
                list =>
                {
                    UIntPtr count;
                    Check.Ok(Native.cpl_received_count(list, &count));
                    return checked((int)count);
                },
                Read);
        }

        static unsafe ReceivedMessage Read(IntPtr list, int index)
        {
            var at = (UIntPtr)index;
            var info = new cpl_received_info { struct_size = (uint)sizeof(cpl_received_info) };
            Check.Ok(Native.cpl_received_get(list, at, &info));
            var message = new ReceivedMessage(&info);
            UIntPtr count;
            Check.Ok(Native.cpl_received_step_count(list, at, &count));
            var steps = new StateStep<ReceivedState>[checked((int)count)];
            for (int number = 0; number < steps.Length; number++)
            {
                var step = new cpl_step { struct_size = (uint)sizeof(cpl_step) };
                Check.Ok(Native.cpl_received_step(list, at, (UIntPtr)number, &step));
                steps[number] = new StateStep<ReceivedState>((ReceivedState)step.state, Utf8.Time(step.at).GetValueOrDefault());
            }
            var files = new CoverFile[message.FileCount];
            for (int number = 0; number < files.Length; number++)
            {
                var file = new cpl_cover_file { struct_size = (uint)sizeof(cpl_cover_file) };
                Check.Ok(Native.cpl_received_file(list, at, (UIntPtr)number, &file));
                files[number] = new CoverFile(&file);
            }
            message.Steps = steps;
            message.Files = files;
            return message;
        }
    }

    public sealed partial class SyncReport
    {
        /// <summary>うまくいかなかったこと; of more than 100 the first are listed.</summary>
        public IReadOnlyList<SyncProblem> Problems { get; private set; }

        /// <summary>Throws for what ended the pass, or else did not go well first (送受信の失敗を例外にする).</summary>
        public SyncReport ThrowIfFailed()
        {
            if (EndedBy == Status.Ok && ProblemCount == 0) return this;
            SyncProblem first = null;
            foreach (SyncProblem problem in Problems) if (first == null || problem.Status == EndedBy && first.Status != EndedBy) first = problem;
            throw Check.Of(EndedBy != Status.Ok ? EndedBy : first == null ? Status.Internal : first.Status, first);
        }

        internal static unsafe SyncReport Take(IntPtr native)
        {
            using (var handle = new SyncReportHandle(native))
            using (var held = handle.Hold())
            {
                var info = new cpl_sync_info { struct_size = (uint)sizeof(cpl_sync_info) };
                Check.Ok(Native.cpl_sync_report_get(held.Ptr, &info));
                var report = new SyncReport(&info);
                UIntPtr count;
                Check.Ok(Native.cpl_sync_report_problem_count(held.Ptr, &count));
                var problems = new SyncProblem[checked((int)count)];
                for (int index = 0; index < problems.Length; index++)
                {
                    var problem = new cpl_sync_problem { struct_size = (uint)sizeof(cpl_sync_problem) };
                    Check.Ok(Native.cpl_sync_report_problem(held.Ptr, (UIntPtr)index, &problem));
                    problems[index] = new SyncProblem(&problem);
                }
                report.Problems = problems;
                return report;
            }
        }
    }
}
