// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/dagfiles.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>

#include "engine/component.h"
#include "engine/toolkit.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

namespace fs = std::filesystem;

/// A file of the list is looked at, not run: larger ones are listed with this as their error.
constexpr std::uint64_t largestListed = 16U << 20U;

bool isDagFile(const fs::path &path)
{
    const std::string extension = path.extension().string();
    return extension == ".yaml" || extension == ".yml" || extension == ".json" ||
           extension == ".pb";
}

DagSummary summarise(const std::string &file, const Catalogue &catalogue)
{
    DagSummary summary;
    summary.file = file;
    summary.name = fs::path(file).stem().string();
    const auto text = platform::readFile(file, largestListed);
    if (!text) {
        summary.error = text.error().what;
        return summary;
    }
    const toolkit::Parsed parsed = toolkit::parse(*text, file, catalogue);
    for (const Finding &finding : parsed.findings)
        if (finding.isError() && summary.error.empty())
            summary.error = finding.text();
    summary.dagId = parsed.dag.id;
    if (!parsed.dag.title().empty())
        summary.name = parsed.dag.title();
    summary.description = parsed.dag.description;
    summary.owner = parsed.dag.owner;
    summary.tags = parsed.dag.tags;
    summary.nodes = static_cast<std::uint32_t>(parsed.dag.nodes.size());
    const Schedule &schedule = parsed.dag.schedule;
    if (!schedule.expression.empty())
        summary.schedule = schedule.expression + " " + schedule.timezone;
    else if (schedule.type == "INTERVAL")
        summary.schedule = "every " + toolkit::formatDuration(schedule.every);
    else if (schedule.type == "EVENT")
        summary.schedule = "event";
    return summary;
}

/// Files that did not change are not parsed again; the list is asked for whenever a view opens.
DagSummary summariseCached(const std::string &file,
                           const std::shared_ptr<const Catalogue> &catalogue)
{
    struct Known {
        std::uintmax_t size = 0;
        fs::file_time_type time;
        std::shared_ptr<const Catalogue> catalogue;
        DagSummary summary;
    };
    static std::mutex mutex;
    static std::map<std::string, Known> cache;

    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    const fs::file_time_type time = fs::last_write_time(file, error);
    {
        const std::lock_guard lock(mutex);
        const auto known = cache.find(file);
        if (!error && known != cache.end() && known->second.size == size &&
            known->second.time == time && known->second.catalogue == catalogue)
            return known->second.summary;
    }
    DagSummary summary = summarise(file, *catalogue);
    const std::lock_guard lock(mutex);
    cache[file] = {size, time, catalogue, summary};
    return summary;
}

std::vector<std::string> dagFilesIn(const std::string &directory, bool oneLevelDeeper)
{
    std::vector<std::string> files;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(directory, error)) {
        if (oneLevelDeeper && entry.is_directory(error)) {
            for (const fs::directory_entry &inner : fs::directory_iterator(entry.path(), error))
                if (isDagFile(inner.path()))
                    files.push_back(inner.path().string());
        } else if (isDagFile(entry.path())) {
            files.push_back(entry.path().string());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

std::vector<DagSummary> listDags(const DagPlaces &places)
{
    std::vector<DagSummary> list;
    std::set<std::string> seen;
    const auto catalogue = loadCatalogue(places.programDir, places.home);
    const auto add = [&](const std::string &file, bool example) {
        if (!seen.insert(file).second || !platform::exists(file))
            return;
        list.push_back(summariseCached(file, catalogue));
        list.back().example = example;
    };
    const std::vector<std::string> examples = places.examplesDir.empty()
                                                  ? std::vector<std::string>{}
                                                  : dagFilesIn(places.examplesDir, true);
    for (const std::string &file : places.remembered)
        if (std::find(examples.begin(), examples.end(), file) == examples.end())
            add(file, false);
    for (const std::string &file : dagFilesIn(places.home + "/dags", false))
        add(file, false);
    for (const std::string &file : examples)
        add(file, true);
    return list;
}

} // namespace orrery::engine
