// SPDX-License-Identifier: GPL-3.0-or-later
#include "screenshot.h"

#include <cstdio>

#include <QJsonDocument>
#include <QJsonObject>

#include "bridge/text.h"
#include "processage.h"
#include "shell/universepanel.h"

namespace orrery::cockpit {

/// Long enough for 100,000 nodes; a picture that never comes must not hang a script.
static constexpr int patienceMs = 60'000;

Screenshot::Screenshot(shell::MainWindow &window, bridge::SessionBridge &bridge, QString target)
    : QObject(&window), m_window(window), m_target(std::move(target))
{
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this,
            [this] { fail(tr("no picture within %1 s").arg(patienceMs / 1000)); });
    m_patience.start(patienceMs);
    connect(&window.document(), &bridge::DagDocument::changed, this, [this] {
        const auto &reading = *m_window.document().reading();
        if (reading.ok())
            return;
        for (const Finding &finding : reading.parsed.findings)
            std::fprintf(stderr, "%s\n", finding.text().c_str());
        QCoreApplication::exit(2);
    });
    auto &universe = window.universe();
    connect(&universe.view(), &universe::UniverseView::graphShown, this, [this] {
        m_firstFrame = processAge();
        check();
    });
    connect(&universe, &shell::UniversePanel::settledChanged, this, [this] {
        m_settled = true;
        check();
    });
    // The host's figures come within a second or two; the picture does not depend on them.
    connect(&bridge, &bridge::SessionBridge::hostsChanged, this, [this] {
        m_hostKnown = true;
        check();
    });
    QTimer::singleShot(3000, this, [this] {
        m_hostKnown = true;
        check();
    });
}

void Screenshot::check()
{
    if (m_firstFrame < 0 || !m_settled || !m_hostKnown || std::exchange(m_taking, true))
        return;
    // Nodes glide to their refined places.
    QTimer::singleShot(900, this, &Screenshot::take);
}

void Screenshot::take()
{
    const QImage image = m_window.picture();
    if (!image.save(m_target))
        return fail(tr("%1 cannot be written").arg(m_target));
    const DagSpec &dag = m_window.document().dag();
    const QJsonObject figures{{QStringLiteral("nodes"), qint64(dag.nodes.size())},
                              {QStringLiteral("edges"), qint64(dag.edges.size())},
                              {QStringLiteral("first_frame_seconds"), m_firstFrame}};
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    QCoreApplication::exit(0);
}

void Screenshot::fail(const QString &why)
{
    const QString problems = m_window.universe().view().problems();
    std::fprintf(stderr, "orrery-cockpit: %s\n%s", qPrintable(why), qPrintable(problems));
    QCoreApplication::exit(1);
}

} // namespace orrery::cockpit
