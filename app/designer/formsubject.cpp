// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/formsubject.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <nlohmann/json.hpp>

#include "bridge/text.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;
using bridge::text;

constexpr std::size_t mostAsked = 20; // nodes of a selection for which the engine is asked

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FormSubject)
};

Json parsedJson(const JsonText &value)
{
    Json json = Json::parse(value, nullptr, false);
    return json.is_discarded() ? Json() : json;
}

QStringList steps(const QString &path)
{
    return path.isEmpty() ? QStringList() : path.split(QLatin1Char('/'));
}

std::string key(QString step)
{
    return text(step.replace(QStringLiteral("~1"), QStringLiteral("/"))
                    .replace(QStringLiteral("~0"), QStringLiteral("~")));
}

QString joined(const QString &path, const QString &rest)
{
    return path.isEmpty() ? rest : rest.isEmpty() ? path : path + QLatin1Char('/') + rest;
}

const Json *below(const Json &root, const QString &path)
{
    const Json *here = &root;
    for (const QString &step : steps(path)) {
        if (!here->is_object())
            return nullptr;
        const auto found = here->find(key(step));
        if (found == here->end())
            return nullptr;
        here = &*found;
    }
    return here;
}

void put(Json &root, const QString &path, const Json &value)
{
    Json *here = &root;
    for (const QString &step : steps(path)) {
        if (!here->is_object())
            *here = Json::object();
        here = &(*here)[key(step)];
    }
    *here = value;
}

void take(Json &root, const QString &path)
{
    QStringList way = steps(path);
    if (way.isEmpty())
        return;
    const std::string last = key(way.takeLast());
    Json *here = &root;
    for (const QString &step : way) {
        if (!here->is_object() || !here->contains(key(step)))
            return;
        here = &(*here)[key(step)];
    }
    if (here->is_object())
        here->erase(last);
}

void apply(Json &root, const QString &field, const ValueEdits &edits)
{
    for (const ValueEdit &edit : edits) {
        const QString path = joined(field, edit.path);
        if (!edit.renamedFrom.isEmpty()) {
            const QString from = joined(field, edit.renamedFrom);
            if (const Json *value = below(root, from)) {
                const Json kept = *value;
                take(root, from);
                put(root, path, kept);
            }
        } else if (edit.value.empty()) {
            take(root, path);
        } else {
            put(root, path, parsedJson(edit.value));
        }
    }
}

/// A DAG of one node, canonical.
Json canonical(const NodeSpec &node)
{
    DagSpec one;
    one.nodes.push_back(node);
    const Json json = parsedJson(toolkit::toJson(one));
    return json.contains("nodes") ? json.at("nodes").at(0) : Json::object();
}

/// All but nodes and edges.
DagSpec headOf(const DagSpec &dag)
{
    DagSpec head;
    head.id = dag.id;
    head.name = dag.name;
    head.description = dag.description;
    head.version = dag.version;
    head.owner = dag.owner;
    head.tags = dag.tags;
    head.schedule = dag.schedule;
    head.parameters = dag.parameters;
    head.maxParallelTasks = dag.maxParallelTasks;
    head.timeout = dag.timeout;
    head.priority = dag.priority;
    head.maxActiveRuns = dag.maxActiveRuns;
    head.queue = dag.queue;
    head.holds = dag.holds;
    head.outputs = dag.outputs;
    head.globalConfigs = dag.globalConfigs;
    head.mapReduceConfig = dag.mapReduceConfig;
    head.cache = dag.cache;
    return head;
}

/// The head of the file as JSON: what is written, else what was read.
Json headJson(const toolkit::Parsed &parsed, const toolkit::WrittenValues &raw)
{
    if (raw.at("dagId").empty() && raw.at("nodes").empty()) {
        Json json = parsedJson(toolkit::toJson(headOf(toolkit::asWritten(parsed))));
        json.erase("nodes");
        json.erase("edges");
        return json;
    }
    Json head = Json::object();
    for (const FormSection &section : dagForm().sections)
        for (const FormField &field : section.fields) {
            const std::string name = text(field.path.section(QLatin1Char('/'), 0, 0));
            if (const JsonText value = raw.at(name); !head.contains(name) && !value.empty())
                head[name] = parsedJson(value);
        }
    return head;
}

} // namespace

