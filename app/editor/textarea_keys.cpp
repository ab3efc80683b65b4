// SPDX-License-Identifier: GPL-3.0-or-later
// Keys and commands of the text area.
#include <QContextMenuEvent>
#include <QMenu>
#include <QMetaMethod>

#include "editor/textarea.h"
#include "widgets/codestyle.h"

namespace orrery::editor {
namespace {

int keysOf(const QKeyEvent &event)
{
    const auto modifiers = event.modifiers() & (Qt::CTRL | Qt::SHIFT | Qt::ALT | Qt::META);
    return int(modifiers.toInt()) | event.key();
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

qsizetype indentOf(const QByteArray &line)
{
    qsizetype blanks = 0;
    while (blanks < line.size() && isBlank(line[blanks]))
        ++blanks;
    return blanks;
}

} // namespace

bool TextArea::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto &key = *static_cast<QKeyEvent *>(event);
        if (handle(keysOf(key), true)) {
            event->accept();
            return true;
        }
    }
    return QsciScintilla::event(event);
}

void TextArea::keyPressEvent(QKeyEvent *event)
{
    const bool tab = event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab;
    if (m_passing && tab) {
        QWidget::focusNextPrevChild(event->key() == Qt::Key_Tab);
        return event->accept();
    }
    m_passing = false;
    bool taken = false;
    emit keyPressed(event, &taken);
    if (taken || handle(keysOf(*event), false))
        return event->accept();
    QsciScintilla::keyPressEvent(event);
}

/// Ctrl adds carets, Alt draws a rectangle. On X11 QScintilla takes Ctrl for the rectangle.
void TextArea::mousePressEvent(QMouseEvent *event)
{
    const auto modifiers = event->modifiers();
    m_passing = false;
    if (event->button() == Qt::LeftButton && modifiers == Qt::ControlModifier) {
        const long at =
            SendScintilla(SCI_POSITIONFROMPOINT, static_cast<unsigned long>(event->position().x()),
                          long(event->position().y()));
        SendScintilla(SCI_ADDSELECTION, static_cast<unsigned long>(at), at);
        return event->accept();
    }
    if (event->button() == Qt::LeftButton && modifiers == Qt::AltModifier) {
        QMouseEvent rectangle(event->type(), event->position(), event->globalPosition(),
                              event->button(), event->buttons(), Qt::ControlModifier);
        return QsciScintilla::mousePressEvent(&rectangle);
    }
    QsciScintilla::mousePressEvent(event);
}

/// Who walks through the window with Tab is not caught here.
void TextArea::focusInEvent(QFocusEvent *event)
{
    m_passing = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QsciScintilla::focusInEvent(event);
}

void TextArea::focusOutEvent(QFocusEvent *event)
{
    QsciScintilla::focusOutEvent(event);
    emit focusLost();
}

/// @param dryRun  only tells whether the area wants these keys
bool TextArea::handle(int keys, bool dryRun)
{
    const auto act = [dryRun](auto work) {
        if (!dryRun)
            work();
        return true;
    };
    const auto command = [&](unsigned int message) { return act([&] { SendScintilla(message); }); };
    constexpr int ctrl = Qt::CTRL, shift = Qt::SHIFT, alt = Qt::ALT;
    switch (keys) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return !isReadOnly() && act([this] { breakLine(); });
    case ctrl | Qt::Key_Z:
        return act([this] { undoOrRedo(false); });
    case ctrl | Qt::Key_Y:
    case ctrl | shift | Qt::Key_Z:
        return act([this] { undoOrRedo(true); });
    case ctrl | Qt::Key_Slash:
        return act([this] { toggleComment(); });
    case ctrl | Qt::Key_D:
        return act([this] { selectNextOccurrence(); });
    case ctrl | shift | Qt::Key_L:
        return act([this] { selectAllOccurrences(); });
    case alt | Qt::Key_Up:
        return command(SCI_MOVESELECTEDLINESUP);
    case alt | Qt::Key_Down:
        return command(SCI_MOVESELECTEDLINESDOWN);
    case ctrl | shift | Qt::Key_D:
        return command(SCI_SELECTIONDUPLICATE);
    case ctrl | shift | Qt::Key_K:
        return command(SCI_LINEDELETE);
    case Qt::Key_Escape: {
        const bool several = SendScintilla(SCI_GETSELECTIONS) > 1;
        return several && act([this] {
                   SendScintilla(SCI_SETSEL, static_cast<unsigned long>(caret()), long(caret()));
               });
    }
    default:
        return handleView(keys, dryRun);
    }
}

