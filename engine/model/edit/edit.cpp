// SPDX-License-Identifier: GPL-3.0-or-later
// Plans, writes, and reads again what was written.
#include "model/edit.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <optional>
#include <set>

#include "model/edit/plan.h"
#include "model/edit/writer.h"
#include "model/source.h"
#include "model/text.h"

namespace orrery::model {

namespace {

using inplace::Ops;
using inplace::Plan;
using inplace::Tree;
using toolkit::Format;
using toolkit::Parsed;

constexpr int mostRounds = 200; // of one change: each writes out an alias or more

// One call: the text as it is by now, and the tree of what it has to say.
class Editing {
public:
    Editing(std::string_view text, std::string_view file, const EditOptions &options,
            const ScheduleCheck &checkSchedule, const Catalogue *catalogue)
        : m_before(text), m_now(text), m_file(file), m_options(options), m_check(checkSchedule),
          m_catalogue(catalogue), m_format(detectFormat(text, file))
    {
    }

    Result<Edited> run(std::span<const Change> changes)
    {
        if (m_format != Format::Yaml && m_format != Format::Json)
            return fail(ErrorCode::InvalidSpec, std::string(m_file),
                        "only DAG files in YAML and JSON are edited in place (convert it: orrery "
                        "dag convert FILE --to yaml)");
        if (m_before.size() > m_options.limits.maxBytes)
            return broken();
        for (const Change &change : changes)
            if (const auto good = apply(change); !good)
                return tl::unexpected(good.error());
        return finish();
    }

private:
    Result<> apply(const Change &change)
    {
        for (int round = 0; round < mostRounds; ++round) {
            if (const auto good = read(); !good)
                return good;
            auto plan = inplace::plan(*m_tree, change);
            if (!plan)
                return tl::unexpected(placed(plan.error()));
            if (const auto good = write(plan->ops); !good)
                return good;
            if (plan->again)
                continue;
            for (std::string &note : plan->notes)
                m_out.notes.push_back(std::move(note));
            for (auto &copy : plan->copies)
                m_out.copies.push_back(std::move(copy));
            return addEdges(plan->edges);
        }
        return fail(ErrorCode::Conflict, std::string(m_file),
                    "its aliases are nested too deeply to be edited; write some of them out");
    }

    Result<> addEdges(const std::vector<change::NewEdge> &edges)
    {
        for (bool again = !edges.empty(); again;) {
            if (const auto good = read(); !good)
                return good;
            const auto plan = inplace::planEdges(*m_tree, edges);
            if (!plan)
                return tl::unexpected(placed(plan.error()));
            if (const auto good = write(plan->ops); !good)
                return good;
            again = plan->again;
        }
        return {};
    }

    // The tree of the present text, which says what was meant to be written.
    Result<> read()
    {
        if (m_tree && !m_written)
            return {};
        auto tree = inplace::readTree(m_now, m_format);
        if (!tree && !m_tree)
            return tl::unexpected(broken().error());
        if (!tree || (m_tree && !same(*m_tree, *tree)))
            return tl::unexpected(unsafe().error());
        m_tree.emplace(std::move(*tree));
        m_written = false;
        if (m_tree->root() == none || (*m_tree)[m_tree->root()].kind != Kind::Object)
            return tl::unexpected(broken().error());
        return {};
    }

    Result<> write(const Ops &ops)
    {
        if (ops.empty())
            return {};
        if (!m_manner)
            m_manner.emplace(*m_tree);
        auto edits = inplace::write(*m_tree, *m_manner, ops);
        if (!edits)
            return tl::unexpected(placed(edits.error()));
        m_lastAt = edits->empty() ? 0 : edits->front().at;
        perform(*m_tree, ops);
        m_texts.push_back(applied(m_now, *edits)); // the tree looks into the text before
        m_now = m_texts.back();
        m_out.edits =
            m_texts.size() == 1 ? std::move(*edits) : joined(m_before, m_out.edits, *edits);
        m_written = true;
        return {};
    }

