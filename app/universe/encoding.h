// SPDX-License-Identifier: GPL-3.0-or-later
// What the universe shows of a run beside the states of its nodes: each is a switch, and with all
// of them off the picture is quiet.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace orrery::universe {

/// What the colour ramp of the nodes stands for.
enum class Heat : std::uint8_t { None, Cpu, Memory, Gpu, Wait };
inline constexpr std::size_t heatCount = 4; ///< without None

struct Encoding {
    bool nodeSize = true;      ///< size of a box = what it reserves; else all are alike
    bool edgeWidth = false;    ///< width of an edge = volume of data
    bool density = false;      ///< packets on an edge = volume of data
    bool speed = false;        ///< speed of the packets = latency: slow ones waited long
    bool badData = false;      ///< share of bad data = share of red packets, and the edge's hue
    bool height = false;       ///< a node stands higher by its priority
    bool criticalPath = false; ///< the longest way through the run is lit
    bool bottleneck = false;   ///< the node that holds the run up most pulses
    bool followPath = false;   ///< the wheel zooms along the longest way
    Heat heat = Heat::None;    ///< hue of a node = its use of a resource, or how long it waited

    bool operator==(const Encoding &) const = default;
};

/// What went over one edge.
struct EdgeTraffic {
    int edge = 0;
    double bytes = -1; ///< below 0 = not known
    double latency =
        -1;         ///< from the end of the one to the start of the other [s]; below 0 = unknown
    double bad = 0; ///< share of bad data, 0..1
};

/// What goes over all edges, and the figures that the drawing is made of.
class Traffic {
public:
    void resize(std::size_t edges) { m_edges.assign(edges, {}), m_most = 0; }
    void set(std::span<const EdgeTraffic> traffic)
    {
        for (const EdgeTraffic &edge : traffic)
            if (edge.edge >= 0 && std::size_t(edge.edge) < m_edges.size())
                m_edges[std::size_t(edge.edge)] = edge;
        m_most = 0;
        for (const EdgeTraffic &edge : m_edges)
            m_most = std::max(m_most, edge.bytes);
    }
    /// 0..1: each doubling of the volume adds the same; the largest of the graph is 1.
    [[nodiscard]] float volume(int edge) const
    {
        const EdgeTraffic *known = find(edge);
        return known && known->bytes > 0 && m_most > 0
                   ? float(std::log2(1 + known->bytes) / std::log2(1 + m_most))
                   : 0.0F;
    }
    /// 1 = no latency, falling towards 0.1: half the speed at two seconds.
    [[nodiscard]] float speed(int edge) const
    {
        const EdgeTraffic *known = find(edge);
        return known && known->latency > 0 ? std::max(0.1F, float(1 / (1 + known->latency / 2)))
                                           : 1.0F;
    }
    [[nodiscard]] float bad(int edge) const
    {
        const EdgeTraffic *known = find(edge);
        return known ? float(std::clamp(known->bad, 0.0, 1.0)) : 0.0F;
    }

private:
    [[nodiscard]] const EdgeTraffic *find(int edge) const
    {
        return edge >= 0 && std::size_t(edge) < m_edges.size() ? &m_edges[std::size_t(edge)]
                                                               : nullptr;
    }
    std::vector<EdgeTraffic> m_edges;
    double m_most = 0;
};

} // namespace orrery::universe
