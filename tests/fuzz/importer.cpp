// SPDX-License-Identifier: GPL-3.0-or-later
// What every importer owes to any bytes at all: an answer, no crash, bounded memory; and a DAG that
// was accepted can be written and read back. Compiled once per form: ORRERY_FUZZ_FILE is the name
// that the bytes come under.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "model/formats/dot.h"
#include "model/formats/droplet.h"
#include "model/formats/proto.h"
#include "model/formats/wfformat.h"
#include "model/formats/write.h"
#include "model/parse.h"

using namespace orrery;

namespace {

constexpr std::string_view file = ORRERY_FUZZ_FILE;

toolkit::Limits smallLimits()
{
    toolkit::Limits limits;
    limits.maxBytes = 1U << 20U;
    limits.maxNodes = 2000;
    limits.maxEdges = 5000;
    limits.maxValues = 100'000;
    limits.maxAliases = 1000;
    return limits;
}

void demand(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken property: %s\n", what);
    std::abort();
}

void survivesWriting(const DagSpec &dag)
{
    std::vector<std::string> lost;
    demand(model::parse(model::toJson(dag, -1), "x.json").dag == dag, "JSON gives it back");
    demand(model::parse(model::toYaml(dag), "x.yaml").dag == dag, "YAML gives it back");
    demand(model::parse(model::toProto(dag), "x.pb").dag == dag, "proto gives it back");
    if (!dag.nodes.empty())
        demand(model::parse(model::toDroplet(dag, lost), "x.pb").dag == dag,
               "droplet gives it back");
    static_cast<void>(model::toWfFormat(dag, lost));
    static_cast<void>(model::toDotJob(dag));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    if (file == "reply of orrery-layout") {
        const Result<DagSpec> dag = model::fromDotReply(bytes, "x.dot");
        if (dag && model::parse(model::toJson(*dag, -1), "x.json", smallLimits()).ok())
            survivesWriting(*dag);
        return 0;
    }
    const toolkit::Parsed parsed = model::parse(bytes, file, smallLimits());
    for (const Finding &finding : parsed.findings)
        demand(!finding.text().empty(), "a finding has a text");
    if (parsed.ok())
        survivesWriting(parsed.dag);
    return 0;
}
