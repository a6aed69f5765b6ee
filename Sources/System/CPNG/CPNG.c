#include "CPNG.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/// State common to both directions: the jump target of a failure, and the current bytes.
typedef struct {
  jmp_buf escape;
  cpng_result *result;
  int status;
  const uint8_t *file;
  size_t file_length;
  size_t offset;
  size_t capacity;
  png_structp png;
  png_infop info;
} session;

static void fail(png_structp png, png_const_charp message) {
  session *s = png_get_error_ptr(png);
  strncpy(s->result->message, message, sizeof s->result->message - 1);
  if (s->status == CPNG_OK) s->status = CPNG_FAILED;
  longjmp(s->escape, 1);
}

static void ignore(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

// MARK: - Decoding

static void read_bytes(png_structp png, png_bytep target, size_t count) {
  session *s = png_get_io_ptr(png);
  if (count > s->file_length - s->offset) {
    s->status = CPNG_TRUNCATED;
    png_error(png, "the file ends before its pixels do");
  }
  memcpy(target, s->file + s->offset, count);
  s->offset += count;
}

/// Sets the transforms that lead from the file's pixel format to ours; true when
/// the rows stay 16-bit grey, which libpng would scale and we clip.
static int choose_transforms(session *s) {
  int color = png_get_color_type(s->png, s->info);
  int depth = png_get_bit_depth(s->png, s->info);
  if (color == PNG_COLOR_TYPE_GRAY && depth == 16) return 1;
  if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(s->png);
  if (color == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(s->png);
  int transparency = png_get_valid(s->png, s->info, PNG_INFO_tRNS) != 0;
  if (transparency) png_set_tRNS_to_alpha(s->png);
  if (depth == 16) png_set_strip_16(s->png);
  if (color == PNG_COLOR_TYPE_GRAY_ALPHA || (color == PNG_COLOR_TYPE_GRAY && transparency)) png_set_gray_to_rgb(s->png);
  return 0;
}

static void decode_rows(session *s, size_t maximum_pixels) {
  png_read_info(s->png, s->info);
  size_t width = png_get_image_width(s->png, s->info);
  size_t height = png_get_image_height(s->png, s->info);
  s->result->width = (uint32_t)width;
  s->result->height = (uint32_t)height;
  if (height > maximum_pixels / width) {
    s->status = CPNG_TOO_LARGE;
    png_error(s->png, "too many pixels");
  }
  int clip = choose_transforms(s);
  int passes = png_set_interlace_handling(s->png);
  png_read_update_info(s->png, s->info);
  size_t stride = png_get_rowbytes(s->png, s->info);
  s->result->channels = png_get_channels(s->png, s->info);
  s->result->bytes = malloc(stride * height);
  if (!s->result->bytes) png_error(s->png, "out of memory");
  for (int pass = 0; pass < passes; pass++)
    for (size_t y = 0; y < height; y++) png_read_row(s->png, s->result->bytes + y * stride, NULL);
  s->result->length = stride * height;
  if (clip) {
    uint8_t *bytes = s->result->bytes;
    s->result->length = width * height;
    for (size_t i = 0; i < width * height; i++) bytes[i] = bytes[2 * i] ? 255 : bytes[2 * i + 1];
  }
}

int cpng_decode(const uint8_t *file, size_t length, size_t maximum_pixels, cpng_result *result) {
  session s = {.result = result, .file = file, .file_length = length};
  memset(result, 0, sizeof *result);
  s.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &s, fail, ignore);
  s.info = s.png ? png_create_info_struct(s.png) : NULL;
  if (!s.info) {
    png_destroy_read_struct(&s.png, NULL, NULL);
    strcpy(result->message, "out of memory");
    return CPNG_FAILED;
  }
  if (setjmp(s.escape) == 0) {
    png_set_read_fn(s.png, &s, read_bytes);
    decode_rows(&s, maximum_pixels);
  }
  png_destroy_read_struct(&s.png, &s.info, NULL);
  if (s.status != CPNG_OK) cpng_free(result);
  return s.status;
}

// MARK: - Encoding

static void write_bytes(png_structp png, png_bytep source, size_t count) {
  session *s = png_get_io_ptr(png);
  cpng_result *result = s->result;
  if (result->length + count > s->capacity) {
    size_t capacity = 2 * s->capacity + count + 4096;
    uint8_t *bytes = realloc(result->bytes, capacity);
    if (!bytes) png_error(png, "out of memory");
    result->bytes = bytes;
    s->capacity = capacity;
  }
  memcpy(result->bytes + result->length, source, count);
  result->length += count;
}

static void flush_bytes(png_structp png) { (void)png; }

int cpng_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, int channels, int level, int filter,
    uint32_t pixels_per_meter, cpng_result *result) {
  session s = {.result = result};
  memset(result, 0, sizeof *result);
  s.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &s, fail, ignore);
  s.info = s.png ? png_create_info_struct(s.png) : NULL;
  if (!s.info) {
    png_destroy_write_struct(&s.png, NULL);
    strcpy(result->message, "out of memory");
    return CPNG_FAILED;
  }
  int color = channels == 1 ? PNG_COLOR_TYPE_GRAY : channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA;
  if (setjmp(s.escape) == 0) {
    png_set_write_fn(s.png, &s, write_bytes, flush_bytes);
    png_set_IHDR(
        s.png, s.info, width, height, 8, color, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    if (pixels_per_meter)
      png_set_pHYs(s.png, s.info, pixels_per_meter, pixels_per_meter, PNG_RESOLUTION_METER);
    png_set_compression_level(s.png, level);
    png_set_filter(s.png, PNG_FILTER_TYPE_BASE, filter);
    png_write_info(s.png, s.info);
    for (uint32_t y = 0; y < height; y++) png_write_row(s.png, pixels + (size_t)y * width * channels);
    png_write_end(s.png, s.info);
  }
  png_destroy_write_struct(&s.png, &s.info);
  if (s.status != CPNG_OK) cpng_free(result);
  return s.status;
}

void cpng_free(cpng_result *result) {
  free(result->bytes);
  result->bytes = NULL;
  result->length = 0;
}
