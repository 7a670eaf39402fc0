// Package geojson writes clinics as GeoJSON (RFC 7946), for maps: a
// FeatureCollection with a Point for each, longitude first, WGS 84, and no "crs",
// which the RFC has taken out.
//
// What a feature says beside its place is for its writer: the API puts there what a
// search says of a clinic, and [Listing] what a file for others should have. Only
// what holds is written; a map has no room for the standing of each fact, so the
// day of the newest confirmation stands for all. There is no "bbox": whoever draws
// the points has it at once, and around the date line it misleads.
package geojson
