// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/edgeform.h"

#include <algorithm>
#include <array>

#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>

#include <nlohmann/json.hpp>

#include "bridge/text.h"
#include "designer/combo.h"
#include "engine/connect.h"
#include "widgets/skin.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;

FormField conditionField()
{
    FormField field;
    field.path = QStringLiteral("condition");
    field.label = EdgeForm::tr("Followed on");
    field.help = EdgeForm::tr("SUCCESS, FAILURE or ALWAYS; or an expression over the outputs of "
                              "the node before, such as outputs.rows > 0");
    field.control = Control::Choice;
    field.choices = {QStringLiteral("SUCCESS"), QStringLiteral("FAILURE"),
                     QStringLiteral("ALWAYS")};
    field.defaultValue = "\"SUCCESS\"";
    field.type = QStringLiteral("EXPRESSION");
    return field;
}

QLabel *smallLabel(const theming::Theme &theme, const QColor &color)
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setFont(theme.sans(theme.type().caption));
    label->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
    label->hide();
    return label;
}

void tell(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

} // namespace

EdgeForm::EdgeForm(const EditorContext &context, bridge::DagDocument &document, QWidget *parent)
    : QWidget(parent), m_context(context), m_document(document),
      m_condition(makeEditor(conditionField(), context, this)),
      m_conditionTold(smallLabel(context.theme, context.theme.color().danger)),
      m_none(smallLabel(context.theme, context.theme.color().muted)),
      m_mappingTold(smallLabel(context.theme, context.theme.color().danger)), m_lines(new QWidget),
      m_column(new QVBoxLayout(m_lines)), m_suggest(new QPushButton(tr("Suggest"))),
      m_remove(new QPushButton(tr("Remove the edge")))
{
    const auto head = [&context](const QString &text) {
        auto *label = new QLabel(text);
        label->setFont(widgets::capsFont(context.theme, 10));
        label->setStyleSheet(QStringLiteral("color: %1").arg(context.theme.color().muted.name()));
        return label;
    };
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 8, 8);
    column->setSpacing(6);
    column->addWidget(head(tr("Followed on")));
    column->addWidget(m_condition);
    m_conditionTold->setObjectName(QStringLiteral("condition.told"));
    column->addWidget(m_conditionTold);
    column->addSpacing(8);
    column->addWidget(head(tr("Data")));
    column->addWidget(m_none);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(5);
    column->addWidget(m_lines);
    column->addWidget(m_mappingTold);
    auto *buttons = new QHBoxLayout;
    m_suggest->setObjectName(QStringLiteral("suggestMapping"));
    m_suggest->setToolTip(tr("Same names, else the only pair whose types fit"));
    m_remove->setObjectName(QStringLiteral("removeEdge"));
    buttons->addWidget(m_suggest);
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    column->addSpacing(6);
    column->addLayout(buttons);
    column->addStretch(1);
    setFocusProxy(m_condition);
    connect(m_condition, &FieldEditor::edited, this, [this](const ValueEdits &edits) {
        const Json word = Json::parse(edits[0].value, nullptr, false);
        tell(m_conditionTold,
             word.is_string() ? complaint(word.get_ref<const std::string &>()) : QString());
    });
    connect(m_condition, &FieldEditor::committed, this, &EdgeForm::setCondition);
    connect(m_suggest, &QPushButton::clicked, this, &EdgeForm::suggest);
    connect(m_remove, &QPushButton::clicked, this, &EdgeForm::remove);
}

const EdgeSpec *EdgeForm::edge() const
{
    const auto &edges = m_document.dag().edges;
    return m_edge < edges.size() && edges[m_edge].from != none && edges[m_edge].to != none
               ? &edges[m_edge]
               : nullptr;
}

void EdgeForm::show(bridge::EdgeIndex index, bool readOnly)
{
    if (m_edge != index) {
        m_condition->forget();
        tell(m_conditionTold, {});
    }
    m_edge = index;
    m_readOnly = readOnly;
    const EdgeSpec *shown = edge();
    if (shown == nullptr)
        return;
    const DagSpec &dag = m_document.dag();
    const NodeSpec &from = dag.nodes[shown->from], &to = dag.nodes[shown->to];
    m_condition->show(shown->condition == "SUCCESS" ? JsonText() : Json(shown->condition).dump(),
                      "\"SUCCESS\"", false);
    m_condition->setReadOnly(readOnly);
    makeLines(from, to);
    for (Line &line : m_all)
        fillLine(line, from, to, *shown);
    const bool gives = !toolkit::outputsOf(from).empty();
    tell(m_none,
         !m_all.empty() && gives ? QString()
         : gives ? tr("%1 declares no inputs; the edge gives the order only.").arg(qs(to.id))
                 : tr("%1 declares no outputs; the edge gives the order only.").arg(qs(from.id)));
    m_lines->setVisible(!m_all.empty());
    m_suggest->setVisible(!m_all.empty() && gives && !readOnly);
    m_remove->setVisible(!readOnly);
    fillFindings(index);
}

