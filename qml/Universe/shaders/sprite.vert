// SPDX-License-Identifier: GPL-3.0-or-later
// Squares that face the viewer: row0 = centre, size; row1 = kind, least and most radius [px].
// Kinds: 0 node seen from afar, 1 halo, 2 brackets of the selection, 3 ring of the hovered node,
// 4 pulse of the bottleneck.
VARYING vec2 vUv;
VARYING vec4 vHue;
VARYING vec4 vData;
VARYING vec3 vKind; // kind, fog, radius [px]

void MAIN()
{
    mat4 rows = transpose(INSTANCE_MODEL_MATRIX);
    vec4 clip = VIEWPROJECTION_MATRIX * vec4(rows[0].xyz, 1.0);
    float radius = clamp(focal * rows[0].w * 0.5 / max(clip.w, 0.05), rows[1].y, rows[1].z);
    vUv = VERTEX.xy;
    vHue = INSTANCE_COLOR;
    vData = INSTANCE_DATA;
    vKind = vec3(rows[1].x, clamp((clip.w - fog.x) / (fog.y - fog.x), 0.0, 0.62), radius);
    clip.xy += VERTEX.xy * radius * 2.0 / viewport * clip.w;
    POSITION = clip.w > 0.05 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
