// SPDX-License-Identifier: GPL-3.0-or-later
// The scripts that are open, side by side as tabs, and what a trial of one of them printed.
#pragma once

#include <map>

#include <QWidget>

#include "editor/diagnostics.h"
#include "editor/scripttab.h"
#include "editor/trial.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;
class QFormLayout;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::editor {

class ScriptsPanel final : public QWidget {
    Q_OBJECT
public:
    /// @param settingsFile  where sample inputs are remembered; "" = nowhere
    ScriptsPanel(const widgets::Surroundings &around, QString settingsFile,
                 QWidget *parent = nullptr);

    /// The script of a node in a tab, or its tab when it is open. @error NotFound: it has none
    Result<> openNode(NodeIndex node);
    void openFile(const QString &file, NodeIndex node = none);
    [[nodiscard]] ScriptTab *current() const;
    [[nodiscard]] int count() const;
    [[nodiscard]] Trial &trial() { return m_trial; }

    void saveCurrent();
    /// Asks when there is something to lose. @return  false: it stays
    bool closeTab(int index);
    /// Asks once for all that are not saved. @return  false: the user wants to stay
    bool mayClose();
    /// The files that are open, with what is not saved of them: a window that is built anew has
    /// them again.
    [[nodiscard]] QVariant kept();
    void restore(const QVariant &kept);
    /// Tries the current script with the samples of the form.
    void runCurrent();

    /// What to do about unsaved scripts; a test answers in the user's stead.
    enum class Answer { Save, Discard, Stay };
    std::function<Answer(const QStringList &names)> ask;

signals:
    void refused(const QString &title, const orrery::Error &error);
    /// "load.py", for the panel's title row.
    void contextChanged(const QString &context);

private:
    void add(ScriptTab *tab);
    void showTitles();
    void showForm();
    [[nodiscard]] QWidget *makeOutput();
    [[nodiscard]] Result<std::vector<Sample>> samples() const;
    [[nodiscard]] QString sampleKey(NodeIndex node, const std::string &name) const;
    void printed(const QByteArray &bytes);
    void ended(bool succeeded, const QString &cause, const QString &outputs, qint64 ms);
    void tellResult(const QString &text, bool good);

    widgets::Surroundings m_around;
    QString m_settingsFile;
    Trial m_trial;
    LanguageServers m_servers;
    QTabWidget *m_tabs;
    widgets::StateFrame *m_frame;
    QPushButton *m_run;
    QPushButton *m_stop;
    QWidget *m_form;
    QFormLayout *m_fields;
    QLabel *m_result;
    QPlainTextEdit *m_output;
    std::map<std::string, QLineEdit *> m_values; ///< by "input.rows", "params.region"
    std::vector<Sample> m_samples;
};

} // namespace orrery::editor
