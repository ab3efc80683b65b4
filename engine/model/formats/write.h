// SPDX-License-Identifier: GPL-3.0-or-later
// A DagSpec as text: canonical JSON and YAML with the keys of resources/rules/dag.schema.json.
#pragma once

#include <string>

#include "engine/dag.h"
#include "model/document.h"

namespace orrery::toolkit {
struct Canonical;
}

namespace orrery::model {

/// The canonical form: fixed order of keys, defaults left out.
[[nodiscard]] OrderedJson toTree(const DagSpec &dag);
[[nodiscard]] OrderedJson toTree(const NodeSpec &node);
[[nodiscard]] std::string toJson(const DagSpec &dag, int indent);
[[nodiscard]] std::string toYaml(const DagSpec &dag);
/// Any JSON as block-style YAML that reads back as the same JSON.
[[nodiscard]] std::string yamlFrom(const OrderedJson &tree);
/// 64 bits of SHA-1 of the tree's compact text, as 16 hex digits.
[[nodiscard]] std::string hashOf(const OrderedJson &tree);
/// Content hash of the canonical form without positions: 64 bits of SHA-1 as 16 hex digits.
[[nodiscard]] VersionId versionOf(const DagSpec &dag);
/// toJson() in one line and versionOf(), from one tree.
[[nodiscard]] toolkit::Canonical canonicalOf(const DagSpec &dag);

} // namespace orrery::model
