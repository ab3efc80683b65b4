// SPDX-License-Identifier: GPL-3.0-or-later
// The schema of DAG files, asked by path. Private to model/suggest.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace orrery::model::suggest {

/// What the schema says of one value: its own words before those of what it refers to.
struct Rule {
    std::vector<const nlohmann::ordered_json *> parts;

    [[nodiscard]] bool known() const { return !parts.empty(); }
    [[nodiscard]] std::string description() const;
    [[nodiscard]] std::string type() const; ///< "string", "one of CRON, INTERVAL", "list of ..."
    [[nodiscard]] bool isObject() const;
    [[nodiscard]] bool isList() const;
    [[nodiscard]] bool isBoolean() const;
    /// Of an object: key and its rule, in the schema's order.
    [[nodiscard]] std::vector<std::pair<std::string, Rule>> keys() const;
    [[nodiscard]] bool required(const std::string &key) const;
    [[nodiscard]] std::vector<std::string> words() const; ///< of `enum`
    [[nodiscard]] std::vector<std::string> examples() const;
    [[nodiscard]] std::string defaultText() const;
};

/// @param path  keys, and "#3" for elements
[[nodiscard]] Rule ruleAt(std::span<const std::string> path);

} // namespace orrery::model::suggest
