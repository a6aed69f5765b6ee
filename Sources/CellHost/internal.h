#pragma once
#include "CellHost.h"

/// Sends what standard output holds back without taking a lock.
void cellhost_flush_from_signal(void);
/// Handlers for fatal signals, SIGTERM and SIGINT.
void cellhost_install_handlers(void);
/// Gives the calling thread a stack for its signal handlers, so that a stack overflow can be told.
void cellhost_use_signal_stack(void);
/// Remembers the calling thread's stack, so that an overflow can be told from another bad access.
void cellhost_note_stack(void);
/// Turns return addresses into places in cells; how many there are.
size_t cellhost_places(void *const *addresses, size_t count, cellhost_place *places, size_t capacity);
