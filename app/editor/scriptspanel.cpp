// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/scriptspanel.h"

#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVariant>

#include "bridge/text.h"
#include "editor/changemarks.h"
#include "editor/textarea.h"
#include "widgets/stateframe.h"

namespace orrery::editor {

using bridge::qs;

namespace {

constexpr int mostLines = 20'000; // of a trial's output

std::string keyOf(const Sample &sample)
{
    return (sample.kind == Sample::Kind::Input ? "inputs." : "params.") + sample.name;
}

/// A JSON text without its quotes: as one types it.
QString typedForm(const JsonText &value)
{
    const auto parsed = sampleFromText("ANY", qs(value));
    const QString text = qs(value);
    return text.size() >= 2 && text.startsWith(QLatin1Char('"')) &&
                   !text.contains(QLatin1Char('\\'))
               ? text.mid(1, text.size() - 2)
               : text;
}

ScriptsPanel::Answer askUser(QWidget *parent, const QStringList &names)
{
    QMessageBox box(QMessageBox::NoIcon, ScriptsPanel::tr("Unsaved scripts"),
                    ScriptsPanel::tr("Not saved: %1").arg(names.join(QStringLiteral(", "))),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, parent);
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return ScriptsPanel::Answer::Save;
    case QMessageBox::Discard:
        return ScriptsPanel::Answer::Discard;
    default:
        return ScriptsPanel::Answer::Stay;
    }
}

} // namespace

ScriptsPanel::ScriptsPanel(const widgets::Surroundings &around, QString settingsFile,
                           QWidget *parent)
    : QWidget(parent), ask([this](const QStringList &names) { return askUser(this, names); }),
      m_around(around), m_settingsFile(std::move(settingsFile)), m_trial(around.bridge),
      m_tabs(new QTabWidget), m_frame(nullptr), m_run(new QPushButton(tr("Run script"))),
      m_stop(new QPushButton(tr("Stop"))), m_form(new QWidget), m_fields(new QFormLayout(m_form)),
      m_result(new QLabel), m_output(new QPlainTextEdit)
{
    m_tabs->setObjectName(QStringLiteral("scripts"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setFocusPolicy(Qt::TabFocus);
    m_tabs->tabBar()->setAccessibleName(tr("Open scripts"));
    m_tabs->setAccessibleName(tr("Open scripts"));
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(m_tabs);
    split->addWidget(makeOutput());
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    m_frame = new widgets::StateFrame(around.theme, split);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 2, 2);
    column->addWidget(m_frame);
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &ScriptsPanel::closeTab);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        showForm();
        showTitles();
    });
    connect(&around.document, &bridge::DagDocument::changed, this, [this](bool sameFile) {
        if (!sameFile)
            for (int i = m_tabs->count() - 1; i >= 0; --i)
                if (static_cast<ScriptTab *>(m_tabs->widget(i))->isInline())
                    delete m_tabs->widget(i);
        showForm();
        showTitles();
    });
    connect(m_run, &QPushButton::clicked, this, &ScriptsPanel::runCurrent);
    connect(m_stop, &QPushButton::clicked, &m_trial, &Trial::cancel);
    connect(&m_trial, &Trial::printed, this, &ScriptsPanel::printed);
    connect(&m_trial, &Trial::ended, this, &ScriptsPanel::ended);
    showForm();
    showTitles();
}

