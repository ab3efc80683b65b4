// SPDX-License-Identifier: GPL-3.0-or-later
#include "welcome/newdagdialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

#include "bridge/text.h"

namespace orrery::welcome {

NewDagDialog::NewDagDialog(theming::Theme &theme, const std::vector<Example> &examples,
                           const QString &chosen, const QString &home, QWidget *parent)
    : QDialog(parent), m_template(new QComboBox), m_name(new QLineEdit), m_place(new QLineEdit),
      m_problem(new QLabel)
{
    setObjectName(QStringLiteral("newDag"));
    setWindowTitle(tr("New DAG"));
    resize(520, 220);
    for (const Example &example : examples) {
        m_template->addItem(bridge::qs(example.dag.title()), example.file);
        if (example.id == chosen)
            m_template->setCurrentIndex(m_template->count() - 1);
    }
    m_template->setObjectName(QStringLiteral("newDag.template"));
    m_template->setAccessibleName(tr("Begin with"));
    m_name->setObjectName(QStringLiteral("newDag.name"));
    m_name->setAccessibleName(tr("Name"));
    m_name->setText(QStringLiteral("my-pipeline"));
    m_name->selectAll();
    m_place->setObjectName(QStringLiteral("newDag.place"));
    m_place->setAccessibleName(tr("Folder"));
    m_place->setText(home.isEmpty() ? QDir::homePath() : home + QStringLiteral("/dags"));
    m_problem->setObjectName(QStringLiteral("newDag.problem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().danger.name()));
    m_problem->hide();
    auto *browse = new QPushButton(tr("Choose ..."));
    browse->setAutoDefault(false);
    browse->setAccessibleName(tr("Choose the folder"));
    connect(browse, &QPushButton::clicked, this, [this] {
        const QString dir =
            QFileDialog::getExistingDirectory(this, tr("Folder of the new DAG"), m_place->text());
        if (!dir.isEmpty())
            m_place->setText(dir);
    });
    auto *place = new QHBoxLayout;
    place->addWidget(m_place, 1);
    place->addWidget(browse);
    auto *form = new QFormLayout;
    form->addRow(tr("Begin with"), m_template);
    form->addRow(tr("Name"), m_name);
    form->addRow(tr("Folder"), place);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto *make = buttons->addButton(tr("Make it"), QDialogButtonBox::AcceptRole);
    make->setObjectName(QStringLiteral("newDag.make"));
    make->setDefault(true);
    make->setEnabled(m_template->count() > 0);
    connect(buttons, &QDialogButtonBox::accepted, this, &NewDagDialog::create);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(18, 16, 18, 14);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_problem);
    column->addStretch();
    column->addWidget(buttons);
    m_name->setFocus();
}

void NewDagDialog::create()
{
    const QString target = QDir(m_place->text().trimmed()).filePath(m_name->text().trimmed());
    const auto made = createFrom(m_template->currentData().toString(), target);
    if (!made) {
        m_problem->setText(bridge::errorText(made.error()));
        m_problem->show();
        return;
    }
    m_file = *made;
    accept();
}

} // namespace orrery::welcome
