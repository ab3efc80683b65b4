// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/svg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "model/text.h"

namespace orrery::model {

namespace {

// The cockpit's colours (themes/cyberpunk).
constexpr const char *ground = "#080a12";
constexpr const char *raised = "#0e1420";
constexpr const char *circuit = "#00d1ff";
constexpr const char *alarm = "#ff4d4f";
constexpr const char *energy = "#00ff9d";
constexpr const char *hologram = "#b388ff";
constexpr const char *bright = "#e6f1ff";
constexpr const char *faint = "#7d8ba5";

constexpr double boxWidth = 196; // px of a unit box along the flow
constexpr double boxHeight = 52; // px of a unit box across it
constexpr double margin = 48;    // px around the picture
constexpr double header = 56;    // px above it, for the title
constexpr double titleSize = 13; // px
constexpr double typeSize = 10;  // px
constexpr double roundness = 14; // px: how far a bend is cut

struct Spot {
    double x = 0, y = 0;
};

std::string decimal(double value)
{
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%.1f", value);
    std::string out = buffer.data();
    if (out.ends_with(".0"))
        out.resize(out.size() - 2);
    return out == "-0" ? "0" : out;
}

std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            // XML 1.0 has no other control characters.
            out += static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' ? c : ' ';
        }
    }
    return firstInvalidUtf8(out) ? std::string("?") : out;
}

// Rough width of a character [em]: wide for CJK and other scripts that fill a square.
double widthOf(std::string_view character)
{
    if (character.size() >= 3)
        return 1.0;
    const char c = character[0];
    if (character.size() == 1 &&
        (c == 'i' || c == 'l' || c == 'I' || c == '.' || c == ',' || c == '\''))
        return 0.3;
    return c >= 'A' && c <= 'Z' ? 0.68 : 0.57;
}

std::vector<std::string_view> characters(std::string_view text)
{
    std::vector<std::string_view> out;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t next = i + 1;
        while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U)
            ++next;
        out.push_back(text.substr(i, next - i));
        i = next;
    }
    return out;
}

// The text, cut where it does not fit into `width`: a name of one word in its middle, as its end
// tells it from its neighbours, all else at the end.
std::string fitted(std::string_view text, double size, double width)
{
    const std::vector<std::string_view> all = characters(text);
    double total = 0;
    for (const std::string_view c : all)
        total += size * widthOf(c);
    if (total <= width)
        return std::string(text);
    const double room = width - size; // for the ellipsis
    const double headRoom = text.find(' ') == std::string_view::npos ? room * 0.4 : room;
    std::size_t head = 0, tail = all.size();
    double used = 0;
    while (head < all.size() && used + size * widthOf(all[head]) <= headRoom)
        used += size * widthOf(all[head++]);
    while (headRoom < room && tail > head && used + size * widthOf(all[tail - 1]) <= room)
        used += size * widthOf(all[--tail]);
    std::string out;
    for (std::size_t i = 0; i < head; ++i)
        out += all[i];
    out += "…";
    for (std::size_t i = tail; i < all.size(); ++i)
        out += all[i];
    return out;
}

// What stands under a node's title.
std::string kindOf(const NodeSpec &node)
{
    if (!node.type.empty())
        return node.type;
    if (!node.recorded || node.task.runtime != Runtime::None)
        return node.task.runtimeName;
    std::array<char, 64> text{};
    const double seconds = node.recorded->seconds;
    std::snprintf(text.data(), text.size(), seconds < 100 ? "took %.3g s" : "took %.0f s", seconds);
    return text.data();
}

const char *colourOf(const std::string &condition)
{
    return condition == "SUCCESS"   ? circuit
           : condition == "FAILURE" ? alarm
           : condition == "ALWAYS"  ? faint
                                    : hologram;
}