QWidget *ScriptsPanel::makeOutput()
{
    const auto &theme = m_around.theme;
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(6, 2, 2, 0);
    column->setSpacing(4);
    m_form->setObjectName(QStringLiteral("samples"));
    m_fields->setContentsMargins(0, 0, 0, 0);
    m_fields->setVerticalSpacing(3);
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_form);
    scroll->setWidgetResizable(true);
    scroll->setMaximumHeight(96);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_run->setObjectName(QStringLiteral("runScript"));
    m_run->setProperty("tone", QStringLiteral("go"));
    m_run->setToolTip(tr("Run this script alone with these inputs (Ctrl+Return in the text)"));
    m_stop->setObjectName(QStringLiteral("stopScript"));
    m_stop->setEnabled(false);
    m_result->setObjectName(QStringLiteral("trialResult"));
    m_result->setTextFormat(Qt::PlainText);
    m_result->setWordWrap(true);
    m_result->setFont(theme.mono(theme.type().caption));
    auto *row = new QHBoxLayout;
    row->addWidget(m_run);
    row->addWidget(m_stop);
    row->addWidget(m_result, 1);
    m_output->setObjectName(QStringLiteral("trialOutput"));
    m_output->setReadOnly(true);
    m_output->setMaximumBlockCount(mostLines);
    m_output->setFont(theme.mono(theme.type().caption));
    m_output->setPlaceholderText(tr("What the script prints appears here."));
    m_output->setAccessibleName(tr("Output of the script"));
    column->addWidget(scroll);
    column->addLayout(row);
    column->addWidget(m_output, 1);
    return side;
}

ScriptTab *ScriptsPanel::current() const
{
    return static_cast<ScriptTab *>(m_tabs->currentWidget());
}

int ScriptsPanel::count() const
{
    return m_tabs->count();
}

void ScriptsPanel::add(ScriptTab *tab)
{
    connect(tab, &ScriptTab::titleChanged, this, &ScriptsPanel::showTitles);
    connect(tab, &ScriptTab::runWanted, this, &ScriptsPanel::runCurrent);
    connect(tab, &ScriptTab::closeWanted, this, [this, tab] { closeTab(m_tabs->indexOf(tab)); });
    connect(&tab->editor().area(), &TextArea::saveWanted, this, &ScriptsPanel::saveCurrent);
    // An inline script has no file: its name in the folder of the DAG only tells it from others.
    const QDir folder = QFileInfo(m_around.document.file()).dir();
    const QString place =
        tab->isInline() ? folder.filePath(tab->title() + QStringLiteral(".script")) : tab->file();
    new Diagnostics(tab->editor(), m_servers, place);
    if (!tab->isInline())
        (new ChangeMarks(tab->editor()))->follow(tab->file());
    m_tabs->setCurrentIndex(m_tabs->addTab(tab, tab->title()));
    showTitles();
    tab->setFocus(Qt::OtherFocusReason);
}

Result<> ScriptsPanel::openNode(NodeIndex node)
{
    const DagSpec &dag = m_around.document.dag();
    if (node == none || node >= dag.nodes.size())
        return fail(ErrorCode::NotFound, "", bridge::text(tr("select a node first")));
    const QString folder = QFileInfo(m_around.document.file()).absolutePath();
    if (const QString file = scriptFileOf(dag, node, folder); !file.isEmpty()) {
        openFile(file, node);
        return {};
    }
    for (int i = 0; i < m_tabs->count(); ++i)
        if (auto *tab = static_cast<ScriptTab *>(m_tabs->widget(i));
            tab->isInline() && tab->node() == node) {
            m_tabs->setCurrentIndex(i);
            tab->setFocus(Qt::OtherFocusReason);
            return {};
        }
    const DagSpec &written = toolkit::asWritten(m_around.document.parsed());
    const TaskDefinition &task = written.nodes[node].task;
    const bool programs = !languageOf(task.runtime).isEmpty() || !task.script.empty();
    if (!programs) {
        const std::string component = written.nodes[node].component;
        return fail(
            ErrorCode::NotFound, dag.nodes[node].id,
            bridge::text(component.empty()
                             ? tr("a node of runtime %1 has no script").arg(qs(task.runtimeName))
                             : tr("its program is that of the component %1").arg(qs(component))));
    }
    add(new ScriptTab(m_around, node));
    return {};
}

