/* What Explorer shows of careplan.dll under 詳細: version.exe DLL VERSION */
#include <stdio.h>
#include <windows.h>

#include "utf8.h"

int main(int argc, char **argv)
{
    static BYTE data[65536];
    wchar_t path[1024], expected[64], *text;
    UINT length;
    argv = utf8_arguments(&argc, argv);
    MultiByteToWideChar(CP_UTF8, 0, argv[1], -1, path, 1024);
    MultiByteToWideChar(CP_UTF8, 0, argv[2], -1, expected, 64);
    if (!GetFileVersionInfoW(path, 0, sizeof data, data)) return printf("FAILED: no version resource\n"), 1;
    if (!VerQueryValueW(data, L"\\StringFileInfo\\041104B0\\FileDescription", (void **)&text, &length)) return 1;
    if (lstrcmpW(text, L"ケアプランデータ連携 SDK (Care Plan Link SDK)")) return printf("FAILED: description\n"), 1;
    if (!VerQueryValueW(data, L"\\StringFileInfo\\041104B0\\ProductVersion", (void **)&text, &length)) return 1;
    if (lstrcmpW(text, expected)) return printf("FAILED: version\n"), 1;
    printf("version resource: all right\n");
    return 0;
}
