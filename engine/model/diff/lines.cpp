// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/diff/lines.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

namespace orrery::model {

namespace {

constexpr int mostEdits = 2000;

using Edit = DiffLine::Kind;
using Lines = std::vector<std::string_view>;
using Numbers = std::vector<int>;

// The last line of a text without a line end is another line than the same one with it.
Lines linesOf(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        lines.push_back(text.substr(0, end + 1));
        text.remove_prefix(end + 1);
    }
    return lines;
}

Numbers numbered(const Lines &lines, std::unordered_map<std::string_view, int> &known)
{
    Numbers out;
    out.reserve(lines.size());
    for (const std::string_view line : lines)
        out.push_back(known.emplace(line, static_cast<int>(known.size())).first->second);
    return out;
}

// How far x gets on every diagonal after each number of edits; nothing when there are too many.
std::optional<std::vector<Numbers>> trace(std::span<const int> a, std::span<const int> b)
{
    const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    std::vector<Numbers> steps;
    for (int d = 0; d <= std::min(n + m, mostEdits); ++d) {
        Numbers front(static_cast<std::size_t>(2 * d + 1));
        for (int k = -d; k <= d; k += 2) {
            const auto before = [&](int diagonal) {
                return steps.back()[static_cast<std::size_t>(diagonal + d - 1)];
            };
            int x = 0;
            if (d > 0)
                x = k == -d || (k != d && before(k - 1) < before(k + 1)) ? before(k + 1)
                                                                         : before(k - 1) + 1;
            while (x < n && x - k < m &&
                   a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
                ++x;
            front[static_cast<std::size_t>(k + d)] = x;
            if (x >= n && x - k >= m) {
                steps.push_back(std::move(front));
                return steps;
            }
        }
        steps.push_back(std::move(front));
    }
    return std::nullopt;
}

// The edits from the end of a trace back to its begin, turned round.
std::vector<Edit> edits(const std::vector<Numbers> &steps, int n, int m)
{
    std::vector<Edit> out;
    int x = n, y = m;
    for (int d = static_cast<int>(steps.size()) - 1; d >= 0; --d) {
        const int k = x - y;
        int fromX = 0, fromY = 0;
        bool down = false;
        if (d > 0) {
            const Numbers &before = steps[static_cast<std::size_t>(d - 1)];
            const auto at = [&](int diagonal) {
                return before[static_cast<std::size_t>(diagonal + d - 1)];
            };
            down = k == -d || (k != d && at(k - 1) < at(k + 1));
            fromX = down ? at(k + 1) : at(k - 1);
            fromY = fromX - (down ? k + 1 : k - 1);
        }
        const int edited = d > 0 ? 1 : 0;
        for (; x > fromX + (down ? 0 : edited) && y > fromY + (down ? edited : 0); --x, --y)
            out.push_back(Edit::Same);
        if (d > 0)
            out.push_back(down ? Edit::Added : Edit::Removed);
        x = fromX;
        y = fromY;
    }
    std::reverse(out.begin(), out.end());
    return out;
}

std::vector<Edit> way(const Numbers &a, const Numbers &b)
{
    const std::size_t most = std::min(a.size(), b.size());
    std::size_t head = 0, tail = 0;
    while (head < most && a[head] == b[head])
        ++head;
    while (tail < most - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const std::span<const int> middleA(a.data() + head, a.size() - head - tail);
    const std::span<const int> middleB(b.data() + head, b.size() - head - tail);
    std::vector<Edit> out(head, Edit::Same);
    if (const auto steps = trace(middleA, middleB)) {
        const auto middle =
            edits(*steps, static_cast<int>(middleA.size()), static_cast<int>(middleB.size()));
        out.insert(out.end(), middle.begin(), middle.end());
    } else {
        out.insert(out.end(), middleA.size(), Edit::Removed);
        out.insert(out.end(), middleB.size(), Edit::Added);
    }
    out.insert(out.end(), tail, Edit::Same);
    return out;
}

std::string shown(std::string_view line)
{
    if (line.ends_with('\n'))
        return std::string(line.substr(0, line.size() - 1));
    return std::string(line) + " (no line end)";
}

} // namespace

std::vector<DiffHunk> lineDiff(std::string_view before, std::string_view after,
                               std::uint32_t context)
{
    const Lines a = linesOf(before), b = linesOf(after);
    std::unordered_map<std::string_view, int> known;
    const Numbers numbersA = numbered(a, known), numbersB = numbered(b, known);
    const std::vector<Edit> kinds = way(numbersA, numbersB);
    std::vector<bool> kept(kinds.size(), false);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (kinds[i] == Edit::Same)
            continue;
        const std::size_t end = std::min(kinds.size(), i + context + 1);
        for (std::size_t j = i - std::min<std::size_t>(i, context); j < end; ++j)
            kept[j] = true;
    }
    const bool endings = !before.empty() && !after.empty() && // "(no line end)" tells a difference
                         before.ends_with('\n') != after.ends_with('\n');
    std::vector<DiffHunk> hunks;
    std::size_t x = 0, y = 0;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const Edit kind = kinds[i];
        if (kept[i] && (i == 0 || !kept[i - 1]))
            hunks.push_back(
                {static_cast<std::uint32_t>(x + 1), 0, static_cast<std::uint32_t>(y + 1), 0, {}});
        if (kept[i]) {
            DiffHunk &hunk = hunks.back();
            hunk.beforeCount += kind != Edit::Added ? 1U : 0U;
            hunk.afterCount += kind != Edit::Removed ? 1U : 0U;
            const std::string_view line = kind == Edit::Added ? b[y] : a[x];
            hunk.lines.push_back(
                {kind, endings || line.ends_with('\n') ? shown(line) : std::string(line)});
        }
        x += kind != Edit::Added ? 1 : 0;
        y += kind != Edit::Removed ? 1 : 0;
    }
    for (DiffHunk &hunk : hunks) { // an empty side stands after the line before it
        hunk.beforeLine -= hunk.beforeCount == 0 ? 1 : 0;
        hunk.afterLine -= hunk.afterCount == 0 ? 1 : 0;
    }
    return hunks;
}

} // namespace orrery::model
