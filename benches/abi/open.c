/* Opens the office of a profile, or does nothing without one. */
#include <string.h>
#include "careplan.h"

int main(int argc, char **argv) {
    cpl_office *office = NULL;
    if (argc < 2) return cpl_abi_version() != CPL_ABI_VERSION;
    if (cpl_office_open(argv[1], strlen(argv[1]), NULL, &office, NULL) != CPL_OK) return 1;
    cpl_office_free(office);
    return 0;
}
