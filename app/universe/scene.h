// SPDX-License-Identifier: GPL-3.0-or-later
// The universe as QML sees it: camera, tables, labels, legend, the card of the hovered node.
#pragma once

#include <chrono>
#include <span>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QPointF>
#include <QTimer>
#include <QVector2D>
#include <QVector3D>
#include <QVector4D>
#include <qqmlregistration.h>

#include "designing.h"
#include "flatinstancing.h"
#include "graphdata.h"
#include "labels.h"
#include "legendmodel.h"
#include "orbitcamera.h"
#include "tables.h"
#include "theming/theme.h"

namespace orrery::universe {

/// The holographic card of one node.
struct NodeCard {
    Q_GADGET
    QML_ANONYMOUS
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(QString id MEMBER id)
    Q_PROPERTY(QString type MEMBER type)
    Q_PROPERTY(int nodeState MEMBER nodeState)
    Q_PROPERTY(QString stateTitle MEMBER stateTitle)
    Q_PROPERTY(QColor hue MEMBER hue)
    Q_PROPERTY(QString time MEMBER time)
    Q_PROPERTY(QString reason MEMBER reason)
    Q_PROPERTY(QString detail MEMBER detail)
    Q_PROPERTY(double progress MEMBER progress)
    Q_PROPERTY(double load MEMBER load)
    Q_PROPERTY(QString items MEMBER items)
    Q_PROPERTY(QString kind MEMBER kind)
    Q_PROPERTY(int before MEMBER before)
    Q_PROPERTY(int after MEMBER after)
public:
    QString title, id, type, stateTitle, time, reason, detail, items;
    QString kind; ///< type, id and items in one line
    QColor hue;
    int nodeState = 0;
    int before = 0;       ///< direct predecessors
    int after = 0;        ///< direct successors
    double progress = -1; ///< below 0 = not known
    double load = 0;
};

class UniverseScene final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the view makes it")
    Q_PROPERTY(QVector3D eye READ eye NOTIFY cameraChanged)
    Q_PROPERTY(QQuaternion eyeRotation READ eyeRotation NOTIFY cameraChanged)
    Q_PROPERTY(float fieldOfView READ fieldOfView CONSTANT)
    Q_PROPERTY(float clipNear READ clipNear NOTIFY cameraChanged)
    Q_PROPERTY(float clipFar READ clipFar NOTIFY cameraChanged)
    Q_PROPERTY(float focal READ focal NOTIFY cameraChanged)
    Q_PROPERTY(QVector2D fog READ fog NOTIFY cameraChanged)
    Q_PROPERTY(double zoom READ zoom NOTIFY cameraChanged)
    Q_PROPERTY(QVector4D ground READ ground NOTIFY graphChanged)
    Q_PROPERTY(QVector3D starCenter READ starCenter NOTIFY graphChanged)
    Q_PROPERTY(float starRadius READ starRadius NOTIFY graphChanged)
    Q_PROPERTY(float time READ time NOTIFY timeChanged)
    Q_PROPERTY(bool empty READ empty NOTIFY graphChanged)
    Q_PROPERTY(QString title READ title NOTIFY graphChanged)
    Q_PROPERTY(int nodeCount READ nodeCount NOTIFY graphChanged)
    Q_PROPERTY(int edgeCount READ edgeCount NOTIFY graphChanged)
    Q_PROPERTY(bool cardShown READ cardShown NOTIFY cardChanged)
    Q_PROPERTY(orrery::universe::NodeCard card READ card NOTIFY cardChanged)
    Q_PROPERTY(QRectF cardNode READ cardNode NOTIFY cardMoved)
    Q_PROPERTY(orrery::universe::FlatInstancing *boxes READ boxes CONSTANT)
    Q_PROPERTY(orrery::universe::FlatInstancing *sprites READ sprites CONSTANT)
    Q_PROPERTY(orrery::universe::FlatInstancing *ribbons READ ribbons CONSTANT)
    Q_PROPERTY(orrery::universe::FlatInstancing *particles READ particles CONSTANT)
    Q_PROPERTY(orrery::universe::CloudGeometry *points READ points CONSTANT)
    Q_PROPERTY(orrery::universe::CloudGeometry *lines READ lines CONSTANT)
    Q_PROPERTY(orrery::universe::CloudGeometry *stars READ stars CONSTANT)
    Q_PROPERTY(orrery::universe::LabelModel *labels READ labels CONSTANT)
    Q_PROPERTY(orrery::universe::LegendModel *legend READ legend CONSTANT)
    Q_PROPERTY(orrery::universe::Designing *designing READ designing CONSTANT)
public:
    explicit UniverseScene(const theming::Theme &theme, QObject *parent = nullptr);

