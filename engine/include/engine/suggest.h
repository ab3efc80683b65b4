// SPDX-License-Identifier: GPL-3.0-or-later
// What an editor asks while somebody writes a DAG file: what may stand at a place, what a word
// means, where a node is written. Pure; the text may be broken anywhere.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/component.h"
#include "engine/dag.h"

namespace orrery {

struct Suggestion {
    enum class Kind { Key, Value, Node, Port, Component, Expression };
    Kind kind = Kind::Value;
    std::string text;   ///< as it is listed and compared with what is typed
    std::string insert; ///< what is put in: `timeout: `; JSON: `timeout": `
    std::string help;   ///< one or two sentences; may be empty
};

/// What may stand at a place.
struct Suggestions {
    std::size_t begin = 0; ///< [bytes] where the word starts that is replaced
    std::vector<Suggestion> items;
};

/// What the word at a place means.
struct Meaning {
    std::size_t begin = 0; ///< [bytes] the word
    std::size_t end = 0;
    std::string title; ///< "timeout: string"; "" = nothing is known
    std::string help;
};

/// Lines of a node in its file.
struct NodePlace {
    std::string id;
    std::size_t begin = 0;  ///< [bytes] from its dash or brace
    std::size_t end = 0;    ///< behind its last character
    std::size_t script = 0; ///< [bytes] where the text of taskDefinition.script begins; 0 = none
    bool operator==(const NodePlace &) const = default;
};

namespace toolkit {

/// Keys that are allowed in this object and are not there yet, values of a key: words, nodes,
/// ports, components; parts of expressions in ${...}.
/// @param file  its name tells YAML from JSON
/// @param dag   the last one that could be read: its nodes, ports and parameters
[[nodiscard]] Suggestions suggest(std::string_view text, std::string_view file, std::size_t at,
                                  const DagSpec &dag, const Catalogue &catalogue);

/// Help for the key at a place, or for the key of the value there.
[[nodiscard]] Meaning explain(std::string_view text, std::string_view file, std::size_t at);

/// The nodes in file order; empty when the text cannot be read.
[[nodiscard]] std::vector<NodePlace> nodePlaces(std::string_view text, std::string_view file);

} // namespace toolkit
} // namespace orrery
