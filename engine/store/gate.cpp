// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/gate.h"

#include <algorithm>
#include <utility>

#include "core/plant.h"

namespace orrery::store {

Gate::Lane Gate::laneOf(types::Effect effect)
{
    const bool synced = types::strengthOf(effect) == types::Strength::Synced;
    if (types::waitsForEpoch(effect))
        return synced ? Away : Local;
    return synced ? Told : Shown;
}

bool Gate::mayLeave(Lane lane, Seq seq) const
{
    const bool fenced = lane == Local || lane == Away;
    if (fenced && m_synced < m_epoch)
        return false;
    if (ORRERY_PLANTED(SkipSync))
        return seq <= m_written;
    return seq <= (lane == Told || lane == Away ? m_synced : m_written);
}

void Gate::setEpoch(Seq seq)
{
    m_epoch = seq;
    pump();
}

void Gate::hold(types::Effect effect, Seq seq, Release release)
{
    if (m_stopped)
        return;
    m_lanes[laneOf(effect)].push_back({seq, std::move(release)});
    pump();
}

void Gate::written(Seq upTo)
{
    m_written = std::max(m_written, upTo);
    pump();
}

void Gate::synced(Seq upTo)
{
    m_synced = std::max(m_synced, upTo);
    m_written = std::max(m_written, upTo);
    pump();
}

void Gate::stop()
{
    m_stopped = true;
    for (auto &lane : m_lanes)
        lane.clear();
}

std::size_t Gate::held() const
{
    std::size_t count = 0;
    for (const auto &lane : m_lanes)
        count += lane.size();
    return count;
}

void Gate::pump()
{
    if (m_pumping)
        return; // an effect holds another one: the loop below comes to it
    m_pumping = true;
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t lane = 0; lane < laneCount; ++lane) {
            auto &queue = m_lanes[lane];
            while (!queue.empty() && mayLeave(static_cast<Lane>(lane), queue.front().seq)) {
                const Release release = std::move(queue.front().release);
                queue.pop_front();
                release();
                moved = true;
            }
        }
    }
    m_pumping = false;
}

} // namespace orrery::store
