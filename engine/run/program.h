// SPDX-License-Identifier: GPL-3.0-or-later
// A node's program with its templates read once, and the command line it becomes. See machine.h
// for what a task of each runtime starts.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/dag.h"
#include "model/arguments.h"
#include "model/template.h"
#include "run/machine.h"

namespace orrery::run {

class Program {
public:
    Program(const DagSpec &dag, NodeIndex node);

    /// Names of the secrets that its templates read.
    [[nodiscard]] const std::vector<std::string> &secrets() const { return m_secrets; }

    /// Fills every template: sets argv, environment, script, scriptFile, database, httpJson,
    /// secrets, and `problem` when a template cannot be read or filled.
    /// @param scope  params, inputs, run, dag, node, map, secret, and item for an item
    void fill(const model::Scope &scope, ResolvedLaunch &launch) const;

private:
    struct Text {
        std::string where; ///< "command/2": for messages
        model::Template text;
    };
    struct Filling;

    [[nodiscard]] Text read(std::string where, const std::string &text, model::Language language);
    void readRequest(const HttpRequest &request);
    void readSecrets(const Text &text);
    void readSecrets(const std::vector<model::Expression::Use> &uses, const std::string &where);
    [[nodiscard]] bool fillArguments(const model::Scope &scope, ResolvedLaunch &launch,
                                     model::Json &arguments) const;
    void command(Filling &fill) const;
    void java(Filling &fill) const;
    void container(Filling &fill) const;
    void sql(Filling &fill) const;
    void http(Filling &fill) const;
    [[nodiscard]] std::string program(Filling &fill) const;

    const DagSpec &m_dag;
    const NodeSpec &m_node;
    std::string m_problem;
    model::Arguments m_arguments;
    std::vector<Text> m_command;
    Text m_script, m_scriptFile, m_className, m_database, m_image;
    std::vector<std::pair<std::string, Text>> m_environment;
    Text m_url, m_body;
    std::vector<std::pair<std::string, Text>> m_headers;
    std::vector<std::string> m_secrets;
};

} // namespace orrery::run
