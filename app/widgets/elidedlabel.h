// SPDX-License-Identifier: GPL-3.0-or-later
// A label that shortens what does not fit and tells the whole in its tool tip.
#pragma once

#include <QLabel>

namespace orrery::widgets {

class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr,
                         Qt::TextElideMode mode = Qt::ElideRight);
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return {12, QLabel::minimumSizeHint().height()};
    }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::TextElideMode m_mode;
};

} // namespace orrery::widgets
