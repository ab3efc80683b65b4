// SPDX-License-Identifier: GPL-3.0-or-later
// One run on a virtual clock: run::Machine decides, resources::Allocator grants, and here stands
// what the engine does around them: facts are made from what happens, in the engine's order. Hosts
// are VirtualHosts. Time stands still while anything happens and then jumps to the next end or
// timer.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <tuple>
#include <vector>

#include "engine/rehearsal.h"
#include "rehearse/virtualhost.h"
#include "resources/allocator.h"
#include "run/machine.h"

namespace orrery::rehearse {

class Simulation {
public:
    struct Setup {
        std::shared_ptr<const DagSpec> dag; ///< an Outline's
        std::vector<HostInfo> hosts;
        RunCreated created; ///< `at` is the start of the virtual clock, > 0
        std::function<SpanMs(NodeIndex node, std::int32_t item)> duration;
    };
    /// What a task holds from `from` to `to`.
    struct Hold {
        TaskIndex task = none;
        std::uint32_t host = 0; ///< position in Setup::hosts
        SpanMs from = 0;
        SpanMs to = 0;
    };
    /// The course of one task, beside its row in the machine.
    struct Course {
        SpanMs start = -1;            ///< of its first attempt
        std::uint64_t startOrder = 0; ///< among all starts and ends; 0 = none
        std::uint64_t endOrder = 0;
        std::vector<std::uint32_t> gpus;
        std::vector<RehearsedWait> waits;
    };

    explicit Simulation(Setup setup);

    /// Called wherever a real engine would answer questions: between two ticks.
    void onPause(std::function<void()> look) { m_look = std::move(look); }
    /// Called with every fact, when the machine has taken it.
    void onFact(std::function<void(const Event &)> see) { m_seeFact = std::move(see); }
    /// To the end of the run.
    void run();

    [[nodiscard]] const run::Machine &machine() const { return m_machine; }
    [[nodiscard]] SpanMs now() const { return m_now - m_begin; }
    /// Why a task waits now, as the engine tells it; "" when it does not.
    [[nodiscard]] std::string reason(TaskIndex task) const;
    [[nodiscard]] const std::vector<Course> &courses() const { return m_courses; }
    [[nodiscard]] const std::vector<Hold> &holds() const { return m_holds; }
    [[nodiscard]] std::uint64_t events() const { return m_events; }

private:
    struct Due {
        WallMs at = 0;
        std::uint64_t order = 0; ///< equal times in the order in which they were set
        enum class Kind : std::uint8_t { End, Timeout, Killed, Retry } kind = Kind::End;
        TaskIndex task = none;
        std::uint32_t attempt = 0;
        bool operator>(const Due &other) const
        {
            return std::tie(at, order) > std::tie(other.at, other.order);
        }
    };
    struct Wait {
        SpanMs from = 0;
        std::string reason; ///< "" = does not wait
    };

    void record(Fact fact);
    void carryOut(const run::Command &command);
    [[nodiscard]] resources::Order orderOf(TaskIndex task) const;
    [[nodiscard]] bool grantAll();
    void tick();
    void happen(const Due &due);
    void startAll();
    void begin(TaskIndex task, std::uint32_t attempt);
    void carry(TaskIndex task, std::uint32_t attempt);
    void end(TaskIndex task, std::uint32_t attempt);
    void release(TaskIndex task);
    void due(SpanMs after, Due::Kind kind, TaskIndex task, std::uint32_t attempt = 0);
    void noteWaits();

    Setup m_setup;
    run::Machine m_machine;
    resources::Allocator m_allocator;
    std::function<void()> m_look;
    std::function<void(const Event &)> m_seeFact;
    WallMs m_begin;
    WallMs m_now;
    std::uint64_t m_events = 0;
    std::uint64_t m_order = 0;

    std::vector<run::Command> m_commands;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> m_due;
    std::vector<resources::RequestId> m_requests; ///< per task: asked or held; 0 = nothing
    std::vector<TaskIndex> m_askers;              ///< per request id: its task
    std::vector<TaskIndex> m_launches;
    std::vector<VirtualHost> m_hosts;
    std::vector<std::uint32_t> m_hostOf; ///< per task
    std::vector<TaskIndex> m_changed;
    std::vector<Wait> m_waits;
    std::vector<std::size_t> m_holding; ///< per task: its Hold
    std::vector<Course> m_courses;
    std::vector<Hold> m_holds;
};

} // namespace orrery::rehearse
