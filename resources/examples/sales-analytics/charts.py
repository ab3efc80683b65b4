# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the report. Each function takes plain values and returns a svg.Canvas."""

import datetime

import calendar_of_sales
import svg
from svg import count_text, money

WIDTH = 1200
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def month_text(month):
    """"2025-03" -> "Mar"; January carries its year."""
    name = MONTHS[int(month[5:]) - 1]
    return f"{name} {month[:4]}" if name == "Jan" else name


def day_text(day):
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def trailing_mean(values, count):
    return [sum(values[i - count + 1:i + 1]) / count for i in range(count - 1, len(values))]


# ---- revenue trend -----------------------------------------------------------------------------

def day_ticks(days):
    """[(index, label)] for the axis of days: months for a long period, weeks for a short one."""
    if len(days) <= 92:
        step = 1 if len(days) <= 14 else 7
        return [(i, f"{day.day} {MONTHS[day.month - 1]}") for i, day in enumerate(days)][::step]
    every = 1 if len(days) <= 800 else 3 if len(days) <= 2000 else 12
    return [(i, month_text(str(day)[:7])) for i, day in enumerate(days)
            if day.day == 1 and (day.month - 1) % every == 0]


def event_labels(canvas, days, x_of, y_of_day, top):
    """Names of the sales peaks above the plot, each with a thin line down to its bar.

    The strongest come first; a name that has no room beside those is left out.
    """
    taken = []
    for day, name in calendar_of_sales.peaks(days[0], days[-1]):
        index = (day - days[0]).days
        half = svg.text_width(name, 11) / 2 + 5
        x = x_of(index)
        centre = min(max(x, 70 + half), WIDTH - 30 - half)
        if any(centre - half < right and left < centre + half for left, right in taken):
            continue
        taken.append((centre - half, centre + half))
        canvas.line(x, top - 20, x, max(y_of_day(index) - 3, top - 20), svg.VIOLET, 0.8, "2 3")
        canvas.text(centre, top - 26, name, 11, svg.VIOLET, "middle", 500)


def revenue_trend(days, revenue):
    """Daily revenue [fen] as bars, its 7-day mean as a line, the year's promotions by name."""
    left, right, top, bottom = 74, WIDTH - 30, 122, 440
    canvas = svg.Canvas("trend", WIDTH, 486, "Revenue by day",
                        f"{day_text(days[0])} to {day_text(days[-1])}, after discounts and refunds")
    ticks = svg.nice_ticks(min([0, *revenue]), max([1, *revenue]), 7)
    low, high = ticks[0], ticks[-1]
    slot = (right - left) / len(days)

    def x_of(index):
        return left + (index + 0.5) * slot

    def y_of(value):
        return bottom - (value - low) / (high - low) * (bottom - top)

    for tick in ticks:
        canvas.line(left, y_of(tick), right, y_of(tick), svg.FRAME if tick == 0 else svg.GRID)
        canvas.text(left - 10, y_of(tick) + 4, svg.axis_money(tick), 11, svg.DIM, "end")
    for index, label in day_ticks(days):
        x = left + index * slot
        canvas.line(x, bottom, x, bottom + 5, svg.FRAME)
        canvas.text(x + 3, bottom + 20, label, 11, svg.DIM)
    plain = canvas.gradient("plain", svg.BLUE, svg.BLUE, True, 0.62, 0.16)
    lifted = canvas.gradient("lifted", svg.VIOLET, svg.VIOLET, True, 0.95, 0.30)
    event_labels(canvas, days, x_of, lambda index: y_of(revenue[index]), top)
    width = max(0.6, min(slot * 0.72, 40))
    for index, (day, value) in enumerate(zip(days, revenue)):
        on_sale = calendar_of_sales.promotion(day)
        tip = f"{day:%a} {day_text(day)}: {money(value, 2)}" + (f", {on_sale[0]}" if on_sale else "")
        y = y_of(max(value, 0))
        canvas.rectangle(x_of(index) - width / 2, y, width, abs(y_of(value) - y_of(0)),
                         lifted if on_sale else plain, tip=tip)
    marks = [("day", svg.BLUE), ("promotion day", svg.VIOLET)]
    if len(days) >= 14:
        mean = trailing_mean(revenue, 7)
        canvas.curve([(x_of(index + 6), y_of(value)) for index, value in enumerate(mean)], svg.GREEN)
        marks.append(("mean of 7 days", svg.GREEN))
    legend(canvas, right, 38, marks)
    return canvas