class Picture {
public:
    Picture(const DagSpec &dag, const toolkit::Layout &layout) : m_dag(dag), m_layout(layout)
    {
        Spot least{1e300, 1e300}, most{-1e300, -1e300};
        const auto take = [&](const toolkit::Point3 &p, double half) {
            least = {std::min(least.x, p.x - half), std::min(least.y, p.y - half)};
            most = {std::max(most.x, p.x + half), std::max(most.y, p.y + half)};
        };
        for (const toolkit::Point3 &p : layout.nodes)
            take(p, 0.5);
        for (const auto &bends : layout.edges) {
            for (const toolkit::Point3 &p : bends)
                take(p, 0.1);
        }
        if (layout.nodes.empty())
            least = most = {};
        m_origin = least;
        m_width = std::max((most.x - least.x) * boxWidth, 240.0) + 2 * margin;
        m_height = (most.y - least.y) * boxHeight + 2 * margin + header;
    }

    std::string take()
    {
        open();
        const std::size_t edges = std::min(m_dag.edges.size(), m_layout.edges.size());
        for (std::size_t i = 0; i < edges; ++i)
            edge(i);
        for (std::size_t i = 0; i < std::min(m_dag.nodes.size(), m_layout.nodes.size()); ++i)
            node(i);
        return m_out + "</svg>\n";
    }

private:
    [[nodiscard]] Spot at(const toolkit::Point3 &p) const
    {
        return {(p.x - m_origin.x) * boxWidth + margin,
                (p.y - m_origin.y) * boxHeight + margin + header};
    }
    void open()
    {
        const std::string size =
            "width=\"" + decimal(m_width) + "\" height=\"" + decimal(m_height) + "\"";
        m_out = "<svg xmlns=\"http://www.w3.org/2000/svg\" " + size + " viewBox=\"0 0 " +
                decimal(m_width) + " " + decimal(m_height) +
                "\" font-family=\"Inter, 'Noto Sans', 'Noto Sans CJK SC', sans-serif\">\n<title>" +
                escaped(m_dag.title()) + "</title>\n<defs>\n";
        for (const char *colour : {circuit, alarm, faint, hologram})
            m_out += std::string("<marker id=\"to") + (colour + 1) +
                     "\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"8\" "
                     "markerHeight=\"8\" "
                     "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8L2 4z\" "
                     "fill=\"" +
                     colour + "\"/></marker>\n";
        m_out += std::string("</defs>\n<rect ") + size + " fill=\"" + ground + "\"/>\n";
        m_out += std::string("<text x=\"") + decimal(margin) +
                 "\" y=\"44\" font-size=\"18\" font-weight=\"600\" fill=\"" + bright + "\">" +
                 escaped(fitted(m_dag.title(), 18, m_width - 2 * margin)) + "</text>\n";
        m_out += std::string("<text x=\"") + decimal(margin) +
                 "\" y=\"64\" font-size=\"11\" fill=\"" + faint + "\">" +
                 std::to_string(m_dag.nodes.size()) + " nodes, " +
                 std::to_string(m_dag.edges.size()) + " edges</text>\n";
    }
    void node(std::size_t i)
    {
        const NodeSpec &spec = m_dag.nodes[i];
        const Spot centre = at(m_layout.nodes[i]);
        const double left = centre.x - boxWidth / 2, top = centre.y - boxHeight / 2;
        const std::string &title = spec.name.empty() ? spec.id : spec.name;
        const bool mapped = spec.execution.isMapStage || !spec.execution.mapOver.empty();
        const char *accent = mapped ? energy : spec.execution.isReduceStage ? hologram : circuit;
        m_out += "<g><title>" +
                 escaped(spec.id + (spec.description.empty() ? "" : "\n" + spec.description)) +
                 "</title>";
        if (mapped) // a second card behind it: several tasks
            m_out += rect(left + 5, top + 5, ground, accent, "0.35");
        m_out += rect(left, top, raised, accent, "0.9");
        m_out += "<rect x=\"" + decimal(left) + "\" y=\"" + decimal(top + 14) +
                 "\" width=\"3\" height=\"" + decimal(boxHeight - 28) + "\" fill=\"" + accent +
                 "\"/>";
        m_out +=
            label(left + 14, top + 23, titleSize, bright, fitted(title, titleSize, boxWidth - 26));
        m_out += label(left + 14, top + 40, typeSize, faint,
                       fitted(kindOf(spec) + extent(spec), typeSize, boxWidth - 26));
        m_out += "</g>\n";
    }
    static std::string extent(const NodeSpec &spec)
    {
        if (!spec.execution.mapOver.empty())
            return " × each";
        return spec.execution.parallelism > 1 ? " × " + std::to_string(spec.execution.parallelism)
                                              : std::string();
    }
    static std::string rect(double x, double y, const char *fill, const char *stroke,
                            const char *opacity)
    {
        return "<rect x=\"" + decimal(x) + "\" y=\"" + decimal(y) + "\" width=\"" +
               decimal(boxWidth) + "\" height=\"" + decimal(boxHeight) + "\" rx=\"8\" fill=\"" +
               fill + "\" stroke=\"" + stroke + "\" stroke-opacity=\"" + opacity + "\"/>";
    }
    static std::string label(double x, double y, double size, const char *colour,
                             const std::string &text)
    {
        return "<text x=\"" + decimal(x) + "\" y=\"" + decimal(y) + "\" font-size=\"" +
               decimal(size) + "\" fill=\"" + colour + "\">" + escaped(text) + "</text>";
    }

