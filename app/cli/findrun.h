// SPDX-License-Identifier: GPL-3.0-or-later
// From the words people type to runs and moments.
#pragma once

#include "console.h"

namespace orrery::cli {

/// "RUN" of the commands that look at one run.
[[nodiscard]] Positional runArgument();
/// The run that a word means: its id, a unique beginning, or "last". @error NotFound
[[nodiscard]] Result<RunId> findRun(Connection &connection, const std::string &word);
/// "✔" and the like.
[[nodiscard]] const char *mark(RunState state);

/// "2026-11-21T10:45:12.5Z" (without a zone: local), "+12.5" (seconds since the run began), "50%"
/// (of its time), "1234" (a position of the journal). @error InvalidSpec
[[nodiscard]] Result<Moment> parseMoment(const std::string &text);

} // namespace orrery::cli
