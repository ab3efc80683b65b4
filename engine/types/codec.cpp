// SPDX-License-Identifier: GPL-3.0-or-later
// One function pair per fact. A changed payload gets a new version number and keeps its old reader.
#include "types/codec.h"

#include <limits>
#include <type_traits>
#include <utility>

namespace orrery::types {

namespace {

/// First byte of a fact: never renumbered, never used again for something else.
enum class Kind : std::uint8_t {
    EngineStarted = 1,
    RunCreated = 2,
    TaskPlaced = 3,
    TaskStarted = 4,
    TaskEnded = 5,
    RetryDue = 6,
    CancelRequested = 7,
    RetryRequested = 8,
    RunEnded = 9,
    HoldChanged = 10,
    TaskMarked = 11,
    ItemsListed = 12,
    DagPublished = 13,
    ScheduleChanged = 14,
    SlotSettled = 15,
    BackfillRequested = 16,
    RunAdmitted = 17,
    PriorityChanged = 18,
    QueueChanged = 19,
    TaskReused = 21,
    CacheMissed = 22,
    CacheBypassed = 23,
    GraphGrown = 20,
    RunSealed = 32,
    RunsDropped = 33,
    RunPinned = 34,
    FileRemembered = 35
};

std::uint32_t readU32(Decoder &from)
{
    const std::uint64_t value = from.u();
    if (value > std::numeric_limits<std::uint32_t>::max()) {
        from.fail();
        return 0;
    }
    return static_cast<std::uint32_t>(value);
}

std::int32_t readI32(Decoder &from)
{
    const std::int64_t value = from.i();
    if (value > std::numeric_limits<std::int32_t>::max() ||
        value < std::numeric_limits<std::int32_t>::min()) {
        from.fail();
        return 0;
    }
    return static_cast<std::int32_t>(value);
}

template <typename Enum>
Enum readEnum(Decoder &from, Enum last)
{
    const std::uint64_t value = from.u();
    if (value > static_cast<std::uint64_t>(last)) {
        from.fail();
        return Enum{};
    }
    return static_cast<Enum>(value);
}

/// Differences of moments wrap instead of overflowing: a damaged record must not be undefined.
std::int64_t minus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

std::int64_t plus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

template <typename Enum>
constexpr std::uint64_t number(Enum value)
{
    return static_cast<std::uint64_t>(value);
}

void write(const EngineStarted &f, Encoder &to)
{
    to.u(f.epoch);
    to.s(f.bootId);
    to.i(f.pid);
    to.i(f.at);
}

EngineStarted readEngineStarted(Decoder &from)
{
    EngineStarted f;
    f.epoch = from.u();
    f.bootId = from.s();
    f.pid = from.i();
    f.at = from.i();
    return f;
}

void write(const Resources &r, Encoder &to)
{
    to.d(r.cpuCores);
    to.u(r.memoryMB);
    to.u(r.gpuUnits);
    to.u(r.diskGB);
    to.s(r.networkBandwidth);
}

Resources readResources(Decoder &from)
{
    Resources r;
    r.cpuCores = from.d();
    r.memoryMB = from.u();
    r.gpuUnits = readU32(from);
    r.diskGB = from.u();
    r.networkBandwidth = from.s();
    return r;
}

void write(const Slot &slot, Encoder &to)
{
    to.s(slot.schedule);
    to.i(slot.at);
    to.i(slot.offset);
    to.s(slot.backfill);
    to.s(slot.seen);
}

Slot readSlot(Decoder &from)
{
    Slot slot;
    slot.schedule = from.s();
    slot.at = from.i();
    slot.offset = readI32(from);
    slot.backfill = from.s();
    slot.seen = from.s();
    return slot;
}

void write(const Turn &turn, Encoder &to)
{
    to.i(turn.priority);
    to.s(turn.queue);
    to.u(turn.uses.size());
    for (const SlotUse &use : turn.uses) {
        to.s(use.name);
        to.u(use.count);
        to.u(use.of);
    }
    to.u(turn.above.size());
    for (const std::string &name : turn.above)
        to.s(name);
}

Turn readTurn(Decoder &from)
{
    Turn turn;
    turn.priority = readI32(from);
    turn.queue = from.s();
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n) {
        SlotUse use;
        use.name = from.s();
        use.count = readU32(from);
        use.of = readU32(from);
        turn.uses.push_back(std::move(use));
    }
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        turn.above.push_back(from.s());
    return turn;
}

void write(const RunCreated &f, Encoder &to)
{
    to.s(f.dag.text);
    to.s(f.version.text);
    to.s(f.file);
    to.s(f.parameters);
    to.u(number(f.isolation));
    to.u(f.fitted.size());
    for (const Resources &r : f.fitted)
        write(r, to);
    to.u(f.notes.size());
    for (const std::string &note : f.notes)
        to.s(note);
    to.s(f.trigger);
    to.s(f.owner);
    to.s(f.resultsDir);
    to.i(f.at);
    to.u(f.kept.size());
    for (const KeptNode &node : f.kept) {
        to.u(node.node);
        to.s(node.from.text);
        to.s(node.outputs);
    }
    to.s(f.parent.run.text);
    to.u(f.parent.task);
    to.u(f.parent.attempt);
    to.s(f.environment);
    write(f.slot, to);
    write(f.turn, to);
}

/// Version 1 ends at `at`, version 2 has no turn.
RunCreated readRunCreated(Decoder &from, std::uint64_t version)
{
    RunCreated f;
    f.dag = DagId(from.s());
    f.version = VersionId(from.s());
    f.file = from.s();
    f.parameters = from.s();
    f.isolation = readEnum(from, Isolation::Container);
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.fitted.push_back(readResources(from));
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.notes.push_back(from.s());
    f.trigger = from.s();
    f.owner = from.s();
    f.resultsDir = from.s();
    f.at = from.i();
    if (version < 2)
        return f;
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n) {
        KeptNode node;
        node.node = readU32(from);
        node.from = RunId(from.s());
        node.outputs = from.s();
        f.kept.push_back(std::move(node));
    }
    f.parent.run = RunId(from.s());
    f.parent.task = readU32(from);
    f.parent.attempt = readU32(from);
    f.environment = from.s();
    f.slot = readSlot(from);
    if (version >= 3)
        f.turn = readTurn(from);
    return f;
}

