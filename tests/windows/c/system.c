/* What Windows does differently, through careplan.dll: names of folders, ANSI code page, files that others have open.
   system.exe SCRATCH PROFILE FILE…     a folder to work in, the profile of an office, the files of a set it may send
   Run again by itself as: system.exe --hold PROFILE      opens the office, says so, and waits to be ended */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include "careplan.h"
#include "utf8.h"

enum { ROOM = 32768 };
static int checks;

/* ---- what is tested ---- */

static void names_of_folders(void);
static void code_page(void);
static void second_process(void);
static void files_that_others_have_open(void);

static const char *scratch, *profile;
static char **files;
static int file_count;
/* A copy of the profile in a folder of Japanese characters, spaces and more than 260 characters. */
static char deep[ROOM];

static int hold(const char *folder);

int main(int argc, char **argv)
{
    argv = utf8_arguments(&argc, argv);
    if (argc == 3 && strcmp(argv[1], "--hold") == 0) return hold(argv[2]);
    if (argc < 4) return 2;
    scratch = argv[1], profile = argv[2], files = argv + 3, file_count = argc - 3;
    names_of_folders();
    code_page();
    second_process();
    files_that_others_have_open();
    printf("system: %d checks, all right\n", checks);
    return 0;
}

/* ---- helpers ---- */

#define CHECK(holds) check(holds, #holds, __LINE__)

static void check(int holds, const char *what, int line)
{
    checks++;
    if (holds) return;
    printf("FAILED, line %d: %s (last error %lu)\n", line, what, GetLastError());
    exit(1);
}

/* As \\?\, so that this program can handle what it tests. */
static wchar_t *wide(const char *path)
{
    static wchar_t buffers[4][ROOM];
    static int next;
    wchar_t *into = buffers[next++ % 4];
    wcscpy(into, L"\\\\?\\");
    MultiByteToWideChar(CP_UTF8, 0, path, -1, into + 4, ROOM - 4);
    for (wchar_t *c = into; *c; c++) if (*c == L'/') *c = L'\\';
    return into;
}

