// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/stateframe.h"

#include <QPushButton>
#include <QStackedLayout>

#include "bridge/sessionbridge.h"
#include "widgets/skin.h"

namespace orrery::widgets {

StateFrame::StateFrame(theming::Theme &theme, QWidget *content, QWidget *parent)
    : QWidget(parent), m_stack(new QStackedLayout), m_content(content), m_stale(new QLabel),
      m_title(new QLabel), m_hint(new QLabel), m_action(new QPushButton)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_stale->setTextFormat(Qt::PlainText);
    m_stale->setFont(theme.sans(theme.type().caption));
    m_stale->setStyleSheet(QStringLiteral("color: %1; background: %2; padding: 3px 12px;")
                               .arg(theme.color().danger.name(),
                                    faded(theme.color().danger, 0.1).name(QColor::HexArgb)));
    m_stale->hide();
    column->addWidget(m_stale);
    column->addLayout(m_stack, 1);

    auto *page = new QWidget;
    auto *inner = new QVBoxLayout(page);
    inner->setContentsMargins(18, 6, 18, 6);
    inner->setSpacing(5);
    inner->addStretch(2);
    m_title->setFont(theme.sans(theme.type().body, QFont::Medium));
    m_title->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().text.name()));
    m_hint->setFont(theme.sans(theme.type().caption + 1));
    m_hint->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    for (QLabel *label : {m_title, m_hint}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        inner->addWidget(label);
    }
    inner->addWidget(m_action, 0, Qt::AlignHCenter);
    inner->addStretch(3);
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &StateFrame::acted);
    m_stack->addWidget(m_content);
    m_stack->addWidget(page);
}

void StateFrame::follow(const bridge::SessionBridge &bridge)
{
    const auto update = [this, &bridge] {
        const bool lost = bridge.link() == bridge::SessionBridge::Link::Lost;
        m_stale->setVisible(lost);
        if (lost)
            m_stale->setText(
                tr("Stale since %1").arg(bridge.staleSince().toString(QStringLiteral("HH:mm:ss"))));
        m_stale->setToolTip(bridge.lostReason());
    };
    connect(&bridge, &bridge::SessionBridge::linkChanged, this, update);
    update();
}

void StateFrame::showContent()
{
    m_stack->setCurrentIndex(0);
}

void StateFrame::showMessage(const QString &title, const QString &hint, const QString &action)
{
    m_title->setText(title);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    m_stack->setCurrentIndex(1);
}

bool StateFrame::showsContent() const
{
    return m_stack->currentIndex() == 0;
}

QString StateFrame::message() const
{
    return showsContent() ? QString() : m_title->text();
}

} // namespace orrery::widgets
