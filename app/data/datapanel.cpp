// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/datapanel.h"

#include <QDesktopServices>
#include <QFile>
#include <QFileInfo>
#include <QHeaderView>
#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QUrl>

#include "bridge/filecontent.h"
#include "bridge/text.h"
#include "data/previews.h"
#include "data/tableview.h"
#include "widgets/elidedlabel.h"
#include "widgets/logview.h"
#include "widgets/stateframe.h"

namespace orrery::data {

using bridge::qs;
using models::PortItem;
using models::Preview;

namespace {

enum { KindRole = Qt::UserRole + 1, PathRole, JsonRole, ListedRole };
/// A file says more than the value that names it.
QTreeWidgetItem *firstFile(QTreeWidgetItem *item)
{
    if (item->data(0, KindRole).toInt() == int(PortItem::Kind::File))
        return item;
    for (int i = 0; i < item->childCount(); ++i)
        if (QTreeWidgetItem *found = firstFile(item->child(i)))
            return found;
    return nullptr;
}

constexpr qint64 mostJson = 64 << 20; ///< [bytes] of a JSON file that becomes a tree

} // namespace

DataPanel::DataPanel(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around), m_ports(new QTreeWidget),
      m_table(new TablePreview(around.theme)), m_json(new JsonTree(around.theme)),
      m_text(new widgets::LogView(around.theme)), m_image(new ImageView(around.theme)),
      m_path(new widgets::ElidedLabel({}, nullptr, Qt::ElideMiddle)), m_stack(new QStackedWidget),
      m_job(std::make_shared<std::atomic<std::uint64_t>>(0)),
      m_listing(std::make_shared<std::atomic<std::uint64_t>>(0))
{
    m_pool.setMaxThreadCount(2);
    m_ports->setObjectName(QStringLiteral("ports"));
    m_ports->setAccessibleName(tr("Inputs, outputs and files of the task"));
    m_ports->setHeaderLabels({tr("Port"), tr("Value")});
    m_ports->setColumnWidth(0, 150);
    m_ports->setIndentation(12);
    m_ports->setUniformRowHeights(true);
    m_ports->setFont(around.theme.mono(around.theme.type().caption));
    m_text->setObjectName(QStringLiteral("textPreview"));
    m_path->setFont(around.theme.mono(around.theme.type().caption - 1));
    m_path->setStyleSheet(QStringLiteral("color: %1").arg(around.theme.color().muted.name()));
    m_path->setTextFormat(Qt::PlainText);
    for (QWidget *view : std::initializer_list<QWidget *>{m_table, m_json, m_text, m_image})
        m_stack->addWidget(view);
    m_preview = new widgets::StateFrame(around.theme, m_stack);
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(4, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(m_path);
    column->addWidget(m_preview, 1);
    auto *split = new QSplitter;
    split->addWidget(m_ports);
    split->addWidget(right);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 3);
    split->setSizes({280, 700});
    split->setChildrenCollapsible(false);
    m_frame = new widgets::StateFrame(around.theme, split);
    m_frame->follow(around.bridge);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(6, 0, 4, 2);
    all->addWidget(m_frame);

    connect(m_ports, &QTreeWidget::currentItemChanged, this, &DataPanel::showItem);
    connect(m_ports, &QTreeWidget::itemExpanded, this, &DataPanel::openFolder);
    connect(m_preview, &widgets::StateFrame::acted, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_shownPath)); });
    connect(&around.run, &bridge::RunFacade::reset, this, &DataPanel::refresh);
    connect(&around.task, &bridge::TaskFacade::reset, this, &DataPanel::refresh);
    connect(&around.task, &bridge::TaskFacade::detailChanged, this, &DataPanel::refresh);
    say(tr("Choose a value or a file"), {});
    refresh();
}

DataPanel::~DataPanel()
{
    ++*m_job;
    ++*m_listing;
}

void DataPanel::say(const QString &title, const QString &hint, const QString &action)
{
    m_preview->showMessage(title, hint, action);
}

QString DataPanel::message() const
{
    return m_frame->showsContent() ? m_preview->message() : m_frame->message();
}

void DataPanel::showEvent(QShowEvent *)
{
    if (m_stale)
        refresh();
}

/// Nothing is looked up for a panel that nobody sees.
void DataPanel::refresh()
{
    m_stale = !isVisible();
    if (!m_around.run.watching())
        return m_frame->showMessage(
            tr("No run is watched"),
            tr("Choose a run: what its tasks read and wrote is shown here."));
    const TaskIndex task = m_around.task.task();
    if (task == none)
        return m_frame->showMessage(tr("No task is selected"),
                                    tr("Select one to see its inputs and outputs."));
    const auto &detail = m_around.task.detail();
    if (!detail)
        return m_frame->showMessage(tr("Reading the task"), {});
    if (m_stale)
        return;
    const QString subject = QStringLiteral("%1/%2").arg(qs(m_around.run.id().text)).arg(task);
    if (!detail->attempts.empty()) {
        const AttemptView &attempt = detail->attempts.back();
        m_subject = subject;
        return showPorts(attempt.inputs, attempt.outputs, qs(attempt.workDir));
    }
    // A mapped node, or one whose result was taken over: the run knows what it gave.
    Session *session = m_around.bridge.session();
    if (std::exchange(m_subject, subject) == subject || !session)
        return;
    const QPointer<DataPanel> self(this);
    session->show(m_around.run.id(), [self, subject, task](const Result<RunDetail> &run) {
        if (!self || self->m_subject != subject)
            return;
        if (!run)
            return self->m_frame->showMessage(tr("The run cannot be read"),
                                              bridge::errorText(run.error()));
        self->showPorts({}, task < run->outputs.size() ? run->outputs[task] : JsonText(), {});
    });
}

