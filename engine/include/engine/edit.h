// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG file changed in place: small edits of its own text that keep comments, order, quoting,
// indentation and line ends.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/component.h"
#include "engine/dag.h"
#include "engine/diff.h"
#include "engine/result.h"
#include "engine/toolkit.h"

namespace orrery {

/// `length` bytes at `at` give way to `text`.
struct TextEdit {
    std::size_t at = 0; ///< [bytes] in the text before all edits of its list
    std::size_t length = 0;
    std::string text;
    bool operator==(const TextEdit &) const = default;
};
/// In rising order, none touches another.
using TextEdits = std::vector<TextEdit>;

/// What can be done to a DAG. A path is as in findings, "nodes/3/executionConfig/timeout"; in
/// nodes a step may be a nodeId too, which goes before an index ("nodes/load/position"). `~1` in a
/// step stands for `/`, `~0` for `~`.
namespace change {

/// Sets or replaces one value. Objects on the way that are absent are made; an index one beyond the
/// end of an array appends. Members of an object keep the order they have in the file.
struct Set {
    std::string path;
    JsonText value;
};
struct Remove {
    std::string path; ///< of a member or an element
};
/// Renames in all that names it: edges, teardownOf, the DAG's outputs, parameters "node.input" and
/// the expressions and holes that read them.
struct RenameNode {
    std::string id;
    std::string to;
};
struct NewEdge {
    std::string from;
    std::string to;
    std::string condition = {}; ///< "" = SUCCESS, left out
    std::vector<std::pair<std::string, std::string>> dataMapping = {};
};
struct AddNode {
    JsonText node; ///< object with at least nodeId; put behind the last node
    std::vector<NewEdge> edges = {};
};
/// With their edges, outputs of the DAG that name them, and teardownOf that does.
struct DeleteNodes {
    std::vector<std::string> ids;
    /// Joins what stood before with what stood behind. The edge that is made has the condition of
    /// the edge into the node; an edge out of it is followed when it is SUCCESS or ALWAYS.
    bool rejoin = false;
};
/// Copies behind the last node, with fresh ids ("load-2") and the edges among them.
struct DuplicateNodes {
    std::vector<std::string> ids;
    bool incoming = false; ///< edges into them from others are copied, too
};
struct AddEdge {
    NewEdge edge;
};
struct DeleteEdge {
    std::string from;
    std::string to;
};
struct SetEdge {
    std::string from;
    std::string to;
    std::optional<std::string> condition; ///< "" = SUCCESS, left out
    std::optional<std::vector<std::pair<std::string, std::string>>> dataMapping;
};
/// nullopt takes the position out.
struct MoveNodes {
    std::vector<std::pair<std::string, std::optional<Position>>> positions;
};

} // namespace change

using Change = std::variant<change::Set, change::Remove, change::RenameNode, change::AddNode,
                            change::DeleteNodes, change::DuplicateNodes, change::AddEdge,
                            change::DeleteEdge, change::SetEdge, change::MoveNodes>;

struct EditOptions {
    /// Refuse what makes a file have errors that it did not have. False: such findings are in
    /// Edited::parsed only, for a DAG that is being built. What is no longer a file with nodes and
    /// edges (an unknown name, an id that is taken) is refused in any case.
    bool refuseNewErrors = true;
    toolkit::Limits limits = {};
};

struct Edited {
    std::string text;
    TextEdits edits;        ///< from the text before to `text`; empty = nothing had to change
    TextEdits inverse;      ///< back again
    toolkit::Parsed parsed; ///< of `text`
    std::vector<std::pair<std::string, std::string>> copies; ///< DuplicateNodes: id, id of its copy
    std::vector<std::string> notes; ///< for people: what else happened, what could not be kept
};

namespace toolkit {

/// Changes a YAML or JSON file; several changes are one, all or none. Pure.
///
/// The new text is read again, and its values are compared one by one with the values before and
/// the changes applied: an edit that would say anything else is refused. Edited lines are those
/// that the change needs. A comment directly above a node, edge or member goes with it when that
/// is removed. A value written as an alias (*name) is written out before it is changed; one that
/// other places share through its anchor (&name) is refused, unless they all change alike.
/// @param file  name used in findings
/// @error InvalidSpec: the text is not YAML or JSON, a value does not fit, the file would get new
///        errors; NotFound: no such node, edge or value; Conflict: an id is taken, an edge is
///        there, the way a place is written leaves no safe edit; `where` is "file:line:column"
[[nodiscard]] Result<Edited> edit(std::string_view text, std::string_view file,
                                  std::span<const Change> changes, const EditOptions &options = {});
/// The same with the components that nodes name.
[[nodiscard]] Result<Edited> edit(std::string_view text, std::string_view file,
                                  std::span<const Change> changes, const Catalogue &catalogue,
                                  const EditOptions &options = {});

[[nodiscard]] std::string applied(std::string_view text, const TextEdits &edits);
/// The edits that lead from applied(text, edits) back to `text`.
[[nodiscard]] TextEdits inverseOf(std::string_view text, const TextEdits &edits);
/// One list for `first`, then `second`. @param text  before both
[[nodiscard]] TextEdits joined(std::string_view text, const TextEdits &first,
                               const TextEdits &second);
/// Where two texts differ, line by line. Lines end with LF; a CR before it belongs to the line.
[[nodiscard]] std::vector<DiffHunk> linesChanged(std::string_view before, std::string_view after);

} // namespace toolkit
} // namespace orrery
