// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/alertrules.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "bridge/text.h"
#include "engine/toolkit.h"

namespace orrery::models {
namespace {

constexpr std::pair<AlertSeries, const char *> keys[] = {
    {AlertSeries::HostCpu, "host.cpu"},
    {AlertSeries::HostMemory, "host.memory"},
    {AlertSeries::HostDisk, "host.disk"},
    {AlertSeries::GpuUse, "gpu.utilization"},
    {AlertSeries::GpuMemory, "gpu.memory"},
    {AlertSeries::DurationVariance, "executionDurationVariance"},
    {AlertSeries::QueueDepth, "queue.depth"},
    {AlertSeries::RunWait, "run.wait"},
};

/// Its sentences stand under this name in the translations.
struct AlertText {
    Q_DECLARE_TR_FUNCTIONS(AlertText)
};

QString allKeys()
{
    QStringList names;
    for (const auto &[series, name] : keys)
        names << QLatin1String(name);
    return names.join(QStringLiteral(", "));
}

tl::unexpected<Error> wrong(const QString &where, const QString &what)
{
    return fail(ErrorCode::InvalidSpec, bridge::text(where), bridge::text(what));
}

/// One rule of the file; `path` is its place in it.
Result<AlertRule> parseRule(const QJsonValue &value, const QString &path)
{
    if (!value.isObject())
        return wrong(path, AlertText::tr("a rule is an object with id, series and above or below"));
    const QJsonObject object = value.toObject();
    for (const QString &key : object.keys())
        if (!QStringList{QStringLiteral("id"), QStringLiteral("series"), QStringLiteral("above"),
                         QStringLiteral("below"), QStringLiteral("for"), QStringLiteral("on")}
                 .contains(key))
            return wrong(
                path + QLatin1Char('/') + key,
                AlertText::tr("unknown key; a rule has id, series, above or below, for, on"));
    AlertRule rule;
    rule.id = object.value(QStringLiteral("id")).toString();
    if (rule.id.isEmpty())
        return wrong(path + QStringLiteral("/id"), AlertText::tr("a rule needs a name"));
    const QString series = object.value(QStringLiteral("series")).toString();
    const auto known = std::find_if(std::begin(keys), std::end(keys), [&](const auto &one) {
        return series == QLatin1String(one.second);
    });
    if (known == std::end(keys))
        return wrong(path + QStringLiteral("/series"),
                     AlertText::tr("%1 is not measured; there are %2").arg(series, allKeys()));
    rule.series = known->first;
    const bool above = object.contains(QStringLiteral("above"));
    if (above == object.contains(QStringLiteral("below")))
        return wrong(path, AlertText::tr("say either above or below"));
    rule.above = above;
    const QString bound = above ? QStringLiteral("above") : QStringLiteral("below");
    if (!object.value(bound).isDouble() || object.value(bound).toDouble() < 0)
        return wrong(path + QLatin1Char('/') + bound,
                     AlertText::tr("the bound is a number from 0 on"));
    rule.bound = object.value(bound).toDouble();
    if (const QJsonValue lasting = object.value(QStringLiteral("for")); !lasting.isUndefined()) {
        const auto span = toolkit::parseDuration(bridge::text(lasting.toString()));
        if (!span)
            return wrong(path + QStringLiteral("/for"),
                         AlertText::tr("%1 is no duration such as PT30S").arg(lasting.toString()));
        rule.lasting = *span;
    }
    if (const QJsonValue on = object.value(QStringLiteral("on")); !on.isUndefined()) {
        if (!on.isBool())
            return wrong(path + QStringLiteral("/on"), AlertText::tr("true or false"));
        rule.on = on.toBool();
    }
    return rule;
}

} // namespace

QString seriesKey(AlertSeries series)
{
    for (const auto &[one, name] : keys)
        if (one == series)
            return QString::fromLatin1(name);
    return {};
}

QString seriesTitle(AlertSeries series)
{
    switch (series) {
    case AlertSeries::HostCpu:
        return AlertText::tr("CPU of a host");
    case AlertSeries::HostMemory:
        return AlertText::tr("Memory of a host");
    case AlertSeries::HostDisk:
        return AlertText::tr("Disk of the home");
    case AlertSeries::GpuUse:
        return AlertText::tr("Use of a GPU");
    case AlertSeries::GpuMemory:
        return AlertText::tr("Memory of a GPU");
    case AlertSeries::DurationVariance:
        return AlertText::tr("Time of a run against its median");
    case AlertSeries::QueueDepth:
        return AlertText::tr("Tasks that wait");
    case AlertSeries::RunWait:
        break;
    }
    return AlertText::tr("Wait of a run for its turn");
}

QString alertValueText(AlertSeries series, double value)
{
    if (series == AlertSeries::QueueDepth)
        return bridge::counted(std::uint64_t(std::max(0.0, value)), "task", "tasks");
    if (series == AlertSeries::RunWait)
        return bridge::spanText(SpanMs(value * 1000));
    return AlertText::tr("%1 %").arg(std::lround(value * 100));
}

std::vector<AlertRule> usualAlertRules()
{
    constexpr SpanMs halfMinute = 30'000;
    return {
        {QStringLiteral("cpuUtilization"), AlertSeries::HostCpu, 0.9, true, halfMinute, true},
        {QStringLiteral("memoryUtilization"), AlertSeries::HostMemory, 0.95, true, halfMinute,
         true},
        {QStringLiteral("diskUtilization"), AlertSeries::HostDisk, 0.85, true, 0, true},
        {QStringLiteral("executionDurationVariance"), AlertSeries::DurationVariance, 0.3, true, 0,
         true},
    };
}

Result<std::vector<AlertRule>> parseAlertRules(const QByteArray &text, const QString &file)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = text.left(error.offset);
        const auto line = before.count('\n') + 1;
        const auto column = before.size() - before.lastIndexOf('\n');
        return wrong(QStringLiteral("%1:%2:%3").arg(file).arg(line).arg(column),
                     error.errorString());
    }
    if (!document.isObject() || !document[QStringLiteral("rules")].isArray())
        return wrong(file, AlertText::tr("the file is an object with a list named rules"));
    for (const QString &key : document.object().keys())
        if (key != QStringLiteral("rules"))
            return wrong(QStringLiteral("%1: %2").arg(file, key),
                         AlertText::tr("unknown key; there is rules"));
    std::vector<AlertRule> rules;
    const QJsonArray list = document[QStringLiteral("rules")].toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        auto rule = parseRule(list[i], QStringLiteral("%1: rules/%2").arg(file).arg(i));
        if (!rule)
            return tl::unexpected(rule.error());
        const auto same = std::find_if(rules.begin(), rules.end(), [&](const AlertRule &other) {
            return other.id == rule->id;
        });
        if (same != rules.end())
            return wrong(QStringLiteral("%1: rules/%2/id").arg(file).arg(i),
                         AlertText::tr("%1 is the name of another rule").arg(rule->id));
        rules.push_back(std::move(*rule));
    }
    return rules;
}

