// SPDX-License-Identifier: GPL-3.0-or-later
// The wall display: full screen, pages that take turns, nothing that can be clicked.
#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "shell/desk.h"
#include "theming/theme.h"
#include "widgets/actionregistry.h"
#include "widgets/surroundings.h"

class QStackedLayout;

namespace orrery::shell {
class RunControl;
class UniversePanel;
} // namespace orrery::shell
namespace orrery::models {
class RunLoad;
}

namespace orrery::wall {

class AlertsPage;
class WallPage;

class WallWindow final : public QWidget {
    Q_OBJECT
public:
    WallWindow(theming::Theme &theme, shell::Desk &desk);
    ~WallWindow() override;

    [[nodiscard]] int pageCount() const;
    [[nodiscard]] int page() const;
    void showPage(int page);
    /// [ms] each; the setting wall.seconds unless told otherwise.
    void setPageTime(int milliseconds);
    /// How often another page came [count].
    [[nodiscard]] int turns() const { return m_turns; }
    [[nodiscard]] const std::vector<WallPage *> &painted() const { return m_painted; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void makePages();
    void follow();
    void turn();
    void refreshHead();

    theming::Theme &m_theme;
    shell::Desk &m_desk;
    widgets::ActionRegistry m_actions;
    widgets::Surroundings m_around;
    std::unique_ptr<models::RunLoad> m_load;
    shell::RunControl *m_control;
    shell::UniversePanel *m_universe = nullptr;
    AlertsPage *m_alerts = nullptr;
    std::vector<WallPage *> m_painted;
    QStackedLayout *m_stack;
    class Head;
    Head *m_head;
    QTimer m_turn;
    QTimer m_clock; ///< once a minute
    int m_turns = 0;
    QString m_stalled;
};

} // namespace orrery::wall
