// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/wirescan.h"

#include <set>
#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include "model/formats/json.h"
#include "model/text.h"

namespace orrery::model {

namespace {

namespace pb = google::protobuf;
using pb::internal::WireFormatLite;

bool isPackable(const pb::FieldDescriptor &field)
{
    return field.is_packable() && field.is_repeated();
}

class Scan {
public:
    Scan(std::string_view bytes, UnknownField unknown, const toolkit::Limits &limits,
         Findings &findings, std::map<int, std::uint32_t> &counts)
        : m_bytes(bytes), m_unknown(unknown), m_limits(limits), m_findings(findings),
          m_counts(counts),
          m_in(reinterpret_cast<const std::uint8_t *>(bytes.data()), static_cast<int>(bytes.size()))
    {
        m_in.SetRecursionLimit(static_cast<int>(limits.maxDepth));
    }

    bool message(const pb::Descriptor &type, std::uint32_t depth, const std::string &path)
    {
        if (depth > m_limits.maxDepth)
            return stop(path,
                        "messages nest more than " + std::to_string(m_limits.maxDepth) + " deep",
                        "raise the setting limits.maxDepth");
        while (m_in.BytesUntilLimit() != 0 || depth == 0) {
            const std::uint32_t tag = m_in.ReadTag();
            if (tag == 0)
                return (depth == 0 && m_in.ConsumedEntireMessage()) ||
                       stop(path, "a field has no valid tag");
            if (++m_values > m_limits.maxValues)
                return stop(path, "more than " + std::to_string(m_limits.maxValues) + " values",
                            "raise the setting limits.maxValues");
            const int number = WireFormatLite::GetTagFieldNumber(tag);
            const pb::FieldDescriptor *field = type.FindFieldByNumber(number);
            if (depth == 0)
                ++m_counts[number];
            if (field == nullptr ? !skipUnknown(tag, number, path)
                                 : !known(*field, tag, depth, path))
                return false;
        }
        return true;
    }

private:
    bool stop(const std::string &path, const std::string &what, std::string fix = {})
    {
        m_findings.errorAt(0,
                           "byte " + std::to_string(m_in.CurrentPosition()) +
                               (path.empty() ? "" : ", " + path) + ": " + what,
                           std::move(fix));
        return false;
    }

    bool skipUnknown(std::uint32_t tag, int number, const std::string &path)
    {
        if (!WireFormatLite::SkipField(&m_in, tag))
            return stop(path, "the file ends inside a field, or is no protobuf");
        const std::string name = (path.empty() ? "" : path + " ") + std::to_string(number);
        if (!m_told.insert(name).second)
            return true;
        const std::string what =
            (path.empty() ? "" : path + ": ") + "unknown field number " + std::to_string(number);
        if (m_unknown == UnknownField::Warning) {
            m_findings.warningAt(0, what + " is not kept");
            return true;
        }
        m_findings.errorAt(0, what, "was the file written by a newer version, or is it no DAG?");
        return true;
    }

    bool known(const pb::FieldDescriptor &field, std::uint32_t tag, std::uint32_t depth,
               const std::string &path)
    {
        const auto wire = WireFormatLite::GetTagWireType(tag);
        const auto expected = WireFormatLite::WireTypeForFieldType(
            static_cast<WireFormatLite::FieldType>(field.type()));
        const bool packed = isPackable(field) && wire == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
        if (wire != expected && !packed)
            return stop(nameOf(field, path), "the value is of another kind than the field");
        if (wire != WireFormatLite::WIRETYPE_LENGTH_DELIMITED)
            return WireFormatLite::SkipField(&m_in, tag) ||
                   stop(nameOf(field, path), "the file ends inside the value");
        std::uint32_t size = 0;
        if (!m_in.ReadVarint32(&size) || size > remaining())
            return stop(nameOf(field, path), "the value is longer than the file");
        if (packed)
            return numbers(field, size, path);
        if (field.message_type() != nullptr)
            return inner(field, size, depth, path);
        return text(field, size, path);
    }

