// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG file as a schedule sees it: its schedule block with the home's overrides laid over it.
// Reads files: for worker threads.
#pragma once

#include <cstdint>
#include <string>

#include "engine/dag.h"
#include "engine/result.h"
#include "schedule/timetable.h"

namespace orrery::engine {

/// When a file was changed last; equal stamps = nothing was changed.
struct FileStamp {
    std::int64_t changed = 0; ///< clock of the file system; 0 = there is no such file
    std::uint64_t bytes = 0;
    bool operator==(const FileStamp &) const = default;
};
[[nodiscard]] FileStamp stampOf(const std::string &file);

struct ScheduleFile {
    DagId dag;
    JsonText definition; ///< the block in force
    Schedule schedule;
    schedule::Timetable table;
    std::string needs; ///< a run parameter without default: no slot can start it; "" = none
    FileStamp stamp;
};

/// @param overrides  object of keys that win over the file's; "" = none
/// @error NotFound (file, calendar), InvalidSpec (all findings, or what is wrong with the block),
/// Conflict: the file has no schedule
[[nodiscard]] Result<ScheduleFile> readScheduleFile(const std::string &file,
                                                    const JsonText &overrides,
                                                    const std::string &home,
                                                    const std::string &programDir);

/// The schedule block of a journaled definition. @error InvalidSpec
[[nodiscard]] Result<Schedule> scheduleOf(const JsonText &definition);

/// `change` laid over `overrides`: null takes a key away. Empty = all are taken away.
[[nodiscard]] JsonText changedOverrides(const JsonText &overrides, const JsonText &change);

/// Reads HOME/calendars/NAME.txt.
[[nodiscard]] schedule::Calendars calendarsOf(const std::string &home);

} // namespace orrery::engine
