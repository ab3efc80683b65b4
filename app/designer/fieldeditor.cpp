// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/fieldeditor.h"

#include <QCheckBox>
#include <QCompleter>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QStringListModel>

#include <nlohmann/json.hpp>

#include "bridge/text.h"
#include "designer/combo.h"
#include "designer/duration.h"
#include "designer/tableeditor.h"
#include "designer/texteditors.h"
#include "widgets/skin.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;

constexpr int restTime = 600; // [ms] of no typing before a value goes into the file

/// Keys of one line: texts, numbers, spans, expressions, names.
class LineEditor final : public FieldEditor {
public:
    LineEditor(const FormField &field, const EditorContext &context, QWidget *parent)
        : FieldEditor(field, parent), m_line(new QLineEdit), m_context(context)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_line);
        setFocusProxy(m_line);
        m_line->setAccessibleName(field.label);
        m_line->setObjectName(field.path);
        if (field.control == Control::Expression)
            m_line->setFont(context.theme.mono(context.theme.type().caption));
        m_line->installEventFilter(this);
        const bool renames = field.path == QLatin1String("nodeId");
        connect(m_line, &QLineEdit::textEdited, this, [this, renames] { touched(!renames); });
        connect(m_line, &QLineEdit::editingFinished, this, [this] {
            if (dirty())
                commit();
        });
        if (field.control == Control::Node || field.control == Control::Runtime ||
            field.control == Control::Component)
            addCompleter();
    }
    void setReadOnly(bool readOnly) override { m_line->setReadOnly(readOnly); }

protected:
    void display(const JsonText &value, const JsonText &fallback, bool mixed) override
    {
        const QString text = typedText(value, m_field.control);
        if (m_line->text() != text)
            m_line->setText(text);
        m_line->setCursorPosition(0);
        m_line->setPlaceholderText(mixed              ? FieldEditor::tr("mixed")
                                   : fallback.empty() ? hint()
                                                      : typedText(fallback, m_field.control));
    }
    [[nodiscard]] std::optional<ValueEdits> typed(QString &) const override
    {
        return ValueEdits{{{}, typedValue(m_line->text(), m_field)}};
    }
    [[nodiscard]] const QWidget *typedInto() const override { return m_line; }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::KeyPress && !m_line->isReadOnly()) {
            const auto *key = static_cast<QKeyEvent *>(event);
            const bool counts =
                m_field.control == Control::Integer || m_field.control == Control::Number;
            if (counts && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
                step(key->key() == Qt::Key_Up ? 1 : -1);
                return true;
            }
        }
        return FieldEditor::eventFilter(watched, event);
    }

private:
    [[nodiscard]] QString hint() const
    {
        if (!m_field.example.isEmpty())
            return m_field.control == Control::Duration
                       ? FieldEditor::tr("e.g. %1").arg(durationText(bridge::text(m_field.example)))
                       : FieldEditor::tr("e.g. %1").arg(m_field.example);
        return m_field.control == Control::Duration ? FieldEditor::tr("e.g. 5 min") : QString();
    }
    /// One up or down from what is there, within the limits.
    void step(int by)
    {
        bool number = false;
        QString from = m_line->text().isEmpty() ? m_line->placeholderText() : m_line->text();
        double value = from.toDouble(&number);
        if (!number && !m_line->text().isEmpty())
            return;
        value = std::clamp(number ? value + by : m_field.minimum.value_or(0),
                           m_field.minimum.value_or(-1e15), m_field.maximum.value_or(1e15));
        m_line->setText(QString::number(value, 'g', 15));
        touched();
    }
    void addCompleter()
    {
        auto *words = new QStringListModel(this);
        auto *completer = new QCompleter(words, this);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        completer->setCompletionMode(QCompleter::PopupCompletion);
        m_line->setCompleter(completer);
        const auto offer = [this, words] {
            if (m_field.control == Control::Node)
                words->setStringList(m_context.nodeIds());
            else if (m_field.control == Control::Component)
                words->setStringList(m_context.versions(m_line->text()));
            else
                words->setStringList(
                    {QStringLiteral("EXEC"), QStringLiteral("SHELL"), QStringLiteral("PYTHON_3"),
                     QStringLiteral("SQL"), QStringLiteral("HTTP"), QStringLiteral("NOTEBOOK"),
                     QStringLiteral("CONTAINER"), QStringLiteral("JAVA_17"),
                     QStringLiteral("SCALA_2.13"), QStringLiteral("WAIT"),
                     QStringLiteral("APPROVE"), QStringLiteral("SUBDAG"), QStringLiteral("NONE")});
        };
        connect(m_line, &QLineEdit::textEdited, this, offer);
        connect(completer, qOverload<const QString &>(&QCompleter::activated), this, [this] {
            touched();
            commit();
        });
    }

    QLineEdit *m_line;
    EditorContext m_context;
};

