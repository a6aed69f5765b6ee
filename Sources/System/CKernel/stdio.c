// Functions of the C library that look into a stream. The replaced standard streams are based on functions, which the
// library's own functions cannot reopen, close or name; for a cell they are files on descriptors 0, 1 and 2. The
// dynamic linker prefers the executable's definitions.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <string.h>
#include <unistd.h>

// The descriptor of a replaced stream; -1 for any other stream.
static int stand_in(FILE *stream) {
  if (stream == NULL) return -1;
  return stream == ckernel_input ? 0 : stream == ckernel_streams[0] ? 1 : stream == ckernel_streams[1] ? 2 : -1;
}

// Makes a stream forget its read-ahead or its buffer.
static void empty(FILE *stream) {
  if (stream == ckernel_input) {
    __fpurge(stream);
    clearerr(stream);
  } else {
    fflush(stream);
  }
}

static int flags_of(const char *mode) {
  int access = strchr(mode, '+') ? O_RDWR : mode[0] == 'r' ? O_RDONLY : O_WRONLY;
  int creation = mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT | O_APPEND : 0;
  return access | creation | (strchr(mode, 'x') ? O_EXCL : 0);
}

static FILE *reopen(const char *name, const char *path, const char *mode, FILE *stream) {
  int target = stand_in(stream);
  if (target < 0) {
    FILE *(*original)(const char *, const char *, FILE *) = dlsym(RTLD_NEXT, name);
    return original(path, mode, stream);
  }
  if (path == NULL) return stream;
  empty(stream);
  int file = open(path, flags_of(mode), 0666);
  if (file < 0) return NULL;
  int result = dup2(file, target);
  if (file != target) close(file);
  return result < 0 ? NULL : stream;
}

FILE *freopen(const char *path, const char *mode, FILE *stream) { return reopen("freopen", path, mode, stream); }

FILE *freopen64(const char *path, const char *mode, FILE *stream) { return reopen("freopen64", path, mode, stream); }

// A cell that closes a standard stream ends a redirection; the output of later cells is shown.
int fclose(FILE *stream) {
  int target = stand_in(stream);
  if (target < 0) {
    int (*original)(FILE *) = dlsym(RTLD_NEXT, "fclose");
    return original(stream);
  }
  empty(stream);
  return (target == 0 ? ckernel_reach_input() : ckernel_reach_report(target)) < 0 ? EOF : 0;
}

int fileno(FILE *stream) {
  int target = stand_in(stream);
  if (target >= 0) return target;
  int (*original)(FILE *) = dlsym(RTLD_NEXT, "fileno");
  return original(stream);
}

// The streams themselves do not buffer, so text and displays keep their order.
int setvbuf(FILE *stream, char *buffer, int mode, size_t size) {
  if (stand_in(stream) >= 0) return 0;
  int (*original)(FILE *, char *, int, size_t) = dlsym(RTLD_NEXT, "setvbuf");
  return original(stream, buffer, mode, size);
}

void setbuf(FILE *stream, char *buffer) { setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, BUFSIZ); }

void setbuffer(FILE *stream, char *buffer, size_t size) { setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, size); }

void setlinebuf(FILE *stream) { setvbuf(stream, NULL, _IOLBF, 0); }
