// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/subdags.h"

#include <algorithm>
#include <set>

#include "engine/component.h"
#include "engine/inner.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "model/parse.h"
#include "platform/files.h"

namespace orrery::engine {

std::string wayText(const std::vector<std::string> &files, const std::string &back)
{
    std::string text;
    for (const std::string &file : files)
        text += file + " -> ";
    return text + back;
}

namespace {

constexpr std::uint64_t largestDag = 256ULL << 20U; ///< [bytes]

/// Walks down from one node; every file is read once.
class Descent {
public:
    Descent(const std::string &programDir, const std::string &home)
        : m_programDir(programDir), m_home(home)
    {
    }

    /// @return the way back to a file that is on it, "" = there is none
    std::string below(const DagSpec &dag, const std::string &file)
    {
        m_way.push_back(file);
        std::string found;
        for (const NodeSpec &node : dag.nodes)
            if (found.empty())
                found = through(node);
        m_way.pop_back();
        return found;
    }

    /// The same for one node of the file that the way has come to.
    std::string through(const NodeSpec &node)
    {
        if (node.task.runtime != Runtime::SubDag || !node.task.subDag)
            return {};
        const std::string &named = node.task.subDag->file;
        const std::string file = platform::absolutePath(
            named.starts_with('/') ? named : parentDirectory(m_way.back()) + "/" + named);
        if (std::find(m_way.begin(), m_way.end(), file) != m_way.end())
            return wayText(m_way, file);
        if (!m_seen.insert(file).second)
            return {};
        const auto text = platform::readFile(file, largestDag);
        if (!text)
            return {};
        return below(toolkit::parse(*text, file, *catalogueFor(*text, m_programDir, m_home)).dag,
                     file);
    }

    void enter(const std::string &file) { m_way.assign(1, file); }

private:
    const std::string &m_programDir;
    const std::string &m_home;
    std::vector<std::string> m_way; ///< absolute, from the outermost
    std::set<std::string> m_seen;   ///< files that lead nowhere back
};

} // namespace
} // namespace orrery::engine

namespace orrery {

std::vector<Finding> endlessSubDags(const DagSpec &dag, const std::string &text,
                                    const std::string &file, const std::string &programDir,
                                    const std::string &home)
{
    std::vector<Finding> findings;
    for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
        engine::Descent descent(programDir, home);
        descent.enter(platform::absolutePath(file));
        const std::string way = descent.through(dag.nodes[i]);
        if (way.empty())
            continue;
        Finding finding;
        finding.file = file;
        finding.path = "nodes/" + std::to_string(i) + "/taskDefinition/subDag/file";
        finding.message = "a DAG contains itself: " + way;
        finding.fix = "remove one of these steps; to repeat nodes, give one of them a loop";
        findings.push_back(std::move(finding));
    }
    model::placeFindings(findings, text, file);
    return findings;
}

} // namespace orrery
