#define _GNU_SOURCE
#include "CMPI.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// The header of MPI declares `MPI_Comm` and similar types as a pointer in Open MPI and as an int in MPICH. Both pass in
// one register, so one prototype serves both; a `handle` holds either.
typedef intptr_t handle;

#define FUNCTIONS(F)                                                             \
  F(Init_thread, (int *, char ***, int, int *))                                  \
  F(Finalize, (void))                                                            \
  F(Comm_rank, (handle, int *))                                                  \
  F(Comm_size, (handle, int *))                                                  \
  F(Comm_dup, (handle, handle *))                                                \
  F(Comm_set_errhandler, (handle, handle))                                       \
  F(Isend, (const void *, int, handle, int, int, handle, void *))                \
  F(Irecv, (void *, int, handle, int, int, handle, void *))                      \
  F(Test, (void *, int *, void *))                                               \
  F(Error_string, (int, char *, int *))

#define DECLARE(name, parameters) static int(*mpi_##name) parameters;
FUNCTIONS(DECLARE)

/// The values of MPI's constants in the library that was opened.
static struct {
  handle world, byte, errors_return;
  /// Used instead of a status, which no code reads.
  void *status_ignore;
} names;

/// A communicator for each of Etude's channels, so messages of one thread are never mistaken for those of another.
static handle channels[2];

static const char *missing(const char *name, const char *library) {
  static char text[256];
  snprintf(text, sizeof text, "%s has no function %s", library, name);
  return text;
}

const char *cmpi_open(cmpi_library which) {
  const char *file = which == cmpi_library_mpich ? "libmpich.so.12" : "libmpi.so.40";
  // Parts of Open MPI that it opens itself find its functions only so.
  void *library = dlopen(file, RTLD_NOW | RTLD_GLOBAL);
  if (!library) return dlerror();
#define FIND(name, parameters)                                                                       \
  if (!(mpi_##name = (int(*) parameters)dlsym(library, "MPI_" #name))) return missing("MPI_" #name, file);
  FUNCTIONS(FIND)
  if (which == cmpi_library_mpich) {
    names.world = 0x44000000;
    names.byte = 0x4c00010d;
    names.errors_return = 0x54000001;
    names.status_ignore = (void *)1;
    return NULL;
  }
  names.world = (handle)dlsym(library, "ompi_mpi_comm_world");
  names.byte = (handle)dlsym(library, "ompi_mpi_byte");
  names.errors_return = (handle)dlsym(library, "ompi_mpi_errors_return");
  names.status_ignore = NULL;
  return names.world && names.byte && names.errors_return ? NULL : missing("ompi_mpi_comm_world", file);
}

int cmpi_begin(int *rank, int *size, int *several) {
  enum { multiple = 3 };
  int level = 0;
  // Open MPI numbers the levels as MPICH does.
  int code = mpi_Init_thread(NULL, NULL, multiple, &level);
  if (code) return code;
  *several = level == multiple;
  if ((code = mpi_Comm_set_errhandler(names.world, names.errors_return))) return code;
  for (size_t i = 0; i < sizeof channels / sizeof *channels; i++) {
    channels[i] = 0;
    if ((code = mpi_Comm_dup(names.world, &channels[i]))) return code;
  }
  if ((code = mpi_Comm_rank(names.world, rank))) return code;
  return mpi_Comm_size(names.world, size);
}

int cmpi_end(void) { return mpi_Finalize(); }

int cmpi_send(const void *bytes, int count, int rank, int tag, int channel, void **request) {
  *request = NULL;
  return mpi_Isend(bytes, count, names.byte, rank, tag, channels[channel], request);
}

int cmpi_receive(void *bytes, int count, int rank, int tag, int channel, void **request) {
  *request = NULL;
  return mpi_Irecv(bytes, count, names.byte, rank, tag, channels[channel], request);
}

int cmpi_test(void **request, int *isDone) { return mpi_Test(request, isDone, names.status_ignore); }

void cmpi_describe(int code, char *text, size_t capacity) {
  // MPI_MAX_ERROR_STRING is 256 in Open MPI and 512 in MPICH.
  char words[1024] = "";
  int length = 0;
  if (!mpi_Error_string || mpi_Error_string(code, words, &length)) snprintf(words, sizeof words, "error %d", code);
  snprintf(text, capacity, "%s", words);
}
