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
    Builder builder("Resources");
    builder.text("CPU", resources.cpuCores == 1 ? QObject::tr("1 core")
                                                : QObject::tr("%1 cores").arg(resources.cpuCores));
    if (resources.memoryMB > 0)
        builder.text("Memory", bridge::bytesText(double(resources.memoryMB) * 1024 * 1024));
    if (resources.gpuUnits > 0)
        builder.text("GPU", QString::number(resources.gpuUnits));
    if (resources.diskGB > 0)
        builder.text("Disk", QStringLiteral("%1 GiB").arg(resources.diskGB));
    builder.text("Network", qs(resources.networkBandwidth)).into(sections);
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
    Builder builder("Without a process");
    if (task.approval)
        builder.text("Asks", qs(task.approval->message));
    if (task.subDag) {
        builder.text("Runs", qs(task.subDag->file));
        for (const auto &[name, value] : task.subDag->parameters)
            builder.named(name, qs(value));
    }
    if (task.wait) {
        builder.text("Waits for the file", qs(task.wait->file));
        builder.text("Waits for an answer of", qs(task.wait->url));
        builder.text("Waits for a run of", qs(task.wait->dag));
        builder.text("Waits until", qs(task.wait->until));
        if (task.wait->duration > 0)
            builder.text("Waits", bridge::spanText(task.wait->duration));
    }
    builder.into(sections);
}

void addExecution(std::vector<Section> &sections, const ExecutionConfig &execution,
                  const RetryPolicy &inherited)
{
    Builder builder("Execution");
    if (execution.timeout > 0)
        builder.text("Time-out", bridge::spanText(execution.timeout));
    if (execution.isMapStage)
        builder.text("Map stage", bridge::counted(execution.parallelism, "task", "tasks"));
    builder.text("One task per element of", qs(execution.mapOver));
    builder.text("One task per line of", qs(execution.mapOverFile));
    builder.text("Items are named", qs(execution.itemName));
    if (execution.minSuccessRatio < 1.0)
        builder.text("Succeeds with",
                     QObject::tr("%1 % of its items").arg(execution.minSuccessRatio * 100));
    if (execution.loop)
        builder.text(execution.loop->until ? "Again until" : "Again while",
                     QObject::tr("%1, at most %2 times")
                         .arg(qs(execution.loop->condition))
                         .arg(execution.loop->maxIterations));
    if (execution.triggerRule != TriggerRule::All)
        builder.text("Starts when", ruleText(execution.triggerRule));
    builder.text("Cleans up after", qs(execution.teardownOf));
    if ((!execution.mapOver.empty() || !execution.mapOverFile.empty()) && execution.parallelism > 0)
        builder.text("At once", QString::number(execution.parallelism));
    if (execution.isReduceStage)
        builder.text("Reduce stage", QObject::tr("yes"));
    builder.text("Partitioned by", qs(execution.partitionStrategy));
    builder.text("Retries", retryText(execution.retry.value_or(inherited)));
    if (execution.isolation)
        builder.text("Isolation", bridge::title(*execution.isolation));
    if (execution.network)
        builder.text("Sandbox", QObject::tr("may use the network"));
    if (execution.externalEffects)
        builder.text("Effects", QObject::tr("external: launched after the journal is on disk"));
    if (execution.cache)
        builder.text("Cache", execution.cache->enabled
                                  ? QObject::tr("an earlier result may stand for it")
                                  : QObject::tr("never"));
    if (execution.memoryIntensive)
        builder.text("Memory", QObject::tr("intensive"));
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
    Builder before("Starts after"), after("Leads to");
    std::size_t in = 0, out = 0;
    for (const EdgeSpec &edge : dag.edges) {
        if (edge.to == node && edge.from < dag.nodes.size() && ++in <= shown)
            before.named(dag.nodes[edge.from].id, mappingText(edge));
        if (edge.from == node && edge.to < dag.nodes.size() && ++out <= shown)
            after.named(dag.nodes[edge.to].id, mappingText(edge));
    }
    if (in > shown)
        before.text("and", QObject::tr("%1 more").arg(in - shown));
    if (out > shown)
        after.text("and", QObject::tr("%1 more").arg(out - shown));
    before.into(sections);
    after.into(sections);
}

