// SPDX-License-Identifier: GPL-3.0-or-later
// Text -> Expression: a lexer of one token, and precedence climbing.
#include <array>
#include <charconv>
#include <optional>

#include "model/expression/node.h"

namespace orrery::model {
namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

struct Token {
    enum class Type : std::uint8_t { End, Name, Number, String, Symbol };
    Type type = Type::End;
    std::string_view text;   ///< Name, Number, Symbol: as written
    std::string value;       ///< String: unescaped
    std::uint32_t column = 1;
};

struct Binary {
    std::string_view symbol;
    int strength;
    Kind kind;
};
constexpr std::array binaries{
    Binary{"||", 1, Kind::Or},          Binary{"&&", 2, Kind::And},
    Binary{"==", 3, Kind::Equal},       Binary{"!=", 3, Kind::NotEqual},
    Binary{"<", 4, Kind::Less},         Binary{"<=", 4, Kind::LessEqual},
    Binary{">", 4, Kind::Greater},      Binary{">=", 4, Kind::GreaterEqual},
    Binary{"+", 5, Kind::Add},          Binary{"-", 5, Kind::Subtract},
    Binary{"*", 6, Kind::Multiply},     Binary{"/", 6, Kind::Divide},
    Binary{"%", 6, Kind::Modulo},
};

void appendUtf8(std::string &to, std::uint32_t point)
{
    const auto byte = [&to](std::uint32_t b) { to += static_cast<char>(b); };
    if (point < 0x80) {
        byte(point);
    } else if (point < 0x800) {
        byte(0xC0 | point >> 6U);
        byte(0x80 | (point & 0x3F));
    } else {
        byte(0xE0 | point >> 12U);
        byte(0x80 | (point >> 6U & 0x3F));
        byte(0x80 | (point & 0x3F));
    }
}

/// The first error wins and everything unwinds: functions return early once m_error is set.
class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<Node> parse()
    {
        next();
        if (m_token.type == Token::Type::End)
            refuse(1, "the expression is empty");
        Node root = choose();
        if (!m_error && m_token.type != Token::Type::End)
            refuse(m_token.column, "expected the end or an operator, found " + shown());
        if (m_error)
            return tl::unexpected(*m_error);
        return root;
    }

    std::vector<Expression::Use> uses;

private:
    void refuse(std::uint32_t column, std::string what)
    {
        if (!m_error)
            m_error = Error{ErrorCode::InvalidSpec, std::to_string(column), std::move(what)};
        m_token = Token{.column = column};
    }

    [[nodiscard]] std::string shown() const
    {
        if (m_token.type == Token::Type::End)
            return "the end";
        return named(m_token.type == Token::Type::String ? m_token.value : m_token.text);
    }

