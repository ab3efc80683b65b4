// SPDX-License-Identifier: GPL-3.0-or-later
// Neighbour lists in two flat arrays.
#pragma once

#include <cstdint>
#include <numeric>
#include <span>
#include <vector>

namespace orrery::layout {

/// Items of vertex v: items[start[v]] .. items[start[v + 1] - 1].
struct Adjacency {
    std::vector<std::uint32_t> start;
    std::vector<std::uint32_t> items;

    [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t vertex) const
    {
        return {items.data() + start[vertex], items.data() + start[vertex + 1]};
    }
    [[nodiscard]] std::span<std::uint32_t> of(std::uint32_t vertex)
    {
        return {items.data() + start[vertex], items.data() + start[vertex + 1]};
    }
    [[nodiscard]] std::uint32_t degree(std::uint32_t vertex) const
    {
        return start[vertex + 1] - start[vertex];
    }
};

/// Groups 0..count-1 by key(i) < keys, keeping their order; item i is stored as value(i).
template <typename Key, typename Value>
[[nodiscard]] Adjacency groupBy(std::uint32_t keys, std::size_t count, Key key, Value value)
{
    Adjacency grouped;
    grouped.start.assign(std::size_t{keys} + 1, 0);
    grouped.items.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        ++grouped.start[key(i) + 1];
    std::partial_sum(grouped.start.begin(), grouped.start.end(), grouped.start.begin());
    std::vector<std::uint32_t> next(grouped.start.begin(), grouped.start.end() - 1);
    for (std::size_t i = 0; i < count; ++i)
        grouped.items[next[key(i)]++] = static_cast<std::uint32_t>(value(i));
    return grouped;
}

} // namespace orrery::layout
