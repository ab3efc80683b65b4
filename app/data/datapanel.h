// SPDX-License-Identifier: GPL-3.0-or-later
// What went in and came out of the selected task, each value and file shown as what it is. Files
// are read by workers: the window never waits.
#pragma once

#include <atomic>
#include <memory>

#include <QThreadPool>
#include <QWidget>

#include "models/ports.h"
#include "widgets/surroundings.h"

class QLabel;
class QStackedWidget;
class QTreeWidget;
class QTreeWidgetItem;

namespace orrery::widgets {
class LogView;
class StateFrame;
} // namespace orrery::widgets

namespace orrery::data {

class ImageView;
class JsonTree;
class TablePreview;

class DataPanel final : public QWidget {
    Q_OBJECT
public:
    explicit DataPanel(const widgets::Surroundings &around, QWidget *parent = nullptr);
    ~DataPanel() override;

    [[nodiscard]] QTreeWidget *ports() const { return m_ports; }
    [[nodiscard]] TablePreview *table() const { return m_table; }
    /// Any file of this machine.
    void showFile(const QString &path);
    /// Why nothing is shown; "" = something is.
    [[nodiscard]] QString message() const;

protected:
    void showEvent(QShowEvent *event) override;

private:
    using Job = std::shared_ptr<std::atomic<std::uint64_t>>; ///< cancel = newer job

    void refresh();
    void showPorts(const JsonText &inputs, const JsonText &outputs, const QString &workDir);
    void addItems(QTreeWidgetItem *parent, const std::vector<models::PortItem> &items);
    void openFolder(QTreeWidgetItem *item);
    void showItem(QTreeWidgetItem *item);
    void showJson(const QString &path);
    void showImage(const QString &path);
    void say(const QString &title, const QString &hint, const QString &action = {});
    /// Does `work` in a worker and hands what it gave to `done`, unless something else was asked
    /// for.
    template <typename Value>
    void later(const Job &of, std::function<Value()> work, std::function<void(const Value &)> done);

    widgets::Surroundings m_around;
    QTreeWidget *m_ports;
    TablePreview *m_table;
    JsonTree *m_json;
    widgets::LogView *m_text;
    ImageView *m_image;
    QLabel *m_path;
    QStackedWidget *m_stack;
    widgets::StateFrame *m_preview; ///< the stack, or why there is none
    widgets::StateFrame *m_frame;   ///< all, or why there is nothing
    QString m_shownPath;
    QString m_subject;  ///< run and task whose ports are listed
    QString m_contents; ///< what they were
    bool m_stale = true;
    Job m_job;     ///< of the preview
    Job m_listing; ///< of the ports
    QThreadPool m_pool;
};

} // namespace orrery::data
