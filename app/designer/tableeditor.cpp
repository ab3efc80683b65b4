// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/tableeditor.h"

#include <QCheckBox>
#include <QCompleter>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QToolButton>

#include <nlohmann/json.hpp>

#include "bridge/text.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;

constexpr int rowHeight = 24;
constexpr int mostRows = 7; // shown at once

/// Completes the words of a column.
class WordDelegate final : public QStyledItemDelegate {
public:
    WordDelegate(QStringList words, QObject *parent)
        : QStyledItemDelegate(parent), m_words(std::move(words))
    {
    }
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &,
                          const QModelIndex &) const override
    {
        auto *line = new QLineEdit(parent);
        line->setFrame(false);
        line->setStyleSheet(QStringLiteral("padding: 0 3px;"));
        if (!m_words.isEmpty()) {
            auto *completer = new QCompleter(m_words, line);
            completer->setCaseSensitivity(Qt::CaseInsensitive);
            line->setCompleter(completer);
        }
        return line;
    }

private:
    QStringList m_words;
};

/// Texts as they are; numbers, words and objects as JSON.
JsonText valueOf(const QString &typed, bool textOnly)
{
    const std::string text = bridge::text(typed);
    if (!textOnly) {
        const Json json = Json::parse(text, nullptr, false);
        if (json.is_number() || json.is_boolean() || json.is_object() || json.is_array())
            return json.dump();
    }
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

QString shownValue(const JsonText &value)
{
    return typedText(value, Control::Text);
}

} // namespace

QStringList portTypes()
{
    return {QStringLiteral("STRING"),
            QStringLiteral("INTEGER"),
            QStringLiteral("NUMBER"),
            QStringLiteral("BOOLEAN"),
            QStringLiteral("DATE"),
            QStringLiteral("DATE_RANGE"),
            QStringLiteral("OBJECT"),
            QStringLiteral("ANY"),
            QStringLiteral("ARRAY<STRING>"),
            QStringLiteral("ARRAY<NUMBER>"),
            QStringLiteral("ARRAY<INTEGER>"),
            QStringLiteral("ARRAY<OBJECT>"),
            QStringLiteral("ARRAY<ANY>"),
            QStringLiteral("MAP<STRING, STRING>"),
            QStringLiteral("MAP<STRING, NUMBER>")};
}

TableEditor::TableEditor(const FormField &field, const EditorContext &context, QWidget *parent)
    : FieldEditor(field, parent), m_typed(field.control != Control::NameValues),
      m_theme(context.theme), m_table(new QTableWidget), m_add(new QToolButton),
      m_remove(new QToolButton)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    m_table->setObjectName(field.path);
    m_table->setAccessibleName(field.label);
    setFocusProxy(m_table);
    m_table->setColumnCount(m_typed ? 3 : 2);
    m_table->setHorizontalHeaderLabels(m_typed ? QStringList{tr("Name"), tr("Type"), tr("Needed")}
                                               : QStringList{tr("Name"), tr("Value")});
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(rowHeight);
    m_table->horizontalHeader()->setFixedHeight(20);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    if (m_typed) {
        m_table->horizontalHeader()->setSectionResizeMode(Required, QHeaderView::Fixed);
        m_table->setColumnWidth(Required, 58);
    }
    m_table->setItemDelegateForColumn(Name, new WordDelegate({}, this));
    m_table->setItemDelegateForColumn(
        Second, new WordDelegate(m_typed ? portTypes() : QStringList(), this));
    m_table->setFont(context.theme.mono(context.theme.type().caption));
    m_table->installEventFilter(this);
    column->addWidget(m_table);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(4);
    m_add->setText(tr("Add"));
    m_add->setObjectName(field.path + QStringLiteral(".add"));
    m_remove->setText(tr("Remove"));
    m_remove->setObjectName(field.path + QStringLiteral(".remove"));
    for (QToolButton *button : {m_add, m_remove}) {
        button->setProperty("flat", true);
        button->setFocusPolicy(Qt::TabFocus);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addLayout(buttons);
    if (m_typed)
        makeDetails(column);
    connect(m_add, &QToolButton::clicked, this, &TableEditor::addRow);
    connect(m_remove, &QToolButton::clicked, this, &TableEditor::removeRow);
    connect(m_table, &QTableWidget::itemChanged, this, &TableEditor::changed);
    connect(m_table, &QTableWidget::currentCellChanged, this, &TableEditor::showDetails);
}

