// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/encodingcontrol.h"

#include <algorithm>
#include <map>

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QPointer>
#include <QSettings>

#include "models/traffic.h"
#include "widgets/actionregistry.h"

namespace orrery::shell {

using universe::Encoding;
using universe::Heat;

namespace {

constexpr int refreshSpan = 500; // [ms]

QString keyOf(const QAction *action)
{
    return QStringLiteral("universe/") + action->objectName();
}

} // namespace

EncodingControl::EncodingControl(const widgets::Surroundings &around, universe::UniverseView &view,
                                 const models::RunLoad &load, const QString &settingsFile,
                                 QObject *parent)
    : QObject(parent), m_around(around), m_view(view), m_load(load), m_settingsFile(settingsFile)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(refreshSpan);
    connect(&m_soon, &QTimer::timeout, this, &EncodingControl::refresh);
    const auto soon = [this] {
        if (wanted() && !m_soon.isActive())
            m_soon.start();
    };
    connect(&around.run, &bridge::RunFacade::tasksChanged, this, soon);
    connect(&around.run, &bridge::RunFacade::summaryChanged, this, soon);
    connect(&around.run, &bridge::RunFacade::timeChanged, this, soon);
    connect(&around.runNodes, &bridge::RunNodes::changed, this, soon);
    connect(&around.document, &bridge::DagDocument::laidOut, this, soon);
    connect(&around.document, &bridge::DagDocument::changed, this, soon);

    addSwitch("show.size", tr("Size: what a node reserves"), {}, &Encoding::nodeSize);
    addSwitch("show.volume", tr("Width of edges: volume of data"),
              tr("Bytes written by what feeds the edge, each doubling adds the same"),
              &Encoding::edgeWidth);
    addSwitch("show.density", tr("Packets on edges: volume of data"), {}, &Encoding::density);
    addSwitch("show.latency", tr("Speed of packets: latency"),
              tr("Slow packets: what follows started long after"), &Encoding::speed);
    addSwitch("show.bad", tr("Red: share of bad data"),
              tr("Failed tasks and items, and what outputs tell of rejected rows"),
              &Encoding::badData);
    addSwitch("show.priority", tr("Height: priority"), {}, &Encoding::height);
    addSwitch("show.critical", tr("Lit: the longest way through the run"), {},
              &Encoding::criticalPath);
    addSwitch("show.bottleneck", tr("Pulse: the bottleneck"), {}, &Encoding::bottleneck);
    addSwitch("show.follow", tr("The wheel follows the longest way"), {}, &Encoding::followPath);
    addHeat(Heat::None, "heat.none", tr("Colour: state"));
    addHeat(Heat::Cpu, "heat.cpu", tr("Colour: CPU"));
    addHeat(Heat::Memory, "heat.memory", tr("Colour: memory"));
    addHeat(Heat::Gpu, "heat.gpu", tr("Colour: GPUs held"));
    addHeat(Heat::Wait, "heat.wait", tr("Colour: time spent waiting"));
}

void EncodingControl::addSwitch(const char *id, const QString &title, const QString &hint,
                                bool Encoding::*flag)
{
    QAction *action = m_around.actions.add(QStringLiteral("universe.") + QLatin1String(id),
                                           tr("Universe"), title, {}, hint);
    action->setCheckable(true);
    Encoding encoding = m_view.encoding();
    if (!m_settingsFile.isEmpty())
        encoding.*flag = QSettings(m_settingsFile, QSettings::IniFormat)
                             .value(keyOf(action), encoding.*flag)
                             .toBool();
    action->setChecked(encoding.*flag);
    m_view.setEncoding(encoding);
    connect(action, &QAction::toggled, this, [this, action, flag](bool on) {
        Encoding changed = m_view.encoding();
        changed.*flag = on;
        if (!m_settingsFile.isEmpty())
            QSettings(m_settingsFile, QSettings::IniFormat).setValue(keyOf(action), on);
        take(changed);
    });
    m_actions.push_back(action);
}

void EncodingControl::addHeat(Heat heat, const char *id, const QString &title)
{
    QAction *action = m_around.actions.add(QStringLiteral("universe.") + QLatin1String(id),
                                           tr("Universe"), title);
    action->setCheckable(true);
    if (m_heats.empty())
        (new QActionGroup(this))->addAction(action);
    else
        m_heats.front()->actionGroup()->addAction(action);
    action->setChecked(m_view.encoding().heat == heat);
    connect(action, &QAction::triggered, this, [this, heat] {
        Encoding changed = m_view.encoding();
        changed.heat = heat;
        take(changed);
    });
    m_heats.push_back(action);
}

void EncodingControl::fill(QMenu *menu) const
{
    for (QAction *action : m_heats)
        menu->addAction(action);
    menu->addSeparator();
    for (QAction *action : m_actions)
        menu->addAction(action);
}

void EncodingControl::take(const Encoding &encoding)
{
    m_view.setEncoding(encoding);
    refresh();
}

