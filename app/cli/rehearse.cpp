// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse.h"

#include <chrono>
#include <iostream>
#include <sstream>

#include <fmt/format.h>

#include "rehearsaltext.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

constexpr std::uint64_t mostBytes = 64U << 20U; ///< of a durations or prices file

tl::unexpected<Error> bad(const std::string &where, const std::string &what)
{
    return fail(ErrorCode::InvalidSpec, where, what);
}

/// A JSON object in a file. @error NotFound, InvalidSpec
Result<Json> readObject(const std::string &file, const std::string &what)
{
    const auto text = readFile(file, mostBytes);
    if (!text && text.error().code == ErrorCode::InvalidSpec)
        return bad(file, fmt::format("is larger than {} MiB", mostBytes >> 20U));
    if (!text)
        return fail(ErrorCode::NotFound, file, "cannot be read; it should hold " + what);
    try {
        Json json = Json::parse(*text);
        if (json.is_object())
            return json;
    } catch (const Json::exception &error) {
        return bad(file, std::string("is no JSON: ") + error.what());
    }
    return bad(file, "should hold " + what);
}

/// {"node": seconds, "mapped": [seconds of each item], "*": seconds of all others}
Result<> readDurations(const std::string &file, RehearsalRequest &request)
{
    const auto json = readObject(file, "a JSON object: node id -> seconds");
    if (!json)
        return tl::unexpected(json.error());
    for (const auto &[node, value] : json->items()) {
        NodeDuration duration{node, {}};
        for (const Json &seconds : value.is_array() ? value : Json::array({value})) {
            if (!seconds.is_number())
                return bad(file + ": " + node,
                           "a duration is a number of seconds, or an array with one per item");
            duration.seconds.push_back(seconds.get<double>());
        }
        if (duration.seconds.empty())
            return bad(file + ": " + node, "an array of durations needs at least one");
        if (node == "*")
            request.guess = duration.seconds.front();
        else
            request.given.push_back(std::move(duration));
    }
    return {};
}

Result<> readPrices(const std::string &file, Prices &prices)
{
    const auto json = readObject(file, "{\"hostHour\", \"coreHour\", \"gpuHour\", \"currency\"}");
    if (!json)
        return tl::unexpected(json.error());
    for (const auto &[key, value] : json->items()) {
        double *price = key == "hostHour"   ? &prices.hostHour
                        : key == "coreHour" ? &prices.coreHour
                        : key == "gpuHour"  ? &prices.gpuHour
                                            : nullptr;
        if (key == "currency" && value.is_string())
            prices.currency = value.get<std::string>();
        else if (price != nullptr && value.is_number() && value.get<double>() >= 0)
            *price = value.get<double>();
        else
            return bad(file + ": " + key, "known are hostHour, coreHour and gpuHour (numbers from "
                                          "0) and currency (a text)");
    }
    return {};
}

/// "NAME:CORES[:MEMORY_MB[:GPUS]]"
Result<HostInfo> readHost(const std::string &word)
{
    constexpr std::uint64_t most = 1'000'000'000;
    constexpr std::uint64_t mostCores = 1'000'000;
    constexpr std::uint64_t mostGpus = 1024;
    std::vector<std::string> parts;
    std::istringstream stream(word);
    for (std::string part; std::getline(stream, part, ':');)
        parts.push_back(part);
    std::uint64_t figures[3] = {0, 0, 0};
    bool good = parts.size() >= 2 && parts.size() <= 4 && !parts[0].empty();
    for (std::size_t i = 1; good && i < parts.size(); ++i) {
        good = !parts[i].empty() && parts[i].size() < 12 &&
               parts[i].find_first_not_of("0123456789") == std::string::npos;
        figures[i - 1] = good ? std::stoull(parts[i]) : 0;
    }
    if (!good || figures[0] == 0 || figures[0] > mostCores || figures[1] > most ||
        figures[2] > mostGpus)
        return bad("--host " + word,
                   "a host is NAME:CORES[:MEMORY_MB[:GPUS]], as gpu1:32:262144:8");
    HostInfo host;
    host.id = HostId(parts[0]);
    host.name = parts[0];
    host.cores = static_cast<std::uint32_t>(figures[0]);
    host.memoryMiB = figures[1];
    for (std::uint32_t gpu = 0; gpu < figures[2]; ++gpu)
        host.gpus.push_back({.index = gpu});
    return host;
}

