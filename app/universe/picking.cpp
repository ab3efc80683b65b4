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

} // namespace orrery::universe
