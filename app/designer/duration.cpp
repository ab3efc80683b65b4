// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/duration.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QRegularExpression>

#include "bridge/text.h"
#include "engine/toolkit.h"

namespace orrery::designer {

namespace {

struct Unit {
    double ms;
    const char *shown;
    std::initializer_list<const char *> words;
};

const std::array<Unit, 6> &units()
{
    static const std::array<Unit, 6> all{{
        {7.0 * 86'400'000, nullptr, {"w", "week", "weeks"}},
        {86'400'000, "d", {"d", "day", "days"}},
        {3'600'000, "h", {"h", "hr", "hrs", "hour", "hours"}},
        {60'000, "min", {"min", "m", "mins", "minute", "minutes"}},
        {1000, "s", {"s", "sec", "secs", "second", "seconds"}},
        {1, "ms", {"ms", "millisecond", "milliseconds"}},
    }};
    return all;
}

const Unit *unitOf(const QString &word)
{
    for (const Unit &unit : units())
        for (const char *known : unit.words)
            if (word.compare(QLatin1String(known), Qt::CaseInsensitive) == 0)
                return &unit;
    return nullptr;
}

} // namespace

std::string isoDuration(const QString &typed)
{
    static const QRegularExpression part(QStringLiteral("\\G\\s*([0-9]+(?:\\.[0-9]+)?)\\s*"
                                                        "([A-Za-z]+)\\s*(?:,|and)?"));
    const QString text = typed.trimmed();
    double total = 0;
    qsizetype at = 0;
    while (at < text.size()) {
        const auto match = part.match(text, at);
        const Unit *unit = match.hasMatch() ? unitOf(match.captured(2)) : nullptr;
        if (unit == nullptr)
            return bridge::text(text);
        total += match.captured(1).toDouble() * unit->ms;
        at = match.capturedEnd();
    }
    constexpr double most = 9e15; // below what SpanMs holds
    if (text.isEmpty() || total > most)
        return bridge::text(text);
    return toolkit::formatDuration(SpanMs(std::llround(total)));
}

QString durationText(const std::string &iso)
{
    const auto span = toolkit::parseDuration(iso);
    if (!span)
        return bridge::qs(iso);
    if (*span == 0)
        return QStringLiteral("0 s");
    SpanMs left = *span;
    QStringList parts;
    for (const Unit &unit : units()) {
        if (unit.shown == nullptr)
            continue;
        const SpanMs count = left / SpanMs(unit.ms);
        left -= count * SpanMs(unit.ms);
        if (count > 0)
            parts << QStringLiteral("%1 %2").arg(count).arg(QLatin1String(unit.shown));
    }
    return parts.join(QLatin1Char(' '));
}

} // namespace orrery::designer
