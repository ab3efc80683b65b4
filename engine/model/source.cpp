// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/source.h"

#include <algorithm>
#include <string>

#include "model/formats/json.h"
#include "model/formats/yaml.h"
#include "model/text.h"

namespace orrery::model {

namespace {

using toolkit::Format;
using toolkit::Limits;

// Faults of the text as a whole that make reading it pointless.
bool readable(std::string_view text, const Limits &limits, Findings &findings)
{
    const std::uint64_t most = std::min(limits.maxBytes, mostAddressed);
    if (text.size() > most) {
        findings.errorAt(0, "the file is larger than " + megabytes(most),
                         "raise the setting limits.maxBytes");
        return false;
    }
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        findings.errorAt(0, "the file is UTF-16", "save it as UTF-8");
        return false;
    }
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        findings.errorAt(nul, "the file holds a NUL byte: it is not text");
        return false;
    }
    if (const auto invalid = firstInvalidUtf8(text)) {
        findings.errorAt(*invalid, "this byte is not UTF-8", "save the file as UTF-8");
        return false;
    }
    return true;
}

} // namespace

std::string megabytes(std::uint64_t bytes)
{
    return std::to_string(bytes >> 20U) + " MiB";
}

void readSource(Document &doc, Format format, const Limits &limits, Findings &findings,
                const char *whenEmpty)
{
    if (!readable(doc.source(), limits, findings)) {
        doc.setIncomplete();
        return;
    }
    if (format == Format::Yaml)
        readYaml(doc, findings, limits);
    else if (doc.source().find_first_not_of(" \t\r\n") != std::string_view::npos &&
             doc.source() != "\xEF\xBB\xBF")
        readJson(doc, findings, limits);
    const bool nothing =
        doc.empty() || (format == Format::Yaml && doc[doc.root()].kind == Kind::Null);
    if (nothing && !findings.hasErrors()) {
        findings.errorAt(0, "the file is empty", whenEmpty);
        doc.setIncomplete();
    }
}

} // namespace orrery::model
