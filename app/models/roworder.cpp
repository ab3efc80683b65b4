// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roworder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace orrery::models {
namespace {

/// What rows are sorted by: one of the two.
struct Keys {
    std::vector<double> numbers; ///< NaN = missing
    std::vector<QString> texts;

    void add(const RowRequest &request, const QByteArray &record)
    {
        const std::vector<QString> all = fieldsOf(record, request.form);
        const auto place = std::size_t(request.column);
        QString field = place < all.size() ? all[place] : QString();
        if (!request.numeric)
            return texts.push_back(std::move(field));
        bool number = false;
        const double value = field.toDouble(&number);
        numbers.push_back(number ? value : std::numeric_limits<double>::quiet_NaN());
    }

    [[nodiscard]] bool missing(std::uint32_t row) const
    {
        return numbers.empty() ? isMissing(texts[row]) : std::isnan(numbers[row]);
    }

    [[nodiscard]] bool less(std::uint32_t a, std::uint32_t b) const
    {
        return numbers.empty() ? texts[a] < texts[b] : numbers[a] < numbers[b];
    }
};

void sortRows(RowOrder &order, const Keys &keys, bool falling)
{
    std::vector<std::uint32_t> places(order.rows.size());
    std::iota(places.begin(), places.end(), 0U);
    std::stable_sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) {
        const bool noA = keys.missing(a), noB = keys.missing(b);
        if (noA || noB)
            return !noA && noB;
        return falling ? keys.less(b, a) : keys.less(a, b);
    });
    for (std::uint32_t &place : places)
        place = order.rows[place];
    order.rows = std::move(places);
}

} // namespace

RowOrder orderOf(const RowRequest &request, const std::function<bool()> &current)
{
    RowOrder order;
    Keys keys;
    std::uint32_t row = 0;
    bool skip = request.form.header && !request.form.json;
    const QByteArray plain = request.filter.toUtf8().toLower();
    const auto matches = [&](const QByteArray &record) {
        return plain.isEmpty() || record.toLower().contains(plain) ||
               QString::fromUtf8(record).contains(request.filter, Qt::CaseInsensitive);
    };
    (void)forEachRecord(request.range, request.kind, [&](QByteArrayView record) {
        if (!current())
            return false;
        if (std::exchange(skip, false))
            return true;
        const std::uint32_t here = row++;
        const QByteArray bytes = record.toByteArray();
        if (!matches(bytes))
            return true;
        order.cut = order.rows.size() >= request.most;
        if (order.cut)
            return false;
        order.rows.push_back(here);
        if (request.column >= 0)
            keys.add(request, bytes);
        return true;
    });
    if (request.column >= 0 && current())
        sortRows(order, keys, request.falling);
    return order;
}

} // namespace orrery::models