void addRuntime(std::vector<Section> &sections, const TaskDefinition &task)
{
    Builder builder("Program");
    builder.text("Runtime", qs(task.runtimeName)).text("File", qs(task.scriptFile));
    if (!task.script.empty() || !task.scriptFile.empty() || task.runtime != Runtime::Exec)
        builder.text("Arguments", bridge::shellQuoted(task.command), Field::Kind::Code);
    builder.text("Artifact", qs(task.artifactId)).text("Class", qs(task.className));
    builder.text("Database", qs(task.database)).text("Image", qs(task.image));
    if (task.http) {
        builder.text("Request", qs(task.http->method + " " + task.http->url), Field::Kind::Code);
        for (const auto &[name, value] : task.http->headers)
            builder.named(name, qs(value));
        builder.text("Body", qs(task.http->body), Field::Kind::Code);
    }
    builder.into(sections);
    Builder environment("Environment");
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
        builder.text("Value", qs(json), Field::Kind::Code).into(sections);
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
    Builder builder("Component");
    builder.text("Name", qs(node.component));
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
    Builder head("Node");
    if (node.name != node.id)
        head.text("Id", qs(node.id));
    head.text("Type", qs(node.type))
        .text("What it does", qs(node.description), Field::Kind::Sentence)
        .into(sections);
    addComponent(sections, node);
    addRuntime(sections, node.task);
    addCarried(sections, node.task);
    addPorts(sections, "Inputs", node.task.inputs);
    addPorts(sections, "Outputs", node.task.outputs);
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
    Builder head("DAG");
    head.text("Id", qs(dag.id)).text("Version", qs(dag.version)).text("Owner", qs(dag.owner));
    head.text("Tags", tags.join(QStringLiteral(", ")));
    head.text("Nodes", QString::number(dag.nodes.size()))
        .text("Edges", QString::number(dag.edges.size()));
    if (!dag.schedule.expression.empty())
        head.text("Schedule", qs(dag.schedule.expression + " " + dag.schedule.timezone));
    head.text("Retries", retryText(dag.schedule.retry));
    if (dag.maxParallelTasks > 0)
        head.text("Tasks at once", QString::number(dag.maxParallelTasks));
    head.text("What it does", qs(dag.description), Field::Kind::Sentence).into(sections);
    Builder parameters("Parameters");
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
    Builder cache("Result depends on");
    cache.text("Ran because", qs(task.cacheWhy), Field::Kind::Sentence);
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
    Builder how("How it ran");
    how.text("Isolation", qs(attempt.isolation)).text("Limits held by", qs(attempt.enforcement));
    how.text("Host", qs(attempt.host));
    QStringList gpus;
    for (const std::uint32_t gpu : attempt.gpus)
        gpus << QString::number(gpu);
    how.text("GPUs", gpus.join(QStringLiteral(", ")));
    how.text("Started", bridge::dateText(attempt.start))
        .text("Ended", bridge::dateText(attempt.end));
    if (attempt.end > 0 && attempt.start > 0)
        how.text("Took", bridge::spanText(attempt.end - attempt.start));
    if (attempt.exitCode >= 0)
        how.text("Exit code", QString::number(attempt.exitCode));
    how.into(sections);
    Builder used("What it used");
    if (attempt.usage.cpuSeconds > 0)
        used.text("CPU time", QStringLiteral("%1 s").arg(attempt.usage.cpuSeconds, 0, 'f', 2));
    if (attempt.usage.maxMemoryKiB > 0)
        used.text("Peak memory", bridge::bytesText(double(attempt.usage.maxMemoryKiB) * 1024));
    if (attempt.usage.readBytes > 0)
        used.text("Read", bridge::bytesText(double(attempt.usage.readBytes)));
    if (attempt.usage.writeBytes > 0)
        used.text("Written", bridge::bytesText(double(attempt.usage.writeBytes)));
    used.into(sections);
    Builder command("Command line");
    command.text("", bridge::shellQuoted(attempt.command), Field::Kind::Code);
    command.text("Work directory", qs(attempt.workDir), Field::Kind::Code).into(sections);
    addValues(sections, "Inputs", attempt.inputs);
    addValues(sections, "Outputs", attempt.outputs);
    Builder environment("Environment");
    for (const auto &[name, value] : attempt.environment)
        environment.named(name, qs(value));
    environment.into(sections);
    return sections;
}

} // namespace orrery::models
