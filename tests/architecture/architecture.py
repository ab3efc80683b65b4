# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the tree, checked on what the files say. The dependency diagram is not repeated here:
it is read from engine/CMakeLists.txt (engine_module lines), from the CMakeLists.txt of the engine's
programs and from app/Cockpit.cmake (cockpit_library lines).

check(root) gives one text per violation, "file:line: rule"; an empty list means the tree keeps them.
"""

import os
import re
import subprocess
from dataclasses import dataclass, field

import together

TOP_FOLDERS = {"app", "engine", "qml", "resources", "themes", "tests", "installers"}
TOP_FILES = {"CMakeLists.txt", "CMakePresets.json", "README.md", "CONTRIBUTING.md", "LICENSE"}
TOP_EXTRA = {"LICENSES"}  # further licence texts

SOURCE_ENDINGS = (".cpp", ".h", ".cmake", ".sh", ".py", ".sql", ".qml", ".vert", ".frag", ".glsl")
CODE_ENDINGS = (".cpp", ".h")
LEFT_UNDONE = re.compile(r"\b(" + "|".join(("TO" "DO", "FIX" "ME", "X" "XX")) + r")\b")

# What a PURE module may not reach: time, disk, processes, threads, chance.
IMPURE_HEADERS = re.compile(
    r"(thread|stop_token|future|fstream|filesystem|unistd\.h|fcntl\.h|spawn\.h|poll\.h|signal\.h|csignal"
    r"|sqlite3\.h|sys/.*|curl/.*|boost/asio.*)$")
IMPURE_NAMES = re.compile(
    r"\b((?:steady|system|high_resolution)_clock|clock_gettime|gettimeofday|random_device|getenv"
    r"|std::time\s*\(|fopen\s*\()")
LINUX_ONLY = re.compile(r"\b(epoll_\w+|sys/epoll\.h|pidfd_\w+|SYS_pidfd_\w+|signalfd\w*|sys/signalfd\.h)|\"/proc\b")
GRAPHVIZ_HEADERS = re.compile(r"(graphviz/.*|gvc\.h|cgraph\.h)$")
QT_HEADERS = re.compile(r"(Q[A-Z]\w*|Qt\w+/.*|Qsci/.*)$")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass
class Module:
    """A folder of sources that is linked as one: what it may include besides itself."""
    name: str
    level: int = 0
    pure: bool = False
    depends: set = field(default_factory=set)


def tree_files(root):
    """Paths of the tree, relative to root: what git tracks or would track."""
    if os.path.exists(os.path.join(root, ".git")):
        listed = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard", "-z"],
                                capture_output=True, check=True).stdout.decode()
        return sorted(path for path in set(listed.split("\0"))
                      if path and os.path.isfile(os.path.join(root, path)))
    found = []
    for folder, inner, names in os.walk(root):
        inner[:] = [name for name in inner if name not in ("build", "__pycache__", ".cache")]
        found += [os.path.relpath(os.path.join(folder, name), root) for name in names
                  if not name.endswith(".pyc")]
    return sorted(found)


def text_of(root, path):
    """The file's text; empty for files that are not text."""
    with open(os.path.join(root, path), "rb") as file:
        data = file.read()
    if b"\0" in data[:8192]:
        return ""
    return data.decode("utf-8", "replace")


def without_comments(text):
    """C++ text with comments blanked out, lines kept; strings stay as they are."""
    def blank(match):
        word = match.group(0)
        return word if word[0] in "\"'" else re.sub(r"[^\n]", " ", word)
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', blank, text, flags=re.S)


def calls(text, command):
    """Arguments of every call of a CMake command, as lists of words."""
    text = re.sub(r"#[^\n]*", "", text)
    return [match.group(1).split() for match in re.finditer(rf"\b{command}\s*\(([^)]*)\)", text)]


def section(words, name, others):
    """The words after `name` up to the next keyword."""
    if name not in words:
        return []
    rest = words[words.index(name) + 1:]
    end = next((i for i, word in enumerate(rest) if word in others), len(rest))
    return rest[:end]


