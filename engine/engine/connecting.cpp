// SPDX-License-Identifier: GPL-3.0-or-later
// engine/connect.h: each call goes to the module that knows.
#include "engine/connect.h"

#include <algorithm>

#include "model/connect.h"

namespace orrery::toolkit {

std::string whyNotConnect(const DagSpec &dag, NodeIndex from, NodeIndex to)
{
    return model::whyNotConnect(dag, from, to);
}

std::string whyNotFeed(const NodeSpec &from, std::string_view output, const NodeSpec &to,
                       std::string_view input)
{
    return model::whyNotFeed(from, output, to, input);
}

Mapping suggestMapping(const NodeSpec &from, const NodeSpec &to)
{
    return model::suggestMapping(from, to);
}

Mapping suggestMapping(const DagSpec &dag, NodeIndex from, NodeIndex to)
{
    return model::suggestMapping(dag, from, to);
}

std::vector<Port> outputsOf(const NodeSpec &node)
{
    return model::outputsOf(node);
}

std::vector<std::string> unfed(const NodeSpec &to, const Mapping &mapping)
{
    std::vector<std::string> open;
    for (const Port &input : to.task.inputs)
        if (input.required && input.defaultValue.empty() &&
            std::none_of(mapping.begin(), mapping.end(),
                         [&input](const auto &pair) { return pair.second == input.name; }))
            open.push_back(input.name);
    return open;
}

} // namespace orrery::toolkit
