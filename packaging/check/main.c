/* 入れたものが使えるか / Whether what was installed can be used: header and library fit. */
#include <careplan.h>
#include <stdio.h>

int main(void) {
    cpl_text version;
    if (cpl_abi_version() < CPL_ABI_VERSION || cpl_version(&version) != CPL_OK) return 1;
    printf("careplan %.*s, ABI %u\n", (int)version.len, version.data, (unsigned)cpl_abi_version());
    return 0;
}
