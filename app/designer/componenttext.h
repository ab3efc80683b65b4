// SPDX-License-Identifier: GPL-3.0-or-later
// What a component does, as Markdown for people.
#pragma once

#include <QString>

#include "engine/component.h"

namespace orrery::designer {

/// The first line of its docs.
[[nodiscard]] QString firstLine(const Component &component);
/// Docs, inputs, outputs and, if asked for, arguments.
[[nodiscard]] QString componentMarkdown(const Component &component, bool withArguments);
/// Versions of the same component, each as a reference: "filter", "filter@1", "filter@1.0.0".
[[nodiscard]] QStringList referencesOf(const Catalogue &catalogue, const QString &reference);

/// A text that is no Markdown, for use in it.
[[nodiscard]] QString literally(const QString &text);

} // namespace orrery::designer
