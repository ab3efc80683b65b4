// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/suggest.h"

#include <algorithm>
#include <set>

#include "model/parse.h"
#include "model/runtime.h"
#include "model/suggest/expressions.h"
#include "model/suggest/schema.h"
#include "model/suggest/where.h"

namespace orrery::model::suggest {
namespace {

using Kind = Suggestion::Kind;

bool isYaml(std::string_view text, std::string_view file)
{
    return detectFormat(text, file) == toolkit::Format::Yaml;
}

std::vector<std::string> listed(std::string_view words)
{
    std::vector<std::string> all;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t comma = std::min(words.find(", ", at), words.size());
        all.emplace_back(words.substr(at, comma - at));
        at = comma + 2;
    }
    return all;
}

/// One question, answered.
class Answer {
public:
    Answer(std::string_view text, bool yaml, std::size_t at, const DagSpec &dag,
           const Catalogue &catalogue)
        : m_text(text), m_yaml(yaml), m_at(at), m_where(locate(text, yaml, at)),
          m_path(m_where.path()), m_dag(dag), m_catalogue(catalogue)
    {
    }
    Suggestions run();

private:
    [[nodiscard]] bool endsWith(std::initializer_list<std::string_view> steps) const;
    [[nodiscard]] const NodeSpec *node(std::string_view id) const;
    [[nodiscard]] std::string_view above(std::string_view key) const;
    void keys(const Rule &rule);
    void values(const Rule &rule);
    bool known();
    void add(Kind kind, std::string text, std::string help = {});
    void addKey(const std::string &key, const Rule &rule, std::string help);
    void addNodes();
    void addPorts(std::string_view node, bool outputs, bool asKeys);
    void addComponents();
    void addTypes();

