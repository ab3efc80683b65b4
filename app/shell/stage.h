// SPDX-License-Identifier: GPL-3.0-or-later
// The one window on show. Another theme or language takes effect at once: the window is built anew
// over the same desk and stands as the old one stood.
#pragma once

#include <memory>

#include <QObject>
#include <QTimer>

#include "shell/desk.h"
#include "shell/language.h"
#include "theming/theme.h"

namespace orrery::shell {

class MainWindow;

class Stage final : public QObject {
    Q_OBJECT
public:
    enum class Use {
        Window,   ///< builds the window (hidden)
        Elsewhere ///< only language, theme and desk, for a window of another kind
    };
    /// Reads the settings, sets language and theme of the application.
    Stage(bridge::SessionBridge &bridge, const Places &places, Use use = Use::Window,
          QObject *parent = nullptr);
    ~Stage() override;

    [[nodiscard]] Desk &desk() { return m_desk; }
    /// Only with Use::Window.
    [[nodiscard]] MainWindow &window() { return *m_window; }
    [[nodiscard]] theming::Theme &theme() { return *m_theme; }
    [[nodiscard]] const Language &language() const { return m_language; }
    /// How often a window was built [count] and how long the last took [ms].
    [[nodiscard]] int built() const { return m_built; }
    [[nodiscard]] double buildTime() const { return m_buildTime; }

signals:
    /// window() is another object; what was known of the old one is void.
    void windowChanged();

private:
    void take(const QString &key);
    void applyLooks();
    void rebuild();

    std::unique_ptr<theming::Theme> m_theme;
    Language m_language;
    Desk m_desk;
    std::unique_ptr<MainWindow> m_window;
    QTimer m_soon; ///< several settings that change together build one window
    int m_built = 0;
    double m_buildTime = 0;
};

} // namespace orrery::shell
