// SPDX-License-Identifier: GPL-3.0-or-later
// The text and its changes; keys and commands are in textarea_keys.cpp.
#include "editor/textarea.h"

#include <Qsci/qscicommandset.h>

namespace orrery::editor {

TextArea::TextArea(QWidget *parent) : QsciScintilla(parent)
{
    setUtf8(true);
    setIndentationsUseTabs(false);
    setTabWidth(4);
    setIndentationGuides(true);
    setTabIndents(true);
    setBackspaceUnindents(true);
    setBraceMatching(QsciScintilla::SloppyBraceMatch);
    setEolMode(QsciScintilla::EolUnix);
    SendScintilla(SCI_SETMULTIPLESELECTION, 1UL);
    SendScintilla(SCI_SETADDITIONALSELECTIONTYPING, 1UL);
    SendScintilla(SCI_SETMULTIPASTE, static_cast<unsigned long>(SC_MULTIPASTE_EACH));
    SendScintilla(SCI_SETVIRTUALSPACEOPTIONS,
                  static_cast<unsigned long>(SCVS_RECTANGULARSELECTION));
    SendScintilla(SCI_SETIDLESTYLING, static_cast<unsigned long>(SC_IDLESTYLING_AFTERVISIBLE));
    SendScintilla(SCI_SETMOUSEDWELLTIME, 350UL);
    SendScintilla(SCI_SETYCARETPOLICY, static_cast<unsigned long>(CARET_SLOP | CARET_EVEN), 3L);
    freeKeys();
    connect(this, &QsciScintillaBase::SCN_MODIFIED, this,
            [this](int position, int type, const char *text, int length) {
                note(position, type, text, length);
            });
}

void TextArea::setContent(const QByteArray &text)
{
    m_following = true;
    SendScintilla(SCI_SETREADONLY, 0UL);
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    SendScintilla(SCI_CLEARALL);
    SendScintilla(SCI_ALLOCATE, static_cast<unsigned long>(text.size() + 4096));
    SendScintilla(SCI_ADDTEXT, static_cast<unsigned long>(text.size()), text.constData());
    SendScintilla(SCI_GOTOPOS, 0UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    SendScintilla(SCI_SETUNDOCOLLECTION, m_ownUndo ? 1UL : 0UL);
    SendScintilla(SCI_SETSAVEPOINT);
    SendScintilla(SCI_SETREADONLY, isReadOnly() ? 1UL : 0UL);
    const qsizetype lf = text.indexOf('\n');
    setEolMode(lf > 0 && text[lf - 1] == '\r' ? QsciScintilla::EolWindows : QsciScintilla::EolUnix);
    m_following = false;
}

QByteArray TextArea::content() const
{
    return slice(0, size());
}

std::size_t TextArea::size() const
{
    return std::size_t(SendScintilla(SCI_GETLENGTH));
}

QByteArray TextArea::slice(std::size_t begin, std::size_t end) const
{
    if (begin >= end)
        return {};
    const auto *text =
        reinterpret_cast<const char *>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return {text + begin, qsizetype(std::min(end, size()) - begin)};
}

void TextArea::follow(const TextEdits &edits)
{
    m_following = true;
    const bool locked = isReadOnly();
    if (locked)
        SendScintilla(SCI_SETREADONLY, 0UL);
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(edit->at),
                      static_cast<long>(edit->at + edit->length));
        SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(edit->text.size()),
                      edit->text.data());
    }
    if (locked)
        SendScintilla(SCI_SETREADONLY, 1UL);
    m_following = false;
}

void TextArea::perform(const TextEdits &edits)
{
    if (edits.empty() || isReadOnly())
        return;
    SendScintilla(SCI_BEGINUNDOACTION);
    follow(edits);
    SendScintilla(SCI_ENDUNDOACTION);
    emit edited(edits);
}

void TextArea::leaveUndoToOthers()
{
    m_ownUndo = false;
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
}

void TextArea::note(int position, int type, const char *text, int length)
{
    if (m_following)
        return;
    if (type & SC_MOD_INSERTTEXT)
        emit edited({{std::size_t(position), 0, std::string(text, std::size_t(length))}});
    else if (type & SC_MOD_DELETETEXT)
        emit edited({{std::size_t(position), std::size_t(length), {}}});
}

std::size_t TextArea::caret() const
{
    return std::size_t(SendScintilla(SCI_GETCURRENTPOS));
}

Span TextArea::selected() const
{
    return {std::size_t(SendScintilla(SCI_GETSELECTIONSTART)),
            std::size_t(SendScintilla(SCI_GETSELECTIONEND))};
}

void TextArea::reveal(Span span)
{
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, static_cast<unsigned long>(lineAt(span.begin)));
    SendScintilla(SCI_SETSEL, static_cast<unsigned long>(span.begin), static_cast<long>(span.end));
    SendScintilla(SCI_SCROLLCARET);
}

void TextArea::goTo(int line, int column)
{
    const std::size_t at = positionAt(line, column);
    reveal({at, at});
}

std::size_t TextArea::positionAt(int line, int column) const
{
    const int index = std::clamp(line - 1, 0, lines() - 1);
    const long start = SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(index));
    const long end = SendScintilla(SCI_GETLINEENDPOSITION, static_cast<unsigned long>(index));
    const long at = SendScintilla(SCI_POSITIONRELATIVE, static_cast<unsigned long>(start),
                                  static_cast<long>(std::max(0, column - 1)));
    return std::size_t(at < start || at > end || (at == 0 && column > 1 && start > 0) ? end : at);
}

int TextArea::lineAt(std::size_t position) const
{
    return int(SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(position)));
}

int TextArea::columnAt(std::size_t position) const
{
    const long start =
        SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(lineAt(position)));
    return int(SendScintilla(SCI_COUNTCHARACTERS, static_cast<unsigned long>(start),
                             static_cast<long>(position)));
}

/// Keys that Scintilla binds to what hardly anybody looks for are free for the window's actions.
void TextArea::freeKeys()
{
    constexpr int ctrl = Qt::CTRL, shift = Qt::SHIFT;
    static constexpr int freed[] = {
        ctrl | Qt::Key_D,         ctrl | Qt::Key_L,         ctrl | Qt::Key_T,
        ctrl | Qt::Key_U,         ctrl | shift | Qt::Key_U, ctrl | shift | Qt::Key_L,
        ctrl | shift | Qt::Key_T, ctrl | Qt::Key_Z,         ctrl | Qt::Key_Y};
    for (const int keys : freed)
        if (QsciCommand *command = standardCommands()->boundTo(keys)) {
            if (command->key() == keys)
                command->setKey(0);
            if (command->alternateKey() == keys)
                command->setAlternateKey(0);
        }
}

} // namespace orrery::editor
