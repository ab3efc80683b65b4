// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of a value that few of many values have: an optional and a text.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace orrery {

/// As std::optional, but it takes the room of a pointer while it is empty: a DAG of 100,000 nodes
/// pays for what its nodes say, not for what they could say. Copies are deep.
template <typename T>
class Rare {
public:
    Rare() = default;
    Rare(std::nullopt_t) {}
    Rare(T value) : m_value(std::make_unique<T>(std::move(value))) {}
    Rare(const Rare &other) : m_value(other ? std::make_unique<T>(*other) : nullptr) {}
    Rare(Rare &&) noexcept = default;
    Rare &operator=(const Rare &other)
    {
        if (this != &other)
            m_value = other ? std::make_unique<T>(*other) : nullptr;
        return *this;
    }
    Rare &operator=(Rare &&) noexcept = default;
    ~Rare() = default;

    template <typename... Args>
    T &emplace(Args &&...args)
    {
        m_value = std::make_unique<T>(std::forward<Args>(args)...);
        return *m_value;
    }
    void reset() { m_value.reset(); }

    [[nodiscard]] bool has_value() const { return m_value != nullptr; }
    explicit operator bool() const { return has_value(); }
    T &operator*() { return *m_value; }
    const T &operator*() const { return *m_value; }
    T *operator->() { return m_value.get(); }
    const T *operator->() const { return m_value.get(); }
    [[nodiscard]] T value_or(T otherwise) const { return has_value() ? *m_value : otherwise; }

    friend bool operator==(const Rare &a, const Rare &b)
    {
        return a && b ? *a == *b : a.has_value() == b.has_value();
    }

private:
    std::unique_ptr<T> m_value;
};

/// A text that is mostly empty, in the room of a pointer. Reads as a std::string.
class RareText {
public:
    RareText() = default;
    RareText(std::string text)
        : m_text(text.empty() ? Rare<std::string>() : Rare<std::string>(std::move(text)))
    {
    }
    RareText(std::string_view text) : RareText(std::string(text)) {}
    RareText(const char *text) : RareText(std::string(text)) {}

    [[nodiscard]] const std::string &str() const
    {
        static const std::string nothing;
        return m_text ? *m_text : nothing;
    }
    operator const std::string &() const { return str(); }
    operator std::string_view() const { return str(); }
    [[nodiscard]] bool empty() const { return !m_text; }
    [[nodiscard]] std::size_t size() const { return str().size(); }
    void clear() { m_text.reset(); }

    bool operator==(const RareText &) const = default;
    friend bool operator==(const RareText &a, const std::string &b) { return a.str() == b; }
    friend bool operator==(const RareText &a, const char *b) { return a.str() == b; }
    friend std::string operator+(const std::string &a, const RareText &b) { return a + b.str(); }
    friend std::string operator+(const RareText &a, const std::string &b) { return a.str() + b; }

private:
    Rare<std::string> m_text;
};

} // namespace orrery
