#pragma once
#include <stddef.h>
#include <stdint.h>

/// The part of the kernel that cannot be Swift: what runs inside signal handlers, what takes the place of functions of
/// the C library and of the Swift runtime, and fork.

/// How a cell came to its end.
typedef enum {
  cellhost_returned = 0,
  cellhost_threw = 1,
  cellhost_exited = 2,
} cellhost_outcome;

/// Largest payload of one packet in bytes.
enum { cellhost_packet_size = 65536 };

/// Kinds of packets, the first byte of each.
enum {
  /// A message in JSON, or its last fragment; the sender's process comes first, in four bytes.
  cellhost_json = 'J',
  /// A fragment of a message that goes on, likewise.
  cellhost_json_fragment = 'j',
  /// Bytes written to standard output.
  cellhost_stdout = 'O',
  /// Bytes written to standard error.
  cellhost_stderr = 'E',
  /// The last words of a process that crashed: lines `key value`, see crash.c.
  cellhost_crash = 'X',
};

/// Takes over standard output, standard error and the fatal signals; packets go to the socket `fd` from now on. The
/// descriptors `fd` + 1 and `fd` + 2 read what the pipes behind standard output and standard error hold.
void cellhost_start(int fd);

/// Sends one packet whole; 0, or -1 if the other side is gone.
int cellhost_send(char kind, const void *bytes, size_t count);

/// Sends what standard output still holds back and what came through the pipes.
void cellhost_flush(void);

/// Notes where the library of cell `index`, which holds `symbol`, was loaded, so that a crash can name places in it.
void cellhost_register_cell(int index, const void *symbol);

/// Runs a cell's entry point on a thread of its own with a stack of `stack_size` bytes and waits for its end.
cellhost_outcome cellhost_run_cell(int (*entry)(int, char **), size_t stack_size);

/// The error that the last cell threw, a `swift_error` pointer of which the caller becomes the owner.
void *cellhost_last_error(void);

/// The status with which the last cell called exit.
int cellhost_exit_status(void);

/// A place in a cell's code.
typedef struct {
  int cell;
  uint64_t offset;
} cellhost_place;

/// The places in cells on the way to the last error thrown on the cell's thread, innermost first; how many there are.
size_t cellhost_throw_trace(cellhost_place *places, size_t capacity);

/// Forks; in the child the cell's thread may run cells as before. 0 in the child, -1 on failure.
int cellhost_fork(void);

/// Whether this process is a forked copy, in which tasks cannot run.
int cellhost_is_fork(void);

/// `handler` is called, in a signal handler, when the runner asks the running cell to stop (SIGINT).
void cellhost_on_interrupt(void (*handler)(void));
