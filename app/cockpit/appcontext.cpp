// SPDX-License-Identifier: GPL-3.0-or-later
#include "appcontext.h"

#include <QPointer>

#include "bridge/text.h"

namespace orrery::cockpit {

AppContext::AppContext(OpenOptions options, bridge::SessionBridge &bridge, QObject *parent)
    : QObject(parent), m_options(std::move(options)), m_bridge(bridge)
{
    m_options.post = [app = QCoreApplication::instance()](std::function<void()> work) {
        QMetaObject::invokeMethod(app, std::move(work), Qt::QueuedConnection);
    };
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &AppContext::open);
    connect(&bridge, &bridge::SessionBridge::linkChanged, this, [this] {
        if (m_bridge.link() == bridge::SessionBridge::Link::Lost)
            retryLater();
    });
}

AppContext::~AppContext()
{
    close();
}

void AppContext::open()
{
    if (m_opener.joinable())
        m_opener.join();
    const QPointer<AppContext> self(this);
    m_opener = std::thread([self, options = m_options] {
        auto opened = std::make_shared<Result<std::unique_ptr<Home>>>(openHome(options));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, opened] {
                if (self)
                    self->take(opened);
            },
            Qt::QueuedConnection);
    });
}

void AppContext::take(std::shared_ptr<Result<std::unique_ptr<Home>>> opened)
{
    m_opener.join();
    if (!*opened) {
        m_bridge.lose(bridge::errorText(opened->error()));
        return;
    }
    m_wait = 1000;
    m_bridge.attach(nullptr);
    m_home = std::move(**opened);
    m_bridge.attach(&m_home->session());
}

void AppContext::retryLater()
{
    if (m_again.isActive() || m_opener.joinable())
        return;
    // Let go of the dead one first: it may hold the home's lock.
    m_home.reset();
    m_again.start(m_wait);
    m_wait = std::min(m_wait * 2, 30'000);
}

void AppContext::close()
{
    m_again.stop();
    if (m_opener.joinable())
        m_opener.join();
    m_bridge.attach(nullptr);
    m_home.reset();
}

} // namespace orrery::cockpit
