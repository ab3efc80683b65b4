// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/readings.h"

#include <algorithm>

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>

#include "bridge/text.h"
#include "models/statistics.h"

namespace orrery::alerts {

using bridge::qs;
using models::Alert;
using models::AlertSeries;

static constexpr int every = 2000;            ///< [ms] between two looks at live runs and the disk
static constexpr std::size_t fewestRuns = 4;  ///< before a time can be unusual
static constexpr std::size_t keptTimes = 100; ///< of a DAG
static constexpr qint64 mostRules = 1 << 20;  ///< [bytes] of the file

Readings::Readings(const widgets::Surroundings &around, QObject *parent)
    : QObject(parent), m_around(around)
{
    m_watch.setRules(models::usualAlertRules());
    m_clock.setInterval(every);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        readLiveRuns();
        readDisk();
    });
    connect(&around.bridge, &bridge::SessionBridge::infoChanged, this, &Readings::learnHome);
    connect(&around.bridge, &bridge::SessionBridge::hostsChanged, this, &Readings::readHosts);
    connect(&around.bridge, &bridge::SessionBridge::runsChanged, this, &Readings::readRuns);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &Readings::readRules);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_watcher.files().contains(m_file) && QFile::exists(m_file))
            readRules(); // it was written anew
    });
    readRuns(around.bridge.runs(), true);
}

void Readings::learnHome()
{
    const QString file = qs(m_around.bridge.info().home) + QStringLiteral("/alerts.json");
    if (std::exchange(m_file, file) == file || m_around.bridge.info().home.empty())
        return;
    m_watcher.addPath(QFileInfo(file).path());
    m_clock.start();
    readRules();
}

void Readings::readRules()
{
    if (!QFile::exists(m_file)) {
        m_problem.clear();
        return emit changed();
    }
    m_watcher.addPath(m_file);
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly) || file.size() > mostRules) {
        m_problem = file.isOpen() ? tr("%1 is larger than 1 MiB").arg(m_file)
                                  : QStringLiteral("%1: %2").arg(m_file, file.errorString());
        return emit changed();
    }
    auto rules = models::parseAlertRules(file.readAll(), m_file);
    m_problem = rules ? QString() : bridge::errorText(rules.error());
    if (rules)
        m_watch.setRules(std::move(*rules));
    emit changed();
}

Result<> Readings::setRules(std::vector<models::AlertRule> rules)
{
    if (!m_file.isEmpty()) {
        QSaveFile file(m_file);
        if (!file.open(QIODevice::WriteOnly) || file.write(models::alertRulesJson(rules)) < 0 ||
            !file.commit())
            return fail(ErrorCode::Io, bridge::text(m_file), bridge::text(file.errorString()));
    }
    m_problem.clear();
    m_watch.setRules(std::move(rules));
    emit changed();
    return {};
}

void Readings::hold(AlertSeries series, const QString &subject, double value, WallMs at,
                    const RunId &run)
{
    const auto fresh = m_watch.read(series, subject, value, at, run);
    for (const std::size_t alert : fresh)
        emit raised(m_watch.alerts()[alert]);
}

void Readings::readHosts(const std::vector<HostInfo> &hosts)
{
    for (const HostInfo &host : hosts) {
        const QString name = qs(host.name.empty() ? host.id.text : host.name);
        if (host.now.at == 0)
            continue;
        hold(AlertSeries::HostCpu, name, host.now.cpu, host.now.at);
        if (host.memoryMiB > 0)
            hold(AlertSeries::HostMemory, name,
                 double(host.now.memoryUsedMiB) / double(host.memoryMiB), host.now.at);
        for (const GpuInfo &gpu : host.now.gpus) {
            const QString device = tr("%1 GPU %2").arg(name).arg(gpu.index);
            if (gpu.utilisation >= 0)
                hold(AlertSeries::GpuUse, device, gpu.utilisation, host.now.at);
            if (gpu.memoryMiB > 0)
                hold(AlertSeries::GpuMemory, device, double(gpu.usedMiB) / double(gpu.memoryMiB),
                     host.now.at);
        }
    }
    emit changed();
}

void Readings::readDisk()
{
    const QStorageInfo disk(QFileInfo(m_file).path());
    if (!disk.isValid() || disk.bytesTotal() <= 0)
        return;
    // What only root may still use is used up for everybody else.
    const double used = 1 - double(disk.bytesAvailable()) / double(disk.bytesTotal());
    hold(AlertSeries::HostDisk, disk.rootPath(), used, QDateTime::currentMSecsSinceEpoch());
}

double Readings::usualTime(const RunSummary &run) const
{
    const auto known = m_times.find(run.dag);
    if (known == m_times.end() || known->second.size() < fewestRuns)
        return -1;
    std::vector<double> sorted(known->second.begin(), known->second.end());
    std::sort(sorted.begin(), sorted.end());
    return models::quantile(sorted, 0.5);
}

void Readings::readRuns(const std::vector<RunSummary> &runs, bool snapshot)
{
    if (snapshot) {
        m_times.clear();
        m_counted.clear();
    }
    std::vector<const RunSummary *> ended;
    for (const RunSummary &run : runs)
        if (isFinal(run.state) && run.ended > 0 && !m_counted.contains(run.id))
            ended.push_back(&run);
    std::sort(ended.begin(), ended.end(),
              [](const auto *a, const auto *b) { return a->ended < b->ended; });
    for (const RunSummary *run : ended) {
        m_counted[run->id] = true;
        const QString name = qs(run->dagName.empty() ? run->dag.text : run->dagName);
        m_watch.forget(AlertSeries::RunWait, name, run->ended);
        if (run->state != RunState::Succeeded)
            continue;
        const double usual = usualTime(*run);
        const auto time = double(run->ended - run->created);
        // What a home tells when one opens it is the past: nobody is called for it.
        if (!snapshot && usual > 0)
            hold(AlertSeries::DurationVariance, name, std::abs(time - usual) / usual, run->ended,
                 run->id);
        m_watch.forget(AlertSeries::DurationVariance, name, run->ended);
        std::deque<SpanMs> &times = m_times[run->dag];
        times.push_back(SpanMs(time));
        if (times.size() > keptTimes)
            times.pop_front();
    }
    readLiveRuns();
}

/// A run that lasts too long is told of while it does.
void Readings::readLiveRuns()
{
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    std::uint32_t waiting = 0;
    for (const RunSummary &run : m_around.bridge.liveRuns()) {
        waiting += run.counts[std::size_t(TaskState::Waiting)] +
                   run.counts[std::size_t(TaskState::Queued)];
        const QString name = qs(run.dagName.empty() ? run.dag.text : run.dagName);
        if (run.state == RunState::Pending)
            hold(AlertSeries::RunWait, name, double(now - run.created) / 1000, now, run.id);
        else
            m_watch.forget(AlertSeries::RunWait, name, now);
        if (const double usual = usualTime(run); usual > 0 && double(now - run.created) > usual)
            hold(AlertSeries::DurationVariance, name, (double(now - run.created) - usual) / usual,
                 now, run.id);
    }
    hold(AlertSeries::QueueDepth, tr("all runs"), waiting, now);
    emit changed();
}

} // namespace orrery::alerts
