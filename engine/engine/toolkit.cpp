// SPDX-License-Identifier: GPL-3.0-or-later
// The pure half of the public face: hands each call to the module that knows.
#include "engine/toolkit.h"

#include <algorithm>
#include <chrono>

#include "advise/analyse.h"
#include "advise/compare.h"
#include "advise/report.h"
#include "advise/timeline.h"
#include "engine/component.h"
#include "engine/diff.h"
#include "engine/edit.h"
#include "engine/select.h"
#include "engine/words.h"
#include "layout/layout.h"
#include "model/component.h"
#include "model/diff.h"
#include "model/diff/lines.h"
#include "model/duration.h"
#include "model/edit.h"
#include "model/edit/textedits.h"
#include "model/formats/dot.h"
#include "model/formats/droplet.h"
#include "model/formats/proto.h"
#include "model/formats/svg.h"
#include "model/formats/wfformat.h"
#include "model/formats/write.h"
#include "model/parameters.h"
#include "model/parse.h"
#include "model/select.h"
#include "model/text.h"
#include "model/valuecheck.h"
#include "schedule/timetable.h"

namespace orrery::toolkit {

namespace {

constexpr std::size_t mostRefined = 3000; // nodes of a picture that is refined before it is drawn
constexpr std::uint64_t slice =
    400'000; // work units between two questions to `stop`: some milliseconds

// The edges of a DAG as the layout takes them; must outlive the Graph that looks at it.
std::vector<layout::Edge> edgesOf(const DagSpec &dag)
{
    std::vector<layout::Edge> edges;
    edges.reserve(dag.edges.size());
    for (const EdgeSpec &edge : dag.edges)
        edges.emplace_back(edge.from, edge.to);
    return edges;
}

layout::Graph graphOf(const DagSpec &dag, const std::vector<layout::Edge> &edges)
{
    return {static_cast<std::uint32_t>(dag.nodes.size()), edges};
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Layout shown(const layout::Placed &placed, std::size_t edges)
{
    Layout out;
    out.nodes.reserve(placed.x.size());
    for (std::size_t i = 0; i < placed.x.size(); ++i)
        out.nodes.push_back({placed.x[i], placed.y[i], placed.z[i]});
    out.edges.resize(edges);
    for (std::size_t i = 0; i < edges; ++i) {
        const std::span<const layout::Point> route = placed.route(i);
        for (std::size_t p = 1; p + 1 < route.size(); ++p) // the ends lie on the nodes' faces
            out.edges[i].push_back({route[p].x, route[p].y, route[p].z});
    }
    out.layers = placed.layerCount;
    out.crossings = placed.crossings;
    return out;
}

// Can a picture be drawn from it as it is: in one plane, its columns close together?
bool isDrawable(const Layout &layout)
{
    constexpr float widest = 2.5F; // units between two columns
    std::vector<float> columns;
    for (const Point3 &p : layout.nodes) {
        if (p.z != 0.0F)
            return false;
        columns.push_back(p.x);
    }
    std::sort(columns.begin(), columns.end());
    for (std::size_t i = 1; i < columns.size(); ++i) {
        if (columns[i] - columns[i - 1] > widest)
            return false;
    }
    return true;
}

std::vector<model::ScheduleFault> faultsOf(const Schedule &schedule)
{
    std::vector<model::ScheduleFault> faults;
    for (const schedule::Fault &fault : schedule::faultsOf(schedule))
        faults.push_back({fault.key, fault.what});
    return faults;
}

} // namespace

Parsed parse(std::string_view text, std::string_view file, const Limits &limits)
{
    return model::parse(text, file, limits, faultsOf);
}

Parsed parse(std::string_view text, std::string_view file, const Catalogue &catalogue,
             const Limits &limits)
{
    return model::parse(text, file, limits, faultsOf, &catalogue);
}

std::string allowedText(const ValueCheck &check)
{
    return model::allowedText(check);
}

std::string violation(const JsonText &value, const ValueCheck &check)
{
    return model::violation(nlohmann::json::parse(value, nullptr, false), check);
}

Component parseComponent(std::string_view text, std::string_view file, const ReadText &read)
{
    return model::parseComponent(text, file, read);
}

Format detectFormat(std::string_view text, std::string_view file)
{
    return model::detectFormat(text, file);
}

std::string toJson(const DagSpec &dag, int indent)
{
    return model::toJson(dag, indent);
}

std::string toYaml(const DagSpec &dag)
{
    return model::toYaml(dag);
}

std::string toWfFormat(const DagSpec &dag, std::vector<std::string> &lost)
{
    return model::toWfFormat(dag, lost);
}

std::string toProto(const DagSpec &dag)
{
    return model::toProto(dag);
}

std::string toDroplet(const DagSpec &dag, std::vector<std::string> &lost)
{
    return model::toDroplet(dag, lost);
}

std::string nearestWord(std::string_view word, std::span<const std::string_view> known)
{
    return model::closest(word, known);
}

std::vector<std::string> lostInDot(const DagSpec &dag)
{
    return model::lostInDot(dag);
}

VersionId versionOf(const DagSpec &dag)
{
    return model::versionOf(dag);
}

Canonical canonicalOf(const DagSpec &dag)
{
    return model::canonicalOf(dag);
}

Result<JsonText> bindParameters(const Parsed &parsed,
                                const std::vector<std::pair<std::string, std::string>> &given)
{
    return model::bindParameters(parsed, given);
}

Result<SpanMs> parseDuration(std::string_view iso)
{
    return model::parseDuration(iso);
}

std::string formatDuration(SpanMs span)
{
    return model::formatDuration(span);
}

Analysis analyse(const Parsed &parsed, const AnalysisRequest &request)
{
    return advise::analyse(parsed, request);
}

std::vector<NodeHistory> historyOf(const std::vector<RunDetail> &runs)
{
    return advise::historyOf(runs);
}

RunComparison compareRuns(const RunDetail &before, const RunDetail &after)
{
    return advise::compareRuns(before, after);
}

RunTimeline timelineOf(const RunDetail &run, const RunCourse &course, WallMs now)
{
    return advise::timelineOf(run, course, now);
}

std::string toHtml(const RunReport &report)
{
    return advise::toHtml(report);
}

std::string ganttSvg(const RunReport &report)
{
    return advise::ganttSvg(report);
}

DagDiff diff(const DagSpec &before, const DagSpec &after)
{
    return model::diff(before, after);
}

Result<Edited> edit(std::string_view text, std::string_view file, std::span<const Change> changes,
                    const EditOptions &options)
{
    return model::edit(text, file, changes, options, faultsOf);
}

Result<Edited> edit(std::string_view text, std::string_view file, std::span<const Change> changes,
                    const Catalogue &catalogue, const EditOptions &options)
{
    return model::edit(text, file, changes, options, faultsOf, &catalogue);
}

std::string applied(std::string_view text, const TextEdits &edits)
{
    return model::applied(text, edits);
}

TextEdits inverseOf(std::string_view text, const TextEdits &edits)
{
    return model::inverseOf(text, edits);
}

TextEdits joined(std::string_view text, const TextEdits &first, const TextEdits &second)
{
    return model::joined(text, first, second);
}

std::vector<DiffHunk> linesChanged(std::string_view before, std::string_view after)
{
    return model::lineDiff(before, after);
}

Result<std::vector<bool>> select(const DagSpec &dag, std::string_view query)
{
    return model::select(dag, query);
}

Layout layout(const DagSpec &dag)
{
    const auto start = std::chrono::steady_clock::now();
    const std::vector<layout::Edge> edges = edgesOf(dag);
    Layout out = shown(layout::fast(graphOf(dag, edges)), edges.size());
    out.seconds = secondsSince(start);
    return out;
}

Layout refine(const DagSpec &dag, Layout from, const std::function<bool()> &stop,
              const std::function<void(const Layout &)> &progress)
{
    const auto start = std::chrono::steady_clock::now();
    const std::vector<layout::Edge> edges = edgesOf(dag);
    const layout::Graph graph = graphOf(dag, edges);
    layout::Refiner refiner(graph, layout::fast(graph));
    std::uint64_t best = from.crossings;
    bool more = true;
    while (more && !(stop && stop())) {
        more = refiner.run(slice);
        if (progress && refiner.crossings() < best) {
            best = refiner.crossings();
            Layout better = shown(refiner.placed(), edges.size());
            better.seconds = secondsSince(start);
            progress(better);
        }
    }
    Layout out = refiner.crossings() <= from.crossings || from.nodes.empty()
                     ? shown(refiner.placed(), edges.size())
                     : std::move(from);
    out.seconds = secondsSince(start);
    return out;
}

std::string toSvg(const DagSpec &dag, const Layout &given)
{
    if (isDrawable(given) && given.nodes.size() == dag.nodes.size())
        return model::toSvg(dag, given);
    layout::Options options;
    options.flat = true;
    options.nodeGap = 1.5F;
    options.layerGap = 1.7F;
    const std::vector<layout::Edge> edges = edgesOf(dag);
    const layout::Graph graph = graphOf(dag, edges);
    const bool refine = dag.nodes.size() <= mostRefined;
    return model::toSvg(
        dag, shown(refine ? layout::refined(graph, options) : layout::fast(graph, options),
                   edges.size()));
}

} // namespace orrery::toolkit
