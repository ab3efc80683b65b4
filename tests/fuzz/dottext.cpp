// SPDX-License-Identifier: MIT
// What the layouter owes to any bytes that are said to be DOT: a graph or a refusal with a reason,
// and a graph that it read can be written and read back as the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "layouter/jobs.h"

using namespace orrery::layouter;

namespace {

constexpr int maxNodes = 2000, maxEdges = 5000;

void demand(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken property: %s\n", what);
    std::abort();
}

Json read(const std::string &text)
{
    return parseDot({{"text", text}, {"maxNodes", maxNodes}, {"maxEdges", maxEdges}});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    try {
        const Json graph = read(std::string(reinterpret_cast<const char *>(data), size));
        demand(graph["nodes"].size() <= maxNodes, "no more nodes than the limit");
        demand(graph["edges"].size() <= maxEdges, "no more edges than the limit");
        std::string text;
        try {
            text = writeDot(graph)["text"];
        } catch (const Refused &) {
            return 0; // a text that DOT can only hold in ways that are not written here
        }
        const Json again = read(text);
        demand(again["nodes"].size() == graph["nodes"].size(), "writing keeps the nodes");
        demand(again["edges"].size() == graph["edges"].size(), "writing keeps the edges");
    } catch (const Refused &refused) {
        demand(*refused.what() != '\0', "a refusal says why");
        demand(refused.line() >= 0, "a line is none or one of the text");
    }
    return 0;
}
