#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One line per test that did not run, or skipped a part of itself, with its reason, from ctest's log.

    notrun.py build/release/Testing/Temporary/LastTest.log
"""

import re
import sys

with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
    log = file.read()

for part in re.split(r"^-{58}\n(?=\d+/\d+ Test)", log, flags=re.M):
    name = re.search(r"^\d+/\d+ Test(?:ing)?: (\S+)", part, flags=re.M)
    if not name:
        continue
    reasons = re.findall(r"^SKIP\s*: (.*?)\s*$|^(not run: .*)$", part, flags=re.M)
    if re.search(r"^Test (Skipped|Not Run)\.|\*\*\*(Skipped|Not Run)", part, flags=re.M) and not reasons:
        reasons = [("", "it gave no reason")]
    for skipped, told in reasons:
        print(f"  {name.group(1)}: {skipped or told}")
