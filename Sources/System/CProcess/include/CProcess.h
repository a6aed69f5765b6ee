#pragma once
#include <sys/types.h>

/// Calls of Linux that Swift's Glibc module does not offer.

/// A pipe whose ends are closed in programs that are started; 0, or -1 with errno.
int process_pipe(int ends[2]);

/// A pair of sockets that keep packets whole, closed in programs that are started; 0, or -1 with errno.
int process_packet_sockets(int ends[2]);

/// Starts `program` in `folder` at the head of a session of its own, with nothing on standard input, `output` and
/// `errors` as its streams and the three descriptors `inherited` as `place`, `place` + 1 and `place` + 2. Returns 0, or
/// the reason as errno says it.
int process_spawn(pid_t *process, const char *program, const char *folder, char *const arguments[],
                  char *const environment[], int output, int errors, const int inherited[3], int place);

/// Starts `program` with nothing on standard input and `output` and `errors` as its streams, and no other descriptor.
/// Returns 0, or the reason as errno says it.
int process_spawn_tool(pid_t *process, const char *program, char *const arguments[], char *const environment[],
                       int output, int errors);

/// A descriptor that can be read once `process` has ended; -1 where the system has none.
int process_watch(pid_t process);

/// Makes this process the parent of orphans among its descendants.
void process_adopt_orphans(void);

/// Writes the number of each signal that would end this process as a byte to `descriptor`, instead of ending it. An
/// ignored SIGHUP stays ignored; a fault of this process itself ends it as usual.
void process_catch_requests(int descriptor);

/// Gives a signal its default action back and raises it.
void process_take_default(int number);

/// Lets a write to a closed pipe, or beyond the limit of a file's size, fail instead of ending the process.
void process_ignore_write_signals(void);

/// Opens /dev/null in place of closed standard streams, so that no file takes their descriptors.
void process_open_standard_streams(void);
