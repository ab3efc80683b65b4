// SPDX-License-Identifier: GPL-3.0-or-later
// The form of one edge: when it is followed, and which outputs feed which inputs.
#pragma once

#include <QWidget>

#include "bridge/dagdocument.h"
#include "bridge/selection.h"
#include "designer/fieldeditor.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace orrery::designer {

class Combo;

class EdgeForm final : public QWidget {
    Q_OBJECT
public:
    EdgeForm(const EditorContext &context, bridge::DagDocument &document,
             QWidget *parent = nullptr);

    void show(bridge::EdgeIndex edge, bool readOnly);
    /// "condition" or "dataMapping".
    void reveal(const QString &path);

private:
    struct Line {
        std::string input;
        Combo *output = nullptr;
        QLabel *told = nullptr;
    };
    void makeLines(const NodeSpec &from, const NodeSpec &to);
    void fillLine(Line &line, const NodeSpec &from, const NodeSpec &to, const EdgeSpec &edge);
    void fillFindings(bridge::EdgeIndex index);
    void choose(const std::string &input, const std::string &output);
    void suggest();
    void setMapping(std::vector<std::pair<std::string, std::string>> mapping);
    void setCondition(const ValueEdits &edits);
    void remove();
    [[nodiscard]] const EdgeSpec *edge() const;
    [[nodiscard]] QString complaint(const std::string &condition) const;

    EditorContext m_context;
    bridge::DagDocument &m_document;
    bridge::EdgeIndex m_edge = none;
    bool m_readOnly = false;
    std::string m_shape; ///< of which ports the lines are
    FieldEditor *m_condition;
    QLabel *m_conditionTold;
    QLabel *m_none;
    QLabel *m_mappingTold;
    QWidget *m_lines;
    QVBoxLayout *m_column;
    std::vector<Line> m_all;
    QPushButton *m_suggest;
    QPushButton *m_remove;
};

} // namespace orrery::designer
