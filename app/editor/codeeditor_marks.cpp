// SPDX-License-Identifier: GPL-3.0-or-later
// What the editor marks in the text, and what it says below it.
#include <QToolTip>

#include "bridge/text.h"
#include "editor/codeeditor.h"
#include "editor/indicators.h"
#include "editor/textarea.h"
#include "widgets/codestyle.h"

namespace orrery::editor {
namespace {

/// From the place of a finding to the end of what stands there.
Span spanOf(const TextArea &area, const Finding &finding)
{
    const std::size_t begin = area.positionAt(int(finding.line), int(finding.column));
    const std::size_t lineEnd =
        area.positionAt(int(finding.line), std::numeric_limits<int>::max() / 2);
    const QByteArray rest = area.slice(begin, lineEnd);
    const auto stops = [](char c) {
        return c == ' ' || c == ',' || c == '\t' || c == '}' || c == ']' || c == ':' || c == '\r';
    };
    qsizetype end = 0;
    if (!rest.isEmpty() && (rest[0] == '"' || rest[0] == '\'')) {
        end = rest.indexOf(rest[0], 1) + 1;
    } else {
        while (end < rest.size() && !stops(rest[end]))
            ++end;
    }
    if (end <= 0)
        end = std::max<qsizetype>(1, rest.size());
    return {begin, std::min(begin + std::size_t(end), std::max(lineEnd, begin + 1))};
}

QString said(const Finding &finding)
{
    const QString what = bridge::qs(finding.message);
    return finding.fix.empty() ? what
                               : QStringLiteral("%1 (%2)").arg(what, bridge::qs(finding.fix));
}

} // namespace

void CodeEditor::setFindings(std::vector<Finding> findings)
{
    std::stable_sort(findings.begin(), findings.end(), [](const Finding &a, const Finding &b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
    });
    m_findings = std::move(findings);
    showFindings();
}

void CodeEditor::showFindings()
{
    for (const Indicator indicator : {Indicator::Error, Indicator::Warning})
        clearIndicator(*m_area, indicator, 0, m_area->size());
    m_area->markerDeleteAll(int(Marker::Error));
    m_area->markerDeleteAll(int(Marker::Warning));
    m_findingSpans.clear();
    for (const Finding &finding : m_findings) {
        if (finding.line == 0) {
            m_findingSpans.push_back({});
            continue;
        }
        const Span span = spanOf(*m_area, finding);
        m_findingSpans.push_back(span);
        const bool error = finding.isError();
        fillIndicator(*m_area, error ? Indicator::Error : Indicator::Warning, span.begin, span.end);
        m_area->markerAdd(m_area->lineAt(span.begin), int(error ? Marker::Error : Marker::Warning));
    }
    showStatus();
}

void CodeEditor::goToFinding(bool backwards)
{
    const std::size_t at = m_area->caret();
    const Span *best = nullptr;
    for (const Span &span : m_findingSpans) {
        if (span.begin == span.end)
            continue;
        if (backwards && span.begin < at)
            best = &span;
        if (!backwards && span.begin > at) {
            best = &span;
            break;
        }
    }
    if (!best && !m_findingSpans.empty())
        best = backwards ? &m_findingSpans.back() : &m_findingSpans.front();
    if (best)
        m_area->reveal({best->begin, best->begin});
}

void CodeEditor::markPart(Span part)
{
    m_area->markerDeleteAll(int(Marker::Node));
    m_part = part.begin < part.end ? std::optional(part) : std::nullopt;
    if (!m_part)
        return;
    const int last = m_area->lineAt(part.end > part.begin ? part.end - 1 : part.begin);
    for (int line = m_area->lineAt(part.begin); line <= last; ++line)
        m_area->markerAdd(line, int(Marker::Node));
}

std::pair<int, int> CodeEditor::markedLines() const
{
    const int first = m_area->markerFindNext(0, 1U << unsigned(Marker::Node));
    if (first < 0)
        return {0, 0};
    const int last = m_area->markerFindPrevious(m_area->lines(), 1U << unsigned(Marker::Node));
    return {first + 1, last + 1};
}

void CodeEditor::setLineMarks(const std::vector<LineMark> &marks)
{
    if (marks == lineMarks())
        return;
    for (const Marker marker : {Marker::Added, Marker::Changed, Marker::Removed})
        m_area->markerDeleteAll(int(marker));
    for (const LineMark &mark : marks)
        m_area->markerAdd(mark.line - 1,
                          int(mark.kind == LineMark::Kind::Added     ? Marker::Added
                              : mark.kind == LineMark::Kind::Changed ? Marker::Changed
                                                                     : Marker::Removed));
}

std::vector<LineMark> CodeEditor::lineMarks() const
{
    std::vector<LineMark> marks;
    constexpr unsigned added = 1U << unsigned(Marker::Added),
                       changed = 1U << unsigned(Marker::Changed),
                       removed = 1U << unsigned(Marker::Removed);
    for (int line = m_area->markerFindNext(0, added | changed | removed); line >= 0;
         line = m_area->markerFindNext(line + 1, added | changed | removed)) {
        const unsigned on = m_area->markersAtLine(line);
        if (on & removed)
            marks.push_back({line + 1, LineMark::Kind::Removed});
        if (on & added)
            marks.push_back({line + 1, LineMark::Kind::Added});
        if (on & changed)
            marks.push_back({line + 1, LineMark::Kind::Changed});
    }
    return marks;
}

void CodeEditor::setNotice(const QString &notice)
{
    m_notice = notice;
    showStatus();
}

QString CodeEditor::status() const
{
    return m_message->text();
}

/// The finding of the caret's line, else how many there are.
void CodeEditor::showStatus()
{
    const int line = m_area->lineAt(m_area->caret());
    QString place = tr("%1:%2").arg(line + 1).arg(m_area->columnAt(m_area->caret()) + 1);
    if (const long carets = m_area->SendScintilla(QsciScintilla::SCI_GETSELECTIONS); carets > 1)
        place += tr("  %1 carets").arg(carets);
    if (m_area->size() > std::size_t(TextArea::largeText))
        place += tr("  large: no colours");
    if (m_area->isReadOnly())
        place += tr("  read only");
    m_place->setText(place + QStringLiteral("  ") + widgets::languageTitle(m_area->language()));
    const Finding *here = nullptr;
    int errors = 0;
    for (const Finding &finding : m_findings) {
        errors += finding.isError();
        const bool inLine = int(finding.line) == line + 1;
        if (inLine && (!here || (finding.isError() && !here->isError())))
            here = &finding;
    }
    const auto &c = m_theme.color();
    QColor color = c.muted;
    QString text = m_notice;
    if (here) {
        text = said(*here);
        color = here->isError() ? c.danger : c.waiting;
    } else if (!m_findings.empty()) {
        const Finding &first = m_findings.front();
        const QString counts = errors > 0 ? tr("%n errors", nullptr, errors)
                                          : tr("%n warnings", nullptr, int(m_findings.size()));
        const QString where = tr("%1; the first in line %2: %3")
                                  .arg(counts)
                                  .arg(first.line)
                                  .arg(bridge::qs(first.message));
        text = m_notice.isEmpty() ? where : QStringLiteral("%1; %2").arg(m_notice, where);
        color = errors > 0 ? c.danger : c.waiting;
    }
    m_message->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
    m_message->setText(text);
}

void CodeEditor::markTrailing()
{
    clearIndicator(*m_area, Indicator::Trailing, 0, m_area->size());
    if (m_area->isReadOnly())
        return;
    const int top = int(m_area->SendScintilla(QsciScintilla::SCI_DOCLINEFROMVISIBLE,
                                              (unsigned long)m_area->firstVisibleLine()));
    const int seen = int(m_area->SendScintilla(QsciScintilla::SCI_LINESONSCREEN)) + 2;
    const int typing = m_area->lineAt(m_area->caret());
    for (int line = top; line < std::min(m_area->lines(), top + seen); ++line) {
        const auto begin = std::size_t(
            m_area->SendScintilla(QsciScintilla::SCI_POSITIONFROMLINE, (unsigned long)line));
        const auto end = std::size_t(
            m_area->SendScintilla(QsciScintilla::SCI_GETLINEENDPOSITION, (unsigned long)line));
        const QByteArray text = m_area->slice(begin, end);
        qsizetype kept = text.size();
        while (kept > 0 && (text[kept - 1] == ' ' || text[kept - 1] == '\t'))
            --kept;
        if (line != typing)
            fillIndicator(*m_area, Indicator::Trailing, begin + std::size_t(kept), end);
    }
}

QString CodeEditor::hoverText(std::size_t at) const
{
    QString text;
    for (std::size_t i = 0; i < m_findings.size(); ++i)
        if (m_findingSpans[i].begin <= at && at < m_findingSpans[i].end)
            text += (text.isEmpty() ? QString() : QStringLiteral("\n")) + said(m_findings[i]);
    if (text.isEmpty() && m_explain)
        text = m_explain(at);
    return text;
}

void CodeEditor::hover(int position, int x, int y)
{
    if (position < 0 || !m_area->underMouse())
        return;
    const QString text = hoverText(std::size_t(position));
    if (text.isEmpty())
        return QToolTip::hideText();
    // Rich text wraps, plain text would run over the whole screen.
    QToolTip::showText(
        m_area->viewport()->mapToGlobal(QPoint(x, y)),
        QStringLiteral("<p>%1</p>")
            .arg(text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"))),
        m_area);
}

} // namespace orrery::editor