Result<std::vector<HostInfo>> readHosts(const Arguments &arguments)
{
    std::vector<HostInfo> hosts;
    for (const std::string &word : arguments.all("host")) {
        auto host = readHost(word);
        if (!host)
            return tl::unexpected(host.error());
        for (const HostInfo &other : hosts)
            if (other.id == host->id)
                return bad("--host " + word, "there is already a host of this name");
        hosts.push_back(std::move(*host));
    }
    return hosts;
}

/// What the home knows: its hosts and what runs of this DAG measured.
Result<> askHome(const Arguments &arguments, const std::string &dag, bool history,
                 RehearsalRequest &request)
{
    auto connection = connect(arguments, "orrery run --rehearse", true);
    if (!connection)
        return tl::unexpected(connection.error());
    if (request.hosts.empty()) {
        auto info = (*connection)->call<EngineInfo>([](Session &session, auto reply) {
            session.info(std::move(reply));
        });
        if (!info)
            return tl::unexpected(info.error());
        request.hosts = std::move(info->hosts);
    }
    if (!history)
        return {};
    auto known = (*connection)->call<DagHistory>([&](Session &session, auto reply) {
        session.history(DagId(dag), std::move(reply));
    });
    if (!known)
        return tl::unexpected(known.error());
    request.history = std::move(known->durations);
    return {};
}

Result<RehearsalRequest> requestOf(const Arguments &arguments, const LoadedDag &loaded)
{
    RehearsalRequest request;
    const std::string source = arguments.text("durations");
    request.recorded = source != "history";
    const bool history = source != "recorded";
    if (!source.empty() && source != "history" && source != "recorded")
        if (auto read = readDurations(source, request); !read)
            return tl::unexpected(read.error());
    if (arguments.has("prices"))
        if (auto read = readPrices(arguments.text("prices"), request.prices); !read)
            return tl::unexpected(read.error());
    auto hosts = readHosts(arguments);
    if (!hosts)
        return tl::unexpected(hosts.error());
    request.hosts = std::move(*hosts);
    if (history || request.hosts.empty())
        if (auto asked = askHome(arguments, loaded.parsed.dag.id, history, request); !asked)
            return tl::unexpected(asked.error());
    request.fit = arguments.has("fit");
    request.at = std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::system_clock::now().time_since_epoch())
                     .count();
    return request;
}

} // namespace

std::vector<Option> rehearseOptions()
{
    return {{.names = "--rehearse",
             .help = "Run it in virtual time: when tasks start, where they wait and why; nothing "
                     "is started"},
            {.names = "--durations",
             .help = "With --rehearse: a JSON file (node -> seconds), 'recorded' (in the DAG's "
                     "file) or 'history' (runs of this home); else all that is known",
             .value = "SOURCE"},
            {.names = "--host",
             .help = "With --rehearse: a host in place of this home's, NAME:CORES[:MEMORY_MB[:"
                     "GPUS]]",
             .value = "HOST",
             .repeat = true},
            {.names = "--prices",
             .help = "With --rehearse: a JSON file with hostHour, coreHour, gpuHour, currency",
             .value = "FILE"}};
}

Result<> checkRehearseOptions(const Arguments &arguments)
{
    if (!arguments.has("rehearse")) {
        for (const char *option : {"durations", "host", "prices"})
            if (arguments.has(option))
                return bad(std::string("--") + option, "belongs to --rehearse");
        return {};
    }
    if (arguments.has("detach"))
        return bad("--detach", "has no meaning with --rehearse: nothing is started");
    return {};
}

int rehearse(const Arguments &arguments, const LoadedDag &loaded, const JsonText &parameters)
{
    auto request = requestOf(arguments, loaded);
    if (!request)
        return tell(request.error());
    request->parameters = parameters;
    const auto begin = std::chrono::steady_clock::now();
    const auto rehearsal = toolkit::rehearse(loaded.parsed.dag, *request);
    if (!rehearsal)
        return tell(rehearsal.error());
    const double took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (arguments.has("json"))
        print(rehearsalJson(loaded.parsed.dag, *rehearsal, request->prices, took));
    else
        tellRehearsal(loaded.parsed.dag, *rehearsal, request->prices);
    return rehearsal->state == RunState::Succeeded ? done : failed;
}

} // namespace orrery::cli
