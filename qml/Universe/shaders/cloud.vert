// SPDX-License-Identifier: GPL-3.0-or-later
// Points and lines with a colour of their own. A point that stands for a box (boxes = 1) shrinks with
// its distance and fades once it would be smaller than a pixel.
VARYING vec4 vHue;

void MAIN()
{
    vec4 clip = VIEWPROJECTION_MATRIX * MODEL_MATRIX * vec4(VERTEX, 1.0);
    float pixels = focal / max(clip.w, 0.05);
    vHue = COLOR * mix(1.0, clamp(pixels * pixels, 0.22, 1.0), boxes);
    POINT_SIZE = mix(pointSize, clamp(pixels, 1.0, pointSize), boxes);
    POSITION = clip;
}
