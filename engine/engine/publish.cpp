// SPDX-License-Identifier: GPL-3.0-or-later
// Versions: a file is read and checked away from the loop, then gets its number in the journal.
#include <algorithm>
#include <utility>

#include "engine/core.h"
#include "engine/start.h"
#include "engine/toolkit.h"

namespace orrery::engine {

struct Core::Publishing {
    PublishRequest request;
    std::shared_ptr<const DagSpec> dag;
    std::string canonical;
    VersionId version;
    std::string status;
    std::optional<Error> error;
};

namespace {

std::string statusOf(const std::vector<Finding> &findings)
{
    if (findings.empty())
        return "valid";
    return std::to_string(findings.size()) + (findings.size() == 1 ? " warning" : " warnings");
}

std::string formatOf(const PublishRequest &request)
{
    return toolkit::detectFormat(request.text, request.file) == toolkit::Format::Yaml ? "yaml"
                                                                                      : "json";
}

} // namespace

void Core::publish(PublishRequest request, Reply<Published> reply)
{
    m_workers.run([this, request = std::move(request), reply = std::move(reply),
                   alive = std::weak_ptr(m_alive)]() mutable {
        auto read = std::make_shared<Publishing>();
        toolkit::Parsed parsed =
            toolkit::parse(request.text, request.file,
                           *catalogueFor(request.text, m_options.programDir, m_options.home));
        std::string errors;
        for (const Finding &finding : parsed.findings)
            if (finding.isError())
                errors += (errors.empty() ? "" : "\n") + finding.text();
        if (!errors.empty())
            read->error = Error{ErrorCode::InvalidSpec, request.file, errors};
        for (Finding &finding :
             missingFiles(parsed.dag, request.text, request.file, Finding::Severity::Warning))
            parsed.findings.push_back(std::move(finding));
        read->request = std::move(request);
        read->status = statusOf(parsed.findings);
        read->canonical = toolkit::toJson(parsed.dag, -1);
        read->version = toolkit::versionOf(parsed.dag);
        read->dag = std::make_shared<const DagSpec>(std::move(parsed.dag));
        m_loop.post([this, read, reply, alive] {
            if (!alive.expired())
                publishChecked(std::move(*read), reply);
        });
    });
}

void Core::publishChecked(Publishing publishing, const Reply<Published> &reply)
{
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", "nothing can be published now: " + m_stalled));
    if (publishing.error)
        return reply(tl::unexpected(*publishing.error));
    const PublishRequest &request = publishing.request;
    Published answer{DagId(publishing.dag->id), publishing.version, 1, true, true};
    const std::vector<VersionSummary> known = m_store->versions(answer.dag);
    if (!known.empty() && known.front().number > 0) {
        const VersionSummary &newest = known.front();
        answer.number = newest.number + 1;
        if (newest.version == publishing.version) {
            const auto before = m_store->published({answer.dag, newest.number, {}});
            answer.sameText = before && before->text == request.text;
            answer.isNew = request.exact && !answer.sameText;
        }
        if (!answer.isNew) {
            answer.number = newest.number;
            return hold(types::Effect::AnswerUser, [reply, answer] { reply(answer); });
        }
    }
    VersionText kept;
    kept.summary.dag = answer.dag;
    kept.summary.number = answer.number;
    kept.summary.version = publishing.version;
    kept.summary.at = m_loop.wall();
    kept.summary.by = userName();
    kept.summary.message = request.message;
    kept.summary.file = request.file;
    kept.summary.status = publishing.status;
    kept.summary.rolledBackTo = request.rolledBackTo;
    kept.summary.nodes = publishing.dag->nodes.size();
    kept.summary.edges = publishing.dag->edges.size();
    kept.format = formatOf(request);
    kept.text = request.text;
    Event event{0,
                {},
                DagPublished{answer.dag, answer.number, answer.version, kept.summary.by,
                             request.message, request.rolledBackTo, kept.summary.at}};
    m_store->putVersion(publishing.version, *publishing.dag, publishing.canonical);
    m_store->putPublication(std::move(kept));
    if (!request.file.empty())
        m_store->remember(request.file, m_loop.wall());
    m_store->append(event);
    m_lastSeq = event.seq;
    ++m_facts;
    hold(types::Effect::AnswerUser, [reply, answer] { reply(answer); });
    tick();
}

void Core::versions(const DagId &dag, const Reply<std::vector<VersionSummary>> &reply)
{
    reply(m_store->versions(dag));
}

void Core::version(const VersionRef &ref, const Reply<VersionText> &reply)
{
    reply(m_store->published(ref));
}

} // namespace orrery::engine
