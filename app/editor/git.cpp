// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/git.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <git2.h>

#include "bridge/text.h"
#include "engine/edit.h"

namespace orrery::editor::git {
namespace {

struct GitText {
    Q_DECLARE_TR_FUNCTIONS(GitText)
};

/// libgit2 counts who uses it.
struct Library {
    Library() { git_libgit2_init(); }
    ~Library() { git_libgit2_shutdown(); }
    Library(const Library &) = delete;
    Library &operator=(const Library &) = delete;
};

/// Owns what a function of libgit2 gave.
template <typename T, void (*Free)(T *)>
class Owned {
public:
    Owned() = default;
    ~Owned()
    {
        if (m_object)
            Free(m_object);
    }
    Owned(const Owned &) = delete;
    Owned &operator=(const Owned &) = delete;
    T **operator&() { return &m_object; }
    operator T *() const { return m_object; } // for the functions of the library
private:
    T *m_object = nullptr;
};

using Repository = Owned<git_repository, git_repository_free>;
using Reference = Owned<git_reference, git_reference_free>;
using StatusList = Owned<git_status_list, git_status_list_free>;
using Object = Owned<git_object, git_object_free>;
using Tree = Owned<git_tree, git_tree_free>;
using Blob = Owned<git_blob, git_blob_free>;
using Index = Owned<git_index, git_index_free>;
using Signature = Owned<git_signature, git_signature_free>;
using CommitObject = Owned<git_commit, git_commit_free>;
using Walk = Owned<git_revwalk, git_revwalk_free>;
using Patch = Owned<git_patch, git_patch_free>;

tl::unexpected<Error> failure(const QString &where, int code)
{
    const git_error *last = git_error_last();
    const QString what = last ? QString::fromUtf8(last->message) : GitText::tr("Git failed");
    const ErrorCode kind = code == GIT_EOWNER      ? ErrorCode::Denied
                           : code == GIT_ENOTFOUND ? ErrorCode::NotFound
                                                   : ErrorCode::Io;
    return fail(kind, bridge::text(where), bridge::text(what));
}

Result<> open(Repository &repository, const QString &root)
{
    if (const int code = git_repository_open(&repository, root.toUtf8().constData()); code != 0)
        return failure(root, code);
    return {};
}

FileStatus::State stateOf(unsigned flags, unsigned added, unsigned modified, unsigned deleted,
                          unsigned renamed, unsigned type)
{
    using State = FileStatus::State;
    return flags & added               ? State::Added
           : flags & renamed           ? State::Renamed
           : flags & deleted           ? State::Deleted
           : flags & (modified | type) ? State::Modified
                                       : State::Same;
}

FileStatus fileStatus(const git_status_entry &entry)
{
    const unsigned flags = entry.status;
    FileStatus file;
    const git_diff_delta *delta =
        entry.index_to_workdir ? entry.index_to_workdir : entry.head_to_index;
    file.path =
        QString::fromUtf8(delta->new_file.path ? delta->new_file.path : delta->old_file.path);
    file.staged =
        stateOf(flags, GIT_STATUS_INDEX_NEW, GIT_STATUS_INDEX_MODIFIED, GIT_STATUS_INDEX_DELETED,
                GIT_STATUS_INDEX_RENAMED, GIT_STATUS_INDEX_TYPECHANGE);
    file.unstaged = stateOf(flags, 0, GIT_STATUS_WT_MODIFIED, GIT_STATUS_WT_DELETED,
                            GIT_STATUS_WT_RENAMED, GIT_STATUS_WT_TYPECHANGE);
    if (flags & GIT_STATUS_WT_NEW)
        file.unstaged = FileStatus::State::Untracked;
    if (flags & GIT_STATUS_CONFLICTED)
        file.unstaged = FileStatus::State::Conflicted;
    return file;
}

QString underWay(git_repository *repository)
{
    switch (git_repository_state(repository)) {
    case GIT_REPOSITORY_STATE_NONE:
        return {};
    case GIT_REPOSITORY_STATE_MERGE:
        return QStringLiteral("merge");
    case GIT_REPOSITORY_STATE_CHERRYPICK:
    case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
        return QStringLiteral("cherry-pick");
    case GIT_REPOSITORY_STATE_REVERT:
    case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
        return QStringLiteral("revert");
    case GIT_REPOSITORY_STATE_BISECT:
        return QStringLiteral("bisect");
    default:
        return QStringLiteral("rebase");
    }
}

Result<> branchOf(git_repository *repository, Status &status)
{
    Reference head;
    const int code = git_repository_head(&head, repository);
    if (code == GIT_EUNBORNBRANCH || code == GIT_ENOTFOUND) {
        status.unborn = true;
        Reference symbolic;
        if (git_reference_lookup(&symbolic, repository, "HEAD") == 0)
            if (const char *target = git_reference_symbolic_target(symbolic))
                status.branch = QString::fromUtf8(target).section(QLatin1Char('/'), 2);
        return {};
    }
    if (code != 0)
        return failure(status.root, code);
    status.detached = git_repository_head_detached(repository) == 1;
    if (status.detached) {
        char id[8] = {};
        git_oid_tostr(id, sizeof id, git_reference_target(head));
        status.branch = QString::fromLatin1(id);
    } else {
        status.branch = QString::fromUtf8(git_reference_shorthand(head));
    }
    return {};
}

Result<std::optional<QByteArray>> textIn(git_repository *repository, const QString &revision,
                                         const QString &path)
{
    Object object;
    const QByteArray name = (revision + QLatin1Char(':') + path).toUtf8();
    const int code = git_revparse_single(&object, repository, name.constData());
    if (code == GIT_ENOTFOUND || code == GIT_EUNBORNBRANCH)
        return std::optional<QByteArray>();
    if (code != 0)
        return failure(path, code);
    if (git_object_type(object) != GIT_OBJECT_BLOB)
        return std::optional<QByteArray>();
    const auto *blob = reinterpret_cast<const git_blob *>(static_cast<git_object *>(object));
    return std::optional(QByteArray(static_cast<const char *>(git_blob_rawcontent(blob)),
                                    qsizetype(git_blob_rawsize(blob))));
}

/// The id of the file in a commit's tree; nullopt = it is not there.
std::optional<git_oid> entryIn(git_commit *commit, const QByteArray &path)
{
    Tree tree;
    if (git_commit_tree(&tree, commit) != 0)
        return std::nullopt;
    git_tree_entry *entry = nullptr;
    if (git_tree_entry_bypath(&entry, tree, path.constData()) != 0)
        return std::nullopt;
    const git_oid id = *git_tree_entry_id(entry);
    git_tree_entry_free(entry);
    return id;
}

/// Does the file differ from every parent's?
bool changes(git_commit *commit, const QByteArray &path)
{
    const auto mine = entryIn(commit, path);
    const unsigned parents = git_commit_parentcount(commit);
    if (parents == 0)
        return mine.has_value();
    for (unsigned i = 0; i < parents; ++i) {
        CommitObject parent;
        if (git_commit_parent(&parent, commit, i) != 0)
            return false;
        const auto theirs = entryIn(parent, path);
        if (mine.has_value() == theirs.has_value() && (!mine || git_oid_equal(&*mine, &*theirs)))
            return false;
    }
    return true;
}

} // namespace

Result<std::optional<QString>> rootOf(const QString &file)
{
    const Library library;
    Repository repository;
    const QString dir = QFileInfo(file).absolutePath();
    const int code = git_repository_open_ext(&repository, dir.toUtf8().constData(), 0, nullptr);
    if (code == GIT_ENOTFOUND)
        return std::optional<QString>();
    if (code != 0)
        return failure(dir, code);
    const char *work = git_repository_workdir(repository);
    return work ? std::optional(QDir::cleanPath(QString::fromUtf8(work))) : std::nullopt;
}

Result<Status> status(const QString &root)
{
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return tl::unexpected(opened.error());
    Status out;
    out.root = root;
    out.underWay = underWay(repository);
    if (const auto branch = branchOf(repository, out); !branch)
        return tl::unexpected(branch.error());
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RENAMES_HEAD_TO_INDEX |
                    GIT_STATUS_OPT_SORT_CASE_SENSITIVELY | GIT_STATUS_OPT_NO_REFRESH;
    StatusList list;
    if (const int code = git_status_list_new(&list, repository, &options); code != 0)
        return failure(root, code);
    const std::size_t count = git_status_list_entrycount(list);
    for (std::size_t i = 0; i < count; ++i)
        out.files.push_back(fileStatus(*git_status_byindex(list, i)));
    return out;
}

Result<std::optional<QByteArray>> committed(const QString &root, const QString &path)
{
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return tl::unexpected(opened.error());
    return textIn(repository, QStringLiteral("HEAD"), path);
}

Result<QByteArray> textAt(const QString &root, const QString &commit, const QString &path)
{
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return tl::unexpected(opened.error());
    auto text = textIn(repository, commit, path);
    if (!text)
        return tl::unexpected(text.error());
    if (!*text)
        return fail(ErrorCode::NotFound, bridge::text(path),
                    bridge::text(GitText::tr("the file is not in this commit")));
    return **text;
}

Result<QString> diff(const QString &root, const QString &path, const QByteArray &now)
{
    auto before = committed(root, path);
    if (!before)
        return tl::unexpected(before.error());
    const Library library;
    const QByteArray old = before->value_or(QByteArray()), name = path.toUtf8();
    Patch patch;
    const int code =
        git_patch_from_buffers(&patch, old.constData(), std::size_t(old.size()), name.constData(),
                               now.constData(), std::size_t(now.size()), name.constData(), nullptr);
    if (code != 0)
        return failure(path, code);
    git_buf text = GIT_BUF_INIT;
    if (git_patch_num_hunks(patch) == 0)
        return QString();
    if (const int made = git_patch_to_buf(&text, patch); made != 0)
        return failure(path, made);
    QString out = QString::fromUtf8(text.ptr, qsizetype(text.size));
    git_buf_dispose(&text);
    return out;
}

Result<std::vector<Commit>> history(const QString &root, const QString &path, std::size_t most)
{
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return tl::unexpected(opened.error());
    std::vector<Commit> commits;
    Walk walk;
    if (const int code = git_revwalk_new(&walk, repository); code != 0)
        return failure(root, code);
    git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_TIME);
    if (git_revwalk_push_head(walk) != 0)
        return commits; // no commit yet
    constexpr int mostLooked = 20'000;
    const QByteArray name = path.toUtf8();
    git_oid id;
    for (int looked = 0; looked < mostLooked && commits.size() < most; ++looked) {
        if (git_revwalk_next(&id, walk) != 0)
            break;
        CommitObject commit;
        if (git_commit_lookup(&commit, repository, &id) != 0 || !changes(commit, name))
            continue;
        char hex[GIT_OID_HEXSZ + 1] = {};
        git_oid_tostr(hex, sizeof hex, &id);
        const char *summary = git_commit_summary(commit);
        commits.push_back({QString::fromLatin1(hex),
                           QString::fromUtf8(git_commit_author(commit)->name),
                           QString::fromUtf8(summary ? summary : ""),
                           QDateTime::fromSecsSinceEpoch(git_commit_time(commit))});
    }
    return commits;
}

