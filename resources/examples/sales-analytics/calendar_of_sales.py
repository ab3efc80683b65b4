# SPDX-License-Identifier: GPL-3.0-or-later
"""When people buy: weekdays, months and the promotions of the year. Used by generator and report."""

import datetime

# Monday to Sunday.
WEEKDAY = (0.91, 0.89, 0.91, 0.95, 1.09, 1.27, 1.20)
# January to December.
MONTH = (1.02, 0.84, 0.93, 0.95, 1.02, 1.08, 0.94, 0.96, 1.03, 1.05, 1.16, 1.12)

# Chinese New Year's Day; years outside the table have no Spring Festival dip.
SPRING_FESTIVAL = {
    2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22),
    2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13),
    2030: (2, 3), 2031: (1, 23), 2032: (2, 11),
}

# Name, first day, last day, demand on the days before the last, demand on the last day.
PROMOTIONS = (
    ("Women's Day", (3, 5), (3, 8), 1.25, 1.9),
    ("Labour Day", (4, 29), (5, 1), 1.2, 1.5),
    ("618 Festival", (6, 10), (6, 18), 1.4, 2.6),
    ("Back to school", (8, 25), (9, 1), 1.2, 1.35),
    ("National Day", (10, 1), (10, 3), 1.3, 1.3),
    ("Double 11", (11, 3), (11, 11), 1.45, 3.2),
    ("Double 12", (12, 9), (12, 12), 1.25, 2.1),
)


def promotion(day):
    """(name, demand factor) of the promotion running on that day, or None."""
    for name, first, last, before, peak in PROMOTIONS:
        if first <= (day.month, day.day) <= last:
            return name, peak if (day.month, day.day) == last else before
    return None


def peaks(first, last):
    """[(day, name)]: last days of promotions and Spring Festivals in the period, strongest first."""
    found = []
    for year in range(first.year, last.year + 1):
        found += [(peak, datetime.date(year, *end), name) for name, _, end, _, peak in PROMOTIONS]
        if year in SPRING_FESTIVAL:
            found.append((3, datetime.date(year, *SPRING_FESTIVAL[year]), "Spring Festival"))
    return [(day, name) for peak, day, name in sorted(found, key=lambda mark: (-mark[0], mark[1]))
            if first <= day <= last]


def demand(day, first):
    """Relative demand of a day; first = the first day of the data, from which sales grow 14 % a year."""
    factor = WEEKDAY[day.weekday()] * MONTH[day.month - 1] * (1 + 0.14 * (day - first).days / 365)
    running = promotion(day)
    if running:
        factor *= running[1]
    if day.year in SPRING_FESTIVAL:
        away = (day - datetime.date(day.year, *SPRING_FESTIVAL[day.year])).days
        if -16 <= away < -2:
            factor *= 1.35  # presents and food for the feast
        elif -2 <= away <= 6:
            factor *= 0.52  # shops closed, people travelling
    return factor
