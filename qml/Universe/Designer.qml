// SPDX-License-Identifier: GPL-3.0-or-later
// What a hand does, drawn flat over the space: a node's handle, an edge on its way, a frame.
import QtQuick
import QtQuick.Shapes
import Orrery.Theming
import Orrery.Universe

Item {
    id: designer
    required property Designing hand
    required property Theme theme

    readonly property color linkHue: hand.linkRefused ? theme.color.danger
        : hand.linkFits ? theme.color.success : theme.color.accent

    // Where an edge is drawn from.
    Rectangle {
        id: handle
        readonly property real reach: designer.hand.handleHot || designer.hand.linking ? 16 : 11
        visible: designer.hand.handleShown
        x: designer.hand.handle.x - width / 2
        y: designer.hand.handle.y - height / 2
        width: reach
        height: reach
        radius: reach / 2
        color: Qt.alpha(designer.theme.color.background, 0.8)
        border.width: 1.5
        border.color: designer.hand.linking ? designer.linkHue : designer.theme.color.accent
        Rectangle {
            anchors.centerIn: parent
            width: designer.hand.handleHot || designer.hand.linking ? 7 : 3
            height: width
            radius: width / 2
            color: parent.border.color
        }
    }

    Shape {
        anchors.fill: parent
        visible: designer.hand.linking
        ShapePath {
            strokeColor: designer.linkHue
            strokeWidth: 2
            strokeStyle: designer.hand.linkFits ? ShapePath.SolidLine : ShapePath.DashLine
            dashPattern: [3, 3]
            fillColor: "transparent"
            startX: designer.hand.linkStart.x
            startY: designer.hand.linkStart.y
            PathCubic {
                readonly property real reach: Math.max(40, Math.abs(designer.hand.linkEnd.x - designer.hand.linkStart.x) / 2)
                x: designer.hand.linkEnd.x
                y: designer.hand.linkEnd.y
                control1X: designer.hand.linkStart.x + reach
                control1Y: designer.hand.linkStart.y
                control2X: designer.hand.linkEnd.x - reach
                control2Y: designer.hand.linkEnd.y
            }
        }
    }

    // Why not, or what would happen.
    Rectangle {
        visible: designer.hand.linking && reason.text.length > 0
        x: Math.max(8, Math.min(designer.width - width - 8, designer.hand.linkEnd.x + 18))
        y: Math.max(8, Math.min(designer.height - height - 8, designer.hand.linkEnd.y + 14))
        width: reason.width + 20
        height: reason.height + 12
        color: Qt.alpha(designer.theme.color.background, 0.94)
        border.width: 1
        border.color: Qt.alpha(designer.linkHue, 0.6)
        Text {
            id: reason
            x: 10
            y: 6
            width: Math.min(implicitWidth, 360)
            text: designer.hand.linkText
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            color: designer.hand.linkRefused ? designer.theme.color.danger : designer.theme.color.text
            font.family: designer.theme.type.sans
            font.pixelSize: designer.theme.type.caption + 1
            renderType: Text.NativeRendering
        }
    }

    Rectangle {
        visible: designer.hand.framing
        x: designer.hand.frame.x
        y: designer.hand.frame.y
        width: designer.hand.frame.width
        height: designer.hand.frame.height
        color: Qt.alpha(designer.theme.color.accent, 0.08)
        border.width: 1
        border.color: Qt.alpha(designer.theme.color.accent, 0.7)
    }
}
