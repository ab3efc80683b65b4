#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree keeps its rules, and the checker of the rules notices each of them being broken."""

import os
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("ORRERY_SOURCE_DIR", os.path.dirname(os.path.dirname(HERE)))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
import architecture  # noqa: E402  (the path is set above)

SPDX = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
CLEAN = {
    "CMakeLists.txt": "# SPDX-License-Identifier: GPL-3.0-or-later\n",
    "README.md": "A small tree.\n",
    ".ci/run": "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n",
    "engine/CMakeLists.txt": "# SPDX-License-Identifier: GPL-3.0-or-later\n"
                             "engine_module(core     LEVEL 0 PURE)\n"
                             "engine_module(platform LEVEL 1      DEPENDS core)\n"
                             "engine_module(model    LEVEL 1 PURE DEPENDS core)\n"
                             "engine_module(engine   LEVEL 2      DEPENDS core platform model)\n"
                             "add_subdirectory(runner)\n",
    "engine/include/engine/face.h": SPDX + "#include <string>\n",
    "engine/core/log.h": SPDX + "#include <string>\n",
    "engine/platform/file_linux.cpp": SPDX + '#include <sys/epoll.h>\n#include "core/log.h"\n'
                                             'const char *p = "/proc/self";\n',
    "engine/platform/file.h": SPDX + "#include <filesystem>\n",
    "engine/model/dag.cpp": SPDX + '#include "core/log.h"\n#include "engine/face.h"\n#include "dag.h"\n'
                                   "// what steady_clock and epoll_wait do in a comment is no use of them\n",
    "engine/model/dag.h": SPDX,
    "engine/engine/core.cpp": SPDX + '#include "model/dag.h"\n#include "engine/core.h"\n#include <thread>\n',
    "engine/engine/core.h": SPDX,
    "engine/runner/CMakeLists.txt": "# SPDX-License-Identifier: GPL-3.0-or-later\n"
                                    "target_link_libraries(orrery-runner PRIVATE orrery_platform)\n",
    "engine/runner/main.cpp": SPDX + '#include "platform/file.h"\n#include "core/log.h"\n',
    "app/Cockpit.cmake": "# SPDX-License-Identifier: GPL-3.0-or-later\n"
                         "cockpit_library(bridge LEVEL 0 LINKS Qt6::Core)\n"
                         "cockpit_library(shell LEVEL 1 DEPENDS bridge)\n",
    "app/bridge/facade.h": SPDX + '#include <QObject>\n#include "engine/face.h"\n',
    "app/shell/window.cpp": SPDX + '#include "bridge/facade.h"\n',
    "app/shell/window.h": SPDX,
    "app/cli/main.cpp": SPDX + '#include "engine/face.h"\n',
}

# (what is planted, in which file, its text, what the finding must say)
BROKEN = [
    ("an include that is not declared", "engine/model/a.cpp", '#include "platform/file.h"', "not in its DEPENDS"),
    ("an include upward", "engine/core/a.cpp", '#include "engine/core.h"', "not in its DEPENDS"),
    ("a public header that shows the inside", "engine/include/engine/a.h", '#include "core/log.h"', "public header"),
    ("a thread in a pure module", "engine/model/a.cpp", "#include <thread>", "is PURE"),
    ("a file stream in a pure module", "engine/model/a.h", "#include <fstream>", "is PURE"),
    ("the file system in a pure module", "engine/model/a.h", "#include <filesystem>", "is PURE"),
    ("a system call in a pure module", "engine/model/a.h", "#include <sys/stat.h>", "is PURE"),
    ("unistd.h in a pure module", "engine/model/a.h", "#include <unistd.h>", "is PURE"),
    ("a clock in a pure module", "engine/model/a.cpp", "auto t = std::chrono::steady_clock::now();", "steady_clock"),
    ("wall time in a pure module", "engine/model/a.cpp", "auto t = std::chrono::system_clock::now();", "system_clock"),
    ("chance in a pure module", "engine/model/a.cpp", "std::random_device chance;", "random_device"),
    ("Qt in the engine", "engine/engine/a.cpp", "#include <QString>", "does not know Qt"),
    ("Graphviz outside of its process", "engine/engine/a.cpp", "#include <graphviz/cgraph.h>", "layouter alone"),
    ("epoll outside of a Linux file", "engine/platform/a.cpp", "#include <sys/epoll.h>", "*_linux.cpp"),
    ("pidfd outside of a Linux file", "engine/platform/a.cpp", "int fd = pidfd_open(1, 0);", "*_linux.cpp"),
    ("signalfd outside of a Linux file", "engine/platform/a.cpp", "int fd = signalfd(-1, &set, 0);", "*_linux.cpp"),
    ("/proc outside of a Linux file", "app/cli/a.cpp", 'auto p = "/proc/self/exe";', "*_linux.cpp"),
    ("the runner reaching the model", "engine/runner/a.cpp", '#include "model/dag.h"', "not in its DEPENDS"),
    ("the engine reaching the application", "engine/engine/a.cpp", '#include "bridge/facade.h"', "may not include app"),
    ("the application reaching the inside", "app/shell/a.cpp", '#include "model/dag.h"', "engine/include alone"),
    ("a facade reaching a window", "app/bridge/a.cpp", '#include "shell/window.h"', "not in its DEPENDS"),
    ("Qt in the command line", "app/cli/a.cpp", "#include <QString>", "does not know Qt"),
    ("a module nobody declared", "engine/extra/a.cpp", "", "no module of"),
    ("work left undone", "engine/engine/a.cpp", "// TO" "DO: the other half", "finish it"),
    ("a known defect", "README.md", "FIX" "ME", "finish it"),
    ("a folder too many at the top", "scripts/a.py", "", "top level"),
    ("a file too many at the top", "notes.md", "", "top level"),
]


