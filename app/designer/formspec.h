// SPDX-License-Identifier: GPL-3.0-or-later
// What a form shows, made from the schema of the DAG file (resources/rules/dag.schema.json) or from
// the arguments that a task declares. Pure: no widget, no document.
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "engine/dag.h"

namespace orrery::designer {

/// How a value is edited.
enum class Control {
    Text,
    Paragraph, ///< text of several lines
    Integer,
    Number,
    Choice, ///< one of Field::choices
    Switch,
    Duration,   ///< ISO 8601 in the file, "5 min" for people
    Words,      ///< array of texts, one a line
    Numbers,    ///< array of integers
    NameValues, ///< object of texts
    Ports,      ///< object of ports by name
    Parameters, ///< object of parameters by name
    Code,
    Expression,
    Node,      ///< id of another node
    Runtime,   ///< how a task is started: free text with known words
    Component, ///< reference to a component
    Json
};

/// One key of the file.
struct FormField {
    QString path;  ///< below what the form is of: "executionConfig/retryPolicy/maxRetries"
    QString label; ///< for people: "Retries"
    QString help;  ///< one or more sentences; may be empty
    Control control = Control::Text;
    JsonText defaultValue; ///< what holds when the key is absent; "" = nothing
    std::optional<double> minimum;
    std::optional<double> maximum;
    QStringList choices;   ///< as in the file
    QString example;       ///< as typed
    QStringList runtimes;  ///< only for these, without version: "PYTHON"; empty = for all
    QString type;          ///< of an argument: "ARRAY<STRING>"; empty for a key of the schema
    bool required = false; ///< has to be there
};

struct FormSection {
    QString id; ///< stable: what is folded is kept under it
    std::vector<FormField> fields;
};

/// In the language of now; the id itself when it has none.
[[nodiscard]] QString sectionTitle(const QString &id);

struct FormSpec {
    std::vector<FormSection> sections;
    [[nodiscard]] const FormField *find(const QString &path) const;
};

/// Of a node; its arguments are not among the keys, see argumentSection().
[[nodiscard]] const FormSpec &nodeForm();
/// Of the DAG as a whole.
[[nodiscard]] const FormSpec &dagForm();

/// The fields of a task's arguments, at the paths "arguments/<name>".
[[nodiscard]] FormSection argumentSection(const std::vector<Parameter> &arguments);

/// Reads another schema than the built-in one. @param definition  "node", or "" = the whole file
[[nodiscard]] FormSpec formOf(const std::string &schema, const std::string &definition);

/// True when a field matters for a task of this runtime ("PYTHON_3.11").
[[nodiscard]] bool concerns(const FormField &field, const QString &runtime);

/// A step of a path as edits take it: `~` and `/` written out.
[[nodiscard]] QString pathStep(const QString &name);

} // namespace orrery::designer
