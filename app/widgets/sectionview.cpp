// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/sectionview.h"

#include <QScrollBar>
#include <QTextTable>

#include "widgets/skin.h"

namespace orrery::widgets {

using models::Field;
using models::Section;

static bool same(const std::vector<Section> &a, const std::vector<Section> &b)
{
    const auto sameField = [](const Field &x, const Field &y) {
        return x.name == y.name && x.value == y.value && x.kind == y.kind;
    };
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [&](const Section &x, const Section &y) {
            return x.title == y.title && std::equal(x.fields.begin(), x.fields.end(),
                                                    y.fields.begin(), y.fields.end(), sameField);
        });
}

SectionView::SectionView(theming::Theme &theme, QWidget *parent) : QTextEdit(parent), m_theme(theme)
{
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabChangesFocus(true);
    setStyleSheet(QStringLiteral("QTextEdit { background: transparent; border: none; }"));
    document()->setDocumentMargin(8);
}

void SectionView::show(const QString &subject, const std::vector<Section> &sections)
{
    const bool stays = std::exchange(m_subject, subject) == subject;
    if (stays && same(sections, m_sections))
        return;
    m_sections = sections;
    const int scroll = stays ? verticalScrollBar()->value() : 0;
    document()->clear();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (const Section &section : sections)
        addSection(cursor, section);
    cursor.endEditBlock();
    // Else the view's own cursor stands behind the text, and a resize scrolls down to it.
    moveCursor(QTextCursor::Start);
    verticalScrollBar()->setValue(scroll);
}

void SectionView::addSection(QTextCursor &cursor, const Section &section)
{
    const auto &color = m_theme.color();
    QTextCharFormat caps;
    caps.setFont(capsFont(m_theme, 10));
    caps.setForeground(faded(color.accent, 0.85));
    QTextBlockFormat spaced;
    spaced.setTopMargin(cursor.atStart() ? 0 : 10);
    spaced.setBottomMargin(3);
    if (!cursor.atStart())
        cursor.insertBlock();
    cursor.setBlockFormat(spaced);
    cursor.insertText(section.title, caps);
    for (const Field &field : section.fields)
        addField(cursor, field);
}

void SectionView::addField(QTextCursor &cursor, const Field &field)
{
    const auto &color = m_theme.color();
    QTextCharFormat name, value;
    name.setFont(m_theme.sans(m_theme.type().caption));
    name.setForeground(color.muted);
    const bool prose = field.kind == Field::Kind::Sentence;
    value.setFont(prose ? m_theme.sans(m_theme.type().body - 1)
                        : m_theme.mono(m_theme.type().caption));
    value.setForeground(color.text);
    QTextBlockFormat block;
    block.setTopMargin(2);
    block.setBottomMargin(1);
    if (field.kind == Field::Kind::Text) {
        // A hanging indent stands for the second column and still wraps in a narrow panel.
        block.setLeftMargin(96);
        block.setTextIndent(-96);
        block.setTabPositions({QTextOption::Tab(96, QTextOption::LeftTab)});
        cursor.insertBlock(block);
        cursor.insertText(field.name + QLatin1Char('\t'), name);
        QString text = field.value;
        cursor.insertText(text.replace(QLatin1Char('\n'), QChar::LineSeparator), value);
        return;
    }
    if (!field.name.isEmpty() && !prose) {
        cursor.insertBlock(block);
        cursor.insertText(field.name, name);
    }
    block.setLeftMargin(prose ? 0 : 8);
    if (!prose)
        block.setBackground(color.background);
    cursor.insertBlock(block);
    QString text = field.value;
    cursor.insertText(text.replace(QLatin1Char('\n'), QChar::LineSeparator), value);
}

} // namespace orrery::widgets
