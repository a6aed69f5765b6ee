#include "CellHost.h"
