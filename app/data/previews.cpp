// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/previews.h"

#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QPainter>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::data {
namespace {

constexpr int valueRole = Qt::UserRole + 1; ///< QJsonValue whose members are not made yet
constexpr qsizetype atOnce = 1000;          ///< members of one value

} // namespace

JsonTree::JsonTree(theming::Theme &theme, QWidget *parent) : QTreeWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("jsonTree"));
    setAccessibleName(tr("The value as a tree"));
    setHeaderLabels({tr("Key"), tr("Value")});
    setFont(theme.mono(theme.type().caption));
    setUniformRowHeights(true);
    setIndentation(14);
    setColumnWidth(0, 240);
    connect(this, &QTreeWidget::itemExpanded, this, &JsonTree::fill);
}

QTreeWidgetItem *JsonTree::addValue(QTreeWidgetItem *parent, const QString &key,
                                    const QJsonValue &value)
{
    QString text;
    QColor hue = m_theme.color().text;
    bool inner = false;
    switch (value.type()) {
    case QJsonValue::Object:
        inner = !value.toObject().isEmpty();
        text = bridge::counted(std::uint64_t(value.toObject().size()), "member", "members");
        hue = m_theme.color().muted;
        break;
    case QJsonValue::Array:
        inner = !value.toArray().isEmpty();
        text = bridge::counted(std::uint64_t(value.toArray().size()), "element", "elements");
        hue = m_theme.color().muted;
        break;
    case QJsonValue::String:
        text = value.toString();
        hue = m_theme.color().success;
        break;
    case QJsonValue::Double:
        text = value.toVariant().toString();
        hue = m_theme.color().accent;
        break;
    case QJsonValue::Bool:
        text = value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
        hue = m_theme.color().hologram;
        break;
    default:
        text = QStringLiteral("null");
        hue = m_theme.color().faint;
    }
    auto *item = new QTreeWidgetItem({key, text.left(2000)});
    item->setForeground(1, hue);
    if (text.size() > 60)
        item->setToolTip(1, text.left(4000));
    if (inner) {
        item->setData(0, valueRole, QVariant::fromValue(value));
        item->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
    }
    parent->addChild(item);
    return item;
}

void JsonTree::fill(QTreeWidgetItem *item)
{
    const QVariant held = item->data(0, valueRole);
    if (!held.isValid() || item->childCount() > 0)
        return;
    const auto value = held.value<QJsonValue>();
    item->setData(0, valueRole, {});
    qsizetype shown = 0, all = 0;
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        all = array.size();
        for (; shown < std::min(all, atOnce); ++shown)
            addValue(item, QStringLiteral("[%1]").arg(shown), array[shown]);
    } else {
        const QJsonObject object = value.toObject();
        all = object.size();
        for (auto entry = object.begin(); entry != object.end() && shown < atOnce; ++entry, ++shown)
            addValue(item, entry.key(), entry.value());
    }
    if (all > shown)
        item->addChild(new QTreeWidgetItem({tr("and %1 more").arg(all - shown)}));
}

void JsonTree::show(const QJsonValue &value)
{
    clear();
    QTreeWidgetItem *top = addValue(invisibleRootItem(), tr("value"), value);
    top->setExpanded(true);
    if (top->childCount() == 1)
        top->child(0)->setExpanded(true);
}

ImageView::ImageView(theming::Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("imageView"));
}

void ImageView::show(const QImage &image, const QString &about)
{
    m_image = image;
    m_about = about;
    setAccessibleName(about);
    update();
}

void ImageView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.mono(m_theme.type().caption - 1));
    painter.setPen(m_theme.color().muted);
    painter.drawText(rect().adjusted(4, 0, -4, -2), Qt::AlignBottom | Qt::AlignRight, m_about);
    if (m_image.isNull())
        return;
    const QSizeF room = QSizeF(size()) - QSizeF(8, 22);
    QSizeF drawn = QSizeF(m_image.size()) / devicePixelRatioF();
    if (drawn.width() > room.width() || drawn.height() > room.height())
        drawn.scale(room, Qt::KeepAspectRatio);
    const QRectF box(
        QPointF((width() - drawn.width()) / 2, (room.height() - drawn.height()) / 2 + 4), drawn);
    if (m_image.hasAlphaChannel()) // pictures of papers are made for white
        painter.fillRect(box, Qt::white);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(box, m_image);
}

} // namespace orrery::data