QByteArray alertRulesJson(const std::vector<AlertRule> &rules)
{
    QJsonArray list;
    for (const AlertRule &rule : rules) {
        QJsonObject object{
            {QStringLiteral("id"), rule.id},
            {QStringLiteral("series"), seriesKey(rule.series)},
            {rule.above ? QStringLiteral("above") : QStringLiteral("below"), rule.bound}};
        if (rule.lasting > 0)
            object[QStringLiteral("for")] = bridge::qs(toolkit::formatDuration(rule.lasting));
        if (!rule.on)
            object[QStringLiteral("on")] = false;
        list.append(object);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("rules"), list}}).toJson();
}

void AlertWatch::setRules(std::vector<AlertRule> rules)
{
    // What a rule raised that is no more, or another one now, goes on in the list but no further.
    for (auto state = m_states.begin(); state != m_states.end();) {
        const auto kept = std::find_if(rules.begin(), rules.end(), [&](const AlertRule &rule) {
            const auto before = std::find(m_rules.begin(), m_rules.end(), rule);
            return rule.id == state->first.first && before != m_rules.end() && rule.on;
        });
        if (kept == rules.end()) {
            if (state->second.alert < m_alerts.size() && m_alerts[state->second.alert].ended == 0)
                m_alerts[state->second.alert].ended = m_alerts[state->second.alert].since;
            state = m_states.erase(state);
        } else {
            ++state;
        }
    }
    m_rules = std::move(rules);
}

std::vector<std::size_t> AlertWatch::read(AlertSeries series, const QString &subject, double value,
                                          WallMs at, const RunId &run)
{
    std::vector<std::size_t> raised;
    for (const AlertRule &rule : m_rules) {
        if (!rule.on || rule.series != series)
            continue;
        State &state = m_states[{rule.id, subject}];
        if (rule.above ? value <= rule.bound : value >= rule.bound) {
            if (state.alert < m_alerts.size())
                m_alerts[state.alert].ended = at;
            state = {};
            continue;
        }
        if (state.beyond == 0)
            state.beyond = at;
        if (state.alert < m_alerts.size()) {
            double &worst = m_alerts[state.alert].value;
            worst = rule.above ? std::max(worst, value) : std::min(worst, value);
        } else if (at - state.beyond >= rule.lasting) {
            trim();
            state.alert = m_alerts.size();
            m_alerts.push_back(
                {rule.id, series, subject, rule.bound, value, state.beyond, 0, false, run});
            raised.push_back(state.alert);
        }
    }
    return raised;
}

void AlertWatch::forget(AlertSeries series, const QString &subject, WallMs at)
{
    for (const AlertRule &rule : m_rules) {
        const auto state = m_states.find({rule.id, subject});
        if (rule.series != series || state == m_states.end())
            continue;
        if (state->second.alert < m_alerts.size())
            m_alerts[state->second.alert].ended = at;
        m_states.erase(state);
    }
}

void AlertWatch::trim()
{
    if (m_alerts.size() < mostAlerts)
        return;
    const auto oldest = std::find_if(m_alerts.begin(), m_alerts.end(),
                                     [](const Alert &alert) { return alert.ended > 0; });
    const auto gone =
        std::size_t((oldest == m_alerts.end() ? m_alerts.begin() : oldest) - m_alerts.begin());
    m_alerts.erase(m_alerts.begin() + std::ptrdiff_t(gone));
    for (auto &[key, state] : m_states)
        if (state.alert == gone)
            state.alert = std::size_t(-1);
        else if (state.alert != std::size_t(-1) && state.alert > gone)
            --state.alert;
}

void AlertWatch::acknowledge(std::size_t alert)
{
    m_alerts[alert].acknowledged = true;
}

void AlertWatch::acknowledgeAll()
{
    for (Alert &alert : m_alerts)
        alert.acknowledged = true;
}

std::size_t AlertWatch::open() const
{
    return std::size_t(std::count_if(m_alerts.begin(), m_alerts.end(),
                                     [](const Alert &alert) { return !alert.acknowledged; }));
}

} // namespace orrery::models
