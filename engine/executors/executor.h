// SPDX-License-Identifier: GPL-3.0-or-later
// The port to a place where tasks run: this host, later SSH hosts, Slurm, Kubernetes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/resource.h"
#include "engine/run.h"
#include "types/launch.h"

namespace orrery::executors {

using types::AheadOrder;
using types::Ended;
using types::LaunchOrder;
using types::LogPiece;
using types::Started;

/// What an executor tells; called on the engine's loop, batched.
struct Observer {
    std::function<void(std::span<const Started>, std::span<const Ended>)> progress;
    std::function<void(std::span<const TaskSample>)> samples;
    std::function<void(const LogPiece &)> log;
    /// The link is up and these attempts are known there: running or queued, and ended ones not yet
    /// acknowledged (they follow through `progress`). Every other attempt of this host is lost.
    std::function<void(std::vector<AttemptKey> alive)> ready;
    /// The host or its runner died: attempts are lost once `leftoversKilled`; a broken link alone
    /// is repaired silently.
    std::function<void(std::string why)> lost;
};

class Executor {
public:
    virtual ~Executor() = default;
    /// Connects, starting the runner when there is none; ends in Observer::ready or ::lost.
    virtual void connect(std::uint64_t epoch) = 0;
    [[nodiscard]] virtual bool connected() const = 0;
    virtual void launch(std::vector<LaunchOrder> orders) = 0;
    /// Hints (types/launch.h): what follows a launched attempt at once when it ends well. May be
    /// ignored. An order that began so is known as any other: launch() confirms it, cancel() ends
    /// it without a word.
    virtual void launchAhead(std::vector<AheadOrder>) {}
    /// What was given so far leaves now, not at the end of this turn of the loop.
    virtual void flush() = 0;
    /// Kills the whole tree; the attempt then ends with Cause::Cancelled.
    virtual void cancel(std::span<const AttemptKey> keys) = 0;
    /// The results of these are synced: the runner may forget them.
    virtual void acknowledge(std::span<const AttemptKey> keys) = 0;
    /// Streams the log of a live attempt from `offset` until unfollow or its end.
    virtual void follow(const AttemptKey &key, std::uint64_t offset) = 0;
    virtual void unfollow(const AttemptKey &key) = 0;
};

} // namespace orrery::executors
