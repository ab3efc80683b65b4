// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/toast.h"

#include "theming/stateglyph.h"
#include "widgets/skin.h"

namespace orrery::shell {

Toast::Toast(theming::Theme &theme, QWidget *window)
    : QWidget(window, Qt::ToolTip | Qt::FramelessWindowHint), m_theme(theme), m_title(new QLabel),
      m_text(new QLabel)
{
    setAttribute(Qt::WA_ShowWithoutActivating);
    setFocusPolicy(Qt::NoFocus);
    setObjectName(QStringLiteral("toast"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(40, 11, 18, 12);
    column->setSpacing(3);
    m_title->setFont(theme.sans(theme.type().body, QFont::DemiBold));
    m_text->setFont(theme.sans(theme.type().caption + 1));
    m_text->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
}

void Toast::tell(TaskState sign, const QString &title, const QString &text)
{
    m_sign = sign;
    m_title->setText(title);
    m_text->setText(text.size() > 400 ? text.left(400) + QStringLiteral(" …") : text);
    m_text->setVisible(!text.isEmpty());
    setFixedWidth(380);
    setFixedHeight(std::max(48, heightForWidth(380)));
    const QWidget *window = parentWidget();
    move(window->mapToGlobal(
        QPoint(window->width() - width() - 22, window->height() - height() - 22)));
    show();
    raise();
    m_end.start(sign == TaskState::Failed ? 9000 : 5000);
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor hue = m_theme.stateColor(m_sign);
    painter.fillRect(rect(), m_theme.color().background);
    widgets::paintFrame(painter, rect(), m_theme, hue);
    theming::paintStateGlyph(painter, QRectF(16, 14, 14, 14), m_sign, hue);
}

void Toast::mousePressEvent(QMouseEvent *)
{
    hide();
}

} // namespace orrery::shell
