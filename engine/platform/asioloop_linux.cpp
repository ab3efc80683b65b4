// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/asioloop.h"

#include <chrono>
#include <memory>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <fcntl.h>

namespace orrery::platform {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// A timer that has expired may wait in the context's queue, where a cancel does not reach it: what
/// it would do is not done either once the handle is gone.
class Timer final : public core::Loop::Handle {
public:
    Timer(asio::io_context &context, SpanMs delay, core::Loop::Work work) : m_timer(context)
    {
        m_timer.expires_after(std::chrono::milliseconds(delay));
        m_timer.async_wait(
            [work = std::move(work), alive = std::weak_ptr(m_alive)](const error_code &error) {
                if (!error && !alive.expired())
                    work();
            });
    }

private:
    asio::steady_timer m_timer;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

/// Readiness of a descriptor that stays the caller's: a duplicate is watched, because the reactor
/// takes each number once and one socket may be watched for reading and for writing.
class Watch final : public core::Loop::Handle {
public:
    Watch(asio::io_context &context, int fd, core::Loop::Ready ready, core::Loop::Work work)
        : m_state(std::make_shared<State>(context, fd, ready, std::move(work)))
    {
        arm(m_state);
    }
    ~Watch() override
    {
        m_state->alive = false;
        boost::system::error_code ignored;
        m_state->descriptor.close(ignored); // cancels the wait
    }
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

private:
    struct State {
        State(asio::io_context &context, int fd, core::Loop::Ready wanted, core::Loop::Work todo)
            : descriptor(context, ::fcntl(fd, F_DUPFD_CLOEXEC, 0)), ready(wanted),
              work(std::move(todo))
        {
        }
        asio::posix::stream_descriptor descriptor;
        core::Loop::Ready ready;
        core::Loop::Work work;
        bool alive = true;
    };

    static void arm(const std::shared_ptr<State> &state)
    {
        const auto kind = state->ready == core::Loop::Ready::Read
                              ? asio::posix::stream_descriptor::wait_read
                              : asio::posix::stream_descriptor::wait_write;
        state->descriptor.async_wait(kind, [state](const error_code &error) {
            if (error || !state->alive)
                return;
            state->work();
            if (state->alive)
                arm(state);
        });
    }

    std::shared_ptr<State> m_state;
};

class AsioLoop final : public core::Loop {
public:
    AsioLoop() : m_context(1), m_guard(m_context.get_executor()) {}

    void post(Work work) override { asio::post(m_context, std::move(work)); }
    std::unique_ptr<Handle> after(SpanMs delay, Work work) override
    {
        return std::make_unique<Timer>(m_context, delay, std::move(work));
    }
    std::unique_ptr<Handle> watch(int fd, Ready ready, Work work) override
    {
        return std::make_unique<Watch>(m_context, fd, ready, std::move(work));
    }
    core::MonoNs mono() const override
    {
        const auto now = std::chrono::steady_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
    }
    WallMs wall() const override
    {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
    }
    void run() override { m_context.run(); }
    void stop() override { m_context.stop(); }

private:
    asio::io_context m_context;
    asio::executor_work_guard<asio::io_context::executor_type> m_guard;
};

} // namespace

std::unique_ptr<core::Loop> makeAsioLoop()
{
    return std::make_unique<AsioLoop>();
}

} // namespace orrery::platform