    std::string_view m_text;
    bool m_yaml;
    std::size_t m_at;
    Where m_where;
    std::vector<std::string> m_path;
    const DagSpec &m_dag;
    const Catalogue &m_catalogue;
    Suggestions m_out;
};

bool Answer::endsWith(std::initializer_list<std::string_view> steps) const
{
    if (m_path.size() < steps.size())
        return false;
    auto step = m_path.end() - static_cast<std::ptrdiff_t>(steps.size());
    for (const std::string_view wanted : steps) {
        if (wanted != "*" && *step != wanted)
            return false;
        ++step;
    }
    return true;
}

const NodeSpec *Answer::node(std::string_view id) const
{
    const auto found = std::find_if(m_dag.nodes.begin(), m_dag.nodes.end(),
                                    [id](const NodeSpec &one) { return one.id == id; });
    return found == m_dag.nodes.end() ? nullptr : &*found;
}

/// A value of this key in any object around the place, the nearest first.
std::string_view Answer::above(std::string_view key) const
{
    for (auto level = m_where.levels.rbegin(); level != m_where.levels.rend(); ++level)
        if (const std::string_view value = level->member(key); !value.empty())
            return value;
    return {};
}

void Answer::add(Kind kind, std::string text, std::string help)
{
    Suggestion one{kind, text, text, std::move(help)};
    if (!m_yaml && !m_where.quoted && kind != Kind::Expression && text != "true" && text != "false")
        one.insert = '"' + text + '"';
    m_out.items.push_back(std::move(one));
}

void Answer::addKey(const std::string &key, const Rule &rule, std::string help)
{
    Suggestion one{Kind::Key, key, key, std::move(help)};
    if (!m_yaml) {
        one.insert = m_where.quoted ? key : '"' + key;
        if (!m_where.closed)
            one.insert += '"';
        if (!m_where.colon && !m_where.closed)
            one.insert += ": ";
    } else if (!m_where.colon) {
        const bool below = (rule.isObject() || rule.isList()) && m_where.levels.size() < 3;
        one.insert += below ? ":" : ": ";
    }
    m_out.items.push_back(std::move(one));
}

void Answer::keys(const Rule &rule)
{
    std::set<std::string_view> there;
    if (!m_where.levels.empty() && !m_where.newBlock)
        for (const auto &[key, value] : m_where.levels.back().members)
            there.insert(key);
    std::vector<std::pair<std::string, Rule>> needed, others;
    for (auto &[key, one] : rule.keys()) {
        const std::string word(m_text.substr(m_where.begin, m_where.end - m_where.begin));
        if (!there.contains(key) || (key == word && m_where.colon))
            (rule.required(key) ? needed : others).emplace_back(key, one);
    }
    for (const auto *list : {&needed, &others})
        for (const auto &[key, one] : *list) {
            const std::string type = one.type();
            addKey(key, one, (type.empty() ? "" : type + ". ") + one.description());
        }
}

void Answer::values(const Rule &rule)
{
    for (const std::string &word : rule.words())
        add(Kind::Value, word, rule.description());
    if (rule.isBoolean())
        for (const char *word : {"true", "false"})
            add(Kind::Value, word, rule.description());
    std::set<std::string> there;
    for (const Suggestion &one : m_out.items)
        there.insert(one.text);
    auto more = rule.examples();
    if (const std::string standard = rule.defaultText(); !standard.empty())
        more.push_back(standard);
    for (const std::string &word : more)
        if (there.insert(word).second)
            add(Kind::Value, word, rule.description());
}

void Answer::addNodes()
{
    for (const NodeSpec &one : m_dag.nodes)
        add(Kind::Node, one.id, one.description.empty() ? one.name : one.description);
}

void Answer::addPorts(std::string_view id, bool outputs, bool asKeys)
{
    const NodeSpec *of = node(id);
    if (of == nullptr)
        return;
    for (const Port &port : outputs ? of->task.outputs : of->task.inputs) {
        const std::string help = port.type + (port.required ? ", required" : "") +
                                 (port.description.empty() ? "" : ". " + port.description);
        if (asKeys)
            addKey(port.name, {}, help);
        else
            add(Kind::Port, port.name, help);
        m_out.items.back().kind = Kind::Port;
    }
}

void Answer::addComponents()
{
    for (const Component &one : m_catalogue.all())
        if (one.ok())
            add(Kind::Component, one.id + "@" + one.version.substr(0, one.version.find('.')),
                one.title + ". " + one.docs.substr(0, one.docs.find('\n')));
}

void Answer::addTypes()
{
    for (const char *type :
         {"STRING", "NUMBER", "INTEGER", "BOOLEAN", "DATE", "DATE_RANGE", "OBJECT", "ANY",
          "ARRAY<STRING>", "ARRAY<NUMBER>", "MAP<STRING, STRING>"})
        add(Kind::Value, type, "Type of the value.");
}

/// What the file itself knows better than the schema. @return  true: nothing else may stand here
bool Answer::known()
{
    if (m_where.key && endsWith({"dataMapping"})) {
        addPorts(above("from"), true, true);
        return true;
    }
    if (m_where.key && endsWith({"arguments"}) && m_path.size() == 3) {
        if (const Component *component = m_catalogue.find(above("component")))
            for (const Parameter &one : component->task.arguments)
                addKey(one.name, {},
                       one.type + (one.required ? ", required. " : ". ") + one.description);
        return true;
    }
    if (m_where.key)
        return false;
    if (endsWith({"edges", "*", "from"}) || endsWith({"edges", "*", "to"}) ||
        endsWith({"executionConfig", "teardownOf"})) {
        addNodes();
        return true;
    }
    if (endsWith({"dataMapping", "*"})) {
        addPorts(above("to"), false, false);
        return true;
    }
    if (endsWith({"taskDefinition", "runtime"})) {
        for (const std::string &name : listed(knownRuntimes()))
            add(Kind::Value, name, ruleAt(m_path).description());
        return true;
    }
    if (endsWith({"nodes", "*", "component"})) {
        addComponents();
        return true;
    }
    if (endsWith({"inputSchema", "*", "type"}) || endsWith({"outputSchema", "*", "type"}) ||
        endsWith({"parameters", "*", "type"}) || endsWith({"argumentSchema", "*", "type"})) {
        addTypes();
        return true;
    }
    if (endsWith({"edges", "*", "condition"})) {
        for (const char *word : {"SUCCESS", "FAILURE", "ALWAYS"})
            add(Kind::Value, word, ruleAt(m_path).description());
        return false;
    }
    if (m_path.size() == 2 && m_path[0] == "outputs") {
        for (const NodeSpec &one : m_dag.nodes)
            for (const Port &port : one.task.outputs)
                add(Kind::Port, one.id + "." + port.name, port.description);
        return true;
    }
    if (endsWith({"nodes", "*", "type"})) {
        std::set<std::string> types;
        for (const NodeSpec &one : m_dag.nodes)
            if (!one.type.empty() && types.insert(one.type).second)
                add(Kind::Value, one.type, "Used in this file.");
    }
    return false;
}

Suggestions Answer::run()
{
    Reads reads{m_dag, node(above("nodeId")), node(above("from"))};
    reads.wholeValue = !m_where.key && readsExpression(m_path);
    if (auto parts = expressionParts(m_text, m_at, reads); parts.begin != std::string_view::npos) {
        if (endsWith({"edges", "*", "condition"}))
            known();
        for (Suggestion &one : parts.items)
            m_out.items.push_back(std::move(one));
        m_out.begin = parts.begin;
        return std::move(m_out);
    }
    m_out.begin = std::min(m_where.begin, m_at);
    if (!m_where.found || m_where.text || known())
        return std::move(m_out);
    const Rule rule = ruleAt(m_path);
    // A word alone in a list of texts is a value, in a list of objects it is going to be a key.
    if (m_where.key && (rule.isObject() || m_path.empty()))
        keys(rule);
    else
        values(rule);
    return std::move(m_out);
}

} // namespace
} // namespace orrery::model::suggest

namespace orrery::toolkit {

using namespace model::suggest;

Suggestions suggest(std::string_view text, std::string_view file, std::size_t at,
                    const DagSpec &dag, const Catalogue &catalogue)
{
    at = std::min(at, text.size());
    return Answer(text, isYaml(text, file), at, dag, catalogue).run();
}

Meaning explain(std::string_view text, std::string_view file, std::size_t at)
{
    const Where where = locate(text, isYaml(text, file), std::min(at, text.size()));
    if (!where.found || where.levels.empty() || (where.key && where.begin == where.end))
        return {};
    auto path = where.path();
    if (where.key)
        path.emplace_back(text.substr(where.begin, where.end - where.begin));
    while (!path.empty() && path.back().starts_with('#'))
        path.pop_back();
    const Rule rule = ruleAt(path);
    if (path.empty() || !rule.known())
        return {};
    const std::string type = rule.type(), standard = rule.defaultText();
    return {where.begin, where.end, path.back() + (type.empty() ? "" : ": " + type),
            rule.description() + (standard.empty() ? "" : " Default: " + standard + ".")};
}

} // namespace orrery::toolkit