void EdgeForm::fillFindings(bridge::EdgeIndex index)
{
    const std::string place = "edges/" + std::to_string(index);
    QStringList ofMapping;
    for (const Finding &finding : m_document.parsed().findings) {
        if (finding.path == place + "/condition" && !m_condition->dirty())
            tell(m_conditionTold, toldText(finding));
        else if ((finding.path == place || finding.path.starts_with(place + "/dataMapping")) &&
                 std::none_of(m_all.begin(), m_all.end(), [&finding](const Line &line) {
                     return line.told->text().startsWith(qs(finding.message)); // told there
                 }))
            ofMapping << toldText(finding);
    }
    tell(m_mappingTold, ofMapping.join(QLatin1Char('\n')));
}

/// One line per input, and one for each mapping to an input that is not declared.
void EdgeForm::makeLines(const NodeSpec &from, const NodeSpec &to)
{
    std::vector<std::string> inputs;
    for (const Port &input : to.task.inputs)
        inputs.push_back(input.name);
    for (const auto &[output, input] : edge()->dataMapping)
        if (std::find(inputs.begin(), inputs.end(), input) == inputs.end())
            inputs.push_back(input);
    std::string shape = from.id + '\n' + to.id;
    for (const std::string &input : inputs)
        shape += '\n' + input;
    if (shape == m_shape)
        return;
    m_shape = shape;
    for (QWidget *child : m_lines->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        child->hide();
        child->deleteLater();
    }
    m_all.clear();
    for (const std::string &name : inputs) {
        auto *box = new QWidget;
        auto *grid = new QGridLayout(box);
        grid->setContentsMargins(0, 0, 0, 0);
        grid->setHorizontalSpacing(6);
        grid->setVerticalSpacing(1);
        const auto port = std::find_if(to.task.inputs.begin(), to.task.inputs.end(),
                                       [&name](const Port &input) { return input.name == name; });
        const bool known = port != to.task.inputs.end();
        auto *label =
            new QLabel(qs(name) + (known && port->required ? QStringLiteral(" *") : QString()));
        label->setTextFormat(Qt::PlainText);
        label->setToolTip(known ? qs(port->description) : QString());
        auto *type = new QLabel(known ? qs(port->type) : tr("not an input"));
        type->setFont(m_context.theme.mono(m_context.theme.type().caption - 1));
        type->setStyleSheet(QStringLiteral("color: %1").arg(m_context.theme.color().muted.name()));
        auto *output = new Combo(m_context.theme);
        output->setObjectName(QStringLiteral("feeds.") + qs(name));
        output->setAccessibleName(tr("Output that feeds %1").arg(qs(name)));
        auto *told = smallLabel(m_context.theme, m_context.theme.color().danger);
        grid->addWidget(output, 0, 0, 2, 1);
        auto *arrow = new QLabel(QStringLiteral("→"));
        arrow->setStyleSheet(QStringLiteral("color: %1").arg(m_context.theme.color().faint.name()));
        grid->addWidget(arrow, 0, 1, 2, 1);
        grid->addWidget(label, 0, 2);
        grid->addWidget(type, 1, 2);
        grid->addWidget(told, 2, 0, 1, 3);
        grid->setColumnStretch(0, 1);
        grid->setColumnStretch(2, 1);
        m_column->addWidget(box);
        m_all.push_back({name, output, told});
        connect(output, &QComboBox::activated, this, [this, name, output](int index) {
            choose(name, bridge::text(output->itemData(index).toString()));
        });
    }
}

void EdgeForm::fillLine(Line &line, const NodeSpec &from, const NodeSpec &to, const EdgeSpec &edge)
{
    const QSignalBlocker quiet(line.output);
    const auto fed = std::find_if(edge.dataMapping.begin(), edge.dataMapping.end(),
                                  [&line](const auto &pair) { return pair.second == line.input; });
    line.output->clear();
    line.output->addItem(tr("nothing"), QString());
    line.output->setItemData(0, m_context.theme.color().muted, Qt::ForegroundRole);
    auto *items = qobject_cast<QStandardItemModel *>(line.output->model());
    for (const bool fits : {true, false})
        for (const Port &output : toolkit::outputsOf(from)) {
            const std::string why = toolkit::whyNotFeed(from, output.name, to, line.input);
            if (why.empty() != fits)
                continue;
            line.output->addItem(QStringLiteral("%1  %2").arg(qs(output.name), qs(output.type)),
                                 qs(output.name));
            const int row = line.output->count() - 1;
            line.output->setItemData(row, fits ? qs(output.description) : qs(why), Qt::ToolTipRole);
            if (!fits && items != nullptr &&
                (fed == edge.dataMapping.end() || fed->first != output.name))
                items->item(row)->setEnabled(false);
        }
    QString told;
    if (fed != edge.dataMapping.end()) {
        if (line.output->findData(qs(fed->first)) < 0)
            line.output->addItem(qs(fed->first), qs(fed->first));
        line.output->setCurrentIndex(line.output->findData(qs(fed->first)));
        told = qs(toolkit::whyNotFeed(from, fed->first, to, line.input));
    }
    line.output->setQuiet(fed == edge.dataMapping.end());
    line.output->setEnabled(!m_readOnly);
    tell(line.told, told);
}

