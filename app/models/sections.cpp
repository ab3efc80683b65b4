// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/sections.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include "bridge/text.h"
#include "engine/toolkit.h"

namespace orrery::models {

using bridge::qs;

namespace {

class Builder {
public:
    explicit Builder(const char *title) { m_section.title = QObject::tr(title); }
    Builder &text(const char *name, const QString &value, Field::Kind kind = Field::Kind::Text)
    {
        if (!value.isEmpty())
            m_section.fields.push_back({QObject::tr(name), value, kind});
        return *this;
    }
    Builder &named(const std::string &name, const QString &value,
                   Field::Kind kind = Field::Kind::Text)
    {
        m_section.fields.push_back({qs(name), value, kind});
        return *this;
    }
    void into(std::vector<Section> &sections)
    {
        if (!m_section.fields.empty())
            sections.push_back(std::move(m_section));
    }

private:
    Section m_section;
};

QString retryText(const RetryPolicy &retry)
{
    if (retry.maxRetries == 0)
        return {};
    QString text = bridge::counted(retry.maxRetries, "time", "times");
    if (retry.interval > 0)
        text += QObject::tr(" after %1").arg(bridge::spanText(retry.interval));
    if (retry.backoffMultiplier != 1.0)
        text += QObject::tr(", then x%1").arg(retry.backoffMultiplier);
    return text;
}

QString portText(const Port &port)
{
    QString text = qs(port.type);
    if (port.required)
        text += QObject::tr(", required");
    if (!port.defaultValue.empty())
        text += QObject::tr(", default %1").arg(qs(port.defaultValue));
    if (!port.description.empty())
        text += QLatin1Char('\n') + qs(port.description);
    return text;
}

void addPorts(std::vector<Section> &sections, const char *title, const std::vector<Port> &ports)
{
    Builder builder(title);
    for (const Port &port : ports)
        builder.named(port.name, portText(port));
    builder.into(sections);
}

void addResources(std::vector<Section> &sections, const Resources &resources)
{
    Builder builder(QT_TRANSLATE_NOOP("QObject", "Resources"));
    builder.text(QT_TRANSLATE_NOOP("QObject", "CPU"),
                 resources.cpuCores == 1 ? QObject::tr("1 core")
                                         : QObject::tr("%1 cores").arg(resources.cpuCores));
    if (resources.memoryMB > 0)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Memory"),
                     bridge::bytesText(double(resources.memoryMB) * 1024 * 1024));
    if (resources.gpuUnits > 0)
        builder.text(QT_TRANSLATE_NOOP("QObject", "GPU"), QString::number(resources.gpuUnits));
    if (resources.diskGB > 0)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Disk"),
                     QStringLiteral("%1 GiB").arg(resources.diskGB));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Network"), qs(resources.networkBandwidth))
        .into(sections);
}

QString ruleText(TriggerRule rule)
{
    switch (rule) {
    case TriggerRule::All:
        break;
    case TriggerRule::Any:
        return QObject::tr("all before it ended and one of its edges holds");
    case TriggerRule::First:
        return QObject::tr("one of its edges holds, whatever the others do");
    case TriggerRule::NoneFailed:
        return QObject::tr("nothing before it failed");
    case TriggerRule::NoneFailedAny:
        return QObject::tr("nothing before it failed and one of its edges holds");
    case TriggerRule::NoneSkipped:
        return QObject::tr("nothing before it was skipped");
    case TriggerRule::Always:
        return QObject::tr("all before it ended, however");
    }
    return QObject::tr("all its edges hold");
}

void addCarried(std::vector<Section> &sections, const TaskDefinition &task)
{
    Builder builder(QT_TRANSLATE_NOOP("QObject", "Without a process"));
    if (task.approval)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Asks"), qs(task.approval->message));
    if (task.subDag) {
        builder.text(QT_TRANSLATE_NOOP("QObject", "Runs"), qs(task.subDag->file));
        for (const auto &[name, value] : task.subDag->parameters)
            builder.named(name, qs(value));
    }
    if (task.wait) {
        builder.text(QT_TRANSLATE_NOOP("QObject", "Waits for the file"), qs(task.wait->file));
        builder.text(QT_TRANSLATE_NOOP("QObject", "Waits for an answer of"), qs(task.wait->url));
        builder.text(QT_TRANSLATE_NOOP("QObject", "Waits for a run of"), qs(task.wait->dag));
        builder.text(QT_TRANSLATE_NOOP("QObject", "Waits until"), qs(task.wait->until));
        if (task.wait->duration > 0)
            builder.text(QT_TRANSLATE_NOOP("QObject", "Waits"),
                         bridge::spanText(task.wait->duration));
    }
    builder.into(sections);
}

