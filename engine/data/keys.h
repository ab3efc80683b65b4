// SPDX-License-Identifier: GPL-3.0-or-later
// The key of a result: everything that it depends on, each part with a name and a hash of its own,
// so that a person can be told which one changed. Pure.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/dag.h"

namespace orrery::data {

struct Component {
    std::string name; ///< "script", "parameter rate", "input rows", "file data.csv"
    std::string hash; ///< 32 hex digits; "missing" for a file that is not there
    bool operator==(const Component &) const = default;
};

/// Sorted by name.
using Key = std::vector<Component>;

/// What a key is made from. Texts may hold paths in the run's directory: the same file in two runs
/// counts as the same (`homeOfRuns`).
struct Material {
    NodeSpec node;
    CacheSpec cache;
    JsonText parameters;           ///< of the run, an object
    JsonText inputs;               ///< of the task, an object: port -> value
    std::string item;              ///< element of a mapped task, as text
    std::vector<std::string> argv; ///< templates filled in
    std::string script;            ///< likewise; or the content of scriptFile
    std::string request;           ///< HTTP, likewise
    std::vector<std::pair<std::string, std::string>> environment; ///< of the task, filled in
    std::string runtime;   ///< interpreter: path and version; "" = none
    std::string program;   ///< EXEC: hash of the program's file
    std::string isolation; ///< "process"
    std::vector<std::pair<std::string, std::string>> files;     ///< declared: name -> hash
    std::vector<std::pair<std::string, std::string>> variables; ///< declared: name -> value
    std::string homeOfRuns; ///< "HOME/runs/": each directory in it is a run's
    /// Hash of the file or directory that a text names; "" when it names none.
    std::function<std::string(const std::string &)> fileHash;
};

[[nodiscard]] Key keyOf(const Material &material);
/// One hash over all components.
[[nodiscard]] std::string hashOf(const Key &key);

/// {"name": "hash", ...}
[[nodiscard]] JsonText toJson(const Key &key);
/// Empty when it is none.
[[nodiscard]] Key keyFromJson(const JsonText &text);

/// "input rows changed (a1b2c3d4 -> 99ee11aa), file x.csv is new (77665544)"; "" = nothing did.
/// What only follows from another change ("resolved command") is named when nothing else is.
[[nodiscard]] std::string difference(const Key &before, const Key &now);

/// A text with the directories of runs under `homeOfRuns` written as "${run.dir}".
[[nodiscard]] std::string withoutRun(std::string text, const std::string &homeOfRuns);

} // namespace orrery::data
