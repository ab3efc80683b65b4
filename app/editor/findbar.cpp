// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/findbar.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

#include "bridge/text.h"
#include "editor/indicators.h"
#include "editor/textarea.h"

namespace orrery::editor {

/// More are counted as "100000+"; replacing takes all of them nevertheless.
static constexpr std::size_t mostMatches = 100'000;
/// A larger text is searched when typing in the field rests.
static constexpr std::size_t searchedAtOnce = 1 << 20; // bytes

FindBar::FindBar(theming::Theme &theme, TextArea &area, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_area(area), m_findRow(new QWidget(this)),
      m_replaceRow(new QWidget(this)), m_lineRow(new QWidget(this)), m_field(new QLineEdit),
      m_replacement(new QLineEdit), m_line(new QLineEdit), m_said(new QLabel),
      m_case(toggle("matchCase", QStringLiteral("Aa"), tr("Match upper and lower case (Alt+C)"))),
      m_word(toggle("wholeWord", QStringLiteral("W"), tr("Whole words only (Alt+W)"))),
      m_regex(toggle("regex", QStringLiteral(".*"), tr("Regular expression (Alt+R)"))),
      m_inSelection(
          toggle("inSelection", QStringLiteral("[ ]"), tr("In the selection only (Alt+L)")))
{
    setObjectName(QStringLiteral("findBar"));
    m_case->setShortcut(QKeySequence(Qt::ALT | Qt::Key_C));
    m_word->setShortcut(QKeySequence(Qt::ALT | Qt::Key_W));
    m_regex->setShortcut(QKeySequence(Qt::ALT | Qt::Key_R));
    m_inSelection->setShortcut(QKeySequence(Qt::ALT | Qt::Key_L));
    arrange();
    m_soon.setSingleShot(true);
    m_soon.setInterval(120);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        search();
        say();
    });
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::searchSoon);
    for (QToolButton *option : {m_case, m_word, m_regex})
        connect(option, &QToolButton::toggled, this, &FindBar::searchSoon);
    connect(m_inSelection, &QToolButton::toggled, this, [this](bool on) {
        const Span span = m_area.selected();
        m_part = on ? std::optional(span) : std::nullopt;
        searchSoon();
    });
    connect(&m_area, &TextArea::edited, this, [this](const TextEdits &edits) {
        if (!isVisible())
            return;
        if (m_part)
            for (const TextEdit &edit : edits)
                if (edit.at <= m_part->end)
                    m_part->end =
                        m_part->end + edit.text.size() - std::min(edit.length, m_part->end);
        m_soon.start();
    });
    connect(&m_area, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        // Marks are content, too: only scrolling is answered, or it would never end.
        if (isVisible() && (what & QsciScintilla::SC_UPDATE_V_SCROLL))
            highlight();
    });
    hide();
}

QToolButton *FindBar::button(const char *name, const QString &text, const QString &hint)
{
    auto *made = new QToolButton(this);
    made->setObjectName(QString::fromLatin1(name));
    made->setText(text);
    made->setToolTip(hint);
    made->setAccessibleName(hint);
    made->setProperty("flat", true);
    return made;
}

QToolButton *FindBar::toggle(const char *name, const QString &text, const QString &hint)
{
    QToolButton *made = button(name, text, hint);
    made->setCheckable(true);
    return made;
}

