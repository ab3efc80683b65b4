// SPDX-License-Identifier: GPL-3.0-or-later
#include "tasks/probe.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <memory>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>

namespace orrery::tasks {
namespace {

constexpr std::size_t largestBody = 16U << 20U;

struct Answer {
    std::size_t bytes = 0;
    std::uint64_t hash = 14695981039346656037U; ///< FNV-1a, 64 bits
    std::string etag;
    std::string lastModified;
};

std::size_t takeBody(char *bytes, std::size_t size, std::size_t count, void *to)
{
    auto *answer = static_cast<Answer *>(to);
    answer->bytes += size * count;
    if (answer->bytes > largestBody)
        return 0;
    for (std::size_t i = 0; i < size * count; ++i)
        answer->hash = (answer->hash ^ static_cast<unsigned char>(bytes[i])) * 1099511628211U;
    return size * count;
}

std::size_t takeHeader(char *bytes, std::size_t size, std::size_t count, void *to)
{
    auto *answer = static_cast<Answer *>(to);
    const std::string_view line(bytes, size * count);
    const std::size_t colon = line.find(':');
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (name == "etag" && colon != std::string_view::npos)
        answer->etag = line.substr(colon + 1);
    if (name == "last-modified" && colon != std::string_view::npos)
        answer->lastModified = line.substr(colon + 1);
    return size * count;
}

struct FreeHandle {
    void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
};

} // namespace

Result<HttpSight> lookAt(const std::string &url, SpanMs patience)
{
    const std::unique_ptr<CURL, FreeHandle> handle(curl_easy_init());
    if (!handle)
        return fail(ErrorCode::Internal, url, "libcurl could not be started");
    Answer answer;
    CURL *curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience));
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
    HttpSight sight;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &sight.status);
    sight.mark = !answer.etag.empty()           ? "etag" + answer.etag
                 : !answer.lastModified.empty() ? "date" + answer.lastModified
                                                : fmt::format("body {:x}", answer.hash);
    const auto isEnd = [](char c) { return c == '\r' || c == '\n'; };
    while (!sight.mark.empty() && isEnd(sight.mark.back()))
        sight.mark.pop_back();
    return sight;
}

} // namespace orrery::tasks
