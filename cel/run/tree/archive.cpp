// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <clocale>
#include <memory>

#include "cel/base/fd.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kBuffer = std::size_t{64} << 10U;
constexpr int kMostFilters = 2;  // a compression and none: nobody packs twice who means well

using Handle = std::unique_ptr<archive, int (*)(archive*)>;

Error broken(archive* handle, const std::string& what) {
  const char* why = archive_error_string(handle);
  return Error{"the archive is refused: " + what + ": " +
               (why != nullptr ? valid_utf8(why) : "no reason given")};
}

ArchiveEntry::Kind kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr) {
    return ArchiveEntry::Kind::hard_link;
  }
  switch (archive_entry_filetype(entry)) {
    case AE_IFREG:
      return ArchiveEntry::Kind::file;
    case AE_IFDIR:
      return ArchiveEntry::Kind::folder;
    case AE_IFLNK:
      return ArchiveEntry::Kind::symbolic_link;
    default:
      return ArchiveEntry::Kind::other;
  }
}

ArchiveEntry entry_of(archive_entry* entry) {
  ArchiveEntry found;
  found.kind = kind_of(entry);
  const char* target = nullptr;
  if (found.kind == ArchiveEntry::Kind::hard_link) {
    target = archive_entry_hardlink(entry);
  } else if (found.kind == ArchiveEntry::Kind::symbolic_link) {
    target = archive_entry_symlink(entry);
  }
  found.path = archive_entry_pathname(entry);
  found.target = target != nullptr ? target : "";
  found.mode = archive_entry_mode(entry) & 07777U;
  return found;
}

/// Counts what comes out of an archive against the bounds.
class Meter {
 public:
  Meter(const ArchiveBounds& bounds, std::uint64_t packed) : bounds_(bounds), packed_(packed) {}

  Result<void> add(const ArchiveEntry& entry) {
    names_ += entry.path.size() + entry.target.size();
    if (++entries_ > bounds_.entries) {
      return over("more than " + std::to_string(bounds_.entries) + " entries");
    }
    return names_ <= bounds_.names ? Result<void>()
                                   : over("names of more than " + std::to_string(bounds_.names) + " bytes");
  }
  Result<void> add_bytes(std::size_t count) {
    bytes_ += count;
    if (bytes_ > bounds_.bytes) {
      return over("more than " + std::to_string(bounds_.bytes) + " bytes unpacked");
    }
    return bytes_ > bounds_.ratio_from && bytes_ / bounds_.ratio > packed_
               ? over("more than " + std::to_string(bounds_.ratio) + " times its own size unpacked")
               : Result<void>();
  }

 private:
  static Error over(const std::string& what) { return Error{"the archive is refused: it holds " + what}; }

  const ArchiveBounds& bounds_;
  std::uint64_t packed_;
  std::size_t entries_ = 0;
  std::size_t names_ = 0;
  std::uint64_t bytes_ = 0;
};

Result<void> read_file(archive* handle, Meter& meter, const ArchiveVisitor& visitor) {
  std::array<char, kBuffer>
      buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  for (;;) {
    const la_ssize_t count = archive_read_data(handle, buffer.data(), buffer.size());
    if (count < 0) {
      return broken(handle, "damaged or cut short");
    }
    if (count == 0) {
      return {};
    }
    const auto size = static_cast<std::size_t>(count);
    if (Result<void> within = meter.add_bytes(size); !within) {
      return within;
    }
    if (Result<void> taken = visitor.bytes({buffer.data(), size}); !taken) {
      return taken;
    }
  }
}

Result<void> read_entries(archive* handle, Meter& meter, const ArchiveVisitor& visitor) {
  for (;;) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(handle, &entry);
    if (status == ARCHIVE_EOF) {
      return {};
    }
    if (status != ARCHIVE_OK) {
      return broken(handle, "damaged, cut short, or no tar (gzip, xz, zstd) or zip");
    }
    if (archive_entry_pathname(entry) == nullptr || archive_entry_is_encrypted(entry) != 0) {
      return Error{"the archive is refused: it is encrypted, or a name in it cannot be read"};
    }
    const ArchiveEntry found = entry_of(entry);
    if (Result<void> within = meter.add(found); !within) {
      return within;
    }
    if (Result<void> taken = visitor.entry(found); !taken) {
      return taken;
    }
    if (found.kind == ArchiveEntry::Kind::file) {
      if (Result<void> read = read_file(handle, meter, visitor); !read) {
        return read;
      }
    }
  }
}

}  // namespace

Result<void> read_archive(int fd, const ArchiveBounds& bounds, const ArchiveVisitor& visitor) {
  // Names in UTF-8 come out as they are in this locale, which the C library has within itself.
  (void)std::setlocale(LC_CTYPE, "C.UTF-8");  // NOLINT(concurrency-mt-unsafe): one thread
  struct stat status {};
  if (fstat(fd, &status) != 0 || lseek(fd, 0, SEEK_SET) != 0) {
    return Error{"the archive cannot be read: " + errno_text(errno)};
  }
  const Handle handle(archive_read_new(), archive_read_free);
  if (!handle) {
    return Error{"the archive cannot be read: no memory"};
  }
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_filter_xz(handle.get());
  archive_read_support_filter_zstd(handle.get());
  archive_read_support_format_tar(handle.get());
  archive_read_support_format_zip_seekable(handle.get());
  if (archive_read_open_fd(handle.get(), fd, kBuffer) != ARCHIVE_OK) {
    return broken(handle.get(), "no tar (gzip, xz, zstd) or zip");
  }
  if (archive_filter_count(handle.get()) > kMostFilters) {
    return Error{"the archive is refused: it is compressed more than once"};
  }
  Meter meter(bounds, static_cast<std::uint64_t>(status.st_size));
  return read_entries(handle.get(), meter, visitor);
}

}  // namespace cel
