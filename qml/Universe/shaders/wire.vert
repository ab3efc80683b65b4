// SPDX-License-Identifier: GPL-3.0-or-later
// The edges of a node's box, from the same table as the box.
VARYING vec2 vAcross; // -1..1, half width [px]
VARYING vec4 vHue;

void MAIN()
{
    mat4 rows = transpose(INSTANCE_MODEL_MATRIX);
    vec3 shape = vec3(1.0, 1.0, rows[1].x) * rows[0].w;
    bool right = dot(NORMAL, NORMAL) > 2.0;
    vec3 here = rows[0].xyz + VERTEX * shape;
    vec3 there = here + normalize(NORMAL) * shape;
    here += normalize(CAMERA_POSITION - here) * 0.03 * rows[0].w; // in front of the faces it borders
    vec4 clip = VIEWPROJECTION_MATRIX * vec4(here, 1.0);
    vec4 next = VIEWPROJECTION_MATRIX * vec4(there, 1.0);
    vec2 along = (next.xy * clip.w - clip.xy * next.w) * viewport;
    along = length(along) > 0.000001 ? normalize(along) : vec2(1.0, 0.0);
    float pixels = focal * rows[0].w / max(clip.w, 0.05);
    float halfWidth = clamp(pixels * 0.03, 1.5, 3.2);
    vec2 normal = vec2(-along.y, along.x) * (right ? 1.0 : -1.0);
    clip.xy += normal * halfWidth * 2.0 / viewport * clip.w;
    bool start = NORMAL.x + NORMAL.y + NORMAL.z > 0.0; // at the other end the sides are swapped
    vAcross = vec2(right == start ? 1.0 : -1.0, halfWidth);
    float fogged = 1.0 - clamp((clip.w - fog.x) / (fog.y - fog.x), 0.0, 0.85);
    vHue = vec4(INSTANCE_COLOR.rgb, min(INSTANCE_COLOR.a, 1.2) * fogged);
    POSITION = clip.w > 0.05 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
