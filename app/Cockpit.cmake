# SPDX-License-Identifier: GPL-3.0-or-later
# orrery-cockpit: one static library per folder, arrows point to lower levels only (a wrong line stops
# configure); engine/include and orrery_api are all it sees of the engine.
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Network Charts PrintSupport OpenGL Qml Quick Quick3D
             ShaderTools DBus LinguistTools)
find_path(QSCINTILLA_INCLUDE Qsci/qsciscintilla.h REQUIRED HINTS /usr/include/${CMAKE_LIBRARY_ARCHITECTURE}/qt6)
find_library(QSCINTILLA_LIBRARY qscintilla2_qt6 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(GIT2 REQUIRED IMPORTED_TARGET libgit2)
qt_standard_project_setup()

# Precompiled headers and ccache agree only with these two settings.
set(COCKPIT_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
if(CCACHE)
    set(COCKPIT_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# Sources of one folder, with the precompiled header of its kind.
function(cockpit_flavour target pch)
    target_link_libraries(${target} PRIVATE strict)
    target_precompile_headers(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/cockpit/${pch})
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    target_compile_definitions(${target} PRIVATE QT_NO_CAST_FROM_ASCII QT_NO_FOREACH)
    # Libraries compile side by side: nothing of one is generated from another.
    set_target_properties(${target} PROPERTIES AUTOMOC ON AUTOGEN_ORIGIN_DEPENDS OFF OPTIMIZE_DEPENDENCIES ON
        CXX_COMPILER_LAUNCHER "${COCKPIT_LAUNCHER}")
endfunction()

# cockpit_library(FOLDER LEVEL n [DEPENDS folders...] [LINKS libraries...] [PCH header])
function(cockpit_library name)
    cmake_parse_arguments(C "" "LEVEL;PCH" "DEPENDS;LINKS" ${ARGN})
    foreach(dep IN LISTS C_DEPENDS)
        get_property(level GLOBAL PROPERTY COCKPIT_LEVEL_${dep})
        if("${level}" STREQUAL "" OR NOT level LESS C_LEVEL)
            message(FATAL_ERROR "app/${name} (level ${C_LEVEL}) may not depend on ${dep} (level ${level})")
        endif()
    endforeach()
    set_property(GLOBAL PROPERTY COCKPIT_LEVEL_${name} ${C_LEVEL})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp
         ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.h)
    qt_add_library(cockpit_${name} STATIC ${sources})
    target_include_directories(cockpit_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/engine/include)
    list(TRANSFORM C_DEPENDS PREPEND cockpit_)
    target_link_libraries(cockpit_${name} PUBLIC ${C_DEPENDS} ${C_LINKS} tl::expected)
    cockpit_flavour(cockpit_${name} ${C_PCH})
endfunction()

# theming and universe carry QML modules, so each has a CMakeLists of its own.
set_property(GLOBAL PROPERTY COCKPIT_LEVEL_theming 0)
add_subdirectory(theming)
set_property(GLOBAL PROPERTY COCKPIT_LEVEL_universe 1)
add_subdirectory(universe)

cockpit_library(bridge   LEVEL 0 PCH pch_core.h    LINKS Qt6::Core orrery_api)
cockpit_library(models   LEVEL 1 PCH pch_core.h    DEPENDS bridge LINKS Qt6::Gui)
cockpit_library(widgets  LEVEL 2 PCH pch_widgets.h DEPENDS bridge models theming
                LINKS Qt6::Widgets Qt6::PrintSupport ${QSCINTILLA_LIBRARY})
target_include_directories(cockpit_widgets SYSTEM PUBLIC ${QSCINTILLA_INCLUDE})
cockpit_library(monitors LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets Qt6::Charts)
find_package(nlohmann_json 3.11 REQUIRED)
cockpit_library(designer LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming universe widgets
                LINKS Qt6::Widgets nlohmann_json::nlohmann_json)
qt_add_resources(cockpit_designer rules PREFIX /rules BASE ${CMAKE_SOURCE_DIR}/resources/rules
                 FILES ${CMAKE_SOURCE_DIR}/resources/rules/dag.schema.json)
cockpit_library(editor   LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets PkgConfig::GIT2)
cockpit_library(preferences LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(queue    LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(alerts   LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(data     LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(heatmap  LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(history  LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(welcome  LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(graphtable LEVEL 3 PCH pch_widgets.h DEPENDS bridge models theming widgets LINKS Qt6::Widgets)
cockpit_library(desktop  LEVEL 1 PCH pch_core.h    DEPENDS bridge LINKS Qt6::Gui Qt6::DBus Qt6::Network)
cockpit_library(shell    LEVEL 4 PCH pch_widgets.h
                DEPENDS bridge models theming universe widgets
                        alerts
                        data
                        designer
                        editor
                        heatmap
                        history
                        monitors
                        preferences
                        queue
                        graphtable
                        welcome
                LINKS Qt6::Widgets)
cockpit_library(wall     LEVEL 5 PCH pch_widgets.h DEPENDS bridge models theming shell universe widgets
                LINKS Qt6::Widgets)

# Catalogues of the cockpit's words: ":/translations/orrery_<language>.qm". tests/app/tst_translations.py
# says how they are brought up to date.
file(GLOB catalogues CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/resources/translations/*.ts)
qt_add_translation(messages ${catalogues} OPTIONS -silent)
set_source_files_properties(${messages} PROPERTIES GENERATED TRUE)
list(TRANSFORM messages REPLACE ".*/" "" OUTPUT_VARIABLE names)
foreach(message name IN ZIP_LISTS messages names)
    set_source_files_properties(${message} PROPERTIES QT_RESOURCE_ALIAS ${name})
endforeach()
qt_add_resources(cockpit_shell translations PREFIX /translations FILES ${messages})

file(GLOB cockpit_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cockpit/*.cpp)
qt_add_executable(orrery-cockpit ${cockpit_sources})
target_link_libraries(orrery-cockpit PRIVATE cockpit_shell cockpit_wall cockpit_desktop orrery_api)
cockpit_flavour(orrery-cockpit pch_widgets.h)
