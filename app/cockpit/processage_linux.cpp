// SPDX-License-Identifier: GPL-3.0-or-later
#include "processage.h"

#include <ctime>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

namespace orrery::cockpit {

double processAge()
{
    std::ifstream stat("/proc/self/stat");
    std::string line;
    std::getline(stat, line);
    // The program's name may hold spaces: count fields after its closing bracket.
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string field;
    constexpr int startTime = 20; // field 22 of the whole line
    for (int i = 0; i < startTime && fields >> field; ++i) {
    }
    timespec now{};
    if (!fields || field.empty() || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const double started = std::stod(field) / double(sysconf(_SC_CLK_TCK));
    return double(now.tv_sec) + double(now.tv_nsec) * 1e-9 - started;
}

} // namespace orrery::cockpit