def engine_modules(root, files, problems):
    """Modules of engine/CMakeLists.txt, and the engine's programs by their own CMakeLists.txt."""
    keywords = ("LEVEL", "PURE", "DEPENDS", "LINKS", "ALONE")
    modules = {}
    path = "engine/CMakeLists.txt"
    text = text_of(root, path) if path in files else ""
    for words in calls(text, "engine_module"):
        module = Module(words[0], int(section(words, "LEVEL", keywords)[0]), "PURE" in words,
                        set(section(words, "DEPENDS", keywords)))
        for name in sorted(module.depends):
            below = modules.get(name)
            if below is None:
                problems.append(f"{path}: {module.name} depends on {name}, which is not declared above it")
            elif below.level >= module.level:
                problems.append(f"{path}: the arrow {module.name} (level {module.level}) -> {name} "
                                f"(level {below.level}) does not point downward")
            elif module.pure and not below.pure:
                problems.append(f"{path}: {module.name} is PURE and {name} is not")
        modules[module.name] = module
    for words in calls(text, "add_subdirectory"):
        own = f"engine/{words[0]}/CMakeLists.txt"
        if own not in files:
            continue
        linked = set(re.findall(r"\borrery_(\w+)", text_of(root, own)))
        modules[words[0]] = Module(words[0], 100, False, closure(linked & set(modules), modules))
    return modules


def closure(names, modules):
    """`names` and everything below them."""
    reached, open_names = set(), list(names)
    while open_names:
        name = open_names.pop()
        if name not in reached:
            reached.add(name)
            open_names += modules[name].depends if name in modules else []
    return reached


def cockpit_libraries(root, files):
    """Folders of app/ and the folders that each may include, from app/Cockpit.cmake."""
    keywords = ("LEVEL", "DEPENDS", "LINKS", "PCH")
    path = "app/Cockpit.cmake"
    text = text_of(root, path) if path in files else ""
    libraries = {words[0]: Module(words[0], depends=set(section(words, "DEPENDS", keywords)))
                 for words in calls(text, "cockpit_library")}
    for words in calls(text, "add_subdirectory"):
        own = f"app/{words[0]}/CMakeLists.txt"
        linked = set(re.findall(r"\bcockpit_(\w+)", text_of(root, own))) if own in files else set()
        libraries[words[0]] = Module(words[0], depends=linked - {words[0]})
    libraries["cockpit"] = Module("cockpit", depends=set(libraries))
    libraries["cli"] = Module("cli")
    for library in libraries.values():
        library.depends = closure(library.depends, libraries) - {library.name}
    return libraries


def owner_of(file, include, files):
    """Where a quoted include leads: ("public", ""), ("engine", module), ("app", folder) or None."""
    beside = os.path.normpath(os.path.join(os.path.dirname(file), include))
    for candidate in (beside, f"engine/include/{include}", f"engine/{include}", f"app/{include}"):
        if candidate in files:
            parts = candidate.split("/")
            if candidate.startswith("engine/include/"):
                return ("public", "")
            return (parts[0], parts[1]) if parts[0] in ("engine", "app") else ("other", parts[0])
    return None


def check_engine_include(file, module, kind, include, files, modules):
    """What is wrong with one #include of a file of the engine; "" = nothing."""
    if kind == "<":
        if QT_HEADERS.match(include):
            return "the engine does not know Qt"
        if GRAPHVIZ_HEADERS.match(include) and module.name != "layouter":
            return "Graphviz is seen by engine/layouter alone"
        if module.pure and IMPURE_HEADERS.match(include):
            return f"{module.name} is PURE and may not include <{include}>"
        return ""
    owner = owner_of(file, include, files)
    if owner is None or owner[0] == "public":
        return ""  # a header made by the build, or the public face
    if owner[0] != "engine":
        return f"the engine may not include {owner[0]}"
    if module.name == "include":
        return f"a public header may not include the inside of engine/{owner[1]}"
    if owner[1] != module.name and owner[1] not in module.depends:
        return f"{module.name} may not include {owner[1]}: it is not in its DEPENDS"
    if owner[1] != module.name and modules[owner[1]].level >= module.level:
        return f"{module.name} may not include {owner[1]}: arrows point downward only"
    return ""


