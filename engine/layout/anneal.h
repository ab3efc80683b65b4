// SPDX-License-Identifier: GPL-3.0-or-later
// Fewer crossings by simulated annealing: slow, thorough, interruptible at any point.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "layout/layered.h"

namespace orrery::layout {

/// Work of one pass over all layers [visited edge ends], roughly.
[[nodiscard]] std::uint64_t passWork(const Layered &graph);

/// Moves one vertex at a time to a place drawn from the Boltzmann distribution over its layer (a
/// heat bath), while the temperature falls with the share of the planned work that is done. It
/// starts cool, so that the drawing keeps its shape, and ends frozen: each vertex at its best
/// place. Sources: Kirkpatrick et al., Science 220, 1983; sifting: Matuszewski et al., GD 1999.
class Annealer {
public:
    /// @param plan  work of the whole run [visited edge ends]
    Annealer(Layered &graph, std::uint64_t plan);

    /// Works until about `work` units are done in all; true while something is left to do.
    /// Afterwards the graph holds the working order, not the best one. Many short calls do the same
    /// as a long one.
    bool runTo(std::uint64_t work);
    /// Frozen passes over all layers, in place of run: each vertex to its best place, until a pass
    /// gains nothing, `passes` are done or `work` is spent. Afterwards the graph holds the best
    /// order.
    void freeze(int passes, std::uint64_t work);
    /// Work done so far [visited edge ends].
    [[nodiscard]] std::uint64_t done() const { return m_done; }
    /// Best crossings so far and the slots that have them.
    [[nodiscard]] std::uint64_t best() const { return m_best; }
    [[nodiscard]] const std::vector<std::uint32_t> &bestSlots() const { return m_bestSlots; }

private:
    void pass(std::uint32_t layer, double temperature);
    void sift(std::uint32_t vertex, double temperature);
    std::int64_t gain(std::uint32_t other) const;
    void move(std::uint32_t layer, std::uint32_t from, std::uint32_t to);
    std::uint64_t random();
    void keepBest();

    struct Side {
        std::vector<std::uint32_t> places; // neighbours of the moving vertex, ascending
        std::vector<std::int32_t> table;   // [place] neighbours before it minus those after it
        bool useTable = false;
    };
    void prepare(Side &side, const Adjacency &adjacency, std::uint32_t vertex);
    std::int64_t gain(const Side &side, const Adjacency &adjacency, std::uint32_t other) const;

    Layered &m_graph;
    std::uint64_t m_plan;
    std::uint64_t m_done = 0;
    std::uint64_t m_current = 0;
    std::uint64_t m_best = 0;
    std::vector<std::uint32_t> m_bestSlots;
    std::uint64_t m_seed = 0x9e3779b97f4a7c15U;
    std::uint32_t m_layer = 0;
    std::array<Side, 2> m_sides;
    std::vector<std::uint32_t> m_visit;
};

} // namespace orrery::layout
