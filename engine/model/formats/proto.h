// SPDX-License-Identifier: GPL-3.0-or-later
// The lossless protobuf form of a DAG: resources/proto/orrery.proto.
#pragma once

#include <string>
#include <string_view>

#include "engine/dag.h"
#include "engine/toolkit.h"
#include "model/findings.h"

namespace orrery::model {

/// Every file of this form starts with these bytes: field 1, a text of 12 bytes.
inline constexpr std::string_view protoMagic = "\x0A\x0C"
                                               "orrery.dag/1";

/// Does it start like that, whichever version it is of?
[[nodiscard]] constexpr bool isProto(std::string_view bytes)
{
    constexpr std::string_view name = protoMagic.substr(2, 11);
    return bytes.size() > 2 && bytes[0] == protoMagic[0] && bytes.substr(2).starts_with(name);
}

/// An orrery.dag.v1.Dag. Nothing is left out: a key without a field of its own goes into `other`.
[[nodiscard]] std::string toProto(const DagSpec &dag);

/// The same DAG as a JSON text with the keys of a DAG file, for readDag(): values are checked
/// there. What cannot be turned into JSON is a finding that tells its path; "" when nothing can be
/// read at all.
[[nodiscard]] std::string jsonFromProto(std::string_view bytes, const toolkit::Limits &limits,
                                        Findings &findings);

} // namespace orrery::model
