// The first file takes this one's place.
