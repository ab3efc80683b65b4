// SPDX-License-Identifier: GPL-3.0-or-later
// A log of any size, painted line by line: only what is seen is decoded.
#pragma once

#include <QAbstractScrollArea>

#include "models/logbuffer.h"
#include "theming/theme.h"

namespace orrery::shell {

class LogView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LogView(theming::Theme &theme, QWidget *parent = nullptr);

    void append(QByteArrayView bytes);
    void clear();
    void setFollowing(bool following);
    [[nodiscard]] bool following() const { return m_following; }
    [[nodiscard]] const models::LogBuffer &buffer() const { return m_buffer; }
    /// Selects the next (or previous) line that holds `text`. @return false when there is none
    bool find(const QString &text, bool backwards);
    /// Marks what matches while it is typed.
    void setHighlight(const QString &text);
    /// The selected lines, or all of them.
    [[nodiscard]] QString selectedText() const;

signals:
    void followingChanged(bool following);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    [[nodiscard]] int visibleLines() const;
    [[nodiscard]] qsizetype lineAt(const QPoint &pos) const;
    void updateBars();
    void paintLine(QPainter &painter, qsizetype index, int y, int left, int numberWidth);
    void copy() const;

    theming::Theme &m_theme;
    models::LogBuffer m_buffer;
    QString m_highlight;
    bool m_following = true;
    qsizetype m_anchor = -1; ///< numbers of lines, which stay when old lines go
    qsizetype m_head = -1;
    qsizetype m_widest = 0; ///< [characters] among lines painted so far
    int m_rowHeight;
    int m_charWidth;
};

} // namespace orrery::shell
