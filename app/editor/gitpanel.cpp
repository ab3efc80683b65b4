// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/gitpanel.h"

#include <QTabBar>

#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QSyntaxHighlighter>
#include <QTabWidget>

#include "bridge/filecontent.h"
#include "bridge/text.h"
#include "widgets/stateframe.h"

namespace orrery::editor {

using State = git::FileStatus::State;

namespace {

constexpr std::size_t mostCommits = 200;
constexpr qint64 mostCompared = 16 << 20; ///< [bytes] of a file whose changes are shown

QString letter(State state)
{
    switch (state) {
    case State::Added:
        return QStringLiteral("A");
    case State::Modified:
        return QStringLiteral("M");
    case State::Deleted:
        return QStringLiteral("D");
    case State::Renamed:
        return QStringLiteral("R");
    case State::Untracked:
        return QStringLiteral("?");
    case State::Conflicted:
        return QStringLiteral("!");
    case State::Same:
        break;
    }
    return QStringLiteral(" ");
}

QString stateText(const git::FileStatus &file)
{
    if (file.unstaged == State::Conflicted)
        return GitPanel::tr("has conflicts");
    if (file.unstaged == State::Untracked)
        return GitPanel::tr("not under version control");
    if (file.staged != State::Same && file.unstaged != State::Same)
        return GitPanel::tr("staged, and changed since");
    return file.staged != State::Same ? GitPanel::tr("staged") : GitPanel::tr("changed");
}

/// Lines of a patch by their first character.
class PatchColours final : public QSyntaxHighlighter {
public:
    PatchColours(theming::Theme &theme, QTextDocument *document)
        : QSyntaxHighlighter(document), m_theme(theme)
    {
    }

protected:
    void highlightBlock(const QString &line) override
    {
        const auto &c = m_theme.color();
        QTextCharFormat format;
        if (line.startsWith(QLatin1String("@@")))
            format.setForeground(c.hologram);
        else if (line.startsWith(QLatin1String("+++")) || line.startsWith(QLatin1String("---")) ||
                 line.startsWith(QLatin1String("diff ")) ||
                 line.startsWith(QLatin1String("index ")))
            format.setForeground(c.faint);
        else if (line.startsWith(QLatin1Char('+')))
            format.setForeground(c.success);
        else if (line.startsWith(QLatin1Char('-')))
            format.setForeground(c.danger);
        else
            format.setForeground(c.muted);
        setFormat(0, int(line.size()), format);
    }

private:
    theming::Theme &m_theme;
};

} // namespace

GitPanel::GitPanel(theming::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_frame(nullptr), m_files(new QListWidget),
      m_message(new QPlainTextEdit), m_commit(new QPushButton(tr("Commit"))),
      m_patch(new QPlainTextEdit), m_history(new QListWidget)
{
    m_pool.setMaxThreadCount(1);
    m_patch->setObjectName(QStringLiteral("patch"));
    m_patch->setReadOnly(true);
    m_patch->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_patch->setFont(theme.mono(theme.type().caption));
    m_patch->setAccessibleName(tr("Difference to the last commit"));
    new PatchColours(theme, m_patch->document());
    m_history->setObjectName(QStringLiteral("fileHistory"));
    m_history->setFont(theme.mono(theme.type().caption));
    m_history->setAccessibleName(tr("Commits of the file"));
    auto *right = new QTabWidget;
    right->setDocumentMode(true);
    right->addTab(m_patch, tr("Difference"));
    right->addTab(m_history, tr("History"));
    right->tabBar()->setDrawBase(false);
    right->tabBar()->setAccessibleName(tr("About the file"));
    auto *split = new QSplitter(Qt::Horizontal);
    split->addWidget(makeLeft());
    split->addWidget(right);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setChildrenCollapsible(false);
    m_frame = new widgets::StateFrame(theme, split);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 2, 2);
    column->addWidget(m_frame);
    connect(m_files, &QListWidget::itemChanged, this, &GitPanel::setStaged);
    connect(m_files, &QListWidget::currentItemChanged, this, [this] {
        if (!m_filling)
            showDetail();
    });
    connect(m_commit, &QPushButton::clicked, this, &GitPanel::commit);
    connect(m_history, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        const QString id = item->data(Qt::UserRole).toString(), path = chosen();
        run([root = m_status.root, id, path] { return git::textAt(root, id, path); },
            [this](Result<QByteArray> text) {
                text ? showPatch(QString::fromUtf8(*text))
                     : refused(tr("The version could not be read"), text.error());
            });
    });
    follow({});
}

GitPanel::~GitPanel()
{
    m_pool.waitForDone();
}

