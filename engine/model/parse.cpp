// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/parse.h"

#include <algorithm>
#include <cstring>

#include "model/document.h"
#include "model/findings.h"
#include "model/formats/droplet.h"
#include "model/formats/proto.h"
#include "model/formats/wfformat.h"
#include "model/reader.h"
#include "model/source.h"
#include "model/text.h"
#include "model/validate.h"

bool orrery::toolkit::Parsed::ok() const
{
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding &f) { return f.isError(); });
}

namespace orrery::model {

namespace {

using toolkit::Format;
using toolkit::Limits;
using toolkit::Parsed;

constexpr const char *whenDagEmpty = "a DAG has at least a dagId and nodes; see `orrery new`";

bool endsWith(std::string_view file, std::string_view ending)
{
    return file.size() >= ending.size() &&
           upper(file.substr(file.size() - ending.size())) == upper(ending);
}

bool isWfFormat(const Document &doc)
{
    if (doc.member(doc.root(), "dagId") != none)
        return false;
    return doc.member(doc.root(), "schemaVersion") != none ||
           doc.member(doc.root(), "workflow") != none;
}

void checkScheduleOf(const Checked &in, const ScheduleCheck &check)
{
    const Schedule &schedule = in.dag.schedule;
    if (!check || schedule.type.empty())
        return;
    const ValueId object = in.doc.member(in.doc.root(), "schedule");
    for (const ScheduleFault &fault : check(schedule)) {
        const bool told = (fault.key == "expression" && schedule.expression.empty()) ||
                          (fault.key == "interval" && in.doc.member(object, "interval") == none);
        if (told) // that it is missing
            continue;
        const ValueId value = in.doc.member(object, fault.key);
        in.findings.error(in.doc, value == none ? object : value, fault.message);
    }
}

// A message of droplet.proto has no mark of its own: it starts with the tag of its job or of a
// task, and holds bytes that no text has, the tag of the job's owner or of a task for one.
bool looksBinary(std::string_view text, std::string_view file)
{
    constexpr std::size_t looked = 4096; // bytes
    const bool starts = text.starts_with('\x0A') || text.starts_with('\x12');
    if (endsWith(file, ".json") || endsWith(file, ".yaml") || endsWith(file, ".yml") ||
        endsWith(file, ".dot") || endsWith(file, ".gv"))
        return false;
    const std::string_view head = text.substr(0, looked);
    const bool control = std::any_of(head.begin(), head.end(), [](char c) {
        const auto code = static_cast<unsigned char>(c);
        return code < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    return starts && (control || endsWith(file, ".pb"));
}

// A message as the JSON text of a DAG file.
std::string transcoded(Format format, std::string_view bytes, const Limits &limits,
                       Findings &findings)
{
    const std::uint64_t most = std::min(limits.maxBytes, mostAddressed);
    if (bytes.size() <= most)
        return format == Format::Proto ? jsonFromProto(bytes, limits, findings)
                                       : jsonFromDroplet(bytes, limits, findings);
    findings.errorAt(0, "the file is larger than " + megabytes(most),
                     "raise the setting limits.maxBytes");
    return {};
}

// Edges with an unknown end have been reported; nobody else needs to cope with them.
void dropBrokenEdges(DagSpec &dag)
{
    std::erase_if(dag.edges, [](const EdgeSpec &e) { return e.from == none || e.to == none; });
}

// The DAG with its components left as names; null when no node has one that was put in now.
std::shared_ptr<const DagSpec> writtenForm(const Document &doc, const Limits &limits,
                                           const DagSpec &dag)
{
    const auto wasPutIn = [&](const NodeSpec &node) { return !node.componentHash.empty(); };
    if (std::none_of(dag.nodes.begin(), dag.nodes.end(), wasPutIn))
        return nullptr;
    auto out = std::make_shared<DagSpec>();
    Findings unused(0);
    Places places;
    readDag(doc, unused, limits, *out, places, nullptr);
    dropBrokenEdges(*out);
    for (std::size_t i = 0; i < out->nodes.size() && i < dag.nodes.size(); ++i)
        out->nodes[i].arguments = dag.nodes[i].arguments; // texts are told from numbers there
    return out;
}

} // namespace

Format detectFormat(std::string_view text, std::string_view file)
{
    if (isProto(text))
        return Format::Proto;
    if (looksBinary(text, file))
        return Format::Droplet;
    if (endsWith(file, ".dot") || endsWith(file, ".gv"))
        return Format::Dot;
    if (endsWith(file, ".yaml") || endsWith(file, ".yml"))
        return Format::Yaml;
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const bool looksJson =
        first != std::string_view::npos && (text[first] == '{' || text[first] == '/');
    if (!endsWith(file, ".json") && !looksJson)
        return Format::Yaml;
    // The keys of a WfFormat instance stand at its start or at its end.
    const std::string_view head = text.substr(0, 4096);
    const std::string_view tail =
        text.substr(text.size() - std::min<std::size_t>(text.size(), 4096));
    const auto isKey = [](std::string_view part, std::string_view key) {
        const std::size_t at = part.find(key);
        const std::size_t next =
            at == std::string_view::npos ? at : part.find_first_not_of(" \t\r\n", at + key.size());
        return next != std::string_view::npos && part[next] == ':';
    };
    const bool wf = !isKey(head, "\"dagId\"") &&
                    (isKey(head, "\"schemaVersion\"") || isKey(tail, "\"schemaVersion\"") ||
                     isKey(head, "\"workflow\""));
    return wf ? Format::WfFormat : Format::Json;
}

Parsed parse(std::string_view text, std::string_view file, const Limits &limits,
             const ScheduleCheck &checkSchedule, const Catalogue *catalogue,
             const std::function<void(const Document &)> &inspect)
{
    static const Catalogue nothing;
    Parsed out;
    Findings findings(limits.maxFindings);
    Places places;
    const Format format = detectFormat(text, file);
    const bool binary = toolkit::isBinary(format);
    const std::string json = binary ? transcoded(format, text, limits, findings) : std::string();
    Document doc(binary ? std::string_view(json) : text);
    if (format == Format::Dot) {
        findings.errorAt(0, "a DOT graph is no DAG file",
                         "convert it: orrery dag convert FILE --to json");
    } else if (!binary || !json.empty()) {
        Limits inner = limits;
        if (binary) // JSON is wordier than the file, which was measured
            inner.maxBytes = mostAddressed;
        readSource(doc, format, inner, findings, whenDagEmpty);
        const bool hopeless =
            !doc.complete() && !doc.empty() && doc[doc.root()].kind != Kind::Object;
        if (hopeless)
            doc.clear();
        else if (format != Format::Yaml && !binary && isWfFormat(doc))
            readWfFormat(doc, findings, limits, out.dag, places);
        else
            readDag(doc, findings, limits, out.dag, places, catalogue ? catalogue : &nothing);
    }
    const Checked checked{doc, out.dag, places, findings};
    if (doc.complete() && !doc.empty()) {
        checkGraph(checked);
        checkPorts(checked);
        checkArguments(checked);
    }
    out.runParameters = runParameters(out.dag);
    if (doc.complete() && !doc.empty()) {
        checkTexts(checked, out.runParameters);
        checkScheduleOf(checked, checkSchedule);
    }
    if (inspect)
        inspect(doc);
    dropBrokenEdges(out.dag);
    out.written = writtenForm(doc, limits, out.dag);
    out.findings = binary ? findings.takeUnplaced(file, out.suppressed)
                          : findings.take(text, file, out.suppressed);
    return out;
}

namespace {

bool startsWithHole(std::string_view path)
{
    return path.find("${") != std::string_view::npos;
}

struct Missing {
    std::string path; // in the document
    std::string message;
    std::string fix;
    bool fatal = true;
};

void missingOf(const NodeSpec &node, std::size_t index,
               const std::function<bool(const std::string &)> &exists,
               const std::function<bool(const std::string &)> &artifactKnown,
               std::vector<Missing> &out)
{
    const TaskDefinition &task = node.task;
    const std::string at = "nodes/" + std::to_string(index) + "/taskDefinition/";
    if (!task.scriptFile.empty() && !startsWithHole(task.scriptFile) && !exists(task.scriptFile))
        out.push_back({at + "scriptFile",
                       "the scriptFile " + inQuotes(task.scriptFile) + " of node " +
                           inQuotes(node.id) + " does not exist",
                       "paths are relative to the DAG file"});
    if (task.subDag && !task.subDag->file.empty() && !startsWithHole(task.subDag->file) &&
        !exists(task.subDag->file))
        out.push_back({at + "subDag/file",
                       "the DAG " + inQuotes(task.subDag->file) + " of node " + inQuotes(node.id) +
                           " does not exist",
                       "paths are relative to the DAG file"});
    if (task.runtime == Runtime::Exec && !task.command.empty() &&
        task.command[0].find('/') != std::string::npos && !startsWithHole(task.command[0]) &&
        !exists(task.command[0]))
        out.push_back({at + "command/0",
                       "the program " + inQuotes(task.command[0]) + " of node " +
                           inQuotes(node.id) + " does not exist",
                       "paths are relative to the DAG file"});
    if (!task.artifactId.empty() && !(artifactKnown && artifactKnown(task.artifactId))) {
        const bool ownProgram =
            !task.scriptFile.empty() || !task.script.empty() || !task.command.empty();
        out.push_back({at + "artifactId",
                       "the artifact " + inQuotes(task.artifactId) + " of node " +
                           inQuotes(node.id) + " does not exist",
                       ownProgram ? "the task's own program is run"
                                  : "give the task a script, scriptFile or command",
                       !ownProgram});
    }
}

} // namespace

std::vector<Finding> checkFiles(const DagSpec &dag, std::string_view text, std::string_view file,
                                FileUse use, const std::function<bool(const std::string &)> &exists,
                                const std::function<bool(const std::string &)> &artifactKnown)
{
    std::vector<Missing> missing;
    for (std::size_t i = 0; i < dag.nodes.size(); ++i)
        missingOf(dag.nodes[i], i, exists, artifactKnown, missing);
    std::vector<Finding> out;
    for (Missing &m : missing) {
        Finding finding;
        finding.severity =
            use == FileUse::Run && m.fatal ? Finding::Severity::Error : Finding::Severity::Warning;
        finding.file = file;
        finding.path = std::move(m.path);
        finding.message = std::move(m.message);
        finding.fix = std::move(m.fix);
        out.push_back(std::move(finding));
    }
    placeFindings(out, text, file);
    return out;
}

void placeFindings(std::vector<Finding> &findings, std::string_view text, std::string_view file)
{
    if (findings.empty() || text.empty())
        return;
    const Format format = detectFormat(text, file);
    if (isBinary(format))
        return;
    Document doc(text);
    Findings unused(0);
    readSource(doc, format, Limits{}, unused, whenDagEmpty);
    if (doc.empty())
        return;
    LineCounter lines(text);
    for (Finding &finding : findings) {
        const LineColumn place = lines.at(doc[doc.locate(finding.path)].at);
        finding.line = place.line;
        finding.column = place.column;
    }
}

} // namespace orrery::model
