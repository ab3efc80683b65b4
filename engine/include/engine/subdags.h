// SPDX-License-Identifier: GPL-3.0-or-later
// DAGs inside DAGs, as the files on disk have them.
#pragma once

#include <string>
#include <vector>

#include "engine/dag.h"

namespace orrery {

/// Errors for each SUBDAG node of `dag` through which a DAG contains itself, the way named:
/// "outer.yaml -> inner.yaml -> outer.yaml". Files that cannot be read end a way: that is told
/// where they are used.
/// @param text  the file the DAG was read from, for positions; "" = findings without position
/// @param programDir, home  where components lie
[[nodiscard]] std::vector<Finding> endlessSubDags(const DagSpec &dag, const std::string &text,
                                                  const std::string &file,
                                                  const std::string &programDir,
                                                  const std::string &home);

} // namespace orrery
