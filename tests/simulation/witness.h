// SPDX-License-Identifier: GPL-3.0-or-later
// Sees everything that is committed, told and started, and holds it against the contract of
// durability.md. It keeps its own copy of the journal and runs its own machines over it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/loop.h"
#include "dice.h"
#include "engine/event.h"
#include "engine/session.h"
#include "rules.h"
#include "run/machine.h"
#include "store/store.h"

namespace orrery::simulation {

class Witness final : public Rules {
public:
    Witness(const core::Loop &loop, Trace &trace) : m_loop(loop), m_trace(trace) {}

    /// The store of the engine that lives now; nullptr = none does.
    void watch(store::Store *store) { m_store = store; }

    // What the store tells
    void committed(const std::vector<Event> &tick);
    /// A new engine has read the journal: it must hold all that was synced, and nothing else than
    /// what was appended. @param powerCut  what was not synced may be gone
    void reopened(bool powerCut);

    // What executor and host tell
    void launched(const types::LaunchOrder &order) override;
    void acknowledged(const AttemptKey &key) override;
    void begins(const AttemptKey &key) override;
    void endsByItself(const AttemptKey &key) override;
    void told(const AttemptKey &key, const Exit &exit) override;
    /// Something goes wrong now, or is put right.
    void disturbed() { m_quietSince = now(); }

    // What users are answered
    void startAnswered(const RunId &run);
    /// @param since  journal's end when it was asked
    void cancelAnswered(const RunId &run, Seq since);
    void retryAnswered(const RunId &run, Seq since);
    void shown(const RunId &run, const RunSummary &summary);

    // States of the engine, while nothing is uncommitted
    /// A run as the engine shows it is what its journal gives.
    void compare(const RunDetail &shown);
    /// What is reserved is what the attempts in flight hold.
    void compareBooks(const HostInfo &host);
    /// Everything has come to rest.
    void checkEnd(const RunId &run);

    [[nodiscard]] Seq end() const { return m_journal.size(); }
    [[nodiscard]] bool allSynced() const { return synced() >= m_journal.size(); }
    [[nodiscard]] std::vector<RunId> runs() const;
    [[nodiscard]] bool ended(const RunId &run) const;
    [[nodiscard]] std::uint32_t taskCount(const RunId &run) const;

private:
    struct Run {
        std::shared_ptr<const DagSpec> dag;
        std::unique_ptr<run::Machine> machine;
    };

    [[nodiscard]] SpanMs now() const { return m_loop.mono() / 1'000'000; }
    void require(bool rule, const std::string &what);
    void apply(const Event &event);
    void checkPlaced(const Run &run, const TaskPlaced &placed, const RunId &id);
    void checkAlone(const std::vector<SlotUse> &uses, const RunId &id);
    void checkReused(const Run &run, const TaskReused &reused, const RunId &id);
    void checkEnded(const Run &run, const TaskEnded &ended, const RunId &id);
    void checkNodes(const Run &run, const RunId &id);
    void rebuild();
    [[nodiscard]] Seq synced() const { return m_store != nullptr ? m_store->syncedSeq() : 0; }
    [[nodiscard]] const Event *find(const std::function<bool(const Event &)> &wanted,
                                    Seq since = 0) const;

    /// Is there such a fact of the run behind `since`, on the disk?
    template <typename F>
    [[nodiscard]] bool hasSynced(const RunId &run, Seq since) const
    {
        return find(
                   [this, &run](const Event &event) {
                       return event.run == run && std::holds_alternative<F>(event.fact) &&
                              event.seq <= synced();
                   },
                   since) != nullptr;
    }

    const core::Loop &m_loop;
    Trace &m_trace;
    store::Store *m_store = nullptr;
    std::vector<Event> m_journal; ///< the event with seq n stands at n - 1
    Seq m_syncedSeen = 0;
    SpanMs m_quietSince = 0;
    std::map<RunId, SpanMs> m_cancelled; ///< when
    std::map<RunId, Run> m_runs;
    std::set<AttemptKey> m_launched;
    std::map<AttemptKey, Seq> m_placed;
    std::map<AttemptKey, Seq> m_ended;
    std::set<AttemptKey> m_toGrow;                           ///< told with nodes to add
    std::map<AttemptKey, std::set<std::string>> m_toldPlain; ///< told without
    std::set<AttemptKey> m_grown;                            ///< whose nodes are in the journal
    std::map<AttemptKey, std::set<std::string>> m_told;      ///< exits, encoded
};

/// A store that a witness looks into and an engine's life is tied to.
[[nodiscard]] std::unique_ptr<store::Store> makeWatchedStore(std::unique_ptr<store::Store> inner,
                                                             std::shared_ptr<class Life> life,
                                                             Witness &witness,
                                                             std::shared_ptr<bool> uncommitted);

} // namespace orrery::simulation
