// SPDX-License-Identifier: GPL-3.0-or-later
// What a run keeps of where it was made: host, system, the interpreters of its runtimes, Orrery.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "engine/resource.h"

namespace orrery::engine {

/// A program that a runtime needs, as it was found on the path of tasks.
struct RuntimeFound {
    std::string path;    ///< absolute, links followed; "" = it is not there
    std::string version; ///< first line it tells of itself; "" = it tells nothing in time
};

struct EnvironmentSnapshot {
    std::string orrery; ///< version
    std::string host;
    std::string system; ///< "Debian GNU/Linux 12 (bookworm)"
    std::string kernel; ///< "Linux 6.1.0-28-amd64 x86_64"
    std::uint32_t cores = 0;
    std::uint64_t memoryMiB = 0;
    std::vector<std::string> gpus;                ///< names, by index
    std::map<std::string, RuntimeFound> runtimes; ///< by program: "python3"
    std::map<std::string, std::string> variables; ///< of the engine, those that tasks depend on
};

/// {"orrery", "host", "system", "kernel", "cores", "memoryMiB", "gpus", "runtimes": {"python3":
/// {"path", "version"}}, "variables"}
[[nodiscard]] JsonText toJson(const EnvironmentSnapshot &snapshot);

/// Asks each program for its version once, and again when its file has changed. Any thread.
class EnvironmentProbe {
public:
    /// Starts programs (python3 --version) and waits for each up to two seconds.
    [[nodiscard]] EnvironmentSnapshot snapshot(const DagSpec &dag, const HostInfo &host);

private:
    struct Known {
        std::int64_t changed = 0; ///< of the file [ns]
        std::uint64_t size = 0;
        std::string version;
    };
    [[nodiscard]] RuntimeFound find(const std::string &program,
                                    const std::vector<std::string> &question);

    std::mutex m_mutex;
    std::map<std::string, Known> m_known; ///< by path
};

} // namespace orrery::engine
