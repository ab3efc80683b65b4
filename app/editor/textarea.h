// SPDX-License-Identifier: GPL-3.0-or-later
// Scintilla with the keys that people know from their editors. All positions are bytes of UTF-8,
// and every change leaves it as TextEdits.
#pragma once

#include <vector>

#include <Qsci/qsciscintilla.h>

#include "editor/search.h"
#include "engine/edit.h"

namespace orrery::editor {

class TextArea final : public QsciScintilla {
    Q_OBJECT
public:
    explicit TextArea(QWidget *parent = nullptr);

    /// Texts beyond this are shown without colours and folds, so that they stay quick.
    static constexpr qsizetype largeText = 4 << 20; // bytes

    void setLanguage(const QString &language) { m_language = language; }
    [[nodiscard]] const QString &language() const { return m_language; }

    /// Another text; nothing is told, nothing can be undone.
    void setContent(const QByteArray &text);
    [[nodiscard]] QByteArray content() const;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] QByteArray slice(std::size_t begin, std::size_t end) const;

    /// What somebody else did to the text; cursor, selection and folds stay. Nothing is told.
    void follow(const TextEdits &edits);
    /// One change of this editor: one undo step, told by edited().
    void perform(const TextEdits &edits);
    /// The undo stack is somebody else's, who is asked by undoWanted().
    void leaveUndoToOthers();
    /// F4 is the window's: it goes through the problems of the whole file.
    void leaveFindingsToOthers() { m_ownFindings = false; }

    [[nodiscard]] std::size_t caret() const;
    [[nodiscard]] Span selected() const;
    /// Puts the caret there, opens folds around it and scrolls it into view.
    void reveal(Span span);
    /// @param line    from 1; beyond the end = the last
    /// @param column  from 1, in characters
    void goTo(int line, int column);
    /// Of a place that findings name. @return bytes
    [[nodiscard]] std::size_t positionAt(int line, int column) const;
    [[nodiscard]] int lineAt(std::size_t position) const;   ///< from 0
    [[nodiscard]] int columnAt(std::size_t position) const; ///< characters, from 0

    void toggleComment();
    void selectNextOccurrence();
    void selectAllOccurrences();
    void stripTrailingSpaces();

signals:
    /// What was typed or done here, as one list from the text before.
    void edited(const orrery::TextEdits &edits);
    void undoWanted(bool redo);
    void findWanted(bool replace);
    void findNextWanted(bool backwards);
    void lineWanted();
    void findingWanted(bool backwards);
    void completionWanted();
    void saveWanted();
    void runWanted();
    void closeWanted();
    /// Before the area looks at a key itself; who takes it sets `taken`.
    void keyPressed(QKeyEvent *event, bool *taken);
    void focusLost();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] bool handle(int keys, bool dryRun);
    [[nodiscard]] bool handleView(int keys, bool dryRun);
    void breakLine();
    void undoOrRedo(bool redo);
    void note(int position, int type, const char *text, int length);
    [[nodiscard]] QByteArray indentAfter(int line, std::size_t upTo) const;
    [[nodiscard]] std::pair<int, int> selectedLines() const;
    void freeKeys();
    [[nodiscard]] bool heard(void (TextArea::*signal)()) const;

    QString m_language;
    bool m_following = false; ///< changes now are not the user's
    bool m_ownUndo = true;
    bool m_passing = false; ///< reached by Tab, nothing typed yet: the next Tab goes on
    bool m_ownFindings = true;
    QByteArray m_picked; ///< the word that selectNextOccurrence() began with
};

} // namespace orrery::editor
