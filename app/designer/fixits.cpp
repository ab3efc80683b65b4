// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/fixits.h"

#include <cctype>

#include <QCoreApplication>

#include "bridge/text.h"
#include "engine/connect.h"

namespace orrery::designer {

using bridge::qs;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FixIt)
};

/// The first text in double quotes at or behind `from`; "" when there is none.
std::string quoted(const std::string &text, std::size_t from = 0)
{
    const std::size_t open = text.find('"', from);
    const std::size_t close = open == std::string::npos ? open : text.find('"', open + 1);
    return close == std::string::npos ? std::string() : text.substr(open + 1, close - open - 1);
}

/// Offset of a line and column, both from 1, the column in characters; npos behind the end.
std::size_t offsetOf(std::string_view text, std::uint32_t line, std::uint32_t column)
{
    std::size_t at = 0;
    for (std::uint32_t i = 1; i < line; ++i) {
        at = text.find('\n', at);
        if (at == std::string_view::npos)
            return at;
        ++at;
    }
    for (std::uint32_t i = 1; i < column && at < text.size(); ++at)
        if (at + 1 == text.size() || (static_cast<unsigned char>(text[at + 1]) & 0xC0U) != 0x80U)
            ++i;
    return at;
}

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-';
}

/// The first whole word at or behind `from`.
std::size_t wordAt(std::string_view text, std::size_t from, const std::string &word)
{
    for (std::size_t at = text.find(word, from); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const bool begins = at == 0 || !isWord(text[at - 1]) || !isWord(word.front());
        const std::size_t end = at + word.size();
        if (begins && (end == text.size() || !isWord(text[end]) || !isWord(word.back())))
            return at;
    }
    return std::string_view::npos;
}

std::optional<FixIt> respelt(const Finding &finding, std::string_view text)
{
    static const std::string asked = "did you mean \"";
    for (const std::string *told : {&finding.fix, &finding.message}) {
        const std::size_t found = told->find(asked);
        if (found == std::string::npos)
            continue;
        const std::string meant = quoted(*told, found), wrong = quoted(finding.message);
        const std::size_t from = offsetOf(text, finding.line, finding.column);
        if (meant.empty() || wrong.empty() || wrong == meant || finding.line == 0 ||
            from == std::string_view::npos)
            return std::nullopt;
        const std::size_t at = wordAt(text, from, wrong);
        if (at == std::string_view::npos)
            return std::nullopt;
        return FixIt{Words::tr("Write %1 instead of %2").arg(qs(meant), qs(wrong)),
                     {{at, wrong.size(), meant}},
                     {}};
    }
    return std::nullopt;
}

std::optional<std::uint32_t> indexIn(const std::string &path, const char *list)
{
    const QStringList steps = qs(path).split(QLatin1Char('/'));
    bool number = false;
    const uint index = steps.value(1).toUInt(&number);
    return steps.value(0) == QLatin1String(list) && number ? std::optional(index) : std::nullopt;
}

std::optional<FixIt> withoutEdge(const Finding &finding, const DagSpec &dag)
{
    const auto index = indexIn(finding.path, "edges");
    if (!index || *index >= dag.edges.size())
        return std::nullopt;
    const EdgeSpec &edge = dag.edges[*index];
    const bool itself = edge.from != none && edge.from == edge.to;
    const bool twice = finding.message.find(" stands twice") != std::string::npos &&
                       edge.dataMapping.empty() && edge.condition == "SUCCESS";
    if (!itself && !twice)
        return std::nullopt;
    return FixIt{
        Words::tr("Remove this edge"), {}, {change::Remove{"edges/" + std::to_string(*index)}}};
}

std::optional<FixIt> fed(const Finding &finding, const DagSpec &dag)
{
    const auto node = indexIn(finding.path, "nodes");
    if (!node || *node >= dag.nodes.size() ||
        finding.message.find("nothing feeds the required input") == std::string::npos)
        return std::nullopt;
    const std::string input = quoted(finding.message);
    std::optional<FixIt> found;
    for (const EdgeSpec &edge : dag.edges) {
        if (edge.to != *node || edge.from == none || edge.from == edge.to)
            continue;
        for (const auto &[output, fedInput] : toolkit::suggestMapping(dag, edge.from, edge.to)) {
            if (fedInput != input)
                continue;
            if (found)
                return std::nullopt; // two could: one has to choose
            auto mapping = edge.dataMapping;
            std::erase_if(mapping, [&o = output](const auto &pair) { return pair.first == o; });
            mapping.emplace_back(output, input);
            const std::string &from = dag.nodes[edge.from].id;
            found = FixIt{
                Words::tr("Feed it with %1.%2").arg(qs(from), qs(output)),
                {},
                {change::SetEdge{from, dag.nodes[*node].id, std::nullopt, std::move(mapping)}}};
        }
    }
    return found;
}

} // namespace

std::optional<FixIt> fixOf(const Finding &finding, std::string_view text, const DagSpec &dag)
{
    if (auto fix = respelt(finding, text))
        return fix;
    if (auto fix = withoutEdge(finding, dag))
        return fix;
    return fed(finding, dag);
}

} // namespace orrery::designer
