// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/dot.h"

#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "model/document.h"
#include "model/formats/losses.h"
#include "model/text.h"

namespace orrery::model {

namespace {

std::string jobText(const OrderedJson &job)
{
    return job.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string memberText(const OrderedJson &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

OrderedJson listOf(const OrderedJson &object, const char *key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_array() ? *found : OrderedJson::array();
}

OrderedJson attributesOf(const OrderedJson &object)
{
    const auto found = object.find("attrs");
    return found != object.end() && found->is_object() ? *found : OrderedJson::object();
}

Result<OrderedJson> readReply(std::string_view reply, std::string_view file)
{
    OrderedJson json = OrderedJson::parse(reply, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::Corrupt, std::string(file), "orrery-layout gave no JSON object");
    if (const std::string error = memberText(json, "error"); !error.empty()) {
        const auto line = json.find("line");
        std::string where(file);
        if (line != json.end() && line->is_number_unsigned() && line->get<unsigned>() > 0)
            where += ":" + std::to_string(line->get<unsigned>());
        return fail(ErrorCode::InvalidSpec, where, error);
    }
    return json;
}

// Ids of a DAG for names of DOT, each one's own.
class Ids {
public:
    std::string of(const std::string &name)
    {
        std::string id = name;
        for (char &c : id) {
            if (!isIdentifier(std::string_view(&c, 1)))
                c = '_';
        }
        if (id.empty())
            id = "_";
        const std::string wanted = id;
        for (int n = 2; !m_taken.insert(id).second; ++n)
            id = wanted + "_" + std::to_string(n);
        return id;
    }

private:
    std::unordered_set<std::string> m_taken;
};

} // namespace

std::string toDotJob(const DagSpec &dag)
{
    OrderedJson nodes = OrderedJson::array(), edges = OrderedJson::array();
    for (const NodeSpec &node : dag.nodes) {
        OrderedJson attributes = {{"shape", "box"}, {"style", "rounded"}};
        if (!node.type.empty())
            attributes["type"] = node.type;
        if (!node.description.empty())
            attributes["comment"] = node.description;
        OrderedJson one = {{"id", node.id}};
        if (!node.name.empty())
            one["label"] = node.name;
        one["attrs"] = std::move(attributes);
        nodes.push_back(std::move(one));
    }
    for (const EdgeSpec &edge : dag.edges) {
        OrderedJson attributes = OrderedJson::object();
        OrderedJson one = {{"from", dag.nodes[edge.from].id}, {"to", dag.nodes[edge.to].id}};
        if (edge.condition != "SUCCESS") {
            one["label"] = edge.condition;
            attributes["condition"] = edge.condition;
        }
        one["attrs"] = std::move(attributes);
        edges.push_back(std::move(one));
    }
    return jobText({{"job", "write-dot"},
                    {"name", dag.id},
                    {"nodes", std::move(nodes)},
                    {"edges", std::move(edges)}});
}

std::vector<std::string> lostInDot(const DagSpec &dag)
{
    std::vector<std::string> lines;
    Losses losses(dag, lines);
    losses.nodes("runtime and program (taskDefinition)",
                 [](const NodeSpec &n) { return n.task != TaskDefinition{}; });
    losses.nodes("resourceRequirements",
                 [](const NodeSpec &n) { return n.resources != Resources{}; });
    losses.nodes("executionConfig",
                 [](const NodeSpec &n) { return n.execution != ExecutionConfig{}; });
    losses.nodes("recorded", [](const NodeSpec &n) { return n.recorded.has_value(); });
    losses.nodes("position", [](const NodeSpec &n) { return n.position.has_value(); });
    losses.edges("dataMapping", [](const EdgeSpec &e) { return !e.dataMapping.empty(); });
    losses.head(Losses::Said{.name = false, .description = false, .owner = false});
    return lines;
}

Result<std::string> dotOfReply(std::string_view reply)
{
    Result<OrderedJson> json = readReply(reply, {});
    if (!json)
        return tl::unexpected(json.error());
    return memberText(*json, "text");
}

std::string parseDotJob(std::string_view dot, const toolkit::Limits &limits)
{
    return jobText({{"job", "parse-dot"},
                    {"text", std::string(dot)},
                    {"maxNodes", limits.maxNodes},
                    {"maxEdges", limits.maxEdges}});
}

Result<DagSpec> fromDotReply(std::string_view reply, std::string_view file,
                             const toolkit::Limits &limits)
{
    const Result<OrderedJson> json = readReply(reply, file);
    if (!json)
        return tl::unexpected(json.error());
    for (const auto &[list, most, setting] :
         {std::tuple("nodes", limits.maxNodes, "limits.maxNodes"),
          std::tuple("edges", limits.maxEdges, "limits.maxEdges")}) {
        if (const auto found = json->find(list); found != json->end() && found->size() > most)
            return fail(ErrorCode::InvalidSpec, std::string(file),
                        "has more than " + std::to_string(most) + " " + list + " (setting " +
                            setting + ")");
    }
    DagSpec dag;
    Ids dagIds, nodeIds;
    const std::string name = memberText(*json, "name");
    dag.id = dagIds.of(name.empty() ? "graph" : name);
    dag.name = memberText(*json, "label");
    dag.description = memberText(attributesOf(*json), "comment");
    std::unordered_map<std::string, NodeIndex> indices;
    for (const OrderedJson &one : listOf(*json, "nodes")) {
        const OrderedJson attributes = attributesOf(one);
        NodeSpec node;
        const std::string dotName = memberText(one, "id");
        node.id = nodeIds.of(dotName);
        node.name = memberText(one, "label");
        if (node.name == node.id)
            node.name.clear();
        else if (node.name.empty() && dotName != node.id)
            node.name = dotName;
        node.type = memberText(attributes, "type");
        node.description = memberText(attributes, "comment");
        indices.emplace(dotName, static_cast<NodeIndex>(dag.nodes.size()));
        dag.nodes.push_back(std::move(node));
    }
    std::unordered_set<std::uint64_t> known;
    for (const OrderedJson &one : listOf(*json, "edges")) {
        const auto from = indices.find(memberText(one, "from")),
                   to = indices.find(memberText(one, "to"));
        if (from == indices.end() || to == indices.end() ||
            !known.insert((std::uint64_t{from->second} << 32U) | to->second).second)
            continue;
        EdgeSpec edge;
        edge.from = from->second;
        edge.to = to->second;
        if (const std::string condition = memberText(attributesOf(one), "condition");
            !condition.empty())
            edge.condition = condition;
        dag.edges.push_back(std::move(edge));
    }
    return dag;
}

} // namespace orrery::model