bool EncodingControl::wanted() const
{
    Encoding quiet;
    quiet.nodeSize = m_view.encoding().nodeSize;
    quiet.height = m_view.encoding().height;
    return m_view.encoding() != quiet;
}

/// Outputs tell of rejected rows; they are there when the run has ended.
void EncodingControl::askOutputs()
{
    const RunId id = m_around.run.id();
    if (!m_view.encoding().badData || m_outputsOf == id || !m_around.bridge.session() ||
        !isFinal(m_around.run.newest().state))
        return;
    m_outputsOf = id;
    const QPointer<EncodingControl> self(this);
    m_around.bridge.session()->show(id, [self, id](const Result<RunDetail> &detail) {
        if (!self || self->m_outputsOf != id || !detail)
            return;
        self->m_outputs = detail->outputs;
        self->refresh();
    });
}

void EncodingControl::refresh()
{
    const auto &run = m_around.run;
    if (!run.watching() || !run.dag() || m_around.runNodes.fit() == bridge::RunNodes::Fit::None) {
        m_waits.clear();
        m_view.setCriticalPath({}, -1);
        emit heatChanged();
        return;
    }
    askOutputs();
    const DagSpec &ran = *run.dag();
    const auto &rows = run.tasks();
    const auto &shown = m_around.document.dag();
    const std::vector<models::EdgeFlow> flows =
        models::edgeFlows(ran, rows, m_outputsOf == run.id() ? m_outputs : std::vector<JsonText>());
    std::map<std::pair<NodeIndex, NodeIndex>, std::size_t> byEnds; // of the run's DAG
    const bool same = m_around.runNodes.fit() == bridge::RunNodes::Fit::Same;
    for (std::size_t i = 0; !same && i < ran.edges.size(); ++i)
        byEnds.emplace(std::pair(ran.edges[i].from, ran.edges[i].to), i);
    std::vector<universe::EdgeTraffic> traffic;
    for (std::size_t i = 0; i < shown.edges.size(); ++i) {
        std::size_t edge = i; // the very text that ran has the same edges
        if (!same) {
            const auto known = byEnds.find({m_around.runNodes.ofRun(shown.edges[i].from),
                                            m_around.runNodes.ofRun(shown.edges[i].to)});
            if (known == byEnds.end())
                continue;
            edge = known->second;
        }
        if (edge < flows.size())
            traffic.push_back({int(i), flows[edge].bytes, flows[edge].latency, flows[edge].bad});
    }
    m_view.setTraffic(traffic);
    const std::vector<NodeIndex> way = models::longestWay(ran, rows);
    std::vector<int> path;
    for (const NodeIndex node : way)
        if (const NodeIndex here = m_around.runNodes.ofDag(node); here != none)
            path.push_back(int(here));
    const NodeIndex slowest = m_around.runNodes.ofDag(models::slowestOf(way, rows));
    m_view.setCriticalPath(path, slowest == none ? -1 : int(slowest));
    m_mostGpus = 0;
    for (const NodeSpec &node : ran.nodes)
        m_mostGpus = std::max(m_mostGpus, node.resources.gpuUnits);
    m_waits = models::waits(ran, rows, run.summary().created);
    m_longestWait = m_waits.empty() ? 0 : *std::max_element(m_waits.begin(), m_waits.end());
    if (m_view.encoding().heat != Heat::None)
        emit heatChanged();
}

std::array<float, universe::heatCount> EncodingControl::heatOf(NodeIndex node) const
{
    std::array<float, universe::heatCount> heat{-1, -1, -1, -1};
    const auto &run = m_around.run;
    const TaskRow *row = run.rowOf(node);
    if (row == nullptr || !run.dag() || node >= run.dag()->nodes.size())
        return heat;
    const Resources &reserved = run.dag()->nodes[node].resources;
    const double cores = std::max(0.1, reserved.cpuCores);
    const double memory = std::max(1.0, double(reserved.memoryMB) * 1024);
    const TaskSample now = run.inPast() ? TaskSample() : m_load.now(row->task);
    const double seconds = double(row->end - row->start) / 1000;
    if (now.at > 0) {
        heat[0] = float(now.cpu / cores);
        heat[1] = float(double(now.memoryKiB) / memory);
    } else if (row->end > 0 && seconds > 0) {
        heat[0] = float(row->usage.cpuSeconds / seconds / cores);
        heat[1] = float(double(row->usage.maxMemoryKiB) / memory);
    }
    if (m_mostGpus > 0 && row->start > 0)
        heat[2] = float(reserved.gpuUnits) / float(m_mostGpus);
    if (node < m_waits.size() && m_waits[node] >= 0)
        heat[3] = m_longestWait > 0 ? float(m_waits[node] / m_longestWait) : 0;
    for (float &value : heat)
        value = std::min(value, 1.0F);
    return heat;
}

} // namespace orrery::shell
