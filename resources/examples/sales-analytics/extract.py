# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the raw rows of one partition of the regions and splits them by product category.

Rows are handed on as they are, bad ones included: judging them is the next step's work. Only rows
outside dateRange stay behind; they are counted. The files are in order of time, so a row without a
readable day belongs to the day of the row before it.
"""

import argparse
import os
import time

import sales

OTHER = "OTHER"  # file of the rows whose SKU belongs to no category


def wanted_files(raw_files, regions):
    """The files of this partition's regions, in order of region code."""
    task, tasks = sales.map_slot()
    by_region = {os.path.splitext(os.path.basename(path))[0]: path for path in raw_files}
    return [path for region, path in sorted(by_region.items())
            if region in regions and sales.stable_hash(region.encode()) % tasks == task]


def split_file(path, writers, other, keep_days):
    """Splits one file of raw rows; returns (rows read, rows outside dateRange)."""
    rows = outside = 0
    keep = True  # whether the last readable day was inside dateRange
    with open(path, "rb") as file:
        next(file)  # the header
        for line in file:
            rows += 1
            fields = line.split(b",", 6)
            known = keep_days[fields[1][:10]] if len(fields) > 1 else None
            if known is not None:
                keep = known
            if not keep:
                outside += 1
            elif len(fields) > 5:
                writers.get(fields[5][:3], other)(line)
            else:
                other(line)
    return rows, outside


class KeepDays(dict):
    """Day as bytes -> whether it is inside dateRange; None for words that are no day."""

    def __init__(self, first, last):
        super().__init__()
        self._first, self._last = str(first).encode(), str(last).encode()

    def __missing__(self, day):
        self[day] = self._first <= day <= self._last if sales.is_real_date(day) else None
        return self[day]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--date-range", required=True, help="days to analyse: first/last")
    parser.add_argument("--regions", required=True, help="region codes, or ALL")
    options = parser.parse_args()
    keep_days = KeepDays(*sales.date_range(options.date_range, "dateRange"))
    catalog = sales.run_dir("catalog")
    known = {row["region"] for row in sales.read_table(f"{catalog}/regions.csv")}
    # Every generator task lists its own files.
    raw_files = [path for part in sales.inputs().get("rawFiles", []) for path in part]
    files = wanted_files(raw_files, sales.region_codes(options.regions, known))

    task, _ = sales.map_slot()
    folder = sales.run_dir("extracted", f"part-{task:02d}")
    os.makedirs(folder, exist_ok=True)
    categories = [row["category"] for row in sales.read_table(f"{catalog}/categories.csv")]
    targets = {name: open(f"{folder}/{name}.csv", "wb", buffering=1 << 17)
               for name in [*categories, OTHER]}
    writers = {name.encode(): targets[name].write for name in categories}
    read = outside = 0
    for path in files:
        began = time.monotonic()
        rows, left = split_file(path, writers, targets[OTHER].write, keep_days)
        read += rows
        outside += left
        print(f"{os.path.basename(path)}: {rows:>9,} rows, {left:,} outside dateRange, "
              f"{time.monotonic() - began:.2f} s", flush=True)
    for target in targets.values():
        target.close()
    sales.write_outputs({"rawDataPath": folder,
                         "metrics": {"rowsRead": read, "rowsOutsideDateRange": outside,
                                     "rowsExtracted": read - outside}})


if __name__ == "__main__":
    sales.main_guard(main)
