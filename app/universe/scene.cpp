// SPDX-License-Identifier: GPL-3.0-or-later
// The scene's data half: what the host hands in, and the tables and names made of it.
#include "scene.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QMetaObject>
#include <QRandomGenerator>

#include "theming/stateglyph.h"

namespace orrery::universe {
namespace {

constexpr int nameLength = 26;    // longer names are cut in the middle
constexpr int curveLimit = 20000; // edges; above, curves are made when needed
constexpr int morphLimit = 20000; // nodes; above, a refined layout is taken at once

QString shortName(const QString &name)
{
    if (name.size() <= nameLength)
        return name;
    return name.left(nameLength / 2) + u'…' + name.right(nameLength / 2 - 1);
}

QString duration(double seconds)
{
    if (seconds < 0)
        return {};
    if (seconds < 60)
        return u"%1 s"_qs.arg(seconds, 0, 'f', 1);
    const int whole = int(seconds);
    if (whole < 3600)
        return u"%1 min %2 s"_qs.arg(whole / 60).arg(whole % 60, 2, 10, QChar(u'0'));
    return u"%1 h %2 min"_qs.arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QChar(u'0'));
}

QVector3D mix(const QVector3D &a, const QVector3D &b, float t)
{
    return a + (b - a) * t;
}

} // namespace

UniverseScene::UniverseScene(const theming::Theme &theme, QObject *parent)
    : QObject(parent), m_theme(theme), m_palette(Palette::of(theme)),
      m_points(QQuick3DGeometry::PrimitiveType::Points),
      m_lines(QQuick3DGeometry::PrimitiveType::Lines),
      m_stars(QQuick3DGeometry::PrimitiveType::Points)
{
    m_tick.setInterval(16);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &UniverseScene::tick);
    connect(&m_flow, &QTimer::timeout, this, [this] {
        m_time = std::fmod(m_time + float(m_flow.interval()) / 1000.0F, 3600.0F);
        emit timeChanged();
    });
    connect(&theme, &theming::Theme::changed, this, [this] {
        m_palette = Palette::of(m_theme);
        updateFlow();
        updateLegend();
        dirty(Nodes | Edges | Names);
    });
    fillStars();
}

void UniverseScene::setGraph(const UniverseGraph &graph)
{
    m_designing.cancel();
    m_graph.assign(graph);
    m_graph.setPositions(drawn(m_graph.positions()));
    m_title = graph.title;
    m_bounds = m_graph.bounds();
    m_focus = {.encoding = m_focus.encoding};
    m_traffic.resize(std::size_t(m_graph.edgeCount()));
    m_criticalPath.clear();
    m_morph = {};
    m_flash.assign(std::size_t(m_graph.nodeCount()), 0);
    m_flashing = false;
    m_levels.clear();
    m_nameWidth.assign(std::size_t(m_graph.nodeCount()), -1);
    rebuildCurves();
    fillStars();
    updateLegend();
    updateFlow();
    m_camera.setSceneRadius(m_bounds.radius());
    m_camera.setPose({});
    m_glide.at = 1;
    m_fitted = true;
    const CameraPose pose = fitPose();
    m_fitDistance = pose.distance;
    m_camera.setPose(pose);
    emit graphChanged();
    emit cardChanged();
    cameraMoved();
    dirty(Nodes | Edges | Names);
}

void UniverseScene::setPositions(UniversePositions positions)
{
    if (int(positions.nodes.size()) != m_graph.nodeCount())
        return; // of a graph that was replaced meanwhile
    if (int(positions.routes.size()) != m_graph.edgeCount())
        positions.routes.assign(std::size_t(m_graph.edgeCount()), {});
    m_morph.from = m_graph.positions();
    m_morph.to = drawn(std::move(positions.nodes));
    m_morph.routes = std::move(positions.routes);
    if (m_flat)
        for (auto &route : m_morph.routes)
            route.clear();
    m_morph.at = 0;
    if (!animated() || m_graph.nodeCount() > morphLimit)
        m_morph.at = 0.9999F;
    startTick();
    if (m_morph.at > 0)
        tick();
}

