// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/runtimes.h"

#include <QDateTime>
#include <QPointer>

namespace orrery::history {

static constexpr int shortestPause = 200; ///< [ms] between two looks
static constexpr int pausePerCost = 8;    ///< a look takes an eighth of a core at most

RunTimes::RunTimes(const widgets::Surroundings &around, QObject *parent)
    : QObject(parent), m_around(around)
{
    m_pool.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RunTimes::work);
    connect(&around.run, &bridge::RunFacade::reset, this, [this] {
        ++m_generation;
        m_times.reset();
        m_working = m_again = false;
        emit changed();
        soon();
    });
    connect(&around.run, &bridge::RunFacade::dagKnown, this, &RunTimes::soon);
    connect(&around.run, &bridge::RunFacade::advanced, this, &RunTimes::soon);
    connect(&around.playback, &bridge::Playback::courseChanged, this, &RunTimes::soon);
}

RunTimes::~RunTimes() = default;

void RunTimes::need()
{
    if (!std::exchange(m_needed, true))
        soon();
}

void RunTimes::soon()
{
    if (!m_needed || !m_around.run.watching())
        return;
    if (m_working)
        m_again = true;
    else if (!m_timer.isActive())
        m_timer.start(m_times ? shortestPause : 0);
}

void RunTimes::work()
{
    if (!m_around.run.dag())
        return; // dagKnown() comes
    m_working = true;
    m_again = false;
    m_since.start();
    auto times = std::make_shared<Times>();
    times->run.dag = m_around.run.dag();
    times->run.summary = m_around.run.newest();
    times->run.tasks = m_around.run.newestTasks();
    RunCourse course{m_around.playback.points()};
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    const QPointer<RunTimes> self(this);
    m_pool.start([self, times, course = std::move(course), now, mine = m_generation] {
        // Rows that were not reported yet have no place in it.
        std::erase_if(times->run.tasks, [](const TaskRow &row) { return row.task == none; });
        bool dense = true;
        for (std::size_t i = 0; i < times->run.tasks.size(); ++i)
            dense = dense && times->run.tasks[i].task == i;
        if (dense)
            times->timeline = toolkit::timelineOf(times->run, course, now);
        QMetaObject::invokeMethod(
            qApp,
            [self, times, mine] {
                if (self)
                    self->take(mine, times);
            },
            Qt::QueuedConnection);
    });
}

void RunTimes::take(std::uint64_t generation, std::shared_ptr<const Times> times)
{
    if (generation != m_generation)
        return;
    m_working = false;
    m_times = std::move(times);
    emit changed();
    const bool live = !isFinal(m_around.run.newest().state);
    if (m_again || live)
        m_timer.start(std::max(live && !m_again ? 1000 : shortestPause,
                               int(m_since.elapsed()) * pausePerCost));
}

} // namespace orrery::history
