// SPDX-License-Identifier: GPL-3.0-or-later
#include "simstore.h"

#include <algorithm>
#include <utility>

namespace orrery::simulation {

void SimDisk::cutPower(Dice &dice)
{
    const auto unsynced = static_cast<std::int64_t>(journal.size() - synced);
    journal.resize(synced + static_cast<std::size_t>(dice.upTo(unsynced)));
    synced = journal.size();
}

SimStore::SimStore(core::Loop &loop, Dice &dice, SimDisk &disk, std::function<void(Seq)> synced,
                   std::function<void(Error)> failed)
    : m_loop(loop), m_dice(dice), m_disk(disk), m_synced(std::move(synced)),
      m_failed(std::move(failed))
{
    m_disk.synced = m_disk.journal.size();
}

void SimStore::append(Event &event)
{
    event.seq = m_disk.journal.size() + m_tick.size() + 1;
    m_tick.push_back(event);
}

Result<Seq> SimStore::commit()
{
    if (m_broken)
        return fail(ErrorCode::Io, "journal", "a sync failed");
    if (!m_tick.empty() && m_disk.full)
        return fail(ErrorCode::Io, "journal", "the disk is full");
    if (!m_tick.empty()) {
        m_disk.journal.insert(m_disk.journal.end(), m_tick.begin(), m_tick.end());
        m_tick.clear();
        syncSoon();
    }
    return m_disk.journal.size();
}

void SimStore::discard()
{
    m_tick.clear();
}

/// A sync starts some milliseconds after the first commit and takes some more; it makes durable
/// what was written when it started.
void SimStore::syncSoon()
{
    if (m_syncTimer)
        return;
    m_syncTimer = m_loop.after(m_dice.upTo(6), [this] {
        m_syncing = m_disk.journal.size();
        const auto started = std::exchange(m_syncTimer, nullptr);
        m_syncTimer = m_loop.after(m_dice.chance(10) ? m_dice.upTo(300) : m_dice.upTo(8), [this] {
            const auto ended = std::exchange(m_syncTimer, nullptr);
            if (m_disk.syncFails) {
                m_broken = true;
                return m_failed({ErrorCode::Io, "journal", "input/output error"});
            }
            m_disk.synced = std::max(m_disk.synced, m_syncing);
            m_synced(m_syncing);
            if (m_disk.synced < m_disk.journal.size())
                syncSoon();
        });
    });
}

void SimStore::putVersion(const VersionId &version, const DagSpec &, const std::string &json)
{
    m_disk.versions.emplace(version, json);
}

Result<std::string> SimStore::version(const VersionId &version)
{
    const auto found = m_disk.versions.find(version);
    if (found == m_disk.versions.end())
        return fail(ErrorCode::NotFound, version.text, "no such version");
    return found->second;
}

std::uint64_t SimStore::lastEpoch()
{
    std::uint64_t last = 0;
    for (const Event &event : m_disk.journal)
        if (const auto *started = std::get_if<EngineStarted>(&event.fact))
            last = started->epoch;
    return last;
}

std::vector<RunId> SimStore::unfinishedRuns()
{
    std::vector<std::pair<RunId, bool>> runs;
    for (const Event &event : m_disk.journal) {
        if (event.run.empty())
            continue;
        auto known = std::find_if(runs.begin(), runs.end(),
                                  [&](const auto &run) { return run.first == event.run; });
        if (known == runs.end())
            known = runs.insert(runs.end(), {event.run, true});
        if (std::holds_alternative<RunEnded>(event.fact))
            known->second = false;
        else if (std::holds_alternative<RetryRequested>(event.fact))
            known->second = true;
    }
    std::vector<RunId> unfinished;
    for (const auto &[run, open] : runs)
        if (open)
            unfinished.push_back(run);
    return unfinished;
}

Result<> SimStore::replay(const RunId &run, const std::function<void(const Event &)> &visit)
{
    bool found = false;
    for (const Event &event : m_disk.journal) {
        if (event.run != run)
            continue;
        found = true;
        visit(event);
    }
    return found ? Result<>() : fail(ErrorCode::NotFound, run.text, "no such run");
}

} // namespace orrery::simulation
