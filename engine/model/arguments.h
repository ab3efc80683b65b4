// SPDX-License-Identifier: GPL-3.0-or-later
// The arguments of a task: what a node gives, and what task.arguments asks for.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "model/document.h"
#include "model/template.h"

namespace orrery::model {

/// The arguments of one node with the ${...} in their texts read once.
class Arguments {
public:
    Arguments() = default;
    /// @param node  must outlive this
    explicit Arguments(const NodeSpec &node);

    /// The node's task takes none.
    [[nodiscard]] bool none() const { return !m_node || m_node->task.arguments.empty(); }
    /// Why a template cannot be read; "" = all can.
    [[nodiscard]] const std::string &problem() const { return m_problem; }
    /// Everything that the templates read.
    [[nodiscard]] const std::vector<Expression::Use> &uses() const { return m_uses; }
    /// A text that is one hole and nothing else becomes the hole's value with its type, else text.
    /// @return  JSON object: what is given and the defaults of the rest, keys in their order
    /// @error   InvalidSpec; `where` is the argument: a template that cannot be filled, a type, a
    ///          check
    [[nodiscard]] Result<OrderedJson> values(const Scope &scope) const;

private:
    struct Given {
        const Parameter *declared = nullptr; ///< nullptr: validation has refused it
        std::string name;
        OrderedJson value;
        bool fixed = true; ///< no text in it has a hole
        bool secret = false;
    };
    void read(Given &given, const OrderedJson &value);

    const NodeSpec *m_node = nullptr;
    std::vector<Given> m_given;
    std::vector<std::pair<std::string, Template>> m_templates; ///< by the text they were read from
    std::vector<Expression::Use> m_uses;
    std::string m_problem;
};

/// Fills the ${...} in all texts of a value. A text that is one hole and nothing else becomes the
/// hole's value with its type, else text. @error InvalidSpec
[[nodiscard]] Result<OrderedJson> fillTexts(const OrderedJson &value, const Scope &scope);

/// Does some text of a JSON value hold "${"?
[[nodiscard]] bool hasHoles(const OrderedJson &value);

} // namespace orrery::model
