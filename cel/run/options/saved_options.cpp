// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/saved_options.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>

#include "cel/base/fd.h"
#include "cel/base/text.h"

namespace cel {
namespace {

// Behind the program: each option and a NUL, then the mark, and their size in 8 digits and a newline. An ELF
// file may be followed by anything (elf(5)).
constexpr std::string_view kMark = "cel-run options ";
constexpr std::size_t kDigits = 8;
constexpr std::size_t kFooter = kMark.size() + kDigits + 1;
constexpr std::size_t kMostOfOptions = 4096;

/// Bytes of the options in front of the end; nothing if there are none.
std::optional<std::size_t> size_at_end(std::string_view bytes) {
  if (bytes.size() < kFooter || !bytes.substr(bytes.size() - kFooter).starts_with(kMark) ||
      bytes.back() != '\n') {
    return std::nullopt;
  }
  std::string_view digits = bytes.substr(bytes.size() - kDigits - 1, kDigits);
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
  const auto size = whole_number(digits, 0, kMostOfOptions);
  return size && *size + kFooter <= bytes.size() ? std::optional<std::size_t>(*size) : std::nullopt;
}

/// The last bytes of a file, as many as options can take.
std::string last_bytes(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0) {
    return {};
  }
  const off_t most = kMostOfOptions + kFooter;
  std::string bytes(static_cast<std::size_t>(std::min(most, status.st_size)), '\0');
  const ssize_t got =
      pread(file, bytes.data(), bytes.size(), status.st_size - static_cast<off_t>(bytes.size()));
  bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
  return bytes;
}

Error cannot_save(const std::string& path) {
  return Error{"cannot write " + one_line(path) + ": " + errno_text(errno)};
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write_some(file, bytes.data(), bytes.size());
    if (written < 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool copy(int from, int to, off_t size) {
  std::array<char, 65536> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  while (size > 0) {
    const ssize_t got =
        read_some(from, piece.data(), std::min<std::size_t>(piece.size(), static_cast<std::size_t>(size)));
    if (got <= 0 || !write_all(to, {piece.data(), static_cast<std::size_t>(got)})) {
      return false;
    }
    size -= got;
  }
  return true;
}

}  // namespace

std::vector<std::string> options_at_end(std::string_view bytes) {
  std::vector<std::string> options;
  if (const auto size = size_at_end(bytes)) {
    std::string_view words = bytes.substr(bytes.size() - kFooter - *size, *size);
    while (!words.empty()) {
      options.emplace_back(take_field(words, '\0'));
    }
  }
  return options;
}

std::vector<std::string> saved_options() {
  const Fd self = open_file("/proc/self/exe", O_RDONLY);
  return self ? options_at_end(last_bytes(self.get())) : std::vector<std::string>();
}

Result<void> save_options(const std::string& path, const std::vector<std::string>& options) {
  std::string end;
  for (const std::string& option : options) {
    end += option + '\0';
  }
  if (end.size() > kMostOfOptions) {
    return Error{"these options are longer than " + std::to_string(kMostOfOptions) + " bytes"};
  }
  std::string digits = std::to_string(end.size());
  end += std::string(kMark) + std::string(kDigits - digits.size(), '0') + digits + "\n";
  const Fd self = open_file("/proc/self/exe", O_RDONLY);
  struct stat status {};
  if (!self || fstat(self.get(), &status) != 0) {
    return Error{"cannot read this program: " + errno_text(errno)};
  }
  const auto old = size_at_end(last_bytes(self.get()));
  const off_t size = status.st_size - (old ? static_cast<off_t>(*old + kFooter) : 0);
  const std::string staged = path + ".new";
  const Fd file = open_file(staged.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0755);
  if (!file || !copy(self.get(), file.get(), size) || !write_all(file.get(), end) ||
      fchmod(file.get(), 0755) != 0 || fsync(file.get()) != 0 ||
      std::rename(staged.c_str(), path.c_str()) != 0) {
    const Error error = cannot_save(path);
    (void)unlink(staged.c_str());
    return error;
  }
  return {};
}

}  // namespace cel
