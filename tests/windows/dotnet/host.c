/* A dotnet.exe for wine 8.0:  host.exe DOTNET_FOLDER HOSTFXR ARGUMENT…     as dotnet.exe, of that folder and hostfxr.dll

   Where .NET 7 and later have caught an exception, they restore the registers themselves (ClrRestoreNonvolatileContext) instead
   of calling RtlRestoreContext. wine 8.0 keeps a frame of its own on the stack while handlers run, and only its own
   RtlRestoreContext takes that frame off the list again: a later exception calls what is there by then, and never ends. So the
   list is mended before each exception. On Windows nothing of this is needed. */
#include <stdio.h>
#include <windows.h>

/* Frames that may be there rightly: those of wine's other DLLs, which expect a fault. Those of ntdll.dll are what is left. */
static int is_good(const EXCEPTION_REGISTRATION_RECORD *frame)
{
    MEMORY_BASIC_INFORMATION memory;
    return VirtualQuery((void *)frame->Handler, &memory, sizeof memory) && memory.Type == MEM_IMAGE &&
           memory.AllocationBase != (void *)GetModuleHandleW(L"ntdll.dll");
}

static LONG CALLBACK forget_left_frames(EXCEPTION_POINTERS *raised)
{
    NT_TIB *thread = (NT_TIB *)NtCurrentTeb();
    EXCEPTION_REGISTRATION_RECORD *frame = (void *)thread->ExceptionList;
    DWORD64 place = (DWORD64)frame;
    if (place < raised->ContextRecord->Rsp || place >= (DWORD64)thread->StackBase || !is_good(frame))
        thread->ExceptionList = (void *)-1;
    return EXCEPTION_CONTINUE_SEARCH;
}

typedef int run_fn(int, const wchar_t **, const wchar_t *, const wchar_t *, const wchar_t *);

int wmain(int argc, wchar_t **argv)
{
    static wchar_t host[1024], app[1024];
    if (argc < 4) return 2;
    swprintf(host, 1024, L"%ls\\dotnet.exe", argv[1]);
    swprintf(app, 1024, L"%ls\\dotnet.dll", argv[1]);
    HMODULE hostfxr = LoadLibraryW(argv[2]);
    run_fn *run = hostfxr ? (run_fn *)(void *)GetProcAddress(hostfxr, "hostfxr_main_startupinfo") : NULL;
    if (!run) return printf("hostfxr.dll: error %lu\n", GetLastError()), 1;
    AddVectoredExceptionHandler(1, forget_left_frames);
    argv[2] = host;
    return run(argc - 2, (const wchar_t **)argv + 2, host, argv[1], app);
}
