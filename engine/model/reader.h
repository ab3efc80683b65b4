// SPDX-License-Identifier: GPL-3.0-or-later
// From the tree of a DAG file to a DagSpec: keys, kinds and ranges of single values. What values
// say about each other is checked by validate.h.
#pragma once

#include <vector>

#include "engine/component.h"
#include "engine/dag.h"
#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"
#include "model/fragment.h"

namespace orrery::model {

/// Where each node and edge of a DagSpec stands in its document.
struct Places {
    std::vector<ValueId> nodes; ///< [node] its object
    std::vector<ValueId> edges; ///< [edge] its object
};

/// Reads as much as can be read. A node that names a component gets its task from `catalogue`;
/// without one it is left as it was written. Edges keep their places even when an end is unknown
/// (orrery::none).
void readDag(const Document &doc, Findings &findings, const toolkit::Limits &limits, DagSpec &dag,
             Places &places, const Catalogue *catalogue);

/// The nodes and edges of a fragment into `to.part`, old nodes as outlines; their places are those
/// of the edge ends that named them first.
void readPart(const Document &doc, Findings &findings, const toolkit::Limits &limits,
              const FragmentBase &base, Fragment &to, Places &places, const Catalogue *catalogue);

} // namespace orrery::model
