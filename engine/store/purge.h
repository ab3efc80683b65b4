// SPDX-License-Identifier: GPL-3.0-or-later
// Takes out of the database what is sealed or deleted, a little at a time.
#pragma once

#include "engine/ids.h"
#include "engine/result.h"
#include "store/database.h"

namespace orrery::store {

/// Every call is one transaction of a bounded size, and either happens or does not: after a crash
/// the next call goes on where the last one ended.
class Purger {
public:
    explicit Purger(Database &database) : m_database(database) {}

    /// Works for about `budget` ms. @return whether there is more to do
    /// @error Corrupt (the row and what is wrong with it), Io
    [[nodiscard]] Result<bool> step(SpanMs budget);

private:
    struct Range;
    [[nodiscard]] Result<bool> purge(const Range &range, SpanMs budget);
    [[nodiscard]] Result<bool> takeOutOf(Range &range);
    [[nodiscard]] Result<bool> takeAttempts(Range &range);
    [[nodiscard]] Result<bool> giveBack();

    Database &m_database;
    bool m_shrunk = false; ///< pages were given back since the last checkpoint
};

} // namespace orrery::store
