// SPDX-License-Identifier: GPL-3.0-or-later
// orrery component: what components there are, one of them in full, and checking a new one.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "engine/component.h"
#include "records.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

std::string firstLine(const std::string &docs)
{
    return docs.substr(0, docs.find('\n'));
}

Json valueOrNull(const JsonText &text)
{
    return text.empty() ? Json(nullptr) : Json::parse(text, nullptr, false);
}

Json portsJson(const std::vector<Port> &ports)
{
    Json out = Json::object();
    for (const Port &port : ports)
        out[port.name] = {{"type", port.type},
                          {"required", port.required},
                          {"default", valueOrNull(port.defaultValue)},
                          {"description", port.description}};
    return out;
}

Json briefJson(const Component &component)
{
    Json out;
    out["id"] = component.id;
    out["version"] = component.version;
    out["title"] = component.title;
    out["category"] = component.category;
    out["icon"] = component.icon;
    out["runtime"] = component.task.runtimeName;
    out["summary"] = firstLine(component.docs);
    out["ok"] = component.ok();
    out["own"] = component.own;
    out["file"] = component.file;
    out["errors"] = Json::array();
    for (const Finding &finding : component.findings)
        if (finding.isError())
            out["errors"].push_back(findingJson(finding));
    return out;
}

Json fullJson(const Component &component)
{
    Json out = briefJson(component);
    out["docs"] = component.docs;
    out["hash"] = component.hash;
    out["inputs"] = portsJson(component.task.inputs);
    out["outputs"] = portsJson(component.task.outputs);
    out["arguments"] = Json::object();
    for (const Parameter &argument : component.task.arguments)
        out["arguments"][argument.name] = {{"type", argument.type},
                                           {"required", argument.required},
                                           {"default", valueOrNull(argument.defaultValue)},
                                           {"description", argument.description},
                                           {"check", checkJson(argument.check)}};
    out["network"] = component.execution.network;
    out["cpuCores"] = component.resources.cpuCores;
    out["memoryMB"] = component.resources.memoryMB;
    return out;
}

int list(const Arguments &arguments)
{
    const auto catalogue = catalogueOf(arguments);
    if (arguments.has("json")) {
        Json out = Json::array();
        for (const Component &component : catalogue->all())
            out.push_back(briefJson(component));
        print(out);
        return done;
    }
    std::size_t width = 0;
    for (const Component &component : catalogue->all())
        width = std::max(width, component.reference().size());
    std::string category = "\n";
    for (const Component &component : catalogue->all()) {
        if (component.category != category)
            std::cout << (category == "\n" ? "" : "\n") << plain(component.category) << "\n";
        category = component.category;
        std::cout << fmt::format("  {:<{}}  {}{}\n", plain(component.reference()), width,
                                 component.ok()
                                     ? plain(firstLine(component.docs))
                                     : "cannot be used: " + component.findings.front().text(),
                                 component.own ? "  (yours)" : "");
    }
    if (catalogue->all().empty())
        std::cout << "no components; put a file into HOME/components\n";
    return done;
}

void tellPorts(const char *title, const std::vector<Port> &ports)
{
    if (!ports.empty())
        std::cout << "\n" << title << "\n";
    for (const Port &port : ports)
        std::cout << fmt::format("  {:<14} {:<16} {}{}\n", port.name, port.type,
                                 port.required ? "required  "
                                 : !port.defaultValue.empty()
                                     ? "default " + port.defaultValue + "  "
                                     : "",
                                 plain(port.description));
}

/// What is allowed; a formula gives way to the words that stand for it.
std::string checkText(ValueCheck check)
{
    const std::string words = check.message;
    if (!words.empty())
        check.pattern = check.expression = {};
    const std::string allowed = toolkit::allowedText(check);
    return allowed.empty() && words.empty()
               ? ""
               : "  [" + (allowed.empty() ? plain(words) : allowed) + "]";
}

