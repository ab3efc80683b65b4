// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec2 vAcross;
VARYING vec4 vHue;

void MAIN()
{
    float px = abs(vAcross.x) * vAcross.y;
    float core = 1.0 - smoothstep(0.35, 1.4, px);
    float light = (core * 0.62 + (1.0 - abs(vAcross.x)) * 0.10) * vHue.a;
    FRAGCOLOR = vec4(vHue.rgb * light, mix(core * min(vHue.a, 1.0) * 0.75, min(light, 1.0), paper));
}
