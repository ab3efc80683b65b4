// SPDX-License-Identifier: GPL-3.0-or-later
// Rules that call for somebody: a series, a bound, how long it must be beyond. Kept as JSON in the
// home; resources/rules/alerts.schema.json says what may stand there.
#pragma once

#include <map>
#include <vector>

#include <QString>

#include "engine/ids.h"
#include "engine/result.h"

namespace orrery::models {

/// What is measured. Shares are 0..1.
enum class AlertSeries {
    HostCpu,          ///< busy share of all cores
    HostMemory,       ///< used share
    HostDisk,         ///< used share of the file system that holds the home
    GpuUse,           ///< busy share of a device
    GpuMemory,        ///< used share
    DurationVariance, ///< how far a run's time lies from the median of its DAG, as a share of that
    QueueDepth,       ///< tasks of live runs that are ready and do not run
    RunWait           ///< [s] a run has not begun
};
[[nodiscard]] QString seriesKey(AlertSeries series);   ///< "host.cpu"
[[nodiscard]] QString seriesTitle(AlertSeries series); ///< "CPU of a host"
/// "92 %", "12 tasks", "40 s".
[[nodiscard]] QString alertValueText(AlertSeries series, double value);

struct AlertRule {
    QString id;
    AlertSeries series = AlertSeries::HostCpu;
    double bound = 0.9;
    bool above = true;  ///< false: below
    SpanMs lasting = 0; ///< beyond the bound for this long
    bool on = true;
    bool operator==(const AlertRule &) const = default;
};

/// The thresholds of an allocation: CPU 0.9, memory 0.95, disk 0.85, duration variance 0.3.
[[nodiscard]] std::vector<AlertRule> usualAlertRules();

/// @param file  its name, for messages
/// @error InvalidSpec: file:line:column for what is no JSON, else the field: "rules/2/above"
[[nodiscard]] Result<std::vector<AlertRule>> parseAlertRules(const QByteArray &text,
                                                             const QString &file);
[[nodiscard]] QByteArray alertRulesJson(const std::vector<AlertRule> &rules);

struct Alert {
    QString rule;
    AlertSeries series = AlertSeries::HostCpu;
    QString subject; ///< a host, a device, a DAG
    double bound = 0;
    double value = 0; ///< the worst one
    WallMs since = 0;
    WallMs ended = 0; ///< 0 = it goes on
    bool acknowledged = false;
    RunId run; ///< what it is about, if it is about one
};

/// Holds readings against the rules. Pure: time comes with the readings.
class AlertWatch {
public:
    static constexpr std::size_t mostAlerts = 1000; ///< the oldest ones that ended go

    void setRules(std::vector<AlertRule> rules);
    [[nodiscard]] const std::vector<AlertRule> &rules() const { return m_rules; }

    /// @return  alerts that this reading raised, as places in alerts()
    std::vector<std::size_t> read(AlertSeries series, const QString &subject, double value,
                                  WallMs at, const RunId &run = {});
    /// The subject is no more: what it raised has ended.
    void forget(AlertSeries series, const QString &subject, WallMs at);
    void acknowledge(std::size_t alert);
    void acknowledgeAll();

    [[nodiscard]] const std::vector<Alert> &alerts() const { return m_alerts; } ///< oldest first
    /// Those that nobody has acknowledged.
    [[nodiscard]] std::size_t open() const;

private:
    struct State {
        WallMs beyond = 0;                   ///< since when; 0 = it is not
        std::size_t alert = std::size_t(-1); ///< raised by it and not ended
    };
    void trim();

    std::vector<AlertRule> m_rules;
    std::map<std::pair<QString, QString>, State> m_states; ///< rule, subject
    std::vector<Alert> m_alerts;
};

} // namespace orrery::models
