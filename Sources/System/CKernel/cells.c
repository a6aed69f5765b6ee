// Runs cells on separate threads and catches the three ways in which top-level code ends.
#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t ended = PTHREAD_COND_INITIALIZER;
static pthread_t cell;
static int running, forked, exit_status;
static ckernel_outcome outcome;
static void *error;

// Of a deep stack, the innermost frames are kept, and the outermost ones in a ring.
enum { trace_capacity = 64, ring_capacity = 16, ring_start = trace_capacity - ring_capacity };
static __thread void *throw_frames[trace_capacity];
static __thread size_t throw_frame_count;
static __thread uintptr_t stack_end;
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

static void end_interrupted(void);

void ckernel_interrupt_cell(void) {
  if (running && pthread_equal(pthread_self(), cell)) end_interrupted();
}

static uintptr_t end_of_stack(void) {
  pthread_attr_t attributes;
  void *low;
  size_t size;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  return (uintptr_t)low + size;
}

// At a throw: the frames by their saved frame pointers. Code without frame pointers leaves any value in the register,
// so only addresses on the stack are followed.
static void on_throw(void *thrown) {
  if (stack_end == 0) stack_end = end_of_stack();
  uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
  size_t count = 0;
  while (frame % sizeof(void *) == 0 && frame + 2 * sizeof(void *) <= stack_end && count < 1 << 16) {
    void **words = (void **)frame;
    throw_frames[count < trace_capacity ? count : ring_start + (count - ring_start) % ring_capacity] = words[1];
    count++;
    uintptr_t next = (uintptr_t)words[0];
    if (next <= frame) break;
    frame = next;
  }
  throw_frame_count = count;
}

// The frames of the last throw on this thread, innermost first.
static size_t throw_trace(void *frames[trace_capacity]) {
  if (throw_frame_count <= trace_capacity) {
    for (size_t i = 0; i < throw_frame_count; i++) frames[i] = throw_frames[i];
    return throw_frame_count;
  }
  for (size_t i = 0; i < ring_start; i++) frames[i] = throw_frames[i];
  for (size_t i = 0; i < ring_capacity; i++) {
    frames[ring_start + i] = throw_frames[ring_start + (throw_frame_count - ring_start + i) % ring_capacity];
  }
  return trace_capacity;
}

static void note_places(void) {
  void *frames[trace_capacity];
  size_t count = throw_trace(frames);
  throw_place_count = ckernel_places(frames, count, throw_places, trace_capacity);
}

static void end_interrupted(void) {
  on_throw(NULL);
  note_places();
  finish(ckernel_interrupted);
  park();
}

// The runtime calls this for an error that leaves top-level code. The dynamic linker prefers the executable's.
__attribute__((swiftcall)) _Noreturn void swift_errorInMain(void *thrown) {
  error = thrown;
  note_places();
  finish(ckernel_threw);
  park();
}

extern void _swift_setWillThrowHandler(void (*handler)(void *));

// A cell's thread counts as the main actor's: top-level code belongs to the main actor, and no other thread runs it.
typedef __attribute__((swiftcall)) void (*check_isolation)(void *executor, void *implementation);

static __attribute__((swiftcall)) void on_check_isolation(
    void *executor, void *implementation, check_isolation original) {
  if (running && pthread_equal(pthread_self(), cell)) return;
  original(executor, implementation);
}

static void *body(void *entry) {
  ((int (*)(int, char **))entry)(0, NULL);
  finish(ckernel_returned);
  return NULL;
}

ckernel_outcome ckernel_run_cell(int (*entry)(int, char **), size_t stack_size) {
  _swift_setWillThrowHandler(on_throw);
  // A reference by name would give the executable a separate variable, which the runtime does not read.
  __typeof__(&on_check_isolation) *hook = dlsym(RTLD_DEFAULT, "swift_task_checkIsolated_hook");
  if (hook) *hook = on_check_isolation;
  throw_place_count = 0;
  ckernel_renew_input();
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
  // A lock that another thread holds during the fork would stay locked in the child forever.
  ckernel_lock_streams();
  pid_t child = fork();
  ckernel_unlock_streams();
  if (child == 0) forked = 1;
  return child;
}

int ckernel_is_fork(void) { return forked; }
