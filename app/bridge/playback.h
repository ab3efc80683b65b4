// SPDX-License-Identifier: GPL-3.0-or-later
// Where in the watched run the window stands: at its newest state, or at a moment of its past that
// was sought, stepped to or played.
#pragma once

#include <array>
#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "bridge/timeaxis.h"
#include "engine/session.h"

namespace orrery::bridge {

class RunFacade;
class SessionBridge;

/// Asks for one moment at a time: while an answer is under way only the newest wish is kept. The
/// facade of the run shows what was answered.
class Playback final : public QObject {
    Q_OBJECT
public:
    Playback(SessionBridge &bridge, RunFacade &run, QObject *parent = nullptr);

    /// Facts of the run that are known so far, in order; empty until they arrived.
    [[nodiscard]] const std::vector<CoursePoint> &points() const { return m_course.points; }
    [[nodiscard]] const TimeAxis &axis() const { return m_axis; }
    /// The newest state is shown, and followed while the run goes on.
    [[nodiscard]] bool live() const { return m_live; }
    /// The run has not ended.
    [[nodiscard]] bool goesOn() const;
    /// The moment that is wanted; what is shown follows it.
    [[nodiscard]] WallMs at() const { return m_live ? m_axis.end() : m_at; }
    /// How many of points() were known then.
    [[nodiscard]] std::size_t known() const { return m_live ? points().size() : m_known; }
    /// What is shown is what is wanted.
    [[nodiscard]] bool settled() const { return !m_asked; }

    /// Moments outside the run lie on its ends. The end is the newest state.
    void seek(WallMs at);
    /// To the next fact, or the one before: `by` facts on.
    void step(int by);
    /// To the next failure or retry, or the one before.
    void stepToTrouble(bool forward);
    void toBegin();
    void toEnd();

    [[nodiscard]] bool playing() const { return m_play.isActive(); }
    /// Idle gaps are short on the axis and crossed quickly; else they take the time they took.
    void setCompressed(bool compressed);
    [[nodiscard]] bool compressed() const { return m_compressed; }
    /// From the beginning when it stands at the end.
    void play(bool on);
    static constexpr std::array speeds{1, 2, 5, 10, 20, 50, 100, 200, 500, 1000};
    [[nodiscard]] int speed() const { return m_speed; }
    /// One of `speeds`.
    void setSpeed(int speed);

signals:
    /// Another run, or more facts of it.
    void courseChanged();
    /// at(), known() or live() changed.
    void moved();
    /// playing() or speed() changed.
    void modeChanged();
    void failed(const orrery::Error &error);

private:
    void clear();
    void fetchSoon();
    void fetch();
    void take(const RunCourse &course);
    void place(WallMs at, std::size_t known);
    void leaveTo(WallMs at, std::size_t known);
    void ask();
    void tick();
    [[nodiscard]] std::size_t knownAt(WallMs at) const;

    SessionBridge &m_bridge;
    RunFacade &m_run;
    RunCourse m_course;
    TimeAxis m_axis;
    bool m_live = true;
    bool m_compressed = true;
    WallMs m_at = 0;
    std::size_t m_known = 0;
    int m_speed = 1;
    bool m_speedChosen = false;     ///< by a person: it stays for the next run
    bool m_asked = false;           ///< a moment is on its way
    bool m_fetching = false;        ///< so is a course
    bool m_more = false;            ///< the run went on since it was asked for
    bool m_whole = false;           ///< the first course has arrived
    std::uint64_t m_generation = 0; ///< of the run: late answers of another one are dropped
    std::optional<Seq> m_shown;     ///< fact that the moment shown ends with
    int m_pause = 0;                ///< [ms] before the next look at a run that went on
    QTimer m_fetchTimer;
    QTimer m_play;
    QElapsedTimer m_since; ///< the last tick
    double m_rest = 0;     ///< [ms] played beyond m_at
};

} // namespace orrery::bridge
