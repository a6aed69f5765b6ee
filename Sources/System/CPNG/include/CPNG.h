#pragma once

#include <stddef.h>
#include <stdint.h>

/// libpng reports failures by longjmp, which must not cross Swift frames. These
/// two functions catch it and return a status instead.

/// A decoded image, or an encoded file: bytes that cpng_free releases.
typedef struct {
  uint32_t width;
  uint32_t height;
  int channels;  // 1 grey, 3 RGB, 4 RGBA
  uint8_t *bytes;
  size_t length;
  char message[128];  // libpng's own words when the status is not 0
} cpng_result;

enum {
  CPNG_OK = 0,
  CPNG_FAILED = 1,
  CPNG_TRUNCATED = 2,
  CPNG_TOO_LARGE = 3,
};

enum {
  CPNG_FILTER_ALL_NONE = 0x08,
  CPNG_FILTER_SUB_ROW = 0x10,
  CPNG_FILTER_UP_ROW = 0x20,
  CPNG_FILTER_PAETH_ROW = 0x80,
  CPNG_FILTER_ADAPTIVE = 0xF8,
};

/// Decodes a file in memory to 8-bit rows. Palettes are expanded, alpha is
/// kept, 16-bit colour keeps its high byte and 16-bit grey is clipped at 255.
int cpng_decode(const uint8_t *file, size_t length, size_t maximum_pixels, cpng_result *result);

/// Encodes 8-bit rows. Level is zlib's, 0 to 9; filter one of CPNG_FILTER_*;
/// pixels_per_meter 0 writes no pHYs chunk.
int cpng_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level, int filter,
    uint32_t pixels_per_meter, cpng_result *result);

void cpng_free(cpng_result *result);
