#include "result.h"

#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

static int failure(cimages_result *result, VP8StatusCode status) {
  switch (status) {
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED:
      return cimages_fail(result, CIMAGES_TRUNCATED, "the file ends before its pixels do");
    case VP8_STATUS_OUT_OF_MEMORY:
      return cimages_fail(result, CIMAGES_FAILED, "out of memory");
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return cimages_fail(result, CIMAGES_FAILED, "libwebp does not know one of its features");
    default:
      return cimages_fail(result, CIMAGES_FAILED, "libwebp finds an error in its bit stream");
  }
}

static int decode_still(const uint8_t *file, size_t length, int has_alpha, cimages_result *result) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return cimages_fail(result, CIMAGES_FAILED, "libwebp is of another version");
  config.output.colorspace = has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = result->bytes;
  config.output.u.RGBA.stride = (int)result->width * result->channels;
  config.output.u.RGBA.size = result->length;
  VP8StatusCode status = WebPDecode(file, length, &config);
  WebPFreeDecBuffer(&config.output);
  return status == VP8_STATUS_OK ? CIMAGES_OK : failure(result, status);
}

/// The first frame on its canvas.
static int decode_animation(const uint8_t *file, size_t length, cimages_result *result) {
  WebPData data = {file, length};
  WebPAnimDecoder *decoder = WebPAnimDecoderNew(&data, NULL);
  if (!decoder) return failure(result, VP8_STATUS_BITSTREAM_ERROR);
  WebPAnimInfo info;
  uint8_t *frame = NULL;
  int time = 0;
  int is_read = WebPAnimDecoderGetInfo(decoder, &info) && info.canvas_width == result->width &&
                info.canvas_height == result->height && WebPAnimDecoderGetNext(decoder, &frame, &time);
  if (is_read) memcpy(result->bytes, frame, result->length);
  WebPAnimDecoderDelete(decoder);
  return is_read ? CIMAGES_OK : failure(result, VP8_STATUS_BITSTREAM_ERROR);
}

int cimages_decode_webp(const uint8_t *file, size_t length, size_t maximum_pixels, cimages_result *result) {
  cimages_begin(result);
  WebPBitstreamFeatures features;
  VP8StatusCode found = WebPGetFeatures(file, length, &features);
  if (found != VP8_STATUS_OK) return failure(result, found);
  int has_alpha = features.has_alpha || features.has_animation;
  int status = cimages_take(result, (size_t)features.width, (size_t)features.height, has_alpha ? 4 : 3, maximum_pixels);
  if (status == CIMAGES_OK)
    status = features.has_animation ? decode_animation(file, length, result)
                                    : decode_still(file, length, has_alpha, result);
  return cimages_finish(result, status);
}