void write(const TaskPlaced &f, Encoder &to)
{
    to.u(f.task);
    to.u(f.attempt);
    to.s(f.host.text);
    to.u(f.gpus.size());
    for (const std::uint32_t gpu : f.gpus)
        to.u(gpu);
    to.i(f.at);
}

TaskPlaced readTaskPlaced(Decoder &from)
{
    TaskPlaced f;
    f.task = readU32(from);
    f.attempt = readU32(from);
    f.host = HostId(from.s());
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.gpus.push_back(readU32(from));
    f.at = from.i();
    return f;
}

void write(const TaskStarted &f, Encoder &to)
{
    to.u(f.task);
    to.u(f.attempt);
    to.i(f.pid);
    to.i(f.at);
}

TaskStarted readTaskStarted(Decoder &from)
{
    TaskStarted f;
    f.task = readU32(from);
    f.attempt = readU32(from);
    f.pid = from.i();
    f.at = from.i();
    return f;
}

void write(const TaskEnded &f, Encoder &to)
{
    to.u(f.task);
    to.u(f.attempt);
    encodeExit(f.exit, to);
}

TaskEnded readTaskEnded(Decoder &from)
{
    TaskEnded f;
    f.task = readU32(from);
    f.attempt = readU32(from);
    f.exit = decodeExit(from);
    return f;
}

void write(const RetryDue &f, Encoder &to)
{
    to.u(f.task);
    to.i(f.at);
}

RetryDue readRetryDue(Decoder &from)
{
    RetryDue f;
    f.task = readU32(from);
    f.at = from.i();
    return f;
}

void write(const CancelRequested &f, Encoder &to)
{
    to.s(f.by);
    to.s(f.why);
    to.i(f.at);
}

CancelRequested readCancelRequested(Decoder &from)
{
    CancelRequested f;
    f.by = from.s();
    f.why = from.s();
    f.at = from.i();
    return f;
}

void write(const RetryRequested &f, Encoder &to)
{
    to.u(f.tasks.size());
    for (const TaskIndex task : f.tasks)
        to.u(task);
    to.s(f.by);
    to.i(f.at);
}

RetryRequested readRetryRequested(Decoder &from)
{
    RetryRequested f;
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.tasks.push_back(readU32(from));
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const RunEnded &f, Encoder &to)
{
    to.u(number(f.state));
    to.s(f.cause);
    to.i(f.at);
}

