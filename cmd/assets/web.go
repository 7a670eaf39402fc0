package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/evanw/esbuild/pkg/api"
)

// manifestName is the file of dist that package web looks assets up in.
const manifestName = "manifest.json"

// web builds what a browser loads beside the pages: each source minified, named
// after its content so that it can be kept for ever, and compressed as far as it
// goes, since that is done once here and not for every visitor.
func web(args []string) error {
	flags := flag.NewFlagSet("web", flag.ContinueOnError)
	dir := flags.String("dir", "web", "the folder of css, ts and dist")
	if err := flags.Parse(args); err != nil {
		return err
	}
	files, err := bundle(*dir)
	if err != nil {
		return err
	}
	images, err := filepath.Glob(filepath.Join(*dir, "css", "*.svg"))
	if err != nil {
		return fmt.Errorf("list the images: %w", err)
	}
	for _, image := range images {
		if files[filepath.Base(image)], err = os.ReadFile(image); err != nil {
			return fmt.Errorf("read an image: %w", err)
		}
	}
	return writeAssets(filepath.Join(*dir, "dist"), files)
}

// entries are the sources that pages load by name. What few pages need is a script of
// its own, so that the others do not carry it.
var entries = []string{"css/app.css", "ts/app.ts", "ts/passkey.ts"}

// bundle joins the style sheet and the scripts, each from the files it imports.
func bundle(dir string) (map[string][]byte, error) {
	points := make([]string, len(entries))
	for i, entry := range entries {
		points[i] = filepath.Join(dir, filepath.FromSlash(entry))
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       points,
		Outdir:            filepath.Join(dir, "dist"),
		EntryNames:        "[name]",
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            api.FormatIIFE,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsInline,
		LogLevel:          api.LogLevelSilent,
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	files := map[string][]byte{}
	for _, f := range result.OutputFiles {
		files[filepath.Base(f.Path)] = f.Contents
	}
	return files, nil
}

// writeAssets puts the files into dist in place of an earlier build, and the
// manifest last: dist either has all that its manifest lists or has none.
func writeAssets(dist string, files map[string][]byte) error {
	folder := filepath.Join(dist, "assets")
	manifest := filepath.Join(dist, manifestName)
	if err := errors.Join(os.RemoveAll(manifest), os.RemoveAll(folder), os.MkdirAll(folder, 0o755)); err != nil {
		return fmt.Errorf("make room for the assets: %w", err)
	}
	names := map[string]string{}
	for name, data := range files {
		hash := sha256.Sum256(data)
		ext := filepath.Ext(name)
		names[name] = strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(hash[:6]) + ext
		if err := writeAsset(filepath.Join(folder, names[name]), data); err != nil {
			return err
		}
	}
	data, err := json.MarshalIndent(names, "", "\t")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	return write(manifest, append(data, '\n'))
}

// writeAsset writes a file and its two compressed siblings.
func writeAsset(path string, data []byte) error {
	var gz, br bytes.Buffer
	zip, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compress %s: %w", path, err)
	}
	rot := brotli.NewWriterLevel(&br, brotli.BestCompression)
	_, err1 := zip.Write(data)
	_, err2 := rot.Write(data)
	if err := errors.Join(err1, err2, zip.Close(), rot.Close()); err != nil {
		return fmt.Errorf("compress %s: %w", path, err)
	}
	return errors.Join(write(path, data), write(path+".gz", gz.Bytes()), write(path+".br", br.Bytes()))
}

func write(path string, data []byte) error {
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("write an asset: %w", err)
	}
	return nil
}
