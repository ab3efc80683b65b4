// SPDX-License-Identifier: GPL-3.0-or-later
// The examples: read for their cards, copied for a DAG of one's own.
#pragma once

#include <vector>

#include <QString>

#include "engine/toolkit.h"

namespace orrery::welcome {

struct Example {
    QString id;   ///< name of its folder
    QString file; ///< its dag.yaml
    DagSpec dag;
    toolkit::Layout layout;
};

/// The folders below `dir` with a dag.yaml that can be read, the shortest first.
[[nodiscard]] std::vector<Example> readExamples(const QString &dir);

/// Copies the folder of an example to `target`, which must not be there yet; its last part becomes
/// the dagId. The same as `orrery new`.
/// @return the new DAG file
/// @error InvalidSpec not a name for a DAG, or it is there already; Io it cannot be written
[[nodiscard]] Result<QString> createFrom(const QString &exampleFile, const QString &target);

} // namespace orrery::welcome
