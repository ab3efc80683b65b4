// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/universepanel.h"

#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "bridge/text.h"
#include "shell/encodingcontrol.h"
#include "shell/graphtranslation.h"
#include "shell/timebar.h"
#include "widgets/actionregistry.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::shell {

using bridge::qs;

UniversePanel::UniversePanel(const widgets::Surroundings &around, const models::RunLoad &load,
                             const QString &settingsFile, QWidget *parent)
    : QWidget(parent), m_around(around), m_load(load),
      m_view(new universe::UniverseView(around.theme, this))
{
    m_encoding = new EncodingControl(around, *m_view, load, settingsFile, this);
    connect(m_encoding, &EncodingControl::heatChanged, this, [this] {
        if (m_drawn && runIsShown())
            showTasks(m_around.run.tasks());
    });
    setMinimumSize(320, 180);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 4, 5);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(makeBanner());
    QWidget *container = m_container = m_view->createContainer(this);
    container->setAccessibleName(tr("DAG universe"));
    container->setAccessibleDescription(
        tr("The task list at the bottom holds the same nodes as a table."));
    container->setFocusPolicy(Qt::StrongFocus);
    container->setMinimumSize(200, 120);
    column->addWidget(container, 1);
    m_timeBar = new TimeBar(around, this);
    column->addWidget(m_timeBar);

    connect(&around.document, &bridge::DagDocument::changed, this, &UniversePanel::showDocument);
    connect(&around.document, &bridge::DagDocument::renumbered, this,
            [this](const std::vector<NodeIndex> &now) {
                m_renumbered.clear();
                for (const NodeIndex node : now)
                    m_renumbered.push_back(node == none ? -1 : int(node));
            });
    connect(&around.document, &bridge::DagDocument::historyChanged, this,
            &UniversePanel::refreshBanner);
    connect(&around.runNodes, &bridge::RunNodes::changed, this, &UniversePanel::refreshRun);
    connect(&around.document, &bridge::DagDocument::laidOut, this, &UniversePanel::showPositions);
    connect(&around.run, &bridge::RunFacade::tasksChanged, this, &UniversePanel::showTasks);
    connect(&around.run, &bridge::RunFacade::tasksShrank, this, &UniversePanel::recount);
    connect(&around.run, &bridge::RunFacade::timeChanged, this,
            [this] { m_view->setStill(m_around.run.still()); });
    connect(&around.run, &bridge::RunFacade::reset, this, &UniversePanel::forgetRun);
    connect(&around.run, &bridge::RunFacade::summaryChanged, this, &UniversePanel::refreshBanner);
    connect(&around.selection, &bridge::Selection::changed, this, &UniversePanel::showSelection);
    connect(m_view, &universe::UniverseView::chosen, this, &UniversePanel::takeSelection);
    connect(m_view, &universe::UniverseView::activated, m_view, &universe::UniverseView::focusNode);
    connect(m_view, &universe::UniverseView::emptyActionRequested, this,
            &UniversePanel::openRequested);
}

QWidget *UniversePanel::makeHead()
{
    const auto &theme = m_around.theme;
    auto *head = new QWidget;
    head->setFixedHeight(28);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(14, 4, 8, 0);
    row->setSpacing(10);
    auto *caption = new QLabel(tr("DAG universe"));
    caption->setFont(widgets::capsFont(theme));
    caption->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().accent.name()));
    m_run = new widgets::ElidedLabel;
    m_run->setFont(theme.mono(theme.type().caption));
    m_run->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *fit = new QToolButton;
    fit->setIcon(widgets::symbolIcon(widgets::Symbol::Fit, theme));
    fit->setProperty("flat", true);
    fit->setFixedSize(24, 22);
    fit->setToolTip(tr("Show the whole DAG (Ctrl+0)"));
    fit->setAccessibleName(tr("Show the whole DAG"));
    connect(fit, &QToolButton::clicked, m_view, &universe::UniverseView::fit);
    row->addWidget(caption);
    row->addWidget(m_run, 1);
    auto *shown = new QToolButton;
    shown->setObjectName(QStringLiteral("encoding"));
    shown->setText(tr("Show"));
    shown->setFont(widgets::capsFont(theme, 10));
    shown->setProperty("flat", true);
    shown->setFixedHeight(22);
    shown->setToolTip(tr("What the universe shows of a run"));
    shown->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(shown);
    m_encoding->fill(menu);
    shown->setMenu(menu);
    row->addWidget(shown);
    row->addWidget(fit);
    return head;
}

