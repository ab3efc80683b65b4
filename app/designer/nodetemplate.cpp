// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/nodetemplate.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include "bridge/placement.h"
#include "bridge/text.h"
#include "designer/componenttext.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(NodeTemplate)
};

struct Plain {
    const char *key;
    const char *baseId;
    const char *title;
    const char *icon;
    const char *summary;
    const char *docs;
    const char *node;
};

// Each begins as something that runs, or whose first problem says what to fill in.
constexpr Plain plain[] = {
    {"runtime:SHELL", "shell", QT_TRANSLATE_NOOP("NodeTemplate", "Shell script"), "terminal",
     QT_TRANSLATE_NOOP("NodeTemplate", "Runs a script with /bin/sh."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "The inputs stand in the JSON file `$ORRERY_INPUTS`; write outputs as a JSON object to "
         "`$ORRERY_OUTPUTS`. `${inputs.name}` in the script is the value, quoted."),
     R"({"taskDefinition":{"runtime":"SHELL","script":"echo hello\n"}})"},
    {"runtime:PYTHON", "python", QT_TRANSLATE_NOOP("NodeTemplate", "Python script"), "function",
     QT_TRANSLATE_NOOP("NodeTemplate", "Runs a script with python3."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "Read `ORRERY_INPUTS`, write a JSON object to `ORRERY_OUTPUTS`. `${params.name}` in the "
         "script becomes a Python value."),
     R"({"taskDefinition":{"runtime":"PYTHON_3","script":"print(\"hello\")\n"}})"},
    {"runtime:SQL", "query", QT_TRANSLATE_NOOP("NodeTemplate", "SQL"), "database",
     QT_TRANSLATE_NOOP("NodeTemplate", "Runs a script on a SQLite file."),
     QT_TRANSLATE_NOOP("NodeTemplate",
                       "`database` names the file; without it the database is in memory."),
     R"({"taskDefinition":{"runtime":"SQL","script":"select 1 as one;\n"}})"},
    {"runtime:HTTP", "request", QT_TRANSLATE_NOOP("NodeTemplate", "HTTP request"), "globe",
     QT_TRANSLATE_NOOP("NodeTemplate", "Asks an address; status and body are its outputs."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "Any status that is not 2xx fails the task, unless `expectStatus` says otherwise."),
     R"({"taskDefinition":{"runtime":"HTTP","http":{"method":"GET","url":"http://localhost:8000/"}}})"},
    {"runtime:EXEC", "program", QT_TRANSLATE_NOOP("NodeTemplate", "Program"), "terminal",
     QT_TRANSLATE_NOOP("NodeTemplate", "Starts a program with arguments, no shell in between."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "One word a line: the program, then its arguments. A program with a slash is relative to "
         "the DAG file."),
     R"({"taskDefinition":{"runtime":"EXEC","command":["/bin/echo","hello"]}})"},
    {"runtime:NOTEBOOK", "notebook", QT_TRANSLATE_NOOP("NodeTemplate", "Notebook"), "document",
     QT_TRANSLATE_NOOP("NodeTemplate", "Executes a Jupyter notebook."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "Needs jupyter nbconvert on the host; `scriptFile` is the notebook, beside the DAG."),
     R"({"taskDefinition":{"runtime":"NOTEBOOK","scriptFile":"notebook.ipynb"}})"},
    {"runtime:JAVA", "java", QT_TRANSLATE_NOOP("NodeTemplate", "Java"), "function",
     QT_TRANSLATE_NOOP("NodeTemplate", "Runs a jar or a class."),
     QT_TRANSLATE_NOOP("NodeTemplate",
                       "`scriptFile` is the jar; `className` the class to start in it."),
     R"({"taskDefinition":{"runtime":"JAVA_17","scriptFile":"app.jar"}})"},
    {"runtime:CONTAINER", "container", QT_TRANSLATE_NOOP("NodeTemplate", "Container"), "archive",
     QT_TRANSLATE_NOOP("NodeTemplate", "Runs a command in an image, with podman or docker."),
     QT_TRANSLATE_NOOP("NodeTemplate", "The image has to be on the host, or to be pulled by it."),
     R"({"taskDefinition":{"runtime":"CONTAINER","image":"debian:stable-slim","command":["echo","hello"]}})"},
    {"runtime:WAIT", "wait", QT_TRANSLATE_NOOP("NodeTemplate", "Wait"), "clock",
     QT_TRANSLATE_NOOP("NodeTemplate",
                       "Waits for a span, a moment, a file, an address or another DAG."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "No process runs while it waits. Exactly one of `duration`, `until`, `file`, `url` and "
         "`dag` is set; a time-out ends the wait as failed."),
     R"({"taskDefinition":{"runtime":"WAIT","wait":{"duration":"PT1M"}}})"},
    {"runtime:APPROVE", "approval", QT_TRANSLATE_NOOP("NodeTemplate", "Approval"), "bell",
     QT_TRANSLATE_NOOP("NodeTemplate", "Asks a person before the run goes on."),
     QT_TRANSLATE_NOOP("NodeTemplate",
                       "The values of the answer are its outputs, typed by its output schema."),
     R"({"taskDefinition":{"runtime":"APPROVE","approval":{"message":"May it go on?"}}})"},
    {"runtime:SUBDAG", "sub-dag", QT_TRANSLATE_NOOP("NodeTemplate", "Sub-DAG"), "merge",
     QT_TRANSLATE_NOOP("NodeTemplate", "Runs another DAG file as a run of its own."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "The inputs of the node are the parameters of the inner run, its outputs the outputs of "
         "the node."),
     R"({"taskDefinition":{"runtime":"SUBDAG","subDag":{"file":"other.yaml"}}})"},
    {"pattern:branch", "decide", QT_TRANSLATE_NOOP("NodeTemplate", "Branch"), "split",
     QT_TRANSLATE_NOOP("NodeTemplate",
                       "Decides which way the run goes: conditions stand on the edges behind it."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "It hands its value on and starts no process. Select an edge behind it and give it a "
         "condition such as `outputs.value > 10`; what is not reached is skipped."),
     R"({"type":"BRANCH","taskDefinition":{"runtime":"NONE","inputSchema":{"value":{"type":"ANY"}}}})"},
    {"pattern:map", "each", QT_TRANSLATE_NOOP("NodeTemplate", "Map"), "list",
     QT_TRANSLATE_NOOP("NodeTemplate", "One task for each element of a list, side by side."),
     QT_TRANSLATE_NOOP(
         "NodeTemplate",
         "`mapOver` gives the list; `${item}` in the program is the element. The outputs of all "
         "items come behind it as arrays."),
     R"({"taskDefinition":{"runtime":"SHELL","script":"echo ${item}\n","inputSchema":{"items":{"type":"ARRAY<ANY>","required":true}}},"executionConfig":{"mapOver":"inputs.items","parallelism":0}})"},
    {"pattern:reduce", "gather", QT_TRANSLATE_NOOP("NodeTemplate", "Reduce"), "sigma",
     QT_TRANSLATE_NOOP("NodeTemplate", "Gathers what the items of a mapped task gave."),
     QT_TRANSLATE_NOOP("NodeTemplate", "Its input is the array of their outputs."),
     R"({"taskDefinition":{"runtime":"PYTHON_3","script":"import json, os\n\nparts = json.load(open(os.environ[\"ORRERY_INPUTS\"]))[\"parts\"]\nprint(len(parts), \"parts\")\n","inputSchema":{"parts":{"type":"ARRAY<ANY>","required":true}}},"executionConfig":{"isReduceStage":true}})"},
};

NodeTemplate templateOf(const Component &component)
{
    NodeTemplate made;
    made.key = QStringLiteral("component:") + qs(component.id);
    made.baseId = qs(component.id);
    made.title = qs(component.title.empty() ? component.id : component.title);
    made.category = qs(component.category);
    made.icon = qs(component.icon);
    made.summary = firstLine(component);
    made.docs = componentMarkdown(component, true);
    for (const Finding &finding : component.findings)
        if (finding.isError() && made.broken.isEmpty())
            made.broken = qs(finding.text());
    const std::string major = component.version.substr(0, component.version.find('.'));
    made.node = Json{{"component", component.id + "@" + major}}.dump();
    made.spec.id = component.id;
    made.spec.component = component.id;
    made.spec.task = component.task;
    made.spec.execution = component.execution;
    return made;
}

} // namespace

