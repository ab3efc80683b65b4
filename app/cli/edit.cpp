// SPDX-License-Identifier: GPL-3.0-or-later
// orrery dag edit: changes of a DAG file in its own text.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include <unistd.h>

#include <fmt/format.h>

#include "console.h"
#include "editwords.h"
#include "engine/edit.h"
#include "records.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

std::size_t linesIn(const std::string &text)
{
    const auto ends = std::count(text.begin(), text.end(), '\n');
    return static_cast<std::size_t>(ends) + (text.empty() || text.ends_with('\n') ? 0 : 1);
}

/// As patch takes it. @param shown  how a line is printed
std::string unifiedDiff(const std::string &file, const std::string &before,
                        const std::string &after, bool colour)
{
    std::string out = fmt::format("--- {0}\n+++ {0}\n", file);
    const std::size_t lastBefore = before.ends_with('\n') ? 0 : linesIn(before);
    const std::size_t lastAfter = after.ends_with('\n') ? 0 : linesIn(after);
    for (const DiffHunk &hunk : toolkit::linesChanged(before, after)) {
        out += hunk.head() + "\n";
        std::size_t x = hunk.beforeLine - (hunk.beforeCount > 0 ? 1 : 0);
        std::size_t y = hunk.afterLine - (hunk.afterCount > 0 ? 1 : 0);
        for (const DiffLine &line : hunk.lines) {
            const bool removed = line.kind == DiffLine::Kind::Removed;
            const bool added = line.kind == DiffLine::Kind::Added;
            x += added ? 0 : 1;
            y += removed ? 0 : 1;
            const std::string text = (added ? "+" : removed ? "-" : " ") + line.text;
            out += !colour   ? text
                   : added   ? "\x1b[32m" + plain(text) + "\x1b[0m"
                   : removed ? "\x1b[31m" + plain(text) + "\x1b[0m"
                             : plain(text);
            out += '\n';
            if ((!added && x == lastBefore && lastBefore > 0) || (added && y == lastAfter))
                out += "\\ No newline at end of file\n";
        }
    }
    return out;
}

struct Counts {
    std::size_t removed = 0, added = 0;
};

Counts countsOf(const std::vector<DiffHunk> &hunks)
{
    Counts out;
    for (const DiffHunk &hunk : hunks)
        for (const DiffLine &line : hunk.lines) {
            out.removed += line.kind == DiffLine::Kind::Removed ? 1 : 0;
            out.added += line.kind == DiffLine::Kind::Added ? 1 : 0;
        }
    return out;
}

std::string linesText(const Counts &counts)
{
    const auto lines = [](std::size_t count) {
        return fmt::format("{} line{}", count, count == 1 ? "" : "s");
    };
    if (counts.added == counts.removed)
        return lines(counts.added) + " changed";
    if (counts.removed == 0)
        return lines(counts.added) + " added";
    if (counts.added == 0)
        return lines(counts.removed) + " removed";
    return fmt::format("{} removed, {} added", lines(counts.removed), counts.added);
}

Result<Edited> edited(const Arguments &arguments, const LoadedDag &loaded, const std::string &file)
{
    std::vector<std::string> ids;
    for (const NodeSpec &node : loaded.parsed.dag.nodes)
        ids.push_back(node.id);
    EditOptions options;
    options.refuseNewErrors = !arguments.has("allow-errors");
    const OpenOptions open = openOptions(arguments, {});
    std::string texts = loaded.text; // the components of an added node count, too
    for (const std::string &node : arguments.all("add-node"))
        texts += node;
    for (const std::string &value : arguments.all("set"))
        texts += value;
    const auto catalogue = catalogueFor(texts, open.programDir, open.home);
    const auto attempt = [&](bool asText) -> Result<Edited> {
        const auto changes = changesOf(arguments, ids, asText);
        if (!changes)
            return tl::unexpected(changes.error());
        return toolkit::edit(loaded.text, file, *changes, *catalogue, options);
    };
    auto first = attempt(false);
    if (first || first.error().code != ErrorCode::InvalidSpec || !arguments.has("set"))
        return first;
    // 7 may be meant as the text "7", where a text has to be.
    auto second = attempt(true);
    return second ? std::move(second) : std::move(first);
}

Result<> save(const LoadedDag &loaded, const Edited &edited)
{
    std::error_code error;
    if (!fs::is_regular_file(loaded.file, error))
        return fail(ErrorCode::InvalidSpec, loaded.file,
                    "is no regular file, so it cannot be edited in place; --dry-run shows the "
                    "change");
    if (::access(loaded.file.c_str(), W_OK) != 0)
        return fail(ErrorCode::Denied, loaded.file, "may not be written");
    if (const auto now = readFile(loaded.file); !now || *now != loaded.text)
        return fail(ErrorCode::Conflict, loaded.file,
                    "was changed by somebody else just now; try again");
    return writeFile(loaded.file, edited.text);
}

