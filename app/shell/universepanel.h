// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG universe in its frame: translates documents, runs and selection for the 3D view.
#pragma once

#include <QWidget>

#include "models/runload.h"
#include "universe/universeview.h"
#include "widgets/surroundings.h"

class QLabel;
class QPushButton;

namespace orrery::shell {

class EncodingControl;
class TimeBar;

class UniversePanel final : public QWidget {
    Q_OBJECT
public:
    /// @param settingsFile  where it keeps what it shows; "" = nowhere
    UniversePanel(const widgets::Surroundings &around, const models::RunLoad &load,
                  const QString &settingsFile, QWidget *parent = nullptr);

    [[nodiscard]] universe::UniverseView &view() { return *m_view; }
    [[nodiscard]] QWidget *container() { return m_container; } ///< the widget around its window
    /// What a screenshot needs: the positions for the whole graph have been handed over.
    [[nodiscard]] bool settled() const { return m_settled; }
    [[nodiscard]] TimeBar &timeBar() { return *m_timeBar; }
    /// Samples changed: nodes show their load.
    void refreshLoad();
    /// The watched run in a few words, in the colour of its state.
    void setShownRun(const QString &text, const QColor &hue);

signals:
    void openRequested();
    /// The file in place of the record that is shown, and the other way round.
    void fileWanted(const QString &file);
    void recordWanted(const orrery::RunId &run);
    void settledChanged();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBanner();
    void showDocument(bool sameFile);
    void showSelection();
    void takeSelection();
    void showPositions(bool final);
    void forgetRun();
    void showTasks(const std::vector<TaskRow> &rows);
    void showNodes(std::vector<NodeIndex> nodes);
    void refreshBanner();
    void showBanner(const QColor &hue, const QString &text, const QString &action,
                    const QString &other = {});
    void actOnBanner();
    [[nodiscard]] QString errorText() const;
    void recount();
    [[nodiscard]] universe::NodeState stateOf(NodeIndex node) const;
    [[nodiscard]] bool runIsShown() const;
    void refreshRun();
    void countMapped(const std::vector<TaskRow> &rows);

    struct Mapped {
        std::uint32_t total = 0;
        std::uint32_t done = 0;
    };

    widgets::Surroundings m_around;
    const models::RunLoad &m_load;
    EncodingControl *m_encoding;
    universe::UniverseView *m_view;
    QWidget *m_container;
    QLabel *m_run;
    QWidget *m_banner;
    QLabel *m_bannerText;
    QPushButton *m_bannerAction;
    QPushButton *m_bannerOther;
    TimeBar *m_timeBar;
    std::vector<Mapped> m_mapped;   ///< items of each node of the run
    std::vector<int> m_renumbered;  ///< by the edit that is being shown
    std::vector<TaskState> m_items; ///< last known state by TaskIndex
    bool m_drawn = false;           ///< the graph of this document is in the view
    bool m_settled = false;
    bool m_live = false;      ///< states of a run are shown
    bool m_selecting = false; ///< selection and view are being made equal
};

} // namespace orrery::shell
