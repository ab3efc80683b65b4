// SPDX-License-Identifier: GPL-3.0-or-later
// The switches of what the universe shows of a run beside states, and the figures behind them.
#pragma once

#include <QObject>
#include <QTimer>

#include "models/runload.h"
#include "universe/universeview.h"
#include "widgets/surroundings.h"

class QAction;
class QMenu;

namespace orrery::shell {

class EncodingControl final : public QObject {
    Q_OBJECT
public:
    /// @param settingsFile  where the switches are kept; "" = nowhere
    EncodingControl(const widgets::Surroundings &around, universe::UniverseView &view,
                    const models::RunLoad &load, const QString &settingsFile, QObject *parent);

    /// The switches, as a menu of the universe's head.
    void fill(QMenu *menu) const;
    /// 0..1 of each heat for a node of the run; below 0 = not known.
    [[nodiscard]] std::array<float, universe::heatCount> heatOf(NodeIndex runNode) const;

signals:
    /// Nodes want to be drawn again with their heat.
    void heatChanged();

private:
    void addSwitch(const char *id, const QString &title, const QString &hint,
                   bool universe::Encoding::*flag);
    void addHeat(universe::Heat heat, const char *id, const QString &title);
    void take(const universe::Encoding &encoding);
    void refresh();
    void askOutputs();
    [[nodiscard]] bool wanted() const;

    widgets::Surroundings m_around;
    universe::UniverseView &m_view;
    const models::RunLoad &m_load;
    QString m_settingsFile;
    std::vector<QAction *> m_actions;
    std::vector<QAction *> m_heats; ///< by Heat
    std::vector<double> m_waits;    ///< [s], by node of the run
    double m_longestWait = 0;
    std::uint32_t m_mostGpus = 0;    ///< that a node of the run reserves
    std::vector<JsonText> m_outputs; ///< by task, of m_outputsOf
    RunId m_outputsOf;
    QTimer m_soon; ///< many tasks change at once: the figures follow twice a second
};

} // namespace orrery::shell
