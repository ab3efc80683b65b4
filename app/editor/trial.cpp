// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/trial.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "bridge/text.h"
#include "engine/toolkit.h"

namespace orrery::editor {

using bridge::qs;

namespace {

/// Is this text a JSON value by itself?
bool isJson(const QByteArray &text)
{
    QJsonParseError error{};
    (void)QJsonDocument::fromJson("[" + text + "]", &error);
    return error.error == QJsonParseError::NoError && !text.trimmed().isEmpty();
}

QByteArray quoted(const QString &text)
{
    const QByteArray list = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2);
}

} // namespace

std::vector<Sample> samplesOf(const DagSpec &dag, NodeIndex node)
{
    std::vector<Sample> samples;
    for (const Port &port : dag.nodes[node].task.inputs)
        samples.push_back({Sample::Kind::Input, port.name, port.type, port.required,
                           port.description, port.defaultValue});
    for (const Parameter &one : dag.parameters)
        samples.push_back({Sample::Kind::Parameter, one.name, one.type, one.required,
                           one.description, one.defaultValue});
    return samples;
}

Result<JsonText> sampleFromText(const std::string &type, const QString &text)
{
    const bool words = type == "STRING" || type.starts_with("DATE");
    if (text.isEmpty())
        return JsonText();
    if (words)
        return quoted(text).toStdString();
    if (isJson(text.toUtf8()))
        return text.trimmed().toStdString();
    if (type == "ANY")
        return quoted(text).toStdString();
    return orrery::fail(
        ErrorCode::InvalidSpec, text.toStdString(),
        bridge::text(Trial::tr("write %1 as JSON, for instance %2")
                         .arg(qs(type), type.starts_with("ARRAY") ? QStringLiteral("[1, 2]")
                                        : type == "BOOLEAN"       ? QStringLiteral("true")
                                        : type.starts_with("MAP") || type == "OBJECT"
                                            ? QStringLiteral("{\"a\": 1}")
                                            : QStringLiteral("42"))));
}

Result<DagSpec> trialOf(const DagSpec &dag, NodeIndex node, const std::vector<Sample> &samples)
{
    DagSpec trial;
    const NodeSpec &tried = dag.nodes[node];
    trial.id = dag.id.empty() ? "trial" : dag.id + ".trial";
    trial.name = bridge::text(Trial::tr("Trial of %1").arg(qs(tried.id)));
    trial.parameters = dag.parameters;
    trial.sourceDir = dag.sourceDir;
    trial.nodes = {tried};
    NodeSpec &only = trial.nodes.front();
    ExecutionConfig execution;
    execution.timeout = tried.execution.timeout;
    execution.network = tried.execution.network;
    execution.isolation = tried.execution.isolation;
    only.execution = execution;
    for (const Sample &sample : samples) {
        if (sample.required && sample.value.empty())
            return orrery::fail(ErrorCode::InvalidSpec, sample.name,
                                bridge::text(Trial::tr("a value is needed to try the script")));
        if (!sample.value.empty() && !isJson(QByteArray::fromStdString(sample.value)))
            return orrery::fail(ErrorCode::InvalidSpec, sample.name,
                                bridge::text(Trial::tr("the value is no JSON")));
        if (sample.kind == Sample::Kind::Input) {
            for (Port &port : only.task.inputs)
                if (port.name == sample.name) {
                    port.required = false;
                    port.defaultValue = sample.value;
                }
        } else {
            for (Parameter &one : trial.parameters)
                if (one.name == sample.name) {
                    one.required = false;
                    one.defaultValue = sample.value;
                }
        }
    }
    return trial;
}

Trial::Trial(bridge::SessionBridge &bridge, QObject *parent) : QObject(parent), m_bridge(bridge)
{
    connect(&bridge, &bridge::SessionBridge::runsChanged, this,
            [this](const std::vector<RunSummary> &runs) {
                for (const RunSummary &run : runs)
                    if (m_running && run.id == m_run && isFinal(run.state))
                        finish(run);
            });
}

void Trial::start(const DagSpec &trial, const QString &file)
{
    if (m_running)
        return;
    const std::uint64_t generation = ++m_generation;
    m_running = true;
    m_run = {};
    emit started();
    if (!m_bridge.session())
        return fail(tr("the engine is not reachable"));
    StartRequest request;
    request.file = bridge::text(file);
    request.text = toolkit::toJson(trial);
    request.trigger = "trial";
    request.noCache = true;
    const QPointer<Trial> self(this);
    m_bridge.start(std::move(request), [self, generation](const Result<RunId> &run) {
        if (!self || self->m_generation != generation)
            return;
        if (!run)
            return self->fail(bridge::errorText(run.error()));
        self->follow(*run);
    });
}

void Trial::follow(const RunId &run)
{
    m_run = run;
    const QPointer<Trial> self(this);
    m_log = m_bridge.session()->follow(run, 0, 0, [self](const LogChunk &chunk) {
        if (self && !chunk.text.empty())
            emit self->printed(QByteArray::fromStdString(chunk.text));
    });
    if (const RunSummary *known = m_bridge.run(run); known && isFinal(known->state))
        finish(*known);
}

void Trial::finish(const RunSummary &run)
{
    m_running = false;
    const bool good = run.state == RunState::Succeeded;
    const qint64 ms = run.ended - run.created;
    const QString cause = qs(run.cause);
    const QPointer<Trial> self(this);
    const std::uint64_t generation = m_generation;
    m_bridge.session()->task(run.id, 0, [=](const Result<TaskDetail> &task) {
        if (!self || self->m_generation != generation)
            return;
        QString outputs;
        if (task && !task->attempts.empty())
            outputs = qs(task->attempts.back().outputs);
        emit self->ended(good, cause, outputs, ms);
    });
}

void Trial::fail(const QString &why)
{
    m_running = false;
    emit ended(false, why, {}, 0);
}

void Trial::cancel()
{
    if (m_running && !m_run.empty())
        m_bridge.cancel(m_run);
}

} // namespace orrery::editor