/// "default 5"; an empty text is as good as none.
std::string defaultText(const JsonText &value)
{
    return value.empty() || value == "\"\"" ? "" : "default " + value + "  ";
}

/// A node that uses it, ready to be pasted into a DAG file.
void tellUse(const Component &component)
{
    std::cout << "\nUse\n  - nodeId: " << component.id << "\n    component: " << component.id << "@"
              << component.version.substr(0, component.version.find('.')) << "\n";
    std::string given;
    for (const Parameter &argument : component.task.arguments)
        if (argument.required)
            given += (given.empty() ? "" : ", ") + argument.name + ": ...";
    if (!given.empty())
        std::cout << "    arguments: {" << given << "}\n";
}

int show(const Arguments &arguments)
{
    const std::string name = arguments.text("NAME");
    const auto catalogue = catalogueOf(arguments);
    const Component *component = catalogue->find(name);
    if (!component)
        component = catalogue->broken(name);
    if (!component) {
        const std::string near = catalogue->closestTo(name);
        return tell({ErrorCode::NotFound, name,
                     near.empty() ? "there is no such component; `orrery component list` shows them"
                                  : "there is no such component, did you mean \"" + near + "\"?"});
    }
    if (arguments.has("json")) {
        print(fullJson(*component));
        return component->ok() ? done : badInput;
    }
    std::cout << fmt::format("{}  {}\n{}, runtime {}{}\n{}\n\n{}", plain(component->title),
                             component->reference(), plain(component->category),
                             component->task.runtimeName,
                             component->execution.network ? ", uses the network" : "",
                             component->file, plain(component->docs));
    if (!component->docs.ends_with('\n'))
        std::cout << "\n";
    tellPorts("Inputs", component->task.inputs);
    tellPorts("Outputs", component->task.outputs);
    if (!component->task.arguments.empty())
        std::cout << "\nArguments\n";
    for (const Parameter &argument : component->task.arguments)
        std::cout << fmt::format("  {:<14} {:<16} {}{}{}\n", argument.name, argument.type,
                                 argument.required ? "required  "
                                                   : defaultText(argument.defaultValue),
                                 plain(argument.description), checkText(argument.check));
    tellUse(*component);
    for (const Finding &finding : component->findings)
        std::cerr << finding.text() << "\n";
    return component->ok() ? done : badInput;
}

int check(const Arguments &arguments)
{
    const std::string file = arguments.text("FILE");
    const auto text = readFile(file);
    if (!text)
        return tell(text.error());
    const Component component =
        toolkit::parseComponent(*text, file, [&file](const std::string &name) {
            return readFile((fs::path(file).parent_path() / name).string());
        });
    if (arguments.has("json")) {
        print(fullJson(component));
        return component.ok() ? done : badInput;
    }
    for (const Finding &finding : component.findings)
        std::cerr << finding.text() << "\n";
    if (!component.ok())
        return badInput;
    std::cout << fmt::format("{}: {} is good: {} inputs, {} outputs, {} arguments\n", file,
                             component.reference(), component.task.inputs.size(),
                             component.task.outputs.size(), component.task.arguments.size());
    return done;
}

} // namespace

std::vector<Command> componentCommands()
{
    return {{.path = "component list",
             .summary = "Components of the installation and of this home, by category",
             .options = {homeOption(), jsonOption()},
             .examples = {"orrery component list", "orrery component list --json"},
             .run = list},
            {.path = "component show",
             .summary = "One component: what it does, its ports and arguments, how to use it",
             .positionals = {{.name = "NAME", .help = "Its id, perhaps with a version: filter@1"}},
             .options = {homeOption(), jsonOption()},
             .examples = {"orrery component show filter", "orrery component show filter@1 --json"},
             .run = show},
            {.path = "component check",
             .summary = "Check a component file; every error with file:line:column",
             .positionals = {{.name = "FILE", .help = "Component file: YAML or JSON"}},
             .options = {jsonOption()},
             .examples = {"orrery component check my-step.yaml"},
             .run = check}};
}

} // namespace orrery::cli
