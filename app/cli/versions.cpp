// SPDX-License-Identifier: GPL-3.0-or-later
// orrery dag diff, publish, versions, rollback: the states of a DAG over time.
#include <algorithm>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "difftext.h"
#include "records.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

/// One side of a diff.
struct Side {
    std::string name; ///< as it is shown: "sales@3", "pipeline.yaml"
    DagSpec dag;
};

bool isThere(const std::string &path)
{
    std::error_code error;
    return fs::exists(path, error);
}

Result<VersionText> askVersion(Connection &connection, const VersionRef &ref)
{
    return connection.query<VersionText>(
        [&ref](Session &session, auto reply) { session.version(ref, std::move(reply)); });
}

Result<std::vector<VersionSummary>> askVersions(Connection &connection, const DagId &dag)
{
    return connection.query<std::vector<VersionSummary>>(
        [&dag](Session &session, auto reply) { session.versions(dag, std::move(reply)); });
}

/// A DAG file, or a version of this home. @return nothing when it was told on stderr why not
std::optional<Side> readSide(const Arguments &arguments, const std::string &word)
{
    const auto ref = parseVersionRef(word);
    if (isThere(word) || !ref) {
        if (!isThere(word) && !ref) {
            tell({ErrorCode::NotFound, word,
                  "is neither a file nor a version (DAGID@NUMBER, or the 16 digits of a content; "
                  "see orrery dag versions DAGID)"});
            return std::nullopt;
        }
        auto loaded = loadDag(arguments, word, false);
        if (!loaded)
            return std::nullopt;
        return Side{word, std::move(loaded->parsed.dag)};
    }
    auto connection = connect(arguments, "orrery dag diff", true);
    if (!connection)
        return tell(connection.error()), std::nullopt;
    const auto version = askVersion(**connection, *ref);
    if (!version)
        return tell(version.error()), std::nullopt;
    auto parsed = toolkit::parse(version->text, "version." + version->format);
    return Side{word, std::move(parsed.dag)};
}

int diff(const Arguments &arguments)
{
    const auto before = readSide(arguments, arguments.text("A"));
    const auto after = before ? readSide(arguments, arguments.text("B")) : std::nullopt;
    if (!after)
        return badInput;
    const DagDiff found = toolkit::diff(before->dag, after->dag);
    if (arguments.has("json")) {
        Json json;
        json["before"] = {
            {"name", before->name}, {"dag", before->dag.id}, {"version", found.before.text}};
        json["after"] = {
            {"name", after->name}, {"dag", after->dag.id}, {"version", found.after.text}};
        json.update(diffJson(found));
        print(json);
    } else {
        std::cout << fmt::format("--- {}  {}\n+++ {}  {}\n", before->name, found.before.text,
                                 after->name, found.after.text);
        if (const std::string counts = countText(found); !counts.empty())
            std::cout << counts << "\n\n";
        std::cout << diffText(found, arguments.has("layout"), colourful());
    }
    return found.same() ? done : failed;
}

Result<Published> askPublish(Connection &connection, const PublishRequest &request)
{
    return connection.call<Published>(
        [&request](Session &session, auto reply) { session.publish(request, std::move(reply)); });
}

int publish(const Arguments &arguments)
{
    const auto loaded = loadDag(arguments, arguments.text("FILE"));
    if (!loaded)
        return badInput;
    auto connection = connect(arguments, "orrery dag publish");
    if (!connection)
        return tell(connection.error());
    PublishRequest request;
    request.file = loaded->file;
    request.text = loaded->text;
    request.message = arguments.text("message");
    const auto published = askPublish(**connection, request);
    if (!published)
        return tell(published.error());
    if (arguments.has("json")) {
        print({{"dag", published->dag.text},
               {"number", published->number},
               {"version", published->version.text},
               {"new", published->isNew},
               {"same_text", published->sameText}});
        return done;
    }
    if (published->isNew) {
        std::cout << fmt::format("{}@{} published  {}\n", published->dag.text, published->number,
                                 published->version.text);
        return done;
    }
    std::cout << fmt::format("Nothing new: {}@{} has this content{}\n", published->dag.text,
                             published->number,
                             published->sameText ? "" : "; only its layout or comments differ");
    return done;
}

/// The DAG that DAG|FILE means, and its file when it is one.
struct Target {
    DagId dag;
    std::string file; ///< absolute; "" = only an id was given
    std::optional<LoadedDag> loaded;
};
Result<Target> targetOf(const Arguments &arguments, const std::string &word)
{
    if (!isThere(word))
        return Target{DagId(word), {}, {}};
    auto loaded = readDag(arguments, word);
    if (!loaded)
        return tl::unexpected(loaded.error());
    Target target{DagId(loaded->parsed.dag.id), loaded->file, {}};
    target.loaded = std::move(*loaded);
    if (target.dag.empty())
        return fail(ErrorCode::InvalidSpec, word,
                    "no dagId can be read from it; name the DAG by its id");
    return target;
}