Result<> stage(const QString &root, const QStringList &paths)
{
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return opened;
    Index index;
    if (const int code = git_repository_index(&index, repository); code != 0)
        return failure(root, code);
    for (const QString &path : paths) {
        const QByteArray name = path.toUtf8();
        const bool there = QFileInfo::exists(root + QLatin1Char('/') + path);
        const int code = there ? git_index_add_bypath(index, name.constData())
                               : git_index_remove_bypath(index, name.constData());
        if (code != 0)
            return failure(path, code);
    }
    if (const int code = git_index_write(index); code != 0)
        return failure(root, code);
    return {};
}

Result<> unstage(const QString &root, const QStringList &paths)
{
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return opened;
    std::vector<QByteArray> names;
    for (const QString &path : paths)
        names.push_back(path.toUtf8());
    std::vector<char *> pointers;
    for (QByteArray &name : names)
        pointers.push_back(name.data());
    const git_strarray specs{pointers.data(), pointers.size()};
    Object head;
    const int found = git_revparse_single(&head, repository, "HEAD^{commit}");
    if (found != 0 && found != GIT_ENOTFOUND && found != GIT_EUNBORNBRANCH)
        return failure(root, found);
    if (const int code = git_reset_default(repository, head, &specs); code != 0)
        return failure(root, code);
    return {};
}

