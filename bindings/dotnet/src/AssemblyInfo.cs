using System.Reflection;
using System.Runtime.InteropServices;

[assembly: AssemblyTitle("Care Plan Link SDK")]
[assembly: AssemblyProduct("ケアプランデータ連携 SDK")]
[assembly: AssemblyVersion(CarePlanLink.HeaderVersion.Assembly)]
[assembly: AssemblyFileVersion(CarePlanLink.HeaderVersion.Assembly)]
[assembly: ComVisible(false)]
// On Windows the native library is looked for beside the program and in the system's folders, never in the current folder.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
