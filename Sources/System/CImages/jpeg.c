#include "result.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  cimages_result *result;
  int status;
} session;

static void leave(j_common_ptr jpeg, int status) {
  session *s = (session *)jpeg->err;
  char message[JMSG_LENGTH_MAX];
  jpeg->err->format_message(jpeg, message);
  s->status = cimages_fail(s->result, status, message);
  longjmp(s->escape, 1);
}

static void stop(j_common_ptr jpeg) { leave(jpeg, CIMAGES_FAILED); }

/// Cameras leave stray bytes between markers, and headers that differ from what the scans need: no pixel is lost.
/// Every other warning means that pixels were invented.
static void warn(j_common_ptr jpeg, int level) {
  if (level >= 0) return;
  switch (jpeg->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_TOO_MUCH_DATA:
      return;
    case JWRN_JPEG_EOF:
      leave(jpeg, CIMAGES_TRUNCATED);
    default:
      leave(jpeg, CIMAGES_FAILED);
  }
}

static void say_nothing(j_common_ptr jpeg) { (void)jpeg; }

static int decode(j_decompress_ptr jpeg, size_t maximum_pixels, cimages_result *result) {
  jpeg_read_header(jpeg, TRUE);
  result->is_cmyk = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
  int is_grey = jpeg->jpeg_color_space == JCS_GRAYSCALE;
  jpeg->out_color_space = result->is_cmyk ? JCS_CMYK : is_grey ? JCS_GRAYSCALE : JCS_RGB;
  jpeg->dct_method = JDCT_ISLOW;
  int channels = result->is_cmyk ? 4 : is_grey ? 1 : 3;
  int status = cimages_take(result, jpeg->image_width, jpeg->image_height, channels, maximum_pixels);
  if (status != CIMAGES_OK) return status;
  jpeg_start_decompress(jpeg);
  while (jpeg->output_scanline < jpeg->output_height) {
    JSAMPROW row = result->bytes + (size_t)jpeg->output_scanline * result->width * (size_t)channels;
    jpeg_read_scanlines(jpeg, &row, 1);
  }
  return CIMAGES_OK;
}

int cimages_decode_jpeg(const uint8_t *file, size_t length, size_t maximum_pixels, cimages_result *result) {
  cimages_begin(result);
  struct jpeg_decompress_struct jpeg;
  session s = {.result = result, .status = CIMAGES_OK};
  memset(&jpeg, 0, sizeof jpeg);
  jpeg.err = jpeg_std_error(&s.manager);
  s.manager.error_exit = stop;
  s.manager.emit_message = warn;
  s.manager.output_message = say_nothing;
  if (setjmp(s.escape) == 0) {
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file, length);
    s.status = decode(&jpeg, maximum_pixels, result);
  }
  jpeg_destroy_decompress(&jpeg);
  return cimages_finish(result, s.status);
}
