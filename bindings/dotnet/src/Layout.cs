using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>レコードレイアウト of one kind of file in one edition.</summary>
    public sealed unsafe class Layout : IDisposable
    {
        readonly LayoutHandle handle;
        // The names that were asked for: callers ask for the same ones, record by record.
        readonly Dictionary<string, int> numbers = new Dictionary<string, int>();

        internal Layout(IntPtr handle) { this.handle = new LayoutHandle(handle); }

        /// <summary>The layout of a kind of file (ファイル種別), such as UPPLAN; null where there is none in that edition.</summary>
        public static Layout Of(string kind, Edition edition = Edition.V41)
        {
            Library.Load();
            byte[] utf8 = Utf8.In(kind);
            IntPtr layout;
            fixed (byte* k = utf8)
            {
                uint status = Native.cpl_layout_of_kind(k, (UIntPtr)utf8.Length, (uint)edition, &layout);
                if (status == (uint)Status.OutOfRange) return null;
                Check.Ok(status);
            }
            return new Layout(layout);
        }

        /// <summary>ファイル種別 that has this layout, such as UPPLAN.</summary>
        public string Kind
        {
            get
            {
                cpl_text kind;
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_layout_kind(held.Ptr, &kind));
                    return Utf8.Of(kind);
                }
            }
        }

        /// <summary>項目: its items; index 0 is item No. 1.</summary>
        public IReadOnlyList<LayoutItem> Items
        {
            get
            {
                using (var held = handle.Hold())
                {
                    UIntPtr count;
                    Check.Ok(Native.cpl_layout_item_count(held.Ptr, &count));
                    var items = new LayoutItem[(int)count];
                    for (int index = 0; index < items.Length; index++)
                    {
                        var item = new cpl_item { struct_size = (uint)sizeof(cpl_item) };
                        Check.Ok(Native.cpl_layout_item(held.Ptr, (uint)index + 1, &item));
                        items[index] = new LayoutItem(&item);
                    }
                    return items;
                }
            }
        }

        /// <summary>項番 of the item with a name (English identifier or 項目名); 0 where there is none.</summary>
        public int Find(string name)
        {
            if (name == null) throw new ArgumentNullException("name");
            int known;
            lock (numbers) if (numbers.TryGetValue(name, out known)) return known;
            byte[] utf8 = Utf8.In(name);
            uint no = 0;
            using (var held = handle.Hold())
            fixed (byte* n = utf8)
            {
                uint status = Native.cpl_layout_find(held.Ptr, n, (UIntPtr)utf8.Length, &no);
                if (status != (uint)Status.OutOfRange) Check.Ok(status);
            }
            lock (numbers) numbers[name] = (int)no;
            return (int)no;
        }

        /// <summary>コード that an item may have, with their Japanese meanings; empty where it has no list of codes.</summary>
        /// <param name="no">項番, from 1.</param>
        public IReadOnlyList<KeyValuePair<string, string>> Codes(int no)
        {
            using (var held = handle.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_layout_code_count(held.Ptr, checked((uint)no), &count));
                var codes = new KeyValuePair<string, string>[(int)count];
                for (int index = 0; index < codes.Length; index++)
                {
                    cpl_text code, meaning;
                    Check.Ok(Native.cpl_layout_code(held.Ptr, (uint)no, (UIntPtr)index, &code, &meaning));
                    codes[index] = new KeyValuePair<string, string>(Utf8.Of(code), Utf8.Of(meaning));
                }
                return codes;
            }
        }

        /// <summary>コードの意味, in Japanese; null for a code that the item may not have.</summary>
        /// <param name="no">項番, from 1.</param>
        /// <param name="code">コード.</param>
        public string MeaningOf(int no, string code)
        {
            byte[] utf8 = Utf8.In(code);
            cpl_text meaning;
            using (var held = handle.Hold())
            fixed (byte* c = utf8)
            {
                uint status = Native.cpl_layout_code_meaning(held.Ptr, checked((uint)no), c, (UIntPtr)utf8.Length, &meaning);
                if (status == (uint)Status.OutOfRange) return null;
                Check.Ok(status);
                return Utf8.Of(meaning);
            }
        }

        /// <summary>Frees the layout (解放).</summary>
        public void Dispose() { handle.Dispose(); }
    }

    /// <summary>標準仕様の一覧: what the standard names, and what finding codes mean.</summary>
    public static unsafe class Catalogue
    {
        /// <summary>ファイル種別: the kinds of file.</summary>
        public static IReadOnlyList<FileKind> FileKinds
        {
            get
            {
                Library.Load();
                UIntPtr count;
                Check.Ok(Native.cpl_file_kind_count(&count));
                var kinds = new FileKind[(int)count];
                for (int index = 0; index < kinds.Length; index++)
                {
                    var kind = new cpl_file_kind { struct_size = (uint)sizeof(cpl_file_kind) };
                    Check.Ok(Native.cpl_file_kind_get((UIntPtr)index, &kind));
                    kinds[index] = new FileKind(&kind);
                }
                return kinds;
            }
        }

        /// <summary>セットの種別: the kinds of set in an edition.</summary>
        public static IReadOnlyList<SetKind> SetKinds(Edition edition = Edition.V41)
        {
            Library.Load();
            UIntPtr count;
            Check.Ok(Native.cpl_set_kind_count((uint)edition, &count));
            var kinds = new SetKind[(int)count];
            for (int index = 0; index < kinds.Length; index++)
            {
                var kind = new cpl_set_kind { struct_size = (uint)sizeof(cpl_set_kind) };
                Check.Ok(Native.cpl_set_kind_get((uint)edition, (UIntPtr)index, &kind));
                kinds[index] = new SetKind(&kind);
                var files = new string[kinds[index].FileCount + kinds[index].AnnexCount];
                for (int file = 0; file < files.Length; file++)
                {
                    cpl_text name;
                    Check.Ok(Native.cpl_set_kind_file((uint)edition, (UIntPtr)index, (UIntPtr)file, &name));
                    files[file] = Utf8.Of(name);
                }
                kinds[index].Files = files;
            }
            return kinds;
        }

        /// <summary>サービス種類の名前 of a code of two characters; null for one that the standard does not name.</summary>
        public static string ServiceKindName(string code)
        {
            Library.Load();
            byte[] utf8 = Utf8.In(code);
            cpl_text name;
            fixed (byte* c = utf8)
            {
                uint status = Native.cpl_service_kind_name(c, (UIntPtr)utf8.Length, &name);
                if (status == (uint)Status.OutOfRange) return null;
                Check.Ok(status);
                return Utf8.Of(name);
            }
        }

        /// <summary>指摘コードの説明: one code, such as CP2010, or all where it is empty; empty for a code that is not known.</summary>
        /// <param name="code">指摘コード; null or empty for all.</param>
        /// <param name="language">言語; null for that of the user interface.</param>
        public static IReadOnlyList<FindingCode> Explain(string code = null, Language? language = null)
        {
            Library.Load();
            byte[] utf8 = Utf8.In(code);
            IntPtr native;
            fixed (byte* c = utf8)
            {
                uint status = Native.cpl_codes_explain(c, (UIntPtr)utf8.Length, (uint)(language ?? CarePlan.Language), &native);
                if (status == (uint)Status.OutOfRange) return new FindingCode[0];
                Check.Ok(status);
            }
            using (var handle = new CodesHandle(native))
            using (var held = handle.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_codes_count(held.Ptr, &count));
                var codes = new FindingCode[(int)count];
                for (int index = 0; index < codes.Length; index++)
                {
                    var info = new cpl_code_info { struct_size = (uint)sizeof(cpl_code_info) };
                    Check.Ok(Native.cpl_codes_get(held.Ptr, (UIntPtr)index, &info));
                    codes[index] = new FindingCode(&info);
                }
                return codes;
            }
        }
    }

    public sealed partial class SetKind
    {
        /// <summary>ファイル種別 in it: first the FileCount that must be there, then the AnnexCount that may.</summary>
        public IReadOnlyList<string> Files { get; internal set; }
    }
}