RunEnded readRunEnded(Decoder &from)
{
    RunEnded f;
    f.state = readEnum(from, RunState::Cancelled);
    f.cause = from.s();
    f.at = from.i();
    return f;
}

void write(const HoldChanged &f, Encoder &to)
{
    to.u(f.tasks.size());
    for (const TaskIndex task : f.tasks)
        to.u(task);
    to.u((f.held ? 1U : 0U) | (f.after ? 2U : 0U) | (f.step ? 4U : 0U));
    to.s(f.by);
    to.i(f.at);
}

HoldChanged readHoldChanged(Decoder &from)
{
    HoldChanged f;
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.tasks.push_back(readU32(from));
    const std::uint64_t flags = from.u();
    f.held = (flags & 1U) != 0;
    f.after = (flags & 2U) != 0;
    f.step = (flags & 4U) != 0;
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const TaskMarked &f, Encoder &to)
{
    to.u(f.task);
    to.u(number(f.state));
    to.s(f.outputs);
    to.s(f.by);
    to.s(f.why);
    to.i(f.at);
}

TaskMarked readTaskMarked(Decoder &from)
{
    TaskMarked f;
    f.task = readU32(from);
    f.state = readEnum(from, TaskState::Skipped);
    f.outputs = from.s();
    f.by = from.s();
    f.why = from.s();
    f.at = from.i();
    return f;
}

void write(const ItemsListed &f, Encoder &to)
{
    to.u(f.node);
    to.s(f.elements);
    to.s(f.problem);
    to.i(f.at);
}

ItemsListed readItemsListed(Decoder &from)
{
    ItemsListed f;
    f.node = readU32(from);
    f.elements = from.s();
    f.problem = from.s();
    f.at = from.i();
    return f;
}

void write(const DagPublished &f, Encoder &to)
{
    to.s(f.dag.text);
    to.u(f.number);
    to.s(f.version.text);
    to.s(f.by);
    to.s(f.message);
    to.u(f.rolledBackTo);
    to.i(f.at);
}

DagPublished readDagPublished(Decoder &from)
{
    DagPublished f;
    f.dag = DagId(from.s());
    f.number = readU32(from);
    f.version = VersionId(from.s());
    f.by = from.s();
    f.message = from.s();
    f.rolledBackTo = readU32(from);
    f.at = from.i();
    return f;
}

void write(const ScheduleChanged &f, Encoder &to)
{
    to.s(f.schedule);
    to.s(f.dag.text);
    to.u(f.on ? 1 : 0);
    to.s(f.overrides);
    to.s(f.definition);
    to.u(f.restarted ? 1 : 0);
    to.s(f.by);
    to.i(f.at);
}

ScheduleChanged readScheduleChanged(Decoder &from)
{
    ScheduleChanged f;
    f.schedule = from.s();
    f.dag = DagId(from.s());
    f.on = from.u() != 0;
    f.overrides = from.s();
    f.definition = from.s();
    f.restarted = from.u() != 0;
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const SlotSettled &f, Encoder &to)
{
    to.s(f.schedule);
    to.s(f.backfill);
    to.u(number(f.outcome));
    to.i(f.slot);
    to.u(f.count);
    to.s(f.why);
    to.s(f.seen);
    to.i(f.at);
}

SlotSettled readSlotSettled(Decoder &from)
{
    SlotSettled f;
    f.schedule = from.s();
    f.backfill = from.s();
    f.outcome = readEnum(from, SlotSettled::Outcome::Seen);
    f.slot = from.i();
    f.count = readU32(from);
    f.why = from.s();
    f.seen = from.s();
    f.at = from.i();
    return f;
}

void write(const BackfillRequested &f, Encoder &to)
{
    to.s(f.id);
    to.s(f.schedule);
    to.u(f.moments.size());
    WallMs before = 0;
    for (const WallMs slot : f.moments)
        to.i(minus(slot, std::exchange(before, slot)));
    to.u(f.maxParallel);
    to.s(f.by);
    to.i(f.at);
}

BackfillRequested readBackfillRequested(Decoder &from)
{
    BackfillRequested f;
    f.id = from.s();
    f.schedule = from.s();
    WallMs before = 0;
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.moments.push_back(before = plus(before, from.i()));
    f.maxParallel = readU32(from);
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const RunAdmitted &f, Encoder &to)
{
    to.i(f.at);
}

