// SPDX-License-Identifier: GPL-3.0-or-later
// No graph is open: an orrery at rest and one sentence.
import QtQuick
import Orrery.Theming
import Orrery.Universe

Item {
    id: root
    required property Theme theme
    signal clicked()

    OrreryEmblem {
        id: emblem
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.round(parent.height * 0.43 - height / 2)
        width: Math.min(parent.width * 0.72, parent.height * 1.15)
        height: width * 0.46
        theme: root.theme
    }
    Text {
        id: invitation
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: emblem.bottom
        anchors.topMargin: root.theme.space.xl
        text: qsTr("Open a DAG, or run an example")
        color: over.hovered ? root.theme.color.accent : root.theme.color.text
        font.family: root.theme.type.sans
        font.pixelSize: root.theme.type.title
        font.letterSpacing: 0.4
        renderType: Text.NativeRendering
        Accessible.role: Accessible.Button
        Accessible.name: text
        HoverHandler {
            id: over
            cursorShape: Qt.PointingHandCursor
        }
        TapHandler { onTapped: root.clicked() }
    }
}
