// SPDX-License-Identifier: GPL-3.0-or-later
// Ways to look at one value or file besides tables: a tree of JSON, a picture.
#pragma once

#include <QImage>
#include <QJsonValue>
#include <QTreeWidget>
#include <QWidget>

#include "theming/theme.h"

namespace orrery::data {

/// JSON as a tree; what is inside a value is made when it is opened.
class JsonTree final : public QTreeWidget {
    Q_OBJECT
public:
    explicit JsonTree(theming::Theme &theme, QWidget *parent = nullptr);
    void show(const QJsonValue &value);

private:
    void fill(QTreeWidgetItem *item);
    QTreeWidgetItem *addValue(QTreeWidgetItem *parent, const QString &key, const QJsonValue &value);
    theming::Theme &m_theme;
};

/// A picture as large as fits, never larger than it is, on a ground that shows transparency.
class ImageView final : public QWidget {
    Q_OBJECT
public:
    explicit ImageView(theming::Theme &theme, QWidget *parent = nullptr);
    void show(const QImage &image, const QString &about);
    [[nodiscard]] const QImage &image() const { return m_image; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    theming::Theme &m_theme;
    QImage m_image;
    QString m_about;
};

} // namespace orrery::data
