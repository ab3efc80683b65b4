// SPDX-License-Identifier: GPL-3.0-or-later
// A ribbon along a curve; colour = hue, strength; data = dash (its fraction: 0.9 x width), length, start and end of
// the piece on its edge 0..1
VARYING vec4 vAcross; // -1..1 across, half width [px], way along the edge, arrow
VARYING vec4 vHue;
VARYING vec4 vInfo; // dash, length, fog, place on the whole edge
VARYING vec2 vArrow;

void MAIN()
{
    mat4 rows = transpose(INSTANCE_MODEL_MATRIX);
    bool arrow = VERTEX.z > 0.5;
    float t = arrow ? 1.0 : VERTEX.x;
    float side = t > 0.5 ? -1.0 : 1.0;
    vec3 here = curvePoint(rows, t);
    vec3 there = curvePoint(rows, t + side * 0.02);
    vec4 clip = VIEWPROJECTION_MATRIX * vec4(here, 1.0);
    vec4 next = VIEWPROJECTION_MATRIX * vec4(there, 1.0);
    vec2 way = (next.xy * clip.w - clip.xy * next.w) * viewport * side;
    way = length(way) > 0.000001 ? normalize(way) : vec2(1.0, 0.0);
    vec2 normal = vec2(-way.y, way.x);

    float scale = focal / max(clip.w, 0.05); // pixels per unit
    float wider = fract(INSTANCE_DATA.x) / 0.9; // 0..1
    float halfWidth = clamp(scale * 0.07, 2.6, 6.0) * (1.0 + 2.2 * wider);
    vec2 offset = normal * VERTEX.y * halfWidth;
    float head = clamp(scale * 0.24, 4.0, 13.0);
    if (arrow)
        offset = (way * VERTEX.x + normal * VERTEX.y) * head * step(0.999, INSTANCE_DATA.w);
    clip.xy += offset * 2.0 / viewport * clip.w;

    vAcross = vec4(VERTEX.y, halfWidth, t * INSTANCE_DATA.y, arrow ? head : 0.0);
    vArrow = VERTEX.xy;
    vHue = INSTANCE_COLOR;
    float distance = clip.w;
    vInfo = vec4(INSTANCE_DATA.x, INSTANCE_DATA.y, clamp((distance - fog.x) / (fog.y - fog.x), 0.0, 0.85),
                 mix(INSTANCE_DATA.z, INSTANCE_DATA.w, t));
    POSITION = clip.w > 0.05 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
