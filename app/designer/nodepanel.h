// SPDX-License-Identifier: GPL-3.0-or-later
// The panel of what is selected: the form of a node, of several, of an edge, or of the DAG when
// nothing is. Each change is one edit of the file and one step of undo.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QWidget>

#include "designer/formsubject.h"
#include "designer/formview.h"
#include "widgets/workbench.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace orrery::widgets {
class CodeView;
class StateFrame;
} // namespace orrery::widgets

namespace orrery::designer {

class EdgeForm;

class NodePanel final : public QWidget {
    Q_OBJECT
public:
    explicit NodePanel(widgets::Workbench &bench, QWidget *parent = nullptr);

    /// Selects what a path is about and puts the focus into its field.
    void reveal(const QString &path);
    [[nodiscard]] FormView &nodeView() { return *m_nodeView; }
    [[nodiscard]] FormView &dagView() { return *m_dagView; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void makeForms();
    void join();
    void refresh();
    void refreshNow();
    bool showState();
    void showNodes(const std::vector<NodeIndex> &nodes);
    void showDag();
    void showEdge();
    void showHead();
    void showBanner();
    void showAround(const NodeSpec *node);
    void showEdges(const NodeSpec *node);
    void showProgram(const NodeSpec *node);
    void keepEdge();
    [[nodiscard]] std::vector<FormField> argumentsOf(const std::vector<NodeIndex> &nodes) const;
    [[nodiscard]] QString whyReadOnly() const;
    [[nodiscard]] QString ask(const FormField &field, const ValueEdits &edits) const;
    QString perform(const FormField &field, const ValueEdits &edits);
    const toolkit::WrittenValues &raw();

    widgets::Workbench &m_bench;
    widgets::Surroundings m_around;
    widgets::StateFrame *m_frame;
    QLabel *m_name;
    QLabel *m_kind;
    QLabel *m_banner;
    QStackedWidget *m_stack;
    FormView *m_nodeView = nullptr;
    FormView *m_dagView = nullptr;
    QScrollArea *m_edgeScroll = nullptr;
    EdgeForm *m_edgeForm = nullptr;
    QLabel *m_docs;
    QLabel *m_slots;
    QWidget *m_edges;
    widgets::CodeView *m_program;
    FormSubject m_subject;
    std::shared_ptr<const bridge::Reading> m_rawOf;
    toolkit::WrittenValues m_raw;
    std::pair<std::string, std::string> m_edgeIds; ///< ends of the edge that is shown
    bool m_stale = true;                           ///< something changed while nobody could see it
    std::shared_ptr<const bridge::Reading> m_seen; ///< of the last changed()
};

} // namespace orrery::designer
