// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/heatgrid.h"

#include <algorithm>
#include <map>

#include <QCoreApplication>
#include <QDateTime>

#include "bridge/text.h"

namespace orrery::models {
namespace {

constexpr double idleUse = 0.05;       ///< below: it does nothing
constexpr std::uint64_t heldMiB = 500; ///< a device with more in use is held by somebody

/// Its sentences stand under this name in the translations.
struct Heat {
    Q_DECLARE_TR_FUNCTIONS(Heat)
};

tl::unexpected<Error> wrong(const QString &file, int line, const QString &what)
{
    return fail(ErrorCode::InvalidSpec, bridge::text(QStringLiteral("%1:%2").arg(file).arg(line)),
                bridge::text(what));
}

/// "99 %", "66147 MiB", "12"; -1 = no number.
double numberOf(const QString &field)
{
    bool number = false;
    const double value = field.trimmed().section(QLatin1Char(' '), 0, 0).toDouble(&number);
    return number ? value : -1;
}

struct Reading {
    WallMs at = 0;
    std::uint32_t device = 0;
    double use = -1;
    double used = -1, total = -1; ///< [MiB]
};

} // namespace

QString trackTitle(const HeatTrack &track)
{
    const QString host = bridge::qs(track.host.text);
    switch (track.kind) {
    case HeatTrack::Kind::Cpu:
        return Heat::tr("%1 CPU").arg(host);
    case HeatTrack::Kind::Memory:
        return Heat::tr("%1 memory").arg(host);
    case HeatTrack::Kind::Gpu:
        return Heat::tr("%1 GPU %2").arg(host).arg(track.device);
    case HeatTrack::Kind::GpuMemory:
        break;
    }
    return Heat::tr("%1 GPU %2 mem").arg(host).arg(track.device);
}

void HeatGrid::clear()
{
    m_begin = 0;
    m_columns = 0;
    m_tracks.clear();
    m_cells.clear();
}

void HeatGrid::joinPairs()
{
    for (auto &cells : m_cells) {
        std::vector<HeatCell> joined((cells.size() + 1) / 2);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            HeatCell &cell = joined[i / 2];
            cell.value = std::max(cell.value, cells[i].value);
            cell.idle = i % 2 == 0 ? cells[i].idle : cell.idle && cells[i].idle;
        }
        cells = std::move(joined);
    }
    m_columns = (m_columns + 1) / 2;
    m_step *= 2;
}

void HeatGrid::add(const HeatTrack &track, WallMs at, double value, bool idle)
{
    if (m_begin == 0)
        m_begin = at;
    if (at < m_begin)
        return;
    while (std::size_t((at - m_begin) / m_step) >= m_most)
        joinPairs();
    const auto column = std::size_t((at - m_begin) / m_step);
    m_columns = std::max(m_columns, column + 1);
    const auto place = std::lower_bound(m_tracks.begin(), m_tracks.end(), track);
    const auto index = std::size_t(place - m_tracks.begin());
    if (place == m_tracks.end() || !(*place == track)) {
        m_tracks.insert(place, track);
        m_cells.insert(m_cells.begin() + std::ptrdiff_t(index), std::vector<HeatCell>());
    }
    auto &cells = m_cells[index];
    if (cells.size() <= column)
        cells.resize(column + 1);
    HeatCell &cell = cells[column];
    cell.idle = cell.value < 0 ? idle : cell.idle && idle;
    cell.value = std::max(cell.value, float(std::clamp(value, 0.0, 1.0)));
}

HeatCell HeatGrid::at(std::size_t track, std::size_t column) const
{
    return column < m_cells[track].size() ? m_cells[track][column] : HeatCell();
}

