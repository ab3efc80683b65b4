// SPDX-License-Identifier: GPL-3.0-or-later
// How a DAG would go through a capacity: durations, list schedule, longest path.
#pragma once

#include <vector>

#include "engine/analysis.h"
#include "model/adjacency.h"

namespace orrery::advise {

/// What one node asks of the capacity; larger demands are cut to it.
struct Work {
    double seconds = 0; ///< of one task
    std::uint32_t items = 1;
    std::uint32_t cap = 0; ///< tasks of it at once; 0 = no cap
    double cores = 0;
    double memoryMB = 0;
    double gpus = 0;
};

/// What one task of a node reserves. A recorded task without a program of its own (WfFormat) is
/// taken as it was recorded, with one core at least; any other without a process reserves nothing.
struct Reservation {
    double cores = 0;
    double memoryMB = 0;
    double gpus = 0;
};
[[nodiscard]] Reservation reservedBy(const NodeSpec &node);

/// Durations and widths, without start and end. @return [node]
[[nodiscard]] std::vector<NodeEstimate> estimates(const DagSpec &dag,
                                                  const AnalysisRequest &request);

[[nodiscard]] std::vector<Work> workOf(const DagSpec &dag,
                                       const std::vector<NodeEstimate> &estimates,
                                       const AnalysisCapacity &capacity);

/// Tasks of it that may run at once on this capacity, at least one.
[[nodiscard]] std::uint32_t atOnce(const Work &work, const AnalysisCapacity &capacity);

struct Schedule {
    std::vector<double> start; ///< [node] of its first task [s]
    std::vector<double> end;   ///< of its last one
    std::vector<double> ready; ///< when its upstream had ended
    double seconds = 0;        ///< of everything
    double peakCores = 0;
    double peakMemoryMB = 0;
    double peakGpus = 0;
    double coreSeconds = 0; ///< reserved
};
/// List scheduling; `order` is topological and holds every node.
/// @param most  tasks at once over the whole run; 0 = no limit
[[nodiscard]] Schedule schedule(const model::Adjacency &adjacency,
                                const std::vector<NodeIndex> &order, const std::vector<Work> &work,
                                const AnalysisCapacity &capacity, std::uint32_t most);

/// Nodes of the longest way through the DAG, each as long as all its tasks take in waves.
struct LongestPath {
    std::vector<NodeIndex> nodes;
    double seconds = 0;
};
[[nodiscard]] LongestPath longestPath(const model::Adjacency &adjacency,
                                      const std::vector<NodeIndex> &order,
                                      const std::vector<double> &spans);

} // namespace orrery::advise
