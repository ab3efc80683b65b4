// SPDX-License-Identifier: GPL-3.0-or-later
// What a column of a table holds: its type, how much is missing, how its values are spread.
#pragma once

#include <cstdint>
#include <random>
#include <unordered_map>
#include <vector>

#include <QString>

namespace orrery::models {

class ColumnStats {
public:
    static constexpr std::size_t mostDistinct = 10'000; ///< counted exactly up to here
    static constexpr std::size_t sampleSize = 20'000;   ///< values behind the histogram
    static constexpr int bins = 24;

    enum class Type { Empty, Integer, Number, Boolean, Date, Text };

    void add(const QString &field);

    [[nodiscard]] Type type() const;
    [[nodiscard]] QString typeText() const;
    [[nodiscard]] std::uint64_t count() const { return m_count; } ///< fields, missing ones included
    [[nodiscard]] std::uint64_t missing() const { return m_missing; }
    [[nodiscard]] std::size_t distinct() const { return m_values.size(); }
    [[nodiscard]] bool distinctIsMore() const { return m_moreDistinct; } ///< than distinct()
    // --- of numbers
    [[nodiscard]] bool numeric() const { return type() == Type::Integer || type() == Type::Number; }
    [[nodiscard]] double min() const { return m_min; }
    [[nodiscard]] double max() const { return m_max; }
    [[nodiscard]] double mean() const { return m_mean; }
    /// Share of the fullest bin, 0..1, from min to max; of other types the most frequent
    /// values, none when each occurs once.
    [[nodiscard]] std::vector<double> histogram() const;
    /// The most frequent values with their counts, at most `most`; none once they were too many.
    [[nodiscard]] std::vector<std::pair<QString, std::uint64_t>> frequent(std::size_t most) const;

private:
    std::uint64_t m_count = 0, m_missing = 0;
    std::uint64_t m_integers = 0, m_numbers = 0, m_booleans = 0, m_dates = 0;
    double m_min = 0, m_max = 0, m_mean = 0;
    std::unordered_map<QString, std::uint64_t> m_values;
    bool m_moreDistinct = false;
    std::vector<double> m_sample; ///< a fair one, whatever the file's length
    std::minstd_rand m_random{1}; ///< seeded alike: the same file gives the same picture
};

} // namespace orrery::models
