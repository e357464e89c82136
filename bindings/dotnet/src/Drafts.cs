using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>編集中のファイル: a file that is being made or edited. Calls from several threads wait for each other.</summary>
    public sealed unsafe class FileDraft : IDisposable
    {
        readonly FileDraftHandle handle;

        internal FileDraft(IntPtr handle) { this.handle = new FileDraftHandle(handle); }

        /// <summary>新規作成: begins a file without records, with a name of edition 4.1.</summary>
        /// <param name="kind">ファイル種別, such as UPPLAN.</param>
        /// <param name="month">年月 YYYYMM for kinds whose names carry one, 000000 for UPHOSOKU of a care plan, else empty.</param>
        /// <param name="sender">送信元 NNNNNNNNNN_KK.</param>
        /// <param name="receiver">送信先 NNNNNNNNNN_KK; empty while it is not chosen.</param>
        /// <param name="stamp">作成日時 YYYYMMDDHHMMSS, the same for all files of a set.</param>
        public FileDraft(string kind, string month, string sender, string receiver, string stamp)
        {
            Library.Load();
            IntPtr draft, error = IntPtr.Zero;
            using (var k = new Pinned(Utf8.In(kind)))
            using (var m = new Pinned(Utf8.In(month)))
            using (var s = new Pinned(Utf8.In(sender)))
            using (var r = new Pinned(Utf8.In(receiver)))
            using (var t = new Pinned(Utf8.In(stamp)))
                Check.Ok(Native.cpl_file_draft_new(k.Data, k.Length, m.Data, m.Length, s.Data, s.Length, r.Data, r.Length,
                    t.Data, t.Length, &draft, &error), error);
            handle = new FileDraftHandle(draft);
        }

        /// <summary>
        /// 画像のファイル名 of an image of a basic record (UPKIHON_IMAGE), which has no records and no draft:
        /// <see cref="Document.Read"/> makes a document of it and the bytes.
        /// </summary>
        /// <param name="sender">送信元 NNNNNNNNNN_KK.</param>
        /// <param name="receiver">送信先 NNNNNNNNNN_KK; empty while it is not chosen.</param>
        /// <param name="stamp">作成日時 YYYYMMDDHHMMSS, the same for all files of a set.</param>
        /// <param name="branch">枝番, 0 to 9999.</param>
        public static string ImageName(string sender, string receiver, string stamp, int branch)
        {
            Library.Load();
            IntPtr name, error = IntPtr.Zero;
            using (var s = new Pinned(Utf8.In(sender)))
            using (var r = new Pinned(Utf8.In(receiver)))
            using (var t = new Pinned(Utf8.In(stamp)))
                Check.Ok(Native.cpl_image_name(s.Data, s.Length, r.Data, r.Length, t.Data, t.Length, checked((uint)branch), &name, &error),
                    error);
            return Utf8.TakeText(name);
        }

        /// <summary>ファイル名, as it is now.</summary>
        public string Name
        {
            get
            {
                IntPtr name;
                using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_name(held.Ptr, &name));
                return Utf8.TakeText(name);
            }
        }

        /// <summary>レコードレイアウト of its records. To be disposed.</summary>
        public Layout GetLayout()
        {
            IntPtr layout;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_layout(held.Ptr, &layout));
            return new Layout(layout);
        }

        /// <summary>レコードの件数.</summary>
        public int RecordCount
        {
            get
            {
                UIntPtr count;
                using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_record_count(held.Ptr, &count));
                return checked((int)count);
            }
        }

        /// <summary>あて先の変更: another receiver (NNNNNNNNNN_KK) or stamp (YYYYMMDDHHMMSS); what is empty stays.</summary>
        public void Readdress(string receiver, string stamp = null)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var r = new Pinned(Utf8.In(receiver)))
            using (var s = new Pinned(Utf8.In(stamp)))
                Check.Ok(Native.cpl_file_draft_readdress(held.Ptr, r.Data, r.Length, s.Data, s.Length, &error), error);
        }

        /// <summary>年月の変更, in the file name and in every record.</summary>
        public void SetMonth(string month)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var m = new Pinned(Utf8.In(month)))
                Check.Ok(Native.cpl_file_draft_set_month(held.Ptr, m.Data, m.Length, &error), error);
        }

        /// <summary>新しいレコード that fits the file; it is not in the file until it is put there.</summary>
        public RecordDraft NewRecord() { return RecordAt(0); }

        /// <summary>レコードの写し: a copy of record <paramref name="number"/>, from 1.</summary>
        public RecordDraft Record(int number)
        {
            if (number < 1) throw new ArgumentOutOfRangeException("number");
            return RecordAt(number);
        }

        /// <summary>追加 at the end: puts a copy of the record into the file.</summary>
        public void Add(RecordDraft record) { InsertAt(0, record); }

        /// <summary>挿入 before record <paramref name="number"/>, from 1.</summary>
        public void Insert(int number, RecordDraft record)
        {
            if (number < 1) throw new ArgumentOutOfRangeException("number");
            InsertAt(number, record);
        }

        /// <summary>置き換え of record <paramref name="number"/>, from 1.</summary>
        public void Replace(int number, RecordDraft record)
        {
            if (record == null) throw new ArgumentNullException("record");
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var other = record.Handle.Hold())
                Check.Ok(Native.cpl_file_draft_replace(held.Ptr, (UIntPtr)checked((uint)number), other.Ptr, &error), error);
        }

        /// <summary>削除 of record <paramref name="number"/>, from 1.</summary>
        public void Remove(int number)
        {
            using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_remove(held.Ptr, (UIntPtr)checked((uint)number)));
        }

        /// <summary>
        /// 完成: makes a document of the file as it is now; the draft can be edited further. <see cref="Status.DocumentRefused"/>,
        /// with findings, for a file with errors.
        /// </summary>
        public Document Finish()
        {
            IntPtr document, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_finish(held.Ptr, &document, &error), error);
            return new Document(document);
        }

        /// <summary>Frees the draft (解放). Documents that were made of it stay.</summary>
        public void Dispose() { handle.Dispose(); }

        RecordDraft RecordAt(int number)
        {
            IntPtr record;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_file_draft_record(held.Ptr, (UIntPtr)number, &record));
            return new RecordDraft(record);
        }

        void InsertAt(int number, RecordDraft record)
        {
            if (record == null) throw new ArgumentNullException("record");
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var other = record.Handle.Hold())
                Check.Ok(Native.cpl_file_draft_insert(held.Ptr, (UIntPtr)number, other.Ptr, &error), error);
        }
    }

    /// <summary>編集中のレコード: a record that is being made or edited. Calls from several threads wait for each other.</summary>
    public sealed unsafe class RecordDraft : IDisposable
    {
        readonly RecordDraftHandle handle;

        internal RecordDraft(IntPtr handle) { this.handle = new RecordDraftHandle(handle); }

        /// <summary>
        /// 項目 No. <paramref name="no"/>, from 1, as text without quotes; empty text empties it. A value that is not of the
        /// standard is refused (<c>Status.ValueRefused</c>), and the item stays as it was.
        /// </summary>
        public string this[int no]
        {
            get
            {
                IntPtr value;
                using (var held = handle.Hold()) Check.Ok(Native.cpl_record_draft_text(held.Ptr, checked((uint)no), &value));
                return Utf8.TakeText(value);
            }
            set
            {
                IntPtr error = IntPtr.Zero;
                using (var held = handle.Hold())
                using (var v = new Pinned(Utf8.In(value)))
                    Check.Ok(Native.cpl_record_draft_set(held.Ptr, checked((uint)no), v.Data, v.Length, &error), error);
            }
        }

        /// <summary>Sets the item with a name (項目名): its English identifier, such as target_month, or its 項目名.</summary>
        public void Set(string name, string value)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var n = new Pinned(Utf8.In(name)))
            using (var v = new Pinned(Utf8.In(value)))
                Check.Ok(Native.cpl_record_draft_set_named(held.Ptr, n.Data, n.Length, v.Data, v.Length, &error), error);
        }

        /// <summary>全項目の設定: sets items from No. 1 on; null leaves one as it is. All are set, or none is.</summary>
        public void SetAll(IReadOnlyList<string> values)
        {
            if (values == null) throw new ArgumentNullException("values");
            var pinned = new Pinned[values.Count];
            var texts = new cpl_text[values.Count];
            byte nothing = 0;
            IntPtr error = IntPtr.Zero;
            try
            {
                for (int index = 0; index < texts.Length; index++)
                {
                    if (values[index] == null) continue;
                    pinned[index] = new Pinned(Utf8.In(values[index]));
                    // Empty text is not the same as none: it has an address.
                    texts[index].data = pinned[index].Data != null ? pinned[index].Data : &nothing;
                    texts[index].len = pinned[index].Length;
                }
                using (var held = handle.Hold())
                fixed (cpl_text* t = texts)
                    Check.Ok(Native.cpl_record_draft_set_all(held.Ptr, t, (UIntPtr)texts.Length, &error), error);
            }
            finally
            {
                foreach (Pinned one in pinned) if (one != null) one.Dispose();
            }
        }

        /// <summary>引き継ぎ: takes over the items that both have; actuals (実績) begin as a copy of the plan (予定).</summary>
        public void TakeOver(RecordDraft other)
        {
            if (other == null) throw new ArgumentNullException("other");
            using (var held = handle.Hold())
            using (var from = other.handle.Hold())
                Check.Ok(Native.cpl_record_draft_take_over(held.Ptr, from.Ptr));
        }

        /// <summary>Frees the record (解放). What was put into a file stays there.</summary>
        public void Dispose() { handle.Dispose(); }

        internal CplHandle Handle { get { return handle; } }
    }
}
