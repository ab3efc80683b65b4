// SPDX-License-Identifier: GPL-3.0-or-later
// Isolation level `container`: what podman (or docker, which takes the same options) is told about
// the places of a task, so that it works inside as every other task does outside.
#pragma once

#include <string>
#include <vector>

#include "runner/taskenv.h"
#include "types/launch.h"

namespace orrery::runner {

/// The directories of the slot and what is mounted from them, each at its own path.
struct ContainerPlaces {
    std::string work;   ///< writable; the working directory
    std::string memory; ///< writable: inputs, outputs, script
};

/// Is this `podman run ...` or `docker run ...`, which takes such options after "run"?
[[nodiscard]] bool startsContainer(const std::vector<std::string> &argv);

/// A place that cannot be mounted, because a comma in it would read as a further option; "" = none.
[[nodiscard]] std::string unmountable(const types::LaunchOrder &order,
                                      const ContainerPlaces &places);

/// Options for behind "run": mounts, working directory, and the variables that name the places by
/// name only, so that no value stands on a command line.
[[nodiscard]] std::vector<std::string> containerOptions(const types::LaunchOrder &order,
                                                        const ContainerPlaces &places,
                                                        const Environment &environment);

} // namespace orrery::runner
