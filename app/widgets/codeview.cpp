// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/codeview.h"

#include <Qsci/qscilexerbash.h>
#include <Qsci/qscilexerpython.h>
#include <Qsci/qscilexersql.h>
#include <Qsci/qsciscintilla.h>

namespace orrery::widgets {
namespace {

QFont codeFont(const theming::Theme &theme)
{
    QFont font(theme.type().mono);
    font.setPointSizeF(theme.type().caption * 0.75); // Scintilla knows points only: 96 dpi
    return font;
}

/// What a style of any of the three lexers stands for, told by its description.
QColor styleColor(const theming::Theme &theme, const QString &description)
{
    const auto &c = theme.color();
    const auto says = [&description](const char *word) {
        return description.contains(QLatin1String(word), Qt::CaseInsensitive);
    };
    if (says("comment"))
        return c.muted;
    if (says("string") || says("quoted") || says("here document") || says("backtick"))
        return c.success;
    if (says("number"))
        return c.hologram;
    if (says("keyword") || says("decorator"))
        return c.accent;
    if (says("class name") || says("function") || says("scalar") || says("parameter"))
        return c.hologram;
    return c.text;
}

QsciLexer *lexerFor(const QString &language, QObject *parent)
{
    if (language == QLatin1String("python"))
        return new QsciLexerPython(parent);
    if (language == QLatin1String("shell"))
        return new QsciLexerBash(parent);
    if (language == QLatin1String("sql"))
        return new QsciLexerSQL(parent);
    return nullptr;
}

} // namespace

CodeView::CodeView(theming::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_editor(new QsciScintilla(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_editor);
    const auto &c = theme.color();
    m_editor->setReadOnly(true);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setPaper(c.background);
    m_editor->setColor(c.text);
    m_editor->setFont(codeFont(theme));
    m_editor->setMarginType(0, QsciScintilla::NumberMargin);
    m_editor->setMarginsBackgroundColor(c.background);
    m_editor->setMarginsForegroundColor(c.muted);
    m_editor->setMarginsFont(codeFont(theme));
    m_editor->setMarginWidth(1, 4);
    m_editor->setCaretWidth(0);
    m_editor->setSelectionBackgroundColor(c.line);
    m_editor->setScrollWidth(1);
    m_editor->setScrollWidthTracking(true);
    m_editor->SendScintilla(QsciScintilla::SCI_SETEXTRAASCENT, 1);
    m_editor->setAccessibleName(tr("Program"));
}

void CodeView::show(const QString &text, const QString &language)
{
    if (QsciLexer *old = m_editor->lexer()) {
        m_editor->setLexer(nullptr);
        delete old;
    }
    if (QsciLexer *lexer = lexerFor(language, this)) {
        lexer->setDefaultFont(codeFont(m_theme));
        lexer->setDefaultPaper(m_theme.color().background);
        lexer->setDefaultColor(m_theme.color().text);
        for (int style = 0; style < 128; ++style) {
            const QString description = lexer->description(style);
            if (description.isEmpty())
                continue;
            lexer->setPaper(m_theme.color().background, style);
            lexer->setFont(codeFont(m_theme), style);
            lexer->setColor(styleColor(m_theme, description), style);
        }
        m_editor->setLexer(lexer);
    }
    m_editor->setText(text);
    m_editor->setMarginWidth(
        0,
        QString(std::max(2, int(QString::number(m_editor->lines()).size())) + 1, QLatin1Char('0')));
}

QString CodeView::text() const
{
    return m_editor->text();
}

} // namespace orrery::widgets
