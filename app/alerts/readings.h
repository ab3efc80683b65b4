// SPDX-License-Identifier: GPL-3.0-or-later
// Where the series of alert rules come from: hosts, runs and the disk, held against the rules as
// they change.
#pragma once

#include <deque>
#include <unordered_map>

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include "models/alertrules.h"
#include "widgets/surroundings.h"

namespace orrery::alerts {

class Readings final : public QObject {
    Q_OBJECT
public:
    explicit Readings(const widgets::Surroundings &around, QObject *parent = nullptr);

    [[nodiscard]] models::AlertWatch &watch() { return m_watch; }
    /// HOME/alerts.json; "" until the home is known.
    [[nodiscard]] const QString &file() const { return m_file; }
    /// Why the file's rules are not in force; the ones before stay. "" = they are.
    [[nodiscard]] const QString &problem() const { return m_problem; }
    /// Takes the rules and writes them to the file. @error Io
    [[nodiscard]] Result<> setRules(std::vector<models::AlertRule> rules);

signals:
    void raised(const orrery::models::Alert &alert);
    /// Alerts or rules changed.
    void changed();

private:
    void learnHome();
    void readRules();
    void readHosts(const std::vector<HostInfo> &hosts);
    void readDisk();
    void readRuns(const std::vector<RunSummary> &runs, bool snapshot);
    void readLiveRuns();
    void hold(models::AlertSeries series, const QString &subject, double value, WallMs at,
              const RunId &run = {});
    /// The median time [ms] of the DAG's runs that succeeded; below 0 = too few.
    [[nodiscard]] double usualTime(const RunSummary &run) const;

    widgets::Surroundings m_around;
    models::AlertWatch m_watch;
    QString m_file;
    QString m_problem;
    std::unordered_map<DagId, std::deque<SpanMs>> m_times; ///< of runs that succeeded, newest last
    std::unordered_map<RunId, bool> m_counted;
    bool m_told = false; ///< something changed in this pass
    QFileSystemWatcher m_watcher;
    QTimer m_clock;
};

} // namespace orrery::alerts
