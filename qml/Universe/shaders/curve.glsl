// SPDX-License-Identifier: GPL-3.0-or-later
// One piece of an edge: a cubic whose four points fill the three rows of its instance.
vec3 curvePoint(mat4 rows, float t)
{
    vec3 p0 = rows[0].xyz;
    vec3 p1 = vec3(rows[0].w, rows[1].xy);
    vec3 p2 = vec3(rows[1].zw, rows[2].x);
    vec3 p3 = rows[2].yzw;
    float s = 1.0 - t;
    return p0 * (s * s * s) + p1 * (3.0 * s * s * t) + p2 * (3.0 * s * t * t) + p3 * (t * t * t);
}
