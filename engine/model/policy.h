// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a DAG file for when a node starts, what a retry repeats, and moments to wait for.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/dag.h"

namespace orrery::model {

/// In the order of TriggerRule.
inline constexpr std::array<std::string_view, 7> triggerRules{
    "all", "any", "first", "none-failed", "none-failed-any", "none-skipped", "always"};
[[nodiscard]] std::string_view text(TriggerRule rule); ///< "none-failed"

/// "exit", "exit:3", "exit:2-5", "signal", "signal:9", "out-of-memory", "timeout", "lost",
/// "output", "start". Nothing for anything else.
[[nodiscard]] std::optional<FailureClass> failureClassNamed(std::string_view name);
[[nodiscard]] std::string text(const FailureClass &failure); ///< "exit:2-5"
[[nodiscard]] std::string knownFailureClasses();             ///< for messages

/// The first moment at or after `now` that `text` names: "2026-12-24T18:00:00Z" (seconds may be
/// left out, an offset such as +01:00 may stand for Z), which may lie in the past, or "18:00", the
/// next such time of day in UTC. Nothing when it is neither.
[[nodiscard]] std::optional<WallMs> momentNamed(std::string_view text, WallMs now);

} // namespace orrery::model
