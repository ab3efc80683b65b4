# SPDX-License-Identifier: GPL-3.0-or-later
# Warnings are errors on our own targets: they link `strict`, generated code does not.
# -Wrestrict of GCC 12 misjudges "literal" + std::to_string(n) (GCC bug 105651), -Wmaybe-uninitialized
# the moves of a std::variant that holds strings (GCC bug 105562).
add_library(strict INTERFACE)
target_compile_options(strict INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    -Wno-missing-field-initializers -Wno-restrict -Wno-maybe-uninitialized -Werror)

option(ORRERY_ASAN "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(ORRERY_TSAN "ThreadSanitizer" OFF)
option(ORRERY_FUZZ "Fuzz targets of libFuzzer (clang), with both of the first" OFF)
if(ORRERY_FUZZ)
    # Warnings of another compiler than ours are not errors.
    target_compile_options(strict INTERFACE -Wno-error)
    add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer
        -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=address,undefined)
elseif(ORRERY_ASAN)
    add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    add_link_options(-fsanitize=address,undefined)
elseif(ORRERY_TSAN)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_link_options(-fsanitize=thread)
else()
    # Hardening, at no cost that the benches show.
    add_compile_options(-fstack-protector-strong)
    add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()
