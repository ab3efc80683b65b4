// SPDX-License-Identifier: GPL-3.0-or-later
// The virtual twin of the loop: time stands still while work is done and jumps to the next timer.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "core/loop.h"

namespace orrery::core {

/// One thread; post() and stop() may come from others. Same calls, same order: a run is repeatable.
class VirtualLoop final : public Loop {
public:
    /// @param wall  the clock on the wall at the start; mono() starts at 0
    explicit VirtualLoop(WallMs wall = 0) : m_wall(wall) {}

    void post(Work work) override;
    [[nodiscard]] std::unique_ptr<Handle> after(SpanMs delay, Work work) override;
    [[nodiscard]] std::unique_ptr<Handle> watch(int fd, Ready ready, Work work) override;
    [[nodiscard]] MonoNs mono() const override { return m_now * 1'000'000; }
    [[nodiscard]] WallMs wall() const override { return m_wall + m_now; }
    /// Until stop(), or until nothing is left to do: watches alone do not keep it going.
    void run() override;
    void stop() override;

    /// Does what is posted, without letting time pass.
    void runPosted();
    /// Does the next single thing: what was posted first, else the first timer, to which time
    /// jumps.
    /// @return false: there was nothing
    bool step();
    /// Lets `span` ms pass, and all that falls due within it happen.
    void advance(SpanMs span);
    /// Plays readiness of a descriptor: calls who watches it now.
    void signal(int fd, Ready ready);
    /// Puts the clock on the wall forward or back; timers do not notice.
    void setWall(WallMs wall) { m_wall = wall - m_now; }
    /// Timers that are running.
    [[nodiscard]] std::size_t timers() const { return m_timers->size(); }

private:
    struct Watch {
        int fd = -1;
        Ready ready = Ready::Read;
        Work work;
    };
    using Timers =
        std::map<std::pair<SpanMs, std::uint64_t>, Work>; ///< due time [ms], order -> work
    using Watches = std::map<std::uint64_t, Watch>;
    class TimerHandle;
    class WatchHandle;

    [[nodiscard]] bool takePosted(Work &work);
    bool fireFirst(SpanMs until);

    WallMs m_wall;
    SpanMs m_now = 0;
    std::uint64_t m_order = 0;
    // Shared with the handles: they may outlive the loop.
    std::shared_ptr<Timers> m_timers = std::make_shared<Timers>();
    std::shared_ptr<Watches> m_watches = std::make_shared<Watches>();
    std::mutex m_mutex;
    std::deque<Work> m_posted; ///< under m_mutex
    bool m_stopped = false;    ///< under m_mutex
};

} // namespace orrery::core
