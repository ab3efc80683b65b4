// Points and lines with a colour of their own.
VARYING vec4 vHue;

void MAIN()
{
    vHue = COLOR;
    POSITION = VIEWPROJECTION_MATRIX * MODEL_MATRIX * vec4(VERTEX, 1.0);
    POINT_SIZE = pointSize;
}