/// One of a few words. An argument may also hold ${...}, so its list can be typed into.
class ChoiceEditor final : public FieldEditor {
public:
    ChoiceEditor(const FormField &field, const EditorContext &context, QWidget *parent)
        : FieldEditor(field, parent), m_box(new Combo(context.theme))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 0, 0, 0);
        row->addWidget(m_box);
        setFocusProxy(m_box);
        m_box->setObjectName(field.path);
        m_box->setAccessibleName(field.label);
        m_box->installEventFilter(this);
        if (!field.type.isEmpty()) {
            m_box->setEditable(true);
            m_box->setInsertPolicy(QComboBox::NoInsert);
            m_box->lineEdit()->installEventFilter(this);
            connect(m_box->lineEdit(), &QLineEdit::textEdited, this, [this] { touched(); });
            connect(m_box->lineEdit(), &QLineEdit::editingFinished, this, [this] {
                if (dirty())
                    commit();
            });
        }
        connect(m_box, &QComboBox::activated, this, [this] {
            touched();
            commit();
        });
    }
    void setReadOnly(bool readOnly) override { m_box->setEnabled(!readOnly); }

protected:
    void display(const JsonText &value, const JsonText &fallback, bool mixed) override
    {
        const QSignalBlocker quiet(m_box);
        const QString text = typedText(value, Control::Text);
        const QString usual = typedText(fallback, Control::Text);
        m_box->clear();
        const QString absent = mixed             ? FieldEditor::tr("mixed")
                               : usual.isEmpty() ? FieldEditor::tr("not set")
                                                 : FieldEditor::tr("%1 (default)").arg(usual);
        m_box->addItem(absent, QString());
        for (const QString &choice : m_field.choices)
            m_box->addItem(choice, choice);
        if (!text.isEmpty() && m_box->findData(text) < 0)
            m_box->addItem(text, text); // what only the file says
        m_box->setCurrentIndex(value.empty() ? 0 : m_box->findData(text));
        m_box->setQuiet(value.empty());
        if (QLineEdit *line = m_box->lineEdit()) {
            line->setPlaceholderText(absent);
            if (value.empty())
                line->clear();
            line->setCursorPosition(0);
        }
    }
    [[nodiscard]] std::optional<ValueEdits> typed(QString &) const override
    {
        const int index = m_box->findText(m_box->currentText(), Qt::MatchExactly);
        const QString text = index >= 0 ? m_box->itemData(index).toString() : m_box->currentText();
        return ValueEdits{{{}, typedValue(text, m_field)}};
    }

private:
    Combo *m_box;
};

