// SPDX-License-Identifier: GPL-3.0-or-later
// When conditions come true: what is news, how they join, what is forgotten.
#include "schedule/condition.h"

#include <QTest>

using namespace orrery;
using schedule::Decision;
using schedule::Seen;
using schedule::Sight;
using schedule::Sights;

namespace {

EventCondition file(bool changes = false)
{
    EventCondition leaf;
    leaf.kind = EventCondition::Kind::File;
    leaf.changes = changes;
    return leaf;
}
EventCondition window(const char *from, const char *to, std::vector<std::string> days = {})
{
    EventCondition leaf;
    leaf.kind = EventCondition::Kind::Time;
    leaf.from = from;
    leaf.to = to;
    leaf.days = std::move(days);
    return leaf;
}
EventCondition joined(EventCondition::Kind kind, std::vector<EventCondition> parts)
{
    EventCondition join;
    join.kind = kind;
    join.parts = std::move(parts);
    return join;
}

/// Friday, 2026-11-20 at this time of the day, in a zone one hour ahead.
SlotTime friday(int hour, int minute = 0)
{
    return {1'795'132'800'000 + (hour * 60 + minute - 60) * 60'000, 3600};
}

} // namespace

class tst_Condition : public QObject {
    Q_OBJECT
private slots:
    void newsOfOneLeaf_data();
    void newsOfOneLeaf();
    void joins_data();
    void joins();
    void timeWindows_data();
    void timeWindows();
    void whatGoesAwayIsForgotten();
    void whatCannotBeLookedAtKeepsWhatIsKnown();
    void afterARunEverythingStartsAnew();
    void seenComesBackFromItsText();
};

void tst_Condition::newsOfOneLeaf_data()
{
    QTest::addColumn<bool>("changes");
    QTest::addColumn<QString>("before"); // "" = never looked at, "-" = nothing there
    QTest::addColumn<QString>("now");
    QTest::addColumn<bool>("happened");
    QTest::newRow("first look") << false << ""
                                << "a1" << false;
    QTest::newRow("as before") << false << "a1"
                               << "a1" << false;
    QTest::newRow("appears") << false << "-"
                             << "a1" << true;
    QTest::newRow("another one appears") << false << "a1"
                                         << "a1 b1" << true;
    QTest::newRow("goes") << false << "a1 b1"
                          << "a1" << false;
    QTest::newRow("changes, only appearing counts") << false << "a1"
                                                    << "a2" << false;
    QTest::newRow("changes") << true << "a1"
                             << "a2" << true;
    QTest::newRow("appears, changes count") << true << "-"
                                            << "a1" << true;
    QTest::newRow("unchanged") << true << "a1"
                               << "a1" << false;
}

void tst_Condition::newsOfOneLeaf()
{
    QFETCH(bool, changes);
    QFETCH(QString, before);
    QFETCH(QString, now);
    QFETCH(bool, happened);
    const auto sight = [](const QString &words) {
        Sight made;
        for (const QString &word : words.split(' ', Qt::SkipEmptyParts))
            if (word != "-")
                made[word.left(1).toStdString()] = word.mid(1).toStdString();
        return made;
    };
    const Seen seen =
        before.isEmpty() ? Seen{std::nullopt} : Seen{std::optional<Sight>(sight(before))};
    const Decision decision = schedule::decide(file(changes), seen, {sight(now)}, friday(12));
    QCOMPARE(decision.happened, happened);
    QCOMPARE(decision.afterRun[0].value(), sight(now));
}

void tst_Condition::joins_data()
{
    using enum EventCondition::Kind;
    QTest::addColumn<int>("join");
    QTest::addColumn<bool>("first");
    QTest::addColumn<bool>("second");
    QTest::addColumn<bool>("happened");
    QTest::newRow("and, one") << int(And) << true << false << false;
    QTest::newRow("and, both") << int(And) << true << true << true;
    QTest::newRow("or, none") << int(Or) << false << false << false;
    QTest::newRow("or, the second") << int(Or) << false << true << true;
}

void tst_Condition::joins()
{
    QFETCH(int, join);
    QFETCH(bool, first);
    QFETCH(bool, second);
    QFETCH(bool, happened);
    const auto condition = joined(static_cast<EventCondition::Kind>(join), {file(), file()});
    const Seen seen{Sight{}, Sight{}};
    const auto show = [](bool news) { return news ? Sight{{"a", "1"}} : Sight{}; };
    QCOMPARE(schedule::decide(condition, seen, {show(first), show(second)}, friday(12)).happened,
             happened);
}

void tst_Condition::timeWindows_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("day");
    QTest::addColumn<int>("hour"); // of a Friday
    QTest::addColumn<bool>("open");
    QTest::newRow("inside") << "08:00"
                            << "18:00"
                            << "" << 12 << true;
    QTest::newRow("its first minute") << "08:00"
                                      << "18:00"
                                      << "" << 8 << true;
    QTest::newRow("its end") << "08:00"
                             << "18:00"
                             << "" << 18 << false;
    QTest::newRow("no end") << "08:00"
                            << ""
                            << "" << 23 << true;
    QTest::newRow("on its day") << ""
                                << ""
                                << "FRI" << 12 << true;
    QTest::newRow("on another day") << ""
                                    << ""
                                    << "SAT" << 12 << false;
    QTest::newRow("past midnight, evening") << "22:00"
                                            << "06:00"
                                            << "FRI" << 23 << true;
    QTest::newRow("past midnight, morning after") << "22:00"
                                                  << "06:00"
                                                  << "THU" << 5 << true;
    QTest::newRow("past midnight, morning before") << "22:00"
                                                   << "06:00"
                                                   << "FRI" << 5 << false;
    QTest::newRow("past midnight, noon") << "22:00"
                                         << "06:00"
                                         << "FRI" << 12 << false;
}

