// SPDX-License-Identifier: GPL-3.0-or-later
// A packet of data under way: data = phase, speed [1/s], size, 0
VARYING vec2 vUv;
VARYING vec4 vHue;

void MAIN()
{
    mat4 rows = transpose(INSTANCE_MODEL_MATRIX);
    float t = fract(INSTANCE_DATA.x + time * INSTANCE_DATA.y);
    vec4 clip = VIEWPROJECTION_MATRIX * vec4(curvePoint(rows, t), 1.0);
    float radius = clamp(focal * 0.085 / max(clip.w, 0.05), 2.4, 6.5) * INSTANCE_DATA.z;
    float shade = 1.0 - clamp((clip.w - fog.x) / (fog.y - fog.x), 0.0, 0.85);
    clip.xy += VERTEX.xy * radius * 2.0 / viewport * clip.w;
    vUv = VERTEX.xy;
    vHue = vec4(INSTANCE_COLOR.rgb, INSTANCE_COLOR.a * shade);
    POSITION = clip.w > 0.05 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
