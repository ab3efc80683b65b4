// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include "designer/formview.h"
#include "widgets/icons.h"

namespace orrery::designer {

namespace {

constexpr int labelWidth = 104;

bool isWide(Control control)
{
    switch (control) {
    case Control::Paragraph:
    case Control::Words:
    case Control::NameValues:
    case Control::Ports:
    case Control::Parameters:
    case Control::Code:
    case Control::Json:
        return true;
    default:
        return false;
    }
}

} // namespace

FieldRow::FieldRow(const FormField &field, const EditorContext &context, QWidget *parent)
    : QWidget(parent), m_theme(context.theme), m_editor(makeEditor(field, context, this)),
      m_label(new QLabel(field.label)), m_reset(new QToolButton), m_told(new QLabel)
{
    setObjectName(QStringLiteral("row.") + field.path);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(6);
    grid->setVerticalSpacing(2);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setBuddy(m_editor);
    m_label->setFont(m_theme.sans(m_theme.type().caption + 1));
    if (field.required)
        m_label->setText(field.label + QStringLiteral(" *"));
    m_label->setToolTip(field.help);
    m_editor->setToolTip(field.help);
    m_reset->setIcon(widgets::symbolIcon(widgets::Symbol::Clear, m_theme));
    m_reset->setIconSize({11, 11});
    m_reset->setFixedSize(20, 20);
    m_reset->setProperty("flat", true);
    m_reset->setFocusPolicy(Qt::TabFocus);
    m_reset->setObjectName(field.path + QStringLiteral(".reset"));
    m_reset->setToolTip(tr("Back to the default: takes the key out of the file"));
    m_reset->setAccessibleName(tr("Reset %1").arg(field.label));
    QSizePolicy keeps = m_reset->sizePolicy();
    keeps.setRetainSizeWhenHidden(true);
    m_reset->setSizePolicy(keeps);
    m_told->setTextFormat(Qt::PlainText);
    m_told->setWordWrap(true);
    m_told->setFont(m_theme.sans(m_theme.type().caption));
    m_told->setObjectName(field.path + QStringLiteral(".told"));
    m_told->hide();
    if (isWide(field.control)) {
        grid->addWidget(m_label, 0, 0);
        grid->addWidget(m_reset, 0, 1);
        grid->addWidget(m_editor, 1, 0, 1, 2);
        grid->addWidget(m_told, 2, 0, 1, 2);
        grid->setColumnStretch(0, 1);
    } else {
        m_label->setFixedWidth(labelWidth);
        grid->addWidget(m_label, 0, 0, Qt::AlignVCenter);
        grid->addWidget(m_editor, 0, 1);
        grid->addWidget(m_reset, 0, 2);
        grid->addWidget(m_told, 1, 0, 1, 3);
        grid->setColumnStretch(1, 1);
    }
    connect(m_reset, &QToolButton::clicked, this, &FieldRow::resetRequested);
}

void FieldRow::show(const FormSubject &subject, bool readOnly)
{
    const QString &path = field().path;
    const JsonText value = subject.value(path);
    const bool mixed = value.empty() && subject.mixed(path);
    m_written = !value.empty() || mixed;
    m_editor->setReadOnly(readOnly);
    m_editor->show(value, subject.fallback(field()), mixed);
    const bool isId = path == QLatin1String("nodeId") || path == QLatin1String("dagId");
    m_reset->setVisible(m_written && !readOnly && !isId);
    QPalette colors = m_label->palette();
    colors.setColor(QPalette::WindowText, m_written ? m_theme.color().text : m_theme.color().muted);
    m_label->setPalette(colors);
    if (!m_editor->dirty())
        m_problem.clear();
    tell();
}

void FieldRow::setFinding(const QString &text, bool isError)
{
    m_finding = text;
    m_findingIsError = isError;
    tell();
}

void FieldRow::setProblem(const QString &text)
{
    m_problem = text;
    tell();
}

void FieldRow::setHelpShown(bool shown)
{
    m_help = shown;
    tell();
}

QString FieldRow::told() const
{
    return m_told->isHidden() ? QString() : m_told->text();
}

/// What is typed wrong goes before what the file says, and that before the help.
void FieldRow::tell()
{
    const auto &c = m_theme.color();
    const bool problem = !m_problem.isEmpty();
    const QString text = problem                ? m_problem
                         : !m_finding.isEmpty() ? m_finding
                         : m_help               ? field().help
                                                : QString();
    const QColor color = problem || (!m_finding.isEmpty() && m_findingIsError) ? c.danger
                         : !m_finding.isEmpty()                                ? c.waiting
                                                                               : c.muted;
    m_told->setText(text);
    QPalette colors = m_told->palette();
    colors.setColor(QPalette::WindowText, color);
    m_told->setPalette(colors);
    m_told->setVisible(!text.isEmpty());
}

} // namespace orrery::designer
