// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/findings.h"

#include <algorithm>

#include "model/text.h"

namespace orrery {

std::string Finding::text() const
{
    std::string out = file;
    if (line > 0)
        out.append(":").append(std::to_string(line)).append(":").append(std::to_string(column));
    out += isError() ? ": error: " : ": warning: ";
    if (line == 0 && !path.empty())
        out.append(path).append(": ");
    out += message;
    if (!fix.empty())
        out.append(" (").append(fix).append(")");
    return out;
}

} // namespace orrery

namespace orrery::model {

void Findings::add(std::size_t at, std::string path, Finding::Severity severity,
                   std::string message, std::string fix)
{
    if (severity == Finding::Severity::Error)
        ++m_errors;
    if (full()) {
        ++m_uncounted;
        return;
    }
    Finding finding;
    finding.severity = severity;
    finding.path = std::move(path);
    finding.message = std::move(message);
    finding.fix = std::move(fix);
    m_found.push_back({at, std::move(finding)});
}

void Findings::error(const Document &doc, ValueId value, std::string message, std::string fix)
{
    add(doc[value].at, full() ? std::string() : doc.path(value), Finding::Severity::Error,
        std::move(message), std::move(fix));
}

void Findings::warning(const Document &doc, ValueId value, std::string message, std::string fix)
{
    add(doc[value].at, full() ? std::string() : doc.path(value), Finding::Severity::Warning,
        std::move(message), std::move(fix));
}

void Findings::errorAtKey(const Document &doc, ValueId value, std::string message, std::string fix)
{
    add(doc[value].keyAt, full() ? std::string() : doc.path(value), Finding::Severity::Error,
        std::move(message), std::move(fix));
}

void Findings::errorAt(std::size_t offset, std::string message, std::string fix)
{
    add(offset, {}, Finding::Severity::Error, std::move(message), std::move(fix));
}

void Findings::warningAt(std::size_t offset, std::string message, std::string fix)
{
    add(offset, {}, Finding::Severity::Warning, std::move(message), std::move(fix));
}

void Findings::append(Findings &&other)
{
    for (Placed &placed : other.m_found)
        m_found.push_back(std::move(placed));
    m_errors += other.m_errors;
    m_uncounted += other.m_uncounted;
}

std::vector<Finding> Findings::take(std::string_view source, std::string_view file,
                                    std::uint32_t &suppressed)
{
    std::stable_sort(m_found.begin(), m_found.end(),
                     [](const Placed &a, const Placed &b) { return a.at < b.at; });
    suppressed = m_uncounted;
    // Errors are never pushed out by warnings.
    std::vector<Finding> out;
    std::uint32_t room = m_limit;
    for (const Placed &placed : m_found)
        room -= placed.finding.isError() && room > 0 ? 1 : 0;
    std::uint32_t errorsLeft = m_limit;
    LineCounter lines(source);
    for (Placed &placed : m_found) {
        std::uint32_t &left = placed.finding.isError() ? errorsLeft : room;
        if (left == 0) {
            ++suppressed;
            continue;
        }
        --left;
        const LineColumn place = lines.at(placed.at);
        placed.finding.file = file;
        placed.finding.line = place.line;
        placed.finding.column = place.column;
        out.push_back(std::move(placed.finding));
    }
    m_found.clear();
    return out;
}

std::vector<Finding> Findings::takeUnplaced(std::string_view file, std::uint32_t &suppressed)
{
    std::vector<Finding> out = take({}, file, suppressed);
    for (Finding &finding : out)
        finding.line = finding.column = 0;
    return out;
}

} // namespace orrery::model
