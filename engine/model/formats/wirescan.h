// SPDX-License-Identifier: GPL-3.0-or-later
// Looks through bytes that claim to be a protobuf message before they are turned into objects, so
// that no file costs more memory or stack than the limits allow.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/toolkit.h"
#include "model/findings.h"

namespace google::protobuf {
class Descriptor;
}

namespace orrery::model {

/// What an unknown field is: an error in our own form, a warning in one that others extend.
enum class UnknownField { Error, Warning };

/// Fields, nesting, UTF-8 and ends of all messages inside. Every finding tells the byte, counted
/// from 0, and the field by its name ("nodes.task_definition.script").
/// @param counts  receives how often each field of the outermost message occurs, by its number
/// @return  true when a parser of the library may read `bytes` and will succeed
[[nodiscard]] bool scanWire(std::string_view bytes, const google::protobuf::Descriptor &type,
                            UnknownField unknown, const toolkit::Limits &limits, Findings &findings,
                            std::map<int, std::uint32_t> &counts);

/// JSON inside a field, read as strictly as a file: depth, duplicates, syntax.
/// @param path  where the field stands, for the finding
[[nodiscard]] std::optional<OrderedJson> embeddedJson(const std::string &text,
                                                      const std::string &path,
                                                      const toolkit::Limits &limits,
                                                      Findings &findings);

} // namespace orrery::model
