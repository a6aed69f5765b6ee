#include "result.h"

#include <stdlib.h>
#include <string.h>

void cimages_begin(cimages_result *result) {
  memset(result, 0, sizeof *result);
  result->orientation = 1;
}

int cimages_fail(cimages_result *result, int status, const char *message) {
  if (!result->message[0]) strncpy(result->message, message, sizeof result->message - 1);
  return status;
}

int cimages_take(cimages_result *result, size_t width, size_t height, int channels, size_t maximum_pixels) {
  result->width = (uint32_t)width;
  result->height = (uint32_t)height;
  result->channels = channels;
  if (width == 0 || height == 0) return cimages_fail(result, CIMAGES_FAILED, "it has no pixels");
  if (height > maximum_pixels / width) return cimages_fail(result, CIMAGES_TOO_LARGE, "too many pixels");
  result->length = width * height * (size_t)channels;
  result->bytes = calloc(result->length, 1);
  return result->bytes ? CIMAGES_OK : cimages_fail(result, CIMAGES_FAILED, "out of memory");
}

int cimages_finish(cimages_result *result, int status) {
  if (status != CIMAGES_OK) cimages_free(result);
  return status;
}

void cimages_free(cimages_result *result) {
  free(result->bytes);
  result->bytes = NULL;
  result->length = 0;
}
