// SPDX-License-Identifier: GPL-3.0-or-later
#include "universeview.h"

#include <QCoreApplication>
#include <QEvent>
#include <QQmlEngine>
#include <QQmlError>
#include <QQuickItem>
#include <QQuickView>
#include <QVariant>
#include <QWidget>

#include "inputsurface.h"
#include "scene.h"
#include "theming/theme.h"

extern void qml_register_types_Orrery_Universe();

namespace orrery::universe {

void registerUniverse()
{
    // Naming the generated function keeps its object file, and with it the registration, in the
    // program.
    [[maybe_unused]] static volatile auto keep = &qml_register_types_Orrery_Universe;
    theming::registerTheming();
}

namespace {

/// Stops its render thread before anything that it draws is taken away: in Qt 6.4 a frame under way
/// would otherwise read the camera of a scene that is being deleted.
class UniverseWindow final : public QQuickView {
public:
    ~UniverseWindow() override { hide(); }
};

} // namespace

UniverseView::UniverseView(theming::Theme &theme, QObject *parent) : QObject(parent)
{
    m_sinceStart.start();
    registerUniverse();
    m_scene = std::make_unique<UniverseScene>(theme);
    connect(m_scene.get(), &UniverseScene::selected, this, &UniverseView::selected);
    connect(m_scene.get(), &UniverseScene::chosen, this, &UniverseView::chosen);
    connect(m_scene.get(), &UniverseScene::hovered, this, &UniverseView::hovered);
    connect(m_scene.get(), &UniverseScene::activated, this, &UniverseView::activated);
    connect(m_scene.get(), &UniverseScene::emptyActionRequested, this,
            &UniverseView::emptyActionRequested);

    m_view = new UniverseWindow;
    m_view->setColor(theme.color().background);
    m_view->setResizeMode(QQuickView::SizeRootObjectToView);
    m_view->engine()->addImportPath(QStringLiteral(":/qt/qml"));
    m_view->setInitialProperties({{QStringLiteral("scene"), QVariant::fromValue(m_scene.get())},
                                  {QStringLiteral("theme"), QVariant::fromValue(&theme)}});
    m_view->setSource(QUrl(QStringLiteral("qrc:/qt/qml/Orrery/Universe/Universe.qml")));
    m_view->installEventFilter(this);
    connect(&theme, &theming::Theme::changed, m_view,
            [this, &theme] { m_view->setColor(theme.color().background); });
    // These come from the render thread.
    connect(
        m_view, &QQuickWindow::beforeFrameBegin, this, [this] { m_frameClock.start(); },
        Qt::DirectConnection);
    connect(
        m_view, &QQuickWindow::frameSwapped, this,
        [this] {
            ++m_frames;
            const double cost = double(m_frameClock.nsecsElapsed()) * 1e-6;
            QMetaObject::invokeMethod(m_scene.get(), [this, cost] { m_scene->setFrameCost(cost); });
        },
        Qt::DirectConnection);
    connect(
        m_view, &QQuickWindow::frameSwapped, this,
        [this] { emit firstFrame(double(m_sinceStart.nsecsElapsed()) * 1e-9); },
        Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

UniverseView::~UniverseView()
{
    // The window shows objects of the scene, so it goes first; a container may have taken it
    // already.
    delete m_view.data();
}

QQuickView *UniverseView::window() const
{
    return m_view;
}

QWidget *UniverseView::createContainer(QWidget *parent)
{
    QWidget *container = QWidget::createWindowContainer(m_view, parent);
    container->setFocusPolicy(Qt::StrongFocus);
    container->setMinimumSize(320, 220);
    container->installEventFilter(this);
    return container;
}

bool UniverseView::eventFilter(QObject *watched, QEvent *event)
{
    // The focus can rest on the container while the window around it is the active one.
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    if (key && watched->isWidgetType() && m_view->rootObject())
        if (auto *input = m_view->rootObject()->findChild<InputSurface *>())
            return QCoreApplication::sendEvent(input, event) && event->isAccepted();
    if (event->type() == QEvent::Expose)
        m_scene->setShown(m_view->isExposed());
    return QObject::eventFilter(watched, event);
}

void UniverseView::setGraph(const UniverseGraph &graph)
{
    m_scene->setGraph(graph);
    if (!graph.nodes.empty() && std::exchange(m_graphAwaited, false)) {
        // What is being drawn just now may be of before: the frame after counts.
        m_scene->flush();
        connect(
            m_view, &QQuickWindow::afterSynchronizing, this,
            [this] {
                connect(m_view, &QQuickWindow::frameSwapped, this, &UniverseView::graphShown,
                        Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
            },
            Qt::ConnectionType(Qt::DirectConnection | Qt::SingleShotConnection));
        m_view->update();
    }
}

void UniverseView::updateGraph(const UniverseGraph &graph, const std::vector<int> &now)
{
    m_scene->updateGraph(graph, now);
}

void UniverseView::choose(const std::vector<int> &nodes, int edge)
{
    if (edge >= 0)
        m_scene->chooseEdge(edge);
    else
        m_scene->chooseAll(nodes);
}

const std::vector<int> &UniverseView::chosenNodes() const
{
    return m_scene->chosenNodes();
}

int UniverseView::chosenEdge() const
{
    return m_scene->chosenEdge();
}

Designing &UniverseView::designing() const
{
    return *m_scene->designing();
}

void UniverseView::setFlat(bool flat)
{
    m_scene->setFlat(flat);
}

bool UniverseView::flat() const
{
    return m_scene->flat();
}

QVector3D UniverseView::placeAt(QPointF pixel) const
{
    return m_scene->pointUnder(pixel, m_scene->camera().pose().target);
}

QPointF UniverseView::pixelOf(int node) const
{
    const QVector3D at = m_scene->camera().project(m_scene->graph().position(node));
    return {at.x(), at.y()};
}

QVector3D UniverseView::placeOf(int node) const
{
    return m_scene->placeOf(node);
}

void UniverseView::setPositions(UniversePositions positions)
{
    m_scene->setPositions(std::move(positions));
}

void UniverseView::setStates(std::span<const NodeState> states)
{
    m_scene->setStates(states);
}

void UniverseView::setEncoding(const Encoding &encoding)
{
    m_scene->setEncoding(encoding);
}

const Encoding &UniverseView::encoding() const
{
    return m_scene->encoding();
}

void UniverseView::setTraffic(std::span<const EdgeTraffic> traffic)
{
    m_scene->setTraffic(traffic);
}

void UniverseView::setCriticalPath(const std::vector<int> &nodes, int bottleneck)
{
    m_scene->setCriticalPath(nodes, bottleneck);
}

void UniverseView::setStill(bool still)
{
    m_scene->setStill(still);
}

void UniverseView::select(int node)
{
    m_scene->choose(node);
}

void UniverseView::focusNode(int node)
{
    m_scene->focusNode(node);
}

void UniverseView::fit()
{
    m_scene->fit();
}

QString UniverseView::pose() const
{
    return m_scene->poseText();
}

void UniverseView::setPose(const QString &words)
{
    m_scene->setPoseText(words);
}

QImage UniverseView::grab()
{
    m_scene->flush();
    return m_view->grabWindow();
}

qint64 UniverseView::frames() const
{
    return m_frames;
}

QString UniverseView::problems() const
{
    QStringList lines;
    for (const QQmlError &error : m_view->errors())
        lines += error.toString();
    return lines.join(u'\n');
}

} // namespace orrery::universe
