// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec3 vLine;

void MAIN()
{
    float light = (1.0 - smoothstep(0.3, 1.4, abs(vLine.x) * vLine.y)) * vLine.z;
    FRAGCOLOR = vec4(tint * light * 0.21, light * 0.21 * paper);
}
