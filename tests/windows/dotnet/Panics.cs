// A library that panics inside, under .NET: every export gives CPL_PANIC, the wrapper an exception of its own, and the process
// lives on. Compiled together with the wrapper's sources; the library has cpl_inject_panic, which no release has.
using System;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using CarePlanLink;

static unsafe class Panics
{
    [DllImport(Native.Dll, CallingConvention = CallingConvention.Cdecl, ExactSpelling = true)]
    static extern void cpl_inject_panic(uint calls);

    static int exports, exceptions;

    static int Main()
    {
        Console.WriteLine("{0}-bit, {1}, careplan {2}", IntPtr.Size * 8, Environment.Version, CarePlan.Version);
        Exports();
        Wrapper();
        // On a thread that .NET did not start the program with, too.
        Exception failure = null;
        var thread = new Thread(() => { try { Exports(); Wrapper(); } catch (Exception cause) { failure = cause; } });
        thread.Start();
        thread.Join();
        if (failure != null) throw new Exception("on another thread", failure);
        Alive();
        Console.WriteLine("{0} panics of exports, {1} exceptions: all right", exports, exceptions);
        return 0;
    }

    static void Exports()
    {
        foreach (MethodInfo export in typeof(Native).GetMethods(BindingFlags.NonPublic | BindingFlags.Static))
        {
            if (export.ReturnType != typeof(uint) || export.Name == "cpl_abi_version") continue;
            ParameterInfo[] parameters = export.GetParameters();
            var arguments = new object[parameters.Length];
            IntPtr error = IntPtr.Zero;
            bool hasError = false;
            for (int i = 0; i < parameters.Length; i++)
            {
                Type type = parameters[i].ParameterType;
                bool isError = type == typeof(IntPtr*) && parameters[i].Name == "error";
                hasError |= isError;
                arguments[i] = type.IsPointer ? isError ? (IntPtr)(&error) : IntPtr.Zero : Activator.CreateInstance(type);
            }
            cpl_inject_panic(1);
            object status = export.Invoke(null, arguments);
            cpl_inject_panic(0);
            Equal((uint)Status.Panic, (uint)status, export.Name);
            exports++;
            if (!hasError) continue;
            uint told;
            Equal(0, Native.cpl_error_status(error, &told), "cpl_error_status after " + export.Name);
            Equal((uint)Status.Panic, told, "the error of " + export.Name);
            Native.cpl_error_free(error);
        }
    }

    static void Wrapper()
    {
        Document document = Plan();
        // The first call panics, or all do, also those that read the error.
        foreach (uint calls in new uint[] { 1, uint.MaxValue })
        {
            Internal(calls, () => { string version = CarePlan.Version; });
            Internal(calls, () => CarePlan.NameOf(SentState.Available));
            Internal(calls, () => Plan());
            Internal(calls, () => Document.ReadFile("x"));
            Internal(calls, () => MessageSet.Build(new[] { document }));
            Internal(calls, () => Office.Open("x"));
        }
        document.Dispose();
        Equal(0, (uint)CarePlan.OpenHandles, "handles left open");
    }

    static void Internal(uint calls, Action action)
    {
        cpl_inject_panic(calls);
        try
        {
            action();
        }
        catch (CarePlanInternalException caught)
        {
            cpl_inject_panic(0);
            Equal((uint)Status.Panic, (uint)caught.Code, "status");
            if (calls == 1 && (caught.Name != "CPL_PANIC" || caught.Category != ErrorCategory.Internal)) throw new Exception("what it says", caught);
            if (caught.Message.Length == 0 || caught.NextStep.Length == 0) throw new Exception("no text", caught);
            exceptions++;
            return;
        }
        throw new Exception("no exception");
    }

    // After all that, work goes on.
    static void Alive()
    {
        using (Document document = Plan())
        using (FindingList findings = document.Findings())
            if (findings.Count == 0) throw new Exception("the findings are gone");
    }

    static Document Plan()
    {
        return Document.Read("DLTPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV",
            Encoding.ASCII.GetBytes("202407,505826,0000100000,202609\n"));
    }

    static void Equal(uint expected, uint found, string what)
    {
        if (expected != found) throw new Exception(what + ": expected " + expected + ", found " + found);
    }
}
