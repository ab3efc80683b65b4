# SPDX-License-Identifier: GPL-3.0-or-later
# unity(TARGET [ALONE sources...]): with ORRERY_UNITY, the target's sources are compiled eight of a folder
# at a time. What a header costs is then paid once for all of them, which halves a fresh build; a
# change costs more to compile, so it is off unless asked for. A name of an unnamed namespace must
# be the only one of its folder (tests/architecture checks it). ALONE: sources that keep an object of their own.
option(ORRERY_UNITY "Compile the engine's sources and tests some at a time: a fresh build in half the time" OFF)

# Names of one file are neither shadowed by those of another nor used in more than one of them.
add_library(together INTERFACE)
target_compile_options(together INTERFACE -Wno-shadow -Wno-subobject-linkage)

function(unity target)
    cmake_parse_arguments(U "" "" "ALONE" ${ARGN})
    if(NOT ORRERY_UNITY)
        return()
    endif()
    get_target_property(sources ${target} SOURCES)
    foreach(source IN LISTS sources)
        get_filename_component(name ${source} NAME)
        if(NOT source MATCHES "\\.cpp$" OR name IN_LIST U_ALONE)
            continue()
        endif()
        get_filename_component(folder ${source} DIRECTORY)
        string(MAKE_C_IDENTIFIER ${folder} folder)
        math(EXPR batch "0${count_${folder}} / 8")
        math(EXPR count_${folder} "0${count_${folder}} + 1")
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP ${folder}_${batch})
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    target_link_libraries(${target} PRIVATE together)
endfunction()
