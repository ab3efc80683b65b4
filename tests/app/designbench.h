// SPDX-License-Identifier: GPL-3.0-or-later
// A workbench for tests of the designer: a document over a file of its own, no window and no
// engine.
#pragma once

#include <QApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "bridge/runfacade.h"
#include "bridge/runnodes.h"
#include "widgets/actionregistry.h"
#include "widgets/skin.h"
#include "widgets/workbench.h"

namespace orrery::tests {

class DesignBench final : public widgets::Workbench {
public:
    explicit DesignBench(const QByteArray &text, const QString &name = QStringLiteral("d.yaml"))
        : m_theme(loaded()), m_run(m_bridge), m_playback(m_bridge, m_run), m_task(m_bridge, m_run),
          m_runNodes(m_document, m_run), m_selection(m_run, &m_runNodes),
          m_actions(&m_parent), m_around{*m_theme,    m_bridge,  m_document, m_run,     m_task,
                                         m_selection, m_actions, m_playback, m_runNodes},
          m_path(m_dir.filePath(name))
    {
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("the file of the test cannot be written");
        file.close();
        m_document.setHome(home());
        QObject::connect(&m_document, &bridge::DagDocument::renumbered, &m_selection,
                         &bridge::Selection::renumber);
        m_document.open(m_path);
        if (!QTest::qWaitFor([this] { return m_document.isOpen() && !m_document.loading(); }))
            qFatal("the file of the test was not read");
    }

    [[nodiscard]] bridge::DagDocument &document() { return m_document; }
    [[nodiscard]] bridge::Selection &selection() { return m_selection; }
    [[nodiscard]] QByteArray text() const { return QByteArray::fromStdString(m_document.text()); }
    [[nodiscard]] QString home() const { return m_dir.filePath(QStringLiteral("home")); }
    [[nodiscard]] QStringList raised() const { return m_raised; }
    [[nodiscard]] QString contextOf(const QString &panel) const { return m_contexts.value(panel); }
    [[nodiscard]] QWidget *panel(const QString &id) const { return m_panels.value(id); }

    [[nodiscard]] const widgets::Surroundings &around() const override { return m_around; }
    [[nodiscard]] QWidget *dialogParent() override { return &m_parent; }
    void addPanel(const widgets::Panel &panel) override { m_panels[panel.id] = panel.content; }
    void showPanel(const QString &id) override { m_raised << id; }
    void raisePanel(const QString &id) override { m_raised << id; }
    void setPanelContext(const QString &id, const QString &context, const QString &) override
    {
        m_contexts[id] = context;
    }
    void tell(TaskState, const QString &title, const QString &, const RunId &) override
    {
        m_told << title;
    }
    void openFile(const QString &file) override { m_document.open(file); }
    void watchRun(const RunId &) override {}
    [[nodiscard]] QString settingsFile() const override
    {
        return m_dir.filePath(QStringLiteral("cockpit.ini"));
    }
    [[nodiscard]] widgets::Reveal &reveal() override { return m_reveal; }

private:
    static std::unique_ptr<theming::Theme> loaded()
    {
        auto theme = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        if (!theme)
            qFatal("the theme cannot be read");
        widgets::applySkin(*qApp, **theme);
        return std::move(*theme);
    }

    QTemporaryDir m_dir;
    QWidget m_parent;
    std::unique_ptr<theming::Theme> m_theme;
    bridge::SessionBridge m_bridge;
    bridge::DagDocument m_document{qEnvironmentVariable("ORRERY_BIN_DIR")};
    bridge::RunFacade m_run;
    bridge::Playback m_playback;
    bridge::TaskFacade m_task;
    bridge::RunNodes m_runNodes;
    bridge::Selection m_selection;
    widgets::ActionRegistry m_actions;
    widgets::Surroundings m_around;
    widgets::Reveal m_reveal;
    QString m_path;
    QStringList m_raised;
    QStringList m_told;
    QHash<QString, QString> m_contexts;
    QHash<QString, QWidget *> m_panels;
};

} // namespace orrery::tests
