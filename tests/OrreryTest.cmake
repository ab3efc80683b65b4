# SPDX-License-Identifier: GPL-3.0-or-later
# orrery_test(NAME SOURCES files... LINKS targets... [NEEDS display|...] [TIMEOUT seconds])
#
# One Qt Test binary, one ctest entry. LABELS say what it needs from the host.
function(orrery_test name)
    cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;LINKS;NEEDS;ARGS" ${ARGN})
    add_executable(${name} ${T_SOURCES})
    target_link_libraries(${name} PRIVATE strict Qt6::Test orrery_test_support ${T_LINKS})
    set_target_properties(${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests/bin)
    add_test(NAME ${name} COMMAND ${name} ${T_ARGS})
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 120)
    endif()
    if(ORRERY_ASAN OR ORRERY_TSAN)
        math(EXPR T_TIMEOUT "${T_TIMEOUT} * 5")
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${T_NEEDS}"
        ENVIRONMENT "ORRERY_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY};ORRERY_SOURCE_DIR=${CMAKE_SOURCE_DIR}")
endfunction()
