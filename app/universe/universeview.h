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
    /// A refined layout: nodes glide there. Ignored unless there is one position per node.
    void setPositions(UniversePositions positions);
    /// New states of some nodes; the caller sends at most one batch a frame. The first batch turns
    /// the blueprint into a live graph.
    void setStates(std::span<const NodeState> states);

    /// A frozen moment: what runs then does not flow, and nothing is drawn until something changes.
    void setStill(bool still);

    void select(int node);    ///< -1 = none; emits selected() when it changes
    void focusNode(int node); ///< selects it and flies there
    void fit();               ///< shows the whole graph

    [[nodiscard]] QImage grab();            ///< renders now, in device pixels
    [[nodiscard]] qint64 frames() const;    ///< shown so far
    [[nodiscard]] QString problems() const; ///< errors of the QML, one a line; "" = none

signals:
    void selected(int node);  ///< -1 = none
    void hovered(int node);   ///< -1 = none
    void activated(int node); ///< double click or Return
    void emptyActionRequested();
    /// Once: the first frame that shows a graph (or the emblem, if none was set before it).
    /// @param seconds  since this object was made
    void firstFrame(double seconds);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;

    QElapsedTimer m_sinceStart;
    std::unique_ptr<UniverseScene> m_scene;
    QPointer<QQuickView> m_view;
    std::atomic<qint64> m_frames = 0;
    QElapsedTimer m_frameClock; // of the render thread
};

/// Makes `import Orrery.Universe` known; UniverseView calls it.
void registerUniverse();

} // namespace orrery::universe
