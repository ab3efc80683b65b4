// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a fuzz target without libFuzzer, with any compiler: the corpus as it is, then mutations of
// it by a fixed rule, so that every run of the tests does the same.
//   fuzz_x CORPUS_DIR [RUNS [SEED]]
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace {

using Bytes = std::string;

// What is being run, for the handler.
const std::uint8_t *current = nullptr;
std::size_t currentSize = 0;

/// Keeps the input that ended the program, as libFuzzer does.
void keepInput(int signal)
{
    const int file = ::open("fuzz-crash", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0 && ::write(file, current, currentSize) == static_cast<ssize_t>(currentSize)) {
        constexpr std::string_view told = "the input is in the file fuzz-crash\n";
        static_cast<void>(!::write(STDERR_FILENO, told.data(), told.size()));
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

/// A stack that has run out cannot hold the handler's frame: it gets its own.
void watchFaults()
{
    static std::array<char, 65536> stack;
    stack_t other{};
    other.ss_sp = stack.data();
    other.ss_size = stack.size();
    ::sigaltstack(&other, nullptr);
    struct sigaction action {};
    action.sa_handler = keepInput;
    action.sa_flags = SA_ONSTACK;
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS})
        ::sigaction(signal, &action, nullptr);
}

void run(const Bytes &bytes)
{
    current = reinterpret_cast<const std::uint8_t *>(bytes.data());
    currentSize = bytes.size();
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(bytes.data()), bytes.size());
}

class Mutator {
public:
    Mutator(const std::vector<Bytes> &corpus, std::uint32_t seed) : m_corpus(corpus), m_random(seed)
    {
    }

    Bytes next()
    {
        Bytes bytes = m_corpus[below(m_corpus.size())];
        for (std::size_t i = 1 + below(4); i > 0; --i)
            mutate(bytes);
        return bytes;
    }

private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : m_random() % n; }

    void mutate(Bytes &bytes)
    {
        static const std::vector<Bytes> tokens = {"{",
                                                  "}",
                                                  "[",
                                                  "]",
                                                  "\"",
                                                  ":",
                                                  ",",
                                                  "null",
                                                  "-1",
                                                  "1e999",
                                                  "${",
                                                  "&a ",
                                                  "*a ",
                                                  "<<: ",
                                                  "!!x ",
                                                  "\n",
                                                  "\t",
                                                  "/*",
                                                  "//",
                                                  Bytes(1, '\0'),
                                                  "\xFF",
                                                  "\xC3",
                                                  "\xE2\x80\xA8",
                                                  "\x80\x80\x80\x80\x10",
                                                  "\x0A\x00",
                                                  Bytes(100, '['),
                                                  "18446744073709551616"};
        const std::size_t at = below(bytes.size() + 1), length = below(32);
        switch (below(6)) {
        case 0:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
            break;
        case 1:
            if (at < bytes.size())
                bytes[at] = static_cast<char>(below(256));
            break;
        case 2:
            bytes.erase(at, length);
            break;
        case 3:
            bytes.insert(at, bytes.substr(below(bytes.size() + 1), length));
            break;
        case 4:
            bytes.insert(at, tokens[below(tokens.size())]);
            break;
        default:
            bytes.resize(at);
            const Bytes &other = m_corpus[below(m_corpus.size())];
            bytes += other.substr(std::min(other.size(), below(other.size() + 1)));
        }
    }

    const std::vector<Bytes> &m_corpus;
    std::mt19937 m_random;
};

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s CORPUS_DIR [RUNS [SEED]]\n", argv[0]);
        return 2;
    }
    std::vector<std::filesystem::path> files;
    for (const auto &entry : std::filesystem::directory_iterator(argv[1]))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<Bytes> corpus;
    for (const auto &path : files) {
        std::ifstream stream(path, std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(stream),
                            std::istreambuf_iterator<char>());
    }
    if (corpus.empty()) {
        std::fprintf(stderr, "%s: there is no file in the corpus\n", argv[1]);
        return 2;
    }
    watchFaults();
    const long runs = argc > 2 ? std::atol(argv[2]) : 10000;
    const auto seed = static_cast<std::uint32_t>(argc > 3 ? std::atol(argv[3]) : 1);
    for (const Bytes &bytes : corpus)
        run(bytes);
    run({});
    Mutator mutator(corpus, seed);
    for (long i = 0; i < runs; ++i)
        run(mutator.next());
    std::printf("%zu files, %ld mutations with seed %u: no fault\n", corpus.size(), runs, seed);
    return 0;
}
