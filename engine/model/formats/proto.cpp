// SPDX-License-Identifier: GPL-3.0-or-later
// The message is filled from the canonical tree and read into it by reflection: a field is found by
// its JSON name, so a new key of DAG files needs a line in orrery.proto and none here.
#include "model/formats/proto.h"

#include <cmath>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/reflection.h>

#include "model/formats/wirescan.h"
#include "model/formats/write.h"
#include "orrery.pb.h"

namespace orrery::model {

namespace {

namespace pb = google::protobuf;
namespace dagpb = orrery::dag::v1;
using Field = pb::FieldDescriptor;

constexpr std::string_view formatName = protoMagic.substr(2);
constexpr const char *otherField = "other";
constexpr const char *formatField = "format";

std::string dumped(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

const Field *fieldOf(const pb::Descriptor &type, std::string_view jsonName)
{
    for (int i = 0; i < type.field_count(); ++i) {
        const Field *field = type.field(i);
        if (field->json_name() == jsonName && field->name() != otherField &&
            field->name() != formatField)
            return field;
    }
    return nullptr;
}

bool isKeyed(const Field &field)
{
    return field.options().GetExtension(dagpb::keyed);
}

bool isJson(const Field &field)
{
    return field.message_type() == dagpb::Json::descriptor();
}

// DAG to message -------------------------------------------------------------------------------

void fill(pb::Message &message, const OrderedJson &object);

bool fitsOne(const Field &field, const OrderedJson &value)
{
    switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING:
        return value.is_string();
    case Field::CPPTYPE_BOOL:
        return value.is_boolean();
    case Field::CPPTYPE_DOUBLE:
        return value.is_number();
    case Field::CPPTYPE_MESSAGE:
        return isJson(field) || value.is_object();
    default:
        break;
    }
    if (field.cpp_type() == Field::CPPTYPE_INT32)
        return value.is_number_integer() && value >= std::numeric_limits<std::int32_t>::min() &&
               value <= std::numeric_limits<std::int32_t>::max();
    if (!value.is_number_integer() ||
        (!value.is_number_unsigned() && value.get<std::int64_t>() < 0))
        return false;
    const auto number = value.get<std::uint64_t>();
    return field.cpp_type() == Field::CPPTYPE_UINT64 ||
           number <= std::numeric_limits<std::uint32_t>::max();
}

bool fits(const Field &field, const OrderedJson &value)
{
    if (!field.is_repeated())
        return fitsOne(field, value);
    if (!(isKeyed(field) ? value.is_object() : value.is_array()))
        return false;
    if (isKeyed(field)) {
        const Field *single = fieldOf(*field.message_type(), "value");
        return std::all_of(value.begin(), value.end(), [&](const OrderedJson &one) {
            return single != nullptr ? fitsOne(*single, one) : one.is_object();
        });
    }
    return std::all_of(value.begin(), value.end(),
                       [&](const OrderedJson &one) { return fitsOne(field, one); });
}

void fillKeyed(pb::Message &message, const Field &field, const OrderedJson &object)
{
    const Field *name = fieldOf(*field.message_type(), "name");
    const Field *single = fieldOf(*field.message_type(), "value");
    for (auto it = object.begin(); it != object.end(); ++it) {
        pb::Message &one = *message.GetReflection()->AddMessage(&message, &field);
        one.GetReflection()->SetString(&one, name, it.key());
        if (single != nullptr)
            one.GetReflection()->SetString(&one, single, it->get<std::string>());
        else
            fill(one, *it);
    }
}

void setMessage(pb::Message &message, const OrderedJson &value)
{
    if (message.GetDescriptor() == dagpb::Json::descriptor())
        static_cast<dagpb::Json &>(message).set_text(dumped(value));
    else
        fill(message, value);
}

void addOne(pb::Message &message, const Field &field, const OrderedJson &value)
{
    const pb::Reflection &reflection = *message.GetReflection();
    if (field.cpp_type() == Field::CPPTYPE_STRING)
        reflection.AddString(&message, &field, value.get<std::string>());
    else if (field.cpp_type() == Field::CPPTYPE_INT32)
        reflection.AddInt32(&message, &field, value.get<std::int32_t>());
    else
        setMessage(*reflection.AddMessage(&message, &field), value);
}

void setOne(pb::Message &message, const Field &field, const OrderedJson &value)
{
    const pb::Reflection &reflection = *message.GetReflection();
    switch (field.cpp_type()) {
    case Field::CPPTYPE_STRING:
        return reflection.SetString(&message, &field, value.get<std::string>());
    case Field::CPPTYPE_BOOL:
        return reflection.SetBool(&message, &field, value.get<bool>());
    case Field::CPPTYPE_DOUBLE:
        return reflection.SetDouble(&message, &field, value.get<double>());
    case Field::CPPTYPE_INT32:
        return reflection.SetInt32(&message, &field, value.get<std::int32_t>());
    case Field::CPPTYPE_UINT32:
        return reflection.SetUInt32(&message, &field, value.get<std::uint32_t>());
    case Field::CPPTYPE_UINT64:
        return reflection.SetUInt64(&message, &field, value.get<std::uint64_t>());
    default:
        setMessage(*reflection.MutableMessage(&message, &field), value);
    }
}

void addOther(pb::Message &message, std::string_view key, const OrderedJson &value)
{
    const Field *other = message.GetDescriptor()->FindFieldByName(otherField);
    auto &one = static_cast<dagpb::Other &>(*message.GetReflection()->AddMessage(&message, other));
    one.set_key(std::string(key));
    one.mutable_value()->set_text(dumped(value));
}

void fill(pb::Message &message, const OrderedJson &object)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const Field *field = fieldOf(*message.GetDescriptor(), it.key());
        if (field == nullptr || !fits(*field, *it)) {
            addOther(message, it.key(), *it);
        } else if (isKeyed(*field)) {
            fillKeyed(message, *field, *it);
        } else if (field->is_repeated()) {
            for (const OrderedJson &one : *it)
                addOne(message, *field, one);
        } else {
            setOne(message, *field, *it);
        }
    }
}