void TableEditor::makeDetails(QBoxLayout *column)
{
    m_details = new QWidget;
    auto *box = new QVBoxLayout(m_details);
    box->setContentsMargins(6, 0, 0, 2);
    box->setSpacing(3);
    detail(box, tr("Default"), QStringLiteral("default"));
    detail(box, tr("Description"), QStringLiteral("description"));
    if (m_field.control == Control::Parameters)
        detail(box, tr("Check"), QStringLiteral("check"));
    column->addWidget(m_details);
    m_details->hide();
}

QLineEdit *TableEditor::detail(QBoxLayout *column, const QString &label, const QString &key)
{
    auto *row = new QHBoxLayout;
    auto *name = new QLabel(label);
    name->setFont(m_theme.sans(m_theme.type().caption));
    name->setStyleSheet(QStringLiteral("color: %1").arg(m_theme.color().muted.name()));
    name->setFixedWidth(70);
    auto *line = new QLineEdit;
    line->setObjectName(m_field.path + QLatin1Char('.') + key);
    line->setAccessibleName(label);
    if (key == QLatin1String("check"))
        line->setPlaceholderText(QStringLiteral("{\"min\": 1, \"max\": 10}"));
    row->addWidget(name);
    row->addWidget(line, 1);
    column->addLayout(row);
    m_fields.emplace_back(key, line);
    connect(line, &QLineEdit::editingFinished, this, [this, line, key] {
        const int current = m_table->currentRow();
        if (current < 0 || !line->isModified())
            return;
        line->setModified(false);
        const QString type = shownValue(memberOf(current, "type"));
        const bool text = key == QLatin1String("description") ||
                          (key == QLatin1String("default") && type == QLatin1String("STRING"));
        send({{pathStep(nameAt(current)) + QLatin1Char('/') + key,
               line->text().isEmpty() ? JsonText() : valueOf(line->text(), text)}});
    });
    return line;
}

void TableEditor::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_table->setEditTriggers(readOnly ? QAbstractItemView::NoEditTriggers
                                      : QAbstractItemView::DoubleClicked |
                                            QAbstractItemView::EditKeyPressed |
                                            QAbstractItemView::AnyKeyPressed);
    m_add->setVisible(!readOnly);
    m_remove->setVisible(!readOnly && m_table->rowCount() > 0);
    for (const auto &[key, line] : m_fields)
        line->setReadOnly(readOnly);
}

void TableEditor::display(const JsonText &value, const JsonText &, bool mixed)
{
    m_filling = true;
    const int row = m_table->currentRow(), column = m_table->currentColumn();
    m_members.clear();
    const Json json = Json::parse(value, nullptr, false);
    if (json.is_object())
        for (const auto &[name, member] : json.items())
            m_members.emplace_back(qs(name), member.dump());
    m_table->setRowCount(int(m_members.size()));
    for (int i = 0; i < int(m_members.size()); ++i) {
        const auto cell = [this, i](int at, const QString &text) {
            QTableWidgetItem *item = m_table->item(i, at);
            if (item == nullptr) {
                item = new QTableWidgetItem;
                m_table->setItem(i, at, item);
            }
            item->setText(text);
            item->setData(Qt::ForegroundRole, QVariant());
            return item;
        };
        cell(Name, m_members[std::size_t(i)].first);
        if (!m_typed) {
            cell(Second, shownValue(m_members[std::size_t(i)].second))
                ->setToolTip(shownValue(m_members[std::size_t(i)].second));
            continue;
        }
        const JsonText type = memberOf(i, "type");
        auto *typeItem = cell(Second, type.empty() ? QStringLiteral("ANY") : shownValue(type));
        if (type.empty())
            typeItem->setForeground(m_theme.color().muted);
        typeItem->setToolTip(shownValue(memberOf(i, "description")));
        auto *required = cell(Required, {});
        required->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        required->setCheckState(memberOf(i, "required") == "true" ? Qt::Checked : Qt::Unchecked);
    }
    if (row >= 0 && row < m_table->rowCount())
        m_table->setCurrentCell(row, column);
    m_add->setToolTip(mixed ? tr("The nodes differ; what is added is added to all") : QString());
    m_remove->setVisible(!m_readOnly && m_table->rowCount() > 0);
    m_filling = false;
    fit();
    showDetails();
}

void TableEditor::fit()
{
    const int rows = std::min(m_table->rowCount(), mostRows);
    m_table->setVisible(rows > 0);
    m_table->setFixedHeight(22 + rows * rowHeight);
}

QString TableEditor::nameAt(int row) const
{
    return row >= 0 && row < int(m_members.size()) ? m_members[std::size_t(row)].first : QString();
}

