// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions and templates of a DAG: that they parse and that what they read exists.
#include <algorithm>
#include <array>
#include <optional>
#include <unordered_set>

#include "model/expression.h"
#include "model/runtime.h"
#include "model/scopes.h"
#include "model/template.h"
#include "model/text.h"
#include "model/validate.h"

namespace orrery::model {

namespace {

// The names that one place may read: root -> its keys. No keys known = any.
struct Readable {
    struct Root {
        std::string_view name;
        bool anyKey = true;
        std::vector<std::string_view> keys = {};
    };
    std::vector<Root> roots;

    [[nodiscard]] const Root *find(std::string_view name) const
    {
        const auto found =
            std::find_if(roots.begin(), roots.end(), [&](const Root &r) { return r.name == name; });
        return found == roots.end() ? nullptr : &*found;
    }
};

template <typename T>
std::vector<std::string_view> namesOf(const std::vector<T> &ports)
{
    std::vector<std::string_view> names;
    for (const T &port : ports)
        names.push_back(port.name);
    return names;
}

template <std::size_t n>
Readable::Root closed(std::string_view name, const std::array<std::string_view, n> &keys)
{
    return {name, false, {keys.begin(), keys.end()}};
}

class TextCheck {
public:
    TextCheck(const Checked &in, const std::vector<Parameter> &parameters) : m_in(in)
    {
        for (const Parameter &p : parameters)
            m_parameters.push_back(p.name);
    }
    void condition(std::size_t index);
    void node(NodeIndex index);
    void runOutputs();
    void head();

private:
    [[nodiscard]] Readable::Root params() const { return {"params", false, m_parameters}; }
    [[nodiscard]] Readable ofTask(const NodeSpec &node) const;
    void cached(const NodeSpec &node, ValueId here);
    void loop(const NodeSpec &node, ValueId value);
    void expression(ValueId value, std::string_view what, const Readable &readable,
                    std::span<const std::string_view> words);
    void text(ValueId value, Language language, const Readable &readable);
    void text(std::string_view text, ValueId value, Language language, const Readable &readable);
    void holds(ValueId object, const Readable &readable);
    void texts(ValueId container, Language language, const Readable &readable);
    void tree(ValueId value, const Readable &readable);
    void uses(ValueId value, const std::vector<Expression::Use> &uses, const std::string &where,
              const Readable &readable, std::span<const std::string_view> words);