/// Keys for what stands around the text.
bool TextArea::handleView(int keys, bool dryRun)
{
    const auto act = [dryRun](auto work) {
        if (!dryRun)
            work();
        return true;
    };
    constexpr int ctrl = Qt::CTRL, shift = Qt::SHIFT;
    switch (keys) {
    case ctrl | Qt::Key_F:
        return act([this] { emit findWanted(false); });
    case ctrl | Qt::Key_H:
        return act([this] { emit findWanted(true); });
    case Qt::Key_F3:
        return act([this] { emit findNextWanted(false); });
    case shift | Qt::Key_F3:
        return act([this] { emit findNextWanted(true); });
    case Qt::Key_F4:
        return m_ownFindings && act([this] { emit findingWanted(false); });
    case shift | Qt::Key_F4:
        return m_ownFindings && act([this] { emit findingWanted(true); });
    case ctrl | Qt::Key_G:
        return act([this] { emit lineWanted(); });
    case ctrl | Qt::Key_Space:
        return act([this] { emit completionWanted(); });
    case ctrl | Qt::Key_S:
        return act([this] { emit saveWanted(); });
    case ctrl | Qt::Key_W:
        return heard(&TextArea::closeWanted) && act([this] { emit closeWanted(); });
    case ctrl | Qt::Key_Return:
    case ctrl | Qt::Key_Enter:
        return heard(&TextArea::runWanted) && act([this] { emit runWanted(); });
    case ctrl | Qt::Key_0:
        return act([this] { zoomTo(0); });
    case ctrl | Qt::Key_Plus:
    case ctrl | shift | Qt::Key_Plus:
    case ctrl | Qt::Key_Equal:
        return act([this] { zoomIn(); });
    case ctrl | Qt::Key_Minus:
        return act([this] { zoomOut(); });
    default:
        return false;
    }
}

void TextArea::undoOrRedo(bool redoing)
{
    if (!m_ownUndo)
        emit undoWanted(redoing);
    else if (redoing)
        redo();
    else
        undo();
}

/// Does anybody want to know?
bool TextArea::heard(void (TextArea::*signal)()) const
{
    return isSignalConnected(QMetaMethod::fromSignal(signal));
}

/// What the line after this one begins with: its own indentation, one step more behind what opens
/// a block.
QByteArray TextArea::indentAfter(int line, std::size_t upTo) const
{
    const auto start =
        std::size_t(SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(line)));
    const QByteArray text = slice(start, upTo);
    qsizetype blanks = indentOf(text);
    QByteArray indent = text.left(blanks);
    const bool yaml = m_language == QLatin1String("yaml");
    if (yaml && text.mid(blanks).startsWith("- ") && text.contains(':')) {
        const qsizetype gap = 1 + indentOf(text.mid(blanks + 1));
        indent += QByteArray(gap, ' ');
    }
    const QByteArray said = text.trimmed();
    const char last = said.isEmpty() ? ' ' : said.back();
    const bool python = m_language == QLatin1String("python");
    const bool opens = last == '{' || last == '[' || last == '(' ||
                       (last == ':' && (yaml || python)) ||
                       (yaml && (said.endsWith(": |") || said.endsWith(": >") ||
                                 said.endsWith(": |-") || said.endsWith(": >-")));
    if (opens)
        indent += QByteArray(yaml || m_language == QLatin1String("json") ? 2 : 4, ' ');
    return indent;
}

void TextArea::breakLine()
{
    const QByteArray end = eolMode() == QsciScintilla::EolWindows ? "\r\n" : "\n";
    if (SendScintilla(SCI_GETSELECTIONS) > 1)
        return (void)SendScintilla(SCI_NEWLINE);
    SendScintilla(SCI_BEGINUNDOACTION);
    const Span span = selected();
    const QByteArray put = end + indentAfter(lineAt(span.begin), span.begin);
    SendScintilla(SCI_REPLACESEL, put.constData());
    SendScintilla(SCI_ENDUNDOACTION);
    SendScintilla(SCI_SCROLLCARET);
    SendScintilla(SCI_CHOOSECARETX);
}

std::pair<int, int> TextArea::selectedLines() const
{
    const Span span = selected();
    const int first = lineAt(span.begin);
    int last = lineAt(span.end);
    // A selection that ends before the first character of a line does not mean that line.
    if (last > first &&
        long(span.end) == SendScintilla(SCI_POSITIONFROMLINE, static_cast<unsigned long>(last)))
        --last;
    return {first, last};
}

void TextArea::toggleComment()
{
    const QByteArray mark = widgets::lineComment(m_language).toUtf8();
    if (mark.isEmpty())
        return;
    struct Line {
        std::size_t start;
        QByteArray text;
    };
    std::vector<Line> lines;
    const auto [first, last] = selectedLines();
    qsizetype column = std::numeric_limits<qsizetype>::max();
    bool commented = true;
    for (int i = first; i <= last; ++i) {
        const auto start = std::size_t(SendScintilla(SCI_POSITIONFROMLINE, (unsigned long)i));
        const auto end = std::size_t(SendScintilla(SCI_GETLINEENDPOSITION, (unsigned long)i));
        const QByteArray text = slice(start, end);
        const qsizetype blanks = indentOf(text);
        if (blanks == text.size())
            continue;
        column = std::min(column, blanks);
        commented = commented && text.mid(blanks).startsWith(mark);
        lines.push_back({start, text});
    }
    TextEdits edits;
    for (const Line &line : lines) {
        if (!commented) {
            edits.push_back({line.start + std::size_t(column), 0, (mark + ' ').toStdString()});
            continue;
        }
        const qsizetype blanks = indentOf(line.text);
        const bool gap = line.text.mid(blanks + mark.size()).startsWith(' ');
        edits.push_back(
            {line.start + std::size_t(blanks), std::size_t(mark.size()) + (gap ? 1U : 0U), {}});
    }
    perform(edits);
}

