// SPDX-License-Identifier: GPL-3.0-or-later
// The wall display over an engine that is scripted: turns, lost engines, much news, no news.
//   ORRERY_WALL_SECONDS  how long the flood lasts, default 6; 86400 for a day
#include <ctime>

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "shell/stage.h"
#include "support/fakesession.h"
#include "wall/pages.h"
#include "wall/wallwindow.h"

using namespace orrery;

namespace {

constexpr std::uint32_t taskCount = 300;

RunSummary summary(std::uint32_t done, RunState state = RunState::Running)
{
    RunSummary run;
    run.id = RunId("run-1");
    run.dag = DagId("flood");
    run.dagName = "Flood";
    run.state = state;
    run.created = 1'000'000;
    run.counts[std::size_t(TaskState::Succeeded)] = done;
    run.counts[std::size_t(TaskState::Running)] = taskCount - done;
    return run;
}

HostInfo host(double cpu)
{
    HostInfo host;
    host.id = HostId("local");
    host.name = "crunch-01";
    host.cores = 16;
    host.memoryMiB = 65'536;
    host.now.cpu = cpu;
    host.now.memoryUsedMiB = 21'000;
    return host;
}

DagSpec dag()
{
    DagSpec dag;
    dag.id = "flood";
    dag.name = "Flood";
    for (std::uint32_t i = 0; i < taskCount; ++i) {
        NodeSpec node;
        node.id = "n" + std::to_string(i);
        dag.nodes.push_back(node);
        if (i > 0)
            dag.edges.push_back({.from = (i - 1) / 3, .to = i});
    }
    return dag;
}

std::vector<TaskRow> rows(std::uint32_t from, std::uint32_t count, TaskState state)
{
    std::vector<TaskRow> rows;
    for (std::uint32_t i = 0; i < count; ++i) {
        TaskRow row;
        row.task = row.node = (from + i) % taskCount;
        row.state = state;
        row.start = 1'000'000;
        rows.push_back(row);
    }
    return rows;
}

double cpuSeconds()
{
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return double(used.tv_sec) + double(used.tv_nsec) * 1e-9;
}

/// [MiB] in memory.
double resident()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ')[1].toDouble() * 4096 / (1 << 20);
}

int handles()
{
    return int(QDir(QStringLiteral("/proc/self/fd"))
                   .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
                   .size());
}

} // namespace

