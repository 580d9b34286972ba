// SPDX-License-Identifier: Apache-2.0
//
// Runs a program to which the kernel denies some system calls, as a container engine's seccomp profile does:
//
//   deny ERRNO CALL[,CALL]... PROGRAM [ARGUMENT]...
//
// Each call and the error are given by number. A call that is denied fails with the error and does nothing.
// The status is the program's; 120 and a line on standard error if the filter cannot be installed.

#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { kCannotDeny = 120, kMostCalls = 64 };

static void append(struct sock_fprog* program, struct sock_filter instruction) {
  program->filter[program->len++] = instruction;
}

/// One instruction reads the call's number, two for each denied call compare it, and the last one allows.
static int install(const char* error, char* calls) {
  struct sock_filter instructions[2 * kMostCalls + 2];
  struct sock_fprog program = {0, instructions};
  const unsigned denied = SECCOMP_RET_ERRNO | ((unsigned)atoi(error) & SECCOMP_RET_DATA);
  append(&program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
  int count = 0;
  for (char* call = strtok(calls, ","); call != NULL && count < kMostCalls; call = strtok(NULL, ",")) {
    append(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)atoi(call), 0, 1));
    append(&program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, denied));
    ++count;
  }
  append(&program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

int main(int argc, char** argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: deny ERRNO CALL[,CALL]... PROGRAM [ARGUMENT]...\n");
    return kCannotDeny;
  }
  if (!install(argv[1], argv[2])) {
    fprintf(stderr, "deny: cannot install the filter: %s\n", strerror(errno));
    return kCannotDeny;
  }
  execvp(argv[3], argv + 3);
  fprintf(stderr, "deny: cannot run %s: %s\n", argv[3], strerror(errno));
  return kCannotDeny;
}
