// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine can do, with the fix for what it can't; and the version.
#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "engine/core.h"
#include "engine/engine.h"
#include "executors/local/local.h"
#include "platform/files.h"
#include "platform/hostprobe.h"

namespace orrery {
namespace {

using Level = Diagnosis::Level;

constexpr SpanMs gpuPatience = 5000;

Diagnosis program(const char *topic, const char *name, const char *fix, Level whenMissing)
{
    const std::string path = engine::findProgram(name);
    if (!path.empty())
        return {Level::Good, topic, path, ""};
    return {whenMissing, topic, fmt::format("'{}' is not installed", name), fix};
}

Diagnosis homeState(const std::string &home)
{
    std::string place = home;
    while (!platform::exists(place) && place.size() > 1)
        place = std::filesystem::path(place).parent_path().string();
    if (const std::string refused = platform::refusedFileSystem(place); !refused.empty())
        return {Level::Bad, "home", home + " " + refused, "name a local directory with --home"};
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(place, error);
    constexpr std::uintmax_t little = 1ULL << 30U;
    const std::string state = fmt::format("{}, {:.1f} GiB free", home,
                                          static_cast<double>(space.available) / (1ULL << 30U));
    if (!error && space.available < little)
        return {Level::Limited, "home", state,
                "free some space: runs stop when the journal cannot be written"};
    return {Level::Good, "home", state, ""};
}

std::vector<Diagnosis> gpus(const HostInfo &host)
{
    std::vector<Diagnosis> lines;
    for (const GpuInfo &gpu : host.gpus)
        lines.push_back({Level::Good, fmt::format("gpu {}", gpu.index),
                         fmt::format("{}, {} MiB", gpu.name, gpu.memoryMiB), ""});
    if (lines.empty())
        lines.push_back({Level::Limited, "gpu",
                         engine::findProgram("nvidia-smi").empty() ? "none (no nvidia-smi)"
                                                                   : "nvidia-smi lists none",
                         "tasks that ask for GPUs are refused on this host"});
    return lines;
}

} // namespace

std::string versionText()
{
    return ORRERY_VERSION;
}

HostInfo probeHost()
{
    platform::HostProbe probe;
    probe.settle(gpuPatience);
    HostInfo host = probe.info(0);
    host.id = HostId("local");
    return host;
}

std::vector<Diagnosis> diagnose(const OpenOptions &options)
{
    HostInfo host = probeHost();
    const executors::Holding holding = executors::probeHolding(options.home, options.programDir);
    host.sandbox = holding.sandbox;
    host.enforcement = holding.enforcement;
    std::vector<Diagnosis> lines;
    lines.push_back({Level::Good, "version", "orrery " + versionText(), ""});
    lines.push_back(homeState(options.home));
    lines.push_back({Level::Good, "cpu", fmt::format("{} cores for tasks", host.cores), ""});
    lines.push_back({Level::Good, "memory", fmt::format("{} MiB for tasks", host.memoryMiB), ""});
    for (Diagnosis &line : gpus(host))
        lines.push_back(std::move(line));
    if (host.sandbox.empty())
        lines.push_back(
            {Level::Good, "sandbox", "bubblewrap works: tasks run at level sandbox", ""});
    else
        lines.push_back({Level::Limited, "sandbox", host.sandbox,
                         "apt install bubblewrap and allow user namespaces; until then tasks run "
                         "at level process, marked"});
    lines.push_back(
        {host.enforcement == "rlimit" || host.enforcement == "none" ? Level::Limited : Level::Good,
         "limits", host.enforcement,
         host.enforcement == "rlimit" ? "delegate cgroup v2 to this user for hard memory limits"
                                      : ""});
    lines.push_back(
        platform::exists(options.programDir + "/orrery-runner")
            ? Diagnosis{Level::Good, "runner", options.programDir + "/orrery-runner", ""}
            : Diagnosis{Level::Bad, "runner", "orrery-runner is missing beside this program",
                        "install it, or build the target orrery-runner"});
    lines.push_back(program("PYTHON_3", "python3", "apt install python3", Level::Limited));
    lines.push_back(program("JAVA", "java", "apt install default-jre-headless", Level::Limited));
    lines.push_back(program("SCALA", "scala", "apt install scala", Level::Limited));
    lines.push_back(program("NOTEBOOK", "jupyter",
                            "apt install jupyter-nbconvert python3-ipykernel", Level::Limited));
    lines.push_back(!engine::findProgram("docker").empty()
                        ? program("CONTAINER", "docker", "", Level::Limited)
                        : program("CONTAINER", "podman", "apt install podman", Level::Limited));
    lines.push_back(program("graphviz", "dot", "apt install graphviz", Level::Limited));
    return lines;
}

} // namespace orrery
