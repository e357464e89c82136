using System;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    /// <summary>Cancellation and progress of one long call.</summary>
    internal sealed unsafe class Control : IDisposable
    {
        // Kept for ever: the library must never call a delegate that was collected.
        static readonly Native.cpl_progress_fn Callback = OnProgress;
        static readonly IntPtr CallbackPointer = Marshal.GetFunctionPointerForDelegate(Callback);

        readonly CancellationToken token;
        readonly IProgress<TransferProgress> progress;
        readonly CancelHandle cancel;
        readonly CancellationTokenRegistration registration;
        GCHandle self;
        ExceptionDispatchInfo failure;

        internal Control(CancellationToken token, IProgress<TransferProgress> progress)
        {
            token.ThrowIfCancellationRequested();
            this.token = token;
            this.progress = progress;
            // A failing progress handler ends the call too, so there is always a switch.
            IntPtr native;
            Check.Ok(Native.cpl_cancel_new(&native));
            cancel = new CancelHandle(native);
            self = GCHandle.Alloc(this);
            registration = token.Register(Request);
        }

        /// <summary>What the call is given, as long as this is not disposed.</summary>
        internal cpl_control For(Held held)
        {
            return new cpl_control
            {
                struct_size = (uint)sizeof(cpl_control),
                cancel = held.Ptr,
                progress = progress == null ? IntPtr.Zero : CallbackPointer,
                context = progress == null ? IntPtr.Zero : GCHandle.ToIntPtr(self),
            };
        }

        internal Held Hold() { return cancel.Hold(); }

        internal void Ok(uint status, IntPtr error)
        {
            try
            {
                Check.Ok(status, error);
            }
            catch (OperationCanceledException cancelled)
            {
                if (failure != null) failure.Throw();
                throw new OperationCanceledException(cancelled.Message, token);
            }
            if (failure != null) failure.Throw();
        }

        public void Dispose()
        {
            registration.Dispose();
            cancel.Dispose();
            if (self.IsAllocated) self.Free();
        }

        /// <summary>Runs a long call on a thread of its own, so that waiting for the network holds up no thread of the pool.</summary>
        internal static Task<T> Run<T>(Func<T> call, CancellationToken token)
        {
            return Task.Factory.StartNew(call, token, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
                TaskScheduler.Default);
        }

        void Request()
        {
            using (var held = cancel.Hold()) Native.cpl_cancel_request(held.Ptr);
        }

        static void OnProgress(IntPtr context, cpl_progress* native)
        {
            var control = (Control)GCHandle.FromIntPtr(context).Target;
            // No exception may cross the library: it is kept, and thrown by the call.
            try
            {
                if (control.failure == null) control.progress.Report(new TransferProgress(native));
            }
            catch (Exception cause)
            {
                control.failure = ExceptionDispatchInfo.Capture(cause);
                control.Request();
            }
        }
    }
}