    Result<Edited> finish()
    {
        bool equal = true;
        m_out.text = std::string(m_now);
        m_out.parsed = parse(m_out.text, m_file, m_options.limits, m_check, m_catalogue,
                             [&](const Document &doc) {
                                 equal = doc.complete() && (!m_tree || compare(*m_tree, doc).equal);
                             });
        if (!equal)
            return readsBefore() ? unsafe() : broken();
        if (m_options.refuseNewErrors)
            if (const Finding *finding = newError())
                return fail(ErrorCode::InvalidSpec, placeOf(*finding),
                            finding->message +
                                (finding->fix.empty() ? "" : " (" + finding->fix + ")"));
        m_out.inverse = inverseOf(m_before, m_out.edits);
        return std::move(m_out);
    }

    // Why the text before cannot be edited: its first error.
    [[nodiscard]] Result<Edited> broken() const
    {
        Document doc(m_before);
        Findings inText(m_options.limits.maxFindings);
        if (m_format == Format::Yaml || m_format == Format::Json)
            readSource(doc, m_format, m_options.limits, inText, "");
        std::uint32_t unused = 0;
        std::vector<Finding> findings = inText.take(m_before, m_file, unused);
        if (doc.complete())
            findings = parse(m_before, m_file, m_options.limits, m_check, m_catalogue).findings;
        for (const Finding &finding : findings)
            if (finding.isError())
                return fail(ErrorCode::InvalidSpec, placeOf(finding),
                            finding.message +
                                (finding.fix.empty() ? "" : " (" + finding.fix + ")"));
        return fail(ErrorCode::InvalidSpec, std::string(m_file), "it is not a DAG file");
    }
    [[nodiscard]] bool readsBefore() const
    {
        bool complete = false;
        const Parsed parsed = parse(m_before, m_file, m_options.limits, {}, m_catalogue,
                                    [&](const Document &doc) { complete = doc.complete(); });
        return complete;
    }
    [[nodiscard]] Result<Edited> unsafe() const
    {
        return fail(ErrorCode::Conflict, placeOf(m_lastAt),
                    "the way this place is written leaves no edit that keeps all else; change the "
                    "text here by hand");
    }

    // An error that the text before did not have.
    [[nodiscard]] const Finding *newError() const
    {
        if (m_out.parsed.ok() || m_texts.empty())
            return nullptr;
        const Parsed before = parse(m_before, m_file, m_options.limits, m_check, m_catalogue);
        std::multiset<std::string> known;
        for (const Finding &finding : before.findings)
            if (finding.isError())
                known.insert(finding.message);
        for (const Finding &finding : m_out.parsed.findings) {
            if (!finding.isError())
                continue;
            const auto found = known.find(finding.message);
            if (found == known.end())
                return &finding;
            known.erase(found);
        }
        return nullptr;
    }

    [[nodiscard]] std::string placeOf(const Finding &finding) const
    {
        return finding.line == 0 ? std::string(m_file)
                                 : std::string(m_file) + ":" + std::to_string(finding.line) + ":" +
                                       std::to_string(finding.column);
    }
    [[nodiscard]] std::string placeOf(std::size_t at) const
    {
        const LineColumn place = LineCounter(m_texts.size() > 1 ? m_before : m_now).at(at);
        return std::string(m_file) + ":" + std::to_string(place.line) + ":" +
               std::to_string(place.column);
    }
    // An offset becomes file:line:column, a name stays.
    [[nodiscard]] Error placed(Error error) const
    {
        std::size_t at = 0;
        const char *end = error.where.data() + error.where.size();
        const auto read = std::from_chars(error.where.data(), end, at);
        if (read.ec == std::errc() && read.ptr == end && !error.where.empty())
            error.where = placeOf(at);
        else
            error.where = std::string(m_file) + ": " + error.where;
        return error;
    }

    std::string_view m_before;
    std::string_view m_now;
    std::string_view m_file;
    const EditOptions &m_options;
    const ScheduleCheck &m_check;
    const Catalogue *m_catalogue;
    Format m_format;
    std::deque<std::string> m_texts; // one after each round
    std::optional<Tree> m_tree;
    std::optional<inplace::Manner> m_manner;
    bool m_written = false;
    std::size_t m_lastAt = 0;
    Edited m_out;
};

} // namespace

Result<Edited> edit(std::string_view text, std::string_view file, std::span<const Change> changes,
                    const EditOptions &options, const ScheduleCheck &checkSchedule,
                    const Catalogue *catalogue)
{
    return Editing(text, file, options, checkSchedule, catalogue).run(changes);
}

} // namespace orrery::model
