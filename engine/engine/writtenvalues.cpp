// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/values.h"

#include <charconv>

#include "model/document.h"
#include "model/findings.h"
#include "model/parse.h"
#include "model/source.h"

namespace orrery::toolkit {

struct WrittenValues::Source {
    std::string text;
    model::Document doc;

    Source(std::string given, std::string_view file, const Limits &limits)
        : text(std::move(given)), doc(text)
    {
        const Format format = model::detectFormat(text, file);
        if (isBinary(format) || format == Format::Dot)
            return;
        model::Findings unused(limits.maxFindings);
        model::readSource(doc, format, limits, unused, "");
    }
};

namespace {

std::string unescaped(std::string_view step)
{
    std::string out;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const bool escape = step[i] == '~' && i + 1 < step.size();
        if (escape && (step[i + 1] == '0' || step[i + 1] == '1'))
            out += step[++i] == '0' ? '~' : '/';
        else
            out += step[i];
    }
    return out;
}

model::ValueId below(const model::Document &doc, model::ValueId here, std::string_view step)
{
    if (doc[here].kind != model::Kind::Array)
        return doc.member(here, unescaped(step));
    std::uint32_t index = 0;
    const auto read = std::from_chars(step.data(), step.data() + step.size(), index);
    if (read.ec != std::errc() || read.ptr != step.data() + step.size())
        return none;
    model::ValueId element = doc[here].first;
    while (element != none && index-- > 0)
        element = doc[element].next;
    return element;
}

} // namespace

WrittenValues::WrittenValues(std::string text, std::string_view file, const Limits &limits)
    : m_source(std::make_shared<const Source>(std::move(text), file, limits))
{
}

JsonText WrittenValues::at(std::string_view path) const
{
    if (!m_source)
        return {};
    const model::Document &doc = m_source->doc;
    model::ValueId here = doc.root();
    while (here != none && !path.empty()) {
        const std::size_t slash = path.find('/');
        here = below(doc, here, path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return here == none
               ? JsonText()
               : doc.toJson(here).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace orrery::toolkit
