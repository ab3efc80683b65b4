// SPDX-License-Identifier: GPL-3.0-or-later
#include "console.h"
#include "textfile.h"

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace orrery::cli {
namespace {

std::atomic<int> interruptCount{0};

void interrupted_(int)
{
    if (++interruptCount > 2)
        ::_exit(interrupted);
}

/// The examples of an installation or a source tree near the program.
std::string examplesDirectory(const std::string &programs)
{
    for (const char *way : {"/../share/orrery/examples", "/../../../resources/examples"}) {
        std::error_code error;
        const std::filesystem::path found = std::filesystem::canonical(programs + way, error);
        if (!error)
            return found.string();
    }
    return {};
}

} // namespace

Option homeOption()
{
    return {.names = "--home", .help = "Directory of the engine's state", .value = "DIR"};
}

Option jsonOption()
{
    return {.names = "--json", .help = "Print JSON on stdout"};
}

Post Inbox::post()
{
    return [queue = m_queue](std::function<void()> work) {
        const std::lock_guard lock(queue->mutex);
        queue->work.push_back(std::move(work));
        queue->changed.notify_one();
    };
}

bool Inbox::wait(const std::function<bool()> &ready, SpanMs limit)
{
    constexpr auto signalCheck = std::chrono::milliseconds(100);
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit);
    while (!ready()) {
        std::function<void()> work;
        {
            std::unique_lock lock(m_queue->mutex);
            auto pause = std::chrono::steady_clock::now() + signalCheck;
            if (limit > 0)
                pause = std::min(pause, until);
            m_queue->changed.wait_until(lock, pause, [this] { return !m_queue->work.empty(); });
            if (!m_queue->work.empty()) {
                work = std::move(m_queue->work.front());
                m_queue->work.pop_front();
            }
        }
        if (work)
            work();
        else if (limit > 0 && std::chrono::steady_clock::now() >= until)
            return ready();
    }
    return true;
}

int interrupts()
{
    return interruptCount.load();
}

void watchInterrupts()
{
    struct sigaction action {};
    action.sa_handler = interrupted_;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

OpenOptions openOptions(const Arguments &arguments, const std::string &role)
{
    OpenOptions options;
    options.home = arguments.has("home") ? arguments.text("home") : defaultHome();
    options.role = role;
    options.programDir = programDirectory();
    options.examplesDir = examplesDirectory(options.programDir);
    return options;
}

Result<std::unique_ptr<Connection>> connect(const Arguments &arguments, const std::string &role,
                                            bool readOnly)
{
    auto connection = std::make_unique<Connection>();
    OpenOptions options = openOptions(arguments, role);
    options.post = connection->inbox.post();
    options.readOnly = readOnly;
    auto home = openHome(std::move(options));
    if (!home)
        return tl::unexpected(home.error());
    connection->home = std::move(*home);
    return connection;
}

int exitCodeOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidSpec:
    case ErrorCode::NotFound:
        return badInput;
    case ErrorCode::Unreachable:
    case ErrorCode::Timeout:
        return unreachable;
    case ErrorCode::Denied:
        return denied;
    default:
        return failed;
    }
}

int tell(const Error &error)
{
    // Findings bring their own file:line:column.
    const bool located = error.what.rfind(error.where, 0) == 0;
    std::cerr << "orrery: " << (error.where.empty() || located ? "" : error.where + ": ")
              << error.what << "\n";
    return interrupts() > 0 ? interrupted : exitCodeOf(error);
}

bool Connection::await(const std::function<bool()> &ready)
{
    constexpr SpanMs look = 200;
    constexpr auto patience = std::chrono::seconds(1);
    const int before = interrupts();
    const auto told = std::make_shared<std::string>(); // the reply may outlive us
    auto next = std::chrono::steady_clock::now() + patience;
    while (!inbox.wait(ready, look)) {
        if (interrupts() > before)
            return false;
        // The engine's own process says it in its log.
        if (home->owner() || std::chrono::steady_clock::now() < next)
            continue;
        next = std::chrono::steady_clock::now() + patience;
        session().info([told](const Result<EngineInfo> &info) {
            if (!info || info->stalled == *told)
                return;
            *told = info->stalled;
            if (!told->empty())
                std::cerr << "The engine cannot answer yet: " + plain(*told) + "\n";
        });
    }
    return true;
}

