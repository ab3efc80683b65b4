// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/digest.h"

#include <array>

#include <openssl/evp.h>

namespace orrery::data {

struct Digest::Context {
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    Context() { EVP_DigestInit_ex(hash, EVP_sha256(), nullptr); }
    ~Context() { EVP_MD_CTX_free(hash); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
};

Digest::Digest() : m_context(std::make_unique<Context>()) {}
Digest::~Digest() = default;

void Digest::add(std::string_view bytes)
{
    EVP_DigestUpdate(m_context->hash, bytes.data(), bytes.size());
}

void Digest::addText(std::string_view text)
{
    add(std::to_string(text.size()) + ":");
    add(text);
}

std::string Digest::take()
{
    constexpr std::size_t kept = 16; // bytes
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    EVP_DigestFinal_ex(m_context->hash, bytes.data(), &size);
    std::string text;
    for (std::size_t i = 0; i < kept; ++i) {
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

std::string digestOf(std::string_view bytes)
{
    Digest digest;
    digest.add(bytes);
    return digest.take();
}

} // namespace orrery::data
