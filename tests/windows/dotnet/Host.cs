// careplan.dll under a .NET runtime: is it found, called and left as it must be? The wrapper's own tests are elsewhere.
using System;
using System.Runtime.InteropServices;
using System.Text;

static class Host
{
    const string Library = "careplan.dll";

    // On 32-bit Windows the convention must be named: without it .NET uses stdcall.
    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    static extern uint cpl_abi_version();

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    static extern uint cpl_office_open(byte[] folder, UIntPtr length, IntPtr options, out IntPtr office, out IntPtr error);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    static extern uint cpl_error_status(IntPtr error, out uint status);

    [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]
    static extern void cpl_error_free(IntPtr error);

    [DllImport(Library, EntryPoint = "cpls_office_open", CallingConvention = CallingConvention.StdCall)]
    static extern uint OpenByStdcall(byte[] folder, UIntPtr length, IntPtr options, out IntPtr office, IntPtr error);

    static int Main()
    {
        var folder = Encoding.UTF8.GetBytes("ない フォルダー");
        IntPtr office, error;
        uint told;
        if (cpl_abi_version() != 1) return Fail("cpl_abi_version");
        uint status = cpl_office_open(folder, (UIntPtr)folder.Length, IntPtr.Zero, out office, out error);
        if (status == 0 || error == IntPtr.Zero) return Fail("cpl_office_open");
        if (cpl_error_status(error, out told) != 0 || told != status) return Fail("cpl_error_status");
        cpl_error_free(error);
        if (IntPtr.Size == 4 && OpenByStdcall(folder, (UIntPtr)folder.Length, IntPtr.Zero, out office, IntPtr.Zero) != status)
            return Fail("cpls_office_open");
        Console.WriteLine("{0}-bit, {1}: all right", IntPtr.Size * 8, Environment.Version);
        return 0;
    }

    static int Fail(string what)
    {
        Console.WriteLine("FAILED: " + what);
        return 1;
    }
}
