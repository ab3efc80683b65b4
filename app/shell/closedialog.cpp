// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/closedialog.h"

#include <QPushButton>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::shell {

using bridge::qs;

CloseDialog::CloseDialog(theming::Theme &theme, const std::vector<RunSummary> &live,
                         const QString &home, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("closeDialog"));
    setWindowTitle(tr("Runs are going on"));
    setMinimumWidth(520);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(22, 18, 22, 18);
    column->setSpacing(10);
    const auto add = [&](const QString &text, const QFont &font, const QColor &color) {
        auto *label = new QLabel(text);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setFont(font);
        label->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(label);
    };
    add(bridge::counted(live.size(), "run is going on", "runs are going on"),
        theme.sans(theme.type().title, QFont::DemiBold), theme.color().text);
    constexpr std::size_t shown = 5;
    for (std::size_t i = 0; i < std::min(live.size(), shown); ++i)
        add(QStringLiteral("%1   %2   %3 / %4")
                .arg(qs(live[i].dagName.empty() ? live[i].dag.text : live[i].dagName),
                     qs(live[i].id.text))
                .arg(live[i].finishedCount())
                .arg(live[i].taskCount()),
            theme.mono(theme.type().caption + 1), theme.color().accent);
    if (live.size() > shown)
        add(tr("and %1 more").arg(live.size() - shown), theme.sans(theme.type().body),
            theme.color().muted);
    add(tr("Kept running, the engine goes on in the background and nothing is lost. Find them "
           "again by starting the "
           "cockpit, or in a terminal:"),
        theme.sans(theme.type().body), theme.color().muted);
    add(QStringLiteral("orrery runs list --home %1").arg(home),
        theme.mono(theme.type().caption + 1), theme.color().text);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    const auto button = [&](const QString &name, const QString &text, Choice choice,
                            const QString &tone) {
        auto *made = new QPushButton(text);
        made->setObjectName(name);
        made->setProperty("tone", tone);
        made->setAutoDefault(choice == Choice::KeepRunning);
        connect(made, &QPushButton::clicked, this, [this, choice] {
            m_choice = choice;
            accept();
        });
        row->addWidget(made);
        return made;
    };
    row->addStretch();
    button(QStringLiteral("stay"), tr("Stay"), Choice::Stay, {});
    button(QStringLiteral("cancelRuns"),
           live.size() > 1 ? tr("Cancel runs and quit") : tr("Cancel run and quit"),
           Choice::CancelRuns, QStringLiteral("stop"));
    auto *keep = button(QStringLiteral("keepRunning"), tr("Keep running in the background"),
                        Choice::KeepRunning, QStringLiteral("go"));
    keep->setDefault(true);
    keep->setFocus();
    column->addSpacing(4);
    column->addLayout(row);
}

} // namespace orrery::shell
