// SPDX-License-Identifier: GPL-3.0-or-later
// Many Qt Tests in one program (tests/Together.cmake): in a file that sees this header first, the
// line QTEST_..._MAIN makes no main() but tells the program of the file's test.
#pragma once

#include <string_view>

#include <QCoreApplication>
#include <QtTest>

namespace orrery::support {

/// Runs one test's rows; the arguments are Qt Test's, the program's name first.
using TestMain = int (*)(int argc, char **argv);

/// A static of each test's file.
struct TestFile {
    /// @param file  __FILE__, by which the program is asked for it
    TestFile(std::string_view file, TestMain run);
};

template <typename Test>
int runTest(int argc, char **argv)
{
    Test test;
    return QTest::qExec(&test, argc, argv);
}

template <typename Test>
int runTestWithApplication(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    return runTest<Test>(argc, argv);
}

} // namespace orrery::support

#undef QTEST_APPLESS_MAIN
#define QTEST_APPLESS_MAIN(Test)                                                                   \
    static const orrery::support::TestFile testFileOf##Test(__FILE__,                              \
                                                            orrery::support::runTest<Test>);
#undef QTEST_GUILESS_MAIN
#define QTEST_GUILESS_MAIN(Test)                                                                   \
    static const orrery::support::TestFile testFileOf##Test(                                       \
        __FILE__, orrery::support::runTestWithApplication<Test>);
