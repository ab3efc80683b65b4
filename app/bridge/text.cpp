// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/text.h"

#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace orrery::bridge {
namespace {

struct Time {
    Q_DECLARE_TR_FUNCTIONS(Time)
};

/// What counted() is asked for, one and many of each; a test holds every call against it.
[[maybe_unused]] constexpr std::array countWords{
    QT_TRANSLATE_NOOP("Count", "node"),
    QT_TRANSLATE_NOOP("Count", "nodes"),
    QT_TRANSLATE_NOOP("Count", "edge"),
    QT_TRANSLATE_NOOP("Count", "edges"),
    QT_TRANSLATE_NOOP("Count", "time"),
    QT_TRANSLATE_NOOP("Count", "times"),
    QT_TRANSLATE_NOOP("Count", "task"),
    QT_TRANSLATE_NOOP("Count", "tasks"),
    QT_TRANSLATE_NOOP("Count", "task runs"),
    QT_TRANSLATE_NOOP("Count", "tasks run"),
    QT_TRANSLATE_NOOP("Count", "run is going on"),
    QT_TRANSLATE_NOOP("Count", "runs are going on"),
    QT_TRANSLATE_NOOP("Count", "further finding is"),
    QT_TRANSLATE_NOOP("Count", "further findings are"),
    QT_TRANSLATE_NOOP("Count", "unread notification"),
    QT_TRANSLATE_NOOP("Count", "unread notifications"),
    QT_TRANSLATE_NOOP("Count", "run"),
    QT_TRANSLATE_NOOP("Count", "runs"),
    QT_TRANSLATE_NOOP("Count", "outlier"),
    QT_TRANSLATE_NOOP("Count", "outliers"),
    QT_TRANSLATE_NOOP("Count", "change"),
    QT_TRANSLATE_NOOP("Count", "changes"),
    QT_TRANSLATE_NOOP("Count", "row"),
    QT_TRANSLATE_NOOP("Count", "rows"),
    QT_TRANSLATE_NOOP("Count", "member"),
    QT_TRANSLATE_NOOP("Count", "members"),
    QT_TRANSLATE_NOOP("Count", "element"),
    QT_TRANSLATE_NOOP("Count", "elements"),
};

[[maybe_unused]] constexpr const char *paused = QT_TRANSLATE_NOOP("State", "Paused");

} // namespace

QString spanText(SpanMs span)
{
    if (span < 0)
        return {};
    if (span < 1000)
        return QStringLiteral("%1 ms").arg(span);
    if (span < 60'000)
        return QStringLiteral("%1 s").arg(double(span) / 1000, 0, 'f', 1);
    const SpanMs seconds = span / 1000;
    if (seconds < 3600)
        return QStringLiteral("%1 m %2 s")
            .arg(seconds / 60)
            .arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1 h %2 m")
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString clockText(WallMs at)
{
    if (at == 0)
        return {};
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at);
    return QLocale().toString(time, time.date() == QDate::currentDate() ? QStringLiteral("HH:mm:ss")
                                                                        : Time::tr("d MMM HH:mm"));
}

QString dateText(WallMs at)
{
    if (at == 0)
        return {};
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(at), Time::tr("d MMM yyyy HH:mm:ss"));
}

QString agoText(WallMs at, WallMs now)
{
    if (at == 0)
        return {};
    const bool ahead = at > now;
    const SpanMs seconds = std::abs(now - at) / 1000;
    if (seconds < 10)
        return ahead ? Time::tr("now") : Time::tr("just now");
    QString amount;
    if (seconds < 60)
        amount = Time::tr("%1 s").arg(seconds);
    else if (seconds < 3600)
        amount = Time::tr("%1 min").arg(seconds / 60);
    else if (seconds < 86'400)
        amount = Time::tr("%1 h").arg(seconds / 3600);
    else
        amount = seconds < 172'800 ? Time::tr("1 day") : Time::tr("%1 days").arg(seconds / 86'400);
    return (ahead ? Time::tr("in %1") : Time::tr("%1 ago")).arg(amount);
}

QString reasonText(const TaskRow &row, WallMs now)
{
    const QString reason = qs(row.reason);
    if (row.cachedFrom.empty())
        return reason;
    return QStringLiteral("%1, %2").arg(reason, agoText(row.cachedAt, now));
}

QString figureText(double value)
{
    QString text = QString::number(value, 'f', std::fabs(value) < 9.95 ? 1 : 0);
    if (text.endsWith(QLatin1String(".0")))
        text.chop(2);
    return text;
}

QString bytesText(double bytes)
{
    static constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    while (bytes >= 1000 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    return figureText(bytes) + QLatin1Char(' ') + QLatin1String(units[unit]);
}

QString errorText(const Error &error)
{
    return error.where.empty() ? qs(error.what)
                               : qs(error.where) + QStringLiteral(": ") + qs(error.what);
}

TaskState signOf(RunState state)
{
    switch (state) {
    case RunState::Pending:
        return TaskState::Pending;
    case RunState::Running:
        return TaskState::Running;
    case RunState::Paused:
        return TaskState::Held;
    case RunState::Succeeded:
        return TaskState::Succeeded;
    case RunState::Failed:
        return TaskState::Failed;
    case RunState::Cancelled:
        return TaskState::Cancelled;
    }
    return TaskState::Pending;
}

static QString capitalised(std::string_view word)
{
    QString text = qs(word);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

static QString stateTitle(std::string_view word)
{
    return QCoreApplication::translate("State", capitalised(word).toLatin1().constData());
}

QString title(RunState state)
{
    return stateTitle(orrery::text(state));
}
QString title(TaskState state)
{
    return stateTitle(orrery::text(state));
}

QString title(Isolation isolation)
{
    switch (isolation) {
    case Isolation::Process:
        return QCoreApplication::translate("Isolation", "process");
    case Isolation::Sandbox:
        return QCoreApplication::translate("Isolation", "sandbox");
    case Isolation::Container:
        return QCoreApplication::translate("Isolation", "container");
    }
    return {};
}

QString counted(std::uint64_t count, const char *one, const char *many)
{
    return QStringLiteral("%1 %2").arg(count).arg(
        QCoreApplication::translate("Count", count == 1 ? one : many));
}

SpanMs elapsed(WallMs start, WallMs end, WallMs now)
{
    if (start == 0)
        return -1;
    return std::max<SpanMs>(0, (end != 0 ? end : now) - start);
}

static QString quoted(const QString &word)
{
    const auto plain = [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) ||
               QStringLiteral("_-./:=,@%+").contains(c);
    };
    if (!word.isEmpty() && std::all_of(word.cbegin(), word.cend(), plain))
        return word;
    QString inside = word;
    inside.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
    return QLatin1Char('\'') + inside + QLatin1Char('\'');
}

QString shellQuoted(const std::vector<std::string> &words)
{
    QStringList parts;
    for (const std::string &word : words)
        parts << quoted(qs(word));
    return parts.join(QLatin1Char(' '));
}

QString shellCommand(const AttemptView &attempt)
{
    QStringList parts;
    if (!attempt.workDir.empty())
        parts << QStringLiteral("cd %1 &&").arg(quoted(qs(attempt.workDir)));
    if (!attempt.environment.empty()) {
        parts << QStringLiteral("env");
        for (const auto &[name, value] : attempt.environment)
            parts << quoted(qs(name + "=" + value));
    }
    parts << shellQuoted(attempt.command);
    return parts.join(QLatin1Char(' '));
}

} // namespace orrery::bridge
