// SPDX-License-Identifier: GPL-3.0-or-later
// What a subcommand declares: its words, options, help and what it does. The command line library
// is seen by parse.cpp alone.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace orrery::cli {

/// Exit codes of every command; a contract (README, design).
enum ExitCode : int {
    done = 0,
    failed = 1,
    badInput = 2,
    unreachable = 3,
    denied = 4,
    interrupted = 130
};

struct Option {
    std::string names; ///< "-p,--param"
    std::string help;
    std::string value; ///< name of its value in help; "" = a flag
    bool repeat = false;
    std::string byDefault; ///< shown, and used when it is not given
};

struct Positional {
    std::string name; ///< "FILE"
    std::string help;
    bool required = true;
    bool repeat = false;
};

/// What the user typed for one command. Names without dashes: "param", "json".
class Arguments {
public:
    std::map<std::string, std::vector<std::string>> values;

    [[nodiscard]] bool has(const std::string &name) const { return values.contains(name); }
    [[nodiscard]] std::string text(const std::string &name) const
    {
        const auto found = values.find(name);
        return found == values.end() || found->second.empty() ? std::string()
                                                              : found->second.front();
    }
    [[nodiscard]] std::vector<std::string> all(const std::string &name) const
    {
        const auto found = values.find(name);
        return found == values.end() ? std::vector<std::string>{} : found->second;
    }
};

struct Command {
    std::string path; ///< "dag validate"
    std::string summary;
    std::vector<Positional> positionals;
    std::vector<Option> options;
    std::vector<std::string> examples; ///< "orrery dag validate pipeline.yaml"
    std::function<int(const Arguments &)> run;
    bool hidden = false;
};

/// Parses the words after the program's name and runs the command they name. Usage errors are told
/// on stderr with the nearest known word, and give badInput.
[[nodiscard]] int dispatch(const std::vector<Command> &commands, int argc, char **argv);

// One function a file: dag.cpp, run.cpp, runs.cpp ...
[[nodiscard]] std::vector<Command> newCommands();
[[nodiscard]] std::vector<Command> doctorCommands();
[[nodiscard]] std::vector<Command> dagCommands();
[[nodiscard]] std::vector<Command> runCommands();
[[nodiscard]] std::vector<Command> runsCommands();
[[nodiscard]] std::vector<Command> driveCommands();
[[nodiscard]] std::vector<Command> benchCommands();
[[nodiscard]] std::vector<Command> engineCommands();
[[nodiscard]] std::vector<Command> taskCommands();
[[nodiscard]] std::vector<Command> replayCommands();
[[nodiscard]] std::vector<Command> timeBenchCommands();
[[nodiscard]] std::vector<Command> versionCommands();
[[nodiscard]] std::vector<Command> analysisCommands();
[[nodiscard]] std::vector<Command> comparisonCommands();
[[nodiscard]] std::vector<Command> scheduleCommands();
[[nodiscard]] std::vector<Command> componentCommands();
[[nodiscard]] std::vector<Command> queueCommands();
[[nodiscard]] std::vector<Command> cacheCommands();
[[nodiscard]] std::vector<Command> pruneCommands();
[[nodiscard]] std::vector<Command> storeBenchCommands();
[[nodiscard]] std::vector<Command> editCommands();
[[nodiscard]] std::vector<Command> reportCommands();

} // namespace orrery::cli
