// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/reportexport.h"

#include <QAbstractTextDocumentLayout>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QTextDocument>
#include <QUrl>

#include "bridge/text.h"
#include "engine/toolkit.h"

namespace orrery::history {
namespace {

constexpr int dotsPerInch = 150;
constexpr std::size_t mostDrawn = 3000; ///< nodes; beyond is no picture any more

Error cannotWrite(const QString &file, const QString &why)
{
    return {ErrorCode::Io, bridge::text(file), bridge::text(why)};
}

/// A picture of the report at twice its size, so that it is sharp on paper.
QImage drawn(const std::string &svg)
{
    QImage image;
    image.loadFromData(QByteArray::fromStdString(svg), "SVG");
    return image;
}

Result<> writePdf(const RunReport &report, const QString &file)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly))
        return tl::unexpected(cannotWrite(file, out.errorString()));
    QPdfWriter writer(&out);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(14, 14, 14, 14), QPageLayout::Millimeter);
    writer.setResolution(dotsPerInch);
    writer.setTitle(QStringLiteral("%1 %2").arg(bridge::qs(report.run.summary.dagName),
                                                bridge::qs(report.run.summary.id.text)));
    writer.setCreator(QStringLiteral("Orrery"));
    QTextDocument document;
    document.documentLayout()->setPaintDevice(&writer);
    const QSizeF page = writer.pageLayout().paintRectPixels(dotsPerInch).size();
    for (const auto &[name, svg] : {std::pair{"report:gantt", toolkit::ganttSvg(report)},
                                    std::pair{"report:graph", report.graph}}) {
        QImage image = drawn(svg);
        if (!image.isNull() && image.width() > page.width())
            image = image.scaledToWidth(int(page.width()), Qt::SmoothTransformation);
        document.addResource(QTextDocument::ImageResource, QUrl(QLatin1String(name)), image);
    }
    QFont font(QStringLiteral("Inter"));
    font.setPointSizeF(8.5);
    document.setDefaultFont(font);
    document.setHtml(QString::fromStdString(toolkit::toHtml(report)));
    document.setPageSize(page);
    document.print(&writer);
    if (!out.commit())
        return tl::unexpected(cannotWrite(file, out.errorString()));
    return {};
}

} // namespace

Result<> writeReport(RunReport report, const QString &file)
{
    const bool pdf = file.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive);
    if (!pdf && !file.endsWith(QStringLiteral(".html"), Qt::CaseInsensitive))
        return fail(ErrorCode::InvalidSpec, bridge::text(file),
                    "a report is written as .html or .pdf; give its name one of these endings");
    if (report.graph.empty() && report.run.dag && report.run.dag->nodes.size() <= mostDrawn)
        report.graph = toolkit::toSvg(*report.run.dag, {});
    report.namedPictures = pdf;
    if (pdf)
        return writePdf(report, file);
    QSaveFile out(file);
    const std::string html = toolkit::toHtml(report);
    if (!out.open(QIODevice::WriteOnly) || out.write(html.data(), qint64(html.size())) < 0 ||
        !out.commit())
        return tl::unexpected(cannotWrite(file, out.errorString()));
    return {};
}

} // namespace orrery::history
