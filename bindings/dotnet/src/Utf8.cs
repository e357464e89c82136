using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace CarePlanLink
{
    /// <summary>Text and bytes across the boundary: UTF-8 there, UTF-16 here.</summary>
    internal static unsafe class Utf8
    {
        // Half a surrogate pair is the caller's mistake, not a question mark in somebody's name.
        static readonly Encoding Strict = new UTF8Encoding(false, true);
        static readonly byte[] None = new byte[0];

        internal static byte[] In(string text) { return string.IsNullOrEmpty(text) ? None : Strict.GetBytes(text); }

        internal static int LengthOf(string text) { return text == null ? 0 : Strict.GetByteCount(text); }

        internal static void Into(string text, byte[] bytes)
        {
            if (bytes.Length > 0) Strict.GetBytes(text, 0, text.Length, bytes, 0);
        }

        internal static string Of(cpl_text text) { return Of(text.data, (int)text.len); }

        internal static string Of(byte* data, int length) { return length == 0 ? "" : Strict.GetString(data, length); }

        internal static DateTimeOffset? Time(cpl_text text)
        {
            if (text.len == UIntPtr.Zero) return null;
            return DateTimeOffset.Parse(Of(text), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        }

        internal static byte[] In(DateTimeOffset? time)
        {
            return time == null ? None : In(time.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture));
        }

        internal static byte[] Bytes(cpl_bytes bytes)
        {
            var copy = new byte[checked((int)bytes.len)];
            if (copy.Length > 0) Marshal.Copy((IntPtr)bytes.data, copy, 0, copy.Length);
            return copy;
        }

        /// <summary>What a blob holds; frees it.</summary>
        internal static byte[] Take(IntPtr blob)
        {
            using (var handle = new BlobHandle(blob))
            using (var held = handle.Hold())
            {
                cpl_bytes bytes;
                Check.Ok(Native.cpl_blob_bytes(held.Ptr, &bytes));
                return Bytes(bytes);
            }
        }

        internal static string TakeText(IntPtr blob) { return Strict.GetString(Take(blob)); }
    }

    /// <summary>Memory of texts that stays where it is for the time of one call.</summary>
    internal sealed unsafe class Pinned : IDisposable
    {
        readonly byte[] bytes;
        readonly bool secret;
        GCHandle handle;

        internal Pinned(byte[] bytes) : this(bytes, false) { }

        Pinned(byte[] bytes, bool secret)
        {
            this.bytes = bytes;
            this.secret = secret;
            Length = (UIntPtr)bytes.Length;
            if (bytes.Length > 0) handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        }

        /// <summary>A password: overwritten afterwards, and pinned before it is written, so that the collector leaves no copy.</summary>
        internal static Pinned Secret(string text)
        {
            var pinned = new Pinned(new byte[Utf8.LengthOf(text)], true);
            try
            {
                Utf8.Into(text, pinned.bytes);
                return pinned;
            }
            catch
            {
                pinned.Dispose();
                throw;
            }
        }

        internal byte* Data { get { return handle.IsAllocated ? (byte*)handle.AddrOfPinnedObject() : null; } }

        internal UIntPtr Length { get; private set; }

        public void Dispose()
        {
            if (secret) Array.Clear(bytes, 0, bytes.Length);
            if (handle.IsAllocated) handle.Free();
        }
    }

    /// <summary>
    /// Turns the items of one document into strings. Most items of a file are short and come again and again (codes, dates, times,
    /// office numbers): one string serves for all of them. It belongs to its document and goes with it, because among what is
    /// short are names and dates of birth, which nothing may keep once the document is gone; another file would seldom bring the
    /// same values anyway.
    /// </summary>
    internal sealed unsafe class ItemStrings
    {
        const int SizeBits = 12;
        readonly Entry[] entries = new Entry[1 << SizeBits];

        internal string Of(cpl_text* text)
        {
            // An item is no longer than its file, and every machine that this runs on has the low half first: the conversion of
            // a UIntPtr is a call, for each of millions of items.
            int length = *(int*)&text->len;
            byte* data = text->data;
            if (length == 0) return "";
            // With a NUL at the front it would have the same key as without.
            if (length > 8 || *data == 0) return Utf8.Of(data, length);
            ulong key = 0;
            for (byte* end = data + length; data < end; data++) key = key << 8 | *data;
            int slot = (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - SizeBits));
            // Threads may write the same slot at once: an entry is whole or not there.
            Entry entry = entries[slot];
            if (entry != null && entry.Key == key) return entry.Value;
            string value = Utf8.Of(text->data, length);
            entries[slot] = new Entry(key, value);
            return value;
        }

        sealed class Entry
        {
            internal readonly ulong Key;
            internal readonly string Value;

            internal Entry(ulong key, string value)
            {
                Key = key;
                Value = value;
            }
        }
    }
}
