// SPDX-License-Identifier: GPL-3.0-or-later
// The selected node as its file defines it; the DAG as a whole when none is selected.
#pragma once

#include <QWidget>

#include "widgets/surroundings.h"

class QLabel;

namespace orrery::widgets {
class CodeView;
class SectionView;
class StateFrame;
} // namespace orrery::widgets

namespace orrery::shell {

class NodePanel final : public QWidget {
    Q_OBJECT
public:
    explicit NodePanel(const widgets::Surroundings &around, QWidget *parent = nullptr);

private:
    void refresh();
    void showProgram(const NodeSpec *node);

    widgets::Surroundings m_around;
    widgets::StateFrame *m_frame;
    QLabel *m_name;
    QLabel *m_kind;
    widgets::SectionView *m_sections;
    QWidget *m_program;
    widgets::CodeView *m_code;
};

} // namespace orrery::shell