/// A switch: a knob at the left or right of its track, in the middle while it is neither.
class SwitchBox final : public QCheckBox {
public:
    explicit SwitchBox(theming::Theme &theme) : m_theme(theme) { setMinimumHeight(22); }
    void setQuiet(bool quiet) { m_quiet = quiet; }
    [[nodiscard]] QSize sizeHint() const override
    {
        return {trackWidth + 10 + fontMetrics().horizontalAdvance(text()), 22};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const auto &c = m_theme.color();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF track(1, height() / 2.0 - 7, trackWidth, 14);
        const bool on = checkState() == Qt::Checked;
        const double at = on ? 1 : checkState() == Qt::Unchecked ? 0 : 0.5;
        const QColor light = !isEnabled() ? c.faint : on && !m_quiet ? c.accent : c.muted;
        painter.setPen(QPen(hasFocus() ? c.accent : on ? light : c.faint, 1));
        painter.setBrush(on ? widgets::faded(light, 0.22) : c.background);
        painter.drawRoundedRect(track, 7, 7);
        painter.setPen(Qt::NoPen);
        painter.setBrush(light);
        painter.drawEllipse(QPointF(track.left() + 7 + at * (trackWidth - 14), track.center().y()),
                            4, 4);
        painter.setPen(!isEnabled() ? c.faint : m_quiet ? c.muted : c.text);
        painter.drawText(rect().adjusted(trackWidth + 9, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         text());
    }
    [[nodiscard]] bool hitButton(const QPoint &at) const override { return rect().contains(at); }

private:
    static constexpr int trackWidth = 28;
    theming::Theme &m_theme;
    bool m_quiet = false;
};

/// Yes or no; what is neither (a hole, a wrong word) stands beside it until it is switched.
class SwitchEditor final : public FieldEditor {
public:
    SwitchEditor(const FormField &field, const EditorContext &context, QWidget *parent)
        : FieldEditor(field, parent), m_box(new SwitchBox(context.theme))
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(0, 3, 0, 3);
        row->addWidget(m_box);
        row->addStretch(1);
        setFocusProxy(m_box);
        m_box->setObjectName(field.path);
        m_box->setAccessibleName(field.label);
        m_box->installEventFilter(this);
        connect(m_box, &QCheckBox::clicked, this, [this](bool on) {
            m_box->setTristate(false);
            m_box->setChecked(on);
            touched();
            commit();
        });
    }
    void setReadOnly(bool readOnly) override { m_box->setEnabled(!readOnly); }

protected:
    void display(const JsonText &value, const JsonText &fallback, bool mixed) override
    {
        const QSignalBlocker quiet(m_box);
        const JsonText &shown = value.empty() ? fallback : value;
        const bool known = !mixed && (shown.empty() || shown == "true" || shown == "false");
        m_box->setTristate(!known);
        m_box->setCheckState(!known            ? Qt::PartiallyChecked
                             : shown == "true" ? Qt::Checked
                                               : Qt::Unchecked);
        const QString word = shown == "true" ? FieldEditor::tr("yes") : FieldEditor::tr("no");
        m_box->setText(mixed           ? FieldEditor::tr("mixed")
                       : !known        ? typedText(value, Control::Text)
                       : value.empty() ? FieldEditor::tr("%1 (default)").arg(word)
                                       : word);
        m_box->setQuiet(value.empty());
        m_box->updateGeometry();
    }
    [[nodiscard]] std::optional<ValueEdits> typed(QString &) const override
    {
        return ValueEdits{{{}, m_box->isChecked() ? JsonText("true") : JsonText("false")}};
    }

private:
    SwitchBox *m_box;
};

} // namespace

FieldEditor::FieldEditor(const FormField &field, QWidget *parent) : QWidget(parent), m_field(field)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restTime);
    connect(&m_rest, &QTimer::timeout, this, &FieldEditor::commit);
}

void FieldEditor::show(const JsonText &value, const JsonText &fallback, bool mixed)
{
    const bool same = m_shown && value == m_value && mixed == m_mixed;
    if (same && (m_dirty || fallback == m_fallback))
        return;
    m_value = value;
    m_fallback = fallback;
    m_mixed = mixed;
    m_shown = true;
    m_dirty = false;
    m_rest.stop();
    if (!isBeingTyped(value))
        display(value, fallback, mixed);
}