    bool inner(const pb::FieldDescriptor &field, std::uint32_t size, std::uint32_t depth,
               const std::string &path)
    {
        const auto limit = m_in.PushLimit(static_cast<int>(size));
        const bool whole = message(*field.message_type(), depth + 1, nameOf(field, path));
        m_in.PopLimit(limit);
        return whole;
    }

    bool text(const pb::FieldDescriptor &field, std::uint32_t size, const std::string &path)
    {
        const auto at = static_cast<std::size_t>(m_in.CurrentPosition());
        if (const auto invalid = firstInvalidUtf8(m_bytes.substr(at, size)))
            return stop(nameOf(field, path),
                        "the text is not UTF-8 at its byte " + std::to_string(*invalid));
        return m_in.Skip(static_cast<int>(size));
    }

    bool numbers(const pb::FieldDescriptor &field, std::uint32_t size, const std::string &path)
    {
        const auto limit = m_in.PushLimit(static_cast<int>(size));
        const auto wire = WireFormatLite::WireTypeForFieldType(
            static_cast<WireFormatLite::FieldType>(field.type()));
        bool good = true;
        while (good && m_in.BytesUntilLimit() > 0) {
            good =
                WireFormatLite::SkipField(&m_in, WireFormatLite::MakeTag(field.number(), wire)) &&
                ++m_values <= m_limits.maxValues;
        }
        m_in.PopLimit(limit);
        return good || stop(nameOf(field, path),
                            "the list of numbers is broken, or longer than the setting "
                            "limits.maxValues allows");
    }

    // The innermost limit counts: a value may not reach out of its message.
    [[nodiscard]] std::uint32_t remaining() const
    {
        const int inMessage = m_in.BytesUntilLimit();
        return inMessage >= 0 ? static_cast<std::uint32_t>(inMessage)
                              : static_cast<std::uint32_t>(m_bytes.size()) -
                                    static_cast<std::uint32_t>(m_in.CurrentPosition());
    }

    static std::string nameOf(const pb::FieldDescriptor &field, const std::string &path)
    {
        return (path.empty() ? "" : path + ".") + field.name();
    }

    std::string_view m_bytes;
    UnknownField m_unknown;
    const toolkit::Limits &m_limits;
    Findings &m_findings;
    std::map<int, std::uint32_t> &m_counts;
    pb::io::CodedInputStream m_in;
    std::uint32_t m_values = 0;
    std::set<std::string> m_told;
};

} // namespace

bool scanWire(std::string_view bytes, const pb::Descriptor &type, UnknownField unknown,
              const toolkit::Limits &limits, Findings &findings,
              std::map<int, std::uint32_t> &counts)
{
    constexpr std::size_t mostOfLibrary = 0x7FFFFFFF; // bytes: its sizes are of type int
    if (bytes.size() > mostOfLibrary) {
        findings.errorAt(0, "a protobuf file of more than 2 GiB cannot be read",
                         "convert the DAG to JSON where it was made");
        return false;
    }
    return Scan(bytes, unknown, limits, findings, counts).message(type, 0, {}) &&
           !findings.hasErrors();
}

std::optional<OrderedJson> embeddedJson(const std::string &text, const std::string &path,
                                        const toolkit::Limits &limits, Findings &findings)
{
    Document doc(text);
    Findings inner(1);
    readJson(doc, inner, limits);
    std::uint32_t suppressed = 0;
    const std::vector<Finding> found = inner.take(text, path, suppressed);
    if (found.empty() && !doc.empty())
        return doc.toJson(doc.root());
    findings.errorAt(0,
                     path + " holds no JSON value" + (found.empty() ? "" : ": " + found[0].message),
                     found.empty() ? "" : found[0].fix);
    return std::nullopt;
}

} // namespace orrery::model
