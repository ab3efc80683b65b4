// SPDX-License-Identifier: GPL-3.0-or-later
// The runner's end of a slot. At most one order runs there and one more stands ready behind it,
// which the slot takes by itself, so that the turn from task to task needs no message's way.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <sys/types.h>

#include "core/loop.h"
#include "engine/resource.h"
#include "engine/run.h"
#include "platform/unixsocket.h"
#include "runner/cgroup_linux.h"
#include "runner/options.h"
#include "runner/slotstate.h"
#include "runner/slotwire.h"
#include "types/launch.h"

namespace orrery::runner {

class SlotLink {
public:
    struct Events {
        std::function<void(SlotLink &, std::uint32_t number, std::int64_t pid, WallMs at)> started;
        std::function<void(SlotLink &, TaskSample)> sample;
        /// `next`: number of the offer that the slot has begun, 0 = it had none.
        std::function<void(SlotLink &, std::uint32_t number, std::uint32_t next, Exit)> ended;
        std::function<void(SlotLink &)> died; ///< its process is gone; what it ran hangs on us now
    };

    /// Forks the slot's process. nullptr = the system refused.
    [[nodiscard]] static std::unique_ptr<SlotLink> start(core::Loop &loop, const Options &options,
                                                         const HostFacts &facts,
                                                         const Cgroups &cgroups, std::uint32_t slot,
                                                         Events events);
    ~SlotLink();
    SlotLink(const SlotLink &) = delete;
    SlotLink &operator=(const SlotLink &) = delete;

    /// Starts an order in the slot, where nothing runs. @return its number
    std::uint32_t run(const types::LaunchOrder &order) { return send(ToSlot::Run, order); }
    /// Hands over the order that the slot starts by itself after the one that runs. @return its
    /// number
    std::uint32_t offer(const types::LaunchOrder &order, bool ahead = false);
    /// Takes the offered order back; false = the slot has already begun it.
    [[nodiscard]] bool takeBack();
    void cancel(std::uint32_t number);

    [[nodiscard]] std::uint32_t slot() const { return m_slot; }
    [[nodiscard]] pid_t pid() const { return m_pid; }
    [[nodiscard]] SlotState &state() const { return m_state; }

private:
    SlotLink(std::uint32_t slot, pid_t pid, SlotState &state, OfferPage &page, Events events);
    [[nodiscard]] std::string next(ToSlot kind, const types::LaunchOrder &order);
    std::uint32_t send(ToSlot kind, const types::LaunchOrder &order);
    void message(std::string_view bytes);

    std::uint32_t m_slot;
    pid_t m_pid;
    SlotState &m_state;
    OfferPage &m_page;
    Events m_events;
    std::uint32_t m_last = 0; ///< number of the last order sent
    std::shared_ptr<platform::Channel> m_channel;
};

} // namespace orrery::runner
