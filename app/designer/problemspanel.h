// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with the open file, as it is edited: a click shows the place in the graph, in the
// form and in the text; what can be mended without thought is mended by one click.
#pragma once

#include <QSortFilterProxyModel>
#include <QWidget>

#include "models/findingsmodel.h"
#include "widgets/workbench.h"

class QTableView;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::designer {

class Combo;

class ProblemsPanel final : public QWidget {
    Q_OBJECT
public:
    explicit ProblemsPanel(widgets::Workbench &bench, QWidget *parent = nullptr);
    /// For the title row: which severities are shown.
    [[nodiscard]] QWidget *tools() const;
    [[nodiscard]] const models::FindingsModel &model() const { return m_model; }
    /// To the problem after the current one, or before it; the first when there is none.
    void go(int step);

private:
    class Filter final : public QSortFilterProxyModel {
    public:
        explicit Filter(models::FindingsModel &model);
        void setShown(int shown);

    protected:
        [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

    private:
        models::FindingsModel &m_findings;
        int m_shown = 0; ///< 0 all, 1 errors, 2 warnings
    };
    void refresh();
    void offerFixes();
    void open(const QModelIndex &index);
    void fix(std::string message, std::string path);

    widgets::Workbench &m_bench;
    widgets::Surroundings m_around;
    models::FindingsModel m_model;
    Filter m_filter;
    QTableView *m_table;
    widgets::StateFrame *m_frame;
    Combo *m_severity;
};

} // namespace orrery::designer
