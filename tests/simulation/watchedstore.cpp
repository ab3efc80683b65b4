// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "life.h"
#include "witness.h"

namespace orrery::simulation {
namespace {

class WatchedStore final : public store::Store {
public:
    WatchedStore(std::unique_ptr<store::Store> inner, std::shared_ptr<Life> life, Witness &witness,
                 std::shared_ptr<bool> uncommitted)
        : m_inner(std::move(inner)), m_life(std::move(life)), m_witness(witness),
          m_uncommitted(std::move(uncommitted))
    {
        m_witness.watch(m_inner.get());
    }
    ~WatchedStore() override { m_witness.watch(nullptr); }
    WatchedStore(const WatchedStore &) = delete;
    WatchedStore &operator=(const WatchedStore &) = delete;

    void append(Event &event) override
    {
        m_inner->append(event);
        m_tick.push_back(event);
        *m_uncommitted = true;
    }
    /// The engine may be killed before it, or just after: then it is written and nobody knows.
    Result<Seq> commit() override
    {
        if (!m_life->may())
            return fail(ErrorCode::Io, "journal", "killed");
        auto written = m_inner->commit();
        if (!written)
            return written;
        *m_uncommitted = false;
        m_witness.committed(std::exchange(m_tick, {}));
        static_cast<void>(m_life->may());
        return written;
    }
    void discard() override
    {
        m_tick.clear();
        *m_uncommitted = false;
        m_inner->discard();
    }
    [[nodiscard]] Seq writtenSeq() const override { return m_inner->writtenSeq(); }
    [[nodiscard]] Seq syncedSeq() const override { return m_inner->syncedSeq(); }
    void putVersion(const VersionId &version, const DagSpec &dag, const std::string &json) override
    {
        m_inner->putVersion(version, dag, json);
    }
    [[nodiscard]] Result<std::string> version(const VersionId &version) override
    {
        return m_inner->version(version);
    }
    void putPublication(VersionText published) override
    {
        m_inner->putPublication(std::move(published));
    }
    [[nodiscard]] std::vector<VersionSummary> versions(const DagId &dag) override
    {
        return m_inner->versions(dag);
    }
    [[nodiscard]] Result<VersionText> published(const VersionRef &ref) override
    {
        return m_inner->published(ref);
    }
    [[nodiscard]] std::vector<store::ScheduleRecord> schedules() override
    {
        return m_inner->schedules();
    }
    [[nodiscard]] std::vector<store::SlotRun> slotRuns(const std::string &schedule, WallMs from,
                                                       WallMs to) override
    {
        return m_inner->slotRuns(schedule, from, to);
    }
    [[nodiscard]] std::vector<store::BackfillRecord> backfills() override
    {
        return m_inner->backfills();
    }
    [[nodiscard]] std::vector<QueueChanged> queues() override { return m_inner->queues(); }
    [[nodiscard]] std::uint64_t lastEpoch() override { return m_inner->lastEpoch(); }
    [[nodiscard]] std::vector<RunId> unfinishedRuns() override { return m_inner->unfinishedRuns(); }
    [[nodiscard]] Result<> replay(const RunId &run,
                                  const std::function<void(const Event &)> &visit) override
    {
        return m_inner->replay(run, visit);
    }
    [[nodiscard]] std::vector<RunSummary> runs(std::uint32_t limit) override
    {
        return m_inner->runs(limit);
    }
    [[nodiscard]] std::vector<store::AttemptRecord> attempts(const RunId &run,
                                                             TaskIndex task) override
    {
        return m_inner->attempts(run, task);
    }
    void project() override
    {
        if (!m_life->over())
            m_inner->project();
    }
    [[nodiscard]] Result<> rebuild() override { return m_inner->rebuild(); }
    void noteSummary(const RunSummary &summary) override { m_inner->noteSummary(summary); }
    void remember(const std::string &file, WallMs at) override { m_inner->remember(file, at); }
    [[nodiscard]] std::vector<std::string> rememberedFiles() override
    {
        return m_inner->rememberedFiles();
    }
    [[nodiscard]] store::Counters counters() const override { return m_inner->counters(); }

private:
    std::unique_ptr<store::Store> m_inner;
    std::shared_ptr<Life> m_life;
    Witness &m_witness;
    std::shared_ptr<bool> m_uncommitted;
    std::vector<Event> m_tick;
};

} // namespace

std::unique_ptr<store::Store> makeWatchedStore(std::unique_ptr<store::Store> inner,
                                               std::shared_ptr<Life> life, Witness &witness,
                                               std::shared_ptr<bool> uncommitted)
{
    return std::make_unique<WatchedStore>(std::move(inner), std::move(life), witness,
                                          std::move(uncommitted));
}

} // namespace orrery::simulation
