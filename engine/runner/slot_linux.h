// SPDX-License-Identifier: GPL-3.0-or-later
// A slot: a small process, itself a subreaper, that runs one task at a time. Whatever a task leaves
// behind, setsid and double forks included, becomes a child of its slot, so a stray always has an
// owner; and it dies with its task.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/frame.h"
#include "engine/run.h"
#include "platform/files.h"
#include "runner/cgroup_linux.h"
#include "runner/options.h"
#include "runner/sandbox_linux.h"
#include "runner/slotstate.h"
#include "runner/slotwire.h"
#include "runner/spawn_linux.h"
#include "runner/taskenv.h"
#include "runner/tree_linux.h"
#include "runner/workplace_linux.h"
#include "types/codec.h"
#include "types/launch.h"

namespace orrery::runner {

class Slot {
public:
    /// @param socket  to the runner, blocking; its end is the order to kill everything and leave
    Slot(const Options &options, const HostFacts &facts, const Cgroups &cgroups,
         std::uint32_t number, SlotState &state, const OfferPage &page, platform::Fd socket);

    /// Serves until the runner closes the socket.
    [[noreturn]] void serve();

private:
    struct Waiting {
        std::uint32_t number = 0;
        bool offered = false; ///< may be taken back until it starts
        bool ahead = false;   ///< starts only when the task before it ended well, without outputs
        types::LaunchOrder order;
    };
    /// The task that runs now. Times are CLOCK_MONOTONIC [ns]; 0 = never.
    struct Task {
        std::uint32_t number = 0;
        types::LaunchOrder order;
        Exit exit;
        Spawned process;
        std::int64_t begun = 0;
        std::int64_t announceAt = 0;
        std::int64_t sampleAt = 0;
        std::int64_t deadline = 0;
        std::int64_t killAt = 0;
        bool stopping = false; ///< exit.cause says why
        bool sandboxed = false;
        bool grouped = false; ///< a control group holds its memory limit
        std::uint64_t oomBefore = 0;
        std::uint64_t watchMemoryKiB = 0; ///< samples hold the limit; 0 = not
        TreeUsage last;
        std::int64_t lastAt = 0;
    };

    /// The next order that may start; offers that were taken back are dropped.
    [[nodiscard]] std::optional<Waiting> claim();
    void claimLaid();
    void runTask(Waiting waiting);
    void tellEnd(const Task &task);
    [[nodiscard]] bool start(Task &task);
    void refuse(Task &task, Cause cause, std::string detail) const;
    void holdMemory(Task &task, SpawnPlan &plan);
    [[nodiscard]] bool launch(Task &task, const Environment &environment, SpawnPlan plan);
    void watch(Task &task);
    void handleDue(Task &task, std::int64_t now);
    void sample(Task &task, std::int64_t now);
    void stop(Task &task, Cause cause, std::string detail, bool atOnce);
    void finish(Task &task);
    void classify(Task &task, int status);
    void classifySandbox(Task &task, int code);

    [[nodiscard]] bool receive(bool wait);
    void handle(std::string_view message);
    void tell(FromSlot kind, std::uint32_t number, types::Encoder &body);
    [[noreturn]] void leave();
    void noteTask(const types::LaunchOrder &order);

    const Options &m_options;
    const HostFacts &m_facts;
    const Cgroups &m_cgroups;
    std::uint32_t m_slot;
    SlotState &m_state;
    const OfferPage &m_page;
    platform::Fd m_socket;
    platform::Fd m_null;
    Workplace m_place;
    Sandbox m_sandbox;
    core::FrameReader m_reader;
    std::deque<Waiting> m_waiting;
    std::optional<Waiting> m_next; ///< claimed: the runner knows that it starts now
    std::uint32_t m_cancelled = 0; ///< the latest number that is not wanted any more
    bool m_endedWell = false;      ///< the last task did, and without outputs
    bool m_ready = false;          ///< the workplace is open
    bool m_stuck = false;          ///< a process of the last task cannot be killed
    bool m_inGroup = false;
    std::uint64_t m_limitMiB = 0; ///< of our control group; 0 = none
};

} // namespace orrery::runner
