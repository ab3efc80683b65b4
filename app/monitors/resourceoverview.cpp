// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitors/resourceoverview.h"

#include "bridge/text.h"
#include "monitors/meter.h"

namespace orrery::monitors {

using bridge::bytesText;
using bridge::qs;

static constexpr double mebi = 1024.0 * 1024.0;

ResourceOverview::ResourceOverview(theming::Theme &theme, QWidget *parent)
    : QWidget(parent), m_cpu(new Meter(theme, tr("CPU"), theme.color().accent, this)),
      m_memory(new Meter(theme, tr("MEM"), theme.color().success, this)),
      m_gpu(new Meter(theme, tr("GPU"), theme.color().hologram, this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme.space().m);
    for (Meter *meter : {m_cpu, m_memory, m_gpu})
        row->addWidget(meter);
    m_gpu->add(0, tr("–"), 0, tr("Looking for GPUs"));
    setAccessibleName(tr("Resource overview"));
}

void ResourceOverview::apply(const std::vector<HostInfo> &hosts)
{
    if (hosts.empty())
        return;
    const HostInfo &host = hosts.front();
    const double cores = std::max(1.0, double(host.cores));
    m_cpu->add(host.now.cpu, QStringLiteral("%1%").arg(qRound(host.now.cpu * 100)),
               host.cpuReserved / cores,
               tr("%1: %2 of %3 cores busy, %4 reserved by tasks")
                   .arg(qs(host.name))
                   .arg(host.now.cpu * cores, 0, 'f', 1)
                   .arg(host.cores)
                   .arg(host.cpuReserved, 0, 'f', 1));
    const double total = std::max(1.0, double(host.memoryMiB));
    const double used = double(host.now.memoryUsedMiB);
    m_memory->add(used / total, QStringLiteral("%1%").arg(qRound(used / total * 100)),
                  double(host.memoryReservedMiB) / total,
                  tr("%1: %2 of %3 in use, %4 reserved by tasks")
                      .arg(qs(host.name), bytesText(used * mebi), bytesText(total * mebi),
                           bytesText(double(host.memoryReservedMiB) * mebi)));
    applyGpus(host);
}

void ResourceOverview::applyGpus(const HostInfo &host)
{
    const auto &gpus = host.now.gpus.empty() ? host.gpus : host.now.gpus;
    if (gpus.empty()) {
        m_gpu->add(0, tr("none"), 0, tr("%1 has no GPU").arg(qs(host.name)));
        return;
    }
    double busy = 0;
    QStringList lines;
    for (const GpuInfo &gpu : gpus) {
        busy += gpu.utilisation;
        lines << tr("%1 %2: %3 %, %4 of %5, %6 °C")
                     .arg(gpu.index)
                     .arg(qs(gpu.name))
                     .arg(qRound(gpu.utilisation * 100))
                     .arg(bytesText(double(gpu.usedMiB) * mebi),
                          bytesText(double(gpu.memoryMiB) * mebi))
                     .arg(qRound(gpu.temperature));
    }
    const double count = double(gpus.size());
    m_gpu->add(busy / count, QStringLiteral("%1%").arg(qRound(busy / count * 100)),
               host.gpusReserved / count, lines.join(QLatin1Char('\n')));
}

void ResourceOverview::setStale(bool stale)
{
    for (Meter *meter : {m_cpu, m_memory, m_gpu})
        meter->setStale(stale);
}

} // namespace orrery::monitors