struct FormSubject::Data {
    bool dag = false;
    std::string identity;
    std::vector<NodeIndex> nodes;
    std::vector<std::string> ids;
    Json head; ///< of the DAG, without nodes and edges
    std::vector<Json> own;
    std::vector<Json> whole;           ///< of nodes of a component: with its parts put in
    std::vector<EdgeSpec> edges;       ///< those at the nodes
    std::vector<std::string> edgeFrom; ///< [edge] id
    std::vector<std::string> edgeTo;   ///< [edge] id

    [[nodiscard]] const Json *at(std::size_t i, const QString &path) const
    {
        return below(dag ? head : own[i], path);
    }
    [[nodiscard]] std::size_t count() const { return dag ? 1 : own.size(); }
    [[nodiscard]] std::string prefix(std::size_t i) const
    {
        if (dag)
            return {};
        return "nodes/" + (ids[i].empty() ? std::to_string(nodes[i]) : ids[i]) + "/";
    }
    void takeEdges(const DagSpec &dagSpec);
    [[nodiscard]] Json asked(std::size_t i, const QString &field, const ValueEdits &edits) const;
};

void FormSubject::Data::takeEdges(const DagSpec &dagSpec)
{
    if (nodes.size() != 1)
        return;
    for (const EdgeSpec &edge : dagSpec.edges)
        if ((edge.from == nodes[0] || edge.to == nodes[0]) && edge.from != none &&
            edge.to != none && !edge.dataMapping.empty()) {
            edges.push_back(edge);
            edgeFrom.push_back(dagSpec.nodes[edge.from].id);
            edgeTo.push_back(dagSpec.nodes[edge.to].id);
        }
}

/// A small file that says the same about what is edited.
Json FormSubject::Data::asked(std::size_t i, const QString &field, const ValueEdits &edits) const
{
    Json file = head;
    if (dag)
        apply(file, field, edits);
    file.erase("outputs"); // they name nodes that are not here
    if (!file.contains("dagId"))
        file["dagId"] = "asked";
    file["nodes"] = Json::array();
    if (!dag) {
        Json node = own[i];
        apply(node, field, edits);
        file["nodes"].push_back(std::move(node));
    }
    return file;
}

FormSubject::FormSubject() : m_data(std::make_shared<Data>()) {}

FormSubject FormSubject::ofDag(const toolkit::Parsed &parsed, const toolkit::WrittenValues &raw)
{
    auto data = std::make_shared<Data>();
    data->dag = true;
    data->head = headJson(parsed, raw);
    FormSubject subject;
    subject.m_data = std::move(data);
    return subject;
}

FormSubject FormSubject::ofNodes(const toolkit::Parsed &parsed, const toolkit::WrittenValues &raw,
                                 const std::vector<NodeIndex> &nodes)
{
    auto data = std::make_shared<Data>();
    data->head = headJson(parsed, raw);
    const DagSpec &written = toolkit::asWritten(parsed);
    for (const NodeIndex index : nodes) {
        if (index >= parsed.dag.nodes.size() || index >= written.nodes.size())
            continue;
        const NodeSpec &node = parsed.dag.nodes[index];
        Json own = parsedJson(raw.at("nodes/" + std::to_string(index)));
        if (!own.is_object())
            own = canonical(written.nodes[index]);
        data->nodes.push_back(index);
        data->ids.push_back(node.id);
        data->identity += node.id + '\n';
        data->own.push_back(std::move(own));
        data->whole.push_back(node.component.empty() ? Json() : canonical(node));
    }
    data->takeEdges(parsed.dag);
    FormSubject subject;
    subject.m_data = std::move(data);
    return subject;
}

std::size_t FormSubject::count() const
{
    return m_data->count();
}

