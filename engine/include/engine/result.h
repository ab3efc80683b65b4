// SPDX-License-Identifier: GPL-3.0-or-later
// Errors are values: every fallible call of the engine returns Result<T>.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace orrery {

/// What kind of failure it is; decides the exit code of the command line (design: Command line).
enum class ErrorCode {
    InvalidSpec, ///< bad input or usage; exit 2
    NotFound,    ///< an unknown name; exit 2
    Conflict,    ///< not possible in the present state; exit 1
    NoCapacity,  ///< larger than what the hosts have; exit 1
    Denied,      ///< exit 4
    Timeout,     ///< exit 3
    Unreachable, ///< exit 3
    Corrupt,     ///< a store or file is damaged; exit 1
    Io,          ///< the system refused (disk full, permission); exit 1
    Internal     ///< a bug of ours; exit 1
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string where; ///< what to fix: a path such as "nodes/3/timeout", a file:line:column, an
                       ///< id; may be empty
    std::string what;  ///< one sentence for a human, with what to do; never contains a secret
};

template <typename T = void>
using Result = tl::expected<T, Error>;

/// `return fail(ErrorCode::NotFound, "run/r1", "no such run");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string where, std::string what)
{
    return tl::unexpected<Error>(Error{code, std::move(where), std::move(what)});
}

} // namespace orrery
