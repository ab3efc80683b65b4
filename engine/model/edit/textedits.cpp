// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/textedits.h"

#include <algorithm>

namespace orrery::model {

namespace {

bool continues(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// What both texts begin and end with is no part of the edit; characters stay whole.
void shrink(std::string_view text, TextEdit &edit)
{
    const std::string_view old = text.substr(edit.at, edit.length);
    const std::size_t most = std::min(old.size(), edit.text.size());
    std::size_t front = 0;
    while (front < most && old[front] == edit.text[front])
        ++front;
    while (front > 0 && ((front < old.size() && continues(old[front])) ||
                         (front < edit.text.size() && continues(edit.text[front]))))
        --front;
    std::size_t back = 0;
    while (back < most - front &&
           old[old.size() - 1 - back] == edit.text[edit.text.size() - 1 - back])
        ++back;
    while (back > 0 && continues(old[old.size() - back]))
        --back;
    edit.text = edit.text.substr(front, edit.text.size() - front - back);
    edit.at += front;
    edit.length -= front + back;
}

// A text as pieces of an older one with texts between them.
class Pieces {
public:
    Pieces(std::string_view text, const TextEdits &edits)
    {
        std::size_t at = 0;
        for (const TextEdit &edit : edits) {
            keep(at, edit.at);
            add(edit.text);
            at = edit.at + edit.length;
        }
        keep(at, text.size());
    }

    // Edits of the text that the pieces make up.
    [[nodiscard]] Pieces after(const TextEdits &edits) const
    {
        Pieces out;
        Cursor from{*this};
        for (const TextEdit &edit : edits) {
            from.copy(edit.at, &out);
            out.add(edit.text);
            from.copy(edit.at + edit.length, nullptr);
        }
        from.copy(std::string::npos, &out);
        return out;
    }

    [[nodiscard]] TextEdits edits(std::size_t oldSize) const
    {
        TextEdits out;
        TextEdit open;
        const auto close = [&](std::size_t end) {
            open.length = end - open.at;
            if (open.length > 0 || !open.text.empty())
                out.push_back(std::move(open));
            open = {};
        };
        for (const Piece &piece : m_pieces) {
            if (piece.kept && piece.begin == open.at && open.text.empty() && open.length == 0) {
                open.at = piece.end;
            } else if (piece.kept) {
                close(piece.begin);
                open.at = piece.end;
            } else {
                open.text += piece.text;
            }
        }
        close(oldSize);
        return out;
    }

private:
    struct Piece {
        bool kept = false;
        std::size_t begin = 0, end = 0; // kept: of the old text
        std::string text;
        [[nodiscard]] std::size_t size() const { return kept ? end - begin : text.size(); }
    };
    struct Cursor {
        const Pieces &from;
        std::size_t piece = 0, inside = 0, at = 0;

        // Moves to `until`; what is passed goes to `to`.
        void copy(std::size_t until, Pieces *to)
        {
            while (piece < from.m_pieces.size() && at < until) {
                const Piece &here = from.m_pieces[piece];
                const std::size_t take = std::min(here.size() - inside, until - at);
                if (to != nullptr && here.kept)
                    to->keep(here.begin + inside, here.begin + inside + take);
                else if (to != nullptr)
                    to->add(std::string_view(here.text).substr(inside, take));
                at += take;
                inside += take;
                if (inside == here.size()) {
                    ++piece;
                    inside = 0;
                }
            }
        }
    };

    Pieces() = default;
    void keep(std::size_t begin, std::size_t end)
    {
        if (begin == end)
            return;
        if (!m_pieces.empty() && m_pieces.back().kept && m_pieces.back().end == begin)
            m_pieces.back().end = end;
        else
            m_pieces.push_back({true, begin, end, {}});
    }
    void add(std::string_view text)
    {
        if (!text.empty())
            m_pieces.push_back({false, 0, 0, std::string(text)});
    }

    std::vector<Piece> m_pieces;
};

} // namespace

std::string applied(std::string_view text, const TextEdits &edits)
{
    std::string out;
    std::size_t at = 0;
    for (const TextEdit &edit : edits) {
        out.append(text.substr(at, edit.at - at)).append(edit.text);
        at = edit.at + edit.length;
    }
    return out.append(text.substr(at));
}

TextEdits inverseOf(std::string_view text, const TextEdits &edits)
{
    TextEdits out;
    std::ptrdiff_t moved = 0;
    for (const TextEdit &edit : edits) {
        const auto at = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(edit.at) + moved);
        out.push_back({at, edit.text.size(), std::string(text.substr(edit.at, edit.length))});
        moved += static_cast<std::ptrdiff_t>(edit.text.size()) -
                 static_cast<std::ptrdiff_t>(edit.length);
    }
    return out;
}

TextEdits joined(std::string_view text, const TextEdits &first, const TextEdits &second)
{
    return tidied(text, Pieces(text, first).after(second).edits(text.size()));
}

TextEdits tidied(std::string_view text, TextEdits edits)
{
    std::stable_sort(edits.begin(), edits.end(),
                     [](const TextEdit &a, const TextEdit &b) { return a.at < b.at; });
    TextEdits out;
    for (TextEdit &edit : edits) {
        if (!out.empty() && out.back().at + out.back().length >= edit.at) {
            TextEdit &last = out.back();
            last.length = std::max(last.length, edit.at + edit.length - last.at);
            last.text += edit.text;
        } else {
            out.push_back(std::move(edit));
        }
    }
    for (TextEdit &edit : out)
        shrink(text, edit);
    std::erase_if(out, [](const TextEdit &e) { return e.length == 0 && e.text.empty(); });
    return out;
}

} // namespace orrery::model
