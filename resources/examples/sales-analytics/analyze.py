# SPDX-License-Identifier: GPL-3.0-or-later
"""The reduce step: sums all clean rows by day, week and month, region, category and product.

Two stages. reduce_rows() is the MapReduce part: three group-by-sums over the clean rows, by
(date, region, category), by SKU and by customer. roll_up() derives every table and summary.json
from those groups alone, so whatever computes the groups gives the same totals.
"""

import argparse
import collections
import datetime
import glob
import time

import sales

TABLES = {"DAILY": "daily.csv", "WEEKLY": "weekly.csv", "MONTHLY": "monthly.csv"}


# ---- reduce ------------------------------------------------------------------------------------

def reduce_rows(paths):
    """(cube, products, customers) of the clean rows in these files.

    cube: "2025-01-31,GD,FOD" -> [a sum per sales.MEASURES]; products: SKU -> [orders, units,
    revenue in fen]; customers: id -> [orders, revenue in fen].
    """
    cube = collections.defaultdict(lambda: [0] * len(sales.MEASURES))
    products = collections.defaultdict(lambda: [0, 0, 0])
    customers = collections.defaultdict(lambda: [0, 0])
    for path in paths:
        began, rows = time.monotonic(), 0
        with open(path, encoding="utf-8", errors="replace") as file:
            for rows, line in enumerate(file, 1):
                _, _, _, sku, customer, kind, units, gross, discount = line.split(",")
                units, gross, discount = int(units), int(gross), int(discount)
                sums = cube[line[:17]]
                product = products[sku]
                person = customers[customer]
                if kind == "SALE":
                    sums[0] += 1
                    sums[1] += units
                    sums[2] += gross
                    sums[3] += discount
                    product[0] += 1
                    product[1] += units
                    product[2] += gross - discount
                    person[0] += 1
                    person[1] += gross - discount
                else:
                    sums[4] += 1
                    sums[5] += units
                    sums[6] += gross - discount
                    product[2] -= gross - discount
                    person[1] -= gross - discount
        print(f"{path.rpartition('/')[2]}: {rows:>9,} rows in {time.monotonic() - began:.2f} s",
              flush=True)
    return cube, products, customers


# ---- roll-up -----------------------------------------------------------------------------------

def grouped(cube, key_of):
    """Sums the cube's groups by key_of(date, region, category), in order of the keys."""
    groups = {}
    for name, sums in cube.items():
        key = key_of(*name.split(","))
        groups[key] = [a + b for a, b in zip(groups[key], sums)] if key in groups else sums
    return dict(sorted(groups.items()))


def named(sums):
    """The measures by name, with the two that follow from them."""
    values = dict(zip(sales.MEASURES, sums))
    values["net_fen"] = values["gross_fen"] - values["discount_fen"]
    values["revenue_fen"] = values["net_fen"] - values["refund_fen"]
    return values


def week_of(day):
    """"2025-W01" (ISO 8601: weeks begin on Monday) and the week's Monday."""
    date = datetime.date.fromisoformat(day)
    year, week, weekday = date.isocalendar()
    return f"{year}-W{week:02d}", str(date - datetime.timedelta(weekday - 1))


def period_tables(cube):
    """{analysis type: (key columns, {key: sums})}."""
    by_day = grouped(cube, lambda day, region, category: (day,))
    weeks = {day: week_of(day) for (day,) in by_day}
    return {
        "DAILY": (("date",), by_day),
        "WEEKLY": (("week", "week_start"), grouped(cube, lambda day, *_: weeks[day])),
        "MONTHLY": (("month",), grouped(cube, lambda day, *_: (day[:7],))),
    }


def best_products(products, catalog, count):
    """The products with the most revenue, ties by SKU."""
    names = {row["sku"]: row for row in sales.read_table(f"{catalog}/products.csv")}
    best = sorted(products.items(), key=lambda item: (-item[1][2], item[0]))[:count]
    return [{"sku": sku, "name": names[sku]["name"], "category": names[sku]["category"],
             "orders": orders, "units": units, "revenue_fen": revenue}
            for sku, (orders, units, revenue) in best]


