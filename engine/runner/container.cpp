// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/container.h"

namespace orrery::runner {
namespace {

/// --mount and not --volume: a path may hold a colon. A comma is refused before (unmountable).
std::string mount(const std::string &path, bool writable)
{
    return "--mount=type=bind,source=" + path + ",target=" + path + (writable ? "" : ",readonly");
}

} // namespace

bool startsContainer(const std::vector<std::string> &argv)
{
    if (argv.size() < 2 || argv[1] != "run")
        return false;
    const std::string program = argv[0].substr(argv[0].rfind('/') + 1);
    return program == "podman" || program == "docker";
}

std::string unmountable(const types::LaunchOrder &order, const ContainerPlaces &places)
{
    for (const std::string &path : {places.work, places.memory, order.runDir, order.dagDir})
        if (path.find_first_of(",\"\n") != std::string::npos)
            return path;
    return {};
}

std::vector<std::string> containerOptions(const types::LaunchOrder &order,
                                          const ContainerPlaces &places,
                                          const Environment &environment)
{
    std::vector<std::string> options{mount(places.work, true), mount(places.memory, true),
                                     "--workdir=" + places.work};
    if (!order.runDir.empty())
        options.push_back(mount(order.runDir, true));
    if (!order.dagDir.empty() && order.dagDir != "/")
        options.push_back(mount(order.dagDir, false));
    if (order.memoryMB != 0)
        options.push_back("--memory=" + std::to_string(order.memoryMB) + "m");
    for (const auto &[name, value] : environment)
        if (name.starts_with("ORRERY_"))
            options.push_back("--env=" + name);
    return options;
}

} // namespace orrery::runner
