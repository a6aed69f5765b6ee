#include "result.h"

#include <stdlib.h>
#include <string.h>

#include <gif_lib.h>

typedef struct {
  const uint8_t *bytes;
  size_t length;
  size_t offset;
} source;

static int read_bytes(GifFileType *gif, GifByteType *target, int count) {
  source *s = gif->UserData;
  size_t available = s->length - s->offset;
  size_t taken = (size_t)count < available ? (size_t)count : available;
  memcpy(target, s->bytes + s->offset, taken);
  s->offset += taken;
  return (int)taken;
}

static int failure(cimages_result *result, int code) {
  int is_short = code == D_GIF_ERR_READ_FAILED || code == D_GIF_ERR_EOF_TOO_SOON;
  const char *message = GifErrorString(code);
  return cimages_fail(result, is_short ? CIMAGES_TRUNCATED : CIMAGES_FAILED, message ? message : "giflib finds an error");
}

/// Writes the colour of one index; one that the table does not have is black.
static void paint(uint8_t *pixel, int channels, const ColorMapObject *colors, int index, int transparent) {
  if (!colors) {
    memset(pixel, index, 3);
  } else if (index < colors->ColorCount) {
    pixel[0] = colors->Colors[index].Red;
    pixel[1] = colors->Colors[index].Green;
    pixel[2] = colors->Colors[index].Blue;
  } else {
    memset(pixel, 0, 3);
  }
  if (channels == 4) pixel[3] = index == transparent ? 0 : 255;
}

static int decode_image(GifFileType *gif, int transparent, size_t maximum_pixels, cimages_result *result) {
  if (DGifGetImageDesc(gif) == GIF_ERROR) return failure(result, gif->Error);
  GifImageDesc *frame = &gif->Image;
  size_t width = (size_t)frame->Left + (size_t)frame->Width, height = (size_t)frame->Top + (size_t)frame->Height;
  if (width < (size_t)gif->SWidth) width = (size_t)gif->SWidth;
  if (height < (size_t)gif->SHeight) height = (size_t)gif->SHeight;
  int channels = transparent >= 0 ? 4 : 3;
  int status = cimages_take(result, width, height, channels, maximum_pixels);
  if (status != CIMAGES_OK) return status;
  const ColorMapObject *colors = frame->ColorMap ? frame->ColorMap : gif->SColorMap;
  // Outside the frame Pillow has the transparent colour, or the first one.
  for (size_t pixel = 0; pixel < width * height; pixel++)
    paint(result->bytes + pixel * (size_t)channels, channels, colors, transparent >= 0 ? transparent : 0, transparent);
  GifPixelType *line = malloc((size_t)frame->Width + 1);
  if (!line) return cimages_fail(result, CIMAGES_FAILED, "out of memory");
  static const int starts[] = {0, 4, 2, 1}, steps[] = {8, 8, 4, 2};
  for (int pass = 0; pass < (frame->Interlace ? 4 : 1); pass++) {
    int step = frame->Interlace ? steps[pass] : 1;
    for (int y = frame->Interlace ? starts[pass] : 0; y < frame->Height; y += step) {
      if (DGifGetLine(gif, line, frame->Width) == GIF_ERROR) {
        free(line);
        return failure(result, gif->Error);
      }
      uint8_t *row = result->bytes + ((size_t)(frame->Top + y) * width + (size_t)frame->Left) * (size_t)channels;
      for (int x = 0; x < frame->Width; x++) paint(row + x * channels, channels, colors, line[x], transparent);
    }
  }
  free(line);
  return CIMAGES_OK;
}

/// Advances to the first image; the control extension before it contains its transparent colour.
static int decode(GifFileType *gif, size_t maximum_pixels, cimages_result *result) {
  int transparent = -1;
  for (;;) {
    GifRecordType record;
    if (DGifGetRecordType(gif, &record) == GIF_ERROR) return failure(result, gif->Error);
    if (record == IMAGE_DESC_RECORD_TYPE) return decode_image(gif, transparent, maximum_pixels, result);
    if (record == TERMINATE_RECORD_TYPE) return cimages_fail(result, CIMAGES_FAILED, "it has no image");
    if (record != EXTENSION_RECORD_TYPE) continue;
    int code;
    GifByteType *block;
    if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return failure(result, gif->Error);
    while (block) {
      // A block starts with its length; the fourth byte after it is the transparent index, if the first says so.
      if (code == GRAPHICS_EXT_FUNC_CODE && block[0] >= 4) transparent = block[1] & 1 ? block[4] : -1;
      if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return failure(result, gif->Error);
    }
  }
}

int cimages_decode_gif(const uint8_t *file, size_t length, size_t maximum_pixels, cimages_result *result) {
  cimages_begin(result);
  source s = {file, length, 0};
  int error = 0;
  GifFileType *gif = DGifOpen(&s, read_bytes, &error);
  if (!gif) return failure(result, error);
  int status = decode(gif, maximum_pixels, result);
  DGifCloseFile(gif, &error);
  return cimages_finish(result, status);
}
