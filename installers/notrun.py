#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line per test that did not run, or left out a part of itself, with its reason.

    notrun.py OUTPUT LOG     what ctest printed, and its Testing/Temporary/LastTest.log
"""

import re
import sys


def text(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read()


printed = text(sys.argv[1])
missing = set(re.findall(r"^\s+\d+ - (\S+) \((?:Skipped|Not Run|Disabled)\)$", printed, flags=re.M))
for part in re.split(r"^(?=\d+/\d+ Testing: )", text(sys.argv[2]), flags=re.M):
    name = re.match(r"\d+/\d+ Testing: (\S+)", part)
    if not name:
        continue
    reasons = [skipped or told for skipped, told in re.findall(r"^SKIP\s*: (.*?)\s*$|^not run: (.*)$", part, flags=re.M)]
    if name.group(1) in missing and not reasons:
        reasons = ["it gave no reason"]
    for reason in reasons:
        print(f"  {name.group(1)}: {reason}")