void FindBar::arrange()
{
    const auto field = [this](QLineEdit *line, const char *name, const QString &hint) {
        line->setObjectName(QString::fromLatin1(name));
        line->setPlaceholderText(hint);
        line->setAccessibleName(hint);
        line->setFont(m_theme.mono(m_theme.type().caption));
        line->setMinimumWidth(60);
        line->installEventFilter(this);
    };
    field(m_field, "findField", tr("Find"));
    field(m_replacement, "replaceField", tr("Replace with"));
    field(m_line, "lineField", tr("Line, or line:column"));
    m_said->setFont(m_theme.mono(m_theme.type().caption));
    m_said->setObjectName(QStringLiteral("findSaid"));
    auto *before = button("findPrevious", QStringLiteral("↑"), tr("Previous match (Shift+F3)"));
    auto *after = button("findNext", QStringLiteral("↓"), tr("Next match (F3)"));
    auto *one = button("replaceOne", tr("Replace"), tr("Replace this match and go to the next"));
    auto *all = button("replaceAll", tr("All"), tr("Replace all matches, as one step"));
    auto *shut = button("findClose", QStringLiteral("✕"), tr("Close (Escape)"));
    const auto row = [](QWidget *holder, std::initializer_list<QWidget *> widgets) {
        auto *box = new QHBoxLayout(holder);
        box->setContentsMargins(6, 2, 6, 2);
        box->setSpacing(3);
        for (QWidget *widget : widgets)
            box->addWidget(widget, qobject_cast<QLineEdit *>(widget) ? 1 : 0);
    };
    row(m_findRow, {m_field, m_case, m_word, m_regex, m_inSelection, before, after, shut});
    row(m_replaceRow, {m_replacement, one, all});
    row(m_lineRow, {m_line});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 2, 0, 2);
    column->setSpacing(0);
    column->addWidget(m_findRow);
    column->addWidget(m_replaceRow);
    column->addWidget(m_lineRow);
    m_said->setContentsMargins(10, 0, 6, 0);
    m_said->setTextFormat(Qt::PlainText);
    column->addWidget(m_said);
    connect(before, &QToolButton::clicked, this, [this] { next(true); });
    connect(after, &QToolButton::clicked, this, [this] { next(false); });
    connect(one, &QToolButton::clicked, this, &FindBar::replaceOne);
    connect(all, &QToolButton::clicked, this, &FindBar::replaceAll);
    connect(shut, &QToolButton::clicked, this, &FindBar::close);
}

void FindBar::open(bool replace)
{
    const Span span = m_area.selected();
    const bool lines = m_area.lineAt(span.begin) != m_area.lineAt(span.end);
    m_lineRow->hide();
    m_findRow->show();
    m_said->show();
    m_replaceRow->setVisible(replace && !m_area.isReadOnly());
    QWidget::show();
    if (lines) {
        m_inSelection->setChecked(false);
        m_inSelection->setChecked(true);
    } else if (span.begin != span.end) {
        m_field->setText(QString::fromUtf8(m_area.slice(span.begin, span.end)));
    }
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    search();
    say();
}

void FindBar::openLine()
{
    m_findRow->hide();
    m_replaceRow->hide();
    m_said->hide();
    m_lineRow->show();
    QWidget::show();
    m_line->clear();
    m_line->setFocus(Qt::ShortcutFocusReason);
}

void FindBar::close()
{
    hide();
    m_inSelection->setChecked(false);
    m_matches = {};
    highlight();
    m_area.setFocus(Qt::OtherFocusReason);
}

Query FindBar::query() const
{
    return {m_field->text(), m_regex->isChecked(), m_case->isChecked(), m_word->isChecked()};
}

Span FindBar::within() const
{
    const Span all{0, m_area.size()};
    return m_part ? Span{m_part->begin, std::min(m_part->end, all.end)} : all;
}

void FindBar::searchSoon()
{
    if (m_area.size() > searchedAtOnce)
        return m_soon.start();
    search();
    if (!m_matches.spans.empty()) {
        // The first from where the selection begins, as one types.
        const std::size_t from = m_area.selected().begin;
        std::size_t index = 0;
        while (index + 1 < m_matches.spans.size() && m_matches.spans[index].begin < from)
            ++index;
        show(index);
    }
    say();
}

void FindBar::search()
{
    auto found = editor::find(m_area.content(), query(), within(), mostMatches);
    m_problem = found ? QString() : bridge::qs(found.error().what);
    m_matches = found ? std::move(*found) : Matches();
    highlight();
}

void FindBar::show(std::size_t index)
{
    m_area.reveal(m_matches.spans[index]);
}

void FindBar::next(bool backwards)
{
    if (!isVisible())
        return open(false);
    search();
    if (m_matches.spans.empty())
        return say();
    const Span now = m_area.selected();
    const auto &spans = m_matches.spans;
    std::size_t index = 0;
    if (backwards) {
        index = spans.size() - 1;
        for (std::size_t i = spans.size(); i-- > 0;)
            if (spans[i].end <= now.begin) {
                index = i;
                break;
            }
    } else {
        const auto after = std::find_if(spans.begin(), spans.end(), [&now](const Span &span) {
            return span.begin >= now.end && span != now;
        });
        index = after == spans.end() ? 0 : std::size_t(after - spans.begin());
    }
    show(index);
    say();
}

