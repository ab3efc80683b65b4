// SPDX-License-Identifier: GPL-3.0-or-later
#include "preferences/settingsdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QValidator>

#include "bridge/text.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::preferences {

using widgets::Setting;

SettingsDialog::SettingsDialog(theming::Theme &theme, widgets::Settings &settings, QWidget *parent)
    : QDialog(parent), m_theme(theme), m_settings(settings), m_search(new QLineEdit),
      m_area(new QScrollArea), m_none(new QLabel(tr("No setting has these words."))),
      m_message(new QLabel)
{
    setObjectName(QStringLiteral("settings"));
    setWindowTitle(tr("Settings"));
    resize(760, 620);
    m_search->setObjectName(QStringLiteral("settingsSearch"));
    m_search->setPlaceholderText(tr("Search the settings"));
    m_search->setAccessibleName(tr("Search the settings"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(widgets::symbolIcon(widgets::Symbol::Search, theme),
                        QLineEdit::LeadingPosition);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_none->setAlignment(Qt::AlignCenter);
    m_none->hide();
    m_message->setObjectName(QStringLiteral("settingsMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(10);
    column->addWidget(m_search);
    column->addWidget(m_area, 1);
    column->addWidget(m_none, 1);
    column->addWidget(m_message);
    column->addWidget(makeButtons());
    fill();
    connect(m_search, &QLineEdit::textChanged, this, &SettingsDialog::filter);
    connect(&settings, &widgets::Settings::changed, this, &SettingsDialog::refresh);
    m_search->setFocus();
}

QWidget *SettingsDialog::makeButtons()
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *out = buttons->addButton(tr("Export ..."), QDialogButtonBox::ActionRole);
    auto *in = buttons->addButton(tr("Import ..."), QDialogButtonBox::ActionRole);
    for (QAbstractButton *button : buttons->buttons())
        static_cast<QPushButton *>(button)->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
    const QString kinds = tr("Settings (*.json *.ini)");
    connect(out, &QPushButton::clicked, this, [this, kinds] {
        const QString file = QFileDialog::getSaveFileName(
            this, tr("Export the settings"), QStringLiteral("orrery-settings.json"), kinds);
        if (!file.isEmpty())
            exportTo(file);
    });
    connect(in, &QPushButton::clicked, this, [this, kinds] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Import settings"), QString(), kinds);
        if (!file.isEmpty())
            importFrom(file);
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    return buttons;
}

void SettingsDialog::fill()
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 10, 0);
    column->setSpacing(4);
    QString group;
    QLabel *heading = nullptr;
    for (const Setting &setting : m_settings.all()) {
        if (setting.group != group || heading == nullptr) {
            group = setting.group;
            heading = new QLabel(group);
            heading->setFont(widgets::capsFont(m_theme));
            heading->setStyleSheet(
                QStringLiteral("color: %1; padding-top: 10px;").arg(m_theme.color().accent.name()));
            column->addWidget(heading);
        }
        QWidget *row = makeRow(setting);
        column->addWidget(row);
        m_rows.push_back({setting.key,
                          (setting.title + QLatin1Char(' ') + setting.help + QLatin1Char(' ') +
                           setting.key + QLatin1Char(' ') + group)
                              .toLower(),
                          row, heading});
    }
    column->addStretch();
    m_area->setWidget(page);
    for (const Row &row : m_rows)
        refresh(row.key);
}

QWidget *SettingsDialog::makeRow(const Setting &setting)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 6, 0, 6);
    line->setSpacing(12);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    auto *title = new QLabel(setting.title);
    title->setFont(m_theme.sans(m_theme.type().body, QFont::DemiBold));
    auto *help = new QLabel(setting.help);
    help->setWordWrap(true);
    help->setStyleSheet(QStringLiteral("color: %1").arg(m_theme.color().muted.name()));
    // Where it is kept, for whoever writes the file by hand.
    QString shown = setting.byDefault.toString();
    for (const auto &[value, name] : setting.choices)
        if (value == shown)
            shown = name;
    const QString normally = shown.isEmpty() ? tr("empty") : shown;
    auto *key = new QLabel(tr("%1   normally %2").arg(setting.key, normally));
    key->setFont(m_theme.mono(m_theme.type().caption - 1));
    key->setStyleSheet(QStringLiteral("color: %1").arg(m_theme.color().muted.name()));
    key->setToolTip(m_settings.file().isEmpty() ? tr("Not written down in this start")
                                                : tr("Kept in %1").arg(m_settings.file()));
    for (QLabel *label : {title, help, key}) {
        label->setTextFormat(Qt::PlainText);
        words->addWidget(label);
    }
    line->addLayout(words, 1);
    QWidget *control = makeControl(setting);
    control->setObjectName(QStringLiteral("setting.") + setting.key);
    control->setAccessibleName(setting.title);
    control->setAccessibleDescription(setting.help);
    control->setFixedWidth(210);
    line->addWidget(control, 0, Qt::AlignTop);
    auto *reset = new QToolButton;
    reset->setObjectName(QStringLiteral("reset.") + setting.key);
    reset->setText(tr("Reset"));
    reset->setProperty("flat", true);
    reset->setAccessibleName(tr("Reset %1").arg(setting.title));
    connect(reset, &QToolButton::clicked, this, [this, k = setting.key] { m_settings.reset(k); });
    line->addWidget(reset, 0, Qt::AlignTop);
    return row;
}

