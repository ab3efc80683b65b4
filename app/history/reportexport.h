// SPDX-License-Identifier: GPL-3.0-or-later
// A run as a file to keep: HTML, or PDF made of it.
#pragma once

#include <QString>

#include "engine/report.h"
#include "engine/result.h"

namespace orrery::history {

/// By the file's ending: .pdf or .html. @error InvalidSpec another ending, Io
[[nodiscard]] Result<> writeReport(RunReport report, const QString &file);

} // namespace orrery::history
