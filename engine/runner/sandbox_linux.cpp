// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/sandbox_linux.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner/seccomp_linux.h"
#include "runner/spawn_linux.h"
#include "runner/tree_linux.h"

namespace orrery::runner {
namespace fs = std::filesystem;
namespace {

/// Arguments as bubblewrap reads them from --args: each ended by NUL.
class Arguments {
public:
    template <typename... Texts>
    void add(const Texts &...texts)
    {
        (append(texts), ...);
    }
    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void append(std::string_view text)
    {
        m_text.append(text);
        m_text.push_back('\0');
    }
    std::string m_text;
};

bool writeAgain(const platform::Fd &file, std::string_view text)
{
    return ::pwrite(file.get(), text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()) &&
           ::ftruncate(file.get(), static_cast<off_t>(text.size())) == 0 &&
           ::lseek(file.get(), 0, SEEK_SET) == 0;
}

/// /bin, /lib ...: links into /usr on merged systems, directories on others.
void addTopDirectories(Arguments &to)
{
    to.add("--ro-bind", "/usr", "/usr");
    for (const char *path : {"/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
        std::error_code error;
        const fs::path target = fs::read_symlink(path, error);
        if (!error)
            to.add("--symlink", target.string(), path);
        else if (fs::is_directory(path, error))
            to.add("--ro-bind", path, path);
    }
}

/// Only what programs need to start and to name users; nothing that holds secrets.
void addEtc(bool network, Arguments &to)
{
    for (const char *path : {"/etc/ld.so.cache", "/etc/alternatives", "/etc/ssl/certs",
                             "/etc/ca-certificates", "/etc/localtime", "/etc/passwd", "/etc/group",
                             "/etc/nsswitch.conf", "/etc/mime.types", "/etc/fonts", "/etc/OpenCL"})
        to.add("--ro-bind-try", path, path);
    if (network)
        for (const char *path : {"/etc/resolv.conf", "/etc/hosts", "/etc/services"})
            to.add("--ro-bind-try", path, path);
}

void addGpus(const std::vector<std::uint32_t> &gpus, Arguments &to)
{
    if (gpus.empty())
        return;
    const std::vector<GpuDevice> devices = listGpus();
    for (const char *path :
         {"/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia-modeset"})
        to.add("--dev-bind-try", path, path);
    for (const std::uint32_t gpu : gpus) {
        const unsigned minor = gpu < devices.size() ? devices[gpu].minor : gpu;
        const std::string path = "/dev/nvidia" + std::to_string(minor);
        to.add("--dev-bind-try", path, path);
    }
}

bool isInside(const std::string &path, const std::string &directory)
{
    return path.size() > directory.size() && path.compare(0, directory.size(), directory) == 0 &&
           (path[directory.size()] == '/' || directory == "/");
}

/// A DAG's own directory is shown whole. One that lies in the user's home itself must not open all
/// the secrets there: only what is not hidden is shown. Above the home nothing is.
std::vector<std::string> shownOfDag(const std::string &dagDir, const std::string &userHome)
{
    if (dagDir.empty() || dagDir == "/" || (!userHome.empty() && isInside(userHome, dagDir)))
        return {};
    if (dagDir != userHome)
        return {dagDir};
    std::vector<std::string> shown;
    std::error_code error;
    for (fs::directory_iterator it(dagDir, error), end; !error && it != end && shown.size() < 256;
         it.increment(error))
        if (const std::string name = it->path().filename(); name[0] != '.')
            shown.push_back(it->path());
    return shown;
}

struct Bind {
    std::string path;
    const char *how;
};

/// Everything that decides the policy, so that an equal one is not made twice.
std::string shapeOf(const types::LaunchOrder &order, const SandboxPlaces &places)
{
    std::string shape = order.network ? "n" : "-";
    for (const std::uint32_t gpu : order.gpus)
        shape += std::to_string(gpu) + ",";
    for (const std::string &path : order.readOnlyPaths)
        shape += '\n' + path;
    return shape + '\0' + order.dagDir + '\0' + order.runDir + '\0' + places.work + '\0' +
           places.memory;
}

} // namespace

Sandbox::Sandbox(const Options &options, const HostFacts &facts)
    : m_options(options), m_facts(facts)
{
}

Result<> Sandbox::open()
{
    if (m_args)
        return {};
    if (m_facts.bwrap.empty())
        return fail(ErrorCode::NotFound, "sandbox",
                    "bubblewrap is not installed (apt install bubblewrap)");
    platform::Fd filter(::memfd_create("orrery-seccomp", MFD_CLOEXEC));
    platform::Fd status(::memfd_create("orrery-status", MFD_CLOEXEC));
    platform::Fd args(::memfd_create("orrery-args", MFD_CLOEXEC));
    if (!filter || !status || !args)
        return tl::unexpected(platform::ioError("memfd", errno));
    if (auto written = writeSeccompFilter(filter.get()); !written)
        return written;
    m_filter = std::move(filter);
    m_status = std::move(status);
    m_args = std::move(args);
    m_command = {m_facts.bwrap, "--args", "3", "--seccomp", "4", "--json-status-fd", "5", "--"};
    return {};
}

std::string Sandbox::policy(const types::LaunchOrder &order, const SandboxPlaces &places) const
{
    Arguments to;
    to.add("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup");
    if (!order.network)
        to.add("--unshare-net");
    to.add("--disable-userns", "--die-with-parent", "--new-session");
    addTopDirectories(to);
    to.add("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp");
    addEtc(order.network, to);
    addGpus(order.gpus, to);

    std::vector<Bind> binds;
    for (const std::string &path : order.readOnlyPaths)
        binds.push_back({path, "--ro-bind-try"});
    for (const std::string &path : shownOfDag(order.dagDir, m_facts.userHome))
        binds.push_back({path, "--ro-bind-try"});
    if (!order.runDir.empty())
        binds.push_back({order.runDir, "--bind"});
    binds.push_back({places.work, "--bind"});
    binds.push_back({places.memory, "--bind"});
    // Parents first, so that what lies inside another shown directory keeps its own rights.
    std::stable_sort(binds.begin(), binds.end(),
                     [](const Bind &a, const Bind &b) { return a.path.size() < b.path.size(); });
    bool homeHidden = false;
    for (const Bind &bind : binds) {
        // The home holds the journal and secrets of all runs: shown inside a larger directory it is
        // covered.
        if (!homeHidden && isInside(bind.path, m_options.home)) {
            homeHidden = true;
            if (std::any_of(binds.begin(), binds.end(), [this](const Bind &b) {
                    return b.path == m_options.home || isInside(m_options.home, b.path);
                }))
                to.add("--tmpfs", m_options.home);
        }
        to.add(bind.how, bind.path, bind.path);
    }
    to.add("--chdir", places.work, "--remount-ro", "/", "--clearenv");
    return to.take();
}

Result<> Sandbox::prepare(const types::LaunchOrder &order, const SandboxPlaces &places,
                          const std::vector<std::pair<std::string, std::string>> &environment)
{
    if (auto opened = open(); !opened)
        return opened;
    if (std::string shape = shapeOf(order, places); shape != m_shape) {
        m_policy = policy(order, places);
        m_shape = std::move(shape);
    }
    Arguments to;
    for (const auto &[name, value] : environment)
        to.add("--setenv", name, value);
    if (!writeAgain(m_args, m_policy + to.take()) || ::ftruncate(m_status.get(), 0) != 0)
        return tl::unexpected(platform::ioError("memfd", errno));
    ::lseek(m_status.get(), 0, SEEK_SET);
    ::lseek(m_filter.get(), 0, SEEK_SET);
    return {};
}

bool Sandbox::started() const
{
    std::array<char, 512> text;
    const ssize_t got = ::pread(m_status.get(), text.data(), text.size(), 0);
    return got > 0 &&
           std::string_view(text.data(), static_cast<std::size_t>(got)).find("exit-code") !=
               std::string_view::npos;
}

std::vector<std::string> sandboxArguments(const Options &options, const HostFacts &facts,
                                          const std::string &directory)
{
    types::LaunchOrder order;
    order.runDir = directory + "/results";
    const std::string text =
        Sandbox(options, facts).policy(order, {directory + "/work", directory + "/memory"});
    std::vector<std::string> arguments{facts.bwrap};
    for (std::size_t at = 0; at < text.size(); at = text.find('\0', at) + 1)
        arguments.emplace_back(text.c_str() + at);
    return arguments;
}

std::string probeSandbox(const Options &options, const HostFacts &facts)
{
    if (facts.memoryDir.empty())
        return "no private directory could be made in /dev/shm or " + options.runnerDir();
    Sandbox sandbox(options, facts);
    const std::string place = facts.memoryDir + "/probe" + std::to_string(::getpid());
    if (::mkdir(place.c_str(), 0700) != 0 && errno != EEXIST)
        return platform::ioError(place, errno).what;
    types::LaunchOrder order;
    std::string why;
    const platform::Fd output(::memfd_create("orrery-probe", MFD_CLOEXEC));
    const platform::Fd input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const platform::Fd directory(::open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (auto ready = sandbox.prepare(order, {place, place}, {}); !ready) {
        why = ready.error().what;
    } else {
        std::vector<char *> argv;
        for (const std::string &text : sandbox.command())
            argv.push_back(const_cast<char *>(text.c_str()));
        std::string program = "/bin/true";
        argv.push_back(program.data());
        argv.push_back(nullptr);
        char *none[] = {nullptr};
        const SpawnPlan plan{.program = facts.bwrap.c_str(),
                             .argv = argv.data(),
                             .environment = none,
                             .directory = directory.get(),
                             .input = input.get(),
                             .output = output.get(),
                             .extra = {sandbox.argsFd(), sandbox.filterFd(), sandbox.statusFd()}};
        const Spawned spawned = spawn(plan);
        int status = 0;
        if (spawned.pid > 0) {
            ::waitpid(spawned.pid, &status, 0);
            ::close(spawned.pidfd);
        }
        if (spawned.pid < 0 || status != 0) {
            std::array<char, 512> text;
            const ssize_t got = ::pread(output.get(), text.data(), text.size(), 0);
            why.assign(text.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
            why = why.substr(0, why.find('\n'));
            if (why.empty())
                why = "bubblewrap could not be started";
        }
    }
    ::rmdir(place.c_str());
    return why;
}

std::vector<GpuDevice> listGpus(const std::string &directory)
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
        names.push_back(it->path().filename());
    std::sort(names.begin(), names.end()); // 0000:3b:00.0: PCI order is text order
    std::vector<GpuDevice> found;
    for (const std::string &name : names) {
        const std::string text =
            platform::readFile(directory + "/" + name + "/information", 65536).value_or("");
        const auto value = [&text](std::string_view key) {
            const std::size_t at = text.find(key);
            const std::size_t start =
                at == std::string::npos ? at : text.find_first_not_of(" \t", at + key.size());
            return start == std::string::npos ? std::string()
                                              : text.substr(start, text.find('\n', start) - start);
        };
        GpuDevice device{value("GPU UUID:"), static_cast<unsigned>(found.size())};
        const std::string minor = value("Device Minor:");
        std::from_chars(minor.data(), minor.data() + minor.size(), device.minor);
        found.push_back(std::move(device));
    }
    return found;
}

} // namespace orrery::runner
