// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/runcontrol.h"

#include <QFileInfo>
#include <QPointer>

#include "bridge/text.h"
#include "shell/parameterdialog.h"

namespace orrery::shell {

using bridge::qs;

RunControl::RunControl(const widgets::Surroundings &around, QWidget *window)
    : QObject(window), m_around(around), m_window(window)
{
    connect(&around.document, &bridge::DagDocument::changed, this, &RunControl::onDocument);
    connect(&around.document, &bridge::DagDocument::loadingChanged, this,
            &RunControl::possibilitiesChanged);
    connect(&around.bridge, &bridge::SessionBridge::runsChanged, this, &RunControl::onRuns);
    connect(&around.bridge, &bridge::SessionBridge::linkChanged, this, [this] {
        if (m_around.bridge.link() == bridge::SessionBridge::Link::Live)
            m_around.run.resume();
        emit possibilitiesChanged();
        if (canRun() && m_around.document.file() == m_runWhenRead) {
            m_runWhenRead.clear();
            run(false);
        }
    });
    connect(&around.run, &bridge::RunFacade::reset, this, &RunControl::possibilitiesChanged);
    connect(&around.run, &bridge::RunFacade::summaryChanged, this,
            &RunControl::possibilitiesChanged);
    connect(&around.run, &bridge::RunFacade::dagKnown, this, &RunControl::onRunDag);
}

bool RunControl::canRun() const
{
    const auto &document = m_around.document;
    return document.isOpen() && !document.loading() && document.reading()->ok() &&
           !document.recorded() && !document.dag().nodes.empty() && m_around.bridge.session();
}

bool RunControl::canCancel() const
{
    return m_around.run.watching() && m_around.bridge.session() &&
           !isFinal(m_around.run.newest().state);
}

bool RunControl::canRetry() const
{
    const RunSummary &run = m_around.run.newest();
    const auto count = [&run](TaskState state) { return run.counts[std::size_t(state)]; };
    return m_around.run.watching() && m_around.bridge.session() && isFinal(run.state) &&
           count(TaskState::Failed) + count(TaskState::Cancelled) > 0;
}

bool RunControl::prepare(bool ask, StartRequest &request)
{
    const auto refuse = [this](const QString &title, const QString &why) {
        emit refused(title, why);
        return false;
    };
    auto &document = m_around.document;
    document.settle(); // what was typed just now runs, too
    if (!document.isOpen())
        return refuse(tr("Nothing to run"), tr("Open a DAG first."));
    if (!document.reading()->ok())
        return refuse(tr("This file cannot run"),
                      tr("Correct its errors; the problems list names each with line and column."));
    if (document.recorded())
        return refuse(tr("The record of a run is shown"),
                      document.reading()->changed
                          ? tr("Its file says something else now. Open the file to run that.")
                      : document.reading()->grown > 0
                          ? tr("It has nodes that its file has not. Open the file to run that.")
                          : tr("It was started from text that is not at hand."));
    const auto reading = document.reading(); // stays while the form is open, whatever the file does
    request.file = bridge::text(reading->file);
    request.text = reading->text;
    if ((!ask && !needsParameters(reading->parsed)) || reading->parsed.runParameters.empty())
        return true;
    ParameterDialog form(m_around.theme, reading->parsed, m_window);
    if (form.exec() != QDialog::Accepted)
        return false;
    request.parameters = form.values();
    return true;
}

void RunControl::run(bool ask)
{
    StartRequest request;
    if (prepare(ask, request))
        start(std::move(request), true);
}

void RunControl::runPart(Part part)
{
    std::vector<std::string> nodes;
    for (const NodeIndex node : m_around.selection.nodes())
        if (node < m_around.document.dag().nodes.size())
            nodes.push_back(m_around.document.dag().nodes[node].id);
    if (nodes.empty())
        return emit refused(tr("Nothing to run"), tr("Select the nodes first."));
    StartRequest request;
    if (!prepare(false, request))
        return;
    (part == Part::Until  ? request.until
     : part == Part::From ? request.from
                          : request.only) = std::move(nodes);
    start(std::move(request), true);
}

bool RunControl::canRunFromFailure() const
{
    const RunSummary &run = m_around.run.newest();
    return canRun() && m_around.run.watching() && isFinal(run.state) &&
           run.state != RunState::Succeeded && qs(run.file) == m_around.document.file();
}

void RunControl::runFromFailure()
{
    StartRequest request;
    if (!canRunFromFailure() || !prepare(false, request))
        return;
    request.fromFailure = true;
    request.basis = m_around.run.id();
    start(std::move(request), true);
}

void RunControl::queue(bool front)
{
    StartRequest request;
    if (!prepare(true, request))
        return;
    if (m_around.document.dag().queue.empty())
        request.queue = "cockpit";
    if (front) {
        std::int32_t most = m_around.document.dag().priority;
        for (const RunSummary &run : m_around.bridge.liveRuns())
            if (run.state == RunState::Pending)
                most = std::max(most, run.priority + 1);
        request.priority = most;
    }
    start(std::move(request), !canCancel());
}

void RunControl::start(StartRequest request, bool watched)
{
    const QPointer<RunControl> self(this);
    m_around.bridge.start(std::move(request), [self, watched](const Result<RunId> &run) {
        if (self && run && watched)
            self->m_around.run.watch(*run);
    });
}

void RunControl::runFile(const QString &file)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    if (m_around.document.file() == path && !m_around.document.loading() &&
        !m_around.document.recorded())
        return run(false);
    m_runWhenRead = path;
    m_around.document.open(path);
}

