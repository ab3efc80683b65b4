// SPDX-License-Identifier: GPL-3.0-or-later
// A text as one writes it: coloured, folded, searched, completed, with marks for what is wrong.
// Positions are bytes of UTF-8; lines and columns are those of findings (from 1, characters).
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "editor/completion.h"
#include "editor/search.h"
#include "engine/dag.h"
#include "theming/theme.h"
#include "widgets/elidedlabel.h"

namespace orrery::editor {

class FindBar;
class TextArea;

/// A line that differs from another text: what is committed, what is saved.
struct LineMark {
    enum class Kind { Added, Changed, Removed };
    int line = 0; ///< from 1; Removed: the line behind the gap
    Kind kind = Kind::Changed;
    bool operator==(const LineMark &) const = default;
};

class CodeEditor final : public QWidget {
    Q_OBJECT
public:
    explicit CodeEditor(theming::Theme &theme, QWidget *parent = nullptr);
    ~CodeEditor() override;

    /// What may stand at a position. @param asked  by Ctrl+Space, not by typing
    using Complete = std::function<Proposals(std::size_t at, bool asked)>;
    /// What is known of the word there, as plain text or rich text; "" = nothing.
    using Explain = std::function<QString(std::size_t at)>;

    /// @param language  see widgets::languageOf()
    void setLanguage(const QString &language);
    [[nodiscard]] QString language() const;
    void setContent(const QByteArray &text);
    [[nodiscard]] QByteArray content() const;
    void setReadOnly(bool readOnly);
    void setComplete(Complete complete) { m_complete = std::move(complete); }
    void setExplain(Explain explain) { m_explain = std::move(explain); }

    [[nodiscard]] TextArea &area() const { return *m_area; }
    [[nodiscard]] FindBar &findBar() const { return *m_findBar; }
    [[nodiscard]] CompletionPopup &popup() const { return *m_popup; }

    /// Squiggles, signs in the margin, the message below and on hover.
    void setFindings(std::vector<Finding> findings);
    [[nodiscard]] const std::vector<Finding> &findings() const { return m_findings; }
    void goToFinding(bool backwards);
    /// Marks the lines of what is selected elsewhere; an empty span = none.
    void markPart(Span part);
    [[nodiscard]] std::pair<int, int> markedLines() const; ///< from 1; {0, 0} = none
    void setLineMarks(const std::vector<LineMark> &marks);
    [[nodiscard]] std::vector<LineMark> lineMarks() const;
    /// Stands in front of the line below the text: "stale: ..."; "" = nothing.
    void setNotice(const QString &notice);
    [[nodiscard]] QString status() const;
    [[nodiscard]] QString notice() const { return m_notice; }
    /// What hovering at a position tells.
    [[nodiscard]] QString hoverText(std::size_t at) const;
    void completeNow(bool asked);

    // For those who put the text somewhere.
    [[nodiscard]] bool modified() const;
    void markSaved();

signals:
    void caretMoved(std::size_t at);
    void modifiedChanged(bool modified);

private:
    void style();
    void setUpMargins();
    void showStatus();
    void showFindings();
    void markTrailing();
    void hover(int position, int x, int y);
    void typed(const TextEdits &edits);
    void complete(const QString &text);
    [[nodiscard]] std::size_t wordBegin(std::size_t at) const;
    [[nodiscard]] Proposals wordsHere(std::size_t at) const;
    [[nodiscard]] QPoint belowCaret() const;

    theming::Theme &m_theme;
    TextArea *m_area;
    FindBar *m_findBar;
    CompletionPopup *m_popup;
    QLabel *m_place;
    widgets::ElidedLabel *m_message;
    Complete m_complete;
    Explain m_explain;
    std::vector<Finding> m_findings;
    std::vector<Span> m_findingSpans;
    std::optional<Span> m_part;
    QString m_notice;
    QTimer m_tidy; ///< what may lag behind typing a little
};

} // namespace orrery::editor
