using System;
using System.Collections.Generic;
using System.Threading;

namespace CarePlanLink
{
    /// <summary>
    /// エラー: why a call failed. What it is a matter of is told by its type: <see cref="CarePlanCallerException"/>,
    /// <see cref="CarePlanFileException"/>, <see cref="CarePlanSetupException"/>, <see cref="CarePlanTrustException"/>,
    /// <see cref="CarePlanNetworkException"/>, <see cref="CarePlanStoreException"/>, <see cref="CarePlanStateException"/>,
    /// <see cref="CarePlanInternalException"/>. Message and next step are for the person at the screen, in the language of the
    /// user interface (<see cref="CarePlan.Language"/>). They hold no personal data; findings may hold the offending value.
    /// </summary>
    public abstract class CarePlanException : Exception
    {
        readonly ErrorDetails details;

        internal CarePlanException(ErrorDetails details, Exception inner) : base(details.Message(CarePlan.Language), inner)
        {
            this.details = details;
        }

        /// <summary>状態コード: the status of the call.</summary>
        public Status Code { get { return details.Status; } }

        /// <summary>エラーの分類: whose matter it is.</summary>
        public ErrorCategory Category { get { return details.Category; } }

        /// <summary>名前 of the status in the C API, such as CPL_SET_REFUSED, for logs.</summary>
        public string Name { get { return details.Name; } }

        /// <summary>原因コード: one word such as unknown_office, finer than the status, for logs and support.</summary>
        public string Reason { get { return details.Reason; } }

        /// <summary>次に何をするか: what to do next, in the language of the user interface.</summary>
        public string NextStep { get { return details.NextStep(CarePlan.Language); } }

        /// <summary>再試行: true when the same call may succeed later without anybody changing anything.</summary>
        public bool IsRetryable { get { return details.IsRetryable; } }

        /// <summary>再試行までの時間: how long to wait before; null where nothing is said of that.</summary>
        public TimeSpan? RetryAfter { get { return details.RetryAfter; } }

        /// <summary>箇所: where the cause is; null where it is in no file.</summary>
        public ErrorPlace Place { get { return details.Place; } }

        /// <summary>指摘: the findings of what was refused, in the language of the user interface; empty for other errors.</summary>
        public IReadOnlyList<Finding> Findings { get { return details.Findings; } }

        /// <summary>何が起きたか, in a language that is named.</summary>
        public string MessageIn(Language language) { return details.Message(language); }

        /// <summary>次に何をするか, in a language that is named.</summary>
        public string NextStepIn(Language language) { return details.NextStep(language); }

        /// <summary>Message, next step, place, findings and stack, for logs.</summary>
        public override string ToString()
        {
            string findings = "";
            foreach (Finding finding in Findings) findings += Environment.NewLine + "  " + finding.Code + " " + finding.Message;
            string place = Place == null ? "" : Environment.NewLine + "  " + Place;
            return Name + " (" + Reason + ") → " + NextStep + place + findings + Environment.NewLine + base.ToString();
        }
    }

    public sealed partial class ErrorPlace
    {
        /// <summary>File, record and 項番, as far as they are known, for logs.</summary>
        public override string ToString()
        {
            string record = Record == 0 ? "" : " " + Record + " 件目";
            return File + record + (Item == 0 ? "" : " 項番 " + Item + " " + ItemName);
        }
    }

    /// <summary>呼び出し側: a mistake in the call; the program must be mended.</summary>
    public sealed class CarePlanCallerException : CarePlanException
    {
        internal CarePlanCallerException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>ファイル: a file or set cannot be used; the findings say what to mend.</summary>
    public sealed class CarePlanFileException : CarePlanException
    {
        internal CarePlanFileException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>設定: the office's profile, certificate or account; its administrator mends it.</summary>
    public class CarePlanSetupException : CarePlanException
    {
        internal CarePlanSetupException(ErrorDetails details, Exception inner) : base(details, inner) { }
    }

    /// <summary>careplan.dll を読み込めない: the native library is missing, does not fit the process, or is too old.</summary>
    public sealed class CarePlanLibraryException : CarePlanSetupException
    {
        internal CarePlanLibraryException(ErrorDetails details, Exception inner) : base(details, inner) { }
    }

    /// <summary>信頼: a seal, signature or certificate does not hold; nothing of it may be used.</summary>
    public sealed class CarePlanTrustException : CarePlanException
    {
        internal CarePlanTrustException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>通信: the relay or the way to it; trying again later may do.</summary>
    public sealed class CarePlanNetworkException : CarePlanException
    {
        internal CarePlanNetworkException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>保存領域: the store of the office, or its disk.</summary>
    public sealed class CarePlanStoreException : CarePlanException
    {
        internal CarePlanStoreException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>状態: the message, or the work, is in a state in which this cannot be done.</summary>
    public sealed class CarePlanStateException : CarePlanException
    {
        internal CarePlanStateException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>内部: a mistake of the library; please report it.</summary>
    public sealed class CarePlanInternalException : CarePlanException
    {
        internal CarePlanInternalException(ErrorDetails details) : base(details, null) { }
    }

