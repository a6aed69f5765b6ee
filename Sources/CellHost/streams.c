// Standard output and standard error become packets on the kernel's socket, in the order in which things were written
// and shown. Whatever writes past the C library's streams and past write(2), a child process say, reaches the pipes that
// the runner put on descriptors 1 and 2. Their other ends are read here before anything else is sent, so that it keeps
// its place; what is left in them when the process ends is the runner's to read.
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int connection = -1;

// Standard output is kept back until a line ends; the rest goes out before anything else is sent.
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;
static char held[cellhost_packet_size];
static volatile size_t held_count;

int cellhost_send(char kind, const void *bytes, size_t count) {
  if (connection < 0) return -1;
  struct iovec parts[2] = {{&kind, 1}, {(void *)bytes, count}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  ssize_t sent;
  do {
    sent = sendmsg(connection, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? -1 : 0;
}

// The ends from which the pipes behind descriptors 1 and 2 are read.
static int pipes[2] = {-1, -1};
static char piped[cellhost_packet_size];

static void send_held(void) {
  if (held_count == 0) return;
  cellhost_send(cellhost_stdout, held, held_count);
  held_count = 0;
}

// One read takes all that a pipe can hold. What was held back before came before.
static void send_piped(void) {
  static const char kinds[2] = {cellhost_stdout, cellhost_stderr};
  for (int i = 0; i < 2; i++) {
    ssize_t count = read(pipes[i], piped, sizeof piped);
    if (count <= 0) continue;
    send_held();
    cellhost_send(kinds[i], piped, (size_t)count);
  }
}

void cellhost_flush(void) {
  pthread_mutex_lock(&held_lock);
  send_piped();
  send_held();
  pthread_mutex_unlock(&held_lock);
}

void cellhost_flush_from_signal(void) {
  // The crashed thread may hold the lock itself; what it was adding is lost, what stood before it is not.
  send_piped();
  send_held();
}

void cellhost_lock_streams(void) { pthread_mutex_lock(&held_lock); }

void cellhost_unlock_streams(void) { pthread_mutex_unlock(&held_lock); }

// Passes on what comes through the pipes while nothing else is sent.
static void *watch_pipes(void *unused) {
  struct pollfd ends[2] = {{pipes[0], POLLIN, 0}, {pipes[1], POLLIN, 0}};
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    if (poll(ends, 2, -1) < 0) continue;
    cellhost_flush();
    for (int i = 0; i < 2; i++) {
      // No writer is left, or a cell has closed the descriptor.
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
  for (size_t start = 0; start < count; start += cellhost_packet_size) {
    size_t rest = count - start;
    cellhost_send(cellhost_stderr, bytes + start, rest < cellhost_packet_size ? rest : cellhost_packet_size);
  }
  pthread_mutex_unlock(&held_lock);
}

static ssize_t stdout_cookie(void *cookie, const char *bytes, size_t count) {
  put_stdout(bytes, count);
  return (ssize_t)count;
}

static ssize_t stderr_cookie(void *cookie, const char *bytes, size_t count) {
  put_stderr(bytes, count);
  return (ssize_t)count;
}

// Foundation's FileHandle and Swift code that calls write come here: the dynamic linker prefers the executable's.
ssize_t write(int fd, const void *bytes, size_t count) {
  if (connection >= 0 && (fd == 1 || fd == 2) && fcntl(fd, F_GETFD) >= 0) {
    if (fd == 1) put_stdout(bytes, count);
    else put_stderr(bytes, count);
    return (ssize_t)count;
  }
  return syscall(SYS_write, fd, bytes, count);
}

void cellhost_start(int fd) {
  connection = fd;
  // Programs that cells start must not keep the connection open.
  for (int i = 0; i < 3; i++) fcntl(fd + i, F_SETFD, FD_CLOEXEC);
  for (int i = 0; i < 2; i++) {
    pipes[i] = fd + 1 + i;
    fcntl(pipes[i], F_SETFL, O_NONBLOCK);
  }
  FILE *output = fopencookie(NULL, "w", (cookie_io_functions_t){.write = stdout_cookie});
  FILE *errors = fopencookie(NULL, "w", (cookie_io_functions_t){.write = stderr_cookie});
  if (output) {
    setvbuf(output, NULL, _IONBF, 0);
    stdout = output;
  }
  if (errors) {
    setvbuf(errors, NULL, _IONBF, 0);
    stderr = errors;
  }
  cellhost_install_handlers();
  pthread_t watcher;
  if (pthread_create(&watcher, NULL, watch_pipes, NULL) == 0) pthread_detach(watcher);
}
