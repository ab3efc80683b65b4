// SPDX-License-Identifier: GPL-3.0-or-later
// Git in the cockpit, on repositories that each test makes.
#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "editor/changemarks.h"
#include "editor/git.h"
#include "editor/gitpanel.h"
#include "editor/textarea.h"
#include "widgets/skin.h"

using namespace orrery;
using namespace orrery::editor;
using State = git::FileStatus::State;

class tst_Git final : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        QVERIFY2(loaded, loaded ? "" : loaded.error().what.c_str());
        m_theme = std::move(*loaded);
        widgets::applySkin(*qApp, *m_theme);
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        // Nobody's settings but the test's.
        qputenv("HOME", m_dir->path().toUtf8());
        qputenv("XDG_CONFIG_HOME", m_dir->path().toUtf8());
        m_root = QDir(m_dir->path()).canonicalPath() + QStringLiteral("/repo");
        QVERIFY(QDir().mkpath(m_root));
        run({"init", "-q", "-b", "main"});
        run({"config", "user.name", "Ada"});
        run({"config", "user.email", "ada@example.org"});
        write("dag.yaml", "a: 1\nb: 2\nc: 3\n");
    }

    void aFileOutsideAnyRepositoryHasNoRoot()
    {
        const auto root = git::rootOf(m_dir->filePath(QStringLiteral("x.yaml")));
        QVERIFY(root);
        QVERIFY(!*root);
        const auto own = git::rootOf(m_root + QStringLiteral("/dag.yaml"));
        QVERIFY(own && *own);
        QCOMPARE(**own, m_root);
    }

    void stagingAndCommitting()
    {
        auto status = git::status(m_root);
        QVERIFY(status);
        QVERIFY(status->unborn);
        QCOMPARE(status->branch, QStringLiteral("main"));
        QCOMPARE(status->files.size(), std::size_t{1});
        QCOMPARE(status->files[0].unstaged, State::Untracked);
        QVERIFY(!git::commit(m_root, QStringLiteral("Begin"))); // nothing is staged
        QVERIFY(git::stage(m_root, {QStringLiteral("dag.yaml")}));
        QCOMPARE(git::status(m_root)->files[0].staged, State::Added);
        QVERIFY(git::unstage(m_root, {QStringLiteral("dag.yaml")}));
        QCOMPARE(git::status(m_root)->files[0].staged, State::Same);
        QVERIFY(git::stage(m_root, {QStringLiteral("dag.yaml")}));
        QVERIFY(!git::commit(m_root, QStringLiteral("  \n")));
        const auto id = git::commit(m_root, QStringLiteral("Begin\n\nwith three lines"));
        QVERIFY2(id, id ? "" : id.error().what.c_str());
        QVERIFY(git::status(m_root)->files.empty());
        // Git itself sees the same.
        QCOMPARE(run({"log", "--format=%H %an %s"}), *id + QStringLiteral(" Ada Begin\n"));
        QCOMPARE(run({"status", "--porcelain"}), QString());
        const auto history = git::history(m_root, QStringLiteral("dag.yaml"), 10);
        QVERIFY(history);
        QCOMPARE(history->size(), std::size_t{1});
        QCOMPARE(history->front().subject, QStringLiteral("Begin"));
        QCOMPARE(*git::textAt(m_root, *id, QStringLiteral("dag.yaml")),
                 QByteArray("a: 1\nb: 2\nc: 3\n"));
    }

    void historyIsTheFiles()
    {
        commitAll("one");
        write("other.txt", "x\n");
        commitAll("two");
        write("dag.yaml", "a: 9\n");
        commitAll("three");
        const auto history = git::history(m_root, QStringLiteral("dag.yaml"), 10);
        QVERIFY(history);
        QCOMPARE(history->size(), std::size_t{2});
        QCOMPARE(history->at(0).subject, QStringLiteral("three"));
        QCOMPARE(history->at(1).subject, QStringLiteral("one"));
    }

    void whoIsNobodyCannotCommit()
    {
        run({"config", "--unset", "user.name"});
        run({"config", "--unset", "user.email"});
        QVERIFY(git::stage(m_root, {QStringLiteral("dag.yaml")}));
        const auto done = git::commit(m_root, QStringLiteral("Begin"));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Denied);
        QVERIFY(done.error().what.find("user.email") != std::string::npos);
    }

    void aConflictIsNotCommitted()
    {
        commitAll("base");
        run({"checkout", "-q", "-b", "side"});
        write("dag.yaml", "a: 2\n");
        commitAll("side");
        run({"checkout", "-q", "main"});
        write("dag.yaml", "a: 3\n");
        commitAll("main");
        run({"merge", "side"}, 1);
        const auto status = git::status(m_root);
        QVERIFY(status);
        QCOMPARE(status->underWay, QStringLiteral("merge"));
        QCOMPARE(status->files[0].unstaged, State::Conflicted);
        const auto done = git::commit(m_root, QStringLiteral("Merge"));
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::Conflict);
        QVERIFY(done.error().what.find("merge is under way") != std::string::npos);
    }

    void changedLinesAreMarked_data()
    {
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<QString>("marks"); // "+2 ~3 -4"
        QTest::newRow("nothing") << QByteArray("a\nb\nc\n") << "";
        QTest::newRow("changed") << QByteArray("a\nB\nc\n") << "~2";
        QTest::newRow("added") << QByteArray("a\nb\nnew\nc\n") << "+3";
        QTest::newRow("removed") << QByteArray("a\nc\n") << "-2";
        QTest::newRow("all of it") << QByteArray("X\nb\nc\nd\n") << "~1 +4";
    }
    void changedLinesAreMarked()
    {
        QFETCH(QByteArray, now);
        QStringList said;
        for (const LineMark &mark : git::changedLines("a\nb\nc\n", now))
            said << (mark.kind == LineMark::Kind::Added     ? QStringLiteral("+")
                     : mark.kind == LineMark::Kind::Changed ? QStringLiteral("~")
                                                            : QStringLiteral("-")) +
                        QString::number(mark.line);
        QTEST(said.join(QLatin1Char(' ')), "marks");
    }

    void theMarginFollowsWhatIsTyped()
    {
        commitAll("base");
        CodeEditor editor(*m_theme);
        auto *marks = new ChangeMarks(editor);
        editor.setContent("a: 1\nb: 2\nc: 3\n");
        marks->follow(m_root + QStringLiteral("/dag.yaml"));
        editor.area().goTo(2, 5);
        QTest::keyClicks(&editor.area(), QStringLiteral("0"));
        QTRY_COMPARE(editor.lineMarks(), (std::vector<LineMark>{{2, LineMark::Kind::Changed}}));
        QTest::keyClick(&editor.area(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(editor.lineMarks(), std::vector<LineMark>());
    }

    void thePanelCommitsWhatIsTicked()
    {
        commitAll("base");
        write("dag.yaml", "a: 1\nb: 20\nc: 3\n");
        write("notes.txt", "n\n");
        GitPanel panel(*m_theme);
        panel.resize(900, 260);
        panel.show();
        panel.follow(m_root + QStringLiteral("/dag.yaml"));
        auto *files = panel.findChild<QListWidget *>(QStringLiteral("gitFiles"));
        QTRY_COMPARE(files->count(), 2);
        QCOMPARE(files->item(0)->text(), QStringLiteral(" M dag.yaml"));
        auto *patch = panel.findChild<QPlainTextEdit *>(QStringLiteral("patch"));
        QTRY_VERIFY2(patch->toPlainText().contains(QStringLiteral("-b: 2\n+b: 20")),
                     qPrintable(patch->toPlainText()));
        auto *commit = panel.findChild<QPushButton *>(QStringLiteral("commit"));
        QVERIFY(!commit->isEnabled());
        files->item(0)->setCheckState(Qt::Checked);
        QTRY_VERIFY(commit->isEnabled());
        QSignalSpy refused(&panel, &GitPanel::refused);
        QTest::mouseClick(commit, Qt::LeftButton);
        QTRY_COMPARE(refused.count(), 1); // no message yet
        QTest::keyClicks(panel.findChild<QPlainTextEdit *>(QStringLiteral("commitMessage")),
                         QStringLiteral("Raise b"));
        QTest::mouseClick(commit, Qt::LeftButton);
        QTRY_COMPARE(files->count(), 1);
        QCOMPARE(files->item(0)->text(), QStringLiteral(" ? notes.txt"));
        QCOMPARE(run({"log", "-1", "--format=%s"}), QStringLiteral("Raise b\n"));
    }

private:
    QString run(const QStringList &arguments, int expected = 0)
    {
        QProcess program;
        program.setWorkingDirectory(m_root);
        program.start(QStringLiteral("git"), arguments);
        if (!program.waitForFinished() || program.exitCode() != expected)
            qFatal("git %s: %s", qPrintable(arguments.join(QLatin1Char(' '))),
                   program.readAllStandardError().constData());
        return QString::fromUtf8(program.readAllStandardOutput());
    }
    void commitAll(const char *message)
    {
        run({"add", "-A"});
        run({"commit", "-qm", QString::fromLatin1(message)});
    }
    void write(const char *name, const QByteArray &text)
    {
        QFile out(m_root + QLatin1Char('/') + QString::fromLatin1(name));
        QVERIFY(out.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(out.write(text), text.size());
    }

    std::unique_ptr<theming::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_root;
};

QTEST_MAIN(tst_Git)
#include "tst_git.moc"