    // --- calls of the host
    void setGraph(const UniverseGraph &graph);
    /// The same DAG after an edit: what is still there keeps its state, its place in the selection
    /// and, for the eye, where it was; the camera stays.
    /// @param now  the new index of each node that was there; noNode = it is gone
    void updateGraph(const UniverseGraph &graph, const std::vector<int> &now);
    void setPositions(UniversePositions positions);
    void setStates(std::span<const NodeState> states);
    void setEncoding(const Encoding &encoding);
    [[nodiscard]] const Encoding &encoding() const { return m_focus.encoding; }
    void setTraffic(std::span<const EdgeTraffic> traffic);
    /// The longest way through the run, first to last, and the node that holds it up most.
    void setCriticalPath(const std::vector<int> &nodes, int bottleneck);
    void setShown(bool shown); ///< a hidden universe neither flows nor animates
    void setStill(bool still); ///< nothing flows, whatever runs
    /// How long a frame takes to render [ms]: flow slows down so that it takes a quarter of that
    /// thread at most, and what runs keeps its cores.
    void setFrameCost(double milliseconds);
    void focusNode(int node);
    /// Target, yaw, pitch and distance; "" while the view shows all, wherever that is.
    [[nodiscard]] QString poseText() const;
    void setPoseText(const QString &text);
    [[nodiscard]] const OrbitCamera &camera() const { return m_camera; }
    [[nodiscard]] const GraphData &graph() const { return m_graph; }
    void flush(); ///< brings the tables up to date now instead of before the next frame
    [[nodiscard]] bool moving() const { return m_tick.isActive(); }

    // --- calls of QML and of the input surface
    Q_INVOKABLE void setViewport(QSizeF pixels);
    Q_INVOKABLE void reserve(const QList<QRectF> &boxes); ///< where the HUD stands: no labels there
    Q_INVOKABLE void
    cover(QRectF card); ///< where the card stands, none = empty: no labels there either
    Q_INVOKABLE void fit();
    Q_INVOKABLE void cycle(int state); ///< selects and shows the next node in this TaskState
    void orbit(QPointF pixels);
    void pan(QPointF pixels);
    void zoomAt(QPointF pixel, float factor);
    void zoomBy(float factor);              ///< eased, around the centre
    void choose(int node);                  ///< noNode clears the selection
    void chooseAll(std::vector<int> nodes); ///< the last one is the chief
    void chooseEdge(int edge);
    void toggle(int node); ///< into the selection, or out of it
    void hoverAt(QPointF pixel);
    /// Selects the neighbour that lies most in this direction on the screen; from nothing, the node
    /// nearest to the centre.
    void walk(QPointF direction);
    [[nodiscard]] int nodeAt(QPointF pixel) const;
    [[nodiscard]] int edgeAt(QPointF pixel) const;
    [[nodiscard]] int selectedNode() const { return m_focus.selected(); }
    [[nodiscard]] const std::vector<int> &chosenNodes() const { return m_focus.chosen; }
    [[nodiscard]] int chosenEdge() const { return m_focus.edge; }
    [[nodiscard]] bool isChosen(int node) const;
    [[nodiscard]] int hoveredNode() const { return m_focus.hovered; }
    /// Where a pixel lies on the plane of the flow (z) through a point; on the plane that faces the
    /// eye where the flow is seen from its side.
    [[nodiscard]] QVector3D pointUnder(QPointF pixel, const QVector3D &through) const;
    /// Puts nodes elsewhere at once, without a transition.
    void putNodes(const std::vector<int> &nodes, const std::vector<QVector3D> &positions);
    /// Where a node stands in space, also while the drawing is flat.
    [[nodiscard]] QVector3D placeOf(int node) const;
    /// A flat drawing, seen from the front: everything at z = 0, and a drag pans.
    void setFlat(bool flat);
    [[nodiscard]] bool flat() const { return m_flat; }

