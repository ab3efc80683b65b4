// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec2 vUv;

void MAIN()
{
    FRAGCOLOR = vec4(texture(picture, vUv).rgb, 1.0);
}
