// Windows では main の引数が ANSI コードページ（932）で渡されます。ライブラリーは UTF-8 を使うため、ここで変換します。
// On Windows main gets its arguments in the ANSI code page; the library, and what the samples print, is UTF-8.
#ifndef SAMPLE_UTF8_H
#define SAMPLE_UTF8_H

#ifdef _WIN32
#include <stdlib.h>
#include <windows.h>
#include <shellapi.h>
#ifdef _MSC_VER
#pragma comment(lib, "shell32.lib")
#endif

// The arguments as UTF-8; they last as long as the program.
static char **utf8_arguments(int *argc, char **argv) {
    int count = 0;
    LPWSTR *wide = CommandLineToArgvW(GetCommandLineW(), &count);
    char **arguments = wide ? calloc((size_t)count + 1, sizeof *arguments) : NULL;
    SetConsoleOutputCP(CP_UTF8);
    for (int i = 0; arguments && i < count; i++) {
        int length = WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, NULL, 0, NULL, NULL);
        arguments[i] = malloc((size_t)length);
        if (!arguments[i]) return argv;
        WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, arguments[i], length, NULL, NULL);
    }
    if (!arguments) return argv;
    *argc = count;
    return arguments;
}
#else
// Elsewhere they are UTF-8 already.
static char **utf8_arguments(int *argc, char **argv) {
    (void)argc;
    return argv;
}
#endif

#endif
