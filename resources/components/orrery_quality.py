# SPDX-License-Identifier: GPL-3.0-or-later
"""What all checks of rows share: count the bad ones, show the first, fail or warn."""

import sys

from orrery_rows import Problem, args

SHOWN = 5


def judged(table, problem):
    """Asks problem(row) of every row: "" or what is wrong with it. Gives the outputs of a check."""
    bad = 0
    for row in table:
        what = problem(row)
        if what:
            bad += 1
            if bad <= SHOWN:
                print(f"row {table.row}: {what}", file=sys.stderr)
    if bad and args["onFail"] == "fail":
        raise Problem(f"{bad} of {table.row} rows are bad")
    return {"path": table.path, "rows": table.row, "bad": bad}
