// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a POSIX shell script is quoted what: quotes, substitutions, here-documents, comments.
//
// A place that is judged wrongly (a script that sh would refuse as well) costs word splitting or a
// literal ${...}, never an injection: sh does not read the value of a variable as program text.
#include "model/template/scan.h"

#include <optional>

namespace orrery::model {
namespace {

using Place = Template::Place;

constexpr std::string_view singleQuoteAdvice =
    "sh does not look into single quotes; use double quotes, or end the quote around it: "
    "'...'\"${...}\"'...' (or write $${ for a literal ${)";
constexpr std::string_view hereDocAdvice =
    "sh does not look into a here-document whose word is quoted; take the quotes off the word "
    "after << (or write $${ for a literal ${)";
constexpr std::string_view arithmeticAdvice =
    "inside $((...)) sh would read the value as an expression; compute inside the braces instead, "
    "as in ${params.n + 1}";
constexpr int maxNesting = 100;

/// A here-document that was announced by << and begins on the next line.
struct HereDoc {
    std::string word;
    bool quoted = false;
    bool tabs = false; ///< <<-: leading tabs do not count
};

class ShellScanner : Scanner {
public:
    using Scanner::Scanner;

    Scan scan()
    {
        code('\0');
        return std::move(m_scan);
    }

private:
    static bool separates(char c)
    {
        return c == '\n' || c == ';' || c == '&' || c == '|' || c == '(' || c == ')';
    }
    static bool endsWord(char c)
    {
        return c == '\0' || c == ' ' || c == '\t' || c == '<' || c == '>' || separates(c);
    }

    struct Nested {
        explicit Nested(ShellScanner &scanner) : depth(scanner.m_depth)
        {
            if (++depth > maxNesting)
                scanner.refuse("more than 100 quotes and substitutions in one another");
        }
        ~Nested() { --depth; }
        int &depth;
    };

    /// Commands up to `closer` (')' or '`', which it moves behind) or to the end.
    void code(char closer)
    {
        const Nested nested(*this);
        int parens = 0;
        int cases = 0;       // open case ... esac: their patterns end with an unpaired ')'
        bool command = true; // the next word is a command's name or a keyword
        bool wordStart = true;
        while (!atEnd()) {
            const char c = here();
            if (c == closer && (c != ')' || (parens == 0 && cases == 0))) {
                ++m_at;
                return;
            }
            parens += c == '(' ? 1 : c == ')' && parens > 0 ? -1 : 0;
            if (separates(c)) {
                ++m_at;
                command = wordStart = true;
                if (c == '\n')
                    hereDocs();
            } else if (c == ' ' || c == '\t') {
                ++m_at;
                wordStart = true;
            } else if (c == '#' && wordStart) {
                skipComment(closer);
            } else {
                const std::size_t start = m_at;
                piece(Place::Bare);
                if (wordStart)
                    command = keyword(start, command, cases);
                wordStart = false;
            }
        }
    }

    /// Judges the word at `start`; @return whether a command's name may follow it
    bool keyword(std::size_t start, bool command, int &cases)
    {
        std::size_t end = start;
        while (end < m_text.size() && !endsWord(m_text[end]))
            ++end;
        const std::string_view word = m_text.substr(start, end - start);
        if (!command)
            return false;
        cases += word == "case" ? 1 : word == "esac" && cases > 0 ? -1 : 0;
        for (const std::string_view opening :
             {"then", "do", "else", "elif", "if", "while", "until", "{", "!"}) {
            if (word == opening)
                return true;
        }
        return false;
    }

    /// One character, or one quoted or substituted piece, outside of double quotes.
    void piece(Place place)
    {
        switch (here()) {
        case '\\':
            m_at += 2;
            return;
        case '\'':
            return single();
        case '"':
            return doubles();
        case '`':
            ++m_at;
            return code('`');
        case '$':
            return dollar(place);
        case '<':
            if (at("<<<"))
                m_at += 3;
            else if (at("<<"))
                announce();
            else
                ++m_at;
            return;
        default:
            ++m_at;
            return;
        }
    }

