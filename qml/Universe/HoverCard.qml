// SPDX-License-Identifier: GPL-3.0-or-later
// A holographic card beside the hovered node: what it is, how it is doing.
import QtQuick
import Orrery.Theming
import Orrery.Universe

HoloPanel {
    id: panel
    required property UniverseScene scene
    required property size area

    readonly property rect node: scene.cardNode
    readonly property real gap: 26
    readonly property bool onRight: node.right + gap + width + 12 < area.width

    visible: scene.cardShown
    hue: scene.card.hue
    width: 268
    height: content.height + 26
    x: Math.round(Math.max(12, Math.min(area.width - width - 12, onRight ? node.right + gap : node.left - gap - width)))
    y: Math.round(Math.max(44, Math.min(area.height - height - 44, node.y + node.height / 2 - height * 0.34)))

    function report() {
        scene.cover(visible ? Qt.rect(x, y, width, height) : Qt.rect(0, 0, 0, 0))
    }
    onVisibleChanged: report()
    onXChanged: report()
    onYChanged: report()
    onHeightChanged: report()

    component Line: Text {
        required property Theme theme
        width: parent ? parent.width : 0
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        color: theme.color.muted
        font.family: theme.type.sans
        font.pixelSize: theme.type.caption + 1
        renderType: Text.NativeRendering
    }

    Column {
        id: content
        x: 14
        y: 13
        width: parent.width - 28
        spacing: 6

        Line {
            theme: panel.theme
            text: panel.scene.card.title
            color: panel.theme.color.text
            font.pixelSize: panel.theme.type.body + 1
            font.weight: Font.DemiBold
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        Line {
            theme: panel.theme
            visible: text.length > 0
            text: panel.scene.card.kind
            font.family: panel.theme.type.mono
            font.pixelSize: panel.theme.type.caption
            maximumLineCount: 2
            elide: Text.ElideRight
        }
        Item {
            visible: panel.scene.card.stateTitle.length > 0
            width: parent.width
            height: 20
            StateGlyph {
                id: glyph
                width: 14
                height: 14
                anchors.verticalCenter: parent.verticalCenter
                nodeState: panel.scene.card.nodeState
                color: panel.hue
            }
            Text {
                anchors.left: glyph.right
                anchors.leftMargin: 8
                anchors.verticalCenter: parent.verticalCenter
                text: panel.scene.card.stateTitle
                color: panel.hue
                font.family: panel.theme.type.sans
                font.pixelSize: panel.theme.type.body
                font.weight: Font.DemiBold
                renderType: Text.NativeRendering
            }
            Text {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: panel.scene.card.time
                color: panel.theme.color.text
                font.family: panel.theme.type.mono
                font.pixelSize: panel.theme.type.caption + 1
                renderType: Text.NativeRendering
            }
        }
        Item {
            visible: panel.scene.card.progress >= 0
            width: parent.width
            height: 14
            Rectangle {
                id: track
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - 44
                height: 3
                color: Qt.alpha(panel.hue, 0.18)
                Rectangle {
                    width: parent.width * Math.max(0, panel.scene.card.progress)
                    height: parent.height
                    color: panel.hue
                }
            }
            Text {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: Math.round(panel.scene.card.progress * 100) + " %"
                color: panel.theme.color.text
                font.family: panel.theme.type.mono
                font.pixelSize: panel.theme.type.caption
                renderType: Text.NativeRendering
            }
        }
        Line {
            theme: panel.theme
            visible: text.length > 0
            text: panel.scene.card.detail
            color: panel.theme.color.text
            font.family: panel.theme.type.mono
            font.pixelSize: panel.theme.type.caption
        }
        Line {
            theme: panel.theme
            visible: text.length > 0
            text: panel.scene.card.reason
            maximumLineCount: 4
            elide: Text.ElideRight
        }
        Line {
            theme: panel.theme
            text: qsTr("%1 in  ·  %2 out").arg(panel.scene.card.before).arg(panel.scene.card.after)
            font.pixelSize: panel.theme.type.caption
        }
    }
}