    const Checked &m_in;
    std::vector<std::string_view> m_parameters;
};

void TextCheck::uses(ValueId value, const std::vector<Expression::Use> &uses,
                     const std::string &where, const Readable &readable,
                     std::span<const std::string_view> words)
{
    for (const Expression::Use &use : uses) {
        if (m_in.findings.full())
            return;
        const Readable::Root *root = readable.find(use.root);
        if (!root) {
            std::vector<std::string_view> names(words.begin(), words.end());
            for (const Readable::Root &r : readable.roots)
                names.push_back(r.name);
            const std::string near = didYouMean(closest(use.root, names));
            m_in.findings.error(m_in.doc, value, where + "unknown name " + inQuotes(use.root),
                                near.empty() ? "known here: " + listed(names) : near);
        } else if (!root->anyKey && !use.key.empty() && !use.guarded &&
                   std::find(root->keys.begin(), root->keys.end(), use.key) == root->keys.end()) {
            const std::string near = didYouMean(closest(use.key, root->keys));
            m_in.findings.error(m_in.doc, value, where + "there is no " + use.root + "." + use.key,
                                !near.empty()        ? near
                                : root->keys.empty() ? std::string()
                                                     : "known: " + listed(root->keys));
        }
    }
}

void TextCheck::expression(ValueId value, std::string_view what, const Readable &readable,
                           std::span<const std::string_view> words)
{
    if (value == none || m_in.doc[value].kind != Kind::String)
        return;
    const Result<Expression> parsed = Expression::parse(m_in.doc.text(value));
    const std::string where(what);
    if (!parsed)
        m_in.findings.error(m_in.doc, value,
                            where + ", character " + parsed.error().where + ": " +
                                parsed.error().what);
    else
        uses(value, parsed->uses(), where + ": ", readable, words);
}

void TextCheck::condition(std::size_t index)
{
    constexpr std::array<std::string_view, 3> words = {"SUCCESS", "FAILURE", "ALWAYS"};
    const EdgeSpec &edge = m_in.dag.edges[index];
    if (edge.from == none || std::find(words.begin(), words.end(), edge.condition) != words.end())
        return;
    const NodeSpec &from = m_in.dag.nodes[edge.from];
    Readable readable;
    readable.roots = {{"outputs", false, namesOf(from.task.outputs)},
                      params(),
                      closed("run", scopes::run),
                      closed("dag", scopes::dag)};
    if (from.task.runtime == Runtime::None) // so is a node whose component is not known
        readable.roots[0].anyKey = true;
    const ValueId value = m_in.doc.member(m_in.places.edges[index], "condition");
    if (value != none && m_in.doc.text(value).empty() && m_in.doc[value].kind == Kind::String)
        m_in.findings.error(m_in.doc, value, "the condition is empty",
                            "write SUCCESS, FAILURE, ALWAYS or an expression");
    else
        expression(value, "condition", readable, words);
}

Readable TextCheck::ofTask(const NodeSpec &node) const
{
    Readable out;
    out.roots = {params(),
                 {"inputs", false, namesOf(node.task.inputs)},
                 closed("run", scopes::run),
                 closed("dag", scopes::dag)};
    return out;
}

void TextCheck::text(ValueId value, Language language, const Readable &readable)
{
    if (value != none && m_in.doc[value].kind == Kind::String)
        text(m_in.doc.text(value), value, language, readable);
}

void TextCheck::text(std::string_view text, ValueId value, Language language,
                     const Readable &readable)
{
    if (text.find("${") == std::string_view::npos)
        return;
    const Result<Template> parsed = Template::parse(text, language);
    if (!parsed) {
        m_in.findings.error(m_in.doc, value,
                            "template, at " + parsed.error().where +
                                " of this text: " + parsed.error().what);
        return;
    }
    for (const Template::Hole &hole : parsed->holes())
        uses(value, hole.expression.uses(), "${" + hole.source + "}: ", readable, {});
}

void TextCheck::texts(ValueId container, Language language, const Readable &readable)
{
    for (ValueId v = container == none ? none : m_in.doc[container].first; v != none;
         v = m_in.doc[v].next)
        text(v, language, readable);
}

// Names that a run or a task takes slots of.
void TextCheck::holds(ValueId object, const Readable &readable)
{
    const ValueId limits = object == none ? none : m_in.doc.member(object, "limits");
    for (ValueId v = limits == none ? none : m_in.doc[limits].first; v != none;
         v = m_in.doc[v].next)
        text(m_in.doc.key(v), v, Language::Plain, readable);
    texts(object == none ? none : m_in.doc.member(object, "mutex"), Language::Plain, readable);
}

void TextCheck::head()
{
    Readable readable;
    readable.roots = {params(), closed("run", scopes::run), closed("dag", scopes::dag)};
    if (!m_in.dag.holds.empty())
        holds(m_in.doc.root(), readable);
}

// Every text of an object or array, however deep.
void TextCheck::tree(ValueId value, const Readable &readable)
{
    if (value == none)
        return;
    text(value, Language::Plain, readable);
    for (ValueId v = m_in.doc[value].first; v != none; v = m_in.doc[v].next)
        tree(v, readable);
}

void TextCheck::node(NodeIndex index)
{
    const NodeSpec &node = m_in.dag.nodes[index];
    const ValueId here = m_in.places.nodes[index];
    Readable readable = ofTask(node);
    const ValueId execution = m_in.doc.member(here, "executionConfig");
    const auto configured = [&](std::string_view key) {
        return execution == none ? none : m_in.doc.member(execution, key);
    };
    if (!node.execution.mapOver.empty())
        expression(configured("mapOver"), "mapOver", readable, {});
    text(configured("mapOverFile"), Language::Plain, readable);
    if (node.execution.loop)
        loop(node, configured("loop"));
    readable.roots.push_back({"secret"});
    readable.roots.push_back(closed("node", scopes::node));
    readable.roots.push_back(closed("map", scopes::map));
    if (isMapped(node) || node.execution.isMapStage)
        readable.roots.push_back({"item"});
    if (node.execution.loop)
        readable.roots.push_back(closed("loop", scopes::loop));
    text(configured("itemName"), Language::Plain, readable);
    if (!node.execution.holds.empty()) {
        holds(execution, readable);
        if (startsNoProcess(node.task.runtime))
            m_in.findings.error(m_in.doc, execution,
                                "a task of runtime " + node.task.runtimeName +
                                    " starts no process, so it holds no limit and no mutex",
                                "put them at the head of the DAG, or of the inner one");
    }
    tree(m_in.doc.member(here, "arguments"), readable);
    const ValueId task = m_in.doc.member(here, "taskDefinition");
    if (task == none)
        return;
    readable.roots.push_back({"args", false, namesOf(node.task.arguments)});
    const auto field = [&](std::string_view key) { return m_in.doc.member(task, key); };
    if (const auto language = scriptLanguage(node.task.runtime))
        text(field("script"), *language, readable);
    for (const std::string_view key : {"scriptFile", "database", "image", "className"})
        text(field(key), Language::Plain, readable);
    texts(field("command"), Language::Plain, readable);
    texts(field("environment"), Language::Plain, readable);
    for (const std::string_view key : {"wait", "approval"})
        texts(field(key), Language::Plain, readable);
    tree(field("subDag"), readable);
    if (const ValueId http = field("http"); http != none) {
        text(m_in.doc.member(http, "url"), Language::Url, readable);
        texts(m_in.doc.member(http, "headers"), Language::Plain, readable);
        text(m_in.doc.member(http, "body"), Language::JsonBody, readable);
    }
    if (cacheOf(m_in.dag, node) != nullptr)
        cached(node, here);
}

/// What makes a cache useless: said, for it is no error.
void TextCheck::cached(const NodeSpec &node, ValueId here)
{
    const ValueId execution = m_in.doc.member(here, "executionConfig");
    const ValueId own = execution == none ? none : m_in.doc.member(execution, "cache");
    if (startsNoProcess(node.task.runtime)) {
        if (own != none)
            m_in.findings.warning(m_in.doc, own, "the cache has no effect: no process is started",
                                  "take it out");
        return;
    }
    std::vector<std::string> texts = node.task.command;
    texts.push_back(node.task.script);
    for (const auto &[name, value] : node.task.environment)
        texts.push_back(value);
    for (const std::string_view name : {"run.id", "run.time"}) {
        const auto reads = [name](const std::string &text) {
            const std::size_t hole = text.find("${");
            return hole != std::string::npos && text.find(name, hole) != std::string::npos;
        };
        if (std::any_of(texts.begin(), texts.end(), reads))
            m_in.findings.warning(m_in.doc, own == none ? here : own,
                                  "no earlier result can stand for this task: it reads " +
                                      std::string(name) + ", which is another one in each run",
                                  "use run.dir for a place of its own, or take out cache");
    }
}

// The condition reads what an iteration gave; the next one gets it as inputs of the same name.
void TextCheck::loop(const NodeSpec &node, ValueId value)
{
    Readable readable;
    readable.roots = {{"outputs", false, namesOf(node.task.outputs)},
                      {"inputs", false, namesOf(node.task.inputs)},
                      params(),
                      closed("loop", scopes::loop),
                      closed("run", scopes::run),
                      closed("dag", scopes::dag)};
    const std::string_view key = node.execution.loop->until ? "until" : "while";
    expression(m_in.doc.member(value, key), key, readable, {});
}

// The outputs of the whole run: "node.port" of a node that has it.
void TextCheck::runOutputs()
{
    if (m_in.dag.outputs.empty())
        return;
    std::unordered_set<std::string> known;
    for (const NodeSpec &node : m_in.dag.nodes) {
        for (const Port &port : node.task.outputs)
            known.insert(node.id + "." + port.name);
    }
    const ValueId object = m_in.doc.member(m_in.doc.root(), "outputs");
    for (ValueId v = m_in.doc[object].first; v != none; v = m_in.doc[v].next) {
        const std::string source(m_in.doc.text(v));
        if (known.contains(source) || m_in.findings.full())
            continue;
        const std::vector<std::string_view> names(known.begin(), known.end());
        const std::string near = didYouMean(closest(source, names));
        m_in.findings.error(
            m_in.doc, v, "no node has the output " + inQuotes(source),
            near.empty() ? "write NODE.OUTPUT, with the output in the node's outputSchema" : near);
    }
}

} // namespace

void checkNodeTexts(const Checked &in, NodeIndex node, const std::vector<Parameter> &parameters)
{
    TextCheck(in, parameters).node(node);
}

void checkTexts(const Checked &in, const std::vector<Parameter> &parameters)
{
    TextCheck check(in, parameters);
    for (std::size_t i = 0; i < in.dag.edges.size(); ++i)
        check.condition(i);
    for (NodeIndex n = 0; n < in.dag.nodes.size(); ++n)
        check.node(n);
    check.runOutputs();
    check.head();
}

} // namespace orrery::model
