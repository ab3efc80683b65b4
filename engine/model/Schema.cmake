# SPDX-License-Identifier: GPL-3.0-or-later
# Embeds resources/rules/dag.schema.json for model/suggest: the help that stands there is the help
# that an editor shows.
set(orrery_schema_file ${CMAKE_SOURCE_DIR}/resources/rules/dag.schema.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${orrery_schema_file})
file(READ ${orrery_schema_file} orrery_schema_text)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/model/dagschema.inc @ONLY CONTENT
"// Made by engine/model/Schema.cmake from resources/rules/dag.schema.json.
inline constexpr const char *dagSchema = R\"schema(@orrery_schema_text@)schema\";
")
target_include_directories(orrery_model PRIVATE ${CMAKE_BINARY_DIR}/generated)
