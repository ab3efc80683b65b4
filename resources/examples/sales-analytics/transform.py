# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks and converts the extracted rows of some product categories.

A good row becomes a clean row with its money in whole fen; a bad one goes to rejected/ with the
reason. Nothing is lost: rows read = accepted + rejected, which the quality gate verifies.
"""

import os
import time

import extract
import sales


KINDS = (b"SALE", b"REFUND")


class RealMoments(dict):
    """b"2025-03-14T10:22" -> its day, or None if it is no moment of the calendar."""

    def __init__(self):
        super().__init__()
        self._days = {}
        self._clocks = {f"T{hour:02d}:{minute:02d}".encode()
                        for hour in range(24) for minute in range(60)}

    def __missing__(self, moment):
        day = moment[:10]
        if day not in self._days:
            self._days[day] = day if sales.is_real_date(day) else None
        value = self._days[day] if moment[10:] in self._clocks else None
        self[moment] = value
        return value


class Prices(dict):
    """b"129.90" -> 12990 fen; None if it is not a price above zero with at most two decimals."""

    def __missing__(self, text):
        yuan, dot, fen = text.partition(b".")
        good = yuan.isdigit() and (not dot or (fen.isdigit() and len(fen) <= 2))
        value = int(yuan) * 100 + int((fen + b"00")[:2]) if good else 0
        self[text] = value or None
        return self[text]


class WholeNumbers(dict):
    """b"12" -> 12; None if it is not a whole number from `low` to `high`."""

    def __init__(self, low, high):
        super().__init__()
        self._low, self._high = low, high

    def __missing__(self, text):
        value = int(text) if text.isdigit() and len(text) < 10 else -1
        self[text] = value if self._low <= value <= self._high else None
        return self[text]


class Cleaner:
    """Applies the rules of sales.REASONS; one object for all categories of a task."""

    def __init__(self, catalog):
        self._stores = {row["store_id"].encode(): row["region"].encode()
                        for row in sales.read_table(f"{catalog}/stores.csv")}
        self._skus = {row["sku"].encode(): row["category"].encode()
                      for row in sales.read_table(f"{catalog}/products.csv")}
        self._moments = RealMoments()
        self._prices = Prices()
        self._quantities = WholeNumbers(1, 999_999)
        self._discounts = WholeNumbers(0, 100)

    def clean(self, lines, accept, reject):
        """Judges raw lines: accept(clean line) or reject(reason, raw line).

        Returns (rows accepted, {reason: rows rejected}).
        """
        stores, skus, moments, prices = self._stores, self._skus, self._moments, self._prices
        quantities, discounts = self._quantities, self._discounts
        counts = dict.fromkeys(sales.REASONS, 0)
        seen = set()  # every accepted row leaves one key
        for line in lines:
            fields = line.rstrip(b"\n").split(b",")
            if len(fields) != 11 or b"" in fields[:10] or fields[9] not in KINDS:
                reason = "MISSING_FIELD"
            else:
                order, moment, region, store, customer, sku, quantity, price, discount, kind, _ = fields
                day = moments[moment]
                units = quantities[quantity]
                fen = prices[price]
                percent = discounts[discount]
                key = order + sku
                if day is None:
                    reason = "MALFORMED_DATE"
                elif stores.get(store) != region:
                    reason = "UNKNOWN_STORE"
                elif sku not in skus:
                    reason = "UNKNOWN_PRODUCT"
                elif units is None:
                    reason = "BAD_QUANTITY"
                elif fen is None or percent is None:
                    reason = "BAD_PRICE"
                elif key in seen:
                    reason = "DUPLICATE_ORDER"
                else:
                    seen.add(key)
                    gross = units * fen
                    accept(b"%b,%b,%b,%b,%b,%b,%d,%d,%d\n" % (
                        day, region, skus[sku], sku, customer, kind, units, gross,
                        (gross * percent + 50) // 100))
                    continue
            counts[reason] += 1
            reject(reason, line)
        return len(seen), counts


def lines_of(folders, name):
    """Raw lines of a category from all extract partitions, in partition order."""
    for folder in folders:
        with open(f"{folder}/{name}.csv", "rb") as file:
            yield from file


def main():
    folders = sales.inputs().get("rawDataPath", [])
    catalog = sales.run_dir("catalog")
    categories = [row["category"] for row in sales.read_table(f"{catalog}/categories.csv")]
    task, tasks = sales.map_slot()
    mine = categories[task::tasks]
    if task == tasks - 1:
        mine.append(extract.OTHER)
    cleaner = Cleaner(catalog)
    folder = sales.run_dir("clean", f"part-{task:02d}")
    rejected_path = sales.run_dir("rejected", f"part-{task:02d}.csv")
    accepted = 0
    counts = dict.fromkeys(sales.REASONS, 0)
    with sales.written_whole(rejected_path, "wb") as rejected:
        def reject(reason, line):
            rejected.write(reason.encode() + b"," + line)

        for name in mine:
            began = time.monotonic()
            with sales.written_whole(f"{folder}/{name}.csv", "wb") as file:
                good, bad = cleaner.clean(lines_of(folders, name), file.write, reject)
            accepted += good
            for reason, rows in bad.items():
                counts[reason] += rows
            print(f"{name}: {good:,} rows accepted, {sum(bad.values()):,} rejected in "
                  f"{time.monotonic() - began:.2f} s", flush=True)
    for reason, rows in counts.items():
        print(f"  {reason:<16} {rows:>9,}")
    sales.write_outputs({
        "cleanDataPath": folder,
        "rejectedPath": rejected_path,
        "categories": [name for name in mine if name != extract.OTHER],
        "metrics": {"rowsRead": accepted + sum(counts.values()), "rowsAccepted": accepted,
                    **counts}})


if __name__ == "__main__":
    sales.main_guard(main)
