using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>修正の結果: a file after its repairs, and what was changed.</summary>
    public sealed unsafe class RepairResult : IDisposable
    {
        readonly RepairedHandle handle;

        internal RepairResult(RepairedHandle handle)
        {
            this.handle = handle;
            IntPtr document;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_repaired_document(held.Ptr, &document));
            Document = new Document(document);
        }

        /// <summary>修正したファイル, read and checked; disposed with the result.</summary>
        public Document Document { get; private set; }

        /// <summary>変更: what was changed; empty for a file that needs nothing.</summary>
        /// <param name="language">言語; null for that of the user interface.</param>
        public IReadOnlyList<Change> Changes(Language? language = null)
        {
            using (var held = handle.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_repaired_count(held.Ptr, &count));
                var changes = new Change[checked((int)count)];
                for (int index = 0; index < changes.Length; index++)
                {
                    var change = new cpl_change { struct_size = (uint)sizeof(cpl_change) };
                    Check.Ok(Native.cpl_repaired_get(held.Ptr, (UIntPtr)index, (uint)(language ?? CarePlan.Language), &change));
                    changes[index] = new Change(&change);
                }
                return changes;
            }
        }

        /// <summary>修正できない理由: why some repairs could not be done; empty where nothing stood in the way.</summary>
        /// <param name="language">言語; null for that of the user interface.</param>
        public string Obstacle(Language? language = null)
        {
            cpl_text text;
            using (var held = handle.Hold())
            {
                Check.Ok(Native.cpl_repaired_obstacle(held.Ptr, (uint)(language ?? CarePlan.Language), &text));
                return Utf8.Of(text);
            }
        }

        /// <summary>Frees the result and its document (解放).</summary>
        public void Dispose()
        {
            Document.Dispose();
            handle.Dispose();
        }
    }

    /// <summary>版の変換の結果: files that were brought to edition 4.1, and what there is to say.</summary>
    public sealed unsafe class UpgradeResult : IDisposable
    {
        readonly UpgradedHandle handle;

        /// <summary>
        /// 版の変換: brings files of editions 3.x and 4.0 to 4.1, set by set, each whole or not at all. Files of 4.1 pass through.
        /// </summary>
        /// <param name="documents">ファイル.</param>
        /// <param name="senderKind">送信元のサービス種類コード, for names that do not tell it; may be empty.</param>
        /// <param name="receiverKind">送信先のサービス種類コード, likewise.</param>
        public UpgradeResult(IEnumerable<Document> documents, string senderKind = null, string receiverKind = null)
        {
            IntPtr upgraded, error = IntPtr.Zero;
            CplHandle[] handles = Document.Handles(documents);
            Library.Load();
            using (var held = new HeldAll(handles))
            using (var s = new Pinned(Utf8.In(senderKind)))
            using (var r = new Pinned(Utf8.In(receiverKind)))
            fixed (IntPtr* d = held.Ptrs)
                Check.Ok(Native.cpl_upgrade(d, (UIntPtr)handles.Length, s.Data, s.Length, r.Data, r.Length, &upgraded, &error), error);
            handle = new UpgradedHandle(upgraded);
            Files = Read();
        }

        /// <summary>変換したファイル, read and checked; disposed with the result.</summary>
        public IReadOnlyList<UpgradedFile> Files { get; private set; }

        /// <summary>指摘: why sets were refused, where service kinds come from, and what a person must supply.</summary>
        /// <param name="language">言語; null for that of the user interface.</param>
        public FindingList Findings(Language? language = null)
        {
            IntPtr findings;
            using (var held = handle.Hold())
                Check.Ok(Native.cpl_upgraded_findings(held.Ptr, (uint)(language ?? CarePlan.Language), &findings));
            return new FindingList(new FindingsHandle(findings));
        }

        /// <summary>Frees the result and its documents (解放).</summary>
        public void Dispose()
        {
            foreach (UpgradedFile file in Files) file.Document.Dispose();
            handle.Dispose();
        }

        UpgradedFile[] Read()
        {
            using (var held = handle.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_upgraded_count(held.Ptr, &count));
                var files = new UpgradedFile[checked((int)count)];
                for (int index = 0; index < files.Length; index++)
                {
                    IntPtr document;
                    cpl_text text;
                    UIntPtr changes;
                    Check.Ok(Native.cpl_upgraded_source(held.Ptr, (UIntPtr)index, &text));
                    string source = Utf8.Of(text);
                    Check.Ok(Native.cpl_upgraded_change_count(held.Ptr, (UIntPtr)index, &changes));
                    var told = new string[checked((int)changes)];
                    for (int change = 0; change < told.Length; change++)
                    {
                        Check.Ok(Native.cpl_upgraded_change(held.Ptr, (UIntPtr)index, (UIntPtr)change, (uint)CarePlan.Language, &text));
                        told[change] = Utf8.Of(text);
                    }
                    Check.Ok(Native.cpl_upgraded_document(held.Ptr, (UIntPtr)index, &document));
                    files[index] = new UpgradedFile(new Document(document), source, told);
                }
                return files;
            }
        }
    }

    /// <summary>変換したファイル.</summary>
    public sealed class UpgradedFile
    {
        internal UpgradedFile(Document document, string source, IReadOnlyList<string> changes)
        {
            Document = document;
            Source = source;
            Changes = changes;
        }

        /// <summary>The file (ファイル) of edition 4.1.</summary>
        public Document Document { get; private set; }

        /// <summary>元のファイル名.</summary>
        public string Source { get; private set; }

        /// <summary>変更, for people; empty for one that was of 4.1 already.</summary>
        public IReadOnlyList<string> Changes { get; private set; }
    }
}
