// SPDX-License-Identifier: GPL-3.0-or-later
// The port to time and readiness: real (platform/asioloop.h) or virtual (core/virtualloop.h).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "engine/ids.h"

namespace orrery::core {

/// Monotonic time [ns] since an arbitrary start; never jumps with the wall clock.
using MonoNs = std::int64_t;

/// Runs what it is given, on one thread, in order.
class Loop {
public:
    using Work = std::function<void()>;
    enum class Ready { Read, Write };

    /// Ends its timer or watch when destroyed; ending twice is fine.
    class Handle {
    public:
        virtual ~Handle() = default;
    };

    virtual ~Loop() = default;
    /// Runs `work` later on the loop's thread. Callable from any thread.
    virtual void post(Work work) = 0;
    /// Runs `work` once after `delay` ms. Loop thread only, like all below.
    [[nodiscard]] virtual std::unique_ptr<Handle> after(SpanMs delay, Work work) = 0;
    /// Runs `work` each time `fd` is ready, until the handle ends. The fd stays the caller's.
    [[nodiscard]] virtual std::unique_ptr<Handle> watch(int fd, Ready ready, Work work) = 0;
    [[nodiscard]] virtual MonoNs mono() const = 0;
    [[nodiscard]] virtual WallMs wall() const = 0;
    virtual void run() = 0;  ///< until stop()
    virtual void stop() = 0; ///< callable from any thread
};

} // namespace orrery::core
