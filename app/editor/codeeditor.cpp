// SPDX-License-Identifier: GPL-3.0-or-later
// The frame around the text; marks and messages are in codeeditor_marks.cpp.
#include "editor/codeeditor.h"

#include <set>

#include <QKeyEvent>

#include <Qsci/qscilexer.h>

#include "bridge/text.h"
#include "editor/findbar.h"
#include "editor/indicators.h"
#include "editor/textarea.h"
#include "widgets/codestyle.h"
#include "widgets/skin.h"

namespace orrery::editor {
namespace {

constexpr std::size_t wordsRead = 1 << 17; // bytes at each side; further ones are not proposed

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

} // namespace

CodeEditor::CodeEditor(theming::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_area(new TextArea(this)),
      m_findBar(new FindBar(theme, *m_area, this)), m_popup(new CompletionPopup(theme, this)),
      m_place(new QLabel(this)), m_message(new widgets::ElidedLabel({}, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_area, 1);
    column->addWidget(m_findBar);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 1, 8, 2);
    row->setSpacing(8);
    row->addWidget(m_message, 1);
    row->addWidget(m_place);
    column->addLayout(row);
    m_message->setObjectName(QStringLiteral("editorMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_area->setAccessibleName(tr("Text"));
    setFocusProxy(m_area);
    style();
    setUpMargins();
    connect(&theme, &theming::Theme::changed, this, [this] {
        style();
        setLanguage(m_area->language());
    });
    m_tidy.setSingleShot(true);
    m_tidy.setInterval(60);
    connect(&m_tidy, &QTimer::timeout, this, [this] {
        markTrailing();
        showStatus();
    });
    connect(m_area, &TextArea::edited, this, &CodeEditor::typed);
    connect(m_area, &TextArea::findWanted, m_findBar, &FindBar::open);
    connect(m_area, &TextArea::findNextWanted, m_findBar, &FindBar::next);
    connect(m_area, &TextArea::lineWanted, m_findBar, &FindBar::openLine);
    connect(m_area, &TextArea::findingWanted, this, &CodeEditor::goToFinding);
    connect(m_area, &TextArea::completionWanted, this, [this] { completeNow(true); });
    connect(m_area, &TextArea::focusLost, m_popup, &QWidget::hide);
    connect(m_area, &TextArea::keyPressed, this, [this](QKeyEvent *event, bool *taken) {
        *taken = event->modifiers() == Qt::NoModifier && m_popup->take(event->key());
        if (!*taken && event->modifiers() == Qt::NoModifier && event->key() == Qt::Key_Escape &&
            m_findBar->isVisible()) {
            m_findBar->close();
            *taken = true;
        }
    });
    connect(m_popup, &CompletionPopup::chosen, this, &CodeEditor::complete);
    connect(m_area, &QsciScintilla::modificationChanged, this, &CodeEditor::modifiedChanged);
    connect(m_area, &QsciScintilla::linesChanged, this,
            [this] { widgets::fitNumbers(*m_area, int(Margin::Number)); });
    connect(m_area, &QsciScintilla::cursorPositionChanged, this, [this] {
        showStatus();
        emit caretMoved(m_area->caret());
        if (m_popup->isVisible() &&
            (m_area->caret() < m_popup->begin() || wordBegin(m_area->caret()) > m_popup->begin()))
            m_popup->hide();
    });
    connect(m_area, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        if (what & QsciScintilla::SC_UPDATE_V_SCROLL)
            m_tidy.start();
    });
    connect(m_area, &QsciScintillaBase::SCN_DWELLSTART, this, &CodeEditor::hover);
    showStatus();
}

CodeEditor::~CodeEditor() = default;

void CodeEditor::style()
{
    const auto &c = m_theme.color();
    widgets::styleCode(*m_area, m_theme);
    m_area->setCaretLineVisible(true);
    m_area->setCaretLineBackgroundColor(widgets::faded(c.accent, 0.06));
    m_area->setFoldMarginColors(c.background, c.background);
    m_area->setIndentationGuidesForegroundColor(c.line);
    m_area->setIndentationGuidesBackgroundColor(c.background);
    m_area->setMatchedBraceForegroundColor(c.accent);
    m_area->setMatchedBraceBackgroundColor(c.line);
    m_area->setUnmatchedBraceForegroundColor(c.danger);
    m_area->setUnmatchedBraceBackgroundColor(c.background);
    m_area->SendScintilla(QsciScintilla::SCI_SETADDITIONALCARETFORE, c.hologram);
    m_area->SendScintilla(QsciScintilla::SCI_SETADDITIONALSELBACK, c.line);
    const auto indicator = [this](Indicator which, int shape, const QColor &color, int alpha) {
        m_area->indicatorDefine(QsciScintilla::IndicatorStyle(shape), int(which));
        m_area->setIndicatorForegroundColor(color, int(which));
        m_area->SendScintilla(QsciScintilla::SCI_INDICSETALPHA, (unsigned long)which, long(alpha));
        m_area->setIndicatorDrawUnder(true, int(which));
    };
    indicator(Indicator::Error, QsciScintilla::SquiggleIndicator, c.danger, 255);
    indicator(Indicator::Warning, QsciScintilla::SquiggleIndicator, c.waiting, 255);
    indicator(Indicator::Match, QsciScintilla::StraightBoxIndicator, c.hologram, 90);
    indicator(Indicator::Trailing, QsciScintilla::StraightBoxIndicator, c.danger, 40);
    const auto marker = [this](Marker which, int shape, const QColor &color) {
        m_area->markerDefine(QsciScintilla::MarkerSymbol(shape), int(which));
        m_area->setMarkerForegroundColor(color, int(which));
        m_area->setMarkerBackgroundColor(color, int(which));
    };
    marker(Marker::Error, QsciScintilla::Circle, c.danger);
    marker(Marker::Warning, QsciScintilla::Circle, c.waiting);
    marker(Marker::Node, QsciScintilla::LeftRectangle, c.accent);
    marker(Marker::Added, QsciScintilla::FullRectangle, c.success);
    marker(Marker::Changed, QsciScintilla::FullRectangle, c.accent);
    marker(Marker::Removed, QsciScintilla::RightTriangle, c.danger);
    for (int fold = int(QsciScintilla::SC_MARKNUM_FOLDEREND);
         fold <= int(QsciScintilla::SC_MARKNUM_FOLDEROPEN); ++fold) {
        // Not allocated by markerDefine(), so QScintilla's own setters leave them alone.
        m_area->SendScintilla(QsciScintilla::SCI_MARKERSETFORE, (unsigned long)fold, c.faint);
        m_area->SendScintilla(QsciScintilla::SCI_MARKERSETBACK, (unsigned long)fold, c.background);
    }
    const QFont font = m_theme.mono(m_theme.type().caption);
    m_message->setFont(font);
    m_place->setFont(font);
    m_place->setStyleSheet(QStringLiteral("color: %1").arg(c.muted.name()));
}

void CodeEditor::setUpMargins()
{
    const auto mask = [](std::initializer_list<Marker> markers) {
        int bits = 0;
        for (const Marker marker : markers)
            bits |= 1 << int(marker);
        return bits;
    };
    m_area->setMargins(4);
    m_area->setMarginType(int(Margin::Number), QsciScintilla::NumberMargin);
    m_area->setMarginMarkerMask(int(Margin::Number), 0);
    m_area->setMarginType(int(Margin::Symbol), QsciScintilla::SymbolMargin);
    m_area->setMarginMarkerMask(int(Margin::Symbol),
                                mask({Marker::Error, Marker::Warning, Marker::Node}));
    m_area->setMarginWidth(int(Margin::Symbol), 9);
    m_area->setFolding(QsciScintilla::PlainFoldStyle, int(Margin::Fold));
    m_area->setMarginType(int(Margin::Change), QsciScintilla::SymbolMargin);
    m_area->setMarginMarkerMask(int(Margin::Change),
                                mask({Marker::Added, Marker::Changed, Marker::Removed}));
    m_area->setMarginWidth(int(Margin::Change), 4);
    widgets::fitNumbers(*m_area, int(Margin::Number));
}

void CodeEditor::setLanguage(const QString &language)
{
    if (QsciLexer *old = m_area->lexer()) {
        m_area->setLexer(nullptr);
        delete old;
    }
    m_area->setLanguage(language);
    const bool large = m_area->size() > std::size_t(TextArea::largeText);
    QsciLexer *lexer = large ? nullptr : widgets::makeLexer(language, m_theme, m_area);
    if (lexer)
        m_area->setLexer(lexer);
    else // without one Scintilla would ask for styles of the whole text at each key
        m_area->SendScintilla(QsciScintilla::SCI_SETLEXER,
                              (unsigned long)QsciScintilla::SCLEX_NULL);
    style(); // a lexer brings its own idea of paper and margins
    m_area->setFolding(lexer ? QsciScintilla::PlainFoldStyle : QsciScintilla::NoFoldStyle,
                       int(Margin::Fold));
    style();
    m_area->setMarginWidth(int(Margin::Fold), lexer ? 12 : 0);
    const bool two = language == QLatin1String("yaml") || language == QLatin1String("json");
    m_area->setTabWidth(two ? 2 : 4);
    showStatus();
}

QString CodeEditor::language() const
{
    return m_area->language();
}

void CodeEditor::setContent(const QByteArray &text)
{
    const bool large = text.size() > TextArea::largeText;
    const bool wasLarge = m_area->size() > std::size_t(TextArea::largeText);
    if (large && m_area->lexer())
        m_area->setLexer(nullptr);
    m_popup->hide();
    m_area->setContent(text);
    m_findings.clear();
    m_part.reset();
    showFindings();
    if (large != wasLarge)
        setLanguage(m_area->language());
    m_tidy.start();
}

QByteArray CodeEditor::content() const
{
    return m_area->content();
}

void CodeEditor::setReadOnly(bool readOnly)
{
    m_area->setReadOnly(readOnly);
    showStatus();
}

bool CodeEditor::modified() const
{
    return m_area->isModified();
}

void CodeEditor::markSaved()
{
    m_area->setModified(false);
}

std::size_t CodeEditor::wordBegin(std::size_t at) const
{
    const std::size_t from = at > 200 ? at - 200 : 0;
    const QByteArray before = m_area->slice(from, at);
    qsizetype begin = before.size();
    while (begin > 0 && (isWord(before[begin - 1]) || before[begin - 1] == '-'))
        --begin;
    return from + std::size_t(begin);
}

/// Words of the text and of its language, for texts of which nothing else is known.
Proposals CodeEditor::wordsHere(std::size_t at) const
{
    Proposals proposals{wordBegin(at), {}};
    std::set<QByteArray> words;
    const std::size_t from = at > wordsRead ? at - wordsRead : 0;
    const QByteArray text = m_area->slice(from, std::min(m_area->size(), at + wordsRead));
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i;
        while (end < text.size() && isWord(text[end]))
            ++end;
        const bool typing = from + std::size_t(end) == at;
        if (end - i >= 3 && !typing && !(text[i] >= '0' && text[i] <= '9'))
            words.insert(text.mid(i, end - i));
        i = end + 1;
    }
    for (const QByteArray &word : words)
        proposals.items.push_back({QString::fromUtf8(word)});
    if (const QsciLexer *lexer = m_area->lexer())
        for (int set = 1; set <= 9; ++set)
            if (const char *keywords = lexer->keywords(set))
                for (const QByteArray &word : QByteArray(keywords).simplified().split(' '))
                    if (word.size() > 1 && !words.contains(word))
                        proposals.items.push_back({QString::fromUtf8(word), tr("keyword")});
    return proposals;
}

QPoint CodeEditor::belowCaret() const
{
    const long at = long(m_area->caret());
    const long x = m_area->SendScintilla(QsciScintilla::SCI_POINTXFROMPOSITION, 0UL, at);
    const long y = m_area->SendScintilla(QsciScintilla::SCI_POINTYFROMPOSITION, 0UL, at);
    const int line = m_area->textHeight(m_area->lineAt(std::size_t(at)));
    return m_area->viewport()->mapTo(this, QPoint(int(x), int(y) + line));
}

void CodeEditor::completeNow(bool asked)
{
    if (m_area->isReadOnly())
        return;
    const std::size_t at = m_area->caret();
    const bool goesOn = m_popup->isVisible() && m_popup->begin() == wordBegin(at);
    if (goesOn && !asked)
        return m_popup->narrow(QString::fromUtf8(m_area->slice(m_popup->begin(), at)));
    if (!m_complete && !asked && at < wordBegin(at) + 2)
        return m_popup->hide();
    Proposals proposals = m_complete ? m_complete(at, asked) : wordsHere(at);
    if (proposals.items.empty() && m_popup->isHidden())
        return;
    const std::size_t begin = std::min(proposals.begin, at);
    m_popup->offer(std::move(proposals), QString::fromUtf8(m_area->slice(begin, at)), belowCaret());
}

void CodeEditor::typed(const TextEdits &edits)
{
    m_tidy.start();
    const bool one =
        edits.size() == 1 && m_area->SendScintilla(QsciScintilla::SCI_GETSELECTIONS) == 1;
    const std::string &put = edits.front().text;
    const bool letter = one && put.size() == 1 && edits.front().length == 0 &&
                        (isWord(put[0]) || put[0] == '{' || put[0] == '.' || put[0] == ' ');
    const bool erased = one && put.empty() && edits.front().length == 1;
    // The caret has not moved yet: it does so after the change is told.
    if (letter || (erased && m_popup->isVisible()))
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_area->hasFocus())
                    completeNow(false);
            },
            Qt::QueuedConnection);
    else
        m_popup->hide();
}

void CodeEditor::complete(const QString &text)
{
    const std::size_t at = m_area->caret(), begin = m_popup->begin();
    std::size_t end = at;
    const QByteArray behind = m_area->slice(at, std::min(at + 200, m_area->size()));
    for (qsizetype i = 0; i < behind.size() && isWord(behind[i]); ++i)
        ++end;
    const std::string put = text.toStdString();
    m_area->perform({{begin, end - begin, put}});
    m_area->reveal({begin + put.size(), begin + put.size()});
}

} // namespace orrery::editor
