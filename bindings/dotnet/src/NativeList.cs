using System;
using System.Collections;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>
    /// 一覧: a list of the native library. Entries are copied when they are asked for; what was copied stays when the list is
    /// disposed. Any thread may use it.
    /// </summary>
    /// <typeparam name="T">What it holds.</typeparam>
    public class NativeList<T> : IReadOnlyList<T>, IDisposable
    {
        readonly CplHandle handle;
        readonly Func<IntPtr, int, T> read;

        internal NativeList(CplHandle handle, Func<IntPtr, int> count, Func<IntPtr, int, T> read)
        {
            this.handle = handle;
            this.read = read;
            try
            {
                using (var held = handle.Hold()) Count = count(held.Ptr);
            }
            catch
            {
                handle.Dispose();
                throw;
            }
        }

        /// <summary>件数.</summary>
        public int Count { get; private set; }

        /// <summary>The entry (項目) at an index, from 0.</summary>
        public T this[int index]
        {
            get
            {
                if (index < 0 || index >= Count) throw new ArgumentOutOfRangeException("index");
                using (var held = handle.Hold()) return read(held.Ptr, index);
            }
        }

        /// <summary>Its entries, in order (順に).</summary>
        public IEnumerator<T> GetEnumerator()
        {
            for (int index = 0; index < Count; index++) yield return this[index];
        }

        IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }

        /// <summary>Frees the list (解放).</summary>
        public void Dispose() { handle.Dispose(); }

        internal Held Hold() { return handle.Hold(); }
    }

    /// <summary>指摘の一覧: findings in one language.</summary>
    public sealed unsafe class FindingList : NativeList<Finding>
    {
        internal FindingList(FindingsHandle handle) : base(handle, Size, Read)
        {
            UIntPtr errors, warnings, notes;
            using (var held = Hold()) Check.Ok(Native.cpl_findings_severity_counts(held.Ptr, &errors, &warnings, &notes));
            ErrorCount = checked((int)errors);
            WarningCount = checked((int)warnings);
            NoteCount = checked((int)notes);
        }

        /// <summary>エラーの数, those included that were too many to be listed.</summary>
        public int ErrorCount { get; private set; }

        /// <summary>警告の数, those included that were too many to be listed.</summary>
        public int WarningCount { get; private set; }

        /// <summary>注記の数, those included that were too many to be listed.</summary>
        public int NoteCount { get; private set; }

        static int Size(IntPtr list)
        {
            UIntPtr count;
            Check.Ok(Native.cpl_findings_count(list, &count));
            return checked((int)count);
        }

        static Finding Read(IntPtr list, int index)
        {
            var native = new cpl_finding { struct_size = (uint)sizeof(cpl_finding) };
            Check.Ok(Native.cpl_findings_get(list, (UIntPtr)index, &native));
            return new Finding(&native);
        }
    }

    public sealed partial class Finding
    {
        /// <summary>One line for people (一行の説明): code, file, record, item, message, hint.</summary>
        public override string ToString()
        {
            string place = (File.Length > 0 ? " " + File : "") + (Record > 0 ? " " + Record + "件目" : "") + (Item > 0 ? " 項番" + Item : "");
            return Code + place + ": " + Message + " " + Hint;
        }
    }

    public sealed partial class Reason
    {
        /// <summary>何が起きたか, in the language of the user interface.</summary>
        public string Message { get { return CarePlan.Language == Language.English ? MessageEn : MessageJa; } }

        /// <summary>次に何をするか, in the language of the user interface.</summary>
        public string NextStep { get { return CarePlan.Language == Language.English ? HintEn : HintJa; } }

        internal static unsafe Reason Of(cpl_reason* native) { return native->code.len == UIntPtr.Zero ? null : new Reason(native); }
    }

    /// <summary>履歴: one state that a message has had.</summary>
    /// <typeparam name="TState">SentState or ReceivedState.</typeparam>
    public sealed class StateStep<TState>
    {
        internal StateStep(TState state, DateTimeOffset at)
        {
            State = state;
            At = at;
        }

        /// <summary>状態.</summary>
        public TState State { get; private set; }

        /// <summary>日時: when it began.</summary>
        public DateTimeOffset At { get; private set; }
    }
}
