using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading;
using CarePlanLink;

// A small test runner: there is no test framework that both mono and .NET 8 have.
//   Tests.exe SAMPLES PROFILES SCRATCH CONTROL     SAMPLES: samples/data   CONTROL: port of the relay's control
//   Tests.exe --missing                            the native library is not there, or is no library
//   Tests.exe --loads                              the native library is found, whatever else it can do
static partial class Tests
{
    static string samples, profiles, scratch;
    static int control;

    static int Main(string[] arguments)
    {
        // Under wine without a console, Console.OutputEncoding must not be set.
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true });
        if (arguments.Length == 1 && arguments[0] == "--missing") return Missing();
        if (arguments.Length == 1 && arguments[0] == "--loads") return CarePlan.AbiVersion >= 1 ? 0 : 1;
        samples = arguments[0];
        profiles = arguments[1];
        scratch = arguments[2];
        control = int.Parse(arguments[3]);
        Directory.CreateDirectory(scratch);
        int failed = 0, passed = 0;
        foreach (Action test in All)
        {
            try
            {
                test();
                CarePlan.Language = Language.Japanese;
                Equal(0L, Settled(), "handles left open");
                passed++;
                Console.WriteLine("ok   " + test.Method.Name);
            }
            catch (Exception cause)
            {
                failed++;
                Console.WriteLine("FAIL " + test.Method.Name + ": " + cause);
            }
        }
        Console.WriteLine(passed + " 件成功 / passed, " + failed + " 件失敗 / failed");
        return failed == 0 ? 0 : 1;
    }

    // What was disposed must be free at once; only a test that forgets handles needs the collector.
    static long Settled() { return CarePlan.OpenHandles; }

    static void Equal<T>(T expected, T found, string what = "")
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
            throw new Exception(what + ": expected <" + expected + ">, found <" + found + ">");
    }

    static void True(bool condition, string what)
    {
        if (!condition) throw new Exception("not so: " + what);
    }

    static T Throws<T>(Action action, string what = "") where T : Exception
    {
        try
        {
            action();
        }
        catch (T expected)
        {
            return expected;
        }
        throw new Exception("no " + typeof(T).Name + " " + what);
    }

    // The error is of this kind and status, and says in both languages what happened and what to do.
    static T Refused<T>(Status status, Action action) where T : CarePlanException
    {
        var error = Throws<T>(action, status.ToString());
        Equal(status, error.Code, "status");
        True(error.Name.StartsWith("CPL_"), "name " + error.Name);
        foreach (Language language in new[] { Language.Japanese, Language.English })
            True(error.MessageIn(language).Length > 0 && error.NextStepIn(language).Length > 0, "texts of " + error.Name);
        True(error.ToString().Contains(error.Name), "ToString of " + error.Name);
        return error;
    }

    // The relay's control port: faults.
    static void Control(string method, string path, string body)
    {
        byte[] content = Encoding.UTF8.GetBytes(body);
        using (var client = new TcpClient("127.0.0.1", control))
        using (NetworkStream stream = client.GetStream())
        {
            byte[] head = Encoding.ASCII.GetBytes(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + content.Length + "\r\n\r\n");
            stream.Write(head, 0, head.Length);
            stream.Write(content, 0, content.Length);
            string answer = new StreamReader(stream).ReadToEnd();
            True(answer.StartsWith("HTTP/1.1 2"), answer);
        }
    }

    static void Fault(string what, Action action)
    {
        Control("POST", "/faults", what);
        try
        {
            action();
        }
        finally
        {
            Control("DELETE", "/faults", "");
        }
    }

    static int Missing()
    {
        foreach (Language language in new[] { Language.Japanese, Language.English })
        {
            CarePlan.Language = language;
            var error = Throws<CarePlanLibraryException>(() => { int version = CarePlan.AbiVersion; });
            Console.WriteLine(error.Name + ": " + error.Message + " → " + error.NextStep);
            Equal(ErrorCategory.Setup, error.Category);
            True((error.Message + error.NextStep).Contains("careplan"), "file");
            if (error.Name != "LIBRARY_TOO_OLD") True(error.InnerException != null && error.NextStep.Contains(IntPtr.Size == 8 ? "64" : "32"), "bits");
        }
        return 0;
    }

    // Not inlined, so that no frame keeps alive what was made in it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void OnOtherThread(Action action)
    {
        Exception failure = null;
        var thread = new Thread(() =>
        {
            try { action(); }
            catch (Exception cause) { failure = cause; }
        });
        thread.Start();
        thread.Join();
        if (failure != null) throw new Exception("on another thread", failure);
    }

    static bool Soon(Func<bool> condition)
    {
        for (int tries = 0; tries < 300; tries++)
        {
            if (condition()) return true;
            Thread.Sleep(50);
        }
        return false;
    }
}
