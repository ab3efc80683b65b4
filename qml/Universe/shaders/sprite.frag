// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec2 vUv;
VARYING vec4 vHue;
VARYING vec4 vData;
VARYING vec3 vKind;

void MAIN()
{
    vec3 hue = vHue.rgb;
    float px = 1.0 / vKind.z; // one pixel in vUv
    vec4 color = vec4(0.0);
    if (vKind.x < 0.5) {
        // Far node: the sign of its state on a dark tile.
        vec2 corner = abs(vUv) - vec2(0.62);
        float tile = length(max(corner, 0.0)) + min(max(corner.x, corner.y), 0.0) - 0.22;
        float body = 1.0 - smoothstep(-px, px, tile);
        float rim = 1.0 - smoothstep(0.0, px * 1.2, abs(tile + px));
        float scale = mix(0.86, 0.62, smoothstep(5.0, 9.0, vKind.z));
        float ink = 1.0 - smoothstep(-px, px, glyphDistance(vData.x, vUv / scale) * scale);
        vec3 fill = mix(mix(backdrop, hue, 0.20) + hue * rim * 0.42,
                        mix(backdrop, hue, 0.10 + 0.60 * clamp(rim, 0.0, 1.0)), paper);
        vec3 sign = mix(hue, vec3(1.0), 0.18 * (1.0 - paper));
        vec3 lit = mix(fill, sign, ink);
        lit = mix(lit * min(0.35 + 0.65 * vHue.a, 1.2), mix(backdrop, lit, min(0.35 + 0.65 * vHue.a, 1.0)), paper);
        color = vec4(mix(lit, backdrop, vKind.y), 1.0) * body;
    } else if (vKind.x < 1.5) {
        float glow = max(0.0, 1.0 - length(vUv));
        float light = glow * glow * vHue.a * (1.0 - vKind.y);
        color = vec4(hue * light, light * paper);
    } else if (vKind.x < 2.5) {
        vec2 a = abs(vUv);
        float frame = abs(max(a.x, a.y) - 0.92);
        float line = 1.0 - smoothstep(px * 0.9, px * 1.9, frame);
        line *= step(0.58, min(a.x, a.y));
        color = vec4(hue * line, line) * vHue.a;
    } else if (vKind.x > 3.5) {
        // Rings that widen and fade; at rest one of them stands.
        float r = length(vUv);
        float at = fract(time * 0.8 + 0.55);
        float line = 1.0 - smoothstep(px, px * 2.5, abs(r - mix(0.35, 0.98, at)));
        float light = line * (1.0 - at * 0.8) + 0.16 * max(0.0, 1.0 - r);
        color = vec4(hue * light, light * mix(0.4, 1.0, paper)) * vHue.a;
    } else {
        float ring = abs(length(vUv) - 0.92);
        float line = 1.0 - smoothstep(px * 0.5, px * 1.5, ring);
        color = vec4(hue * line, line * mix(0.5, 1.0, paper)) * vHue.a;
    }
    FRAGCOLOR = color;
}
