# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the pictures and writes report.html, one file that needs nothing else."""

import argparse
import datetime
import html
import json
import time

import charts
import sales
from svg import count_text, money

REASONS = {
    "MISSING_FIELD": "Missing field", "MALFORMED_DATE": "Malformed date",
    "UNKNOWN_STORE": "Unknown store", "UNKNOWN_PRODUCT": "Unknown product",
    "BAD_QUANTITY": "Bad quantity", "BAD_PRICE": "Bad price", "DUPLICATE_ORDER": "Duplicate order",
}

STYLE = """
:root{color-scheme:dark}*{box-sizing:border-box}
body{margin:0;background:#05070d;color:#e8f4ff;font:15px/1.5 Inter,'Noto Sans','DejaVu Sans',Arial,sans-serif;
 background-image:linear-gradient(#0c1424 1px,transparent 1px),linear-gradient(90deg,#0c1424 1px,transparent 1px);
 background-size:48px 48px}
main{max-width:1248px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:30px;font-weight:600;letter-spacing:-.01em;margin:0}
.lead{color:#8a9bb5;margin:6px 0 28px}.lead b{color:#00d1ff;font-weight:500}
.cards{display:grid;grid-template-columns:repeat(6,1fr);gap:14px;margin-bottom:22px}
.card{background:#080a12;border:1px solid #1c3348;border-left:3px solid var(--c);padding:14px 16px;
 clip-path:polygon(0 0,calc(100% - 12px) 0,100% 12px,100% 100%,0 100%)}
.card span{display:block;color:#8a9bb5;font-size:12px;letter-spacing:.06em;text-transform:uppercase}
.card b{display:block;font-size:25px;font-weight:600;margin-top:2px;font-variant-numeric:tabular-nums}
.card i{font-style:normal;color:#8a9bb5;font-size:12.5px}
figure{margin:0 0 22px}figure svg{display:block;width:100%;height:auto}
section{background:#080a12;border:1px solid #1c3348;padding:20px 24px;margin-bottom:22px;overflow-x:auto}
h2{font-size:17px;font-weight:600;margin:0 0 12px;border-left:3px solid #00d1ff;padding-left:11px;line-height:1.1}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;white-space:nowrap}
th,td{text-align:right;padding:7px 10px;border-bottom:1px solid #18243a}
th:first-child,td:first-child{text-align:left}th{color:#8a9bb5;font-weight:500;font-size:12.5px}
tfoot td{font-weight:600;border-bottom:0}.up{color:#00ff9d}.down{color:#ff4d4f}.dim{color:#8a9bb5}
footer{color:#5b6b85;font-size:12.5px}
@media(max-width:1000px){.cards{grid-template-columns:repeat(2,1fr)}}
"""


def yuan(fen):
    return f"{fen / 100:,.2f}"


def card(name, value, note, colour):
    return (f'<div class="card" style="--c:{colour}"><span>{html.escape(name)}</span>'
            f"<b>{html.escape(value)}</b><i>{html.escape(note)}</i></div>")


