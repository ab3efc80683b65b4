// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/look.h"

#include <glob.h>

#include <nlohmann/json.hpp>

#include "engine/tasks.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t largestList = 64U << 20U; ///< [bytes] of a mapOverFile

} // namespace

Look lookForFile(const std::string &pattern)
{
    glob_t found{};
    Look look;
    const int error = ::glob(pattern.c_str(), 0, nullptr, &found);
    if (error == 0) {
        Json files = Json::array();
        for (std::size_t i = 0; i < found.gl_pathc; ++i)
            files.push_back(found.gl_pathv[i]);
        look.met = true;
        look.outputs =
            Json{{"files", std::move(files)}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    } else if (error != GLOB_NOMATCH) {
        look.problem = "its directory cannot be read";
    }
    ::globfree(&found);
    return look;
}

Look lookAtUrl(const std::string &url, const std::vector<int> &expected)
{
    const Json request{{"method", "GET"},
                       {"url", url},
                       {"headers", Json::array()},
                       {"body", ""},
                       {"expectStatus", expected}};
    const Result<std::string> answer = tasks::runHttp(request.dump());
    Look look;
    if (!answer) {
        look.problem = answer.error().what;
        return look;
    }
    const Json parsed = Json::parse(*answer, nullptr, false);
    look.met = true;
    look.outputs = Json{{"status", parsed.value("status", 0)}}.dump();
    return look;
}

Result<JsonText> linesOf(const std::string &file)
{
    const auto text = platform::readFile(file, largestList);
    if (!text)
        return tl::unexpected(text.error());
    Json lines = Json::array();
    for (std::size_t from = 0; from < text->size();) {
        const std::size_t end = std::min(text->find('\n', from), text->size());
        std::string line = text->substr(from, end - from);
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        if (!line.empty())
            lines.push_back(std::move(line));
        from = end + 1;
    }
    try {
        return lines.dump();
    } catch (const Json::exception &) {
        return fail(ErrorCode::InvalidSpec, file, file + " is not UTF-8");
    }
}

} // namespace orrery::engine
