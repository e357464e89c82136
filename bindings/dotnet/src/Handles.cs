using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>A handle of the library; freed exactly once, by Dispose or by the garbage collector.</summary>
    internal abstract class CplHandle : SafeHandle
    {
        static long made, freed;

        protected CplHandle(IntPtr handle) : base(IntPtr.Zero, true)
        {
            SetHandle(handle);
            if (handle != IntPtr.Zero) Interlocked.Increment(ref made);
        }

        internal static long Made { get { return Interlocked.Read(ref made); } }

        internal static long Freed { get { return Interlocked.Read(ref freed); } }

        public override bool IsInvalid { get { return handle == IntPtr.Zero; } }

        /// <summary>For the time of a call, and until what it handed out has been copied: nobody frees it meanwhile.</summary>
        internal Held Hold() { return new Held(this); }

        protected sealed override bool ReleaseHandle()
        {
            Free(handle);
            Interlocked.Increment(ref freed);
            return true;
        }

        protected abstract void Free(IntPtr handle);
    }

    /// <summary>A handle that is being used. Always within `using`.</summary>
    internal struct Held : IDisposable
    {
        readonly SafeHandle handle;

        internal readonly IntPtr Ptr;

        internal Held(SafeHandle handle)
        {
            bool added = false;
            handle.DangerousAddRef(ref added);
            this.handle = handle;
            Ptr = handle.DangerousGetHandle();
        }

        public void Dispose() { handle.DangerousRelease(); }
    }

    /// <summary>Handles of several objects for one call, such as the documents of a set.</summary>
    internal sealed class HeldAll : IDisposable
    {
        readonly CplHandle[] handles;
        int held;

        internal readonly IntPtr[] Ptrs;

        internal HeldAll(CplHandle[] handles)
        {
            this.handles = handles;
            Ptrs = new IntPtr[handles.Length];
            try
            {
                for (; held < handles.Length; held++)
                {
                    bool added = false;
                    handles[held].DangerousAddRef(ref added);
                    Ptrs[held] = handles[held].DangerousGetHandle();
                }
            }
            catch
            {
                Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            while (held > 0) handles[--held].DangerousRelease();
        }
    }

    /// <summary>An office; before it is freed its callbacks end, and what they point to is let go.</summary>
    internal sealed class OfficeHandle : CplHandle
    {
        readonly GCHandle context;

        internal OfficeHandle(IntPtr handle, GCHandle context) : base(handle) { this.context = context; }

        protected override unsafe void Free(IntPtr handle)
        {
            Native.cpl_office_set_event_handler(handle, IntPtr.Zero, IntPtr.Zero, null);
            Native.cpl_office_set_log_handler(handle, 0, IntPtr.Zero, IntPtr.Zero);
            Native.cpl_office_free(handle);
            if (context.IsAllocated) context.Free();
        }
    }
}
