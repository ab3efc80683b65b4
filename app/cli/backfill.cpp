// SPDX-License-Identifier: GPL-3.0-or-later
// orrery schedule backfill: slots of the past, one after the other.
#include <iostream>

#include <fmt/format.h>

#include "numbers.h"
#include "scheduleblock.h"

namespace orrery::cli {
namespace {

Result<BackfillRequest> backfillRequest(const Arguments &arguments, const LoadedDag &loaded)
{
    const auto block = blockInForce(arguments, loaded);
    if (!block)
        return tl::unexpected(block.error());
    const std::string zone = block->value("timezone", "UTC");
    BackfillRequest request;
    request.file = loaded.file;
    for (const auto &[option, moment] :
         {std::pair("from", &request.from), std::pair("to", &request.to)}) {
        if (!arguments.has(option))
            return fail(ErrorCode::InvalidSpec, std::string("--") + option,
                        "is needed: a date such as 2026-03-01");
        const auto at = parseMoment(arguments.text(option), zone);
        if (!at)
            return fail(ErrorCode::InvalidSpec, std::string("--") + option, at.error().what);
        *moment = *at;
    }
    if (request.to <= request.from)
        return fail(ErrorCode::InvalidSpec, "--to", "lies not after --from");
    const std::string order = arguments.text("order");
    if (order != "oldest" && order != "newest")
        return fail(ErrorCode::InvalidSpec, "--order " + order, "is oldest or newest");
    request.newestFirst = order == "newest";
    request.onlyMissing = arguments.has("only-missing");
    request.onlyFailed = arguments.has("only-failed");
    request.dryRun = arguments.has("dry-run");
    const auto most = wholeNumber(arguments, "max-parallel", 1, 1000);
    if (!most)
        return tl::unexpected(most.error());
    request.maxParallel = static_cast<std::uint32_t>(*most);
    return request;
}

void printPlan(const BackfillPlan &plan, bool dryRun)
{
    std::size_t chosen = 0;
    for (const BackfillPlan::Item &item : plan.items) {
        chosen += item.chosen ? 1 : 0;
        if (dryRun)
            std::cout << fmt::format("{}  {}  {}\n", item.chosen ? "run " : "keep",
                                     zonedText(item.slot.at, item.slot.offset),
                                     item.run.empty()
                                         ? std::string("no run yet")
                                         : fmt::format("{} {}", item.run.text, text(item.state)));
    }
    if (dryRun)
        std::cout << fmt::format("{} of {} slots would run\n", chosen, plan.items.size());
    else if (chosen == 0)
        std::cout << fmt::format("Nothing to do: none of {} slots is to be run.\n",
                                 plan.items.size());
    else
        std::cout << fmt::format("Backfill {}: {} of {} slots run now (orrery runs list)\n",
                                 plan.id, chosen, plan.items.size());
}

} // namespace

int backfill(const Arguments &arguments)
{
    const auto loaded = loadDag(arguments, arguments.text("FILE"), false);
    if (!loaded)
        return badInput;
    auto request = backfillRequest(arguments, *loaded);
    if (!request)
        return tell(request.error());
    const bool dryRun = request->dryRun;
    auto connection = connect(arguments, "orrery schedule backfill", dryRun);
    if (!connection)
        return tell(connection.error());
    const auto plan = (*connection)->call<BackfillPlan>([&](Session &session, auto reply) {
        session.backfill(std::move(*request), std::move(reply));
    });
    if (!plan)
        return tell(plan.error());
    if (!arguments.has("json")) {
        printPlan(*plan, dryRun);
        return done;
    }
    Json slots = Json::array();
    for (const BackfillPlan::Item &item : plan->items)
        slots.push_back({{"slot", zonedText(item.slot.at, item.slot.offset)},
                         {"run", item.run.empty() ? Json(nullptr) : Json(item.run.text)},
                         {"state", item.run.empty() ? Json(nullptr) : Json(text(item.state))},
                         {"chosen", item.chosen}});
    print({{"backfill", plan->id.empty() ? Json(nullptr) : Json(plan->id)},
           {"dag", plan->dag.text},
           {"dry_run", dryRun},
           {"slots", slots}});
    return done;
}

} // namespace orrery::cli
