// SPDX-License-Identifier: GPL-3.0-or-later
// A panel's content, or the reason why there is none: empty, loading, lost, error.
#pragma once

#include <QWidget>

#include "theming/theme.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace orrery::bridge {
class SessionBridge;
}

namespace orrery::widgets {

class StateFrame final : public QWidget {
    Q_OBJECT
public:
    StateFrame(theming::Theme &theme, QWidget *content, QWidget *parent = nullptr);

    /// Shows "stale since hh:mm:ss" over the content while the engine is lost.
    void follow(const bridge::SessionBridge &bridge);
    void showContent();
    /// @param action  text of a button that emits acted(); empty = none
    void showMessage(const QString &title, const QString &hint, const QString &action = {});
    [[nodiscard]] bool showsContent() const;
    [[nodiscard]] QString message() const;

signals:
    void acted();

private:
    QStackedLayout *m_stack;
    QWidget *m_content;
    QLabel *m_stale;
    QLabel *m_title;
    QLabel *m_hint;
    QPushButton *m_action;
};

} // namespace orrery::widgets
