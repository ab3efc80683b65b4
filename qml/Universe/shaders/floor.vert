// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of the floor: x, z the place, y the side; the normal is the direction, its y marks heavy lines.
VARYING vec3 vLine; // -1..1 across, half width [px], light

void MAIN()
{
    vec3 way = vec3(NORMAL.x, 0.0, NORMAL.z);
    vec3 world = vec3(ground.x, ground.y, ground.z) + vec3(VERTEX.x, 0.0, VERTEX.z) * ground.w;
    vec4 clip = VIEWPROJECTION_MATRIX * vec4(world, 1.0);
    vec4 next = VIEWPROJECTION_MATRIX * vec4(world + way * ground.w * 0.02, 1.0);
    vec2 along = (next.xy * clip.w - clip.xy * next.w) * viewport;
    along = length(along) > 0.000001 ? normalize(along) : vec2(1.0, 0.0);
    float halfWidth = 1.6;
    clip.xy += vec2(-along.y, along.x) * VERTEX.y * halfWidth * 2.0 / viewport * clip.w;
    float fade = max(0.0, 1.0 - length(VERTEX.xz));
    vLine = vec3(VERTEX.y, halfWidth, fade * fade * mix(0.55, 1.0, NORMAL.y) * strength);
    POSITION = clip.w > 0.05 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
}
