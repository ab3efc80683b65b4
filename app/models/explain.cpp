// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/explain.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonValue>

#include "bridge/text.h"

namespace orrery::models {

using bridge::qs;
using bridge::spanText;

namespace {

constexpr double notable = 0.1;   ///< of a run's difference: a task below is not named
constexpr SpanMs leastSpan = 50;  ///< [ms] below is how machines are
constexpr qsizetype longest = 90; ///< characters of a value

/// Its sentences stand under this name in the translations.
struct Explain {
    Q_DECLARE_TR_FUNCTIONS(Explain)
};

std::string nodeOf(const std::string &task)
{
    return task.substr(0, task.find('['));
}

/// What a task's time hints at, next to its definition.
QString hintOf(const TaskChange &task, bool changed)
{
    if (changed)
        return Explain::tr("; its definition was changed");
    const double cpu = task.usageAfter.cpuSeconds - task.usageBefore.cpuSeconds;
    const double time = double(task.difference()) / 1000;
    if (task.usageBefore.cpuSeconds > 0 && std::abs(cpu) >= 0.6 * std::abs(time) &&
        (cpu > 0) == (time > 0))
        return cpu > 0 ? Explain::tr("; it computed more") : Explain::tr("; it computed less");
    if (task.usageBefore.cpuSeconds > 0 && std::abs(cpu) <= 0.2 * std::abs(time))
        return Explain::tr("; its CPU time is the same, so it waited for something else");
    const auto bytes = [](const Usage &usage) {
        return double(usage.readBytes + usage.writeBytes);
    };
    const double before = bytes(task.usageBefore), after = bytes(task.usageAfter);
    if (before > 0 && std::abs(after - before) > 0.25 * before)
        return after > before ? Explain::tr("; it read and wrote more")
                              : Explain::tr("; it read and wrote less");
    return {};
}

void addStates(QStringList &out, const RunComparison &found)
{
    if (found.before.state != found.after.state) {
        QString line = Explain::tr("The first run %1, the second %2")
                           .arg(bridge::title(found.before.state).toLower(),
                                bridge::title(found.after.state).toLower());
        const std::string &cause =
            found.after.cause.empty() ? found.before.cause : found.after.cause;
        out << (cause.empty() ? line : line + QStringLiteral(": ") + qs(cause));
    }
    for (const TaskChange &task : found.tasks)
        if (task.before && task.after && task.stateBefore != task.stateAfter &&
            (task.stateBefore == TaskState::Failed || task.stateAfter == TaskState::Failed))
            out << Explain::tr("%1 %2 before and %3 now")
                       .arg(qs(task.id), bridge::title(task.stateBefore).toLower(),
                            bridge::title(task.stateAfter).toLower());
}

void addValues(QStringList &out, const std::vector<ValueChange> &changes, const QString &form)
{
    for (const ValueChange &change : changes)
        out << form.arg(qs(change.path), shortValue(change.before), shortValue(change.after));
}

void addDag(QStringList &out, const DagDiff &diff, std::unordered_set<std::string> &changed)
{
    QStringList names;
    for (const DagChange &change : diff.changes) {
        const QString what = change.kind == DagChange::Kind::Added     ? Explain::tr("%1 is new")
                             : change.kind == DagChange::Kind::Removed ? Explain::tr("%1 is gone")
                             : change.kind == DagChange::Kind::Renamed
                                 ? Explain::tr("%1 was renamed")
                                 : Explain::tr("%1 was changed");
        if (change.subject == DagChange::Subject::Node) {
            changed.insert(change.id);
            names << what.arg(qs(change.id));
        } else {
            names << what.arg(change.id.empty() ? qs(text(change.subject)) : qs(change.id));
        }
    }
    if (names.isEmpty())
        return;
    constexpr qsizetype shown = 4;
    const qsizetype more = names.size() - shown;
    QString line = names.mid(0, shown).join(QStringLiteral(", "));
    if (more > 0)
        line += Explain::tr(" and %1 more").arg(more);
    out << Explain::tr("The DAG is another one: %1").arg(line);
}

void addTimes(QStringList &out, const RunComparison &found,
              const std::unordered_set<std::string> &changed)
{
    const SpanMs before = timeOf(found.before), after = timeOf(found.after);
    if (before < 0 || after < 0)
        return;
    const SpanMs whole = after - before;
    std::unordered_set<std::string> told; // a mapped node stands for its items
    for (const TaskChange &task : found.tasks) {
        const SpanMs by = task.difference();
        if (std::abs(by) < leastSpan || (whole != 0 && (by > 0) != (whole > 0)) ||
            double(std::abs(by)) < notable * double(std::abs(whole)) ||
            !told.insert(nodeOf(task.id)).second)
            continue;
        const QString line = (by > 0 ? Explain::tr("%1 took %2 longer (%3 instead of %4)")
                                     : Explain::tr("%1 took %2 less (%3 instead of %4)"))
                                 .arg(qs(task.id), spanText(std::abs(by)), spanText(task.timeAfter),
                                      spanText(task.timeBefore));
        out << line + hintOf(task, changed.contains(nodeOf(task.id)));
    }
}

} // namespace

SpanMs timeOf(const RunSummary &run)
{
    return run.ended > 0 ? run.ended - run.created : -1;
}

QString differenceText(SpanMs before, SpanMs after)
{
    if (before < 0 || after < 0)
        return {};
    const SpanMs by = after - before;
    const QString sign = by < 0 ? QStringLiteral("\u2212") : QStringLiteral("+");
    QString text = sign + spanText(std::abs(by));
    if (before > 0)
        text += QStringLiteral("  %1%2 %")
                    .arg(sign)
                    .arg(std::llround(100.0 * double(std::abs(by)) / double(before)));
    return text;
}

QString shortValue(const JsonText &value)
{
    if (value.empty())
        return Explain::tr("not set");
    QString text = qs(value);
    const QJsonDocument boxed = QJsonDocument::fromJson(
        QByteArray("[") + QByteArray::fromStdString(value) + QByteArray("]"));
    if (boxed.isArray() && boxed[0].isString())
        text = boxed[0].toString();
    text = text.simplified();
    return text.size() > longest ? text.left(longest) + QStringLiteral("…") : text;
}

QStringList explain(const RunComparison &found, int most)
{
    QStringList out;
    std::unordered_set<std::string> changed;
    addStates(out, found);
    addValues(out, found.parameters, Explain::tr("%1 was %2 and is %3"));
    addDag(out, found.dag, changed);
    addTimes(out, found, changed);
    addValues(out, found.environment, Explain::tr("The machine differs in %1: %2, now %3"));
    if (out.size() > most) {
        const qsizetype more = out.size() - most + 1;
        out = out.mid(0, most - 1);
        out << Explain::tr("and %1 more, listed below").arg(more);
    }
    return out;
}

} // namespace orrery::models
