// SPDX-License-Identifier: Apache-2.0
//
// What an init costs, in nanoseconds:
//
// launch start ROUNDS + INIT... + INIT...: starts the inits in turn, with this program as their child; prints
// the init's number and the time from its exec to its child's.
// launch signal ROUNDS + INIT...: from a signal to the init to the child's getting it.
// launch orphans COUNT: as PID 1's child, from the end of COUNT orphans to their being reaped.
// launch write BYTES PIECE: how long writing so much to standard error takes, by PIECE bytes at a time.
// launch relay COMMAND...: runs a command whose standard error goes through a pipe, of which nothing is read:
// the least that any program between a child and its log costs.
// launch stamp, launch signalled: what the first two start.

#define _GNU_SOURCE
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { kMaxCommands = 8, kMaxWords = 32 };

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void require(int is_true, const char* what) {
  if (!is_true) {
    perror(what);
    exit(1);
  }
}

static int64_t read_stamp(int fd) {
  int64_t stamp;
  require(read(fd, &stamp, sizeof stamp) == sizeof stamp, "a stamp");
  return stamp;
}

/// Starts `words`, this program and `mode`, with a pipe as stdout; `*started` becomes the time of its exec.
static pid_t start(char** words, const char* mode, int* output, int64_t* started) {
  char* command[kMaxWords + 3];
  int count = 0;
  for (; words[count] != NULL && strcmp(words[count], "+") != 0; ++count) {
    command[count] = words[count];
  }
  static char self[4096];
  require(readlink("/proc/self/exe", self, sizeof self - 1) > 0, "own path");
  command[count++] = self;
  command[count++] = (char*)mode;
  command[count] = NULL;
  int ends[2];
  require(pipe2(ends, O_CLOEXEC) == 0, "pipe");
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    *started = now();
    execv(command[0], command);
    _exit(127);
  }
  close(ends[1]);
  *output = ends[0];
  return pid;
}

static int measure_start(int rounds, char** commands[], int count) {
  int64_t* started = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < count; ++i) {
      const int which = round % 2 == 0 ? i : count - 1 - i;
      int output;
      const pid_t pid = start(commands[which], "stamp", &output, started);
      const int64_t stamp = read_stamp(output);
      waitpid(pid, NULL, 0);
      close(output);
      printf("%d %" PRId64 "\n", which, stamp - *started);
    }
  }
  return 0;
}

static int measure_signal(int rounds, char** command) {
  int64_t* started = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int output;
  const pid_t pid = start(command, "signalled", &output, started);
  read_stamp(output);  // it is ready
  const struct timespec pause = {0, 2000000};
  for (int round = 0; round < rounds; ++round) {
    nanosleep(&pause, NULL);
    const int64_t sent = now();
    kill(pid, SIGUSR1);
    printf("0 %" PRId64 "\n", read_stamp(output) - sent);
  }
  kill(pid, SIGTERM);
  waitpid(pid, NULL, 0);
  return 0;
}

static void signalled(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, NULL);
  for (;;) {
    const int64_t stamp = now();
    require(write(STDOUT_FILENO, &stamp, sizeof stamp) == sizeof stamp, "write");
    int signal;
    sigwait(&set, &signal);
  }
}

static int orphans(int count) {
  int ends[2];
  require(pipe(ends) == 0, "pipe");
  const pid_t middle = fork();
  require(middle >= 0, "fork");
  if (middle == 0) {
    close(ends[1]);
    for (int i = 0; i < count; ++i) {
      const pid_t orphan = fork();
      require(orphan >= 0, "fork");
      if (orphan == 0) {
        char nothing;
        _exit((int)read(ends[0], &nothing, 1));
      }
    }
    _exit(0);
  }
  int status;
  waitpid(middle, &status, 0);
  require(status == 0, "all orphans");
  const int64_t begun = now();
  close(ends[1]);
  const struct timespec pause = {0, 200000};
  while (kill(-1, 0) == 0) {  // zombies are found, too, up to their reaping
    nanosleep(&pause, NULL);
  }
  printf("%" PRId64 "\n", now() - begun);
  return 0;
}

static int write_much(int64_t bytes, size_t size) {
  char* piece = malloc(size);
  require(piece != NULL, "memory");
  memset(piece, 'x', size - 1);
  piece[size - 1] = '\n';
  const int64_t begun = now();
  while (bytes > 0) {
    const ssize_t written = write(STDERR_FILENO, piece, size);
    require(written > 0, "write");
    bytes -= written;
  }
  printf("%" PRId64 "\n", now() - begun);
  return 0;
}

static int relay(char** command) {
  int ends[2];
  require(pipe2(ends, O_CLOEXEC) == 0, "pipe");
  const int size = 1 << 20;
  require(fcntl(ends[0], F_SETPIPE_SZ, size) == size, "size of the pipe");
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(ends[1], STDERR_FILENO);
    execv(command[0], command);
    _exit(127);
  }
  close(ends[1]);
  while (splice(ends[0], NULL, STDERR_FILENO, NULL, (size_t)size, SPLICE_F_MOVE) > 0) {
  }
  int status;
  waitpid(pid, &status, 0);
  return WEXITSTATUS(status);
}

int main(int argc, char** argv) {
  const char* mode = argc > 1 ? argv[1] : "";
  if (strcmp(mode, "stamp") == 0) {
    const int64_t stamp = now();
    return write(STDOUT_FILENO, &stamp, sizeof stamp) != sizeof stamp;
  }
  if (strcmp(mode, "signalled") == 0) {
    signalled();
  }
  require(argc > 2, "too few words");
  if (strcmp(mode, "relay") == 0) {
    return relay(argv + 2);
  }
  if (strcmp(mode, "orphans") == 0) {
    return orphans(atoi(argv[2]));
  }
  if (strcmp(mode, "write") == 0 && argc > 3) {
    return write_much(atoll(argv[2]), (size_t)atoll(argv[3]));
  }
  char** commands[kMaxCommands];
  int count = 0;
  for (int i = 3; i < argc && count < kMaxCommands; ++i) {
    if (strcmp(argv[i], "+") == 0) {
      commands[count++] = argv + i + 1;
    }
  }
  require(count > 0, "no command");
  return strcmp(mode, "start") == 0 ? measure_start(atoi(argv[2]), commands, count)
                                    : measure_signal(atoi(argv[2]), commands[0]);
}
