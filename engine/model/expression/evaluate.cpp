// SPDX-License-Identifier: GPL-3.0-or-later
// Expression + scope -> value: a walk of the tree, as deep as the parser allows.
#include <optional>

#include "model/expression/node.h"

namespace orrery::model {
namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

/// "outputs.rows[2]": for messages.
std::string pathText(const Node &node)
{
    switch (node.kind) {
    case Kind::Root:
        return node.name;
    case Kind::Member:
        return pathText(node.children[0]) + "." + node.name;
    case Kind::Index: {
        const Node &index = node.children[1];
        const std::string inside = index.kind == Kind::Literal ? index.literal.dump() : "...";
        return pathText(node.children[0]) + "[" + inside + "]";
    }
    default:
        return "the value";
    }
}

/// " (it has: a, b)"
std::string keysText(const Json &object)
{
    std::string text;
    int shown = 0;
    for (const auto &[key, value] : object.items()) {
        if (++shown > 8) {
            text += ", ...";
            break;
        }
        text += (text.empty() ? "" : ", ") + key;
    }
    return text.empty() ? " (it is empty)" : " (it has: " + text + ")";
}

/// Whole numbers of both operands, when they have any: 64 bits, else arithmetic is floating.
bool bothWhole(const Json &a, const Json &b)
{
    const auto whole = [](const Json &v) {
        return v.is_number_integer() &&
               !(v.is_number_unsigned() &&
                 v.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max());
    };
    return whole(a) && whole(b);
}

class Evaluator {
public:
    explicit Evaluator(const Scope &scope) : m_scope(scope) {}

    Result<Value> value(const Node &node) const
    {
        switch (node.kind) {
        case Kind::Literal:
            return Value(&node.literal);
        case Kind::Root:
            return root(node);
        case Kind::Member:
            return member(node);
        case Kind::Index:
            return index(node);
        case Kind::Array:
            return array(node);
        case Kind::Call:
            return call(node);
        case Kind::Choose:
            return choose(node);
        case Kind::And:
        case Kind::Or:
            return logic(node);
        case Kind::Not:
        case Kind::Negate:
            return unary(node);
        default:
            return binary(node);
        }
    }

private:
    static tl::unexpected<Error> refuse(const Node &node, std::string what)
    {
        return fail(ErrorCode::InvalidSpec, std::to_string(node.column), std::move(what));
    }
    static tl::unexpected<Error> missing(const Node &node, std::string what)
    {
        return fail(ErrorCode::NotFound, std::to_string(node.column), std::move(what));
    }

    Result<Value> root(const Node &node) const
    {
        if (const Json *value = m_scope(node.name))
            return Value(value);
        return missing(node, "there is no " + named(node.name) + " here");
    }

    Result<Value> member(const Node &node) const
    {
        Result<Value> whole = value(node.children[0]);
        return whole ? key(node, std::move(*whole), node.name) : whole;
    }

    Result<Value> index(const Node &node) const
    {
        Result<Value> whole = value(node.children[0]);
        if (!whole)
            return whole;
        const Result<Value> at = value(node.children[1]);
        if (!at)
            return at;
        if ((*at)->is_string())
            return key(node, std::move(*whole), (*at)->get_ref<const std::string &>());
        if (!(*whole)->is_array())
            return missing(node, pathText(node.children[0]) + " is " +
                                     std::string(kindName(**whole)) + ", not an array");
        if (!(*at)->is_number_integer())
            return refuse(node,
                          "an index is an integer or a string, not " + std::string(kindName(**at)));
        const auto position = (*at)->get<std::int64_t>();
        const std::size_t size = (*whole)->size();
        if (position < 0 || static_cast<std::uint64_t>(position) >= size)
            return missing(node, pathText(node.children[0]) + " has " + std::to_string(size) +
                                     " elements, there is no [" + std::to_string(position) + "]");
        const Json &found = (**whole)[static_cast<std::size_t>(position)];
        return whole->borrowed() ? Value(&found) : Value(Json(found));
    }

    static Result<Value> key(const Node &node, Value whole, const std::string &name)
    {
        const std::string owner = pathText(node.children[0]);
        if (!whole->is_object())
            return missing(node, owner + " is " + std::string(kindName(*whole)) + " and has no " +
                                     named(name));
        const auto found = whole->find(name);
        if (found == whole->end())
            return missing(node, owner + " has no " + named(name) + keysText(*whole));
        return whole.borrowed() ? Value(&*found) : Value(Json(*found));
    }

    Result<Value> array(const Node &node) const
    {
        Json elements = Json::array();
        for (const Node &child : node.children) {
            Result<Value> element = value(child);
            if (!element)
                return element;
            elements.push_back(std::move(*element).take());
        }
        return Value(std::move(elements));
    }