bool FormSubject::isDag() const
{
    return m_data->dag;
}

const std::string &FormSubject::identity() const
{
    return m_data->identity;
}

const std::vector<NodeIndex> &FormSubject::nodes() const
{
    return m_data->nodes;
}

bool FormSubject::mixed(const QString &path) const
{
    for (std::size_t i = 1; i < count(); ++i) {
        const Json *a = m_data->at(0, path), *b = m_data->at(i, path);
        if ((a == nullptr) != (b == nullptr) || (a != nullptr && *a != *b))
            return true;
    }
    return false;
}

JsonText FormSubject::value(const QString &path) const
{
    if (count() == 0 || mixed(path))
        return {};
    const Json *value = m_data->at(0, path);
    return value == nullptr ? JsonText() : value->dump();
}

JsonText FormSubject::fallback(const FormField &field) const
{
    if (!m_data->dag && count() > 0) {
        if (const Json *put = below(m_data->whole[0], field.path); put && put->is_primitive())
            return put->dump();
        const QString policy = QStringLiteral("executionConfig/retryPolicy");
        if (field.path.startsWith(policy) && !m_data->at(0, policy))
            if (const Json *own = below(m_data->head, QStringLiteral("schedule/") +
                                                          field.path.section(QLatin1Char('/'), 1)))
                return own->dump();
    }
    return field.defaultValue;
}

QString FormSubject::runtime() const
{
    const QString path =
        m_data->dag ? QStringLiteral("schedule/type") : QStringLiteral("taskDefinition/runtime");
    if (count() == 0 || mixed(path))
        return {};
    const Json *word = m_data->at(0, path);
    if (word == nullptr && !m_data->dag)
        word = below(m_data->whole[0], path);
    if (word != nullptr && word->is_string())
        return qs(word->get_ref<const std::string &>()).toUpper();
    return m_data->dag ? QString() : QStringLiteral("NONE");
}

QString FormSubject::component() const
{
    const Json word = parsedJson(value(QStringLiteral("component")));
    return m_data->dag || !word.is_string() ? QString() : qs(word.get_ref<const std::string &>());
}

int FormSubject::written(const FormSection &section) const
{
    int number = 0;
    for (const FormField &field : section.fields)
        for (std::size_t i = 0; i < count(); ++i)
            if (m_data->at(i, field.path) != nullptr) {
                ++number;
                break;
            }
    return number;
}

QString FormSubject::complaint(const FormField &field, const ValueEdits &edits,
                               const Catalogue &catalogue) const
{
    if (field.control == Control::Node)
        return {};
    const std::string place = (m_data->dag ? std::string() : "nodes/0/") + text(field.path);
    for (std::size_t i = 0; i < std::min(count(), mostAsked); ++i) {
        const auto parsed =
            toolkit::parse(m_data->asked(i, field.path, edits).dump(), "asked.json", catalogue);
        for (const Finding &finding : parsed.findings)
            if (finding.isError() &&
                (finding.path == place || finding.path.starts_with(place + "/")))
                return toldText(finding);
    }
    return {};
}

