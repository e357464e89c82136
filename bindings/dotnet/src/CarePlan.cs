using System;
using System.Collections.Generic;
using System.Globalization;

namespace CarePlanLink
{
    /// <summary>What belongs to the library as a whole (ライブラリー全体).</summary>
    public static unsafe class CarePlan
    {
        static Language? language;

        /// <summary>
        /// 表示の言語 of errors, findings and names. English where the user interface of the thread is English, else Japanese;
        /// set it to have one language everywhere.
        /// </summary>
        public static Language Language
        {
            get
            {
                if (language != null) return language.Value;
                return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? Language.English : Language.Japanese;
            }
            set { language = value; }
        }

        /// <summary>版 of the native library that is loaded, such as 0.1.0.</summary>
        public static string Version
        {
            get
            {
                Library.Load();
                cpl_text text;
                Check.Ok(Native.cpl_version(&text));
                return Utf8.Of(text);
            }
        }

        /// <summary>ABI の版 of the native library that is loaded.</summary>
        public static int AbiVersion
        {
            get
            {
                Library.Load();
                return (int)Native.cpl_abi_version();
            }
        }

        /// <summary>できること: what the native library that is loaded can do here.</summary>
        public static Capabilities Capabilities
        {
            get
            {
                Library.Load();
                uint capabilities;
                Check.Ok(Native.cpl_capabilities(&capabilities));
                return (Capabilities)capabilities;
            }
        }

        /// <summary>名前 of a status in the C API, such as CPL_SET_REFUSED, for logs.</summary>
        public static string StatusName(Status status)
        {
            Library.Load();
            cpl_text text;
            return Native.cpl_status_name((uint)status, &text) == 0 ? Utf8.Of(text) : ((uint)status).ToString(CultureInfo.InvariantCulture);
        }

        /// <summary>説明 of a status and what to do next, in <see cref="Language"/>; empty for what the library does not know.</summary>
        public static string StatusMessage(Status status) { return StatusMessage(status, Language); }

        /// <summary>説明 of a status and what to do next, in one language; empty for what the library does not know.</summary>
        public static string StatusMessage(Status status, Language language)
        {
            Library.Load();
            cpl_text text;
            return Native.cpl_status_message((uint)status, (uint)language, &text) == 0 ? Utf8.Of(text) : "";
        }

        /// <summary>エラーの分類 of a status; None for Ok and for what the library does not know.</summary>
        public static ErrorCategory CategoryOf(Status status)
        {
            Library.Load();
            uint category;
            return Native.cpl_status_category((uint)status, &category) == 0 ? (ErrorCategory)category : ErrorCategory.None;
        }

        /// <summary>状態の名前 of a sent message before people, such as 受領済.</summary>
        public static string NameOf(SentState state)
        {
            Library.Load();
            cpl_text text;
            Check.Ok(Native.cpl_sent_state_name((uint)state, (uint)Language, &text));
            return Utf8.Of(text);
        }

        /// <summary>状態の名前 of a received message before people, such as 取込済.</summary>
        public static string NameOf(ReceivedState state)
        {
            Library.Load();
            cpl_text text;
            Check.Ok(Native.cpl_received_state_name((uint)state, (uint)Language, &text));
            return Utf8.Of(text);
        }

        /// <summary>
        /// 開いているハンドルの数: handles of the native library that were made and not freed yet, for tests of leaks. Forgotten
        /// ones go with the garbage collector.
        /// </summary>
        public static long OpenHandles { get { return CplHandle.Made - CplHandle.Freed; } }
    }
}