void addExecution(std::vector<Section> &sections, const ExecutionConfig &execution,
                  const RetryPolicy &inherited)
{
    Builder builder(QT_TRANSLATE_NOOP("QObject", "Execution"));
    if (execution.timeout > 0)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Time-out"), bridge::spanText(execution.timeout));
    if (execution.isMapStage)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Map stage"),
                     bridge::counted(execution.parallelism, "task", "tasks"));
    builder.text(QT_TRANSLATE_NOOP("QObject", "One task per element of"), qs(execution.mapOver));
    builder.text(QT_TRANSLATE_NOOP("QObject", "One task per line of"), qs(execution.mapOverFile));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Items are named"), qs(execution.itemName));
    if (execution.minSuccessRatio < 1.0)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Succeeds with"),
                     QObject::tr("%1 % of its items").arg(execution.minSuccessRatio * 100));
    if (execution.loop)
        builder.text(execution.loop->until ? QT_TRANSLATE_NOOP("QObject", "Again until")
                                           : QT_TRANSLATE_NOOP("QObject", "Again while"),
                     QObject::tr("%1, at most %2 times")
                         .arg(qs(execution.loop->condition))
                         .arg(execution.loop->maxIterations));
    if (execution.triggerRule != TriggerRule::All)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Starts when"), ruleText(execution.triggerRule));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Cleans up after"), qs(execution.teardownOf));
    if ((!execution.mapOver.empty() || !execution.mapOverFile.empty()) && execution.parallelism > 0)
        builder.text(QT_TRANSLATE_NOOP("QObject", "At once"),
                     QString::number(execution.parallelism));
    if (execution.isReduceStage)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Reduce stage"), QObject::tr("yes"));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Partitioned by"), qs(execution.partitionStrategy));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Retries"),
                 retryText(execution.retry.value_or(inherited)));
    if (execution.isolation)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Isolation"),
                     bridge::title(*execution.isolation));
    if (execution.network)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Sandbox"), QObject::tr("may use the network"));
    if (execution.externalEffects)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Effects"),
                     QObject::tr("external: launched after the journal is on disk"));
    if (execution.cache)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Cache"),
                     execution.cache->enabled ? QObject::tr("an earlier result may stand for it")
                                              : QObject::tr("never"));
    if (execution.memoryIntensive)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Memory"), QObject::tr("intensive"));
    builder.into(sections);
}

QString mappingText(const EdgeSpec &edge)
{
    QStringList parts{qs(edge.condition)};
    for (const auto &[from, to] : edge.dataMapping)
        parts << QStringLiteral("%1 → %2").arg(qs(from), qs(to));
    return parts.join(QLatin1Char('\n'));
}

void addEdges(std::vector<Section> &sections, const DagSpec &dag, NodeIndex node)
{
    constexpr std::size_t shown = 40;
    Builder before(QT_TRANSLATE_NOOP("QObject", "Starts after")),
        after(QT_TRANSLATE_NOOP("QObject", "Leads to"));
    std::size_t in = 0, out = 0;
    for (const EdgeSpec &edge : dag.edges) {
        if (edge.to == node && edge.from < dag.nodes.size() && ++in <= shown)
            before.named(dag.nodes[edge.from].id, mappingText(edge));
        if (edge.from == node && edge.to < dag.nodes.size() && ++out <= shown)
            after.named(dag.nodes[edge.to].id, mappingText(edge));
    }
    if (in > shown)
        before.text(QT_TRANSLATE_NOOP("QObject", "and"), QObject::tr("%1 more").arg(in - shown));
    if (out > shown)
        after.text(QT_TRANSLATE_NOOP("QObject", "and"), QObject::tr("%1 more").arg(out - shown));
    before.into(sections);
    after.into(sections);
}

void addRuntime(std::vector<Section> &sections, const TaskDefinition &task)
{
    Builder builder(QT_TRANSLATE_NOOP("QObject", "Program"));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Runtime"), qs(task.runtimeName))
        .text(QT_TRANSLATE_NOOP("QObject", "File"), qs(task.scriptFile));
    if (!task.script.empty() || !task.scriptFile.empty() || task.runtime != Runtime::Exec)
        builder.text(QT_TRANSLATE_NOOP("QObject", "Arguments"), bridge::shellQuoted(task.command),
                     Field::Kind::Code);
    builder.text(QT_TRANSLATE_NOOP("QObject", "Artifact"), qs(task.artifactId))
        .text(QT_TRANSLATE_NOOP("QObject", "Class"), qs(task.className));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Database"), qs(task.database))
        .text(QT_TRANSLATE_NOOP("QObject", "Image"), qs(task.image));
    if (task.http) {
        builder.text(QT_TRANSLATE_NOOP("QObject", "Request"),
                     qs(task.http->method + " " + task.http->url), Field::Kind::Code);
        for (const auto &[name, value] : task.http->headers)
            builder.named(name, qs(value));
        builder.text(QT_TRANSLATE_NOOP("QObject", "Body"), qs(task.http->body), Field::Kind::Code);
    }
    builder.into(sections);
    Builder environment(QT_TRANSLATE_NOOP("QObject", "Environment"));
    for (const auto &[name, value] : task.environment)
        environment.named(name, qs(value));
    environment.into(sections);
}

