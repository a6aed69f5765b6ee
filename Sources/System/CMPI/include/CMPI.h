#pragma once
#include <stddef.h>

/// The calls of MPI that Etude makes. The library is opened when a program of several ranks first needs it, so other
/// programs need not have it installed. Open MPI and MPICH give different numbers to communicators and types; the
/// functions called here are the same in both. Every function but `cmpi_open` returns 0, or MPI's own error code.

/// Libraries of MPI, which do not understand each other's ranks.
typedef enum __attribute__((enum_extensibility(closed))) cmpi_library : int {
  cmpi_library_open_mpi = 0,
  cmpi_library_mpich = 1,
} cmpi_library;

/// Opens a library and finds its functions. Returns null, or the reason why that is not possible.
const char *cmpi_open(cmpi_library library);

/// Begins MPI for threads that call it at any time, with errors returned. `several` is 0 if the library takes calls of one
/// thread only.
int cmpi_begin(int *rank, int *size, int *several);

/// Ends MPI; waits for all ranks.
int cmpi_end(void);

/// Begins to send bytes; they stay as they are until `cmpi_test` says that it is done.
int cmpi_send(const void *bytes, int count, int rank, int tag, int channel, void **request);

/// Begins to receive exactly this many bytes from a rank.
int cmpi_receive(void *bytes, int count, int rank, int tag, int channel, void **request);

/// Says whether a request is done, and frees it then.
int cmpi_test(void **request, int *isDone);

/// The words of MPI for an error code, up to `capacity` bytes of them.
void cmpi_describe(int code, char *text, size_t capacity);