def cards(summary):
    totals, rows = summary["totals"], summary["rows"]
    orders, customers = totals["orders"], totals["customers"]
    refunded = totals["refund_fen"] / totals["net_fen"] if totals["net_fen"] else 0
    tenth = totals["top_tenth_revenue_fen"] / totals["revenue_fen"] if totals["revenue_fen"] > 0 else 0
    rejected = rows["rowsRejected"] / rows["rowsRead"] if rows["rowsRead"] else 0
    return "".join((
        card("Revenue", money(totals["revenue_fen"]), "net of refunds", "#00d1ff"),
        card("Orders", count_text(orders), f"{count_text(totals['units'])} units", "#00d1ff"),
        card("Mean order", money(totals["net_fen"] // max(orders, 1)),
             f"{totals['discount_fen'] / max(totals['gross_fen'], 1):.1%} discount", "#00ff9d"),
        card("Customers", count_text(customers), f"top tenth buys {tenth:.0%}", "#b388ff"),
        card("Refunded", f"{refunded:.1%}", f"{count_text(totals['refunds'])} refunds", "#ffc857"),
        card("Rejected rows", f"{rejected:.2%}", f"{count_text(rows['rowsRejected'])} rows", "#ff4d4f")))


def month_table(by_month, totals):
    """Months as rows, with the change against the month before."""
    lines, before = [], None
    for month, row in by_month.items():
        change = (row["revenue_fen"] - before) / before if before and before > 0 else None
        look = "dim" if change is None else "up" if change >= 0 else "down"
        lines.append(f"<tr><td>{month}</td><td>{count_text(row['orders'])}</td>"
                     f"<td>{count_text(row['units'])}</td><td>{yuan(row['gross_fen'])}</td>"
                     f"<td>{yuan(row['discount_fen'])}</td><td>{yuan(row['refund_fen'])}</td>"
                     f"<td>{yuan(row['revenue_fen'])}</td>"
                     f'<td class="{look}">{"" if change is None else f"{change:+.1%}"}</td></tr>')
        before = row["revenue_fen"]
    return ("<table><thead><tr><th>Month</th><th>Orders</th><th>Units</th><th>Gross [¥]</th>"
            "<th>Discounts [¥]</th><th>Refunds [¥]</th><th>Revenue [¥]</th><th>Change</th></tr></thead>"
            f"<tbody>{''.join(lines)}</tbody><tfoot><tr><td>Total</td>"
            f"<td>{count_text(totals['orders'])}</td><td>{count_text(totals['units'])}</td>"
            f"<td>{yuan(totals['gross_fen'])}</td><td>{yuan(totals['discount_fen'])}</td>"
            f"<td>{yuan(totals['refund_fen'])}</td><td>{yuan(totals['revenue_fen'])}</td><td></td>"
            "</tr></tfoot></table>")


def page(summary, pictures, run):
    rows = summary["rows"]
    figures = "".join(f"<figure>{picture.svg()}</figure>" for picture in pictures)
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sales report</title>'
            f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>'
            f"<h1>Sales report</h1><p class=\"lead\"><b>{summary['firstDay']}</b> to "
            f"<b>{summary['lastDay']}</b> · {count_text(rows['rowsRaw'])} raw rows, "
            f"{count_text(rows['rowsAccepted'])} analysed · run {html.escape(run)}</p>"
            f'<div class="cards">{cards(summary)}</div>{figures}'
            f"<section><h2>Months</h2>{month_table(summary['byMonth'], summary['totals'])}</section>"
            f"<footer>Totals are exact: money is summed in whole fen. The figures behind this page are in "
            f"summary.json, daily.csv, weekly.csv and monthly.csv beside it.</footer></main></body></html>\n")


def daily_revenue(cube_path):
    """(days, revenue in fen): every day from the first to the last, days without sales included."""
    by_day = {}
    for row in sales.read_table(cube_path):
        value = int(row["gross_fen"]) - int(row["discount_fen"]) - int(row["refund_fen"])
        by_day[row["date"]] = by_day.get(row["date"], 0) + value
    first, last = (datetime.date.fromisoformat(edge(by_day)) for edge in (min, max))
    days = sales.days_between(first, last)
    return days, [by_day.get(str(day), 0) for day in days]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", default="", help="name of the run, shown in the report")
    options = parser.parse_args()
    ports = sales.inputs()
    summary_path = ports["visualizationData"]["summaryPath"]
    summary = sales.read_json(summary_path)
    days, revenue = daily_revenue(sales.run_dir("analysis", "cube.csv"))
    names = {code: row["name"] for code, row in summary["byCategory"].items()}
    pictures = {
        "revenue-trend.svg": charts.revenue_trend(days, revenue),
        "sales-calendar.svg": charts.sales_calendar(days, revenue),
        "region-heatmap.svg": charts.region_heatmap(summary["byRegion"], summary["byMonth"],
                                                    summary["revenueByRegionAndMonth"]),
        "categories.svg": charts.categories(summary["byCategory"]),
        "top-products.svg": charts.top_products(summary["topProducts"], names),
        "data-quality.svg": charts.data_quality(ports["quality"], REASONS),
    }
    paths = []
    for name, picture in pictures.items():
        paths.append(sales.run_dir("results", name))
        with sales.written_whole(paths[-1]) as file:
            file.write(picture.svg())
    report_path = sales.run_dir("results", "report.html")
    with sales.written_whole(report_path) as file:
        file.write(page(summary, pictures.values(), options.run))
    print(f"{len(paths)} pictures and {report_path}")
    sales.write_outputs({"reportPath": report_path, "summaryPath": summary_path, "pictures": paths,
                         "tables": [result["path"] for result in ports["analysisResults"]]})


if __name__ == "__main__":
    sales.main_guard(main)