    // From the source's right side to the target's left, bends rounded.
    void edge(std::size_t i)
    {
        const EdgeSpec &spec = m_dag.edges[i];
        if (spec.from >= m_layout.nodes.size() || spec.to >= m_layout.nodes.size())
            return;
        std::vector<Spot> way;
        Spot start = at(m_layout.nodes[spec.from]), end = at(m_layout.nodes[spec.to]);
        const double side = end.x >= start.x ? boxWidth / 2 : -boxWidth / 2;
        way.push_back({start.x + side, start.y});
        for (const toolkit::Point3 &bend : m_layout.edges[i])
            way.push_back(at(bend));
        way.push_back({end.x - side, end.y});
        const char *colour = colourOf(spec.condition);
        m_out += "<path d=\"" + path(way) + "\" fill=\"none\" stroke=\"" + colour +
                 "\" stroke-opacity=\"0.75\" stroke-width=\"1.4\"" +
                 (spec.condition == "SUCCESS" ? "" : " stroke-dasharray=\"5 4\"") +
                 " marker-end=\"url(#to" + (colour + 1) + ")\"";
        if (spec.condition == "SUCCESS")
            m_out += "/>\n";
        else
            m_out += "><title>" + escaped(spec.condition) + "</title></path>\n";
    }
    static std::string path(const std::vector<Spot> &way)
    {
        const auto spot = [](const Spot &s) { return decimal(s.x) + " " + decimal(s.y); };
        std::string out = "M" + spot(way[0]);
        if (way.size() == 2) { // a gentle S
            const double middle = (way[0].x + way[1].x) / 2;
            return out + "C" + spot({middle, way[0].y}) + " " + spot({middle, way[1].y}) + " " +
                   spot(way[1]);
        }
        for (std::size_t i = 1; i + 1 < way.size(); ++i)
            out += "L" + spot(towards(way[i], way[i - 1])) + "Q" + spot(way[i]) + " " +
                   spot(towards(way[i], way[i + 1]));
        return out + "L" + spot(way.back());
    }
    static Spot towards(const Spot &from, const Spot &to)
    {
        const double dx = to.x - from.x, dy = to.y - from.y;
        const double length = std::hypot(dx, dy);
        const double part = length > 0 ? std::min(roundness, length / 2) / length : 0;
        return {from.x + dx * part, from.y + dy * part};
    }

    const DagSpec &m_dag;
    const toolkit::Layout &m_layout;
    Spot m_origin;
    double m_width = 0, m_height = 0;
    std::string m_out;
};

} // namespace

std::string toSvg(const DagSpec &dag, const toolkit::Layout &layout)
{
    return Picture(dag, layout).take();
}

} // namespace orrery::model
