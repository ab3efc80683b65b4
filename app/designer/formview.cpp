// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/formview.h"

#include <algorithm>

#include <QApplication>
#include <QLabel>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>
#include <QToolButton>

#include "widgets/skin.h"

namespace orrery::designer {

namespace {

// Open until a user folds them; the others open when something in them is written.
const QStringList &openAtFirst()
{
    static const QStringList ids{QStringLiteral("general"), QStringLiteral("arguments"),
                                 QStringLiteral("task"), QStringLiteral("parameters"),
                                 QStringLiteral("schedule")};
    return ids;
}

const QString foldedKey = QStringLiteral("designer/open/");

} // namespace

FormView::FormView(const EditorContext &context, FormSpec spec, QString settingsFile,
                   QWidget *parent)
    : QScrollArea(parent), m_context(context), m_settingsFile(std::move(settingsFile)),
      m_column(nullptr)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    auto *page = new QWidget;
    m_column = new QVBoxLayout(page);
    m_column->setContentsMargins(10, 0, 8, 8);
    m_column->setSpacing(2);
    m_column->addStretch(1);
    for (const FormSection &section : spec.sections)
        addSection(section);
    setWidget(page);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget *, QWidget *now) { followFocus(now); });
}

FormView::~FormView()
{
    disconnect(qApp, nullptr, this, nullptr); // its rows lose the focus while they go
}

void FormView::addSection(const FormSection &spec)
{
    auto made = std::make_unique<Section>();
    made->spec = spec;
    made->head = new QToolButton;
    made->head->setObjectName(QStringLiteral("section.") + spec.id);
    made->head->setProperty("flat", true);
    made->head->setCheckable(true);
    made->head->setFocusPolicy(Qt::TabFocus);
    made->head->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    made->head->setArrowType(Qt::RightArrow);
    made->head->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    made->head->setFont(widgets::capsFont(m_context.theme, 10));
    made->head->setStyleSheet(
        QStringLiteral(
            "QToolButton { color: %1; border: none; border-bottom: 1px solid %2; "
            "background: transparent; padding: 5px 0 4px 0; text-align: left; }"
            "QToolButton:hover, QToolButton:focus { color: %3; border-bottom-color: %3; }")
            .arg(m_context.theme.color().muted.name(), m_context.theme.color().line.name(),
                 m_context.theme.color().accent.name()));
    made->body = new QWidget;
    made->column = new QVBoxLayout(made->body);
    made->column->setContentsMargins(0, 5, 0, 8);
    made->column->setSpacing(6);
    made->body->hide();
    m_column->insertWidget(m_column->count() - 1, made->head);
    m_column->insertWidget(m_column->count() - 1, made->body);
    if (!m_settingsFile.isEmpty()) {
        const QVariant kept =
            QSettings(m_settingsFile, QSettings::IniFormat).value(foldedKey + spec.id);
        if (kept.isValid())
            m_folded[spec.id] = !kept.toBool();
    }
    Section *raw = made.get();
    connect(made->head, &QToolButton::clicked, this,
            [this, raw](bool open) { setOpen(*raw, open, true); });
    titleOf(*raw);
    m_sections.push_back(std::move(made));
}

FormView::Section &FormView::section(const QString &id)
{
    for (auto &section : m_sections)
        if (section->spec.id == id)
            return *section;
    addSection({id, {}});
    return *m_sections.back();
}

void FormView::setExtra(const QString &id, QWidget *widget)
{
    Section &place = section(id);
    place.extra = widget;
    place.column->addWidget(widget);
}

void FormView::titleOf(Section &section)
{
    const int written = m_subject.written(section.spec);
    const QString title = sectionTitle(section.spec.id);
    section.head->setText(written > 0 && !section.head->isChecked()
                              ? tr("%1  ·  %2 set").arg(title).arg(written)
                              : title);
    section.head->setAccessibleName(title);
}

void FormView::setOpen(Section &section, bool open, bool byUser)
{
    if (byUser) {
        m_folded[section.spec.id] = !open;
        if (!m_settingsFile.isEmpty())
            QSettings(m_settingsFile, QSettings::IniFormat)
                .setValue(foldedKey + section.spec.id, open);
    }
    section.head->setChecked(open);
    section.head->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
    titleOf(section);
    if (open && !section.made)
        makeRows(section);
    if (open)
        fill(section);
    section.body->setVisible(open);
}