void UniverseScene::setStates(std::span<const NodeState> states)
{
    const bool first = !m_focus.live && !states.empty();
    if (animated() && states.size() <= 512)
        for (const NodeState &next : states)
            if (m_graph.holds(next.node) && m_graph.state(next.node).state != next.state) {
                m_flash[std::size_t(next.node)] = 1;
                m_flashing = true;
            }
    m_focus.live = m_focus.live || first;
    const bool changed = m_graph.apply(states) || first;
    if (m_flashing)
        startTick();
    if (changed) {
        updateLegend();
        updateFlow();
    }
    if (cardShown())
        emit cardChanged();
    dirty(changed ? Nodes | Edges | Names : Nodes);
}

NodeCard UniverseScene::card() const
{
    NodeCard card;
    const int node = m_focus.hovered;
    if (!m_graph.holds(node))
        return card;
    const NodeState &state = m_graph.state(node);
    card.title = m_graph.title(node);
    card.id = m_graph.id(node);
    card.type = m_graph.type(node);
    card.before = int(m_graph.incoming(node).size());
    card.after = int(m_graph.outgoing(node).size());
    card.hue = m_theme.color().accent;
    if (const int items = m_graph.mapped(node); items > 1)
        card.items =
            state.progress >= 0 && m_focus.live
                ? tr("%1 of %2 items").arg(std::lround(state.progress * float(items))).arg(items)
                : tr("%1 items").arg(items);
    QStringList kind{card.type, card.id == card.title ? QString() : card.id, card.items};
    kind.removeAll(QString());
    card.kind = kind.join(u"  ·  "_qs);
    card.nodeState = int(state.state);
    if (!m_focus.live)
        return card;
    card.stateTitle = theming::stateTitle(state.state);
    card.hue = m_theme.stateColor(state.state);
    card.time = duration(state.seconds);
    card.reason = state.reason;
    card.detail = state.detail;
    card.progress = state.state == TaskState::Running ? double(state.progress) : -1;
    card.load = double(state.load);
    return card;
}

void UniverseScene::dirty(unsigned parts)
{
    m_dirty |= parts;
    if (m_flushPending)
        return;
    m_flushPending = true;
    QMetaObject::invokeMethod(this, &UniverseScene::flush, Qt::QueuedConnection);
}

void UniverseScene::flush()
{
    m_flushPending = false;
    std::vector<Level> levels;
    chooseLevels(m_graph, m_camera, levels);
    if (levels != m_levels) {
        m_levels = std::move(levels);
        m_dirty |= Nodes;
    }
    const unsigned parts = std::exchange(m_dirty, 0);
    if (parts & Nodes) {
        fillNodes(m_graph, m_levels, m_palette, m_focus, m_flash, m_nodeTables);
        m_boxes.assign(m_nodeTables.boxes);
        m_sprites.assign(m_nodeTables.sprites);
        m_points.assign(m_nodeTables.points);
    }
    if (parts & Edges) {
        fillEdges(m_graph, m_curves, m_palette, m_focus, m_traffic, m_edgeTables);
        m_ribbons.assign(m_edgeTables.ribbons);
        m_particles.assign(m_edgeTables.particles);
        m_lines.assign(m_edgeTables.lines);
    }
    if (parts & Names)
        placeNames();
}

void UniverseScene::placeNames()
{
    const QFontMetricsF metrics(m_theme.mono(m_theme.type().caption));
    const auto width = [&](int node) {
        qreal &known = m_nameWidth[std::size_t(node)];
        if (known < 0)
            known = std::ceil(metrics.horizontalAdvance(shortName(m_graph.title(node)))) + 17;
        return known;
    };
    std::vector<LabelRow> rows;
    for (const PlacedLabel &place : placeLabels(m_graph, m_camera, m_focus, m_reserved, width)) {
        const TaskState state = m_graph.state(place.node).state;
        rows.push_back({place, shortName(m_graph.title(place.node)),
                        m_focus.live ? m_theme.stateColor(state) : m_theme.color().accent});
    }
    m_labels.assign(std::move(rows));
}

void UniverseScene::rebuildCurves()
{
    m_curves.clear();
    if (m_graph.edgeCount() > curveLimit)
        return;
    m_curves.reserve(std::size_t(m_graph.edgeCount()));
    for (int edge = 0; edge < m_graph.edgeCount(); ++edge)
        m_curves.push_back(curvesOf(m_graph, edge));
}

void UniverseScene::rebuildCurves(const std::vector<int> &nodes)
{
    if (m_curves.empty())
        return rebuildCurves();
    for (const int node : nodes)
        if (m_graph.holds(node))
            for (const auto edges : {m_graph.outgoing(node), m_graph.incoming(node)})
                for (const int edge : edges)
                    m_curves[std::size_t(edge)] = curvesOf(m_graph, edge);
}

