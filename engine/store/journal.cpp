// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/journal.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "store/sealedrun.h"

namespace orrery::store {

namespace {

constexpr std::size_t checksumBytes = 4;
constexpr std::size_t rowBytes = 4U << 20U;   ///< a row is closed when it holds so much
constexpr std::size_t batchBytes = 4U << 20U; ///< of blobs read ahead of the visits

std::string littleEndian(std::uint64_t value, std::size_t bytes)
{
    std::string text(bytes, '\0');
    for (std::size_t n = 0; n < bytes; ++n)
        text[n] = static_cast<char>((value >> (8 * n)) & 0xFFU);
    return text;
}

/// CRC-32 (IEEE 802.3) over the row's seq and its events: a row in the wrong place does not pass.
std::string checksum(Seq last, std::string_view events)
{
    return littleEndian(crc(crc(0, littleEndian(last, 8)), events), checksumBytes);
}

using Row = Tick::Row;

tl::unexpected<Error> damagedJournal(const Database &database, Seq seq, const std::string &how)
{
    return fail(
        ErrorCode::Corrupt, database.file(),
        "the journal is damaged at event " + std::to_string(seq) + ": " + how +
            "; put a backup in the file's place and remove the -wal and -shm files beside it");
}

/// The next rows after `after`, as many as fit the read-ahead.
Result<std::vector<Row>> readRows(Database &database, Seq after, Seq upTo)
{
    std::vector<Row> rows;
    std::size_t bytes = 0;
    Query query = database.query(
        "SELECT seq, count, events FROM journal WHERE seq > ?1 ORDER BY seq LIMIT 4096");
    query.u(after);
    while (bytes < batchBytes && (rows.empty() || rows.back().last < upTo) && query.row()) {
        rows.push_back({static_cast<Seq>(query.intAt(0)),
                        static_cast<std::uint64_t>(query.intAt(1)), query.textAt(2)});
        bytes += rows.back().blob.size();
    }
    if (query.failed())
        return tl::unexpected(database.error(query.code()));
    return rows;
}

/// The events of a row whose checksum is right. @error Corrupt
Result<std::string_view> eventsOf(const Database &database, const Row &row)
{
    if (row.blob.size() < checksumBytes)
        return damagedJournal(database, row.last, "a row is cut short");
    const std::string_view events(row.blob.data(), row.blob.size() - checksumBytes);
    if (checksum(row.last, events) != row.blob.substr(events.size()))
        return damagedJournal(database, row.last, "a row's checksum is wrong");
    return events;
}

/// One event, or a hole of several: `fact` is empty then.
struct Piece {
    Seq first = 0;
    std::uint64_t count = 1;
    RunNumber run = 0;
    std::string_view fact;
    std::string_view bytes; ///< as it stands in the row
};

template <typename Visit>
Result<> eachPiece(const Database &database, const Row &row, Visit visit)
{
    const auto events = eventsOf(database, row);
    if (!events)
        return tl::unexpected(events.error());
    types::Decoder from(*events);
    for (Seq seq = row.last - row.count + 1; seq <= row.last;) {
        Piece piece{seq, 1, 0, {}, {}};
        const std::string_view before = from.rest();
        piece.run = static_cast<RunNumber>(from.u());
        piece.fact = from.view();
        if (from.ok() && piece.run == 0 && piece.fact.empty())
            piece.count = from.u();
        if (!from.ok() || piece.count == 0 || piece.count > row.last - seq + 1)
            return damagedJournal(database, seq, "an event is cut short");
        piece.bytes = before.substr(0, before.size() - from.rest().size());
        if (auto visited = visit(piece); !visited)
            return visited;
        seq += piece.count;
    }
    return from.atEnd() ? Result<>() : damagedJournal(database, row.last, "a row is too long");
}

Result<> visitRow(const Database &database, const Row &row, Seq after, Seq upTo,
                  const VisitRaw &visit)
{
    if (row.count == 0 || row.count > row.last || row.last - row.count > after)
        return damagedJournal(database, row.last, "events before it are missing");
    return eachPiece(database, row, [&](const Piece &piece) -> Result<> {
        if (piece.fact.empty() || piece.first <= after || piece.first > upTo)
            return {};
        return visit({piece.first, piece.run, piece.fact});
    });
}

std::string holeBytes(std::uint64_t count)
{
    types::Encoder hole;
    hole.u(0);
    hole.u(0);
    hole.u(count);
    return hole.take();
}

} // namespace

void Tick::add(RunNumber run, const Fact &fact)
{
    m_fact.clear();
    types::encode(fact, m_fact);
    m_head.clear();
    m_head.u(static_cast<std::uint64_t>(run));
    m_head.u(m_fact.bytes().size());
    m_events += m_head.bytes();
    m_events += m_fact.bytes();
    ++m_count;
    if (m_events.size() - (m_cuts.empty() ? 0 : m_cuts.back().bytes) >= rowBytes)
        m_cuts.push_back({m_events.size(), m_count});
}

bool Tick::eachRow(Seq last, const std::function<bool(const Row &)> &write) const
{
    const Seq first = last - m_count + 1;
    Cut from;
    const auto piece = [&](const Cut &to) {
        if (to.count == from.count)
            return true;
        const Seq end = first + to.count - 1;
        std::string blob = m_events.substr(from.bytes, to.bytes - from.bytes);
        blob += checksum(end, blob);
        return write({end, to.count - std::exchange(from, to).count, std::move(blob)});
    };
    return std::all_of(m_cuts.begin(), m_cuts.end(), piece) && piece({m_events.size(), m_count});
}

void Tick::clear()
{
    m_events.clear();
    m_count = 0;
    m_cuts.clear();
    m_marked = {};
}

void Tick::mark()
{
    m_marked = {m_events.size(), m_count};
}

void Tick::dropMarked()
{
    m_events.erase(0, m_marked.bytes);
    m_count -= m_marked.count;
    std::erase_if(m_cuts, [this](const Cut &cut) { return cut.bytes <= m_marked.bytes; });
    for (Cut &cut : m_cuts)
        cut = {cut.bytes - m_marked.bytes, cut.count - m_marked.count};
    m_marked = {};
}

Result<> scanJournal(Database &database, Seq after, Seq upTo, const VisitRaw &visit)
{
    while (after < upTo) {
        const auto rows = readRows(database, after, upTo);
        if (!rows)
            return tl::unexpected(rows.error());
        if (rows->empty())
            return damagedJournal(database, after + 1, "events are missing");
        for (const Row &row : *rows) {
            if (auto visited = visitRow(database, row, after, upTo, visit); !visited)
                return visited;
            after = row.last;
        }
    }
    return {};
}

bool isHole(std::string_view blob)
{
    if (blob.size() < checksumBytes)
        return false;
    types::Decoder from(blob.substr(0, blob.size() - checksumBytes));
    const bool empty = from.u() == 0 && from.view().empty() && from.u() > 0;
    return empty && from.ok() && from.atEnd();
}

Tick::Row holeRow(Seq last, std::uint64_t count)
{
    std::string blob = holeBytes(count);
    blob += checksum(last, blob);
    return {last, count, std::move(blob)};
}

Result<std::optional<Tick::Row>> withoutRun(const Database &database, const Tick::Row &row,
                                            RunNumber run, Seq upTo)
{
    std::string kept;
    std::uint64_t gone = 0; // events of the hole that is growing
    bool changed = false;
    const auto close = [&] {
        if (gone > 0)
            kept += holeBytes(std::exchange(gone, 0));
    };
    const auto done = eachPiece(database, row, [&](const Piece &piece) -> Result<> {
        const bool leaves = !piece.fact.empty() && piece.run == run && piece.first <= upTo;
        changed = changed || leaves;
        if (leaves || piece.fact.empty()) {
            gone += piece.count;
        } else {
            close();
            kept += piece.bytes;
        }
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    if (!changed)
        return std::nullopt;
    close();
    kept += checksum(row.last, kept);
    return Tick::Row{row.last, row.count, std::move(kept)};
}

Result<Fact> decodeFact(const RawEvent &event, const std::string &file)
{
    types::Decoder from(event.fact);
    auto fact = types::decode(from);
    if (fact && !from.atEnd())
        return fail(ErrorCode::Corrupt, file,
                    "event " + std::to_string(event.seq) + " is too long");
    if (!fact)
        fact.error() = {ErrorCode::Corrupt, file,
                        "event " + std::to_string(event.seq) + ": " + fact.error().what};
    return fact;
}

} // namespace orrery::store
