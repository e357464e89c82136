using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace CarePlanLink
{
    public sealed unsafe partial class Office
    {
        /// <summary>事業所の照会: asks the relay for an office. <see cref="Status.UnknownOffice"/> where there is none.</summary>
        public DirectoryEntry FindOffice(string number, CancellationToken token = default(CancellationToken))
        {
            using (DirectoryList list = Find(number, token)) return list[0];
        }

        /// <summary>
        /// 送信先の電子証明書: asks the relay for all certificates of an office, as <see cref="SealedMessage.Seal"/> wants them. To be
        /// disposed each.
        /// </summary>
        public IReadOnlyList<Certificate> FindCertificates(string number, CancellationToken token = default(CancellationToken))
        {
            using (DirectoryList list = Find(number, token)) return list.Certificates(0);
        }

        DirectoryList Find(string number, CancellationToken token)
        {
            IntPtr directory, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var n = new Pinned(Utf8.In(number)))
            using (var control = new Control(token, null))
            using (var cancel = control.Hold())
            {
                var native = control.For(cancel);
                control.Ok(Native.cpl_office_find_office(held.Ptr, n.Data, n.Length, &native, &directory, &error), error);
            }
            return new DirectoryList(new DirectoryHandle(directory));
        }

        /// <summary>事業所の照会 in the background; see <see cref="FindOffice"/>.</summary>
        public Task<DirectoryEntry> FindOfficeAsync(string number, CancellationToken token = default(CancellationToken))
        {
            return Control.Run(() => FindOffice(number, token), token);
        }

        /// <summary>事業所名で探す: asks the relay for offices whose name holds a text.</summary>
        /// <param name="name">事業所名の一部.</param>
        /// <param name="limit">件数の上限.</param>
        /// <param name="after">事業所番号 of the last one of the page before; empty for the first.</param>
        /// <param name="token">中止.</param>
        public DirectoryList SearchOffices(string name, int limit = 100, string after = null, CancellationToken token = default(CancellationToken))
        {
            IntPtr directory, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var n = new Pinned(Utf8.In(name)))
            using (var a = new Pinned(Utf8.In(after)))
            using (var control = new Control(token, null))
            using (var cancel = control.Hold())
            {
                var native = control.For(cancel);
                control.Ok(Native.cpl_office_search_offices(held.Ptr, n.Data, n.Length, a.Data, a.Length, checked((uint)limit), &native,
                    &directory, &error), error);
            }
            return new DirectoryList(new DirectoryHandle(directory));
        }

        /// <summary>事業所名で探す in the background; see <see cref="SearchOffices"/>.</summary>
        public Task<DirectoryList> SearchOfficesAsync(string name, int limit = 100, string after = null,
            CancellationToken token = default(CancellationToken))
        {
            return Control.Run(() => SearchOffices(name, limit, after, token), token);
        }

        /// <summary>接続の確認: asks the relay what it is; needs no login.</summary>
        public RelayInfo AskRelay(CancellationToken token = default(CancellationToken))
        {
            IntPtr relay, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var control = new Control(token, null))
            using (var cancel = control.Hold())
            {
                var native = control.For(cancel);
                control.Ok(Native.cpl_office_ask_relay(held.Ptr, &native, &relay, &error), error);
            }
            using (var own = new RelayHandle(relay))
            using (var held = own.Hold())
            {
                var info = new cpl_relay_info { struct_size = (uint)sizeof(cpl_relay_info) };
                Check.Ok(Native.cpl_relay_get(held.Ptr, &info));
                return new RelayInfo(&info);
            }
        }

        /// <summary>接続の確認 in the background; see <see cref="AskRelay"/>.</summary>
        public Task<RelayInfo> AskRelayAsync(CancellationToken token = default(CancellationToken))
        {
            return Control.Run(() => AskRelay(token), token);
        }

        /// <summary>自事業所の電子証明書, newest first, without their keys. Each is to be disposed.</summary>
        public IReadOnlyList<Certificate> GetCertificates()
        {
            using (var held = handle.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_office_certificate_count(held.Ptr, &count));
                var certificates = new Certificate[checked((int)count)];
                for (int index = 0; index < certificates.Length; index++)
                {
                    IntPtr certificate, error = IntPtr.Zero;
                    Check.Ok(Native.cpl_office_certificate(held.Ptr, (UIntPtr)index, &certificate, &error), error);
                    certificates[index] = new Certificate(certificate);
                }
                return certificates;
            }
        }

        /// <summary>受信フォルダーの状況: what the last look into the folder of downloads found besides the sets.</summary>
        public FolderLook Folder()
        {
            IntPtr folder, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_folder(held.Ptr, &folder, &error), error);
            return FolderLook.Take(folder);
        }

        /// <summary>バックアップ: a copy of the store in a folder that is not there yet, also while the office is in use.</summary>
        public void Backup(string folder)
        {
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var f = new Pinned(Utf8.In(folder)))
                Check.Ok(Native.cpl_office_backup(held.Ptr, f.Data, f.Length, &error), error);
        }

        /// <summary>
        /// 復元: puts a backup back as the store of a profile that nobody has open. Gives the folder in which what was there is now;
        /// empty where there was nothing.
        /// </summary>
        public static string Restore(string profile, string backup)
        {
            Library.Load();
            IntPtr moved, error = IntPtr.Zero;
            using (var p = new Pinned(Utf8.In(profile)))
            using (var b = new Pinned(Utf8.In(backup)))
                Check.Ok(Native.cpl_office_restore(p.Data, p.Length, b.Data, b.Length, &moved, &error), error);
            return Utf8.TakeText(moved);
        }

        /// <summary>整理: lets go of contents, and later of messages, that are final for longer than the profile says.</summary>
        /// <param name="contents">件数 of contents that went.</param>
        /// <param name="messages">件数 of messages that went.</param>
        public void CleanUp(out long contents, out long messages)
        {
            ulong c, m;
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_clean_up(held.Ptr, &c, &m, &error), error);
            contents = checked((long)c);
            messages = checked((long)m);
        }

        /// <summary>アクセスログ: its entries, oldest first. Persons are keyed hashes.</summary>
        /// <param name="query">検索条件; null for all.</param>
        public NativeList<AccessEntry> AccessLog(AccessQuery query = null)
        {
            IntPtr log, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var native = new NativeQuery(query))
            fixed (cpl_access_query* q = &native.Access)
                Check.Ok(Native.cpl_office_access_log(held.Ptr, q, &log, &error), error);
            return new NativeList<AccessEntry>(new AccessLogHandle(log),
                list =>
                {
                    UIntPtr count;
                    Check.Ok(Native.cpl_access_log_count(list, &count));
                    return checked((int)count);
                },
                AccessEntry.Read);
        }

        /// <summary>アクセスログの書き出し as JSON lines with their chain of hashes, for an inspection.</summary>
        /// <param name="head">末尾: what to note elsewhere.</param>
        public byte[] ExportAccessLog(out AccessHead head)
        {
            IntPtr log, end, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_export_access_log(held.Ptr, &log, &end, &error), error);
            head = AccessHead.Take(end);
            return Utf8.Take(log);
        }

        /// <summary>アクセスログをファイルに書き出す: the same into a file, in a folder that must be there.</summary>
        /// <param name="path">Where to; <see cref="Status.FileExists"/> where it is there already.</param>
        /// <param name="replace">Whether a file of this name is replaced.</param>
        public AccessHead ExportAccessLog(string path, bool replace = false)
        {
            byte[] utf8 = Utf8.In(path);
            IntPtr end, error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* p = utf8)
                Check.Ok(Native.cpl_office_export_access_log_file(held.Ptr, p, (UIntPtr)utf8.Length, replace ? Native.CPL_WRITE_REPLACE : 0, &end, &error), error);
            return AccessHead.Take(end);
        }

        /// <summary>アクセスログの検証 in the store. <see cref="Status.AccessLogChanged"/> where it was changed.</summary>
        public AccessHead VerifyAccessLog()
        {
            IntPtr head, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_office_verify_access_log(held.Ptr, &head, &error), error);
            return AccessHead.Take(head);
        }

        /// <summary>書き出したアクセスログの検証, of any office and without a profile.</summary>
        public static AccessHead VerifyAccessLog(byte[] log)
        {
            if (log == null) throw new ArgumentNullException("log");
            Library.Load();
            IntPtr head, error = IntPtr.Zero;
            fixed (byte* l = log) Check.Ok(Native.cpl_access_log_verify(l, (UIntPtr)log.Length, &head, &error), error);
            return AccessHead.Take(head);
        }
    }

    /// <summary>事業所の一覧: offices that were found, by number.</summary>
    public sealed unsafe class DirectoryList : NativeList<DirectoryEntry>
    {
        internal DirectoryList(DirectoryHandle handle) : base(handle, Size, Read)
        {
            uint more;
            using (var held = Hold()) Check.Ok(Native.cpl_directory_has_more(held.Ptr, &more));
            HasMore = more != 0;
        }

        /// <summary>True when more offices follow (続きがある) after the last one's number.</summary>
        public bool HasMore { get; private set; }

        /// <summary>
        /// 送信先の電子証明書: all certificates of the office at an index, newest first, as <see cref="SealedMessage.Seal"/> wants
        /// them. To be disposed each.
        /// </summary>
        public IReadOnlyList<Certificate> Certificates(int index)
        {
            int count = this[index].CertificateCount;
            var certificates = new List<Certificate>();
            using (var held = Hold())
                for (int at = 0; at < count; at++)
                {
                    IntPtr certificate, error = IntPtr.Zero;
                    Check.Ok(Native.cpl_directory_certificate(held.Ptr, (UIntPtr)index, (UIntPtr)at, &certificate, &error), error);
                    certificates.Add(new Certificate(certificate));
                }
            return certificates;
        }

        static int Size(IntPtr list)
        {
            UIntPtr count;
            Check.Ok(Native.cpl_directory_count(list, &count));
            return checked((int)count);
        }

        static DirectoryEntry Read(IntPtr list, int index)
        {
            var native = new cpl_directory_entry { struct_size = (uint)sizeof(cpl_directory_entry) };
            Check.Ok(Native.cpl_directory_get(list, (UIntPtr)index, &native));
            return new DirectoryEntry(&native);
        }
    }

    /// <summary>受信フォルダーの状況: what lies in the folder of downloads and is no set for this office.</summary>
    public sealed class FolderLook
    {
        FolderLook() { }

        /// <summary>見た日時; null where there was no look yet.</summary>
        public DateTimeOffset? LookedAt { get; private set; }

        /// <summary>受け取れないファイル.</summary>
        public IReadOnlyList<RefusedFiles> Refused { get; private set; }

        /// <summary>途中のファイル.</summary>
        public IReadOnlyList<UnfinishedFile> Unfinished { get; private set; }

        internal static unsafe FolderLook Take(IntPtr native)
        {
            using (var handle = new FolderHandle(native))
            using (var held = handle.Hold())
            {
                cpl_text at;
                UIntPtr count;
                Check.Ok(Native.cpl_folder_looked_at(held.Ptr, &at));
                var look = new FolderLook { LookedAt = Utf8.Time(at) };
                Check.Ok(Native.cpl_folder_refused_count(held.Ptr, &count));
                var refused = new RefusedFiles[checked((int)count)];
                for (int index = 0; index < refused.Length; index++) refused[index] = RefusedFiles.Read(held.Ptr, index);
                Check.Ok(Native.cpl_folder_unfinished_count(held.Ptr, &count));
                var unfinished = new UnfinishedFile[checked((int)count)];
                for (int index = 0; index < unfinished.Length; index++)
                {
                    var file = new cpl_unfinished { struct_size = (uint)sizeof(cpl_unfinished) };
                    Check.Ok(Native.cpl_folder_unfinished(held.Ptr, (UIntPtr)index, &file));
                    unfinished[index] = new UnfinishedFile(&file);
                }
                look.Refused = refused;
                look.Unfinished = unfinished;
                return look;
            }
        }
    }

    public sealed partial class RefusedFiles
    {
        /// <summary>ファイルのパス.</summary>
        public IReadOnlyList<string> Files { get; private set; }

        /// <summary>指摘: what is wrong, in the language of the user interface.</summary>
        public IReadOnlyList<Finding> Findings { get; private set; }

        internal static unsafe RefusedFiles Read(IntPtr folder, int index)
        {
            var native = new cpl_refused { struct_size = (uint)sizeof(cpl_refused) };
            Check.Ok(Native.cpl_folder_refused(folder, (UIntPtr)index, &native));
            var refused = new RefusedFiles(&native);
            var files = new string[refused.FileCount];
            for (int file = 0; file < files.Length; file++)
            {
                cpl_text path;
                Check.Ok(Native.cpl_folder_refused_file(folder, (UIntPtr)index, (UIntPtr)file, &path));
                files[file] = Utf8.Of(path);
            }
            IntPtr findings;
            Check.Ok(Native.cpl_folder_refused_findings(folder, (UIntPtr)index, (uint)CarePlan.Language, &findings));
            using (var list = new FindingList(new FindingsHandle(findings))) refused.Findings = new List<Finding>(list).AsReadOnly();
            refused.Files = files;
            return refused;
        }
    }

    public sealed partial class AccessEntry
    {
        /// <summary>対象者: keyed hashes of the persons whose data it was about, 64 hexadecimal digits each.</summary>
        public IReadOnlyList<string> Persons { get; private set; }

        internal static unsafe AccessEntry Read(IntPtr log, int index)
        {
            var native = new cpl_access_entry { struct_size = (uint)sizeof(cpl_access_entry) };
            Check.Ok(Native.cpl_access_log_get(log, (UIntPtr)index, &native));
            var entry = new AccessEntry(&native);
            var persons = new string[entry.PersonCount];
            for (int person = 0; person < persons.Length; person++)
            {
                cpl_text reference;
                Check.Ok(Native.cpl_access_log_person(log, (UIntPtr)index, (UIntPtr)person, &reference));
                persons[person] = Utf8.Of(reference);
            }
            entry.Persons = persons;
            return entry;
        }
    }

    public sealed partial class AccessHead
    {
        internal static unsafe AccessHead Take(IntPtr native)
        {
            using (var handle = new AccessHeadHandle(native))
            using (var held = handle.Hold())
            {
                var info = new cpl_access_head_info { struct_size = (uint)sizeof(cpl_access_head_info) };
                Check.Ok(Native.cpl_access_head_get(held.Ptr, &info));
                return new AccessHead(&info);
            }
        }
    }
}