void DataPanel::showPorts(const JsonText &inputs, const JsonText &outputs, const QString &workDir)
{
    const QString results = qs(m_around.run.newest().resultsDir);
    const QString contents =
        m_subject + QChar(0) + qs(inputs) + QChar(0) + qs(outputs) + QChar(0) + workDir;
    if (std::exchange(m_contents, contents) == contents) {
        m_frame->showContent();
        return;
    }
    using Items = std::vector<PortItem>;
    later<Items>(
        m_listing,
        [inputs, outputs, workDir, results] {
            Items items = models::portItems(inputs, outputs, workDir);
            PortItem files{PortItem::Kind::Heading, tr("Files"), {}, {}, {}, {}};
            for (const auto &[name, path] :
                 {std::pair{tr("work directory"), workDir}, std::pair{tr("of the run"), results}})
                if (!path.isEmpty() && QFileInfo(path).isDir())
                    files.inner.push_back(
                        {PortItem::Kind::Folder, name, tr("folder"), {}, path, {}});
            if (!files.inner.empty())
                items.push_back(std::move(files));
            return items;
        },
        [this](const Items &items) {
            m_ports->clear();
            m_path->clear();
            if (items.empty())
                return m_frame->showMessage(
                    tr("%1 has left nothing").arg(m_around.run.nameOf(m_around.task.task())),
                    tr("It has no inputs, no outputs and no files yet."));
            addItems(m_ports->invisibleRootItem(), items);
            m_ports->expandToDepth(0);
            m_frame->showContent();
            say(tr("Choose a value or a file"), {});
            // The first thing one would look at.
            if (QTreeWidgetItem *first = m_ports->topLevelItem(0);
                first && first->childCount() > 0) {
                QTreeWidgetItem *file = firstFile(first);
                m_ports->setCurrentItem(file ? file : first->child(0));
            }
        });
}

void DataPanel::addItems(QTreeWidgetItem *parent, const std::vector<PortItem> &items)
{
    QList<QTreeWidgetItem *> made;
    for (const PortItem &one : items) {
        auto *item = new QTreeWidgetItem({one.name, one.text});
        item->setData(0, KindRole, int(one.kind));
        item->setData(0, PathRole, one.path);
        item->setData(0, JsonRole, one.json);
        item->setForeground(1, m_around.theme.color().muted);
        if (one.kind == PortItem::Kind::Heading)
            item->setForeground(0, m_around.theme.color().accent);
        if (one.kind == PortItem::Kind::Folder)
            item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
        item->setToolTip(0, one.path);
        addItems(item, one.inner);
        made << item;
    }
    parent->addChildren(made);
}

void DataPanel::openFolder(QTreeWidgetItem *item)
{
    if (item->data(0, KindRole).toInt() != int(PortItem::Kind::Folder) ||
        item->data(0, ListedRole).toBool())
        return;
    item->setData(0, ListedRole, true);
    const QString path = item->data(0, PathRole).toString();
    const QPointer<DataPanel> self(this);
    // Items go when other ports are shown: the folder is found again by its path.
    m_pool.start([self, path, contents = m_contents] {
        auto items = models::folderItems(path);
        QMetaObject::invokeMethod(
            qApp,
            [self, path, contents, items = std::move(items)] {
                if (!self || self->m_contents != contents)
                    return;
                for (QTreeWidgetItemIterator it(self->m_ports); *it; ++it)
                    if ((*it)->data(0, PathRole).toString() == path && (*it)->childCount() == 0)
                        return self->addItems(*it, items);
            },
            Qt::QueuedConnection);
    });
}

template <typename Value>
void DataPanel::later(const Job &of, std::function<Value()> work,
                      std::function<void(const Value &)> done)
{
    const std::uint64_t mine = ++*of;
    const QPointer<DataPanel> self(this);
    m_pool.start([=, job = of] {
        if (*job != mine)
            return;
        auto value = std::make_shared<const Value>(work());
        QMetaObject::invokeMethod(
            qApp,
            [=] {
                if (self && *job == mine)
                    done(*value);
            },
            Qt::QueuedConnection);
    });
}

