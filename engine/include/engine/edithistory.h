// SPDX-License-Identifier: GPL-3.0-or-later
// One undo stack of a text: pure, without a clock and without a file.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/edit.h"
#include "engine/ids.h"

namespace orrery {

/// The states of a text, one after the other, each by its edits. Saving does not cut it: undo goes
/// back behind what was saved.
class EditHistory {
public:
    /// Two edits of one subject that are less apart than this become one step.
    static constexpr SpanMs mergeSpan = 1500;
    static constexpr std::size_t mostSteps = 1000; ///< older ones are forgotten

    /// @param text  as it was read; counts as saved
    explicit EditHistory(std::string text) : m_text(std::move(text)) {}

    [[nodiscard]] const std::string &text() const { return m_text; }

    /// Does `edits`; what was undone is forgotten. No edits: nothing happens.
    /// @param label    for people: "Rename clean"
    /// @param subject  what is edited, "nodes/clean/executionConfig/timeout": quick successive
    /// edits
    ///                 of the same become one step; "" = always a step of its own
    void perform(const TextEdits &edits, std::string label, std::string subject = {},
                 WallMs now = 0);

    [[nodiscard]] bool canUndo() const { return m_at > 0; }
    [[nodiscard]] bool canRedo() const { return m_at < m_steps.size(); }
    [[nodiscard]] std::string undoLabel() const; ///< "" when there is nothing
    [[nodiscard]] std::string redoLabel() const;
    /// The edits that were done to text(); empty when there is nothing to undo or redo.
    TextEdits undo();
    TextEdits redo();

    /// The present text is what stands in the file.
    void markSaved();
    /// False where the text is as it was when it was saved last, also after undo and redo.
    [[nodiscard]] bool modified() const { return m_savedAt != m_at; }
    [[nodiscard]] std::size_t steps() const { return m_steps.size(); }

private:
    struct Step {
        TextEdits forward;
        TextEdits back;
        std::string label;
        std::string subject;
        WallMs at = 0;
    };
    void forgetOldest();

    std::string m_text;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;                     ///< steps done
    std::optional<std::size_t> m_savedAt = 0; ///< steps done when it was saved; none = forgotten
    bool m_open = false;                      ///< the last step may still grow
};

} // namespace orrery
