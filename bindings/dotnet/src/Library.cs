using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;

namespace CarePlanLink
{
    /// <summary>Finds, loads and checks the native library before the first call.</summary>
    internal static class Library
    {
        const uint AlteredSearchPath = 8;
        static readonly object Lock = new object();
        static volatile bool loaded;

        internal static void Load()
        {
            if (loaded) return;
            lock (Lock)
            {
                if (loaded) return;
                string tried = IsWindows ? LoadFromFolders() : null;
                CheckVersion(tried);
                loaded = true;
            }
        }

        static bool IsWindows { get { return Environment.OSVersion.Platform == PlatformID.Win32NT; } }

        static string Bits { get { return IntPtr.Size == 8 ? "64" : "32"; } }

        static string FileName { get { return IsWindows ? "careplan.dll" : "libcareplan.so"; } }

        static string Folder
        {
            get
            {
                string assembly = typeof(Library).Assembly.Location;
                return string.IsNullOrEmpty(assembly) ? AppDomain.CurrentDomain.BaseDirectory : Path.GetDirectoryName(assembly);
            }
        }

        // An AnyCPU program runs with 32 or 64 bits: the DLL that fits is loaded by its path, and DllImport then finds it by its name.
        // Gives the first file of the right bits that could not be loaded, or that has the wrong bits.
        static string LoadFromFolders()
        {
            string architecture = IntPtr.Size == 8 ? "x64" : "x86";
            string wrong = null;
            foreach (string root in new HashSet<string> { Folder, AppDomain.CurrentDomain.BaseDirectory })
            {
                foreach (string part in new[] { architecture, Path.Combine("runtimes", "win-" + architecture, "native"), "" })
                {
                    string path = Path.Combine(root, part, FileName);
                    if (!File.Exists(path)) continue;
                    if (LoadLibraryExW(path, IntPtr.Zero, AlteredSearchPath) != IntPtr.Zero) return null;
                    int code = Marshal.GetLastWin32Error();
                    wrong = wrong ?? path + ": " + Machine(path) + ", Win32 error " + code;
                }
            }
            return wrong;
        }

        static void CheckVersion(string tried)
        {
            uint version;
            try
            {
                version = Native.cpl_abi_version();
            }
            catch (DllNotFoundException cause)
            {
                throw NotFound(tried, cause);
            }
            catch (BadImageFormatException cause)
            {
                throw WrongBits(tried, cause);
            }
            catch (EntryPointNotFoundException cause)
            {
                throw TooOld("0", cause);
            }
            if (version < Native.CPL_ABI_VERSION) throw TooOld(version.ToString(), null);
        }

        static Exception NotFound(string tried, Exception cause)
        {
            string note = tried == null ? "" : " [" + tried + "]";
            return new CarePlanLibraryException(new ErrorDetails("LIBRARY_NOT_FOUND",
                FileName + "（" + Bits + " ビット）が見つからないか、読み込めません" + note,
                FileName + " を " + Folder + "（または" + Places("、") + "）に置いてください。"
                    + "このプロセスは " + Bits + " ビットなので、" + Bits + " ビット版が必要です",
                FileName + " (" + Bits + "-bit) was not found or cannot be loaded" + note,
                "Put " + FileName + " into " + Folder + " (or " + Places(", ") + "); this process needs the " + Bits + "-bit one"), cause);
        }

        static Exception WrongBits(string tried, Exception cause)
        {
            string found = tried ?? FileName;
            return new CarePlanLibraryException(new ErrorDetails("LIBRARY_WRONG_BITS",
                "このプロセスは " + Bits + " ビットですが、" + FileName + " はそうではありません [" + found + "]",
                Bits + " ビット版の " + FileName + " を " + Folder + " に置くか、両方の版を x64 と x86 のフォルダーに置いてください",
                "This process has " + Bits + " bits and " + FileName + " has not [" + found + "]",
                "Put the " + Bits + "-bit " + FileName + " into " + Folder + ", or both into folders x64 and x86"), cause);
        }

        static Exception TooOld(string version, Exception cause)
        {
            return new CarePlanLibraryException(new ErrorDetails("LIBRARY_TOO_OLD",
                FileName + " が古すぎます（ABI " + version + "、必要な版は " + Native.CPL_ABI_VERSION + "）",
                "CarePlanLink.dll と同じ配布物の " + FileName + " に置き換えてください",
                FileName + " is too old (ABI " + version + ", needed: " + Native.CPL_ABI_VERSION + ")",
                "Replace it with the " + FileName + " that came with CarePlanLink.dll"), cause);
        }

        static string Places(string between)
        {
            if (!IsWindows) return "runtimes/linux-x64/native" + between + "LD_LIBRARY_PATH";
            string architecture = IntPtr.Size == 8 ? "x64" : "x86";
            return architecture + between + "runtimes\\win-" + architecture + "\\native";
        }

        // What a DLL was made for, by its header: the usual cause is a DLL of the other bits.
        static string Machine(string path)
        {
            try
            {
                using (var reader = new BinaryReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)))
                {
                    reader.BaseStream.Position = 0x3C;
                    reader.BaseStream.Position = reader.ReadInt32() + 4;
                    switch (reader.ReadUInt16())
                    {
                        case 0x8664: return "64 ビット / 64-bit";
                        case 0x014C: return "32 ビット / 32-bit";
                        case 0xAA64: return "ARM64";
                    }
                }
            }
            catch (IOException) { }
            catch (UnauthorizedAccessException) { }
            return "?";
        }

        [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
        static extern IntPtr LoadLibraryExW(string path, IntPtr file, uint flags);
    }
}
