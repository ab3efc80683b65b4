// SPDX-License-Identifier: GPL-3.0-or-later
// A task is read as what is carried of its node, changed by each field that differs from what would
// have been written for that node. Nothing is carried in files of others: then every field counts.
#include <algorithm>

#include <google/protobuf/util/message_differencer.h>

#include "model/formats/dropletparts.h"
#include "model/formats/wirescan.h"
#include "model/text.h"

namespace orrery::model::droplet {

namespace {

using modelProto::Task;

std::map<std::string, std::string>
sorted(const google::protobuf::Map<std::string, std::string> &map)
{
    return {map.begin(), map.end()};
}

} // namespace

std::string identifierFrom(std::string_view text)
{
    std::string out(text);
    for (char &c : out) {
        if (!isIdentifier(std::string_view(&c, 1)))
            c = '_';
    }
    return out.find_first_not_of('_') == std::string::npos ? std::string() : out;
}

OrderedJson &objectAt(OrderedJson &object, const std::string &key)
{
    OrderedJson &member = object[key];
    if (!member.is_object())
        member = OrderedJson::object();
    return member;
}

OrderedJson carriedOf(const Task &task, const char *key, const toolkit::Limits &limits,
                      Findings &findings)
{
    const auto found = task.extendarguments().find(key);
    if (found == task.extendarguments().end())
        return OrderedJson::object();
    const std::string path =
        "extendArguments[" + std::string(key) + "] of task " + std::to_string(task.taskid());
    OrderedJson tree =
        embeddedJson(found->second, path, limits, findings).value_or(OrderedJson::object());
    if (tree.is_object())
        return tree;
    findings.errorAt(0, path + " is no JSON object");
    return OrderedJson::object();
}

OrderedJson TaskReader::read(const Task &task)
{
    m_task = &task;
    m_node = carriedOf(task, nodeKey, m_limits, m_findings);
    const bool carried = !m_node.empty();
    const Task written = taskOf(m_node);
    nameNode(written);
    if (task.templatename() != written.templatename())
        m_node["type"] = task.templatename();
    if (task.labeltext() != written.labeltext())
        m_node["description"] = task.labeltext();
    readArguments(written);
    readSets(written);
    readRequired(written);
    readDatasets("inputSchema", task.inputdataset(), written.inputdataset());
    readOutputs(written);
    readDatasets("outputSchema", task.outputdataset(), written.outputdataset());
    tell(carried);
    return std::move(m_node);
}

// A task that was copied carries the id of the other one.
void TaskReader::nameNode(const Task &written)
{
    if (m_task->taskname() != written.taskname())
        m_node["name"] = m_task->taskname();
    const auto carried = m_node.find("nodeId");
    const bool own = carried != m_node.end() && carried->is_string();
    std::string id = own ? carried->get<std::string>() : identifierFrom(m_task->taskname());
    if (id.empty())
        id = "task_" + std::to_string(m_task->taskid());
    const std::string base = id;
    for (int n = m_task->taskid(); !m_taken.insert(id).second; ++n)
        id = base + "_" + std::to_string(n);
    if (!own && id == m_task->taskname())
        m_node.erase("name");
    m_node["nodeId"] = std::move(id);
}

std::string TaskReader::portName(const std::string &written)
{
    std::string name = identifierFrom(written);
    if (name.empty())
        name = "argument";
    if (name != written)
        m_findings.warningAt(0, "the name " + inQuotes(written) + " becomes " + inQuotes(name));
    return name;
}

void TaskReader::readArguments(const Task &written)
{
    const Texts now = sorted(m_task->taskarguments()), before = sorted(written.taskarguments());
    for (const auto &[name, value] : now) {
        const auto old = before.find(name);
        if (old == before.end() || old->second != value)
            readArgument(name, value);
    }
    for (const auto &[name, value] : before) {
        if (!now.contains(name))
            objectAt(ports("inputSchema"), name).erase("default");
    }
}

// The type that is carried decides how the text is read; arguments of others are texts.
void TaskReader::readArgument(const std::string &name, const std::string &value)
{
    OrderedJson &port = objectAt(ports("inputSchema"), portName(name));
    if (port.empty())
        port["type"] = "STRING";
    if (port.contains("type") && port["type"] == OrderedJson("STRING")) {
        port["default"] = value;
        return;
    }
    port["default"] =
        embeddedJson(value, "taskArguments[" + name + "]", m_limits, m_findings).value_or(nullptr);
}

void TaskReader::readSets(const Task &written)
{
    Texts own = sorted(m_task->extendarguments());
    own.erase(dagKey);
    own.erase(nodeKey);
    readSet(optimizeArguments, sorted(m_task->optimizearguments()),
            sorted(written.optimizearguments()));
    readSet(extendArguments, own, sorted(written.extendarguments()));
    Texts display = sorted(m_task->dagarguments()), drawn = sorted(written.dagarguments());
    readPosition(written, display);
    for (const char *axis : {"x", "y", "z"})
        drawn.erase(axis);
    readSet(dagArguments, display, drawn);
    if (m_task->trainarguments() == written.trainarguments())
        return;
    OrderedJson &inputs = ports("inputSchema");
    inputs.erase(trainArguments);
    if (!m_task->trainarguments().empty())
        inputs[trainArguments] = {{"type", "STRING"}, {"default", m_task->trainarguments()}};
}

void TaskReader::readSet(const char *name, const Texts &now, const Texts &before)
{
    if (now == before)
        return;
    OrderedJson &inputs = ports("inputSchema");
    inputs.erase(name);
    if (!now.empty())
        inputs[name] = {{"type", "MAP<STRING, STRING>"}, {"default", now}};
}

void TaskReader::readRequired(const Task &written)
{
    const auto &before = written.checkparam().requireparam();
    const auto &now = m_task->checkparam().requireparam();
    for (const std::string &name : now) {
        if (std::find(before.begin(), before.end(), name) != before.end())
            continue;
        OrderedJson &port = objectAt(ports("inputSchema"), portName(name));
        if (port.empty())
            port["type"] = "STRING";
        // At a root the value is a parameter of the run; elsewhere nobody could give it.
        const auto &waitsFor = m_task->idset();
        const bool isRoot =
            std::all_of(waitsFor.begin(), waitsFor.end(), [](int id) { return id == 0; });
        if (isRoot || port.contains("default"))
            port["required"] = true;
        else
            ++m_counts["require an argument that has no value (checkParam.requireParam); it "
                       "becomes one that may be absent"];
    }
    for (const std::string &name : before) {
        if (std::find(now.begin(), now.end(), name) == now.end())
            objectAt(ports("inputSchema"), name).erase("required");
    }
}

// Takes what it reads out of `display`.
void TaskReader::readPosition(const Task &written, Texts &display)
{
    for (const char *axis : {"x", "y", "z"}) {
        const auto found = display.find(axis);
        if (found == display.end())
            continue;
        const auto old = written.dagarguments().find(axis);
        if (old == written.dagarguments().end() || old->second != found->second) {
            const OrderedJson number = OrderedJson::parse(found->second, nullptr, false);
            if (number.is_number())
                objectAt(m_node, "position")[axis] = number;
            else
                m_findings.warningAt(0, "dagArguments[" + std::string(axis) + "] of task " +
                                            std::to_string(m_task->taskid()) +
                                            " is no number: it is not kept");
        }
        display.erase(found);
    }
}

void TaskReader::readOutputs(const Task &written)
{
    const Texts now = sorted(m_task->taskoutput()), before = sorted(written.taskoutput());
    for (const auto &[name, value] : now) {
        const auto old = before.find(name);
        if (old != before.end() && old->second == value)
            continue;
        OrderedJson &port = objectAt(ports("outputSchema"), portName(name));
        port["type"] = "STRING";
        if (!value.empty())
            port["default"] = value;
    }
    for (const auto &[name, value] : before) {
        if (!now.contains(name))
            ports("outputSchema").erase(name);
    }
}

void TaskReader::readDatasets(const char *schema,
                              const google::protobuf::RepeatedPtrField<modelProto::Dataset> &now,
                              const google::protobuf::RepeatedPtrField<modelProto::Dataset> &before)
{
    bool same = now.size() == before.size();
    for (int i = 0; same && i < now.size(); ++i)
        same = google::protobuf::util::MessageDifferencer::Equals(now[i], before[i]);
    if (same)
        return;
    OrderedJson &list = ports(schema);
    std::vector<std::string> replaced;
    for (auto it = list.begin(); it != list.end(); ++it) {
        if (modelProto::Dataset old; isDataset(*it, old))
            replaced.push_back(it.key());
    }
    for (const std::string &name : replaced)
        list.erase(name);
    for (const modelProto::Dataset &dataset : now) {
        const std::string base = portName(nameOf(dataset));
        std::string name = base;
        for (int n = 2; list.contains(name); ++n)
            name = base + "_" + std::to_string(n);
        OrderedJson port = {{"type", "OBJECT"}, {"default", treeOf(dataset)}};
        if (!dataset.datasetdisplayname().empty())
            port["description"] = dataset.datasetdisplayname();
        list[name] = std::move(port);
    }
}

void TaskReader::tell(bool carried)
{
    if (!carried)
        ++m_counts["start no process: a template is a name only (give the node a taskDefinition)"];
    if (m_task->historyid() != 0)
        ++m_counts["have a historyId, which is not kept"];
    if (m_task->oldhistoryid() != 0)
        ++m_counts["have an oldHistoryId, which is not kept"];
    if (m_task->lastupdatetime() != 0)
        ++m_counts["have a lastUpdateTime, which is not kept"];
    if (m_task->checkparam().issueparam_size() > 0)
        ++m_counts["have checkParam.issueParam, which is not kept"];
}

void TaskReader::tellCounts(int tasks)
{
    for (const auto &[what, count] : m_counts)
        m_findings.warningAt(0, std::to_string(count) + " of " + std::to_string(tasks) + " tasks " +
                                    what);
}

} // namespace orrery::model::droplet
