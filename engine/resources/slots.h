// SPDX-License-Identifier: GPL-3.0-or-later
// Names that runs and tasks take turns on: queues, limits and mutexes of a home. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/dag.h"

namespace orrery::resources {

/// A request or the lease it became. Increasing, so order of requests is order of ids.
using RequestId = std::uint64_t;

/// How many slots each name has and who holds them. All that a holder needs is taken at once or not
/// at all, so that two of them never wait for each other.
class Slots {
public:
    struct Name {
        std::uint32_t count = 1;
        bool held = false; ///< nobody gets a slot until it is released
    };
    struct Holder {
        RequestId request = 0;
        std::uint32_t count = 0; ///< slots; 0 = all, as a mutex
        std::string who;         ///< "run 20261121-104512-7f3a (load)"
    };

    void set(const std::string &name, Name is) { m_names[name].is = is; }
    /// The name is as if nobody had ever set it; who holds a slot keeps it.
    void forget(const std::string &name);
    [[nodiscard]] Name of(const std::string &name) const;
    [[nodiscard]] const std::vector<Holder> &holders(const std::string &name) const;

    /// Could `uses` be held if nobody held anything? Why not: "needs 3 slots of db, which has 2".
    [[nodiscard]] std::string impossible(std::span<const SlotUse> uses) const;
    [[nodiscard]] bool free(std::span<const SlotUse> uses) const;
    void take(std::span<const SlotUse> uses, RequestId request, const std::string &who);
    void give(std::span<const SlotUse> uses, RequestId request);
    /// The first of `uses` that is not free: "waits for db: its slot is held by run R (load)".
    /// Empty when all are.
    [[nodiscard]] std::string why(std::span<const SlotUse> uses) const;

private:
    struct Entry {
        Name is;
        std::vector<Holder> holders;
    };
    [[nodiscard]] static bool hasRoom(const Entry *entry, const SlotUse &use);
    [[nodiscard]] const Entry *find(const std::string &name) const;

    std::map<std::string, Entry> m_names;
};

} // namespace orrery::resources
