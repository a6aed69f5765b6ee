// Standard input. A process that runs cells has nothing on descriptor 0. If a front end has a user, readers of standard
// input get lines requested from the runner one by one. Swift's readLine, scanf and their like read the stream,
// Foundation's FileHandle the descriptor; the dynamic linker prefers the executable's definitions.
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

FILE *ckernel_input;

static ckernel_input_handler handler;
// The identity of the descriptor at the start, to recognise a file that a cell puts there, and a copy of it.
static struct stat nothing;
static int nothing_fd = -1;
// The rest of the last line.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *line;
static size_t line_count, line_start;
// True if a thread was parked while it read the stream, whose lock it then holds forever.
static volatile int is_stream_lost;
// True if the stream's read-ahead consists of the runner's lines, and not of a cell's own file.
static volatile int holds_answer;

void ckernel_on_input(ckernel_input_handler ask) { handler = ask; }

static int is_nothing(int fd) {
  struct stat status;
  return handler && nothing_fd >= 0 && fstat(fd, &status) == 0 && status.st_dev == nothing.st_dev &&
         status.st_ino == nothing.st_ino && status.st_rdev == nothing.st_rdev;
}

static ssize_t take(char *bytes, size_t count) {
  pthread_mutex_lock(&lock);
  if (line_start == line_count) {
    free(line);
    line = NULL;
    line_start = line_count = 0;
    // Text printed before, such as a prompt, is shown before the answer.
    ckernel_flush();
    if (handler(&line, &line_count) == ckernel_input_interrupted) {
      pthread_mutex_unlock(&lock);
      is_stream_lost = 1;
      ckernel_interrupt_cell();
      // Another thread than the cell's finds the end of input.
      is_stream_lost = 0;
      return 0;
    }
  }
  size_t rest = line_count - line_start, part = count < rest ? count : rest;
  if (part > 0) memcpy(bytes, line + line_start, part);
  line_start += part;
  pthread_mutex_unlock(&lock);
  return (ssize_t)part;
}

ssize_t read(int fd, void *bytes, size_t count) {
  if (fd == 0 && count > 0 && is_nothing(fd)) return take(bytes, count);
  return syscall(SYS_read, fd, bytes, count);
}

static ssize_t input_cookie(void *cookie, char *bytes, size_t count) {
  holds_answer = is_nothing(0);
  return read(0, bytes, count);
}

static void make_stream(void) {
  FILE *input = fopencookie(NULL, "r", (cookie_io_functions_t){.read = input_cookie});
  if (input) stdin = ckernel_input = input;
}

void ckernel_start_input(int first) {
  if (fstat(0, &nothing) == 0) nothing_fd = fcntl(0, F_DUPFD_CLOEXEC, first);
  make_stream();
}

void ckernel_renew_input(void) {
  pthread_mutex_lock(&lock);
  line_start = line_count = 0;
  pthread_mutex_unlock(&lock);
  if (is_stream_lost) {
    is_stream_lost = 0;
    make_stream();
  } else if (ckernel_input) {
    flockfile(ckernel_input);
    // An answer of several lines was read whole; a file that a cell reads continues in the next one.
    if (holds_answer) __fpurge(ckernel_input);
    // The end of input that an earlier cell found is not this one's.
    clearerr_unlocked(ckernel_input);
    funlockfile(ckernel_input);
  }
}

int ckernel_reach_input(void) { return nothing_fd < 0 ? -1 : dup2(nothing_fd, 0); }