void ScriptsPanel::openFile(const QString &file, NodeIndex node)
{
    for (int i = 0; i < m_tabs->count(); ++i)
        if (auto *tab = static_cast<ScriptTab *>(m_tabs->widget(i)); tab->file() == file) {
            m_tabs->setCurrentIndex(i);
            tab->setFocus(Qt::OtherFocusReason);
            return;
        }
    add(new ScriptTab(m_around, file, node));
}

void ScriptsPanel::showTitles()
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        const auto *tab = static_cast<ScriptTab *>(m_tabs->widget(i));
        m_tabs->setTabText(i, tab->modified() ? tab->title() + QStringLiteral(" *") : tab->title());
        m_tabs->setTabToolTip(i, tab->isInline() ? tr("In the DAG file") : tab->file());
    }
    if (m_tabs->count() == 0)
        m_frame->showMessage(tr("No script is open"),
                             tr("Select a node and press Ctrl+E to edit its script."));
    else
        m_frame->showContent();
    emit contextChanged(current() ? current()->title() : QString());
}

void ScriptsPanel::saveCurrent()
{
    if (!current())
        return;
    if (const auto saved = current()->save(); !saved)
        emit refused(tr("%1 is not saved").arg(current()->title()), saved.error());
}

bool ScriptsPanel::closeTab(int index)
{
    auto *tab = static_cast<ScriptTab *>(m_tabs->widget(index));
    if (!tab)
        return true;
    if (tab->isInline())
        tab->settle();
    if (tab->modified() || tab->conflict()) {
        const Answer answer = ask({tab->title()});
        if (answer == Answer::Stay)
            return false;
        if (answer == Answer::Save)
            if (const auto saved = tab->save(); !saved) {
                emit refused(tr("%1 is not saved").arg(tab->title()), saved.error());
                return false;
            }
    }
    delete tab;
    showTitles();
    return true;
}

bool ScriptsPanel::mayClose()
{
    std::vector<ScriptTab *> unsaved;
    QStringList names;
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto *tab = static_cast<ScriptTab *>(m_tabs->widget(i));
        if (tab->isInline())
            tab->settle();
        if (tab->modified()) {
            unsaved.push_back(tab);
            names << tab->title();
        }
    }
    if (unsaved.empty())
        return true;
    const Answer answer = ask(names);
    if (answer != Answer::Save)
        return answer == Answer::Discard;
    for (ScriptTab *tab : unsaved)
        if (const auto saved = tab->save(); !saved) {
            emit refused(tr("%1 is not saved").arg(tab->title()), saved.error());
            return false;
        }
    return true;
}

QVariant ScriptsPanel::kept()
{
    QVariantList all;
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto *tab = static_cast<ScriptTab *>(m_tabs->widget(i));
        if (tab->isInline()) { // its text is the document's
            tab->settle();
            continue;
        }
        QVariantMap one{{QStringLiteral("file"), tab->file()},
                        {QStringLiteral("node"), tab->node()}};
        if (tab->modified())
            one.insert(QStringLiteral("text"), tab->editor().content());
        all << one;
    }
    return all;
}

void ScriptsPanel::restore(const QVariant &kept)
{
    for (const QVariant &entry : kept.toList()) {
        const QVariantMap one = entry.toMap();
        openFile(one.value(QStringLiteral("file")).toString(),
                 one.value(QStringLiteral("node"), none).toUInt());
        if (!one.contains(QStringLiteral("text")))
            continue;
        TextArea &area = current()->editor().area();
        const QByteArray text = one.value(QStringLiteral("text")).toByteArray();
        area.perform({{0, area.size(), text.toStdString()}});
    }
}

// --- trying a script

QString ScriptsPanel::sampleKey(NodeIndex node, const std::string &name) const
{
    const DagSpec &dag = m_around.document.dag();
    return QStringLiteral("samples/%1/%2/%3").arg(qs(dag.id), qs(dag.nodes[node].id), qs(name));
}

