// SPDX-License-Identifier: GPL-3.0-or-later
// Themes are checked key by key, and an error names the key.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include "theming/stateglyph.h"
#include "theming/theme.h"

using namespace orrery;
using namespace orrery::theming;

class tst_Theme : public QObject {
    Q_OBJECT
private slots:
    void theBuiltInThemeHasTheSeedsColours();
    void everyThemeIsReadable_data();
    void everyThemeIsReadable();
    void everyThemeFileIsBuiltIn();
    void aBadThemeSaysWhichTokenIsWrong_data();
    void aBadThemeSaysWhichTokenIsWrong();
    void aMissingFileIsNotFound();
    void oneThemeBecomesAnother();
    void everyStateHasItsOwnShapeAndTitle();

private:
    static QJsonObject cyberpunk()
    {
        QFile file(u":/themes/cyberpunk.json"_qs);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    QString write(const QByteArray &text)
    {
        const QString path = m_dir.filePath(u"theme-%1.json"_qs.arg(++m_count));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        return path;
    }

    QTemporaryDir m_dir;
    int m_count = 0;
};

void tst_Theme::theBuiltInThemeHasTheSeedsColours()
{
    const auto theme = Theme::load(u":/themes/cyberpunk.json"_qs);
    QVERIFY2(theme, theme ? "" : theme.error().where.c_str());
    const ThemeColor &color = (*theme)->color();
    QCOMPARE(color.background, QColor("#080a12"));
    QCOMPARE(color.accent, QColor("#00d1ff"));
    QCOMPARE(color.danger, QColor("#ff4d4f"));
    QCOMPARE(color.success, QColor("#00ff9d"));
    QCOMPARE(color.hologram, QColor("#b388ff"));
    QCOMPARE((*theme)->stateColor(TaskState::Failed), color.danger);
}

void tst_Theme::everyThemeIsReadable_data()
{
    QTest::addColumn<QString>("id");
    for (const QString &id : themeIds())
        QTest::newRow(qPrintable(id)) << id;
}

void tst_Theme::everyThemeIsReadable()
{
    QFETCH(QString, id);
    const auto theme = Theme::load(u":/themes/%1.json"_qs.arg(id));
    QVERIFY2(theme, theme ? "" : theme.error().where.c_str());
    const ThemeColor &c = (*theme)->color();
    QList<QColor> texts{c.text, c.muted, c.accent, c.danger, c.success, c.hologram};
    for (std::size_t i = 0; i < taskStateCount; ++i)
        texts << (*theme)->stateColor(TaskState(i));
    for (const QColor &under :
         {c.background, c.surface, c.raised, c.backdropTop, c.backdropBottom}) {
        for (const QColor &text : texts)
            QVERIFY2(contrast(text, under) >= 4.5,
                     qPrintable(text.name() + u" on "_qs + under.name()));
        // What cannot be used is quieter, and still seen.
        QVERIFY2(contrast(c.faint, under) >= 2.5, qPrintable(c.faint.name()));
    }
    QCOMPARE((*theme)->paper(), id == u"light"_qs);
    if (id == u"high-contrast"_qs)
        for (const QColor &text : texts)
            QVERIFY2(contrast(text, c.background) >= 7, qPrintable(text.name()));
}

void tst_Theme::everyThemeFileIsBuiltIn()
{
    const QDir files(qEnvironmentVariable("ORRERY_SOURCE_DIR") + u"/themes"_qs);
    QStringList ids;
    for (const QString &file : files.entryList({u"*.json"_qs}))
        ids << QFileInfo(file).baseName();
    QStringList known = themeIds();
    known.sort();
    QCOMPARE(ids, known);
}

void tst_Theme::aBadThemeSaysWhichTokenIsWrong_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value"); // undefined = the key is taken out
    QTest::addColumn<QString>("where");
    QTest::newRow("no colour") << u"color"_qs << u"accent"_qs << QJsonValue(u"bluish"_qs)
                               << u"color/accent"_qs;
    QTest::newRow("missing") << u"color"_qs << u"text"_qs << QJsonValue(QJsonValue::Undefined)
                             << u"color/text"_qs;
    QTest::newRow("unknown") << u"space"_qs << u"huge"_qs << QJsonValue(64) << u"space/huge"_qs;
    QTest::newRow("text for a number")
        << u"motion"_qs << u"ease"_qs << QJsonValue(u"slow"_qs) << u"motion/ease"_qs;
    QTest::newRow("negative") << u"type"_qs << u"body"_qs << QJsonValue(-3) << u"type/body"_qs;
}

void tst_Theme::aBadThemeSaysWhichTokenIsWrong()
{
    QFETCH(QString, group);
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QFETCH(QString, where);
    QJsonObject theme = cyberpunk();
    QJsonObject tokens = theme.value(group).toObject();
    if (value.isUndefined())
        tokens.remove(key);
    else
        tokens.insert(key, value);
    theme.insert(group, tokens);
    const auto loaded = Theme::load(write(QJsonDocument(theme).toJson()));
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().code, ErrorCode::InvalidSpec);
    QCOMPARE(QString::fromStdString(loaded.error().where), where);
}

void tst_Theme::aMissingFileIsNotFound()
{
    const auto none = Theme::load(m_dir.filePath(u"none.json"_qs));
    QVERIFY(!none);
    QCOMPARE(none.error().code, ErrorCode::NotFound);
    const auto broken = Theme::load(write("{\"name\": "));
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, ErrorCode::InvalidSpec);
}

void tst_Theme::oneThemeBecomesAnother()
{
    QJsonObject json = cyberpunk();
    QJsonObject color = json.value(u"color"_qs).toObject();
    color.insert(u"accent"_qs, u"#ffaa00"_qs);
    json.insert(u"color"_qs, color);
    auto shown = Theme::load(u":/themes/cyberpunk.json"_qs);
    const auto other = Theme::load(write(QJsonDocument(json).toJson()));
    QVERIFY(shown && other);
    int changes = 0;
    connect(shown->get(), &Theme::changed, this, [&] { ++changes; });
    (*shown)->become(**other);
    QCOMPARE((*shown)->color().accent, QColor("#ffaa00"));
    QCOMPARE(changes, 1);
}

void tst_Theme::everyStateHasItsOwnShapeAndTitle()
{
    QSet<QByteArray> pictures;
    QSet<QString> titles;
    for (std::size_t i = 0; i < taskStateCount; ++i) {
        QImage picture(24, 24, QImage::Format_Grayscale8);
        picture.fill(Qt::black);
        QPainter painter(&picture);
        paintStateGlyph(painter, picture.rect(), TaskState(i), Qt::white);
        painter.end();
        pictures +=
            QByteArray(reinterpret_cast<const char *>(picture.constBits()), picture.sizeInBytes());
        titles += stateTitle(TaskState(i));
    }
    QCOMPARE(pictures.size(), qsizetype(taskStateCount));
    QCOMPARE(titles.size(), qsizetype(taskStateCount));
}

QTEST_GUILESS_MAIN(tst_Theme)
#include "tst_theme.moc"
