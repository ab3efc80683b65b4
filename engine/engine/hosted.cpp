// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/hosted.h"

#include <unistd.h>

#include "executors/local/local.h"

namespace orrery::engine {

std::shared_ptr<Core> makeHostedCore(core::Loop &loop, const OpenOptions &options)
{
    HostInfo host;
    host.id = HostId("local");
    char name[256] = "local";
    ::gethostname(name, sizeof name - 1);
    host.name = name;
    const executors::Holding holding = executors::probeHolding(options.home, options.programDir);
    host.sandbox = holding.sandbox;
    host.enforcement = holding.enforcement;

    CoreOptions core{options.home, options.role, options.programDir, options.examplesDir,
                     !options.readOnly};
    executors::LocalOptions local;
    local.home = options.home;
    local.programDir = options.programDir;
    return std::make_shared<Core>(
        loop, std::move(core), std::move(host),
        [&loop, local](const HostInfo &found, executors::Observer observer) mutable {
            local.milliCpu = found.cores * 1000ULL;
            local.memoryMiB = found.memoryMiB;
            return executors::makeLocalExecutor(loop, local, std::move(observer));
        });
}

} // namespace orrery::engine
