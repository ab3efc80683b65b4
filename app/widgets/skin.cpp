// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/skin.h"

#include <random>

#include <QImage>
#include <QPalette>
#include <QStyleFactory>
#include <QToolTip>

namespace orrery::widgets {

QColor faded(const QColor &color, double alpha)
{
    QColor result = color;
    result.setAlphaF(float(alpha));
    return result;
}

QFont capsFont(const theming::Theme &theme, int pixels)
{
    QFont font = theme.sans(pixels > 0 ? pixels : theme.type().caption, QFont::DemiBold);
    font.setLetterSpacing(QFont::AbsoluteSpacing, theme.type().tracking);
    font.setCapitalization(QFont::AllUppercase);
    return font;
}

static QPalette palette(const theming::Theme &theme)
{
    const auto &c = theme.color();
    QPalette p;
    p.setColor(QPalette::Window, c.background);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.raised);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.raised);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.danger);
    p.setColor(QPalette::Highlight, faded(c.accent, 0.2));
    p.setColor(QPalette::HighlightedText, c.text);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::ToolTipBase, c.raised);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::Mid, c.line);
    p.setColor(QPalette::Dark, c.backdropTop);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.faint);
    return p;
}

void applySkin(QApplication &app, const theming::Theme &theme)
{
    app.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    const QPalette colors = palette(theme);
    app.setPalette(colors);
    QToolTip::setPalette(colors);
    app.setFont(theme.sans(theme.type().body));
    app.setStyleSheet(styleSheet(theme));
}

