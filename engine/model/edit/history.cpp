// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/edithistory.h"

#include "model/edit/textedits.h"

namespace orrery {

void EditHistory::perform(const TextEdits &edits, std::string label, std::string subject,
                          WallMs now)
{
    if (edits.empty())
        return;
    m_steps.resize(m_at);
    if (m_savedAt && *m_savedAt > m_at)
        m_savedAt.reset();
    Step step{edits, model::inverseOf(m_text, edits), std::move(label), std::move(subject), now};
    const bool grows = m_open && m_at > 0 && m_savedAt != m_at && !step.subject.empty() &&
                       m_steps.back().subject == step.subject &&
                       now - m_steps.back().at < mergeSpan;
    if (grows) {
        Step &last = m_steps.back();
        const std::string before = model::applied(m_text, last.back);
        last.forward = model::joined(before, last.forward, edits);
        last.back = model::inverseOf(before, last.forward);
        last.label = std::move(step.label);
        last.at = now;
    } else {
        m_steps.push_back(std::move(step));
        ++m_at;
    }
    m_text = model::applied(m_text, edits);
    m_open = true;
    forgetOldest();
}

void EditHistory::forgetOldest()
{
    if (m_steps.size() <= mostSteps)
        return;
    m_steps.erase(m_steps.begin());
    --m_at;
    if (m_savedAt)
        m_savedAt = *m_savedAt == 0 ? std::nullopt : std::optional(*m_savedAt - 1);
}

std::string EditHistory::undoLabel() const
{
    return canUndo() ? m_steps[m_at - 1].label : std::string();
}

std::string EditHistory::redoLabel() const
{
    return canRedo() ? m_steps[m_at].label : std::string();
}

TextEdits EditHistory::undo()
{
    if (!canUndo())
        return {};
    const TextEdits &edits = m_steps[--m_at].back;
    m_text = model::applied(m_text, edits);
    m_open = false;
    return edits;
}

TextEdits EditHistory::redo()
{
    if (!canRedo())
        return {};
    const TextEdits &edits = m_steps[m_at++].forward;
    m_text = model::applied(m_text, edits);
    m_open = false;
    return edits;
}

void EditHistory::markSaved()
{
    m_savedAt = m_at;
    m_open = false;
}

} // namespace orrery
