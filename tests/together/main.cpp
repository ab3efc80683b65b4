// SPDX-License-Identifier: GPL-3.0-or-later
// engine_tests FILE [arguments of Qt Test]: runs the test of that source file.
#include <iostream>
#include <map>

#include "support/together.h"

namespace orrery::support {

namespace {

std::map<std::string_view, TestMain> &files()
{
    static std::map<std::string_view, TestMain> known;
    return known;
}

} // namespace

TestFile::TestFile(std::string_view file, TestMain run)
{
    files()[file] = run;
}

} // namespace orrery::support

int main(int argc, char **argv)
{
    const auto &known = orrery::support::files();
    const auto found = argc < 2 ? known.end() : known.find(argv[1]);
    if (found == known.end()) {
        std::cerr << "usage: " << argv[0] << " FILE [arguments of Qt Test], FILE one of:\n";
        for (const auto &[file, run] : known)
            std::cerr << "  " << file << '\n';
        return 2;
    }
    argv[1] = argv[0];
    return found->second(argc - 1, argv + 1);
}
