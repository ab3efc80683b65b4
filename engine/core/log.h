// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own log: one line a message on stderr. Tasks' output never passes here.
#pragma once

#include <string_view>

namespace orrery::core {

enum class LogLevel { Debug, Info, Warning, Error, Off };

/// Lines below `level` are dropped, all with Off; Warning at start.
void setLogLevel(LogLevel level);
/// Writes "orrery: warning: text" in one write; control characters are shown escaped.
void log(LogLevel level, std::string_view text);

} // namespace orrery::core
