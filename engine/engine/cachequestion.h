// SPDX-License-Identifier: GPL-3.0-or-later
// What a task asks the cache: taken from its run's machine on the loop's thread, answered on
// another one, where files may be read.
#pragma once

#include <string>

#include "data/keys.h"
#include "engine/resultcache.h"
#include "run/machine.h"

namespace orrery::engine {

struct CacheQuestion {
    data::Material material; ///< but for what lies in files
    KeptResult wanted;       ///< whose result is looked for or kept; its key is still to be made
    std::string scriptFile;  ///< absolute; "" = none
    std::string directory;   ///< of the DAG's file
    std::string problem;     ///< why there is no key; "" = there is one
};

/// @param task  placed, ended or looked up in `machine`
[[nodiscard]] CacheQuestion questionOf(const run::Machine &machine, TaskIndex task,
                                       const std::string &home);
/// Reads the files and makes the key, or says in `problem` why that cannot be.
void complete(CacheQuestion &question, FileHashes &hashes);
/// Completes the question and looks for a result; nothing is copied.
[[nodiscard]] Found answerTo(CacheQuestion &question, ResultCache &results, WallMs now);

} // namespace orrery::engine
