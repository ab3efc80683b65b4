// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/formspec.h"

#include <algorithm>

#include <QCoreApplication>
#include <QFile>
#include <QHash>

#include <nlohmann/json.hpp>

#include "bridge/text.h"
#include "engine/component.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FormSpec)
};

struct Title {
    const char *id;
    const char *title;
};

// The order of the sections in both forms; an id that is not here stands last under its own name.
constexpr Title titles[] = {
    {"general", QT_TRANSLATE_NOOP("FormSpec", "General")},
    {"schedule", QT_TRANSLATE_NOOP("FormSpec", "Schedule")},
    {"parameters", QT_TRANSLATE_NOOP("FormSpec", "Parameters")},
    {"arguments", QT_TRANSLATE_NOOP("FormSpec", "Arguments")},
    {"task", QT_TRANSLATE_NOOP("FormSpec", "What runs")},
    {"ports", QT_TRANSLATE_NOOP("FormSpec", "Inputs and outputs")},
    {"when", QT_TRANSLATE_NOOP("FormSpec", "When it runs")},
    {"retry", QT_TRANSLATE_NOOP("FormSpec", "Retry and time-out")},
    {"mapping", QT_TRANSLATE_NOOP("FormSpec", "Mapping")},
    {"limits", QT_TRANSLATE_NOOP("FormSpec", "Limits")},
    {"resources", QT_TRANSLATE_NOOP("FormSpec", "Resources")},
    {"outputs", QT_TRANSLATE_NOOP("FormSpec", "Outputs of a run")},
    {"cache", QT_TRANSLATE_NOOP("FormSpec", "Cache")},
    {"place", QT_TRANSLATE_NOOP("FormSpec", "Place and isolation")},
    {"settings", QT_TRANSLATE_NOOP("FormSpec", "Settings")},
    {"recorded", QT_TRANSLATE_NOOP("FormSpec", "Measured earlier")},
};

/// "backoffMultiplier" -> "Backoff multiplier".
QString humanised(const std::string &key)
{
    QString out;
    for (const QChar c : qs(key)) {
        if (c.isUpper() && !out.isEmpty())
            out += QLatin1Char(' ');
        out += out.isEmpty() ? c.toUpper() : c.toLower();
    }
    return out;
}

QStringList words(const Json &array)
{
    QStringList out;
    for (const Json &word : array)
        out << (word.is_string() ? qs(word.get_ref<const std::string &>()) : qs(word.dump()));
    return out;
}

constexpr std::pair<const char *, Control> named[] = {
    {"paragraph", Control::Paragraph}, {"code", Control::Code}, {"expression", Control::Expression},
    {"node", Control::Node},           {"json", Control::Json}, {"runtime", Control::Runtime},
    {"component", Control::Component}};

class Reader {
public:
    explicit Reader(const Json &schema) : m_schema(schema) {}

    FormSpec read(const std::string &definition)
    {
        const Json &object =
            definition.empty() ? m_schema : m_schema.at("definitions").at(definition);
        walk(object, {}, QStringLiteral("general"), {});
        for (FormSection &section : m_spec.sections)
            std::stable_sort(section.fields.begin(), section.fields.end(),
                             [this](const FormField &a, const FormField &b) {
                                 return m_order[a.path] < m_order[b.path];
                             });
        const auto rank = [](const FormSection &section) {
            return std::find_if(std::begin(titles), std::end(titles),
                                [&](const Title &t) { return section.id == QLatin1String(t.id); });
        };
        std::stable_sort(
            m_spec.sections.begin(), m_spec.sections.end(),
            [&](const FormSection &a, const FormSection &b) { return rank(a) < rank(b); });
        return std::move(m_spec);
    }

private:
    [[nodiscard]] const Json *referred(const Json &key) const
    {
        const Json *ref = nullptr;
        if (key.contains("allOf"))
            ref = &key.at("allOf").at(0);
        else if (key.contains("$ref"))
            ref = &key;
        if (ref == nullptr)
            return nullptr;
        const std::string name = ref->at("$ref").get<std::string>();
        return &m_schema.at("definitions").at(name.substr(name.rfind('/') + 1));
    }

    void walk(const Json &object, const QString &prefix, const QString &section,
              const QStringList &runtimes)
    {
        const Json required = object.value("required", Json::array());
        for (const auto &[key, value] : object.at("properties").items()) {
            const Json form = value.value("x-form", Json::object());
            const std::string control = form.value("control", std::string());
            if (control == "none")
                continue;
            const QString path = prefix + qs(key);
            const QString place =
                form.contains("section") ? qs(form.at("section").get<std::string>()) : section;
            const QStringList only =
                form.contains("runtimes") ? words(form.at("runtimes")) : runtimes;
            const Json *inner = referred(value);
            if (inner != nullptr && inner->contains("properties") && control.empty()) {
                walk(*inner, path + QLatin1Char('/'), place, only);
                continue;
            }
            FormField field = fieldOf(value, key, control);
            field.path = path;
            m_order[path] = form.value("order", 0);
            field.runtimes = only;
            field.required = prefix.isEmpty() &&
                             std::find(required.begin(), required.end(), key) != required.end();
            into(place).fields.push_back(std::move(field));
        }
    }

    static FormField fieldOf(const Json &key, const std::string &name, const std::string &control)
    {
        FormField field;
        field.label =
            key.contains("title") ? qs(key.at("title").get<std::string>()) : humanised(name);
        field.help = qs(key.value("description", std::string()));
        field.control = controlOf(key, control);
        if (key.contains("default"))
            field.defaultValue = key.at("default").dump();
        if (key.contains("minimum"))
            field.minimum = key.at("minimum").get<double>();
        if (key.contains("maximum"))
            field.maximum = key.at("maximum").get<double>();
        if (key.contains("enum"))
            field.choices = words(key.at("enum"));
        if (key.contains("examples"))
            field.example = words(key.at("examples")).first();
        return field;
    }

