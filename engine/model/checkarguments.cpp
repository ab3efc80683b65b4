// SPDX-License-Identifier: GPL-3.0-or-later
// What a node gives as arguments against what its task asks for.
#include <algorithm>

#include "model/arguments.h"
#include "model/text.h"
#include "model/types.h"
#include "model/validate.h"
#include "model/valuecheck.h"

namespace orrery::model {

namespace {

class ArgumentCheck {
public:
    ArgumentCheck(const Checked &in, NodeIndex node)
        : m_in(in), m_node(in.dag.nodes[node]), m_here(in.places.nodes[node]),
          m_object(in.doc.member(m_here, "arguments"))
    {
    }
    void names();
    void value(ValueId place, const std::string &text, const Parameter &declared);
    void values();
    void missing();

private:
    [[nodiscard]] std::string owner() const
    {
        return m_node.component.empty() ? "node " + inQuotes(m_node.id)
                                        : "component " + inQuotes(m_node.component);
    }

    const Checked &m_in;
    const NodeSpec &m_node;
    ValueId m_here;
    ValueId m_object;
};

void ArgumentCheck::names()
{
    std::vector<std::string_view> known;
    for (const Parameter &declared : m_node.task.arguments)
        known.push_back(declared.name);
    for (ValueId v = m_object == none ? none : m_in.doc[m_object].first; v != none;
         v = m_in.doc[v].next) {
        const std::string_view name = m_in.doc.key(v);
        if (std::find(known.begin(), known.end(), name) != known.end())
            continue;
        const std::string near = didYouMean(closest(name, known));
        m_in.findings.errorAtKey(m_in.doc, v, owner() + " has no argument " + inQuotes(name),
                                 !near.empty()   ? near
                                 : known.empty() ? "it takes none"
                                                 : "its arguments: " + listed(known));
    }
}

void ArgumentCheck::value(ValueId place, const std::string &text, const Parameter &declared)
{
    const Json given = Json::parse(text, nullptr, false);
    if (hasHoles(OrderedJson(given)))
        return; // known when the task starts, and checked then
    const Type type = parseType(declared.type).value_or(Type{});
    const std::string where = "the argument " + inQuotes(declared.name);
    if (const auto wrong = mismatch(given, type)) {
        const std::string path =
            m_in.doc.path(place) + (wrong->path.empty() ? "" : "/" + wrong->path);
        m_in.findings.error(m_in.doc, m_in.doc.locate(path),
                            where + " is of type " + type.text() + ": " + wrong->message);
    } else if (const std::string why = violation(given, declared.check); !why.empty()) {
        m_in.findings.error(m_in.doc, place, where + ": " + why);
    }
}

void ArgumentCheck::values()
{
    for (const auto &[name, text] : m_node.arguments) {
        const ValueId place = m_in.doc.member(m_object, name);
        for (const Parameter &declared : m_node.task.arguments)
            if (declared.name == name && place != none)
                value(place, text, declared);
    }
}

void ArgumentCheck::missing()
{
    const ValueId component = m_in.doc.member(m_here, "component");
    for (const Parameter &declared : m_node.task.arguments) {
        const auto isIt = [&](const auto &pair) { return pair.first == declared.name; };
        if (!declared.required || !declared.defaultValue.empty() ||
            std::any_of(m_node.arguments.begin(), m_node.arguments.end(), isIt))
            continue;
        m_in.findings.error(m_in.doc,
                            m_object != none    ? m_object
                            : component != none ? component
                                                : m_here,
                            owner() + " needs the argument " + inQuotes(declared.name) + " (" +
                                declared.type + ")" +
                                (declared.description.empty() ? "" : ": " + declared.description),
                            "add it to the arguments of node " + inQuotes(m_node.id));
    }
}

} // namespace

void checkArguments(const Checked &in)
{
    for (NodeIndex n = 0; n < in.dag.nodes.size(); ++n) {
        const NodeSpec &node = in.dag.nodes[n];
        const bool unknownComponent = !node.component.empty() && node.componentHash.empty();
        if (unknownComponent || (node.arguments.empty() && node.task.arguments.empty()))
            continue;
        ArgumentCheck check(in, n);
        check.names();
        check.values();
        check.missing();
    }
}

} // namespace orrery::model