std::vector<NodeTemplate> plainTemplates()
{
    std::vector<NodeTemplate> out;
    for (const Plain &one : plain) {
        NodeTemplate made;
        made.key = QString::fromLatin1(one.key);
        made.baseId = QString::fromLatin1(one.baseId);
        made.title = Words::tr(one.title);
        made.category = made.key.startsWith(QLatin1String("pattern")) ? Words::tr("Patterns")
                                                                      : Words::tr("Plain tasks");
        made.icon = QString::fromLatin1(one.icon);
        made.summary = Words::tr(one.summary);
        made.docs = Words::tr(one.summary) + QStringLiteral("\n\n") + Words::tr(one.docs);
        made.node = one.node;
        Json file{{"dagId", "t"}, {"nodes", Json::array()}};
        file["nodes"].push_back(Json::parse(withId(one.node, one.baseId)));
        const auto parsed = toolkit::parse(file.dump(), "t.json");
        if (!parsed.dag.nodes.empty())
            made.spec = parsed.dag.nodes[0];
        out.push_back(std::move(made));
    }
    return out;
}

std::vector<NodeTemplate> componentTemplates(const Catalogue &catalogue)
{
    std::vector<NodeTemplate> out;
    for (const Component &component : catalogue.all())
        if (!component.ok() || catalogue.find(component.id) == &component)
            out.push_back(templateOf(component));
    return out;
}

