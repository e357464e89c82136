using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>セット: files of one stamp that belong together, free of errors; what is sent.</summary>
    public sealed unsafe class MessageSet : IDisposable
    {
        readonly SetHandle handle;

        internal MessageSet(SetHandle handle) { this.handle = handle; }

        /// <summary>
        /// セットの作成. The documents stay the caller's. <see cref="Status.SetRefused"/> when they are no set or hold errors; its
        /// findings say what to mend.
        /// </summary>
        public static MessageSet Build(IEnumerable<Document> documents)
        {
            CplHandle[] handles = Document.Handles(documents);
            Library.Load();
            IntPtr set, error = IntPtr.Zero;
            using (var held = new HeldAll(handles))
            fixed (IntPtr* d = held.Ptrs)
                Check.Ok(Native.cpl_set_build(d, (UIntPtr)handles.Length, &set, &error), error);
            return new MessageSet(new SetHandle(set));
        }

        /// <summary>何のセットか.</summary>
        public SetInfo Info
        {
            get
            {
                var info = new cpl_set_info { struct_size = (uint)sizeof(cpl_set_info) };
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_set_get(held.Ptr, &info));
                    return new SetInfo(&info);
                }
            }
        }

        /// <summary>The file (ファイル) at an index, from 0. To be disposed; it may outlive the set.</summary>
        public Document GetDocument(int index)
        {
            if (index < 0) throw new ArgumentOutOfRangeException("index");
            IntPtr document;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_set_document(held.Ptr, (UIntPtr)index, &document));
            return new Document(document);
        }

        /// <summary>指摘 about its files against each other: warnings and notes.</summary>
        /// <param name="language">言語; null for that of the user interface.</param>
        public FindingList Findings(Language? language = null)
        {
            IntPtr findings;
            using (var held = handle.Hold())
                Check.Ok(Native.cpl_set_findings(held.Ptr, (uint)(language ?? CarePlan.Language), &findings));
            return new FindingList(new FindingsHandle(findings));
        }

        /// <summary>Frees the set (解放).</summary>
        public void Dispose() { handle.Dispose(); }

        internal CplHandle Handle { get { return handle; } }
    }

    /// <summary>セットの候補: files sorted into the sets that they were made for.</summary>
    public sealed unsafe class SetGroups : NativeList<SetGroup>
    {
        SetGroups(GroupsHandle handle) : base(handle, Size, (groups, index) => new SetGroup(handle, groups, index)) { }

        /// <summary>仕分け of documents, which stay the caller's.</summary>
        public static SetGroups Of(IEnumerable<Document> documents)
        {
            CplHandle[] handles = Document.Handles(documents);
            Library.Load();
            IntPtr groups, error = IntPtr.Zero;
            using (var held = new HeldAll(handles))
            fixed (IntPtr* d = held.Ptrs)
                Check.Ok(Native.cpl_group(d, (UIntPtr)handles.Length, &groups, &error), error);
            return new SetGroups(new GroupsHandle(groups));
        }

        /// <summary>仕分け of the .csv and .jpg files of a folder (フォルダー), without its subfolders.</summary>
        public static SetGroups OfFolder(string folder, ReadOptions options = null)
        {
            Library.Load();
            byte[] utf8 = Utf8.In(folder);
            var how = (options ?? new ReadOptions()).Native();
            how.struct_size = (uint)sizeof(cpl_read_options);
            IntPtr groups, error = IntPtr.Zero;
            fixed (byte* f = utf8) Check.Ok(Native.cpl_group_folder(f, (UIntPtr)utf8.Length, &how, &groups, &error), error);
            return new SetGroups(new GroupsHandle(groups));
        }

        static int Size(IntPtr groups)
        {
            UIntPtr count;
            Check.Ok(Native.cpl_groups_count(groups, &count));
            return checked((int)count);
        }
    }

    /// <summary>セットの候補: files that are one set, or were most likely meant to be. Usable as long as its list is.</summary>
    public sealed unsafe class SetGroup
    {
        readonly GroupsHandle handle;
        readonly int index;

        internal SetGroup(GroupsHandle handle, IntPtr groups, int index)
        {
            this.handle = handle;
            this.index = index;
            var info = new cpl_set_info { struct_size = (uint)sizeof(cpl_set_info) };
            Check.Ok(Native.cpl_groups_get(groups, (UIntPtr)index, &info));
            Info = new SetInfo(&info);
        }

        /// <summary>何のセットか.</summary>
        public SetInfo Info { get; private set; }

        /// <summary>The file (ファイル) at an index, from 0. To be disposed; it may outlive the groups.</summary>
        public Document GetDocument(int document)
        {
            if (document < 0) throw new ArgumentOutOfRangeException("document");
            IntPtr native;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_groups_document(held.Ptr, (UIntPtr)index, (UIntPtr)document, &native));
            return new Document(native);
        }

        /// <summary>指摘 about the group as a set: what is missing, and its files against each other.</summary>
        /// <param name="language">言語; null for that of the user interface.</param>
        public FindingList Findings(Language? language = null)
        {
            IntPtr findings;
            using (var held = handle.Hold())
                Check.Ok(Native.cpl_groups_findings(held.Ptr, (UIntPtr)index, (uint)(language ?? CarePlan.Language), &findings));
            return new FindingList(new FindingsHandle(findings));
        }

        /// <summary>セットの作成 of the group, as <see cref="MessageSet.Build"/> does.</summary>
        public MessageSet Build()
        {
            IntPtr set, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_groups_build(held.Ptr, (UIntPtr)index, &set, &error), error);
            return new MessageSet(new SetHandle(set));
        }
    }
}