Json versionJson(const VersionSummary &version)
{
    Json json;
    json["dag"] = version.dag.text;
    json["number"] = version.number == 0 ? Json(nullptr) : Json(version.number);
    json["version"] = version.version.text;
    json["at"] = isoTime(version.at);
    json["by"] = version.by;
    json["message"] = version.message;
    json["file"] = version.file;
    json["status"] = version.status;
    json["rolled_back_to"] = version.rolledBackTo == 0 ? Json(nullptr) : Json(version.rolledBackTo);
    json["nodes"] = version.nodes;
    json["edges"] = version.edges;
    json["run_count"] = version.runCount;
    json["runs"] = Json::array();
    for (const RunId &run : version.runs)
        json["runs"].push_back(run.text);
    return json;
}

/// What the file at hand is among the versions.
std::string standingOf(const Target &target, const std::vector<VersionSummary> &all)
{
    if (!target.loaded || !target.loaded->parsed.ok())
        return {};
    const VersionId now = toolkit::versionOf(target.loaded->parsed.dag);
    for (const VersionSummary &version : all)
        if (version.number > 0 && version.version == now)
            return fmt::format("The file is {}@{}.\n", target.dag.text, version.number);
    return all.empty() || all.front().number == 0
               ? "The file is not published (orrery dag publish FILE).\n"
               : fmt::format("The file has changes that are not published (orrery dag diff {}@{} "
                             "{}).\n",
                             target.dag.text, all.front().number, target.file);
}

int versions(const Arguments &arguments)
{
    const auto target = targetOf(arguments, arguments.text("DAG"));
    if (!target)
        return tell(target.error());
    auto connection = connect(arguments, "orrery dag versions", true);
    if (!connection)
        return tell(connection.error());
    const auto all = askVersions(**connection, target->dag);
    if (!all)
        return tell(all.error());
    if (arguments.has("json")) {
        Json json = Json::array();
        for (const VersionSummary &version : *all)
            json.push_back(versionJson(version));
        print(json);
        return done;
    }
    if (all->empty() && target->file.empty())
        return tell({ErrorCode::NotFound, target->dag.text,
                     "this home knows no such DAG (orrery dag publish FILE)"});
    if (!all->empty())
        std::cout << fmt::format("{:>4}  {:<16}  {:<19}  {:<10} {:>6} {:>5}  {}\n", "NO", "CONTENT",
                                 "AT", "BY", "NODES", "RUNS", "MESSAGE");
    for (const VersionSummary &version : *all) {
        std::string message = plain(version.message.substr(0, version.message.find('\n')));
        if (version.rolledBackTo > 0 && message.empty())
            message = fmt::format("back to {}", version.rolledBackTo);
        if (version.number == 0)
            message = "(run, not published)";
        if (version.status != "valid")
            message += (message.empty() ? "" : "  ") + fmt::format("[{}]", version.status);
        std::cout << fmt::format("{:>4}  {:<16}  {:<19}  {:<10} {:>6} {:>5}  {}\n",
                                 version.number == 0 ? "-" : std::to_string(version.number),
                                 version.version.text, localTime(version.at),
                                 version.by.empty() ? "-" : plain(version.by), version.nodes,
                                 version.runCount, message);
    }
    std::cout << standingOf(*target, *all);
    return done;
}

bool isYamlName(const std::string &file)
{
    const std::string ending = fs::path(file).extension().string();
    return ending == ".yaml" || ending == ".yml";
}

/// The text of a version as a file of this name holds it: as published when the form is the same.
std::string textFor(const VersionText &version, const std::string &file)
{
    if (isYamlName(file) == (version.format == "yaml"))
        return version.text;
    const DagSpec dag = toolkit::parse(version.text, "version." + version.format).dag;
    return isYamlName(file) ? toolkit::toYaml(dag) : toolkit::toJson(dag) + "\n";
}

/// What stands in the file now becomes a version, or a file beside it when it cannot be one.
/// @return what to tell of it; "" = it is the newest version already
Result<std::string> keepPresent(const Arguments &arguments, Connection &connection,
                                const DagId &dag, const std::string &file, std::uint32_t number)
{
    if (!isThere(file))
        return std::string();
    const auto present = readDag(arguments, file);
    if (!present || !present->parsed.ok() || present->parsed.dag.id != dag.text) {
        std::string aside = file + ".before-rollback";
        for (int n = 2; isThere(aside); ++n)
            aside = fmt::format("{}.before-rollback-{}", file, n);
        std::error_code error;
        fs::copy_file(file, aside, error);
        if (error)
            return fail(ErrorCode::Io, aside, "cannot be written: " + error.message());
        return fmt::format("what stood in {} is no valid version of {}; it is kept as {}", file,
                           dag.text, aside);
    }
    PublishRequest request;
    request.file = present->file;
    request.text = present->text;
    request.message = fmt::format("As it was before going back to {}", number);
    request.exact = true;
    const auto kept = askPublish(connection, request);
    if (!kept)
        return tl::unexpected(kept.error());
    return kept->isNew
               ? fmt::format("what stood in {} is kept as {}@{}", file, dag.text, kept->number)
               : std::string();
}

