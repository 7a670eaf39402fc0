package geojson

import (
	"strconv"

	"rootline/internal/directory"
)

// MediaType is what GeoJSON is sent as.
const MediaType = "application/geo+json"

// AppendFeature appends a Feature at a point. Its id is a clinic's, which needs no
// escapes, and its properties are a JSON object. A clinic without a place has the
// geometry null.
func AppendFeature(b []byte, id string, at directory.Point, properties []byte) []byte {
	b = append(b, `{"type":"Feature","id":"`...)
	b = append(b, id...)
	b = append(b, `","geometry":`...)
	if at.IsZero() {
		b = append(b, "null"...)
	} else {
		b = append(b, `{"type":"Point","coordinates":[`...)
		b = strconv.AppendFloat(b, at.Lng(), 'f', -1, 64)
		b = append(b, ',')
		b = strconv.AppendFloat(b, at.Lat(), 'f', -1, 64)
		b = append(b, `]}`...)
	}
	b = append(b, `,"properties":`...)
	b = append(b, properties...)
	return append(b, '}')
}
