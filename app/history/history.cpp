// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/history.h"

#include <QAction>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileDialog>
#include <QPointer>
#include <QThreadPool>
#include <QToolButton>

#include "bridge/text.h"
#include "history/comparepanel.h"
#include "history/flowstrip.h"
#include "history/ganttview.h"
#include "history/historypanel.h"
#include "history/reportexport.h"
#include "history/runsgrid.h"
#include "widgets/actionregistry.h"
#include "widgets/stateframe.h"
#include "widgets/workbench.h"

namespace orrery::history {

using bridge::qs;
using widgets::Place;
using widgets::Workbench;

namespace {

/// Its sentences stand under this name in the translations.
struct History {
    Q_DECLARE_TR_FUNCTIONS(History)
};

QWidget *ganttPanel(const widgets::Surroundings &around, RunTimes &times, GanttView *view)
{
    auto *both = new QWidget;
    auto *column = new QVBoxLayout(both);
    column->setContentsMargins(4, 0, 2, 2);
    column->setSpacing(2);
    column->addWidget(new FlowStrip(around.theme, times, *view));
    column->addWidget(view, 1);
    auto *frame = new widgets::StateFrame(around.theme, both);
    frame->follow(around.bridge);
    const auto refresh = [frame, &around, &times] {
        if (!around.run.watching())
            frame->showMessage(History::tr("No run is watched"),
                               History::tr("Choose a run, or press F8 to run the open DAG."));
        else if (times.times() && times.times()->timeline.spans.empty())
            frame->showMessage(History::tr("Nothing has run yet"), {});
        else
            frame->showContent();
    };
    QObject::connect(&times, &RunTimes::changed, frame, refresh);
    QObject::connect(&around.run, &bridge::RunFacade::reset, frame, refresh);
    refresh();
    return frame;
}

QList<QWidget *> ganttTools(GanttView *view)
{
    auto *compress = new QToolButton;
    compress->setObjectName(QStringLiteral("compressIdle"));
    compress->setText(History::tr("Idle gaps short"));
    compress->setToolTip(History::tr("Draw idle gaps short"));
    compress->setCheckable(true);
    compress->setChecked(view->compressed());
    compress->setFixedHeight(22);
    QObject::connect(compress, &QToolButton::toggled, view, &GanttView::setCompressed);
    auto *fit = new QToolButton;
    fit->setText(History::tr("Whole run"));
    fit->setToolTip(History::tr("Show the whole run (0)"));
    fit->setFixedHeight(22);
    for (QToolButton *button : {compress, fit})
        button->setStyleSheet(QStringLiteral("padding: 0 8px")); // the row is low
    QObject::connect(fit, &QToolButton::clicked, view, &GanttView::fit);
    return {compress, fit};
}

/// Asks for what the report needs, then writes it.
void saveReport(Workbench &bench, const RunId &run, const QString &file)
{
    Session *session = bench.around().bridge.session();
    if (!session)
        return bench.tell(TaskState::Failed, History::tr("No report"),
                          History::tr("The engine is not reachable."));
    const QPointer<QWidget> alive(bench.dialogParent());
    session->show(run, [=, &bench](const Result<RunDetail> &detail) {
        if (!alive)
            return;
        if (!detail)
            return bench.tell(TaskState::Failed, History::tr("No report"),
                              bridge::errorText(detail.error()));
        Session *now = bench.around().bridge.session();
        if (!now)
            return;
        now->course(run, 0, [=, &bench, detail = *detail](const Result<RunCourse> &course) {
            if (!alive)
                return;
            RunReport report;
            report.run = detail;
            if (course)
                report.course = *course;
            report.now = QDateTime::currentMSecsSinceEpoch();
            report.clock = [](WallMs at) { return bridge::text(bridge::dateText(at)); };
            // A long run fills many pages: the window does not wait for them.
            QThreadPool::globalInstance()->start([=, &bench, report = std::move(report)] {
                const auto written = writeReport(report, file);
                QMetaObject::invokeMethod(
                    qApp,
                    [=, &bench] {
                        if (alive)
                            bench.tell(written ? TaskState::Succeeded : TaskState::Failed,
                                       written ? History::tr("The report is written")
                                               : History::tr("No report"),
                                       written ? file : bridge::errorText(written.error()), run);
                    },
                    Qt::QueuedConnection);
            });
        });
    });
}

void addActions(Workbench &bench, ComparePanel *compare, RunHistory *history)
{
    auto &actions = bench.around().actions;
    QAction *report = actions.add(QStringLiteral("history.report"), History::tr("Run"),
                                  History::tr("Export a report of the run"),
                                  QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E));
    report->setEnabled(false);
    QObject::connect(report, &QAction::triggered, compare, [&bench] {
        const RunId run = bench.around().run.id();
        if (run.empty())
            return;
        const QString file = QFileDialog::getSaveFileName(
            bench.dialogParent(), History::tr("Export a report of the run"),
            qs(run.text) + QStringLiteral(".html"),
            History::tr("Web page (*.html);;PDF document (*.pdf)"));
        if (!file.isEmpty())
            saveReport(bench, run, file);
    });
    QAction *previous = actions.add(QStringLiteral("history.compare"), History::tr("Run"),
                                    History::tr("Compare with the run before"),
                                    QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B));
    previous->setEnabled(false);
    QObject::connect(previous, &QAction::triggered, compare, [=, &bench] {
        const int column = history->columnOf(bench.around().run.id());
        if (column < 1)
            return bench.tell(TaskState::Skipped, History::tr("Nothing to compare with"),
                              History::tr("No run of this DAG stands before the watched one."));
        bench.showPanel(QStringLiteral("compare"));
        compare->compare(history->runs()[std::size_t(column) - 1].id,
                         history->runs()[std::size_t(column)].id);
    });
    const auto enable = [=, &bench] {
        report->setEnabled(bench.around().run.watching());
        previous->setEnabled(bench.around().run.watching());
    };
    QObject::connect(&bench.around().run, &bridge::RunFacade::reset, compare, enable);
    QObject::connect(&bench.around().run, &bridge::RunFacade::summaryChanged, compare, enable);
}

} // namespace