void addValues(std::vector<Section> &sections, const char *title, const std::string &json)
{
    if (json.empty())
        return;
    Builder builder(title);
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
    if (!document.isObject()) {
        builder.text(QT_TRANSLATE_NOOP("QObject", "Value"), qs(json), Field::Kind::Code)
            .into(sections);
        return;
    }
    const QJsonObject object = document.object();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QJsonValue value = it.value();
        if (value.isObject() || value.isArray()) {
            const QByteArray inside =
                value.isObject() ? QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact)
                                 : QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
            builder.named(it.key().toStdString(), prettyJson(inside.toStdString()),
                          Field::Kind::Code);
        } else {
            builder.named(it.key().toStdString(),
                          value.isNull() ? QStringLiteral("null") : value.toVariant().toString());
        }
    }
    builder.into(sections);
}

/// Where the task comes from, and what the node gave it.
void addComponent(std::vector<Section> &sections, const NodeSpec &node)
{
    if (node.component.empty() && node.arguments.empty())
        return;
    Builder builder(QT_TRANSLATE_NOOP("QObject", "Component"));
    builder.text(QT_TRANSLATE_NOOP("QObject", "Name"), qs(node.component));
    for (const auto &[name, value] : node.arguments) {
        const QJsonArray one =
            QJsonDocument::fromJson(QByteArray::fromStdString("[" + value + "]")).array();
        const bool plain = one.size() == 1 && one.first().isString();
        builder.named(name, plain ? one.first().toString() : prettyJson(value));
    }
    builder.into(sections);
}

} // namespace

QString prettyJson(const std::string &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(text));
    if (document.isNull())
        return qs(text);
    const QByteArray flat = document.toJson(QJsonDocument::Compact);
    return QString::fromUtf8(
        flat.size() <= 40 ? flat : document.toJson(QJsonDocument::Indented).trimmed());
}

QString programLanguage(const TaskDefinition &task)
{
    switch (task.runtime) {
    case Runtime::Python:
        return QStringLiteral("python");
    case Runtime::Shell:
    case Runtime::Exec:
        return QStringLiteral("shell");
    case Runtime::Sql:
        return QStringLiteral("sql");
    default:
        return {};
    }
}

QString programText(const TaskDefinition &task)
{
    if (!task.script.empty())
        return qs(task.script);
    return task.runtime == Runtime::Exec ? bridge::shellQuoted(task.command) : QString();
}

std::vector<Section> nodeSections(const DagSpec &dag, NodeIndex index)
{
    std::vector<Section> sections;
    if (index >= dag.nodes.size())
        return sections;
    const NodeSpec &node = dag.nodes[index];
    Builder head(QT_TRANSLATE_NOOP("QObject", "Node"));
    if (node.name != node.id)
        head.text(QT_TRANSLATE_NOOP("QObject", "Id"), qs(node.id));
    head.text(QT_TRANSLATE_NOOP("QObject", "Type"), qs(node.type))
        .text(QT_TRANSLATE_NOOP("QObject", "What it does"), qs(node.description),
              Field::Kind::Sentence)
        .into(sections);
    addComponent(sections, node);
    addRuntime(sections, node.task);
    addCarried(sections, node.task);
    addPorts(sections, QT_TRANSLATE_NOOP("QObject", "Inputs"), node.task.inputs);
    addPorts(sections, QT_TRANSLATE_NOOP("QObject", "Outputs"), node.task.outputs);
    addResources(sections, node.resources);
    addExecution(sections, node.execution, dag.schedule.retry);
    addEdges(sections, dag, index);
    return sections;
}

