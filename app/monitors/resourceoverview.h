// SPDX-License-Identifier: GPL-3.0-or-later
// CPU, memory and GPUs of the engine's host at a glance: one Meter each, a reading a second.
#pragma once

#include <QWidget>

#include "engine/resource.h"
#include "theming/theme.h"

namespace orrery::monitors {

class Meter;

class ResourceOverview final : public QWidget {
    Q_OBJECT
public:
    explicit ResourceOverview(theming::Theme &theme, QWidget *parent = nullptr);

    void apply(const std::vector<HostInfo> &hosts);
    void setStale(bool stale);

private:
    void applyGpus(const HostInfo &host);

    Meter *m_cpu;
    Meter *m_memory;
    Meter *m_gpu;
};

} // namespace orrery::monitors
