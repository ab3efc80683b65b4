// SPDX-License-Identifier: GPL-3.0-or-later
// Programs that we measure ourselves against, in turn with our own work, so that noise hits both.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"

namespace orrery::cli {

/// A directory that goes with this object.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory &) = delete;
    TemporaryDirectory &operator=(const TemporaryDirectory &) = delete;
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    std::string m_path;
};

/// One thing to time: gives wall seconds. @error Unreachable when the peer is not installed
struct Contestant {
    std::string name;
    std::function<Result<double>()> once;
};
struct Timing {
    std::string name;
    std::string missing;         ///< why it was not measured; "" = it was
    std::vector<double> seconds; ///< one per round
    [[nodiscard]] double best() const;
    [[nodiscard]] double median() const;
};
/// Runs every contestant once a round, in turn.
[[nodiscard]] std::vector<Timing> race(const std::vector<Contestant> &contestants, int rounds);

/// Wall seconds of a program with its output thrown away. @error Unreachable, Conflict (exit code)
[[nodiscard]] Result<double> timeProgram(const std::vector<std::string> &argv,
                                         const std::string &directory);

/// What a program prints, line by line. @error Unreachable, Conflict (exit code)
[[nodiscard]] Result<std::vector<std::string>> linesOf(const std::vector<std::string> &argv);

/// The same graph of `command` as a DAG, a Makefile and a build.ninja in `directory`.
struct TaskGraph {
    std::uint32_t tasks = 0;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
};
[[nodiscard]] TaskGraph wide(std::uint32_t tasks);
[[nodiscard]] TaskGraph chain(std::uint32_t tasks);
[[nodiscard]] TaskGraph layers(std::uint32_t count, std::uint32_t width, std::uint32_t degree);
[[nodiscard]] std::string dagJson(const TaskGraph &graph, const std::vector<std::string> &command);
[[nodiscard]] Result<> writeMakefile(const TaskGraph &graph, const std::string &command,
                                     const std::string &directory);
[[nodiscard]] Result<> writeNinja(const TaskGraph &graph, const std::string &command,
                                  const std::string &directory);

} // namespace orrery::cli
