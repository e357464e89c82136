/* Loads careplan.dll at run time, from a folder with a Japanese name, and finds every name that the .def lists.
   loaded.exe DLL DEF */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include "careplan.h"
#include "utf8.h"

static wchar_t *wide(const char *text)
{
    static wchar_t into[32768];
    MultiByteToWideChar(CP_UTF8, 0, text, -1, into, 32768);
    return into;
}

static int fail(const char *what)
{
    printf("FAILED: %s (%lu)\n", what, GetLastError());
    return 1;
}

int main(int argc, char **argv)
{
    char line[256];
    int found = 0;
    argv = utf8_arguments(&argc, argv);
    HMODULE library = LoadLibraryW(wide(argv[1]));
    if (!library) return fail("LoadLibrary");

    FILE *names = _wfopen(wide(argv[2]), L"r");
    if (!names) return fail("the .def");
    while (fgets(line, sizeof line, names)) {
        char *name = line + strspn(line, " ");
        name[strcspn(name, "\r\n")] = 0;
        if (name == line || !*name) continue;
        if (!GetProcAddress(library, name)) return fail(name);
        found++;
    }
    fclose(names);

    __typeof__(cpl_abi_version) *version = (void *)GetProcAddress(library, "cpl_abi_version");
    __typeof__(cpl_office_open) *open = (void *)GetProcAddress(library, "cpl_office_open");
    __typeof__(cpl_error_status) *status_of = (void *)GetProcAddress(library, "cpl_error_status");
    __typeof__(cpl_error_free) *free_error = (void *)GetProcAddress(library, "cpl_error_free");
    cpl_office *office = NULL;
    cpl_error *error = NULL;
    uint32_t status = 0, told = 0;
    if (version() != CPL_ABI_VERSION) return fail("cpl_abi_version");
    status = open("no such folder", 14, &office, &error);
    if (status == CPL_OK || office || !error || status_of(error, &told) != CPL_OK || told != status)
        return fail("cpl_office_open");
    free_error(error);
#ifndef _WIN64
    /* The way of VB6 and VBA: stdcall, by the undecorated name. A callee that cleans up otherwise breaks the stack here. */
    uint32_t(__stdcall * twin)(const char *, size_t, cpl_office **, cpl_error **) =
        (void *)GetProcAddress(library, "cpls_office_open");
    for (int i = 0; i < 1000; i++)
        if (!twin || twin("no such folder", 14, &office, NULL) != status) return fail("cpls_office_open");
#endif
    if (!FreeLibrary(library)) return fail("FreeLibrary");
    printf("loaded: %d names, all right\n", found);
    return 0;
}
