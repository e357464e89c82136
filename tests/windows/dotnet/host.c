/* A dotnet.exe for wine 8.0:  host.exe DOTNET_FOLDER HOSTFXR ARGUMENT…     as dotnet.exe, of that folder and hostfxr.dll

   Where .NET 7 and later have caught an exception, they restore the registers themselves (ClrRestoreNonvolatileContext) instead
   of calling RtlRestoreContext. wine 8.0 keeps a frame of its own on the stack while handlers run, and only its own
   RtlRestoreContext takes that frame off the list again: a later exception calls what is there by then, and never ends. So the
   list is mended before each exception. On Windows nothing of this is needed. */
#include <stdio.h>
#include <windows.h>

typedef EXCEPTION_REGISTRATION_RECORD frame_t;
enum { MOST = 64 };
/* The list as it was when the thread last raised an exception: what is left behind by then may be overwritten by now. */
static __thread frame_t *known[MOST];

static void *module_of(DWORD64 address)
{
    MEMORY_BASIC_INFORMATION memory;
    return VirtualQuery((void *)address, &memory, sizeof memory) && memory.Type == MEM_IMAGE ? memory.AllocationBase : NULL;
}

/* A frame is good while the function of wine's ntdll.dll or kernelbase.dll runs that has it on its stack. */
static int is_good(const frame_t *frame, CONTEXT context)
{
    DWORD64 place = (DWORD64)frame, base, establisher;
    void *data, *module = module_of((DWORD64)frame->handler);
    if (module != (void *)GetModuleHandleW(L"ntdll.dll") && module != (void *)GetModuleHandleW(L"kernelbase.dll")) return 0;
    while (context.Rip && context.Rsp <= place) {
        void *running = module_of(context.Rip);
        RUNTIME_FUNCTION *function = RtlLookupFunctionEntry(context.Rip, &base, NULL);
        if (function)
            RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context.Rip, function, &context, &data, &establisher, NULL);
        else
            context.Rip = *(DWORD64 *)context.Rsp, context.Rsp += 8;
        if (context.Rsp > place) return running == module;
    }
    return 0;
}

static LONG CALLBACK mend_list(EXCEPTION_POINTERS *raised)
{
    NT_TIB *thread = (NT_TIB *)NtCurrentTeb();
    DWORD64 low = raised->ContextRecord->Rsp, high = (DWORD64)thread->StackBase;
    frame_t *good[MOST + 1] = {0}, *frame = (void *)thread->ExceptionList, *end = (void *)-1;
    int count = 0;
    /* From the list, as far as it holds; then what is good of the last one. */
    for (int i = -1; i < MOST && count < MOST;) {
        DWORD64 place = (DWORD64)frame;
        if (place >= low && place < high && is_good(frame, *raised->ContextRecord)) {
            good[count++] = frame;
            low = place + sizeof *frame;
            frame = frame->prev;
        } else {
            do i++; while (i < MOST && known[i] && (DWORD64)known[i] < low);
            if (i == MOST || !known[i]) break;
            frame = known[i];
        }
    }
    for (int i = 0; i < count; i++) good[i]->prev = good[i + 1] ? good[i + 1] : end;
    thread->ExceptionList = (void *)(count ? good[0] : end);
    memcpy(known, good, sizeof known);
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
    AddVectoredExceptionHandler(1, mend_list);
    argv[2] = host;
    return run(argc - 2, (const wchar_t **)argv + 2, host, argv[1], app);
}
