// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cachequestion.h"

#include <cstdlib>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "engine/core.h"
#include "model/runtime.h"
#include "platform/files.h"
#include "platform/glob.h"

namespace orrery::engine {
namespace {

using Json = nlohmann::json;

constexpr std::size_t mostInputs = 10'000;
constexpr std::size_t longestPath = 4096;
constexpr std::uint64_t largestScript = 64U << 20U; ///< [bytes]

/// "/usr/bin/python3.11 Python 3.11.2": what the run found for a node's runtime.
std::string runtimeOf(const NodeSpec &node, const JsonText &environment)
{
    const auto nameOf = [&]() -> std::string {
        switch (node.task.runtime) {
        case Runtime::Python:
            return "python3";
        case Runtime::Java:
            return "java";
        case Runtime::Scala:
            return "scala";
        case Runtime::Notebook:
            return "jupyter";
        case Runtime::Shell:
            return "sh";
        case Runtime::Container:
            return findProgram("podman").empty() ? "docker" : "podman";
        default:
            return {};
        }
    };
    const std::string name = nameOf();
    if (name.empty())
        return {};
    const Json found = Json::parse(environment, nullptr, false);
    if (!found.is_object() || !found.contains("runtimes") || !found["runtimes"].contains(name))
        return {};
    const Json &program = found["runtimes"][name];
    return program.value("path", "") + " " + program.value("version", "");
}

bool isPattern(const std::string &path)
{
    return path.find_first_of("*?[") != std::string::npos;
}

/// Declared files by content. @return what is wrong, or ""
std::string addFiles(CacheQuestion &question, FileHashes &hashes)
{
    for (const std::string &pattern : question.material.cache.files) {
        const std::string path =
            pattern.starts_with('/') ? pattern : question.directory + "/" + pattern;
        if (!isPattern(pattern)) {
            const std::string hash = hashes.of(path);
            if (hash.empty())
                return "file " + pattern + " is missing";
            question.material.files.emplace_back(pattern, hash);
            continue;
        }
        const auto matching = platform::matchingFiles(path, mostInputs);
        if (!matching)
            return "files " + pattern + ": " + matching.error().what;
        for (const auto &[file, stamp] : *matching) {
            const bool below = file.starts_with(question.directory + "/");
            question.material.files.emplace_back(
                below ? file.substr(question.directory.size() + 1) : file, hashes.of(file));
        }
    }
    return {};
}

/// The hash of what a value names: any file, and directories of the DAG or of a run.
std::string hashOfNamed(const std::string &text, const CacheQuestion &question, FileHashes &hashes)
{
    if (text.empty() || text.size() > longestPath || text.find('\0') != std::string::npos)
        return {};
    const std::string path = text.front() == '/' ? text : question.directory + "/" + text;
    const std::string clean = platform::absolutePath(path);
    std::error_code error;
    const bool ours = clean.starts_with(question.directory + "/") ||
                      clean.starts_with(question.material.homeOfRuns);
    return ours || std::filesystem::is_regular_file(clean, error) ? hashes.of(clean)
                                                                  : std::string();
}

} // namespace

CacheQuestion questionOf(const run::Machine &machine, TaskIndex task, const std::string &home)
{
    CacheQuestion question;
    const TaskRow &row = machine.task(task);
    const NodeSpec &node = machine.dag().nodes[row.node];
    run::ResolvedLaunch launch = machine.resolve(task);
    question.problem = launch.problem;
    question.directory = machine.dag().sourceDir;
    question.scriptFile = launch.scriptFile;
    data::Material &from = question.material;
    from.node = node;
    if (const CacheSpec *cache = cacheOf(machine.dag(), node))
        from.cache = *cache;
    from.parameters = machine.summary().parameters;
    from.inputs = launch.inputs;
    from.argv = std::move(launch.argv);
    from.script = std::move(launch.script);
    from.request = std::move(launch.httpJson) + launch.database;
    from.isolation = std::string(model::text(machine.isolation(task)));
    from.runtime = runtimeOf(node, machine.environment());
    from.homeOfRuns = home + "/runs/";
    for (const auto &[name, value] : launch.environment) {
        if (name == "ORRERY_ITEM")
            from.item = value;
        from.environment.emplace_back(name, value);
    }
    if (row.item >= 0 && from.item.empty())
        from.item = std::to_string(row.item); // of a map stage, or an iteration
    KeptResult &wanted = question.wanted;
    wanted.dag = machine.dag().id;
    wanted.node = node.id;
    wanted.task = machine.name(task);
    wanted.item = from.item;
    wanted.run = machine.summary().id;
    wanted.directory = machine.summary().resultsDir;
    return question;
}

void complete(CacheQuestion &question, FileHashes &hashes)
{
    if (!question.problem.empty())
        return;
    data::Material &from = question.material;
    if (!question.scriptFile.empty()) {
        auto text = platform::readFile(question.scriptFile, largestScript);
        if (!text) {
            question.problem = "its script cannot be read: " + text.error().what;
            return;
        }
        from.script = std::move(*text);
    }
    if (from.node.task.runtime == Runtime::Exec && !from.argv.empty()) {
        const std::string &name = from.argv.front();
        const bool isPath = name.find('/') != std::string::npos;
        from.program = hashes.of(!isPath                 ? findProgram(name)
                                 : name.starts_with('/') ? name
                                                         : question.directory + "/" + name);
    }
    question.problem = addFiles(question, hashes);
    if (!question.problem.empty())
        return;
    for (const std::string &name : from.cache.environment) {
        const char *value = std::getenv(name.c_str()); // NOLINT: the engine never sets one
        from.variables.emplace_back(name, value == nullptr ? "" : value);
    }
    from.fileHash = [&](const std::string &text) { return hashOfNamed(text, question, hashes); };
    question.wanted.key = data::keyOf(from);
    from.fileHash = {};
}

Found answerTo(CacheQuestion &question, ResultCache &results, WallMs now)
{
    complete(question, results.hashes());
    if (!question.problem.empty())
        return {false, {}, question.problem};
    return results.find(question.wanted, question.material.cache.maxAge, now);
}

} // namespace orrery::engine
