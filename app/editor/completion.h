// SPDX-License-Identifier: GPL-3.0-or-later
// What could stand at the caret, in a list below it; the focus stays in the text.
#pragma once

#include <vector>

#include <QFrame>

#include "theming/theme.h"

class QLabel;
class QListWidget;

namespace orrery::editor {

struct Proposal {
    QString text;        ///< as it is listed
    QString kind = {};   ///< a word at the right: "key", "node"
    QString help = {};   ///< below the list; plain text
    QString insert = {}; ///< what is put in; "" = the text
};

struct Proposals {
    std::size_t begin = 0; ///< [bytes] where the word that is replaced begins
    std::vector<Proposal> items;
};

class CompletionPopup final : public QFrame {
    Q_OBJECT
public:
    CompletionPopup(theming::Theme &theme, QWidget *parent);

    /// Those that fit what is typed, best first; hides itself when there is none.
    /// @param below  lower left corner of the caret, in the parent
    void offer(Proposals proposals, const QString &typed, const QPoint &below);
    /// More was typed of the word.
    void narrow(const QString &typed);
    [[nodiscard]] std::size_t begin() const { return m_proposals.begin; }
    [[nodiscard]] int count() const;
    [[nodiscard]] QStringList texts() const;
    [[nodiscard]] QString help() const;
    /// Arrows, Return, Tab and Escape. @return  true: taken
    bool take(int key);

signals:
    void chosen(const QString &text);

private:
    void accept();
    void place(const QPoint &below);

    theming::Theme &m_theme;
    QListWidget *m_list;
    QLabel *m_help;
    Proposals m_proposals;
    QPoint m_below;
};

} // namespace orrery::editor
