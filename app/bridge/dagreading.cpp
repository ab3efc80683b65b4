// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/dagreading.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "bridge/filecontent.h"
#include "bridge/text.h"
#include "engine/component.h"
#include "engine/engine.h"

namespace orrery::bridge {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(DagReading)
};

/// A DOT file is read by Graphviz in a process of its own.
void readDot(Reading &reading, const std::string &programDir)
{
    Result<DagSpec> dag = fromDot(reading.text, text(reading.file), programDir);
    if (dag)
        reading.parsed.dag = std::move(*dag);
    else
        reading.problem = errorText(dag.error());
}

void parseText(Reading &reading, const std::string &programDir, const std::string &home,
               const toolkit::Limits &limits)
{
    const std::string path = text(reading.file);
    reading.parsed =
        toolkit::parse(reading.text, path, *catalogueFor(reading.text, programDir, home), limits);
    // Bytes are shown and run as the JSON that says the same.
    reading.converted = toolkit::isBinary(toolkit::detectFormat(reading.text, path));
    if (reading.converted)
        reading.text = toolkit::toJson(reading.parsed.dag);
}

/// What only this machine can say: which files are missing.
void finish(Reading &reading)
{
    for (Finding &missing :
         missingFiles(reading.parsed.dag, reading.converted ? std::string() : reading.text,
                      text(reading.file), Finding::Severity::Warning))
        reading.parsed.findings.push_back(std::move(missing));
    if (reading.parsed.ok())
        reading.version = toolkit::versionOf(reading.parsed.dag);
}

} // namespace

std::shared_ptr<Reading> readingOfFile(const QString &path, const std::string &programDir,
                                       const std::string &home, const toolkit::Limits &limits)
{
    auto reading = std::make_shared<Reading>();
    reading->file = path;
    if (const QFileInfo info(path); info.isDir())
        reading->problem = Words::tr("this is a directory; open a DAG file inside it");
    else if (info.isFile() && std::uint64_t(info.size()) > limits.maxBytes)
        reading->problem =
            Words::tr("%1 is larger than the limit of %2 (setting limits.maxBytes)")
                .arg(bytesText(double(info.size())), bytesText(double(limits.maxBytes)));
    else if (const auto content = contentOf(path, qint64(limits.maxBytes)))
        reading->text = content->toStdString();
    else
        reading->problem = qs(content.error().what);
    if (reading->problem.isEmpty()) {
        if (toolkit::detectFormat(reading->text, text(path)) == toolkit::Format::Dot) {
            readDot(*reading, programDir);
            if (reading->ok())
                reading->version = toolkit::versionOf(reading->parsed.dag);
        } else {
            parseText(*reading, programDir, home, limits);
            finish(*reading);
        }
    }
    if (!reading->problem.isEmpty()) {
        Finding finding;
        finding.file = text(path);
        finding.message = text(reading->problem);
        reading->parsed.findings.push_back(finding);
    }
    return reading;
}

std::shared_ptr<Reading> readingOfText(const std::string &text, const QString &path,
                                       const std::string &programDir, const std::string &home,
                                       const toolkit::Limits &limits)
{
    auto reading = std::make_shared<Reading>();
    reading->file = path;
    reading->text = text;
    parseText(*reading, programDir, home, limits);
    finish(*reading);
    return reading;
}

std::shared_ptr<Reading> withText(toolkit::Parsed parsed, const std::string &text,
                                  const QString &path)
{
    auto reading = std::make_shared<Reading>();
    reading->file = path;
    reading->text = text;
    reading->parsed = std::move(parsed);
    finish(*reading);
    return reading;
}

} // namespace orrery::bridge
