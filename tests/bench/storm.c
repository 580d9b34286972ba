// SPDX-License-Identifier: Apache-2.0
//
// Many writers at once into one log, whose bytes are handed back:
//
//   storm WRITERS STDIN_PREFIX COMMAND [ARG]...
//
// Meant to be PID 1 of a process namespace. Its stdout and stderr become one pipe; WRITERS processes, which
// wait at a gate until all are there, exec COMMAND with the file STDIN_PREFIX<number> (from 0) as their
// stdin. What comes through the pipe is copied to the first stdout.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void die(const char* what) {
  dprintf(STDERR_FILENO, "storm: %s: %s\n", what, strerror(errno));
  _exit(125);
}

static _Noreturn void write_report(int gate, const char* prefix, int number, char** command) {
  char path[4096];
  snprintf(path, sizeof path, "%s%d", prefix, number);
  const int input = open(path, O_RDONLY);
  char opened;
  if (input < 0 || dup2(input, STDIN_FILENO) < 0 || read(gate, &opened, 1) != 0) {
    die(path);
  }
  execv(command[0], command);
  die(command[0]);
}

// Copies the pipe to `results` until all its writers are gone.
static void copy(int pipe_end, int results) {
  static char buffer[65536];
  for (ssize_t got; (got = read(pipe_end, buffer, sizeof buffer)) != 0;) {
    for (ssize_t done = 0, wrote; done < got; done += wrote) {
      if ((wrote = write(results, buffer + done, (size_t)(got - done))) < 0) {
        die("cannot hand back the log");
      }
    }
  }
}

int main(int argc, char** argv) {
  if (argc < 4) {
    dprintf(STDERR_FILENO, "usage: storm WRITERS STDIN_PREFIX COMMAND [ARG]...\n");
    return 125;
  }
  const int results = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
  int log[2], gate[2];
  if (results < 0 || pipe2(log, O_CLOEXEC) != 0 || pipe2(gate, O_CLOEXEC) != 0) {
    die("cannot make the pipes");
  }
  // This process has to keep the pipe on its own stdout and stderr, for /proc/1/fd, until the writers are
  // done: a child of it reads, and ends once this process has closed them, too.
  const pid_t copier = fork();
  if (copier == 0) {
    close(log[1]);
    close(gate[1]);
    close(STDOUT_FILENO);
    copy(log[0], results);
    _exit(0);
  }
  if (copier < 0 || dup2(log[1], STDOUT_FILENO) < 0 || dup2(log[1], STDERR_FILENO) < 0) {
    die("cannot put the pipe in place");
  }
  close(log[0]);
  close(log[1]);
  const int writers = atoi(argv[1]);
  for (int i = 0; i < writers; ++i) {
    const pid_t pid = fork();
    if (pid < 0) {
      die("fork");
    }
    if (pid == 0) {
      close(gate[1]);
      write_report(gate[0], argv[2], i, &argv[3]);
    }
  }
  close(gate[1]);  // now all of them go
  for (int left = writers; left > 0;) {
    left -= wait(NULL) != copier;
  }
  close(STDOUT_FILENO);
  close(STDERR_FILENO);
  waitpid(copier, NULL, 0);
  return 0;
}
