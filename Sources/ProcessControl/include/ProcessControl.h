#pragma once
#include <sys/types.h>

/// Calls of Linux that Swift's Glibc module does not offer.

/// A pipe whose ends are closed in programs that are started; 0, or -1 with errno.
int process_pipe(int ends[2]);

/// A pair of sockets that keep packets whole, closed in programs that are started; 0, or -1 with errno.
int process_packet_sockets(int ends[2]);

/// Starts `program` in `folder` at the head of a session of its own, with nothing on standard input, `output` and
/// `errors` as its streams and `socket` as its descriptor `socket_place`. Returns 0, or the reason as errno says it.
int process_spawn(pid_t *process, const char *program, const char *folder, char *const arguments[],
                  char *const environment[], int socket, int socket_place, int output, int errors);

/// Makes this process the parent of orphans among its descendants.
void process_adopt_orphans(void);
