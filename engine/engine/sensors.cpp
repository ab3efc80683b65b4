// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sensors.h"

#include <algorithm>

#include "platform/glob.h"
#include "tasks/probe.h"

namespace orrery::engine {
namespace {

constexpr std::size_t mostSeen = 1'000;  ///< their names are journaled with each run
constexpr SpanMs answerPatience = 5'000; ///< an address that answers later counts as silent

/// A directory's name as a pattern that means just it.
std::string literal(const std::string &directory)
{
    std::string pattern;
    for (const char c : directory) {
        if (c == '*' || c == '?' || c == '[' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

std::optional<schedule::Sight> lookAtFile(const EventCondition &leaf, const std::string &directory,
                                          std::string &problem)
{
    const std::string pattern =
        leaf.path.starts_with('/') ? leaf.path : literal(directory) + "/" + leaf.path;
    auto files = platform::matchingFiles(pattern, mostSeen);
    if (files)
        return std::move(*files);
    problem = files.error().where + ": " + files.error().what;
    return std::nullopt;
}

std::optional<schedule::Sight> lookAtAddress(const EventCondition &leaf, std::string &problem)
{
    const auto sight = tasks::lookAt(leaf.url, answerPatience);
    const auto &wanted = leaf.expectStatus;
    const bool expected = sight && (wanted.empty() ? sight->status >= 200 && sight->status < 300
                                                   : std::find(wanted.begin(), wanted.end(),
                                                               sight->status) != wanted.end());
    if (expected)
        return schedule::Sight{{leaf.url, sight->mark}};
    if (!leaf.changes)
        return schedule::Sight(); // it is not there; once it is, that is news
    problem = leaf.url + ": " +
              (sight ? "answered " + std::to_string(sight->status) : sight.error().what);
    return std::nullopt; // an outage is no change of content
}

} // namespace

schedule::Sights lookAtLeaves(const EventCondition &condition, const std::string &directory,
                              std::string &problem)
{
    schedule::Sights sights;
    for (const EventCondition *leaf : schedule::leavesOf(condition)) {
        if (leaf->kind == EventCondition::Kind::File)
            sights.push_back(lookAtFile(*leaf, directory, problem));
        else if (leaf->kind == EventCondition::Kind::Http)
            sights.push_back(lookAtAddress(*leaf, problem));
        else
            sights.emplace_back(std::nullopt);
    }
    return sights;
}

} // namespace orrery::engine
