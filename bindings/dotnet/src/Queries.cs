using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>検索条件: which messages a list shows; everything that is given must fit, and nothing given asks for all.</summary>
    public abstract class MessageQuery
    {
        /// <summary>相手先の事業所番号, ten characters.</summary>
        public string Partner { get; set; }

        /// <summary>対象年月, YYYYMM. A received message has one from when it was first taken.</summary>
        public string Month { get; set; }

        /// <summary>セットの種別, such as use_slip.</summary>
        public string Set { get; set; }

        /// <summary>保険者番号 of a person whose data it holds; goes together with Insured.</summary>
        public string Insurer { get; set; }

        /// <summary>被保険者番号 of that person.</summary>
        public string Insured { get; set; }

        /// <summary>Put into the store from this time on (この日時以降).</summary>
        public DateTimeOffset? Since { get; set; }

        /// <summary>Put into the store before this time (この日時より前).</summary>
        public DateTimeOffset? Until { get; set; }

        /// <summary>並び順.</summary>
        public MessageOrder Order { get; set; }

        /// <summary>件数の上限; 0 for all.</summary>
        public int Limit { get; set; }

        /// <summary>読み飛ばす件数.</summary>
        public int Offset { get; set; }

        internal abstract uint StateBits { get; }

        internal virtual uint Flags { get { return 0; } }

        internal static uint Bit(uint state) { return state < 32 ? 1u << (int)state : 0; }
    }

    /// <summary>送信済一覧の検索条件.</summary>
    public sealed class SentQuery : MessageQuery
    {
        /// <summary>状態; null for all.</summary>
        public IEnumerable<SentState> States { get; set; }

        /// <summary>件名と本文も: opens the covers as well; it takes one use of the private key for each message.</summary>
        public bool WithCovers { get; set; }

        internal override uint Flags { get { return WithCovers ? Native.CPL_QUERY_WITH_COVERS : 0; } }

        internal override uint StateBits
        {
            get
            {
                uint bits = 0;
                foreach (SentState state in States ?? new SentState[0]) bits |= Bit((uint)state);
                return bits;
            }
        }
    }

    /// <summary>受信一覧の検索条件.</summary>
    public sealed class ReceivedQuery : MessageQuery
    {
        /// <summary>状態; null for all.</summary>
        public IEnumerable<ReceivedState> States { get; set; }

        /// <summary>取込待ち: what waits to be taken and acknowledged; goes before States.</summary>
        public bool ToTake { get; set; }

        internal override uint StateBits
        {
            get
            {
                if (ToTake) return Native.CPL_RECEIVED_TO_TAKE;
                uint bits = 0;
                foreach (ReceivedState state in States ?? new ReceivedState[0]) bits |= Bit((uint)state);
                return bits;
            }
        }
    }

    /// <summary>アクセスログの検索条件; everything that is given must fit.</summary>
    public sealed class AccessQuery
    {
        /// <summary>件数の上限; 0 for all.</summary>
        public int Limit { get; set; }

        /// <summary>Behind the entry of this number (この番号より後).</summary>
        public long After { get; set; }

        /// <summary>保険者番号 of a person whose data it was about; goes together with Insured.</summary>
        public string Insurer { get; set; }

        /// <summary>被保険者番号 of that person.</summary>
        public string Insured { get; set; }

        /// <summary>From this time on (この日時以降).</summary>
        public DateTimeOffset? Since { get; set; }

        /// <summary>Before this time (この日時より前).</summary>
        public DateTimeOffset? Until { get; set; }
    }

    /// <summary>The struct of a query with its texts, for the time of a call.</summary>
    internal sealed unsafe class NativeQuery : IDisposable
    {
        readonly List<Pinned> texts = new List<Pinned>();
        internal cpl_query Message;
        internal cpl_access_query Access;

        internal NativeQuery(MessageQuery query)
        {
            Message.struct_size = (uint)sizeof(cpl_query);
            if (query == null) return;
            Message.flags = query.Flags;
            Message.states = query.StateBits;
            Message.order = (uint)query.Order;
            Message.limit = checked((uint)query.Limit);
            Message.offset = checked((uint)query.Offset);
            Message.partner = Keep(Utf8.In(query.Partner), out Message.partner_len);
            Message.month = Keep(Utf8.In(query.Month), out Message.month_len);
            Message.set = Keep(Utf8.In(query.Set), out Message.set_len);
            Message.insurer = Keep(Utf8.In(query.Insurer), out Message.insurer_len);
            Message.insured = Keep(Utf8.In(query.Insured), out Message.insured_len);
            Message.since = Keep(Utf8.In(query.Since), out Message.since_len);
            Message.until = Keep(Utf8.In(query.Until), out Message.until_len);
        }

        internal NativeQuery(AccessQuery query)
        {
            Access.struct_size = (uint)sizeof(cpl_access_query);
            if (query == null) return;
            Access.limit = checked((uint)query.Limit);
            Access.after = checked((ulong)query.After);
            Access.insurer = Keep(Utf8.In(query.Insurer), out Access.insurer_len);
            Access.insured = Keep(Utf8.In(query.Insured), out Access.insured_len);
            Access.since = Keep(Utf8.In(query.Since), out Access.since_len);
            Access.until = Keep(Utf8.In(query.Until), out Access.until_len);
        }

        public void Dispose()
        {
            foreach (Pinned text in texts) text.Dispose();
        }

        byte* Keep(byte[] text, out UIntPtr length)
        {
            var pinned = new Pinned(text);
            texts.Add(pinned);
            length = pinned.Length;
            return pinned.Data;
        }
    }
}
