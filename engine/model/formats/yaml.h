// SPDX-License-Identifier: GPL-3.0-or-later
// YAML 1.2 (core schema, one document, plain types) into a Document.
#pragma once

#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"

namespace orrery::model {

/// Reads the document's source, which is UTF-8. Aliases are copied within limits.maxAliases. A
/// syntax error ends it: what was read so far stays, marked incomplete.
void readYaml(Document &doc, Findings &findings, const toolkit::Limits &limits);

/// What a plain scalar means in the core schema: Null, Boolean, Number or String.
[[nodiscard]] Kind plainScalarKind(std::string_view text);

} // namespace orrery::model
