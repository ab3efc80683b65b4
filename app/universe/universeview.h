// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG universe as a widget: a Qt Quick 3D window that draws only when something changes.
#pragma once

#include <atomic>
#include <memory>
#include <span>

#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QPointer>

#include "universegraph.h"

class QQuickView;
class QWidget;

namespace orrery::theming {
class Theme;
}

namespace orrery::universe {

class Designing;
class UniverseScene;

/// Owns the window. All calls and signals belong to the GUI thread; node and edge numbers are the
/// indices of the graph set last. Idle it renders nothing; while a node runs, `motion.flowHz`
/// frames a second; hidden, none.
class UniverseView final : public QObject {
    Q_OBJECT
public:
    /// @param theme  must outlive the view; its changes show at once
    explicit UniverseView(theming::Theme &theme, QObject *parent = nullptr);
    ~UniverseView() override;

    /// Puts the window into a widget, which owns it from then on. Call once.
    [[nodiscard]] QWidget *createContainer(QWidget *parent);
    /// The window itself, for tests and for a window of its own.
    [[nodiscard]] QQuickView *window() const;
    [[nodiscard]] const UniverseScene &scene() const { return *m_scene; }

    /// Replaces the graph, fits the view and forgets states and selection. An empty one shows the
    /// emblem.
    void setGraph(const UniverseGraph &graph);
    /// The same DAG after an edit: camera, states and selection stay with what is still there.
    /// @param now  the new index of each node that was there; -1 = it is gone
    void updateGraph(const UniverseGraph &graph, const std::vector<int> &now);
    /// A refined layout: nodes glide there. Ignored unless there is one position per node.
    void setPositions(UniversePositions positions);
    /// New states of some nodes; the caller sends at most one batch a frame. The first batch turns
    /// the blueprint into a live graph.
    void setStates(std::span<const NodeState> states);

    /// What is shown beside states; kept over graphs. Traffic and path are of the graph set last.
    void setEncoding(const Encoding &encoding);
    [[nodiscard]] const Encoding &encoding() const;
    void setTraffic(std::span<const EdgeTraffic> traffic);
    /// @param nodes  of the longest way, first to last  @param bottleneck  -1 = none
    void setCriticalPath(const std::vector<int> &nodes, int bottleneck);
    /// A frozen moment: what runs then does not flow, and nothing is drawn until something changes.
    void setStill(bool still);

    void select(int node); ///< -1 = none; emits selected() when it changes
    /// Several nodes, the chief last, or an edge; -1 = none. Emits chosen() when it changes.
    void choose(const std::vector<int> &nodes, int edge);
    [[nodiscard]] const std::vector<int> &chosenNodes() const;
    [[nodiscard]] int chosenEdge() const;
    /// Moving, connecting and framing by hand; what is asked for is told by its signals.
    [[nodiscard]] Designing &designing() const;
    void setFlat(bool flat); ///< a drawing in the plane, or space
    [[nodiscard]] bool flat() const;
    /// The place in space under a pixel of the window, in the plane of the graph's middle.
    [[nodiscard]] QVector3D placeAt(QPointF pixel) const;
    [[nodiscard]] QPointF pixelOf(int node) const; ///< its middle, in the window
    [[nodiscard]] QVector3D placeOf(int node) const;
    void focusNode(int node); ///< selects it and flies there
    void fit();
    /// Where the camera stands, in words that setPose() understands; "" while it shows the whole.
    [[nodiscard]] QString pose() const;
    /// Anything else than such words changes nothing.
    void setPose(const QString &words); ///< shows the whole graph

    [[nodiscard]] QImage grab();            ///< renders now, in device pixels
    [[nodiscard]] qint64 frames() const;    ///< shown so far
    [[nodiscard]] QString problems() const; ///< errors of the QML, one a line; "" = none

signals:
    void selected(int node);  ///< the chief; -1 = none
    void chosen();            ///< other nodes are selected, or another edge
    void hovered(int node);   ///< -1 = none
    void activated(int node); ///< double click or Return
    void emptyActionRequested();
    /// Once: the first frame that shows a graph (or the emblem, if none was set before it).
    /// @param seconds  since this object was made
    void firstFrame(double seconds);
    /// Once: the first frame that shows nodes.
    void graphShown();

private:
    bool eventFilter(QObject *watched, QEvent *event) override;

    QElapsedTimer m_sinceStart;
    std::unique_ptr<UniverseScene> m_scene;
    QPointer<QQuickView> m_view;
    std::atomic<qint64> m_frames = 0;
    bool m_graphAwaited = true; ///< no graph was set yet
    QElapsedTimer m_frameClock; // of the render thread
};

/// Makes `import Orrery.Universe` known; UniverseView calls it.
void registerUniverse();

} // namespace orrery::universe
