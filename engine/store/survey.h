// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at what a home holds of ended runs, and seals one, on a connection of its own: any thread.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/event.h"
#include "engine/result.h"
#include "engine/retention.h"
#include "store/database.h"
#include "store/journal.h"

namespace orrery::store {

/// An ended run as retention sees it.
struct Standing {
    RunId run;
    DagId dag;
    RunNumber number = 0;
    WallMs ended = 0;
    bool sealed = false; ///< wholly: nothing of it stands in the journal but that
    bool pinned = false;
    bool needed = false; ///< another run stands on it, or waits for it
    bool cached = false; ///< a kept result comes from it; not the store's to say
    Seq first = 0;       ///< of its events in the journal
    Seq last = 0;
    std::uint64_t journalBytes = 0;
    std::uint64_t archiveBytes = 0;
    std::string file; ///< sealed file below the home; "" = none
};

class Survey {
public:
    /// The projections must stand at the journal's end. @error Corrupt, Io
    [[nodiscard]] static Result<Survey> open(const std::string &databaseFile);

    /// Whether a look at the home is worth its while: a run may be due by its age, or by how many
    /// there are. Cheap: reads no event, and so knows nothing of sizes.
    [[nodiscard]] Result<bool> mayBeDue(const RetentionPolicy &policy, WallMs now);
    /// Oldest end first. `measured`: with journalBytes, which reads the journal once.
    [[nodiscard]] Result<std::vector<Standing>> endedRuns(bool measured);
    /// Writes HOME/archive/RUN.orun; the fact to record. `started`, `counts` and the like are those
    /// of the projections. @error NotFound, Corrupt (the row that is damaged), Io
    [[nodiscard]] Result<RunSealed> seal(const RunId &run, WallMs now);
    /// Log files, below HOME/logs, that an attempt in the database or a sealed run points to.
    /// @error Corrupt: a sealed run that cannot be read
    [[nodiscard]] Result<std::set<std::string>> usedLogs();

private:
    explicit Survey(std::unique_ptr<Database> database) : m_database(std::move(database)) {}
    [[nodiscard]] Result<> measure(std::vector<Standing> &runs);
    [[nodiscard]] Result<> summarise(RunNumber number, RunSealed &sealed);
    [[nodiscard]] std::string home() const;

    std::unique_ptr<Database> m_database;
};

} // namespace orrery::store
