# SPDX-License-Identifier: GPL-3.0-or-later
"""A small SVG canvas in the look of the cockpit. Plain attributes only, so that browsers, Qt SVG and
librsvg draw the same picture: no style sheets, filters or scripts."""

import html
import math

BACKGROUND = "#080a12"
PANEL = "#0c1220"
GRID = "#18243a"
FRAME = "#1c3348"
TEXT = "#e8f4ff"
DIM = "#8a9bb5"
FAINT = "#5b6b85"
BLUE = "#00d1ff"
GREEN = "#00ff9d"
RED = "#ff4d4f"
VIOLET = "#b388ff"
AMBER = "#ffc857"
FONT = "Inter, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
# From nothing to most: the stops of every heat map.
RAMP = ("#0e1a2c", "#0b3450", "#07587f", "#0086b3", "#00b8e6", "#7fe7ff", "#f0fcff")


def mix(low, high, share):
    """The colour between two #rrggbb colours, share 0 to 1."""
    pairs = [(int(low[i:i + 2], 16), int(high[i:i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def heat(share):
    """The ramp's colour for 0 to 1."""
    place = min(max(share, 0.0), 1.0) * (len(RAMP) - 1)
    low = min(int(place), len(RAMP) - 2)
    return mix(RAMP[low], RAMP[low + 1], place - low)


def ink_on_heat(share):
    """A text colour that reads well on heat(share)."""
    return "#04121c" if share > 0.58 else TEXT


def text_width(text, size):
    """About how wide a text is [px]; errs on the wide side, so that labels keep their distance."""
    return sum(1.0 if ord(c) > 0x2E00 else 0.32 if c in "il.,:;|' " else 0.85 if c in "mwMW@%" else 0.6
               for c in text) * size


def nice_ticks(low, high, count):
    """Round numbers from at most `low` to at least `high`, about `count` steps."""
    span = max(high - low, 1)
    step = 10 ** math.floor(math.log10(span / count))
    for factor in (1, 2, 2.5, 5, 10):
        if span / (step * factor) <= count:
            step *= factor
            break
    first, last = math.floor(low / step), math.ceil(high / step)
    return [number * step for number in range(first, last + 1)]


def count_text(number):
    """1234567 -> "1,234,567"."""
    return f"{number:,}"


def money(fen, digits=1):
    """Fen as yuan in at most five characters or so: "¥75.8M", "¥12.3K", "¥840"."""
    yuan = abs(fen) / 100
    sign = "-" if fen < 0 else ""
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if yuan >= limit:
            return f"{sign}¥{yuan / limit:.{digits}f}{letter}"
    return f"{sign}¥{yuan:.0f}"


def axis_money(fen):
    """Fen as yuan for a round value of an axis: "¥1.5M", "¥500K", "0"."""
    text = money(fen, 3)
    if text[-1] in "KMB":
        return text[:-1].rstrip("0").rstrip(".") + text[-1]
    return text if fen else "0"


class Canvas:
    """Collects the elements of one picture. `name` keeps ids apart when pictures share a page."""

    def __init__(self, name, width, height, title, subtitle):
        self.name, self.width, self.height = name, width, height
        self._title = title
        self._definitions = []
        self._parts = []
        cut = 14
        self.path(f"M0 0H{width - cut}L{width} {cut}V{height}H{cut}L0 {height - cut}Z", fill=BACKGROUND)
        self.path(f"M.5 .5H{width - cut}L{width - .5} {cut}V{height - .5}H{cut}L.5 {height - cut}Z",
                  stroke=FRAME)
        self.rectangle(24, 26, 3, 18, BLUE)
        self.text(38, 41, title, 17, TEXT, weight=600)
        self.text(38, 62, subtitle, 12, DIM)

    def gradient(self, key, first, last, down=True, first_opacity=1.0, last_opacity=1.0):
        """Declares a gradient; returns the value for `fill`."""
        name = f"{self.name}-{key}"
        end = 'x2="0" y2="1"' if down else 'x2="1" y2="0"'
        self._definitions.append(
            f'<linearGradient id="{name}" x1="0" y1="0" {end}>'
            f'<stop offset="0" stop-color="{first}" stop-opacity="{first_opacity}"/>'
            f'<stop offset="1" stop-color="{last}" stop-opacity="{last_opacity}"/></linearGradient>')
        return f"url(#{name})"

    def rectangle(self, x, y, width, height, fill, opacity=1.0, radius=0.0, tip=""):
        if width <= 0 or height <= 0:
            return
        rounded = f' rx="{radius}"' if radius else ""
        clear = f' fill-opacity="{opacity}"' if opacity < 1 else ""
        self._add("rect", f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
                          f'fill="{fill}"{rounded}{clear}', tip)

    def line(self, x1, y1, x2, y2, stroke, width=1.0, dash=""):
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self._add("line", f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
                          f'stroke="{stroke}" stroke-width="{width}"{dashes}')

    def path(self, data, fill="none", stroke="none", width=1.0, opacity=1.0):
        self._add("path", f'd="{data}" fill="{fill}" stroke="{stroke}" stroke-width="{width}" '
                          f'stroke-linejoin="round" opacity="{opacity}"')

    def curve(self, points, stroke):
        """A line through the points with a soft glow."""
        data = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        self.path(data, stroke=stroke, width=7, opacity=0.10)
        self.path(data, stroke=stroke, width=4, opacity=0.18)
        self.path(data, stroke=stroke, width=1.8)

    def dot(self, x, y, radius, fill):
        self._add("circle", f'cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}"')

    def text(self, x, y, text, size, fill=DIM, anchor="start", weight=400):
        self._parts.append(f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" '
                           f'text-anchor="{anchor}" font-weight="{weight}">{html.escape(text)}</text>')

    def _add(self, tag, attributes, tip=""):
        inner = f"><title>{html.escape(tip)}</title></{tag}>" if tip else "/>"
        self._parts.append(f"<{tag} {attributes}{inner}")

    def svg(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
                f'width="{self.width}" height="{self.height}" font-family="{FONT}" role="img">\n'
                f"<title>{html.escape(self._title)}</title>\n<defs>{''.join(self._definitions)}</defs>\n"
                + "\n".join(self._parts) + "\n</svg>\n")
