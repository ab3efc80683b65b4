// SPDX-License-Identifier: GPL-3.0-or-later
// orrery: the engine from a terminal.
#include <csignal>

#include "command.h"
#include "standardstreams.h"

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_DFL);
    using namespace orrery::cli;
    fillClosedStreams();
    std::vector<Command> all;
    for (const auto part :
         {newCommands,      doctorCommands,     dagCommands,       runCommands,
          runsCommands,     driveCommands,      benchCommands,     engineCommands,
          taskCommands,     replayCommands,     timeBenchCommands, versionCommands,
          analysisCommands, comparisonCommands, scheduleCommands,  componentCommands,
          queueCommands,    cacheCommands,      pruneCommands,     storeBenchCommands,
          editCommands,     reportCommands})
        for (Command &command : part())
            all.push_back(std::move(command));
    return settleOutput(dispatch(all, argc, argv));
}