QString styleSheet(const theming::Theme &theme)
{
    const auto &c = theme.color();
    const auto rgba = [](const QColor &color, double alpha) {
        return QStringLiteral("rgba(%1,%2,%3,%4)")
            .arg(color.red())
            .arg(color.green())
            .arg(color.blue())
            .arg(alpha);
    };
    QString sheet = QStringLiteral(R"(
QToolTip { color: $text; background: $raised; border: 1px solid $line; padding: 4px 6px; }
QMainWindow::separator { background: transparent; width: 7px; height: 7px; }
QMainWindow::separator:hover { background: $accent20; }
QMenu { background: $surface; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 14px; color: $text; }
QMenu::item:selected { background: $accent20; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox { background: $background; color: $text;
    border: 1px solid $line; padding: 3px 7px; selection-background-color: $accent35; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border-color: $accent; }
QAbstractItemView { background: transparent; border: none; outline: none; color: $text;
    selection-background-color: $accent20; selection-color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 4px 8px; font: 600 10px "$sans"; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QPushButton, QToolButton { background: transparent; color: $text; border: 1px solid $line; padding: 5px 12px;
    font: 600 11px "$sans"; outline: none; }
QPushButton:hover, QToolButton:hover { background: $accent12; border-color: $accent60; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: $accent20; }
QPushButton:disabled, QToolButton:disabled { color: $faint; border-color: $line60; }
QPushButton:default { border-color: $accent60; color: $accent; }
QPushButton[tone="go"] { color: $success; border-color: $success50; background: $success10; }
QPushButton[tone="go"]:hover { background: $success22; border-color: $success; }
QPushButton[tone="stop"] { color: $danger; border-color: $danger50; background: $danger10; }
QPushButton[tone="stop"]:hover { background: $danger22; border-color: $danger; }
QPushButton[tone="go"]:disabled, QPushButton[tone="stop"]:disabled { color: $faint; border-color: $line60; background: transparent; }
QToolButton[flat="true"] { border: 1px solid transparent; padding: 3px 5px; }
QToolButton[flat="true"]:hover { border-color: $line; background: $accent12; }
QToolButton[flat="true"]:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QTabBar { background: transparent; }
QTabBar::tab { color: $muted; background: transparent; border: none; border-bottom: 2px solid transparent;
    padding: 6px 8px 4px 8px; font: 600 10px "$sans"; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $text; }
QTabWidget::pane { border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QDialog { background: $background; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCheckBox { spacing: 8px; }
QComboBox::drop-down { border: none; width: 18px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; }
)");
    const QList<std::pair<QString, QString>> values{
        {QStringLiteral("$background"), c.background.name()},
        {QStringLiteral("$surface"), c.surface.name()},
        {QStringLiteral("$raised"), c.raised.name()},
        {QStringLiteral("$line60"), rgba(c.line, 0.6)},
        {QStringLiteral("$line"), c.line.name()},
        {QStringLiteral("$text"), c.text.name()},
        {QStringLiteral("$muted"), c.muted.name()},
        {QStringLiteral("$faint"), c.faint.name()},
        {QStringLiteral("$accent12"), rgba(c.accent, 0.09)},
        {QStringLiteral("$accent20"), rgba(c.accent, 0.15)},
        {QStringLiteral("$accent35"), rgba(c.accent, 0.35)},
        {QStringLiteral("$accent60"), rgba(c.accent, 0.6)},
        {QStringLiteral("$accent"), c.accent.name()},
        {QStringLiteral("$success50"), rgba(c.success, 0.5)},
        {QStringLiteral("$success22"), rgba(c.success, 0.22)},
        {QStringLiteral("$success10"), rgba(c.success, 0.08)},
        {QStringLiteral("$success"), c.success.name()},
        {QStringLiteral("$danger50"), rgba(c.danger, 0.5)},
        {QStringLiteral("$danger22"), rgba(c.danger, 0.22)},
        {QStringLiteral("$danger10"), rgba(c.danger, 0.08)},
        {QStringLiteral("$danger"), c.danger.name()},
        {QStringLiteral("$sans"), theme.type().sans}};
    for (const auto &[name, value] : values)
        sheet.replace(name, value);
    return sheet;
}

QPixmap backdrop(const theming::Theme &theme, const QSize &size, qreal ratio)
{
    QImage image(size * ratio, QImage::Format_RGB32);
    const QColor top = theme.color().backdropTop, bottom = theme.color().backdropBottom;
    std::minstd_rand noise(7);
    std::uniform_real_distribution<double> lsb(-1, 1);
    for (int y = 0; y < image.height(); ++y) {
        const double t = double(y) / std::max(1, image.height() - 1);
        const auto mix = [t](int a, int b) { return a + (b - a) * t; };
        const double r = mix(top.red(), bottom.red()), g = mix(top.green(), bottom.green()),
                     b = mix(top.blue(), bottom.blue());
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const double n = lsb(noise);
            line[x] = qRgb(std::clamp(qRound(r + n), 0, 255), std::clamp(qRound(g + n), 0, 255),
                           std::clamp(qRound(b + n), 0, 255));
        }
    }
    QPixmap pixmap = QPixmap::fromImage(image);
    pixmap.setDevicePixelRatio(ratio);
    QPainter painter(&pixmap);
    painter.setPen(QPen(faded(theme.color().accent, 0.035), 1));
    for (int x = 0; x < size.width(); x += 32)
        painter.drawLine(x, 0, x, size.height());
    for (int y = 0; y < size.height(); y += 32)
        painter.drawLine(0, y, size.width(), y);
    return pixmap;
}

void paintFrame(QPainter &painter, const QRectF &box, const theming::Theme &theme,
                const QColor &hue, bool filled)
{
    const QRectF r = box.adjusted(0.5, 0.5, -0.5, -0.5);
    const double cut = theme.space().corner;
    QPainterPath outline;
    outline.moveTo(r.left() + cut, r.top());
    outline.lineTo(r.topRight());
    outline.lineTo(r.right(), r.bottom() - cut);
    outline.lineTo(r.right() - cut, r.bottom());
    outline.lineTo(r.bottomLeft());
    outline.lineTo(r.left(), r.top() + cut);
    outline.closeSubpath();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (filled)
        painter.fillPath(outline, theme.color().surface);
    painter.setPen(QPen(faded(hue, 0.28), theme.space().hairline));
    painter.drawPath(outline);
    painter.setPen(QPen(hue, 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    const double reach = 34;
    painter.drawPolyline(QPolygonF({{r.left(), r.top() + cut + 2},
                                    {r.left(), r.top() + cut},
                                    {r.left() + cut, r.top()},
                                    {r.left() + cut + reach, r.top()}}));
    painter.drawPolyline(QPolygonF({{r.right(), r.bottom() - cut - 2},
                                    {r.right(), r.bottom() - cut},
                                    {r.right() - cut, r.bottom()},
                                    {r.right() - cut - reach, r.bottom()}}));
    painter.restore();
}

} // namespace orrery::widgets
