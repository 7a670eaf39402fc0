package media

// Limits bound what a photo may be and what its making may take.
type Limits struct {
	Bytes  int64 // of the file
	Pixels int   // width times height
	Side   int   // the longer of both, in pixels
	Least  int   // the shorter of both, in pixels
	Passes int   // over a progressive JPEG; each takes time, and needs only a few bytes of file
	Memory int64 // of all photos in work together, in bytes, by estimate
}

// DefaultLimits are generous to cameras and phones: 50 megapixels, of which two
// photos of 12 megapixels are worked on at the same time.
func DefaultLimits() Limits {
	return Limits{
		Bytes:  16 << 20,
		Pixels: 50_000_000,
		Side:   12_000,
		Least:  200,
		Passes: 64,
		Memory: 256 << 20,
	}
}
