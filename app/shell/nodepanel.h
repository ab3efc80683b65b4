// SPDX-License-Identifier: GPL-3.0-or-later
// The selected node as its file defines it; the DAG as a whole when none is selected.
#pragma once

#include <QWidget>

#include "shell/surroundings.h"

class QLabel;

namespace orrery::shell {

class CodeView;
class SectionView;
class StateFrame;

class NodePanel final : public QWidget {
    Q_OBJECT
public:
    explicit NodePanel(const Surroundings &around, QWidget *parent = nullptr);

private:
    void refresh();
    void showProgram(const NodeSpec *node);

    Surroundings m_around;
    StateFrame *m_frame;
    QLabel *m_name;
    QLabel *m_kind;
    SectionView *m_sections;
    QWidget *m_program;
    CodeView *m_code;
};

} // namespace orrery::shell