void tst_Condition::timeWindows()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, day);
    QFETCH(int, hour);
    QFETCH(bool, open);
    std::vector<std::string> days;
    if (!day.isEmpty())
        days.push_back(day.toStdString());
    const auto condition =
        joined(EventCondition::Kind::And, {window(qPrintable(from), qPrintable(to), days), file()});
    const Decision decision =
        schedule::decide(condition, {Sight{}}, {Sight{{"a", "1"}}}, friday(hour));
    QCOMPARE(decision.happened, open);
}

void tst_Condition::whatGoesAwayIsForgotten()
{
    const Decision gone = schedule::decide(file(), {Sight{{"a", "1"}}}, {Sight{}}, friday(12));
    QVERIFY(gone.noted && !gone.happened);
    QVERIFY(schedule::decide(file(), gone.seen, {Sight{{"a", "1"}}}, friday(12)).happened);
}

void tst_Condition::whatCannotBeLookedAtKeepsWhatIsKnown()
{
    const Seen seen{Sight{{"a", "1"}}};
    const Decision blind = schedule::decide(file(true), seen, {std::nullopt}, friday(12));
    QVERIFY(!blind.happened && !blind.noted);
    QCOMPARE(blind.seen[0], seen[0]);
    QCOMPARE(blind.afterRun[0], seen[0]);
}

void tst_Condition::afterARunEverythingStartsAnew()
{
    const auto condition = joined(EventCondition::Kind::Or, {file(), file()});
    const Sights both{Sight{{"a", "1"}}, Sight{{"b", "1"}}};
    const Decision first = schedule::decide(condition, {Sight{}, Sight{}}, both, friday(12));
    QVERIFY(first.happened);
    QVERIFY(!schedule::decide(condition, first.afterRun, both, friday(12)).happened);
}

void tst_Condition::seenComesBackFromItsText()
{
    const Seen seen{Sight{{"/in/a b.csv", "12 3.4"}}, std::nullopt, Sight{}};
    QCOMPARE(schedule::seenOf(schedule::textOf(seen), 3), seen);
    QCOMPARE(schedule::seenOf("not JSON", 2), (Seen{std::nullopt, std::nullopt}));
    QCOMPARE(schedule::seenOf(R"({"0": 7})", 1), Seen{std::nullopt});
}

QTEST_GUILESS_MAIN(tst_Condition)
#include "tst_condition.moc"
