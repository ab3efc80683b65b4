// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/componentshelf.h"

#include <algorithm>

#include <QFile>
#include <QSettings>

#include "bridge/filecontent.h"
#include "bridge/text.h"

namespace orrery::designer {

namespace {

constexpr int mostRecent = 8;
constexpr int mostFiles = 300;          // DAGs that are learned from
constexpr qint64 mostBytes = 2'000'000; // of one of them

const QString favouritesKey = QStringLiteral("designer/favourites");
const QString recentKey = QStringLiteral("designer/recent");

} // namespace

ComponentShelf::ComponentShelf(widgets::Workbench &bench, QObject *parent)
    : QObject(parent), m_bench(bench),
      m_templates(std::make_shared<const std::vector<NodeTemplate>>())
{
    m_pool.setMaxThreadCount(1);
    if (!bench.settingsFile().isEmpty()) {
        const QSettings settings(bench.settingsFile(), QSettings::IniFormat);
        m_favourites = settings.value(favouritesKey).toStringList();
        m_recent = settings.value(recentKey).toStringList();
    }
    connect(&bench.around().bridge, &bridge::SessionBridge::dagsChanged, this,
            &ComponentShelf::learn);
    bench.around().bridge.refreshDags(); // a window that is built anew was told nothing
    refresh();
}

ComponentShelf::~ComponentShelf()
{
    m_pool.waitForDone();
}

void ComponentShelf::refresh()
{
    auto catalogue = m_bench.around().document.components();
    if (catalogue == m_catalogue)
        return;
    m_catalogue = std::move(catalogue);
    std::vector<NodeTemplate> all = plainTemplates();
    for (NodeTemplate &made : componentTemplates(*m_catalogue))
        all.push_back(std::move(made));
    m_templates = std::make_shared<const std::vector<NodeTemplate>>(std::move(all));
    emit changed();
}

const NodeTemplate *ComponentShelf::find(const QString &key) const
{
    const auto found = std::find_if(m_templates->begin(), m_templates->end(),
                                    [&key](const NodeTemplate &made) { return made.key == key; });
    return found == m_templates->end() ? nullptr : &*found;
}

Habits ComponentShelf::habits() const
{
    Habits all = m_habits;
    const auto &document = m_bench.around().document;
    if (!m_files.contains(document.file())) // what is being made counts as it is now
        all.learn(toolkit::asWritten(document.parsed()));
    return all;
}

/// Reads the files of the workspace on another thread, when there are others than before.
void ComponentShelf::learn(const std::vector<DagSummary> &dags)
{
    QStringList files;
    for (const DagSummary &dag : dags)
        if (files.size() < mostFiles && dag.error.empty())
            files << bridge::qs(dag.file);
    files.sort();
    if (files == m_files)
        return;
    m_files = files;
    m_pool.start([this, files] {
        Habits habits;
        for (const QString &path : files) {
            if (const auto content = bridge::contentOf(path, mostBytes))
                habits.learn(toolkit::parse(content->toStdString(), bridge::text(path)).dag);
        }
        QMetaObject::invokeMethod(
            this, [this, habits] { m_habits = habits; }, Qt::QueuedConnection);
    });
}

void ComponentShelf::setFavourite(const QString &key, bool favourite)
{
    m_favourites.removeAll(key);
    if (favourite)
        m_favourites << key;
    keep();
    emit changed();
}

void ComponentShelf::used(const QString &key)
{
    m_recent.removeAll(key);
    m_recent.prepend(key);
    m_recent = m_recent.mid(0, mostRecent);
    keep();
    emit changed();
}

void ComponentShelf::keep() const
{
    if (m_bench.settingsFile().isEmpty())
        return;
    QSettings settings(m_bench.settingsFile(), QSettings::IniFormat);
    settings.setValue(favouritesKey, m_favourites);
    settings.setValue(recentKey, m_recent);
}

NodeIndex ComponentShelf::add(const QString &key, NodeIndex behind,
                              std::optional<toolkit::Mapping> mapping,
                              std::optional<Position> position)
{
    const NodeTemplate *made = find(key);
    if (made == nullptr || !made->broken.isEmpty())
        return none;
    const auto &around = m_bench.around();
    const NodeIndex node =
        addNode(around.document, around.selection, *made, behind, std::move(mapping), position);
    if (node != none)
        used(key);
    return node;
}

} // namespace orrery::designer