def legend(canvas, right, y, entries):
    """Names with a coloured mark each, right-aligned in one line."""
    x = right
    for name, colour in reversed(entries):
        x -= svg.text_width(name, 11)
        canvas.text(x, y, name, 11, svg.DIM)
        canvas.rectangle(x - 15, y - 9, 10, 10, colour, radius=2)
        x -= 34


# ---- calendar ----------------------------------------------------------------------------------

def sales_calendar(days, revenue):
    """One cell per day, a row per weekday and a block per year (the last three years)."""
    by_day = dict(zip(days, revenue))
    years = sorted({day.year for day in days})[-3:]
    cell, left, top, block = 20.6, 78, 108, 178
    canvas = svg.Canvas("calendar", WIDTH, top + block * len(years) + 10, "Sales calendar",
                        "Revenue of every day; a column is a week, promotions and weekends stand out")
    ordered = sorted(revenue)
    high = max(1, ordered[int(len(ordered) * 0.985)])  # one festival must not darken the year

    def share(value):
        return max(value, 0) / high

    for number, year in enumerate(years):
        y0 = top + number * block
        first = datetime.date(year, 1, 1)
        shift = first.weekday()
        for row, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
            canvas.text(left - 10, y0 + row * cell + 14, name, 11, svg.FAINT, "end")
        for month, name in enumerate(MONTHS, 1):
            week = ((datetime.date(year, month, 1) - first).days + shift) // 7
            canvas.text(left + week * cell + 2, y0 - 8, f"{name} {year}" if month == 1 else name, 11)
        for offset in range((datetime.date(year + 1, 1, 1) - first).days):
            day = first + datetime.timedelta(offset)
            week, row = divmod(offset + shift, 7)
            value = by_day.get(day)
            tip = f"{day:%a} {day_text(day)}: {'no data' if value is None else money(value, 2)}"
            canvas.rectangle(left + week * cell, y0 + row * cell, cell - 2.6, cell - 2.6,
                             svg.PANEL if value is None else svg.heat(share(value)), radius=3, tip=tip)
    scale(canvas, WIDTH - 30, 32, "0", money(high))
    return canvas


def scale(canvas, right, y, low, high):
    """The colour ramp with its ends named, right-aligned."""
    right -= svg.text_width(high, 11)
    canvas.text(right, y + 9, high, 11, svg.DIM)
    for step in range(40):
        canvas.rectangle(right - 128 + step * 3, y, 3.2, 10, svg.heat(step / 39))
    canvas.text(right - 136, y + 9, low, 11, svg.DIM, "end")


# ---- categories and products -------------------------------------------------------------------

def bars(canvas, rows, left, right, top, step, fills):
    """Horizontal bars: rows of (label, value, text, tip); the longest reaches `right`."""
    longest = max([1, *(row[1] for row in rows)])
    for number, (label, value, text, tip) in enumerate(rows):
        y = top + number * step
        length = max(2.0, max(value, 0) / longest * (right - left))
        canvas.text(left - 14, y + step * 0.62, label, 12.5, svg.TEXT, "end")
        canvas.rectangle(left, y + 3, right - left, step - 10, svg.PANEL, radius=2)
        canvas.rectangle(left, y + 3, length, step - 10, fills[number % len(fills)], radius=2, tip=tip)
        canvas.rectangle(left + length - 2, y + 3, 2, step - 10, svg.TEXT, 0.85)
        canvas.text(right + 14, y + step * 0.62, text, 12.5, svg.TEXT, weight=600)


