package sketch

import "image/color"

// rgb is the opaque colour of a number such as 0x2f3e46.
func rgb(n uint32) color.RGBA {
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}

// Colours that all pictures share.
var (
	ink   = rgb(0x2b3a42)
	paper = rgb(0xfdfbf7)
	glass = rgb(0xd9ecf0)
	shine = rgb(0xeff8f9)
	steel = rgb(0xb9c4ca)
	leaf  = rgb(0x6f9f83)
	stalk = rgb(0x4f7d66)
	blood = rgb(0xb5524e)
	serum = rgb(0xe9c46a)
)

// palette is the mood of a picture: air behind, ground below, a wall or body,
// and two colours that stand out.
type palette struct{ air, ground, wall, accent, deep color.RGBA }

var palettes = []palette{
	{rgb(0xe3eef2), rgb(0xcfd8d3), rgb(0xf4ede2), rgb(0x4f8a8b), rgb(0x2f5d62)},
	{rgb(0xf6ece0), rgb(0xd9cfc1), rgb(0xe8d8c3), rgb(0xc8745a), rgb(0x7d4a3c)},
	{rgb(0xe8e9f3), rgb(0xcfd0dd), rgb(0xf5f1ee), rgb(0x6c7bb3), rgb(0x3d4a7a)},
	{rgb(0xe9f1e4), rgb(0xcdd8c4), rgb(0xf3efdf), rgb(0x7f9c5b), rgb(0x4c6337)},
	{rgb(0xf5e9ec), rgb(0xdccdd2), rgb(0xf8f1ee), rgb(0xb2748c), rgb(0x6d3f54)},
	{rgb(0xe5eef0), rgb(0xc9d3d6), rgb(0xe9e4d8), rgb(0xd39c4a), rgb(0x5b5247)},
}

// skins and hairs are tones of people, so that the drawn are as varied as life.
var (
	skins = []color.RGBA{rgb(0xf2d3bc), rgb(0xe3b591), rgb(0xc68e65), rgb(0x9a6a48), rgb(0x6e4a35)}
	hairs = []color.RGBA{rgb(0x3a2f2a), rgb(0x5c4033), rgb(0x8a6242), rgb(0x9b9b98), rgb(0x23252b)}
)
