// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/codestyle.h"

#include <QFileInfo>

#include <Qsci/qscilexerbash.h>
#include <Qsci/qscilexercpp.h>
#include <Qsci/qscilexerjava.h>
#include <Qsci/qscilexerjson.h>
#include <Qsci/qscilexermarkdown.h>
#include <Qsci/qscilexerpython.h>
#include <Qsci/qscilexersql.h>
#include <Qsci/qscilexeryaml.h>
#include <Qsci/qsciscintilla.h>

#include "widgets/skin.h"

namespace orrery::widgets {
namespace {

struct Language {
    const char *name;
    const char *title;
    const char *comment;
    std::initializer_list<const char *> endings;
};

const Language languages[] = {
    {"yaml", "YAML", "#", {"yaml", "yml"}},
    {"json", "JSON", "//", {"json", "jsonc"}},
    {"python", "Python", "#", {"py", "pyw", "pyi"}},
    {"shell", "Shell", "#", {"sh", "bash", "zsh"}},
    {"sql", "SQL", "--", {"sql"}},
    {"java", "Java", "//", {"java"}},
    {"scala", "Scala", "//", {"scala", "sc"}},
    {"markdown", "Markdown", "", {"md", "markdown"}},
    {"c++", "C++", "//", {"cpp", "cc", "cxx", "c", "h", "hpp"}},
};

const Language *known(const QString &name)
{
    for (const Language &language : languages)
        if (name == QLatin1String(language.name))
            return &language;
    return nullptr;
}

/// Scintilla has no lexer for Scala: Java's knows its texts, comments and numbers.
class ScalaLexer final : public QsciLexerJava {
public:
    using QsciLexerJava::QsciLexerJava;
    const char *language() const override { return "Scala"; }
    const char *keywords(int set) const override
    {
        return set == 1
                   ? "abstract case catch class def do else enum extends extension false final "
                     "finally for forSome given if implicit import lazy match new null object "
                     "override package private protected return sealed super then this throw "
                     "trait true try type using val var while with yield"
                   : nullptr;
    }
};

/// What a style of any of the lexers stands for, told by its description.
QColor styleColor(const theming::Theme &theme, const QString &description)
{
    const auto &c = theme.color();
    const auto says = [&description](const char *word) {
        return description.contains(QLatin1String(word), Qt::CaseInsensitive);
    };
    if (says("comment") || says("document delimiter") || says("horizontal rule"))
        return c.muted;
    if (says("error") || says("unclosed"))
        return c.danger;
    if (says("header") || says("property") || description == QLatin1String("Identifier"))
        return c.accent;
    if (says("string") || says("quoted") || says("here document") || says("backtick") ||
        says("code") || says("block quote") || says("text block"))
        return c.success;
    if (says("number") || says("reference") || says("link") || says("list item"))
        return c.hologram;
    if (says("keyword") || says("decorator"))
        return c.accent;
    if (says("class name") || says("function") || says("scalar") || says("parameter"))
        return c.hologram;
    return c.text;
}

QsciLexer *bareLexer(const QString &language, QObject *parent)
{
    if (language == QLatin1String("yaml"))
        return new QsciLexerYAML(parent);
    if (language == QLatin1String("json")) {
        auto *lexer = new QsciLexerJSON(parent);
        lexer->setHighlightComments(true);
        lexer->setHighlightEscapeSequences(true);
        return lexer;
    }
    if (language == QLatin1String("python"))
        return new QsciLexerPython(parent);
    if (language == QLatin1String("shell"))
        return new QsciLexerBash(parent);
    if (language == QLatin1String("sql"))
        return new QsciLexerSQL(parent);
    if (language == QLatin1String("java"))
        return new QsciLexerJava(parent);
    if (language == QLatin1String("scala"))
        return new ScalaLexer(parent);
    if (language == QLatin1String("markdown"))
        return new QsciLexerMarkdown(parent);
    if (language == QLatin1String("c++"))
        return new QsciLexerCPP(parent);
    return nullptr;
}

/// Names are the keys of a YAML file, but plain words of a program.
QColor colorIn(const QString &language, const theming::Theme &theme, const QString &description)
{
    const bool names = description == QLatin1String("Identifier");
    if (names && language != QLatin1String("yaml"))
        return theme.color().text;
    return styleColor(theme, description);
}

} // namespace

QString languageOf(const QString &file)
{
    const QString ending = QFileInfo(file).suffix().toLower();
    for (const Language &language : languages)
        for (const char *known : language.endings)
            if (ending == QLatin1String(known))
                return QString::fromLatin1(language.name);
    return {};
}

QString languageTitle(const QString &language)
{
    const Language *found = known(language);
    return found ? QString::fromLatin1(found->title)
                 : QCoreApplication::translate("orrery::widgets::CodeView", "Text");
}

QString lineComment(const QString &language)
{
    const Language *found = known(language);
    return found ? QString::fromLatin1(found->comment) : QString();
}

QFont codeFont(const theming::Theme &theme)
{
    QFont font(theme.type().mono);
    font.setPointSizeF(theme.type().caption * 0.75); // Scintilla knows points only: 96 dpi
    return font;
}

QsciLexer *makeLexer(const QString &language, const theming::Theme &theme, QObject *parent)
{
    QsciLexer *lexer = bareLexer(language, parent);
    if (!lexer)
        return nullptr;
    const QFont font = codeFont(theme);
    lexer->setDefaultFont(font);
    lexer->setDefaultPaper(theme.color().background);
    lexer->setDefaultColor(theme.color().text);
    for (int style = 0; style < 128; ++style) {
        const QString description = lexer->description(style);
        if (description.isEmpty())
            continue;
        QFont own = font;
        own.setBold(description.contains(QLatin1String("header")) ||
                    description.contains(QLatin1String("Strong")));
        own.setItalic(description.contains(QLatin1String("Emphasis")));
        lexer->setPaper(theme.color().background, style);
        lexer->setFont(own, style);
        lexer->setColor(colorIn(language, theme, description), style);
        lexer->setEolFill(false, style);
    }
    return lexer;
}

void styleCode(QsciScintilla &area, const theming::Theme &theme)
{
    const auto &c = theme.color();
    area.setFrameShape(QFrame::NoFrame);
    area.setPaper(c.background);
    area.setColor(c.text);
    area.setFont(codeFont(theme));
    area.setMarginsBackgroundColor(c.background);
    area.setMarginsForegroundColor(c.muted);
    area.setMarginsFont(codeFont(theme));
    area.setSelectionBackgroundColor(c.line);
    area.setCaretForegroundColor(c.accent);
    area.setScrollWidth(1);
    area.setScrollWidthTracking(true);
    area.SendScintilla(QsciScintilla::SCI_SETEXTRAASCENT, 1);
}

void fitNumbers(QsciScintilla &area, int margin)
{
    const qsizetype digits = std::max<qsizetype>(2, QString::number(area.lines()).size());
    area.setMarginWidth(margin, QString(digits + 1, QLatin1Char('0')));
}

} // namespace orrery::widgets
