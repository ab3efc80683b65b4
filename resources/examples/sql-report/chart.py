# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the table `revenue` of a SQLite file as stacked bars: chart.py DATABASE PICTURE."""

import json
import os
import sqlite3
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 960, 440, 80, 930, 92, 392
COLOURS = ("#00d1ff", "#b388ff", "#00ff9d", "#ffc857")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def read_revenue(path):
    """({month: {product: cents}}, products in order of name)."""
    with sqlite3.connect(path) as database:
        rows = database.execute("SELECT month, product, cents FROM revenue ORDER BY 1, 2").fetchall()
    months = {}
    for month, product, cents in rows:
        months.setdefault(month, {})[product] = cents
    return months, sorted({product for _, product, _ in rows})


def text(x, y, words, size=12, fill="#8a9bb5", anchor="start"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" '
            f'text-anchor="{anchor}">{words}</text>')


def axis_step(high):
    """A round step [cents] that divides the axis into four to eight parts."""
    step = 100
    while high / step > 8:
        step *= 2 if str(step)[0] in "15" else 2.5
        step = int(step)
    return step


def draw(months, products):
    high = max(sum(values.values()) for values in months.values())
    step = axis_step(high)
    top_value = -(-high // step) * step
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#080a12"/>',
             text(24, 38, "Revenue by month", 17, "#e8f4ff"),
             text(24, 58, "Sum of all orders by product, thousands of euros")]
    for value in range(0, top_value + 1, step):
        y = BOTTOM - (BOTTOM - TOP) * value / top_value
        parts.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}" stroke="#18243a"/>')
        parts.append(text(LEFT - 10, y + 4, f"{value / 100_000:g}", anchor="end"))
    slot = (RIGHT - LEFT) / len(months)
    for column, (month, values) in enumerate(months.items()):
        x, y = LEFT + column * slot + slot * 0.2, float(BOTTOM)
        for product, colour in zip(products, COLOURS):
            height = (BOTTOM - TOP) * values.get(product, 0) / top_value
            y -= height
            parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{slot * 0.6:.1f}" '
                         f'height="{max(height - 1.5, 0):.1f}" fill="{colour}" fill-opacity="0.85"/>')
        parts.append(text(x + slot * 0.3, BOTTOM + 22, MONTHS[int(month[5:]) - 1], anchor="middle"))
    x = RIGHT
    for product, colour in reversed(list(zip(products, COLOURS))):
        x -= 8 * len(product)
        parts.append(text(x, 38, product))
        parts.append(f'<rect x="{x - 16}" y="28" width="10" height="10" fill="{colour}" rx="2"/>')
        x -= 30
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" font-family="Inter, \'DejaVu Sans\', sans-serif">\n'
            + "\n".join(parts) + "\n</svg>\n")


def main():
    database, picture = sys.argv[1:]
    months, products = read_revenue(database)
    os.makedirs(os.path.dirname(picture), exist_ok=True)
    with open(picture, "w", encoding="utf-8") as file:
        file.write(draw(months, products))
    cents = sum(sum(values.values()) for values in months.values())
    print(f"{len(months)} months, {cents / 100:,.2f} euros, drawn in {picture}")
    with open(os.environ["ORRERY_OUTPUTS"], "w", encoding="utf-8") as file:
        json.dump({"picture": picture, "cents": cents}, file)


if __name__ == "__main__":
    main()
