// SPDX-License-Identifier: GPL-3.0-or-later
// What a form edits: one node, several at once, or the DAG as a whole. Gives the values, says what
// the engine thinks of new ones and how the file changes. Pure: looks at a reading, holds a copy.
#pragma once

#include <memory>
#include <vector>

#include <QString>

#include "designer/formspec.h"
#include "engine/component.h"
#include "engine/edit.h"
#include "engine/values.h"

namespace orrery::designer {

/// A new value below a field; "" as path = of the field itself.
struct ValueEdit {
    QString path;             ///< steps as in edits: "rows/type"
    JsonText value;           ///< "" = the key is taken out
    QString renamedFrom = {}; ///< a member that gets this name, with its value: `value` is unused
    bool operator==(const ValueEdit &) const = default;
};
using ValueEdits = std::vector<ValueEdit>;

class FormSubject {
public:
    FormSubject(); ///< of nothing
    /// @param raw  values as written; those of `parsed` where it holds nothing
    [[nodiscard]] static FormSubject ofDag(const toolkit::Parsed &parsed,
                                           const toolkit::WrittenValues &raw);
    [[nodiscard]] static FormSubject ofNodes(const toolkit::Parsed &parsed,
                                             const toolkit::WrittenValues &raw,
                                             const std::vector<NodeIndex> &nodes);

    [[nodiscard]] std::size_t count() const; ///< nodes; 1 for the DAG, 0 for nothing
    [[nodiscard]] bool isDag() const;
    /// Stays while the same is edited: ids of the nodes.
    [[nodiscard]] const std::string &identity() const;
    [[nodiscard]] const std::vector<NodeIndex> &nodes() const;

    /// "" when the key is absent, or when several nodes differ.
    [[nodiscard]] JsonText value(const QString &path) const;
    [[nodiscard]] bool mixed(const QString &path) const;
    /// What holds while the key is absent: the component's value or the schedule's, else the
    /// field's default.
    [[nodiscard]] JsonText fallback(const FormField &field) const;
    /// "PYTHON_3.11", the schedule's type of the DAG; "" when several differ.
    [[nodiscard]] QString runtime() const;
    /// Of all nodes alike; "" = none or several.
    [[nodiscard]] QString component() const;
    /// How many of the keys are written.
    [[nodiscard]] int written(const FormSection &section) const;

    /// What the engine says about the values that these edits make of a field; "" = they are good.
    /// What only the whole graph can tell is not asked.
    [[nodiscard]] QString complaint(const FormField &field, const ValueEdits &edits,
                                    const Catalogue &catalogue) const;
    /// The edits of the file; an object that would stay empty goes, too.
    [[nodiscard]] std::vector<Change> changes(const FormField &field,
                                              const ValueEdits &edits) const;
    /// "Time-out of load", "Time-out of 3 nodes".
    [[nodiscard]] QString label(const FormField &field) const;
    /// Findings of the file that are about this subject, by the path below it.
    struct Told {
        QString path;
        QString text;
        bool isError = false;
    };
    [[nodiscard]] std::vector<Told> findings(const std::vector<Finding> &all) const;

private:
    struct Data;
    std::shared_ptr<const Data> m_data;
};

/// "what is wrong: what to do" for a small label.
[[nodiscard]] QString toldText(const Finding &finding);

/// The next slots of a schedule in its zone: "Thu 26 Nov 2026 02:00"; empty when it has none or
/// none can be told.
[[nodiscard]] QStringList nextSlots(const Schedule &schedule, int count, WallMs after);

} // namespace orrery::designer
