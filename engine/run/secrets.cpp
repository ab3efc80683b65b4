// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets stand in a resolved launch as marks until the last moment; here they are put in, or
// hidden.
#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "run/machine.h"

namespace orrery::run {
namespace {

using Json = nlohmann::json;
using Lookup = std::function<Result<std::string>(const std::string &name)>;

std::string jsonEscaped(const std::string &text)
{
    const std::string quoted = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
    return quoted.substr(1, quoted.size() - 2);
}

void replaceAll(std::string &text, const std::string &mark, const std::string &value)
{
    for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos; at += value.size())
        text.replace(at, mark.size(), value);
}

/// A mark stands as it is, or, where the text is JSON of a value, as JSON writes it.
void insert(std::string &text, const std::string &name, const std::string &secret)
{
    const std::string mark = secretMark + name + secretMark;
    replaceAll(text, mark, secret);
    replaceAll(text, jsonEscaped(mark), jsonEscaped(secret));
}

/// In every text of a JSON document.
void insert(Json &value, const std::string &name, const std::string &secret)
{
    if (value.is_string())
        insert(value.get_ref<std::string &>(), name, secret);
    for (auto child = value.begin(); value.is_structured() && child != value.end(); ++child)
        insert(*child, name, secret);
}

void insertInJson(JsonText &text, const std::string &name, const std::string &secret)
{
    Json document = Json::parse(text, nullptr, false);
    insert(document, name, secret);
    text = document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void insert(ResolvedLaunch &launch, const std::string &name, const std::string &secret)
{
    for (std::string &argument : launch.argv)
        insert(argument, name, secret);
    for (auto &[variable, value] : launch.environment) {
        if (variable == "ORRERY_SQL_ARGS")
            insertInJson(value, name, secret);
        else
            insert(value, name, secret);
    }
    insert(launch.database, name, secret);
    if (launch.httpJson.empty())
        return;
    insertInJson(launch.httpJson, name, secret);
    launch.script = launch.httpJson;
}

} // namespace

Result<> insertSecrets(ResolvedLaunch &launch, const Lookup &value)
{
    for (const std::string &name : launch.secrets) {
        const Result<std::string> secret = value(name);
        if (!secret)
            return tl::unexpected(secret.error());
        if (secret->find('\0') != std::string::npos)
            return fail(ErrorCode::InvalidSpec, "secret." + name,
                        "the secret holds a NUL byte, which no argument can");
        insert(launch, name, *secret);
    }
    return {};
}

void maskSecrets(ResolvedLaunch &launch)
{
    for (const std::string &name : launch.secrets)
        insert(launch, name, "***");
}

} // namespace orrery::run