class tst_Wall final : public QObject {
    Q_OBJECT
private slots:
    void init()
    {
        m_session = std::make_unique<support::FakeSession>();
        RunDetail detail;
        detail.summary = summary(0);
        detail.dag = std::make_shared<DagSpec>(dag());
        m_session->details[RunId("run-1")] = detail;
        m_bridge = std::make_unique<bridge::SessionBridge>();
        m_stage = std::make_unique<shell::Stage>(*m_bridge, shell::Places{},
                                                 shell::Stage::Use::Elsewhere);
        m_wall = std::make_unique<wall::WallWindow>(m_stage->theme(), m_stage->desk());
        m_wall->resize(1280, 720);
        m_wall->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_wall.get()));
        m_bridge->attach(m_session.get());
    }
    void cleanup()
    {
        m_wall.reset();
        m_bridge->attach(nullptr);
        m_stage.reset();
        m_bridge.reset();
        m_session.reset();
    }

    void pagesTakeTurnsAndTroubleComesOnlyWhenThereIsSome()
    {
        m_wall->setPageTime(40);
        QSet<int> seen;
        QTRY_VERIFY((seen.insert(m_wall->page()), m_wall->turns() >= 8));
        QCOMPARE(seen, (QSet<int>{0, 1, 2}));
        m_session->push({}, {.runs = {summary(1)}});
        m_session->push({}, {.runs = {summary(1, RunState::Failed)}});
        QTRY_VERIFY((seen.insert(m_wall->page()), seen.contains(3)));
    }

    void aLiveRunIsFollowed()
    {
        m_session->push({}, {.runs = {summary(10)}});
        QTRY_VERIFY(m_stage->desk().run.watching());
        QTRY_VERIFY(m_stage->desk().document.dag().nodes.size() == taskCount);
    }

    void everyLetterIsReadFromFarAway()
    {
        m_session->push(
            {}, {.runs = {summary(10), summary(10, RunState::Failed)}, .hosts = {host(0.5)}});
        m_stage->desk().notifications.add({TaskState::Failed,
                                           QStringLiteral("Sales failed"),
                                           QStringLiteral("why"),
                                           {},
                                           0,
                                           true});
        for (const QSize &size : {QSize(1280, 720), QSize(1920, 1080)}) {
            m_wall->resize(size);
            for (int page = 1; page < m_wall->pageCount(); ++page) {
                m_wall->showPage(page);
                wall::WallPage *shown = m_wall->painted()[std::size_t(page - 1)];
                QTRY_VERIFY(shown->isVisible());
                shown->grab();
                QVERIFY2(shown->smallest() >= shown->height() * wall::smallestLetter,
                         qPrintable(shown->title()));
            }
        }
    }

    void nothingOnItCanBeClicked()
    {
        m_session->push({}, {.runs = {summary(10)}});
        QTest::mouseClick(m_wall.get(), Qt::LeftButton, {}, QPoint(600, 400));
        QVERIFY(m_session->cancelled.empty() && m_session->started.empty());
        for (const QWidget *widget : m_wall->findChildren<QWidget *>())
            QVERIFY(widget->focusPolicy() == Qt::NoFocus || !widget->isEnabled());
    }

    void withNoNewsItRests()
    {
        m_session->push({},
                        {.runs = {summary(taskCount, RunState::Succeeded)}, .hosts = {host(0.5)}});
        m_wall->setPageTime(3'600'000);
        m_wall->showPage(1);
        settle();
        constexpr int milliseconds = 3000;
        const double before = cpuSeconds();
        QElapsedTimer clock;
        clock.start();
        while (clock.elapsed() < milliseconds) {
            // The host is measured once a second and says the same.
            if (clock.elapsed() / 1000 != m_second) {
                m_second = clock.elapsed() / 1000;
                m_session->push({}, {.hosts = {host(0.501)}});
            }
            QEventLoop rest; // as the program waits: asleep
            QTimer::singleShot(200, &rest, &QEventLoop::quit);
            rest.exec();
        }
        const double share = (cpuSeconds() - before) / (double(clock.elapsed()) / 1000);
        qInfo("at rest: %.2f %% of a core", share * 100);
        QVERIFY2(share < 0.02, qPrintable(QString::number(share)));
    }

    void itSurvivesFloodsAndLostEngines()
    {
        const int seconds = std::max(2, qEnvironmentVariableIntValue("ORRERY_WALL_SECONDS") > 0
                                            ? qEnvironmentVariableIntValue("ORRERY_WALL_SECONDS")
                                            : 6);
        m_wall->setPageTime(400);
        m_session->push({}, {.snapshot = true, .runs = {summary(1)}, .hosts = {host(0.2)}});
        QTRY_VERIFY(m_stage->desk().document.dag().nodes.size() == taskCount);
        quint64 events = 0;
        const auto flood = [&](qint64 milliseconds) {
            QElapsedTimer clock;
            clock.start();
            while (clock.elapsed() < milliseconds) {
                // 100 times what a busy run makes: 5,000 rows a second, in steps of 10 ms.
                const auto state =
                    events / taskCount % 2 ? TaskState::Succeeded : TaskState::Running;
                m_session->push(
                    RunId("run-1"),
                    {.tasks = {{.run = RunId("run-1"),
                                .rows = rows(std::uint32_t(events % taskCount), 50, state)}}});
                m_session->push({}, {.runs = {summary(std::uint32_t(events % taskCount))},
                                     .hosts = {host(double(events % 100) / 100)}});
                events += 50;
                QTest::qWait(10);
            }
        };
        // Caches fill, each page has been there, an engine was lost once.
        flood(seconds * 300);
        loseTheEngine();
        flood(seconds * 300);
        const double memory = resident();
        const int open = handles();
        const quint64 first = events;
        const int turns = m_wall->turns();
        constexpr int kills = 20;
        for (int i = 0; i < kills; ++i) {
            flood(seconds * 1000 / kills);
            loseTheEngine();
        }
        const double grown = resident() - memory;
        const double millions = double(events - first) / 1e6;
        qInfo("%.2f million events, %+.1f MiB, %d handles before and %d after, %d turns", millions,
              grown, open, handles(), m_wall->turns() - turns);
        QVERIFY2(handles() <= open + 2, "handles grow");
        // 1 MiB a million events; a short flood is below what an allocator rounds to.
        QVERIFY2(grown < std::max(12.0, millions), qPrintable(QString::number(grown)));
        QVERIFY(m_wall->turns() > turns + 2);
        QCOMPARE(m_bridge->link(), bridge::SessionBridge::Link::Live);
    }

private:
    void loseTheEngine()
    {
        m_bridge->attach(nullptr);
        m_bridge->lose(QStringLiteral("killed"));
        QTRY_COMPARE(m_bridge->link(), bridge::SessionBridge::Link::Lost);
        m_bridge->attach(m_session.get());
        m_session->push({}, {.snapshot = true, .runs = {summary(1)}, .hosts = {host(0.2)}});
        QTRY_COMPARE(m_bridge->link(), bridge::SessionBridge::Link::Live);
    }
    /// Until frames have stopped coming.
    void settle()
    {
        double before = cpuSeconds();
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
                                     QTest::qWait(300);
                                     const double now = cpuSeconds();
                                     return std::exchange(before, now) > now - 0.006;
                                 }()),
                                 20'000);
    }

    std::unique_ptr<support::FakeSession> m_session;
    std::unique_ptr<bridge::SessionBridge> m_bridge;
    std::unique_ptr<shell::Stage> m_stage;
    std::unique_ptr<wall::WallWindow> m_wall;
    qint64 m_second = -1;
};

QTEST_MAIN(tst_Wall)
#include "tst_wall.moc"
