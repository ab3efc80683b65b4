// SPDX-License-Identifier: GPL-3.0-or-later
// The DAGs that SUBDAG nodes name: read when a run is made, so that it keeps the versions it began
// with, whatever happens to the files later.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"

namespace orrery::engine {

/// A DAG inside another one, as a run keeps it.
struct InnerDag {
    VersionId version;
    std::shared_ptr<const DagSpec> dag;
    std::string canonical;
};

/// Reads what the SUBDAG nodes of `dag` name, deeply, and writes the versions found into the nodes.
/// @param file     of the DAG, absolute
/// @param programDir, home  where components lie
/// @param errors   receives one for each file that cannot be used: missing, broken, a DAG that
///                 contains itself, parameters that the node does not give, outputs it does not
///                 have
[[nodiscard]] std::vector<InnerDag> pinInner(DagSpec &dag, const std::string &file,
                                             const std::string &programDir, const std::string &home,
                                             std::vector<std::string> &errors);

/// The parameters of an inner run: `given` (a JSON object), checked against what the DAG declares,
/// and the defaults of the rest. Values that it does not declare stay out.
/// @error InvalidSpec: a type, a check, one that is missing
[[nodiscard]] Result<JsonText> innerParameters(const DagSpec &dag, const JsonText &given);

/// "a.yaml -> b.yaml -> BACK": how a DAG leads to itself.
[[nodiscard]] std::string wayText(const std::vector<std::string> &files, const std::string &back);

} // namespace orrery::engine
