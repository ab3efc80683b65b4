// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/parameterdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QValidator>

#include "bridge/text.h"
#include "engine/component.h"
#include "widgets/skin.h"

namespace orrery::shell {

using bridge::qs;

bool needsParameters(const toolkit::Parsed &parsed)
{
    return std::any_of(parsed.runParameters.begin(), parsed.runParameters.end(),
                       [](const Parameter &p) { return p.required && p.defaultValue.empty(); });
}

/// One of a few values: offered as a list.
static bool isChoice(const Parameter &parameter)
{
    return !parameter.check.oneOf.empty() && parameter.type.rfind("ARRAY", 0) != 0;
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

/// What it is for, and what it may be where the editor does not show that.
static QString hintOf(const Parameter &parameter)
{
    ValueCheck shown = parameter.check;
    if (isChoice(parameter))
        shown.oneOf.clear();
    if (!shown.message.empty()) // told in words when it is refused
        shown.pattern = shown.expression = {};
    QStringList parts;
    for (const std::string &part : {parameter.description, toolkit::allowedText(shown)})
        if (!part.empty())
            parts << qs(part);
    return parts.join(QStringLiteral(" · "));
}

static QLabel *smallText(const theming::Theme &theme, const QString &text, const QColor &colour)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    label->setFont(theme.sans(theme.type().caption));
    label->setStyleSheet(QStringLiteral("color: %1").arg(colour.name()));
    return label;
}

ParameterDialog::ParameterDialog(theming::Theme &theme, const toolkit::Parsed &parsed,
                                 QWidget *parent)
    : QDialog(parent), m_parsed(parsed), m_problem(new QLabel),
      m_title(new QLabel(tr("Parameters of this run"))), m_run(nullptr)
{
    setObjectName(QStringLiteral("parameters"));
    setWindowTitle(tr("Run %1").arg(qs(parsed.dag.title())));
    setMinimumWidth(460);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 16);
    column->setSpacing(12);
    m_title->setFont(widgets::capsFont(theme));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().accent.name()));
    column->addWidget(m_title);
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
        if (const QString hint = hintOf(parameter); !hint.isEmpty())
            form->addRow(QString(), smallText(theme, hint, theme.color().muted));
        QLabel *problem = smallText(theme, {}, theme.color().danger);
        problem->setObjectName(qs(parameter.name) + QStringLiteral(".problem"));
        problem->hide();
        form->addRow(QString(), problem);
        m_fields.back().problem = problem;
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

void ParameterDialog::setWords(const QString &title, const QString &accept)
{
    setWindowTitle(title);
    m_title->setText(title);
    m_run->setText(accept);
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
    if (isChoice(parameter))
        return makeChoice(parameter);
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

QWidget *ParameterDialog::makeChoice(const Parameter &parameter)
{
    auto *box = new QComboBox;
    box->setObjectName(qs(parameter.name));
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    box->setAccessibleName(qs(parameter.name));
    if (parameter.defaultValue.empty())
        box->addItem(parameter.required ? tr("Choose") : tr("None"), QString());
    for (const JsonText &one : parameter.check.oneOf)
        box->addItem(typed(one), typed(one));
    if (!parameter.defaultValue.empty())
        box->setCurrentIndex(box->findData(typed(parameter.defaultValue)));
    connect(box, &QComboBox::currentIndexChanged, this, &ParameterDialog::check);
    m_fields.push_back({parameter, box});
    return box;
}

QString ParameterDialog::valueOf(const Field &field) const
{
    if (const auto *box = qobject_cast<QCheckBox *>(field.editor))
        return box->isChecked() ? QStringLiteral("true") : QStringLiteral("false");
    if (const auto *choice = qobject_cast<QComboBox *>(field.editor))
        return choice->currentData().toString();
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

/// Tells below a field what is wrong with its value. @return true when something is
bool ParameterDialog::checkField(const Field &field) const
{
    const std::string value = bridge::text(valueOf(field));
    QString problem;
    if (!value.empty()) {
        toolkit::Parsed alone;
        alone.runParameters = {field.parameter};
        const auto bound = toolkit::bindParameters(alone, {{field.parameter.name, value}});
        if (!bound)
            problem =
                qs(bound.error().what)
                    .remove(QStringLiteral("the parameter \"%1\": ").arg(qs(field.parameter.name)));
    }
    field.problem->setText(problem);
    field.problem->setVisible(!problem.isEmpty());
    return !problem.isEmpty();
}

void ParameterDialog::check()
{
    if (!m_run)
        return;
    bool told = false;
    for (const Field &field : m_fields)
        told = checkField(field) || told;
    const auto bound = toolkit::bindParameters(m_parsed, values());
    const bool missing = std::any_of(m_fields.begin(), m_fields.end(), [this](const Field &field) {
        return field.parameter.required && field.parameter.defaultValue.empty() &&
               valueOf(field).isEmpty();
    });
    m_problem->setText(bound || told ? QString()
                       : missing     ? tr("Fill in what is marked with *.")
                                     : qs(bound.error().what));
    m_run->setEnabled(bound.has_value());
}

} // namespace orrery::shell