QWidget *UniversePanel::makeBanner()
{
    m_banner = new QWidget;
    m_banner->setObjectName(QStringLiteral("banner"));
    auto *row = new QHBoxLayout(m_banner);
    row->setContentsMargins(12, 6, 12, 6);
    m_bannerText = new QLabel;
    m_bannerText->setObjectName(QStringLiteral("bannerText"));
    m_bannerText->setTextFormat(Qt::PlainText);
    m_bannerText->setWordWrap(true);
    m_bannerAction = new QPushButton;
    m_bannerAction->setObjectName(QStringLiteral("bannerAction"));
    connect(m_bannerAction, &QPushButton::clicked, this, &UniversePanel::actOnBanner);
    row->addWidget(m_bannerText, 1);
    m_bannerOther = new QPushButton;
    m_bannerOther->setObjectName(QStringLiteral("bannerOther"));
    connect(m_bannerOther, &QPushButton::clicked, this, [this] {
        m_around.document.conflict() ? m_around.document.keepMine() : m_around.document.dropDraft();
    });
    row->addWidget(m_bannerOther);
    row->addWidget(m_bannerAction);
    m_banner->hide();
    return m_banner;
}

void UniversePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    widgets::paintFrame(painter, rect(), m_around.theme, m_around.theme.color().accent);
}

void UniversePanel::setShownRun(const QString &text, const QColor &hue)
{
    m_run->setText(text);
    m_run->setStyleSheet(QStringLiteral("color: %1").arg(hue.name()));
}

void UniversePanel::showSelection()
{
    if (std::exchange(m_selecting, true))
        return;
    const auto &selection = m_around.selection;
    m_view->choose({selection.nodes().begin(), selection.nodes().end()},
                   selection.edge() == none ? -1 : int(selection.edge()));
    m_selecting = false;
}

void UniversePanel::takeSelection()
{
    if (std::exchange(m_selecting, true))
        return;
    const auto &nodes = m_view->chosenNodes();
    if (m_view->chosenEdge() >= 0)
        m_around.selection.selectEdge(bridge::EdgeIndex(m_view->chosenEdge()));
    else if (nodes.size() == 1)
        m_around.selection.selectNode(NodeIndex(nodes.front()));
    else
        m_around.selection.selectNodes({nodes.begin(), nodes.end()});
    m_selecting = false;
}

/// States are shown on the nodes that they are of.
bool UniversePanel::runIsShown() const
{
    return m_around.run.watching() && !m_around.run.tasks().empty() &&
           m_around.runNodes.fit() != bridge::RunNodes::Fit::None;
}

void UniversePanel::showDocument(bool sameFile)
{
    const auto &dag = m_around.document.dag();
    const auto layout = m_around.document.layout();
    m_settled = false;
    refreshBanner();
    if (sameFile && m_drawn && layout) {
        m_selecting = true; // the document's own selection has moved already
        m_view->updateGraph(toGraph(dag, *layout), std::exchange(m_renumbered, {}));
        m_selecting = false;
        showSelection();
        refreshRun();
        return;
    }
    m_drawn = m_live = false;
    m_mapped.clear();
    m_items.clear();
    if (layout)
        showPositions(true);
    else if (dag.nodes.empty())
        m_view->setGraph({});
}

/// Other nodes carry the states now.
void UniversePanel::refreshRun()
{
    refreshBanner();
    if (!m_drawn)
        return;
    std::vector<universe::NodeState> states;
    for (std::size_t node = 0; node < m_around.document.dag().nodes.size(); ++node)
        states.push_back({.node = int(node)});
    if (std::exchange(m_live, false))
        m_view->setStates(states);
    recount();
}

