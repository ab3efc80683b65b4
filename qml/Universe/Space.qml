// SPDX-License-Identifier: GPL-3.0-or-later
// What has depth: backdrop, stars, floor, edges, particles, nodes. Everything is instanced from C++.
import QtQuick
import QtQuick3D
import Orrery.Theming
import Orrery.Universe

View3D {
    id: space
    required property UniverseScene scene
    required property Theme theme

    readonly property vector2d viewport: Qt.vector2d(Math.max(1, width), Math.max(1, height))
    readonly property vector3d night: toVector(theme.color.background)
    readonly property vector3d light: toVector(theme.color.accent)
    /// 1 on a light ground, where what shines is drawn as ink.
    readonly property real paper: theme.paper ? 1 : 0

    function toVector(c: color): vector3d { return Qt.vector3d(c.r, c.g, c.b) }

    // Underlay would draw every change twice (Qt 6.4); Offscreen costs a full-screen copy.
    renderMode: View3D.Inline
    camera: PerspectiveCamera {
        position: space.scene.eye
        rotation: space.scene.eyeRotation
        fieldOfView: space.scene.fieldOfView
        clipNear: space.scene.clipNear
        clipFar: space.scene.clipFar
        frustumCullingEnabled: false
    }
    environment: SceneEnvironment {
        backgroundMode: SceneEnvironment.Color
        clearColor: space.theme.color.background
        tonemapMode: SceneEnvironment.TonemapModeNone
        antialiasingMode: SceneEnvironment.NoAA
    }

    component Flat: CustomMaterial {
        shadingMode: CustomMaterial.Unshaded
        cullMode: Material.NoCulling
    }
    component Light: Flat {
        sourceBlend: CustomMaterial.One
        destinationBlend: CustomMaterial.OneMinusSrcAlpha
        depthDrawMode: Material.NeverDepthDraw
    }

    Model {
        geometry: SquareMesh {}
        castsShadows: false
        materials: Flat {
            property TextureInput picture: TextureInput {
                texture: Texture {
                    magFilter: Texture.Nearest
                    minFilter: Texture.Nearest
                    textureData: BackdropPicture {
                        theme: space.theme
                        pixels: Qt.size(space.width * Screen.devicePixelRatio, space.height * Screen.devicePixelRatio)
                    }
                }
            }
            vertexShader: "shaders/backdrop.vert"
            fragmentShader: "shaders/backdrop.frag"
        }
    }

    Model {
        geometry: space.scene.stars
        depthBias: 1e9
        materials: Light {
            property real pointSize: 1.6
            property real boxes: 0
            property real focal: space.scene.focal
            property real paper: space.paper
            vertexShader: "shaders/cloud.vert"
            fragmentShader: "shaders/cloud.frag"
        }
    }

    Model {
        geometry: FloorMesh {}
        depthBias: 9e8
        materials: Light {
            property vector4d ground: space.scene.ground
            property vector2d viewport: space.viewport
            property vector3d tint: space.light
            property real strength: space.scene.empty ? 0.5 : 1.0
            property real paper: space.paper
            vertexShader: "shaders/floor.vert"
            fragmentShader: "shaders/floor.frag"
        }
    }

    Model {
        visible: space.scene.lines.count > 0
        geometry: space.scene.lines
        depthBias: 8e8
        materials: Light {
            property real pointSize: 1
            property real boxes: 0
            property real focal: space.scene.focal
            property real paper: space.paper
            vertexShader: "shaders/cloud.vert"
            fragmentShader: "shaders/cloud.frag"
        }
    }

    Model {
        visible: space.scene.ribbons.count > 0
        geometry: EdgeStrip {
            readonly property int count: space.scene.ribbons.count
            steps: count <= 400 ? 28 : count <= 2000 ? (space.scene.zoom > 3 ? 22 : 12) : 8
        }
        instancing: space.scene.ribbons
        depthBias: 7e8
        materials: Light {
            property vector2d viewport: space.viewport
            property vector2d fog: space.scene.fog
            property real focal: space.scene.focal
            property real paper: space.paper
            vertexShader: "shaders/edge.vert"
            fragmentShader: "shaders/edge.frag"
        }
    }

    Model {
        visible: space.scene.points.count > 0
        geometry: space.scene.points
        depthBias: 6e8
        materials: Light {
            property real pointSize: 3
            property real boxes: 1
            property real focal: space.scene.focal
            property real paper: space.paper
            vertexShader: "shaders/cloud.vert"
            fragmentShader: "shaders/cloud.frag"
        }
    }

    Model {
        visible: space.scene.sprites.count > 0
        geometry: SquareMesh {}
        instancing: space.scene.sprites
        depthBias: 5e8
        materials: Light {
            property vector2d viewport: space.viewport
            property vector2d fog: space.scene.fog
            property vector3d backdrop: space.night
            property real focal: space.scene.focal
            property real time: space.scene.time
            property real paper: space.paper
            vertexShader: "shaders/sprite.vert"
            fragmentShader: "shaders/sprite.frag"
        }
    }

    Model {
        visible: space.scene.particles.count > 0
        geometry: SquareMesh {}
        instancing: space.scene.particles
        depthBias: 4e8
        materials: Light {
            property vector2d viewport: space.viewport
            property vector2d fog: space.scene.fog
            property real focal: space.scene.focal
            property real time: space.scene.time
            property real paper: space.paper
            vertexShader: "shaders/particle.vert"
            fragmentShader: "shaders/particle.frag"
        }
    }

    // The glowing edges of the boxes; they also smooth the outline.
    Model {
        visible: space.scene.boxes.count > 0 && space.scene.boxes.count <= 1200
        geometry: WireMesh {}
        instancing: space.scene.boxes
        depthBias: 5.5e8
        materials: Light {
            property vector2d viewport: space.viewport
            property vector2d fog: space.scene.fog
            property real focal: space.scene.focal
            property real paper: space.paper
            vertexShader: "shaders/wire.vert"
            fragmentShader: "shaders/wire.frag"
        }
    }

    Model {
        visible: space.scene.boxes.count > 0
        geometry: CubeMesh {}
        instancing: space.scene.boxes
        materials: Flat {
            property vector2d fog: space.scene.fog
            property vector3d backdrop: space.night
            property real time: space.scene.time
            cullMode: Material.BackFaceCulling
            property real paper: space.paper
            vertexShader: "shaders/box.vert"
            fragmentShader: "shaders/box.frag"
        }
    }
}
