// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/paneldock.h"

#include "widgets/elidedlabel.h"
#include "widgets/skin.h"

namespace orrery::shell {

namespace {

/// QDockWidget asks for the hint only.
class TitleBar final : public QWidget {
public:
    using QWidget::QWidget;
    [[nodiscard]] QSize sizeHint() const override { return {QWidget::sizeHint().width(), 30}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {40, 30}; }
};

} // namespace

PanelDock::PanelDock(theming::Theme &theme, const QString &name, const QString &title,
                     const QColor &hue, QWidget *content, QWidget *parent)
    : QDockWidget(title, parent), m_theme(theme), m_hue(hue), m_content(content),
      m_title(new QLabel(title)), m_context(new widgets::ElidedLabel)
{
    setObjectName(name);
    setAccessibleName(title);
    setAllowedAreas(Qt::AllDockWidgetAreas);
    auto *bar = new TitleBar(this);
    m_row = new QHBoxLayout(bar);
    m_row->setContentsMargins(18, 4, 12, 0);
    m_row->setSpacing(8);
    m_title->setFont(widgets::capsFont(theme));
    m_title->setStyleSheet(QStringLiteral("color: %1").arg(hue.name()));
    m_context->setTextFormat(Qt::PlainText);
    m_context->setFont(theme.mono(theme.type().caption));
    m_context->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    m_context->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_row->addWidget(m_title);
    m_row->addWidget(m_context, 1);
    setTitleBarWidget(bar);

    auto *inner = new QWidget(this);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(3, 0, 3, 4);
    column->addWidget(content);
    setWidget(inner);
}

void PanelDock::setContext(const QString &text)
{
    m_context->setText(text);
}

void PanelDock::addTool(QWidget *tool)
{
    m_row->addWidget(tool);
}

void PanelDock::setTabbed(bool tabbed)
{
    m_title->setVisible(!tabbed || isFloating());
}

void PanelDock::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (isFloating())
        painter.fillRect(rect(), m_theme.color().background);
    widgets::paintFrame(painter, rect(), m_theme, m_hue);
}

} // namespace orrery::shell
