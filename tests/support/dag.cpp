// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/dag.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <unordered_map>

#include "model/formats/write.h"
#include "model/runtime.h"

namespace orrery::support {

namespace {

void giveProgram(TaskDefinition &task, const std::string &runtime)
{
    const auto known = model::runtimeNamed(runtime);
    if (!known) {
        std::cerr << "dag(): unknown runtime " << runtime << "\n";
        std::abort();
    }
    task.runtime = *known;
    task.runtimeName = model::plainName(*known);
    if (*known == Runtime::Exec)
        task.command = {"/bin/true"};
    else if (*known == Runtime::Shell)
        task.script = "true";
    else if (*known == Runtime::Python)
        task.script = "pass";
    else if (*known == Runtime::Sql)
        task.script = "select 1";
}

class GraphText {
public:
    void chain(std::string word)
    {
        std::string condition = "SUCCESS";
        if (const std::size_t mark = word.find('?'); mark != std::string::npos) {
            condition = word.substr(mark + 1);
            word.resize(mark);
        }
        NodeIndex before = none;
        std::istringstream names(word);
        for (std::string name; std::getline(names, name, '>');) {
            const NodeIndex here = node(name);
            if (before != none)
                m_dag.edges.push_back({before, here, condition, {}});
            before = here;
        }
    }
    DagSpec take() { return std::move(m_dag); }

private:
    NodeIndex node(std::string name)
    {
        std::string runtime;
        if (const std::size_t colon = name.find(':'); colon != std::string::npos) {
            runtime = name.substr(colon + 1);
            name.resize(colon);
        }
        const auto [known, isNew] =
            m_nodes.emplace(name, static_cast<NodeIndex>(m_dag.nodes.size()));
        if (isNew)
            m_dag.nodes.emplace_back().id = name;
        if (!runtime.empty())
            giveProgram(m_dag.nodes[known->second].task, runtime);
        return known->second;
    }

    DagSpec m_dag;
    std::unordered_map<std::string, NodeIndex> m_nodes;
};

} // namespace

DagSpec dag(std::string_view graph)
{
    GraphText text;
    std::istringstream words{std::string(graph)};
    for (std::string word; words >> word;)
        text.chain(word);
    DagSpec out = text.take();
    out.id = "test";
    return out;
}

std::string dagText(std::string_view graph)
{
    return model::toJson(dag(graph), 2);
}

std::string sourceFile(const std::string &path)
{
    const char *top = std::getenv("ORRERY_SOURCE_DIR");
    std::ifstream stream(std::string(top ? top : ".") + "/" + path, std::ios::binary);
    if (!stream) {
        std::cerr << "there is no file " << path << " in ORRERY_SOURCE_DIR\n";
        std::abort();
    }
    std::ostringstream content;
    content << stream.rdbuf();
    return std::move(content).str();
}

} // namespace orrery::support
