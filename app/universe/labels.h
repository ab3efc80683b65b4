// SPDX-License-Identifier: GPL-3.0-or-later
// Names beside nodes: which ones, where, and never one over another.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <QAbstractListModel>
#include <QColor>
#include <QRectF>
#include <qqmlregistration.h>

#include "graphdata.h"
#include "orbitcamera.h"
#include "tables.h"

namespace orrery::universe {

inline constexpr int labelLimit = 40;

struct PlacedLabel {
    int node = noNode;
    QRectF box;     ///< [px]
    QPointF anchor; ///< where the leader meets the node [px]
    bool leader = false;
    bool quiet = false; ///< of a node that needs no attention now
    float opacity = 1;
};

/// Places the most telling names: the selected one and its path first, then failed, running and
/// near ones; the hovered node has a card instead. A label never overlaps another one or a reserved
/// box, and avoids nodes where it can.
/// @param width  width of a node's label [px]; height is `labelHeight`
[[nodiscard]] std::vector<PlacedLabel> placeLabels(const GraphData &graph,
                                                   const OrbitCamera &camera, const Focus &focus,
                                                   std::span<const QRectF> reserved,
                                                   const std::function<qreal(int)> &width);
inline constexpr qreal labelHeight = 20;

struct LabelRow {
    PlacedLabel place;
    QString text;
    QColor color;

    bool operator==(const LabelRow &) const;
};

class LabelModel : public QAbstractListModel {
    Q_OBJECT
    QML_ANONYMOUS
public:
    enum Role { Text = Qt::UserRole, Box, Anchor, Leader, Quiet, Strength, Hue, Node };
    using QAbstractListModel::QAbstractListModel;

    void assign(std::vector<LabelRow> rows);
    [[nodiscard]] const std::vector<LabelRow> &rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<LabelRow> m_rows;
};

} // namespace orrery::universe
