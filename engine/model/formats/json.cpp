// SPDX-License-Identifier: GPL-3.0-or-later
// nlohmann's SAX parser tells no positions: an iterator that counts what was consumed gives them
// back.
#include "model/formats/json.h"

#include <cstddef>
#include <iterator>
#include <string>

#include "model/builder.h"
#include "model/text.h"

namespace orrery::model {

namespace {

constexpr std::size_t largestPatched =
    16U << 20U; // bytes; larger files end at their first syntax error
constexpr int mostPatches = 20;

// All copies share one place in the text.
class SharedIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    explicit SharedIterator(const char **at) : m_at(at) {}
    reference operator*() const { return **m_at; }
    SharedIterator &operator++()
    {
        ++*m_at;
        return *this;
    }
    SharedIterator operator++(int)
    {
        const SharedIterator before = *this;
        ++*m_at;
        return before;
    }
    bool operator==(const SharedIterator &other) const { return *m_at == *other.m_at; }
    bool operator!=(const SharedIterator &other) const { return *m_at != *other.m_at; }

private:
    const char **m_at;
};

bool isNumberPart(char c)
{
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// The first byte from `at` that is neither white space nor comment.
std::size_t skipSpace(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r') {
            ++at;
        } else if (rest.starts_with("//")) {
            at = std::min(text.size(), text.find('\n', at));
        } else if (rest.starts_with("/*")) {
            const std::size_t end = text.find("*/", at + 2);
            at = end == std::string_view::npos ? text.size() : end + 2;
        } else {
            break;
        }
    }
    return at;
}

// A syntax error that ended a pass.
struct Broken {
    bool happened = false;
    std::size_t at = 0;
    std::string message;
    std::string fix;
    std::size_t patchAt = std::string::npos; // byte to replace before the next pass
    char patch = ' ';
};

// nlohmann's SAX interface; the member names are its.
class Handler {
public:
    Handler(std::string_view text, Document &doc, Builder &builder)
        : m_text(text), m_doc(doc), m_builder(builder)
    {
        m_at = text.data();
        m_end = text.data() + text.size();
    }

    SharedIterator begin() { return SharedIterator(&m_at); }
    SharedIterator end() { return SharedIterator(&m_end); }
    [[nodiscard]] const Broken &broken() const { return m_broken; }

    bool null() { return word(Kind::Null, 4); }
    bool boolean(bool value) { return word(Kind::Boolean, value ? 4 : 5); }
    bool number_integer(std::int64_t) { return number(); }
    bool number_unsigned(std::uint64_t) { return number(); }
    bool number_float(double, const std::string &) { return number(); }
    bool string(std::string &value)
    {
        const std::size_t start = openingQuote(value.size());
        return m_builder.scalar(Kind::String, textAt(start, value), start) != none;
    }
    bool binary(std::vector<std::uint8_t> &) { return false; }
    bool key(std::string &value)
    {
        m_builder.key(value, openingQuote(value.size()));
        return true;
    }
    bool start_object(std::size_t) { return m_builder.open(Kind::Object, endEvent() - 1) != none; }
    bool start_array(std::size_t) { return m_builder.open(Kind::Array, endEvent() - 1) != none; }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool parse_error(std::size_t consumed, const std::string &token,
                     const nlohmann::json::exception &error);

private:
    std::size_t endEvent() { return m_last = static_cast<std::size_t>(m_at - m_text.data()); }

    bool word(Kind kind, std::size_t size)
    {
        const std::size_t start = endEvent() - size;
        return m_builder.scalar(kind, m_text.substr(start, size), start) != none;
    }
    bool number()
    {
        // The lexer has read one character more unless the text ended.
        std::size_t end = endEvent();
        if (!isNumberPart(m_text[end - 1]))
            m_last = --end;
        std::size_t start = end;
        while (start > 0 && isNumberPart(m_text[start - 1]))
            --start;
        return m_builder.scalar(Kind::Number, m_text.substr(start, end - start), start) != none;
    }
    bool close()
    {
        endEvent();
        m_builder.close();
        return true;
    }

    // Of the string that ends here and has `size` bytes without escapes. Inside a string every
    // quote follows a backslash, before one none does.
    std::size_t openingQuote(std::size_t size)
    {
        const std::size_t end = endEvent();
        const auto opens = [this](std::size_t i) {
            return m_text[i] == '"' && (i == 0 || m_text[i - 1] != '\\');
        };
        std::size_t start = end - size - 2;
        while (!opens(start))
            --start;
        return start;
    }
    std::string_view textAt(std::size_t start, const std::string &value)
    {
        const bool verbatim = m_last - start == value.size() + 2;
        return verbatim ? m_text.substr(start + 1, value.size()) : m_doc.keep(value);
    }
    void unexpected(std::size_t at, std::string_view what);

