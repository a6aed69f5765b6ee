#pragma once

#include <stddef.h>
#include <stdint.h>

/// Decoders of image files that Swift cannot call: libjpeg reports failures by longjmp, libtiff has variadic
/// functions, giflib and libwebp want structures kept in step with their headers. Each function here returns a status.

/// A decoded image: rows of bytes that cimages_free releases.
typedef struct {
  uint32_t width;
  uint32_t height;
  int channels;     // 1 grey, 3 RGB, 4 RGBA, or CMYK if is_cmyk
  int is_cmyk;      // four inks, inverted as JPEG files have them
  int orientation;  // 1 to 8 as in TIFF 6.0, of the rows as they are stored
  uint8_t *bytes;
  size_t length;
  char message[256];  // the library's own words when the status is not 0
} cimages_result;

enum {
  CIMAGES_OK = 0,
  CIMAGES_FAILED = 1,
  CIMAGES_TRUNCATED = 2,
  CIMAGES_TOO_LARGE = 3,
};

/// Each decodes the first image of a file in memory, unless it has more than maximum_pixels.
typedef int cimages_decoder(const uint8_t *file, size_t length, size_t maximum_pixels, cimages_result *result);

cimages_decoder cimages_decode_gif;
cimages_decoder cimages_decode_jpeg;
cimages_decoder cimages_decode_tiff;
cimages_decoder cimages_decode_webp;

void cimages_free(cimages_result *result);
