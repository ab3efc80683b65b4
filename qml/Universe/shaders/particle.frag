// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec2 vUv;
VARYING vec4 vHue;

void MAIN()
{
    float r = length(vUv);
    float glow = max(0.0, 1.0 - r);
    float core = 1.0 - smoothstep(0.22, 0.42, r);
    vec3 color = vHue.rgb * glow * glow * 0.9 + mix(vHue.rgb, vec3(1.0), 0.45) * core;
    float ink = max(core, glow * glow * 0.5);
    FRAGCOLOR = mix(vec4(color * vHue.a, core * vHue.a * 0.8), vec4(vHue.rgb * ink, ink) * vHue.a, paper);
}
