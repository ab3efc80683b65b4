// SPDX-License-Identifier: GPL-3.0-or-later
// The store's port to the real disk.
#include "store/disk.h"

#include <sys/stat.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace orrery;

class tst_Disk : public QObject {
    Q_OBJECT
private slots:
    void aFileIsSyncedAlsoAfterItWasReplaced();
    void aMissingFileIsAnError();
    void aPrivateFileIsMadeOnce();
};

void tst_Disk::aFileIsSyncedAlsoAfterItWasReplaced()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath("wal");
    const store::Sync sync = store::fileSync();
    for (int round = 0; round < 3; ++round) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("frames");
        file.close();
        QVERIFY(sync(path.toStdString()));
        QVERIFY(sync(path.toStdString()));
        QVERIFY(QFile::remove(path));
        QVERIFY(!sync(path.toStdString())); // the old file is not taken for the new one
    }
}

void tst_Disk::aMissingFileIsAnError()
{
    const QTemporaryDir dir;
    const auto done = store::fileSync()(dir.filePath("none").toStdString());
    QVERIFY(!done);
    QVERIFY(done.error().where.find("none") != std::string::npos ||
            done.error().what.find("none") != std::string::npos);
}

void tst_Disk::aPrivateFileIsMadeOnce()
{
    const QTemporaryDir dir;
    const QString path = dir.filePath("orrery.db");
    QVERIFY(store::makePrivateFile(path.toStdString()));
    struct stat info {};
    QCOMPARE(::stat(path.toUtf8().constData(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0600U);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("content");
    file.close();
    QVERIFY(store::makePrivateFile(path.toStdString()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("content"));
    QVERIFY(!store::makePrivateFile(dir.filePath("no/such/dir").toStdString()));
}

QTEST_APPLESS_MAIN(tst_Disk)
#include "tst_disk.moc"
