// SPDX-License-Identifier: GPL-3.0-or-later
VARYING vec4 vHue;

void MAIN()
{
    FRAGCOLOR = vHue;
}
