// SPDX-License-Identifier: GPL-3.0-or-later
// orrery new: a small DAG to begin with, beside a script of its own.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <fmt/format.h>

#include "console.h"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

/// The folders of examples that hold a dag.yaml: what --template can name.
std::vector<std::string> templates(const std::string &examples)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const fs::directory_entry &entry : fs::directory_iterator(examples, error))
        if (fs::exists(entry.path() / "dag.yaml", error))
            names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// Gives the copy its own dagId: the first line that sets it.
Result<> rename(const fs::path &file, const std::string &id)
{
    std::ifstream in(file);
    std::string text;
    std::string line;
    bool renamed = false;
    while (std::getline(in, line)) {
        if (!renamed && line.rfind("dagId:", 0) == 0) {
            line = "dagId: " + id;
            renamed = true;
        }
        text += line + "\n";
    }
    in.close();
    std::ofstream out(file, std::ios::trunc);
    out << text;
    out.close();
    if (!out)
        return fail(ErrorCode::Io, file.string(), "cannot be written");
    return {};
}

int create(const Arguments &arguments)
{
    const std::string target = arguments.text("NAME");
    std::string id = fs::path(target).filename().string();
    const bool plainId = !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
    if (!plainId)
        return tell(
            {ErrorCode::InvalidSpec, target, "a name holds letters, digits, '-', '_' and '.'"});
    const std::string examples = openOptions(arguments, "").examplesDir;
    const std::vector<std::string> known = templates(examples);
    const std::string wanted = arguments.text("template");
    if (std::find(known.begin(), known.end(), wanted) == known.end())
        return tell({ErrorCode::NotFound, "--template " + wanted,
                     fmt::format("the templates are {}", fmt::join(known, ", "))});
    std::error_code error;
    if (fs::exists(target, error))
        return tell({ErrorCode::InvalidSpec, target, "exists already; choose another name"});
    fs::copy(fs::path(examples) / wanted, target, fs::copy_options::recursive, error);
    if (error)
        return tell({ErrorCode::Io, target, error.message()});
    const fs::path file = fs::path(target) / "dag.yaml";
    if (const auto renamed = rename(file, id); !renamed)
        return tell(renamed.error());
    std::cout << fmt::format(
        "{} is ready. Run it:\n  orrery run {}\nor open it:\n  orrery-cockpit {}\n", target,
        file.string(), file.string());
    return done;
}

} // namespace

std::vector<Command> newCommands()
{
    return {
        {.path = "new",
         .summary = "Make a folder with a DAG to begin with",
         .positionals = {{.name = "NAME", .help = "Folder to make; its name becomes the dagId"}},
         .options = {{.names = "--template",
                      .help = "Example to begin from",
                      .value = "T",
                      .byDefault = "hello"}},
         .examples = {"orrery new my-pipeline", "orrery new study --template sales-analytics"},
         .run = create}};
}

} // namespace orrery::cli