std::vector<Section> dagSections(const DagSpec &dag)
{
    std::vector<Section> sections;
    QStringList tags;
    for (const std::string &tag : dag.tags)
        tags << qs(tag);
    Builder head(QT_TRANSLATE_NOOP("QObject", "DAG"));
    head.text(QT_TRANSLATE_NOOP("QObject", "Id"), qs(dag.id))
        .text(QT_TRANSLATE_NOOP("QObject", "Version"), qs(dag.version))
        .text(QT_TRANSLATE_NOOP("QObject", "Owner"), qs(dag.owner));
    head.text(QT_TRANSLATE_NOOP("QObject", "Tags"), tags.join(QStringLiteral(", ")));
    head.text(QT_TRANSLATE_NOOP("QObject", "Nodes"), QString::number(dag.nodes.size()))
        .text(QT_TRANSLATE_NOOP("QObject", "Edges"), QString::number(dag.edges.size()));
    if (!dag.schedule.expression.empty())
        head.text(QT_TRANSLATE_NOOP("QObject", "Schedule"),
                  qs(dag.schedule.expression + " " + dag.schedule.timezone));
    head.text(QT_TRANSLATE_NOOP("QObject", "Retries"), retryText(dag.schedule.retry));
    if (dag.maxParallelTasks > 0)
        head.text(QT_TRANSLATE_NOOP("QObject", "Tasks at once"),
                  QString::number(dag.maxParallelTasks));
    head.text(QT_TRANSLATE_NOOP("QObject", "What it does"), qs(dag.description),
              Field::Kind::Sentence)
        .into(sections);
    Builder parameters(QT_TRANSLATE_NOOP("QObject", "Parameters"));
    for (const Parameter &parameter : dag.parameters)
        parameters.named(parameter.name,
                         portText({parameter.name, parameter.type, parameter.required,
                                   parameter.defaultValue, parameter.description}));
    parameters.into(sections);
    return sections;
}

std::vector<Section> cacheSections(const TaskDetail &task)
{
    std::vector<Section> sections;
    Builder cache(QT_TRANSLATE_NOOP("QObject", "Result depends on"));
    cache.text(QT_TRANSLATE_NOOP("QObject", "Ran because"), qs(task.cacheWhy),
               Field::Kind::Sentence);
    const QJsonObject key =
        QJsonDocument::fromJson(QByteArray::fromStdString(task.cacheKey)).object();
    for (auto part = key.begin(); part != key.end(); ++part)
        cache.named(part.key().toStdString(), part.value().toString().left(8));
    cache.into(sections);
    return sections;
}

std::vector<Section> attemptSections(const AttemptView &attempt)
{
    std::vector<Section> sections;
    Builder how(QT_TRANSLATE_NOOP("QObject", "How it ran"));
    how.text(QT_TRANSLATE_NOOP("QObject", "Isolation"), qs(attempt.isolation))
        .text(QT_TRANSLATE_NOOP("QObject", "Limits held by"), qs(attempt.enforcement));
    how.text(QT_TRANSLATE_NOOP("QObject", "Host"), qs(attempt.host));
    QStringList gpus;
    for (const std::uint32_t gpu : attempt.gpus)
        gpus << QString::number(gpu);
    how.text(QT_TRANSLATE_NOOP("QObject", "GPUs"), gpus.join(QStringLiteral(", ")));
    how.text(QT_TRANSLATE_NOOP("QObject", "Started"), bridge::dateText(attempt.start))
        .text(QT_TRANSLATE_NOOP("QObject", "Ended"), bridge::dateText(attempt.end));
    if (attempt.end > 0 && attempt.start > 0)
        how.text(QT_TRANSLATE_NOOP("QObject", "Took"),
                 bridge::spanText(attempt.end - attempt.start));
    if (attempt.exitCode >= 0)
        how.text(QT_TRANSLATE_NOOP("QObject", "Exit code"), QString::number(attempt.exitCode));
    how.into(sections);
    Builder used(QT_TRANSLATE_NOOP("QObject", "What it used"));
    if (attempt.usage.cpuSeconds > 0)
        used.text(QT_TRANSLATE_NOOP("QObject", "CPU time"),
                  QStringLiteral("%1 s").arg(attempt.usage.cpuSeconds, 0, 'f', 2));
    if (attempt.usage.maxMemoryKiB > 0)
        used.text(QT_TRANSLATE_NOOP("QObject", "Peak memory"),
                  bridge::bytesText(double(attempt.usage.maxMemoryKiB) * 1024));
    if (attempt.usage.readBytes > 0)
        used.text(QT_TRANSLATE_NOOP("QObject", "Read"),
                  bridge::bytesText(double(attempt.usage.readBytes)));
    if (attempt.usage.writeBytes > 0)
        used.text(QT_TRANSLATE_NOOP("QObject", "Written"),
                  bridge::bytesText(double(attempt.usage.writeBytes)));
    used.into(sections);
    Builder command(QT_TRANSLATE_NOOP("QObject", "Command line"));
    command.text("", bridge::shellQuoted(attempt.command), Field::Kind::Code);
    command
        .text(QT_TRANSLATE_NOOP("QObject", "Work directory"), qs(attempt.workDir),
              Field::Kind::Code)
        .into(sections);
    addValues(sections, QT_TRANSLATE_NOOP("QObject", "Inputs"), attempt.inputs);
    addValues(sections, QT_TRANSLATE_NOOP("QObject", "Outputs"), attempt.outputs);
    Builder environment(QT_TRANSLATE_NOOP("QObject", "Environment"));
    for (const auto &[name, value] : attempt.environment)
        environment.named(name, qs(value));
    environment.into(sections);
    return sections;
}

} // namespace orrery::models
