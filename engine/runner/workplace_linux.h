// SPDX-License-Identifier: GPL-3.0-or-later
// The files of one slot: made once, written in place for task after task. A silent task that leaves
// its work directory empty causes no file to be made, renamed or removed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/result.h"
#include "engine/run.h"
#include "platform/files.h"
#include "runner/options.h"
#include "runner/slotstate.h"
#include "types/launch.h"

namespace orrery::runner {

class Workplace {
public:
    Workplace(const Options &options, const HostFacts &facts, std::uint32_t slot, SlotState &state);

    /// Makes what is missing. @error Io
    [[nodiscard]] Result<> open();
    /// Writes inputs and script, stages the DAG's directory, makes the run's directory. @error Io
    [[nodiscard]] Result<> prepare(const types::LaunchOrder &order);
    /// Takes outputs, log and work directory of an ended task into its exit; may turn success into
    /// Cause::BadOutput. Afterwards the slot is ready for the next task.
    void collect(const types::LaunchOrder &order, Exit &exit);
    /// Saves what the last task of a killed slot printed and left in its work directory.
    void salvage(const AttemptKey &key, Exit &exit);

    [[nodiscard]] const std::string &workDir() const { return m_work; }
    [[nodiscard]] const std::string &temporaryDir() const { return m_temporary; }
    [[nodiscard]] const std::string &memoryDir() const { return m_memory; }
    [[nodiscard]] std::string inputs() const { return m_memory + "/inputs"; }
    [[nodiscard]] std::string outputs() const { return m_memory + "/outputs"; }
    /// Made by a task that adds nodes to its run; most do not, so it costs the others nothing.
    [[nodiscard]] std::string growth() const { return m_memory + "/grow"; }
    [[nodiscard]] std::string script() const { return m_memory + "/script"; }
    [[nodiscard]] int workFd() const { return m_workFd.get(); }
    [[nodiscard]] int logFd() const { return m_log.get(); }
    [[nodiscard]] std::uint64_t logSize() const;
    /// The last `size` bytes of the running task's log.
    [[nodiscard]] std::string logTail(std::uint64_t size) const;

private:
    [[nodiscard]] Result<> openMemory();
    [[nodiscard]] Result<> openWork();
    [[nodiscard]] Result<> openLog();
    void stage(const std::string &dagDir);
    void takeOutputs(Exit &exit);
    void takeGrowth(Exit &exit);
    void recycleMemory();
    [[nodiscard]] LogRef takeLog(const AttemptKey &key);
    [[nodiscard]] bool appendToSegment(std::uint64_t size, LogRef &ref);
    [[nodiscard]] bool keepWhole(const AttemptKey &key, std::uint64_t size, LogRef &ref);
    [[nodiscard]] std::string keepWork(const types::LaunchOrder &order) const;
    void takeWork(const types::LaunchOrder &order, Exit &exit);
    [[nodiscard]] bool onlyStaged() const;

    const Options &m_options;
    std::uint32_t m_slot;
    SlotState &m_state;
    std::string m_work;
    std::string m_temporary;
    std::string m_memory;
    std::string m_logPath;
    platform::Fd m_workFd;
    platform::Fd m_temporaryFd;
    platform::Fd m_memoryFd;
    platform::Fd m_inputs;
    platform::Fd m_outputs;
    platform::Fd m_script;
    platform::Fd m_log;
    platform::Fd m_segment;
    std::string m_stagedFrom;
    std::int64_t m_stagedAt = 0;       ///< mtime of that directory [ns]
    std::vector<std::string> m_staged; ///< sorted names of the links
    std::string m_lastRunDir;
};

/// Removes everything inside a directory, whatever modes it was left with.
void emptyDirectory(const std::string &path);

} // namespace orrery::runner