    static Control controlOf(const Json &key, const std::string &control)
    {
        for (const auto &[word, kind] : named)
            if (control == word)
                return kind;
        const Json type = key.value("type", Json());
        if (key.contains("enum"))
            return Control::Choice;
        if (type == "boolean")
            return Control::Switch;
        if (type == "integer")
            return Control::Integer;
        if (type == "number")
            return Control::Number;
        if (type == "string")
            return key.value("format", std::string()) == "duration" ? Control::Duration
                                                                    : Control::Text;
        if (type == "array" && key.contains("items"))
            return arrayControl(key.at("items").value("type", Json()));
        if (type == "object" && key.contains("additionalProperties"))
            return objectControl(key.at("additionalProperties"));
        return Control::Json;
    }
    static Control arrayControl(const Json &item)
    {
        return item == "string"    ? Control::Words
               : item == "integer" ? Control::Numbers
                                   : Control::Json;
    }
    static Control objectControl(const Json &value)
    {
        if (!value.is_object())
            return Control::Json;
        const std::string ref = value.value("$ref", std::string());
        if (ref.ends_with("/port"))
            return Control::Ports;
        if (ref.ends_with("/parameter"))
            return Control::Parameters;
        return value.contains("type") || value.contains("oneOf") ? Control::NameValues
                                                                 : Control::Json;
    }

    FormSection &into(const QString &id)
    {
        for (FormSection &section : m_spec.sections)
            if (section.id == id)
                return section;
        m_spec.sections.push_back({id, {}});
        return m_spec.sections.back();
    }

    const Json &m_schema;
    FormSpec m_spec;
    QHash<QString, int> m_order; ///< by path: "order" of its x-form
};

std::string builtIn()
{
    QFile file(QStringLiteral(":/rules/dag.schema.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

Control controlOfType(const Parameter &parameter)
{
    const std::string &type = parameter.type;
    if (!parameter.check.oneOf.empty() && type.rfind("ARRAY", 0) != 0)
        return Control::Choice;
    if (type == "BOOLEAN")
        return Control::Switch;
    if (type == "INTEGER")
        return Control::Integer;
    if (type == "NUMBER")
        return Control::Number;
    if (type == "ARRAY<STRING>")
        return Control::Words;
    return type == "STRING" || type == "DATE" || type == "DATE_RANGE" ? Control::Text
                                                                      : Control::Json;
}

std::optional<double> numberIn(const JsonText &text)
{
    bool good = false;
    const double value = QString::fromStdString(text).toDouble(&good);
    return good ? std::optional(value) : std::nullopt;
}

} // namespace

QString sectionTitle(const QString &id)
{
    const auto known = std::find_if(std::begin(titles), std::end(titles),
                                    [&](const Title &t) { return id == QLatin1String(t.id); });
    return known == std::end(titles) ? id : Words::tr(known->title);
}

const FormField *FormSpec::find(const QString &path) const
{
    for (const FormSection &section : sections)
        for (const FormField &field : section.fields)
            if (field.path == path)
                return &field;
    return nullptr;
}

FormSpec formOf(const std::string &schema, const std::string &definition)
{
    return Reader(Json::parse(schema)).read(definition);
}

const FormSpec &nodeForm()
{
    static const FormSpec spec = formOf(builtIn(), "node");
    return spec;
}

const FormSpec &dagForm()
{
    static const FormSpec spec = formOf(builtIn(), {});
    return spec;
}

FormSection argumentSection(const std::vector<Parameter> &arguments)
{
    FormSection section{QStringLiteral("arguments"), {}};
    for (const Parameter &parameter : arguments) {
        FormField field;
        field.path = QStringLiteral("arguments/") + pathStep(qs(parameter.name));
        field.label = qs(parameter.name);
        field.control = controlOfType(parameter);
        field.defaultValue = parameter.defaultValue;
        field.type = qs(parameter.type);
        field.required = parameter.required && parameter.defaultValue.empty();
        field.minimum = numberIn(parameter.check.min);
        field.maximum = numberIn(parameter.check.max);
        for (const JsonText &one : parameter.check.oneOf) {
            const Json value = Json::parse(one, nullptr, false);
            field.choices << (value.is_string() ? qs(value.get_ref<const std::string &>())
                                                : qs(one));
        }
        QStringList help{qs(parameter.description)};
        ValueCheck told = parameter.check;
        if (!told.message.empty()) // told in words when a value is refused
            told.pattern = told.expression = {};
        if (field.control == Control::Choice)
            told.oneOf.clear();
        help << qs(toolkit::allowedText(told));
        if (field.control != Control::Switch && field.control != Control::Choice)
            help << field.type;
        help.removeAll(QString());
        field.help = help.join(QStringLiteral(" · "));
        section.fields.push_back(std::move(field));
    }
    return section;
}

bool concerns(const FormField &field, const QString &runtime)
{
    return field.runtimes.isEmpty() ||
           field.runtimes.contains(runtime.section(QLatin1Char('_'), 0, 0), Qt::CaseInsensitive);
}

QString pathStep(const QString &name)
{
    QString step = name;
    return step.replace(QLatin1Char('~'), QStringLiteral("~0"))
        .replace(QLatin1Char('/'), QStringLiteral("~1"));
}

} // namespace orrery::designer
