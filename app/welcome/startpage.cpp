// SPDX-License-Identifier: GPL-3.0-or-later
#include "welcome/startpage.h"

#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>

#include "bridge/text.h"
#include "welcome/graphpicture.h"
#include "welcome/newdagdialog.h"
#include "widgets/actionregistry.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/settings.h"
#include "widgets/skin.h"

namespace orrery::welcome {
namespace {

/// An example: its picture, its name, its sentence. The whole card opens it.
class Card final : public QPushButton {
public:
    Card(const theming::Theme &theme, const Example &example, QWidget *parent)
        : QPushButton(parent), m_theme(theme), m_example(example)
    {
        setObjectName(QStringLiteral("example.") + example.id);
        setMinimumSize(210, 118);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
        setAccessibleName(bridge::qs(example.dag.title()));
        setAccessibleDescription(bridge::qs(example.dag.description));
        setToolTip(bridge::qs(example.dag.description));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &c = m_theme.color();
        const bool hot = underMouse() || hasFocus();
        painter.fillRect(rect(), hot ? c.raised : c.surface);
        painter.setPen(hot ? c.accent : c.line);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
        paintGraph(painter, QRectF(12, 10, 110, height() - 20), m_example.dag, m_example.layout,
                   m_theme);
        const QRect words = rect().adjusted(134, 12, -12, -10);
        painter.setFont(m_theme.sans(m_theme.type().body, QFont::DemiBold));
        painter.setPen(c.text);
        const QString title = bridge::qs(m_example.dag.title());
        painter.drawText(words, Qt::AlignTop | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(title, Qt::ElideRight, words.width()));
        painter.setFont(m_theme.sans(m_theme.type().caption + 1));
        painter.setPen(c.muted);
        // The sentence, as much of it as fits.
        const QRect room = words.adjusted(0, 22, 0, 0);
        QString text = bridge::qs(m_example.dag.description).simplified();
        const auto fits = [&] {
            return painter.fontMetrics()
                       .boundingRect(QRect(0, 0, room.width(), 1000), Qt::TextWordWrap, text)
                       .height() <= room.height();
        };
        while (!fits() && text.contains(QLatin1Char(' ')))
            text = text.left(text.lastIndexOf(QLatin1Char(' '))) + QStringLiteral("…");
        painter.drawText(room, Qt::TextWordWrap | Qt::AlignTop | Qt::AlignLeft, text);
    }

private:
    const theming::Theme &m_theme;
    const Example &m_example;
};

QLabel *makeHeading(const theming::Theme &theme, const QString &text)
{
    auto *label = new QLabel(text);
    label->setFont(widgets::capsFont(theme));
    label->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().accent.name()));
    return label;
}

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget())
            widget->deleteLater();
        delete item;
    }
}

} // namespace

StartPage::StartPage(widgets::Workbench &bench, QString examplesDir, QWidget *parent)
    : QWidget(parent), m_bench(bench), m_examplesDir(std::move(examplesDir)),
      m_recent(*bench.settings())
{
    setObjectName(QStringLiteral("startPage"));
    setAccessibleName(tr("Start page"));
    const auto &theme = bench.around().theme;
    auto *page = new QWidget;
    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(26, 22, 26, 18);
    row->setSpacing(30);
    auto *left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(makeBegin());
    m_recentColumn = new QVBoxLayout;
    m_recentColumn->setSpacing(2);
    left->addLayout(m_recentColumn);
    left->addStretch();
    row->addLayout(left, 2);
    auto *right = new QVBoxLayout;
    right->setSpacing(10);
    right->addWidget(makeHeading(theme, tr("Examples")));
    m_exampleColumn = new QVBoxLayout;
    m_exampleColumn->setSpacing(8);
    right->addLayout(m_exampleColumn);
    right->addStretch();
    row->addLayout(right, 3);
    auto *area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 6, 4, 6);
    column->addWidget(area);
}

QWidget *StartPage::makeBegin()
{
    const auto &theme = m_bench.around().theme;
    auto *begin = new QWidget;
    auto *column = new QVBoxLayout(begin);
    column->setContentsMargins(0, 0, 0, 10);
    column->setSpacing(8);
    auto *title = new QLabel(tr("Design, run and watch pipelines"));
    title->setFont(theme.sans(theme.type().display, QFont::Light));
    title->setWordWrap(true);
    column->addWidget(title);
    const auto add = [&](const QString &name, const QString &text, const QString &tone,
                         auto handler) {
        auto *button = new QPushButton(text);
        button->setObjectName(name);
        button->setProperty("tone", tone);
        button->setMinimumHeight(32);
        button->setMaximumWidth(320);
        connect(button, &QPushButton::clicked, this, handler);
        column->addWidget(button);
    };
    add(QStringLiteral("start.new"), tr("New DAG ..."), QStringLiteral("go"), [this] { newDag(); });
    add(QStringLiteral("start.open"), tr("Open a file ..."), {}, &StartPage::openRequested);
    add(QStringLiteral("start.tour"), tr("Take the tour"), {}, &StartPage::tourRequested);
    auto *hint = new QLabel(tr("Or drop a DAG file here."));
    hint->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    column->addWidget(hint);
    return begin;
}

void StartPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refreshRecent();
    if (!std::exchange(m_filled, true))
        fillExamples();
}

void StartPage::refreshRecent()
{
    clear(m_recentColumn);
    const auto &theme = m_bench.around().theme;
    const QStringList files = m_recent.files();
    if (files.isEmpty())
        return;
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(makeHeading(theme, tr("Recent files")), 1);
    auto *forget = new QToolButton;
    forget->setObjectName(QStringLiteral("recent.clear"));
    forget->setText(tr("Clear"));
    forget->setToolTip(tr("Forget all but the pinned ones"));
    forget->setAccessibleName(tr("Clear the recent files"));
    forget->setProperty("flat", true);
    connect(forget, &QToolButton::clicked, this, [this] {
        m_recent.clear();
        refreshRecent();
    });
    row->addWidget(forget);
    m_recentColumn->addWidget(head);
    for (const QString &file : files)
        m_recentColumn->addWidget(makeRecentRow(file));
}

QWidget *StartPage::makeRecentRow(const QString &file)
{
    const QFileInfo info(file);
    const bool there = info.exists();
    const bool pinned = m_recent.pinned(file);
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    // dag.yaml alone says nothing: its folder does.
    const bool plain = info.completeBaseName() == QStringLiteral("dag");
    const QString name =
        plain ? info.dir().dirName() + QLatin1Char('/') + info.fileName() : info.fileName();
    auto *open = new QPushButton(name);
    open->setObjectName(QStringLiteral("recent.open"));
    open->setStyleSheet(
        QStringLiteral("text-align: left; border-color: transparent; padding: 4px;"));
    open->setToolTip(there ? QDir::toNativeSeparators(file)
                           : tr("%1 is not there").arg(QDir::toNativeSeparators(file)));
    open->setAccessibleName(tr("Open %1").arg(name));
    open->setEnabled(there);
    connect(open, &QPushButton::clicked, this, [this, file] { m_bench.openFile(file); });
    auto *pin = new QToolButton;
    pin->setObjectName(QStringLiteral("recent.pin"));
    pin->setText(pinned ? tr("Unpin") : tr("Pin"));
    pin->setAccessibleName(pinned ? tr("Unpin %1").arg(name) : tr("Pin %1").arg(name));
    connect(pin, &QToolButton::clicked, this, [this, file, pinned] {
        m_recent.pin(file, !pinned);
        refreshRecent();
    });
    auto *remove = new QToolButton;
    remove->setObjectName(QStringLiteral("recent.remove"));
    remove->setIcon(widgets::symbolIcon(widgets::Symbol::Clear, m_bench.around().theme));
    remove->setToolTip(tr("Take it off this list"));
    remove->setAccessibleName(tr("Take %1 off the list").arg(name));
    connect(remove, &QToolButton::clicked, this, [this, file] {
        m_recent.remove(file);
        refreshRecent();
    });
    for (QToolButton *button : {pin, remove})
        button->setProperty("flat", true);
    row->addWidget(open, 1);
    row->addWidget(pin);
    row->addWidget(remove);
    return line;
}

void StartPage::fillExamples()
{
    m_examples = readExamples(m_examplesDir);
    const auto &theme = m_bench.around().theme;
    if (m_examples.empty()) {
        auto *none = new QLabel(tr("No examples are installed."));
        none->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
        m_exampleColumn->addWidget(none);
    }
    for (const Example &example : m_examples) {
        auto *card = new Card(theme, example, this);
        connect(card, &QPushButton::clicked, this,
                [this, file = example.file] { m_bench.openFile(file); });
        m_exampleColumn->addWidget(card);
    }
}

void StartPage::newDag(const QString &example)
{
    if (!std::exchange(m_filled, true))
        fillExamples();
    NewDagDialog dialog(m_bench.around().theme, m_examples, example,
                        bridge::qs(m_bench.around().bridge.info().home), m_bench.dialogParent());
    if (dialog.exec() == QDialog::Accepted)
        m_bench.openFile(dialog.file());
}

void StartPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    widgets::paintFrame(painter, rect(), m_bench.around().theme,
                        m_bench.around().theme.color().accent);
}

} // namespace orrery::welcome