void write(const TaskReused &f, Encoder &to)
{
    to.u(f.task);
    to.s(f.from.text);
    to.i(f.made);
    to.s(f.key);
    to.s(f.outputs);
    to.i(f.at);
}

TaskReused readTaskReused(Decoder &from)
{
    TaskReused f;
    f.task = readU32(from);
    f.from = RunId(from.s());
    f.made = from.i();
    f.key = from.s();
    f.outputs = from.s();
    f.at = from.i();
    return f;
}

void write(const CacheMissed &f, Encoder &to)
{
    to.u(f.task);
    to.s(f.key);
    to.s(f.why);
    to.i(f.at);
}

CacheMissed readCacheMissed(Decoder &from)
{
    CacheMissed f;
    f.task = readU32(from);
    f.key = from.s();
    f.why = from.s();
    f.at = from.i();
    return f;
}

void write(const CacheBypassed &f, Encoder &to)
{
    to.i(f.at);
}

RunAdmitted readRunAdmitted(Decoder &from)
{
    return {from.i()};
}

CacheBypassed readCacheBypassed(Decoder &from)
{
    return {from.i()};
}

void write(const PriorityChanged &f, Encoder &to)
{
    to.i(f.priority);
    to.s(f.by);
    to.i(f.at);
}

void write(const GraphGrown &f, Encoder &to)
{
    to.u(f.task);
    to.u(f.attempt);
    to.s(f.fragment);
    to.s(f.by);
    to.i(f.at);
}

PriorityChanged readPriorityChanged(Decoder &from)
{
    PriorityChanged f;
    f.priority = readI32(from);
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const QueueChanged &f, Encoder &to)
{
    to.s(f.name);
    to.u(f.known ? 1 : 0);
    to.u(f.count);
    to.i(f.priority);
    to.u(f.held ? 1 : 0);
    to.s(f.by);
    to.i(f.at);
}

QueueChanged readQueueChanged(Decoder &from)
{
    QueueChanged f;
    f.name = from.s();
    f.known = from.u() != 0;
    f.count = readU32(from);
    f.priority = readI32(from);
    f.held = from.u() != 0;
    f.by = from.s();
    f.at = from.i();
    return f;
}

GraphGrown readGraphGrown(Decoder &from)
{
    GraphGrown f;
    f.task = readU32(from);
    f.attempt = readU32(from);
    f.fragment = from.s();
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const RunSealed &f, Encoder &to)
{
    to.s(f.file);
    to.u(f.bytes);
    to.u(f.checksum);
    to.u(f.events);
    to.u(f.upTo);
    write(f.created, to);
    to.i(f.started);
    to.i(f.ended);
    to.u(number(f.state));
    to.s(f.cause);
    to.s(f.counts);
    to.i(f.at);
}

/// `created` has the form of RunCreated's version 3.
RunSealed readRunSealed(Decoder &from)
{
    RunSealed f;
    f.file = from.s();
    f.bytes = from.u();
    f.checksum = readU32(from);
    f.events = from.u();
    f.upTo = from.u();
    f.created = readRunCreated(from, 3);
    f.started = from.i();
    f.ended = from.i();
    f.state = readEnum(from, RunState::Cancelled);
    f.cause = from.s();
    f.counts = from.s();
    f.at = from.i();
    return f;
}

void write(const RunsDropped &f, Encoder &to)
{
    to.u(f.runs.size());
    for (const RunId &run : f.runs)
        to.s(run.text);
    to.u(f.marks.size());
    for (const RunsDropped::Mark &mark : f.marks) {
        to.s(mark.schedule);
        to.i(mark.settled);
        to.s(mark.seen);
    }
    to.s(f.by);
    to.u(f.results ? 1 : 0);
    to.i(f.at);
}

RunsDropped readRunsDropped(Decoder &from)
{
    RunsDropped f;
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n)
        f.runs.emplace_back(from.s());
    for (std::size_t n = from.count(); n > 0 && from.ok(); --n) {
        RunsDropped::Mark mark;
        mark.schedule = from.s();
        mark.settled = from.i();
        mark.seen = from.s();
        f.marks.push_back(std::move(mark));
    }
    f.by = from.s();
    f.results = from.u() != 0;
    f.at = from.i();
    return f;
}

void write(const RunPinned &f, Encoder &to)
{
    to.u(f.pinned ? 1 : 0);
    to.s(f.by);
    to.i(f.at);
}

