// SPDX-License-Identifier: MIT
// The jobs of orrery-layout: DOT text to values and back, and a layout by Graphviz's dot. One job
// per process: Graphviz keeps its state in globals, cannot be cancelled and is not safe in threads.
#pragma once

#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace orrery::layouter {

using Json = nlohmann::json;

/// Bad input; ends the process with {"error": what, "line": line} and exit code 1.
class Refused : public std::runtime_error {
public:
    explicit Refused(const std::string &what, int line = 0) : std::runtime_error(what), m_line(line)
    {
    }
    [[nodiscard]] int line() const { return m_line; } ///< 1-based line of the DOT text; 0 = unknown

private:
    int m_line;
};

/// {"text", "maxNodes", "maxEdges"} (limits: absent = none) -> {"name", "attrs", "nodes": [{"id",
/// "label", "attrs"}], "edges": [{"from", "to", "attrs"}]} Labels are plain text: escapes are
/// resolved, HTML-like ones come as they are written.
[[nodiscard]] Json parseDot(const Json &job);

/// {"name", "nodes", "edges"} as above -> {"text"}; every text is quoted where DOT needs it.
[[nodiscard]] Json writeDot(const Json &job);

/// {"engine": "dot", "nodes": [{"id"}], "edges": [{"from", "to"}]} ->
/// {"nodes": [{"id", "x", "y", "rank"}] (points, y upwards), "ranks": [[vertex, ...]], "segments":
/// [[vertex, vertex]], "layers", "crossings"}. Vertices are node numbers; those beyond the nodes
/// are dot's virtual nodes, where long edges meet a rank; segments join neighbouring ranks.
[[nodiscard]] Json layout(const Json &job);

} // namespace orrery::layouter
