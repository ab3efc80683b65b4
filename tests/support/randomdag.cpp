// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/randomdag.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include <nlohmann/json.hpp>

namespace orrery::support {

namespace {

class Maker {
public:
    explicit Maker(std::uint32_t seed) : m_random(seed) {}

    DagSpec make(std::uint32_t most)
    {
        DagSpec dag;
        dag.id = identifier();
        if (chance())
            dag.name = "Name of " + text();
        dag.description = maybe();
        dag.version = maybe();
        dag.owner = maybe();
        for (std::uint32_t i = below(4); i > 0; --i)
            dag.tags.push_back(text());
        if (chance())
            dag.tags.push_back("project:" + text());
        if (chance())
            dag.schedule = {"CRON", pick(crons), pick(zones), retry()};
        for (const std::string &name : names(below(4)))
            dag.parameters.push_back(typed<Parameter>(name));
        dag.maxParallelTasks = chance() ? below(100) : 0;
        if (chance())
            dag.globalConfigs =
                R"({"notificationChannels":["EMAIL","a b"],"defaultResourcePool":"fast"})";
        if (chance())
            dag.mapReduceConfig = R"({"spillThresholdMB":1024,"enabled":true})";
        if (chance())
            dag.recordedMachines = machines();
        const std::uint32_t count = 1 + below(most);
        for (const std::string &name : names(count))
            dag.nodes.push_back(node(name));
        edges(dag);
        return dag;
    }

private:
    static constexpr std::array<const char *, 4> crons = {"0 2 * * *", "*/5 1-3 * * 1-5",
                                                          "0 0 1 * *", "0 0 1 * 1"};
    static constexpr std::array<const char *, 3> zones = {"UTC", "Asia/Shanghai",
                                                          "America/New_York"};

