// SPDX-License-Identifier: GPL-3.0-or-later
// What changed between two states of a DAG: in meaning, and apart from it in how it is laid out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"

namespace orrery {

struct DiffLine {
    enum class Kind : std::uint8_t { Same, Removed, Added };
    Kind kind = Kind::Same;
    std::string text; ///< without its line end
    bool operator==(const DiffLine &) const = default;
};

/// Neighbouring lines of a text that changed, with what stands around them: a unified diff's @@.
struct DiffHunk {
    std::uint32_t beforeLine = 0; ///< first line, 1-based; 0 when there is none before
    std::uint32_t beforeCount = 0;
    std::uint32_t afterLine = 0;
    std::uint32_t afterCount = 0;
    std::vector<DiffLine> lines;

    [[nodiscard]] std::string head() const; ///< "@@ -1,3 +1,4 @@"
};

struct FieldChange {
    std::string path;           ///< inside its subject: "executionConfig/timeout"; "" = all of it
    JsonText before;            ///< "" = not set
    JsonText after;             ///< both "" = only the order in the file is another one
    std::vector<DiffHunk> text; ///< texts of several lines: where they differ
};

/// One part of the DAG that is new, gone, renamed or changed.
struct DagChange {
    enum class Kind : std::uint8_t { Added, Removed, Renamed, Changed };
    enum class Subject : std::uint8_t { Dag, Schedule, Parameter, Node, Edge };
    Kind kind = Kind::Changed;
    Subject subject = Subject::Dag;
    std::string id;  ///< of a node or parameter; "a -> b" of an edge; "" of the DAG and schedule
    std::string was; ///< renamed: the id before
    std::vector<FieldChange> fields; ///< what changed; of a new or lost part its whole content

    /// "nodes/load/executionConfig/timeout": where a field stands in the DAG.
    [[nodiscard]] std::string pathOf(const FieldChange &field) const;
};
[[nodiscard]] std::string_view text(DagChange::Kind kind);       ///< "added"
[[nodiscard]] std::string_view text(DagChange::Subject subject); ///< "node"

struct DagDiff {
    VersionId before;
    VersionId after;
    std::vector<DagChange> changes; ///< of meaning: DAG, schedule, parameters, nodes, edges
    std::vector<DagChange> layout;  ///< positions, and the order in the file

    [[nodiscard]] bool same() const { return changes.empty(); } ///< in meaning
};

namespace toolkit {

/// Pure. A node whose id changed is told as renamed when its content or its place in the DAG says
/// so without doubt. Content of files (scriptFile, artifacts) is not looked at.
/// O(size of both), and removed * added nodes for renames (up to 250,000 pairs; beyond, a rename
/// shows as removed and added).
[[nodiscard]] DagDiff diff(const DagSpec &before, const DagSpec &after);

} // namespace toolkit
} // namespace orrery
