VARYING vec2 vGround;
VARYING vec2 vFade;

float lines(vec2 at)
{
    vec2 step1 = max(fwidth(at), vec2(0.0001));
    vec2 distance = abs(fract(at - 0.5) - 0.5) / step1;
    vec2 line = (1.0 - smoothstep(vec2(0.4), vec2(1.3), distance)) * clamp(1.0 - step1 * 2.2, 0.0, 1.0);
    return max(line.x, line.y);
}

void MAIN()
{
    float fade = max(0.0, 1.0 - length(vFade));
    fade *= fade;
    float light = (lines(vGround / cell) * 0.55 + lines(vGround / (cell * 5.0)) * 0.65) * fade;
    FRAGCOLOR = vec4(tint * light * 0.24, 0.0);
}
