// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "layout/place.h"

namespace orrery::layout {

namespace {

constexpr double bendGap = 0.8;      // two long edges side by side need less room than two nodes
constexpr std::uint32_t foldAt = 16; // a layer of rows^2 times this many vertices folds into rows

/// Room from one place to the next.
class Gaps {
public:
    Gaps(const Layered &graph, const Options &options)
        : m_graph(graph), m_nodeGap(static_cast<double>(options.nodeGap))
    {
        for (std::uint32_t l = 0; l < graph.layerCount(); ++l) {
            const auto width = graph.layerStart[l + 1] - graph.layerStart[l];
            m_rows.push_back(static_cast<double>(rowsOf(width, options)));
        }
    }

    /// A folded layer is spaced evenly, so that places that share a row are a whole gap apart.
    [[nodiscard]] double between(std::uint32_t layer, std::uint32_t left, std::uint32_t right) const
    {
        if (m_rows[layer] > 1)
            return m_nodeGap / m_rows[layer];
        const double a = m_graph.isBend(left) ? bendGap : m_nodeGap;
        const double b = m_graph.isBend(right) ? bendGap : m_nodeGap;
        return (a + b) / 2;
    }

private:
    const Layered &m_graph;
    double m_nodeGap;
    std::vector<double> m_rows;
};

/// Pull of an edge segment: the longer the edge, the straighter it should be (weights of dot).
double pull(const Layered &graph, std::uint32_t a, std::uint32_t b)
{
    const int bends = static_cast<int>(graph.isBend(a)) + static_cast<int>(graph.isBend(b));
    return bends == 2 ? 8.0 : bends == 1 ? 2.0 : 1.0;
}

class Solver {
public:
    Solver(const Layered &graph, const Options &options) : m_graph(graph), m_gaps(graph, options) {}

    /// Every layer packed and centred on 0.
    void start(Across &y) const
    {
        y.assign(m_graph.vertexCount(), 0.0);
        for (std::uint32_t l = 0; l < m_graph.layerCount(); ++l) {
            const auto slots = m_graph.slotsOf(l);
            for (std::size_t i = 1; i < slots.size(); ++i)
                y[slots[i]] = y[slots[i - 1]] + m_gaps.between(l, slots[i - 1], slots[i]);
            const double centre = y[slots.back()] / 2;
            for (const std::uint32_t v : slots)
                y[v] -= centre;
        }
    }

    /// Moves a layer as close as its distances allow to what each vertex wishes.
    void settle(std::uint32_t layer, Across &y, bool useUp, bool useDown)
    {
        const auto slots = m_graph.slotsOf(layer);
        m_blocks.clear();
        double offset = 0;
        for (std::uint32_t i = 0; i < slots.size(); ++i) {
            const std::uint32_t v = slots[i];
            if (i > 0)
                offset += m_gaps.between(layer, slots[i - 1], v);
            Block block = wish(v, y, useUp, useDown);
            block.sum -= block.weight * offset;
            block.end = i + 1;
            while (!m_blocks.empty() && m_blocks.back().mean() >= block.mean()) {
                block.sum += m_blocks.back().sum;
                block.weight += m_blocks.back().weight;
                m_blocks.pop_back();
            }
            m_blocks.push_back(block);
        }
        offset = 0;
        std::uint32_t i = 0;
        for (const Block &block : m_blocks) {
            const double mean = block.mean();
            for (; i < block.end; ++i) {
                if (i > 0)
                    offset += m_gaps.between(layer, slots[i - 1], slots[i]);
                y[slots[i]] = mean + offset;
            }
        }
    }

    /// Draws a long edge straight where its neighbours leave room.
    void straighten(Across &y) const
    {
        for (std::size_t e = 0; e + 1 < m_graph.firstBend.size(); ++e) {
            const std::uint32_t first = m_graph.firstBend[e];
            const std::uint32_t end = m_graph.firstBend[e + 1];
            double low = -1e30;
            double high = 1e30;
            double sum = 0;
            for (std::uint32_t v = first; v < end; ++v) {
                const std::uint32_t l = m_graph.layer[v];
                const auto slots = m_graph.slotsOf(l);
                const std::uint32_t place = m_graph.place[v];
                if (place > 0)
                    low =
                        std::max(low, y[slots[place - 1]] + m_gaps.between(l, slots[place - 1], v));
                if (place + 1 < slots.size())
                    high = std::min(high,
                                    y[slots[place + 1]] - m_gaps.between(l, v, slots[place + 1]));
                sum += y[v];
            }
            if (end - first < 2 || low > high)
                continue;
            const double level = std::clamp(sum / static_cast<double>(end - first), low, high);
            for (std::uint32_t v = first; v < end; ++v)
                y[v] = level;
        }
    }

private:
    struct Block {
        double sum = 0;
        double weight = 0;
        std::uint32_t end = 0;
        [[nodiscard]] double mean() const { return sum / weight; }
    };

    /// Weighted mean of the neighbours; a vertex without any on the sides in use stays put,
    /// lightly.
    [[nodiscard]] Block wish(std::uint32_t v, const Across &y, bool useUp, bool useDown) const
    {
        Block block{.sum = y[v] * inertia, .weight = inertia};
        const auto add = [&](std::span<const std::uint32_t> neighbours) {
            for (const std::uint32_t w : neighbours) {
                const double weight = pull(m_graph, v, w);
                block.sum += weight * y[w];
                block.weight += weight;
            }
        };
        if (useUp)
            add(m_graph.up.of(v));
        if (useDown)
            add(m_graph.down.of(v));
        return block;
    }

    static constexpr double inertia = 0.05;
    const Layered &m_graph;
    Gaps m_gaps;
    std::vector<Block> m_blocks;
};

} // namespace

std::uint32_t rowsOf(std::uint32_t width, const Options &options)
{
    if (options.flat)
        return 1;
    const double rows = std::sqrt(static_cast<double>(width) / static_cast<double>(foldAt));
    return std::max(1U, static_cast<std::uint32_t>(rows));
}

Across across(const Layered &graph, const Options &options, const Across &near)
{
    constexpr int oneSided = 4;
    constexpr int twoSided = 4;
    Solver solver(graph, options);
    const std::uint32_t layers = graph.layerCount();
    Across y = near;
    if (near.empty())
        solver.start(y);
    for (std::uint32_t l = 0; l < layers; ++l)
        solver.settle(l, y, false, false);
    for (int round = 0; round < oneSided; ++round) {
        for (std::uint32_t l = 1; l < layers; ++l)
            solver.settle(l, y, true, false);
        for (std::uint32_t l = layers - 1; l-- > 0;)
            solver.settle(l, y, false, true);
    }
    for (int round = 0; round < twoSided; ++round) {
        for (std::uint32_t l = 0; l < layers; ++l)
            solver.settle(l, y, true, true);
        for (std::uint32_t l = layers; l-- > 0;)
            solver.settle(l, y, true, true);
    }
    solver.straighten(y);
    return y;
}

} // namespace orrery::layout
