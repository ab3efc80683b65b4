// SPDX-License-Identifier: GPL-3.0-or-later
// Signs of the states as signed distances; p is -1..1, y up. Order: TaskState.
// Same proportions as app/theming/stateglyph.cpp.
float strokeDistance(vec2 p, vec2 a, vec2 b)
{
    vec2 along = b - a;
    float h = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
    return length(p - a - along * h) - 0.12;
}

float glyphDistance(float state, vec2 p)
{
    if (state < 0.5) // pending: dot
        return length(p) - 0.24;
    if (state < 1.5) // waiting: ring
        return abs(length(p) - 0.56) - 0.12;
    if (state < 2.5) // held: two bars
        return strokeDistance(vec2(abs(p.x), p.y), vec2(0.3, -0.5), vec2(0.3, 0.5));
    if (state < 3.5) { // queued: clock
        float hands = min(strokeDistance(p, vec2(0.0, 0.38), vec2(0.0, -0.02)),
                          strokeDistance(p, vec2(0.0, -0.02), vec2(0.28, -0.16)));
        return min(abs(length(p) - 0.66) - 0.12, hands);
    }
    if (state < 4.5) // running: triangle
        return max(-0.42 - p.x, dot(vec2(p.x - 0.68, abs(p.y)), vec2(0.4908, 0.8712)));
    if (state < 5.5) // succeeded: check
        return min(strokeDistance(p, vec2(-0.56, -0.04), vec2(-0.16, -0.44)),
                   strokeDistance(p, vec2(-0.16, -0.44), vec2(0.6, 0.42)));
    if (state < 6.5) // failed: cross
        return strokeDistance(abs(p), vec2(0.0), vec2(0.46));
    if (state < 7.5) // cancelled: square
        return max(abs(p.x), abs(p.y)) - 0.44;
    return strokeDistance(p, vec2(-0.54, 0.0), vec2(0.54, 0.0)); // skipped: dash
}
