// SPDX-License-Identifier: GPL-3.0-or-later
#include "picking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace orrery::universe {
namespace {

constexpr float miss = std::numeric_limits<float>::max();

/// Distance along the ray to a box (slab method), or `miss`.
float enter(const Ray &ray, const QVector3D &center, float half)
{
    float nearest = 0;
    float farthest = miss;
    for (int axis = 0; axis < 3; ++axis) {
        const float direction = ray.direction[axis];
        const float offset = center[axis] - ray.origin[axis];
        if (std::abs(direction) < 1e-9F) {
            if (std::abs(offset) > half)
                return miss;
            continue;
        }
        float in = (offset - half) / direction;
        float out = (offset + half) / direction;
        if (in > out)
            std::swap(in, out);
        nearest = std::max(nearest, in);
        farthest = std::min(farthest, out);
    }
    return nearest <= farthest ? nearest : miss;
}

QVector3D pointOf(const Curve &curve, float t)
{
    const auto &[a, b, c, d] = curve.point;
    const float u = 1 - t;
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
}

/// Of a pixel from a straight piece.
float distance(QPointF pixel, QPointF from, QPointF to)
{
    const QPointF along = to - from, off = pixel - from;
    const qreal length = QPointF::dotProduct(along, along);
    const qreal t = length > 0 ? std::clamp(QPointF::dotProduct(off, along) / length, 0.0, 1.0) : 0;
    const QPointF left = off - along * t;
    return float(std::hypot(left.x(), left.y()));
}

} // namespace

int pick(const GraphData &graph, const OrbitCamera &camera, QPointF pixel, float minimumPixels)
{
    const Ray ray = camera.ray(pixel);
    const float unitsPerPixel = 1 / camera.pixelsPerUnit(1); // at distance 1, grows linearly
    int best = noNode;
    float bestDistance = miss;
    for (int node = 0; node < graph.nodeCount(); ++node) {
        const QVector3D center = graph.position(node);
        const float distance = QVector3D::dotProduct(center - ray.origin, ray.direction);
        if (distance <= 0 || distance - 2 >= bestDistance)
            continue;
        const float half = std::max(graph.size(node), minimumPixels * unitsPerPixel * distance) / 2;
        const float at = enter(ray, center, half);
        if (at < bestDistance) {
            bestDistance = at;
            best = node;
        }
    }
    return best;
}

int pickEdge(const std::vector<std::vector<Curve>> &curves, const OrbitCamera &camera,
             QPointF pixel, float reach)
{
    constexpr int steps = 10; // straight pieces per curve
    int best = noEdge;
    float bestOff = reach;
    for (std::size_t edge = 0; edge < curves.size(); ++edge)
        for (const Curve &curve : curves[edge]) {
            QPointF before;
            bool seen = false;
            for (int i = 0; i <= steps; ++i) {
                const QVector3D at = camera.project(pointOf(curve, float(i) / float(steps)));
                const QPointF now(at.x(), at.y());
                if (seen && at.z() > 0) {
                    const float off = distance(pixel, before, now);
                    if (off < bestOff) {
                        bestOff = off;
                        best = int(edge);
                    }
                }
                seen = at.z() > 0;
                before = now;
            }
        }
    return best;
}

} // namespace orrery::universe
