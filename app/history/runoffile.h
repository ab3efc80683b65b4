// SPDX-License-Identifier: GPL-3.0-or-later
// The run that made a file: by what the file says of itself, by where it lies, by what runs
// recorded.
#pragma once

#include <unordered_map>

#include <QObject>
#include <QThreadPool>

#include "widgets/surroundings.h"

namespace orrery::history {

class RunOfFile final : public QObject {
    Q_OBJECT
public:
    explicit RunOfFile(const widgets::Surroundings &around, QObject *parent = nullptr);
    ~RunOfFile() override;

    /// It lies in a run's results, says that it is a report of one, or is no DAG file anyway.
    [[nodiscard]] bool mayKnow(const QString &file) const;
    /// The answer is found() or notFound(). Asking again drops the first question.
    void find(const QString &file);

signals:
    /// @param task  that named the file among its outputs; none = nobody did
    void found(const orrery::RunId &run, orrery::TaskIndex task, const QString &how);
    void notFound(const QString &file, const QString &why);

private:
    /// What a run's record says of a file that may be the one asked for.
    struct Candidate {
        RunId run;
        TaskIndex task = none;
        QString path;
    };
    [[nodiscard]] RunId byPath(const QString &file) const;
    [[nodiscard]] static RunId byReport(const QString &file);
    void lookForTask(const RunId &run, const QString &file, const QString &how);
    void lookByContent();
    void compare();

    widgets::Surroundings m_around;
    std::unordered_map<RunId, RunSummary> m_runs;
    QString m_file;
    std::vector<RunId> m_open;
    std::vector<Candidate> m_candidates;
    std::uint64_t m_generation = 0; ///< cancel = newer question
    QThreadPool m_pool;
};

/// Absolute paths among the values of an object in JSON.
[[nodiscard]] QStringList pathsIn(const JsonText &values);

} // namespace orrery::history
