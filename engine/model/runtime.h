// SPDX-License-Identifier: GPL-3.0-or-later
// Names of runtimes: EXEC SHELL PYTHON_3* SQL HTTP NONE JAVA* SCALA* NOTEBOOK CONTAINER WAIT
// APPROVE SUBDAG.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/dag.h"

namespace orrery::model {

/// "PYTHON_3.9" -> Python. Case does not matter. Nothing for an unknown name.
[[nodiscard]] std::optional<Runtime> runtimeNamed(std::string_view name);
/// The known runtime that was perhaps meant; "" when none is near.
[[nodiscard]] std::string closestRuntime(std::string_view name);
/// "EXEC, SHELL, ..."
[[nodiscard]] std::string knownRuntimes();
/// The name without a version: "PYTHON_3".
[[nodiscard]] std::string_view plainName(Runtime runtime);
/// True for NONE, WAIT, APPROVE and SUBDAG: the engine itself carries the task.
[[nodiscard]] constexpr bool startsNoProcess(Runtime runtime)
{
    return runtime == Runtime::None || runtime >= Runtime::Wait;
}
/// What a task of this runtime lacks, "" when it can be started.
[[nodiscard]] std::string lacks(const TaskDefinition &task);

[[nodiscard]] std::optional<Isolation> isolationNamed(std::string_view name);
[[nodiscard]] std::string_view text(Isolation isolation); ///< "sandbox"

} // namespace orrery::model
