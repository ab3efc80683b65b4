// SPDX-License-Identifier: GPL-3.0-or-later
// What is usual among durations, and which of them are not.
#pragma once

#include <vector>

namespace orrery::models {

/// @param sorted  rising, not empty; @param share  0..1
/// Linear between neighbours.
[[nodiscard]] double quantile(const std::vector<double> &sorted, double share);

struct Trend {
    std::size_t count = 0; ///< values that are there
    double median = 0;
    double p90 = 0;
    std::vector<bool> outlier; ///< per value
};

/// @param values  in order of time; negative = there is none
/// An outlier lies further from the median than 3.5 scaled median absolute deviations (at least 5 %
/// of the median, so that steady series have none); below 5 values nothing is called one.
/// Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993.
[[nodiscard]] Trend trendOf(const std::vector<double> &values);

} // namespace orrery::models