int rollback(const Arguments &arguments)
{
    const auto target = targetOf(arguments, arguments.text("DAG"));
    if (!target)
        return tell(target.error());
    const auto ref = parseVersionRef(target->dag.text + "@" + arguments.text("NUMBER"));
    if (!ref || ref->number == 0)
        return tell({ErrorCode::InvalidSpec, arguments.text("NUMBER"),
                     "is no number of a version (orrery dag versions " + target->dag.text + ")"});
    auto connection = connect(arguments, "orrery dag rollback");
    if (!connection)
        return tell(connection.error());
    const auto version = askVersion(**connection, *ref);
    if (!version)
        return tell(version.error());
    std::string file = arguments.has("output") ? arguments.text("output") : target->file;
    if (file.empty()) // only an id was given: where its newest version came from
        if (const auto all = askVersions(**connection, target->dag); all && !all->empty())
            file = all->front().file;
    if (file.empty())
        return tell({ErrorCode::InvalidSpec, target->dag.text,
                     "no file of it is known; say where to write with -o FILE"});
    file = fs::absolute(file).lexically_normal().string();
    const std::string text = textFor(*version, file);
    if (const auto now = readFile(file); now && *now == text) {
        std::cout << fmt::format("{} is {}@{} already\n", file, target->dag.text, ref->number);
        return done;
    }
    const auto kept = keepPresent(arguments, **connection, target->dag, file, ref->number);
    if (!kept)
        return tell(kept.error());
    if (!kept->empty())
        std::cerr << "orrery: " << *kept << "\n";
    PublishRequest request;
    request.file = file;
    request.text = text;
    request.message = arguments.has("message") ? arguments.text("message")
                                               : fmt::format("Back to {}", ref->number);
    request.exact = true;
    request.rolledBackTo = ref->number;
    const auto published = askPublish(**connection, request);
    if (!published)
        return tell(published.error());
    if (const auto written = writeFile(file, text); !written)
        return tell(written.error());
    if (arguments.has("json"))
        print({{"dag", published->dag.text},
               {"number", published->number},
               {"version", published->version.text},
               {"rolled_back_to", ref->number},
               {"file", file}});
    else if (!published->isNew)
        std::cout << fmt::format("{} is {}@{} again\n", file, published->dag.text,
                                 published->number);
    else
        std::cout << fmt::format("{}@{} has the content of {}@{}  {}\n", published->dag.text,
                                 published->number, target->dag.text, ref->number, file);
    return done;
}

} // namespace

std::vector<Command> versionCommands()
{
    const Positional dag{.name = "DAG", .help = "Id of a DAG, or its file"};
    const Option message{.names = "-m,--message", .help = "What changed, and why", .value = "TEXT"};
    return {
        {.path = "dag diff",
         .summary = "What changed in meaning between two DAGs; exit 0: nothing, 1: something",
         .positionals = {{.name = "A", .help = "File, DAGID@NUMBER, or 16 digits of a content"},
                         {.name = "B", .help = "The same; the later one"}},
         .options = {{.names = "--layout", .help = "Tell every change of position and order too"},
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery dag diff old.yaml new.yaml", "orrery dag diff sales@2 pipeline.yaml",
                      "orrery dag diff sales@1 sales@3 --layout --json"},
         .run = diff},
        {.path = "dag publish",
         .summary = "Give the present content of a DAG file its next number: 1, 2, 3 ...",
         .positionals = {{.name = "FILE", .help = "DAG file"}},
         .options = {message, homeOption(), jsonOption()},
         .examples = {"orrery dag publish pipeline.yaml -m 'Larger batches'"},
         .run = publish},
        {.path = "dag versions",
         .summary = "Versions of a DAG, newest first, with the runs that used them",
         .positionals = {dag},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery dag versions sales", "orrery dag versions pipeline.yaml --json"},
         .run = versions},
        {.path = "dag rollback",
         .summary = "Write the file of an earlier version, as a new version; nothing is lost",
         .positionals = {dag, {.name = "NUMBER", .help = "The version to go back to"}},
         .options = {{.names = "-o,--output",
                      .help = "File to write; else the DAG's own",
                      .value = "FILE"},
                     message,
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery dag rollback pipeline.yaml 2",
                      "orrery dag rollback sales 2 -o /tmp/as-it-was.yaml"},
         .run = rollback},
    };
}

} // namespace orrery::cli
