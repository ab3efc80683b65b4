// SPDX-License-Identifier: GPL-3.0-or-later
// Text -> Expression: one token ahead, and precedence climbing.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "model/expression/lexer.h"
#include "model/expression/node.h"

namespace orrery::model {
namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

struct Binary {
    std::string_view symbol;
    int strength;
    Kind kind;
};
constexpr std::array binaries{
    Binary{"||", 1, Kind::Or},      Binary{"&&", 2, Kind::And},
    Binary{"==", 3, Kind::Equal},   Binary{"!=", 3, Kind::NotEqual},
    Binary{"<", 4, Kind::Less},     Binary{"<=", 4, Kind::LessEqual},
    Binary{">", 4, Kind::Greater},  Binary{">=", 4, Kind::GreaterEqual},
    Binary{"+", 5, Kind::Add},      Binary{"-", 5, Kind::Subtract},
    Binary{"*", 6, Kind::Multiply}, Binary{"/", 6, Kind::Divide},
    Binary{"%", 6, Kind::Modulo},
};

/// The first error wins and everything unwinds: functions return early once m_error is set.
class Parser {
public:
    explicit Parser(std::string_view text) : m_lexer(text) {}

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
    void next()
    {
        if (m_error)
            return;
        m_token = m_lexer.next();
        if (m_token.type == Token::Type::Broken)
            refuse(m_token.column, m_token.value);
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
        return "more than " + std::to_string(Expression::maxDepth) +
               " levels or operators in a row";
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
                    refuse(m_token.column, "expected a name after \".\", found " + shown() +
                                               R"(; write ["..."] for other keys)");
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
            refuse(token.column,
                   "there is no function " + named(token.text) + "; known are " + functionNames());
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

    Lexer m_lexer;
    std::uint32_t m_level = 0;
    int m_guarded = 0; ///< open defined( around us
    Token m_token;
    std::optional<Error> m_error;
};

} // namespace

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

} // namespace orrery::model
