#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recomputes the totals of the sales-analytics example from its raw rows, in SQL, and compares them.

    check_totals.py RUN_DIR [--date-range FIRST/LAST] [--regions GD,SH] [--types DAILY,WEEKLY]

RUN_DIR is the directory that the tasks of the run shared (raw/, catalog/ and results/ lie in it).
It shares no code with the pipeline: the rules are those of the example's README.md, written anew as
SQLite queries over all raw rows. Exit code 0: every figure of summary.json and every row of the
CSV tables is the same; 1: something differs, each difference on a line; 2: something is missing.
"""

import argparse
import csv
import datetime
import glob
import json
import os
import sqlite3
import sys

MEASURES = ("orders", "units", "gross_fen", "discount_fen", "refunds", "refunded_units",
            "refund_fen", "net_fen", "revenue_fen")
# The measures over judged rows; every group below is one GROUP BY of this list.
SUMS = """
    sum(type = 'SALE') AS orders,
    sum(iif(type = 'SALE', units, 0)) AS units,
    sum(iif(type = 'SALE', gross, 0)) AS gross_fen,
    sum(iif(type = 'SALE', discount, 0)) AS discount_fen,
    sum(type = 'REFUND') AS refunds,
    sum(iif(type = 'REFUND', units, 0)) AS refunded_units,
    sum(iif(type = 'REFUND', gross - discount, 0)) AS refund_fen,
    sum(iif(type = 'SALE', gross - discount, 0)) AS net_fen,
    sum(iif(type = 'SALE', gross - discount, discount - gross)) AS revenue_fen"""

JUDGE = """
CREATE TABLE typed AS
SELECT raw.*,
    date(substr(ordered_at, 1, 10), '+0 days') IS substr(ordered_at, 1, 10) AS real_day,
    substr(ordered_at, 1, 10) AS day,
    stores.region AS store_region, products.category AS category,
    iif(quantity <> '' AND quantity NOT GLOB '*[^0-9]*', CAST(quantity AS INTEGER), NULL) AS units,
    CASE WHEN unit_price GLOB '*[^0-9.]*' THEN NULL
         WHEN unit_price GLOB '[0-9]*.[0-9][0-9]' THEN CAST(replace(unit_price, '.', '') AS INTEGER)
         WHEN unit_price GLOB '[0-9]*.[0-9]' THEN CAST(replace(unit_price, '.', '') AS INTEGER) * 10
         WHEN unit_price NOT GLOB '*[^0-9]*' THEN CAST(unit_price AS INTEGER) * 100 END AS fen,
    iif(discount_pct <> '' AND discount_pct NOT GLOB '*[^0-9]*',
        CAST(discount_pct AS INTEGER), NULL) AS percent
FROM raw LEFT JOIN stores USING (store_id) LEFT JOIN products USING (sku);

CREATE INDEX by_line ON typed (file, line) WHERE real_day;

CREATE TABLE judged AS
SELECT line, order_id, sku, raw_region AS region, category, customer_id, type, day, units,
    units * fen AS gross, (units * fen * percent + 50) / 100 AS discount,
    iif(real_day, day, (SELECT before.day FROM typed AS before
                        WHERE before.real_day AND before.file = typed.file AND before.line < typed.line
                        ORDER BY before.line DESC LIMIT 1)) NOT BETWEEN :first AND :last AS outside,
    CASE
        WHEN fields <> 11 OR '' IN (order_id, ordered_at, raw_region, store_id, customer_id, sku,
                                    quantity, unit_price, discount_pct, type)
             OR type NOT IN ('SALE', 'REFUND') THEN 'MISSING_FIELD'
        WHEN NOT real_day OR length(ordered_at) <> 16
             OR substr(ordered_at, 11) NOT GLOB 'T[0-2][0-9]:[0-5][0-9]'
             OR substr(ordered_at, 12, 2) > '23' THEN 'MALFORMED_DATE'
        WHEN store_region IS NOT raw_region THEN 'UNKNOWN_STORE'
        WHEN category IS NULL THEN 'UNKNOWN_PRODUCT'
        WHEN units IS NULL OR units NOT BETWEEN 1 AND 999999 THEN 'BAD_QUANTITY'
        WHEN fen IS NULL OR fen = 0 OR percent IS NULL OR percent > 100 THEN 'BAD_PRICE'
    END AS reason