// Message to JSON ------------------------------------------------------------------------------

class Unfill {
public:
    Unfill(const toolkit::Limits &limits, Findings &findings)
        : m_limits(limits), m_findings(findings)
    {
    }

    OrderedJson object(const pb::Message &message, const std::string &path)
    {
        OrderedJson::object_t out;
        std::vector<const Field *> fields;
        message.GetReflection()->ListFields(message, &fields);
        for (const Field *field : fields) {
            const std::string at = (path.empty() ? "" : path + "/") + field->json_name();
            if (field->name() == otherField)
                others(message, *field, path, out);
            else if (field->is_repeated())
                out.emplace_back(field->json_name(), list(message, *field, at));
            else
                out.emplace_back(field->json_name(), single(message, *field, at));
        }
        return OrderedJson(std::move(out));
    }

private:
    OrderedJson single(const pb::Message &message, const Field &field, const std::string &path)
    {
        const pb::Reflection &from = *message.GetReflection();
        switch (field.cpp_type()) {
        case Field::CPPTYPE_STRING:
            return from.GetString(message, &field);
        case Field::CPPTYPE_BOOL:
            return from.GetBool(message, &field);
        case Field::CPPTYPE_DOUBLE:
            return number(from.GetDouble(message, &field), path);
        case Field::CPPTYPE_INT32:
            return from.GetInt32(message, &field);
        case Field::CPPTYPE_UINT32:
            return from.GetUInt32(message, &field);
        case Field::CPPTYPE_UINT64:
            return from.GetUInt64(message, &field);
        default:
            return nested(from.GetMessage(message, &field), path);
        }
    }

    OrderedJson list(const pb::Message &message, const Field &field, const std::string &path)
    {
        const pb::Reflection &from = *message.GetReflection();
        if (isKeyed(field))
            return keyed(message, field, path);
        OrderedJson out = OrderedJson::array();
        for (int i = 0; i < from.FieldSize(message, &field); ++i) {
            if (field.cpp_type() == Field::CPPTYPE_STRING)
                out.push_back(from.GetRepeatedString(message, &field, i));
            else if (field.cpp_type() == Field::CPPTYPE_INT32)
                out.push_back(from.GetRepeatedInt32(message, &field, i));
            else
                out.push_back(nested(from.GetRepeatedMessage(message, &field, i),
                                     path + "/" + std::to_string(i)));
        }
        return out;
    }

