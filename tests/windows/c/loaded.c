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

#ifndef _WIN64
static void progressed(void *context, const cpl_progress *progress) { (void)context, (void)progress; }
static void logged(void *context, const cpl_log_line *line) { (void)context, (void)line; }
#endif

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
    status = open("no such folder", 14, NULL, &office, &error);
    if (status == CPL_OK || office || !error || status_of(error, &told) != CPL_OK || told != status)
        return fail("cpl_office_open");
    free_error(error);
#ifndef _WIN64
    /* The way of VB6 and VBA: stdcall, by the undecorated name. A callee that cleans up otherwise breaks the stack here. */
    uint32_t(__stdcall * twin)(const char *, size_t, const cpl_office_options *, cpl_office **, cpl_error **) =
        (void *)GetProcAddress(library, "cpls_office_open");
    for (int i = 0; i < 1000; i++)
        if (!twin || twin("no such folder", 14, NULL, &office, NULL) != status) return fail("cpls_office_open");
    /* What would call back is refused, in the struct of long calls and where an office is opened. */
    uint32_t(__stdcall * sync)(const cpl_office *, const cpl_control *, cpl_sync_report **, cpl_error **) =
        (void *)GetProcAddress(library, "cpls_office_sync");
    cpl_control control = {.struct_size = sizeof control};
    cpl_office_options options = {.struct_size = sizeof options, .log = logged};
    if (sync(NULL, &control, NULL, NULL) != CPL_NULL_POINTER) return fail("cpls_office_sync");
    control.progress = progressed;
    if (sync(NULL, &control, NULL, NULL) != CPL_BAD_ARGUMENT) return fail("cpls_office_sync with a callback");
    if (twin("no such folder", 14, &options, &office, NULL) != CPL_BAD_ARGUMENT) return fail("a log callback");
    if (GetProcAddress(library, "cpls_office_set_log_handler")) return fail("a twin with a callback");
#endif
    if (!FreeLibrary(library)) return fail("FreeLibrary");
    printf("loaded: %d names, all right\n", found);
    return 0;
}