void tellJson(const std::string &file, const LoadedDag &loaded, const Edited &edited, bool dryRun)
{
    const Counts counts = countsOf(toolkit::linesChanged(loaded.text, edited.text));
    Json json;
    json["file"] = file;
    json["dag"] = edited.parsed.dag.id;
    json["changed"] = !edited.edits.empty();
    json["dry_run"] = dryRun;
    json["removed"] = counts.removed;
    json["added"] = counts.added;
    json["diff"] = edited.edits.empty() ? "" : unifiedDiff(file, loaded.text, edited.text, false);
    json["copies"] = Json::array();
    for (const auto &[node, copy] : edited.copies)
        json["copies"].push_back({{"node", node}, {"copy", copy}});
    json["notes"] = edited.notes;
    json["errors"] = Json::array();
    for (const Finding &finding : edited.parsed.findings)
        if (finding.isError())
            json["errors"].push_back(findingJson(finding));
    print(json);
}

int edit(const Arguments &arguments)
{
    const auto loaded = readDag(arguments, arguments.text("FILE"));
    if (!loaded)
        return tell(loaded.error());
    std::error_code error;
    const std::string given = arguments.text("FILE");
    const std::string file = fs::is_directory(given, error) ? loaded->file : given;
    if (!loaded->hasPlaces)
        return tell({ErrorCode::InvalidSpec, file,
                     "only DAG files in YAML and JSON are edited in place (convert it: orrery dag "
                     "convert FILE --to yaml)"});
    const auto done = edited(arguments, *loaded, file);
    if (!done)
        return tell(done.error());
    const bool dryRun = arguments.has("dry-run");
    if (!dryRun && !done->edits.empty())
        if (const auto saved = save(*loaded, *done); !saved)
            return tell(saved.error());
    for (const std::string &note : done->notes)
        std::cerr << "orrery: " << note << "\n";
    if (arguments.has("json")) {
        tellJson(file, *loaded, *done, dryRun);
        return cli::done;
    }
    if (done->edits.empty())
        std::cerr << file << ": nothing has to change\n";
    else if (dryRun)
        std::cout << unifiedDiff(file, loaded->text, done->text, colourful());
    else
        std::cout << fmt::format(
            "{}: {}\n", file, linesText(countsOf(toolkit::linesChanged(loaded->text, done->text))));
    for (const auto &[node, copy] : done->copies)
        std::cerr << fmt::format("{} is a copy of {}\n", copy, node);
    return cli::done;
}

Option many(std::string names, std::string help, std::string value)
{
    return {.names = std::move(names),
            .help = std::move(help),
            .value = std::move(value),
            .repeat = true};
}

} // namespace

std::vector<Command> editCommands()
{
    return {
        {.path = "dag edit",
         .summary = "Change a YAML or JSON file in its own text: comments, order and style stay",
         .positionals = {{.name = "FILE", .help = "DAG file: YAML or JSON"}},
         .options =
             {many("--set",
                   "Set a value, nodes.load.executionConfig.timeout=5m; VALUE is JSON or a text; "
                   "parents are made. PATH/WITH/SLASHES where keys hold dots",
                   "PATH=VALUE"),
              many("--unset", "Take a value out", "PATH"),
              many("--rename", "Rename a node, and all that names it", "OLD=NEW"),
              many("--add-node", "Add a node: its id, or all of it as JSON", "NODE"),
              many("--duplicate", "Copy nodes, with the edges among them", "NODE"),
              many("--add-edge", "Add an edge", "FROM:TO[:CONDITION]"),
              many("--condition", "Set an edge's condition", "FROM:TO=COND"),
              many("--delete-edge", "Delete an edge", "FROM:TO"),
              many("--delete-node", "Delete a node with its edges", "NODE"),
              {.names = "--rejoin",
               .help = "Join what stood before the deleted nodes with what stood behind"},
              {.names = "--dry-run", .help = "Print the change as a unified diff; write nothing"},
              {.names = "--allow-errors",
               .help = "Write it even if the file has errors then that it had not"},
              homeOption(),
              jsonOption()},
         .examples = {"orrery dag edit pipeline.yaml --set nodes.clean.executionConfig.timeout=5m",
                      "orrery dag edit pipeline.yaml --rename clean=tidy --dry-run",
                      "orrery dag edit pipeline.yaml --add-node check --add-edge clean:check",
                      "orrery dag edit pipeline.yaml --delete-node clean --rejoin"},
         .run = edit},
    };
}

} // namespace orrery::cli