/// One field for each input and parameter; what was typed stays while the same ones are asked for.
void ScriptsPanel::showForm()
{
    const NodeIndex node = current() ? current()->node() : none;
    const DagSpec &dag = m_around.document.dag();
    const bool runs = node != none && node < dag.nodes.size();
    m_run->setEnabled(runs && !m_trial.running());
    auto wanted = runs ? samplesOf(dag, node) : std::vector<Sample>();
    if (wanted == m_samples && !m_values.empty())
        return;
    m_samples = std::move(wanted);
    m_values.clear();
    while (m_fields->rowCount() > 0)
        m_fields->removeRow(0);
    for (const Sample &sample : m_samples) {
        auto *field = new QLineEdit;
        const std::string key = keyOf(sample);
        QString value = typedForm(sample.value);
        if (!m_settingsFile.isEmpty())
            value = QSettings(m_settingsFile, QSettings::IniFormat)
                        .value(sampleKey(node, key), value)
                        .toString();
        field->setObjectName(qs(key));
        field->setText(value);
        field->setPlaceholderText(qs(sample.type) +
                                  (sample.required ? tr(", required") : QString()));
        field->setToolTip(qs(sample.help));
        field->setAccessibleName(qs(sample.name));
        field->setFont(m_around.theme.mono(m_around.theme.type().caption));
        connect(field, &QLineEdit::returnPressed, this, &ScriptsPanel::runCurrent);
        m_fields->addRow(qs(sample.name), field);
        m_values[key] = field;
    }
}

Result<std::vector<Sample>> ScriptsPanel::samples() const
{
    std::vector<Sample> filled = m_samples;
    for (Sample &sample : filled) {
        const auto value = sampleFromText(sample.type, m_values.at(keyOf(sample))->text());
        if (!value)
            return tl::unexpected(Error{value.error().code, sample.name, value.error().what});
        sample.value = *value;
    }
    return filled;
}

void ScriptsPanel::runCurrent()
{
    ScriptTab *tab = current();
    if (!tab || m_trial.running())
        return;
    if (tab->node() == none)
        return tellResult(tr("no node of the open DAG runs this file"), false);
    if (tab->isInline() ? !tab->settle() : tab->modified() && !tab->save())
        return tellResult(tr("the script could not be saved"), false);
    m_around.document.settle();
    showForm();
    const auto filled = samples();
    const DagSpec &dag = m_around.document.dag();
    const auto trial = filled ? trialOf(dag, tab->node(), *filled)
                              : Result<DagSpec>(tl::unexpected(filled.error()));
    if (!trial)
        return tellResult(bridge::errorText(trial.error()), false);
    if (!m_settingsFile.isEmpty()) {
        QSettings settings(m_settingsFile, QSettings::IniFormat);
        for (const auto &[key, field] : m_values)
            settings.setValue(sampleKey(tab->node(), key), field->text());
    }
    m_output->clear();
    m_run->setEnabled(false);
    m_stop->setEnabled(true);
    tellResult(tr("running"), true);
    m_trial.start(*trial, m_around.document.file());
}

void ScriptsPanel::printed(const QByteArray &bytes)
{
    QScrollBar *bar = m_output->verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    QTextCursor cursor(m_output->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(QString::fromUtf8(bytes));
    if (atEnd)
        bar->setValue(bar->maximum());
}

void ScriptsPanel::ended(bool succeeded, const QString &cause, const QString &outputs, qint64 ms)
{
    m_stop->setEnabled(false);
    showForm();
    QString text =
        succeeded ? tr("succeeded in %1").arg(bridge::spanText(ms)) : tr("failed: %1").arg(cause);
    if (!outputs.isEmpty() && outputs != QStringLiteral("{}"))
        text += tr("; outputs %1").arg(outputs);
    tellResult(text, succeeded);
}

void ScriptsPanel::tellResult(const QString &text, bool good)
{
    const auto &c = m_around.theme.color();
    m_result->setStyleSheet(QStringLiteral("color: %1").arg((good ? c.success : c.danger).name()));
    m_result->setText(text);
}

} // namespace orrery::editor
