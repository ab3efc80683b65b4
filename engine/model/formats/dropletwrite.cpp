// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/util/json_util.h>

#include "model/duration.h"
#include "model/formats/droplet.h"
#include "model/formats/dropletparts.h"
#include "model/formats/losses.h"
#include "model/formats/quartz.h"
#include "model/formats/write.h"

namespace orrery::model {

namespace {

std::string treeText(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

// A text as it is, any other value as JSON.
std::string valueText(const OrderedJson &value)
{
    return value.is_string() ? value.get<std::string>() : treeText(value);
}

std::string textAt(const OrderedJson &object, const char *key)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

OrderedJson partOf(const OrderedJson &object, const char *key)
{
    const auto found = object.is_object() ? object.find(key) : object.end();
    return found != object.end() && found->is_object() ? *found : OrderedJson::object();
}

bool isTextMap(const OrderedJson &value)
{
    return value.is_object() && std::all_of(value.begin(), value.end(),
                                            [](const OrderedJson &v) { return v.is_string(); });
}

template <typename Map>
void fillMap(Map &map, const OrderedJson &texts)
{
    for (auto it = texts.begin(); it != texts.end(); ++it)
        map[it.key()] = it->get<std::string>();
}

// The sets of arguments that a task has a field for. @return false: an argument like others
bool setArguments(modelProto::Task &task, const std::string &name, const OrderedJson &value)
{
    if (name == droplet::trainArguments && value.is_string()) {
        task.set_trainarguments(value.get<std::string>());
        return true;
    }
    if (!isTextMap(value))
        return false;
    if (name == droplet::optimizeArguments)
        fillMap(*task.mutable_optimizearguments(), value);
    else if (name == droplet::dagArguments)
        fillMap(*task.mutable_dagarguments(), value);
    else if (name == droplet::extendArguments)
        fillMap(*task.mutable_extendarguments(), value);
    else
        return false;
    return true;
}

void setInputs(modelProto::Task &task, const OrderedJson &inputs)
{
    for (auto it = inputs.begin(); it != inputs.end(); ++it) {
        modelProto::Dataset dataset;
        if (droplet::isDataset(*it, dataset)) {
            *task.add_inputdataset() = std::move(dataset);
            continue;
        }
        if (const auto required = it->find("required");
            required != it->end() && *required == OrderedJson(true))
            task.mutable_checkparam()->add_requireparam(it.key());
        const auto byDefault = it->find("default");
        if (byDefault != it->end() && !setArguments(task, it.key(), *byDefault))
            (*task.mutable_taskarguments())[it.key()] = valueText(*byDefault);
    }
}

void setOutputs(modelProto::Task &task, const OrderedJson &outputs)
{
    for (auto it = outputs.begin(); it != outputs.end(); ++it) {
        modelProto::Dataset dataset;
        const auto byDefault = it->find("default");
        if (droplet::isDataset(*it, dataset))
            *task.add_outputdataset() = std::move(dataset);
        else
            (*task.mutable_taskoutput())[it.key()] =
                byDefault == it->end() ? std::string() : valueText(*byDefault);
    }
}

// The same bytes for the same message: entries of maps are sorted.
std::string serialized(const modelProto::DropletFile &file)
{
    std::string bytes;
    {
        google::protobuf::io::StringOutputStream stream(&bytes);
        google::protobuf::io::CodedOutputStream out(&stream);
        out.SetSerializationDeterministic(true);
        file.SerializeToCodedStream(&out);
    }
    return bytes;
}

void listCarried(const DagSpec &dag, std::vector<std::string> &lost)
{
    Losses losses(dag, lost);
    losses.nodes("runtime and program (taskDefinition)",
                 [](const NodeSpec &n) { return n.task != TaskDefinition{}; });
    losses.nodes("resourceRequirements",
                 [](const NodeSpec &n) { return n.resources != Resources{}; });
    losses.nodes("executionConfig",
                 [](const NodeSpec &n) { return n.execution != ExecutionConfig{}; });
    losses.nodes("recorded", [](const NodeSpec &n) { return n.recorded.has_value(); });
    losses.nodes("position", [](const NodeSpec &n) { return n.position.has_value(); });
    losses.nodes("nodeId beside name", [](const NodeSpec &n) { return !n.name.empty(); });
    losses.edges("condition and dataMapping", [](const EdgeSpec &e) {
        return e.condition != "SUCCESS" || !e.dataMapping.empty();
    });
    losses.when(dag.schedule != Schedule{}, "schedule (but for the cron expression)");
    losses.when(!dag.name.empty(), "dagId beside name");
    losses.when(!dag.tags.empty(), "tags");
    losses.when(!dag.parameters.empty(), "parameters");
    losses.when(dag.maxParallelTasks != 0, "maxParallelTasks");
    losses.turns();
    losses.when(!dag.globalConfigs.empty(),
                "globalConfigs (but for defaultResourcePool and notificationChannels)");
    losses.when(!dag.mapReduceConfig.empty(), "mapReduceConfig");
    losses.when(dag.cache.has_value(), "cache");
    losses.when(!dag.recordedMachines.empty(), "recordedMachines");
}

} // namespace

namespace droplet {

bool isDataset(const OrderedJson &port, modelProto::Dataset &dataset)
{
    const auto value = port.find("default");
    if (value == port.end() || !value->is_object() || !value->contains("datasetId"))
        return false;
    if (!google::protobuf::util::JsonStringToMessage(treeText(*value), &dataset).ok())
        return false;
    return treeOf(dataset) == *value;
}

OrderedJson treeOf(const modelProto::Dataset &dataset)
{
    std::string json;
    if (!google::protobuf::util::MessageToJsonString(dataset, &json).ok())
        return OrderedJson::object();
    OrderedJson tree = OrderedJson::parse(json, nullptr, false);
    if (tree.contains("datasetId"))
        return tree;
    OrderedJson marked = {{"datasetId", ""}}; // empty, so it was left out: but it marks a dataset
    marked.update(tree);
    return marked;
}

std::string nameOf(const modelProto::Dataset &dataset)
{
    if (!dataset.datasetname().empty())
        return dataset.datasetname();
    return dataset.datasetid().empty() ? "dataset" : dataset.datasetid();
}

modelProto::Job jobOf(const OrderedJson &dag)
{
    modelProto::Job job;
    const std::string name = textAt(dag, "name");
    job.set_jobname(name.empty() ? textAt(dag, "dagId") : name);
    job.set_jobowner(textAt(dag, "owner"));
    job.set_desc(textAt(dag, "description"));
    job.set_version(textAt(dag, "version"));
    job.set_runtype("dag");
    const OrderedJson schedule = partOf(dag, "schedule");
    if (textAt(schedule, "type") == "CRON")
        job.set_cron(toQuartz(textAt(schedule, "expression")).value_or(""));
    if (const auto priority = dag.find("priority");
        priority != dag.end() && priority->is_number_integer())
        job.set_priority(std::to_string(priority->get<std::int64_t>()));
    // Theirs is told in hours; what is no whole number of them is carried with the rest.
    constexpr SpanMs hour = 3'600'000;
    if (const auto timeout = parseDuration(textAt(dag, "timeout"));
        timeout && *timeout > 0 && *timeout % hour == 0)
        job.set_cronkillhour(std::to_string(*timeout / hour));
    const OrderedJson configs = partOf(dag, "globalConfigs");
    job.set_queue(textAt(configs, "defaultResourcePool"));
    if (const auto channels = configs.find("notificationChannels");
        channels != configs.end() && channels->is_array()) {
        for (const OrderedJson &channel : *channels)
            job.set_alert(job.alert() + (job.alert().empty() ? "" : ",") + valueText(channel));
    }
    const auto tags = dag.find("tags");
    for (const OrderedJson &tag : tags == dag.end() ? OrderedJson::array() : *tags) {
        const std::string text = valueText(tag);
        if (text.starts_with("project:") && job.project().empty())
            job.set_project(text.substr(8));
        else if (text.starts_with("group:") && job.group().empty())
            job.set_group(text.substr(6));
    }
    return job;
}

modelProto::Task taskOf(const OrderedJson &node)
{
    modelProto::Task task;
    const std::string name = textAt(node, "name");
    task.set_taskname(name.empty() ? textAt(node, "nodeId") : name);
    task.set_templatename(textAt(node, "type"));
    task.set_labeltext(textAt(node, "description"));
    const OrderedJson definition = partOf(node, "taskDefinition");
    setInputs(task, partOf(definition, "inputSchema"));
    setOutputs(task, partOf(definition, "outputSchema"));
    const OrderedJson position = partOf(node, "position");
    for (auto it = position.begin(); it != position.end(); ++it)
        (*task.mutable_dagarguments())[it.key()] = valueText(*it);
    return task;
}

} // namespace droplet

std::string toDroplet(const DagSpec &dag, std::vector<std::string> &lost)
{
    listCarried(dag, lost);
    OrderedJson tree = toTree(dag);
    const OrderedJson nodes = std::move(tree["nodes"]);
    tree.erase("nodes");
    modelProto::DropletFile file;
    *file.mutable_job() = droplet::jobOf(tree);
    file.mutable_job()->set_taskcount(static_cast<int>(nodes.size()));
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        modelProto::Task &task = *file.add_tasks();
        task = droplet::taskOf(nodes[i]);
        task.set_taskid(static_cast<int>(i) + 1);
        (*task.mutable_extendarguments())[droplet::nodeKey] = treeText(nodes[i]);
        file.mutable_job()->add_taskids(std::to_string(i + 1));
    }
    for (const EdgeSpec &edge : dag.edges)
        file.mutable_tasks(static_cast<int>(edge.to))->add_idset(static_cast<int>(edge.from) + 1);
    for (modelProto::Task &task : *file.mutable_tasks()) {
        if (task.idset().empty())
            task.add_idset(0);
    }
    if (!nodes.empty())
        (*file.mutable_tasks(0)->mutable_extendarguments())[droplet::dagKey] = treeText(tree);
    return serialized(file);
}

} // namespace orrery::model
