// SPDX-License-Identifier: GPL-3.0-or-later
// Why two runs differ: what was changed first, then what it did, the strongest first.
#pragma once

#include <vector>

#include <QString>

#include "engine/comparison.h"

namespace orrery::models {

/// Sentences for people, at most `most`; empty when nothing differs.
[[nodiscard]] QStringList explain(const RunComparison &found, int most = 6);

/// A run's time from its creation to its end; -1 while it goes on.
[[nodiscard]] SpanMs timeOf(const RunSummary &run);
/// "+18.1 s  +150 %"; empty when one of them has none.
[[nodiscard]] QString differenceText(SpanMs before, SpanMs after);
/// A value of JSON as one short line; "not set" for nothing.
[[nodiscard]] QString shortValue(const JsonText &value);

} // namespace orrery::models
