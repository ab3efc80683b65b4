// SPDX-License-Identifier: MIT
// DOT text through cgraph: reading and writing.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <regex>

#include "layouter/graphviz.h"

namespace orrery::layouter {

namespace {

/// Where cgraph's scanner stands in the text.
struct Source {
    std::string_view text;
    std::size_t at = 0;
};

int readSource(void *channel, char *buffer, int size)
{
    auto &source = *static_cast<Source *>(channel);
    const std::size_t count =
        std::min(static_cast<std::size_t>(size), source.text.size() - source.at);
    std::memcpy(buffer, source.text.data() + source.at, count);
    source.at += count;
    return static_cast<int>(count);
}

int writeNothing(void *, const char *)
{
    return 0;
}

int flushNothing(void *)
{
    return 0;
}

/// "Error: dot: syntax error in line 3 near '}'" as a refusal with its line.
[[noreturn]] void refuse(const std::string &message, const std::string &otherwise)
{
    static const std::regex pattern("([^\\n:]*?) ?(in|at) line (\\d+)([^\\n]*)");
    std::smatch match;
    if (!std::regex_search(message, match, pattern))
        throw Refused(message.empty() ? otherwise : message.substr(0, message.find('\n')));
    const std::string what = match[1].str() + match[4].str();
    throw Refused(what.substr(std::min(what.find_first_not_of(' '), what.size())),
                  std::atoi(match[3].str().c_str()));
}

int lineOf(std::string_view text, std::string_view word)
{
    const std::size_t at = std::min(text.find(word), text.size());
    const std::string_view before = text.substr(0, at);
    return 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
}

/// A label as a person reads it: \n, \l and \r end a line, \N is the name, \\ is a backslash.
std::string plainLabel(const char *label, const std::string &name)
{
    std::string text;
    for (const char *c = label; *c != '\0'; ++c) {
        if (*c != '\\' || c[1] == '\0') {
            text += *c;
            continue;
        }
        ++c;
        if (*c == 'N')
            text += name;
        else if (*c == 'n' || *c == 'l' || *c == 'r')
            text += '\n';
        else
            text += *c;
    }
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

std::string dotLabel(const std::string &text)
{
    std::string label;
    for (const char c : text) {
        if (c == '\\')
            label += "\\\\";
        else if (c == '\n')
            label += "\\n";
        else
            label += c;
    }
    return label;
}

/// Attributes that are set; the label is given apart.
Json attributesOf(void *object, int kind, Agraph_t *graph)
{
    Json attributes = Json::object();
    for (Agsym_t *symbol = agnxtattr(graph, kind, nullptr); symbol != nullptr;
         symbol = agnxtattr(graph, kind, symbol)) {
        const char *value = agxget(object, symbol);
        if (value != nullptr && *value != '\0' && std::strcmp(symbol->name, "label") != 0)
            attributes[symbol->name] = value;
    }
    return attributes;
}

std::string labelOf(void *object, const std::string &name)
{
    char key[] = "label";
    char *label = agget(object, key);
    if (label == nullptr)
        return {};
    return aghtmlstr(label) != 0 ? std::string(label) : plainLabel(label, name);
}

constexpr int deepest = 100; ///< braces in braces, and < in < of HTML-like labels

/// Cgraph's parser calls itself for every level: what is nested too deeply is refused unread. Walks
/// over texts and comments as DOT has them; anything else that is wrong is left to cgraph.
void checkNesting(std::string_view text)
{
    int braces = 0, line = 1;
    const auto deeper = [&line](int depth, const char *what) {
        if (depth > deepest)
            throw Refused(std::string(what) + " are nested deeper than " + std::to_string(deepest) +
                              " levels",
                          line);
    };
    const auto skipTo = [&](std::size_t from, std::string_view end) {
        const std::size_t at = std::min(text.find(end, from), text.size());
        line += static_cast<int>(std::count(text.begin() + static_cast<std::ptrdiff_t>(from),
                                            text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        return at;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (text[i] == '\n') {
            ++line;
        } else if (rest.starts_with("//") || (text[i] == '#' && (i == 0 || text[i - 1] == '\n'))) {
            i = skipTo(i, "\n") - 1;
        } else if (rest.starts_with("/*")) {
            i = skipTo(i + 2, "*/") + 1;
        } else if (text[i] == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i) {
                line += text[i] == '\n' ? 1 : 0;
                i += text[i] == '\\' ? 1 : 0;
            }
        } else if (text[i] == '<') {
            for (int depth = 1; depth > 0 && ++i < text.size();) {
                line += text[i] == '\n' ? 1 : 0;
                depth += text[i] == '<' ? 1 : text[i] == '>' ? -1 : 0;
                deeper(depth, "HTML-like labels");
            }
        } else if (text[i] == '{') {
            deeper(++braces, "subgraphs");
        } else if (text[i] == '}') {
            --braces;
        }
    }
}

/// @throws Refused for a graph beyond the job's limits, before it is copied
void checkSize(Agraph_t *graph, const Json &job)
{
    const auto check = [&job](long long count, const char *key, const char *what) {
        const auto most = job.find(key);
        if (most != job.end() && most->is_number_unsigned() && count > most->get<long long>())
            throw Refused("the graph has " + std::to_string(count) + " " + what + ", more than " +
                          std::to_string(most->get<long long>()) + " (setting limits." + key + ")");
    };
    check(agnnodes(graph), "maxNodes", "nodes");
    check(agnedges(graph), "maxEdges", "edges");
}

GraphPtr readGraph(const std::string &text)
{
    checkNesting(text);
    Agiodisc_t io{readSource, writeNothing, flushNothing};
    Agdisc_t discipline{&AgMemDisc, &AgIdDisc, &io};
    Source source{text};
    collectMessages();
    GraphPtr graph(agread(&source, &discipline));
    if (!graph || agerrors() != 0)
        refuse(messages(), "there is no graph in the text; it starts with: digraph NAME {");
    GraphPtr second(agread(&source, &discipline));
    if (second || agerrors() != 0)
        refuse(messages(), "there is more than one graph in the text; keep one");
    if (agisdirected(graph.get()) == 0)
        throw Refused(
            "the graph has no directions; write digraph instead of graph, -> instead of --",
            lineOf(text, "graph"));
    return graph;
}

} // namespace

Json parseDot(const Json &job)
{
    const std::string text = textOf(job, "text", "job", true);
    const GraphPtr owner = readGraph(text);
    Agraph_t *graph = owner.get();
    checkSize(graph, job);
    const std::string name = agnameof(graph);
    Json result{{"name", isInternalName(name) ? "" : name},
                {"attrs", attributesOf(graph, AGRAPH, graph)},
                {"label", labelOf(graph, name)},
                {"nodes", Json::array()},
                {"edges", Json::array()}};
    for (Agnode_t *node = agfstnode(graph); node != nullptr; node = agnxtnode(graph, node)) {
        const std::string id = agnameof(node);
        result["nodes"].push_back({{"id", id},
                                   {"label", labelOf(node, id)},
                                   {"attrs", attributesOf(node, AGNODE, graph)}});
    }
    for (Agnode_t *node = agfstnode(graph); node != nullptr; node = agnxtnode(graph, node)) {
        for (Agedge_t *edge = agfstout(graph, node); edge != nullptr;
             edge = agnxtout(graph, edge)) {
            result["edges"].push_back({{"from", agnameof(agtail(edge))},
                                       {"to", agnameof(aghead(edge))},
                                       {"label", labelOf(edge, "")},
                                       {"attrs", attributesOf(edge, AGEDGE, graph)}});
        }
    }
    return result;
}

Json writeDot(const Json &job)
{
    collectMessages();
    const Built built = build(job);
    char key[] = "label";
    char none[] = "";
    const auto setLabels = [&](const char *list, const auto &objects) {
        for (std::size_t i = 0; i < objects.size(); ++i) {
            const std::string where = std::string(list) + "/" + std::to_string(i);
            const std::string label = dotLabel(textOf(job[list][i], "label", where, false));
            if (!label.empty())
                agsafeset(objects[i], key, mutableText(label), none);
        }
    };
    // An absent node label means the id, which DOT writes as \N.
    char own[] = "\\N";
    agattr(built.graph.get(), AGNODE, key, own);
    setLabels("nodes", built.nodes);
    setLabels("edges", built.edges);

    char *buffer = nullptr;
    std::size_t size = 0;
    std::FILE *file = open_memstream(&buffer, &size);
    if (file == nullptr)
        throw Refused("out of memory");
    const bool written = agwrite(built.graph.get(), file) == 0;
    std::fclose(file);
    const std::unique_ptr<char, decltype(&std::free)> owner(buffer, &std::free);
    if (!written)
        throw Refused("Graphviz could not write the graph: " + messages());
    return {{"text", std::string(buffer, size)}};
}

} // namespace orrery::layouter
