// SPDX-License-Identifier: GPL-3.0-or-later
// The file: its job, and the edges between its tasks. droplettask.cpp reads a task.
#include "model/formats/droplet.h"

#include <charconv>
#include <map>
#include <set>
#include <unordered_map>

#include <google/protobuf/io/coded_stream.h>

#include "model/duration.h"
#include "model/formats/dropletparts.h"
#include "model/formats/quartz.h"
#include "model/formats/wirescan.h"
#include "model/text.h"

namespace orrery::model {

namespace {

namespace pb = google::protobuf;

using droplet::objectAt;
using modelProto::Job;
using modelProto::Task;

class DropletReader {
public:
    DropletReader(const modelProto::DropletFile &file, const toolkit::Limits &limits,
                  Findings &findings)
        : m_file(file), m_limits(limits), m_findings(findings)
    {
    }
    OrderedJson read();

private:
    void readJob(OrderedJson &dag);
    void readSchedule(OrderedJson &dag, const std::string &cron);
    void readConfigs(OrderedJson &dag, const Job &written);
    void readTags(OrderedJson &dag, const Job &written);
    void readTimeout(OrderedJson &dag, const std::string &hours);
    void readPriority(OrderedJson &dag, const std::string &told);
    void tellJob(const Job &job);
    OrderedJson readEdges(const OrderedJson &carried);
    OrderedJson mappingOf(int from, int to) const;