    OrderedJson keyed(const pb::Message &message, const Field &field, const std::string &path)
    {
        const pb::Reflection &from = *message.GetReflection();
        const Field *name = fieldOf(*field.message_type(), "name");
        const Field *value = fieldOf(*field.message_type(), "value");
        OrderedJson::object_t out;
        for (int i = 0; i < from.FieldSize(message, &field); ++i) {
            const pb::Message &one = from.GetRepeatedMessage(message, &field, i);
            std::string key = one.GetReflection()->GetString(one, name);
            if (value != nullptr) {
                out.emplace_back(std::move(key), one.GetReflection()->GetString(one, value));
                continue;
            }
            OrderedJson members = object(one, path + "/" + key);
            members.erase("name");
            out.emplace_back(std::move(key), std::move(members));
        }
        return OrderedJson(std::move(out));
    }

    OrderedJson nested(const pb::Message &message, const std::string &path)
    {
        if (message.GetDescriptor() == dagpb::Json::descriptor())
            return json(static_cast<const dagpb::Json &>(message).text(), path);
        return object(message, path);
    }

    OrderedJson json(const std::string &text, const std::string &path)
    {
        return embeddedJson(text, path, m_limits, m_findings).value_or(nullptr);
    }

    OrderedJson number(double value, const std::string &path)
    {
        if (!std::isfinite(value))
            m_findings.errorAt(0, path + " is no finite number");
        return value;
    }

    void others(const pb::Message &message, const Field &field, const std::string &path,
                OrderedJson::object_t &out)
    {
        const pb::Reflection &from = *message.GetReflection();
        for (int i = 0; i < from.FieldSize(message, &field); ++i) {
            const auto &other =
                static_cast<const dagpb::Other &>(from.GetRepeatedMessage(message, &field, i));
            const std::string at = (path.empty() ? "" : path + "/") + other.key();
            out.emplace_back(other.key(), json(other.value().text(), at));
        }
    }

    const toolkit::Limits &m_limits;
    Findings &m_findings;
};

bool withinLimits(const std::map<int, std::uint32_t> &counts, const toolkit::Limits &limits,
                  Findings &findings)
{
    const auto check = [&](int field, std::uint32_t most, const char *what, const char *setting) {
        const auto found = counts.find(field);
        if (found != counts.end() && found->second > most)
            findings.errorAt(0, "more than " + std::to_string(most) + " " + what,
                             std::string("raise the setting ") + setting);
    };
    check(dagpb::Dag::kNodesFieldNumber, limits.maxNodes, "nodes", "limits.maxNodes");
    check(dagpb::Dag::kEdgesFieldNumber, limits.maxEdges, "edges", "limits.maxEdges");
    return !findings.hasErrors();
}

} // namespace

std::string toProto(const DagSpec &dag)
{
    dagpb::Dag message;
    message.set_format(std::string(formatName));
    fill(message, toTree(dag));
    return message.SerializeAsString();
}

std::string jsonFromProto(std::string_view bytes, const toolkit::Limits &limits, Findings &findings)
{
    std::map<int, std::uint32_t> counts;
    if (!scanWire(bytes, *dagpb::Dag::descriptor(), UnknownField::Error, limits, findings,
                  counts) ||
        !withinLimits(counts, limits, findings))
        return {};
    pb::io::CodedInputStream in(reinterpret_cast<const std::uint8_t *>(bytes.data()),
                                static_cast<int>(bytes.size()));
    in.SetRecursionLimit(static_cast<int>(limits.maxDepth) + 1);
    dagpb::Dag message;
    if (!message.ParseFromCodedStream(&in) || !in.ConsumedEntireMessage()) {
        findings.errorAt(0, "the file is no protobuf message orrery.dag.v1.Dag",
                         "see resources/proto/orrery.proto");
        return {};
    }
    if (message.format() != formatName) {
        findings.errorAt(0, "field 1 (format) is not \"" + std::string(formatName) + "\"",
                         "was the file written by a newer version?");
        return {};
    }
    message.clear_format();
    OrderedJson tree = Unfill(limits, findings).object(message, {});
    if (!tree.is_object())
        tree = OrderedJson::object();
    if (!tree.contains("nodes"))
        tree["nodes"] = OrderedJson::array();
    return dumped(tree);
}

} // namespace orrery::model
