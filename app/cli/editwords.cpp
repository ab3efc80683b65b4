// SPDX-License-Identifier: GPL-3.0-or-later
#include "editwords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "engine/toolkit.h"
#include "records.h"

namespace orrery::cli {
namespace {

tl::unexpected<Error> bad(const std::string &option, const std::string &text, std::string what)
{
    return fail(ErrorCode::InvalidSpec, "--" + option + " " + text, std::move(what));
}

/// The two sides of the first `sign`.
std::optional<std::pair<std::string, std::string>> halves(const std::string &text, char sign)
{
    const std::size_t at = text.find(sign);
    if (at == std::string::npos || at == 0 || at + 1 == text.size())
        return std::nullopt;
    return std::pair(text.substr(0, at), text.substr(at + 1));
}

/// "nodes.load.executionConfig.timeout" with slashes. With a slash in it, it is one already.
std::string pathOf(const std::string &text, const std::vector<std::string> &ids)
{
    if (text.find('/') != std::string::npos)
        return text;
    std::string path = text;
    std::size_t from = 0;
    constexpr std::string_view nodes = "nodes.";
    if (path.starts_with(nodes)) {
        path[nodes.size() - 1] = '/';
        from = nodes.size();
        std::size_t longest = 0;
        for (const std::string &id : ids) {
            const std::string_view rest = std::string_view(path).substr(from);
            const bool named =
                rest.starts_with(id) && (rest.size() == id.size() || rest[id.size()] == '.');
            longest = named ? std::max(longest, id.size()) : longest;
        }
        from += longest;
    }
    std::replace(path.begin() + static_cast<std::ptrdiff_t>(from), path.end(), '.', '/');
    return path;
}

/// Does a duration stand there?
bool isSpan(const std::string &path)
{
    constexpr std::array<std::string_view, 5> owners{"executionConfig", "retryPolicy", "wait",
                                                     "cache", "schedule"};
    constexpr std::array<std::string_view, 9> keys{"timeout",  "retryInterval", "maxInterval",
                                                   "duration", "every",         "maxAge",
                                                   "interval", "debounce",      "pollInterval"};
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return path == "timeout";
    const std::string_view above = std::string_view(path).substr(0, slash);
    const std::string_view owner = above.substr(above.rfind('/') + 1);
    const std::string_view key = std::string_view(path).substr(slash + 1);
    return std::find(owners.begin(), owners.end(), owner) != owners.end() &&
           std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// What a user typed as JSON: JSON as it is, all else a text.
JsonText valueOf(const std::string &path, const std::string &text, bool asText)
{
    if (isSpan(path))
        return Json(isoDuration(text)).dump();
    const Json value = Json::parse(text, nullptr, false);
    const bool bare = value.is_number() || value.is_boolean();
    if (value.is_discarded() || (bare && (asText || value.dump() != text)))
        return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Words {
public:
    explicit Words(const Arguments &arguments) : m_arguments(arguments) {}

    Result<> names(std::vector<std::string> &ids)
    {
        for (const std::string &text : m_arguments.all("rename")) {
            const auto pair = halves(text, '=');
            if (!pair)
                return bad("rename", text, "is written OLD=NEW");
            ids.push_back(pair->second);
            changes.emplace_back(change::RenameNode{pair->first, pair->second});
        }
        for (const std::string &text : m_arguments.all("add-node")) {
            JsonText node = text;
            if (!text.starts_with('{'))
                node = Json{{"nodeId", text}}.dump();
            const Json read = Json::parse(node, nullptr, false);
            if (!read.is_object() || !read.contains("nodeId") || !read["nodeId"].is_string())
                return bad("add-node", text, R"(is an id, or a node as JSON: {"nodeId": "x"})");
            ids.push_back(read["nodeId"].get<std::string>());
            changes.emplace_back(change::AddNode{node, {}});
        }
        if (const auto nodes = m_arguments.all("duplicate"); !nodes.empty())
            changes.emplace_back(change::DuplicateNodes{nodes, false});
        return {};
    }

    Result<> edges()
    {
        for (const std::string &text : m_arguments.all("add-edge")) {
            const auto ends = halves(text, ':');
            if (!ends)
                return bad("add-edge", text, "is written FROM:TO or FROM:TO:CONDITION");
            const auto rest = halves(ends->second, ':');
            changes.emplace_back(change::AddEdge{{ends->first,
                                                  rest ? rest->first : ends->second,
                                                  rest ? rest->second : std::string(),
                                                  {}}});
        }
        for (const std::string &text : m_arguments.all("condition")) {
            const auto ends = halves(text, ':');
            const std::size_t sign = ends ? ends->second.find('=') : std::string::npos;
            if (sign == std::string::npos || sign == 0)
                return bad("condition", text,
                           "is written FROM:TO=CONDITION; nothing behind the = "
                           "is SUCCESS");
            changes.emplace_back(change::SetEdge{
                ends->first, ends->second.substr(0, sign), ends->second.substr(sign + 1), {}});
        }
        return {};
    }

    Result<> values(const std::vector<std::string> &ids, bool asText)
    {
        for (const std::string &text : m_arguments.all("set")) {
            const std::size_t sign = text.find('=');
            if (sign == std::string::npos || sign == 0)
                return bad("set", text, "is written PATH=VALUE");
            const std::string path = pathOf(text.substr(0, sign), ids);
            changes.emplace_back(change::Set{path, valueOf(path, text.substr(sign + 1), asText)});
        }
        for (const std::string &text : m_arguments.all("unset"))
            changes.emplace_back(change::Remove{pathOf(text, ids)});
        return {};
    }

    Result<> deletions()
    {
        for (const std::string &text : m_arguments.all("delete-edge")) {
            const auto ends = halves(text, ':');
            if (!ends)
                return bad("delete-edge", text, "is written FROM:TO");
            changes.emplace_back(change::DeleteEdge{ends->first, ends->second});
        }
        const auto nodes = m_arguments.all("delete-node");
        if (!nodes.empty())
            changes.emplace_back(change::DeleteNodes{nodes, m_arguments.has("rejoin")});
        else if (m_arguments.has("rejoin"))
            return bad("rejoin", "", "goes with --delete-node");
        return {};
    }

    std::vector<Change> changes;

private:
    const Arguments &m_arguments;
};

} // namespace

std::string isoDuration(const std::string &text)
{
    struct Unit {
        std::string_view name;
        double seconds;
    };
    constexpr std::array<Unit, 6> units{
        {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86'400}, {"w", 604'800}}};
    double seconds = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
        double number = 0;
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number,
                                          std::chars_format::fixed);
        rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
        const std::size_t letters = std::min(rest.find_first_of("0123456789."), rest.size());
        const auto unit = std::find_if(units.begin(), units.end(), [&](const Unit &u) {
            return u.name == rest.substr(0, letters);
        });
        if (read.ec != std::errc() || unit == units.end() || number < 0 || number > 1e9)
            return text;
        seconds += number * unit->seconds;
        rest.remove_prefix(letters);
    }
    constexpr double most = 1e10; // [s] beyond any limit of a duration
    if (text.empty() || seconds > most)
        return text;
    return toolkit::formatDuration(static_cast<SpanMs>(seconds * 1000 + 0.5));
}

Result<std::vector<Change>> changesOf(const Arguments &arguments, std::vector<std::string> ids,
                                      bool asText)
{
    Words words(arguments);
    if (const auto good = words.names(ids); !good)
        return tl::unexpected(good.error());
    if (const auto good = words.edges(); !good)
        return tl::unexpected(good.error());
    if (const auto good = words.values(ids, asText); !good)
        return tl::unexpected(good.error());
    if (const auto good = words.deletions(); !good)
        return tl::unexpected(good.error());
    if (words.changes.empty())
        return fail(ErrorCode::InvalidSpec, "dag edit",
                    "says nothing to change; see orrery dag edit --help");
    return std::move(words.changes);
}

} // namespace orrery::cli
