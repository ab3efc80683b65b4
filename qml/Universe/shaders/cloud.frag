VARYING vec4 vHue;

void MAIN()
{
    FRAGCOLOR = vHue;
}
