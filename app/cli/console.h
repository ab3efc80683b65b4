// SPDX-License-Identifier: GPL-3.0-or-later
// What commands share: opening a home, waiting for answers on this thread, words for people.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "command.h"
#include "engine/component.h"
#include "engine/engine.h"
#include "engine/toolkit.h"

namespace orrery::cli {

[[nodiscard]] Option homeOption();
[[nodiscard]] Option jsonOption();

/// Work handed to this thread by the engine's; wait() runs it until a condition holds.
class Inbox {
public:
    [[nodiscard]] Post post();
    /// Runs what arrives until `ready`, or until `limit` ms have gone. @return ready()
    bool wait(const std::function<bool()> &ready, SpanMs limit = 0);

private:
    struct Queue {
        std::mutex mutex;
        std::condition_variable changed;
        std::deque<std::function<void()>> work;
    };
    std::shared_ptr<Queue> m_queue = std::make_shared<Queue>();
};

/// How often Ctrl+C was pressed since watchInterrupts().
[[nodiscard]] int interrupts();
void watchInterrupts();

/// A home and the inbox its answers come through.
struct Connection {
    Inbox inbox;
    std::unique_ptr<Home> home;

    [[nodiscard]] Session &session() { return home->session(); }
    /// Asks and waits: `ask(session, reply)`. Ctrl+C (see watchInterrupts) ends the wait, too.
    template <typename T>
    Result<T> call(const std::function<void(Session &, Reply<T>)> &ask)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        ask(session(), [answer](Result<T> result) { answer->emplace(std::move(result)); });
        if (!await([&answer] { return answer->has_value(); }))
            return fail(ErrorCode::Io, "", "the answer is not waited for; it may still be done");
        return std::move(**answer);
    }
    /// Waits until `ready`. An answer that is long in coming because the engine cannot record
    /// anything (disk full) is explained on stderr meanwhile. @return false: Ctrl+C came first
    [[nodiscard]] bool await(const std::function<bool()> &ready);
    /// The same for questions that change nothing: asked again while one engine of the home gives
    /// way to the next.
    template <typename T>
    Result<T> query(const std::function<void(Session &, Reply<T>)> &ask)
    {
        constexpr auto patience = std::chrono::seconds(15);
        constexpr SpanMs pause = 100;
        const auto until = std::chrono::steady_clock::now() + patience;
        while (true) {
            Result<T> answer = call<T>(ask);
            const bool gone = !answer && answer.error().code == ErrorCode::Unreachable;
            if (!gone || std::chrono::steady_clock::now() > until)
                return answer;
            inbox.wait([] { return false; }, pause);
        }
    }
};

/// @error as openHome
[[nodiscard]] Result<std::unique_ptr<Connection>>
connect(const Arguments &arguments, const std::string &role, bool readOnly = false);
[[nodiscard]] OpenOptions openOptions(const Arguments &arguments, const std::string &role);

/// Tells an error on stderr; @return the exit code of its kind, `interrupted` after Ctrl+C.
int tell(const Error &error);
[[nodiscard]] int exitCodeOf(const Error &error);

/// A DAG file read and checked; findings were told on stderr. Empty = it had errors (exit
/// badInput).
struct LoadedDag {
    std::string file; ///< absolute
    std::string text; ///< of DOT and protobuf: the same DAG as JSON
    toolkit::Parsed parsed;
    bool hasPlaces = true; ///< false: `text` is not what the user sees; findings tell paths only
};
[[nodiscard]] std::optional<LoadedDag> loadDag(const Arguments &arguments, const std::string &file,
                                               bool tellWarnings = true);
/// Reads and parses, with the components of the home; findings are the caller's to tell.
/// @error NotFound, InvalidSpec, Io
[[nodiscard]] Result<LoadedDag> readDag(const Arguments &arguments, const std::string &file);
/// The components of the installation and of the home that --home or the environment names.
[[nodiscard]] std::shared_ptr<const Catalogue> catalogueOf(const Arguments &arguments);

[[nodiscard]] std::string programDirectory(); ///< of the running program, absolute
[[nodiscard]] bool colourful();               ///< stdout is a terminal and NO_COLOR is not set
[[nodiscard]] bool terminal(int fd);
[[nodiscard]] std::string duration(SpanMs span); ///< "41.2 s", "3 min 20 s"
[[nodiscard]] std::string localTime(WallMs at);  ///< "2026-11-21 10:45:12"
[[nodiscard]] std::string isoTime(WallMs at);    ///< UTC, milliseconds; "" for 0
/// Text of others for a terminal: control characters are shown, nothing is obeyed.
[[nodiscard]] std::string plain(const std::string &text);

} // namespace orrery::cli