def categories(by_category):
    """Revenue of each category with its share and the part of the sales that came back."""
    order = sorted(by_category.values(), key=lambda row: -row["revenue_fen"])
    whole = sum(row["revenue_fen"] for row in order)
    top, step = 112, 29
    canvas = svg.Canvas("categories", WIDTH, top + step * len(order) + 24, "Revenue by product category",
                        "Sales less discounts and refunds, largest first")
    rows = [(row["name"], row["revenue_fen"], money(row["revenue_fen"]),
             f"{row['name']}: {money(row['revenue_fen'], 2)}, {count_text(row['orders'])} orders")
            for row in order]
    bars(canvas, rows, 190, 800, top, step, [canvas.gradient("bar", "#0a4f78", svg.BLUE, False)])
    for x, name in ((814, "Revenue"), (955, "Share"), (1040, "Refunded")):
        canvas.text(x if x == 814 else x + 10, top - 8, name, 11, svg.DIM,
                    "start" if x != 955 else "end")
    worst = max((row["refund_fen"] / row["net_fen"] if row["net_fen"] else 0) for row in order) or 1
    for number, row in enumerate(order):
        y = top + number * step
        refunded = row["refund_fen"] / row["net_fen"] if row["net_fen"] else 0
        canvas.text(965, y + step * 0.62, f"{row['revenue_fen'] / whole:.1%}" if whole else "", 12.5,
                    svg.DIM, "end")
        canvas.rectangle(1050, y + 9, 70, 7, svg.PANEL, radius=3)
        canvas.rectangle(1050, y + 9, 70 * refunded / worst, 7, svg.RED, 0.9, 3)
        canvas.text(1170, y + step * 0.62, f"{refunded:.1%}", 12.5, svg.DIM, "end")
    return canvas


def top_products(products, category_names):
    """The products with the most revenue."""
    top, step = 112, 31
    canvas = svg.Canvas("products", WIDTH, top + step * len(products) + 24, "Best sellers",
                        "Products with the most revenue after refunds")
    rows = [(product["name"], product["revenue_fen"], money(product["revenue_fen"], 2),
             f"{product['sku']}: {count_text(product['orders'])} orders") for product in products]
    fills = [canvas.gradient("bar", "#3d2b73", svg.VIOLET, False)]
    bars(canvas, rows, 300, 800, top, step, fills)
    for x, name, anchor in ((814, "Revenue", "start"), (985, "Units", "end"), (1010, "Category", "start")):
        canvas.text(x, top - 8, name, 11, svg.DIM, anchor)
    for number, product in enumerate(products):
        y = top + number * step + step * 0.62
        canvas.text(40, y, f"{number + 1}", 12.5, svg.VIOLET, "middle", 600)
        canvas.text(985, y, count_text(product["units"]), 12.5, svg.DIM, "end")
        canvas.text(1010, y, category_names[product["category"]], 12.5, svg.DIM)
    return canvas


# ---- regions by month --------------------------------------------------------------------------

def region_heatmap(by_region, by_month, revenue):
    """Regions (largest first) against months (the last 24), and each region's total."""
    regions = sorted(by_region.items(), key=lambda item: -item[1]["revenue_fen"])
    months = sorted(by_month)[-24:]
    left, right, top, row_height = 132, 980, 112, 33
    high = max([1, *revenue.values()])
    unit, unit_name = (1e8, "millions of yuan") if high >= 1e8 else (1e5, "thousands of yuan")
    canvas = svg.Canvas("regions", WIDTH, top + row_height * len(regions) + 30, "Regions by month",
                        f"Revenue of each region in each month, {unit_name}; on the right the total")
    width = (right - left) / len(months)
    most = max([1, *(row["revenue_fen"] for _, row in regions)])
    for column, month in enumerate(months):
        if width >= 56 or column % 2 == 0:
            canvas.text(left + (column + 0.5) * width, top - 9,
                        month_text(month) if width >= 56 else month[2:], 11, svg.DIM, "middle")
    total = canvas.gradient("total", "#0a5a45", svg.GREEN, False)
    for line, (code, row) in enumerate(regions):
        y = top + line * row_height
        canvas.text(left - 14, y + 20, row["name"], 12.5, svg.TEXT, "end")
        for column, month in enumerate(months):
            value = revenue.get(f"{code} {month}", 0)
            share = max(value, 0) / high
            canvas.rectangle(left + column * width, y, width - 3, row_height - 3, svg.heat(share), radius=3,
                             tip=f"{row['name']}, {month_text(month)}: {money(value, 2)}")
            if width >= 44:
                canvas.text(left + column * width + (width - 3) / 2, y + 19, f"{value / unit:.{2 if high < 10 * unit else 1}f}", 11,
                            svg.ink_on_heat(share), "middle")
        canvas.rectangle(right + 12, y + 9, 110 * max(row["revenue_fen"], 0) / most, 12, total, radius=2)
        canvas.text(WIDTH - 30, y + 20, money(row["revenue_fen"]), 12, svg.TEXT, "end", 600)
    scale(canvas, WIDTH - 30, 32, "0", money(high))
    return canvas


