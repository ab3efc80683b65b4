// SPDX-License-Identifier: GPL-3.0-or-later
// A log or text of any size, painted line by line: only what is seen is read and decoded. Its lines
// come as they are printed, or stand in a file.
#pragma once

#include <memory>
#include <optional>

#include <QAbstractScrollArea>

#include "models/linesearch.h"
#include "models/logbuffer.h"
#include "models/recordfile.h"
#include "models/styledtext.h"
#include "theming/theme.h"

namespace orrery::widgets {

class LogView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit LogView(theming::Theme &theme, QWidget *parent = nullptr);

    /// Lines of a file in place of what was printed; its end is shown first when `atEnd`.
    /// @error as RecordFile::open
    [[nodiscard]] Result<> showFile(const models::FileRange &range, bool atEnd);
    [[nodiscard]] bool showsFile() const { return m_file != nullptr; }
    [[nodiscard]] qsizetype lineCount() const;
    [[nodiscard]] QString line(qsizetype index) const; ///< as shown
    void append(QByteArrayView bytes);
    void clear();
    void setFollowing(bool following);
    [[nodiscard]] bool following() const { return m_following; }
    [[nodiscard]] const models::LogBuffer &buffer() const { return m_buffer; }
    /// Selects the next (or previous) line that holds `text`. @return false when there is none; of
    /// a file the answer may come later, with searchChanged().
    bool find(const QString &text, bool backwards);
    /// What is known of matches: "3 of 1204", "none", "57, searching"; empty without a search.
    [[nodiscard]] QString searchText() const;
    /// Marks what matches while it is typed.
    void setHighlight(const QString &text);
    /// The selected lines, or all of them.
    [[nodiscard]] QString selectedText() const;

signals:
    void followingChanged(bool following);
    void searchChanged();

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
    [[nodiscard]] QByteArray raw(qsizetype index) const;
    [[nodiscard]] qsizetype firstNumber() const;
    [[nodiscard]] QColor colorOf(const models::TextStyle &style) const;
    void paintText(QPainter &painter, const models::StyledText &line, qsizetype from,
                   qsizetype count, int x, int y) const;
    void showLine(qsizetype index);
    bool stepInFile(bool backwards);
    [[nodiscard]] qsizetype lineAt(const QPoint &pos) const;
    void updateBars();
    void paintLine(QPainter &painter, qsizetype index, int y, int left, int numberWidth);
    void copy() const;

    theming::Theme &m_theme;
    models::LogBuffer m_buffer;
    std::unique_ptr<models::RecordFile> m_file; ///< shown in place of the buffer
    models::LineSearch m_search;                ///< in m_file
    std::optional<bool> m_wanted;               ///< a match is to be shown once found: backwards?
    QString m_highlight;
    bool m_following = true;
    qsizetype m_anchor = -1; ///< numbers of lines, which stay when old lines go
    qsizetype m_head = -1;
    qsizetype m_widest = 0; ///< [characters] among lines painted so far
    int m_rowHeight;
    int m_charWidth;
};

} // namespace orrery::widgets
