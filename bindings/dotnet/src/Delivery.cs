using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>取り込んだデータ: a message that was opened and verified.</summary>
    public sealed unsafe class Delivery : IDisposable
    {
        readonly DeliveryHandle handle;
        readonly Document[] documents;

        internal Delivery(DeliveryHandle handle)
        {
            this.handle = handle;
            using (var held = handle.Hold())
            {
                var info = new cpl_delivery_info { struct_size = (uint)sizeof(cpl_delivery_info) };
                Check.Ok(Native.cpl_delivery_get(held.Ptr, &info));
                Info = new DeliveryInfo(&info);
                if (Info.IsSigned)
                {
                    var signer = new cpl_signer { struct_size = (uint)sizeof(cpl_signer) };
                    Check.Ok(Native.cpl_delivery_signer(held.Ptr, &signer));
                    Signer = new Signer(&signer);
                }
                UIntPtr count;
                Check.Ok(Native.cpl_delivery_document_count(held.Ptr, &count));
                documents = new Document[checked((int)count)];
                for (int index = 0; index < documents.Length; index++)
                {
                    IntPtr document;
                    Check.Ok(Native.cpl_delivery_document(held.Ptr, (UIntPtr)index, &document));
                    documents[index] = new Document(document);
                }
            }
        }

        /// <summary>送付状: what the message says of itself.</summary>
        public DeliveryInfo Info { get; private set; }

        /// <summary>署名者; null for what came through a folder, unsigned.</summary>
        public Signer Signer { get; private set; }

        /// <summary>ファイル, byte for byte as they were sent, read and checked; disposed with the delivery.</summary>
        public IReadOnlyList<Document> Documents { get { return documents; } }

        /// <summary>Frees the delivery and its documents (解放).</summary>
        public void Dispose()
        {
            foreach (Document document in documents) document.Dispose();
            handle.Dispose();
        }
    }

    /// <summary>証跡: a message and its receipt, verified.</summary>
    public sealed class Evidence : IDisposable
    {
        internal Evidence(Delivery message, Receipt receipt)
        {
            Message = message;
            Receipt = receipt;
        }

        /// <summary>The message (送ったデータ); disposed with the evidence.</summary>
        public Delivery Message { get; private set; }

        /// <summary>受領証.</summary>
        public Receipt Receipt { get; private set; }

        /// <summary>Frees it (解放).</summary>
        public void Dispose() { Message.Dispose(); }
    }

    public sealed partial class Receipt
    {
        /// <summary>署名者: who signed it.</summary>
        public Signer Signer { get; private set; }

        /// <summary>The receipt as it was signed (署名データ), CMS SignedData in DER; empty for one from an evidence file.</summary>
        public byte[] Content { get; private set; }

        internal static unsafe Receipt Take(IntPtr native)
        {
            using (var handle = new ReceiptHandle(native))
            using (var held = handle.Hold())
            {
                var info = new cpl_receipt_info { struct_size = (uint)sizeof(cpl_receipt_info) };
                var signer = new cpl_signer { struct_size = (uint)sizeof(cpl_signer) };
                cpl_bytes bytes;
                Check.Ok(Native.cpl_receipt_get(held.Ptr, &info));
                Check.Ok(Native.cpl_receipt_signer(held.Ptr, &signer));
                Check.Ok(Native.cpl_receipt_bytes(held.Ptr, &bytes));
                return new Receipt(&info) { Signer = new Signer(&signer), Content = Utf8.Bytes(bytes) };
            }
        }
    }
}