void RunControl::onDocument()
{
    const auto &document = m_around.document;
    const QString wanted = std::exchange(m_runWhenRead, {});
    const auto &watched = m_around.run;
    // A run of another DAG would colour nodes that it does not have.
    if (watched.watching() && !m_wantDag && !document.recorded() &&
        qs(watched.newest().file) != document.file())
        m_around.run.watch({});
    emit possibilitiesChanged();
    if (!wanted.isEmpty() && document.file() == wanted) {
        if (m_around.bridge.session())
            return run(false);
        m_runWhenRead = wanted; // as soon as the engine is there
    }
    if (m_around.run.watching() || document.recorded() || !document.isOpen())
        return;
    for (const RunSummary &run : m_around.bridge.liveRuns())
        if (qs(run.file) == document.file())
            m_around.run.watch(run.id);
}

void RunControl::onRuns(const std::vector<RunSummary> &runs)
{
    const auto &document = m_around.document;
    const bool busy = m_around.run.watching() && !isFinal(m_around.run.newest().state);
    // Who looks at a moment of the past is not torn away from it.
    if (busy || m_around.run.inPast() || !document.isOpen())
        return;
    for (const RunSummary &run : runs)
        if (!isFinal(run.state) && run.id != m_around.run.id() && qs(run.file) == document.file())
            m_around.run.watch(run.id);
}

void RunControl::watch(const RunId &run)
{
    m_around.run.watch(run);
    m_wantDag = true;
    if (m_around.run.dag())
        onRunDag();
}

void RunControl::onRunDag()
{
    const auto &run = m_around.run;
    auto &document = m_around.document;
    if (!run.dag())
        return;
    // What a run gets while it is watched is drawn as it comes, unless somebody went back to the
    // file since.
    const bool grows = document.reading()->version == run.newest().version &&
                       run.dag()->nodes.size() > document.dag().nodes.size();
    const bool first = grows && std::exchange(m_grown, run.id()) != run.id();
    if (std::exchange(m_wantDag, false) || (grows && (first || document.recorded())))
        document.showRun(run.newest(), *run.dag());
}

void RunControl::cancel()
{
    if (canCancel())
        m_around.bridge.cancel(m_around.run.id());
}

bool RunControl::canHold() const
{
    return canCancel() && m_around.run.newest().state != RunState::Paused;
}

bool RunControl::canRelease() const
{
    const RunSummary &run = m_around.run.newest();
    return canCancel() &&
           (run.state == RunState::Paused || run.counts[std::size_t(TaskState::Held)] > 0);
}

void RunControl::hold()
{
    if (canHold())
        m_around.bridge.hold(m_around.run.id(), {});
}

void RunControl::release()
{
    if (canRelease())
        m_around.bridge.hold(m_around.run.id(), {.held = false});
}

void RunControl::step()
{
    if (canRelease())
        m_around.bridge.hold(m_around.run.id(), {.held = false, .step = true});
}

void RunControl::retry(TaskIndex task)
{
    // One task can start over while the others go on.
    if (canRetry() || (task != none && m_around.run.watching()))
        m_around.bridge.retry(m_around.run.id(), task == none ? std::vector<TaskIndex>{}
                                                              : std::vector<TaskIndex>{task});
}

} // namespace orrery::shell
