// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/search.h"

#include <limits>

#include <QCoreApplication>
#include <QRegularExpression>

namespace orrery::editor {
namespace {

/// Counts bytes along with UTF-16 units, forwards only.
class Bytes {
public:
    explicit Bytes(const QString &text) : m_text(text) {}
    std::size_t at(qsizetype unit)
    {
        for (; m_unit < unit; ++m_unit) {
            const char16_t c = m_text[m_unit].unicode();
            if (c < 0x80)
                m_byte += 1;
            else if (c < 0x800)
                m_byte += 2;
            else
                m_byte += QChar::isSurrogate(c) ? 2 : 3; // a pair has four
        }
        return m_byte;
    }

private:
    const QString &m_text;
    qsizetype m_unit = 0;
    std::size_t m_byte = 0;
};

Result<QRegularExpression> expression(const Query &query)
{
    QString pattern = query.regex ? query.pattern : QRegularExpression::escape(query.pattern);
    if (query.wholeWord)
        pattern = QStringLiteral("\\b(?:%1)\\b").arg(pattern);
    QRegularExpression::PatternOptions options =
        QRegularExpression::MultilineOption | QRegularExpression::UseUnicodePropertiesOption;
    if (!query.matchCase)
        options |= QRegularExpression::CaseInsensitiveOption;
    const QRegularExpression made(pattern, options);
    if (made.isValid())
        return made;
    return fail(ErrorCode::InvalidSpec, query.pattern.toStdString(),
                QCoreApplication::translate("orrery::editor::FindBar", "at character %1: %2")
                    .arg(made.patternErrorOffset() + 1)
                    .arg(made.errorString())
                    .toStdString());
}

/// Each match with its captures, until `visit` says no.
template <typename Visit>
Result<> each(const QByteArray &text, const Query &query, Span within, const Visit &visit)
{
    if (query.pattern.isEmpty())
        return {};
    const auto regex = expression(query);
    if (!regex)
        return tl::unexpected(regex.error());
    const QString units = QString::fromUtf8(text);
    Bytes bytes(units);
    auto found = regex->globalMatch(units);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        const Span span{bytes.at(match.capturedStart()), bytes.at(match.capturedEnd())};
        if (span.begin >= within.end && span.end > within.end)
            break;
        if (span.begin < within.begin || span.end > within.end || span.begin == span.end)
            continue;
        if (!visit(span, match))
            break;
    }
    return {};
}

QString filled(const QString &replacement, const QRegularExpressionMatch &match)
{
    QString out;
    for (qsizetype i = 0; i < replacement.size(); ++i) {
        const QChar c = replacement[i];
        const QChar next = i + 1 < replacement.size() ? replacement[i + 1] : QChar();
        if (c == QLatin1Char('$') && next.isDigit()) {
            out += match.captured(next.digitValue());
            ++i;
        } else if (c == QLatin1Char('$') && next == QLatin1Char('$')) {
            out += c;
            ++i;
        } else if (c == QLatin1Char('\\') && !next.isNull()) {
            out += next == QLatin1Char('n')   ? QLatin1Char('\n')
                   : next == QLatin1Char('t') ? QLatin1Char('\t')
                                              : next;
            ++i;
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace

Result<Matches> find(const QByteArray &text, const Query &query, Span within, std::size_t most)
{
    Matches matches;
    const auto done = each(text, query, within, [&](Span span, const auto &) {
        matches.more = matches.spans.size() == most;
        if (!matches.more)
            matches.spans.push_back(span);
        return !matches.more;
    });
    if (!done)
        return tl::unexpected(done.error());
    return matches;
}

Result<TextEdits> replacements(const QByteArray &text, const Query &query, Span within,
                               const QString &replacement)
{
    TextEdits edits;
    const auto done = each(text, query, within, [&](Span span, const auto &match) {
        const QString put = query.regex ? filled(replacement, match) : replacement;
        std::string bytes = put.toStdString();
        if (text.mid(qsizetype(span.begin), qsizetype(span.end - span.begin)).toStdString() !=
            bytes)
            edits.push_back({span.begin, span.end - span.begin, std::move(bytes)});
        return true;
    });
    if (!done)
        return tl::unexpected(done.error());
    return edits;
}

} // namespace orrery::editor
