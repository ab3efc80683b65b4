// SPDX-License-Identifier: GPL-3.0-or-later
// One undo stack that survives saving.
#include <QtTest>

#include "engine/edithistory.h"

using namespace orrery;

class tst_EditHistory : public QObject {
    Q_OBJECT

private slots:
    void undoAndRedo();
    void quickEditsOfOneSubjectAreOneStep();
    void savingEndsAStepAndIsNoBorder();
    void aSavedStateThatWasUndoneIsForgotten();
    void oldStepsAreForgotten();
};

void tst_EditHistory::undoAndRedo()
{
    EditHistory history("abc");
    QVERIFY(!history.canUndo());
    QVERIFY(history.undo().empty());
    history.perform({{1, 1, "XY"}}, "change b");
    history.perform({{0, 0, "-"}, {4, 0, "!"}}, "frame");
    QCOMPARE(history.text(), std::string("-aXYc!"));
    QCOMPARE(history.undoLabel(), std::string("frame"));
    QCOMPARE(history.undo(), (TextEdits{{0, 1, ""}, {5, 1, ""}}));
    QCOMPARE(history.text(), std::string("aXYc"));
    QCOMPARE(history.redoLabel(), std::string("frame"));
    history.undo();
    QCOMPARE(history.text(), std::string("abc"));
    history.redo();
    history.redo();
    QCOMPARE(history.text(), std::string("-aXYc!"));
    history.undo();
    history.perform({{0, 1, "A"}}, "another way");
    QVERIFY(!history.canRedo());
    QCOMPARE(history.text(), std::string("AXYc"));
    history.perform({}, "nothing");
    QCOMPARE(history.steps(), std::size_t(2));
}

void tst_EditHistory::quickEditsOfOneSubjectAreOneStep()
{
    EditHistory history("timeout: 5\n");
    history.perform({{9, 1, "1"}}, "time-out", "timeout", 1000);
    history.perform({{10, 0, "0"}}, "time-out 10", "timeout", 1400);
    history.perform({{11, 0, "5"}}, "time-out 105", "timeout", 1800);
    QCOMPARE(history.text(), std::string("timeout: 105\n"));
    QCOMPARE(history.steps(), std::size_t(1));
    QCOMPARE(history.undoLabel(), std::string("time-out 105"));
    history.perform({{0, 0, "# "}}, "comment", "head", 1900); // another subject
    history.perform({{0, 0, "# "}}, "comment", "head", 1900 + EditHistory::mergeSpan); // later
    QCOMPARE(history.steps(), std::size_t(3));
    history.undo();
    history.undo();
    history.undo();
    QCOMPARE(history.text(), std::string("timeout: 5\n"));
    history.redo();
    QCOMPARE(history.text(), std::string("timeout: 105\n"));
    history.perform({{9, 3, "7"}}, "after a redo", "timeout", 1900);
    QCOMPARE(history.steps(), std::size_t(2));
}

void tst_EditHistory::savingEndsAStepAndIsNoBorder()
{
    EditHistory history("a");
    QVERIFY(!history.modified());
    history.perform({{1, 0, "b"}}, "b", "x", 0);
    QVERIFY(history.modified());
    history.markSaved();
    QVERIFY(!history.modified());
    history.perform({{2, 0, "c"}}, "c", "x", 1);
    QCOMPARE(history.steps(), std::size_t(2));
    QVERIFY(history.modified());
    history.undo();
    QVERIFY(!history.modified());
    history.undo();
    QCOMPARE(history.text(), std::string("a"));
    QVERIFY(history.modified());
    history.redo();
    QVERIFY(!history.modified());
}

void tst_EditHistory::aSavedStateThatWasUndoneIsForgotten()
{
    EditHistory history("a");
    history.perform({{1, 0, "b"}}, "b");
    history.markSaved();
    history.undo();
    history.perform({{1, 0, "c"}}, "c");
    QVERIFY(history.modified());
    history.undo();
    QVERIFY(history.modified()); // what was saved is no state of this history any more
}

void tst_EditHistory::oldStepsAreForgotten()
{
    EditHistory history("");
    for (std::size_t i = 0; i < EditHistory::mostSteps + 5; ++i)
        history.perform({{0, 0, "x"}}, "x");
    QCOMPARE(history.steps(), EditHistory::mostSteps);
    while (history.canUndo())
        history.undo();
    QCOMPARE(history.text(), std::string("xxxxx"));
    QVERIFY(history.modified());
}

QTEST_GUILESS_MAIN(tst_EditHistory)
#include "tst_edithistory.moc"
