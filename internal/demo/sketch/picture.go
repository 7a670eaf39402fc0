package sketch

// Size of every picture in pixels, and the words that each bears.
const (
	Width  = 960
	Height = 640
	Label  = "DEMO DRAWING"
)
