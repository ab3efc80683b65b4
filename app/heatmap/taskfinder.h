// SPDX-License-Identifier: GPL-3.0-or-later
// Which task had a host or a device at a moment.
#pragma once

#include <functional>
#include <optional>

#include <QObject>

#include "models/heatgrid.h"
#include "widgets/surroundings.h"

namespace orrery::heatmap {

struct FoundTask {
    RunId run;
    TaskIndex task = none;
    QString name;
    std::size_t others = 0; ///< that ran there then, too
};

class TaskFinder final : public QObject {
    Q_OBJECT
public:
    explicit TaskFinder(const widgets::Surroundings &around, QObject *parent = nullptr);

    /// The one that computed most, of all runs that this home knows. Asking again drops the first
    /// question. `host` empty = any.
    void find(const models::HeatTrack &track, WallMs from, WallMs to);

signals:
    void found(const orrery::heatmap::FoundTask &task);
    void nothingFound();

private:
    struct Candidate {
        RunId run;
        TaskRow row;
        QString name;
    };
    void take(const RunDetail &detail);
    void next();
    void askDevices();
    void choose();

    widgets::Surroundings m_around;
    std::unordered_map<RunId, RunSummary> m_runs;
    models::HeatTrack m_track;
    WallMs m_from = 0, m_to = 0;
    std::vector<RunId> m_open;
    std::vector<Candidate> m_candidates;
    std::size_t m_asked = 0;
    std::vector<Candidate> m_holders;
    std::uint64_t m_generation = 0; ///< cancel = newer question
};

} // namespace orrery::heatmap
