// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG's own file as text. It and the graph are one document: what is typed here edits the
// graph, what is done in the graph changes its lines here, and both share one history.
#pragma once

#include <memory>
#include <vector>

#include <QThreadPool>
#include <QTimer>
#include <QWidget>

#include "editor/codeeditor.h"
#include "engine/component.h"
#include "engine/suggest.h"
#include "widgets/surroundings.h"

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::editor {

class SourcePanel final : public QWidget {
    Q_OBJECT
public:
    explicit SourcePanel(const widgets::Surroundings &around, QString programDir = {},
                         QWidget *parent = nullptr);
    ~SourcePanel() override;

    [[nodiscard]] CodeEditor &editor() const { return *m_editor; }
    /// The caret to a line of a finding.
    void goTo(int line, int column);
    /// Where the nodes are in the present text, as far as it could be read.
    [[nodiscard]] const std::vector<NodePlace> &places() const { return m_places; }

signals:
    /// "dag.yaml", "dag.yaml *" when it is not saved.
    void titleChanged(const QString &title);
    void saveWanted();

private:
    void showText();
    void follow(const TextEdits &edits, const QObject *from);
    void showReading();
    void showState();
    void readPlaces();
    void takePlaces(std::uint64_t job, std::vector<NodePlace> places);
    void movePlaces(const TextEdits &edits);
    void markNode();
    void selectAtCaret();
    [[nodiscard]] Proposals proposals(std::size_t at, bool asked);
    [[nodiscard]] QString help(std::size_t at) const;
    [[nodiscard]] std::string file() const;

    widgets::Surroundings m_around;
    QString m_programDir;
    CodeEditor *m_editor;
    widgets::StateFrame *m_frame;
    QString m_shown; ///< the file whose text is in the editor
    std::vector<NodePlace> m_places;
    QTimer m_rest;         ///< the caret rests: its node is selected
    bool m_typing = false; ///< the change comes from here
    bool m_selecting = false;
    std::atomic<std::uint64_t> m_job{0};
    QThreadPool m_pool; // last: its thread ends before what it uses
};

} // namespace orrery::editor
