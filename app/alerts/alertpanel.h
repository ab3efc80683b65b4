// SPDX-License-Identifier: GPL-3.0-or-later
// The alert centre: what was raised and not yet acknowledged, and the rules beside it.
#pragma once

#include <QTimer>
#include <QWidget>

#include "alerts/readings.h"

class QLabel;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace orrery::alerts {

class AlertPanel final : public QWidget {
    Q_OBJECT
public:
    AlertPanel(const widgets::Surroundings &around, Readings &readings, QWidget *parent = nullptr);

    [[nodiscard]] QTreeWidget *alerts() const { return m_alerts; }
    [[nodiscard]] QTreeWidget *rules() const { return m_rules; }

signals:
    void runChosen(const orrery::RunId &run);
    void refused(const QString &why);
    void openChanged(int open);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void refresh();
    void refreshRules();
    void takeRule(QTreeWidgetItem *item, int column);
    void acknowledge();
    [[nodiscard]] QString text(const models::Alert &alert) const;

    widgets::Surroundings m_around;
    Readings &m_readings;
    QTreeWidget *m_alerts;
    QTreeWidget *m_rules;
    QLabel *m_problem;
    QLabel *m_empty;
    QPushButton *m_acknowledge;
    std::vector<models::AlertRule> m_shownRules;
    bool m_filling = false;
    int m_open = -1;
    QTimer m_later;
};

} // namespace orrery::alerts
