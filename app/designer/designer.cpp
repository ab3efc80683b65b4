// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designer.h"

#include <QAction>
#include <QJsonDocument>
#include <QJsonObject>
#include <QWidget>

#include "designer/canvas.h"
#include "designer/componentpalette.h"
#include "designer/componentshelf.h"
#include "designer/problemspanel.h"
#include "designer/quickadd.h"
#include "widgets/actionregistry.h"

namespace orrery::designer {

Designer::Designer(widgets::Workbench &bench)
    : QObject(bench.dialogParent()), m_shelf(new ComponentShelf(bench, this)),
      m_quickAdd(new QuickAdd(bench, *m_shelf, bench.dialogParent()))
{
    auto *palette = new ComponentPalette(bench, *m_shelf);
    bench.addPanel({QStringLiteral("palette"), tr("Palette"), bench.around().theme.color().hologram,
                    widgets::Place::Left, palette});
    makeActions(bench, palette);
}

void Designer::makeActions(widgets::Workbench &bench, ComponentPalette *palette)
{
    const QString menu = tr("Design");
    widgets::ActionRegistry &actions = bench.around().actions;
    QAction *search =
        actions.add(QStringLiteral("design.palette"), menu, tr("Search the components"),
                    QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A));
    connect(search, &QAction::triggered, this, [&bench, palette] {
        bench.showPanel(QStringLiteral("palette"));
        palette->startSearch();
    });
    const auto problem = [this, &bench, &actions, menu](const char *id, const QString &title,
                                                        const QKeySequence &key, int step) {
        QAction *go = actions.add(QString::fromLatin1(id), menu, title, key);
        connect(go, &QAction::triggered, this, [&bench, step] {
            for (auto *panel : bench.dialogParent()->findChildren<ProblemsPanel *>())
                panel->go(step);
        });
    };
    problem("design.nextProblem", tr("Next problem"), QKeySequence(Qt::Key_F4), 1);
    problem("design.previousProblem", tr("Previous problem"), QKeySequence(Qt::SHIFT | Qt::Key_F4),
            -1);
}

Designer *addDesigner(widgets::Workbench &bench, Canvas *canvas)
{
    auto *designer = new Designer(bench);
    if (canvas == nullptr)
        return designer;
    canvas->setChooser([designer](QPoint global, NodeIndex from,
                                  const std::function<void(const NewNode &)> &chosen) {
        designer->quickAdd().openAt(
            global, from, [designer, chosen](const QuickAdd::Choice &choice) {
                const auto node = QJsonDocument::fromJson(QByteArray::fromStdString(choice.node));
                chosen({node.object(), choice.mapping});
                designer->shelf().used(choice.key);
            });
    });
    return designer;
}

} // namespace orrery::designer
