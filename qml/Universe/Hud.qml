// SPDX-License-Identifier: GPL-3.0-or-later
// Title and size above, states and controls below; nothing here covers the middle.
pragma ComponentBehavior: Bound
import QtQuick
import Orrery.Theming
import Orrery.Universe

Item {
    id: hud
    required property UniverseScene scene
    required property Theme theme

    /// The user knows how to steer: the hint fades.
    function quieten() { hint.shown = false }

    function report() {
        hud.scene.reserve([
            Qt.rect(0, 0, title.x + title.width, title.y + title.height + 4),
            Qt.rect(size.x - 8, 0, hud.width - size.x + 8, size.y + size.height + 4),
            legend.visible ? Qt.rect(0, legend.y - 4, legend.x + legend.width, hud.height - legend.y + 4) : Qt.rect(0, 0, 0, 0),
            hint.visible ? Qt.rect(hint.x - 8, hint.y - 4, hint.width + 16, hint.height + 16) : Qt.rect(0, 0, 0, 0)
        ])
    }
    onWidthChanged: report()
    onHeightChanged: report()
    Component.onCompleted: report()

    component Caps: Text {
        color: hud.theme.color.muted
        textFormat: Text.PlainText
        font.family: hud.theme.type.sans
        font.pixelSize: hud.theme.type.caption
        font.weight: Font.DemiBold
        font.letterSpacing: hud.theme.type.tracking
        renderType: Text.NativeRendering
    }
    component Figure: Text {
        color: hud.theme.color.text
        textFormat: Text.PlainText
        font.family: hud.theme.type.mono
        font.pixelSize: hud.theme.type.caption + 1
        renderType: Text.NativeRendering
    }

    // Whatever passes behind the words is dimmed.
    component Scrim: Rectangle {
        id: scrim
        required property bool above
        readonly property color solid: Qt.alpha(hud.theme.color.background, 0.9)
        readonly property color clear: Qt.alpha(hud.theme.color.background, 0)
        width: hud.width
        height: 64
        gradient: Gradient {
            GradientStop { position: 0; color: scrim.above ? scrim.solid : scrim.clear }
            GradientStop { position: 0.45; color: Qt.alpha(hud.theme.color.background, scrim.above ? 0.72 : 0.6) }
            GradientStop { position: 1; color: scrim.above ? scrim.clear : scrim.solid }
        }
    }
    Scrim { above: true }
    Scrim { above: false; anchors.bottom: parent.bottom }

    Row {
        id: title
        x: hud.theme.space.l
        y: hud.theme.space.m
        spacing: hud.theme.space.s
        onWidthChanged: hud.report()
        Rectangle {
            width: 2
            height: 16
            color: hud.theme.color.accent
        }
        Text {
            // What the size on the right leaves.
            width: Math.max(0, Math.min(implicitWidth, size.x - title.x - title.spacing - 2 - hud.theme.space.l))
            height: 16
            verticalAlignment: Text.AlignVCenter
            text: hud.scene.title
            textFormat: Text.PlainText
            elide: Text.ElideRight
            color: hud.theme.color.text
            font.family: hud.theme.type.sans
            font.pixelSize: hud.theme.type.body + 1
            font.weight: Font.DemiBold
            renderType: Text.NativeRendering
        }
    }

    Row {
        id: size
        anchors.right: parent.right
        anchors.rightMargin: hud.theme.space.l
        y: hud.theme.space.m
        height: 16
        spacing: 6
        onWidthChanged: hud.report()
        Figure { height: 16; verticalAlignment: Text.AlignVCenter; text: hud.scene.nodeCount.toLocaleString(Qt.locale("en"), "f", 0) }
        Caps { height: 16; verticalAlignment: Text.AlignVCenter; text: hud.scene.nodeCount === 1 ? qsTr("NODE") : qsTr("NODES") }
        Item { width: 8; height: 1 }
        Figure { height: 16; verticalAlignment: Text.AlignVCenter; text: hud.scene.edgeCount.toLocaleString(Qt.locale("en"), "f", 0) }
        Caps { height: 16; verticalAlignment: Text.AlignVCenter; text: hud.scene.edgeCount === 1 ? qsTr("EDGE") : qsTr("EDGES") }
        Item { width: 8; height: 1 }
        Caps { height: 16; verticalAlignment: Text.AlignVCenter; text: qsTr("ZOOM") }
        Figure { height: 16; verticalAlignment: Text.AlignVCenter; text: hud.scene.zoom.toFixed(hud.scene.zoom < 9.95 ? 1 : 0) + "×" }
    }

    Row {
        id: legend
        visible: states.count > 0
        x: hud.theme.space.l - 6
        anchors.bottom: parent.bottom
        anchors.bottomMargin: hud.theme.space.s
        onWidthChanged: hud.report()
        Repeater {
            id: states
            model: hud.scene.legend
            Item {
                id: entry
                required property int nodeState
                required property string title
                required property color hue
                required property int count
                width: line.width + 18
                height: 26
                Accessible.role: Accessible.Button
                Accessible.name: qsTr("%1 %2, show the next").arg(count).arg(title)
                Rectangle {
                    anchors.fill: parent
                    radius: 3
                    color: Qt.alpha(entry.hue, 0.12)
                    visible: over.hovered
                }
                Row {
                    id: line
                    x: 6
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: 6
                    StateGlyph {
                        width: 14
                        height: 14
                        anchors.verticalCenter: parent.verticalCenter
                        nodeState: entry.nodeState
                        color: entry.hue
                    }
                    Text {
                        anchors.verticalCenter: parent.verticalCenter
                        text: entry.title
                        color: over.hovered ? hud.theme.color.text : hud.theme.color.muted
                        font.family: hud.theme.type.sans
                        font.pixelSize: hud.theme.type.caption + 1
                        renderType: Text.NativeRendering
                    }
                    Figure {
                        anchors.verticalCenter: parent.verticalCenter
                        text: entry.count
                    }
                }
                HoverHandler { id: over }
                TapHandler { onTapped: hud.scene.cycle(entry.nodeState) }
            }
        }
    }

    Text {
        id: hint
        property bool shown: true
        anchors.right: parent.right
        anchors.rightMargin: hud.theme.space.l
        anchors.bottom: parent.bottom
        anchors.bottomMargin: hud.theme.space.s + 6
        visible: opacity > 0 && hud.width - legend.width - 60 > implicitWidth
        opacity: shown ? 1 : 0
        text: qsTr("drag  orbit   ·   shift-drag  pan   ·   wheel  zoom   ·   F  fit   ·   arrows  walk")
        color: hud.theme.color.muted
        font.family: hud.theme.type.sans
        font.pixelSize: hud.theme.type.caption
        renderType: Text.NativeRendering
        onVisibleChanged: hud.report()
        Behavior on opacity {
            enabled: !hud.theme.motion.reduced
            NumberAnimation { duration: hud.theme.motion.slow }
        }
        Timer {
            interval: 9000
            running: hint.shown && !hud.scene.empty
            onTriggered: hint.shown = false
        }
    }
}
