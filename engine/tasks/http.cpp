// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>
#include <memory>

#include <curl/curl.h>
#include <nlohmann/json.hpp>

#include "engine/tasks.h"

namespace orrery::tasks {
namespace {

using Json = nlohmann::ordered_json;

/// Larger answers belong into a file; outputs hold at most 256 KiB anyway.
constexpr std::size_t largestBody = 16U << 20U;
constexpr long connectTimeout = 30; // s; the task's own time-out bounds the rest

struct Answer {
    std::string body;
    Json headers = Json::object();
};

std::size_t takeBody(char *bytes, std::size_t size, std::size_t count, void *to)
{
    auto *answer = static_cast<Answer *>(to);
    if (answer->body.size() + size * count > largestBody)
        return 0;
    answer->body.append(bytes, size * count);
    return size * count;
}

std::size_t takeHeader(char *bytes, std::size_t size, std::size_t count, void *to)
{
    const std::string line(bytes, size * count);
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos) {
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        const std::size_t from = line.find_first_not_of(" \t", colon + 1);
        const std::size_t last = line.find_last_not_of(" \t\r\n");
        static_cast<Answer *>(to)->headers[name] =
            from == std::string::npos || from > last ? "" : line.substr(from, last - from + 1);
    }
    return size * count;
}

struct FreeHandle {
    void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};

bool expected(long status, const Json &wanted)
{
    if (!wanted.is_array() || wanted.empty())
        return status >= 200 && status < 300;
    return std::find(wanted.begin(), wanted.end(), Json(status)) != wanted.end();
}

} // namespace

Result<std::string> runHttp(const std::string &request)
{
    const Json wanted = Json::parse(request, nullptr, false);
    if (!wanted.is_object() || !wanted.contains("url"))
        return fail(ErrorCode::InvalidSpec, "http", "the request is no JSON object with a url");
    const std::string url = wanted["url"].get<std::string>();
    const std::string method = wanted.value("method", "GET");
    const std::string body = wanted.value("body", "");
    const std::unique_ptr<CURL, FreeHandle> handle(curl_easy_init());
    if (!handle)
        return fail(ErrorCode::Internal, url, "libcurl could not be started");
    std::unique_ptr<curl_slist, FreeList> headers;
    for (const Json &header : wanted.value("headers", Json::array())) {
        const std::string line =
            header.at(0).get<std::string>() + ": " + header.at(1).get<std::string>();
        if (line.find_first_of("\r\n") != std::string::npos)
            return fail(ErrorCode::InvalidSpec, url, "a header holds a line break");
        headers.reset(curl_slist_append(headers.release(), line.c_str()));
    }
    Answer answer;
    CURL *curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    curl_easy_setopt(curl, CURLOPT_NOBODY, method == "HEAD" ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    if (!body.empty()) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connectTimeout);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    const CURLcode done = curl_easy_perform(curl);
    if (done == CURLE_OPERATION_TIMEDOUT)
        return fail(ErrorCode::Timeout, url, curl_easy_strerror(done));
    if (done == CURLE_WRITE_ERROR)
        return fail(ErrorCode::Conflict, url, "the answer is larger than 16 MiB");
    if (done != CURLE_OK)
        return fail(ErrorCode::Unreachable, url, curl_easy_strerror(done));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (!expected(status, wanted.value("expectStatus", Json::array())))
        return fail(ErrorCode::Conflict, url,
                    "answered " + std::to_string(status) + ": " +
                        answer.body.substr(0, std::min<std::size_t>(answer.body.find('\n'), 200)));
    Json outputs;
    outputs["status"] = status;
    outputs["headers"] = std::move(answer.headers);
    Json parsed = Json::parse(answer.body, nullptr, false);
    outputs["body"] = parsed.is_discarded() ? Json(answer.body) : std::move(parsed);
    return outputs.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace orrery::tasks
