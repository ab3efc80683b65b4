// SPDX-License-Identifier: GPL-3.0-or-later
// Components: tasks written once, in a file of their own, and used by many DAGs with arguments. The
// keys of such a file are documented in resources/rules/component.schema.json.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/result.h"
#include "engine/toolkit.h"

namespace orrery {

struct Component {
    std::string id;
    std::string version; ///< "1.2.0"
    std::string title;
    std::string docs; ///< Markdown; its first line says what the component does
    std::string icon;
    std::string category;
    TaskDefinition task; ///< ports and arguments included; a scriptFile is read into `script`
    Resources resources; ///< what a node gets that does not say otherwise
    ExecutionConfig execution;
    std::string hash; ///< of all that decides what a task does: 16 hex digits
    std::string file; ///< where it was read from
    bool own = false; ///< from the home's components, not from the installation
    std::vector<Finding> findings;

    /// Only these can be used.
    [[nodiscard]] bool ok() const;
    [[nodiscard]] std::string reference() const { return id + "@" + version; }
};

/// All components that are known at one moment. Never changes.
class Catalogue {
public:
    Catalogue() = default;
    /// Of two with the same id and version the user's own one counts.
    explicit Catalogue(std::vector<Component> components);

    /// Good and broken ones, by category and id.
    [[nodiscard]] const std::vector<Component> &all() const { return m_all; }
    /// @param reference  "csv-filter" (the newest version), "csv-filter@1" (the newest 1.x),
    ///                   "csv-filter@1.2.0"
    /// @return  nullptr when there is none that could be used
    [[nodiscard]] const Component *find(std::string_view reference) const;
    /// A broken one of this name, so that a message can say what is wrong with it.
    [[nodiscard]] const Component *broken(std::string_view reference) const;
    /// "filter" for "fliter"; "" when none is near.
    [[nodiscard]] std::string closestTo(std::string_view reference) const;

private:
    std::vector<Component> m_all;
};

namespace toolkit {

/// Text of a file beside the component's: its script or a module.
using ReadText = std::function<Result<std::string>(const std::string &name)>;

/// Reads a component file; every error with file:line:column is in its findings. Pure but for
/// `read`.
[[nodiscard]] Component parseComponent(std::string_view text, std::string_view file,
                                       const ReadText &read);

/// What a check allows, for people: "1 to 1000000", "one of red, green"; "" when it says nothing.
[[nodiscard]] std::string allowedText(const ValueCheck &check);
/// Why a value of the right type is refused; "" = it is good.
[[nodiscard]] std::string violation(const JsonText &value, const ValueCheck &check);

/// As parse(), with the components that nodes name put in: `dag` needs the catalogue no more.
[[nodiscard]] Parsed parse(std::string_view text, std::string_view file, const Catalogue &catalogue,
                           const Limits &limits = {});

} // namespace toolkit

/// The components of the installation and of the home (HOME/components). Read again when a file
/// changed; callable on any thread.
/// @param programDir  where orrery stands: components lie near it
[[nodiscard]] std::shared_ptr<const Catalogue> loadCatalogue(const std::string &programDir,
                                                             const std::string &home);

/// The catalogue that a DAG file needs: an empty one when its text names no component.
[[nodiscard]] std::shared_ptr<const Catalogue>
catalogueFor(std::string_view text, const std::string &programDir, const std::string &home);

} // namespace orrery
