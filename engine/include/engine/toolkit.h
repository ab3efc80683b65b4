// SPDX-License-Identifier: GPL-3.0-or-later
// The pure half of the public face: no engine, no home, no clock; callable on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"

namespace orrery::toolkit {

/// Limits of what a file may hold; each message that names a limit names its setting.
struct Limits {
    std::uint64_t maxBytes = 256ULL << 20U; ///< setting limits.maxBytes
    std::uint32_t maxNodes = 1'000'000;     ///< setting limits.maxNodes
    std::uint32_t maxEdges = 5'000'000;     ///< setting limits.maxEdges
    std::uint32_t maxValues =
        32'000'000; ///< setting limits.maxValues: texts, numbers, objects ... of a file
    std::uint32_t maxDepth = 64; ///< setting limits.maxDepth: nesting of objects and arrays
    std::uint32_t maxAliases =
        10'000; ///< setting limits.maxAliases: YAML nodes reached through aliases
    std::uint32_t maxIdLength = 200; ///< setting limits.maxIdLength: ids name directories and files
    std::uint32_t maxFindings = 100; ///< setting limits.maxFindings: further ones are counted only
};

enum class Format {
    Json,
    Yaml,
    WfFormat,
    Dot,
    Proto,   ///< resources/proto/orrery.proto
    Droplet, ///< resources/proto/droplet.proto
};

/// Bytes rather than text: to be read with parse(), shown and edited as toJson(parsed.dag).
[[nodiscard]] constexpr bool isBinary(Format format)
{
    return format == Format::Proto || format == Format::Droplet;
}

/// What reading and checking a file gave: as much of the DAG as could be read, and all findings.
struct Parsed {
    DagSpec dag;
    std::vector<Finding> findings; ///< in file order; errors and warnings
    std::uint32_t suppressed = 0;  ///< findings beyond Limits::maxFindings
    std::vector<Parameter>
        runParameters; ///< dag.parameters and required root inputs ("node.input")
    std::shared_ptr<const DagSpec>
        written; ///< the DAG with its components not put in; null = it uses none

    [[nodiscard]] bool ok() const; ///< no finding is an error
};

/// By content and file name (".yaml", ".json", ".dot", ".pb"; a WfFormat instance is told by its
/// keys, our protobuf form by its first bytes).
[[nodiscard]] Format detectFormat(std::string_view text, std::string_view file);

/// Reads and validates; one call reports every error with file:line:column. Pure.
/// @param file  name used in findings and to resolve relative paths; need not exist
[[nodiscard]] Parsed parse(std::string_view text, std::string_view file, const Limits &limits = {});

/// The DAG as a user wrote it: what is converted to another form.
[[nodiscard]] inline const DagSpec &asWritten(const Parsed &parsed)
{
    return parsed.written ? *parsed.written : parsed.dag;
}

/// Canonical JSON (seed's keys, defaults left out, key order fixed); parse(toJson(d)) == d.
[[nodiscard]] std::string toJson(const DagSpec &dag, int indent = 2);
[[nodiscard]] std::string toYaml(const DagSpec &dag);
/// A WfCommons WfFormat 1.5 instance; `lost` receives a line for everything left out.
[[nodiscard]] std::string toWfFormat(const DagSpec &dag, std::vector<std::string> &lost);

/// An orrery.dag.v1.Dag as bytes, lossless; parse(toProto(d), "x.pb") == d.
[[nodiscard]] std::string toProto(const DagSpec &dag);
/// A modelProto.DropletFile as bytes; `lost` receives a line for everything that only Orrery finds
/// in it again.
[[nodiscard]] std::string toDroplet(const DagSpec &dag, std::vector<std::string> &lost);
/// What DOT leaves out of this DAG, a line each.
[[nodiscard]] std::vector<std::string> lostInDot(const DagSpec &dag);

/// Content hash of the canonical form without positions: 16 hex digits.
[[nodiscard]] VersionId versionOf(const DagSpec &dag);
/// The canonical form in one line, as it is kept, and its hash: cheaper than one after the other.
struct Canonical {
    std::string text;
    VersionId version;
};
[[nodiscard]] Canonical canonicalOf(const DagSpec &dag);

/// Checks values typed by a user against the run parameters: types, unknown and missing names.
/// @return  JSON object name -> value with defaults filled in
/// @error   InvalidSpec; `what` names every missing or wrong parameter
[[nodiscard]] Result<JsonText>
bindParameters(const Parsed &parsed, const std::vector<std::pair<std::string, std::string>> &given);

/// "PT1H30M", "P1D", "PT0.5S" -> milliseconds. @error InvalidSpec
[[nodiscard]] Result<SpanMs> parseDuration(std::string_view iso);
[[nodiscard]] std::string formatDuration(SpanMs span); ///< "PT1H30M"

struct Point3 {
    float x = 0, y = 0, z = 0;
};

/// Positions of nodes and ways of edges. x runs along the flow; a node is a box of 1 unit.
struct Layout {
    std::vector<Point3> nodes;              ///< one per node
    std::vector<std::vector<Point3>> edges; ///< one per edge: its bends, ends left out
    std::uint32_t layers = 0;
    std::uint64_t crossings = 0;
    double seconds = 0;
};

/// The fast pass; at most 10 ms for 1,000 nodes.
[[nodiscard]] Layout layout(const DagSpec &dag);
/// The refining pass; `stop` is asked between slices of some milliseconds, `progress` sees better
/// layouts as they are found (may be empty). Deterministic for the same number of slices.
[[nodiscard]] Layout refine(const DagSpec &dag, Layout from, const std::function<bool()> &stop,
                            const std::function<void(const Layout &)> &progress = {});

/// A flat picture of the DAG, self-contained.
[[nodiscard]] std::string toSvg(const DagSpec &dag, const Layout &layout);

/// Next time a cron expression fires after `after` in its zone. @error InvalidSpec
[[nodiscard]] Result<WallMs> nextFire(const Schedule &schedule, WallMs after);

} // namespace orrery::toolkit
