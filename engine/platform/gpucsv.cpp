// SPDX-License-Identifier: GPL-3.0-or-later
// The comma separated answer of nvidia-smi as values.
#include <charconv>
#include <cmath>
#include <optional>

#include "platform/hostprobe.h"

namespace orrery::platform {

namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char by)
{
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(by);
        parts.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

/// "77105 MiB" -> 77105; nothing for "[N/A]" and what is no number.
std::optional<double> number(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value) || value < 0)
        return std::nullopt;
    const std::string_view unit = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    if (!unit.empty() && unit != "MiB" && unit != "%" && unit != "W" && unit != "C")
        return std::nullopt;
    return value;
}

/// Names of the columns without their units: "memory.used [MiB]" -> "memory.used".
std::vector<std::string_view> columnNames(std::string_view header)
{
    std::vector<std::string_view> names = split(header, ',');
    for (std::string_view &name : names)
        name = trimmed(name.substr(0, name.find('[')));
    return names;
}

bool isHeader(std::string_view line)
{
    bool known = false;
    for (const std::string_view name : columnNames(line))
        known = known || name == "index" || name == "name" || name == "uuid";
    return known;
}

/// True when the field was understood; an unknown value of a reading is understood too.
bool fill(GpuInfo &gpu, std::string_view name, std::string_view text)
{
    const auto value = number(text);
    if (name == "name")
        gpu.name = text;
    else if (name == "uuid")
        gpu.uuid = text;
    else if (name == "index" && value)
        gpu.index = static_cast<std::uint32_t>(*value);
    else if (name == "index")
        return false;
    else if (name == "memory.total")
        gpu.memoryMiB = static_cast<std::uint64_t>(value.value_or(0));
    else if (name == "memory.used")
        gpu.usedMiB = static_cast<std::uint64_t>(value.value_or(0));
    else if (name == "utilization.gpu")
        gpu.utilisation = value ? *value / 100 : -1;
    else if (name == "temperature.gpu")
        gpu.temperature = value.value_or(0);
    return true;
}

std::optional<GpuInfo> parseLine(std::string_view line, const std::vector<std::string_view> &names,
                                 std::size_t position)
{
    const std::vector<std::string_view> fields = split(line, ',');
    if (fields.size() != names.size())
        return std::nullopt;
    GpuInfo gpu;
    gpu.index = static_cast<std::uint32_t>(position);
    for (std::size_t n = 0; n < fields.size(); ++n) {
        if (!fill(gpu, names[n], fields[n]))
            return std::nullopt;
    }
    return gpu;
}

} // namespace

std::vector<GpuInfo> parseGpus(std::string_view csv, std::string_view fields)
{
    std::vector<std::string_view> names = columnNames(fields);
    std::vector<GpuInfo> gpus;
    for (const std::string_view line : split(csv, '\n')) {
        if (line.empty() || line.front() == '#')
            continue;
        if (isHeader(line)) {
            names = columnNames(line);
            continue;
        }
        if (auto gpu = parseLine(line, names, gpus.size()))
            gpus.push_back(std::move(*gpu));
    }
    return gpus;
}

} // namespace orrery::platform
