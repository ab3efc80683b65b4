// SPDX-License-Identifier: MIT
#include "layouter/graphviz.h"

#include <unordered_map>

namespace orrery::layouter {

namespace {

std::string &collected()
{
    static std::string text; // Graphviz's message handler has no argument of its own
    return text;
}

int collect(char *message)
{
    if (collected().size() < 4096)
        collected() += message;
    return 0;
}

/// DOT has no way to write a backslash before a quote or at the end of a text.
bool holdable(std::string_view text)
{
    std::size_t run = 0;
    for (const char c : text) {
        if (c == '"' && run % 2 == 1)
            return false;
        run = c == '\\' ? run + 1 : 0;
    }
    return run % 2 == 0;
}

const Json &listOf(const Json &job, const char *key)
{
    static const Json empty = Json::array();
    const auto found = job.find(key);
    if (found == job.end())
        return empty;
    if (!found->is_array())
        throw Refused(std::string(key) + ": expected an array");
    return *found;
}

const Json &objectAt(const Json &list, std::size_t index, const std::string &where)
{
    if (!list[index].is_object())
        throw Refused(where + ": expected an object");
    return list[index];
}

} // namespace

void collectMessages()
{
    collected().clear();
    agreseterrors();
    agseterrf(collect);
    agseterr(AGWARN);
}

const std::string &messages()
{
    return collected();
}

std::string textOf(const Json &object, const char *key, const std::string &where, bool required)
{
    const auto found = object.find(key);
    if (found == object.end()) {
        if (required)
            throw Refused(where + ": \"" + key + "\" is missing");
        return {};
    }
    if (!found->is_string())
        throw Refused(where + "/" + key + ": expected a text");
    auto text = found->get<std::string>();
    if (text.find('\0') != std::string::npos)
        throw Refused(where + "/" + key + ": holds a NUL character, which DOT cannot hold");
    return text;
}

Built build(const Json &job)
{
    Built built;
    const std::string name = textOf(job, "name", "job", false);
    const bool given = !name.empty() && !isInternalName(name);
    built.graph.reset(agopen(mutableText(given ? name : "dag"), Agdirected, nullptr));
    Agraph_t *graph = built.graph.get();
    const auto checked = [](std::string text, const std::string &where) {
        if (!holdable(text))
            throw Refused(where +
                          ": a backslash before a quote or at the end cannot be written in DOT");
        return text;
    };
    std::unordered_map<std::string, Agnode_t *> byId;
    const Json &nodes = listOf(job, "nodes");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const std::string where = "nodes/" + std::to_string(i);
        const std::string id = checked(textOf(objectAt(nodes, i, where), "id", where, true), where);
        Agnode_t *node = agnode(graph, mutableText(id), 1);
        if (!byId.emplace(id, node).second)
            throw Refused(where + ": the id \"" + id + "\" is given twice");
        built.nodes.push_back(node);
    }
    const Json &edges = listOf(job, "edges");
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const std::string where = "edges/" + std::to_string(i);
        const auto end = [&](const char *key) {
            const std::string id = textOf(objectAt(edges, i, where), key, where, true);
            const auto found = byId.find(id);
            if (found == byId.end())
                throw Refused(where + "/" + key + ": there is no node \"" + id + "\"");
            return found->second;
        };
        Agnode_t *from = end("from");
        built.edges.push_back(agedge(graph, from, end("to"), nullptr, 1));
    }
    for (auto [list, isNode] : {std::pair(&nodes, true), std::pair(&edges, false)}) {
        for (std::size_t i = 0; i < list->size(); ++i) {
            const std::string where = (isNode ? "nodes/" : "edges/") + std::to_string(i) + "/attrs";
            const auto attrs = (*list)[i].find("attrs");
            if (attrs == (*list)[i].end())
                continue;
            if (!attrs->is_object())
                throw Refused(where + ": expected an object");
            void *owner = isNode ? static_cast<void *>(built.nodes[i]) : built.edges[i];
            for (const auto &[key, value] : attrs->items()) {
                const std::string text = checked(textOf(*attrs, key.c_str(), where, true), where);
                agsafeset(owner, mutableText(checked(key, where)), mutableText(text),
                          mutableText(std::string()));
            }
        }
    }
    return built;
}

} // namespace orrery::layouter
