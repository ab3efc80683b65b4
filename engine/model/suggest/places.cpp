// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/suggest.h"
#include "model/edit/references.h"
#include "model/edit/tree.h"
#include "model/parse.h"

namespace orrery::toolkit {

using namespace model::inplace;

std::vector<NodePlace> nodePlaces(std::string_view text, std::string_view file)
{
    const Format format = model::detectFormat(text, file);
    if (format != Format::Yaml && format != Format::Json)
        return {};
    const Result<Tree> tree = readTree(text, format);
    if (!tree)
        return {};
    const Index index(*tree);
    std::vector<NodePlace> places;
    for (const NodeId id : index.nodes()) {
        const Tree::Node &node = (*tree)[id];
        if (node.end == nowhere)
            continue;
        NodePlace place;
        place.id = index.idOf(id);
        place.begin = node.dash != nowhere ? node.dash : node.begin;
        place.end = node.end;
        const NodeId script = tree->member(tree->member(id, "taskDefinition"), "script");
        if (script != none && (*tree)[script].content != nowhere)
            place.script = (*tree)[script].content;
        places.push_back(std::move(place));
    }
    return places;
}

} // namespace orrery::toolkit
