// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/keys.h"

#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "data/digest.h"

namespace orrery::data {
namespace {

using Json = nlohmann::json;

/// What follows from other parts: last to be blamed.
constexpr std::string_view resolved = "resolved command";

std::string shortHash(const std::string &hash)
{
    return hash.substr(0, 8);
}

bool isWordPart(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Does a text read params.NAME or params["NAME"]?
bool reads(const std::string &text, const std::string &name)
{
    for (const std::string &form :
         {"params." + name, "params[\"" + name + "\"]", "params['" + name + "']"}) {
        for (std::size_t at = text.find(form); at != std::string::npos;
             at = text.find(form, at + 1)) {
            const std::size_t after = at + form.size();
            if (form.back() == ']' || after >= text.size() || !isWordPart(text[after]))
                return true;
        }
    }
    return false;
}

/// The texts of a node that may hold ${...}.
std::vector<std::string> templatesOf(const NodeSpec &node)
{
    std::vector<std::string> texts = node.task.command;
    texts.push_back(node.task.script);
    texts.push_back(node.task.database);
    texts.push_back(node.task.image);
    for (const auto &[name, value] : node.task.environment)
        texts.push_back(value);
    for (const auto &[name, value] : node.arguments)
        texts.push_back(value);
    if (node.task.http) {
        texts.push_back(node.task.http->url);
        texts.push_back(node.task.http->body);
        for (const auto &[name, value] : node.task.http->headers)
            texts.push_back(value);
    }
    return texts;
}

class Maker {
public:
    explicit Maker(const Material &from) : m_from(from) {}

    Key make()
    {
        const NodeSpec &node = m_from.node;
        definition(node);
        parameters(node);
        inputs();
        filledIn();
        add("isolation", m_from.isolation);
        if (!m_from.runtime.empty())
            add("runtime version", m_from.runtime);
        if (!m_from.program.empty())
            m_key.push_back({"program", m_from.program});
        for (const auto &[name, hash] : m_from.files)
            m_key.push_back({"file " + name, hash.empty() ? "missing" : hash});
        for (const auto &[name, value] : m_from.variables)
            add("variable " + name, value);
        std::sort(m_key.begin(), m_key.end(),
                  [](const auto &a, const auto &b) { return a.name < b.name; });
        return std::move(m_key);
    }

private:
    void add(std::string name, const std::string &text)
    {
        m_key.push_back({std::move(name), digestOf(withoutRun(text, m_from.homeOfRuns))});
    }

    void definition(const NodeSpec &node)
    {
        Json command = Json::array(
            {node.task.runtimeName, node.task.className.str(), node.task.artifactId.str()});
        for (const std::string &word : node.task.command)
            command.push_back(word);
        add("command", command.dump());
        const bool inlineScript = !node.task.script.empty();
        if (inlineScript || !m_from.script.empty())
            add("script", inlineScript ? node.task.script : m_from.script);
        if (!node.task.image.empty())
            add("image", node.task.image.str());
        Json environment = Json::object();
        for (const auto &[name, value] : node.task.environment)
            environment[name] = value;
        if (!environment.empty())
            add("environment", environment.dump());
        if (!m_from.cache.version.empty())
            add("version", m_from.cache.version);
    }

    void parameters(const NodeSpec &node)
    {
        const Json values = Json::parse(m_from.parameters, nullptr, false);
        if (!values.is_object())
            return;
        const std::vector<std::string> texts = templatesOf(node);
        for (const auto &[name, value] : values.items()) {
            const auto used = [&name = name](const std::string &text) { return reads(text, name); };
            if (std::any_of(texts.begin(), texts.end(), used))
                addValue("parameter " + name, value);
        }
    }

    void inputs()
    {
        const Json values = Json::parse(m_from.inputs, nullptr, false);
        if (values.is_object()) {
            for (const auto &[port, value] : values.items())
                addValue("input " + port, value);
        }
        if (!m_from.item.empty())
            addValue("item", m_from.item);
    }

    /// A value, and the contents of the files that texts in it name.
    void addValue(const std::string &name, const Json &value)
    {
        Digest digest;
        digest.addText(withoutRun(value.dump(-1, ' ', false, Json::error_handler_t::replace),
                                  m_from.homeOfRuns));
        addFiles(value, digest);
        m_key.push_back({name, digest.take()});
    }

    void addFiles(const Json &value, Digest &digest)
    {
        if (value.is_structured()) {
            for (const Json &part : value)
                addFiles(part, digest);
            return;
        }
        if (!value.is_string() || !m_from.fileHash)
            return;
        if (const std::string hash = m_from.fileHash(value.get<std::string>()); !hash.empty())
            digest.addText(hash);
    }

    /// All that starts with its values: nothing that counts can hide from this.
    void filledIn()
    {
        Json all = Json::array();
        for (const std::string &word : m_from.argv)
            all.push_back(word);
        all.push_back(m_from.script);
        all.push_back(m_from.request);
        for (const auto &[name, value] : m_from.environment)
            all.push_back(name + "=" + value);
        add(std::string(resolved), all.dump(-1, ' ', false, Json::error_handler_t::replace));
    }

    const Material &m_from;
    Key m_key;
};

} // namespace

Key keyOf(const Material &material)
{
    return Maker(material).make();
}

std::string hashOf(const Key &key)
{
    Digest digest;
    for (const Component &component : key) {
        digest.addText(component.name);
        digest.addText(component.hash);
    }
    return digest.take();
}

JsonText toJson(const Key &key)
{
    Json out = Json::object();
    for (const Component &component : key)
        out[component.name] = component.hash;
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Key keyFromJson(const JsonText &text)
{
    Key key;
    const Json json = Json::parse(text, nullptr, false);
    if (!json.is_object())
        return key;
    for (const auto &[name, hash] : json.items()) { // an object is sorted by name
        if (hash.is_string())
            key.push_back({name, hash.get<std::string>()});
    }
    return key;
}

std::string difference(const Key &before, const Key &now)
{
    std::string text, last;
    const auto tell = [&](const std::string &name, const std::string &what) {
        std::string &to = name == resolved ? last : text;
        to += (to.empty() ? "" : ", ") + name + " " + what;
    };
    auto was = before.begin();
    auto is = now.begin();
    while (was != before.end() || is != now.end()) {
        if (is == now.end() || (was != before.end() && was->name < is->name)) {
            tell(was->name, "is gone (" + shortHash(was->hash) + ")");
            ++was;
        } else if (was == before.end() || is->name < was->name) {
            tell(is->name, "is new (" + shortHash(is->hash) + ")");
            ++is;
        } else {
            if (was->hash != is->hash)
                tell(is->name,
                     "changed (" + shortHash(was->hash) + " -> " + shortHash(is->hash) + ")");
            ++was, ++is;
        }
    }
    return text.empty() ? last : text;
}

std::string withoutRun(std::string text, const std::string &homeOfRuns)
{
    constexpr std::string_view mark = "${run.dir}";
    if (homeOfRuns.empty())
        return text;
    for (std::size_t at = text.find(homeOfRuns); at != std::string::npos;
         at = text.find(homeOfRuns, at + mark.size())) {
        std::size_t end = at + homeOfRuns.size();
        while (end < text.size() && (isWordPart(text[end]) || text[end] == '-' || text[end] == '.'))
            ++end;
        text.replace(at, end - at, mark);
    }
    return text;
}

} // namespace orrery::data
