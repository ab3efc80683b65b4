// SPDX-License-Identifier: GPL-3.0-or-later
// What an effect waits for before it leaves the engine, as data: event -> written or synced.
// Written: committed, survives a kill of any process. Synced: on the disk, survives a power cut.
// The journal is one prefix: when an event is synced, all before it are. store::Gate enforces this
// table, tests/engine/store/tst_durability.cpp proves it on a disk that loses what was not synced.
//
// One thing leaves before its event: orders sent ahead (engine/ahead.cpp). They promise nothing: an
// attempt that began so counts only once its TaskPlaced is written, is found by its key after a
// crash, and is never one with effects outside this machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include "engine/event.h"

namespace orrery::types {

enum class Strength : std::uint8_t { Written, Synced };

/// Alternatives of Fact, in its order.
enum class FactKind : std::uint8_t {
    EngineStarted,
    RunCreated,
    TaskPlaced,
    TaskStarted,
    TaskEnded,
    RetryDue,
    CancelRequested,
    RetryRequested,
    RunEnded,
    HoldChanged,
    TaskMarked,
    ItemsListed,
    DagPublished,
    ScheduleChanged,
    SlotSettled,
    BackfillRequested,
    RunAdmitted,
    PriorityChanged,
    QueueChanged,
    TaskReused,
    CacheMissed,
    CacheBypassed,
    GraphGrown,
    RunSealed,
    RunsDropped,
    RunPinned,
    FileRemembered
};
inline constexpr std::size_t factKindCount = std::variant_size_v<Fact>;
static_assert(factKindCount == static_cast<std::size_t>(FactKind::FileRemembered) + 1);
static_assert(std::is_same_v<std::variant_alternative_t<0, Fact>, EngineStarted>);
static_assert(std::is_same_v<std::variant_alternative_t<2, Fact>, TaskPlaced>);
static_assert(std::is_same_v<std::variant_alternative_t<4, Fact>, TaskEnded>);
static_assert(std::is_same_v<std::variant_alternative_t<6, Fact>, CancelRequested>);
static_assert(std::is_same_v<std::variant_alternative_t<8, Fact>, RunEnded>);
static_assert(std::is_same_v<std::variant_alternative_t<11, Fact>, ItemsListed>);
static_assert(std::is_same_v<std::variant_alternative_t<12, Fact>, DagPublished>);
static_assert(std::is_same_v<std::variant_alternative_t<15, Fact>, BackfillRequested>);
static_assert(std::is_same_v<std::variant_alternative_t<18, Fact>, QueueChanged>);
static_assert(std::is_same_v<std::variant_alternative_t<21, Fact>, CacheBypassed>);
static_assert(std::is_same_v<std::variant_alternative_t<22, Fact>, GraphGrown>);
static_assert(std::is_same_v<std::variant_alternative_t<26, Fact>, FileRemembered>);

[[nodiscard]] inline FactKind kindOf(const Fact &fact)
{
    return static_cast<FactKind>(fact.index());
}

/// Everything that leaves the engine because of an event.
enum class Effect : std::uint8_t {
    AnswerUser,      ///< any reply to a user, the command line or the API; an exit code
    ShowLive,        ///< a change shown by a live view: it repaints from the journal after a crash
    FinalState,      ///< a run is told to have succeeded, failed or been cancelled; notifications
    LaunchHere,      ///< an attempt on this machine: a power cut kills it too
    LaunchElsewhere, ///< an attempt on another host, Slurm or Kubernetes
    LaunchExternal,  ///< an attempt of a task with `effects: external`
    KillHere,        ///< end an attempt on this machine
    KillElsewhere,   ///< end an attempt anywhere else; lease changes there
    RunnerAcknowledge, ///< a runner may forget an attempt and delete its log
    BeginSlot,         ///< the first step of a run that a schedule's slot or event made
    KeepResult,        ///< a result may stand for its task in other runs
};
inline constexpr std::size_t effectCount = 11;

/// One cell: whether the event causes the effect, and what the effect waits for then.
enum class Wait : std::uint8_t { Never, Written, Synced };

namespace detail {
inline constexpr Wait n = Wait::Never, W = Wait::Written, S = Wait::Synced;
}

/// durabilityTable[FactKind][Effect]. EngineStarted is the epoch: it is synced before this engine
/// launches or kills anything, so that two engines never hold the same fence. A slot's run begins
/// once its RunCreated is synced: after a power cut the slot is either fired or still to be fired.
inline constexpr std::array<std::array<Wait, effectCount>, factKindCount> durabilityTable = [] {
    using namespace detail;
    return std::array<std::array<Wait, effectCount>, factKindCount>{{
        // Answer Show Final | Launch: Here Else External | Kill: Here Else | Acknowledge | Slot |
        // Keep
        {S, W, n, /**/ S, S, S, /**/ S, S, /**/ S, /**/ S, /**/ n}, // EngineStarted
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ S, /**/ n}, // RunCreated
        {S, W, n, /**/ W, S, S, /**/ n, n, /**/ n, /**/ n, /**/ n}, // TaskPlaced
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // TaskStarted
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ S, /**/ n, /**/ S}, // TaskEnded
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RetryDue
        {S, W, n, /**/ n, n, n, /**/ W, S, /**/ n, /**/ n, /**/ n}, // CancelRequested
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RetryRequested
        {S, W, S, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RunEnded
        {S, W, n, /**/ n, n, n, /**/ W, S, /**/ n, /**/ n, /**/ n}, // HoldChanged
        {S, W, n, /**/ n, n, n, /**/ W, S, /**/ n, /**/ n, /**/ n}, // TaskMarked
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // ItemsListed
        {S, n, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // DagPublished
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // ScheduleChanged
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // SlotSettled
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // BackfillRequested
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RunAdmitted
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // PriorityChanged
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // QueueChanged
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // TaskReused
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // CacheMissed
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // CacheBypassed
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ S, /**/ n, /**/ n}, // GraphGrown
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RunSealed
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RunsDropped
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // RunPinned
        {S, W, n, /**/ n, n, n, /**/ n, n, /**/ n, /**/ n, /**/ n}, // FileRemembered
    }};
}();

