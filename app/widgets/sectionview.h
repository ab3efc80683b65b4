// SPDX-License-Identifier: GPL-3.0-or-later
// Titled names and values as text that can be selected and copied; nothing in it is ever markup.
#pragma once

#include <QTextEdit>

#include "models/sections.h"
#include "theming/theme.h"

namespace orrery::widgets {

class SectionView final : public QTextEdit {
    Q_OBJECT
public:
    explicit SectionView(theming::Theme &theme, QWidget *parent = nullptr);

    /// Repaints only when something differs; the scroll position stays while `subject` does.
    void show(const QString &subject, const std::vector<models::Section> &sections);

private:
    void addSection(QTextCursor &cursor, const models::Section &section);
    void addField(QTextCursor &cursor, const models::Field &field);

    theming::Theme &m_theme;
    QString m_subject;
    std::vector<models::Section> m_sections;
};

} // namespace orrery::widgets
