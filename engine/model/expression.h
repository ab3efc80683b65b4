// SPDX-License-Identifier: GPL-3.0-or-later
// The expression language of edge conditions, mapOver and ${...}: values are JSON. Pure, bounded.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/result.h"

namespace orrery::model {

using Json = nlohmann::json;

/// `outputs.rows > 10 && !(inputs.mode == "dry")`. Operators by falling strength: . [] ! - * / % + -
/// < <= > >= == != && || ?:. Functions: len contains startsWith endsWith lower upper min max sum abs
/// round string number defined keys join split. A missing path is an error unless inside defined().
class Expression {
public:
    /// @error InvalidSpec; `where` is the column (1-based) inside the text
    [[nodiscard]] static Result<Expression> parse(std::string_view text);

    /// Roots that are read, e.g. {"outputs", "params"}, with the first key: {"outputs","rows"}.
    struct Use {
        std::string root;
        std::string key;
        std::uint32_t column = 0;
    };
    [[nodiscard]] const std::vector<Use> &uses() const { return m_uses; }

    /// @param scope  gives the value of a root ("params", "inputs" ...), nullptr = no such root
    [[nodiscard]] Result<Json> evaluate(const std::function<const Json *(std::string_view root)> &scope) const;

    struct Node;

private:
    std::shared_ptr<const Node> m_root;
    std::vector<Use> m_uses;
};

/// False, 0, "", null, [] and {} are false; all else is true.
[[nodiscard]] bool truthy(const Json &value);

}  // namespace orrery::model
