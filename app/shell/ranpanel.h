// SPDX-License-Identifier: GPL-3.0-or-later
// What ran: each attempt of the selected task as it was really started, and why it failed.
#pragma once

#include <QWidget>

#include "widgets/surroundings.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace orrery::widgets {
class SectionView;
class StateFrame;
} // namespace orrery::widgets

namespace orrery::shell {

class RanPanel final : public QWidget {
    Q_OBJECT
public:
    explicit RanPanel(const widgets::Surroundings &around, QWidget *parent = nullptr);

signals:
    void retryRequested(orrery::TaskIndex task);
    void runWanted(const orrery::RunId &run);

private:
    QWidget *makeHead();
    QWidget *makeFailure();
    QWidget *makeQuestion();
    void showQuestion();
    void answer(bool approved);
    [[nodiscard]] const NodeSpec *node() const;
    void refresh();
    void showAttempt();
    void showFailure(const AttemptView *attempt);
    [[nodiscard]] const AttemptView *attempt() const;
    void openFolder();
    void copyCommand();

    widgets::Surroundings m_around;
    widgets::StateFrame *m_frame;
    QLabel *m_sign;
    QLabel *m_name;
    QComboBox *m_attempts;
    QWidget *m_failure;
    QLabel *m_cause;
    QPlainTextEdit *m_lastLines;
    QPushButton *m_retry;
    QWidget *m_question;
    QLabel *m_asked;
    QPushButton *m_inner; ///< opens the run of a sub-DAG
    QPushButton *m_folder;
    QPushButton *m_copy;
    widgets::SectionView *m_sections;
};

} // namespace orrery::shell
