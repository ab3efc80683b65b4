# SPDX-License-Identifier: GPL-3.0-or-later
# Embeds store/migrations/NNNN.sql, in order, as the array that store/migrate.cpp runs.
file(GLOB orrery_migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/migrations/*.sql)
list(SORT orrery_migrations)
set(orrery_migration_items "")
foreach(migration IN LISTS orrery_migrations)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${migration})
    file(READ ${migration} text)
    string(APPEND orrery_migration_items "R\"sql(${text})sql\",\n")
endforeach()
list(LENGTH orrery_migrations orrery_migration_count)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/store/migrations.inc @ONLY CONTENT
"// Made by engine/store/Migrations.cmake from store/migrations/*.sql.
inline constexpr std::array<const char *, @orrery_migration_count@> migrations{
@orrery_migration_items@};
")
target_include_directories(orrery_store PRIVATE ${CMAKE_BINARY_DIR}/generated)
