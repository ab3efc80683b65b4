// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/stage.h"

#include <QApplication>
#include <QElapsedTimer>

#include "shell/mainwindow.h"
#include "shell/standardsettings.h"
#include "widgets/skin.h"

namespace orrery::shell {

static std::unique_ptr<theming::Theme> builtIn(const QString &id)
{
    auto theme = theming::Theme::load(QStringLiteral(":/themes/%1.json").arg(id));
    return theme ? std::move(*theme) : nullptr;
}

Stage::Stage(bridge::SessionBridge &bridge, const Places &places, Use use, QObject *parent)
    : QObject(parent), m_theme(builtIn(theming::themeIds().front())), m_desk(bridge, places)
{
    defineStandardSettings(m_desk.settings);
    for (auto at = places.given.cbegin(); at != places.given.cend(); ++at)
        m_desk.settings.overrule(at.key(), *at);
    m_language.speak(m_desk.settings.value(QStringLiteral("look.language")).toString());
    defineStandardSettings(m_desk.settings);
    m_desk.document.setLimits(limitsOf(m_desk.settings));
    take(QStringLiteral("edit.draftSeconds"));
    applyLooks();
    if (use == Use::Elsewhere)
        return;
    m_window = std::make_unique<MainWindow>(*m_theme, m_desk);
    m_built = 1;
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &Stage::rebuild);
    connect(&m_desk.settings, &widgets::Settings::changed, this, &Stage::take);
}

Stage::~Stage() = default;

void Stage::applyLooks()
{
    const widgets::Settings &settings = m_desk.settings;
    if (const auto theme = builtIn(settings.value(QStringLiteral("look.theme")).toString()))
        m_theme->become(*theme);
    m_theme->setFamilies(settings.value(QStringLiteral("look.sans")).toString(),
                         settings.value(QStringLiteral("look.mono")).toString());
    m_theme->setReducedMotion(settings.value(QStringLiteral("look.reducedMotion")).toBool());
    widgets::applySkin(*qApp, *m_theme);
}

void Stage::take(const QString &key)
{
    if (key == QStringLiteral("look.reducedMotion"))
        m_theme->setReducedMotion(m_desk.settings.value(key).toBool());
    else if (key.startsWith(QStringLiteral("look.")) && key != QStringLiteral("look.scale"))
        m_soon.start(0);
    else if (key.startsWith(QStringLiteral("limits.")))
        m_desk.document.setLimits(limitsOf(m_desk.settings));
    else if (key == QStringLiteral("edit.draftSeconds"))
        m_desk.document.setDraftDelay(m_desk.settings.value(key).toInt() * 1000);
}

void Stage::rebuild()
{
    // A question that is open keeps its window.
    if (QApplication::activeModalWidget() || QApplication::activePopupWidget()) {
        m_soon.start(100);
        return;
    }
    QElapsedTimer clock;
    clock.start();
    const bool shown = m_window->isVisible();
    const QVariantHash state = m_window->state();
    const bool quits = QApplication::quitOnLastWindowClosed();
    QApplication::setQuitOnLastWindowClosed(false);
    m_language.speak(m_desk.settings.value(QStringLiteral("look.language")).toString());
    defineStandardSettings(m_desk.settings);
    m_window->hide();
    m_window.reset();
    applyLooks();
    m_window = std::make_unique<MainWindow>(*m_theme, m_desk);
    m_desk.tellAgain();
    m_window->applyState(state);
    if (shown)
        m_window->show();
    QApplication::setQuitOnLastWindowClosed(quits);
    ++m_built;
    m_buildTime = double(clock.nsecsElapsed()) * 1e-6;
    emit windowChanged();
}

} // namespace orrery::shell
