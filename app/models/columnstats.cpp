// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/columnstats.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDate>

#include "models/delimited.h"

namespace orrery::models {
namespace {

bool isDate(const QString &text)
{
    if (text.size() < 10 || text[4] != QLatin1Char('-') || text[7] != QLatin1Char('-'))
        return false;
    return QDate(QStringView(text).first(4).toInt(), QStringView(text).mid(5, 2).toInt(),
                 QStringView(text).mid(8, 2).toInt())
        .isValid();
}

bool isBoolean(const QString &text)
{
    return text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0 ||
           text.compare(QLatin1String("false"), Qt::CaseInsensitive) == 0;
}

} // namespace

void ColumnStats::add(const QString &field)
{
    ++m_count;
    if (isMissing(field)) {
        ++m_missing;
        return;
    }
    if (const auto known = m_values.find(field); known != m_values.end())
        ++known->second;
    else if (m_values.size() < mostDistinct)
        m_values.emplace(field, 1);
    else
        m_moreDistinct = true;
    bool number = false;
    const double value = field.trimmed().toDouble(&number);
    if (!number || !std::isfinite(value)) {
        m_booleans += isBoolean(field) ? 1 : 0;
        m_dates += isDate(field) ? 1 : 0;
        return;
    }
    ++m_numbers;
    if (value == std::floor(value) && !field.contains(QLatin1Char('.')) &&
        !field.contains(QLatin1Char('e'), Qt::CaseInsensitive))
        ++m_integers;
    m_min = m_numbers == 1 ? value : std::min(m_min, value);
    m_max = m_numbers == 1 ? value : std::max(m_max, value);
    m_mean += (value - m_mean) / double(m_numbers);
    // Reservoir sampling. Source: J. S. Vitter, Random sampling with a reservoir, 1985.
    if (m_sample.size() < sampleSize) {
        m_sample.push_back(value);
    } else {
        const auto place = std::uniform_int_distribution<std::uint64_t>(0, m_numbers - 1)(m_random);
        if (place < sampleSize)
            m_sample[std::size_t(place)] = value;
    }
}

ColumnStats::Type ColumnStats::type() const
{
    const std::uint64_t there = m_count - m_missing;
    if (there == 0)
        return Type::Empty;
    if (m_integers == there)
        return Type::Integer;
    if (m_numbers == there)
        return Type::Number;
    if (m_booleans == there)
        return Type::Boolean;
    return m_dates == there ? Type::Date : Type::Text;
}

QString ColumnStats::typeText() const
{
    switch (type()) {
    case Type::Empty:
        return QCoreApplication::translate("Table", "empty");
    case Type::Integer:
        return QCoreApplication::translate("Table", "integer");
    case Type::Number:
        return QCoreApplication::translate("Table", "number");
    case Type::Boolean:
        return QCoreApplication::translate("Table", "boolean");
    case Type::Date:
        return QCoreApplication::translate("Table", "date");
    case Type::Text:
        break;
    }
    return QCoreApplication::translate("Table", "text");
}

std::vector<double> ColumnStats::histogram() const
{
    std::vector<double> shares;
    if (!numeric()) {
        for (const auto &[value, count] : frequent(bins))
            shares.push_back(double(count));
        if (!shares.empty() && shares.front() <= 1) // each value once: there is nothing to see
            return {};
    } else {
        shares.assign(bins, 0);
        const double width = m_max - m_min;
        for (const double value : m_sample)
            ++shares[width > 0
                         ? std::size_t(std::clamp(int((value - m_min) / width * bins), 0, bins - 1))
                         : 0];
    }
    const double most = shares.empty() ? 1 : *std::max_element(shares.begin(), shares.end());
    for (double &share : shares)
        share /= std::max(most, 1e-300);
    return shares;
}

std::vector<std::pair<QString, std::uint64_t>> ColumnStats::frequent(std::size_t most) const
{
    if (m_moreDistinct)
        return {};
    std::vector<std::pair<QString, std::uint64_t>> all(m_values.begin(), m_values.end());
    const auto end = all.begin() + std::ptrdiff_t(std::min(most, all.size()));
    std::partial_sort(all.begin(), end, all.end(), [](const auto &a, const auto &b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    all.erase(end, all.end());
    return all;
}

} // namespace orrery::models
