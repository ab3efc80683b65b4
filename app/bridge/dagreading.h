// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG file as read and checked: what a document shows. Callable on any thread.
#pragma once

#include <memory>
#include <string>

#include <QString>

#include "engine/ids.h"
#include "engine/toolkit.h"

namespace orrery::bridge {

/// What one reading of a file gave.
struct Reading {
    QString file;     ///< absolute; empty = none is open
    std::string text; ///< as read
    toolkit::Parsed parsed;
    QString problem;        ///< why it could not be read at all
    VersionId version;      ///< of the DAG's content; empty when it has errors
    bool converted = false; ///< `text` says the same as the file, but is not its text
    /// The DAG is what a run ran, as recorded. Empty: it is what the file says.
    QString run;
    bool changed = false;  ///< of a record: its file is there and says something else now
    std::size_t grown = 0; ///< of a record: nodes that the run got beside those of its file
    /// The text is not a DAG file any more: the findings are its own, the DAG is the last valid
    /// one.
    bool stale = false;
    [[nodiscard]] bool ok() const { return problem.isEmpty() && parsed.ok(); }
};

/// @param programDir  where the helper programs and the components are
[[nodiscard]] std::shared_ptr<Reading> readingOfFile(const QString &path,
                                                     const std::string &programDir,
                                                     const std::string &home,
                                                     const toolkit::Limits &limits = {});
/// Of an edited text that is to become the file `path`.
[[nodiscard]] std::shared_ptr<Reading> readingOfText(const std::string &text, const QString &path,
                                                     const std::string &programDir,
                                                     const std::string &home,
                                                     const toolkit::Limits &limits = {});
/// What was parsed already, with what only this machine can say: files that are missing, the
/// version.
[[nodiscard]] std::shared_ptr<Reading> withText(toolkit::Parsed parsed, const std::string &text,
                                                const QString &path);

} // namespace orrery::bridge