void FormView::makeRows(Section &section)
{
    section.made = true;
    int at = 0;
    for (const FormField &field : section.spec.fields) {
        auto *row = new FieldRow(field, m_context, section.body);
        section.column->insertWidget(at++, row);
        section.rows.push_back(row);
        join(row);
    }
}

void FormView::join(FieldRow *row)
{
    FieldEditor *editor = &row->editor();
    connect(editor, &FieldEditor::edited, this, [this, row](const ValueEdits &edits) {
        row->setProblem(m_ask ? m_ask(row->field(), edits) : QString());
    });
    connect(editor, &FieldEditor::unreadable, this,
            [row](const QString &why) { row->setProblem(why); });
    connect(editor, &FieldEditor::committed, this, [this, row, editor](const ValueEdits &edits) {
        QString problem = m_ask ? m_ask(row->field(), edits) : QString();
        if (problem.isEmpty() && m_perform) {
            const FormField field = row->field();
            problem = m_perform(field, edits);
            if (FieldRow *still = this->row(field.path); still != row)
                return; // the form was made anew
            if (problem.isEmpty()) {
                editor->forget();
                row->show(m_subject, m_readOnly);
            }
        }
        row->setProblem(problem);
    });
    connect(row, &FieldRow::resetRequested, this, [this, row] {
        const FormField field = row->field();
        row->editor().forget();
        const QString problem = m_perform ? m_perform(field, {{{}, {}}}) : QString();
        if (this->row(field.path) == row) {
            row->show(m_subject, m_readOnly);
            row->setProblem(problem);
        }
    });
}

void FormView::setArguments(const std::vector<FormField> &arguments)
{
    const auto same = [](const FormField &a, const FormField &b) {
        return a.path == b.path && a.control == b.control && a.type == b.type && a.help == b.help &&
               a.choices == b.choices && a.defaultValue == b.defaultValue;
    };
    for (auto &section : m_sections) {
        if (section->spec.id != QLatin1String("arguments"))
            continue;
        auto &fields = section->spec.fields;
        if (std::equal(fields.begin(), fields.end(), arguments.begin(), arguments.end(), same))
            return;
        for (FieldRow *row : section->rows) {
            if (m_helped == row)
                m_helped = nullptr;
            row->hide();
            row->deleteLater();
        }
        section->rows.clear();
        section->made = false;
        fields = arguments;
    }
}

void FormView::show(const FormSubject &subject, const std::vector<FormField> &arguments,
                    bool readOnly, const std::vector<FormSubject::Told> &findings)
{
    const bool another = subject.identity() != m_subject.identity();
    m_subject = subject;
    m_readOnly = readOnly;
    m_findings = findings;
    setArguments(arguments);
    for (auto &section : m_sections) {
        if (another)
            for (FieldRow *row : section->rows) {
                row->editor().forget();
                row->setProblem({});
            }
        const int written = m_subject.written(section->spec);
        const auto folded = m_folded.find(section->spec.id);
        const bool open = folded != m_folded.end()
                              ? !folded->second
                              : written > 0 || openAtFirst().contains(section->spec.id);
        const bool shown = std::any_of(
            section->spec.fields.begin(), section->spec.fields.end(), [this](const FormField &f) {
                return (concerns(f, m_subject.runtime()) &&
                        (m_subject.component().isEmpty() ||
                         !f.path.startsWith(QLatin1String("taskDefinition/")))) ||
                       !m_subject.value(f.path).empty() || m_subject.mixed(f.path);
            });
        section->head->setVisible(shown ||
                                  (section->extra != nullptr && !section->extra->isHidden()));
        const bool keep = !another && section->made; // what stands open while one works in it
        setOpen(*section,
                section->head->isVisibleTo(this) && (keep ? section->head->isChecked() : open),
                false);
    }
    if (another)
        verticalScrollBar()->setValue(0);
}

