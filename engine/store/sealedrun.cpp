// SPDX-License-Identifier: GPL-3.0-or-later
// Layout, before compression: magic; run, DAG, version and its JSON as texts; then per event 1, seq
// and the fact as in the journal; 0 and the number of events at the end (types/codec.h).
#include "store/sealedrun.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include "platform/files.h"
#include "types/codec.h"

namespace orrery::store {
namespace {

constexpr std::string_view magic = "orrery sealed run 1\n";
constexpr std::uint64_t mostBytes = 4ULL << 30U; ///< of a file, and of what is in it
constexpr std::size_t pieceBytes = 1U << 18U;
constexpr int level = 4;

tl::unexpected<Error> damaged(const std::string &path, const std::string &how)
{
    return fail(ErrorCode::Corrupt, path,
                "the sealed run is damaged: " + how +
                    "; put a backup of this file in its place, or delete the run with orrery runs "
                    "prune");
}

/// A gzip stream to a new file; the first failure is kept.
class Writer {
public:
    explicit Writer(const std::string &path)
        : m_fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600))
    {
        m_error = m_fd ? 0 : errno;
        m_ready =
            deflateInit2(&m_stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK;
        if (!m_ready)
            m_error = ENOMEM;
    }
    ~Writer()
    {
        if (m_ready)
            deflateEnd(&m_stream);
    }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;

    void put(std::string_view bytes, int flush = Z_NO_FLUSH)
    {
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
        m_stream.avail_in = static_cast<uInt>(bytes.size());
        do {
            m_stream.next_out = reinterpret_cast<Bytef *>(m_out.data());
            m_stream.avail_out = static_cast<uInt>(m_out.size());
            if (m_error != 0 || deflate(&m_stream, flush) == Z_STREAM_ERROR)
                return;
            write({m_out.data(), m_out.size() - m_stream.avail_out});
        } while (m_stream.avail_out == 0);
    }
    /// @return 0, or errno
    [[nodiscard]] int finish()
    {
        put({}, Z_FINISH);
        if (m_error == 0 && ::fsync(m_fd.get()) != 0)
            m_error = errno;
        return m_error;
    }
    [[nodiscard]] const SealedFile &written() const { return m_written; }

private:
    void write(std::string_view bytes)
    {
        m_written.checksum = crc(m_written.checksum, bytes);
        m_written.bytes += bytes.size();
        while (!bytes.empty() && m_error == 0) {
            const ssize_t put = ::write(m_fd.get(), bytes.data(), bytes.size());
            if (put > 0)
                bytes.remove_prefix(static_cast<std::size_t>(put));
            else if (errno != EINTR)
                m_error = put == 0 ? ENOSPC : errno;
        }
    }

    platform::Fd m_fd;
    z_stream m_stream{};
    std::string m_out = std::string(pieceBytes, '\0');
    SealedFile m_written;
    int m_error = 0;
    bool m_ready = false;
};

Result<> syncFolder(const std::string &directory)
{
    const platform::Fd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0)
        return tl::unexpected(platform::ioError(directory, errno));
    return {};
}

Result<std::string> inflated(const std::string &path, std::string_view packed)
{
    z_stream stream{};
    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        return fail(ErrorCode::Io, path, "there is no memory to read it");
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string text, piece(pieceBytes, '\0');
    int code = Z_OK;
    while (code == Z_OK && text.size() < mostBytes) {
        stream.next_out = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        code = inflate(&stream, Z_NO_FLUSH);
        text.append(piece, 0, piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (code != Z_STREAM_END)
        return damaged(path, "it does not unpack");
    return text;
}

Result<> visitAll(const std::string &path, std::string_view text,
                  const std::function<Result<>(const Event &)> &visit)
{
    if (text.substr(0, magic.size()) != magic)
        return damaged(path, "it is no sealed run that this version knows");
    types::Decoder from(text.substr(magic.size()));
    const RunId run(from.s());
    for (int skipped = 0; skipped < 3; ++skipped) // DAG, version, definition
        (void)from.view();
    std::uint64_t count = 0;
    while (from.u() == 1) {
        const Seq seq = from.u();
        types::Decoder one(from.view());
        auto fact = types::decode(one);
        if (!from.ok() || !fact || !one.atEnd())
            return damaged(path, "event " + std::to_string(seq) + " cannot be read");
        ++count;
        if (auto visited = visit({seq, run, std::move(*fact)}); !visited)
            return visited;
    }
    if (from.u() != count || !from.ok() || !from.atEnd())
        return damaged(path, "it is cut short");
    return {};
}

} // namespace

std::uint32_t crc(std::uint32_t sum, std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        ::crc32_z(sum, reinterpret_cast<const Bytef *>(bytes.data()), bytes.size()));
}

Result<SealedFile> writeSealed(const std::string &path, const SealedHead &head,
                               const std::function<Result<>(const EmitRaw &)> &events)
{
    const std::string directory = std::filesystem::path(path).parent_path().string();
    if (auto made = platform::makeDirectories(directory); !made)
        return tl::unexpected(made.error());
    const std::string temporary = path + ".tmp";
    Writer writer(temporary);
    types::Encoder to;
    to.s(head.run.text);
    to.s(head.dag.text);
    to.s(head.version.text);
    to.s(head.definition);
    writer.put(magic);
    writer.put(to.bytes());
    std::uint64_t count = 0;
    Result<> done = events([&](Seq seq, std::string_view fact) {
        to.clear();
        to.u(1);
        to.u(seq);
        to.s(fact);
        writer.put(to.bytes());
        ++count;
    });
    to.clear();
    to.u(0);
    to.u(count);
    writer.put(to.bytes());
    if (const int error = writer.finish(); done && error != 0)
        done = tl::unexpected(platform::ioError(temporary, error));
    if (done && ::rename(temporary.c_str(), path.c_str()) != 0)
        done = tl::unexpected(platform::ioError(path, errno));
    if (done)
        done = syncFolder(directory);
    if (!done) {
        ::unlink(temporary.c_str());
        return tl::unexpected(done.error());
    }
    return SealedFile{writer.written().bytes, writer.written().checksum, count};
}

Result<> readSealed(const std::string &path, std::uint64_t bytes, std::uint32_t checksum,
                    const std::function<Result<>(const Event &)> &visit)
{
    const auto packed = platform::readFile(path, mostBytes);
    if (!packed && packed.error().code == ErrorCode::NotFound)
        return damaged(path, "the file is not there");
    if (!packed)
        return tl::unexpected(packed.error());
    if (packed->size() != bytes)
        return damaged(path, "it has " + std::to_string(packed->size()) + " bytes in place of " +
                                 std::to_string(bytes));
    if (crc(0, *packed) != checksum)
        return damaged(path, "its checksum is wrong");
    const auto text = inflated(path, *packed);
    if (!text)
        return tl::unexpected(text.error());
    return visitAll(path, *text, visit);
}

} // namespace orrery::store