std::vector<Change> FormSubject::changes(const FormField &field, const ValueEdits &edits) const
{
    std::vector<Change> out;
    for (std::size_t i = 0; i < count(); ++i) {
        const std::string prefix = m_data->prefix(i);
        if (!m_data->dag && field.path == QLatin1String("nodeId")) {
            const Json id = edits.empty() ? Json() : parsedJson(edits[0].value);
            out.push_back(change::RenameNode{m_data->ids[i], id.is_string() ? id.get<std::string>()
                                                                            : std::string()});
            continue;
        }
        Json after = m_data->dag ? m_data->head : m_data->own[i];
        for (const ValueEdit &edit : edits) {
            const QString path = joined(field.path, edit.path);
            apply(after, field.path, {edit});
            if (!edit.renamedFrom.isEmpty()) {
                if (const Json *value = below(after, path))
                    out.push_back(change::Set{prefix + text(path), value->dump()});
                out.push_back(change::Remove{prefix + text(joined(field.path, edit.renamedFrom))});
            } else if (!edit.value.empty()) {
                // A parent that is no object (`cache: true`) is written out first.
                const QString parent = path.section(QLatin1Char('/'), 0, -2);
                const Json *there = m_data->at(i, parent);
                if (!parent.isEmpty() && there != nullptr && !there->is_object())
                    out.push_back(change::Set{prefix + text(parent), below(after, parent)->dump()});
                else
                    out.push_back(change::Set{prefix + text(path), edit.value});
            } else if (m_data->at(i, path) != nullptr) {
                QString gone = path;
                for (QString up = path.section(QLatin1Char('/'), 0, -2); !up.isEmpty();
                     up = up.section(QLatin1Char('/'), 0, -2)) {
                    const Json *left = below(after, up);
                    if (left == nullptr || !left->is_object() || !left->empty())
                        break;
                    gone = up;
                    take(after, up);
                }
                out.push_back(change::Remove{prefix + text(gone)});
            }
        }
    }
    const bool inputs = field.path.endsWith(QLatin1String("inputSchema"));
    if (!inputs && !field.path.endsWith(QLatin1String("outputSchema")))
        return out;
    for (const ValueEdit &edit : edits) // edges go with a port that gets another name
        for (std::size_t e = 0; !edit.renamedFrom.isEmpty() && e < m_data->edges.size(); ++e) {
            auto mapping = m_data->edges[e].dataMapping;
            bool named = false;
            for (auto &[output, input] : mapping) {
                std::string &port = inputs ? input : output;
                const bool here =
                    m_data->ids[0] == (inputs ? m_data->edgeTo[e] : m_data->edgeFrom[e]);
                if (here && port == key(edit.renamedFrom)) {
                    port = key(edit.path);
                    named = true;
                }
            }
            if (named)
                out.push_back(change::SetEdge{m_data->edgeFrom[e], m_data->edgeTo[e], std::nullopt,
                                              std::move(mapping)});
        }
    return out;
}

QString FormSubject::label(const FormField &field) const
{
    if (m_data->dag)
        return field.label;
    return count() == 1 ? Words::tr("%1 of %2").arg(field.label, qs(m_data->ids[0]))
                        : Words::tr("%1 of %2 nodes").arg(field.label).arg(count());
}

std::vector<FormSubject::Told> FormSubject::findings(const std::vector<Finding> &all) const
{
    std::vector<Told> out;
    for (const Finding &finding : all) {
        const bool ofNode = finding.path.starts_with("nodes/");
        const bool ofEdge = finding.path.starts_with("edges/");
        if (m_data->dag) {
            if (!ofNode && !ofEdge && !finding.path.empty())
                out.push_back({qs(finding.path), toldText(finding), finding.isError()});
            continue;
        }
        for (const NodeIndex node : m_data->nodes) {
            const std::string place = "nodes/" + std::to_string(node);
            if (finding.path == place || finding.path.starts_with(place + "/"))
                out.push_back({qs(finding.path).section(QLatin1Char('/'), 2), toldText(finding),
                               finding.isError()});
        }
    }
    return out;
}

QString toldText(const Finding &finding)
{
    const QString what = qs(finding.message);
    return finding.fix.empty() ? what : QStringLiteral("%1: %2").arg(what, qs(finding.fix));
}

QStringList nextSlots(const Schedule &schedule, int count, WallMs after)
{
    QStringList out;
    const QTimeZone zone(QByteArray::fromStdString(schedule.timezone));
    while (out.size() < count) {
        const auto next = toolkit::nextFire(schedule, after);
        if (!next || *next <= after)
            break;
        after = *next;
        const QDateTime time =
            QDateTime::fromMSecsSinceEpoch(after, zone.isValid() ? zone : QTimeZone::utc());
        out << QLocale().toString(time, QStringLiteral("ddd d MMM yyyy HH:mm"));
    }
    return out;
}

} // namespace orrery::designer