void compareRuns(Workbench &bench, const RunId &one, const RunId &other)
{
    auto *panel = bench.dialogParent()->findChild<ComparePanel *>();
    const auto madeAt = [&bench](const RunId &run) {
        const RunSummary *known = bench.around().bridge.run(run);
        return known ? known->created : 0;
    };
    const bool inOrder = madeAt(one) <= madeAt(other);
    bench.showPanel(QStringLiteral("compare"));
    panel->compare(inOrder ? one : other, inOrder ? other : one);
}

void addHistory(Workbench &bench)
{
    const widgets::Surroundings &around = bench.around();
    const auto &color = around.theme.color();
    auto *history = new RunHistory(around, bench.dialogParent());
    auto *times = new RunTimes(around, bench.dialogParent());
    auto *panel = new HistoryPanel(around, *history, *times);
    auto *gantt = new GanttView(around, *times);
    auto *compare = new ComparePanel(around, *history);
    bench.addPanel(
        {QStringLiteral("history"), History::tr("History"), color.accent, Place::Bottom, panel});
    bench.addPanel({QStringLiteral("gantt"), History::tr("Gantt"), color.accent, Place::Bottom,
                    ganttPanel(around, *times, gantt), ganttTools(gantt)});
    bench.addPanel({QStringLiteral("compare"),
                    History::tr("Compare"),
                    color.hologram,
                    Place::Bottom,
                    compare,
                    {compare->tools()}});
    addActions(bench, compare, history);
    QObject::connect(panel, &HistoryPanel::runChosen, panel,
                     [&bench](const RunId &run) { bench.watchRun(run); });
    QObject::connect(&panel->grid(), &RunsGrid::compareRequested, panel,
                     [=, &bench](const RunId &before, const RunId &after) {
                         bench.showPanel(QStringLiteral("compare"));
                         compare->compare(before, after);
                     });
    QObject::connect(history, &RunHistory::runsChanged, panel, [=, &bench] {
        bench.setPanelContext(QStringLiteral("history"),
                              history->runs().empty()
                                  ? QString()
                                  : bridge::counted(history->runs().size(), "run", "runs"));
    });
}

} // namespace orrery::history
