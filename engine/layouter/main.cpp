// SPDX-License-Identifier: MIT
// orrery-layout: one job as JSON on stdin, its result as JSON on stdout. Exit code 0, or 1 with
// {"error", "line"} on stdout. Whoever calls sets the time limit and kills the process.
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include <sys/resource.h>

#include "layouter/jobs.h"

namespace orrery::layouter {

namespace {

constexpr std::size_t defaultMaxBytes = std::size_t{256} << 20U;
constexpr int maxDepth = 16;
constexpr std::size_t defaultMaxMemory = 2048; ///< [MiB]

constexpr std::string_view help = R"(orrery-layout: DOT text and Graphviz layouts for Orrery.
Reads one job as JSON on stdin, writes its result as JSON on stdout.

  {"job": "parse-dot", "text": "digraph { a -> b }", "maxNodes": 1000, "maxEdges": 5000}
  {"job": "write-dot", "name": "g", "nodes": [{"id": "a", "label": "A", "attrs": {}}],
   "edges": [{"from": "a", "to": "a", "attrs": {}}]}
  {"job": "layout", "engine": "dot", "nodes": [{"id": "a"}], "edges": []}

  --max-bytes N   refuse larger jobs (default 268435456)
  --max-memory N  MiB of memory that the process may take (default 2048; 0 = no limit)
  --help          this text

Exit code 1 with {"error": TEXT, "line": N} when the job cannot be done.
Example: echo '{"job":"parse-dot","text":"digraph { a -> b }"}' | orrery-layout
)";

/// A few lines of DOT can ask for a billion edges: better no answer than no memory.
void limitMemory(std::size_t mebibytes)
{
#ifdef __SANITIZE_ADDRESS__
    static_cast<void>(mebibytes); // its shadow memory is larger than any limit
#else
    const rlim_t bytes = static_cast<rlim_t>(mebibytes) << 20U;
    const rlimit limit{bytes, bytes};
    if (mebibytes > 0)
        ::setrlimit(RLIMIT_AS, &limit);
#endif
}

std::string readInput(std::size_t maxBytes)
{
    std::string text;
    std::string chunk(std::size_t{1} << 16U, '\0');
    while (std::cin.read(chunk.data(), static_cast<std::streamsize>(chunk.size())) ||
           std::cin.gcount() > 0) {
        text.append(chunk, 0, static_cast<std::size_t>(std::cin.gcount()));
        if (text.size() > maxBytes)
            throw Refused("the job is larger than " + std::to_string(maxBytes) +
                          " bytes (--max-bytes)");
    }
    return text;
}

Json readJob(const std::string &text)
{
    const auto guard = [](int depth, Json::parse_event_t, const Json &) {
        if (depth > maxDepth)
            throw Refused("the job is nested deeper than " + std::to_string(maxDepth) + " levels");
        return true;
    };
    try {
        Json job = Json::parse(text, guard);
        if (!job.is_object())
            throw Refused("the job is not a JSON object");
        return job;
    } catch (const Json::exception &error) {
        throw Refused(std::string("the job is not JSON: ") + error.what());
    }
}

Json work(const Json &job)
{
    const auto name = job.find("job");
    if (name != job.end() && *name == "parse-dot")
        return parseDot(job);
    if (name != job.end() && *name == "write-dot")
        return writeDot(job);
    if (name != job.end() && *name == "layout")
        return layout(job);
    throw Refused("job: expected \"parse-dot\", \"write-dot\" or \"layout\"");
}

int answer(const Json &json, int code)
{
    // Texts that are not UTF-8 get replacement characters instead of stopping the answer.
    std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    return std::cout ? code : 1;
}

int run(std::size_t maxBytes)
{
    try {
        return answer(work(readJob(readInput(maxBytes))), 0);
    } catch (const Refused &refused) {
        return answer({{"error", refused.what()}, {"line", refused.line()}}, 1);
    } catch (const std::bad_alloc &) {
        return answer({{"error", "out of memory"}, {"line", 0}}, 1);
    } catch (const std::exception &error) {
        return answer({{"error", error.what()}, {"line", 0}}, 1);
    }
}

} // namespace

} // namespace orrery::layouter

#ifdef __SANITIZE_ADDRESS__
/// Graphviz keeps its text buffers until the process ends. Ours are not excused.
extern "C" const char *__lsan_default_suppressions()
{
    return "leak:libgvc.so\nleak:libcgraph.so\nleak:libgvplugin_dot_layout.so\n";
}
#endif

int main(int argc, char **argv)
{
    std::ios::sync_with_stdio(false);
    std::size_t maxBytes = orrery::layouter::defaultMaxBytes;
    std::size_t maxMemory = orrery::layouter::defaultMaxMemory;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--help") {
            std::cout << orrery::layouter::help;
            return 0;
        }
        char *end = nullptr;
        if (argument == "--max-bytes" && i + 1 < argc)
            maxBytes = std::strtoull(argv[++i], &end, 10);
        else if (argument == "--max-memory" && i + 1 < argc)
            maxMemory = std::strtoull(argv[++i], &end, 10);
        if (end == nullptr || *end != '\0') {
            std::cerr << "orrery-layout: unknown argument " << argument << "; see --help\n";
            return 2;
        }
    }
    orrery::layouter::limitMemory(maxMemory);
    return orrery::layouter::run(maxBytes);
}