QWidget *SettingsDialog::makeControl(const Setting &setting)
{
    const QString key = setting.key;
    switch (setting.kind) {
    case Setting::Kind::Switch: {
        auto *box = new QCheckBox(tr("On"));
        connect(box, &QCheckBox::toggled, this, [this, key](bool on) { take(key, on); });
        return box;
    }
    case Setting::Kind::Choice: {
        auto *box = new QComboBox;
        for (const auto &[value, title] : setting.choices)
            box->addItem(title, value);
        connect(box, &QComboBox::activated, this,
                [this, key, box](int index) { take(key, box->itemData(index)); });
        return box;
    }
    case Setting::Kind::Number:
    case Setting::Kind::Text:
        break;
    }
    auto *field = new QLineEdit;
    if (setting.kind == Setting::Kind::Number)
        field->setPlaceholderText(
            tr("%1 to %2").arg(setting.least, 0, 'f', 0).arg(setting.most, 0, 'f', 0));
    connect(field, &QLineEdit::editingFinished, this,
            [this, key, field] { take(key, field->text().trimmed()); });
    return field;
}

void SettingsDialog::take(const QString &key, const QVariant &value)
{
    if (const auto done = m_settings.set(key, value); !done) {
        say(bridge::errorText(done.error()), true);
        refresh(key);
    } else {
        m_message->hide();
    }
}

void SettingsDialog::refresh(const QString &key)
{
    const QVariant value = m_settings.value(key);
    auto *control = findChild<QWidget *>(QStringLiteral("setting.") + key);
    if (control == nullptr)
        return;
    const QSignalBlocker quiet(control);
    if (auto *box = qobject_cast<QCheckBox *>(control))
        box->setChecked(value.toBool());
    else if (auto *choice = qobject_cast<QComboBox *>(control))
        choice->setCurrentIndex(choice->findData(value));
    else if (auto *field = qobject_cast<QLineEdit *>(control))
        field->setText(value.toString());
    findChild<QToolButton *>(QStringLiteral("reset.") + key)
        ->setEnabled(!m_settings.isDefault(key));
}

void SettingsDialog::filter()
{
    const QStringList words =
        m_search->text().toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    QHash<QWidget *, bool> headings;
    bool any = false;
    for (const Row &row : m_rows) {
        const bool fits = std::all_of(words.begin(), words.end(),
                                      [&row](const QString &w) { return row.words.contains(w); });
        row.widget->setVisible(fits);
        headings[row.heading] |= fits;
        any |= fits;
    }
    for (auto at = headings.cbegin(); at != headings.cend(); ++at)
        at.key()->setVisible(at.value());
    m_area->setVisible(any);
    m_none->setVisible(!any);
}

int SettingsDialog::shownCount() const
{
    return int(std::count_if(m_rows.begin(), m_rows.end(),
                             [](const Row &row) { return !row.widget->isHidden(); }));
}

QString SettingsDialog::exportTo(const QString &file) const
{
    QSaveFile out(file);
    const bool ini = file.endsWith(QStringLiteral(".ini"), Qt::CaseInsensitive);
    QString problem;
    if (!out.open(QIODevice::WriteOnly) || out.write(m_settings.exported(ini)) < 0 || !out.commit())
        problem = tr("%1 cannot be written: %2").arg(file, out.errorString());
    auto *self = const_cast<SettingsDialog *>(this);
    self->say(problem.isEmpty() ? tr("Written to %1").arg(file) : problem, !problem.isEmpty());
    return problem;
}

QString SettingsDialog::importFrom(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        const QString problem = tr("%1 cannot be read: %2").arg(file, in.errorString());
        say(problem, true);
        return problem;
    }
    constexpr qint64 most = 1 << 20;
    const auto changed = m_settings.importText(in.read(most));
    if (!changed) {
        const QString problem =
            tr("Nothing was imported. %1").arg(bridge::errorText(changed.error()));
        say(problem, true);
        return problem;
    }
    say(tr("%1 settings changed").arg(*changed), false);
    return {};
}

void SettingsDialog::say(const QString &text, bool problem)
{
    m_message->setText(text);
    m_message->setStyleSheet(
        QStringLiteral("color: %1")
            .arg((problem ? m_theme.color().danger : m_theme.color().success).name()));
    m_message->show();
}

void SettingsDialog::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color().background);
}

} // namespace orrery::preferences
