// Every thread of the kernel gets a stack for its signal handlers, so a stack overflow in any of them can be reported.
// The dynamic linker prefers the executable's definition.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

typedef struct {
  void *(*body)(void *);
  void *argument;
} start;

static void leave(void *unused) { ckernel_drop_signal_stack(); }

static void *enter(void *pointer) {
  start own = *(start *)pointer;
  free(pointer);
  ckernel_use_signal_stack();
  ckernel_note_stack();
  void *result;
  // A thread may also end by pthread_exit.
  pthread_cleanup_push(leave, NULL);
  result = own.body(own.argument);
  pthread_cleanup_pop(1);
  return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
  static int (*original)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  if (!original) original = dlsym(RTLD_NEXT, "pthread_create");
  start *own = malloc(sizeof *own);
  if (!own) return EAGAIN;
  *own = (start){body, argument};
  int failure = original(thread, attributes, enter, own);
  if (failure != 0) free(own);
  return failure;
}
