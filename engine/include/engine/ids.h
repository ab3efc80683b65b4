// SPDX-License-Identifier: GPL-3.0-or-later
// Typed names and indices, so that a run is never passed where a node is meant.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>

namespace orrery {

/// A name with a type. Equal and ordered by its text.
template <typename Tag>
struct Name {
    std::string text;

    Name() = default;
    explicit Name(std::string value) : text(std::move(value)) {}
    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
    auto operator<=>(const Name &) const = default;
};

using DagId = Name<struct DagTag>; ///< dagId of the DAG file
using RunId = Name<struct RunTag>; ///< one execution of a DAG, "20261121-104512-7f3a"
using VersionId =
    Name<struct VersionTag>;         ///< content hash of a DAG's canonical form, 16 hex digits
using HostId = Name<struct HostTag>; ///< a host of the fleet; "local" is this machine

/// Position of a node in DagSpec::nodes.
using NodeIndex = std::uint32_t;
/// Position of a task in its run: nodes first in file order, then mapped items in order of
/// expansion.
using TaskIndex = std::uint32_t;
inline constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// One attempt of one task: the idempotency key of a launch.
struct AttemptKey {
    RunId run;
    TaskIndex task = none;
    std::uint32_t attempt = 0; ///< 1 for the first
    auto operator<=>(const AttemptKey &) const = default;
};

/// Milliseconds since 1970-01-01 UTC; 0 means "not yet".
using WallMs = std::int64_t;
/// A span of time [ms].
using SpanMs = std::int64_t;
/// Position in the journal: the log is one prefix, so one number names a moment.
using Seq = std::uint64_t;

} // namespace orrery

template <typename Tag>
struct std::hash<orrery::Name<Tag>> {
    std::size_t operator()(const orrery::Name<Tag> &name) const noexcept
    {
        return std::hash<std::string>{}(name.text);
    }
};

template <>
struct std::hash<orrery::AttemptKey> {
    std::size_t operator()(const orrery::AttemptKey &key) const noexcept
    {
        const std::size_t low = (std::size_t{key.task} << 20U) ^ key.attempt;
        return std::hash<orrery::RunId>{}(key.run) * 31U + low;
    }
};
