// SPDX-License-Identifier: GPL-3.0-or-later
// What the cockpit does with Git: reads freely, changes only what it is asked to, never speaks to
// another machine. Each call opens the repository anew, so it may run on any thread.
#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include "editor/codeeditor.h"
#include "engine/result.h"

namespace orrery::editor::git {

struct FileStatus {
    enum class State { Same, Added, Modified, Deleted, Renamed, Untracked, Conflicted };
    QString path;                 ///< relative to the root
    State staged = State::Same;   ///< what the next commit changes
    State unstaged = State::Same; ///< what it does not
    bool operator==(const FileStatus &) const = default;
};

struct Status {
    QString root;
    QString branch; ///< "main"; the short id of a commit when detached
    bool detached = false;
    bool unborn = false; ///< no commit yet
    QString underWay;    ///< "merge", "rebase"; "" = nothing
    std::vector<FileStatus> files;
};

struct Commit {
    QString id; ///< 40 hex digits
    QString author;
    QString subject;
    QDateTime time;
};

/// The root of the repository around a file; nullopt = it is in none.
/// @error Denied: it belongs to somebody else; Io
[[nodiscard]] Result<std::optional<QString>> rootOf(const QString &file);
[[nodiscard]] Result<Status> status(const QString &root);
/// The text of a file as the last commit has it; nullopt = it is not in it.
[[nodiscard]] Result<std::optional<QByteArray>> committed(const QString &root, const QString &path);
[[nodiscard]] Result<QByteArray> textAt(const QString &root, const QString &commit,
                                        const QString &path);
/// A patch in unified form: the last commit against `now`.
[[nodiscard]] Result<QString> diff(const QString &root, const QString &path, const QByteArray &now);
/// Commits that changed the file, newest first.
[[nodiscard]] Result<std::vector<Commit>> history(const QString &root, const QString &path,
                                                  std::size_t most);

[[nodiscard]] Result<> stage(const QString &root, const QStringList &paths);
[[nodiscard]] Result<> unstage(const QString &root, const QStringList &paths);
/// Commits what is staged. Hooks do not run.
/// @return the new commit's id
/// @error InvalidSpec: no message, nothing staged; Denied: Git does not know who commits; Conflict:
///        files with conflicts, a merge or rebase under way
[[nodiscard]] Result<QString> commit(const QString &root, const QString &message);

/// Which lines of `now` differ from `before`. Pure.
[[nodiscard]] std::vector<LineMark> changedLines(const QByteArray &before, const QByteArray &now);

} // namespace orrery::editor::git
