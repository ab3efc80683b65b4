// SPDX-License-Identifier: GPL-3.0-or-later
// The designer's panels and actions.
#pragma once

#include <QObject>

#include "widgets/workbench.h"

namespace orrery::designer {

class Canvas;
class ComponentPalette;
class ComponentShelf;
class QuickAdd;

/// What the parts of the designer share; lives as long as the window.
class Designer final : public QObject {
    Q_OBJECT
public:
    explicit Designer(widgets::Workbench &bench);

    [[nodiscard]] ComponentShelf &shelf() { return *m_shelf; }
    [[nodiscard]] QuickAdd &quickAdd() { return *m_quickAdd; }

private:
    void makeActions(widgets::Workbench &bench, ComponentPalette *palette);

    ComponentShelf *m_shelf;
    QuickAdd *m_quickAdd;
};

/// The component palette, quick-add and the actions that go with them. The panels of what is
/// selected and of the problems stand in the window already.
/// @param canvas  asks quick-add what comes next; may be null
Designer *addDesigner(widgets::Workbench &bench, Canvas *canvas);

} // namespace orrery::designer