RunPinned readRunPinned(Decoder &from)
{
    RunPinned f;
    f.pinned = from.u() != 0;
    f.by = from.s();
    f.at = from.i();
    return f;
}

void write(const FileRemembered &f, Encoder &to)
{
    to.s(f.file);
    to.i(f.at);
}

FileRemembered readFileRemembered(Decoder &from)
{
    FileRemembered f;
    f.file = from.s();
    f.at = from.i();
    return f;
}

template <typename F>
constexpr Kind kindOf()
{
    if constexpr (std::is_same_v<F, EngineStarted>)
        return Kind::EngineStarted;
    else if constexpr (std::is_same_v<F, RunCreated>)
        return Kind::RunCreated;
    else if constexpr (std::is_same_v<F, TaskPlaced>)
        return Kind::TaskPlaced;
    else if constexpr (std::is_same_v<F, TaskStarted>)
        return Kind::TaskStarted;
    else if constexpr (std::is_same_v<F, TaskEnded>)
        return Kind::TaskEnded;
    else if constexpr (std::is_same_v<F, RetryDue>)
        return Kind::RetryDue;
    else if constexpr (std::is_same_v<F, CancelRequested>)
        return Kind::CancelRequested;
    else if constexpr (std::is_same_v<F, RetryRequested>)
        return Kind::RetryRequested;
    else if constexpr (std::is_same_v<F, HoldChanged>)
        return Kind::HoldChanged;
    else if constexpr (std::is_same_v<F, TaskMarked>)
        return Kind::TaskMarked;
    else if constexpr (std::is_same_v<F, ItemsListed>)
        return Kind::ItemsListed;
    else if constexpr (std::is_same_v<F, DagPublished>)
        return Kind::DagPublished;
    else if constexpr (std::is_same_v<F, ScheduleChanged>)
        return Kind::ScheduleChanged;
    else if constexpr (std::is_same_v<F, SlotSettled>)
        return Kind::SlotSettled;
    else if constexpr (std::is_same_v<F, BackfillRequested>)
        return Kind::BackfillRequested;
    else if constexpr (std::is_same_v<F, RunAdmitted>)
        return Kind::RunAdmitted;
    else if constexpr (std::is_same_v<F, PriorityChanged>)
        return Kind::PriorityChanged;
    else if constexpr (std::is_same_v<F, QueueChanged>)
        return Kind::QueueChanged;
    else if constexpr (std::is_same_v<F, TaskReused>)
        return Kind::TaskReused;
    else if constexpr (std::is_same_v<F, CacheMissed>)
        return Kind::CacheMissed;
    else if constexpr (std::is_same_v<F, CacheBypassed>)
        return Kind::CacheBypassed;
    else if constexpr (std::is_same_v<F, GraphGrown>)
        return Kind::GraphGrown;
    else if constexpr (std::is_same_v<F, RunSealed>)
        return Kind::RunSealed;
    else if constexpr (std::is_same_v<F, RunsDropped>)
        return Kind::RunsDropped;
    else if constexpr (std::is_same_v<F, RunPinned>)
        return Kind::RunPinned;
    else if constexpr (std::is_same_v<F, FileRemembered>)
        return Kind::FileRemembered;
    else
        return Kind::RunEnded;
}

/// The version that is written; all up to it are read. 0 = no such kind.
constexpr std::uint64_t versionOf(std::uint64_t kind)
{
    if (kind == number(Kind::RunCreated))
        return 3;
    if (kind >= number(Kind::RunSealed) && kind <= number(Kind::FileRemembered))
        return 1;
    return kind >= number(Kind::EngineStarted) && kind <= number(Kind::CacheBypassed) ? 1 : 0;
}

