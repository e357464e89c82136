using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    /// <summary>開くときの設定: what a program may give when it opens an office.</summary>
    public sealed class OfficeOptions
    {
        /// <summary>中継サーバーのパスワード, instead of the file that the profile names.</summary>
        public string RelayPassword { get; set; }

        /// <summary>秘密鍵のパスワードまたは暗証番号, instead of the file that the profile names.</summary>
        public string KeyPassword { get; set; }

        /// <summary>ログの詳しさ.</summary>
        public LogLevel LogLevel { get; set; }

        /// <summary>ログの受け取り: is told what the office does, the opening included. See <see cref="Office.SetLogHandler"/>.</summary>
        public Action<LogLine> Log { get; set; }
    }

    /// <summary>
    /// 事業所: its profile, its store on this machine and its way to other offices. One object at a time, in one program, may have
    /// it open (<see cref="Status.StoreInUse"/>): dispose it. Any thread may call, several at once.
    /// </summary>
    public sealed unsafe partial class Office : IDisposable
    {
        readonly OfficeHandle handle;
        readonly OfficeCallbacks callbacks;
        readonly object handlers = new object();
        readonly IntPtr context;
        Worker worker;

        Office(OfficeHandle handle, OfficeCallbacks callbacks, IntPtr context)
        {
            this.handle = handle;
            this.context = context;
            this.callbacks = callbacks;
            callbacks.Office = new WeakReference(this);
        }

        /// <summary>
        /// 事業所を開く: opens the office of a profile folder and its store, which is made at the first time. Uses no network and
        /// starts no thread.
        /// </summary>
        /// <param name="folder">プロファイルのフォルダー.</param>
        /// <param name="options">設定; may be null.</param>
        public static Office Open(string folder, OfficeOptions options = null)
        {
            if (folder == null) throw new ArgumentNullException("folder");
            Library.Load();
            options = options ?? new OfficeOptions();
            var callbacks = new OfficeCallbacks { Log = options.Log };
            // Weak, so that handlers do not keep a forgotten office alive.
            GCHandle context = GCHandle.Alloc(callbacks, GCHandleType.Weak);
            IntPtr office = IntPtr.Zero, error = IntPtr.Zero;
            try
            {
                using (var path = new Pinned(Utf8.In(folder)))
                using (var relay = Pinned.Secret(options.RelayPassword))
                using (var key = Pinned.Secret(options.KeyPassword))
                {
                    var native = new cpl_office_options
                    {
                        struct_size = (uint)sizeof(cpl_office_options),
                        log_level = (uint)options.LogLevel,
                        relay_password = relay.Data,
                        relay_password_len = relay.Length,
                        key_password = key.Data,
                        key_password_len = key.Length,
                    };
                    if (options.Log != null)
                    {
                        native.log = OfficeCallbacks.LogPointer;
                        native.log_context = GCHandle.ToIntPtr(context);
                    }
                    Check.Ok(Native.cpl_office_open(path.Data, path.Length, &native, &office, &error), error);
                }
            }
            catch
            {
                context.Free();
                throw;
            }
            finally
            {
                GC.KeepAlive(callbacks);
            }
            return new Office(new OfficeHandle(office, context), callbacks, GCHandle.ToIntPtr(context));
        }

        /// <summary>事業所の情報: what the office is.</summary>
        public OfficeInfo Info
        {
            get
            {
                var info = new cpl_office_info { struct_size = (uint)sizeof(cpl_office_info) };
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_office_get(held.Ptr, &info));
                    return new OfficeInfo(&info);
                }
            }
        }

        /// <summary>事業所番号, ten characters.</summary>
        public string Number
        {
            get
            {
                cpl_text number;
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_office_number(held.Ptr, &number));
                    return Utf8.Of(number);
                }
            }
        }

        /// <summary>現在の状況: how the office stands, for a person who looks at it. Uses no network.</summary>
        public Overview GetOverview()
        {
            IntPtr native, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_overview(held.Ptr, &native, &error), error);
            using (var own = new OverviewHandle(native))
            using (var held = own.Hold())
            {
                var info = new cpl_overview_info { struct_size = (uint)sizeof(cpl_overview_info) };
                Check.Ok(Native.cpl_overview_get(held.Ptr, &info));
                var overview = new Overview(&info);
                foreach (SentState state in Enum.GetValues(typeof(SentState)))
                    if (state != SentState.None) overview.SentCounts[state] = CountOf(held.Ptr, Direction.Sent, (uint)state);
                foreach (ReceivedState state in Enum.GetValues(typeof(ReceivedState)))
                    if (state != ReceivedState.None) overview.ReceivedCounts[state] = CountOf(held.Ptr, Direction.Received, (uint)state);
                return overview;
            }
        }

        /// <summary>操作者: who is named in the access log from now on, for the whole office.</summary>
        public void SetActor(string name)
        {
            using (var held = handle.Hold())
            using (var n = new Pinned(Utf8.In(name)))
                Check.Ok(Native.cpl_office_set_actor(held.Ptr, n.Data, n.Length));
        }

        /// <summary>電子証明書の更新: reads profile.toml and the identities that it names again.</summary>
        public void ReloadIdentities()
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_reload_identities(held.Ptr, &error), error);
        }

        /// <summary>パスワードの読み直し: it was changed, or the relay had refused it.</summary>
        public void ReloadAccount()
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_reload_account(held.Ptr, &error), error);
        }

        /// <summary>中継サーバーのパスワード, for a program that keeps it itself.</summary>
        public void SetPassword(string password)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var p = Pinned.Secret(password))
                Check.Ok(Native.cpl_office_set_password(held.Ptr, p.Data, p.Length, &error), error);
        }

        /// <summary>失効リストの読み直し.</summary>
        public void ReloadCrls()
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_reload_crls(held.Ptr, &error), error);
        }

        /// <summary>失効リストの追加, PEM or DER. Gives how many were new.</summary>
        public int AddCrl(byte[] crl)
        {
            if (crl == null) throw new ArgumentNullException("crl");
            uint added;
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* c = crl)
                Check.Ok(Native.cpl_office_add_crl(held.Ptr, c, (UIntPtr)crl.Length, &added, &error), error);
            return checked((int)added);
        }

        /// <summary>
        /// 自動送受信: sends and receives in threads of its own from now on. What goes wrong it tries again. Ends when the worker or
        /// the office is disposed.
        /// </summary>
        public Worker StartWorker()
        {
            IntPtr native, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_worker_start(held.Ptr, &native, &error), error);
            return worker = new Worker(this, native);
        }

        /// <summary>すぐに試す: has the worker try now what it waits with; without a worker nothing happens.</summary>
        public void Wake()
        {
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_wake(held.Ptr));
        }

        /// <summary>
        /// 出来事: is raised at every change of every message, one at a time and in their order, on the thread on which it happens
        /// or is found: a caller's or the worker's. Handlers must be quick. What they throw goes to <see cref="CallbackFailed"/>.
        /// What happened while nobody listened, <see cref="Events"/> tells.
        /// </summary>
        public event EventHandler<MessageEvent> MessageChanged
        {
            add { Listen(value); }
            remove { lock (handlers) callbacks.Changed -= value; }
        }

        /// <summary>通知先の例外: what a handler of an event or of the log has thrown; the library goes on.</summary>
        public event Action<Exception> CallbackFailed
        {
            add { lock (handlers) callbacks.Failed += value; }
            remove { lock (handlers) callbacks.Failed -= value; }
        }

        /// <summary>
        /// ログの受け取り: who is told what the office does, on the threads that do it, several at once; null ends it. When this
        /// returns, the handler before neither runs nor will run: do not hold a lock that it needs.
        /// </summary>
        public void SetLogHandler(LogLevel level, Action<LogLine> handler)
        {
            using (var held = handle.Hold())
            {
                if (handler == null) Check.Ok(Native.cpl_office_set_log_handler(held.Ptr, (uint)level, IntPtr.Zero, IntPtr.Zero));
                callbacks.Log = handler;
                if (handler != null) Check.Ok(Native.cpl_office_set_log_handler(held.Ptr, (uint)level, OfficeCallbacks.LogPointer, context));
            }
        }

        /// <summary>出来事の一覧: every change of every message from behind event number <paramref name="after"/>.</summary>
        /// <param name="after">番号 of the last event that was seen; 0 for the first.</param>
        /// <param name="limit">件数の上限; 0 for all.</param>
        public NativeList<MessageEvent> Events(long after = 0, int limit = 0)
        {
            IntPtr events, error = IntPtr.Zero;
            using (var held = handle.Hold())
                Check.Ok(Native.cpl_office_events(held.Ptr, checked((ulong)after), checked((uint)limit), &events, &error), error);
            return new NativeList<MessageEvent>(new EventsHandle(events),
                list =>
                {
                    UIntPtr count;
                    Check.Ok(Native.cpl_events_count(list, &count));
                    return checked((int)count);
                },
                (list, index) =>
                {
                    var native = new cpl_event { struct_size = (uint)sizeof(cpl_event) };
                    Check.Ok(Native.cpl_events_get(list, (UIntPtr)index, &native));
                    return new MessageEvent(&native);
                });
        }

        /// <summary>Closes the office (閉じる): stops its worker, ends its callbacks.</summary>
        public void Dispose()
        {
            if (worker != null) worker.Dispose();
            handle.Dispose();
        }

        void Listen(EventHandler<MessageEvent> handler)
        {
            lock (handlers)
            {
                if (!callbacks.Listens)
                {
                    IntPtr error = IntPtr.Zero;
                    using (var held = handle.Hold())
                        Check.Ok(Native.cpl_office_set_event_handler(held.Ptr, OfficeCallbacks.EventPointer, context, &error), error);
                    callbacks.Listens = true;
                }
                callbacks.Changed += handler;
            }
        }

        static long CountOf(IntPtr overview, Direction direction, uint state)
        {
            ulong count;
            Check.Ok(Native.cpl_overview_count(overview, (uint)direction, state, &count));
            return checked((long)count);
        }
    }

    /// <summary>自動送受信: sends and receives in the background until it is disposed.</summary>
    public sealed class Worker : IDisposable
    {
        // The office, and with it its handlers, stays as long as the worker is there.
        readonly Office office;
        readonly WorkerHandle handle;

        internal Worker(Office office, IntPtr handle)
        {
            this.office = office;
            this.handle = new WorkerHandle(handle);
        }

        /// <summary>The office (事業所) that it works for.</summary>
        public Office Office { get { return office; } }

        /// <summary>
        /// Stops it (停止), which takes a second or two at most. Handlers may be called until it returns, so do not hold a lock that
        /// they need.
        /// </summary>
        public void Dispose() { handle.Dispose(); }
    }

    /// <summary>What the library calls back for an office.</summary>
    internal sealed unsafe class OfficeCallbacks
    {
        // Kept for ever: the library must never call a delegate that was collected.
        static readonly Native.cpl_event_fn EventCallback = OnEvent;
        static readonly Native.cpl_log_fn LogCallback = OnLog;
        internal static readonly IntPtr EventPointer = Marshal.GetFunctionPointerForDelegate(EventCallback);
        internal static readonly IntPtr LogPointer = Marshal.GetFunctionPointerForDelegate(LogCallback);

        internal WeakReference Office;
        internal bool Listens;
        internal volatile Action<LogLine> Log;
        internal EventHandler<MessageEvent> Changed;
        internal Action<Exception> Failed;

        static void OnEvent(IntPtr context, cpl_event* native)
        {
            var target = GCHandle.FromIntPtr(context).Target as OfficeCallbacks;
            if (target == null) return;
            EventHandler<MessageEvent> changed = target.Changed;
            if (changed != null) target.Guard(() => changed(target.Office.Target, new MessageEvent(native)));
        }

        static void OnLog(IntPtr context, cpl_log_line* native)
        {
            var target = GCHandle.FromIntPtr(context).Target as OfficeCallbacks;
            if (target == null) return;
            Action<LogLine> log = target.Log;
            if (log != null) target.Guard(() => log(new LogLine(native)));
        }

        // No exception may cross the library.
        void Guard(Action call)
        {
            try
            {
                call();
            }
            catch (Exception cause)
            {
                try
                {
                    Action<Exception> failed = Failed;
                    if (failed != null) failed(cause);
                }
                catch (Exception) { }
            }
        }
    }

    public sealed partial class MessageEvent
    {
        /// <summary>The state that began (状態) of a sent message; None for a received one.</summary>
        public SentState SentState { get { return Direction == Direction.Sent ? (SentState)State : SentState.None; } }

        /// <summary>The state that began (状態) of a received message; None for a sent one.</summary>
        public ReceivedState ReceivedState { get { return Direction == Direction.Received ? (ReceivedState)State : ReceivedState.None; } }
    }

    public sealed partial class Overview
    {
        /// <summary>送信データの件数 by state.</summary>
        public IDictionary<SentState, long> SentCounts { get; } = new Dictionary<SentState, long>();

        /// <summary>受信データの件数 by state.</summary>
        public IDictionary<ReceivedState, long> ReceivedCounts { get; } = new Dictionary<ReceivedState, long>();
    }

    public sealed partial class LogLine
    {
        /// <summary>本文, in the language of the user interface.</summary>
        public string Text { get { return CarePlan.Language == Language.English ? TextEn : TextJa; } }
    }
}
