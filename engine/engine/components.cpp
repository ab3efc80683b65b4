// SPDX-License-Identifier: GPL-3.0-or-later
// The components on disk: those of the installation, and the user's own in the home.
#include "engine/component.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>

#include "platform/files.h"

namespace orrery {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largestComponent = 4U << 20U;

/// What tells that a folder is as it was: its files with their sizes and times.
struct Seen {
    std::string name;
    std::uintmax_t size = 0;
    fs::file_time_type time;
    bool operator==(const Seen &) const = default;
};

std::string installed(const std::string &programDir)
{
    for (const char *way : {"/../share/orrery/components", "/../../../resources/components",
                            "/../../resources/components", "/../resources/components"}) {
        std::error_code error;
        const fs::path found = fs::canonical(programDir + way, error);
        if (!error)
            return found.string();
    }
    return {};
}

std::vector<Seen> lookAt(const std::string &folder)
{
    std::vector<Seen> seen;
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        seen.push_back({it->path().string(), it->file_size(ignored), it->last_write_time(ignored)});
    }
    std::sort(seen.begin(), seen.end(),
              [](const Seen &a, const Seen &b) { return a.name < b.name; });
    return seen;
}

Component readComponent(const std::string &file, bool own)
{
    Component component;
    if (const auto text = platform::readFile(file, largestComponent)) {
        component = toolkit::parseComponent(*text, file, [&file](const std::string &name) {
            return platform::readFile((fs::path(file).parent_path() / name).string(),
                                      largestComponent);
        });
    } else {
        component.file = file;
        Finding finding;
        finding.file = file;
        finding.message = text.error().what;
        component.findings.push_back(std::move(finding));
    }
    if (component.id.empty())
        component.id = fs::path(file).stem().string(); // a broken one is listed by its file
    component.own = own;
    return component;
}

struct Known {
    std::vector<Seen> installed;
    std::vector<Seen> own;
    std::shared_ptr<const Catalogue> catalogue;
};

} // namespace

std::shared_ptr<const Catalogue> loadCatalogue(const std::string &programDir,
                                               const std::string &home)
{
    static std::mutex mutex;
    static std::map<std::string, Known> cache;
    const std::string folder = installed(programDir);
    Known now{folder.empty() ? std::vector<Seen>() : lookAt(folder), lookAt(home + "/components"),
              nullptr};
    const std::lock_guard lock(mutex);
    Known &known = cache[folder + '\n' + home];
    if (known.catalogue && known.installed == now.installed && known.own == now.own)
        return known.catalogue;
    std::vector<Component> components;
    for (const auto *files : {&now.installed, &now.own})
        for (const Seen &seen : *files)
            if (const std::string ending = fs::path(seen.name).extension();
                ending == ".yaml" || ending == ".yml" || ending == ".json")
                components.push_back(readComponent(seen.name, files == &now.own));
    now.catalogue = std::make_shared<const Catalogue>(std::move(components));
    known = std::move(now);
    return known.catalogue;
}

std::shared_ptr<const Catalogue> catalogueFor(std::string_view text, const std::string &programDir,
                                              const std::string &home)
{
    if (text.find("component") == std::string_view::npos)
        return std::make_shared<const Catalogue>();
    return loadCatalogue(programDir, home);
}

} // namespace orrery