# ---- data quality ------------------------------------------------------------------------------

def data_quality(quality, reasons):
    """Rejected rows by reason, the share against the gate's limit, rows per transform task."""
    counts = quality["rejectedByReason"]
    order = sorted(counts, key=lambda reason: -counts[reason])
    top, step = 112, 31
    bottom = top + step * len(order)
    rate = quality["rowsRejected"] / quality["rowsRead"] if quality["rowsRead"] else 0
    canvas = svg.Canvas("quality", WIDTH, bottom + 84, "Data quality",
                        f"{count_text(quality['rowsRejected'])} of {count_text(quality['rowsRead'])} rows "
                        "were rejected; each reason is the first rule that a row broke")
    most = max([1, *counts.values()])
    bar = canvas.gradient("reason", "#7a1f2b", svg.RED, False)
    for number, reason in enumerate(order):
        y = top + number * step
        canvas.text(196, y + 20, reasons[reason], 12.5, svg.TEXT, "end")
        canvas.rectangle(210, y + 5, 270, step - 12, svg.PANEL, radius=2)
        canvas.rectangle(210, y + 5, 270 * counts[reason] / most, step - 12, bar, radius=2)
        canvas.text(494, y + 20, count_text(counts[reason]), 12.5, svg.TEXT, weight=600)
    gate(canvas, rate, quality["maxRejectRate"], 210, bottom + 26)
    partitions(canvas, quality["acceptedByPartition"], 690, WIDTH - 40, top, bottom + 24)
    return canvas


def gate(canvas, rate, limit, x, y):
    """The rejected share on a track whose end is half more than the limit."""
    width, end = 270, max(limit, rate, 1e-9) * 1.5
    canvas.text(x - 14, y + 12, "Rejected share", 12.5, svg.TEXT, "end")
    canvas.rectangle(x, y + 2, width, 12, svg.PANEL, radius=2)
    canvas.rectangle(x, y + 2, width * rate / end, 12, svg.GREEN if rate <= limit else svg.RED, 0.9, 2)
    mark = x + width * limit / end
    canvas.line(mark, y - 4, mark, y + 20, svg.AMBER, 2)
    canvas.text(mark, y + 36, f"limit {limit:.1%}", 11, svg.AMBER, "middle")
    canvas.text(x + width + 14, y + 13, f"{rate:.2%}", 12.5, svg.TEXT, weight=600)


def partitions(canvas, accepted, left, right, top, bottom):
    """Accepted rows of each transform task: the skew of the map stage."""
    canvas.text(left, top - 8, "Accepted rows of each transform task", 11, svg.DIM)
    ticks = svg.nice_ticks(0, max([1, *accepted]), 4)
    for tick in ticks:
        y = bottom - tick / ticks[-1] * (bottom - top - 12)
        canvas.line(left, y, right, y, svg.GRID)
        label = f"{tick / 1000:g}K" if ticks[-1] >= 10_000 and tick else f"{tick:g}"
        canvas.text(left - 8, y + 4, label, 11, svg.DIM, "end")
    slot = (right - left) / len(accepted)
    fill = canvas.gradient("task", svg.BLUE, "#0a4f78")
    for number, rows in enumerate(accepted):
        height = rows / ticks[-1] * (bottom - top - 12)
        canvas.rectangle(left + slot * (number + 0.16), bottom - height, slot * 0.68, height, fill, radius=2,
                         tip=f"transform-sales[{number}]: {count_text(rows)} rows")
        if slot >= 18 or number % 4 == 0:
            canvas.text(left + slot * (number + 0.5), bottom + 17, str(number), 10.5, svg.DIM, "middle")
