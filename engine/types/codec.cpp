// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of each fact, named once for both directions. A changed payload gets a new version
// number in `forms` and still reads the older ones: a field that came later is asked for with
// since().
#include "types/codec.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "types/form.h"

namespace orrery::types {

namespace {

/// `F &` of one direction: constant when it is written.
template <typename Form, typename F>
using In = typename Form::template Of<F> &;

template <typename Form>
auto eachOf(Form &form)
{
    return [&form](auto &value) { form(value); };
}

// ---- parts of facts -----------------------------------------------------------------------------

template <typename Form>
void fields(Form &form, In<Form, Resources> r)
{
    form(r.cpuCores);
    form(r.memoryMB);
    form(r.gpuUnits);
    form(r.diskGB);
    form(r.networkBandwidth);
}

template <typename Form>
void fields(Form &form, In<Form, Slot> slot)
{
    form(slot.schedule);
    form(slot.at);
    form(slot.offset);
    form(slot.backfill);
    form(slot.seen);
}

template <typename Form>
void fields(Form &form, In<Form, Turn> turn)
{
    form(turn.priority);
    form(turn.queue);
    form.list(turn.uses, [&form](auto &use) {
        form(use.name);
        form(use.count);
        form(use.of);
    });
    form.list(turn.above, eachOf(form));
}

template <typename Form>
void fields(Form &form, In<Form, Exit> exit)
{
    form(exit.exitCode);
    form(exit.signal);
    form(exit.detail);
    form(exit.start);
    form.distance(exit.end, exit.start);
    form(exit.usage.cpuSeconds);
    form(exit.usage.maxMemoryKiB);
    form(exit.usage.readBytes);
    form(exit.usage.writeBytes);
    form(exit.log.file);
    form(exit.log.offset);
    form(exit.log.size);
    form(exit.outputs);
    form(exit.workDir);
    form(exit.enforcement);
}

// ---- facts of the home --------------------------------------------------------------------------

template <typename Form>
void fields(Form &form, In<Form, EngineStarted> f)
{
    form(f.epoch);
    form(f.bootId);
    form(f.pid);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, DagPublished> f)
{
    form(f.dag);
    form(f.number);
    form(f.version);
    form(f.by);
    form(f.message);
    form(f.rolledBackTo);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, ScheduleChanged> f)
{
    form(f.schedule);
    form(f.dag);
    form(f.on);
    form(f.overrides);
    form(f.definition);
    form(f.restarted);
    form(f.by);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, SlotSettled> f)
{
    form(f.schedule);
    form(f.backfill);
    form.word(f.outcome, SlotSettled::Outcome::Seen);
    form(f.slot);
    form(f.count);
    form(f.why);
    form(f.seen);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, BackfillRequested> f)
{
    form(f.id);
    form(f.schedule);
    WallMs before = 0;
    form.list(f.moments, [&](auto &slot) {
        form.distance(slot, before);
        before = slot;
    });
    form(f.maxParallel);
    form(f.by);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, QueueChanged> f)
{
    form(f.name);
    form(f.known);
    form(f.count);
    form(f.priority);
    form(f.held);
    form(f.by);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, RunsDropped> f)
{
    form.list(f.runs, eachOf(form));
    form.list(f.marks, [&form](auto &mark) {
        form(mark.schedule);
        form(mark.settled);
        form(mark.seen);
    });
    form(f.by);
    form(f.results);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, FileRemembered> f)
{
    form(f.file);
    form(f.at);
}

// ---- facts of a run -----------------------------------------------------------------------------

/// Version 1 ends at `at`, version 2 has no turn.
template <typename Form>
void fields(Form &form, In<Form, RunCreated> f)
{
    form(f.dag);
    form(f.version);
    form(f.file);
    form(f.parameters);
    form.word(f.isolation, Isolation::Container);
    form.list(f.fitted, [&form](auto &one) { fields(form, one); });
    form.list(f.notes, eachOf(form));
    form(f.trigger);
    form(f.owner);
    form(f.resultsDir);
    form(f.at);
    if (!form.since(2))
        return;
    form.list(f.kept, [&form](auto &node) {
        form(node.node);
        form(node.from);
        form(node.outputs);
    });
    form(f.parent.run);
    form(f.parent.task);
    form(f.parent.attempt);
    form(f.environment);
    fields(form, f.slot);
    if (form.since(3))
        fields(form, f.turn);
}

template <typename Form>
void fields(Form &form, In<Form, RunAdmitted> f)
{
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, PriorityChanged> f)
{
    form(f.priority);
    form(f.by);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, CancelRequested> f)
{
    form(f.by);
    form(f.why);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, RetryRequested> f)
{
    form.list(f.tasks, eachOf(form));
    form(f.by);
    form(f.at);
}

/// Three flags in one number.
void flags(Writer &form, const HoldChanged &f)
{
    form((f.held ? 1U : 0U) | (f.after ? 2U : 0U) | (f.step ? 4U : 0U));
}
void flags(Reader &form, HoldChanged &f)
{
    std::uint64_t flags = 0;
    form(flags);
    f.held = (flags & 1U) != 0;
    f.after = (flags & 2U) != 0;
    f.step = (flags & 4U) != 0;
}

template <typename Form>
void fields(Form &form, In<Form, HoldChanged> f)
{
    form.list(f.tasks, eachOf(form));
    flags(form, f);
    form(f.by);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, GraphGrown> f)
{
    form(f.task);
    form(f.attempt);
    form(f.fragment);
    form(f.by);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, CacheBypassed> f)
{
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, RunEnded> f)
{
    form.word(f.state, RunState::Cancelled);
    form(f.cause);
    form(f.at);
}

/// `created` in the form of RunCreated's version 3: another one is another version of this, too.
void created(Writer &form, const RunSealed &f)
{
    fields(form, f.created);
}
void created(Reader &form, RunSealed &f)
{
    Reader inner = form.as(3);
    fields(inner, f.created);
}

template <typename Form>
void fields(Form &form, In<Form, RunSealed> f)
{
    form(f.file);
    form(f.bytes);
    form(f.checksum);
    form(f.events);
    form(f.upTo);
    created(form, f);
    form(f.started);
    form(f.ended);
    form.word(f.state, RunState::Cancelled);
    form(f.cause);
    form(f.counts);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, RunPinned> f)
{
    form(f.pinned);
    form(f.by);
    form(f.at);
}

// ---- facts of a task ----------------------------------------------------------------------------

template <typename Form>
void fields(Form &form, In<Form, TaskPlaced> f)
{
    form(f.task);
    form(f.attempt);
    form(f.host);
    form.list(f.gpus, eachOf(form));
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, TaskStarted> f)
{
    form(f.task);
    form(f.attempt);
    form(f.pid);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, RetryDue> f)
{
    form(f.task);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, TaskMarked> f)
{
    form(f.task);
    form.word(f.state, TaskState::Skipped);
    form(f.outputs);
    form(f.by);
    form(f.why);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, ItemsListed> f)
{
    form(f.node);
    form(f.elements);
    form(f.problem);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, TaskReused> f)
{
    form(f.task);
    form(f.from);
    form(f.made);
    form(f.key);
    form(f.outputs);
    form(f.at);
}

template <typename Form>
void fields(Form &form, In<Form, CacheMissed> f)
{
    form(f.task);
    form(f.key);
    form(f.why);
    form(f.at);
}

/// The cause of an exit with a growth has this bit, and its text stands behind all else.
constexpr std::uint64_t withGrowth = 64;

void whole(Writer &form, const Exit &exit)
{
    const std::uint64_t bit = exit.growth.empty() ? 0 : withGrowth;
    form(static_cast<std::uint64_t>(exit.cause) | bit);
    fields(form, exit);
    if (bit != 0)
        form(exit.growth);
}
void whole(Reader &form, Exit &exit)
{
    std::uint64_t cause = 0;
    form(cause);
    const bool grown = (cause & withGrowth) != 0;
    cause &= ~withGrowth;
    if (cause > static_cast<std::uint64_t>(Cause::BadGrowth))
        form.fail();
    else
        exit.cause = static_cast<Cause>(cause);
    fields(form, exit);
    if (grown)
        form(exit.growth);
}

template <typename Form>
void fields(Form &form, In<Form, TaskEnded> f)
{
    form(f.task);
    form(f.attempt);
    whole(form, f.exit);
}

// ---- which fact it is ---------------------------------------------------------------------------

struct KindForm {
    std::uint64_t kind = 0;    ///< first byte: never renumbered, never used again for another fact
    std::uint64_t version = 1; ///< that is written; all up to it are read
};
/// In the order of Fact.
constexpr std::array<KindForm, std::variant_size_v<Fact>> forms{{
    {1},    // EngineStarted
    {2, 3}, // RunCreated
    {3},    // TaskPlaced
    {4},    // TaskStarted
    {5},    // TaskEnded
    {6},    // RetryDue
    {7},    // CancelRequested
    {8},    // RetryRequested
    {9},    // RunEnded
    {10},   // HoldChanged
    {11},   // TaskMarked
    {12},   // ItemsListed
    {13},   // DagPublished
    {14},   // ScheduleChanged
    {15},   // SlotSettled
    {16},   // BackfillRequested
    {17},   // RunAdmitted
    {18},   // PriorityChanged
    {19},   // QueueChanged
    {21},   // TaskReused
    {22},   // CacheMissed
    {23},   // CacheBypassed
    {20},   // GraphGrown
    {32},   // RunSealed
    {33},   // RunsDropped
    {34},   // RunPinned
    {35},   // FileRemembered
}};

/// Reads the alternative `index` of Fact.
template <std::size_t I = 0>
void readFact(std::size_t index, Reader &form, Fact &fact)
{
    if constexpr (I < std::variant_size_v<Fact>) {
        if (index != I)
            return readFact<I + 1>(index, form, fact);
        fields(form, fact.emplace<I>());
    }
}

} // namespace

void encode(const Fact &fact, Encoder &to)
{
    to.u(forms[fact.index()].kind);
    to.u(forms[fact.index()].version);
    Writer form(to);
    std::visit([&form](const auto &f) { fields(form, f); }, fact);
}

Result<Fact> decode(Decoder &from)
{
    const std::uint64_t kind = from.u();
    const std::uint64_t version = from.u();
    const auto known = std::find_if(forms.begin(), forms.end(),
                                    [kind](const KindForm &form) { return form.kind == kind; });
    if (!from.ok() || known == forms.end())
        return fail(ErrorCode::Corrupt, "journal",
                    "an event of unknown kind " + std::to_string(kind));
    if (version == 0 || version > known->version)
        return fail(ErrorCode::Corrupt, "journal",
                    "an event of kind " + std::to_string(kind) + " has unknown version " +
                        std::to_string(version));
    Fact fact;
    Reader form(from, version);
    readFact(static_cast<std::size_t>(known - forms.begin()), form, fact);
    if (!from.ok())
        return fail(ErrorCode::Corrupt, "journal",
                    "an event of kind " + std::to_string(kind) + " is cut short or damaged");
    return fact;
}

void encodeExit(const Exit &exit, Encoder &to)
{
    Writer form(to);
    whole(form, exit);
}

Exit decodeExit(Decoder &from)
{
    Exit exit;
    Reader form(from, 1);
    whole(form, exit);
    return exit;
}

} // namespace orrery::types