void UniversePanel::refreshBanner()
{
    const auto &c = m_around.theme.color();
    const auto &document = m_around.document;
    const auto &reading = *document.reading();
    const auto shortVersion = [](const VersionId &version) { return qs(version.text).left(8); };
    if (document.conflict())
        showBanner(c.danger,
                   tr("The file was changed outside while there are unsaved edits here. Save As "
                      "keeps both."),
                   tr("Take the file"), tr("Keep mine"));
    else if (document.draftFound())
        showBanner(c.hologram,
                   tr("Unsaved edits of %1 were found.")
                       .arg(QLocale().toString(document.draftTime(), QLocale::ShortFormat)),
                   tr("Restore"), tr("Drop them"));
    else if (document.stale())
        showBanner(c.danger,
                   tr("The text has errors; the graph is as it was before.  ") + errorText(), {});
    else if (const QString errors = errorText(); !errors.isEmpty())
        showBanner(c.danger, tr("This file cannot run.  ") + errors, {});
    else if (document.recorded() && reading.changed)
        showBanner(c.hologram,
                   tr("The DAG as run %1 ran it, version %2. Its file says something else now.")
                       .arg(reading.run, shortVersion(reading.version)),
                   tr("Show the file"));
    else if (reading.grown > 0)
        showBanner(
            c.hologram,
            tr("Run %1 has grown: %2 more than its file has.")
                .arg(reading.run, bridge::counted(std::uint32_t(reading.grown), "node", "nodes")),
            tr("Show the file"));
    else if (document.recorded())
        showBanner(c.hologram,
                   tr("The DAG as run %1 ran it, from its record; its file is not at hand.")
                       .arg(reading.run),
                   {});
    else if (m_around.runNodes.fit() == bridge::RunNodes::Fit::Some && !document.modified())
        showBanner(
            c.hologram,
            tr("The file as it is now. Run %1 ran version %2 of it; its states are shown on "
               "the nodes that are still there.")
                .arg(qs(m_around.run.id().text), shortVersion(m_around.run.newest().version)),
            tr("Show what ran"));
    else
        m_banner->hide();
}

void UniversePanel::showBanner(const QColor &hue, const QString &text, const QString &action,
                               const QString &other)
{
    if (m_bannerText->text() != text) {
        m_banner->setStyleSheet(
            QStringLiteral("#banner { background: %1; border-left: 2px solid %2; }")
                .arg(widgets::faded(hue, 0.12).name(QColor::HexArgb), hue.name()));
        m_bannerText->setText(text);
    }
    m_bannerAction->setText(action);
    m_bannerAction->setVisible(!action.isEmpty());
    m_bannerOther->setText(other);
    m_bannerOther->setVisible(!other.isEmpty());
    m_banner->show();
}

void UniversePanel::actOnBanner()
{
    if (m_around.document.conflict())
        m_around.document.takeOutside();
    else if (m_around.document.draftFound())
        m_around.document.takeDraft();
    else if (m_around.document.recorded())
        emit fileWanted(m_around.document.file());
    else
        emit recordWanted(m_around.run.id());
}

/// What is wrong with the file, in a line; empty = nothing.
QString UniversePanel::errorText() const
{
    const auto &findings = m_around.document.reading()->parsed.findings;
    const auto first = std::find_if(findings.begin(), findings.end(),
                                    [](const Finding &f) { return f.isError(); });
    if (first == findings.end())
        return {};
    const auto errors = std::count_if(findings.begin(), findings.end(),
                                      [](const Finding &f) { return f.isError(); });
    QString text =
        first->line > 0 ? QStringLiteral("%1:%2  ").arg(first->line).arg(first->column) : QString();
    text += qs(first->message);
    if (!first->fix.empty())
        text += QStringLiteral(" (") + qs(first->fix) + QLatin1Char(')');
    if (errors > 1)
        text += tr("   and %1 more in Problems").arg(errors - 1);
    return text;
}

void UniversePanel::showPositions(bool final)
{
    const auto layout = m_around.document.layout();
    if (!layout)
        return;
    if (!m_drawn) {
        m_drawn = true;
        m_view->setGraph(toGraph(m_around.document.dag(), *layout));
        showSelection();
        if (runIsShown())
            showTasks(m_around.run.tasks());
    } else {
        m_view->setPositions(toPositions(*layout));
    }
    if (final && !std::exchange(m_settled, true))
        emit settledChanged();
}

