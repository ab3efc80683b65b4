// SPDX-License-Identifier: GPL-3.0-or-later
// Types of ports and parameters: STRING NUMBER INTEGER BOOLEAN DATE DATE_RANGE OBJECT ANY ARRAY<T>
// MAP<K, V>; read without regard to case, kept in upper case.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/result.h"

namespace orrery::model {

struct Type {
    enum class Kind : std::uint8_t {
        Any,
        String,
        Number,
        Integer,
        Boolean,
        Date,
        DateRange,
        Object,
        Array,
        Map
    };
    Kind kind = Kind::Any;
    std::vector<Type> of; ///< Array: element; Map: key, value. ARRAY and MAP alone are of ANY

    bool operator==(const Type &) const = default;
    [[nodiscard]] std::string text() const; ///< "MAP<STRING, NUMBER>"
};

/// @error InvalidSpec; `what` says what the type may be, with "did you mean"
[[nodiscard]] Result<Type> parseType(std::string_view text);

/// Why a value is not of a type, and where inside the value.
struct Mismatch {
    std::string path;    ///< "" or "2/name"
    std::string message; ///< "expected an integer, found \"x\""
};
/// DATE: "2023-01-31". DATE_RANGE: "2023-01-01/2023-12-31" or {"start": ..., "end": ...}; start <=
/// end. INTEGER: a number without fraction. null is of type ANY only.
[[nodiscard]] std::optional<Mismatch> mismatch(const nlohmann::json &value, const Type &type);

/// The value as a message shows it: text in quotes, anything else as JSON, cut after 60 bytes.
[[nodiscard]] std::string shownValue(const nlohmann::json &value);

/// May a value of type `from` be given to an input of type `to`? ANY fits everything, INTEGER fits
/// NUMBER, DATE and DATE_RANGE fit STRING, MAP fits OBJECT and OBJECT fits MAP<STRING, ANY>.
[[nodiscard]] bool fits(const Type &from, const Type &to);

/// A value typed by a user: texts and dates as they are, all else as JSON; ANY is JSON where it
/// parses.
/// @error InvalidSpec; `what` tells the expected form
[[nodiscard]] Result<nlohmann::json> valueFromText(std::string_view text, const Type &type);

} // namespace orrery::model