QString kindOf(const NodeSpec &node)
{
    if (!node.component.empty())
        return QStringLiteral("component:") +
               qs(node.component.str()).section(QLatin1Char('@'), 0, 0);
    if (!node.execution.mapOver.empty() || !node.execution.mapOverFile.empty())
        return QStringLiteral("pattern:map");
    if (node.execution.isReduceStage)
        return QStringLiteral("pattern:reduce");
    if (node.task.runtime == Runtime::None)
        return QStringLiteral("pattern:branch");
    return QStringLiteral("runtime:") +
           qs(node.task.runtimeName).section(QLatin1Char('_'), 0, 0).toUpper();
}

std::string freshId(const DagSpec &dag, const QString &base)
{
    std::unordered_set<std::string_view> taken;
    for (const NodeSpec &node : dag.nodes)
        taken.insert(node.id);
    const std::string first = bridge::text(base);
    std::string id = first;
    for (int number = 2; taken.contains(id); ++number)
        id = first + "-" + std::to_string(number);
    return id;
}

JsonText withId(const JsonText &node, const std::string &id)
{
    Json out{{"nodeId", id}};
    const Json given = Json::parse(node);
    for (const auto &[key, value] : given.items())
        out[key] = value;
    return out.dump();
}

QByteArray mimeData(const NodeTemplate &made)
{
    return QByteArray::fromStdString(withId(made.node, bridge::text(made.baseId)));
}

bool portsFit(const NodeSpec &from, const NodeTemplate &made, const toolkit::Mapping &mapping)
{
    return (!mapping.empty() || made.spec.task.inputs.empty() ||
            toolkit::outputsOf(from).empty()) &&
           toolkit::unfed(made.spec, mapping).empty();
}

NodeIndex addNode(bridge::DagDocument &document, bridge::Selection &selection,
                  const NodeTemplate &made, NodeIndex behind,
                  std::optional<toolkit::Mapping> mapping, std::optional<Position> position)
{
    const DagSpec &dag = document.dag();
    const std::string id = freshId(dag, made.baseId);
    Json node = Json::parse(withId(made.node, id));
    change::AddNode add;
    if (behind < dag.nodes.size()) {
        const NodeSpec &from = dag.nodes[behind];
        const bool given = mapping.has_value();
        const toolkit::Mapping data = given ? *mapping : toolkit::suggestMapping(from, made.spec);
        if (given || portsFit(from, made, data))
            add.edges.push_back({from.id, id, {}, data});
        else if (from.position && !position) // beside it, so that it is found
            position = Position{from.position->x + 4 * bridge::unitsPerBox, from.position->y,
                                from.position->z};
    }
    if (position)
        node["position"] = {{"x", position->x}, {"y", position->y}};
    add.node = node.dump();
    const auto done = document.perform(Words::tr("Add %1").arg(qs(id)), std::array<Change, 1>{add});
    if (!done)
        return none;
    const auto &nodes = document.dag().nodes;
    for (NodeIndex i = NodeIndex(nodes.size()); i-- > 0;)
        if (nodes[i].id == id) {
            selection.selectNode(i);
            return i;
        }
    return none;
}

} // namespace orrery::designer
