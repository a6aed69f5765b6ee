// The last words of Swift's runtime. A program's own text on standard error may look the same; the calling library
// distinguishes them.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static char words[2048];
static size_t words_count;
static pid_t words_thread;

static const char *const marks[] = {
    "Fatal error", "Precondition failed", "Assertion failed", "Could not cast value", "Fatal access conflict",
};

static int looks_fatal(const char *bytes, size_t count) {
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (memmem(bytes, count, marks[i], strlen(marks[i]))) return 1;
  }
  return 0;
}

// True if the first caller outside this program and the C library is Swift's runtime.
static int is_written_by_runtime(void) {
  Dl_info own, library, caller;
  if (!dladdr(marks, &own) || !dladdr(dlsym(RTLD_NEXT, "fputs"), &library)) return 0;
  void *frames[24];
  int count = backtrace(frames, 24);
  for (int i = 0; i < count; i++) {
    if (!dladdr(frames[i], &caller) || caller.dli_fname == NULL) continue;
    if (caller.dli_fbase == own.dli_fbase || caller.dli_fbase == library.dli_fbase) continue;
    const char *slash = strrchr(caller.dli_fname, '/');
    return strncmp(slash ? slash + 1 : caller.dli_fname, "libswift", 8) == 0;
  }
  return 0;
}

void ckernel_note_words(const char *bytes, size_t count) {
  if (!looks_fatal(bytes, count) || !is_written_by_runtime()) return;
  words_count = count < sizeof words ? count : sizeof words;
  memcpy(words, bytes, words_count);
  words_thread = (pid_t)syscall(SYS_gettid);
}

size_t ckernel_words(const char **text) {
  *text = words;
  return words_thread == (pid_t)syscall(SYS_gettid) ? words_count : 0;
}
