// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec4 vHue;

// Premultiplied: the hue without its strength, times the ink.
vec3 inkHue(vec3 lit, float ink)
{
    float most = max(max(lit.r, lit.g), max(lit.b, 0.001));
    return lit / most * 0.62 * min(ink, 1.0);
}

void MAIN()
{
    // On paper light is ink: it covers by as much as it would have shone.
    float ink = max(max(vHue.r, vHue.g), vHue.b) * 1.4;
    FRAGCOLOR = mix(vHue, vec4(inkHue(vHue.rgb, ink), min(ink, 1.0)), paper);
}
