// SPDX-License-Identifier: GPL-3.0-or-later
// How the window stands: for a window that is built anew, and for the next start.
#include <QFileInfo>
#include <QHeaderView>
#include <QSplitter>
#include <QTabWidget>

#include "shell/mainwindow.h"
#include "shell/universepanel.h"

namespace orrery::shell {

static constexpr int layoutVersion = 1;

static const QString geometryKey = QStringLiteral("window/geometry");
static const QString docksKey = QStringLiteral("window/docks");
static const QString fileKey = QStringLiteral("window/file");
static const QString nodeKey = QStringLiteral("window/node");
static const QString panelsKey = QStringLiteral("window/panels");

namespace {

/// The widgets of panels whose arrangement is a person's choice: those that have a name.
template <typename Widget>
QHash<QString, Widget *> named(const QWidget &window)
{
    QHash<QString, Widget *> widgets;
    for (Widget *widget : window.findChildren<Widget *>()) {
        // A header's name is that of its table.
        const QObject *bearer = qobject_cast<QHeaderView *>(widget) ? widget->parent() : widget;
        if (!bearer->objectName().isEmpty() &&
            !bearer->objectName().startsWith(QStringLiteral("qt_")))
            widgets.insert(bearer->objectName(), widget);
    }
    return widgets;
}

QVariantHash panelsOf(const QWidget &window)
{
    QVariantHash panels;
    const auto splitters = named<QSplitter>(window);
    for (auto at = splitters.cbegin(); at != splitters.cend(); ++at)
        panels.insert(QStringLiteral("splitter.") + at.key(), at.value()->saveState());
    const auto headers = named<QHeaderView>(window);
    for (auto at = headers.cbegin(); at != headers.cend(); ++at)
        if (at.value()->orientation() == Qt::Horizontal)
            panels.insert(QStringLiteral("header.") + at.key(), at.value()->saveState());
    const auto tabs = named<QTabWidget>(window);
    for (auto at = tabs.cbegin(); at != tabs.cend(); ++at)
        panels.insert(QStringLiteral("tab.") + at.key(), at.value()->currentIndex());
    return panels;
}

void restorePanels(const QWidget &window, const QVariantHash &panels)
{
    const auto splitters = named<QSplitter>(window);
    for (auto at = splitters.cbegin(); at != splitters.cend(); ++at)
        at.value()->restoreState(
            panels.value(QStringLiteral("splitter.") + at.key()).toByteArray());
    const auto headers = named<QHeaderView>(window);
    for (auto at = headers.cbegin(); at != headers.cend(); ++at)
        if (at.value()->orientation() == Qt::Horizontal)
            at.value()->restoreState(
                panels.value(QStringLiteral("header.") + at.key()).toByteArray());
    const auto tabs = named<QTabWidget>(window);
    for (auto at = tabs.cbegin(); at != tabs.cend(); ++at)
        if (const QVariant index = panels.value(QStringLiteral("tab.") + at.key()); index.isValid())
            at.value()->setCurrentIndex(index.toInt());
}

} // namespace

QVariantHash MainWindow::state() const
{
    QVariantHash state{{geometryKey, saveGeometry()},
                       {docksKey, saveState(layoutVersion)},
                       {panelsKey, panelsOf(*this)},
                       {QStringLiteral("window/full"), isFullScreen()},
                       {QStringLiteral("window/camera"), m_universe->view().pose()}};
    if (const QWidget *focus = focusWidget(); focus && !focus->objectName().isEmpty())
        state.insert(QStringLiteral("window/focus"), focus->objectName());
    for (const auto &[id, keeper] : m_keepers)
        state.insert(id, keeper.save());
    return state;
}

void MainWindow::applyState(const QVariantHash &state)
{
    const auto has = [&state](const QString &key) { return state.value(key).isValid(); };
    if (has(geometryKey) && !restoreGeometry(state.value(geometryKey).toByteArray()))
        resize(1480, 880);
    if (has(docksKey) && restoreState(state.value(docksKey).toByteArray(), layoutVersion))
        m_arranged = true;
    if (has(panelsKey))
        restorePanels(*this, state.value(panelsKey).toHash());
    if (has(QStringLiteral("window/camera")))
        m_universe->view().setPose(state.value(QStringLiteral("window/camera")).toString());
    for (const auto &[id, keeper] : m_keepers)
        if (has(id))
            keeper.restore(state.value(id));
    if (has(QStringLiteral("window/focus")))
        if (auto *focus =
                findChild<QWidget *>(state.value(QStringLiteral("window/focus")).toString()))
            focus->setFocus(Qt::OtherFocusReason);
}

void MainWindow::keepState(const QString &id, widgets::Keeper keeper)
{
    m_keepers.emplace_back(QStringLiteral("panel/") + id, std::move(keeper));
}

void MainWindow::saveLayout()
{
    const QVariantHash now = state();
    for (const QString &key : {geometryKey, docksKey, panelsKey, QStringLiteral("window/camera")})
        m_desk.settings.keep(key, now.value(key));
    for (const auto &[id, keeper] : m_keepers)
        if (keeper.forNextStart)
            m_desk.settings.keep(id, now.value(id));
    m_desk.settings.keep(fileKey, m_document.file());
    const NodeIndex node = m_selection.node();
    m_desk.settings.keep(nodeKey, node < m_document.dag().nodes.size()
                                      ? QString::fromStdString(m_document.dag().nodes[node].id)
                                      : QString());
}

void MainWindow::restoreLayout()
{
    QVariantHash kept;
    for (const QString &key : {geometryKey, docksKey, panelsKey})
        kept.insert(key, m_desk.settings.kept(key));
    for (const auto &[id, keeper] : m_keepers)
        if (keeper.forNextStart)
            kept.insert(id, m_desk.settings.kept(id));
    if (!kept.value(geometryKey).isValid())
        resize(1480, 880);
    applyState(kept);
}

void MainWindow::reopenLast()
{
    const QString file = m_desk.settings.kept(fileKey).toString();
    if (file.isEmpty() || !QFileInfo(file).isFile())
        return;
    const QString node = m_desk.settings.kept(nodeKey).toString();
    const QString camera = m_desk.settings.kept(QStringLiteral("window/camera")).toString();
    // Once: when the same DAG is there, one stands where one stood.
    auto *once = new QObject(this);
    connect(&m_document, &bridge::DagDocument::laidOut, once,
            [this, once, file, node, camera](bool final) {
                if (!final)
                    return;
                once->deleteLater();
                if (m_document.file() != file)
                    return;
                const auto &nodes = m_document.dag().nodes;
                for (NodeIndex i = 0; i < nodes.size(); ++i)
                    if (QString::fromStdString(nodes[i].id) == node)
                        m_selection.selectNode(i);
                m_universe->view().setPose(camera);
            });
    openFile(file);
}

} // namespace orrery::shell