static void copy_folder(const char *from, const char *to)
{
    WIN32_FIND_DATAW found;
    char pattern[ROOM], source[ROOM], target[ROOM], name[1024];
    CreateDirectoryW(wide(to), NULL);
    snprintf(pattern, ROOM, "%s\\*", from);
    HANDLE search = FindFirstFileW(wide(pattern), &found);
    CHECK(search != INVALID_HANDLE_VALUE);
    do {
        if (!wcscmp(found.cFileName, L".") || !wcscmp(found.cFileName, L"..")) continue;
        WideCharToMultiByte(CP_UTF8, 0, found.cFileName, -1, name, sizeof name, NULL, NULL);
        snprintf(source, ROOM, "%s\\%s", from, name);
        snprintf(target, ROOM, "%s\\%s", to, name);
        if (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) copy_folder(source, target);
        else CHECK(CopyFileW(wide(source), wide(target), FALSE));
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

/* A handle that shares what `share` says. */
static HANDLE open_file(const char *folder, const char *name, DWORD access, DWORD share)
{
    char path[ROOM];
    snprintf(path, ROOM, name ? "%s\\%s" : "%s", folder, name);
    return CreateFileW(wide(path), access, share, NULL, OPEN_EXISTING, 0, NULL);
}

static uint32_t try_open(const char *folder)
{
    cpl_office *office = NULL;
    uint32_t status = cpl_office_open(folder, strlen(folder), NULL, &office, NULL);
    cpl_office_free(office);
    return status;
}

static cpl_office *open_office(const char *folder)
{
    cpl_office *office = NULL;
    cpl_error *error = NULL;
    uint32_t status = cpl_office_open(folder, strlen(folder), NULL, &office, &error);
    if (status != CPL_OK) printf("cpl_office_open: %u\n", (unsigned)status);
    CHECK(status == CPL_OK && office);
    return office;
}

static size_t sent_by(const char *folder)
{
    cpl_office *office = open_office(folder);
    cpl_sent *sent = NULL;
    size_t count = 999;
    CHECK(cpl_office_sent(office, NULL, &sent, NULL) == CPL_OK);
    CHECK(cpl_sent_count(sent, &count) == CPL_OK);
    cpl_sent_free(sent);
    cpl_office_free(office);
    return count;
}

static void send_from(const char *folder)
{
    cpl_document *documents[16] = {0};
    cpl_set *set = NULL;
    cpl_office *office = open_office(folder);
    for (int i = 0; i < file_count; i++)
        CHECK(cpl_document_read_file(files[i], strlen(files[i]), NULL, &documents[i], NULL) == CPL_OK);
    CHECK(cpl_set_build((const cpl_document *const *)documents, (size_t)file_count, &set, NULL) == CPL_OK);
    CHECK(cpl_office_send(office, set, "件名", strlen("件名"), NULL, 0, 0, NULL, NULL) == CPL_OK);
    for (int i = 0; i < file_count; i++) cpl_document_free(documents[i]);
    cpl_set_free(set);
    cpl_office_free(office);
}

/* ---- tests ---- */

static void names_of_folders(void)
{
    char other[ROOM];
    size_t length = (size_t)snprintf(deep, ROOM, "%s\\事業所 データ", scratch);
    CreateDirectoryW(wide(deep), NULL);
    for (int i = 0; i < 12; i++) {
        length += (size_t)snprintf(deep + length, ROOM - length, "\\第%d階層　とても長い名前の フォルダー 表ソ能", i);
        CreateDirectoryW(wide(deep), NULL);
    }
    CHECK(wcslen(wide(deep)) > 300);
    copy_folder(profile, deep);
    send_from(deep);
    CHECK(sent_by(deep) == 1);

    /* Slashes, and a path that goes up again, are the same folder. */
    strcpy(other, deep);
    for (char *c = other; *c; c++) if (*c == '\\') *c = '/';
    strcat(other, "/../");
    strcat(other, strrchr(deep, '\\') + 1);
    CHECK(sent_by(other) == 1);
    printf("long name (%d characters): all right\n", (int)wcslen(wide(deep)) - 4);
}

static void code_page(void)
{
    char path[ROOM], ansi[ROOM];
    wchar_t name[ROOM];
    CHECK(GetACP() == 932);
    snprintf(path, ROOM, "%s\\表示能力", scratch);
    copy_folder(profile, path);
    CHECK(try_open(path) == CPL_OK);
    /* What a host of this code page has in its strings is not UTF-8, and is told so rather than misread. */
    MultiByteToWideChar(CP_UTF8, 0, path, -1, name, ROOM);
    CHECK(WideCharToMultiByte(CP_ACP, 0, name, -1, ansi, ROOM, NULL, NULL) > 0);
    CHECK(try_open(ansi) == CPL_NOT_UTF8);
    printf("code page 932: all right\n");
}

static int hold(const char *folder)
{
    cpl_office *office = open_office(folder);
    SetEvent(OpenEventW(EVENT_MODIFY_STATE, FALSE, L"careplan-held"));
    Sleep(60000);
    cpl_office_free(office);
    return 0;
}

static void second_process(void)
{
    wchar_t program[1024], command[ROOM];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION child;
    HANDLE held = CreateEventW(NULL, TRUE, FALSE, L"careplan-held");
    GetModuleFileNameW(NULL, program, 1024);
    swprintf(command, ROOM, L"\"%ls\" --hold \"%ls\"", program, wide(deep) + 4);
    CHECK(CreateProcessW(program, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &child));
    CHECK(WaitForSingleObject(held, 60000) == WAIT_OBJECT_0);
    CHECK(try_open(deep) == CPL_STORE_IN_USE);

    /* Ended without a chance to clean up; the next one has the store at once, and all that is in it. */
    CHECK(TerminateProcess(child.hProcess, 9));
    CHECK(WaitForSingleObject(child.hProcess, 60000) == WAIT_OBJECT_0);
    CHECK(sent_by(deep) == 1);

    cpl_office *office = open_office(deep);
    CHECK(try_open(deep) == CPL_STORE_IN_USE);
    cpl_office_free(office);
    printf("second process: all right\n");
}

/* The store is a folder of its own in the profile's, or the profile's; this finds a file in either. */
static const char *place_of(const char *name)
{
    static char path[ROOM];
    const char *places[] = {"%s\\store\\%s", "%s\\%s"};
    for (int i = 0; i < 2; i++) {
        snprintf(path, ROOM, places[i], deep, name);
        if (GetFileAttributesW(wide(path)) != INVALID_FILE_ATTRIBUTES) return path;
    }
    printf("%s is not there\n", name);
    exit(1);
}

static void files_that_others_have_open(void)
{
    struct { const char *name; uint32_t status; } taken[] = {
        {"store.db", CPL_STORE_IN_USE},
        {"store.lock", CPL_STORE_IN_USE},
        {"person.key", CPL_STORE_IN_USE},
        {"profile.toml", CPL_PROFILE_UNREADABLE},
    };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        HANDLE file = open_file(place_of(taken[i].name), NULL, GENERIC_READ | GENERIC_WRITE, 0);
        CHECK(file != INVALID_HANDLE_VALUE);
        uint32_t status = try_open(deep);
        if (status != taken[i].status) printf("%s: status %u\n", taken[i].name, (unsigned)status);
        CHECK(status == taken[i].status);
        CloseHandle(file);
        CHECK(sent_by(deep) == 1);
    }
    /* What a virus scanner or a backup does: it reads, and lets others do what they like. */
    const char *read[] = {"store.db", "profile.toml", "person.key"};
    HANDLE readers[3];
    for (int i = 0; i < 3; i++) {
        readers[i] = open_file(place_of(read[i]), NULL, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE);
        CHECK(readers[i] != INVALID_HANDLE_VALUE);
    }
    send_from(deep);
    CHECK(sent_by(deep) == 1);
    for (int i = 0; i < 3; i++) CloseHandle(readers[i]);

    /* A file that is still being written. */
    HANDLE writing = open_file(files[0], NULL, GENERIC_READ, 0);
    cpl_document *document = NULL;
    CHECK(writing != INVALID_HANDLE_VALUE);
    CHECK(cpl_document_read_file(files[0], strlen(files[0]), NULL, &document, NULL) == CPL_FILE_UNREADABLE && !document);
    CloseHandle(writing);
    CHECK(cpl_document_read_file(files[0], strlen(files[0]), NULL, &document, NULL) == CPL_OK);
    cpl_document_free(document);
    printf("files that others have open: all right\n");
}
