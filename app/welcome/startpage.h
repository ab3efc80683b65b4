// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in the middle while no DAG is open: begin, go on with what was open, look at
// examples.
#pragma once

#include <memory>

#include <QWidget>

#include "welcome/examples.h"
#include "widgets/recentfiles.h"
#include "widgets/workbench.h"

class QVBoxLayout;

namespace orrery::welcome {

class StartPage final : public QWidget {
    Q_OBJECT
public:
    /// @param examplesDir  may be empty or missing: then there are no examples
    StartPage(widgets::Workbench &bench, QString examplesDir, QWidget *parent = nullptr);

    /// Reads the recent files anew.
    void refreshRecent();
    [[nodiscard]] const std::vector<Example> &examples() const { return m_examples; }
    /// Asks for name and place of a new DAG. @param example  offered first; "" = the smallest
    void newDag(const QString &example = {});

signals:
    void openRequested();
    void tourRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeBegin();
    QWidget *makeRecentRow(const QString &file);
    void fillExamples();

    widgets::Workbench &m_bench;
    QString m_examplesDir;
    std::vector<Example> m_examples;
    widgets::RecentFiles m_recent;
    QVBoxLayout *m_recentColumn = nullptr;
    QVBoxLayout *m_exampleColumn = nullptr;
    bool m_filled = false;
};

} // namespace orrery::welcome
