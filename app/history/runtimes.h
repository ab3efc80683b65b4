// SPDX-License-Identifier: GPL-3.0-or-later
// The timeline of the watched run, worked out off the Qt thread as the run goes on.
#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "engine/timeline.h"
#include "widgets/surroundings.h"

namespace orrery::history {

/// A timeline with the names that go with it; whole and never changed once it is told.
struct Times {
    RunDetail run; ///< dag, summary and tasks only
    RunTimeline timeline;
};

class RunTimes final : public QObject {
    Q_OBJECT
public:
    explicit RunTimes(const widgets::Surroundings &around, QObject *parent = nullptr);
    ~RunTimes() override;

    /// nullptr: no run is watched, or it is being read.
    [[nodiscard]] const std::shared_ptr<const Times> &times() const { return m_times; }
    /// Until then nothing is worked out; views call it when they are seen.
    void need();

signals:
    void changed();

private:
    void soon();
    void work();
    void take(std::uint64_t generation, std::shared_ptr<const Times> times);

    widgets::Surroundings m_around;
    std::shared_ptr<const Times> m_times;
    std::uint64_t m_generation = 0; ///< of the run
    bool m_needed = false;
    bool m_working = false;
    bool m_again = false;
    QTimer m_timer;
    QElapsedTimer m_since; ///< the last piece of work began
    QThreadPool m_pool;    // last: its threads end before what they use
};

} // namespace orrery::history
