// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/taskenv.h"

#include <algorithm>

#include <sys/stat.h>
#include <unistd.h>

#include "runner/sandbox_linux.h"

namespace orrery::runner {
namespace {

constexpr const char *cleanPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::string join(const std::vector<std::string> &texts)
{
    std::string joined;
    for (const std::string &text : texts) {
        if (!joined.empty())
            joined.push_back(',');
        joined.append(text);
    }
    return joined;
}

/// CUDA's own names of the leased devices. Indices count what a process can see, so inside a
/// sandbox, which shows only the leased devices, the driver's permanent names must be used.
std::string visibleGpus(const types::LaunchOrder &order)
{
    std::vector<std::string> names;
    if (order.gpus.empty())
        return {};
    const std::vector<GpuDevice> devices =
        order.isolation == Isolation::Sandbox ? listGpus() : std::vector<GpuDevice>();
    for (const std::uint32_t gpu : order.gpus)
        names.push_back(gpu < devices.size() && !devices[gpu].uuid.empty() ? devices[gpu].uuid
                                                                           : std::to_string(gpu));
    return join(names);
}

bool holdsNul(const std::string &text)
{
    return text.find('\0') != std::string::npos;
}

} // namespace

Environment taskEnvironment(const types::LaunchOrder &order, const HostFacts &facts,
                            const TaskPaths &paths)
{
    Environment all;
    all.reserve(24 + order.environment.size());
    all.emplace_back("PATH", cleanPath);
    all.emplace_back("HOME", paths.home);
    all.emplace_back("LANG", "C.UTF-8");
    all.emplace_back("TMPDIR", paths.temporary);
    all.emplace_back("USER", facts.user);
    all.emplace_back("ORRERY_RUN", order.key.run.text);
    all.emplace_back("ORRERY_NODE", order.node);
    all.emplace_back("ORRERY_TASK", order.taskName);
    all.emplace_back("ORRERY_ATTEMPT", std::to_string(order.key.attempt));
    if (order.item >= 0) {
        all.emplace_back("ORRERY_MAP_INDEX", std::to_string(order.item));
        all.emplace_back("ORRERY_MAP_COUNT", std::to_string(order.itemCount));
    }
    all.emplace_back("ORRERY_DAG_DIR", order.dagDir);
    all.emplace_back("ORRERY_RUN_DIR", order.runDir);
    all.emplace_back("ORRERY_INPUTS", paths.inputs);
    all.emplace_back("ORRERY_OUTPUTS", paths.outputs);
    all.emplace_back("ORRERY_GROW", paths.growth);
    std::vector<std::string> gpus;
    for (const std::uint32_t gpu : order.gpus)
        gpus.push_back(std::to_string(gpu));
    all.emplace_back("ORRERY_GPUS", join(gpus));
    all.emplace_back("CUDA_VISIBLE_DEVICES", visibleGpus(order)); // empty hides every device
    if (!order.gpus.empty())
        all.emplace_back("CUDA_DEVICE_ORDER", "PCI_BUS_ID"); // the order of nvidia-smi's indices
    for (const auto &[name, value] : order.environment) {
        const auto known = std::find_if(all.begin(), all.end(),
                                        [&n = name](const auto &one) { return one.first == n; });
        if (known != all.end())
            known->second = value;
        else
            all.emplace_back(name, value);
    }
    return all;
}

std::string unusableText(const types::LaunchOrder &order)
{
    if (order.argv.empty() || order.argv.front().empty())
        return "the command is empty";
    for (const std::string &argument : order.argv)
        if (holdsNul(argument))
            return "an argument of the command holds a NUL byte";
    for (const auto &[name, value] : order.environment) {
        if (name.empty() || name.find('=') != std::string::npos || holdsNul(name))
            return name.substr(0, name.find('\0')) +
                   " cannot be the name of an environment variable";
        if (holdsNul(value))
            return "the value of environment variable " + name + " holds a NUL byte";
    }
    return {};
}

std::string findProgram(const std::string &name, const Environment &environment)
{
    if (name.find('/') != std::string::npos)
        return name;
    std::string path;
    for (const auto &[variable, value] : environment)
        if (variable == "PATH")
            path = value;
    for (std::size_t start = 0; start <= path.size();) {
        const std::size_t end = std::min(path.find(':', start), path.size());
        const std::string candidate = path.substr(start, end - start) + "/" + name;
        struct stat info {};
        if (end > start && ::stat(candidate.c_str(), &info) == 0 && S_ISREG(info.st_mode) &&
            ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        start = end + 1;
    }
    return {};
}

} // namespace orrery::runner
