// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG edited in the universe, by mouse and by keyboard: what a hand asks for there, and the
// commands of the Edit menu, become changes of the document.
#pragma once

#include <functional>
#include <optional>
#include <span>

#include <QJsonObject>
#include <QObject>
#include <QPointF>
#include <QVector3D>

#include "engine/edit.h"
#include "universe/designing.h"
#include "universe/universeview.h"
#include "widgets/workbench.h"

class QMimeData;

namespace orrery::designer {

/// A node that is about to be there, and how what comes before feeds it.
struct NewNode {
    QJsonObject node; ///< with a nodeId; a taken one is made unique
    std::vector<std::pair<std::string, std::string>> dataMapping{}; ///< of the edge into it
};

class Canvas final : public QObject {
    Q_OBJECT
public:
    /// A chooser of what comes next, shown at `global`; it calls `chosen` once or not at all.
    using Chooser = std::function<void(QPoint global, NodeIndex from,
                                       std::function<void(const NewNode &)> chosen)>;

    /// @param container  the widget that holds the view's window
    Canvas(widgets::Workbench &bench, universe::UniverseView &view, QWidget *container);

    /// Without one, an edge that is drawn into the void makes a plain shell task.
    void setChooser(Chooser chooser) { m_chooser = std::move(chooser); }

    /// @param at    where it stands; absent = where the layout puts it
    /// @param from  what feeds it; none = nothing does
    void addNode(const NewNode &wanted, std::optional<QVector3D> at, NodeIndex from);
    /// Opens the chooser beside the selected node, or in the middle.
    void quickAdd();
    void remove(bool rejoin);
    void duplicate(bool incoming);
    void copy();
    void cut();
    void paste(bool incoming);
    void connectChosen();
    void disconnectChosen();
    void rename();
    void selectAll();
    /// Adds all before or behind what is selected.
    void selectReach(bool upstream, bool downstream);
    enum class Line { Column, Row, Depth };
    void align(Line line);
    void spread(); ///< at equal distances along the flow or across it, whichever is longer
    /// Takes the places out of the file, of what is selected or of all: the layout decides again.
    void arrange(bool all);
    void showMenu(QPoint global);

    [[nodiscard]] static bool pasteable(const QMimeData *data);

signals:
    /// Something was changed here; the view shows it already.
    void edited();

private:
    void makeActions();
    void makeSelectActions();
    void makeLayoutActions();
    void refresh();
    void refreshActions();
    void move(const std::vector<int> &nodes, const std::vector<QVector3D> &places);
    void link(int from, int to, bool plain);
    [[nodiscard]] universe::Designing::Verdict judge(int from, int to, bool plain) const;
    void linkToNothing(int from, QPointF pixel, const QVector3D &at);
    void choose(QPoint global, NodeIndex from, std::optional<QVector3D> at);
    void moveTo(const std::vector<NodeIndex> &nodes, const std::vector<QVector3D> &places,
                const QString &label);
    bool perform(const QString &label, std::span<const Change> changes,
                 const QString &subject = {});
    void selectByIds(const std::vector<std::string> &ids);
    [[nodiscard]] std::vector<std::string> chosenIds() const;
    [[nodiscard]] std::string freeId(const std::string &wanted,
                                     std::span<const std::string> taken = {}) const;
    [[nodiscard]] QString nameOf(std::span<const std::string> ids) const;
    [[nodiscard]] const DagSpec &dag() const { return m_around.document.dag(); }
    bool eventFilter(QObject *watched, QEvent *event) override;
    [[nodiscard]] QPoint globalOf(QPointF pixel) const;

    widgets::Workbench &m_bench;
    widgets::Surroundings m_around;
    universe::UniverseView &m_view;
    QWidget *m_container;
    Chooser m_chooser;
    std::vector<QAction *> m_needNodes; ///< enabled while nodes are selected
    std::vector<QAction *> m_needFile;  ///< while the document may be edited
};

} // namespace orrery::designer