FROM typed;

DELETE FROM judged WHERE outside;
UPDATE judged SET reason = 'DUPLICATE_ORDER' WHERE reason IS NULL AND line NOT IN
    (SELECT min(line) FROM judged WHERE reason IS NULL GROUP BY order_id, sku);
CREATE VIEW accepted AS SELECT * FROM judged WHERE reason IS NULL;
"""


def load(database, table, columns, rows):
    database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def table_rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def raw_rows(run_dir, regions):
    """Every raw row of the wanted regions with its number of fields; short rows are filled up."""
    number = 0
    for path in sorted(glob.glob(f"{run_dir}/raw/*.csv")):
        if regions and os.path.splitext(os.path.basename(path))[0] not in regions:
            continue
        rows = table_rows(path)
        next(rows)
        for row in rows:
            number += 1
            yield (number, path, len(row), *(row + [""] * 11)[:11])


def open_raw(run_dir, first, last, regions):
    """A database in memory with `judged` and `accepted`; returns it with the count of raw rows."""
    database = sqlite3.connect(":memory:")
    database.row_factory = sqlite3.Row
    for name in ("stores", "products", "regions", "categories"):
        rows = table_rows(f"{run_dir}/catalog/{name}.csv")
        load(database, name, next(rows), rows)
    columns = ("line", "file", "fields", "order_id", "ordered_at", "raw_region", "store_id", "customer_id",
               "sku", "quantity", "unit_price", "discount_pct", "type", "original_order_id")
    load(database, "raw", columns, raw_rows(run_dir, regions))
    database.execute("CREATE INDEX by_store ON stores (store_id)")
    database.execute("CREATE INDEX by_sku ON products (sku)")
    for statement in JUDGE.split(";"):
        needs_days = ":first" in statement
        database.execute(statement, {"first": str(first), "last": str(last)} if needs_days else {})
    return database, database.execute("SELECT count(*) FROM raw").fetchone()[0]


def groups(database, key, source="accepted"):
    """{key: {measure: value}} of one GROUP BY."""
    rows = database.execute(f"SELECT {key} AS key, {SUMS} FROM {source} GROUP BY 1 ORDER BY 1")
    return {row["key"]: {name: row[name] for name in MEASURES} for row in rows}


def with_names(database, table, key, values):
    names = dict(database.execute(f"SELECT {key}, name FROM {table}").fetchall())
    return {code: {"name": names[code], **sums} for code, sums in values.items()}


def expected_summary(database, raw_count, top):
    """What summary.json should say."""
    one = database.execute
    read, good, first, last = one("SELECT count(*), sum(reason IS NULL), min(iif(reason IS NULL, day, NULL)),"
                                  " max(iif(reason IS NULL, day, NULL)) FROM judged").fetchone()
    reasons = dict.fromkeys(("MISSING_FIELD", "MALFORMED_DATE", "UNKNOWN_STORE", "UNKNOWN_PRODUCT",
                             "BAD_QUANTITY", "BAD_PRICE", "DUPLICATE_ORDER"), 0)
    reasons.update(one("SELECT reason, count(*) FROM judged WHERE reason NOT NULL GROUP BY 1").fetchall())
    spent = (f"SELECT customer_id, sum(type = 'SALE') AS orders, "
             "sum(iif(type = 'SALE', gross - discount, discount - gross)) AS revenue "
             "FROM accepted GROUP BY 1")
    customers = one(f"SELECT count(*) FROM ({spent}) WHERE orders").fetchone()[0]
    tenth = one(f"WITH spent AS ({spent}) SELECT coalesce(sum(revenue), 0) FROM (SELECT revenue "
                "FROM spent ORDER BY revenue DESC LIMIT (SELECT count(*) / 10 FROM spent))").fetchone()[0]
    best = one("SELECT a.sku, p.name, p.category, sum(type = 'SALE') AS orders, "
               "sum(iif(type = 'SALE', units, 0)) AS units, "
               "sum(iif(type = 'SALE', gross - discount, discount - gross)) AS revenue_fen "
               "FROM accepted a JOIN products p USING (sku) GROUP BY 1 "
               "ORDER BY revenue_fen DESC, 1 LIMIT ?", (top,))
    return {
        "currency": "CNY", "unit": "fen", "firstDay": first, "lastDay": last,
        "rows": {"rowsRaw": raw_count, "rowsOutsideDateRange": raw_count - read, "rowsRead": read,
                 "rowsAccepted": good, "rowsRejected": read - good, "rejectedByReason": reasons},
        "totals": {**groups(database, "0")[0], "customers": customers,
                   "top_tenth_revenue_fen": tenth},
        "byMonth": groups(database, "substr(day, 1, 7)"),
        "byRegion": with_names(database, "regions", "region", groups(database, "region")),
        "byCategory": with_names(database, "categories", "category", groups(database, "category")),
        "revenueByRegionAndMonth": {
            key: sums["revenue_fen"]
            for key, sums in groups(database, "region || ' ' || substr(day, 1, 7)").items()},
        "topProducts": [dict(row) for row in best],
    }


def iso_week(monday):
    year, week, _ = datetime.date.fromisoformat(monday).isocalendar()
    return f"{year}-W{week:02d}"


def expected_table(database, kind):
    """{key columns as text: {column: text}} of daily.csv, weekly.csv or monthly.csv."""
    if kind == "DAILY":
        return {(day,): sums for day, sums in groups(database, "day").items()}
    if kind == "MONTHLY":
        return {(month,): sums for month, sums in groups(database, "substr(day, 1, 7)").items()}
    return {(iso_week(monday), monday): sums
            for monday, sums in groups(database, "date(day, '-6 days', 'weekday 1')").items()}


def differences(want, have, path=""):
    """Where two trees of values differ, one line each."""
    if isinstance(want, dict) and isinstance(have, dict):
        for key in [*want, *(key for key in have if key not in want)]:
            place = f"{path}/{key}" if path else str(key)
            if key not in have:
                yield f"{place}: missing, expected {want[key]}"
            elif key not in want:
                yield f"{place}: {have[key]}, expected nothing of that name"
            else:
                yield from differences(want[key], have[key], place)
    elif isinstance(want, list) and isinstance(have, list) and len(want) == len(have):
        for number, pair in enumerate(zip(want, have)):
            yield from differences(*pair, f"{path}/{number}")
    elif want != have:
        yield f"{path}: {have}, expected {want}"


def table_differences(database, run_dir, kind):
    name = kind.lower() + ".csv"
    rows = table_rows(f"{run_dir}/results/{name}")
    columns = next(rows)
    keys = len(columns) - len(MEASURES)
    have = {tuple(row[:keys]): dict(zip(columns[keys:], map(int, row[keys:]))) for row in rows}
    for line in differences(expected_table(database, kind), have):
        yield f"{name} {line}"


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run_dir", metavar="RUN_DIR")
    parser.add_argument("--date-range", default="2025-01-01/2025-12-31")
    parser.add_argument("--regions", default="", help="such as GD,SH; all when not given")
    parser.add_argument("--types", default="DAILY,WEEKLY,MONTHLY")
    options = parser.parse_args()
    try:
        with open(f"{options.run_dir}/results/summary.json", encoding="utf-8") as file:
            have = json.load(file)
        first, last = map(datetime.date.fromisoformat, options.date_range.split("/"))
        regions = [word for word in options.regions.split(",") if word]
        database, raw_count = open_raw(options.run_dir, first, last, regions)
        want = expected_summary(database, raw_count, len(have["topProducts"]))
        found = [f"summary.json {line}" for line in differences(want, have)]
        for kind in options.types.split(","):
            found += table_differences(database, options.run_dir, kind)
    except (OSError, ValueError, KeyError, StopIteration) as problem:
        print(f"check_totals.py: {options.run_dir}: {type(problem).__name__}: {problem}", file=sys.stderr)
        return 2
    if not raw_count:
        print(f"check_totals.py: {options.run_dir}/raw holds no rows", file=sys.stderr)
        return 2
    for line in found[:20]:
        print(f"DIFFERS  {line}", file=sys.stderr)
    if found:
        print(f"check_totals.py: {len(found)} figures differ from the recomputed ones", file=sys.stderr)
        return 1
    print(f"{raw_count:,} raw rows recomputed: all totals are the same "
          f"({want['totals']['orders']:,} orders, {want['totals']['revenue_fen']:,} fen revenue, "
          f"{want['rows']['rowsRejected']:,} rejected)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
