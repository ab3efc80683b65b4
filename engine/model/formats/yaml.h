// SPDX-License-Identifier: GPL-3.0-or-later
// YAML 1.2 (core schema, one document, plain types) into a Document.
#pragma once

#include <string>
#include <string_view>

#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"

namespace orrery::model {

/// Reads the document's source, which is UTF-8. Aliases are copied within limits.maxAliases. A
/// syntax error ends it: what was read so far stays, marked incomplete.
void readYaml(Document &doc, Findings &findings, const toolkit::Limits &limits);

/// What a plain scalar means in the core schema: Null, Boolean, Number or String.
[[nodiscard]] Kind plainScalarKind(std::string_view text);

/// Letters, digits and a few signs that mean nothing in YAML, and no word of YAML 1.1 or 1.2: a
/// text that needs no quotes anywhere.
[[nodiscard]] bool isPlainYaml(const std::string &text);
/// Several lines that a literal block keeps as they are.
[[nodiscard]] bool isLiteralYaml(const std::string &text);
/// In double quotes, on one line; any UTF-8.
[[nodiscard]] std::string quotedYaml(const std::string &text);

} // namespace orrery::model
