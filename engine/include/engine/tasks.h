// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks that the product itself carries out, in a process of their own: SQL on SQLite and HTTP.
// What they read and write is defined in engine/run/machine.h (ResolvedLaunch).
#pragma once

#include <string>

#include "engine/result.h"

namespace orrery::tasks {

/// Runs every statement of a script; parameters of the last ones are bound by name.
/// @param script     SQL text
/// @param database   file, made when missing; "" = in memory
/// @param arguments  JSON object: parameter name without colon -> value; "" = none
/// @return  JSON object {"rows", "rowCount", "changes"} and, for one row, its columns by name
/// @error   InvalidSpec: the statement's first line and SQLite's message
[[nodiscard]] Result<std::string> runSql(const std::string &script, const std::string &database,
                                         const std::string &arguments);

/// One HTTP or HTTPS request.
/// @param request  JSON: {"method", "url", "headers": [[name, value]], "body", "expectStatus":
/// [200]}
/// @return  JSON object {"status", "headers", "body"}: body as JSON when it is, else as text
/// @error   InvalidSpec (a bad request), Unreachable, Timeout, Conflict (a status that is not
/// expected)
[[nodiscard]] Result<std::string> runHttp(const std::string &request);

} // namespace orrery::tasks
