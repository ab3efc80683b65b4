// SPDX-License-Identifier: GPL-3.0-or-later
// EVENT schedules: looks at what they wait for, off the loop's thread, and starts a run when it
// happened and nothing more came for the debounce time. What was acted on is journaled with the
// run.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/schedules.h"
#include "engine/sensors.h"
#include "engine/start.h"

namespace orrery::engine {
namespace {

constexpr core::MonoNs perMs = 1'000'000;
constexpr unsigned sensorThreads = 2;

} // namespace

/// @return how long it can be left alone [ms]
SpanMs Schedules::sense(const std::string &file, Entry &entry)
{
    const bool waits = !entry.news.empty(); // for the debounce time, or for a run to end
    const SpanMs pause =
        waits && entry.schedule.debounce > 0
            ? std::min(entry.schedule.pollInterval, std::max<SpanMs>(entry.schedule.debounce, 100))
            : entry.schedule.pollInterval;
    if (!entry.table || entry.reading || entry.sensing || entry.starting > 0)
        return pause;
    const SpanMs since = (m_host.loop.mono() - entry.sensedAt) / perMs;
    if (entry.sensedAt != 0 && since < pause)
        return pause - since;
    if (!m_sensors)
        m_sensors = std::make_unique<Workers>(sensorThreads);
    entry.sensing = true;
    m_sensors->run(
        [this, file, condition = *entry.schedule.condition, alive = std::weak_ptr(m_alive)] {
            auto problem = std::make_shared<std::string>();
            auto sights = std::make_shared<schedule::Sights>(
                lookAtLeaves(condition, parentDirectory(file), *problem));
            m_host.loop.post([this, file, sights, problem, alive] {
                if (!alive.expired())
                    sensed(file, std::move(*sights), *problem);
            });
        });
    return pause;
}

/// The newest success of each DAG that the condition names; the engine learns of later ones.
void Schedules::addDags(const EventCondition &condition, schedule::Sights &sights)
{
    const auto leaves = schedule::leavesOf(condition);
    for (std::size_t i = 0; i < leaves.size() && i < sights.size(); ++i) {
        if (leaves[i]->kind != EventCondition::Kind::Dag)
            continue;
        if (!m_successes) {
            m_successes.emplace();
            std::map<DagId, WallMs> ended;
            for (const RunSummary &run : m_host.store.runs(0)) {
                if (run.state != RunState::Succeeded || run.ended <= ended[run.dag])
                    continue;
                ended[run.dag] = run.ended;
                (*m_successes)[run.dag] = run.id;
            }
        }
        const auto success = m_successes->find(DagId(leaves[i]->dag));
        sights[i].emplace();
        if (success != m_successes->end())
            (*sights[i])[leaves[i]->dag] = success->second.text;
    }
}

void Schedules::sensed(const std::string &file, schedule::Sights sights, const std::string &problem)
{
    const auto found = m_entries.find(file);
    if (found == m_entries.end())
        return;
    Entry &entry = found->second;
    entry.sensing = false;
    const bool current = entry.on && entry.table && entry.schedule.condition &&
                         sights.size() == schedule::leavesOf(*entry.schedule.condition).size();
    if (!current) // it was changed while it was looked at
        return lookAgain(0);
    entry.sensedAt = std::max<core::MonoNs>(1, m_host.loop.mono());
    entry.unseen = problem;
    addDags(*entry.schedule.condition, sights);
    const SlotTime now = entry.table->local(m_host.loop.wall());
    const schedule::Decision decision = schedule::decide(
        *entry.schedule.condition, schedule::seenOf(entry.seen, sights.size()), sights, now);
    if (decision.noted) {
        entry.seen = schedule::textOf(decision.seen);
        m_host.record(SlotSettled{
            file, {}, SlotSettled::Outcome::Seen, 0, 0, {}, entry.seen, m_host.loop.wall()});
    }
    entry.waiting = 0;
    if (decision.happened && entry.table->allows(now))
        happened(file, entry, decision, now);
    else
        entry.news.clear();
    lookAgain(0);
}

void Schedules::happened(const std::string &file, Entry &entry, const schedule::Decision &decision,
                         const SlotTime &now)
{
    const std::string news = schedule::textOf(decision.afterRun);
    if (entry.news != news) {
        entry.news = news;
        entry.newsSince = m_host.loop.mono();
    }
    if ((m_host.loop.mono() - entry.newsSince) / perMs < entry.schedule.debounce)
        return;
    const bool busy =
        m_host.running(file, false) + entry.starting >= entry.schedule.maxParallelRuns;
    if (busy && entry.schedule.whenBusy == WhenBusy::Wait) {
        entry.waiting = 1;
        return;
    }
    const SlotTime slot{std::max(now.at, entry.lastSlot + 1), now.offset};
    entry.news.clear();
    entry.seen = news;
    if (!busy)
        return fire(file, entry, slot, "event", news);
    entry.settled = entry.lastSlot = slot.at;
    entry.lastOutcome = "skipped";
    entry.lastWhy =
        fmt::format("it happened while {} of its runs went on", entry.schedule.maxParallelRuns);
    entry.lastRun = {};
    m_host.record(SlotSettled{file,
                              {},
                              SlotSettled::Outcome::Skipped,
                              slot.at,
                              1,
                              entry.lastWhy,
                              news,
                              m_host.loop.wall()});
}

} // namespace orrery::engine
