#pragma once
#include "CKernel.h"
#include "CPackets.h"

#include <stdio.h>

/// Sends one packet to the runner; nothing before ckernel_start.
void ckernel_send(packet_kind kind, const void *bytes, size_t count);
/// Sends the buffered standard output and the content of the pipes, without taking a lock.
void ckernel_flush_from_signal(void);
/// Keeps text written to standard error if it is the last words of Swift's runtime.
void ckernel_note_words(const char *bytes, size_t count);
/// The last words that the runtime wrote on the calling thread; returns their number of bytes.
size_t ckernel_words(const char **text);
/// The streams that replace standard output and standard error; they write to descriptors 1 and 2.
extern FILE *ckernel_streams[2];
/// The stream that replaces standard input; it reads descriptor 0.
extern FILE *ckernel_input;
/// Makes that stream. Called before a cell runs. A copy of descriptor 0 is kept on `first` or above, out of the way of
/// those that cells open.
void ckernel_start_input(int first);
/// Drops the rest of a line, for the next cell.
void ckernel_renew_input(void);
/// Has descriptor 0 read the runner's lines again; -1 on failure.
int ckernel_reach_input(void);
/// Ends the cell and leaves its thread standing, if the calling thread is the cell's.
void ckernel_interrupt_cell(void);
/// Has descriptor 1 or 2 write to the report again; -1 on failure.
int ckernel_reach_report(int fd);
/// Handlers for fatal signals, for those that end a process by default, and for SIGINT.
void ckernel_install_handlers(void);
/// Gives the calling thread a stack for its signal handlers, so a stack overflow can be reported.
void ckernel_use_signal_stack(void);
/// Takes that stack away again before the thread ends.
void ckernel_drop_signal_stack(void);
/// Keeps other threads from writing to the streams during a fork, and lets them continue, in both processes.
void ckernel_lock_streams(void);
void ckernel_unlock_streams(void);
/// Records the calling thread's stack, to distinguish an overflow from another bad access.
void ckernel_note_stack(void);
/// Converts return addresses to positions in cells; returns their number.
size_t ckernel_places(void *const *addresses, size_t count, ckernel_place *places, size_t capacity);