    std::string_view m_text;
    const char *m_at = nullptr;
    const char *m_end = nullptr;
    std::size_t m_last = 0; // end of the last event
    Document &m_doc;
    Builder &m_builder;
    Broken m_broken;
};

// A token that may not stand here, or the end: says what to do, and how to read on where that is
// sure.
void Handler::unexpected(std::size_t at, std::string_view what)
{
    const std::size_t next = skipSpace(m_text, m_last);
    const char before = next < m_text.size() ? m_text[next] : '\0';
    const char here = at < m_text.size() ? m_text[at] : '\0';
    if (before == ',' && (here == '}' || here == ']')) {
        m_broken.fix = "remove the comma before it";
        m_broken.patchAt = next;
        m_broken.patch = ' ';
    } else if (here != '\0' && here != ':' && at > 0 && next == at &&
               what.find("expected '") != std::string_view::npos &&
               what.find("expected ':'") == std::string_view::npos &&
               what.find("separator") == std::string_view::npos) {
        m_broken.fix = "put a comma before it";
        if (m_last < at && skipSpace(m_text, m_last + 1) == at) {
            m_broken.patchAt = m_last;
            m_broken.patch = ',';
        }
    } else if (at >= m_text.size() && m_builder.openValue() != none) {
        const Document::Value &open = m_doc[m_builder.openValue()];
        const LineColumn place = LineCounter(m_text).at(open.at);
        m_broken.message = std::string("the file ends inside the ") +
                           (open.kind == Kind::Object ? "object" : "array") +
                           " that starts at line " + std::to_string(place.line) + ", column " +
                           std::to_string(place.column);
        m_broken.fix = open.kind == Kind::Object ? "close it with }" : "close it with ]";
    }
}

// Length of an unexpected token. The lexer's own text of it is right for strings and numbers only.
std::size_t lengthOf(const std::string &context, const std::string &token)
{
    if (context.starts_with("unexpected '"))
        return 1;
    if (context.starts_with("unexpected false"))
        return 5;
    return context.starts_with("unexpected true") || context.starts_with("unexpected null")
               ? 4
               : token.size();
}

bool Handler::parse_error(std::size_t consumed, const std::string &token,
                          const nlohmann::json::exception &error)
{
    std::string what = error.what();
    if (const std::size_t start = what.find("- "); start != std::string::npos)
        what.erase(0, start + 2);
    else if (const std::size_t bracket = what.find("] "); bracket != std::string::npos)
        what.erase(0, bracket + 2);
    const std::string context = what.substr(0, what.find("; last read"));
    m_broken.happened = true;
    m_broken.message = "not JSON: " + context;
    const bool atEnd = context.find("unexpected end of input") != std::string::npos;
    if (atEnd || context.starts_with("unexpected ")) {
        m_broken.at =
            atEnd ? m_text.size() : consumed - std::min(consumed, lengthOf(context, token));
        unexpected(m_broken.at, std::string_view(error.what()));
        return false;
    }
    std::size_t start = skipSpace(m_text, m_last);
    while (start < m_text.size() && (m_text[start] == ',' || m_text[start] == ':'))
        start = skipSpace(m_text, start + 1);
    const bool inside = context.find("control character") != std::string::npos ||
                        context.find("escape") != std::string::npos;
    m_broken.at = std::min(inside && consumed > 0 ? consumed - 1 : start, m_text.size());
    if (start < m_text.size() && m_text[start] == '\'')
        m_broken.fix = "write texts in double quotes";
    else if (context.find("missing closing quote") != std::string::npos)
        m_broken.fix = "close the text with a double quote";
    else if (context.find("invalid literal") != std::string::npos)
        m_broken.fix = "write texts and keys in double quotes";
    return false;
}

Broken readOnce(std::string_view text, Document &doc, Findings &findings,
                const toolkit::Limits &limits)
{
    Builder builder(doc, findings, limits);
    Handler handler(text, doc, builder);
    const bool read = nlohmann::json::sax_parse(handler.begin(), handler.end(), &handler,
                                                nlohmann::json::input_format_t::json, true, true);
    if (!read)
        doc.setIncomplete();
    return handler.broken();
}

} // namespace

void readJson(Document &doc, Findings &findings, const toolkit::Limits &limits)
{
    std::string_view text = doc.source();
    for (int patches = 0;; ++patches) {
        Findings inPass(limits.maxFindings);
        const Broken broken = readOnce(text, doc, inPass, limits);
        if (broken.happened)
            findings.errorAt(broken.at, broken.message, broken.fix);
        const bool readOn = broken.patchAt != std::string::npos && patches < mostPatches &&
                            text.size() <= largestPatched;
        if (!readOn) {
            findings.append(std::move(inPass));
            return;
        }
        doc.clear();
        text = doc.patched(broken.patchAt, broken.patch);
    }
}

} // namespace orrery::model