bool FormView::visible(const FieldRow &row) const
{
    const FormField &field = row.field();
    if (row.written() || row.hasFinding())
        return true;
    if (field.path == QLatin1String("nodeId"))
        return m_subject.count() == 1;
    if (field.path == QLatin1String("component"))
        return false; // a node becomes one of a component from the palette
    if (!m_subject.component().isEmpty() && field.path.startsWith(QLatin1String("taskDefinition/")))
        return false;
    return concerns(field, m_subject.runtime());
}

void FormView::fill(Section &section)
{
    if (!section.made)
        return;
    for (FieldRow *row : section.rows) {
        row->show(m_subject, m_readOnly);
        const QString &path = row->field().path;
        QString told;
        bool isError = false;
        for (const FormSubject::Told &finding : m_findings) {
            const bool here =
                finding.path == path || finding.path.startsWith(path + QLatin1Char('/'));
            // What is said of an object stands at the first of its keys.
            const bool above =
                sectionOf(finding.path) == nullptr && !finding.path.isEmpty() &&
                path.startsWith(finding.path + QLatin1Char('/')) &&
                std::none_of(section.rows.begin(), section.rows.end(), [&](FieldRow *other) {
                    return other != row && other->hasFinding() &&
                           other->field().path.startsWith(finding.path + QLatin1Char('/'));
                });
            if ((here || above) && (told.isEmpty() || (finding.isError && !isError))) {
                told = finding.text;
                isError = finding.isError;
            }
        }
        row->setFinding(told, isError);
        row->setVisible(visible(*row));
    }
}

QStringList FormView::unplaced() const
{
    QStringList out;
    for (const FormSubject::Told &finding : m_findings) {
        const bool placed =
            std::any_of(m_sections.begin(), m_sections.end(), [&finding](const auto &section) {
                const auto &fields = section->spec.fields;
                return std::any_of(fields.begin(), fields.end(), [&](const FormField &field) {
                    return finding.path == field.path ||
                           finding.path.startsWith(field.path + QLatin1Char('/')) ||
                           (!finding.path.isEmpty() &&
                            field.path.startsWith(finding.path + QLatin1Char('/')));
                });
            });
        if (!placed)
            out << finding.text;
    }
    return out;
}

/// The section with a field at this path or around it.
FormView::Section *FormView::sectionOf(const QString &path)
{
    for (auto &section : m_sections)
        for (const FormField &field : section->spec.fields)
            if (path == field.path || path.startsWith(field.path + QLatin1Char('/')))
                return section.get();
    return nullptr;
}

FieldRow *FormView::row(const QString &path)
{
    for (auto &section : m_sections)
        for (FieldRow *row : section->rows)
            if (path == row->field().path || path.startsWith(row->field().path + QLatin1Char('/')))
                return row;
    return nullptr;
}

bool FormView::reveal(const QString &path)
{
    Section *found = sectionOf(path);
    QString target = path;
    for (auto &section : m_sections) // an object: the first key in it
        for (const FormField &field : section->spec.fields)
            if (found == nullptr && !path.isEmpty() &&
                field.path.startsWith(path + QLatin1Char('/'))) {
                found = section.get();
                target = field.path;
            }
    if (found == nullptr)
        return false;
    setOpen(*found, true, false);
    FieldRow *there = row(target);
    if (there == nullptr)
        return false;
    there->setVisible(true);
    there->editor().setFocus(Qt::ShortcutFocusReason);
    QTimer::singleShot(0, there, [this, there] { ensureWidgetVisible(there, 0, 30); });
    return true;
}

void FormView::flush()
{
    for (auto &section : m_sections)
        for (std::size_t i = 0; i < section->rows.size(); ++i)
            section->rows[i]->editor().flush();
}

void FormView::followFocus(QWidget *now)
{
    FieldRow *row = nullptr;
    for (QWidget *up = now; up != nullptr && row == nullptr; up = up->parentWidget())
        row = qobject_cast<FieldRow *>(up);
    if (row != nullptr && !isAncestorOf(row))
        row = nullptr;
    if (row == m_helped)
        return;
    if (m_helped != nullptr)
        m_helped->setHelpShown(false);
    m_helped = row;
    if (row != nullptr)
        row->setHelpShown(true);
}

} // namespace orrery::designer
