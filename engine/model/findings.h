// SPDX-License-Identifier: GPL-3.0-or-later
// Collects what is wrong in a document while it is read, each at its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "model/document.h"

namespace orrery::model {

class Findings {
public:
    /// @param limit  further findings are counted only (setting limits.maxFindings)
    explicit Findings(std::uint32_t limit) : m_limit(limit) {}

    /// At a value, its key, or a byte offset of the source.
    void error(const Document &doc, ValueId value, std::string message, std::string fix = {});
    void warning(const Document &doc, ValueId value, std::string message, std::string fix = {});
    void errorAtKey(const Document &doc, ValueId value, std::string message, std::string fix = {});
    void errorAt(std::size_t offset, std::string message, std::string fix = {});
    void warningAt(std::size_t offset, std::string message, std::string fix = {});

    /// Takes over all of `other`.
    void append(Findings &&other);

    [[nodiscard]] bool hasErrors() const { return m_errors > 0; }
    /// True when more findings would only be counted: a caller may save the work of wording them.
    [[nodiscard]] bool full() const { return m_found.size() >= m_limit * std::size_t{4}; }
    void countOnly()
    {
        ++m_uncounted;
        ++m_errors;
    }

    /// In file order, with lines and columns. @param suppressed  receives how many are left out
    [[nodiscard]] std::vector<Finding> take(std::string_view source, std::string_view file,
                                            std::uint32_t &suppressed);
    /// The same for a file without lines: findings tell their path only.
    [[nodiscard]] std::vector<Finding> takeUnplaced(std::string_view file,
                                                    std::uint32_t &suppressed);

private:
    struct Placed {
        std::size_t at = 0;
        Finding finding;
    };
    void add(std::size_t at, std::string path, Finding::Severity severity, std::string message,
             std::string fix);

    std::uint32_t m_limit;
    std::uint32_t m_errors = 0;
    std::uint32_t m_uncounted = 0;
    std::vector<Placed> m_found;
};

} // namespace orrery::model
