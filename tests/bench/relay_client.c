/* SPDX-License-Identifier: Apache-2.0
 *
 * Clients of a relay: relay_client SOCKET CLIENTS REPORTS MIN MAX [PIECE]
 *
 * So many processes send so many reports in all, each over a connection of its own, with backtraces of MIN to
 * MAX bytes of noise, most of them short. The number of every report that was acknowledged goes to stdout,
 * each on a line, and at the end to stderr: seconds, the longest time from connect to answer in microseconds,
 * and how many were refused. A report's `crc` is the CRC-32 of its backtrace. With
 * PIECE they send so many bytes at once, and the next ones 30 ms later.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

struct Totals {
  long longest_us;
  long refused;
};

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static uint32_t next_random(uint32_t* state) {
  *state = *state * 1664525U + 1013904223U;
  return *state >> 8;
}

/* The report's message in `text`, and its length. */
static size_t make_message(char* text, unsigned long number, size_t min, size_t max) {
  uint32_t state = (uint32_t)number * 2654435761U + 1;
  const double share = next_random(&state) / (double)(1 << 24);
  const size_t size = min + (size_t)((double)(max - min) * share * share * share);
  size_t length = (size_t)sprintf(
      text, "{\"type\":\"T\",\"executable\":\"/e\",\"reason\":\"%lu\",\"time\":1700000000,\"backtrace\":\"",
      number);
  const char* start = text + length;
  for (size_t i = 0; i < size; ++i) {
    text[length++] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"[next_random(&state) % 64];
  }
  const uLong crc = crc32(0, (const Bytef*)start, (uInt)size);
  return length + (size_t)sprintf(text + length, "\",\"crc\":%lu}\n", crc);
}

/* Whether the relay acknowledged the message. */
static int hand_over(const struct sockaddr_un* address, const char* message, size_t length, size_t piece) {
  char answer[256];
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int acknowledged = 0;
  if (fd >= 0 && connect(fd, (const struct sockaddr*)address, sizeof *address) == 0) {
    size_t sent = 0;
    while (sent < length) {
      const size_t left = length - sent;
      const ssize_t count = send(fd, message + sent, left < piece ? left : piece, MSG_NOSIGNAL);
      if (count <= 0) {
        break;
      }
      sent += (size_t)count;
      if (sent < length && piece < length) {
        usleep(30000);
      }
    }
    shutdown(fd, SHUT_WR);
    const ssize_t size = recv(fd, answer, sizeof answer - 1, 0);
    acknowledged = size == 3 && memcmp(answer, "ok\n", 3) == 0;
  }
  close(fd);
  return acknowledged;
}

static void run_client(const struct sockaddr_un* address, unsigned long first, unsigned long step,
                       unsigned long end, size_t min, size_t max, size_t piece, struct Totals* totals) {
  char* message = malloc(max + 512);
  for (unsigned long number = first; number < end; number += step) {
    const size_t length = make_message(message, number, min, max);
    const double start = now();
    const int acknowledged = hand_over(address, message, length, piece);
    const long took = (long)((now() - start) * 1e6);
    if (took > __atomic_load_n(&totals->longest_us, __ATOMIC_RELAXED)) {
      __atomic_store_n(&totals->longest_us, took, __ATOMIC_RELAXED);
    }
    if (acknowledged) {
      char line[32];
      const int size = sprintf(line, "%lu\n", number);
      if (write(STDOUT_FILENO, line, (size_t)size) != size) {
        _exit(1);
      }
    } else {
      __atomic_add_fetch(&totals->refused, 1, __ATOMIC_RELAXED);
    }
  }
  _exit(0);
}

int main(int argc, char** argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (argc < 6 || argc > 7 || strlen(argv[1]) >= sizeof address.sun_path) {
    fprintf(stderr, "usage: relay_client SOCKET CLIENTS REPORTS MIN MAX [PIECE]\n");
    return 2;
  }
  strcpy(address.sun_path, argv[1]);
  const unsigned long clients = strtoul(argv[2], NULL, 10);
  const unsigned long reports = strtoul(argv[3], NULL, 10);
  struct Totals* totals =
      mmap(NULL, sizeof *totals, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  const double start = now();
  for (unsigned long client = 0; client < clients; ++client) {
    const pid_t pid = fork();
    if (pid == 0) {
      run_client(&address, client, clients, reports, strtoul(argv[4], NULL, 10), strtoul(argv[5], NULL, 10),
                 argc > 6 ? strtoul(argv[6], NULL, 10) : SIZE_MAX, totals);
    }
    if (pid < 0) {
      return 1;
    }
  }
  int failed = 0;
  int status = 0;
  while (wait(&status) > 0) {
    failed |= status;
  }
  fprintf(stderr, "%.6f %ld %ld\n", now() - start, totals->longest_us, totals->refused);
  return failed != 0;
}
