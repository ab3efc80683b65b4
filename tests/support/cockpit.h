// SPDX-License-Identifier: GPL-3.0-or-later
// What panels are given, over a session that a test scripts: the window without the window.
#pragma once

#include <memory>

#include <QWidget>

#include "support/fakesession.h"
#include "widgets/actionregistry.h"
#include "widgets/skin.h"
#include "widgets/surroundings.h"

namespace orrery::support {

/// Not yet attached: what a test builds before attach() sees everything from the beginning.
class Cockpit {
public:
    explicit Cockpit(theming::Theme &theme)
        : document(QString()), run(bridge), runNodes(document, run), playback(bridge, run),
          task(bridge, run), selection(run, &runNodes),
          actions(&window), around{theme,     bridge,  document, run,     task,
                                   selection, actions, playback, runNodes}
    {
        QObject::connect(&selection, &orrery::bridge::Selection::taskChanged, &task,
                         &orrery::bridge::TaskFacade::watch);
    }
    ~Cockpit() { bridge.attach(nullptr); }
    void attach() { bridge.attach(&session); }

    /// The theme of the product, set for the whole application.
    [[nodiscard]] static std::unique_ptr<theming::Theme> theme()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        if (!loaded)
            qFatal("%s", loaded.error().what.c_str());
        widgets::applySkin(*qApp, **loaded);
        return std::move(*loaded);
    }

    QWidget window;
    FakeSession session;
    orrery::bridge::SessionBridge bridge;
    orrery::bridge::DagDocument document;
    orrery::bridge::RunFacade run;
    orrery::bridge::RunNodes runNodes;
    orrery::bridge::Playback playback;
    orrery::bridge::TaskFacade task;
    orrery::bridge::Selection selection;
    widgets::ActionRegistry actions;
    widgets::Surroundings around;
};

} // namespace orrery::support
