// SPDX-License-Identifier: GPL-3.0-or-later
// orrery runs report: one run as a document.
#include <chrono>
#include <iostream>

#include "console.h"
#include "engine/report.h"
#include "findrun.h"
#include "records.h"
#include "textfile.h"

namespace orrery::cli {
namespace {

WallMs wallNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

int report(const Arguments &arguments)
{
    const std::string file = arguments.text("html");
    if (file.empty())
        return tell({ErrorCode::InvalidSpec, "--html",
                     "say where the report goes: orrery runs report RUN --html report.html; "
                     "- is standard output"});
    auto connection = connect(arguments, "orrery runs report", true);
    if (!connection)
        return tell(connection.error());
    const auto run = findRun(**connection, arguments.text("RUN"));
    if (!run)
        return tell(run.error());
    auto detail = (*connection)->query<RunDetail>([&run](Session &session, auto reply) {
        session.show(*run, std::move(reply));
    });
    if (!detail)
        return tell(detail.error());
    auto course = (*connection)->query<RunCourse>([&run](Session &session, auto reply) {
        session.course(*run, 0, std::move(reply));
    });
    if (!course)
        return tell(course.error());
    RunReport made{std::move(*detail), std::move(*course), wallNow(), localTime, {}, false};
    constexpr std::size_t mostDrawn = 3000; // nodes beyond are no picture any more
    if (made.run.dag && made.run.dag->nodes.size() <= mostDrawn)
        made.graph = toolkit::toSvg(*made.run.dag, {});
    const std::string html = toolkit::toHtml(made);
    if (file == "-") {
        std::cout << html;
        return done;
    }
    if (const auto written = writeFile(file, html); !written)
        return tell(written.error());
    std::cout << file << "\n";
    return done;
}

} // namespace

std::vector<Command> reportCommands()
{
    return {
        {.path = "runs report",
         .summary = "A run as one HTML file: times, course, graph, tasks, outputs; it prints well",
         .positionals = {runArgument()},
         .options = {{.names = "--html",
                      .help = "Where it goes; - is standard output",
                      .value = "FILE"},
                     homeOption()},
         .examples = {"orrery runs report last --html report.html",
                      "orrery runs report 20261121-1045 --html - > report.html"},
         .run = report},
    };
}

} // namespace orrery::cli
