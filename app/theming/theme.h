// SPDX-License-Identifier: GPL-3.0-or-later
// A theme is its tokens, read from JSON; widgets read the members, QML the properties.
#pragma once

#include <memory>

#include <QFont>
#include <QObject>

#include "engine/result.h"
#include "engine/run.h"
#include "tokens.h"

namespace orrery::theming {

class Theme final : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("a theme is loaded by the application and handed down")
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(bool paper READ paper NOTIFY changed)
    Q_PROPERTY(orrery::theming::ThemeColor color READ color NOTIFY changed)
    Q_PROPERTY(orrery::theming::ThemeSpace space READ space NOTIFY changed)
    Q_PROPERTY(orrery::theming::ThemeType type READ type NOTIFY changed)
    Q_PROPERTY(orrery::theming::ThemeMotion motion READ motion NOTIFY changed)
public:
    /// Reads a theme; ":/themes/cyberpunk.json" is built in.
    /// @error NotFound no such file; InvalidSpec not JSON, an unknown, missing or ill-typed token
    /// (named)
    [[nodiscard]] static Result<std::unique_ptr<Theme>> load(const QString &path);

    [[nodiscard]] const QString &name() const { return m_name; }
    /// The ground is light: what would shine on a dark one is drawn as ink.
    [[nodiscard]] bool paper() const;
    [[nodiscard]] const ThemeColor &color() const { return m_color; }
    [[nodiscard]] const ThemeSpace &space() const { return m_space; }
    [[nodiscard]] const ThemeType &type() const { return m_type; }
    [[nodiscard]] const ThemeMotion &motion() const { return m_motion; }

    [[nodiscard]] QColor stateColor(TaskState state) const;
    /// Sans-serif text of `pixels` height, `weight` as in QFont.
    [[nodiscard]] QFont sans(int pixels, QFont::Weight weight = QFont::Normal) const;
    [[nodiscard]] QFont mono(int pixels, QFont::Weight weight = QFont::Normal) const;

    /// Takes over the tokens of another theme; everything bound to this one follows.
    void become(const Theme &other);
    void setReducedMotion(bool reduced);
    /// Other families than the theme's; "" keeps its own.
    void setFamilies(const QString &sans, const QString &mono);
    /// Makes all letters this many times as large: for those who look from afar.
    void scaleText(double factor);

signals:
    void changed();

private:
    Theme() = default;

    QString m_name;
    ThemeColor m_color;
    ThemeSpace m_space;
    ThemeType m_type;
    ThemeMotion m_motion;
};

/// The built-in themes in the order they are offered; each is ":/themes/<id>.json".
[[nodiscard]] QStringList themeIds();

/// Contrast of two colours, 1 to 21. Source: WCAG 2.1, relative luminance.
[[nodiscard]] double contrast(const QColor &one, const QColor &other);

/// Makes `import Orrery.Theming` known to QML engines; call once before the first QML is loaded.
void registerTheming();

} // namespace orrery::theming
