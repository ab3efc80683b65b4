// SPDX-License-Identifier: GPL-3.0-or-later
// Chance, and the account of what happened: same seed, same sequence, same hash.
#pragma once

#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>

namespace orrery::simulation {

/// The only source of chance of a simulation. Not std::uniform_int_distribution: that differs
/// between standard libraries.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_random(seed) {}
    /// 0 .. n, both included
    [[nodiscard]] std::int64_t upTo(std::int64_t n)
    {
        return static_cast<std::int64_t>(m_random() % (static_cast<std::uint64_t>(n) + 1));
    }
    [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most)
    {
        return least + upTo(most - least);
    }
    [[nodiscard]] bool chance(int percent) { return upTo(99) < percent; }
    [[nodiscard]] std::uint32_t bits() { return static_cast<std::uint32_t>(m_random()); }

private:
    std::mt19937_64 m_random;
};

/// Every line that is noted goes into the hash; the first broken rule ends the simulation.
class Trace {
public:
    Trace(std::uint64_t seed, bool verbose) : m_seed(seed), m_verbose(verbose) {}

    void note(std::int64_t at, std::string_view line)
    {
        for (const char c : line)
            mix(static_cast<unsigned char>(c));
        mix(static_cast<std::uint64_t>(at));
        ++m_lines;
        if (m_verbose)
            std::printf("%9lld  %.*s\n", static_cast<long long>(at), static_cast<int>(line.size()),
                        line.data());
    }
    /// What has to be the same for the same seed, and would only fill the log.
    void mixIn(std::string_view bytes)
    {
        for (const char c : bytes)
            mix(static_cast<unsigned char>(c));
    }
    void broke(std::int64_t at, const std::string &rule)
    {
        if (m_broken.empty())
            m_broken = rule + " (at " + std::to_string(at) + " ms)";
        note(at, "BROKEN: " + rule);
    }
    [[nodiscard]] const std::string &broken() const { return m_broken; }
    [[nodiscard]] std::uint64_t hash() const { return m_hash; }
    [[nodiscard]] std::uint64_t lines() const { return m_lines; }
    [[nodiscard]] std::uint64_t seed() const { return m_seed; }

private:
    /// FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/
    void mix(std::uint64_t value) { m_hash = (m_hash ^ value) * 1099511628211ULL; }

    std::uint64_t m_seed;
    bool m_verbose;
    std::uint64_t m_hash = 14695981039346656037ULL;
    std::uint64_t m_lines = 0;
    std::string m_broken;
};

} // namespace orrery::simulation
