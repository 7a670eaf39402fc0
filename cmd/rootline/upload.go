package main

import (
	"context"
	"io"
	"time"

	"rootline/internal/media"
	"rootline/internal/moderation"
	"rootline/internal/server"
)

const (
	maxUpload  = 16 << 20
	uploadTime = 60 * time.Second // for a telephone to send that
)

// uploads are the routes that take a file.
var uploads = []server.Body{
	{Method: "POST", Path: "/owner/clinics/:clinic/photos/upload", Bytes: maxUpload, Read: uploadTime},
	{Method: "POST", Path: "/api/v1/owner/clinics/:clinic/photos", Bytes: maxUpload, Read: uploadTime},
	{Method: "POST", Path: "/claims/:claim/document", Bytes: moderation.MaxDocument + 64<<10, Read: uploadTime},
	{Method: "POST", Path: "/api/v1/owner/claims/:claim/documents", Bytes: moderation.MaxDocument, Read: uploadTime},
}

// photoMaker makes photos of files, of which those in work share one budget of memory.
func photoMaker() func(context.Context, io.Reader) ([]moderation.Variant, error) {
	maker := media.New(media.DefaultLimits())
	return func(ctx context.Context, file io.Reader) ([]moderation.Variant, error) {
		made, err := maker.Make(ctx, file)
		if err != nil {
			return nil, err
		}
		var all []moderation.Variant
		for _, v := range made.Variants {
			all = append(all, moderation.Variant{MediaType: v.MediaType, Width: v.Width, Height: v.Height, Bytes: v.Bytes})
		}
		return all, nil
	}
}
