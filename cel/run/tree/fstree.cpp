// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/fstree.h"

#include <unistd.h>

#include <cerrno>
#include <utility>
#include <vector>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/run/tree/staged_tree.h"
#include "cel/run/tree/tree_plan.h"

namespace cel {
namespace {

using Kind = ArchiveEntry::Kind;

struct LaidFile {
  std::size_t entry;  // of the plan
  Sha256Digest sha256;
};

Result<TreePlan> check(int fd, const std::string& root, const ArchiveBounds& bounds) {
  std::vector<ArchiveEntry> entries;
  const auto keep = [&](const ArchiveEntry& entry) {
    entries.push_back(entry);
    return Result<void>();
  };
  const auto pass = [](std::string_view /*bytes*/) { return Result<void>(); };
  if (const Result<void> read = read_archive(fd, bounds, {keep, pass}); !read) {
    return Error{read.error()};
  }
  return plan_tree(std::move(entries), root == "/");
}

/// Writes what the second reading of the archive gives to where the plan, made from the first, has it.
class Layer {
 public:
  Layer(const TreePlan& plan, StagedTree& tree) : plan_(plan), tree_(tree) {}

  Result<void> entry(const ArchiveEntry& entry) {
    finish_file();
    if (next_ == plan_.entries.size() || plan_.entries[next_].mode != entry.mode) {
      return Error{"the archive changed while it was read"};
    }
    const ArchiveEntry& planned = plan_.entries[next_++];
    if (planned.path.empty()) {
      return {};
    }
    Result<Fd> file = tree_.add(planned);
    if (!file) {
      return Error{file.error()};
    }
    file_ = std::move(*file);
    if (planned.kind == Kind::file) {
      laid_.push_back({next_ - 1, {}});
    }
    return {};
  }

  Result<void> bytes(std::string_view bytes) {
    if (!file_) {
      return {};  // of a file that is left out
    }
    hash_.add(bytes);
    while (!bytes.empty()) {
      const ssize_t written = write(file_.get(), bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) {
        return cannot_lay("write", plan_.entries[laid_.back().entry].path, errno);
      }
      bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return {};
  }

  void finish_file() {
    if (file_) {
      laid_.back().sha256 = hash_.digest();
    }
    file_ = Fd();
    hash_ = Sha256();
  }

  const std::vector<LaidFile>& laid() const { return laid_; }

 private:
  const TreePlan& plan_;
  StagedTree& tree_;
  std::size_t next_ = 0;
  Fd file_;
  Sha256 hash_;
  std::vector<LaidFile> laid_;
};

}  // namespace

Result<void> lay_tree(int fd, const std::string& root, const ArchiveBounds& bounds,
                      const std::function<void(std::string_view)>& say) {
  const Result<TreeRoot> place = TreeRoot::open(root);
  if (!place) {
    return Error{place.error()};
  }
  const Result<TreePlan> plan = check(fd, root, bounds);
  if (!plan) {
    return Error{plan.error()};
  }
  StagedTree tree(*place);
  for (const ArchiveEntry& entry : plan->entries) {
    if (Result<void> fits = entry.path.empty() ? Result<void>() : tree.check(entry); !fits) {
      return fits;
    }
  }
  Layer layer(*plan, tree);
  Result<void> read = read_archive(fd, bounds,
                                   {[&](const ArchiveEntry& entry) { return layer.entry(entry); },
                                    [&](std::string_view bytes) { return layer.bytes(bytes); }});
  layer.finish_file();
  if (!read) {
    return read;
  }
  if (Result<void> put = tree.commit(); !put) {
    return put;
  }
  if (plan->stripped > 0) {
    say("fstree: without its " + std::to_string(plan->stripped) + " leading folders");
  }
  for (const std::string& path : plan->left_out) {
    say("fstree: left out " + path + ", which lies beside the leading folders");
  }
  for (const LaidFile& file : layer.laid()) {
    say("fstree: laid /" + plan->entries[file.entry].path +
        " sha256=" + hex(file.sha256.data(), file.sha256.size()));
  }
  if (layer.laid().empty()) {
    say("fstree: the archive holds no file");
  }
  return {};
}

}  // namespace cel
