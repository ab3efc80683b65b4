// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statistics.h"

#include <algorithm>
#include <cmath>

namespace orrery::models {

double quantile(const std::vector<double> &sorted, double share)
{
    const double place = std::clamp(share, 0.0, 1.0) * double(sorted.size() - 1);
    const auto below = std::size_t(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
}

Trend trendOf(const std::vector<double> &values)
{
    Trend trend;
    trend.outlier.assign(values.size(), false);
    std::vector<double> sorted;
    for (const double value : values)
        if (value >= 0)
            sorted.push_back(value);
    trend.count = sorted.size();
    if (sorted.empty())
        return trend;
    std::sort(sorted.begin(), sorted.end());
    trend.median = quantile(sorted, 0.5);
    trend.p90 = quantile(sorted, 0.9);
    constexpr std::size_t fewest = 5;
    if (sorted.size() < fewest)
        return trend;
    for (double &value : sorted)
        value = std::abs(value - trend.median);
    std::sort(sorted.begin(), sorted.end());
    constexpr double toSigma = 1.4826; // of a normal distribution
    const double deviation = std::max(toSigma * quantile(sorted, 0.5), 0.05 * trend.median);
    for (std::size_t i = 0; i < values.size(); ++i)
        trend.outlier[i] = values[i] >= 0 && std::abs(values[i] - trend.median) > 3.5 * deviation;
    return trend;
}

} // namespace orrery::models