void DataPanel::showItem(QTreeWidgetItem *item)
{
    if (!item)
        return;
    const auto kind = PortItem::Kind(item->data(0, KindRole).toInt());
    if (kind == PortItem::Kind::File || kind == PortItem::Kind::Folder)
        return showFile(item->data(0, PathRole).toString());
    ++*m_job;
    m_path->setText(item->text(0));
    const QString json = item->data(0, JsonRole).toString();
    if (kind != PortItem::Kind::Value || json.isEmpty())
        return say(tr("Choose a value or a file"), {});
    const QJsonDocument value = QJsonDocument::fromJson(json.toUtf8());
    if (value.isObject() || value.isArray()) {
        m_json->show(value.isObject() ? QJsonValue(value.object()) : QJsonValue(value.array()));
        m_stack->setCurrentWidget(m_json);
    } else {
        m_text->clear();
        m_text->setFollowing(false);
        m_text->append(json.toUtf8());
        m_stack->setCurrentWidget(m_text);
    }
    m_preview->showContent();
}

void DataPanel::showFile(const QString &path)
{
    ++*m_job;
    m_shownPath = path;
    m_path->setText(path);
    m_frame->showContent();
    const auto refused = [this](const Error &error) {
        say(tr("The file cannot be read"), bridge::errorText(error));
    };
    const QString open = tr("Open with the desktop");
    const Preview kind = models::previewOf(path);
    switch (kind) {
    case Preview::Missing:
        return say(tr("The file is gone"), path);
    case Preview::Folder:
        return say(tr("A folder"), tr("Open it in the list to see what it holds."), open);
    case Preview::Parquet:
        return say(tr("Parquet is not shown here"),
                   tr("Let the task write CSV or JSON lines beside it to see its rows."), open);
    case Preview::Binary:
        return say(tr("%1 of binary data").arg(bridge::bytesText(double(QFileInfo(path).size()))),
                   tr("Nothing of it can be shown as text, table or picture."), open);
    case Preview::Json:
        return showJson(path);
    case Preview::Image:
        return showImage(path);
    case Preview::Text:
        if (const auto shown = m_text->showFile({path}, false); !shown)
            return refused(shown.error());
        m_stack->setCurrentWidget(m_text);
        return m_preview->showContent();
    case Preview::Table:
    case Preview::JsonLines:
        break;
    }
    const bool tabs =
        path.endsWith(QStringLiteral(".tsv")) || path.endsWith(QStringLiteral(".tab"));
    if (const auto shown = m_table->open(path, kind == Preview::JsonLines, tabs ? '\t' : 0); !shown)
        return refused(shown.error());
    m_stack->setCurrentWidget(m_table);
    m_preview->showContent();
}

void DataPanel::showJson(const QString &path)
{
    if (QFileInfo(path).size() > mostJson) { // a tree of it would not fit in memory: its text does
        if (m_text->showFile({path}, false)) {
            m_stack->setCurrentWidget(m_text);
            m_preview->showContent();
        }
        return;
    }
    struct Read {
        QJsonDocument document;
        QString problem;
    };
    say(tr("Reading"), path);
    later<Read>(
        m_job,
        [path] {
            Read read;
            QJsonParseError error;
            const auto content = bridge::contentOf(path, mostJson);
            if (!content) {
                read.problem = bridge::qs(content.error().what);
                return read;
            }
            const QByteArray &bytes = *content;
            read.document = QJsonDocument::fromJson(bytes, &error);
            if (error.error != QJsonParseError::NoError) {
                const auto before = bytes.first(std::min<qsizetype>(error.offset, bytes.size()));
                read.problem =
                    tr("line %1: %2").arg(before.count('\n') + 1).arg(error.errorString());
            }
            return read;
        },
        [this, path](const Read &read) {
            if (!read.problem.isEmpty()) {
                // What is no JSON is text all the same.
                if (!m_text->showFile({path}, false))
                    return say(tr("The file cannot be read"), read.problem);
                m_path->setText(tr("%1   not JSON: %2").arg(path, read.problem));
                m_stack->setCurrentWidget(m_text);
                return m_preview->showContent();
            }
            m_json->show(read.document.isArray() ? QJsonValue(read.document.array())
                                                 : QJsonValue(read.document.object()));
            m_stack->setCurrentWidget(m_json);
            m_preview->showContent();
        });
}

void DataPanel::showImage(const QString &path)
{
    struct Drawn {
        QImage image;
        QSize size;
        QString problem;
    };
    say(tr("Reading"), path);
    later<Drawn>(
        m_job,
        [path] {
            Drawn drawn;
            QImageReader reader(path);
            reader.setAutoTransform(true);
            drawn.size = reader.size();
            constexpr int most = 4096; // on a side: more is not seen
            if (drawn.size.isValid() && (drawn.size.width() > most || drawn.size.height() > most))
                reader.setScaledSize(drawn.size.scaled(most, most, Qt::KeepAspectRatio));
            drawn.image = reader.read();
            drawn.problem = drawn.image.isNull() ? reader.errorString() : QString();
            return drawn;
        },
        [this](const Drawn &drawn) {
            if (drawn.image.isNull())
                return say(tr("The picture cannot be read"), drawn.problem);
            m_image->show(drawn.image,
                          tr("%1 \u00d7 %2").arg(drawn.size.width()).arg(drawn.size.height()));
            m_stack->setCurrentWidget(m_image);
            m_preview->showContent();
        });
}

} // namespace orrery::data
