VARYING vec2 vGround;
VARYING vec2 vFade;

void MAIN()
{
    vec3 world = vec3(ground.x + VERTEX.x * ground.w, ground.y, ground.z + VERTEX.y * ground.w);
    vGround = world.xz;
    vFade = VERTEX.xy;
    POSITION = VIEWPROJECTION_MATRIX * vec4(world, 1.0);
}
