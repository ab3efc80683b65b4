// SPDX-License-Identifier: GPL-3.0-or-later
// Speaks to the executor directly: how fast does orrery-runner turn over tasks that do nothing?
//   runner_bench BIN_DIR HOME [wide|chain|sandbox] [TASKS] [SLOTS]
// wide: all tasks given with a backlog of SLOTS + 32, as the engine does. chain: the next one is
// given when the one before has ended. sandbox: wide at level sandbox. Prints one JSON line.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "executors/local/local.h"
#include "platform/asioloop.h"

using namespace orrery;

namespace {

struct Bench {
    std::string bin;
    std::string home;
    std::string shape = "wide";
    std::uint32_t tasks = 10'000;
    std::uint32_t slots = 2;
};

executors::LaunchOrder order(const Bench &bench, std::uint32_t task)
{
    executors::LaunchOrder order;
    order.key = {RunId("bench"), task, 1};
    order.fence = 1;
    order.argv = {"/bin/true"};
    order.node = "n" + std::to_string(task);
    order.taskName = order.node;
    order.runDir = bench.home + "/results";
    order.isolation = bench.shape == "sandbox" ? Isolation::Sandbox : Isolation::Process;
    return order;
}

int measure(const Bench &bench)
{
    const auto loop = platform::makeAsioLoop();
    std::unique_ptr<executors::Executor> runner;
    std::uint32_t given = 0, ended = 0, failed = 0;
    const std::uint32_t ahead = bench.shape == "chain" ? 1 : bench.slots + 32;
    std::chrono::steady_clock::time_point start;
    const auto give = [&] {
        std::vector<executors::LaunchOrder> orders;
        while (given < bench.tasks && given - ended < ahead)
            orders.push_back(order(bench, given++));
        if (!orders.empty())
            runner->launch(std::move(orders));
    };
    executors::Observer observer;
    observer.ready = [&](const std::vector<AttemptKey> &) {
        start = std::chrono::steady_clock::now();
        give();
    };
    observer.lost = [&](const std::string &why) {
        std::fprintf(stderr, "lost: %s\n", why.c_str());
        loop->stop();
    };
    observer.progress = [&](std::span<const executors::Started>,
                            std::span<const executors::Ended> results) {
        std::vector<AttemptKey> keys;
        for (const executors::Ended &one : results) {
            keys.push_back(one.key);
            if (!one.exit.succeeded() && failed++ == 0)
                std::fprintf(stderr, "failed: %s\n", one.exit.detail.c_str());
        }
        ended += static_cast<std::uint32_t>(results.size());
        runner->acknowledge(keys);
        give();
        if (ended == bench.tasks)
            loop->stop();
    };
    executors::LocalOptions options;
    options.home = bench.home;
    options.programDir = bench.bin;
    options.milliCpu = 1000ULL * bench.slots;
    options.runnerIdle = 1000;
    runner = executors::makeLocalExecutor(*loop, options, observer);
    runner->connect(1);
    loop->run();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("{\"shape\":\"%s\",\"tasks\":%u,\"ended\":%u,\"failed\":%u,\"seconds\":%.3f,"
                "\"tasks_per_second\":%.0f}\n",
                bench.shape.c_str(), bench.tasks, ended, failed, seconds, ended / seconds);
    return ended == bench.tasks && failed == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::fprintf(stderr,
                     "usage: runner_bench BIN_DIR HOME [wide|chain|sandbox] [TASKS] [SLOTS]\n");
        return 2;
    }
    Bench bench{argv[1], argv[2]};
    if (argc > 3)
        bench.shape = argv[3];
    if (argc > 4)
        bench.tasks = static_cast<std::uint32_t>(std::strtoul(argv[4], nullptr, 10));
    if (argc > 5)
        bench.slots = static_cast<std::uint32_t>(std::strtoul(argv[5], nullptr, 10));
    return measure(bench);
}
