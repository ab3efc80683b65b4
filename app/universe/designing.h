// SPDX-License-Identifier: GPL-3.0-or-later
// What a hand does to the graph in the universe: moving nodes, drawing an edge, a frame around
// many. It only asks: the host decides what becomes of the DAG.
#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <QVector3D>
#include <qqmlregistration.h>

namespace orrery::universe {

class UniverseScene;

class Designing final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the scene makes it")
    Q_PROPERTY(bool enabled READ enabled NOTIFY enabledChanged)
    Q_PROPERTY(bool handleShown READ handleShown NOTIFY changed)
    Q_PROPERTY(QPointF handle READ handle NOTIFY changed)
    Q_PROPERTY(bool handleHot READ handleHot NOTIFY changed)
    Q_PROPERTY(bool linking READ linking NOTIFY changed)
    Q_PROPERTY(QPointF linkStart READ linkStart NOTIFY changed)
    Q_PROPERTY(QPointF linkEnd READ linkEnd NOTIFY changed)
    Q_PROPERTY(bool linkRefused READ linkRefused NOTIFY changed)
    Q_PROPERTY(bool linkFits READ linkFits NOTIFY changed)
    Q_PROPERTY(QString linkText READ linkText NOTIFY changed)
    Q_PROPERTY(bool framing READ framing NOTIFY changed)
    Q_PROPERTY(QRectF frame READ frame NOTIFY changed)
public:
    /// What is said while an edge is held over a node.
    struct Verdict {
        QString refusal; ///< why the edge may not be; "" = it may
        QString text;    ///< what would flow
    };
    /// @param plain  Shift is held: an edge without data is meant
    using Judge = std::function<Verdict(int from, int to, bool plain)>;

    explicit Designing(UniverseScene &scene);

    void setEnabled(bool enabled);
    [[nodiscard]] bool enabled() const { return m_enabled; }
    void setJudge(Judge judge) { m_judge = std::move(judge); }

    // --- calls of the input surface, in pixels of the view
    [[nodiscard]] bool onHandle(QPointF pixel) const;
    void pointAt(QPointF pixel); ///< the pointer moves, no button is down
    void beginMove(int node, QPointF pixel);
    void moveTo(QPointF pixel);
    void endMove();
    void beginLink(int from, QPointF pixel);
    void linkTo(QPointF pixel, bool plain);
    void endLink(QPointF pixel, bool plain);
    void beginFrame(QPointF pixel, bool adds);
    void frameTo(QPointF pixel);
    void endFrame();
    void cancel(); ///< whatever is under way; moved nodes go back
    [[nodiscard]] bool busy() const { return m_act != Act::None; }
    void askMenu(QPointF pixel);
    /// Moves what is selected, by keys. @param step  [box widths]
    void nudge(const QVector3D &step);

    // --- properties
    [[nodiscard]] bool handleShown() const;
    [[nodiscard]] QPointF handle() const;
    [[nodiscard]] bool handleHot() const { return m_handleHot; }
    [[nodiscard]] bool linking() const { return m_act == Act::Link; }
    [[nodiscard]] QPointF linkStart() const;
    [[nodiscard]] QPointF linkEnd() const { return m_pixel; }
    [[nodiscard]] bool linkRefused() const { return !m_verdict.refusal.isEmpty(); }
    [[nodiscard]] bool linkFits() const;
    [[nodiscard]] QString linkText() const;
    [[nodiscard]] bool framing() const { return m_act == Act::Frame; }
    [[nodiscard]] QRectF frame() const { return QRectF(m_pressed, m_pixel).normalized(); }
    void sceneMoved() { emit changed(); }

signals:
    void enabledChanged();
    void changed();
    /// Nodes were put elsewhere: their positions in space.
    void moved(const std::vector<int> &nodes, const std::vector<QVector3D> &positions);
    void linked(int from, int to, bool plain);
    /// An edge was drawn into the void. @param at  the place there
    void linkedToNothing(int from, QPointF pixel, const QVector3D &at);
    /// @param node, edge  under the pointer; -1 = none
    void menuAsked(QPointF pixel, int node, int edge);

private:
    enum class Act { None, Move, Link, Frame };
    [[nodiscard]] int handleNode() const;

    UniverseScene &m_scene;
    Judge m_judge;
    bool m_enabled = false;
    bool m_handleHot = false;
    Act m_act = Act::None;
    QPointF m_pressed, m_pixel;
    int m_from = -1;
    int m_to = -1;
    bool m_plain = false;
    Verdict m_verdict;
    std::vector<int> m_moving;
    std::vector<QVector3D> m_before;
    QVector3D m_grip; ///< the point in space that follows the pointer
    bool m_adds = false;
};

} // namespace orrery::universe