    // --- properties
    [[nodiscard]] QVector3D eye() const { return m_camera.eye(); }
    [[nodiscard]] QQuaternion eyeRotation() const { return m_camera.rotation(); }
    [[nodiscard]] float fieldOfView() const { return OrbitCamera::fieldOfView; }
    [[nodiscard]] float clipNear() const { return m_camera.clipNear(); }
    [[nodiscard]] float clipFar() const { return m_camera.clipFar(); }
    [[nodiscard]] float focal() const { return m_camera.pixelsPerUnit(1); }
    [[nodiscard]] QVector2D fog() const;
    [[nodiscard]] double zoom() const { return double(m_fitDistance / m_camera.pose().distance); }
    [[nodiscard]] QVector4D ground() const; ///< centre x, height, centre z, half extent
    [[nodiscard]] QVector3D starCenter() const { return m_bounds.center(); }
    [[nodiscard]] float starRadius() const { return std::max(60.0F, m_bounds.radius() * 4); }
    [[nodiscard]] float time() const { return m_time; }
    [[nodiscard]] bool empty() const { return m_graph.nodeCount() == 0; }
    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] int nodeCount() const { return m_graph.nodeCount(); }
    [[nodiscard]] int edgeCount() const { return m_graph.edgeCount(); }
    [[nodiscard]] bool cardShown() const { return m_graph.holds(m_focus.hovered); }
    [[nodiscard]] NodeCard card() const;
    [[nodiscard]] QRectF cardNode() const; ///< the hovered node's box on the screen
    FlatInstancing *boxes() { return &m_boxes; }
    FlatInstancing *sprites() { return &m_sprites; }
    FlatInstancing *ribbons() { return &m_ribbons; }
    FlatInstancing *particles() { return &m_particles; }
    CloudGeometry *points() { return &m_points; }
    CloudGeometry *lines() { return &m_lines; }
    CloudGeometry *stars() { return &m_stars; }
    LabelModel *labels() { return &m_labels; }
    LegendModel *legend() { return &m_legend; }
    Designing *designing() { return &m_designing; }

signals:
    void cameraChanged();
    void timeChanged();
    void graphChanged();
    void cardChanged();
    void cardMoved();
    void selected(int node);
    void chosen(); ///< other nodes, or another edge
    void hovered(int node);
    void activated(int node);
    void emptyActionRequested();

private:
    enum Part : unsigned { Nodes = 1, Edges = 2, Names = 4 };

    void dirty(unsigned parts);
    void setChosen(std::vector<int> nodes, int edge);
    void moveFrom(std::vector<QVector3D> from, bool wasEmpty);
    void moveCamera(const CameraPose &pose);
    void glideTo(const CameraPose &pose);
    void cameraMoved();
    void startTick();
    void tick();
    void updateFlow();
    void updateLegend();
    void rebuildCurves();
    void rebuildCurves(const std::vector<int> &nodes); ///< of the edges at these nodes
    [[nodiscard]] std::vector<QVector3D> drawn(std::vector<QVector3D> nodes);
    [[nodiscard]] std::vector<QVector3D> places() const; ///< placeOf() of all nodes
    void redraw(std::vector<QVector3D> places);
    [[nodiscard]] float riseOf(int node) const;
    void turnToPath(float factor);
    void fillStars();
    void placeNames();
    [[nodiscard]] QMarginsF margins() const;
    [[nodiscard]] CameraPose fitPose() const;
    [[nodiscard]] bool animated() const { return !m_theme.motion().reduced && m_shown; }

    const theming::Theme &m_theme;
    Palette m_palette;
    GraphData m_graph;
    QString m_title;
    Bounds m_bounds{{-8, -3, -4}, {8, 3, 4}};
    OrbitCamera m_camera;
    float m_fitDistance = 20;
    bool m_fitted = true; ///< the view shows all; a new size or layout keeps it so
    Focus m_focus;
    std::vector<Level> m_levels;
    std::vector<std::vector<Curve>> m_curves;
    std::vector<QRectF> m_reserved; // the card first
    std::vector<qreal> m_nameWidth;
    unsigned m_dirty = 0;
    bool m_flushPending = false;

    QTimer m_tick; ///< transitions; runs only while one is under way
    QTimer m_flow; ///< particles; runs only while a node runs and the view is seen
    QElapsedTimer m_clock;
    float m_time = 0;
    bool m_shown = true;
    bool m_still = false;
    bool m_flat = false;
    std::vector<float> m_depth; ///< z of each node while the drawing is flat
    Traffic m_traffic;
    std::vector<int> m_criticalPath; ///< first to last
    double m_frameCost = 0;          // smoothed [ms]
    struct Glide {
        CameraPose from, to;
        float at = 1;
    } m_glide;
    struct Morph {
        std::vector<QVector3D> from, to;
        std::vector<std::vector<QVector3D>> routes;
        float at = 1;
    } m_morph;
    std::vector<float> m_flash;
    bool m_flashing = false;

    NodeTables m_nodeTables;
    EdgeTables m_edgeTables;
    FlatInstancing m_boxes, m_sprites, m_ribbons, m_particles;
    CloudGeometry m_points, m_lines, m_stars;
    LabelModel m_labels;
    LegendModel m_legend;
    Designing m_designing{*this};
};

} // namespace orrery::universe
