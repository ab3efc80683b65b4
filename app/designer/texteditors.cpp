// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/texteditors.h"

#include <algorithm>

#include <QEvent>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTextBlock>

#include <nlohmann/json.hpp>

#include "bridge/text.h"
#include "widgets/codeview.h"

namespace orrery::designer {

namespace {

using Json = nlohmann::ordered_json;
using bridge::qs;

bool isCommit(const QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *key = static_cast<const QKeyEvent *>(event);
    return (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
           (key->modifiers() & Qt::ControlModifier);
}

/// Can every element stand on a line of its own?
bool isPlainList(const Json &value)
{
    return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json &one) {
               if (one.is_number_integer())
                   return true;
               if (!one.is_string())
                   return false;
               const auto &text = one.get_ref<const std::string &>();
               return !text.empty() && text.find('\n') == std::string::npos &&
                      text.front() != ' ' && text.back() != ' ';
           });
}

QString lines(const Json &list)
{
    QStringList out;
    for (const Json &one : list)
        out << (one.is_string() ? qs(one.get_ref<const std::string &>()) : qs(one.dump()));
    return out.join(QLatin1Char('\n'));
}

} // namespace

TextEditor::TextEditor(const FormField &field, const EditorContext &context, QWidget *parent)
    : FieldEditor(field, parent), m_text(new QPlainTextEdit),
      m_asJson(field.control == Control::Json)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    setFocusProxy(m_text);
    m_text->setObjectName(field.path);
    m_text->setAccessibleName(field.label);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDocumentMargin(1);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    if (field.control != Control::Paragraph) {
        m_text->setFont(context.theme.mono(context.theme.type().caption));
        m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    }
    m_text->installEventFilter(this);
    m_text->viewport()->installEventFilter(this);
    connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
        fit();
        touched();
    });
}

void TextEditor::setReadOnly(bool readOnly)
{
    m_text->setReadOnly(readOnly);
}

const QWidget *TextEditor::typedInto() const
{
    return m_text;
}

void TextEditor::fit()
{
    const QFontMetrics metrics(m_text->font());
    int count = 0;
    for (QTextBlock block = m_text->document()->begin(); block.isValid() && count < 9;
         block = block.next())
        count += std::max(1, block.layout() ? block.layout()->lineCount() : 1);
    m_text->setFixedHeight(std::clamp(count, 1, 9) * metrics.lineSpacing() + 12);
}

void TextEditor::display(const JsonText &value, const JsonText &fallback, bool mixed)
{
    const QSignalBlocker quiet(m_text);
    const Json json = Json::parse(value, nullptr, false);
    const bool list = m_field.control == Control::Words || m_field.control == Control::Numbers;
    m_asJson = m_field.control == Control::Json ||
               (list && !value.empty() && !json.is_string() && !isPlainList(json));
    const QString text = value.empty()                   ? QString()
                         : m_asJson && !json.is_string() ? qs(json.dump(2))
                         : list && json.is_array()       ? lines(json)
                                                         : typedText(value, m_field.control);
    m_text->setPlainText(text);
    const QString usual = fallback.empty() ? QString() : typedText(fallback, m_field.control);
    m_text->setPlaceholderText(mixed              ? FieldEditor::tr("mixed")
                               : !usual.isEmpty() ? usual
                               : list             ? FieldEditor::tr("one a line")
                                                  : m_field.example);
    fit();
}

std::optional<ValueEdits> TextEditor::typedJson(QString &why) const
{
    const QString text = m_text->toPlainText().trimmed();
    if (text.isEmpty())
        return ValueEdits{{{}, {}}};
    if (text.startsWith(QStringLiteral("${")) || text.startsWith(QStringLiteral("\"${")))
        return ValueEdits{
            {{},
             Json(bridge::text(text).front() == '"' ? bridge::text(text.mid(1, text.size() - 2))
                                                    : bridge::text(text))
                 .dump()}};
    try {
        return ValueEdits{{{}, Json::parse(bridge::text(text)).dump()}};
    } catch (const Json::parse_error &error) {
        const qsizetype at = qsizetype(std::max<std::size_t>(error.byte, 1)) - 1;
        const QStringView before = QStringView(text).left(at);
        why = FieldEditor::tr("this is not JSON: line %1, column %2")
                  .arg(before.count(QLatin1Char('\n')) + 1)
                  .arg(at - before.lastIndexOf(QLatin1Char('\n')));
        return std::nullopt;
    }
}

std::optional<ValueEdits> TextEditor::typed(QString &why) const
{
    if (m_asJson)
        return typedJson(why);
    if (m_field.control == Control::Paragraph)
        return ValueEdits{{{}, typedValue(m_text->toPlainText(), m_field)}};
    const QString text = m_text->toPlainText().trimmed();
    if (text.startsWith(QStringLiteral("${")) && !text.contains(QLatin1Char('\n')) &&
        !m_field.type.isEmpty())
        return ValueEdits{{{}, Json(bridge::text(text)).dump()}}; // a hole that gives the list
    Json list = Json::array();
    for (const QString &line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const std::string word = bridge::text(line.trimmed());
        const Json number = Json::parse(word, nullptr, false);
        if (m_field.control == Control::Numbers && number.is_number_integer())
            list.push_back(number);
        else if (!word.empty())
            list.push_back(word);
    }
    return ValueEdits{{{}, list.empty() ? JsonText() : list.dump()}};
}

bool TextEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (isCommit(event) || (event->type() == QEvent::FocusOut && watched == m_text)) {
        commit();
        if (event->type() == QEvent::KeyPress)
            return true;
    }
    if (event->type() == QEvent::Wheel && !m_text->hasFocus()) {
        event->ignore();
        return true;
    }
    const bool handled = FieldEditor::eventFilter(watched, event);
    // Another width gives a paragraph another number of lines; they are counted when it is laid out.
    if (event->type() == QEvent::Resize && watched == m_text->viewport())
        QMetaObject::invokeMethod(this, &TextEditor::fit, Qt::QueuedConnection);
    return handled;
}

ProgramEditor::ProgramEditor(const FormField &field, const EditorContext &context, QWidget *parent)
    : FieldEditor(field, parent), m_context(context), m_code(new widgets::CodeView(context.theme))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_code);
    m_code->setObjectName(field.path);
    setFocusProxy(m_code->editor());
    m_code->setEditable(true);
    m_code->editor()->installEventFilter(this);
    connect(m_code, &widgets::CodeView::edited, this, [this] {
        if (!m_showing)
            touched();
    });
}

void ProgramEditor::setReadOnly(bool readOnly)
{
    m_code->setEditable(!readOnly);
}

void ProgramEditor::display(const JsonText &value, const JsonText &fallback, bool mixed)
{
    m_showing = true;
    const QString text =
        mixed ? QString() : typedText(value.empty() ? fallback : value, m_field.control);
    const QString language = m_context.language();
    if (m_code->text() != text || m_language != language)
        m_code->show(text, language);
    m_language = language;
    const int count = int(text.count(QLatin1Char('\n'))) + 2;
    setFixedHeight(std::clamp(count, 4, 16) * 16 + 14);
    m_showing = false;
}

std::optional<ValueEdits> ProgramEditor::typed(QString &) const
{
    const std::string text = bridge::text(m_code->text());
    return ValueEdits{{{},
                       text.empty()
                           ? JsonText()
                           : Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)}};
}

bool ProgramEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (isCommit(event) || event->type() == QEvent::FocusOut) {
        commit();
        if (event->type() == QEvent::KeyPress)
            return true;
    }
    return FieldEditor::eventFilter(watched, event);
}

} // namespace orrery::designer