    // ---- tokens -------------------------------------------------------------------------------
    char peek(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    void step()
    {
        m_column += (m_text[m_at] & 0xC0) != 0x80 ? 1 : 0;  // continuation bytes are no characters
        ++m_at;
    }

    void next()
    {
        if (m_error)
            return;
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')
            step();
        m_token = Token{.column = m_column};
        if (m_at == m_text.size())
            return;
        const std::size_t start = m_at;
        const char c = peek();
        if (isNameStart(c)) {
            while (isNameStart(peek()) || isDigit(peek()))
                step();
            m_token.type = Token::Type::Name;
        } else if (isDigit(c)) {
            number();
        } else if (c == '"' || c == '\'') {
            string(c);
            return;
        } else {
            symbol();
        }
        m_token.text = m_text.substr(start, m_at - start);
    }

    void number()
    {
        m_token.type = Token::Type::Number;
        const auto digits = [this] {
            while (isDigit(peek()))
                step();
        };
        digits();
        if (peek() == '.' && isDigit(peek(1))) {
            step();
            digits();
        }
        const bool sign = peek(1) == '+' || peek(1) == '-';
        if ((peek() == 'e' || peek() == 'E') && isDigit(peek(sign ? 2 : 1))) {
            step();
            step();
            digits();
        }
    }

    void string(char quote)
    {
        m_token.type = Token::Type::String;
        step();
        while (m_at < m_text.size() && peek() != quote) {
            if (peek() == '\\')
                escape();
            else
                m_token.value += peek();
            if (m_error)
                return;
            step();
        }
        if (m_at == m_text.size())
            return refuse(m_token.column, "the string is not closed");
        step();
    }

    void escape()
    {
        step();
        constexpr std::string_view written = "\"'\\/nrtbf";
        constexpr std::string_view meant = "\"'\\/\n\r\t\b\f";
        const char c = peek();
        if (const auto known = c ? written.find(c) : std::string_view::npos; known != std::string_view::npos) {
            m_token.value += meant[known];
        } else if (std::uint32_t point = 0; c == 'u' && hex(point)) {
            appendUtf8(m_token.value, point);
        } else {
            refuse(m_column, R"(unknown escape in a string; \" \' \\ \n \r \t and \uXXXX are known)");
        }
    }

    /// Reads the four digits after \u, leaving the position on the last one.
    bool hex(std::uint32_t &point)
    {
        const std::string_view digits = m_text.substr(m_at).substr(1, 4);
        const char *end = digits.data() + digits.size();
        const auto [stop, error] = std::from_chars(digits.data(), end, point, 16);
        const bool surrogate = point >= 0xD800 && point < 0xE000;
        if (digits.size() != 4 || error != std::errc() || stop != end || surrogate)
            return false;
        for (int i = 0; i < 4; ++i)
            step();
        return true;
    }

    void symbol()
    {
        m_token.type = Token::Type::Symbol;
        const char c = peek();
        const char after = peek(1);
        const bool pair = (after == '=' && (c == '=' || c == '!' || c == '<' || c == '>'))
            || (c == after && (c == '&' || c == '|'));
        step();
        if (pair)
            step();
        else if (std::string_view("!<>+-*/%()[].,?:").find(c) == std::string_view::npos)
            refuse(m_token.column, unknownSymbol(c));
    }

    static std::string unknownSymbol(char c)
    {
        if (c == '=')
            return "\"=\" is no operator; compare with \"==\"";
        if (c == '&' || c == '|')
            return named({&c, 1}) + " is no operator; write it twice";
        return "unexpected character " + named({&c, 1});
    }

    bool at(std::string_view symbol) const
    {
        return m_token.type == Token::Type::Symbol && m_token.text == symbol;
    }
    bool accept(std::string_view symbol)
    {
        const bool found = at(symbol);
        if (found)
            next();
        return found;
    }
    void expect(std::string_view symbol)
    {
        if (!accept(symbol))
            refuse(m_token.column, "expected " + named(symbol) + ", found " + shown());
    }

    // ---- grammar ------------------------------------------------------------------------------
    Node make(Kind kind, std::uint32_t column, std::vector<Node> children)
    {
        Node node{.kind = kind, .column = column, .children = std::move(children)};
        for (const Node &child : node.children)
            node.depth = std::max(node.depth, child.depth + 1);
        if (node.depth > Expression::maxDepth)
            refuse(column, tooDeep());
        return node;
    }
    static std::string tooDeep()
    {
        return "more than " + std::to_string(Expression::maxDepth) + " levels or operators in a row";
    }
    template <typename... Nodes>
    static std::vector<Node> list(Nodes &&...nodes)
    {
        std::vector<Node> result;
        result.reserve(sizeof...(nodes));
        (result.push_back(std::move(nodes)), ...);
        return result;
    }

    /// Counts nesting while it is read: the stack is bounded even for text that is never a tree.
    struct Level {
        explicit Level(Parser &parser) : level(parser.m_level)
        {
            if (++level > Expression::maxDepth)
                parser.refuse(parser.m_token.column, tooDeep());
        }
        ~Level() { --level; }
        std::uint32_t &level;
    };

    Node choose()
    {
        const Level level(*this);
        Node condition = m_error ? Node{} : binary(1);
        const std::uint32_t column = m_token.column;
        if (m_error || !accept("?"))
            return condition;
        Node yes = choose();
        expect(":");
        Node no = choose();
        return make(Kind::Choose, column, list(condition, yes, no));
    }

    Node binary(int strength)
    {
        Node left = unary();
        while (!m_error && m_token.type == Token::Type::Symbol) {
            const auto found = std::find_if(binaries.begin(), binaries.end(), [&](const Binary &b) {
                return b.symbol == m_token.text && b.strength >= strength;
            });
            if (found == binaries.end())
                break;
            const std::uint32_t column = m_token.column;
            next();
            Node right = binary(found->strength + 1);
            left = make(found->kind, column, list(left, right));
        }
        return left;
    }

    Node unary()
    {
        const Level level(*this);
        const std::uint32_t column = m_token.column;
        if (m_error)
            return {};
        if (accept("!"))
            return make(Kind::Not, column, list(unary()));
        if (accept("-"))
            return make(Kind::Negate, column, list(unary()));
        return path();
    }

    Node path()
    {
        Node node = primary();
        const bool isRoot = node.kind == Kind::Root;
        const std::size_t use = uses.size() - (isRoot ? 1 : 0);
        for (bool first = true; !m_error; first = false) {
            const std::uint32_t column = m_token.column;
            if (accept(".")) {
                if (m_token.type != Token::Type::Name) {
                    refuse(m_token.column, "expected a name after \".\", found " + shown()
                                               + R"(; write ["..."] for other keys)");
                    break;
                }
                Node member{.name = std::string(m_token.text)};
                if (first && isRoot)
                    uses[use].key = member.name;
                Node step = make(Kind::Member, column, list(node));
                step.name = std::move(member.name);
                node = std::move(step);
                next();
            } else if (accept("[")) {
                Node index = choose();
                expect("]");
                if (first && isRoot && index.kind == Kind::Literal && index.literal.is_string())
                    uses[use].key = index.literal.get<std::string>();
                node = make(Kind::Index, column, list(node, index));
            } else {
                break;
            }
        }
        return node;
    }

    Node primary()
    {
        const Token token = m_token;
        Node node{.column = token.column};
        switch (token.type) {
        case Token::Type::Number:
            node.literal = numberValue(token.text);
            next();
            return node;
        case Token::Type::String:
            node.literal = token.value;
            next();
            return node;
        case Token::Type::Name:
            next();
            return at("(") ? call(token) : name(token);
        default:
            break;
        }
        if (accept("(")) {
            node = choose();
            expect(")");
            return node;
        }
        if (accept("["))
            return make(Kind::Array, token.column, arguments("]"));
        refuse(token.column, "expected a value, found " + shown());
        return node;
    }

    static Json numberValue(std::string_view text)
    {
        std::int64_t whole = 0;
        const char *end = text.data() + text.size();
        if (const auto [stop, error] = std::from_chars(text.data(), end, whole);
            error == std::errc() && stop == end)
            return whole;
        double real = 0;
        std::from_chars(text.data(), end, real);
        return real;
    }

    Node name(const Token &token)
    {
        Node node{.column = token.column};
        if (token.text == "true" || token.text == "false") {
            node.literal = token.text == "true";
        } else if (token.text != "null") {
            node.kind = Kind::Root;
            node.name = std::string(token.text);
            uses.push_back({node.name, {}, token.column, m_guarded > 0});
        }
        return node;
    }

    Node call(const Token &token)
    {
        const Function *function = findFunction(token.text);
        if (!function) {
            refuse(token.column, "there is no function " + named(token.text)
                                     + "; known are " + functionNames());
            return {};
        }
        next();
        const bool guard = function->call == nullptr;
        m_guarded += guard ? 1 : 0;
        Node node = make(Kind::Call, token.column, arguments(")"));
        m_guarded -= guard ? 1 : 0;
        node.function = function;
        const std::size_t count = node.children.size();
        if (!m_error && (count < function->minArguments || count > function->maxArguments))
            refuse(token.column, argumentsWanted(*function));
        const bool isPath = guard && count == 1 && pathKind(node.children[0].kind);
        if (!m_error && guard && !isPath)
            refuse(token.column, "defined() takes a path such as defined(inputs.mode)");
        return node;
    }
    static bool pathKind(Kind kind)
    {
        return kind == Kind::Root || kind == Kind::Member || kind == Kind::Index;
    }

    static std::string argumentsWanted(const Function &f)
    {
        std::string text = std::string(f.name) + "() takes " + std::to_string(f.minArguments);
        if (f.maxArguments > 100)
            text += " or more arguments";
        else if (f.maxArguments > f.minArguments)
            text += " to " + std::to_string(f.maxArguments) + " arguments";
        else
            text += f.minArguments == 1 ? " argument" : " arguments";
        return text;
    }

    std::vector<Node> arguments(std::string_view close)
    {
        std::vector<Node> nodes;
        if (accept(close))
            return nodes;
        do {
            nodes.push_back(choose());
        } while (!m_error && accept(","));
        expect(close);
        return nodes;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::uint32_t m_column = 1;
    std::uint32_t m_level = 0;
    int m_guarded = 0;  ///< open defined( around us
    Token m_token;
    std::optional<Error> m_error;
};

}  // namespace

Result<Expression> Expression::parse(std::string_view text)
{
    if (text.size() > maxBytes)
        return fail(ErrorCode::InvalidSpec, "1",
                    "the expression is longer than " + std::to_string(maxBytes) + " bytes");
    Parser parser(text);
    Result<Node> root = parser.parse();
    if (!root)
        return tl::unexpected(root.error());
    Expression expression;
    expression.m_root = std::make_shared<const Node>(std::move(*root));
    expression.m_uses = std::move(parser.uses);
    return expression;
}

}  // namespace orrery::model
