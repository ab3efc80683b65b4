# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures of groups of rows: sum(amount), count(), distinct(customer) ... One row at a time."""

import math
import re

from orrery_rows import Problem, number, text, typed


class Measure:
    """One measure of one group: take() every row, then value()."""

    def __init__(self, function, place, table):
        self.place, self.table = place, table
        self.count, self.total, self.mean, self.squares = 0, 0, 0.0, 0.0
        self.least = self.most = self.first = self.last = None
        self.seen = set() if function == "distinct" else None
        self.take = getattr(self, "_take_" + (function if function in ("count", "distinct", "first", "last") else "number"))
        self.value = getattr(self, "_" + function)

    def _take_count(self, row):
        self.count += self.place is None or typed(row[self.place]) is not None

    def _take_distinct(self, row):
        if typed(row[self.place]) is not None:
            self.seen.add(text(row[self.place]))

    def _take_first(self, row):
        if self.first is None:
            self.first = typed(row[self.place])

    def _take_last(self, row):
        if typed(row[self.place]) is not None:
            self.last = row[self.place]

    def _take_number(self, row):
        value = number(row[self.place], self.table.columns[self.place], self.table.row)
        if value is None:
            return
        self.count += 1
        self.total += value
        change = value - self.mean  # Welford 1962, doi:10.1080/00401706.1962.10490022
        self.mean += change / self.count
        self.squares += change * (value - self.mean)
        self.least = value if self.least is None else min(self.least, value)
        self.most = value if self.most is None else max(self.most, value)

    def _count(self):
        return self.count

    def _distinct(self):
        return len(self.seen)

    def _first(self):
        return self.first

    def _last(self):
        return self.last

    def _sum(self):
        return self.total

    def _mean(self):
        return self.mean if self.count else None

    def _min(self):
        return self.least

    def _max(self):
        return self.most

    def _std(self):
        return math.sqrt(self.squares / (self.count - 1)) if self.count > 1 else None


def measures(wanted, table):
    """A function that makes the measures of a new group. @param wanted: {name: "sum(column)"}"""
    recipes = []
    for name, source in wanted.items():
        found = re.fullmatch(r"(count|distinct|first|last|sum|mean|min|max|std)\((.*)\)", source.strip())
        if not found or (not found[2].strip() and found[1] != "count"):
            raise Problem(f'"{name}": "{source}" is no measure; write count(), sum(COLUMN), mean, min, max, std, first, '
                          f"last or distinct")
        recipes.append((found[1], table.index(found[2].strip()) if found[2].strip() else None))
    return lambda: [Measure(function, place, table) for function, place in recipes]