void EdgeForm::choose(const std::string &input, const std::string &output)
{
    const EdgeSpec *now = edge();
    if (now == nullptr)
        return;
    auto mapping = now->dataMapping;
    std::erase_if(mapping, [&](const auto &pair) {
        return pair.second == input || (!output.empty() && pair.first == output);
    });
    if (!output.empty())
        mapping.emplace_back(output, input);
    setMapping(std::move(mapping));
}

void EdgeForm::suggest()
{
    const EdgeSpec *now = edge();
    if (now == nullptr)
        return;
    auto mapping = now->dataMapping;
    for (const auto &[output, input] :
         toolkit::suggestMapping(m_document.dag(), now->from, now->to)) {
        const bool taken = std::any_of(mapping.begin(), mapping.end(), [&](const auto &pair) {
            return pair.first == output || pair.second == input;
        });
        if (!taken)
            mapping.emplace_back(output, input);
    }
    if (mapping != now->dataMapping)
        setMapping(std::move(mapping));
    else
        tell(m_mappingTold,
             tr("Nothing more suggests itself: no names are alike, and more than one "
                "pair of types fits or none does."));
}

void EdgeForm::setMapping(std::vector<std::pair<std::string, std::string>> mapping)
{
    const EdgeSpec *now = edge();
    const auto &nodes = m_document.dag().nodes;
    const change::SetEdge set{nodes[now->from].id, nodes[now->to].id, std::nullopt,
                              std::move(mapping)};
    m_document.perform(tr("Data of %1 → %2").arg(qs(set.from), qs(set.to)),
                       std::array<Change, 1>{set});
}

void EdgeForm::setCondition(const ValueEdits &edits)
{
    const EdgeSpec *now = edge();
    const Json word = Json::parse(edits[0].value, nullptr, false);
    const std::string condition = word.is_string() ? word.get<std::string>() : std::string();
    if (now == nullptr)
        return;
    if (const QString why = complaint(condition); !why.isEmpty())
        return tell(m_conditionTold, why);
    tell(m_conditionTold, {});
    const auto &nodes = m_document.dag().nodes;
    const change::SetEdge set{nodes[now->from].id, nodes[now->to].id, condition, std::nullopt};
    const auto done = m_document.perform(
        tr("Condition of %1 → %2").arg(qs(set.from), qs(set.to)), std::array<Change, 1>{set},
        QStringLiteral("edge %1 %2").arg(qs(set.from), qs(set.to)));
    if (!done)
        tell(m_conditionTold, qs(done.error().what));
}

/// What the engine says of a condition, asked with the two ends alone.
QString EdgeForm::complaint(const std::string &condition) const
{
    const EdgeSpec *now = edge();
    if (now == nullptr || condition.empty())
        return {};
    const DagSpec &dag = m_document.dag();
    DagSpec asked;
    asked.id = "asked";
    asked.parameters = dag.parameters;
    asked.nodes = {dag.nodes[now->from], dag.nodes[now->to]};
    asked.edges = {{0, 1, condition, {}}};
    const auto parsed = toolkit::parse(toolkit::toJson(asked), "asked.json");
    for (const Finding &finding : parsed.findings)
        if (finding.isError() && finding.path == "edges/0/condition")
            return toldText(finding);
    return {};
}

void EdgeForm::remove()
{
    const EdgeSpec *now = edge();
    if (now == nullptr)
        return;
    const auto &nodes = m_document.dag().nodes;
    const change::DeleteEdge gone{nodes[now->from].id, nodes[now->to].id};
    m_document.perform(tr("Remove %1 → %2").arg(qs(gone.from), qs(gone.to)),
                       std::array<Change, 1>{gone});
}

void EdgeForm::reveal(const QString &path)
{
    if (path.startsWith(QLatin1String("dataMapping")) && !m_all.empty())
        m_all.front().output->setFocus(Qt::ShortcutFocusReason);
    else
        m_condition->setFocus(Qt::ShortcutFocusReason);
}

} // namespace orrery::designer
