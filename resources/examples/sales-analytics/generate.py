# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the raw sales rows of some regions, one CSV file per region.

Every region has its own random source, so the data depend on the seed alone and not on how many
tasks share the work. A day's rows are drawn from tables of 65,536 entries indexed by 16-bit random
numbers, which costs a few hundred nanoseconds a row.
"""

import argparse
import array
import random
import sys
import time

import calendar_of_sales
import sales

SIZE = 1 << 16
HEADER = ",".join(sales.RAW_COLUMNS) + "\n"
# How bad rows spread over their kinds.
BAD_KINDS = (("missing", 25), ("date", 12), ("store", 6), ("product", 16), ("quantity", 13),
             ("price", 5), ("duplicate", 23))
# Orders per hour of the day, midnight first.
HOURS = (3, 2, 1, 1, 1, 2, 4, 8, 14, 20, 24, 23, 25, 22, 20, 20, 21, 23, 26, 32, 38, 40, 28, 12)
DISCOUNTS = ((0, 170), (5, 40), (10, 30), (20, 16))
PROMOTION_DISCOUNTS = ((0, 56), (10, 70), (20, 70), (30, 44), (40, 16))


def season(month, peak, depth):
    """A smooth factor that is highest in the peak month; peak 0 = the same all year."""
    away = min((month - peak) % 12, (peak - month) % 12)
    return 1.0 if peak == 0 else 1 + depth * (1 - away / 3)


def table(entries, weights, size=SIZE):
    """A list of `size` places in which each entry stands about as often as its weight says."""
    places = []
    for entry, count in zip(entries, sales.shares(size, weights)):
        places += [entry] * count
    return places


class Catalog:
    """The master data as tables to draw from."""

    def __init__(self, folder):
        self.regions = sales.read_table(f"{folder}/regions.csv")
        self.stores = sales.read_table(f"{folder}/stores.csv")
        self.products = sales.read_table(f"{folder}/products.csv")
        self.peak = {row["category"]: int(row["peak_month"])
                     for row in sales.read_table(f"{folder}/categories.csv")}
        few = table((1, 2, 3), (226, 22, 8), 256)
        some = table((1, 2, 3, 4, 6), (120, 70, 36, 20, 10), 256)
        self._quantities = {code: some if code in ("FOD", "BEV", "FRS", "PET", "BAB") else few
                            for code in self.peak}
        self._tables = {}

    def product_table(self, month, on_sale):
        """Products as (sku, price text, quantities, refund limit) for a month; cached."""
        key = (month, on_sale)
        if key not in self._tables:
            weights = []
            for row in self.products:
                lift = 1.7 if on_sale and row["category"] in ("ELE", "PHN", "APP", "BTY") else 1
                weights.append(float(row["weight"]) * lift
                               * season(month, self.peak[row["category"]], 0.45))
            entries = [(row["sku"], f"{int(row['price_fen']) // 100}.{int(row['price_fen']) % 100:02d}",
                        self._quantities[row["category"]], int(float(row["refund_share"]) * SIZE))
                       for row in self.products]
            self._tables[key] = table(entries, weights)
        return self._tables[key]


class Region:
    """Draws the rows of one region, day by day."""

    def __init__(self, catalog, row, seed, first_customer, bad_rate):
        self.code = row["region"]
        self._catalog = catalog
        self._random = random.Random(f"{seed}/{self.code}")
        own = [store for store in catalog.stores if store["region"] == self.code]
        self._stores = table([f"{self.code},{store['store_id']}" for store in own],
                             [float(store["weight"]) for store in own])
        self._customers = [f"C{first_customer + number:07d}"
                           for number in range(int(row["customers"]))]
        self._minutes = table([f"{hour:02d}:{minute:02d}" for hour in range(24)
                               for minute in range(60)],
                              [weight for weight in HOURS for _ in range(60)])
        self._discounts = table(*zip(*DISCOUNTS), 256)
        self._promotion_discounts = table(*zip(*PROMOTION_DISCOUNTS), 256)
        self._bad_limit = round(bad_rate * SIZE)
        self._bad_kinds = table(*zip(*BAD_KINDS), 256)
        self._order = 0
        self._due = {}  # number of the day -> refunds to book on it

    def day_rows(self, number, day, count):
        """`count` rows of one day: sales and bad rows in order of time, then the refunds due."""
        due = self._due.pop(number, [])
        late = due[count // 3:]
        if late:
            self._due.setdefault(number + 1, []).extend(late)
            due = due[:count // 3]
        lines = self._sales(number, day, count - len(due))
        for refund in due:
            self._order += 1
            minute = 1320 + self._random.getrandbits(6)
            lines.append(f"{self.code}{self._order:08d},{day}T{minute // 60:02d}:{minute % 60:02d},"
                         f"{refund}\n")
        return lines

    def _sales(self, number, day, count):
        draw = self._random.randbytes

        def numbers():
            values = array.array("H", draw(2 * count))
            if sys.byteorder == "big":
                values.byteswap()
            return values

        on_sale = calendar_of_sales.promotion(day) is not None
        goods = self._catalog.product_table(day.month, on_sale)
        discounts = self._promotion_discounts if on_sale else self._discounts
        stores, customers, minutes = self._stores, self._customers, self._minutes
        people, code, bad_limit, due = len(customers), self.code, self._bad_limit, self._due
        order = self._order
        lines = []
        append = lines.append
        for pick, shop, who, when, amount, cut, fate, luck in zip(
                numbers(), numbers(), numbers(), sorted(numbers()), draw(count), draw(count),
                numbers(), numbers()):
            order += 1
            sku, price, quantities, refund_limit = goods[pick]
            store = stores[shop]
            customer = customers[who * who * people >> 32]
            quantity = quantities[amount]
            discount = discounts[cut]
            if luck < bad_limit:
                append(self._bad_row(f"{code}{order:08d}", f"{day}T{minutes[when]}", store, customer,
                                     sku, quantity, price, discount, lines))
                continue
            append(f"{code}{order:08d},{day}T{minutes[when]},{store},{customer},{sku},{quantity},"
                   f"{price},{discount},SALE,\n")
            if fate < refund_limit:
                due.setdefault(number + 1 + (luck & 15), []).append(
                    f"{store},{customer},{sku},{quantity},{price},{discount},REFUND,"
                    f"{code}{order:08d}")
        self._order = order
        return lines

    def _bad_row(self, order, moment, store, customer, sku, quantity, price, discount, lines):
        choose = self._random.choice
        kind = self._bad_kinds[self._random.getrandbits(8)]
        fields = [order, moment, *store.split(","), customer, sku, quantity, price, discount,
                  "SALE", ""]
        if kind == "missing":
            place = choose((1, 3, 4, 5, 7, -1))
            if place < 0:
                del fields[6:]  # the line breaks off
            else:
                fields[place] = ""
        elif kind == "date":
            day = moment[:10]
            fields[1] = choose((f"{day[8:]}/{day[5:7]}/{day[:4]} {moment[11:]}",
                                f"{day[:4]}-13-{day[8:]}T{moment[11:]}", f"{day[:5]}02-30T08:15",
                                f"{day} noon", f"{day}T24:61"))
        elif kind == "store":
            fields[3] = "S9999"
        elif kind == "product":
            fields[5] = choose((f"{sku[:4]}9{sku[5:]}", "ZZZ-0001", "TEST"))
        elif kind == "quantity":
            fields[6] = choose((-quantity, -quantity, 0, "two"))
        elif kind == "price":
            fields[7] = choose(("N/A", "-" + price))
        elif lines:
            return choose(lines[-50:])  # a till sends an order a second time
        return ",".join(map(str, fields)) + "\n"


def deal(regions, tasks):
    """Regions of each task, so that the tasks have about the same work (largest first)."""
    hands = [[] for _ in range(tasks)]
    load = [0.0] * tasks
    for row in sorted(regions, key=lambda row: -float(row["weight"])):
        lightest = load.index(min(load))
        hands[lightest].append(row["region"])
        load[lightest] += float(row["weight"])
    return hands


def day_weights(row, days, random_source):
    """Demand of each day in a region: calendar, regional trend and season, a little chance."""
    span = max(1, len(days) - 1)
    return [calendar_of_sales.demand(day, days[0])
            * (1 + float(row["trend"]) * number / span)
            * season(day.month, int(row["peak_month"]), 0.18)
            * random_source.lognormvariate(0, 0.05)
            for number, day in enumerate(days)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, required=True, help="raw rows of the whole data set")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--period", required=True, help="days that have sales: first/last")
    parser.add_argument("--bad-row-rate", type=float, required=True, help="share of bad rows, 0 to 1")
    options = parser.parse_args()
    days = sales.days_between(*sales.date_range(options.period, "dataPeriod"))
    if not 0 <= options.bad_row_rate <= 1:
        raise sales.Refused(f"badRowRate: {options.bad_row_rate} is outside 0 to 1")
    catalog = Catalog(sales.run_dir("catalog"))
    task, tasks = sales.map_slot()
    mine = deal(catalog.regions, tasks)[task]
    rows_of = sales.shares(options.rows, [float(row["weight"]) for row in catalog.regions])

    files, total, first_customer = [], 0, 1
    for row, rows in zip(catalog.regions, rows_of):
        region_first, first_customer = first_customer, first_customer + int(row["customers"])
        if row["region"] not in mine:
            continue
        began = time.monotonic()
        region = Region(catalog, row, options.seed, region_first, options.bad_row_rate)
        weights = day_weights(row, days, random.Random(f"{options.seed}/{row['region']}/days"))
        path = sales.run_dir("raw", f"{row['region']}.csv")
        with sales.written_whole(path) as file:
            file.write(HEADER)
            for number, (day, count) in enumerate(zip(days, sales.shares(rows, weights))):
                file.writelines(region.day_rows(number, day, count))
        files.append(path)
        total += rows
        print(f"{row['name']:<10} {rows:>9,} rows in {time.monotonic() - began:5.2f} s", flush=True)
    sales.write_outputs({"rawFiles": files, "rows": total})


if __name__ == "__main__":
    sales.main_guard(main)
