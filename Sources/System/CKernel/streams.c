// Standard output and standard error become packets on the kernel's socket, in the order of writing and showing.
// Whatever writes past the C library's streams and past write(2), a child process say, reaches the pipes that the
// runner put on descriptors 1 and 2. The pipes are read here before anything else is sent, to keep the order; the
// runner reads the rest when the process ends.
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int connection = -1;

// Standard output is held back until a line ends; the rest is sent before anything else.
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;
static char held[packet_payload_size];
static volatile size_t held_count;

void ckernel_send(packet_kind kind, const void *bytes, size_t count) {
  if (connection >= 0) packet_send(connection, kind, bytes, count);
}

// The read ends of the pipes of descriptors 1 and 2.
static int pipes[2] = {-1, -1};
static char piped[packet_payload_size];
// The write ends of descriptors 1 and 2, and their identity.
static int report_ends[2] = {-1, -1};
static struct stat report_pipes[2];

static void send_held(void) {
  if (held_count == 0) return;
  ckernel_send(packet_kind_stdout, held, held_count);
  held_count = 0;
}

// One read takes everything that a pipe can hold. Buffered text was written first.
static void send_piped(void) {
  static const packet_kind kinds[2] = {packet_kind_stdout, packet_kind_stderr};
  for (int i = 0; i < 2; i++) {
    ssize_t count = read(pipes[i], piped, sizeof piped);
    if (count <= 0) continue;
    send_held();
    ckernel_send(kinds[i], piped, (size_t)count);
  }
}

void ckernel_flush(void) {
  pthread_mutex_lock(&held_lock);
  send_piped();
  send_held();
  pthread_mutex_unlock(&held_lock);
}

void ckernel_flush_from_signal(void) {
  // The crashed thread may hold the lock itself; the text that it was adding is lost, earlier text is not.
  send_piped();
  send_held();
}

void ckernel_lock_streams(void) { pthread_mutex_lock(&held_lock); }

void ckernel_unlock_streams(void) { pthread_mutex_unlock(&held_lock); }

// Forwards output of the pipes while nothing else is sent.
static void *watch_pipes(void *unused) {
  struct pollfd ends[2] = {{pipes[0], POLLIN, 0}, {pipes[1], POLLIN, 0}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (poll(ends, 2, -1) < 0) continue;
    ckernel_flush();
    for (int i = 0; i < 2; i++) {
      // There is no writer any more, or a cell has closed the descriptor.
      if (ends[i].revents && !(ends[i].revents & POLLIN)) ends[i].fd = -1;
    }
  }
  return NULL;
}

static void put_stdout(const char *bytes, size_t count) {
  pthread_mutex_lock(&held_lock);
  send_piped();
  while (count > 0) {
    size_t room = sizeof held - held_count, part = count < room ? count : room;
    memcpy(held + held_count, bytes, part);
    held_count += part;
    bytes += part;
    count -= part;
    if (held_count == sizeof held) send_held();
  }
  if (held_count > 0 && memrchr(held, '\n', held_count)) send_held();
  pthread_mutex_unlock(&held_lock);
}

static void put_stderr(const char *bytes, size_t count) {
  pthread_mutex_lock(&held_lock);
  send_piped();
  send_held();
  for (size_t start = 0; start < count; start += packet_payload_size) {
    size_t rest = count - start;
    ckernel_send(packet_kind_stderr, bytes + start, rest < packet_payload_size ? rest : packet_payload_size);
  }
  pthread_mutex_unlock(&held_lock);
}

// True if output of a descriptor belongs to the report: a cell may have put its own file or pipe there.
static int reaches_report(int fd) {
  struct stat status;
  if (connection < 0 || (fd != 1 && fd != 2) || fstat(fd, &status) != 0) return 0;
  for (int i = 0; i < 2; i++) {
    if (status.st_dev == report_pipes[i].st_dev && status.st_ino == report_pipes[i].st_ino) return 1 + i;
  }
  return 0;
}

// Foundation's FileHandle and Swift code that calls write come here: the dynamic linker prefers the executable's.
ssize_t write(int fd, const void *bytes, size_t count) {
  if (fd == 2) ckernel_note_words(bytes, count);
  switch (reaches_report(fd)) {
  case 1: put_stdout(bytes, count); return (ssize_t)count;
  case 2: put_stderr(bytes, count); return (ssize_t)count;
  default: return syscall(SYS_write, fd, bytes, count);
  }
}

static ssize_t stdout_cookie(void *cookie, const char *bytes, size_t count) {
  ssize_t written = write(1, bytes, count);
  return written < 0 ? 0 : written;
}

static ssize_t stderr_cookie(void *cookie, const char *bytes, size_t count) {
  ssize_t written = write(2, bytes, count);
  return written < 0 ? 0 : written;
}

FILE *ckernel_streams[2];

int ckernel_reach_report(int fd) { return dup2(report_ends[fd - 1], fd); }

int ckernel_reopen_streams(void) {
  int reopened = 0;
  for (int fd = 0; fd < 3; fd++) {
    if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    if ((fd == 0 ? ckernel_reach_input() : ckernel_reach_report(fd)) < 0) return -1;
    if (fd > 0) clearerr_unlocked(ckernel_streams[fd - 1]);
    reopened |= 1 << fd;
  }
  return reopened;
}

void ckernel_start(int fd) {
  connection = fd;
  // Programs that cells start must not keep the connection open.
  for (int i = 0; i < 3; i++) fcntl(fd + i, F_SETFD, FD_CLOEXEC);
  for (int i = 0; i < 2; i++) {
    pipes[i] = fd + 1 + i;
    fcntl(pipes[i], F_SETFL, O_NONBLOCK);
    fstat(i + 1, &report_pipes[i]);
    report_ends[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, fd + 3);
  }
  FILE *output = fopencookie(NULL, "w", (cookie_io_functions_t){.write = stdout_cookie});
  FILE *errors = fopencookie(NULL, "w", (cookie_io_functions_t){.write = stderr_cookie});
  if (output) {
    setvbuf(output, NULL, _IONBF, 0);
    stdout = ckernel_streams[0] = output;
  }
  if (errors) {
    setvbuf(errors, NULL, _IONBF, 0);
    stderr = ckernel_streams[1] = errors;
  }
  ckernel_start_input(fd + 3);
  ckernel_install_handlers();
  pthread_t watcher;
  if (pthread_create(&watcher, NULL, watch_pipes, NULL) == 0) pthread_detach(watcher);
}