def check_app_include(file, folder, kind, include, files, libraries):
    """The same for a file of app/."""
    if kind == "<":
        return "app/cli does not know Qt" if folder == "cli" and QT_HEADERS.match(include) else ""
    owner = owner_of(file, include, files)
    if owner is None or owner[0] == "public":
        return ""
    if owner[0] != "app":
        return f"app sees engine/include alone, not {'/'.join(owner)}"
    if owner[1] != folder and owner[1] not in libraries.get(folder, Module(folder)).depends:
        return f"app/{folder} may not include app/{owner[1]}: it is not in its DEPENDS"
    return ""


def check_code(root, path, files, modules, libraries):
    """Rules of one C++ file of engine/ or app/."""
    part, folder = path.split("/")[:2]
    module = modules.get(folder, Module(folder, 1000))
    problems = []
    if part == "engine" and folder not in modules and folder not in ("include", "cmake"):
        problems.append(f"{path}:1: engine/{folder} is no module of engine/CMakeLists.txt")
    for number, line in enumerate(without_comments(text_of(root, path)).split("\n"), 1):
        include = INCLUDE.match(line)
        wrong = []
        if include and part == "engine":
            wrong.append(check_engine_include(path, module, *include.groups(), files, modules))
        elif include:
            wrong.append(check_app_include(path, folder, *include.groups(), files, libraries))
        elif part == "engine" and module.pure and IMPURE_NAMES.search(line):
            wrong.append(f"{module.name} is PURE: no {IMPURE_NAMES.search(line).group(1)}")
        if LINUX_ONLY.search(line) and not re.search(r"_linux\.(cpp|h)$", path):
            wrong.append(f"{LINUX_ONLY.search(line).group(0)} belongs into a *_linux.cpp")
        problems += [f"{path}:{number}: {text}" for text in wrong if text]
    return problems


def check_text(root, path):
    """Rules of every file: a licence line in sources, nothing left undone."""
    problems = []
    lines = text_of(root, path).split("\n")
    source = (path.endswith(SOURCE_ENDINGS) or os.path.basename(path) == "CMakeLists.txt"
              or lines[0].startswith("#!"))
    if source and not any("SPDX-License-Identifier:" in line for line in lines[:3]):
        problems.append(f"{path}:1: no SPDX-License-Identifier in the first three lines")
    for number, line in enumerate(lines, 1):
        if LEFT_UNDONE.search(line):
            problems.append(f"{path}:{number}: {LEFT_UNDONE.search(line).group(0)}: finish it or leave it out")
    return problems


def check_top_level(files):
    """Only what the design card names stands at the top."""
    problems = []
    for name in sorted({path.split("/")[0] for path in files}):
        folder = name not in files
        allowed = name.startswith(".") or name in (TOP_FOLDERS | TOP_EXTRA if folder else TOP_FILES | TOP_EXTRA)
        if not allowed:
            problems.append(f"{name}: not one of the top level's files and folders")
    return problems


def check_together(root, paths, modules):
    """Names that would meet where sources of one folder are compiled together."""
    programs = {name for name, module in modules.items() if module.level == 100}
    alone = {name for words in calls(text_of(root, "engine/CMakeLists.txt"), "(?:set|engine_module)")
             for name in words if name.endswith(".cpp")}
    texts = {}
    for path in paths:
        part = re.match(r"engine/(\w+)/|(tests)/engine/", path)
        if part and path.endswith(".cpp") and os.path.basename(path) not in alone and part.group(1) not in programs:
            texts[path] = without_comments(text_of(root, path))
    return together.clashes(texts)


def check(root):
    """All violations of the tree at `root`."""
    paths = tree_files(root)
    files = set(paths)
    problems = check_top_level(files)
    modules = engine_modules(root, files, problems)
    libraries = cockpit_libraries(root, files)
    for path in paths:
        problems += check_text(root, path)
        if path.startswith(("engine/", "app/")) and path.endswith(CODE_ENDINGS) and path.count("/") > 1:
            problems += check_code(root, path, files, modules, libraries)
    return problems + check_together(root, paths, modules)
