// SPDX-License-Identifier: GPL-3.0-or-later
// Readings of hosts and devices over time in columns of equal length; when it is full, pairs are
// joined, so its whole life stays in view.
#pragma once

#include <vector>

#include <QString>

#include "engine/resource.h"
#include "engine/result.h"

namespace orrery::models {

struct HeatTrack {
    enum class Kind { Cpu, Memory, Gpu, GpuMemory };
    HostId host;
    Kind kind = Kind::Cpu;
    std::uint32_t device = 0; ///< of a GPU
    [[nodiscard]] auto key() const { return std::tie(host.text, kind, device); }
    bool operator==(const HeatTrack &other) const { return key() == other.key(); }
    bool operator<(const HeatTrack &other) const { return key() < other.key(); }
};

/// "local CPU", "local GPU 0".
[[nodiscard]] QString trackTitle(const HeatTrack &track);

struct HeatCell {
    float value = -1;  ///< 0..1, the largest reading; below 0 = none
    bool idle = false; ///< it was held by somebody and did nothing
};

class HeatGrid {
public:
    /// @param columns  even; @param step  [ms] of one column at first
    explicit HeatGrid(std::size_t columns = 600, SpanMs step = 1000) : m_most(columns), m_step(step)
    {
    }

    /// Readings before the first one are left out.
    void add(const HeatTrack &track, WallMs at, double value, bool idle);
    void clear();

    [[nodiscard]] const std::vector<HeatTrack> &tracks() const { return m_tracks; }
    [[nodiscard]] HeatCell at(std::size_t track, std::size_t column) const;
    [[nodiscard]] std::size_t columns() const { return m_columns; } ///< in use
    [[nodiscard]] WallMs begin() const { return m_begin; }
    [[nodiscard]] SpanMs step() const { return m_step; }
    [[nodiscard]] WallMs timeOf(std::size_t column) const
    {
        return m_begin + SpanMs(column) * m_step;
    }

private:
    void joinPairs();

    std::size_t m_most;
    SpanMs m_step;
    WallMs m_begin = 0;
    std::size_t m_columns = 0;
    std::vector<HeatTrack> m_tracks;
    std::vector<std::vector<HeatCell>> m_cells; ///< by track
};

/// What the readings of a host say, added to `grid`. A device that holds memory and computes
/// nothing is idle; so is a host whose reserved cores do (under 5 % of them).
void addReading(HeatGrid &grid, const HostInfo &host);

/// Readings that nvidia-smi wrote:
/// --query-gpu=timestamp,index,utilization.gpu,memory.used,memory.total (any further fields, any
/// order) with --format=csv; without a timestamp a second each.
/// @error InvalidSpec: file:line and what is missing
[[nodiscard]] Result<HeatGrid> parseGpuRecording(const QByteArray &text, const QString &file);

} // namespace orrery::models
