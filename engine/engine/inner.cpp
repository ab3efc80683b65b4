// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inner.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/component.h"
#include "engine/engine.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "model/validate.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr std::size_t deepest = 16;
constexpr std::uint64_t largest = 256ULL << 20U; ///< [bytes] of a file

class Pinning {
public:
    Pinning(const std::string &programDir, const std::string &home,
            std::vector<std::string> &errors)
        : m_programDir(programDir), m_home(home), m_errors(errors)
    {
    }

    void pin(DagSpec &dag, const std::string &file)
    {
        m_path.push_back(file);
        for (NodeSpec &node : dag.nodes) {
            if (node.task.runtime == Runtime::SubDag && node.task.subDag)
                pinNode(node, parentDirectory(file));
        }
        m_path.pop_back();
    }
    std::vector<InnerDag> take() { return std::move(m_found); }

private:
    void refuse(const NodeSpec &node, const std::string &what)
    {
        m_errors.push_back(m_path.back() + ": node " + node.id + ": " + what);
    }

    void pinNode(NodeSpec &node, const std::string &directory)
    {
        SubDagSpec &named = *node.task.subDag;
        const std::string file = platform::absolutePath(
            named.file.starts_with('/') ? named.file : directory + "/" + named.file);
        if (std::find(m_path.begin(), m_path.end(), file) != m_path.end())
            return refuse(node, "a DAG contains itself: " + wayText(m_path, file) +
                                    "; remove one of these steps");
        if (m_path.size() > deepest)
            return refuse(node, "DAGs inside DAGs go deeper than " + std::to_string(deepest));
        const auto text = platform::readFile(file, largest);
        if (!text)
            return refuse(node, "its DAG cannot be read: " + text.error().what);
        toolkit::Parsed parsed =
            toolkit::parse(*text, file, *catalogueFor(*text, m_programDir, m_home));
        parsed.dag.sourceDir = parentDirectory(file);
        for (const Finding &finding :
             missingFiles(parsed.dag, *text, file, Finding::Severity::Error))
            parsed.findings.push_back(finding);
        for (const Finding &finding : parsed.findings) {
            if (finding.isError())
                m_errors.push_back(finding.text());
        }
        if (!parsed.ok())
            return;
        checkInterface(node, parsed);
        pin(parsed.dag, file);
        InnerDag inner;
        toolkit::Canonical canonical = toolkit::canonicalOf(parsed.dag);
        inner.canonical = std::move(canonical.text);
        inner.version = std::move(canonical.version);
        named.version = inner.version.text;
        inner.dag = std::make_shared<const DagSpec>(std::move(parsed.dag));
        m_found.push_back(std::move(inner));
    }

    /// The node's inputs are the parameters, the DAG's outputs the node's outputs.
    void checkInterface(const NodeSpec &node, const toolkit::Parsed &inner)
    {
        const std::string of = " of " + node.task.subDag->file;
        for (const Parameter &parameter : inner.runParameters) {
            const auto &inputs = node.task.inputs;
            const auto found = std::find_if(inputs.begin(), inputs.end(), [&](const Port &port) {
                return port.name == parameter.name;
            });
            const auto &given = node.task.subDag->parameters;
            if (std::any_of(given.begin(), given.end(),
                            [&](const auto &one) { return one.first == parameter.name; }))
                continue;
            if (found == inputs.end() && parameter.required && parameter.defaultValue.empty())
                refuse(node, "the parameter " + parameter.name + of +
                                 " is required: add it to the parameters of the subDag, or an "
                                 "input of that name to the inputSchema");
            else if (found != inputs.end() && found->type != parameter.type &&
                     found->type != "ANY" && parameter.type != "ANY")
                refuse(node, "the input " + found->name + " is of type " + found->type +
                                 ", the parameter" + of + " of type " + parameter.type);
        }
        for (const auto &[name, value] : node.task.subDag->parameters) {
            const auto &known = inner.runParameters;
            if (std::none_of(known.begin(), known.end(),
                             [&name = name](const Parameter &one) { return one.name == name; }))
                refuse(node, "there is no parameter " + name + of);
        }
        for (const Port &output : node.task.outputs) {
            const auto &outputs = inner.dag.outputs;
            if (std::none_of(outputs.begin(), outputs.end(),
                             [&](const auto &pair) { return pair.first == output.name; }))
                refuse(node, "there is no output " + output.name + of +
                                 ": add it to `outputs` of that file");
        }
    }

    const std::string &m_programDir;
    const std::string &m_home;
    std::vector<std::string> &m_errors;
    std::vector<std::string> m_path; ///< files, from the outermost
    std::vector<InnerDag> m_found;
};

} // namespace

Result<JsonText> innerParameters(const DagSpec &dag, const JsonText &given)
{
    toolkit::Parsed asked;
    asked.dag.id = dag.id;
    asked.runParameters = model::runParameters(dag);
    const auto values = nlohmann::json::parse(given.empty() ? "{}" : given, nullptr, false);
    std::vector<std::pair<std::string, std::string>> texts;
    for (const Parameter &parameter : asked.runParameters) {
        const auto value = values.find(parameter.name);
        if (value == values.end() || (value->is_null() && !parameter.required))
            continue;
        texts.emplace_back(parameter.name,
                           value->is_string() ? value->get<std::string>() : value->dump());
    }
    return toolkit::bindParameters(asked, texts);
}

std::vector<InnerDag> pinInner(DagSpec &dag, const std::string &file, const std::string &programDir,
                               const std::string &home, std::vector<std::string> &errors)
{
    Pinning pinning(programDir, home, errors);
    pinning.pin(dag, file);
    return pinning.take();
}

} // namespace orrery::engine
