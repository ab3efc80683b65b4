// SPDX-License-Identifier: GPL-3.0-or-later
// Definitions and records as titled lists of names and values: what the panels print.
#pragma once

#include <vector>

#include <QString>

#include "engine/dag.h"
#include "engine/run.h"

namespace orrery::models {

struct Field {
    enum class Kind { Text, Code, Sentence };
    QString name;
    QString value;
    Kind kind = Kind::Text; ///< Code: kept as typed, in a box of its own; Sentence: the whole width
};

struct Section {
    QString title;
    std::vector<Field> fields;
};

/// The whole definition of a node: what it says it does, what it runs, its ports, resources,
/// execution and edges. Nothing that the file leaves out is shown, but for effective defaults.
[[nodiscard]] std::vector<Section> nodeSections(const DagSpec &dag, NodeIndex node);

/// The DAG as a whole, shown when no node is selected.
[[nodiscard]] std::vector<Section> dagSections(const DagSpec &dag);

/// What one attempt really ran.
[[nodiscard]] std::vector<Section> attemptSections(const AttemptView &attempt);

/// What a task's result depends on, each part with its hash, and why no earlier one stood for it;
/// empty for a task without a cache.
[[nodiscard]] std::vector<Section> cacheSections(const TaskDetail &task);

/// The language of a node's program for an editor: "python", "shell", "sql" or "".
[[nodiscard]] QString programLanguage(const TaskDefinition &task);
/// The program's text, or the command as a shell line; "" when there is neither.
[[nodiscard]] QString programText(const TaskDefinition &task);

/// JSON on one line while short, else indented; `text` itself when it is not JSON.
[[nodiscard]] QString prettyJson(const std::string &text);

} // namespace orrery::models
