// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a home: be its engine, or attach to the one that is.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "engine/result.h"
#include "engine/session.h"

namespace orrery {

/// How work is handed to the thread that wants the replies; must be callable from any thread.
using Post = std::function<void(std::function<void()>)>;

struct OpenOptions {
    std::string home;        ///< directory; made when missing
    std::string role;        ///< "cockpit", "orrery run", "orrery engine": shown to others
    std::string programDir;  ///< where orrery and orrery-runner stand
    std::string examplesDir; ///< listed as examples; "" = none
    Post post; ///< where replies and observers are called; empty = the engine's thread
    bool attachOnly = false; ///< never become the owner. @error Unreachable when there is none
    bool mustOwn = false;    ///< wait for the lock instead of attaching (`orrery engine`)
    bool readOnly = false; ///< when nobody owns the home: look only, take up no runs, serve nobody
};

/// An open home. Destroying it leaves: an owner hands live work to a background engine first.
class Home {
public:
    virtual ~Home() = default;
    [[nodiscard]] virtual Session &session() = 0;
    /// True when this process is the engine of the home.
    [[nodiscard]] virtual bool owner() const = 0;
    /// Ends the engine at once without handing over (tests: a kill -9 in process); runners live on.
    virtual void abandon() = 0;
    /// Blocks until the last run, client and schedule have been gone for `idle` ms; for `orrery
    /// engine`.
    virtual void serveUntilIdle(SpanMs idle) = 0;
};

/// The first process to take HOME/engine.lock owns the home and serves HOME's socket; every other
/// one attaches to it. @error Denied (network file system, foreign owner), Conflict (version
/// mismatch with a live owner), Corrupt (database), Io
[[nodiscard]] Result<std::unique_ptr<Home>> openHome(OpenOptions options);

/// $ORRERY_HOME, else the XDG data directory's "orrery".
[[nodiscard]] std::string defaultHome();
[[nodiscard]] std::string versionText(); ///< "0.1.0"

/// Scripts, programs and artifacts that a DAG names and that are not there: warnings for a check,
/// errors for a run.
/// @param file  name used in findings; its directory is where relative names start
[[nodiscard]] std::vector<Finding> missingFiles(const DagSpec &dag, const std::string &text,
                                                const std::string &file,
                                                Finding::Severity severity);

/// DOT text of a DAG, and back, through Graphviz in the process PROGRAMDIR/orrery-layout.
/// @error Unreachable (the program cannot be started), Timeout, InvalidSpec (file:line: message)
[[nodiscard]] Result<std::string> toDot(const DagSpec &dag, const std::string &programDir);
[[nodiscard]] Result<DagSpec> fromDot(const std::string &text, const std::string &file,
                                      const std::string &programDir);

/// One line of `orrery doctor`.
struct Diagnosis {
    enum class Level { Good, Limited, Bad };
    Level level = Level::Good;
    std::string topic; ///< "sandbox"
    std::string state; ///< what was found
    std::string fix;   ///< command or advice; "" when good
};
/// What this machine can do; starts nothing that stays.
[[nodiscard]] std::vector<Diagnosis> diagnose(const OpenOptions &options);
/// This host's cores, memory, GPUs now, without an engine.
[[nodiscard]] HostInfo probeHost();

} // namespace orrery
