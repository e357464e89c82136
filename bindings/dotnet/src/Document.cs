using System;
using System.Collections;
using System.Collections.Generic;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>読み取りの設定: how a file is read and checked.</summary>
    public sealed class ReadOptions
    {
        /// <summary>検査の厳しさ.</summary>
        public CheckProfile Profile { get; set; }

        /// <summary>スレッドの数: most threads that a large file is read with. 0: as many as the machine has, at most 8.</summary>
        public int Threads { get; set; }

        internal cpl_read_options Native()
        {
            return new cpl_read_options { profile = (uint)Profile, threads = checked((uint)Threads) };
        }
    }

    /// <summary>ファイル: a file of the standard, read and checked. It does not change; any thread may use it.</summary>
    public sealed unsafe class Document : IDisposable
    {
        readonly DocumentHandle handle;
        Layout layout;
        ItemStrings strings;

        internal Document(IntPtr handle) { this.handle = new DocumentHandle(handle); }

        /// <summary>
        /// 読み取り of a file that is in memory. Whatever is wrong with the file is told by <see cref="Findings"/>, not by an
        /// exception.
        /// </summary>
        /// <param name="name">ファイル名 without folders.</param>
        /// <param name="content">内容, as it stands in the file.</param>
        /// <param name="options">読み取りの設定; may be null.</param>
        public static Document Read(string name, byte[] content, ReadOptions options = null)
        {
            if (name == null) throw new ArgumentNullException("name");
            if (content == null) throw new ArgumentNullException("content");
            Library.Load();
            byte[] utf8 = Utf8.In(name);
            var how = (options ?? new ReadOptions()).Native();
            how.struct_size = (uint)sizeof(cpl_read_options);
            IntPtr document, error = IntPtr.Zero;
            fixed (byte* n = utf8)
            fixed (byte* c = content)
                Check.Ok(CarePlanLink.Native.cpl_document_read(n, (UIntPtr)utf8.Length, c, (UIntPtr)content.Length, &how, &document, &error), error);
            return new Document(document);
        }

        /// <summary>読み取り of a file on disk. <see cref="CarePlanFileException"/> where it cannot be read.</summary>
        /// <param name="path">パス of the file.</param>
        /// <param name="options">読み取りの設定; may be null.</param>
        public static Document ReadFile(string path, ReadOptions options = null)
        {
            if (path == null) throw new ArgumentNullException("path");
            Library.Load();
            byte[] utf8 = Utf8.In(path);
            var how = (options ?? new ReadOptions()).Native();
            how.struct_size = (uint)sizeof(cpl_read_options);
            IntPtr document, error = IntPtr.Zero;
            fixed (byte* p = utf8)
                Check.Ok(CarePlanLink.Native.cpl_document_read_file(p, (UIntPtr)utf8.Length, &how, &document, &error), error);
            return new Document(document);
        }

        /// <summary>ファイル名.</summary>
        public string Name
        {
            get
            {
                cpl_text name;
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_document_name(held.Ptr, &name));
                    return Utf8.Of(name);
                }
            }
        }

        /// <summary>内容: a copy of the bytes, exactly as they came.</summary>
        public byte[] GetContent()
        {
            cpl_bytes bytes;
            using (var held = handle.Hold())
            {
                Check.Ok(Native.cpl_document_bytes(held.Ptr, &bytes));
                return Utf8.Bytes(bytes);
            }
        }

        /// <summary>何のファイルか: what it is, by its name and its content.</summary>
        public DocumentInfo Info
        {
            get
            {
                var info = new cpl_document_info { struct_size = (uint)sizeof(cpl_document_info) };
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_document_get(held.Ptr, &info));
                    return new DocumentInfo(&info);
                }
            }
        }

        /// <summary>レコードレイアウト; null for the image and for files of no known kind.</summary>
        public Layout Layout
        {
            get
            {
                if (layout != null) return layout;
                IntPtr native;
                using (var held = handle.Hold())
                {
                    uint status = Native.cpl_document_layout(held.Ptr, &native);
                    if (status == (uint)Status.OutOfRange) return null;
                    Check.Ok(status);
                }
                var made = new Layout(native);
                Layout first = Interlocked.CompareExchange(ref layout, made, null);
                if (first == null && !handle.IsClosed) return made;
                // Another thread was quicker, with its own or with disposing of the document.
                made.Dispose();
                return first ?? made;
            }
        }

        /// <summary>
        /// データレコード: its records, in order; index 0 is record 1. The first use decodes the file, which takes about as long as
        /// reading it did.
        /// </summary>
        public RecordList Records { get { return new RecordList(this); } }

        /// <summary>項目: item No. <paramref name="no"/> (項番, from 1) of data record <paramref name="record"/> (from 1).</summary>
        public string Item(int record, int no)
        {
            if (record < 1) throw new ArgumentOutOfRangeException("record");
            if (no < 1) throw new ArgumentOutOfRangeException("no");
            cpl_text value;
            using (var held = handle.Hold())
            {
                Check.Ok(Native.cpl_document_item(held.Ptr, (UIntPtr)record, (uint)no, &value));
                return Strings.Of(&value);
            }
        }

        /// <summary>項目のバイト列: the bytes of an item as they stand in the file, with quotes. Both numbers from 1.</summary>
        public byte[] ItemBytes(int record, int no)
        {
            if (record < 1) throw new ArgumentOutOfRangeException("record");
            if (no < 1) throw new ArgumentOutOfRangeException("no");
            using (var held = handle.Hold())
            {
                IntPtr native;
                Check.Ok(Native.cpl_document_record(held.Ptr, (UIntPtr)record, &native));
                using (var own = new RecordHandle(native))
                using (var recordHeld = own.Hold())
                {
                    cpl_bytes bytes;
                    Check.Ok(Native.cpl_record_item_bytes(recordHeld.Ptr, (uint)no, &bytes));
                    return Utf8.Bytes(bytes);
                }
            }
        }

        /// <summary>指摘: what there is to say about the file.</summary>
        /// <param name="language">言語; null for that of the user interface.</param>
        public FindingList Findings(Language? language = null)
        {
            IntPtr findings;
            using (var held = handle.Hold())
                Check.Ok(Native.cpl_document_findings(held.Ptr, (uint)(language ?? CarePlan.Language), &findings));
            return new FindingList(new FindingsHandle(findings));
        }

        /// <summary>書き出し: writes it under its own name into a folder, which must be there.</summary>
        /// <param name="folder">フォルダー.</param>
        /// <param name="replace">上書き of a file of that name; without it, <see cref="Status.FileExists"/>.</param>
        public void WriteTo(string folder, bool replace = false)
        {
            byte[] utf8 = Utf8.In(folder);
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* f = utf8)
                Check.Ok(Native.cpl_document_write(held.Ptr, f, (UIntPtr)utf8.Length, replace ? Native.CPL_WRITE_REPLACE : 0, &error), error);
        }

        /// <summary>修正: applies the repairs that are safe. The document stays as it is.</summary>
        public RepairResult Repair()
        {
            IntPtr repaired, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_repair(held.Ptr, &repaired, &error), error);
            return new RepairResult(new RepairedHandle(repaired));
        }

        /// <summary>編集: begins to edit a copy.</summary>
        public FileDraft Edit()
        {
            IntPtr draft, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_of(held.Ptr, &draft, &error), error);
            return new FileDraft(draft);
        }

        /// <summary>レコードの編集: begins a record as a copy of record <paramref name="number"/>, from 1.</summary>
        public RecordDraft EditRecord(int number)
        {
            IntPtr record, error = IntPtr.Zero;
            using (var held = handle.Hold())
                Check.Ok(Native.cpl_record_draft_of(held.Ptr, (UIntPtr)checked((uint)number), &record, &error), error);
            return new RecordDraft(record);
        }

        /// <summary>Frees the document (解放). A set or delivery that holds the same file keeps it.</summary>
        public void Dispose()
        {
            handle.Dispose();
            strings = null;
            Layout made = Interlocked.CompareExchange(ref layout, null, null);
            if (made != null) made.Dispose();
        }

        internal CplHandle Handle { get { return handle; } }

        // Two threads that begin at once make one each, which costs a little and does no harm.
        internal ItemStrings Strings { get { return strings ?? (strings = new ItemStrings()); } }

        internal static CplHandle[] Handles(IEnumerable<Document> documents)
        {
            if (documents == null) throw new ArgumentNullException("documents");
            var handles = new List<CplHandle>();
            foreach (Document document in documents)
            {
                if (document == null) throw new ArgumentNullException("documents");
                handles.Add(document.handle);
            }
            return handles.ToArray();
        }
    }

    /// <summary>データレコード of a document, as they stand in the file. Enumerating is faster than asking one by one.</summary>
    public sealed unsafe class RecordList : IReadOnlyList<Record>
    {
        readonly Document document;

        internal RecordList(Document document)
        {
            this.document = document;
            UIntPtr count;
            using (var held = document.Handle.Hold()) Check.Ok(Native.cpl_document_record_count(held.Ptr, &count));
            Count = checked((int)count);
        }

        /// <summary>件数.</summary>
        public int Count { get; private set; }

        /// <summary>The record (レコード) at an index, from 0; its number is one more.</summary>
        public Record this[int index]
        {
            get
            {
                if (index < 0 || index >= Count) throw new ArgumentOutOfRangeException("index");
                var one = new Record[1];
                Fill(one, index);
                return one[0];
            }
        }

        /// <summary>Its records, in order (順に).</summary>
        public IEnumerator<Record> GetEnumerator()
        {
            var some = new Record[Math.Min(Count, 32)];
            for (int index = 0; index < Count; index++)
            {
                if (index % some.Length == 0) Fill(some, index);
                yield return some[index % some.Length];
            }
        }

        // With the records from index on, as many as there are.
        void Fill(Record[] some, int index)
        {
            using (var held = document.Handle.Hold())
            {
                var items = new cpl_items { struct_size = (uint)sizeof(cpl_items) };
                Check.Ok(Native.cpl_document_items(held.Ptr, &items));
                ItemStrings strings = document.Strings;
                int first = checked((int)items.first[index]);
                for (int place = 0; place < some.Length && index < Count; place++, index++)
                {
                    int end = checked((int)items.first[index + 1]);
                    var values = new string[end - first];
                    cpl_text* texts = items.texts + first;
                    for (int no = 0; no < values.Length; no++) values[no] = strings.Of(texts + no);
                    some[place] = new Record(document, index + 1, values);
                    first = end;
                }
            }
        }

        IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }
    }

    /// <summary>データレコード: one record, decoded, without quotes; enumerates its items (項目) in order.</summary>
    public sealed class Record : IEnumerable<string>
    {
        readonly Document document;
        readonly string[] items;

        internal Record(Document document, int number, string[] items)
        {
            this.document = document;
            this.items = items;
            Number = number;
        }

        /// <summary>番号 of the record in its file, from 1.</summary>
        public int Number { get; private set; }

        /// <summary>項目数; it can differ from the layout's in a faulty file.</summary>
        public int ItemCount { get { return items.Length; } }

        /// <summary>項目 of a number: 項番, from 1, as in the standard.</summary>
        public string this[int no]
        {
            get
            {
                if (no < 1 || no > items.Length) throw new ArgumentOutOfRangeException("no");
                return items[no - 1];
            }
        }

        /// <summary>項目 of a name: its English identifier, such as target_month, or its 項目名.</summary>
        public string this[string name]
        {
            get
            {
                Layout layout = document.Layout;
                int no = layout == null ? 0 : layout.Find(name);
                if (no == 0 || no > items.Length) throw new KeyNotFoundException(name);
                return items[no - 1];
            }
        }

        /// <summary>全項目 as an array; index 0 is item No. 1.</summary>
        public string[] ToArray() { return (string[])items.Clone(); }

        /// <summary>Its items, in order (順に).</summary>
        public Enumerator GetEnumerator() { return new Enumerator(items); }

        IEnumerator<string> IEnumerable<string>.GetEnumerator() { return GetEnumerator(); }

        IEnumerator IEnumerable.GetEnumerator() { return GetEnumerator(); }

        /// <summary>項目を順に: goes through the items of a record. A struct, so that foreach makes no object and no call for each.</summary>
        public struct Enumerator : IEnumerator<string>
        {
            readonly string[] items;
            int next;

            internal Enumerator(string[] items)
            {
                this.items = items;
                next = 0;
            }

            /// <summary>項目: the one that it is at.</summary>
            public string Current { get { return items[next - 1]; } }

            object IEnumerator.Current { get { return Current; } }

            /// <summary>次へ: goes to the next one; false behind the last.</summary>
            public bool MoveNext()
            {
                if (next >= items.Length) return false;
                next++;
                return true;
            }

            /// <summary>初めへ: goes before the first one.</summary>
            public void Reset() { next = 0; }

            /// <summary>Nothing to let go of (解放するものはありません).</summary>
            public void Dispose() { }
        }
    }
}