    const modelProto::DropletFile &m_file;
    const toolkit::Limits &m_limits;
    Findings &m_findings;
    std::vector<std::string> m_ids; // of the nodes
    std::unordered_map<std::string, int> m_byId;
    std::unordered_map<int, int> m_byTask; // taskId -> index
};

OrderedJson DropletReader::read()
{
    OrderedJson dag = OrderedJson::object();
    for (const Task &task : m_file.tasks()) {
        if (task.extendarguments().contains(droplet::dagKey)) {
            dag = droplet::carriedOf(task, droplet::dagKey, m_limits, m_findings);
            break;
        }
    }
    const OrderedJson edges = dag.contains("edges") ? dag["edges"] : OrderedJson::array();
    dag.erase("edges");
    dag.erase("nodes");
    readJob(dag);
    OrderedJson nodes = OrderedJson::array();
    droplet::TaskReader tasks(m_limits, m_findings);
    for (int i = 0; i < m_file.tasks_size(); ++i) {
        const Task &task = m_file.tasks(i);
        if (!m_byTask.emplace(task.taskid(), i).second)
            m_findings.errorAt(
                0, "taskId " + std::to_string(task.taskid()) + " is given to more than one task",
                "give each task its own");
        nodes.push_back(tasks.read(task));
        m_ids.push_back(nodes.back()["nodeId"].get<std::string>());
        m_byId.emplace(m_ids.back(), i);
    }
    tasks.tellCounts(m_file.tasks_size());
    dag["nodes"] = std::move(nodes);
    dag["edges"] = readEdges(edges);
    return dag;
}

void DropletReader::readJob(OrderedJson &dag)
{
    const Job &job = m_file.job();
    const Job written = droplet::jobOf(dag);
    if (job.jobname() != written.jobname())
        dag["name"] = job.jobname();
    if (!dag.contains("dagId")) {
        std::string id = droplet::identifierFrom(job.jobname());
        if (id.empty())
            id = "job_" + std::to_string(job.jobid());
        if (id == job.jobname())
            dag.erase("name");
        dag["dagId"] = std::move(id);
    }
    const std::string &owner = job.jobowner().empty() ? job.creater() : job.jobowner();
    if (owner != written.jobowner())
        dag["owner"] = owner;
    if (job.desc() != written.desc())
        dag["description"] = job.desc();
    if (job.version() != written.version())
        dag["version"] = job.version();
    if (job.cron() != written.cron())
        readSchedule(dag, job.cron());
    if (job.priority() != written.priority())
        readPriority(dag, job.priority());
    if (job.cronkillhour() != written.cronkillhour())
        readTimeout(dag, job.cronkillhour());
    readConfigs(dag, written);
    readTags(dag, written);
    tellJob(job);
}

void DropletReader::readSchedule(OrderedJson &dag, const std::string &cron)
{
    if (cron.empty()) {
        objectAt(dag, "schedule").erase("type");
        objectAt(dag, "schedule").erase("expression");
        return;
    }
    const auto ours = fromQuartz(cron);
    if (!ours) {
        m_findings.warningAt(0,
                             "cron " + inQuotes(cron) +
                                 " is not kept: a schedule here has no seconds, years, L, W or #",
                             "write it with `schedule.expression`");
        return;
    }
    OrderedJson &schedule = objectAt(dag, "schedule");
    schedule["type"] = "CRON";
    schedule["expression"] = *ours;
}

/// A number, or one of the words that stand for one.
void DropletReader::readPriority(OrderedJson &dag, const std::string &told)
{
    constexpr std::int64_t most = 1000;
    static const std::map<std::string, std::int64_t, std::less<>> words{
        {"", 0}, {"HIGH", 100}, {"MEDIUM", 0}, {"NORMAL", 0}, {"LOW", -100}};
    std::int64_t number = 0;
    if (const auto word = words.find(upper(told)); word != words.end()) {
        number = word->second;
    } else {
        const auto read = std::from_chars(told.data(), told.data() + told.size(), number);
        if (read.ec != std::errc() || read.ptr != told.data() + told.size() || number < -most ||
            number > most) {
            m_findings.warningAt(0,
                                 "job.priority " + inQuotes(told) +
                                     " is not kept: it is no whole number from -1000 to 1000, "
                                     "HIGH, MEDIUM, NORMAL or LOW",
                                 "write it with `priority`");
            return;
        }
    }
    if (number == 0)
        dag.erase("priority");
    else
        dag["priority"] = number;
}

/// Theirs kills the runs of a schedule only; here a run is a run.
void DropletReader::readTimeout(OrderedJson &dag, const std::string &hours)
{
    constexpr std::uint32_t most = 24 * 366;
    std::uint32_t count = 0;
    const auto read = std::from_chars(hours.data(), hours.data() + hours.size(), count);
    if (hours.empty()) {
        dag.erase("timeout");
    } else if (read.ec != std::errc() || read.ptr != hours.data() + hours.size() || count > most) {
        m_findings.warningAt(0,
                             "job.cronKillHour " + inQuotes(hours) +
                                 " is not kept: it is no whole number of hours",
                             "write it with `timeout`");
    } else if (count == 0) { // their way to say that nothing is killed
        dag.erase("timeout");
    } else {
        dag["timeout"] = formatDuration(SpanMs{3'600'000} * count);
    }
}

void DropletReader::readConfigs(OrderedJson &dag, const Job &written)
{
    const Job &job = m_file.job();
    if (job.queue() != written.queue()) {
        objectAt(dag, "globalConfigs")["defaultResourcePool"] = job.queue();
        if (job.queue().empty())
            dag["globalConfigs"].erase("defaultResourcePool");
    }
    if (job.alert() == written.alert())
        return;
    OrderedJson channels = OrderedJson::array();
    for (std::size_t at = 0; at < job.alert().size();) {
        const std::size_t end = std::min(job.alert().find_first_of(",;", at), job.alert().size());
        if (end > at)
            channels.push_back(job.alert().substr(at, end - at));
        at = end + 1;
    }
    objectAt(dag, "globalConfigs")["notificationChannels"] = std::move(channels);
}

void DropletReader::readTags(OrderedJson &dag, const Job &written)
{
    const auto change = [&](const char *word, const std::string &now, const std::string &before) {
        if (now == before)
            return;
        OrderedJson tags = OrderedJson::array();
        if (const auto old = dag.find("tags"); old != dag.end() && old->is_array()) {
            for (const OrderedJson &tag : *old) {
                if (tag != OrderedJson(word + before))
                    tags.push_back(tag);
            }
        }
        if (!now.empty())
            tags.push_back(word + now);
        dag["tags"] = std::move(tags);
    };
    change("project:", m_file.job().project(), written.project());
    change("group:", m_file.job().group(), written.group());
}

void DropletReader::tellJob(const Job &job)
{
    const auto tell = [&](bool isSet, const char *field) {
        if (isSet)
            m_findings.warningAt(0, "job." + std::string(field) + " is not kept",
                                 "a DAG has no place for it");
    };
    tell(job.jobid() != 0, "jobId");
    tell(!job.activeornot().empty(), "activeOrNot");
    tell(job.historyid() != 0, "historyId");
    tell(job.lastupdatetime() != 0, "lastUpdateTime");
    tell(!job.uploadfile().empty(), "uploadFile");
    tell(!job.creater().empty() && !job.jobowner().empty() && job.creater() != job.jobowner(),
         "creater");
    tell(!job.opsid().empty(), "opsid");
    tell(!job.runtype().empty() && job.runtype() != "dag", "runType");
    tell(!job.runstatus().empty(), "runStatus");
    for (const auto &[isSet, field] : {std::pair(!job.loopstatus().empty(), "loopStatus"),
                                       std::pair(job.looprunningsize() != 0, "loopRunningSize"),
                                       std::pair(job.loopmaxsize() != 0, "loopMaxSize")})
        if (isSet)
            m_findings.warningAt(0, "job." + std::string(field) + " is not kept",
                                 "a DAG as a whole does not loop; its nodes do, with "
                                 "executionConfig.loop, a SUBDAG node around a whole DAG too");
    tell(!job.dagestimatetime().empty(), "dagEstimateTime");
    if (job.taskcount() != 0 && job.taskcount() != m_file.tasks_size())
        m_findings.warningAt(0, "job.taskCount is " + std::to_string(job.taskcount()) +
                                    ", but the file holds " + std::to_string(m_file.tasks_size()) +
                                    " tasks");
}

// Outputs and inputs that are the same dataset.
OrderedJson DropletReader::mappingOf(int from, int to) const
{
    OrderedJson mapping = OrderedJson::object();
    for (const modelProto::Dataset &given : m_file.tasks(from).outputdataset()) {
        for (const modelProto::Dataset &taken : m_file.tasks(to).inputdataset()) {
            const std::string output = droplet::identifierFrom(droplet::nameOf(given)),
                              input = droplet::identifierFrom(droplet::nameOf(taken));
            if (!given.datasetid().empty() && given.datasetid() == taken.datasetid() &&
                !output.empty() && !input.empty())
                mapping[output] = input;
        }
    }
    return mapping;
}

OrderedJson DropletReader::readEdges(const OrderedJson &carried)
{
    std::set<std::pair<int, int>> wanted, done; // from, to
    for (int to = 0; to < m_file.tasks_size(); ++to) {
        for (const int id : m_file.tasks(to).idset()) {
            const auto from = m_byTask.find(id);
            if (id != 0 && from == m_byTask.end())
                m_findings.errorAt(0,
                                   "task " + std::to_string(m_file.tasks(to).taskid()) +
                                       " waits for task " + std::to_string(id) +
                                       ", which is not in the file",
                                   "correct its idSet");
            else if (id != 0)
                wanted.emplace(from->second, to);
        }
    }
    OrderedJson edges = OrderedJson::array();
    for (const OrderedJson &edge : carried.is_array() ? carried : OrderedJson::array()) {
        const auto endOf = [&](const char *key) {
            const auto end = edge.find(key);
            const auto known = end != edge.end() && end->is_string()
                                   ? m_byId.find(end->get<std::string>())
                                   : m_byId.end();
            return known == m_byId.end() ? -1 : known->second;
        };
        const std::pair<int, int> ends{endOf("from"), endOf("to")};
        if (!wanted.contains(ends))
            continue; // somebody took it out
        edges.push_back(edge);
        done.insert(ends);
    }
    for (const auto &[from, to] : wanted) {
        if (done.contains({from, to}))
            continue;
        const auto index = [&](int i) { return m_ids[static_cast<std::size_t>(i)]; };
        OrderedJson edge = {{"from", index(from)}, {"to", index(to)}};
        if (OrderedJson mapping = mappingOf(from, to); !mapping.empty())
            edge["dataMapping"] = std::move(mapping);
        edges.push_back(std::move(edge));
    }
    return edges;
}

} // namespace

std::string jsonFromDroplet(std::string_view bytes, const toolkit::Limits &limits,
                            Findings &findings)
{
    std::map<int, std::uint32_t> counts;
    if (!scanWire(bytes, *modelProto::DropletFile::descriptor(), UnknownField::Warning, limits,
                  findings, counts))
        return {};
    if (counts[modelProto::DropletFile::kTasksFieldNumber] > limits.maxNodes) {
        findings.errorAt(0, "more than " + std::to_string(limits.maxNodes) + " tasks",
                         "raise the setting limits.maxNodes");
        return {};
    }
    pb::io::CodedInputStream in(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                static_cast<int>(bytes.size()));
    in.SetRecursionLimit(static_cast<int>(limits.maxDepth) + 1);
    modelProto::DropletFile file;
    if (!file.ParseFromCodedStream(&in) || !in.ConsumedEntireMessage() || !file.has_job()) {
        findings.errorAt(0, "the file is no protobuf message modelProto.DropletFile",
                         "see resources/proto/droplet.proto");
        return {};
    }
    return DropletReader(file, limits, findings)
        .read()
        .dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

} // namespace orrery::model
