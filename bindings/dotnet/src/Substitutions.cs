using System;
using System.Collections.Generic;

namespace CarePlanLink
{
    /// <summary>文字の置き換え: text that MS932 holds, and what was replaced to make it so.</summary>
    public sealed unsafe class Substituted
    {
        /// <summary>
        /// 文字の置き換え: replaces the characters that MS932 lacks. Show the replacements to a person.
        /// <see cref="Status.ValueRefused"/>, with <see cref="SubstitutionSteps.LastResort"/> left out only, where nothing replaces a
        /// character.
        /// </summary>
        /// <param name="text">文字列.</param>
        /// <param name="own">利用者の置換表: what is written for characters of the caller's own, such as 外字; may be null.</param>
        /// <param name="without">使わない手順.</param>
        /// <param name="language">言語 of what is for people; null for that of the user interface.</param>
        public Substituted(string text, IEnumerable<KeyValuePair<string, string>> own = null,
            SubstitutionSteps without = SubstitutionSteps.None, Language? language = null)
        {
            Library.Load();
            var pinned = new List<Pinned>();
            var originals = new List<cpl_text>();
            var replacements = new List<cpl_text>();
            IntPtr result, error = IntPtr.Zero;
            try
            {
                foreach (KeyValuePair<string, string> entry in own ?? new KeyValuePair<string, string>[0])
                {
                    originals.Add(Pin(entry.Key, pinned));
                    replacements.Add(Pin(entry.Value, pinned));
                }
                using (var t = new Pinned(Utf8.In(text)))
                fixed (cpl_text* o = originals.ToArray())
                fixed (cpl_text* r = replacements.ToArray())
                {
                    var options = new cpl_substitution_options
                    {
                        struct_size = (uint)sizeof(cpl_substitution_options),
                        without = (uint)without,
                        own_originals = o,
                        own_replacements = r,
                        own_count = (UIntPtr)originals.Count,
                    };
                    Check.Ok(Native.cpl_substitute(t.Data, t.Length, &options, &result, &error), error);
                }
            }
            finally
            {
                foreach (Pinned one in pinned) one.Dispose();
            }
            using (var handle = new SubstitutedHandle(result))
            using (var held = handle.Hold()) Read(held.Ptr, (uint)(language ?? CarePlan.Language));
        }

        /// <summary>置き換えた文字列; the given one where nothing had to be replaced.</summary>
        public string Text { get; private set; }

        /// <summary>置き換え, in the order of the text; empty where MS932 holds all of it.</summary>
        public IReadOnlyList<Substitution> Changes { get; private set; }

        void Read(IntPtr result, uint language)
        {
            cpl_text text;
            UIntPtr count;
            Check.Ok(Native.cpl_substituted_text(result, &text));
            Text = Utf8.Of(text);
            Check.Ok(Native.cpl_substituted_count(result, &count));
            var changes = new Substitution[checked((int)count)];
            for (int index = 0; index < changes.Length; index++)
            {
                var change = new cpl_substitution { struct_size = (uint)sizeof(cpl_substitution) };
                Check.Ok(Native.cpl_substituted_get(result, (UIntPtr)index, language, &change));
                changes[index] = new Substitution(&change);
            }
            Changes = changes;
        }

        static cpl_text Pin(string text, List<Pinned> pinned)
        {
            var one = new Pinned(Utf8.In(text));
            pinned.Add(one);
            return new cpl_text { data = one.Data, len = one.Length };
        }
    }
}
