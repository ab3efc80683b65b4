// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/parameterdialog.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QValidator>

#include "bridge/text.h"
#include "shell/skin.h"

namespace orrery::shell {

using bridge::qs;

bool needsParameters(const toolkit::Parsed &parsed)
{
    return std::any_of(parsed.runParameters.begin(), parsed.runParameters.end(),
                       [](const Parameter &p) { return p.required && p.defaultValue.empty(); });
}

/// A default as a user would type it: text without its quotes, all else as JSON.
static QString typed(const std::string &json)
{
    if (json.empty())
        return {};
    const QJsonArray one =
        QJsonDocument::fromJson(QByteArray::fromStdString("[" + json + "]")).array();
    return one.size() == 1 && one.first().isString() ? one.first().toString() : qs(json);
}

ParameterDialog::ParameterDialog(theming::Theme &theme, const toolkit::Parsed &parsed,
                                 QWidget *parent)
    : QDialog(parent), m_parsed(parsed), m_problem(new QLabel), m_run(nullptr)
{
    setObjectName(QStringLiteral("parameters"));
    setWindowTitle(tr("Run %1").arg(qs(parsed.dag.title())));
    setMinimumWidth(460);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    auto *title = new QLabel(tr("Parameters of this run"));
    title->setFont(capsFont(theme));
    title->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().accent.name()));
    column->addWidget(title);
    auto *page = new QWidget;
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 6, 0);
    form->setVerticalSpacing(9);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    for (const Parameter &parameter : parsed.runParameters) {
        QWidget *editor = makeEditor(parameter);
        auto *label = new QLabel(qs(parameter.name) +
                                 (parameter.required ? QStringLiteral(" *") : QString()));
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(editor);
        form->addRow(label, editor);
        if (!parameter.description.empty()) {
            auto *hint = new QLabel(qs(parameter.description));
            hint->setTextFormat(Qt::PlainText);
            hint->setWordWrap(true);
            hint->setFont(theme.sans(theme.type().caption));
            hint->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
            form->addRow(QString(), hint);
        }
    }
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(page);
    scroll->setMinimumHeight(std::min(380, page->sizeHint().height() + 8));
    column->addWidget(scroll, 1);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().danger.name()));
    column->addWidget(m_problem);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_run = buttons->addButton(tr("Run"), QDialogButtonBox::AcceptRole);
    m_run->setProperty("tone", QStringLiteral("go"));
    m_run->setDefault(true);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    check();
}

QWidget *ParameterDialog::makeEditor(const Parameter &parameter)
{
    const QString name = qs(parameter.name);
    if (parameter.type == "BOOLEAN") {
        auto *box = new QCheckBox;
        box->setChecked(parameter.defaultValue == "true");
        connect(box, &QCheckBox::toggled, this, &ParameterDialog::check);
        box->setObjectName(name);
        m_fields.push_back({parameter, box});
        return box;
    }
    auto *line = new QLineEdit(typed(parameter.defaultValue));
    line->setObjectName(name);
    line->setAccessibleName(name);
    line->setPlaceholderText(parameter.type == "DATE_RANGE"
                                 ? QStringLiteral("2026-01-01/2026-01-31")
                             : parameter.type == "DATE" ? QStringLiteral("2026-01-31")
                                                        : qs(parameter.type));
    if (parameter.type == "INTEGER")
        line->setValidator(new QRegularExpressionValidator(
            QRegularExpression(QStringLiteral("-?[0-9]{0,18}")), line));
    else if (parameter.type == "NUMBER")
        line->setValidator(new QDoubleValidator(line));
    connect(line, &QLineEdit::textChanged, this, &ParameterDialog::check);
    m_fields.push_back({parameter, line});
    return line;
}

QString ParameterDialog::valueOf(const Field &field) const
{
    if (const auto *box = qobject_cast<QCheckBox *>(field.editor))
        return box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    return qobject_cast<QLineEdit *>(field.editor)->text();
}

ParameterValues ParameterDialog::values() const
{
    ParameterValues values;
    for (const Field &field : m_fields) {
        const QString value = valueOf(field);
        const bool optional = field.parameter.type == "BOOLEAN" && !field.parameter.required &&
                              field.parameter.defaultValue.empty() &&
                              value == QLatin1String("false");
        if (value != typed(field.parameter.defaultValue) && !value.isEmpty() && !optional)
            values.emplace_back(field.parameter.name, bridge::text(value));
    }
    return values;
}

void ParameterDialog::check()
{
    if (!m_run)
        return;
    const auto bound = toolkit::bindParameters(m_parsed, values());
    m_problem->setText(bound ? QString() : qs(bound.error().what));
    m_run->setEnabled(bound.has_value());
}

} // namespace orrery::shell
