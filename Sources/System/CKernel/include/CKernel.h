#pragma once
#include <stddef.h>
#include <stdint.h>

/// The part of the kernel that cannot be Swift: code in signal handlers, replacements of functions of the C library and
/// of the Swift runtime, and fork.

/// The end of a cell.
typedef enum {
  ckernel_returned = 0,
  ckernel_threw = 1,
  ckernel_exited = 2,
  /// It was interrupted while it waited for input.
  ckernel_interrupted = 3,
} ckernel_outcome;

/// Continues as a child of this process, which stays as the kernel's guard: it ends the kernel's descendants when the
/// kernel ends, when the runner requests it over the socket `line`, and when the runner is gone. Called before there
/// are other threads. Returns 0, or -1 with errno.
int ckernel_guard(int line);

/// Takes over standard output, standard error and the fatal signals; packets go to the socket `fd` from now on. The
/// descriptors `fd` + 1 and `fd` + 2 read the pipes of standard output and standard error.
void ckernel_start(int fd);

/// Has what Swift draws from the system's random numbers come from a generator with this seed.
void ckernel_seed_random(uint64_t seed);

/// Begins the stream of random numbers of a unit, which depends on the seed, its name and how often it ran before.
void ckernel_begin_random(const char *name, uint64_t count);

/// Sends the buffered standard output and the content of the pipes.
void ckernel_flush(void);

/// Reconnects those of descriptors 0, 1 and 2 that a cell has closed; a file that it put there stays. Returns a bit for
/// each of them, 1 << 0 for descriptor 0; -1 if a cell has closed the file that they are connected to.
int ckernel_reopen_streams(void);

/// Records where the library of cell `index`, which contains `symbol`, was loaded, so a crash report can name addresses
/// in it.
void ckernel_register_cell(int index, const void *symbol);

/// Makes the conformances in the library that contains `symbol` replace those that earlier cells declared for the same
/// types and protocols. Called right after the library is loaded.
void ckernel_replace_conformances(const void *symbol);

/// Runs a cell's entry point on a separate thread with a stack of `stack_size` bytes and waits for its end.
ckernel_outcome ckernel_run_cell(int (*entry)(int, char **), size_t stack_size);

/// The error that the last cell threw, a `swift_error` pointer which the caller then owns.
void *ckernel_last_error(void);

/// The status that the last cell passed to exit.
int ckernel_exit_status(void);

/// A position in a cell's code.
typedef struct {
  int cell;
  uint64_t offset;
} ckernel_place;

/// The positions in cells on the way to the last error thrown on the cell's thread, innermost first; returns their
/// number.
size_t ckernel_throw_trace(ckernel_place *places, size_t capacity);

/// Forks; in the child the cell's thread may run cells as before. 0 in the child, -1 on failure.
int ckernel_fork(void);

/// True if this process is a forked copy, in which tasks cannot run.
int ckernel_is_fork(void);

/// `handler` is called, in a signal handler, when the runner asks the running cell to stop (SIGINT).
void ckernel_on_interrupt(void (*handler)(void));

/// The end of a request for a line of standard input.
typedef enum {
  ckernel_input_answered = 0,
  ckernel_input_interrupted = 1,
} ckernel_input_answer;

/// Waits for a line of standard input. `line` is memory of malloc, with the line's end; null and 0 for the end of input.
typedef ckernel_input_answer (*ckernel_input_handler)(char **line, size_t *count);

/// `ask` is called when code reads standard input, unless that is the cell's own file.
void ckernel_on_input(ckernel_input_handler ask);

/// The use of a file by a cell.
typedef enum {
  ckernel_file_read = 1,
  ckernel_file_written = 2,
} ckernel_file_use;

/// A fingerprint of a file's content.
typedef enum {
  ckernel_stamp_unknown,
  ckernel_stamp_missing,
  ckernel_stamp_file,
  ckernel_stamp_unreadable,
} ckernel_stamp_kind;

/// A file that a cell opened, looked for, created, renamed or removed.
typedef struct {
  /// The absolute path in the form that the cell used.
  const char *path;
  ckernel_file_use use;
  /// The file as it was when the cell first read it; unknown of folders, and of what the cell had written before.
  ckernel_stamp_kind stamp;
  uint64_t inode, size;
  int64_t seconds, nanoseconds;
} ckernel_file;

/// Begins to note the files of the running cell, or stops. Files of the system are left out.
void ckernel_note_files(int begins);

/// The last recorded files, whether the list is complete, whether the cell started processes, whose files are not among
/// them, and the number of files.
size_t ckernel_noted_files(const ckernel_file **files, int *is_complete, int *has_processes);