JsonText TableEditor::memberOf(int row, const char *key) const
{
    if (row < 0 || row >= int(m_members.size()))
        return {};
    const Json json = Json::parse(m_members[std::size_t(row)].second, nullptr, false);
    return json.is_object() && json.contains(key) ? json.at(key).dump() : JsonText();
}

QString TableEditor::freshName() const
{
    const QString base =
        m_field.control == Control::Ports
            ? (m_field.path.contains(QLatin1String("output")) ? QStringLiteral("output")
                                                              : QStringLiteral("input"))
        : m_field.control == Control::Parameters ? QStringLiteral("parameter")
                                                 : QStringLiteral("name");
    for (int number = 1;; ++number) {
        const QString name = number == 1 ? base : base + QString::number(number);
        if (std::none_of(m_members.begin(), m_members.end(),
                         [&name](const auto &member) { return member.first == name; }))
            return name;
    }
}

void TableEditor::addRow()
{
    const QString name = freshName();
    send({{pathStep(name), m_typed ? JsonText(R"({"type":"STRING"})") : JsonText("\"\"")}});
    const auto items = m_table->findItems(name, Qt::MatchExactly);
    if (!items.isEmpty()) {
        m_table->setCurrentItem(items.first());
        m_table->editItem(items.first());
    }
}

void TableEditor::removeRow()
{
    const int row = m_table->currentRow() < 0 ? m_table->rowCount() - 1 : m_table->currentRow();
    if (row >= 0 && row < int(m_members.size()) && !m_readOnly)
        send({{pathStep(nameAt(row)), {}}});
}

void TableEditor::changed(QTableWidgetItem *item)
{
    if (m_filling || m_readOnly)
        return;
    const int row = item->row();
    const QString name = pathStep(nameAt(row));
    const QString text = item->text().trimmed();
    if (item->column() == Name)
        rename(row);
    else if (item->column() == Required)
        send({{name + QStringLiteral("/required"),
               item->checkState() == Qt::Checked ? JsonText("true") : JsonText()}});
    else if (!m_typed)
        send({{name, valueOf(item->text(), m_field.type == QLatin1String("STRING"))}});
    else if (text.isEmpty() || text != shownValue(memberOf(row, "type")))
        send({{name + QStringLiteral("/type"),
               text.isEmpty() ? JsonText() : valueOf(text.toUpper(), true)}});
}

void TableEditor::rename(int row)
{
    const QString before = nameAt(row), name = m_table->item(row, Name)->text().trimmed();
    if (name == before)
        return;
    const bool taken = std::any_of(m_members.begin(), m_members.end(),
                                   [&name](const auto &member) { return member.first == name; });
    if (name.isEmpty() || taken) {
        m_filling = true;
        m_table->item(row, Name)->setText(before);
        m_filling = false;
        emit unreadable(taken ? tr("there is a %1 already").arg(name)
                              : tr("a name is needed; Remove takes the row out"));
        return;
    }
    send({{pathStep(name), {}, pathStep(before)}});
}

/// One edit, told and done at once; the table follows the file.
void TableEditor::send(const ValueEdits &edits)
{
    m_pending = edits;
    touched(false);
    commit();
    m_pending.reset();
    if (dirty()) // refused
        putBack();
}

std::optional<ValueEdits> TableEditor::typed(QString &) const
{
    return m_pending.value_or(ValueEdits{});
}

void TableEditor::showDetails()
{
    if (m_details == nullptr || m_filling)
        return;
    const int row = m_table->currentRow();
    const bool seen = row >= 0 && row < int(m_members.size());
    m_details->setVisible(seen);
    for (const auto &[key, line] : m_fields) {
        const JsonText value = memberOf(row, key.toLatin1().constData());
        line->setText(shownValue(value));
        line->setCursorPosition(0);
        line->setModified(false);
    }
}

bool TableEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && watched == m_table) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Insert || key == Qt::Key_Delete || key == Qt::Key_F2)
            event->accept(); // the window has these, too
    }
    if (event->type() == QEvent::KeyPress && watched == m_table && !m_readOnly) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Delete) {
            removeRow();
            return true;
        }
        if (key == Qt::Key_Insert) {
            addRow();
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_table->currentItem() != nullptr &&
            m_table->currentColumn() != Required) {
            m_table->editItem(m_table->currentItem());
            return true;
        }
    }
    return FieldEditor::eventFilter(watched, event);
}

} // namespace orrery::designer
