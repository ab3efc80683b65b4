// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/arguments.h"

#include <algorithm>
#include <optional>

#include "model/text.h"
#include "model/types.h"
#include "model/valuecheck.h"

namespace orrery::model {

namespace {

const Parameter *declaredIn(const TaskDefinition &task, const std::string &name)
{
    const auto found = std::find_if(task.arguments.begin(), task.arguments.end(),
                                    [&](const Parameter &p) { return p.name == name; });
    return found == task.arguments.end() ? nullptr : &*found;
}

// Is the text one hole and nothing else?
bool isOneHole(const Template &text, const std::string &source)
{
    return text.holes().size() == 1 && source == "${" + text.holes()[0].source + "}";
}

// @param templateOf  the template of a text: Result<const Template *>, null = the text is left
template <typename TemplateOf>
Result<OrderedJson> filled(const OrderedJson &value, const Scope &scope,
                           const TemplateOf &templateOf)
{
    if (value.is_structured()) {
        OrderedJson out = value;
        for (auto child = out.begin(); child != out.end(); ++child) {
            Result<OrderedJson> one = filled(*child, scope, templateOf);
            if (!one)
                return one;
            *child = std::move(*one);
        }
        return out;
    }
    if (!hasHoles(value))
        return value;
    const std::string &source = value.get_ref<const std::string &>();
    const Result<const Template *> text = templateOf(source);
    if (!text)
        return tl::unexpected(text.error());
    if (*text == nullptr)
        return value;
    if (isOneHole(**text, source)) {
        Result<Json> one = (*text)->holes()[0].expression.evaluate(scope);
        if (!one)
            return fail(ErrorCode::InvalidSpec, {}, source + ": " + one.error().what);
        return OrderedJson(*one);
    }
    Result<Template::Filled> whole = (*text)->fill(scope);
    if (!whole)
        return tl::unexpected(whole.error());
    return OrderedJson(std::move(whole->text));
}

} // namespace

Result<OrderedJson> fillTexts(const OrderedJson &value, const Scope &scope)
{
    std::optional<Template> kept;
    return filled(value, scope, [&](const std::string &source) -> Result<const Template *> {
        Result<Template> parsed = Template::parse(source, Language::Plain);
        if (!parsed)
            return tl::unexpected(parsed.error());
        kept = std::move(*parsed);
        return &*kept;
    });
}

bool hasHoles(const OrderedJson &value)
{
    if (value.is_string())
        return value.get_ref<const std::string &>().find("${") != std::string::npos;
    return value.is_structured() && std::any_of(value.begin(), value.end(), hasHoles);
}

Arguments::Arguments(const NodeSpec &node) : m_node(&node)
{
    for (const auto &[name, text] : node.arguments) {
        Given given{declaredIn(node.task, name), name, OrderedJson::parse(text, nullptr, false)};
        given.fixed = !hasHoles(given.value);
        if (!given.fixed)
            read(given, given.value);
        m_given.push_back(std::move(given));
    }
}

void Arguments::read(Given &given, const OrderedJson &value)
{
    for (auto child = value.begin(); value.is_structured() && child != value.end(); ++child)
        read(given, *child);
    if (!value.is_string() || !hasHoles(value))
        return;
    const std::string &source = value.get_ref<const std::string &>();
    Result<Template> parsed = Template::parse(source, Language::Plain);
    if (!parsed) {
        if (m_problem.empty())
            m_problem = "arguments/" + given.name + ", at " + parsed.error().where + ": " +
                        parsed.error().what;
        return;
    }
    for (const Template::Hole &hole : parsed->holes())
        for (const Expression::Use &use : hole.expression.uses()) {
            given.secret = given.secret || use.root == "secret";
            m_uses.push_back(use);
        }
    m_templates.emplace_back(source, std::move(*parsed));
}

Result<OrderedJson> Arguments::values(const Scope &scope) const
{
    OrderedJson out = OrderedJson::object();
    if (none())
        return out;
    const auto known = [this](const std::string &source) -> Result<const Template *> {
        const auto text = std::find_if(m_templates.begin(), m_templates.end(),
                                       [&](const auto &one) { return one.first == source; });
        return text == m_templates.end() ? nullptr : &text->second;
    };
    for (const Given &given : m_given) {
        if (!given.declared)
            continue;
        Result<OrderedJson> value = given.fixed ? given.value : filled(given.value, scope, known);
        if (!value)
            return fail(ErrorCode::InvalidSpec, given.name, value.error().what);
        // A value that was known when the DAG was read was checked there.
        if (!given.fixed && !given.secret) {
            const Type type = parseType(given.declared->type).value_or(Type{});
            if (const auto wrong = mismatch(Json(*value), type))
                return fail(ErrorCode::InvalidSpec, given.name,
                            (wrong->path.empty() ? "" : wrong->path + ": ") + wrong->message);
            if (const std::string why = violation(Json(*value), given.declared->check);
                !why.empty())
                return fail(ErrorCode::InvalidSpec, given.name, why);
        }
        out[given.name] = std::move(*value);
    }
    for (const Parameter &declared : m_node->task.arguments)
        if (!out.contains(declared.name) && !declared.defaultValue.empty())
            out[declared.name] = OrderedJson::parse(declared.defaultValue, nullptr, false);
    return out;
}

} // namespace orrery::model
