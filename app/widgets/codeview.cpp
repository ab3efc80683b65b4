// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/codeview.h"

#include <Qsci/qscilexer.h>
#include <Qsci/qsciscintilla.h>

#include "widgets/codestyle.h"

namespace orrery::widgets {

CodeView::CodeView(theming::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_editor(new QsciScintilla(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_editor);
    styleCode(*m_editor, theme);
    m_editor->setReadOnly(true);
    m_editor->setMarginType(0, QsciScintilla::NumberMargin);
    m_editor->setMarginWidth(1, 4);
    m_editor->setCaretWidth(0);
    m_editor->setAccessibleName(tr("Program"));
}

void CodeView::show(const QString &text, const QString &language)
{
    if (QsciLexer *old = m_editor->lexer()) {
        m_editor->setLexer(nullptr);
        delete old;
    }
    if (QsciLexer *lexer = makeLexer(language, m_theme, this))
        m_editor->setLexer(lexer);
    styleCode(*m_editor, m_theme); // a lexer brings margins of its own
    m_editor->setText(text);
    fitNumbers(*m_editor, 0);
}

QString CodeView::text() const
{
    return m_editor->text();
}

void CodeView::setEditable(bool editable)
{
    m_editor->setReadOnly(!editable);
    m_editor->setCaretWidth(editable ? 1 : 0);
    m_editor->setCaretForegroundColor(m_theme.color().accent);
    m_editor->setIndentationsUseTabs(false);
    m_editor->setTabWidth(4);
    m_editor->setAutoIndent(true);
    connect(m_editor, &QsciScintilla::textChanged, this, &CodeView::edited, Qt::UniqueConnection);
}

QWidget *CodeView::editor() const
{
    return m_editor;
}

} // namespace orrery::widgets
