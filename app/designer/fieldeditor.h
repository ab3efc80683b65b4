// SPDX-License-Identifier: GPL-3.0-or-later
// The control of one key: shows a value, offers what may be typed, tells what was typed. Whether it
// is good is decided elsewhere.
#pragma once

#include <functional>

#include <QTimer>
#include <QWidget>

#include "designer/formspec.h"
#include "designer/formsubject.h"
#include "theming/theme.h"

class QLineEdit;

namespace orrery::designer {

/// What editors ask of the file around them.
struct EditorContext {
    theming::Theme &theme;
    std::function<QStringList()> nodeIds;         ///< of the DAG
    std::function<QStringList(QString)> versions; ///< of a component: "filter@1", "filter@1.0"
    std::function<QString()> language = [] { return QString(); }; ///< of a program: "python"
};

class FieldEditor : public QWidget {
    Q_OBJECT
public:
    explicit FieldEditor(const FormField &field, QWidget *parent = nullptr);

    /// What is in the file. Typed text that was not taken stays as long as the value does.
    /// @param value     "" = the key is absent
    /// @param fallback  what holds then
    /// @param mixed     several nodes differ
    void show(const JsonText &value, const JsonText &fallback, bool mixed);
    /// Typed text that was not taken is dropped: something else is edited now.
    void forget();
    virtual void setReadOnly(bool readOnly) = 0;
    /// Says at once what was typed, if it rests only.
    void flush();
    [[nodiscard]] bool dirty() const { return m_dirty; }
    [[nodiscard]] const FormField &field() const { return m_field; }

signals:
    void edited(const orrery::designer::ValueEdits &edits);    ///< so far; to be checked
    void committed(const orrery::designer::ValueEdits &edits); ///< to be done
    void unreadable(const QString &why);                       ///< what is typed is no value at all

protected:
    virtual void display(const JsonText &value, const JsonText &fallback, bool mixed) = 0;
    /// What is typed; nothing and `why` when it cannot be read.
    [[nodiscard]] virtual std::optional<ValueEdits> typed(QString &why) const = 0;

    /// What is typed into, letter by letter: left as it is while one types the value that is there.
    [[nodiscard]] virtual const QWidget *typedInto() const { return nullptr; }

    /// To be called when the user changed something: told at once, done when it rests.
    void touched(bool commitsWhenItRests = true);
    void commit();
    void restore(); ///< back to what is in the file
    void putBack(); ///< the same, and what is told about it stays
    bool eventFilter(QObject *watched, QEvent *event) override;
    [[nodiscard]] const JsonText &value() const { return m_value; }

    FormField m_field;

private:
    [[nodiscard]] bool isBeingTyped(const JsonText &value) const;

    JsonText m_value;
    JsonText m_fallback;
    bool m_mixed = false;
    bool m_shown = false;
    bool m_dirty = false;
    QTimer m_rest;
};

[[nodiscard]] FieldEditor *makeEditor(const FormField &field, const EditorContext &context,
                                      QWidget *parent);

/// A value as a person types it: texts without quotes, spans as "5 min", all else as JSON.
[[nodiscard]] QString typedText(const JsonText &value, Control control);
/// The value that is meant by a typed text; "" for an empty one.
[[nodiscard]] JsonText typedValue(const QString &text, const FormField &field);

} // namespace orrery::designer
