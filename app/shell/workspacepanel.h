// SPDX-License-Identifier: GPL-3.0-or-later
// The home's DAGs and the examples: open one with a click, run one with another.
#pragma once

#include <QWidget>

#include "models/daglistmodel.h"
#include "widgets/surroundings.h"

class QLineEdit;
class QListView;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::shell {

class WorkspacePanel final : public QWidget {
    Q_OBJECT
public:
    WorkspacePanel(const widgets::Surroundings &around, models::DagListModel &model,
                   QWidget *parent = nullptr);
    void startFilter();

signals:
    void openRequested(const QString &file);
    void runRequested(const QString &file);

private:
    void refresh();
    void followDocument();
    widgets::Surroundings m_around;
    models::DagListModel &m_model;
    models::DagFilter m_filter;
    QLineEdit *m_field;
    QListView *m_list;
    widgets::StateFrame *m_frame;
};

} // namespace orrery::shell
