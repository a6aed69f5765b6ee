#include "result.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

typedef struct {
  const uint8_t *bytes;
  toff_t length;
  toff_t offset;
} source;

static tmsize_t read_bytes(thandle_t handle, void *target, tmsize_t count) {
  source *s = handle;
  toff_t available = s->offset < s->length ? s->length - s->offset : 0;
  toff_t taken = (toff_t)count < available ? (toff_t)count : available;
  memcpy(target, s->bytes + s->offset, taken);
  s->offset += taken;
  return (tmsize_t)taken;
}

static tmsize_t write_bytes(thandle_t handle, void *bytes, tmsize_t count) {
  (void)handle, (void)bytes, (void)count;
  return -1;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
  source *s = handle;
  s->offset = whence == SEEK_CUR ? s->offset + offset : whence == SEEK_END ? s->length + offset : offset;
  return s->offset;
}

static int close_nothing(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t size(thandle_t handle) { return ((source *)handle)->length; }

static int keep_message(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
  (void)tiff, (void)module;
  cimages_result *result = data;
  if (!result->message[0]) vsnprintf(result->message, sizeof result->message, format, arguments);
  return 1;
}

static int say_nothing(TIFF *tiff, void *data, const char *module, const char *format, va_list arguments) {
  (void)tiff, (void)data, (void)module, (void)format, (void)arguments;
  return 1;
}

/// Grey of 16 bits in rows, clipped at 255 as Pillow does; libtiff would scale it.
static int decode_grey16(TIFF *tiff, cimages_result *result) {
  size_t row_length = (size_t)TIFFScanlineSize(tiff);
  if (row_length < 2 * (size_t)result->width) return cimages_fail(result, CIMAGES_FAILED, "its rows are too short");
  uint16_t *row = malloc(row_length);
  if (!row) return cimages_fail(result, CIMAGES_FAILED, "out of memory");
  for (uint32_t y = 0; y < result->height; y++) {
    if (TIFFReadScanline(tiff, row, y, 0) < 0) {
      free(row);
      return cimages_fail(result, CIMAGES_FAILED, "one of its rows cannot be read");
    }
    uint8_t *target = result->bytes + (size_t)y * result->width;
    for (uint32_t x = 0; x < result->width; x++) target[x] = row[x] > 255 ? 255 : (uint8_t)row[x];
  }
  free(row);
  return CIMAGES_OK;
}

/// Every other kind of pixel, by libtiff's own conversion to 8-bit RGBA.
static int decode_rgba(TIFF *tiff, cimages_result *result) {
  char message[1024] = "";
  TIFFRGBAImage image;
  if (!TIFFRGBAImageOK(tiff, message) || !TIFFRGBAImageBegin(&image, tiff, 1, message))
    return cimages_fail(result, CIMAGES_FAILED, message[0] ? message : "libtiff does not know its kind of pixels");
  image.req_orientation = ORIENTATION_TOPLEFT;
  size_t count = (size_t)result->width * result->height;
  uint32_t *pixels = malloc(count * sizeof *pixels);
  int is_read = pixels && TIFFRGBAImageGet(&image, pixels, result->width, result->height);
  TIFFRGBAImageEnd(&image);
  if (is_read) {
    for (size_t i = 0; i < count; i++) {
      uint8_t *target = result->bytes + i * (size_t)result->channels;
      target[0] = TIFFGetR(pixels[i]);
      if (result->channels == 1) continue;
      target[1] = TIFFGetG(pixels[i]);
      target[2] = TIFFGetB(pixels[i]);
      if (result->channels == 4) target[3] = TIFFGetA(pixels[i]);
    }
  }
  free(pixels);
  return is_read ? CIMAGES_OK : cimages_fail(result, CIMAGES_FAILED, "its pixels cannot be read");
}

static int decode(TIFF *tiff, size_t maximum_pixels, cimages_result *result) {
  uint32_t width = 0, height = 0;
  uint16_t bits = 1, samples = 1, photometric = PHOTOMETRIC_MINISBLACK, extra_count = 0, *extra = NULL, orientation = 1;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &extra_count, &extra);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ORIENTATION, &orientation);
  result->orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  // Rows come as they are stored, and are turned afterwards: libtiff itself flips, but does not transpose.
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  int is_grey = photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE;
  int has_alpha = extra_count > 0 && (extra[0] == EXTRASAMPLE_UNASSALPHA || extra[0] == EXTRASAMPLE_ASSOCALPHA);
  // Alpha that is not premultiplied would be: said to be so already, it is left as it is.
  uint16_t associated = EXTRASAMPLE_ASSOCALPHA;
  if (has_alpha) TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &associated);
  int status = cimages_take(result, width, height, has_alpha ? 4 : is_grey ? 1 : 3, maximum_pixels);
  if (status != CIMAGES_OK) return status;
  int is_grey16 = photometric == PHOTOMETRIC_MINISBLACK && bits == 16 && samples == 1 && !TIFFIsTiled(tiff);
  return is_grey16 ? decode_grey16(tiff, result) : decode_rgba(tiff, result);
}

int cimages_decode_tiff(const uint8_t *file, size_t length, size_t maximum_pixels, cimages_result *result) {
  cimages_begin(result);
  source s = {.bytes = file, .length = length};
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return cimages_fail(result, CIMAGES_FAILED, "out of memory");
  TIFFOpenOptionsSetErrorHandlerExtR(options, keep_message, result);
  TIFFOpenOptionsSetWarningHandlerExtR(options, say_nothing, NULL);
  TIFF *tiff = TIFFClientOpenExt(
      "memory", "rm", &s, read_bytes, write_bytes, seek, close_nothing, size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  if (!tiff) return cimages_fail(result, CIMAGES_FAILED, "libtiff cannot open it");
  int status = decode(tiff, maximum_pixels, result);
  TIFFClose(tiff);
  return cimages_finish(result, status);
}
