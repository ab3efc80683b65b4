// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/playback.h"

#include <algorithm>

#include <QDateTime>
#include <QPointer>

#include "bridge/runfacade.h"
#include "bridge/sessionbridge.h"

namespace orrery::bridge {
namespace {

constexpr int frame = 33;          ///< [ms] between two positions while it plays
constexpr int shortestPause = 400; ///< [ms] between two looks at a run that goes on
constexpr int longestPause = 2000; ///< [ms]
constexpr int quietPause = 1000;   ///< [ms] between two steps of the clock while none is due
constexpr int pausePerCost = 10;   ///< a look takes a tenth of the engine, or one every two seconds
constexpr double secondsPerBreak = 0.5; ///< how long an idle gap takes to cross
constexpr double wishedSeconds = 15;    ///< how long a whole run takes at the speed it starts with

} // namespace

Playback::Playback(SessionBridge &bridge, RunFacade &run, QObject *parent)
    : QObject(parent), m_bridge(bridge), m_run(run)
{
    m_fetchTimer.setSingleShot(true);
    m_play.setInterval(frame);
    connect(&m_fetchTimer, &QTimer::timeout, this, [this] {
        // Nothing new: only time has passed.
        m_more ? fetch() : take({});
        if (!m_fetching && goesOn())
            m_fetchTimer.start(quietPause);
    });
    connect(&m_play, &QTimer::timeout, this, &Playback::tick);
    connect(&run, &RunFacade::reset, this, &Playback::clear);
    connect(&run, &RunFacade::advanced, this, &Playback::fetchSoon);
    connect(&bridge, &SessionBridge::linkChanged, this, [this] {
        ++m_generation;
        m_asked = m_fetching = false;
        if (m_bridge.session() && m_run.watching())
            fetch();
    });
}

void Playback::clear()
{
    ++m_generation;
    m_course = {};
    m_axis = {};
    m_live = true;
    m_at = 0;
    m_known = 0;
    m_rest = 0;
    m_asked = m_fetching = m_more = m_whole = false;
    m_shown.reset();
    m_fetchTimer.stop();
    m_pause = shortestPause;
    m_play.stop();
    emit courseChanged();
    emit moved();
    emit modeChanged();
    if (m_run.watching())
        fetch();
}

bool Playback::goesOn() const
{
    return m_run.watching() && !isFinal(m_run.newest().state);
}

void Playback::fetchSoon()
{
    const bool first = !std::exchange(m_more, true);
    if (!m_fetching && (first || !m_fetchTimer.isActive()))
        m_fetchTimer.start(m_pause);
}

void Playback::fetch()
{
    Session *session = m_bridge.session();
    if (!session || m_fetching || !m_run.watching())
        return;
    m_fetching = true;
    m_more = false;
    QElapsedTimer cost;
    cost.start();
    const QPointer<Playback> self(this);
    session->course(m_run.id(), points().empty() ? 0 : points().back().seq,
                    [self, mine = m_generation, cost](const Result<RunCourse> &course) {
                        if (!self || self->m_generation != mine)
                            return;
                        self->m_fetching = false;
                        self->m_pause = int(std::clamp<qint64>(cost.elapsed() * pausePerCost,
                                                               shortestPause, longestPause));
                        if (course)
                            self->take(*course);
                        else
                            emit self->failed(course.error());
                        if (self->m_more)
                            self->m_fetchTimer.start(self->m_pause);
                        else if (self->goesOn())
                            self->m_fetchTimer.start(quietPause);
                    });
}

void Playback::take(const RunCourse &course)
{
    m_course.points.insert(m_course.points.end(), course.points.begin(), course.points.end());
    const WallMs now = goesOn() ? QDateTime::currentMSecsSinceEpoch() : 0;
    m_axis = TimeAxis(points(), now, m_compressed);
    if (!std::exchange(m_whole, true) && !m_speedChosen) {
        const double seconds = double(m_axis.end() - m_axis.begin()) / 1000;
        m_speed = speeds.front();
        for (const int speed : speeds)
            if (seconds / speed >= wishedSeconds)
                m_speed = speed;
        emit modeChanged();
    }
    emit courseChanged();
    if (m_live)
        emit moved();
}

std::size_t Playback::knownAt(WallMs at) const
{
    const auto next =
        std::upper_bound(points().begin(), points().end(), at,
                         [](WallMs value, const CoursePoint &point) { return value < point.at; });
    return std::max<std::size_t>(1, std::size_t(next - points().begin()));
}

void Playback::seek(WallMs at)
{
    if (points().empty())
        return;
    m_rest = 0;
    leaveTo(at, knownAt(at));
}

/// The end is no moment of the past: the newest state is shown there.
void Playback::leaveTo(WallMs at, std::size_t known)
{
    if (at >= m_axis.end() && known == points().size())
        toEnd();
    else
        place(std::clamp(at, m_axis.begin(), m_axis.end()), known);
}

void Playback::place(WallMs at, std::size_t known)
{
    m_live = false;
    m_at = at;
    m_known = known;
    ask();
    m_run.setTime(at);
    emit moved();
}

void Playback::step(int by)
{
    if (points().empty())
        return;
    play(false);
    const auto count = std::ptrdiff_t(points().size());
    const auto target = std::clamp(std::ptrdiff_t(known()) + by, std::ptrdiff_t(1), count);
    if (std::size_t(target) == known())
        return;
    if (target == count && !goesOn())
        return toEnd();
    place(points()[std::size_t(target) - 1].at, std::size_t(target));
}

void Playback::stepToTrouble(bool forward)
{
    const auto count = std::ptrdiff_t(points().size());
    const int by = forward ? 1 : -1;
    for (auto i = std::ptrdiff_t(known()) - 1 + by; i >= 0 && i < count; i += by) {
        const Happening what = points()[std::size_t(i)].what;
        if (what == Happening::Failure || what == Happening::Retry)
            return step(int(i + 1 - std::ptrdiff_t(known())));
    }
}

void Playback::toBegin()
{
    if (!points().empty())
        place(m_axis.begin(), 1);
}

void Playback::toEnd()
{
    m_play.stop();
    m_live = true;
    m_shown.reset();
    m_run.showNewest();
    emit moved();
    emit modeChanged();
}

void Playback::play(bool on)
{
    if (on == playing() || points().empty())
        return;
    if (on) {
        if (m_live)
            toBegin();
        m_rest = 0;
        m_since.start();
        m_play.start();
    } else {
        m_play.stop();
    }
    m_run.setStill(!on && !m_live);
    emit modeChanged();
}

void Playback::setSpeed(int speed)
{
    m_speed = speed;
    m_speedChosen = true;
    emit modeChanged();
}

void Playback::tick()
{
    const double passed = double(m_since.restart());
    double step = passed * m_speed;
    if (const TimeAxis::Break *gap = m_axis.breakAt(m_at))
        step = std::max(step, passed / (secondsPerBreak * 1000) * double(gap->to - gap->from));
    m_rest += step;
    const auto whole = WallMs(m_rest);
    if (whole == 0)
        return;
    m_rest -= double(whole);
    const TimeAxis::Break *here = m_axis.breakAt(m_at);
    WallMs next = m_at + whole;
    // A gap entered or left within one step is not to be overrun into what follows it.
    if (here)
        next = std::min(next, here->to);
    else if (const TimeAxis::Break *entered = m_axis.breakAt(next))
        next = std::max(m_at, entered->from);
    if (next == m_at)
        next = m_at + 1;
    leaveTo(next, std::max(m_known, knownAt(next)));
}

void Playback::ask()
{
    Session *session = m_bridge.session();
    if (!session || m_asked || m_live)
        return;
    const Seq wanted = points()[m_known - 1].seq;
    if (m_shown == wanted)
        return;
    m_asked = true;
    const QPointer<Playback> self(this);
    session->replay(m_run.id(), {.kind = Moment::Kind::Event, .seq = wanted},
                    [self, mine = m_generation, wanted](const Result<RunMoment> &then) {
                        if (!self || self->m_generation != mine)
                            return;
                        self->m_asked = false;
                        if (self->m_live)
                            return;
                        self->m_shown = wanted;
                        if (then)
                            self->m_run.showMoment(*then, self->m_at, !self->playing());
                        else
                            emit self->failed(then.error());
                        self->ask();
                    });
}

void Playback::setCompressed(bool compressed)
{
    if (std::exchange(m_compressed, compressed) == compressed)
        return;
    m_axis = TimeAxis(points(), m_axis.end(), compressed);
    emit courseChanged();
    emit modeChanged();
}

} // namespace orrery::bridge
