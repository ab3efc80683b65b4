// SPDX-License-Identifier: GPL-3.0-or-later
#include "plants.h"

namespace orrery::plant {
namespace {
Bug current = Bug::None;
} // namespace

bool planted(Bug bug)
{
    return bug == current;
}

void plant(Bug bug)
{
    current = bug;
}

} // namespace orrery::plant