    std::uint32_t below(std::uint32_t n)
    {
        return n == 0 ? 0 : static_cast<std::uint32_t>(m_random() % n);
    }
    bool chance() { return below(2) == 0; }
    std::string text() { return randomText(m_random); }
    std::string maybe() { return chance() ? text() : std::string(); }
    template <typename List>
    typename List::value_type pick(const List &list)
    {
        return list[below(static_cast<std::uint32_t>(list.size()))];
    }
    std::string identifier()
    {
        static constexpr std::string_view letters = "abcXYZ019._-";
        std::string out = "n";
        for (std::uint32_t i = below(8); i > 0; --i)
            out += letters[below(static_cast<std::uint32_t>(letters.size()))];
        return out;
    }
    std::set<std::string> names(std::uint32_t count)
    {
        std::set<std::string> out;
        while (out.size() < count)
            out.insert(identifier() + std::to_string(out.size()));
        return out;
    }
    RetryPolicy retry() { return {below(5), SpanMs{below(100'000)}, 1.0 + below(4) * 0.25}; }

    template <typename T>
    T typed(const std::string &name)
    {
        static constexpr std::array<std::array<const char *, 2>, 7> kinds = {
            {{"ANY", "{\"b\":[1,2.5,null],\"a\":\"\\u0001\"}"},
             {"STRING", "\"x \\\"y\\\" \\n\""},
             {"INTEGER", "-7"},
             {"NUMBER", "1.5e-9"},
             {"BOOLEAN", "false"},
             {"ARRAY<MAP<STRING, NUMBER>>", "[{\"k\":1},{}]"},
             {"OBJECT", "{\"datasetId\":\"d1\",\"datasetName\":\"n\",\"columns\":[{\"name\":\"c\","
                        "\"type\":\"INT\"}]}"}}};
        const auto kind = pick(kinds);
        T out;
        out.name = name;
        out.type = kind[0];
        out.required = chance();
        if (chance())
            out.defaultValue = normal(kind[1]);
        out.description = maybe();
        return out;
    }
    // As a reader keeps it.
    static std::string normal(const char *json);

    std::vector<RecordedMachine> machines()
    {
        std::vector<RecordedMachine> out;
        for (const std::string &name : names(1 + below(3)))
            out.push_back({name, 0.5 * below(9), 100.0 * below(40), below(1000) * 4096ULL, maybe(),
                           maybe(), maybe(), maybe()});
        return out;
    }
    std::vector<RecordedFile> files()
    {
        std::vector<RecordedFile> out;
        for (std::uint32_t i = below(3); i > 0; --i)
            out.push_back({"f" + text(), below(3) * 1000ULL});
        return out;
    }
    Recorded recorded()
    {
        Recorded out{below(1000) / 8.0,
                     below(3) * 1.5,
                     below(100) * 1.25,
                     below(9) * 4096ULL,
                     below(9) * 1'000'000ULL,
                     below(9) * 7ULL,
                     maybe(),
                     {},
                     files(),
                     files()};
        for (std::uint32_t i = below(4); i > 0; --i)
            out.command.push_back(text());
        return out;
    }
    void program(TaskDefinition &task)
    {
        switch (below(4)) {
        case 0:
            break;
        case 1:
            task.runtime = Runtime::Exec;
            task.runtimeName = "EXEC";
            task.command = {"/bin/echo", text(), ""};
            break;
        case 2:
            task.runtime = Runtime::Shell;
            task.runtimeName = "SHELL";
            task.script = "x" + text();
            break;
        default:
            task.runtime = Runtime::Http;
            task.runtimeName = "HTTP";
            task.http = HttpRequest{
                "POST", "http://x/" + text(), {{"Accept", text()}, {"A", "*"}}, text(), {200, 404}};
        }
    }
    void execution(ExecutionConfig &out)
    {
        out.timeout = SpanMs{1000} * below(9'000);
        out.parallelism = 1 + below(9);
        out.memoryIntensive = chance();
        out.network = chance();
        out.externalEffects = chance();
        out.partitionStrategy = maybe();
        out.isolation = Isolation::Sandbox;
        out.retry = retry();
        out.triggerRule = static_cast<TriggerRule>(below(7));
        if (chance()) {
            out.mapOverFile = "x" + text();
            out.itemName = maybe();
            out.minSuccessRatio = below(5) / 4.0;
        } else if (chance()) {
            out.loop = LoopSpec{"1 < 2", chance(), 1 + below(9)};
        }
        if (!out.externalEffects && chance())
            out.cache = CacheSpec{chance(),   {"x" + text()},          {"y" + text()},
                                  {"A", "B"}, SpanMs{1000} * below(9), maybe()};
    }
    NodeSpec node(const std::string &id)
    {
        NodeSpec out;
        out.id = id;
        if (chance())
            out.name = "Task " + text();
        out.description = maybe();
        out.type = maybe();
        if (chance())
            out.position = Position{below(1000) / 8.0, -1.5 * below(9), 1e-7};
        program(out.task);
        out.task.artifactId = below(4) == 0 ? text() : "";
        out.task.database = maybe();
        out.task.className = maybe();
        out.task.image = maybe();
        for (const std::string &name : names(below(3)))
            out.task.environment.emplace_back(name, text());
        for (const std::string &name : names(below(4)))
            out.task.inputs.push_back(typed<Port>("in." + name));
        for (const std::string &name : names(below(3)))
            out.task.outputs.push_back(typed<Port>("out." + name));
        if (chance())
            out.resources = {0.25 * below(9), below(4096), below(3), below(10), "HIGH"};
        if (chance())
            execution(out.execution);
        if (chance())
            out.recorded = recorded();
        return out;
    }
    void edges(DagSpec &dag)
    {
        static constexpr std::array<const char *, 4> conditions = {"SUCCESS", "FAILURE", "ALWAYS",
                                                                   "1 < 2"};
        for (NodeIndex to = 1; to < dag.nodes.size(); ++to) {
            for (NodeIndex from = 0; from < to; ++from) {
                if (below(3) != 0)
                    continue;
                EdgeSpec edge{from, to, pick(conditions), {}};
                const std::vector<Port> &given = dag.nodes[from].task.outputs;
                std::vector<Port> &taken = dag.nodes[to].task.inputs;
                if (chance() && !given.empty() && !taken.empty() && given[0].type == taken[0].type)
                    edge.dataMapping = {{given[0].name, taken[0].name}};
                dag.edges.push_back(std::move(edge));
            }
        }
        // A required input that nothing feeds is a parameter of a root, and a mistake elsewhere.
        for (const EdgeSpec &edge : dag.edges) {
            for (Port &port : dag.nodes[edge.to].task.inputs)
                port.required = port.required && !port.defaultValue.empty();
        }
        std::shuffle(dag.edges.begin(), dag.edges.end(), m_random);
    }

    std::mt19937 m_random;
};

std::string Maker::normal(const char *json)
{
    return nlohmann::ordered_json::parse(json).dump();
}

} // namespace

std::string randomText(std::mt19937 &random)
{
    static constexpr std::array<const char *, 48> pieces = {
        "a", "Z",  "0",  " ",      "  ",     "\n", "\n\n", ":",    ": ",  " #",
        "#", "-",  "- ", "'",      "\"",     "\\", "{",    "}",    "[",   "]",
        ",", "&",  "*",  "!",      "|",      ">",  "%",    "@",    "`",   "?",
        "=", "\t", "\r", "\x01",   "\x7F",   "~",  "null", "true", "1e3", "0x1F",
        "é", "名", "😀",  "\u0085", "\u2028", "<<", "...",  "---"};
    std::string out;
    for (auto i = random() % 6; i > 0; --i)
        out += pieces[random() % pieces.size()];
    return out;
}

DagSpec randomDag(std::uint32_t seed, std::uint32_t most)
{
    return Maker(seed).make(most);
}

} // namespace orrery::support
