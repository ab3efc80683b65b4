# SPDX-License-Identifier: GPL-3.0-or-later
"""The data-quality gate: fails the run when the data are not fit to be analysed."""

import argparse
import sys

import sales


def check(name, passed, found, limit, advice):
    return {"check": name, "passed": passed, "found": found, "limit": limit, "advice": advice}


def percent(share):
    return f"{100 * share:.2f} %"


def judge(extracted, transformed, options):
    """(quality record, checks) from the metrics of all extract and transform tasks."""
    read = sum(part["rowsRead"] for part in transformed)
    accepted = sum(part["rowsAccepted"] for part in transformed)
    reasons = {reason: sum(part[reason] for part in transformed) for reason in sales.REASONS}
    rejected = sum(reasons.values())
    handed_on = sum(part["rowsExtracted"] for part in extracted)
    rate = rejected / read if read else 0.0
    worst = max(reasons, key=reasons.get)
    worst_rate = reasons[worst] / read if read else 0.0
    checks = [
        check("rows to analyse", accepted >= options.min_rows, f"{accepted:,}",
              f">= {options.min_rows:,}", "widen dateRange or regions, or lower minRows"),
        check("no row lost between the steps", handed_on == read == accepted + rejected,
              f"{read:,} of {handed_on:,}", "all", "run the extract and transform steps again"),
        check("rejected rows", rate <= options.max_reject_rate, percent(rate),
              f"<= {percent(options.max_reject_rate)}",
              "look into rejected/ of the run, or raise maxRejectRate"),
        check(f"most frequent reason ({worst})", worst_rate <= options.max_reason_rate,
              percent(worst_rate), f"<= {percent(options.max_reason_rate)}",
              "look into rejected/ of the run, or raise maxReasonRate"),
    ]
    quality = {
        "passed": all(item["passed"] for item in checks),
        "rowsRaw": sum(part["rowsRead"] for part in extracted),
        "rowsOutsideDateRange": sum(part["rowsOutsideDateRange"] for part in extracted),
        "rowsRead": read, "rowsAccepted": accepted, "rowsRejected": rejected,
        "rejectedByReason": reasons,
        "acceptedByPartition": [part["rowsAccepted"] for part in transformed],
        "maxRejectRate": options.max_reject_rate,
    }
    return quality, checks


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--max-reject-rate", type=float, required=True)
    parser.add_argument("--max-reason-rate", type=float, required=True)
    parser.add_argument("--min-rows", type=int, required=True)
    options = parser.parse_args()
    ports = sales.inputs()
    quality, checks = judge(ports["extractMetrics"], ports["transformMetrics"], options)
    for item in checks:
        print(f"{'pass' if item['passed'] else 'FAIL'}  {item['check']:<44} {item['found']:>22}  "
              f"{item['limit']}", flush=True)
    sales.write_json(sales.run_dir("results", "quality.json"), {**quality, "checks": checks})
    sales.write_outputs({"quality": quality})
    failed = [item for item in checks if not item["passed"]]
    for item in failed:
        print(f"check_quality.py: {item['check']}: {item['found']}, allowed {item['limit']}; "
              f"{item['advice']}", file=sys.stderr)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    sales.main_guard(main)
