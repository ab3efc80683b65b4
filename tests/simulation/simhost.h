// SPDX-License-Identifier: GPL-3.0-or-later
// A simulated host: its processes, its runner with a journal of its own, and the link to the
// engine. It keeps the runner's contract as engine/runner does, message by message
// (agent_linux.cpp, dispatch_linux.cpp, ahead_linux.cpp, recovery_linux.cpp).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/virtualloop.h"
#include "dice.h"
#include "executors/executor.h"
#include "life.h"
#include "rules.h"
#include "runner/queue.h"

namespace orrery::simulation {

/// Messages in order and one way, each with its delay. A broken one loses what is under way.
class Lane {
public:
    Lane(core::Loop &loop, Dice &dice) : m_loop(loop), m_dice(dice) {}
    void send(std::function<void()> deliver);
    /// The link breaks over one of the next messages. @param broken  called soon after
    void loseNext(std::int64_t number, std::function<void()> broken)
    {
        m_left = number;
        m_broken = std::move(broken);
    }
    void cut()
    {
        m_open = false;
        m_underWay.clear();
    }

private:
    core::Loop &m_loop;
    Dice &m_dice;
    bool m_open = true;
    std::int64_t m_left = 0; ///< messages until one is lost; 0 = none is
    std::function<void()> m_broken;
    std::unique_ptr<core::Loop::Handle> m_breaking;
    SpanMs m_last = 0; ///< when the newest message arrives [ms]
    std::uint64_t m_next = 0;
    std::map<std::uint64_t, std::unique_ptr<core::Loop::Handle>> m_underWay;
};

/// One connection. The host keeps it until its end reaches the runner; the executor's half goes
/// with the engine.
struct Link {
    Link(core::Loop &loop, Dice &dice) : toRunner(loop, dice), toEngine(loop, dice) {}
    Lane toRunner;
    Lane toEngine;
    std::function<void(std::vector<AttemptKey>)> welcome;
    std::function<void(std::vector<executors::Started>, std::vector<executors::Ended>)> progress;
    std::function<void(const std::string &)> broken; ///< said to the engine's half

    /// Both ways are cut; the engine's half notices.
    void cut();
    /// The engine's half is gone; what it sent may still arrive.
    void abandon();
};

class SimHost {
public:
    SimHost(core::VirtualLoop &loop, Dice &dice, Trace &trace, Rules &rules)
        : m_loop(loop), m_dice(dice), m_trace(trace), m_rules(rules)
    {
    }

    // Faults
    void killRunner();
    void cutPower();
    void breakLink(); ///< now, or over one of the next messages
    void loseNextOrder();
    bool diskFull = false; ///< the runner's journal takes nothing

    // What the engine's half says
    [[nodiscard]] bool runnerAlive() const { return m_alive; }
    void startRunner();
    void attach(const std::shared_ptr<Link> &link) { m_links.push_back(link); }
    void hello(const std::shared_ptr<Link> &link, std::uint64_t epoch, std::uint64_t milliCpu);
    void launch(const Link *from, const std::vector<types::LaunchOrder> &orders);
    void launchAhead(const Link *from, const std::vector<types::AheadOrder> &orders);
    void cancel(const Link *from, const std::vector<AttemptKey> &keys);
    void acknowledge(const Link *from, const std::vector<AttemptKey> &keys);

    /// Attempts that the runner knows, orders that wait for another to begin included.
    [[nodiscard]] std::vector<AttemptKey> known() const;

private:
    struct Attempt {
        enum class State : std::uint8_t { Queued, Offered, Running, Ended };
        types::LaunchOrder order;
        State state = State::Queued;
        bool ahead = false;
        bool withdrawn = false;
        bool replaced = false;
        AttemptKey behind; ///< Offered
        bool announced = false;
        WallMs startedAt = 0;
        Exit exit;
    };
    struct Process {
        std::unique_ptr<core::Loop::Handle> end;
        std::unique_ptr<core::Loop::Handle> announce;
        bool orphan = false; ///< its runner was killed
        WallMs started = 0;
    };
    struct Record {
        enum class Kind : std::uint8_t { Accepted, Ended, Forgotten };
        Kind kind = Kind::Accepted;
        AttemptKey key;
        std::uint64_t epoch = 0;
        Exit exit;
    };
    using Attempts = std::map<AttemptKey, Attempt>;

    [[nodiscard]] SpanMs now() const { return m_loop.mono() / 1'000'000; }
    [[nodiscard]] bool write();
    void record(Record::Kind kind, const AttemptKey &key, const Exit &exit = {});
    void dispatch();
    void run(Attempt &attempt);
    void begin(const types::LaunchOrder &order);
    void kill(const AttemptKey &key);
    void ended(const AttemptKey &key, Exit exit);
    void end(Attempt &attempt, Exit exit);
    void endWithout(Attempt &attempt, Cause cause, const std::string &detail);
    void confirm(Attempt &attempt);
    void withdraw(Attempt &attempt);
    void leadOn(Attempt &running);
    [[nodiscard]] Attempt *behind(const AttemptKey &running);
    void dropAhead(Attempt &ahead);
    void forget(const AttemptKey &key);
    void flushSoon();
    void flush();
    void goneRunner();
    void loseLink();
    void loseMessage(Lane &lane, std::int64_t number);

    core::VirtualLoop &m_loop;
    Dice &m_dice;
    Trace &m_trace;
    Rules &m_rules;
    std::map<AttemptKey, Process> m_processes;
    std::vector<std::shared_ptr<Link>> m_links;

    // on the host's disk, never synced
    std::vector<Record> m_journal;
    std::uint64_t m_journalEpoch = 0;

    // the runner's memory
    bool m_alive = false;
    bool m_broken = false; ///< the journal did not take the last write
    std::vector<Record> m_pending;
    std::uint64_t m_epoch = 0;
    std::shared_ptr<Link> m_engine;
    Attempts m_attempts;
    std::deque<AttemptKey> m_queue;
    std::map<AttemptKey, types::LaunchOrder> m_early;
    runner::Room m_room;
    std::vector<executors::Started> m_started;
    std::vector<executors::Ended> m_ended;
    std::unique_ptr<core::Loop::Handle> m_flushTimer;
};

/// The engine's half of the link, as executors/local keeps it.
[[nodiscard]] std::unique_ptr<executors::Executor>
makeSimExecutor(core::VirtualLoop &loop, Dice &dice, SimHost &host, Rules &rules,
                std::shared_ptr<Life> life, executors::Observer observer, std::uint64_t milliCpu);

} // namespace orrery::simulation
