// SPDX-License-Identifier: GPL-3.0-or-later
// What one feature asks of the others without knowing them: show a place of the open file.
#pragma once

#include <QObject>
#include <QString>

namespace orrery::widgets {

class Reveal final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// @param line, column  from 1, the column in characters
    void revealText(int line, int column) { emit textWanted(line, column); }
    /// @param path  as in findings: "nodes/3/executionConfig/timeout", "edges/0/condition"
    void revealField(const QString &path) { emit fieldWanted(path); }

signals:
    void textWanted(int line, int column);
    void fieldWanted(const QString &path);
};

} // namespace orrery::widgets
