/* Before the caller asks for it, the library has no thread and opens no file; opening an office starts no thread either.
   idle PROFILE FILE   Markers on standard error tell a tracer where it is. */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "careplan.h"

#define WANT(condition)                                                        \
    do {                                                                       \
        if (!(condition)) {                                                    \
            fprintf(stderr, "idle.c:%d: %s\n", __LINE__, #condition);          \
            exit(1);                                                           \
        }                                                                      \
    } while (0)
#define OK(call) WANT((call) == CPL_OK)

/* Entries of a folder of /proc/self; one that looks at fd has one open itself. */
static size_t entries(const char *folder) {
    size_t count = 0;
    DIR *all = opendir(folder);
    WANT(all != NULL);
    for (struct dirent *one = readdir(all); one; one = readdir(all)) count += one->d_name[0] != '.';
    closedir(all);
    return count;
}

static size_t threads(void) { return entries("/proc/self/task"); }

static size_t files(void) { return entries("/proc/self/fd") - 1; }

static void mark(const char *what) { WANT(write(2, what, strlen(what)) > 0); }

/* What touches no file of the caller's: versions, names, tables, a file from memory. */
static void without_files(char *content, size_t len) {
    const char *name = "UPPLAN_202609_5070022016_43_5070100002_11_20260826093000.CSV";
    cpl_text text;
    uint32_t number;
    cpl_layout *layout = NULL;
    cpl_codes *codes = NULL;
    cpl_document *document = NULL;
    cpl_findings *findings = NULL;
    cpl_cancel *cancel = NULL;
    OK(cpl_version(&text));
    OK(cpl_capabilities(&number));
    OK(cpl_status_message(CPL_INTERNAL, CPL_LANG_JA, &text));
    OK(cpl_layout_of_kind("UPPLAN", 6, CPL_EDITION_41, &layout));
    OK(cpl_codes_explain("", 0, CPL_LANG_JA, &codes));
    OK(cpl_document_read(name, strlen(name), (const uint8_t *)content, len, NULL, &document, NULL));
    OK(cpl_document_findings(document, CPL_LANG_JA, &findings));
    OK(cpl_cancel_new(&cancel));
    cpl_cancel_free(cancel);
    cpl_findings_free(findings);
    cpl_document_free(document);
    cpl_codes_free(codes);
    cpl_layout_free(layout);
}

int main(int argc, char **argv) {
    static char content[1 << 20];
    cpl_office *office = NULL;
    cpl_worker *worker = NULL;
    WANT(argc == 3);
    FILE *file = fopen(argv[2], "rb");
    WANT(file != NULL);
    size_t len = fread(content, 1, sizeof content, file);
    fclose(file);
    size_t before = files();
    WANT(threads() == 1);
    mark("<idle>\n");
    without_files(content, len);
    mark("</idle>\n");
    WANT(threads() == 1 && files() == before);

    OK(cpl_office_open(argv[1], strlen(argv[1]), NULL, &office, NULL));
    WANT(threads() == 1);
    OK(cpl_worker_start(office, &worker, NULL));
    WANT(threads() > 1);
    cpl_worker_stop(worker);
    cpl_office_free(office);
    /* Names were perhaps being resolved, on a thread that goes by itself a second later. */
    for (int tries = 0; threads() > 1 && tries < 50; tries++) usleep(100000);
    WANT(threads() == 1 && files() == before);
    puts("all right");
    return 0;
}
