// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec3 vLocal;
VARYING vec3 vNormal;
VARYING vec3 vToEye;
VARYING vec4 vHue;
VARYING vec4 vData;
VARYING vec3 vExtra;

// Where on the square's border a point lies: 0..1 clockwise from the top left.
float perimeter(vec2 p)
{
    vec2 a = abs(p);
    float m = max(max(a.x, a.y), 0.001);
    p /= m;
    if (a.y >= a.x)
        return p.y > 0.0 ? (p.x + 1.0) / 8.0 : 0.5 + (1.0 - p.x) / 8.0;
    return p.x > 0.0 ? 0.25 + (1.0 - p.y) / 8.0 : 0.75 + (p.y + 1.0) / 8.0;
}

vec3 loadRamp(float load)
{
    vec3 low = vec3(0.0, 0.82, 1.0);
    vec3 middle = vec3(0.70, 0.53, 1.0);
    vec3 high = vec3(1.0, 0.30, 0.31);
    return load < 0.5 ? mix(low, middle, load * 2.0) : mix(middle, high, load * 2.0 - 1.0);
}

void MAIN()
{
    vec3 hue = vHue.rgb;
    float emphasis = vHue.a;
    float state = vData.x;
    vec3 n = vNormal;
    vec3 a = abs(n);
    float key = clamp(dot(n, vec3(-0.35, 0.76, 0.55)), 0.0, 1.0);
    bool bears = a.z > 0.5 || vExtra.z > 0.9; // the thin sides of a plate carry nothing

    vec2 uv = a.z > 0.5 ? vec2(vLocal.x * sign(n.z), vLocal.y)
            : a.x > 0.5 ? vec2(-vLocal.z * sign(n.x), vLocal.y)
                         : vec2(vLocal.x, -vLocal.z * sign(n.y));
    float inset = 0.5 - max(abs(uv.x), abs(uv.y));
    float px = max(fwidth(uv.x) + fwidth(uv.y), 0.0005) * 0.7;
    float detail = 1.0 - smoothstep(0.020, 0.045, px); // 1 = large enough for rim, aura and bar

    vec3 glass = mix(vec3(0.030, 0.047, 0.078), hue, 0.10) * (0.55 + 0.8 * key);
    vec3 color = glass;
    vec2 bar = vec2(0.0); // of the load: covered, used

    // Energy fill of a running node; without a known progress a band wanders upwards.
    float height = vLocal.y + 0.5;
    if (state > 3.5 && state < 4.5) {
        if (vData.y >= 0.0) {
            float filled = 1.0 - smoothstep(vData.y - px, vData.y + px, height);
            color += hue * filled * (0.16 + 0.20 * height);
            color += hue * exp(-abs(height - vData.y) * 34.0) * 0.75 * step(0.01, vData.y) * step(vData.y, 0.995);
        } else {
            float band = abs(height - fract(time * 0.45));
            color += hue * (0.10 + 0.38 * exp(-min(band, 1.0 - band) * 9.0));
        }
    }

    if (bears) {
        // The border is bevelled: it catches the light as if it leaned outwards.
        vec3 lean = a.z > 0.5 ? vec3(uv.x * n.z, uv.y, 0.0) : a.x > 0.5 ? vec3(0.0, uv.y, -uv.x * n.x)
                                                                  : vec3(uv.x, 0.0, -uv.y * n.y);
        vec3 b = abs(lean);
        float m = max(b.x, max(b.y, b.z));
        vec3 outward = n + (step(vec3(0.0), lean) * 2.0 - 1.0) * step(vec3(m - 0.0001), b);
        float glint = clamp(dot(normalize(outward), vec3(-0.35, 0.76, 0.55)), 0.0, 1.0);
        float bevel = 1.0 - smoothstep(0.062 - px, 0.062 + px, inset);
        color += hue * (0.03 + 0.34 * glint * glint) * emphasis * bevel * detail;
        float facing = smoothstep(0.12, 0.45, dot(n, normalize(vToEye)));
        // Only the face that looks at the viewer most shows the sign.
        vec3 eye = abs(normalize(vToEye));
        float showsGlyph = smoothstep(-0.12, 0.02, dot(n, normalize(vToEye)) - max(eye.x, max(eye.y, eye.z)));
        float segments = vData.w;
        float thick = segments > 0.5 ? 0.026 : 0.014;
        float rim = (1.0 - smoothstep(thick, thick + px * 1.5, abs(inset - 0.118))) * mix(0.55, 1.0, detail);
        if (segments > 0.5) {
            float at = perimeter(uv) * segments;
            float lit = step(floor(at) + 0.5, max(vData.y, 0.0) * segments + 0.001);
            if (state > 4.5 && state < 5.5)
                lit = 1.0;
            float gap = smoothstep(0.0, 0.10, fract(at)) * smoothstep(0.0, 0.10, 1.0 - fract(at));
            rim *= gap * mix(0.30, 1.15, lit);
        }
        float inner = inset > 0.118 ? exp(-(inset - 0.118) * 15.0) * 0.20 : 0.0;
        color += hue * (rim * 0.95 + inner) * emphasis * mix(0.45, 1.0, facing);

        float reach = mix(0.36, 0.27, detail);
        float edge = glyphDistance(state, uv / reach) * reach;
        float ink = (1.0 - smoothstep(-px * 0.8, px * 0.8, edge)) * showsGlyph;
        float aura = exp(-max(edge, 0.0) * 16.0) * 0.30 * detail;
        color = mix(color, mix(hue, vec3(1.0), 0.30) * clamp(emphasis * 1.3, 0.0, 1.1), ink);
        color += hue * aura * showsGlyph * emphasis * (1.0 - ink);

        // Load: a thin bar above the lower rim.
        if (vData.z > 0.004 && a.y < 0.5) {
            float on = (1.0 - smoothstep(0.011, 0.011 + px, abs(uv.y + 0.29)))
                      * (1.0 - smoothstep(0.26, 0.26 + px, abs(uv.x)));
            float used = 1.0 - smoothstep(vData.z - px, vData.z + px, (uv.x + 0.26) / 0.52);
            bar = vec2(on * showsGlyph * detail, used);
            color = mix(color, loadRamp(vData.z) * mix(0.16, 1.0, used), bar.x);
        }
    } else {
        color += hue * (0.08 + 0.22 * key) * emphasis;
    }

    // Seen small, the body carries more of the colour.
    color += hue * (0.07 + 0.16 * key) * (1.0 - detail) * emphasis;
    color = mix(color, hue * 1.1 + vec3(0.12), vExtra.y * 0.7);
    color *= min(0.35 + 0.65 * emphasis, 1.25);
    if (paper > 0.5) {
        // The same drawing in ink: as much of the hue as there was light of it.
        float most = max(max(hue.r, hue.g), max(hue.b, 0.001));
        float ink = clamp(max(max(color.r, color.g), color.b) / most - 0.06, 0.0, 1.0);
        color = mix(mix(vec3(0.86), vec3(1.0), key), hue, ink);
        color = mix(color, mix(vec3(0.78), loadRamp(vData.z) * 0.85, bar.y), bar.x);
    }
    color = mix(color, backdrop, vExtra.x);
    FRAGCOLOR = vec4(color, 1.0);
}
