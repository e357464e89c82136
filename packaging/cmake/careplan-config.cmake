# ケアプランデータ連携 SDK / Care Plan Link SDK.
#   find_package(careplan 0.1 REQUIRED)
#   careplan::careplan   共有ライブラリー / the shared library
#   careplan::static     静的ライブラリー、あれば / the static library, where it is there
#   careplan::cpp        careplan.hpp (C++17) と共有ライブラリー / careplan.hpp with the shared library
# What it finds lies beside it, wherever the archive was unpacked.
if(TARGET careplan::careplan)
    return()
endif()

get_filename_component(_careplan_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(_careplan_include "${_careplan_prefix}/include")

add_library(careplan::careplan SHARED IMPORTED)
set_target_properties(careplan::careplan PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${_careplan_include}")
if(WIN32)
    if(MSVC)
        set(_careplan_import "${_careplan_prefix}/lib/careplan.lib")
    else()
        set(_careplan_import "${_careplan_prefix}/lib/libcareplan.dll.a")
    endif()
    set_target_properties(careplan::careplan PROPERTIES
        IMPORTED_LOCATION "${_careplan_prefix}/bin/careplan.dll"
        IMPORTED_IMPLIB "${_careplan_import}")
else()
    set_target_properties(careplan::careplan PROPERTIES
        IMPORTED_LOCATION "${_careplan_prefix}/lib/libcareplan.so.1"
        IMPORTED_SONAME "libcareplan.so.1")
endif()

if(NOT WIN32 AND EXISTS "${_careplan_prefix}/lib/libcareplan.a")
    add_library(careplan::static STATIC IMPORTED)
    set_target_properties(careplan::static PROPERTIES
        IMPORTED_LOCATION "${_careplan_prefix}/lib/libcareplan.a"
        INTERFACE_INCLUDE_DIRECTORIES "${_careplan_include}"
        INTERFACE_LINK_LIBRARIES "gcc_s;util;rt;pthread;m;dl;c")
endif()

if(EXISTS "${_careplan_include}/careplan.hpp")
    add_library(careplan::cpp INTERFACE IMPORTED)
    set_target_properties(careplan::cpp PROPERTIES
        INTERFACE_LINK_LIBRARIES careplan::careplan
        INTERFACE_COMPILE_FEATURES cxx_std_17)
endif()

set(careplan_FOUND TRUE)