    void skipComment(char closer)
    {
        while (!atEnd() && here() != '\n' && (closer != '`' || here() != '`'))
            ++m_at;
    }

    void single()
    {
        ++m_at;
        while (!atEnd() && here() != '\'') {
            if (takeLiteral(opensInShell))
                m_at += 2;
            else if (holeAt(m_at, opensInShell))
                return refuse(std::string(singleQuoteAdvice));
            else
                ++m_at;
        }
        ++m_at;
    }

    void doubles()
    {
        const Nested nested(*this);
        ++m_at;
        while (!atEnd() && here() != '"')
            inDoubles();
        ++m_at;
    }

    /// One piece inside double quotes or an unquoted here-document.
    void inDoubles()
    {
        if (here() == '\\')
            m_at += 2;
        else if (here() == '$')
            dollar(Place::Quoted);
        else if (here() == '`')
            ++m_at, code('`');
        else
            ++m_at;
    }

    void dollar(Place place)
    {
        if (takeLiteral(opensInShell))
            return brace(place);
        if (holeAt(m_at, opensInShell))
            return takeHole(place);
        if (at("${"))
            return brace(place);
        if (at("$(("))
            return arithmetic();
        if (at("$(")) {
            m_at += 2;
            return code(')');
        }
        m_at += at("$$") ? 2 : 1;
    }

    /// The shell's own ${name...}: its words may hold holes.
    void brace(Place place)
    {
        const Nested nested(*this);
        m_at += 2;
        while (!atEnd() && here() != '}') {
            if (place == Place::Bare)
                piece(place);
            else if (here() == '"')
                doubles();
            else
                inDoubles();
        }
        ++m_at;
    }

    void arithmetic()
    {
        int depth = 0;
        ++m_at;
        do {
            if (holeAt(m_at, opensInShell))
                return refuse(std::string(arithmeticAdvice));
            depth += here() == '(' ? 1 : here() == ')' ? -1 : 0;
            ++m_at;
        } while (!atEnd() && depth > 0);
    }

    /// At <<: remembers the word.
    void announce()
    {
        m_at += 2;
        HereDoc doc;
        if (here() == '-') {
            doc.tabs = true;
            ++m_at;
        }
        while (here() == ' ' || here() == '\t')
            ++m_at;
        char quote = '\0';
        for (; !atEnd() && (quote || !endsWord(here())); ++m_at) {
            const char c = here();
            const bool isQuote = c == '\'' || c == '"';
            doc.quoted = doc.quoted || isQuote || c == '\\';
            if (quote == c)
                quote = '\0';
            else if (!quote && isQuote)
                quote = c;
            else if (c != '\\')
                doc.word += c;
        }
        m_announced.push_back(std::move(doc));
    }

    /// At the start of a line: the bodies of what was announced on the line before.
    void hereDocs()
    {
        for (const HereDoc &doc : std::exchange(m_announced, {})) {
            while (!atEnd() && !endsHere(doc))
                hereDocLine(doc);
        }
    }

    /// Is this line the closing word? Moves behind it then.
    bool endsHere(const HereDoc &doc)
    {
        const std::size_t end = std::min(m_text.find('\n', m_at), m_text.size());
        std::string_view line = m_text.substr(m_at, end - m_at);
        while (doc.tabs && line.starts_with('\t'))
            line.remove_prefix(1);
        if (line != doc.word)
            return false;
        m_at = std::min(end + 1, m_text.size());
        return true;
    }

    void hereDocLine(const HereDoc &doc)
    {
        while (!atEnd() && here() != '\n') {
            if (!doc.quoted)
                inDoubles();
            else if (takeLiteral(opensInShell))
                m_at += 2;
            else if (holeAt(m_at, opensInShell))
                return refuse(std::string(hereDocAdvice));
            else
                ++m_at;
        }
        ++m_at;
    }

    std::vector<HereDoc> m_announced;
    int m_depth = 0;
};

} // namespace

Scan scanShell(std::string_view text)
{
    return ShellScanner(text).scan();
}

} // namespace orrery::model
