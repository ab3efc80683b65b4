#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every word of the cockpit can be translated, and is: C++ and QML, into each catalogue.

  tst_translations.py            checks
  tst_translations.py --update   brings resources/translations/*.ts up to date; then translate what is
                                 marked unfinished
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

ROOT = os.environ.get("ORRERY_SOURCE_DIR") or os.path.abspath(
    os.path.join(os.path.dirname(__file__), "../.."))
CATALOGUES = os.path.join(ROOT, "resources/translations")
FOLDERS = ["app", "qml"]
LANGUAGES = ["en", "zh_CN"]  # English only where it counts: "1 node", "2 nodes"


def lupdate_program():
    for place in (shutil.which("lupdate6"), "/usr/lib/qt6/bin/lupdate", shutil.which("lupdate")):
        if place and os.path.exists(place):
            return place
    return None


def sources():
    for folder in FOLDERS:
        for path, folders, names in os.walk(os.path.join(ROOT, folder)):
            folders[:] = [f for f in folders if f != "cli"]
            for name in names:
                if name.endswith((".cpp", ".h", ".qml")):
                    yield os.path.join(path, name)


def update(catalogue):
    plural = ["-pluralonly"] if catalogue.endswith("_en.ts") else []
    subprocess.run([lupdate_program(), "-silent", *plural, "-no-obsolete", "-locations", "none", "-I", "app",
                    *(os.path.relpath(path, ROOT) for path in sorted(sources())), "-ts", catalogue],
                   check=True, cwd=ROOT)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def code_of(path):
    text = read(path)
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    return re.sub(r'("(?:\\.|[^"\\\n])*")|//[^\n]*', lambda m: m.group(1) or "", text)


# Calls whose text a person sees or hears.
SHOWN = re.compile(
    r"(?:setText|setToolTip|setStatusTip|setWindowTitle|setTitle|setPlaceholderText|setWhatsThis|"
    r"setAccessibleName|setAccessibleDescription|setLabelText|showMessage|addTab|addButton|"
    r"new QLabel|new QPushButton|new QToolButton|new QCheckBox|new QRadioButton|new QGroupBox|"
    r"new QAction|addAction|addMenu|addItem|addRow|information|warning|critical|question|"
    r"tell|refused)\s*\(([^;]*?)(?:;|\{)", re.S)
LITERAL = re.compile(
    r'(?:QStringLiteral|QLatin1String|QString::fromLatin1)\(\s*"((?:\\.|[^"\\])*)"|'
    r'u"((?:\\.|[^"\\])*)"(?:_qs|_s)')
QML_SHOWN = re.compile(
    r'\b(?:text|title|placeholderText|Accessible\.name|Accessible\.description|ToolTip\.text)\s*:\s*"([^"]*)"')
# Names that are the same in every language.
NAMES = {"Orrery", "- Orrery", "English", "OR", "RERY", "Enter", "Esc"}


def is_words(text):
    """Letters that a person reads: not an id, a format, a path or a unit."""
    text = re.sub(r"%(?:\d|n|L\d)", "", text)
    if text.strip() in NAMES or not re.search(r"[A-Za-z]{3,}", text):
        return False
    if re.fullmatch(r"[a-z][\w.:/#-]*", text.strip()):
        return False  # an id
    if re.search(r"^[/~.]|[{};#]|://|--\w|\bpx\b|^orrery ", text):
        return False  # a style, an address, a command line
    return True


def forms(translation):
    """The one text of a translation, or one for each plural form."""
    plural = translation.findall("numerusform")
    return [(form.text or "").strip() for form in plural] if plural else [translation.text or ""]


def places(text):
    return sorted(re.findall(r"%(?:L?\d|n)", text))


class Translations(unittest.TestCase):
    def test_every_word_is_translated(self):
        program = lupdate_program()
        if not program:
            self.skipTest("not run: lupdate is missing (apt-get install qt6-l10n-tools)")
        for language in LANGUAGES:
            kept = os.path.join(CATALOGUES, f"orrery_{language}.ts")
            with tempfile.TemporaryDirectory() as folder:
                fresh = os.path.join(folder, os.path.basename(kept))
                shutil.copy(kept, fresh)
                update(fresh)
                missing = []
                for context in xml.parse(fresh).getroot().iter("context"):
                    for message in context.iter("message"):
                        translation = message.find("translation")
                        if translation.get("type") == "unfinished" or not all(forms(translation)):
                            missing.append(f"{context.findtext('name')}: {message.findtext('source')}")
                self.assertEqual(missing, [], f"{language}: translate these in {kept}, "
                                              "after tests/app/tst_translations.py --update")

    def test_places_of_values_are_kept(self):
        for language in LANGUAGES:
            wrong = []
            for message in xml.parse(os.path.join(CATALOGUES, f"orrery_{language}.ts")).getroot().iter(
                    "message"):
                source = message.findtext("source")
                for translation in forms(message.find("translation")):
                    if translation and places(source) != places(translation):
                        wrong.append(f"{source!r} -> {translation!r}")
            self.assertEqual(wrong, [])

    def test_what_is_counted_can_be_translated(self):
        known = set(re.findall(r'QT_TRANSLATE_NOOP\("Count", "([^"]+)"\)',
                               read(os.path.join(ROOT, "app/bridge/text.cpp"))))
        self.assertTrue(known)
        missing = []
        for path in sources():
            text = code_of(path)
            for call in re.finditer(r"\bcounted\(([^;]*?)\"([^\"]+)\",\s*\"([^\"]+)\"", text):
                for word in call.group(2), call.group(3):
                    if word not in known:
                        missing.append(f"{os.path.relpath(path, ROOT)}: {word}")
        self.assertEqual(missing, [], "add them to countWords in app/bridge/text.cpp")

    def test_what_is_seen_goes_through_tr(self):
        found = []
        for path in sources():
            text = code_of(path)
            if path.endswith(".qml"):
                hits = [(m.start(), m.group(1)) for m in QML_SHOWN.finditer(text)]
            else:
                hits = [(call.start() + literal.start(), literal.group(1) or literal.group(2) or "")
                        for call in SHOWN.finditer(text)
                        for literal in LITERAL.finditer(call.group(0))]
            for at, words in hits:
                if is_words(words):
                    line = text.count("\n", 0, at) + 1
                    found.append(f"{os.path.relpath(path, ROOT)}:{line}: \"{words}\"")
        self.assertEqual(found, [], "a person sees these: wrap them in tr() or qsTr()")


if __name__ == "__main__":
    if "--update" in sys.argv:
        for language in LANGUAGES:
            update(os.path.join(CATALOGUES, f"orrery_{language}.ts"))
        sys.exit(0)
    unittest.main()