QWidget *GitPanel::makeLeft()
{
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(4);
    m_files->setObjectName(QStringLiteral("gitFiles"));
    m_files->setFont(m_theme.mono(m_theme.type().caption));
    m_files->setAccessibleName(tr("Changed files; ticked ones are staged"));
    m_message->setObjectName(QStringLiteral("commitMessage"));
    m_message->setPlaceholderText(tr("What the commit changes, and why"));
    m_message->setAccessibleName(tr("Message of the commit"));
    m_message->setTabChangesFocus(true);
    m_message->setFixedHeight(46);
    m_commit->setObjectName(QStringLiteral("commit"));
    m_commit->setToolTip(tr("Commit the ticked files; nothing is pushed"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_message, 1);
    row->addWidget(m_commit);
    column->addWidget(m_files, 1);
    column->addLayout(row);
    return left;
}

template <typename Work, typename Then>
void GitPanel::run(Work work, Then then)
{
    const QPointer<GitPanel> self(this);
    m_pool.start([self, work = std::move(work), then = std::move(then)]() mutable {
        auto result = work();
        QMetaObject::invokeMethod(
            qApp,
            [self, result = std::move(result), then = std::move(then)]() mutable {
                if (self)
                    then(std::move(result));
            },
            Qt::QueuedConnection);
    });
}

void GitPanel::follow(const QString &file)
{
    m_file = file;
    refresh();
}

void GitPanel::refresh()
{
    const std::uint64_t asked = ++m_asked;
    if (m_file.isEmpty())
        return showStatus(git::Status());
    run(
        [file = m_file]() -> Result<git::Status> {
            const auto root = git::rootOf(file);
            if (!root)
                return tl::unexpected(root.error());
            return *root ? git::status(**root) : Result<git::Status>(git::Status());
        },
        [this, asked](Result<git::Status> status) {
            if (asked == m_asked)
                showStatus(std::move(status));
        });
}

void GitPanel::showStatus(Result<git::Status> status)
{
    m_status = status ? std::move(*status) : git::Status();
    if (!status)
        m_frame->showMessage(tr("The repository cannot be read"),
                             bridge::errorText(status.error()));
    else if (m_file.isEmpty())
        m_frame->showMessage(tr("No DAG is open"), {});
    else if (!inRepository())
        m_frame->showMessage(tr("Not in a Git repository"),
                             tr("Run `git init` in the folder of the DAG to keep its versions."));
    else
        m_frame->showContent();
    showFiles();
    emit statusChanged();
}

void GitPanel::showFiles()
{
    const QString before = chosen();
    m_filling = true;
    m_files->clear();
    const QString own = QDir(m_status.root).relativeFilePath(m_file);
    QListWidgetItem *select = nullptr;
    for (const git::FileStatus &file : m_status.files) {
        auto *item = new QListWidgetItem(
            QStringLiteral("%1%2 %3").arg(letter(file.staged), letter(file.unstaged), file.path),
            m_files);
        item->setData(Qt::UserRole, file.path);
        item->setToolTip(stateText(file));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(file.staged == State::Same     ? Qt::Unchecked
                            : file.unstaged == State::Same ? Qt::Checked
                                                           : Qt::PartiallyChecked);
        if (file.unstaged == State::Conflicted)
            item->setForeground(m_theme.color().danger);
        if (file.path == before || (!select && file.path == own))
            select = item;
    }
    m_files->setCurrentItem(select ? select : m_files->item(0));
    m_filling = false;
    m_commit->setEnabled(std::any_of(m_status.files.begin(), m_status.files.end(),
                                     [](const auto &f) { return f.staged != State::Same; }));
    showDetail();
}

QString GitPanel::chosen() const
{
    const auto *item = m_files->currentItem();
    if (item)
        return item->data(Qt::UserRole).toString();
    return inRepository() && !m_file.isEmpty() ? QDir(m_status.root).relativeFilePath(m_file)
                                               : QString();
}

void GitPanel::setStaged(QListWidgetItem *item)
{
    if (m_filling)
        return;
    const QStringList paths{item->data(Qt::UserRole).toString()};
    const bool on = item->checkState() != Qt::Unchecked;
    run([root = m_status.root, paths,
         on] { return on ? git::stage(root, paths) : git::unstage(root, paths); },
        [this, on](Result<> done) {
            if (!done)
                emit refused(on ? tr("The file is not staged") : tr("The file is still staged"),
                             done.error());
            refresh();
        });
}

void GitPanel::commit()
{
    const QString message = m_message->toPlainText();
    run([root = m_status.root, message] { return git::commit(root, message); },
        [this, message](Result<QString> id) {
            if (!id)
                return emit refused(tr("Nothing was committed"), id.error());
            m_message->clear();
            emit committed(*id, message.section(QLatin1Char('\n'), 0, 0));
            refresh();
        });
}

void GitPanel::showDetail()
{
    const std::uint64_t detail = ++m_detail;
    const QString path = chosen();
    if (path.isEmpty() || !inRepository()) {
        m_patch->clear();
        m_history->clear();
        return;
    }
    const QString file = m_status.root + QLatin1Char('/') + path;
    std::optional<QByteArray> text = m_textOf ? m_textOf(file) : std::nullopt;
    using Detail = std::pair<Result<QString>, Result<std::vector<git::Commit>>>;
    run(
        [root = m_status.root, path, file, text]() -> Detail {
            const QByteArray now =
                text ? *text : bridge::contentOf(file, mostCompared).value_or(QByteArray());
            return {git::diff(root, path, now), git::history(root, path, mostCommits)};
        },
        [this, detail](Detail found) {
            if (detail != m_detail)
                return;
            showPatch(found.first ? *found.first : bridge::errorText(found.first.error()));
            showHistory(found.second.value_or(std::vector<git::Commit>()));
        });
}

void GitPanel::showPatch(const QString &patch)
{
    m_patch->setPlainText(patch.isEmpty() ? tr("No difference to the last commit.") : patch);
}

void GitPanel::showHistory(const std::vector<git::Commit> &commits)
{
    m_history->clear();
    for (const git::Commit &one : commits) {
        auto *item = new QListWidgetItem(QStringLiteral("%1  %2  %3  %4")
                                             .arg(one.id.left(7),
                                                  one.time.toString(QStringLiteral("yyyy-MM-dd")),
                                                  one.subject, one.author),
                                         m_history);
        item->setData(Qt::UserRole, one.id);
        item->setToolTip(tr("Press Return to see the file as it was"));
    }
}

} // namespace orrery::editor
