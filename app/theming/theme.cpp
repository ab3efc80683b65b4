// SPDX-License-Identifier: GPL-3.0-or-later
// Reads tokens by reflection: each property of a group is one required key of its JSON object.
#include "theme.h"

#include <algorithm>
#include <cmath>

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaProperty>
#include <QVariant>

extern void qml_register_types_Orrery_Theming();

namespace orrery::theming {
namespace {

QVariant valueOf(const QJsonValue &json, QMetaType type)
{
    switch (type.id()) {
    case QMetaType::QColor: {
        const QColor color(json.toString());
        return json.isString() && color.isValid() ? QVariant(color) : QVariant();
    }
    case QMetaType::QString:
        return json.isString() ? QVariant(json.toString()) : QVariant();
    case QMetaType::Int:
        return json.isDouble() && json.toDouble() >= 0 ? QVariant(json.toInt()) : QVariant();
    case QMetaType::Double:
        return json.isDouble() ? QVariant(json.toDouble()) : QVariant();
    case QMetaType::Bool:
        return json.isBool() ? QVariant(json.toBool()) : QVariant();
    default:
        return {};
    }
}

template <typename Group>
Result<> readGroup(const QJsonObject &theme, const QString &name, Group &group)
{
    const QJsonObject json = theme.value(name).toObject();
    const QMetaObject &meta = Group::staticMetaObject;
    for (int i = 0; i < meta.propertyCount(); ++i) {
        const QMetaProperty property = meta.property(i);
        const QString key = QString::fromLatin1(property.name());
        const std::string where = (name + u'/' + key).toStdString();
        if (!json.contains(key))
            return fail(ErrorCode::InvalidSpec, where, "this token is missing from the theme");
        const QVariant value = valueOf(json.value(key), property.metaType());
        if (!value.isValid())
            return fail(ErrorCode::InvalidSpec, where,
                        std::string("this token must be a valid ") + property.typeName());
        property.writeOnGadget(&group, value);
    }
    for (const QString &key : json.keys())
        if (meta.indexOfProperty(key.toLatin1().constData()) < 0)
            return fail(ErrorCode::InvalidSpec, (name + u'/' + key).toStdString(),
                        "no such token; remove it or correct its name");
    return {};
}

} // namespace

Result<std::unique_ptr<Theme>> Theme::load(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, path.toStdString(), file.errorString().toStdString());
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (!document.isObject())
        return fail(ErrorCode::InvalidSpec,
                    path.toStdString() + " byte " + std::to_string(problem.offset),
                    "not a JSON object: " + problem.errorString().toStdString());

    std::unique_ptr<Theme> theme(new Theme);
    const QJsonObject root = document.object();
    theme->m_name = root.value(u"name").toString();
    for (const QString &key : root.keys())
        if (!QStringList{u"name"_qs, u"color"_qs, u"space"_qs, u"type"_qs, u"motion"_qs}.contains(
                key))
            return fail(ErrorCode::InvalidSpec, key.toStdString(), "no such group of tokens");
    for (const Result<> &read :
         {readGroup(root, u"color"_qs, theme->m_color),
          readGroup(root, u"space"_qs, theme->m_space), readGroup(root, u"type"_qs, theme->m_type),
          readGroup(root, u"motion"_qs, theme->m_motion)})
        if (!read)
            return tl::unexpected(read.error());
    return theme;
}

QColor Theme::stateColor(TaskState state) const
{
    switch (state) {
    case TaskState::Pending:
        return m_color.pending;
    case TaskState::Waiting:
        return m_color.waiting;
    case TaskState::Held:
        return m_color.held;
    case TaskState::Queued:
        return m_color.queued;
    case TaskState::Running:
        return m_color.running;
    case TaskState::Succeeded:
        return m_color.succeeded;
    case TaskState::Failed:
        return m_color.failed;
    case TaskState::Cancelled:
        return m_color.cancelled;
    case TaskState::Skipped:
        return m_color.skipped;
    }
    return m_color.muted;
}

bool Theme::paper() const
{
    return contrast(m_color.background, Qt::black) > contrast(m_color.background, Qt::white);
}

static QFont font(const QString &family, int pixels, QFont::Weight weight)
{
    QFont font(QStringList{family, u"Noto Sans CJK SC"_qs});
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QFont Theme::sans(int pixels, QFont::Weight weight) const
{
    return font(m_type.sans, pixels, weight);
}

QFont Theme::mono(int pixels, QFont::Weight weight) const
{
    return font(m_type.mono, pixels, weight);
}

void Theme::become(const Theme &other)
{
    m_name = other.m_name;
    m_color = other.m_color;
    m_space = other.m_space;
    m_type = other.m_type;
    m_motion = other.m_motion;
    emit changed();
}

void Theme::setReducedMotion(bool reduced)
{
    if (m_motion.reduced == reduced)
        return;
    m_motion.reduced = reduced;
    emit changed();
}

void Theme::setFamilies(const QString &sans, const QString &mono)
{
    if (!sans.isEmpty())
        m_type.sans = sans;
    if (!mono.isEmpty())
        m_type.mono = mono;
    emit changed();
}

void Theme::scaleText(double factor)
{
    for (int *pixels : {&m_type.caption, &m_type.body, &m_type.title, &m_type.display})
        *pixels = int(std::lround(*pixels * factor));
    emit changed();
}

QStringList themeIds()
{
    return {u"cyberpunk"_qs, u"dark"_qs, u"light"_qs, u"high-contrast"_qs};
}

double contrast(const QColor &one, const QColor &other)
{
    const auto luminance = [](const QColor &c) {
        const auto linear = [](double v) {
            return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
    };
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

void registerTheming()
{
    // Naming the generated function keeps its object file, and with it the registration, in the
    // program.
    [[maybe_unused]] static volatile auto keep = &qml_register_types_Orrery_Theming;
}

} // namespace orrery::theming
