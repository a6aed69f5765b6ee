#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/// Conformances that a later cell states again.
///
/// The Swift runtime finds conformances in the records of all libraries, and uses the first. A record is a relative
/// address of a descriptor; the earlier cell's record is changed to point to the later one's descriptor. The runtime
/// drops what it remembers of earlier searches whenever a library is loaded, so this is done directly afterwards.

/// Sections of a library, as `swiftrt.o` registers them: only what is used here.
typedef struct {
  uintptr_t start;
  size_t length;
} section;

typedef struct {
  uintptr_t version;
  const void *base;
  void *unused[2];
  section protocols;
  section conformances;
} library_sections;

void swift_enumerateAllMetadataSections(bool (*body)(const void *sections, void *context), void *context);

/// The beginning of a conformance descriptor.
typedef struct {
  int32_t protocol;
  int32_t type;
  int32_t witnesses;
  uint32_t flags;
} conformance;

static const void *relative(const int32_t *field, int32_t offset) { return (const char *)field + offset; }

/// The descriptors of protocol and type; null for types of Objective-C and protocols that are not loaded.
static const void *protocol_of(const conformance *of) {
  const void *target = relative(&of->protocol, of->protocol & ~1);
  return of->protocol & 1 ? *(const void *const *)target : target;
}

static const void *type_of(const conformance *of) {
  const void *target = relative(&of->type, of->type);
  switch (of->flags >> 3 & 7) {
  case 0: return target;
  case 1: return *(const void *const *)target;
  default: return NULL;
  }
}

/// Makes a record point to another descriptor; records are relative, so a distant one is left alone.
static void redirect(int32_t *record, const conformance *to) {
  intptr_t distance = (const char *)to - (const char *)record;
  if (distance != (int32_t)distance) return;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  void *start = (void *)((uintptr_t)record & ~(page - 1));
  size_t length = (uintptr_t)record + sizeof *record - (uintptr_t)start;
  if (mprotect(start, length, PROT_READ | PROT_WRITE) != 0) return;
  *record = (int32_t)distance;
  mprotect(start, length, PROT_READ);
}

typedef struct {
  const void *library;
  section conformances;
} search;

// The library's first address. `dladdr` would look through all of its symbols.
static const void *library_of(const void *address) {
  struct dl_find_object found;
  return _dl_find_object((void *)address, &found) == 0 ? found.dlfo_map_start : NULL;
}

static bool find_library(const void *sections, void *context) {
  search *search = context;
  const library_sections *found = sections;
  if (found->conformances.length == 0 || library_of((const void *)found->conformances.start) != search->library)
    return true;
  search->conformances = found->conformances;
  return false;
}

static bool replace_in_library(const void *sections, void *context) {
  const search *later = context;
  const library_sections *earlier = sections;
  void *first = (void *)earlier->conformances.start;
  ckernel_place place;
  bool is_cells = earlier->conformances.length > 0 && ckernel_places(&first, 1, &place, 1) == 1;
  if (!is_cells || library_of(first) == later->library) return true;
  size_t count = earlier->conformances.length / sizeof(int32_t);
  size_t new_count = later->conformances.length / sizeof(int32_t);
  for (size_t i = 0; i < count; i++) {
    int32_t *record = (int32_t *)earlier->conformances.start + i;
    const conformance *old = relative(record, *record & ~1);
    for (size_t j = 0; j < new_count; j++) {
      const int32_t *other = (const int32_t *)later->conformances.start + j;
      const conformance *new = relative(other, *other & ~1);
      const void *type = type_of(new);
      if (type != NULL && type == type_of(old) && protocol_of(new) == protocol_of(old)) redirect(record, new);
    }
  }
  return true;
}

void ckernel_replace_conformances(const void *symbol) {
  search search = {.library = library_of(symbol)};
  swift_enumerateAllMetadataSections(find_library, &search);
  if (search.conformances.length > 0) swift_enumerateAllMetadataSections(replace_in_library, &search);
}
