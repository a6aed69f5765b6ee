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