[[nodiscard]] constexpr Wait waitOf(FactKind fact, Effect effect)
{
    return durabilityTable[static_cast<std::size_t>(fact)][static_cast<std::size_t>(effect)];
}

/// What an effect waits for, whatever event of a run causes it: the strongest of its column. The
/// epoch's row is left out: it is a second condition, kept by Gate::setEpoch.
[[nodiscard]] constexpr Strength strengthOf(Effect effect)
{
    for (std::size_t fact = 1; fact < factKindCount; ++fact) {
        if (waitOf(static_cast<FactKind>(fact), effect) == Wait::Synced)
            return Strength::Synced;
    }
    return Strength::Written;
}

/// Launches, kills and acknowledgements carry the epoch's fence: none leaves before it is synced.
[[nodiscard]] constexpr bool waitsForEpoch(Effect effect)
{
    return effect >= Effect::LaunchHere && effect != Effect::KeepResult;
}

static_assert(strengthOf(Effect::LaunchHere) == Strength::Written);
static_assert(strengthOf(Effect::LaunchElsewhere) == Strength::Synced);
static_assert(strengthOf(Effect::AnswerUser) == Strength::Synced);
static_assert(strengthOf(Effect::BeginSlot) == Strength::Synced);
static_assert(strengthOf(Effect::KeepResult) == Strength::Synced);

[[nodiscard]] constexpr std::string_view text(Effect effect)
{
    constexpr std::array<std::string_view, effectCount> names{
        "answer to a user",   "live view",       "run's final state", "launch here",
        "launch elsewhere",   "external launch", "kill here",         "kill elsewhere",
        "runner acknowledge", "begin a slot",    "keep a result"};
    return names[static_cast<std::size_t>(effect)];
}

} // namespace orrery::types