void UniversePanel::countMapped(const std::vector<TaskRow> &rows)
{
    for (const TaskRow &row : rows) {
        if (row.item < 0)
            continue;
        if (row.node >= m_mapped.size())
            m_mapped.resize(row.node + std::size_t{1});
        const bool known =
            row.task < m_items.size() && m_items[row.task] != TaskState(taskStateCount);
        if (row.task >= m_items.size())
            m_items.resize(row.task + std::size_t{1}, TaskState(taskStateCount));
        Mapped &mapped = m_mapped[row.node];
        if (!known)
            ++mapped.total;
        else if (isFinal(m_items[row.task]))
            --mapped.done;
        if (isFinal(row.state))
            ++mapped.done;
        m_items[row.task] = row.state;
    }
}

/// Items that a mapped node has not yet had then are not counted.
void UniversePanel::recount()
{
    if (!m_drawn || !runIsShown())
        return;
    m_mapped.assign(m_mapped.size(), {});
    m_items.clear();
    const auto &tasks = m_around.run.tasks();
    countMapped(tasks);
    std::vector<NodeIndex> all;
    for (const TaskRow &row : tasks)
        all.push_back(row.node);
    showNodes(std::move(all));
}

void UniversePanel::forgetRun()
{
    m_view->setStill(m_around.run.still());
    refreshBanner();
    m_mapped.assign(m_mapped.size(), {});
    m_items.clear();
    if (!m_drawn || !std::exchange(m_live, false))
        return;
    std::vector<universe::NodeState> states;
    for (std::size_t node = 0; node < m_around.document.dag().nodes.size(); ++node)
        states.push_back({.node = int(node)});
    m_view->setStates(states);
}

void UniversePanel::showTasks(const std::vector<TaskRow> &rows)
{
    if (!m_drawn || !runIsShown())
        return;
    countMapped(rows);
    std::vector<NodeIndex> nodes;
    nodes.reserve(rows.size());
    for (const TaskRow &row : rows)
        nodes.push_back(row.node);
    showNodes(std::move(nodes));
}

void UniversePanel::showNodes(std::vector<NodeIndex> nodes)
{
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    std::vector<universe::NodeState> states;
    states.reserve(nodes.size());
    for (const NodeIndex node : nodes)
        if (m_around.runNodes.ofDag(node) < m_around.document.dag().nodes.size())
            states.push_back(stateOf(node));
    m_live = true;
    m_view->setStates(states);
}

/// @param node  of the run
universe::NodeState UniversePanel::stateOf(NodeIndex node) const
{
    const NodeIndex shown = m_around.runNodes.ofDag(node);
    universe::NodeState state{.node = int(shown)};
    const TaskRow *own = m_around.run.rowOf(node);
    if (own == nullptr)
        return state;
    const TaskRow &row = *own;
    state.state = row.state;
    state.heat = m_encoding->heatOf(node);
    if (!row.cachedFrom.empty())
        state.detail = tr("taken from run %1").arg(qs(row.cachedFrom.text));
    const WallMs now = m_around.run.now();
    state.reason = bridge::reasonText(row, now);
    const SpanMs span = bridge::elapsed(row.start, row.end, now);
    state.seconds = span < 0 ? -1 : double(span) / 1000;
    const Mapped mapped = node < m_mapped.size() ? m_mapped[node] : Mapped();
    if (mapped.total > 0)
        state.progress = float(mapped.done) / float(mapped.total);
    else if (isFinal(row.state))
        state.progress = 1;
    const TaskSample sample = m_around.run.inPast() ? TaskSample() : m_load.now(node);
    if (sample.at > 0) {
        const double cores = std::max(0.1, m_around.document.dag().nodes[shown].resources.cpuCores);
        state.load = float(std::clamp(sample.cpu / cores, 0.0, 1.0));
        state.detail = tr("%1 cores  %2")
                           .arg(sample.cpu, 0, 'f', 1)
                           .arg(bridge::bytesText(double(sample.memoryKiB) * 1024));
    } else if (row.usage.cpuSeconds > 0) {
        state.detail = tr("%1 s CPU  %2 peak")
                           .arg(row.usage.cpuSeconds, 0, 'f', 1)
                           .arg(bridge::bytesText(double(row.usage.maxMemoryKiB) * 1024));
    }
    return state;
}

void UniversePanel::refreshLoad()
{
    if (!m_drawn || !runIsShown())
        return;
    std::vector<NodeIndex> running;
    for (const TaskRow &row : m_around.run.tasks())
        if (row.item < 0 && row.state == TaskState::Running)
            running.push_back(row.node);
    if (!running.empty())
        showNodes(std::move(running));
}

} // namespace orrery::shell
