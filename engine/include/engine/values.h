// SPDX-License-Identifier: GPL-3.0-or-later
// The values of a file as a user wrote them, key by key: also those that say what holds anyway, and
// those that are wrong.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/dag.h"
#include "engine/toolkit.h"

namespace orrery::toolkit {

/// A YAML or JSON text, read once. Never changes; cheap to copy.
class WrittenValues {
public:
    WrittenValues() = default; ///< holds nothing
    /// Reads as much as can be read; what is wrong with the text is told by parse().
    /// @param file  name that tells the format
    WrittenValues(std::string text, std::string_view file, const Limits &limits = {});

    /// @param path  "nodes/3/executionConfig/timeout"; `~1` in a step stands for `/`, `~0` for `~`
    /// @return  the value as JSON, keys in the order of the file; "" when there is none. A number
    ///          that JSON cannot hold is null
    [[nodiscard]] JsonText at(std::string_view path) const;

private:
    struct Source;
    std::shared_ptr<const Source> m_source;
};

} // namespace orrery::toolkit
