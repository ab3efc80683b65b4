// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec4 vAcross;
VARYING vec4 vHue;
VARYING vec4 vInfo;
VARYING vec2 vArrow;

void MAIN()
{
    float light;
    if (vAcross.w > 0.5) {
        float inside = min(-vArrow.x * 0.55 - abs(vArrow.y), vArrow.x + 1.0) * vAcross.w;
        light = smoothstep(0.0, 1.0, inside) * 1.1;
    } else {
        float d = abs(vAcross.x) * vAcross.y; // [px]
        float dash = floor(vInfo.x + 0.001);
        float wider = max(vInfo.x - dash, 0.0) / 0.9;
        float core = 1.0 - smoothstep(0.35, 1.25, d - 3.6 * wider);
        float fade = 1.0 - abs(vAcross.x);
        light = core * 0.85 + fade * fade * 0.20;
        // Dashes: 1 failure, 2 always, 3 expression.
        if (dash > 0.5) {
            float period = dash < 1.5 ? 0.42 : dash < 2.5 ? 0.85 : 0.22;
            float on = dash < 1.5 ? 0.55 : dash < 2.5 ? 0.72 : 0.45;
            float at = fract(vAcross.z / period);
            float soft = clamp(fwidth(vAcross.z / period), 0.02, 0.5);
            light *= mix(0.10, 1.0, 1.0 - smoothstep(on - soft, on, at)) * smoothstep(0.0, soft, at);
        }
    }
    light *= vHue.a * mix(0.55, 1.0, vInfo.w) * (1.0 - vInfo.z);
    light = mix(light, min(light * 1.25, 1.0), paper); // on paper light is ink
    FRAGCOLOR = vec4(vHue.rgb * light, light * mix(0.35, 1.0, paper));
}