/// A directory stands for the DAG in it. @error InvalidSpec when it holds none
Result<std::string> dagFileOf(const std::string &path)
{
    std::error_code error;
    if (!std::filesystem::is_directory(path, error))
        return path;
    for (const char *name : {"dag.yaml", "dag.yml", "dag.json"})
        if (const auto inside = std::filesystem::path(path) / name;
            std::filesystem::is_regular_file(inside, error))
            return inside.string();
    return fail(ErrorCode::InvalidSpec, path,
                "is a directory without dag.yaml, dag.yml or dag.json; name the DAG file in it");
}

std::shared_ptr<const Catalogue> catalogueOf(const Arguments &arguments)
{
    const OpenOptions options = openOptions(arguments, {});
    return loadCatalogue(options.programDir, options.home);
}

Result<LoadedDag> readDag(const Arguments &arguments, const std::string &path)
{
    LoadedDag loaded;
    const OpenOptions options = openOptions(arguments, {});
    std::error_code error;
    const auto found = dagFileOf(path);
    if (!found)
        return tl::unexpected(found.error());
    const std::string &file = *found;
    loaded.file = std::filesystem::absolute(file, error).lexically_normal().string();
    auto text = readFile(file);
    if (!text)
        return tl::unexpected(text.error());
    loaded.text = std::move(*text);
    if (toolkit::detectFormat(loaded.text, file) == toolkit::Format::Dot) {
        const auto dag = fromDot(loaded.text, file, programDirectory());
        if (!dag)
            return tl::unexpected(dag.error());
        loaded.text = toolkit::toJson(*dag);
        loaded.parsed = toolkit::parse(loaded.text, file + ".json");
    } else {
        loaded.parsed = toolkit::parse(
            loaded.text, file, *catalogueFor(loaded.text, options.programDir, options.home));
        if (toolkit::isBinary(toolkit::detectFormat(loaded.text, file))) {
            loaded.text = toolkit::toJson(loaded.parsed.dag);
            loaded.hasPlaces = false;
        }
    }
    loaded.parsed.dag.sourceDir = std::filesystem::path(loaded.file).parent_path().string();
    return loaded;
}

std::optional<LoadedDag> loadDag(const Arguments &arguments, const std::string &file,
                                 bool tellWarnings)
{
    auto loaded = readDag(arguments, file);
    if (!loaded)
        return tell(loaded.error()), std::nullopt;
    for (const Finding &finding : loaded->parsed.findings)
        if (finding.isError() || tellWarnings)
            std::cerr << finding.text() << "\n";
    if (loaded->parsed.suppressed > 0)
        std::cerr << loaded->parsed.suppressed
                  << " further findings (setting limits.maxFindings)\n";
    if (!loaded->parsed.ok())
        return std::nullopt;
    return std::move(*loaded);
}

bool terminal(int fd)
{
    const char *kind = std::getenv("TERM");
    return ::isatty(fd) == 1 && (kind == nullptr || std::string(kind) != "dumb");
}

bool colourful()
{
    return terminal(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr;
}

std::string duration(SpanMs span)
{
    if (span < 60'000)
        return fmt::format("{:.1f} s", static_cast<double>(span) / 1000);
    if (span < 3'600'000)
        return fmt::format("{} min {} s", span / 60'000, span / 1000 % 60);
    return fmt::format("{} h {} min", span / 3'600'000, span / 60'000 % 60);
}

std::string localTime(WallMs at)
{
    const std::time_t seconds = at / 1000;
    std::tm parts{};
    ::localtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    return text;
}

std::string isoTime(WallMs at)
{
    if (at == 0)
        return {};
    const std::time_t seconds = at / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
    return fmt::format("{}.{:03}Z", text, at % 1000);
}

std::string plain(const std::string &text)
{
    std::string shown;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (code == '\n' || code == '\t' || (code >= 0x20 && code != 0x7F))
            shown += c;
        else
            shown += fmt::format("\\x{:02x}", code);
    }
    return shown;
}

} // namespace orrery::cli
