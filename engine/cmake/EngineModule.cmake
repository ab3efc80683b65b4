# SPDX-License-Identifier: GPL-3.0-or-later
# precompile(TARGET ...): target_precompile_headers, with which ccache works only by the two settings and
# -fpch-preprocess.
function(precompile target)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    if(CCACHE)
        set_target_properties(${target} PROPERTIES CXX_COMPILER_LAUNCHER
            "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${CCACHE}")
    endif()
    target_precompile_headers(${target} ${ARGN})
endfunction()

# One precompiled header for all modules, made by the first of them.
function(engine_precompile target)
    get_property(first GLOBAL PROPERTY ORRERY_PCH)
    target_link_libraries(${target} PRIVATE nlohmann_json::nlohmann_json fmt::fmt-header-only tl::expected)
    if(first)
        precompile(${target} REUSE_FROM ${first})
    else()
        precompile(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/cmake/pch.h)
        set_property(GLOBAL PROPERTY ORRERY_PCH ${target})
    endif()
endfunction()

# engine_module(NAME LEVEL n [PURE] DEPENDS modules... [LINKS libraries...] [ALONE sources...])
#
# One folder of engine/ as a static library orrery_NAME. Configure stops when an arrow does not point
# downward, when modules of one level meet, or when a PURE module reaches one that is not. ALONE: see unity().
function(engine_module name)
    cmake_parse_arguments(M "PURE" "LEVEL" "DEPENDS;LINKS;ALONE" ${ARGN})
    foreach(dep IN LISTS M_DEPENDS)
        get_property(dep_level GLOBAL PROPERTY ORRERY_LEVEL_${dep})
        get_property(dep_pure GLOBAL PROPERTY ORRERY_PURE_${dep})
        if("${dep_level}" STREQUAL "")
            message(FATAL_ERROR "engine/${name}: depends on ${dep}, which is not declared above it")
        endif()
        if(NOT dep_level LESS M_LEVEL)
            message(FATAL_ERROR "engine/${name} (level ${M_LEVEL}) may not depend on ${dep} (level ${dep_level})")
        endif()
        if(M_PURE AND NOT dep_pure)
            message(FATAL_ERROR "engine/${name} is PURE and may not reach ${dep}, which is not")
        endif()
    endforeach()
    set_property(GLOBAL PROPERTY ORRERY_LEVEL_${name} ${M_LEVEL})
    set_property(GLOBAL PROPERTY ORRERY_PURE_${name} ${M_PURE})
    set_property(GLOBAL APPEND PROPERTY ORRERY_MODULES ${name})
    set_property(GLOBAL PROPERTY ORRERY_DEPENDS_${name} "${M_DEPENDS}")

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
    set(kind PUBLIC)
    if(sources)
        add_library(orrery_${name} STATIC ${sources})
        target_link_libraries(orrery_${name} PRIVATE strict)
        set_target_properties(orrery_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
        engine_precompile(orrery_${name})
        unity(orrery_${name} ALONE ${M_ALONE})
    else()
        add_library(orrery_${name} INTERFACE)
        set(kind INTERFACE)
    endif()
    # Public headers as "engine/x.h", a module's own as "name/x.h".
    target_include_directories(orrery_${name} ${kind} ${CMAKE_CURRENT_SOURCE_DIR}/include
        ${CMAKE_CURRENT_SOURCE_DIR})
    foreach(dep IN LISTS M_DEPENDS)
        target_link_libraries(orrery_${name} ${kind} orrery_${dep})
    endforeach()
    target_link_libraries(orrery_${name} ${kind} tl::expected ${M_LINKS})
endfunction()
