// SPDX-License-Identifier: GPL-3.0-or-later
// What reader and writer of WfFormat share.
#pragma once

#include <string>
#include <string_view>

#include "engine/dag.h"
#include "model/text.h"

namespace orrery::model::wf {

inline std::string identifierFrom(std::string_view text)
{
    std::string out(text);
    for (char &c : out) {
        if (!isIdentifier(std::string_view(&c, 1)))
            c = '_';
    }
    return out.empty() ? "workflow" : out;
}

/// What stands in the description of a node that was recorded.
inline std::string described(const Recorded &recorded)
{
    std::string seconds = std::to_string(recorded.seconds);
    seconds.erase(seconds.find('.') + 4);
    std::string out = "Took " + seconds + " s";
    if (!recorded.machine.empty())
        out += " on " + recorded.machine;
    return out + " when it was recorded.";
}

} // namespace orrery::model::wf
