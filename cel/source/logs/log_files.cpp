// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/log_files.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <map>
#include <system_error>
#include <tuple>

namespace cel {
namespace {

constexpr std::string_view kDigits = "0123456789";

/// A rotated file's name without what rotation added, and its place among its siblings: larger is older.
struct Rotated {
  std::string base;
  std::tuple<int, std::string, long> age;  // 2: by date, 1: by number, 0: the log itself
};

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

/// `20260131`, `20260131-235959`, `20260131-1769900000`, `2026-01-31`: later ones sort after earlier ones.
bool is_date(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    return all_digits(text.substr(0, 4)) && all_digits(text.substr(5, 2)) && all_digits(text.substr(8));
  }
  return text.size() >= 8 && all_digits(text.substr(0, 8)) &&
         (text.size() == 8 || (text[8] == '-' && all_digits(text.substr(9))));
}

Rotated rotated(std::string name) {
  name = without_compression(std::move(name));
  // What rotation adds begins after a dot or a dash, and may have a dash in itself.
  for (std::size_t at = name.find_first_of(".-", 1); at != std::string::npos;
       at = name.find_first_of(".-", at + 1)) {
    const std::string added = name.substr(at + 1);
    if (is_date(added)) {
      return {name.substr(0, at), {2, added, 0}};
    }
    if (name[at] == '.' && all_digits(added) && added.size() < 8) {
      return {name.substr(0, at), {1, {}, -std::stol(added)}};
    }
  }
  return {std::move(name), {0, {}, 0}};
}

/// Older files first: by date ascending, then by number descending, then the log itself.
bool older(const Rotated& a, const Rotated& b) {
  const auto& [kind_a, date_a, number_a] = a.age;
  const auto& [kind_b, date_b, number_b] = b.age;
  return std::tie(kind_b, date_a, number_a) < std::tie(kind_a, date_b, number_b);
}

Error cannot_read(const std::string& path, int error) {
  std::string hint;
  if (error == EACCES || error == EPERM) {
    hint = "; read it as root, or as a user who may";
  }
  return Error{"cannot read " + path + ": " + errno_text(error) + hint};
}

/// What cannot be read twice, as a pipe, is taken for not compressed.
Compression compression_at_start(const Fd& file) {
  std::array<char, 6> head{};
  const ssize_t got = pread(file.get(), head.data(), head.size(), 0);
  return compression_of({head.data(), static_cast<std::size_t>(got < 0 ? 0 : got)});
}

/// An input whose errors say which file they are about.
class Named : public ByteInput {
 public:
  Named(std::string path, std::unique_ptr<ByteInput> input)
      : path_(std::move(path)), input_(std::move(input)) {}

  Result<std::size_t> read(char* bytes, std::size_t size) override {
    Result<std::size_t> got = input_->read(bytes, size);
    if (!got) {
      return Error{"cannot read all of " + path_ + ": " + got.error() + "; what is before that was read"};
    }
    return got;
  }

  const Fd* plain_file() const override { return input_->plain_file(); }

 private:
  std::string path_;
  std::unique_ptr<ByteInput> input_;
};

}  // namespace

std::string without_compression(std::string name) {
  for (const std::string_view suffix : {".gz", ".zst", ".xz", ".bz2"}) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) {
      name.resize(name.size() - suffix.size());
      break;
    }
  }
  return name;
}

bool is_compressed(const std::string& path, const Storage& storage) {
  const Fd file = storage.open(path);
  return file && compression_at_start(file) != Compression::none;
}

Result<std::unique_ptr<ByteInput>> open_log(const std::string& path, std::uint64_t offset,
                                            const Storage& storage) {
  Fd file = storage.open(path);
  if (!file) {
    return cannot_read(path, errno);
  }
  const Compression compression = compression_at_start(file);
  if (offset > 0 && lseek(file.get(), static_cast<off_t>(offset), SEEK_SET) < 0) {
    return cannot_read(path, errno);
  }
  return std::unique_ptr<ByteInput>(
      std::make_unique<Named>(path, decompressed(raw_input(std::move(file)), compression)));
}

std::vector<std::vector<std::string>> group_rotated(const std::vector<std::string>& names) {
  std::map<std::string, std::vector<std::pair<Rotated, std::string>>> groups;
  for (const std::string& name : names) {
    Rotated file = rotated(name);
    std::string base = file.base;
    groups[std::move(base)].emplace_back(std::move(file), name);
  }
  std::vector<std::vector<std::string>> logs;
  for (auto& [base, files] : groups) {
    std::stable_sort(files.begin(), files.end(),
                     [](const auto& a, const auto& b) { return older(a.first, b.first); });
    std::vector<std::string>& log = logs.emplace_back();
    for (auto& [file, name] : files) {
      log.push_back(std::move(name));
    }
  }
  return logs;
}

std::vector<std::string> LogFolder::with_rotated(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path real = storage_.is_another_users() ? fs::path(path) : fs::canonical(path, ignored);
  if (real.empty()) {
    return {path};
  }
  if (const std::string folder = real.parent_path(); folder != folder_) {
    folder_ = folder;
    logs_ = group_rotated(storage_.names(folder).value_or(std::vector<std::string>()));
    log_of_.clear();
    for (std::size_t log = 0; log < logs_.size(); ++log) {
      for (const std::string& name : logs_[log]) {
        log_of_.emplace(name, log);
      }
    }
  }
  const auto log = log_of_.find(real.filename().string());
  if (log == log_of_.end()) {
    return {path};
  }
  std::vector<std::string> paths;
  for (const std::string& name : logs_[log->second]) {
    paths.push_back((real.parent_path() / name).string());
  }
  return paths;
}

}  // namespace cel
