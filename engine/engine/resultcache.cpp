// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/resultcache.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <nlohmann/json.hpp>

#include "data/digest.h"
#include "platform/files.h"
#include "platform/glob.h"

namespace orrery::engine {
namespace {

using Json = nlohmann::json;

constexpr std::size_t mostOfOneTask = 8;
constexpr std::size_t mostKept = 10'000;
constexpr std::size_t mostTasks = 20'000;         ///< nodes and items with results
constexpr std::uint32_t pruneEvery = 1024;        ///< kept results
constexpr std::uint64_t largestSlot = 64U << 20U; ///< [bytes]

Json toJson(const KeptResult &result)
{
    Json files = Json::array();
    for (const KeptFile &file : result.files)
        files.push_back({{"name", file.name}, {"hash", file.hash}, {"bytes", file.bytes}});
    return {{"dag", result.dag},
            {"node", result.node},
            {"task", result.task},
            {"run", result.run.text},
            {"directory", result.directory},
            {"made", result.made},
            {"maxAge", result.maxAge},
            {"key", data::toJson(result.key)},
            {"outputs", result.outputs},
            {"files", std::move(files)}};
}

KeptResult fromJson(const Json &json)
{
    KeptResult out;
    out.dag = json.value("dag", "");
    out.node = json.value("node", "");
    out.task = json.value("task", "");
    out.run = RunId(json.value("run", ""));
    out.directory = json.value("directory", "");
    out.made = json.value("made", WallMs{0});
    out.maxAge = json.value("maxAge", SpanMs{0});
    out.key = data::keyFromJson(json.value("key", ""));
    out.outputs = json.value("outputs", "");
    for (const Json &file : json.value("files", Json::array()))
        out.files.push_back({file.value("name", ""), file.value("hash", ""),
                             file.value("bytes", std::uint64_t{0})});
    return out;
}

/// Files of the run's directory that the outputs name.
void namedIn(const Json &value, const std::string &directory, std::set<std::string> &files)
{
    if (value.is_structured()) {
        for (const Json &part : value)
            namedIn(part, directory, files);
    } else if (value.is_string()) {
        const auto &path = value.get_ref<const std::string &>();
        std::error_code error;
        if (path.starts_with(directory + "/") && std::filesystem::is_regular_file(path, error))
            files.insert(path);
    }
}

void replaceAll(std::string &text, const std::string &from, const std::string &to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

bool fits(const KeptResult &result, const CacheFilter &filter)
{
    return (filter.dag.empty() || filter.dag == result.dag) &&
           (filter.node.empty() || filter.node == result.node);
}

} // namespace

ResultCache::ResultCache(std::string home)
    : m_directory(home + "/cache/results"), m_hashes(home + "/cache/hashes")
{
}

std::string ResultCache::slotFile(const KeptResult &of) const
{
    data::Digest digest;
    digest.addText(of.dag);
    digest.addText(of.node);
    digest.addText(of.item);
    return m_directory + "/" + digest.take() + ".json";
}

/// Newest first, without those of runs that are gone. A file that cannot be read holds nothing.
std::vector<KeptResult> ResultCache::read(const std::string &file) const
{
    std::vector<KeptResult> out;
    const auto text = platform::readFile(file, largestSlot);
    const Json all = text ? Json::parse(*text, nullptr, false) : Json();
    if (!all.is_array())
        return out;
    for (const Json &one : all) {
        try {
            KeptResult result = fromJson(one);
            if (platform::exists(result.directory))
                out.push_back(std::move(result));
        } catch (const Json::exception &) {
            continue; // written by somebody else
        }
    }
    return out;
}

/// "" or which of its files is gone or changed.
std::string ResultCache::broken(const KeptResult &result)
{
    for (const KeptFile &file : result.files) {
        const std::string hash = m_hashes.of(result.directory + "/" + file.name);
        if (hash != file.hash)
            return "output file " + file.name + " of run " + result.run.text +
                   (hash.empty() ? " is missing" : " was changed");
    }
    return {};
}

Found ResultCache::find(const KeptResult &wanted, SpanMs maxAge, WallMs now)
{
    Found found;
    const std::vector<KeptResult> all = read(slotFile(wanted));
    for (const KeptResult &result : all) {
        if (result.key != wanted.key)
            continue;
        if (maxAge > 0 && now - result.made > maxAge) {
            found.why = "the result of run " + result.run.text + " is older than maxAge";
            break; // what follows is older still
        }
        if (std::string why = broken(result); !why.empty()) {
            found.why = found.why.empty() ? std::move(why) : std::move(found.why);
            continue;
        }
        found.hit = true;
        found.result = result;
        return found;
    }
    if (found.why.empty())
        found.why =
            all.empty() ? "no earlier result" : data::difference(all.front().key, wanted.key);
    return found;
}

Result<> ResultCache::bring(KeptResult &result, const std::string &to)
{
    namespace fs = std::filesystem;
    for (const KeptFile &file : result.files) {
        const std::string target = to + "/" + file.name;
        std::error_code error;
        fs::create_directories(fs::path(target).parent_path(), error);
        fs::copy_file(result.directory + "/" + file.name, target,
                      fs::copy_options::overwrite_existing, error);
        if (error)
            return fail(ErrorCode::NotFound, target,
                        "output file " + file.name + " of run " + result.run.text +
                            " cannot be copied: " + error.message());
        if (m_hashes.of(target) != file.hash) {
            fs::remove(target, error);
            return fail(ErrorCode::Conflict, target,
                        "output file " + file.name + " of run " + result.run.text + " was changed");
        }
    }
    replaceAll(result.outputs, result.directory + "/", to + "/");
    return {};
}

Result<> ResultCache::keep(KeptResult result, const std::vector<std::string> &outputs)
{
    std::set<std::string> files;
    namedIn(Json::parse(result.outputs, nullptr, false), result.directory, files);
    for (const std::string &pattern : outputs) {
        const auto matching = platform::matchingFiles(result.directory + "/" + pattern, mostKept);
        if (!matching)
            return tl::unexpected(matching.error());
        if (matching->empty())
            return fail(ErrorCode::NotFound, pattern, "the task made no such output file");
        for (const auto &[path, stamp] : *matching)
            files.insert(path);
    }
    for (const std::string &path : files) {
        std::error_code error;
        KeptFile file{path.substr(result.directory.size() + 1), m_hashes.of(path), 0};
        if (file.hash.empty())
            return fail(ErrorCode::NotFound, path, "an output file cannot be read");
        file.bytes = std::filesystem::file_size(path, error);
        result.files.push_back(std::move(file));
    }
    if (auto made = platform::makeDirectories(m_directory); !made)
        return made;
    if (m_kept++ % pruneEvery == 0)
        prune(mostTasks);
    const std::string slot = slotFile(result);
    Json all = Json::array({toJson(result)});
    for (const KeptResult &older : read(slot)) {
        if (all.size() < mostOfOneTask && older.key != result.key)
            all.push_back(toJson(older));
    }
    m_hashes.save();
    return platform::writeFile(slot, all.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void ResultCache::prune(std::size_t most)
{
    namespace fs = std::filesystem;
    std::error_code error;
    std::vector<std::pair<fs::file_time_type, fs::path>> live;
    std::vector<fs::path> gone;
    for (const auto &file : fs::directory_iterator(m_directory, error)) {
        if (read(file.path().string()).empty())
            gone.push_back(file.path());
        else
            live.emplace_back(file.last_write_time(error), file.path());
    }
    std::sort(live.begin(), live.end());
    for (std::size_t i = 0; i + most < live.size(); ++i)
        gone.push_back(live[i].second);
    for (const fs::path &file : gone)
        fs::remove(file, error);
}

std::vector<CacheEntry> ResultCache::list(const CacheFilter &filter)
{
    std::vector<CacheEntry> out;
    std::error_code error;
    for (const auto &file : std::filesystem::directory_iterator(m_directory, error)) {
        for (const KeptResult &result : read(file.path().string())) {
            if (!fits(result, filter))
                continue;
            CacheEntry entry{result.dag,
                             result.task,
                             result.run,
                             result.made,
                             data::hashOf(result.key).substr(0, 8),
                             0,
                             0};
            for (const KeptFile &kept : result.files) {
                ++entry.files;
                entry.bytes += kept.bytes;
            }
            out.push_back(std::move(entry));
        }
    }
    std::sort(out.begin(), out.end(), [](const CacheEntry &a, const CacheEntry &b) {
        return std::tie(a.dag, a.task, b.made) < std::tie(b.dag, b.task, a.made);
    });
    return out;
}

std::uint32_t ResultCache::clear(const CacheFilter &filter)
{
    std::uint32_t count = 0;
    std::error_code error;
    std::vector<std::string> files;
    for (const auto &file : std::filesystem::directory_iterator(m_directory, error))
        files.push_back(file.path().string());
    for (const std::string &file : files) { // all results in a file are of one node
        const std::vector<KeptResult> all = read(file);
        if (!all.empty() && !fits(all.front(), filter))
            continue;
        count += static_cast<std::uint32_t>(all.size());
        std::filesystem::remove(file, error);
    }
    return count;
}

std::set<RunId> ResultCache::sources(WallMs now) const
{
    std::set<RunId> runs;
    std::error_code error;
    for (const auto &file : std::filesystem::directory_iterator(m_directory, error))
        for (const KeptResult &result : read(file.path().string()))
            if (result.maxAge <= 0 || now - result.made <= result.maxAge)
                runs.insert(result.run);
    return runs;
}

void ResultCache::forget(const std::set<RunId> &runs)
{
    std::vector<std::string> files;
    std::error_code error;
    for (const auto &file : std::filesystem::directory_iterator(m_directory, error))
        files.push_back(file.path().string());
    for (const std::string &file : files) {
        Json left = Json::array();
        const std::vector<KeptResult> all = read(file);
        for (const KeptResult &result : all)
            if (!runs.contains(result.run))
                left.push_back(toJson(result));
        if (left.empty())
            std::filesystem::remove(file, error);
        else if (left.size() != all.size())
            (void)platform::writeFile(file,
                                      left.dump(-1, ' ', false, Json::error_handler_t::replace));
    }
}

} // namespace orrery::engine
