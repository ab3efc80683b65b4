// SPDX-License-Identifier: GPL-3.0-or-later
// JSON with // and /* */ comments into a Document.
#pragma once

#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"

namespace orrery::model {

/// Reads the document's source, which is UTF-8. A surplus or a missing comma is reported and
/// reading goes on behind it; any other syntax error ends it: what was read so far stays, marked
/// incomplete.
void readJson(Document &doc, Findings &findings, const toolkit::Limits &limits);

} // namespace orrery::model
