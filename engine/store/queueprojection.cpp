// SPDX-License-Identifier: GPL-3.0-or-later
// Queues: projected from the journal, and read back.
#include "store/projection.h"

namespace orrery::store {

bool Projector::apply(RunNumber, const QueueChanged &fact)
{
    if (!fact.known)
        return m_database.query("DELETE FROM queue WHERE name = ?1").s(fact.name).run();
    Query upsert = m_database.query("INSERT OR REPLACE INTO queue (name, slots, priority, held, "
                                    "changed_by, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    upsert.s(fact.name).u(fact.count).i(fact.priority).i(fact.held ? 1 : 0);
    return upsert.s(fact.by).i(fact.at).run();
}

std::vector<QueueChanged> Projector::queues()
{
    std::vector<QueueChanged> all;
    Query query = m_database.query(
        "SELECT name, slots, priority, held, changed_by, changed_at FROM queue ORDER BY name");
    while (query.row()) {
        QueueChanged queue;
        queue.name = query.textAt(0);
        queue.count = static_cast<std::uint32_t>(query.intAt(1));
        queue.priority = static_cast<std::int32_t>(query.intAt(2));
        queue.held = query.intAt(3) != 0;
        queue.by = query.textAt(4);
        queue.at = query.intAt(5);
        all.push_back(std::move(queue));
    }
    return all;
}

} // namespace orrery::store