    Result<Value> call(const Node &node) const
    {
        if (!node.function->call) { // defined()
            const Result<Value> found = value(node.children[0]);
            if (!found && found.error().code != ErrorCode::NotFound)
                return found;
            return Value(Json(found.has_value()));
        }
        std::vector<Value> arguments;
        arguments.reserve(node.children.size());
        for (const Node &child : node.children) {
            Result<Value> argument = value(child);
            if (!argument)
                return argument;
            arguments.push_back(std::move(*argument));
        }
        return located(node, node.function->call(arguments));
    }

    static Result<Value> located(const Node &node, Result<Json> result)
    {
        if (!result)
            return refuse(node, std::move(result.error().what));
        return Value(std::move(*result));
    }

    Result<Value> choose(const Node &node) const
    {
        const Result<Value> condition = value(node.children[0]);
        return condition ? value(node.children[truthy(**condition) ? 1 : 2]) : condition;
    }

    Result<Value> logic(const Node &node) const
    {
        const Result<Value> left = value(node.children[0]);
        if (!left)
            return left;
        const bool decided = truthy(**left) == (node.kind == Kind::Or);
        if (decided)
            return Value(Json(node.kind == Kind::Or));
        const Result<Value> right = value(node.children[1]);
        return right ? Result<Value>(Value(Json(truthy(**right)))) : right;
    }

    Result<Value> unary(const Node &node) const
    {
        const Result<Value> operand = value(node.children[0]);
        if (!operand)
            return operand;
        if (node.kind == Kind::Not)
            return Value(Json(!truthy(**operand)));
        if (!(*operand)->is_number())
            return refuse(node, "cannot negate " + std::string(kindName(**operand)));
        std::int64_t whole = 0;
        if (bothWhole(**operand, **operand) &&
            !__builtin_sub_overflow(std::int64_t{0}, (*operand)->get<std::int64_t>(), &whole))
            return Value(Json(whole));
        return Value(Json(-(*operand)->get<double>()));
    }

    Result<Value> binary(const Node &node) const
    {
        const Result<Value> left = value(node.children[0]);
        if (!left)
            return left;
        const Result<Value> right = value(node.children[1]);
        if (!right)
            return right;
        const Json &a = **left;
        const Json &b = **right;
        switch (node.kind) {
        case Kind::Equal:
            return Value(Json(a == b));
        case Kind::NotEqual:
            return Value(Json(a != b));
        case Kind::Add:
            return located(node, add(a, b));
        case Kind::Less:
        case Kind::LessEqual:
        case Kind::Greater:
        case Kind::GreaterEqual:
            return order(node, a, b);
        default:
            return arithmetic(node, a, b);
        }
    }

    static Result<Value> order(const Node &node, const Json &a, const Json &b)
    {
        const Result<int> order = compare(a, b);
        if (!order)
            return refuse(node, order.error().what);
        const bool holds = node.kind == Kind::Less        ? *order < 0
                           : node.kind == Kind::LessEqual ? *order <= 0
                           : node.kind == Kind::Greater   ? *order > 0
                                                          : *order >= 0;
        return Value(Json(holds));
    }

    static Result<Value> arithmetic(const Node &node, const Json &a, const Json &b)
    {
        if (!a.is_number() || !b.is_number())
            return refuse(node, "cannot calculate with " + std::string(kindName(a)) + " and " +
                                    std::string(kindName(b)));
        const bool divides = node.kind == Kind::Divide || node.kind == Kind::Modulo;
        if (divides && b.get<double>() == 0)
            return refuse(node, "division by zero");
        if (node.kind == Kind::Modulo && !bothWhole(a, b))
            return refuse(node, "% takes two integers");
        if (bothWhole(a, b)) {
            if (const auto whole =
                    wholeNumber(node.kind, a.get<std::int64_t>(), b.get<std::int64_t>()))
                return Value(Json(*whole));
        }
        const double x = a.get<double>();
        const double y = b.get<double>();
        return Value(Json(node.kind == Kind::Subtract   ? x - y
                          : node.kind == Kind::Multiply ? x * y
                                                        : x / y));
    }

    /// The exact result, or nothing when it has none in 64 bits.
    static std::optional<std::int64_t> wholeNumber(Kind kind, std::int64_t x, std::int64_t y)
    {
        std::int64_t result = 0;
        switch (kind) {
        case Kind::Subtract:
            return __builtin_sub_overflow(x, y, &result) ? std::nullopt : std::optional(result);
        case Kind::Multiply:
            return __builtin_mul_overflow(x, y, &result) ? std::nullopt : std::optional(result);
        case Kind::Modulo:
            return y == -1 ? 0 : x % y; // the processor traps on the lowest integer % -1
        default:
            break;
        }
        if (y == -1)
            return wholeNumber(Kind::Subtract, 0, x);
        return x % y == 0 ? std::optional(x / y) : std::nullopt;
    }

    const Scope &m_scope;
};

} // namespace

Result<Json> Expression::evaluate(const Scope &scope) const
{
    if (!m_root)
        return fail(ErrorCode::InvalidSpec, "1", "the expression is empty");
    Result<Value> result = Evaluator(scope).value(*m_root);
    if (!result)
        return tl::unexpected(std::move(result.error()));
    return std::move(*result).take();
}

} // namespace orrery::model
