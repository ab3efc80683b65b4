# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts where. The programs find their resources in ../share/orrery.
include(GNUInstallDirs)
set(id io.github.orrery.Orrery)
install(TARGETS orrery orrery-runner orrery-layout RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
foreach(folder components docs examples python rules)
    install(DIRECTORY ${CMAKE_SOURCE_DIR}/resources/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/orrery
            COMPONENT programs PATTERN "__pycache__" EXCLUDE)
endforeach()
if(TARGET orrery-cockpit)
    install(TARGETS orrery-cockpit RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
    set(desktop ${CMAKE_SOURCE_DIR}/resources/desktop)
    install(FILES ${desktop}/${id}.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT desktop)
    install(FILES ${desktop}/${id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo COMPONENT desktop)
    install(FILES ${desktop}/${id}.mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME ${id}.xml
            COMPONENT desktop)
    install(FILES ${desktop}/${id}.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps
            COMPONENT desktop)
endif()
