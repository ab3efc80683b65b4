// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the table journal: made, checked, and read in order.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/event.h"
#include "engine/result.h"
#include "store/database.h"
#include "types/codec.h"

namespace orrery::store {

/// Number of a run in the table run_number; 0 = no run.
using RunNumber = std::int64_t;

/// The events of one tick on their way to the journal: one row, or a few when they are large.
class Tick {
public:
    struct Row {
        Seq last = 0;
        std::uint64_t count = 0;
        std::string blob;
    };
    void add(RunNumber run, const Fact &fact);
    /// The rows of a tick whose last event is `last`, each handed to `write` until it says false.
    [[nodiscard]] bool eachRow(Seq last, const std::function<bool(const Row &)> &write) const;
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    void clear();
    /// Remembers what the tick holds now; dropMarked() takes just that out again.
    void mark();
    void dropMarked();

private:
    /// Where one row ends and the next begins.
    struct Cut {
        std::size_t bytes = 0;
        std::uint64_t count = 0;
    };
    types::Encoder m_fact;
    types::Encoder m_head;
    std::string m_events;
    std::uint64_t m_count = 0;
    std::vector<Cut> m_cuts;
    Cut m_marked;
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

/// What stands in place of events that left the journal: a number of run 0, no fact, and how many.
/// So the chain of rows stays without a gap, and every row keeps its checksum.
[[nodiscard]] bool isHole(std::string_view blob);
[[nodiscard]] Tick::Row holeRow(Seq last, std::uint64_t count);
/// The row with holes in place of the events of `run` up to `upTo`; absent when it has none.
/// @error Corrupt
[[nodiscard]] Result<std::optional<Tick::Row>>
withoutRun(const Database &database, const Tick::Row &row, RunNumber run, Seq upTo);

/// @error Corrupt
[[nodiscard]] Result<Fact> decodeFact(const RawEvent &event, const std::string &file);

} // namespace orrery::store
