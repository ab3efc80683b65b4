// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's side of retention: runs sealed, deleted and pinned; the home's own policy.
#include <charconv>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/core.h"
#include "engine/start.h"
#include "engine/upkeep.h"
#include "platform/files.h"

namespace orrery::engine {

void Core::makeUpkeep()
{
    m_upkeep = std::make_unique<Upkeep>(
        UpkeepHost{m_loop, m_workers, *m_store, m_options.home, userName(),
                   [this](const RunId &run, Fact fact) { recordOf(run, std::move(fact)); },
                   [this](const RunId &run) { return !letGo(run); }, [this] { project(); },
                   [this](const std::function<void()> &release) {
                       hold(types::Effect::AnswerUser, [this, release] { m_loop.post(release); });
                   },
                   [this] { return m_stalled; },
                   [this](std::function<void(std::set<RunId>)> then) {
                       m_cacheWorker.run([this, then = std::move(then), now = m_loop.wall()] {
                           m_loop.post([then, runs = m_results.sources(now)]() mutable {
                               then(std::move(runs));
                           });
                       });
                   },
                   [this](std::set<RunId> runs, std::function<void()> then) {
                       m_cacheWorker.run([this, runs = std::move(runs), then = std::move(then)] {
                           m_results.forget(runs);
                           m_loop.post(then);
                       });
                   }});
    if (m_options.takeUp && !m_store->databaseFile().empty())
        m_upkeep->keepTo();
}

/// A fact about a run that is not live, or of the home; the next tick commits it.
void Core::recordOf(const RunId &run, Fact fact)
{
    Event event{0, run, std::move(fact)};
    m_store->append(event);
    m_lastSeq = event.seq;
    ++m_facts;
    for (Past &past : m_past)
        past.stale = past.stale || past.run == run;
    later();
}

/// An ended run that nobody looks at leaves memory at once. @return whether it is not there
bool Core::letGo(const RunId &run)
{
    const auto live = m_runs.find(run);
    if (live == m_runs.end())
        return true;
    if (!live->second->endShown || watched(run))
        return false;
    project();
    m_runs.erase(live);
    return true;
}

void Core::prune(const PruneRequest &request, const Reply<PruneReport> &reply)
{
    m_upkeep->prune(request, reply);
}

void Core::leave(SpanMs budget, const std::function<void()> &then)
{
    if (m_upkeep && m_options.takeUp && std::exchange(m_ranSome, false))
        return m_upkeep->lookBeforeEnd(budget, then);
    then();
}

void Core::pin(const RunId &run, bool pinned, const Reply<> &reply)
{
    if (!m_runs.contains(run))
        if (const auto known = m_store->replay(run, [](const Event &) {}); !known)
            return reply(known);
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", m_stalled));
    recordOf(run, RunPinned{pinned, userName(), m_loop.wall()});
    answerSynced(reply);
}

} // namespace orrery::engine

namespace orrery {
namespace {

/// The whole number that a text begins with, and what follows it.
struct Amount {
    std::uint64_t number = 0;
    std::string_view unit;
    bool ok = false;
};

Amount amountOf(std::string_view text)
{
    Amount amount;
    const char *end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, amount.number);
    constexpr std::uint64_t most = 1'000'000'000'000'000; // so that no unit overflows
    amount.ok = error == std::errc() && amount.number <= most;
    amount.unit = {rest, static_cast<std::size_t>(end - rest)};
    return amount;
}

tl::unexpected<Error> badKey(const std::string &file, const std::string &key,
                             const std::string &what)
{
    return fail(ErrorCode::InvalidSpec, file + ": " + key, what);
}

Result<> readKey(const std::string &file, const std::string &key, const nlohmann::json &value,
                 RetentionPolicy &policy)
{
    const std::string text = value.is_string() ? value.get<std::string>() : std::string();
    if (key == "sealAfter" || key == "deleteAfter") {
        const auto age = parseAge(text);
        if (!age)
            return badKey(file, key, age.error().what);
        (key == "sealAfter" ? policy.sealAfter : policy.deleteAfter) = *age;
    } else if (key == "maxSize") {
        const auto size = parseSize(text);
        if (!size)
            return badKey(file, key, size.error().what);
        policy.maxSize = *size;
    } else if (key == "keep") {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > UINT32_MAX)
            return badKey(file, key, "is a whole number; 0 is no limit");
        policy.keep = value.get<std::uint32_t>();
    } else if (key == "results") {
        if (!value.is_boolean())
            return badKey(file, key, "is true or false");
        policy.results = value.get<bool>();
    } else if (key == "cached") {
        if (!value.is_boolean())
            return badKey(file, key, "is true or false");
        policy.cached = value.get<bool>();
    } else {
        return badKey(
            file, key,
            "is no key; there are sealAfter, deleteAfter, keep, maxSize, results and cached");
    }
    return {};
}

} // namespace

Result<SpanMs> parseAge(std::string_view text)
{
    if (text == "never")
        return RetentionPolicy::never;
    const Amount amount = amountOf(text);
    constexpr std::uint64_t most = 1'000'000;
    SpanMs unit = 0;
    if (amount.ok && amount.number <= most && amount.unit.size() == 1) {
        constexpr SpanMs second = 1000, hour = 3600 * second, day = 24 * hour;
        switch (amount.unit[0]) {
        case 's':
            unit = second;
            break;
        case 'm':
            unit = 60 * second;
            break;
        case 'h':
            unit = hour;
            break;
        case 'd':
            unit = day;
            break;
        case 'w':
            unit = 7 * day;
            break;
        default:
            break;
        }
    }
    if (unit == 0)
        return fail(ErrorCode::InvalidSpec, std::string(text),
                    "is no age; write 90d, 12h, 30m, 45s, 2w or never");
    return static_cast<SpanMs>(amount.number) * unit;
}

Result<std::uint64_t> parseSize(std::string_view text)
{
    const Amount amount = amountOf(text);
    constexpr std::string_view units = "KMGT";
    const std::size_t unit = amount.unit.size() == 1 ? units.find(amount.unit[0]) : units.npos;
    const unsigned shift = amount.unit.empty() ? 0 : 10 * (static_cast<unsigned>(unit) + 1);
    constexpr std::uint64_t most = 1'000'000;
    if (!amount.ok || (!amount.unit.empty() && (unit == units.npos || amount.number > most)))
        return fail(ErrorCode::InvalidSpec, std::string(text),
                    "is no size; write 5G, 800M, 64K or a number of bytes");
    return amount.number << shift;
}

Result<RetentionPolicy> readRetention(const std::string &home)
{
    const std::string file = home + "/retention.json";
    constexpr std::uint64_t most = 1U << 16U;
    const auto text = platform::readFile(file, most);
    RetentionPolicy policy;
    if (!text && text.error().code == ErrorCode::NotFound)
        return policy;
    if (!text)
        return tl::unexpected(text.error());
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object())
        return fail(ErrorCode::InvalidSpec, file,
                    R"(is no JSON object; write {"sealAfter": "30d", "deleteAfter": "never"})");
    for (const auto &[key, value] : json.items())
        if (auto read = readKey(file, key, value, policy); !read)
            return tl::unexpected(read.error());
    return policy;
}

} // namespace orrery
