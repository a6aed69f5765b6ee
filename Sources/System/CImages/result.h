#pragma once

#include "CImages.h"

/// Empties a result.
void cimages_begin(cimages_result *result);

/// Keeps a failure's words and returns its status.
int cimages_fail(cimages_result *result, int status, const char *message);

/// Sets the size and takes the memory for the rows; a status other than CIMAGES_OK ends the decoding.
int cimages_take(cimages_result *result, size_t width, size_t height, int channels, size_t maximum_pixels);

/// Releases the rows unless the status is CIMAGES_OK, and returns it.
int cimages_finish(cimages_result *result, int status);