void TextArea::selectNextOccurrence()
{
    SendScintilla(SCI_TARGETWHOLEDOCUMENT);
    // What was a word when it was taken stays a word: "id" is not found in "nodeId".
    const bool nothing = SendScintilla(SCI_GETSELECTIONEMPTY) != 0;
    const Span span = selected();
    const bool word = nothing || slice(span.begin, span.end) == m_picked;
    SendScintilla(SCI_SETSEARCHFLAGS,
                  (unsigned long)(SCFIND_MATCHCASE | (word ? SCFIND_WHOLEWORD : 0)));
    SendScintilla(SCI_MULTIPLESELECTADDNEXT);
    if (nothing) {
        const Span picked = selected();
        m_picked = slice(picked.begin, picked.end);
        return;
    }
    const auto main = (unsigned long)SendScintilla(SCI_GETMAINSELECTION);
    SendScintilla(SCI_SCROLLRANGE, (unsigned long)SendScintilla(SCI_GETSELECTIONNSTART, main),
                  SendScintilla(SCI_GETSELECTIONNEND, main));
}

void TextArea::selectAllOccurrences()
{
    const bool nothing = SendScintilla(SCI_GETSELECTIONEMPTY) != 0;
    SendScintilla(SCI_TARGETWHOLEDOCUMENT);
    SendScintilla(SCI_SETSEARCHFLAGS,
                  (unsigned long)(SCFIND_MATCHCASE | (nothing ? SCFIND_WHOLEWORD : 0)));
    if (nothing)
        SendScintilla(SCI_MULTIPLESELECTADDNEXT);
    SendScintilla(SCI_MULTIPLESELECTADDEACH);
}

void TextArea::stripTrailingSpaces()
{
    TextEdits edits;
    for (int i = 0; i < lines(); ++i) {
        const auto start = std::size_t(SendScintilla(SCI_POSITIONFROMLINE, (unsigned long)i));
        const auto end = std::size_t(SendScintilla(SCI_GETLINEENDPOSITION, (unsigned long)i));
        const QByteArray text = slice(start, end);
        qsizetype keep = text.size();
        while (keep > 0 && isBlank(text[keep - 1]))
            --keep;
        if (keep < text.size())
            edits.push_back({start + std::size_t(keep), std::size_t(text.size() - keep), {}});
    }
    perform(edits);
}

void TextArea::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    const auto add = [&menu](const QString &title, const QKeySequence &keys, bool enabled,
                             auto work) {
        QAction *action = menu.addAction(title, work);
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setEnabled(enabled);
    };
    const bool writes = !isReadOnly();
    const bool chosen = hasSelectedText();
    add(tr("Undo"), QKeySequence::Undo, writes, [this] { undoOrRedo(false); });
    add(tr("Redo"), QKeySequence::Redo, writes, [this] { undoOrRedo(true); });
    menu.addSeparator();
    add(tr("Cut"), QKeySequence::Cut, writes && chosen, [this] { cut(); });
    add(tr("Copy"), QKeySequence::Copy, chosen, [this] { copy(); });
    add(tr("Paste"), QKeySequence::Paste, writes, [this] { paste(); });
    add(tr("Select all"), QKeySequence::SelectAll, true, [this] { selectAll(); });
    menu.addSeparator();
    add(tr("Find"), QKeySequence(Qt::CTRL | Qt::Key_F), true, [this] { emit findWanted(false); });
    add(tr("Replace"), QKeySequence(Qt::CTRL | Qt::Key_H), writes,
        [this] { emit findWanted(true); });
    add(tr("Go to line"), QKeySequence(Qt::CTRL | Qt::Key_G), true, [this] { emit lineWanted(); });
    add(tr("Select next occurrence"), QKeySequence(Qt::CTRL | Qt::Key_D), true,
        [this] { selectNextOccurrence(); });
    add(tr("Toggle comment"), QKeySequence(Qt::CTRL | Qt::Key_Slash),
        writes && !widgets::lineComment(m_language).isEmpty(), [this] { toggleComment(); });
    add(tr("Strip trailing spaces"), {}, writes, [this] { stripTrailingSpaces(); });
    menu.addSeparator();
    add(tr("Fold or unfold all"), {}, true, [this] { foldAll(true); });
    menu.exec(event->globalPos());
}

} // namespace orrery::editor