void addReading(HeatGrid &grid, const HostInfo &host)
{
    const HostSample &now = host.now;
    if (now.at == 0)
        return;
    const double reserved = host.cores > 0 ? host.cpuReserved / host.cores : 0;
    grid.add({host.id, HeatTrack::Kind::Cpu, 0}, now.at, now.cpu,
             reserved > 0 && now.cpu < idleUse * reserved);
    if (host.memoryMiB > 0)
        grid.add({host.id, HeatTrack::Kind::Memory, 0}, now.at,
                 double(now.memoryUsedMiB) / double(host.memoryMiB), false);
    for (const GpuInfo &gpu : now.gpus) {
        if (gpu.utilisation >= 0)
            grid.add({host.id, HeatTrack::Kind::Gpu, gpu.index}, now.at, gpu.utilisation,
                     gpu.usedMiB >= heldMiB && gpu.utilisation < idleUse);
        if (gpu.memoryMiB > 0)
            grid.add({host.id, HeatTrack::Kind::GpuMemory, gpu.index}, now.at,
                     double(gpu.usedMiB) / double(gpu.memoryMiB), false);
    }
}

Result<HeatGrid> parseGpuRecording(const QByteArray &text, const QString &file)
{
    std::map<QString, int> columns;
    std::vector<Reading> readings;
    std::map<std::uint32_t, WallMs> seconds;
    int number = 0;
    for (const QByteArray &raw : text.split('\n')) {
        ++number;
        const QString line = QString::fromUtf8(raw).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        const QStringList fields = line.split(QLatin1Char(','));
        if (columns.empty()) {
            for (int i = 0; i < fields.size(); ++i)
                columns[fields[i].trimmed().section(QStringLiteral(" ["), 0, 0)] = i;
            for (const char *needed : {"index", "utilization.gpu"})
                if (!columns.contains(QLatin1String(needed)))
                    return wrong(file, number,
                                 Heat::tr("the header has no field %1; record with nvidia-smi "
                                          "--query-gpu=timestamp,index,utilization.gpu,memory.used,"
                                          "memory.total --format=csv -l 1")
                                     .arg(QLatin1String(needed)));
            continue;
        }
        const auto field = [&](const char *name) {
            const auto place = columns.find(QLatin1String(name));
            return place == columns.end() || place->second >= fields.size()
                       ? QString()
                       : fields[place->second].trimmed();
        };
        Reading reading;
        const double index = numberOf(field("index"));
        if (index < 0)
            return wrong(file, number, Heat::tr("this line has no index of a GPU"));
        reading.device = std::uint32_t(index);
        reading.use = numberOf(field("utilization.gpu"));
        reading.used = numberOf(field("memory.used"));
        reading.total = numberOf(field("memory.total"));
        if (columns.contains(QStringLiteral("timestamp"))) {
            const QDateTime at = QDateTime::fromString(
                field("timestamp").section(QLatin1Char('.'), 0, 0), u"yyyy/MM/dd HH:mm:ss");
            if (!at.isValid())
                return wrong(
                    file, number,
                    Heat::tr("%1 is no time such as 2026/07/14 08:12:53").arg(field("timestamp")));
            reading.at = at.toMSecsSinceEpoch();
        } else {
            reading.at = (seconds[reading.device] += 1000);
        }
        readings.push_back(reading);
    }
    if (readings.empty())
        return wrong(file, std::max(1, number), Heat::tr("there is no reading in this file"));
    std::stable_sort(readings.begin(), readings.end(),
                     [](const Reading &a, const Reading &b) { return a.at < b.at; });
    HeatGrid grid;
    const HostId host("recorded");
    for (const Reading &one : readings) {
        if (one.use >= 0)
            grid.add({host, HeatTrack::Kind::Gpu, one.device}, one.at, one.use / 100,
                     one.used >= double(heldMiB) && one.use < idleUse * 100);
        if (one.used >= 0 && one.total > 0)
            grid.add({host, HeatTrack::Kind::GpuMemory, one.device}, one.at, one.used / one.total,
                     false);
    }
    return grid;
}

} // namespace orrery::models