bool FieldEditor::isBeingTyped(const JsonText &value) const
{
    const QWidget *typing = typedInto();
    QString why;
    const bool inIt = typing != nullptr && typing->window()->focusWidget() == typing;
    const auto now = inIt && !m_mixed ? typed(why) : std::nullopt;
    return now && now->size() == 1 && now->front().value == value;
}

void FieldEditor::forget()
{
    m_shown = false;
    m_dirty = false;
    m_rest.stop();
}

void FieldEditor::flush()
{
    if (m_rest.isActive())
        commit();
}

void FieldEditor::touched(bool commitsWhenItRests)
{
    m_dirty = true;
    QString why;
    if (const auto edits = typed(why))
        emit edited(*edits);
    else
        emit unreadable(why);
    if (commitsWhenItRests)
        m_rest.start();
}

void FieldEditor::commit()
{
    m_rest.stop();
    if (!m_dirty)
        return;
    QString why;
    const auto edits = typed(why);
    if (!edits)
        emit unreadable(why);
    else if (edits->size() == 1 && edits->front().path.isEmpty() &&
             edits->front().value == m_value && !m_mixed) {
        m_dirty = false; // typed back
        emit edited(*edits);
    } else
        emit committed(*edits);
}

void FieldEditor::putBack()
{
    m_rest.stop();
    m_dirty = false;
    display(m_value, m_fallback, m_mixed);
}

void FieldEditor::restore()
{
    putBack();
    emit edited({{{}, m_value}});
}

bool FieldEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel) {
        const auto *widget = qobject_cast<QWidget *>(watched);
        if (widget != nullptr && !widget->hasFocus()) {
            event->ignore(); // the wheel scrolls the form
            return true;
        }
    }
    if (event->type() == QEvent::FocusOut && watched == typedInto() && m_shown && !m_dirty)
        display(m_value, m_fallback, m_mixed); // as the file says it: "90 s" is 1 min 30 s
    if (event->type() == QEvent::KeyPress && m_dirty &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        restore();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

FieldEditor *makeEditor(const FormField &field, const EditorContext &context, QWidget *parent)
{
    switch (field.control) {
    case Control::Choice:
        return new ChoiceEditor(field, context, parent);
    case Control::Switch:
        return new SwitchEditor(field, context, parent);
    case Control::Paragraph:
    case Control::Words:
    case Control::Numbers:
    case Control::Json:
        return new TextEditor(field, context, parent);
    case Control::Code:
        return new ProgramEditor(field, context, parent);
    case Control::NameValues:
    case Control::Ports:
    case Control::Parameters:
        return new TableEditor(field, context, parent);
    default:
        return new LineEditor(field, context, parent);
    }
}

QString typedText(const JsonText &value, Control control)
{
    if (value.empty())
        return {};
    const Json json = Json::parse(value, nullptr, false);
    if (json.is_string())
        return control == Control::Duration ? durationText(json.get_ref<const std::string &>())
                                            : qs(json.get_ref<const std::string &>());
    return qs(value);
}

JsonText typedValue(const QString &typed, const FormField &field)
{
    const QString text = field.control == Control::Paragraph ? typed : typed.trimmed();
    if (text.isEmpty())
        return {};
    if (field.control == Control::Duration)
        return Json(isoDuration(text)).dump();
    const bool asJson =
        field.control == Control::Integer || field.control == Control::Number ||
        field.control == Control::Switch || field.type == QLatin1String("BOOLEAN") ||
        field.type == QLatin1String("INTEGER") || field.type == QLatin1String("NUMBER");
    if (asJson) {
        const Json json = Json::parse(bridge::text(text), nullptr, false);
        if (json.is_number() || json.is_boolean())
            return json.dump();
    }
    return Json(bridge::text(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace orrery::designer
