#pragma once
#include "CellHost.h"

/// Sends what standard output holds back and what came through the pipes, without taking a lock.
void cellhost_flush_from_signal(void);
/// Handlers for fatal signals, SIGTERM and SIGINT.
void cellhost_install_handlers(void);
/// Gives the calling thread a stack for its signal handlers, so that a stack overflow can be told.
void cellhost_use_signal_stack(void);
/// Takes that stack away again before the thread ends.
void cellhost_drop_signal_stack(void);
/// Keeps other threads from writing to the streams during a fork, and lets them go on, in both processes.
void cellhost_lock_streams(void);
void cellhost_unlock_streams(void);
/// Remembers the calling thread's stack, so that an overflow can be told from another bad access.
void cellhost_note_stack(void);
/// Turns return addresses into places in cells; how many there are.
size_t cellhost_places(void *const *addresses, size_t count, cellhost_place *places, size_t capacity);
