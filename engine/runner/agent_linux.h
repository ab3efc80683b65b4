// SPDX-License-Identifier: GPL-3.0-or-later
// The runner itself: takes launches from the newest engine, keeps them in order, fills the host
// with them, journals and delivers how they ended. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/loop.h"
#include "platform/unixsocket.h"
#include "runner/cgroup_linux.h"
#include "runner/gpulocks_linux.h"
#include "runner/journal_linux.h"
#include "runner/options.h"
#include "runner/queue.h"
#include "runner/slotlink_linux.h"
#include "wire/runner.h"

namespace orrery::runner {

class Agent {
public:
    Agent(core::Loop &loop, const Options &options, const HostFacts &facts, const Cgroups &cgroups);
    ~Agent();

    /// Takes up the journal; ends what an earlier runner left. @error Io
    [[nodiscard]] Result<> recover();
    /// @error Io
    [[nodiscard]] Result<> listen();

private:
    struct Attempt {
        enum class State : std::uint8_t {
            Queued,
            Offered, ///< stands ready in a slot behind the task that runs there
            Running,
            Ended
        };
        AttemptKey key;
        bool ahead = false;     ///< no engine has launched it: offered, begun or ended before that
        bool withdrawn = false; ///< ahead and not wanted: its end is told to nobody
        bool replaced = false;  ///< withdrawn, then launched: told as lost, so another one follows
        types::LaunchOrder order; ///< emptied when it ended
        State state = State::Queued;
        SlotLink *slot = nullptr;   ///< Offered, Running
        std::uint32_t number = 0;   ///< of the order in its slot
        std::int64_t offeredAt = 0; ///< [ns]; 0 = never
        std::int64_t pid = 0;       ///< known once it was announced
        WallMs startedAt = 0;
        Exit exit; ///< Ended
    };
    struct Seat {
        std::unique_ptr<SlotLink> link;
        Attempt *running = nullptr;
        Attempt *offered = nullptr;
    };
    struct Follower {
        std::uint64_t offset = 0;
        std::uint64_t credit = 0;
        platform::Fd file;              ///< of the slot, while the task runs
        std::optional<LogRef> finished; ///< where the whole log lies; outlives the acknowledgement
    };

    // Connections
    void accept();
    void handle(platform::Channel *from, std::string_view bytes);
    void greet(platform::Channel *from, const wire::Hello &hello);
    void refuse(platform::Channel *channel, const std::string &why);
    void closed(platform::Channel *channel);
    void send(const wire::RunnerMessage &message);

    // Orders
    void launch(std::vector<types::LaunchOrder> orders);
    void cancel(const AttemptKey &key);
    void confirm(Attempt &attempt);
    void launchAhead(std::vector<types::AheadOrder> orders);
    void leadOn(Seat &seat);
    [[nodiscard]] bool nobodyWaits() const;
    void dropAhead(Seat &seat);
    void withdraw(Attempt &attempt);
    void forget(const AttemptKey &key);
    void acknowledge(std::span<const AttemptKey> keys);
    void rewriteJournal();
    void dispatch();
    [[nodiscard]] bool isNext(const Attempt &offered) const;
    [[nodiscard]] Attempt *nextToRun();
    [[nodiscard]] Attempt *nextToOffer(const Seat &seat);
    [[nodiscard]] Attempt *frontOfQueue();
    void run(Attempt &attempt, Seat &seat);
    [[nodiscard]] bool lockGpus(const Attempt &attempt);
    void release(const Attempt &attempt);
    void offer(Seat &seat);
    [[nodiscard]] static bool before(const Attempt &a, const Attempt &b);
    void enqueue(Attempt &attempt, bool first);
    void requeue(Attempt &attempt);
    [[nodiscard]] Seat *freeSeat();
    void end(Attempt &attempt, Exit exit);
    void endWithout(Attempt &attempt, Cause cause, std::string detail);

    // Slots
    [[nodiscard]] Seat &seatOf(SlotLink &link) { return m_seats[link.slot()]; }
    void onStarted(SlotLink &link, std::uint32_t number, std::int64_t pid, WallMs at);
    void onEnded(SlotLink &link, std::uint32_t number, std::uint32_t next, Exit exit);
    void onDied(SlotLink &link);
    void killOrphans();

    // Results
    void resultReady();
    void flush();
    void armIdle(SpanMs atLeast = 0);
    void waitIdle();

    // Logs
    void follow(const wire::Follow &request);
    void pump();
    /// @return false when this follower is done
    [[nodiscard]] bool pumpOne(const AttemptKey &key, Follower &follower);
    [[nodiscard]] std::string endedLog(const LogRef &log, std::uint64_t offset,
                                       std::uint64_t most) const;
    [[nodiscard]] std::string liveLog(const Attempt &attempt, Follower &follower,
                                      std::uint64_t most) const;

    core::Loop &m_loop;
    const Options &m_options;
    const HostFacts &m_facts;
    const Cgroups &m_cgroups;
    Journal m_journal;
    std::uint64_t m_epoch = 0;

    platform::Fd m_listener;
    std::string m_socketPath;
    std::unique_ptr<core::Loop::Handle> m_acceptWatch;
    std::map<platform::Channel *, std::shared_ptr<platform::Channel>> m_channels;
    platform::Channel *m_engine = nullptr; ///< the one that said Hello last

    std::unordered_map<AttemptKey, Attempt> m_attempts;
    std::size_t m_live = 0;         ///< attempts that have not ended
    std::deque<Attempt *> m_queue;  ///< state Queued: by priority, then in order
    std::list<Attempt *> m_offered; ///< oldest first
    /// Orders ahead by the attempt that they follow, which does not run yet.
    std::unordered_map<AttemptKey, types::LaunchOrder> m_early;
    std::map<std::uint32_t, Seat> m_seats; ///< by slot number
    std::set<std::uint32_t> m_freeSlots;   ///< the lowest is used first: the others grow cold
    Room m_room;
    GpuLocks m_gpuLocks;
    std::unique_ptr<core::Loop::Handle> m_gpuTimer;

    wire::Progress m_progress; ///< not yet sent
    wire::Samples m_samples;
    std::unique_ptr<core::Loop::Handle> m_flushTimer;
    bool m_flushPosted = false;
    std::unique_ptr<core::Loop::Handle> m_idleTimer;
    SpanMs m_idleLeft = 0; ///< until we leave [ms]
    std::unordered_map<AttemptKey, Follower> m_followers;
    std::unique_ptr<core::Loop::Handle> m_pumpTimer;
};

} // namespace orrery::runner
