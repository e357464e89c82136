using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>電子証明書と秘密鍵 of an office, in memory, on a token or in a store. Dispose it to forget the key.</summary>
    public sealed unsafe class Identity : IDisposable
    {
        readonly IdentityHandle handle;

        Identity(IntPtr handle) { this.handle = new IdentityHandle(handle); }

        /// <summary>
        /// 読み込み from a file, PEM or PKCS#12, or from a token where <paramref name="source"/> is a PKCS#11 URI; the module that
        /// a URI names is foreign code: take it from the administrator only.
        /// </summary>
        /// <param name="source">パス or URI.</param>
        /// <param name="password">パスワードまたは暗証番号; may be empty.</param>
        /// <param name="officeRule">
        /// 事業所番号の場所: where the certificate names its office, as in <see cref="TrustOptions.OfficeRule"/>; null for
        /// subject.serialNumber.
        /// </param>
        public static Identity Load(string source, string password = null, string officeRule = null)
        {
            Library.Load();
            IntPtr identity, error = IntPtr.Zero;
            // The URI of a token can hold its PIN.
            using (var s = Pinned.Secret(source))
            using (var p = Pinned.Secret(password))
            using (var r = new Pinned(Utf8.In(officeRule)))
                Check.Ok(Native.cpl_identity_load(s.Data, s.Length, p.Data, p.Length, r.Data, r.Length, &identity, &error), error);
            return new Identity(identity);
        }

        /// <summary>読み込み from memory: PEM with certificates and private key, or PKCS#12.</summary>
        /// <param name="content">内容.</param>
        /// <param name="password">パスワード; may be empty.</param>
        /// <param name="officeRule">事業所番号の場所 in the certificate; null for subject.serialNumber.</param>
        public static Identity Read(byte[] content, string password = null, string officeRule = null)
        {
            if (content == null) throw new ArgumentNullException("content");
            Library.Load();
            IntPtr identity, error = IntPtr.Zero;
            using (var p = Pinned.Secret(password))
            using (var r = new Pinned(Utf8.In(officeRule)))
            fixed (byte* c = content)
                Check.Ok(Native.cpl_identity_read(c, (UIntPtr)content.Length, p.Data, p.Length, r.Data, r.Length, &identity, &error), error);
            return new Identity(identity);
        }

        /// <summary>読み込み from memory, PEM, certificates and private key apart.</summary>
        /// <param name="certificates">電子証明書, with any intermediates.</param>
        /// <param name="privateKey">秘密鍵.</param>
        /// <param name="password">パスワード of the key; may be empty.</param>
        /// <param name="officeRule">事業所番号の場所 in the certificate; null for subject.serialNumber.</param>
        public static Identity ReadPair(byte[] certificates, byte[] privateKey, string password = null, string officeRule = null)
        {
            if (certificates == null) throw new ArgumentNullException("certificates");
            if (privateKey == null) throw new ArgumentNullException("privateKey");
            Library.Load();
            IntPtr identity, error = IntPtr.Zero;
            using (var p = Pinned.Secret(password))
            using (var r = new Pinned(Utf8.In(officeRule)))
            fixed (byte* c = certificates)
            fixed (byte* k = privateKey)
                Check.Ok(Native.cpl_identity_read_pair(c, (UIntPtr)certificates.Length, k, (UIntPtr)privateKey.Length, p.Data, p.Length,
                    r.Data, r.Length, &identity, &error), error);
            return new Identity(identity);
        }

        /// <summary>
        /// 証明書ストア: the identity in the certificate store of Windows with a thumbprint (拇印).
        /// <see cref="Status.Unsupported"/> on other systems.
        /// </summary>
        /// <param name="store">証明書ストア.</param>
        /// <param name="thumbprint">拇印, hexadecimal, SHA-1 or SHA-256.</param>
        /// <param name="officeRule">事業所番号の場所 in the certificate; null for subject.serialNumber.</param>
        public static Identity FromStore(CertificateStore store, string thumbprint, string officeRule = null)
        {
            Library.Load();
            IntPtr identity, error = IntPtr.Zero;
            using (var t = new Pinned(Utf8.In(thumbprint)))
            using (var r = new Pinned(Utf8.In(officeRule)))
                Check.Ok(Native.cpl_identity_from_store((uint)store, t.Data, t.Length, r.Data, r.Length, &identity, &error), error);
            return new Identity(identity);
        }

        /// <summary>
        /// 証明書ストアの一覧: what the certificates say of themselves that are in the certificate store of Windows, have a private key
        /// and name an office; <see cref="FromStore"/> takes the fingerprint of one. <see cref="Status.Unsupported"/> on other systems.
        /// </summary>
        /// <param name="store">証明書ストア.</param>
        /// <param name="officeRule">事業所番号の場所 in the certificates; null for subject.serialNumber.</param>
        public static IReadOnlyList<CertificateInfo> InStore(CertificateStore store, string officeRule = null)
        {
            Library.Load();
            IntPtr list, error = IntPtr.Zero;
            using (var r = new Pinned(Utf8.In(officeRule)))
                Check.Ok(Native.cpl_store_certificates((uint)store, r.Data, r.Length, &list, &error), error);
            using (var certificates = new CertificatesHandle(list))
            using (var held = certificates.Hold())
            {
                UIntPtr count;
                Check.Ok(Native.cpl_certificates_count(held.Ptr, &count));
                var found = new CertificateInfo[checked((int)count)];
                for (int index = 0; index < found.Length; index++)
                {
                    var info = new cpl_certificate_info { struct_size = (uint)sizeof(cpl_certificate_info) };
                    Check.Ok(Native.cpl_certificates_get(held.Ptr, (UIntPtr)index, &info));
                    found[index] = new CertificateInfo(&info);
                }
                return found;
            }
        }

        /// <summary>電子証明書 of it. To be disposed; it may outlive the identity.</summary>
        public Certificate GetCertificate()
        {
            IntPtr certificate, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_identity_certificate(held.Ptr, &certificate, &error), error);
            return new Certificate(certificate);
        }

        /// <summary>Frees the identity and forgets its key (解放).</summary>
        public void Dispose() { handle.Dispose(); }

        internal static CplHandle[] Handles(IEnumerable<Identity> identities)
        {
            if (identities == null) throw new ArgumentNullException("identities");
            var handles = new List<CplHandle>();
            foreach (Identity identity in identities)
            {
                if (identity == null) throw new ArgumentNullException("identities");
                handles.Add(identity.handle);
            }
            return handles.ToArray();
        }
    }

    /// <summary>電子証明書 of an office. Nothing is trusted by having it.</summary>
    public sealed unsafe class Certificate : IDisposable
    {
        readonly CertificateHandle handle;

        internal Certificate(IntPtr handle) { this.handle = new CertificateHandle(handle); }

        /// <summary>読み込み: PEM (with any intermediates behind it) or DER.</summary>
        /// <param name="content">内容.</param>
        /// <param name="officeRule">事業所番号の場所 in the certificate; null for subject.serialNumber.</param>
        public static Certificate Read(byte[] content, string officeRule = null)
        {
            if (content == null) throw new ArgumentNullException("content");
            Library.Load();
            IntPtr certificate, error = IntPtr.Zero;
            using (var r = new Pinned(Utf8.In(officeRule)))
            fixed (byte* c = content)
                Check.Ok(Native.cpl_certificate_read(c, (UIntPtr)content.Length, r.Data, r.Length, &certificate, &error), error);
            return new Certificate(certificate);
        }

        /// <summary>証明書の内容: what it says of itself, judged by the clock of this machine.</summary>
        public CertificateInfo Info
        {
            get
            {
                var info = new cpl_certificate_info { struct_size = (uint)sizeof(cpl_certificate_info) };
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_certificate_get(held.Ptr, &info));
                    return new CertificateInfo(&info);
                }
            }
        }

        /// <summary>DER の内容, a copy.</summary>
        public byte[] GetDer()
        {
            cpl_bytes der;
            using (var held = handle.Hold())
            {
                Check.Ok(Native.cpl_certificate_der(held.Ptr, &der));
                return Utf8.Bytes(der);
            }
        }

        /// <summary>Frees the certificate (解放).</summary>
        public void Dispose() { handle.Dispose(); }

        internal CplHandle Handle { get { return handle; } }

        internal static CplHandle[] Handles(IEnumerable<Certificate> certificates)
        {
            if (certificates == null) throw new ArgumentNullException("certificates");
            var handles = new List<CplHandle>();
            foreach (Certificate certificate in certificates)
            {
                if (certificate == null) throw new ArgumentNullException("certificates");
                handles.Add(certificate.handle);
            }
            return handles.ToArray();
        }
    }

    /// <summary>信頼の設定: whom to trust.</summary>
    public sealed class TrustOptions
    {
        /// <summary>ルート証明書, PEM, or one in DER. At least one is needed.</summary>
        public byte[] Roots { get; set; }

        /// <summary>中間証明書, for messages that come without; may be null.</summary>
        public byte[] Intermediates { get; set; }

        /// <summary>失効リスト, PEM or DER; may be null.</summary>
        public byte[] Crls { get; set; }

        /// <summary>失効の確認.</summary>
        public RevocationPolicy Revocation { get; set; }

        /// <summary>期限後の日数: how long after its certificate's end a message is taken that was signed before; null for 92.</summary>
        public int? ExpiredGraceDays { get; set; }

        /// <summary>事業所番号の場所 in certificates, such as subject.serialNumber; null for that.</summary>
        public string OfficeRule { get; set; }

        /// <summary>判定の日時: judges as if it were this time; null for now.</summary>
        public DateTimeOffset? At { get; set; }
    }

    /// <summary>信頼: the authorities whose certificates are trusted, and the rules.</summary>
    public sealed unsafe class Trust : IDisposable
    {
        readonly TrustHandle handle;

        /// <summary>信頼の設定から, apart from a profile.</summary>
        public Trust(TrustOptions options)
        {
            if (options == null) throw new ArgumentNullException("options");
            Library.Load();
            var none = new byte[0];
            IntPtr trust, error = IntPtr.Zero;
            using (var roots = new Pinned(options.Roots ?? none))
            using (var intermediates = new Pinned(options.Intermediates ?? none))
            using (var crls = new Pinned(options.Crls ?? none))
            using (var rule = new Pinned(Utf8.In(options.OfficeRule)))
            using (var at = new Pinned(Utf8.In(options.At)))
            {
                var native = new cpl_trust_options
                {
                    struct_size = (uint)sizeof(cpl_trust_options),
                    revocation = (uint)options.Revocation,
                    has_expired_grace = options.ExpiredGraceDays == null ? 0u : 1u,
                    expired_grace_days = checked((uint)(options.ExpiredGraceDays ?? 0)),
                    roots = roots.Data,
                    roots_len = roots.Length,
                    intermediates = intermediates.Data,
                    intermediates_len = intermediates.Length,
                    crls = crls.Data,
                    crls_len = crls.Length,
                    office_rule = rule.Data,
                    office_rule_len = rule.Length,
                    at = at.Data,
                    at_len = at.Length,
                };
                Check.Ok(Native.cpl_trust_new(&native, &trust, &error), error);
            }
            handle = new TrustHandle(trust);
        }

        /// <summary>失効リストの追加, PEM or DER. Gives how many were new.</summary>
        public int AddCrl(byte[] crls)
        {
            if (crls == null) throw new ArgumentNullException("crls");
            UIntPtr added;
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* c = crls)
                Check.Ok(Native.cpl_trust_add_crl(held.Ptr, c, (UIntPtr)crls.Length, &added, &error), error);
            return checked((int)added);
        }

        /// <summary>証明書の判定 as it is now. <see cref="CarePlanTrustException"/> where it is not trusted.</summary>
        public Revocation Judge(Certificate certificate, CertificateUse use)
        {
            if (certificate == null) throw new ArgumentNullException("certificate");
            uint revocation;
            IntPtr error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var other = certificate.Handle.Hold())
                Check.Ok(Native.cpl_trust_check(held.Ptr, other.Ptr, (uint)use, &revocation, &error), error);
            return (Revocation)revocation;
        }

        /// <summary>受領証の検証. Whether it is the receipt of a certain message is for the caller to compare.</summary>
        public Receipt VerifyReceipt(byte[] signed)
        {
            if (signed == null) throw new ArgumentNullException("signed");
            IntPtr receipt, error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* s = signed)
                Check.Ok(Native.cpl_receipt_verify(held.Ptr, s, (UIntPtr)signed.Length, &receipt, &error), error);
            return Receipt.Take(receipt);
        }

        /// <summary>証跡の検証: that message, files and receipt belong together. The message is to be disposed.</summary>
        /// <param name="evidence">証跡ファイル.</param>
        /// <param name="receipt">受領証.</param>
        public OpenedMessage VerifyEvidence(byte[] evidence, out Receipt receipt)
        {
            if (evidence == null) throw new ArgumentNullException("evidence");
            IntPtr message, proof, error = IntPtr.Zero;
            using (var held = handle.Hold())
            fixed (byte* e = evidence)
                Check.Ok(Native.cpl_evidence_verify(held.Ptr, e, (UIntPtr)evidence.Length, &message, &proof, &error), error);
            receipt = Receipt.Take(proof);
            return new OpenedMessage(message);
        }

        /// <summary>Frees it (解放).</summary>
        public void Dispose() { handle.Dispose(); }

        internal CplHandle Handle { get { return handle; } }
    }

    /// <summary>封緘したデータ: a message as it leaves the house; only its receivers and its sender can read it.</summary>
    public sealed class SealedMessage
    {
        SealedMessage() { }

        /// <summary>メッセージの番号, a UUID.</summary>
        public string Id { get; private set; }

        /// <summary>封緘した内容 (CMS, DER).</summary>
        public byte[] Content { get; private set; }

        /// <summary>封緘した送付状 (CMS, DER), for lists.</summary>
        public byte[] Cover { get; private set; }

        /// <summary>SHA-256 of the sealed content (ハッシュ), lower-case hexadecimal.</summary>
        public string Sha256 { get; private set; }

        /// <summary>警告 about the certificates that were used, in the language of the user interface.</summary>
        public IReadOnlyList<string> Warnings { get; private set; }

        /// <summary>
        /// 封緘: signs a set as the newest of the identities and seals it for the certificates of the receiver. For programs that
        /// carry messages themselves; <see cref="Office.Send"/> does all of it.
        /// </summary>
        /// <param name="own">自事業所の証明書と鍵, old and new.</param>
        /// <param name="trust">信頼.</param>
        /// <param name="recipients">送信先の証明書: all current ones.</param>
        /// <param name="set">セット.</param>
        /// <param name="subject">件名; may be empty.</param>
        /// <param name="body">本文; may be empty.</param>
        public static unsafe SealedMessage Seal(IEnumerable<Identity> own, Trust trust, IEnumerable<Certificate> recipients, MessageSet set,
            string subject = null, string body = null)
        {
            if (trust == null) throw new ArgumentNullException("trust");
            if (set == null) throw new ArgumentNullException("set");
            IntPtr native, error = IntPtr.Zero;
            using (var identities = new HeldAll(Identity.Handles(own)))
            using (var certificates = new HeldAll(Certificate.Handles(recipients)))
            using (var t = trust.Handle.Hold())
            using (var content = set.Handle.Hold())
            using (var s = new Pinned(Utf8.In(subject)))
            using (var b = new Pinned(Utf8.In(body)))
            fixed (IntPtr* i = identities.Ptrs)
            fixed (IntPtr* c = certificates.Ptrs)
                Check.Ok(Native.cpl_seal(i, (UIntPtr)identities.Ptrs.Length, t.Ptr, c, (UIntPtr)certificates.Ptrs.Length, content.Ptr,
                    s.Data, s.Length, b.Data, b.Length, &native, &error), error);
            using (var message = new SealedHandle(native))
            using (var held = message.Hold())
            {
                cpl_text id, sha256, text;
                cpl_bytes sealedContent, cover;
                UIntPtr count;
                Check.Ok(Native.cpl_sealed_id(held.Ptr, &id));
                Check.Ok(Native.cpl_sealed_sha256(held.Ptr, &sha256));
                Check.Ok(Native.cpl_sealed_content(held.Ptr, &sealedContent));
                Check.Ok(Native.cpl_sealed_cover(held.Ptr, &cover));
                Check.Ok(Native.cpl_sealed_warning_count(held.Ptr, &count));
                var warnings = new string[checked((int)count)];
                for (int index = 0; index < warnings.Length; index++)
                {
                    Check.Ok(Native.cpl_sealed_warning(held.Ptr, (UIntPtr)index, (uint)CarePlan.Language, &text));
                    warnings[index] = Utf8.Of(text);
                }
                return new SealedMessage
                {
                    Id = Utf8.Of(id), Sha256 = Utf8.Of(sha256), Content = Utf8.Bytes(sealedContent), Cover = Utf8.Bytes(cover), Warnings = warnings,
                };
            }
        }

        /// <summary>証跡の作成 of a sealed content that this office sent and its receipt: a ZIP file with the files in the clear.</summary>
        public static unsafe byte[] MakeEvidence(IEnumerable<Identity> own, Trust trust, byte[] content, byte[] receipt)
        {
            if (trust == null) throw new ArgumentNullException("trust");
            if (content == null) throw new ArgumentNullException("content");
            if (receipt == null) throw new ArgumentNullException("receipt");
            IntPtr blob, error = IntPtr.Zero;
            using (var identities = new HeldAll(Identity.Handles(own)))
            using (var t = trust.Handle.Hold())
            fixed (IntPtr* i = identities.Ptrs)
            fixed (byte* c = content)
            fixed (byte* r = receipt)
                Check.Ok(Native.cpl_evidence_make(i, (UIntPtr)identities.Ptrs.Length, t.Ptr, c, (UIntPtr)content.Length, r, (UIntPtr)receipt.Length,
                    &blob, &error), error);
            return Utf8.Take(blob);
        }
    }

    /// <summary>開封したデータ: a message, or its cover, that was opened and verified.</summary>
    public sealed unsafe class OpenedMessage : IDisposable
    {
        readonly OpenedHandle handle;

        internal OpenedMessage(IntPtr handle) { this.handle = new OpenedHandle(handle); }

        /// <summary>開封: opens a sealed content and verifies all of it. <see cref="CarePlanTrustException"/> where it does not hold.</summary>
        /// <param name="own">自事業所の証明書と鍵, old and new.</param>
        /// <param name="trust">信頼.</param>
        /// <param name="role">立場.</param>
        /// <param name="content">封緘した内容.</param>
        public static OpenedMessage Open(IEnumerable<Identity> own, Trust trust, OpenerRole role, byte[] content)
        {
            return Open(own, trust, role, content, false);
        }

        /// <summary>送付状の開封: the same for a sealed cover; it has no files.</summary>
        /// <param name="own">自事業所の証明書と鍵, old and new.</param>
        /// <param name="trust">信頼.</param>
        /// <param name="role">立場.</param>
        /// <param name="cover">封緘した送付状.</param>
        public static OpenedMessage OpenCover(IEnumerable<Identity> own, Trust trust, OpenerRole role, byte[] cover)
        {
            return Open(own, trust, role, cover, true);
        }

        /// <summary>内容: what the message says of itself.</summary>
        public OpenedInfo Info
        {
            get
            {
                var info = new cpl_opened_info { struct_size = (uint)sizeof(cpl_opened_info) };
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_opened_get(held.Ptr, &info));
                    return new OpenedInfo(&info);
                }
            }
        }

        /// <summary>署名者.</summary>
        public Signer Signer
        {
            get
            {
                var signer = new cpl_signer { struct_size = (uint)sizeof(cpl_signer) };
                using (var held = handle.Hold())
                {
                    Check.Ok(Native.cpl_opened_signer(held.Ptr, &signer));
                    return new Signer(&signer);
                }
            }
        }

        /// <summary>Name and bytes of a file (ファイル); index from 0.</summary>
        public KeyValuePair<string, byte[]> GetFile(int index)
        {
            if (index < 0) throw new ArgumentOutOfRangeException("index");
            cpl_text name;
            cpl_bytes content;
            using (var held = handle.Hold())
            {
                Check.Ok(Native.cpl_opened_file(held.Ptr, (UIntPtr)index, &name, &content));
                return new KeyValuePair<string, byte[]>(Utf8.Of(name), Utf8.Bytes(content));
            }
        }

        /// <summary>A file (ファイル), read and checked; index from 0. To be disposed; it may outlive the message.</summary>
        public Document GetDocument(int index)
        {
            if (index < 0) throw new ArgumentOutOfRangeException("index");
            IntPtr document, error = IntPtr.Zero;
            using (var held = handle.Hold()) Check.Ok(Native.cpl_opened_document(held.Ptr, (UIntPtr)index, &document, &error), error);
            return new Document(document);
        }

        /// <summary>受領証の作成 (CMS, DER): states, signed, that the message has been stored. Call it only when that is true.</summary>
        public byte[] SignReceipt(IEnumerable<Identity> own)
        {
            IntPtr blob, error = IntPtr.Zero;
            using (var held = handle.Hold())
            using (var identities = new HeldAll(Identity.Handles(own)))
            fixed (IntPtr* i = identities.Ptrs)
                Check.Ok(Native.cpl_opened_receipt(held.Ptr, i, (UIntPtr)identities.Ptrs.Length, &blob, &error), error);
            return Utf8.Take(blob);
        }

        /// <summary>Frees the message (解放).</summary>
        public void Dispose() { handle.Dispose(); }

        static OpenedMessage Open(IEnumerable<Identity> own, Trust trust, OpenerRole role, byte[] content, bool isCover)
        {
            if (trust == null) throw new ArgumentNullException("trust");
            if (content == null) throw new ArgumentNullException("content");
            IntPtr opened, error = IntPtr.Zero;
            using (var identities = new HeldAll(Identity.Handles(own)))
            using (var t = trust.Handle.Hold())
            fixed (IntPtr* i = identities.Ptrs)
            fixed (byte* c = content)
            {
                var count = (UIntPtr)identities.Ptrs.Length;
                var length = (UIntPtr)content.Length;
                Check.Ok(isCover ? Native.cpl_open_cover(i, count, t.Ptr, (uint)role, c, length, &opened, &error)
                    : Native.cpl_open(i, count, t.Ptr, (uint)role, c, length, &opened, &error), error);
            }
            return new OpenedMessage(opened);
        }
    }
}
