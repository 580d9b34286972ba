// SPDX-License-Identifier: Apache-2.0
//
// Runs commands in turn, many times, and prints what each run cost:
//
//   race ROUNDS STDIN -- [VAR=VALUE]... COMMAND [ARG]... [-- [VAR=VALUE]... COMMAND [ARG]...]...
//
// It is meant to be PID 1 of a process namespace. Its stdout and stderr are then a pipe of its own, big
// enough for a report and emptied between runs, so that a logger finds a container's log and nobody else runs
// meanwhile. Every second round takes the commands in the opposite order.
//
// Prints a line a run: number of the command, nanoseconds from spawn to exit, nanoseconds of processor time
// (its children's included), peak memory in KiB, wait status, bytes that came through the pipe. Small and
// static itself: a child's peak memory counts what it had before exec.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kMaxCommands = 8, kMaxVariables = 256, kPipeSize = 1 << 20 };

extern char** environ;

struct command {
  char** argv;
  char* environment[kMaxVariables];
};

static _Noreturn void die(const char* what) {
  dprintf(STDERR_FILENO, "race: %s: %s\n", what, strerror(errno));
  exit(125);
}

// Fills one command from the words at `words`, whose last is followed by NULL.
static void parse(struct command* command, char** words) {
  size_t count = 0;
  for (char** variable = environ; *variable != NULL && count < kMaxVariables - 16; ++variable) {
    command->environment[count++] = *variable;
  }
  while (*words != NULL && strchr(*words, '=') != NULL && count < kMaxVariables - 1) {
    command->environment[count++] = *words++;
  }
  if (*words == NULL) {
    errno = EINVAL;
    die("a command is missing after --");
  }
  command->argv = words;
}

static size_t drain(int pipe_end) {
  static char buffer[65536];
  size_t total = 0;
  for (ssize_t got; (got = read(pipe_end, buffer, sizeof buffer)) > 0;) {
    total += (size_t)got;
  }
  return total;
}

static void run(const struct command* command, int number, const char* input, int pipe_end, FILE* results) {
  const int input_fd = open(input, O_RDONLY | O_CLOEXEC);
  if (input_fd < 0) {
    die(input);
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input_fd, STDIN_FILENO);

  struct timespec start, end;
  struct rusage usage;
  pid_t pid;
  int status;
  clock_gettime(CLOCK_MONOTONIC, &start);
  errno = posix_spawn(&pid, command->argv[0], &actions, NULL, command->argv, (char**)command->environment);
  if (errno != 0) {
    die(command->argv[0]);
  }
  while (wait4(pid, &status, 0, &usage) != pid) {
  }
  clock_gettime(CLOCK_MONOTONIC, &end);

  posix_spawn_file_actions_destroy(&actions);
  close(input_fd);
  while (waitpid(-1, NULL, WNOHANG) > 0) {  // PID 1 inherits what the command left behind
  }
  const long long ns = (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec);
  const long long cpu_us = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL +
                           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
  fprintf(results, "%d %lld %lld %ld %d %zu\n", number, ns, cpu_us * 1000, usage.ru_maxrss, status,
          drain(pipe_end));
}

int main(int argc, char** argv) {
  static struct command commands[kMaxCommands];
  int count = 0;
  for (int i = argc - 1; i >= 3; --i) {  // from the back, so that each command ends with NULL
    if (strcmp(argv[i], "--") == 0 && count < kMaxCommands) {
      parse(&commands[count++], &argv[i + 1]);
      argv[i] = NULL;
    }
  }
  if (count == 0) {
    dprintf(STDERR_FILENO, "usage: race ROUNDS STDIN -- [VAR=VALUE]... COMMAND [ARG]... [-- ...]...\n");
    return 125;
  }
  FILE* results = fdopen(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10), "w");
  int ends[2];
  if (results == NULL || pipe2(ends, O_CLOEXEC) != 0 || fcntl(ends[1], F_SETPIPE_SZ, kPipeSize) < 0 ||
      fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 || dup2(ends[1], STDOUT_FILENO) < 0 ||
      dup2(ends[1], STDERR_FILENO) < 0) {
    die("cannot set up the pipe");
  }
  for (long round = 0, rounds = atol(argv[1]); round < rounds; ++round) {
    for (int i = 0; i < count; ++i) {
      const int place = round % 2 == 0 ? count - 1 - i : i;  // commands[] is in reverse order
      run(&commands[place], count - 1 - place, argv[2], ends[0], results);
    }
  }
  return fclose(results) == 0 ? 0 : 125;
}
