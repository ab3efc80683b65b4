// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec2 vUv;

void MAIN()
{
    vUv = VERTEX.xy * 0.5 + 0.5;
    POSITION = vec4(VERTEX.xy, 0.99999, 1.0);
}
