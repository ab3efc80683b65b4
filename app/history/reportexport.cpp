// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/reportexport.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QImage>
#include <QImageReader>
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
constexpr double inside = 0.93;         ///< of a page's width: what pictures may take
constexpr std::size_t mostDrawn = 3000; ///< nodes; beyond is no picture any more

Error cannotWrite(const QString &file, const QString &why)
{
    return {ErrorCode::Io, bridge::text(file), bridge::text(why)};
}

/// A picture of the report, sharp enough for paper.
QImage drawn(const std::string &svg, double width)
{
    QByteArray bytes = QByteArray::fromStdString(svg);
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer, "SVG");
    const QSize size = reader.size();
    if (size.isValid())
        reader.setScaledSize(size.scaled(int(2 * width), 1 << 20, Qt::KeepAspectRatio));
    return reader.read();
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
    const double width = page.width() * inside;
    QFont font(QStringLiteral("Inter"));
    font.setPointSizeF(8.5);
    document.setDefaultFont(font);
    QString html = QString::fromStdString(toolkit::toHtml(report));
    for (const auto &[name, svg] :
         {std::pair{QStringLiteral("report:gantt"), toolkit::ganttSvg(report)},
          std::pair{QStringLiteral("report:graph"), report.graph}}) {
        const QImage image = drawn(svg, width);
        if (image.isNull() && !svg.empty())
            return tl::unexpected(cannotWrite(
                file, QStringLiteral("pictures cannot be drawn without the package libqt6svg6")));
        if (image.isNull())
            continue;
        document.addResource(QTextDocument::ImageResource, QUrl(name), image);
        // Sizes are told for a screen of 96 dots per inch.
        const double height = width * image.height() / image.width();
        html.replace(QStringLiteral("<img src=\"%1\"").arg(name),
                     QStringLiteral("<img src=\"%1\" width=\"%2\" height=\"%3\"")
                         .arg(name)
                         .arg(int(width * 96 / dotsPerInch))
                         .arg(int(height * 96 / dotsPerInch)));
    }
    document.setHtml(html);
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
