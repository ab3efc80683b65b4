// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/componenttext.h"

#include <QCoreApplication>

#include "bridge/text.h"

namespace orrery::designer {

using bridge::qs;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ComponentText)
};

} // namespace

static QString line(const QString &name, const QString &type, bool required,
                    const std::string &defaultValue, const QString &help)
{
    QString out = QStringLiteral("- **%1** `%2`").arg(literally(name), type);
    if (required)
        out += QLatin1Char(' ') + Words::tr("needed");
    if (!defaultValue.empty() && defaultValue != "\"\"")
        out += QStringLiteral(" = `%1`").arg(qs(defaultValue).remove(QLatin1Char('`')));
    if (!help.isEmpty())
        out += QStringLiteral(" - ") + literally(help);
    return out + QLatin1Char('\n');
}

static QString ports(const QString &title, const std::vector<Port> &ports)
{
    if (ports.empty())
        return {};
    QString out = QStringLiteral("\n\n**%1**\n\n").arg(title);
    for (const Port &port : ports)
        out += line(qs(port.name), qs(port.type), port.required, port.defaultValue,
                    qs(port.description));
    return out;
}

QString literally(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (QStringLiteral("\\`*_{}[]<>#|!").contains(c))
            out += QLatin1Char('\\');
        out += c;
    }
    return out;
}

QString firstLine(const Component &component)
{
    return qs(component.docs).section(QLatin1Char('\n'), 0, 0).trimmed();
}

QString componentMarkdown(const Component &component, bool withArguments)
{
    // Each line of the docs is a paragraph of its own.
    QString out = qs(component.docs).trimmed().replace(QLatin1Char('\n'), QStringLiteral("\n\n"));
    out += ports(Words::tr("Inputs"), component.task.inputs);
    out += ports(Words::tr("Outputs"), component.task.outputs);
    if (withArguments && !component.task.arguments.empty()) {
        out += QStringLiteral("\n\n**%1**\n\n").arg(Words::tr("Arguments"));
        for (const Parameter &argument : component.task.arguments)
            out += line(qs(argument.name), qs(argument.type), argument.required,
                        argument.defaultValue, qs(argument.description));
    }
    return out;
}

QStringList referencesOf(const Catalogue &catalogue, const QString &reference)
{
    const QString id = reference.section(QLatin1Char('@'), 0, 0);
    QStringList out;
    for (const Component &component : catalogue.all()) {
        if (!component.ok() || qs(component.id) != id)
            continue;
        const QString major = qs(component.version).section(QLatin1Char('.'), 0, 0);
        for (const QString &one : {id, id + QLatin1Char('@') + major, qs(component.reference())})
            if (!out.contains(one))
                out << one;
    }
    return out;
}

} // namespace orrery::designer
