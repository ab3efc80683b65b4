// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/runtime.h"

#include <algorithm>
#include <array>

#include "model/text.h"

namespace orrery::model {

namespace {

constexpr std::array<std::string_view, 13> runtimeNames = {
    "NONE",       "EXEC",     "SHELL",     "PYTHON_3", "SQL",     "HTTP",  "JAVA_17",
    "SCALA_2.12", "NOTEBOOK", "CONTAINER", "WAIT",     "APPROVE", "SUBDAG"};

// "JAVA_17" or "JAVA": the word, then nothing or _ and a version of digits and dots.
bool isVersionOf(std::string_view name, std::string_view word)
{
    if (!name.starts_with(word))
        return false;
    name.remove_prefix(word.size());
    return name.empty() || (name.size() > 1 && name[0] == '_' &&
                            name.find_first_not_of("0123456789.", 1) == std::string_view::npos);
}

bool isPython3(std::string_view name)
{
    constexpr std::string_view word = "PYTHON_3";
    return name == "PYTHON" ||
           (name.starts_with(word) &&
            (name.size() == word.size() ||
             (name.size() > word.size() + 1 && name[word.size()] == '.' &&
              name.find_first_not_of("0123456789.", word.size() + 1) == std::string_view::npos)));
}

} // namespace

std::optional<Runtime> runtimeNamed(std::string_view name)
{
    const std::string word = upper(name);
    if (isPython3(word))
        return Runtime::Python;
    if (isVersionOf(word, "JAVA"))
        return Runtime::Java;
    if (isVersionOf(word, "SCALA"))
        return Runtime::Scala;
    const auto found = std::find(runtimeNames.begin(), runtimeNames.end(), word);
    return found == runtimeNames.end()
               ? std::nullopt
               : std::optional(static_cast<Runtime>(found - runtimeNames.begin()));
}

std::string closestRuntime(std::string_view name)
{
    return closest(name, runtimeNames);
}

std::string knownRuntimes()
{
    return listed(runtimeNames);
}

std::string_view plainName(Runtime runtime)
{
    return runtimeNames[static_cast<std::size_t>(runtime)];
}

std::string lacks(const TaskDefinition &task)
{
    const bool program =
        !task.script.empty() || !task.scriptFile.empty() || !task.artifactId.empty();
    switch (task.runtime) {
    case Runtime::None:
        return {};
    case Runtime::Exec:
        return task.command.empty() && task.artifactId.empty() ? "command" : "";
    case Runtime::Shell:
    case Runtime::Sql:
        return program ? "" : "script or scriptFile";
    case Runtime::Python:
        return program || !task.command.empty() ? "" : "script, scriptFile or command";
    case Runtime::Http:
        return task.http ? "" : "http";
    case Runtime::Java:
    case Runtime::Scala:
        return program || !task.className.empty() || !task.command.empty()
                   ? ""
                   : "scriptFile, className or command";
    case Runtime::Notebook:
        return task.scriptFile.empty() && task.artifactId.empty() ? "scriptFile" : "";
    case Runtime::Container:
        return task.image.empty() && task.artifactId.empty() ? "image" : "";
    case Runtime::Wait:
        return task.wait ? "" : "wait";
    case Runtime::Approve:
        return task.approval ? "" : "approval";
    case Runtime::SubDag:
        return task.subDag ? "" : "subDag";
    }
    return {};
}

std::optional<Isolation> isolationNamed(std::string_view name)
{
    for (const Isolation level : {Isolation::Process, Isolation::Sandbox, Isolation::Container}) {
        if (text(level) == name)
            return level;
    }
    return std::nullopt;
}

std::string_view text(Isolation isolation)
{
    switch (isolation) {
    case Isolation::Process:
        return "process";
    case Isolation::Sandbox:
        return "sandbox";
    case Isolation::Container:
        return "container";
    }
    return {};
}

} // namespace orrery::model
