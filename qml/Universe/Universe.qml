// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG universe: the space, and over it names, card and HUD.
pragma ComponentBehavior: Bound
import QtQuick
import Orrery.Theming
import Orrery.Universe

Item {
    id: root
    required property UniverseScene scene
    required property Theme theme

    function layOut() { root.scene.setViewport(Qt.size(root.width, root.height)) }
    onWidthChanged: layOut()
    onHeightChanged: layOut()
    Component.onCompleted: {
        layOut()
        input.forceActiveFocus() // View3D takes it for 2D items inside the scene
    }

    Accessible.role: Accessible.Graphic
    Accessible.name: root.scene.empty ? qsTr("No DAG is open")
        : qsTr("%1: %2 nodes, %3 edges").arg(root.scene.title).arg(root.scene.nodeCount).arg(root.scene.edgeCount)

    Space {
        anchors.fill: parent
        scene: root.scene
        theme: root.theme
    }

    InputSurface {
        id: input
        anchors.fill: parent
        scene: root.scene
        focus: true
        onUsed: hud.quieten()
    }

    Repeater {
        model: root.scene.labels
        NodeName { theme: root.theme }
    }

    Designer {
        anchors.fill: parent
        hand: root.scene.designing
        theme: root.theme
    }

    Hud {
        id: hud
        anchors.fill: parent
        visible: !root.scene.empty
        scene: root.scene
        theme: root.theme
    }

    HoverCard {
        scene: root.scene
        theme: root.theme
        area: Qt.size(root.width, root.height)
    }

    EmptyState {
        anchors.fill: parent
        visible: root.scene.empty
        theme: root.theme
        onClicked: root.scene.emptyActionRequested()
    }
}