Fact readPayload(Kind kind, std::uint64_t version, Decoder &from)
{
    switch (kind) {
    case Kind::EngineStarted:
        return readEngineStarted(from);
    case Kind::RunCreated:
        return readRunCreated(from, version);
    case Kind::TaskPlaced:
        return readTaskPlaced(from);
    case Kind::TaskStarted:
        return readTaskStarted(from);
    case Kind::TaskEnded:
        return readTaskEnded(from);
    case Kind::RetryDue:
        return readRetryDue(from);
    case Kind::CancelRequested:
        return readCancelRequested(from);
    case Kind::RetryRequested:
        return readRetryRequested(from);
    case Kind::RunEnded:
        return readRunEnded(from);
    case Kind::HoldChanged:
        return readHoldChanged(from);
    case Kind::TaskMarked:
        return readTaskMarked(from);
    case Kind::ItemsListed:
        return readItemsListed(from);
    case Kind::DagPublished:
        return readDagPublished(from);
    case Kind::ScheduleChanged:
        return readScheduleChanged(from);
    case Kind::SlotSettled:
        return readSlotSettled(from);
    case Kind::BackfillRequested:
        return readBackfillRequested(from);
    case Kind::RunAdmitted:
        return readRunAdmitted(from);
    case Kind::PriorityChanged:
        return readPriorityChanged(from);
    case Kind::QueueChanged:
        return readQueueChanged(from);
    case Kind::TaskReused:
        return readTaskReused(from);
    case Kind::CacheMissed:
        return readCacheMissed(from);
    case Kind::CacheBypassed:
        return readCacheBypassed(from);
    case Kind::GraphGrown:
        return readGraphGrown(from);
    case Kind::RunSealed:
        return readRunSealed(from);
    case Kind::RunsDropped:
        return readRunsDropped(from);
    case Kind::RunPinned:
        return readRunPinned(from);
    case Kind::FileRemembered:
        return readFileRemembered(from);
    }
    from.fail();
    return RunEnded{};
}

} // namespace

void encode(const Fact &fact, Encoder &to)
{
    std::visit(
        [&to](const auto &f) {
            constexpr std::uint64_t kind = number(kindOf<std::decay_t<decltype(f)>>());
            to.u(kind);
            to.u(versionOf(kind));
            write(f, to);
        },
        fact);
}

Result<Fact> decode(Decoder &from)
{
    const std::uint64_t kind = from.u();
    const std::uint64_t version = from.u();
    if (!from.ok() || versionOf(kind) == 0)
        return fail(ErrorCode::Corrupt, "journal",
                    "an event of unknown kind " + std::to_string(kind));
    if (version == 0 || version > versionOf(kind)) {
        return fail(ErrorCode::Corrupt, "journal",
                    "an event of kind " + std::to_string(kind) + " has unknown version " +
                        std::to_string(version));
    }
    Fact fact = readPayload(static_cast<Kind>(kind), version, from);
    if (!from.ok())
        return fail(ErrorCode::Corrupt, "journal",
                    "an event of kind " + std::to_string(kind) + " is cut short or damaged");
    return fact;
}

/// The cause of an exit with a growth has this bit, and its text stands behind all else.
constexpr std::uint64_t withGrowth = 64;

void encodeExit(const Exit &exit, Encoder &to)
{
    to.u(number(exit.cause) | (exit.growth.empty() ? 0 : withGrowth));
    to.i(exit.exitCode);
    to.i(exit.signal);
    to.s(exit.detail);
    to.i(exit.start);
    to.i(minus(exit.end, exit.start));
    to.d(exit.usage.cpuSeconds);
    to.u(exit.usage.maxMemoryKiB);
    to.u(exit.usage.readBytes);
    to.u(exit.usage.writeBytes);
    to.s(exit.log.file);
    to.u(exit.log.offset);
    to.u(exit.log.size);
    to.s(exit.outputs);
    to.s(exit.workDir);
    to.s(exit.enforcement);
    if (!exit.growth.empty())
        to.s(exit.growth);
}

Exit decodeExit(Decoder &from)
{
    Exit exit;
    const std::uint64_t cause = from.u();
    const bool grown = (cause & withGrowth) != 0;
    if ((cause & ~withGrowth) > number(Cause::BadGrowth))
        from.fail();
    else
        exit.cause = static_cast<Cause>(cause & ~withGrowth);
    exit.exitCode = readI32(from);
    exit.signal = readI32(from);
    exit.detail = from.s();
    exit.start = from.i();
    exit.end = plus(exit.start, from.i());
    exit.usage.cpuSeconds = from.d();
    exit.usage.maxMemoryKiB = from.u();
    exit.usage.readBytes = from.u();
    exit.usage.writeBytes = from.u();
    exit.log.file = from.s();
    exit.log.offset = from.u();
    exit.log.size = from.u();
    exit.outputs = from.s();
    exit.workDir = from.s();
    exit.enforcement = from.s();
    if (grown)
        exit.growth = from.s();
    return exit;
}

} // namespace orrery::types