def top_tenth_share(customers):
    """Revenue of the tenth of the customers that spends most, in fen (skew of the customers)."""
    spent = sorted((revenue for _, revenue in customers.values()), reverse=True)
    return sum(spent[:len(spent) // 10])


def summarise(cube, products, customers, catalog, quality, count):
    """The content of summary.json; README.md defines every value."""
    labels = {table: {row[key]: row["name"] for row in sales.read_table(f"{catalog}/{table}.csv")}
              for table, key in (("regions", "region"), ("categories", "category"))}
    region_month = grouped(cube, lambda day, region, _: (region, day[:7]))
    days = sorted({name[:10] for name in cube})
    whole = grouped(cube, lambda *_: ())
    return {
        "currency": "CNY", "unit": "fen",
        "firstDay": days[0] if days else None, "lastDay": days[-1] if days else None,
        "rows": {key: quality[key] for key in ("rowsRaw", "rowsOutsideDateRange", "rowsRead",
                                               "rowsAccepted", "rowsRejected", "rejectedByReason")},
        "totals": {**named(whole.get((), [0] * len(sales.MEASURES))),
                   "customers": sum(1 for orders, _ in customers.values() if orders),
                   "top_tenth_revenue_fen": top_tenth_share(customers)},
        "byMonth": {key: named(sums)
                    for (key,), sums in grouped(cube, lambda day, *_: (day[:7],)).items()},
        "byRegion": {key: {"name": labels["regions"][key], **named(sums)}
                     for (key,), sums in grouped(cube, lambda _, region, __: (region,)).items()},
        "byCategory": {key: {"name": labels["categories"][key], **named(sums)}
                       for (key,), sums in grouped(cube, lambda *name: (name[2],)).items()},
        "revenueByRegionAndMonth": {f"{region} {month}": named(sums)["revenue_fen"]
                                    for (region, month), sums in region_month.items()},
        "topProducts": best_products(products, catalog, count),
    }


def write_periods(tables, types):
    """One CSV file per analysis type; returns the list that the next step gets."""
    results = []
    for kind in types:
        columns, groups = tables[kind]
        path = sales.run_dir("results", TABLES[kind])
        values = [(key, named(sums)) for key, sums in groups.items()]
        measures = (*sales.MEASURES, "net_fen", "revenue_fen")
        sales.write_table(path, (*columns, *measures),
                          [(*key, *(row[name] for name in measures)) for key, row in values])
        results.append({"type": kind, "path": path, "rows": len(values)})
        print(f"{kind.lower()}: {len(values)} rows in {path}")
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--top-products", type=int, default=15, help="products in summary.json")
    options = parser.parse_args()
    if not 1 <= options.top_products <= 25:
        raise sales.Refused(f"topProducts: {options.top_products} is outside 1 to 25")
    ports = sales.inputs()
    types = ports.get("analysisTypes") or list(TABLES)
    for kind in types:
        if kind not in TABLES:
            raise sales.Refused(f"analysisTypes: {kind!r} is unknown; choose from "
                                + " ".join(TABLES))
    catalog = sales.run_dir("catalog")
    paths = [path for folder in ports["cleanDataPath"] for path in sorted(glob.glob(f"{folder}/*.csv"))]
    cube, products, customers = reduce_rows(paths)
    summary = summarise(cube, products, customers, catalog, ports["quality"], options.top_products)
    sales.write_table(sales.run_dir("analysis", "cube.csv"),
                      ("date", "region", "category", *sales.MEASURES),
                      [(*name.split(","), *sums) for name, sums in sorted(cube.items())])
    results = write_periods(period_tables(cube), types)
    summary_path = sales.run_dir("results", "summary.json")
    sales.write_json(summary_path, summary)
    totals = summary["totals"]
    print(f"{totals['orders']:,} orders, revenue {totals['revenue_fen'] / 100:,.2f} yuan "
          f"after {totals['refunds']:,} refunds")
    sales.write_outputs({
        "analysisResults": results,
        "visualizationData": {"summaryPath": summary_path, "totals": totals}})


if __name__ == "__main__":
    sales.main_guard(main)