class Tree:
    """A small tree that keeps every rule, and files planted in it."""

    def __init__(self, planted=None):
        self.folder = tempfile.TemporaryDirectory(prefix="orrery-architecture-")
        for path, text in {**CLEAN, **(planted or {})}.items():
            full = os.path.join(self.folder.name, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)

    def problems(self):
        found = architecture.check(self.folder.name)
        self.folder.cleanup()
        return found


class Checker(unittest.TestCase):
    def test_a_clean_tree_has_no_findings(self):
        self.assertEqual(Tree().problems(), [])

    def test_each_broken_rule_is_found_where_it_was_planted(self):
        for what, path, text, says in BROKEN:
            with self.subTest(what):
                comment = "#" if path.endswith((".py", ".md")) else "//"
                found = Tree({path: f"{comment} SPDX-License-Identifier: GPL-3.0-or-later\n{text}\n"}).problems()
                self.assertEqual(len(found), 1, found)
                self.assertTrue(found[0].startswith(path.split("/")[0]), found)
                self.assertIn(says, found[0])

    def test_a_source_without_licence_line_is_found(self):
        for path in ("engine/core/a.cpp", "app/shell/a.h", "installers/a.sh", "qml/A.qml", "tests/a.py",
                     "engine/platform/a.sql", "qml/a.frag", "tests/CMakeLists.txt"):
            with self.subTest(path):
                found = Tree({path: "\n"}).problems()
                self.assertEqual(len(found), 1, found)
                self.assertIn("SPDX", found[0])
        self.assertIn("SPDX", Tree({".ci/other": "#!/bin/sh\n"}).problems()[0])

    def test_names_that_would_meet_are_found(self):
        hidden = SPDX + "namespace {\n%s\n}\n"
        first = hidden % "int many = 3;\nvoid go(int a)\n{\n    int inner = a;\n}\nstruct Row {\n    int x;\n};"
        first = first.replace("int many", "using Same = int;\nint many")
        for what, text in (("a constant", "constexpr std::size_t many = 4;"), ("an array", "const char *many[] = {};"),
                           ("a function", "std::vector<int> go()\n{\n}"), ("a template", "template <class T> T go(T);"),
                           ("an alias", "using Row = int;"), ("an alias of another type", "using Same = long;"),
                           ("a type", "class Row final : public X {\n};")):
            with self.subTest(what):
                found = Tree({"engine/model/a.cpp": first, "engine/model/b.cpp": hidden % text}).problems()
                self.assertEqual(len(found), 1, found)
                self.assertIn("engine/model/b.cpp:3: ", found[0])
                self.assertIn("compiled together", found[0])
        for what, text in (("a name of a body", "int inner = 1;"), ("the same alias", "using Same = int;"),
                           ("text", 'const char *other = "int many = 3;";')):
            with self.subTest(what):
                self.assertEqual(Tree({"engine/model/a.cpp": first, "engine/model/b.cpp": hidden % text}).problems(), [])
        self.assertEqual(Tree({"engine/model/a.cpp": first, "engine/engine/b.cpp": first}).problems(), [])

    def test_a_wrong_diagram_is_found(self):
        diagram = CLEAN["engine/CMakeLists.txt"]
        for what, line, says in (
                ("an arrow that points upward", "engine_module(low LEVEL 1 DEPENDS engine)", "downward"),
                ("two modules of one level", "engine_module(peer LEVEL 1 DEPENDS model)", "downward"),
                ("a pure module above one that is not", "engine_module(mix LEVEL 2 PURE DEPENDS platform)", "is PURE"),
                ("a module that does not exist", "engine_module(far LEVEL 3 DEPENDS nowhere)", "not declared")):
            with self.subTest(what):
                found = Tree({"engine/CMakeLists.txt": diagram + line + "\n"}).problems()
                self.assertEqual(len(found), 1, found)
                self.assertIn(says, found[0])


class ThisTree(unittest.TestCase):
    def test_keeps_every_rule(self):
        problems = architecture.check(SOURCE)
        self.assertEqual(problems, [], "\n" + "\n".join(problems))

    def test_every_module_is_told_in_contributing(self):
        told = architecture.text_of(SOURCE, "CONTRIBUTING.md")
        for name in architecture.engine_modules(SOURCE, set(architecture.tree_files(SOURCE)), []):
            self.assertIn(f"`{name}`", told)

    def test_is_really_read(self):
        files = set(architecture.tree_files(SOURCE))
        modules = architecture.engine_modules(SOURCE, files, [])
        self.assertGreaterEqual(len(modules), 12)
        self.assertTrue(modules["run"].pure)
        self.assertIn("shell", architecture.cockpit_libraries(SOURCE, files))
        self.assertGreater(sum(path.endswith(".cpp") for path in files), 150)


if __name__ == "__main__":
    unittest.main(verbosity=2)
