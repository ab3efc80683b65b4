// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/component.h"

#include <algorithm>

#include "model/document.h"
#include "model/findings.h"
#include "model/formats/write.h"
#include "model/keys.h"
#include "model/parse.h"
#include "model/partreader.h"
#include "model/runtime.h"
#include "model/source.h"
#include "model/template.h"
#include "model/text.h"
#include "model/validate.h"

namespace orrery::model {

namespace {

using toolkit::Limits;
using toolkit::ReadText;

// "1", "1.2" or "1.2.0"
bool isVersion(std::string_view text)
{
    bool digitBefore = false;
    for (const char c : text) {
        const bool digit = c >= '0' && c <= '9';
        if (!digit && (c != '.' || !digitBefore))
            return false;
        digitBefore = digit;
    }
    return digitBefore;
}

class ComponentReader : PartReader {
public:
    ComponentReader(const Document &doc, Findings &findings, const ReadText &read, Component &out)
        : PartReader(doc, findings), m_read(read), m_out(out)
    {
    }
    void read();

private:
    void readHead(const Fields &from);
    void readProgram(const Fields &from);
    void readModules(const Fields &from);
    void checkTexts();

    const ReadText &m_read;
    Component &m_out;
    std::vector<std::pair<std::string, std::string>> m_modules;
    ValueId m_scriptPlace = none; // of a scriptFile that was read
};

void ComponentReader::readHead(const Fields &from)
{
    from.text("id", m_out.id);
    required(from, "id", m_out.id, "give it a name such as csv-filter");
    if (!m_out.id.empty() && !isIdentifier(m_out.id))
        m_findings.error(m_doc, from.placeOf("id"),
                         "id " + inQuotes(m_out.id) +
                             " holds other characters than A-Z a-z 0-9 . _ -",
                         "use those only");
    from.text("version", m_out.version);
    required(from, "version", m_out.version, "write it like \"1.0.0\"");
    if (!m_out.version.empty() && !isVersion(m_out.version))
        m_findings.error(m_doc, from.placeOf("version"),
                         "version " + inQuotes(m_out.version) + " is not of numbers and dots",
                         "write it like \"1.0.0\"");
    from.text("title", m_out.title);
    from.text("docs", m_out.docs);
    required(from, "docs", m_out.docs, "say in Markdown what it does, first in one sentence");
    from.text("icon", m_out.icon);
    from.text("category", m_out.category);
    if (m_out.title.empty())
        m_out.title = m_out.id;
}

void ComponentReader::readModules(const Fields &from)
{
    std::vector<std::string> names;
    if (!from.texts("modules", names))
        return;
    const ValueId list = from.at("modules");
    if (m_out.task.runtime != Runtime::Python) {
        m_findings.error(m_doc, list, "modules are for runtime PYTHON_3", "remove them");
        return;
    }
    ValueId place = m_doc[list].first;
    for (const std::string &name : names) {
        const Result<std::string> text =
            isIdentifier(name) ? m_read(name + ".py")
                               : fail(ErrorCode::InvalidSpec, name, "is no name of a module");
        if (text)
            m_modules.emplace_back(name, *text);
        else
            m_findings.error(m_doc, place, name + ".py: " + text.error().what,
                             "a module lies beside the component's file");
        place = m_doc[place].next;
    }
}

void ComponentReader::readProgram(const Fields &from)
{
    TaskDefinition &task = m_out.task;
    const ValueId given = from.at("taskDefinition");
    if (given != none)
        readTask(given, task);
    else if (m_doc.complete())
        m_findings.error(m_doc, m_doc.root(), "taskDefinition is missing",
                         "say what it starts: a runtime with its script or command");
    for (const std::string_view key : {"inputSchema", "outputSchema", "argumentSchema"})
        if (const ValueId v = given == none ? none : m_doc.member(given, key); v != none)
            m_findings.errorAtKey(m_doc, v, std::string(key) + " stands elsewhere in a component",
                                  "use inputs, outputs and arguments beside the taskDefinition");
    task.inputs.clear();
    task.outputs.clear();
    task.arguments.clear();
    readTypedList(from, "inputs", keys::port, task.inputs);
    readTypedList(from, "outputs", keys::port, task.outputs);
    readTypedList(from, "arguments", keys::parameter, task.arguments);
    readModules(from);
    if (!task.scriptFile.empty()) {
        m_scriptPlace = m_doc.member(given, "scriptFile");
        Result<std::string> text = m_read(task.scriptFile);
        if (text)
            task.script = std::move(*text);
        else
            m_findings.error(m_doc, m_scriptPlace, task.scriptFile + ": " + text.error().what,
                             "the file lies beside the component's");
        task.scriptFile.clear();
    }
}

// A script from a file has no place in this document: what is wrong in it is told with its own
// line.
void ComponentReader::checkTexts()
{
    DagSpec dag;
    dag.nodes.resize(1);
    dag.nodes[0].task = m_out.task;
    dag.nodes[0].execution = m_out.execution;
    Places places;
    places.nodes = {m_doc.root()};
    checkNodeTexts({m_doc, dag, places, m_findings}, 0, {});
    const auto language = scriptLanguage(m_out.task.runtime);
    if (m_scriptPlace == none || !language)
        return;
    if (const auto parsed = Template::parse(m_out.task.script, *language); !parsed)
        m_findings.error(m_doc, m_scriptPlace,
                         std::string(m_doc.text(m_scriptPlace)) + ":" + parsed.error().where +
                             ": " + parsed.error().what);
}

void ComponentReader::read()
{
    const Fields from = fields(m_doc.root(), keys::component);
    if (!from.ok())
        return;
    readHead(from);
    readProgram(from);
    if (const ValueId v = from.at("resourceRequirements"); v != none)
        readResources(v, m_out.resources);
    if (const ValueId v = from.at("executionConfig"); v != none)
        readExecution(v, m_out.execution);
    if (m_doc.complete())
        checkTexts();
    if (!m_modules.empty())
        m_out.task.script = withModules(m_out.task.script, m_modules);
}

// Everything that decides what a node of it does.
std::string identityOf(const Component &component)
{
    NodeSpec node;
    node.id = component.reference();
    node.task = component.task;
    node.resources = component.resources;
    node.execution = component.execution;
    return hashOf(toTree(node));
}

} // namespace

std::string withModules(const std::string &script,
                        const std::vector<std::pair<std::string, std::string>> &modules)
{
    std::string out = "# The modules of this component, so that it is one program.\n"
                      "import sys, types\n"
                      "def _provide(name, text):\n"
                      "    module = sys.modules[name] = types.ModuleType(name)\n"
                      "    exec(compile(text, name + '.py', 'exec'), module.__dict__)\n";
    // A JSON string that is pure ASCII is a Python string with the same value, but for the pairs
    // in which JSON writes characters beyond the first plane; those stay as they are in UTF-8.
    for (const auto &[name, text] : modules)
        out += "_provide('" + name + "', " + OrderedJson(text).dump() + ")\n";
    return out + "\n" + script;
}

Component parseComponent(std::string_view text, std::string_view file, const ReadText &read)
{
    Component out;
    const Limits limits;
    Findings findings(limits.maxFindings);
    Document doc(text);
    readSource(doc, detectFormat(text, file), limits, findings,
               "a component has at least id, version, docs and taskDefinition");
    if (!doc.empty())
        ComponentReader(doc, findings, read, out).read();
    std::uint32_t suppressed = 0;
    out.findings = findings.take(text, file, suppressed);
    out.file = file;
    out.hash = identityOf(out);
    return out;
}

} // namespace orrery::model
