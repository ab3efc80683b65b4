// SPDX-License-Identifier: GPL-3.0-or-later
// A data file as a table: filter, sort by a click, and what each column holds.
#pragma once

#include <QTimer>
#include <QWidget>

#include "models/filetablemodel.h"
#include "theming/theme.h"

class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace orrery::data {

class ColumnCard;

class TablePreview final : public QWidget {
    Q_OBJECT
public:
    explicit TablePreview(theming::Theme &theme, QWidget *parent = nullptr);

    ~TablePreview() override;

    [[nodiscard]] Result<> open(const QString &file, bool json, char delimiter = 0);
    void close();
    [[nodiscard]] models::FileTableModel &model() { return m_model; }

private:
    void refresh();
    void fitColumns();

    theming::Theme &m_theme;
    models::FileTableModel m_model;
    QLineEdit *m_filter;
    QLabel *m_count;
    QToolButton *m_before;
    QToolButton *m_after;
    QTableView *m_table;
    ColumnCard *m_card;
    int m_column = 0; ///< the one that is told in figures
    QTimer m_typing;  ///< the filter works once one has stopped typing
};

/// One column in figures, with its histogram.
class ColumnCard final : public QWidget {
    Q_OBJECT
public:
    explicit ColumnCard(theming::Theme &theme, QWidget *parent = nullptr);
    void show(const QString &name, const models::ColumnStats *stats, bool partial);
    [[nodiscard]] QStringList lines() const { return m_lines; }
    [[nodiscard]] QSize sizeHint() const override { return {190, 160}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    theming::Theme &m_theme;
    QString m_name;
    QStringList m_lines;
    std::vector<double> m_bars;
    QString m_from, m_to; ///< ends of the histogram
};

} // namespace orrery::data
