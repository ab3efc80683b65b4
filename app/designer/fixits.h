// SPDX-License-Identifier: GPL-3.0-or-later
// Repairs that need no thought: what a finding says to do, as edits. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "engine/edit.h"
#include "engine/toolkit.h"

namespace orrery::designer {

struct FixIt {
    QString title;                    ///< "Write runtime instead of runtim"
    TextEdits text = {};              ///< of the text, or
    std::vector<Change> changes = {}; ///< of the graph
    [[nodiscard]] bool empty() const { return text.empty() && changes.empty(); }
};

/// The repair of a finding in the text that it was found in; nothing when one has to think:
/// - "did you mean X": the wrong word becomes X where the finding points;
/// - an edge to itself, or one that stands twice without data: it goes;
/// - a required input that nothing feeds: it is fed by the only incoming edge that can.
[[nodiscard]] std::optional<FixIt> fixOf(const Finding &finding, std::string_view text,
                                         const DagSpec &dag);

} // namespace orrery::designer
