// SPDX-License-Identifier: GPL-3.0-or-later
#include "welcome/welcome.h"

#include <QAction>
#include <QCoreApplication>

#include "welcome/startpage.h"
#include "welcome/tour.h"
#include "widgets/actionregistry.h"

namespace orrery::welcome {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Welcome)
};

} // namespace

void addWelcome(widgets::Workbench &bench, StartPage &page)
{
    auto &actions = bench.around().actions;
    QWidget *window = bench.dialogParent();
    const auto tour = [&bench, window](int step) {
        auto *shown = window->findChild<Tour *>(QStringLiteral("tour"));
        if (shown == nullptr)
            shown = new Tour(bench, window);
        shown->goTo(step);
    };
    QAction *make = actions.add(QStringLiteral("file.newFrom"), Words::tr("File"),
                                Words::tr("New DAG from an example"));
    QObject::connect(make, &QAction::triggered, &page, [&page] { page.newDag(); });
    QAction *take =
        actions.add(QStringLiteral("help.tour"), Words::tr("Help"), Words::tr("Take the tour"));
    QObject::connect(take, &QAction::triggered, window, [tour] { tour(0); });
    QObject::connect(&page, &StartPage::tourRequested, take, &QAction::trigger);
    bench.keepState(QStringLiteral("tour"),
                    {[window] {
                         const auto *shown = window->findChild<Tour *>(QStringLiteral("tour"));
                         return shown ? QVariant(shown->step()) : QVariant();
                     },
                     [tour](const QVariant &step) { tour(step.toInt()); }});
}

} // namespace orrery::welcome
