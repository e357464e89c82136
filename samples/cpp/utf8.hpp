// Windows では main の引数が ANSI コードページ（932）で渡されます。ライブラリーは UTF-8 を使うため、ここで変換します。
// On Windows main gets its arguments in the ANSI code page; the library, and what the samples print, is UTF-8.
#pragma once

#include <string>
#include <vector>

#ifdef _WIN32
#include <windows.h>
#include <shellapi.h>
#ifdef _MSC_VER
#pragma comment(lib, "shell32.lib")
#endif

inline std::vector<std::string> utf8_arguments(int, char **) {
    int count = 0;
    LPWSTR *wide = CommandLineToArgvW(GetCommandLineW(), &count);
    std::vector<std::string> arguments;
    SetConsoleOutputCP(CP_UTF8);
    for (int i = 0; i < count; i++) {
        const int length = WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, nullptr, 0, nullptr, nullptr);
        std::string argument(length > 0 ? static_cast<std::size_t>(length) : 1, '\0');
        WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, &argument[0], length, nullptr, nullptr);
        argument.pop_back();
        arguments.push_back(argument);
    }
    LocalFree(wide);
    return arguments;
}
#else
// Elsewhere they are UTF-8 already.
inline std::vector<std::string> utf8_arguments(int argc, char **argv) { return {argv, argv + argc}; }
#endif
