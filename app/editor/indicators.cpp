// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/indicators.h"

namespace orrery::editor {

void fillIndicator(QsciScintilla &area, Indicator indicator, std::size_t begin, std::size_t end)
{
    if (begin >= end)
        return;
    area.SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, (unsigned long)indicator);
    area.SendScintilla(QsciScintilla::SCI_INDICATORFILLRANGE, (unsigned long)begin,
                       long(end - begin));
}

void clearIndicator(QsciScintilla &area, Indicator indicator, std::size_t begin, std::size_t end)
{
    area.SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, (unsigned long)indicator);
    area.SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, (unsigned long)begin,
                       long(end - begin));
}

} // namespace orrery::editor
