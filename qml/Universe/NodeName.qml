// SPDX-License-Identifier: GPL-3.0-or-later
// The name of a node, and the line that leads to it.
import QtQuick
import Orrery.Theming

Item {
    id: name
    required property Theme theme
    required property string text
    required property rect box
    required property point anchor
    required property bool leader
    required property bool quiet
    required property real strength
    required property color hue

    x: box.x
    y: box.y
    width: box.width
    height: box.height
    opacity: strength

    // From the nearest corner of the plate to the node.
    Rectangle {
        readonly property real startX: name.anchor.x > name.box.x + name.width / 2 ? name.width : 0
        readonly property real startY: name.anchor.y > name.box.y + name.height / 2 ? name.height : 0
        readonly property real dx: name.anchor.x - name.box.x - startX
        readonly property real dy: name.anchor.y - name.box.y - startY
        visible: name.leader
        x: startX
        y: startY
        width: Math.max(0, Math.sqrt(dx * dx + dy * dy) - 4)
        height: 1
        transformOrigin: Item.Left
        rotation: Math.atan2(dy, dx) * 180 / Math.PI
        color: Qt.alpha(name.hue, name.quiet ? 0.32 : 0.55)
        antialiasing: true
    }
    Rectangle {
        anchors.fill: parent
        color: Qt.alpha(name.theme.color.background, name.quiet ? 0.55 : 0.86)
        border.color: Qt.alpha(name.hue, 0.34)
        border.width: name.quiet ? 0 : name.theme.space.hairline
    }
    Rectangle {
        visible: !name.quiet
        width: 2
        height: parent.height
        color: name.hue
    }
    Text {
        x: 9
        anchors.verticalCenter: parent.verticalCenter
        text: name.text
        textFormat: Text.PlainText
        color: name.quiet ? name.theme.color.muted : name.theme.color.text
        font.family: name.theme.type.mono
        font.pixelSize: name.theme.type.caption
        renderType: Text.NativeRendering
    }
}