void UniverseScene::fillStars()
{
    QRandomGenerator random(7); // the same sky every time
    const auto unit = [&] { return float(random.generateDouble()); };
    std::vector<CloudGeometry::Vertex> stars;
    for (int i = 0; i < 420; ++i) {
        const float height = unit() * 2 - 1;
        const float around = unit() * 6.2831853F;
        const float flat = std::sqrt(1 - height * height);
        const float far = starRadius() * (0.6F + unit());
        const float light = 0.10F + 0.42F * std::pow(unit(), 4.0F);
        const QVector3D hue = mix({0.62F, 0.78F, 0.95F}, {0.72F, 0.58F, 1.0F}, unit() * unit());
        stars.push_back(
            {starCenter() +
                 QVector3D(flat * std::cos(around), height, flat * std::sin(around)) * far,
             {hue * light, 0}});
    }
    m_stars.assign(stars);
}

void UniverseScene::updateLegend()
{
    std::vector<LegendModel::Row> rows;
    for (std::size_t i = 0; m_focus.live && i < taskStateCount; ++i)
        rows.push_back({int(i), theming::stateTitle(TaskState(i)), m_theme.stateColor(TaskState(i)),
                        m_graph.counts()[i]});
    m_legend.assign(std::move(rows));
}

void UniverseScene::updateFlow()
{
    const bool flows = animated() && !m_still && m_focus.live && m_graph.running();
    const int wanted = 1000 / std::max(1, m_theme.motion().flowHz);
    const int interval = std::clamp(int(m_frameCost * 4), wanted, std::max(wanted, 400));
    if (std::abs(interval - m_flow.interval()) > 8)
        m_flow.setInterval(interval);
    if (flows != m_flow.isActive())
        flows ? m_flow.start() : m_flow.stop();
}

void UniverseScene::setShown(bool shown)
{
    m_shown = shown;
    updateFlow();
}

void UniverseScene::setStill(bool still)
{
    if (std::exchange(m_still, still) != still)
        updateFlow();
}

void UniverseScene::setFrameCost(double milliseconds)
{
    m_frameCost += (std::min(milliseconds, 400.0) - m_frameCost) * 0.2;
    if (m_flow.isActive())
        updateFlow();
}

void UniverseScene::startTick()
{
    if (m_tick.isActive())
        return;
    m_clock.start();
    m_tick.start();
}

void UniverseScene::tick()
{
    const auto passed = float(m_clock.restart());
    const theming::ThemeMotion &motion = m_theme.motion();
    const bool still = !animated();
    const auto step = [&](int duration) {
        return still ? 1.0F : passed / float(std::max(1, duration));
    };
    const auto eased = [](float t) { return 1 - (1 - t) * (1 - t) * (1 - t); };

    if (m_morph.at < 1) {
        m_morph.at = std::min(1.0F, m_morph.at + step(motion.slow));
        const float t = eased(m_morph.at);
        std::vector<QVector3D> at(m_morph.to.size());
        for (std::size_t i = 0; i < at.size(); ++i)
            at[i] = mix(m_morph.from[i], m_morph.to[i], t);
        m_graph.setPositions(std::move(at));
        if (m_morph.at >= 1) {
            m_graph.setRoutes(std::exchange(m_morph.routes, {}));
            m_bounds = m_graph.bounds();
            m_camera.setSceneRadius(m_bounds.radius());
            fillStars();
            emit graphChanged();
        }
        rebuildCurves();
        dirty(Nodes | Edges | Names);
        if (m_fitted) {
            const CameraPose pose = fitPose();
            m_fitDistance = pose.distance;
            moveCamera(pose);
        }
    }
    if (m_glide.at < 1) {
        m_glide.at = std::min(1.0F, m_glide.at + step(motion.ease));
        moveCamera(between(m_glide.from, m_glide.to, eased(m_glide.at)));
    }
    if (m_flashing) {
        m_flashing = false;
        for (float &glow : m_flash) {
            glow = std::max(0.0F, glow - step(motion.slow));
            m_flashing = m_flashing || glow > 0;
        }
        dirty(Nodes);
    }
    if (m_morph.at >= 1 && m_glide.at >= 1 && !m_flashing)
        m_tick.stop();
}

} // namespace orrery::universe
