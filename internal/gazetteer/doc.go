// Package gazetteer knows the countries, regions and cities of the world: it
// finds them by name in any script, by slug, by id and around a point.
//
// Everything is answered out of one file, gazetteer.bin, which is part of the
// program and read in place: nothing is parsed at start, and nothing is kept in
// memory besides the pages that look-ups touch. The package reads no clock and
// does no I/O. Read place.go for what there is to know of a place, find.go and
// lookup.go for the questions.
//
// The places are those of GeoNames (https://www.geonames.org, licensed under CC
// BY 4.0, https://creativecommons.org/licenses/by/4.0/): its list of populated
// places with more than 500 inhabitants, without the historical, abandoned and
// destroyed ones, and its list of first-level divisions. What is changed: names
// are folded, regions brought up to date (see build/region.go), alternate names
// kept only for places of 5,000 inhabitants and more, slugs and totals added.
// The English names of countries are those of Unicode's CLDR.
//
// # The file
//
// Numbers are little-endian and unsigned unless said otherwise; u24 is three
// bytes. The file starts with the eight bytes "rootgaz" and the version 1; a u32
// CRC-32C of everything after itself; a u32 length for each of the sections.
// The sections follow, without gaps, in this order:
//
//	TextBlocks     u32 per block: where in Texts it starts
//	Texts          names as shown, and time zones; front-coded
//	Zones          u24 per time zone: its text; all of one country are together
//	Places         21 bytes per place, best known first
//	Areas          22 bytes per country or region, by code
//	ByID           u24 per city: its ordinal; by GeoNames id
//	BySlug         u24 per city: its ordinal; by area, then slug
//	Bands          u24 per half degree of latitude from the South Pole, and one more: first row in ByLng
//	ByLng          u24 per city: its ordinal; by band, then longitude
//	KeyBlocks      u32 per block: where in Keys it starts
//	Keys           what finds a place; front-coded
//	KeyHits        u24 per block: first row in Hits
//	Hits           u24 per key and place: ordinal<<2 | flags, key by key, by ordinal
//	Minima         u24 per 64 rows of Hits: the smallest
//	AltStarts      u24 per ordinal, as far as any has alternate names, and one more: first row in Alts
//	Alts           u24 per alternate name: the number of its key
//	AreaKeyBlocks  as KeyBlocks, for AreaKeys
//	AreaKeys       what narrows a look-up to an area; front-coded
//	AreaKeyHits    as KeyHits, for AreaHits
//	AreaHits       u24 per key and area: row in Areas<<2 | flags
//
// An ordinal is a row number in Places and stands for the place's rank, so the
// best of many hits are the smallest. Rank is population; a region follows its
// largest city. A row of Places is
//
//	u24 id           GeoNames id of a city; 0 if the row is the area itself
//	i32 latitude     millionths of a degree; with longitude both 0 if unknown
//	i32 longitude
//	u32 population
//	u24 text
//	u16 area         row in Areas of where it lies
//	u8  zone         counted from the first of its country; 255 for none
//
// and a row of Areas
//
//	[12] code        country, then region without dot, zeros: "TR", "TR34"
//	u24 ordinal      of the area itself
//	u24 first        row in BySlug of its first city; its last is before the next area's first
//	u16 zones        row in Zones of its country's first
//	u16 end          row in Areas after it and, of a country, after its regions
//
// Cities that lie in no region are listed under their country.
//
// Front-coded strings are sorted by bytes and cut into blocks of 32; a string's
// number is its place in that order. Each is one byte, the length it shares with
// the string before in the high half and the length of the rest in the low half,
// a byte to add to the first length if it is 15, a byte to add to the second if
// it is 15, and the rest. The first string of a block shares nothing.
//
// The text of a place is its name; where the slug is not simply the name in
// lower case with hyphens for spaces, a zero byte and the slug follow. A country
// has its code for a slug.
//
// Keys are names folded by directory.Fold and then layout.Key. A place's hits come from its whole
// names and, flag 2, from the ends of its main name that start at a later word;
// flag 1 marks the last hit of a key.
package gazetteer
