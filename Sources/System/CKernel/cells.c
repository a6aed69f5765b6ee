// Runs cells on threads of their own and catches the three ways in which top-level code ends.
#define _GNU_SOURCE
#include "internal.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static pthread_t cell;
static int running, forked, exit_status;
static ckernel_outcome outcome;
static void *error;

enum { trace_capacity = 64 };
static __thread void *throw_frames[trace_capacity];
static __thread size_t throw_frame_count;
static ckernel_place throw_places[trace_capacity];
static size_t throw_place_count;

static void finish(ckernel_outcome how) {
  pthread_mutex_lock(&lock);
  outcome = how;
  running = 0;
  pthread_cond_broadcast(&ended);
  pthread_mutex_unlock(&lock);
}

// Code that must not return and cannot be unwound leaves its thread standing.
static _Noreturn void park(void) {
  for (;;) pause();
}

// The runtime calls this for an error that leaves top-level code. The dynamic linker prefers the executable's.
__attribute__((swiftcall)) _Noreturn void swift_errorInMain(void *thrown) {
  error = thrown;
  throw_place_count = ckernel_places(throw_frames, throw_frame_count, throw_places, trace_capacity);
  finish(ckernel_threw);
  park();
}

// A cell that calls exit ends its cell, not the kernel; another thread that does ends the kernel.
_Noreturn void exit(int status) {
  if (running && pthread_equal(pthread_self(), cell)) {
    exit_status = status;
    finish(ckernel_exited);
    park();
  }
  ckernel_flush();
  _exit(status);
}

// Where an error is thrown: the frames by their saved frame pointers, which Swift code always keeps.
static void on_throw(void *thrown) {
  void **frame = __builtin_frame_address(0);
  size_t count = 0;
  while (frame && count < trace_capacity) {
    void **next = frame[0];
    throw_frames[count++] = frame[1];
    if (next <= frame || (char *)next - (char *)frame > 1 << 20) break;
    frame = next;
  }
  throw_frame_count = count;
}

extern void _swift_setWillThrowHandler(void (*handler)(void *));

static void *body(void *entry) {
  ckernel_use_signal_stack();
  ckernel_note_stack();
  ((int (*)(int, char **))entry)(0, NULL);
  ckernel_drop_signal_stack();
  finish(ckernel_returned);
  return NULL;
}

ckernel_outcome ckernel_run_cell(int (*entry)(int, char **), size_t stack_size) {
  _swift_setWillThrowHandler(on_throw);
  throw_place_count = 0;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_size);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_mutex_lock(&lock);
  running = 1;
  int failure = pthread_create(&cell, &attributes, body, (void *)entry);
  while (running && failure == 0) pthread_cond_wait(&ended, &lock);
  running = 0;
  pthread_mutex_unlock(&lock);
  pthread_attr_destroy(&attributes);
  if (failure != 0) abort();
  ckernel_flush();
  return outcome;
}

void *ckernel_last_error(void) { return error; }

int ckernel_exit_status(void) { return exit_status; }

size_t ckernel_throw_trace(ckernel_place *places, size_t capacity) {
  size_t count = throw_place_count < capacity ? throw_place_count : capacity;
  for (size_t i = 0; i < count; i++) places[i] = throw_places[i];
  return count;
}

int ckernel_fork(void) {
  ckernel_flush();
  // A lock that another thread holds during the fork would stay locked in the child for ever.
  ckernel_lock_streams();
  pid_t child = fork();
  ckernel_unlock_streams();
  if (child == 0) forked = 1;
  return child;
}

int ckernel_is_fork(void) { return forked; }