Result<QString> commit(const QString &root, const QString &message)
{
    const auto refuse = [](ErrorCode code, const QString &where, const QString &what) {
        return fail(code, bridge::text(where), bridge::text(what));
    };
    const QString said = message.trimmed();
    if (said.isEmpty())
        return refuse(ErrorCode::InvalidSpec, {},
                      GitText::tr("write what the commit changes, and why"));
    const auto now = status(root);
    if (!now)
        return tl::unexpected(now.error());
    if (!now->underWay.isEmpty())
        return refuse(
            ErrorCode::Conflict, root,
            GitText::tr("a %1 is under way; finish it in a terminal first").arg(now->underWay));
    bool staged = false;
    for (const FileStatus &file : now->files) {
        if (file.unstaged == FileStatus::State::Conflicted)
            return refuse(ErrorCode::Conflict, file.path,
                          GitText::tr("the file has conflicts; resolve them"));
        staged = staged || file.staged != FileStatus::State::Same;
    }
    if (!staged)
        return refuse(ErrorCode::InvalidSpec, {},
                      GitText::tr("nothing is staged; tick a file first"));
    const Library library;
    Repository repository;
    if (const auto opened = open(repository, root); !opened)
        return tl::unexpected(opened.error());
    Signature who;
    if (git_signature_default(&who, repository) != 0)
        return refuse(
            ErrorCode::Denied, root,
            GitText::tr("Git does not know who you are; run `git config --global user.name NAME` "
                        "and `git config --global user.email ADDRESS`"));
    Index index;
    Tree tree;
    git_oid treeId, id;
    int code = git_repository_index(&index, repository);
    code = code != 0 ? code : git_index_write_tree(&treeId, index);
    code = code != 0 ? code : git_tree_lookup(&tree, repository, &treeId);
    if (code != 0)
        return failure(root, code);
    Object head;
    const bool born = git_revparse_single(&head, repository, "HEAD^{commit}") == 0;
    const git_commit *parents[] = {
        reinterpret_cast<const git_commit *>(static_cast<git_object *>(head))};
    const QByteArray text = said.toUtf8() + '\n';
    code = git_commit_create(&id, repository, "HEAD", who, who, "UTF-8", text.constData(), tree,
                             born ? 1 : 0, born ? parents : nullptr);
    if (code != 0)
        return failure(root, code);
    char hex[GIT_OID_HEXSZ + 1] = {};
    git_oid_tostr(hex, sizeof hex, &id);
    return QString::fromLatin1(hex);
}

std::vector<LineMark> changedLines(const QByteArray &before, const QByteArray &now)
{
    std::vector<LineMark> marks;
    const auto view = [](const QByteArray &text) {
        return std::string_view(text.constData(), std::size_t(text.size()));
    };
    for (const DiffHunk &hunk : toolkit::linesChanged(view(before), view(now))) {
        int line = int(hunk.afterLine), removed = 0;
        std::vector<int> added;
        const auto flush = [&] {
            for (const int one : added)
                marks.push_back(
                    {one, removed > 0 ? LineMark::Kind::Changed : LineMark::Kind::Added});
            if (added.empty() && removed > 0)
                marks.push_back({std::max(1, line), LineMark::Kind::Removed});
            added.clear();
            removed = 0;
        };
        for (const DiffLine &one : hunk.lines) {
            if (one.kind == DiffLine::Kind::Removed) {
                ++removed;
            } else if (one.kind == DiffLine::Kind::Added) {
                added.push_back(line++);
            } else {
                flush();
                ++line;
            }
        }
        flush();
    }
    return marks;
}

} // namespace orrery::editor::git
