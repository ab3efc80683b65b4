// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG file, read and checked in one call.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/component.h"
#include "engine/dag.h"
#include "engine/toolkit.h"
#include "model/document.h"

namespace orrery::model {

/// What is wrong with a schedule: the key ("expression", "timezone") and why.
struct ScheduleFault {
    std::string key;
    std::string message;
};
using ScheduleCheck = std::function<std::vector<ScheduleFault>(const Schedule &)>;

/// toolkit::parse with a check of cron expression and time zone, which lives in a higher module.
/// @param catalogue  nullptr = no component is known
/// @param inspect    sees the tree of the file that the DAG was read from
[[nodiscard]] toolkit::Parsed parse(std::string_view text, std::string_view file,
                                    const toolkit::Limits &limits = {},
                                    const ScheduleCheck &checkSchedule = {},
                                    const Catalogue *catalogue = nullptr,
                                    const std::function<void(const Document &)> &inspect = {});

[[nodiscard]] toolkit::Format detectFormat(std::string_view text, std::string_view file);

/// What a missing file means: doubtful for validate, fatal for run.
enum class FileUse { Validate, Run };

/// Looks for what a DAG names on disk: scriptFile, a command whose program holds a slash,
/// artifacts. Paths with ${...} are left out: they are known only when the task starts.
/// @param text    the file the DAG was read from, for positions; "" = findings without position
/// @param exists  does this path exist? Relative ones are asked for as they stand: relative to the
/// DAG's directory
/// @param artifactKnown  is this artifact in the catalogue? Empty = none is
/// @return        warnings (Validate) or errors (Run); an artifact beside an own program is only a
/// warning
[[nodiscard]] std::vector<Finding>
checkFiles(const DagSpec &dag, std::string_view text, std::string_view file, FileUse use,
           const std::function<bool(const std::string &)> &exists,
           const std::function<bool(const std::string &)> &artifactKnown = {});

/// Gives findings that have a path alone the line and column of the value that it leads to.
/// @param text  of the file; "" and binary forms have no positions
void placeFindings(std::vector<Finding> &findings, std::string_view text, std::string_view file);

} // namespace orrery::model
