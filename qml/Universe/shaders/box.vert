// SPDX-License-Identifier: GPL-3.0-or-later
// A node: row0 = centre, size; row1 = depth, flash; colour = hue, emphasis; data = state, progress, load, segments.
VARYING vec3 vLocal;
VARYING vec3 vNormal;
VARYING vec3 vToEye;
VARYING vec4 vHue;
VARYING vec4 vData;
VARYING vec3 vExtra; // fog, flash, depth

void MAIN()
{
    mat4 rows = transpose(INSTANCE_MODEL_MATRIX);
    vec3 world = rows[0].xyz + VERTEX * vec3(1.0, 1.0, rows[1].x) * rows[0].w;
    vLocal = VERTEX;
    vNormal = NORMAL;
    vToEye = CAMERA_POSITION - world;
    vHue = INSTANCE_COLOR;
    vData = INSTANCE_DATA;
    float distance = length(vToEye);
    vExtra = vec3(clamp((distance - fog.x) / (fog.y - fog.x), 0.0, 0.62), rows[1].y, rows[1].x);
    POSITION = VIEWPROJECTION_MATRIX * vec4(world, 1.0);
}
