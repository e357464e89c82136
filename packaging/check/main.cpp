// 入れたものが使えるか / Whether what was installed can be used.
#include <careplan.hpp>
#include <iostream>

int main() {
    if (!careplan::is_fit()) return 1;
    std::cout << "careplan " << careplan::version() << ", ABI " << careplan::abi_version() << '\n';
    return 0;
}
