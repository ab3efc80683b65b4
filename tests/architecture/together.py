# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources of a folder of the engine, and of its tests, may be compiled together (engine/cmake/Unity.cmake):
a name of an unnamed namespace must then be the only one of its folder. An alias may be repeated as it stands."""

import os
import re

UNNAMED = re.compile(r"\bnamespace\s*\{")
NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
                   r"|^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*", re.S | re.M)
TYPE = re.compile(r"(?:template\s*<.*?>\s*)?(?:struct|class|union|enum(?:\s+class)?)\s+(\w+)", re.S)
ALIAS = re.compile(r"(?:using|namespace)\s+(\w+)\s*=\s*(.*)", re.S)
VARIABLE = re.compile(r"[\s&*](\w+)\s*(?:\[[^\]]*\]\s*)*(?:=.*)?$", re.S)


def declarations(text):
    """What stands directly in the unnamed namespaces of C++ text without comments: each declaration up
    to its body, its initialiser's braces or its semicolon."""
    text = NOISE.sub(" ", text)
    for opening in UNNAMED.finditer(text):
        depth, brackets, said = 1, 0, ""
        for letter in text[opening.end():]:
            brackets += (letter == "(") - (letter == ")")
            if letter in "{}":
                if letter == "{" and depth == 1:
                    yield said.strip()
                depth += 1 if letter == "{" else -1
                if depth == 0:
                    break
                said = ""
            elif letter == ";" and depth == 1 and brackets == 0:
                yield said.strip()
                said = ""
            elif depth == 1:
                said += letter


def name_of(declaration):
    """The name that a declaration gives, or None: aliases, and what follows a body."""
    declaration = re.sub(r"\[\[.*?\]\]", "", declaration).strip()
    if declaration.startswith(("using", "namespace", "extern", "static_assert")) or not declaration:
        return None
    kind = TYPE.match(declaration)
    if kind:
        return kind.group(1)
    plain = declaration
    while re.search(r"<[^<>()]*>", plain):
        plain = re.sub(r"<[^<>()]*>", "", plain)
    before = plain.split("(")[0]
    if "(" in plain and "=" not in before:
        called = re.search(r"(\w+)\s*$", before)
        return called.group(1) if called and "operator" not in before and "::" not in before.split()[-1] else None
    variable = VARIABLE.search(plain)
    return variable.group(1) if variable else None


def clashes(texts):
    """Of {path: text without comments}: "path:line: rule" for each name that an earlier file of the folder
    has in its unnamed namespace, too."""
    known, problems = {}, []
    for path in sorted(texts):
        said = list(declarations(texts[path]))
        aliases = {match.group(1): "".join(match.group(2).split()) for match in map(ALIAS.match, said) if match}
        for name in sorted(({name_of(one) for one in said} | set(aliases)) - {None}):
            first, meant = known.setdefault((os.path.dirname(path), name), (path, aliases.get(name)))
            if first != path and (meant is None or meant != aliases.get(name)):
                line = next((number for number, text in enumerate(texts[path].split("\n"), 1)
                             if re.search(rf"\b{name}\b", text)), 1)
                problems.append(f"{path}:{line}: {name} is in the unnamed namespace of {os.path.basename(first)}, "
                                "too: sources of a folder are compiled together, give it another name or share it")
    return problems
