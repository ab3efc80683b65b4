// SPDX-License-Identifier: GPL-3.0-or-later
// Isolation level `sandbox`: bubblewrap with our policy. bubblewrap is a mechanism, its arguments
// are the policy; probes of it stand in tests/integration/runner.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/result.h"
#include "platform/files.h"
#include "runner/options.h"
#include "types/launch.h"

namespace orrery::runner {

/// The directories of the slot that the task works in.
struct SandboxPlaces {
    std::string work;   ///< bound writable at its own path; the working directory
    std::string memory; ///< bound writable at its own path: inputs, outputs, script
};

/// What stays the same from task to task of a slot. Not shared between processes.
class Sandbox {
public:
    Sandbox(const Options &options, const HostFacts &facts);

    /// Opens the descriptors that bubblewrap reads. @error Io, NotFound (bubblewrap is not
    /// installed)
    [[nodiscard]] Result<> open();
    /// Writes bubblewrap's arguments for this order; not on its command line, where every user of
    /// the host could read the environment. @error Io
    [[nodiscard]] Result<>
    prepare(const types::LaunchOrder &order, const SandboxPlaces &places,
            const std::vector<std::pair<std::string, std::string>> &environment);

    /// Arguments that stand before the task's own: bwrap --args 3 --seccomp 4 ...
    [[nodiscard]] const std::vector<std::string> &command() const { return m_command; }
    [[nodiscard]] int argsFd() const { return m_args.get(); }
    [[nodiscard]] int filterFd() const { return m_filter.get(); }
    [[nodiscard]] int statusFd() const { return m_status.get(); }
    /// Did bubblewrap get as far as starting the task? Valid after its end.
    [[nodiscard]] bool started() const;

    /// The arguments that build the walls, each ended by NUL.
    [[nodiscard]] std::string policy(const types::LaunchOrder &order,
                                     const SandboxPlaces &places) const;

private:
    const Options &m_options;
    const HostFacts &m_facts;
    std::vector<std::string> m_command;
    platform::Fd m_args;
    platform::Fd m_filter;
    platform::Fd m_status;
    std::string m_shape; ///< what m_policy was made for
    std::string m_policy;
};

/// bubblewrap's own arguments for a task that works in `directory`/work, with `directory`/memory
/// and `directory`/results: what a bare bubblewrap needs for the same walls, system call filter
/// apart.
[[nodiscard]] std::vector<std::string>
sandboxArguments(const Options &options, const HostFacts &facts, const std::string &directory);

/// Runs /bin/true under the policy. "" = the sandbox works here, else why not and what to do.
[[nodiscard]] std::string probeSandbox(const Options &options, const HostFacts &facts);

/// One NVIDIA device as the driver's directory under /proc describes it, in PCI order, which is the
/// order of nvidia-smi's indices.
struct GpuDevice {
    std::string uuid;
    unsigned minor = 0; ///< /dev/nvidia<minor>
};
[[nodiscard]] std::vector<GpuDevice>
listGpus(const std::string &directory = "/proc/driver/nvidia/gpus");

} // namespace orrery::runner
