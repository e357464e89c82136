using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("Care Plan Link SDK")]
[assembly: AssemblyProduct("ケアプランデータ連携 SDK")]
[assembly: AssemblyVersion("0.1.0.0")]
[assembly: AssemblyFileVersion("0.1.0.0")]
[assembly: ComVisible(false)]
// On Windows the native library is looked for beside the program and in the system's folders, never in the current folder.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