    /// <summary>Turns statuses into exceptions.</summary>
    internal static unsafe class Check
    {
        static readonly Dictionary<ErrorCategory, Func<ErrorDetails, CarePlanException>> ByCategory =
            new Dictionary<ErrorCategory, Func<ErrorDetails, CarePlanException>>
            {
                { ErrorCategory.Caller, details => new CarePlanCallerException(details) },
                { ErrorCategory.File, details => new CarePlanFileException(details) },
                { ErrorCategory.Setup, details => new CarePlanSetupException(details, null) },
                { ErrorCategory.Trust, details => new CarePlanTrustException(details) },
                { ErrorCategory.Network, details => new CarePlanNetworkException(details) },
                { ErrorCategory.Store, details => new CarePlanStoreException(details) },
                { ErrorCategory.State, details => new CarePlanStateException(details) },
                { ErrorCategory.Internal, details => new CarePlanInternalException(details) },
            };

        internal static void Ok(uint status)
        {
            if (status != 0) throw Make(status, IntPtr.Zero);
        }

        /// <summary>Frees the error, if there is one.</summary>
        internal static void Ok(uint status, IntPtr error)
        {
            if (status != 0) throw Make(status, error);
        }

        /// <summary>For what a pass told, apart from an error object.</summary>
        internal static CarePlanException Of(Status status, SyncProblem problem)
        {
            var details = new ErrorDetails(status);
            if (problem != null) details.Fill(problem);
            return Make(details);
        }

        static Exception Make(uint status, IntPtr error)
        {
            var details = new ErrorDetails((Status)status);
            if (error != IntPtr.Zero) using (var handle = new ErrorHandle(error)) details.Fill(handle);
            if (details.Status == Status.Cancelled) return new OperationCanceledException(details.Message(CarePlan.Language));
            return Make(details);
        }

        static CarePlanException Make(ErrorDetails details)
        {
            Func<ErrorDetails, CarePlanException> make;
            return ByCategory.TryGetValue(details.Category, out make) ? make(details) : new CarePlanInternalException(details);
        }
    }

    /// <summary>What an error object holds, copied.</summary>
    internal sealed unsafe class ErrorDetails
    {
        readonly string[] messages = new string[2], hints = new string[2];

        internal ErrorDetails(Status status)
        {
            Status = status;
            Name = CarePlan.StatusName(status);
            Category = CarePlan.CategoryOf(status);
            Reason = "";
            Findings = new Finding[0];
            // Nothing more is known where the call was wrong: a matter of the program, not of the person before it.
            foreach (Language language in new[] { Language.Japanese, Language.English })
                messages[(int)language] = CarePlan.StatusMessage(status, language) + " (" + Name + ")";
            hints[(int)Language.Japanese] = "ソフトの開発元に知らせてください";
            hints[(int)Language.English] = "Tell the vendor of the software";
        }

        internal ErrorDetails(string name, string messageJa, string hintJa, string messageEn, string hintEn)
        {
            Status = Status.Unsupported;
            Name = name;
            Category = ErrorCategory.Setup;
            Reason = "library";
            Findings = new Finding[0];
            messages[(int)Language.Japanese] = messageJa;
            messages[(int)Language.English] = messageEn;
            hints[(int)Language.Japanese] = hintJa;
            hints[(int)Language.English] = hintEn;
        }

        internal Status Status { get; private set; }
        internal ErrorCategory Category { get; private set; }
        internal string Name { get; private set; }
        internal string Reason { get; private set; }
        internal bool IsRetryable { get; private set; }
        internal TimeSpan? RetryAfter { get; private set; }
        internal ErrorPlace Place { get; private set; }
        internal IReadOnlyList<Finding> Findings { get; private set; }

        internal string Message(Language language) { return messages[(int)language]; }

        internal string NextStep(Language language) { return hints[(int)language]; }

        internal void Fill(SyncProblem problem)
        {
            IsRetryable = problem.IsRetryable;
            if (problem.RetryAfter > 0) RetryAfter = TimeSpan.FromSeconds(problem.RetryAfter);
            if (problem.Reason == null) return;
            Reason = problem.Reason.Code;
            messages[(int)Language.Japanese] = problem.Reason.MessageJa;
            messages[(int)Language.English] = problem.Reason.MessageEn;
            hints[(int)Language.Japanese] = problem.Reason.HintJa;
            hints[(int)Language.English] = problem.Reason.HintEn;
        }

        internal void Fill(ErrorHandle error)
        {
            using (var held = error.Hold())
            {
                cpl_text text;
                for (uint language = 0; language < 2; language++)
                {
                    if (Native.cpl_error_message(held.Ptr, language, &text) == 0) messages[language] = Utf8.Of(text);
                    if (Native.cpl_error_hint(held.Ptr, language, &text) == 0) hints[language] = Utf8.Of(text);
                }
                if (Native.cpl_error_code(held.Ptr, &text) == 0) Reason = Utf8.Of(text);
                uint retryable;
                if (Native.cpl_error_is_retryable(held.Ptr, &retryable) == 0) IsRetryable = retryable != 0;
                ulong seconds;
                if (Native.cpl_error_retry_after(held.Ptr, &seconds) == 0 && seconds > 0)
                    RetryAfter = TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue));
                var place = new cpl_place { struct_size = (uint)sizeof(cpl_place) };
                if (Native.cpl_error_place(held.Ptr, &place) == 0 && place.file.len != UIntPtr.Zero) Place = new ErrorPlace(&place);
                IntPtr findings;
                if (Native.cpl_error_findings(held.Ptr, (uint)CarePlan.Language, &findings) != 0) return;
                using (var list = new FindingList(new FindingsHandle(findings))) Findings = new List<Finding>(list).AsReadOnly();
            }
        }
    }
}
