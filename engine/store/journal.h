// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table journal: made, checked, and read in order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/event.h"
#include "engine/result.h"
#include "store/database.h"
#include "types/codec.h"

namespace orrery::store {

/// Number of a run in the table run_number; 0 = no run.
using RunNumber = std::int64_t;

/// The events of one tick on their way to one row.
class Tick {
public:
    void add(RunNumber run, const Fact &fact);
    /// The row's blob for a tick whose last event is `last`.
    [[nodiscard]] std::string blob(Seq last) const;
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    void clear();
    /// Remembers what the tick holds now; dropMarked() takes just that out again.
    void mark();
    void dropMarked();

private:
    types::Encoder m_fact;
    types::Encoder m_head;
    std::string m_events;
    std::uint64_t m_count = 0;
    std::size_t m_markedBytes = 0;
    std::uint64_t m_markedCount = 0;
};

/// Bytes of a row beside its blob: row id, header, lengths and the cell's pointer, rounded up.
inline constexpr std::uint64_t journalRowOverhead = 16;

/// One event as it lies in a row; `fact` is valid during the call.
struct RawEvent {
    Seq seq = 0;
    RunNumber run = 0;
    std::string_view fact;
};
using VisitRaw = std::function<Result<>(const RawEvent &)>;

/// Visits the events after `after` up to `upTo`, in order. No statement is open during a visit.
/// @error Corrupt (a gap, a damaged row), what `visit` returns
[[nodiscard]] Result<> scanJournal(Database &database, Seq after, Seq upTo, const VisitRaw &visit);

/// @error Corrupt
[[nodiscard]] Result<Fact> decodeFact(const RawEvent &event, const std::string &file);

}  // namespace orrery::store
