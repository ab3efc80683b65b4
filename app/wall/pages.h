// SPDX-License-Identifier: GPL-3.0-or-later
// The painted pages: hosts, runs, and what needs somebody.
#pragma once

#include "bridge/sessionbridge.h"
#include "models/notificationmodel.h"
#include "models/runtablemodel.h"
#include "wall/wallpage.h"

namespace orrery::wall {

/// CPU, memory and GPUs of each host.
class HostsPage final : public WallPage {
    Q_OBJECT
public:
    HostsPage(const theming::Theme &theme, const bridge::SessionBridge &bridge);

protected:
    [[nodiscard]] QString content() const override;
    void paintPage(QPainter &painter, const QRectF &area) override;

private:
    void paintMeter(QPainter &painter, const QRectF &box, const QString &name, double share,
                    const QString &text, const QColor &hue);
    const bridge::SessionBridge &m_bridge;
};

/// The newest runs with their state and how far they are.
class RunsPage final : public WallPage {
    Q_OBJECT
public:
    RunsPage(const theming::Theme &theme, const models::RunTableModel &runs);
    static constexpr int rows = 8;

protected:
    [[nodiscard]] QString content() const override;
    void paintPage(QPainter &painter, const QRectF &area) override;

private:
    const models::RunTableModel &m_runs;
};

/// Failures and refusals that were told, newest first.
class AlertsPage final : public WallPage {
    Q_OBJECT
public:
    AlertsPage(const theming::Theme &theme, const models::NotificationModel &told);
    [[nodiscard]] int count() const;
    static constexpr int rows = 5;

protected:
    [[nodiscard]] QString content() const override;
    void paintPage(QPainter &painter, const QRectF &area) override;

private:
    [[nodiscard]] std::vector<const models::Notification *> troubles() const;
    const models::NotificationModel &m_told;
};

} // namespace orrery::wall