void FindBar::replaceOne()
{
    search();
    const Span now = m_area.selected();
    const bool onMatch =
        std::find(m_matches.spans.begin(), m_matches.spans.end(), now) != m_matches.spans.end();
    if (!onMatch)
        return next(false);
    const auto edits = replacements(m_area.content(), query(), now, m_replacement->text());
    if (edits && !edits->empty()) {
        m_area.perform(*edits);
        const std::size_t behind = now.begin + edits->front().text.size();
        m_area.reveal({behind, behind});
    }
    next(false);
}

void FindBar::replaceAll()
{
    const auto edits = replacements(m_area.content(), query(), within(), m_replacement->text());
    if (!edits) {
        m_problem = bridge::qs(edits.error().what);
        return say();
    }
    m_area.perform(*edits);
    search();
    m_said->setText(edits->empty() ? tr("nothing to replace")
                                   : tr("%n replaced", nullptr, int(edits->size())));
}

QString FindBar::said() const
{
    return m_said->text();
}

void FindBar::say()
{
    const auto &spans = m_matches.spans;
    QString text;
    if (!m_problem.isEmpty()) {
        text = m_problem;
    } else if (m_field->text().isEmpty()) {
        text = m_part ? tr("in the selection") : QString();
    } else if (spans.empty()) {
        text = m_part ? tr("nothing found in the selection") : tr("nothing found");
    } else {
        const auto at = std::find(spans.begin(), spans.end(), m_area.selected());
        const QString all =
            QString::number(spans.size()) + (m_matches.more ? QStringLiteral("+") : QString());
        text = at == spans.end() ? tr("%1 found").arg(all)
                                 : tr("%1 of %2").arg(at - spans.begin() + 1).arg(all);
    }
    const bool bad = !m_problem.isEmpty() || (spans.empty() && !m_field->text().isEmpty());
    m_said->setStyleSheet(QStringLiteral("color: %1")
                              .arg((bad ? m_theme.color().danger : m_theme.color().muted).name()));
    m_said->setText(text);
}

/// Only what is seen is marked: a text may hold any number of matches.
void FindBar::highlight()
{
    const auto first = m_area.SendScintilla(QsciScintilla::SCI_DOCLINEFROMVISIBLE,
                                            (unsigned long)m_area.firstVisibleLine());
    const auto onScreen = m_area.SendScintilla(QsciScintilla::SCI_LINESONSCREEN);
    const auto begin = std::size_t(m_area.positionAt(int(first) + 1, 1));
    const auto end = std::size_t(m_area.positionAt(int(first + onScreen) + 3, 1));
    clearIndicator(m_area, Indicator::Match, 0, m_area.size());
    auto at = std::lower_bound(m_matches.spans.begin(), m_matches.spans.end(), begin,
                               [](const Span &span, std::size_t from) { return span.end < from; });
    for (; at != m_matches.spans.end() && at->begin < end; ++at)
        fillIndicator(m_area, Indicator::Match, at->begin, at->end);
}

void FindBar::goToLine()
{
    const QStringList parts = m_line->text().split(QLatin1Char(':'));
    const int line = parts.value(0).trimmed().toInt();
    if (line > 0)
        m_area.goTo(line, std::max(1, parts.value(1).trimmed().toInt()));
    close();
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto *key = static_cast<QKeyEvent *>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (enter && watched == m_line)
        goToLine();
    else if (enter && watched == m_replacement)
        key->modifiers() & Qt::ControlModifier ? replaceAll() : replaceOne();
    else if (enter)
        next(key->modifiers() & Qt::ShiftModifier);
    else
        return QWidget::eventFilter(watched, event);
    return true;
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        return close();
    if (event->key() == Qt::Key_F3)
        return next(event->modifiers() & Qt::ShiftModifier);
    QWidget::keyPressEvent(event);
}

} // namespace orrery::editor
